//! A request as the rules of the preview server see it.

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// HEAD.
    Head,
    /// Any other.
    Other,
}

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The target as sent: path and query, nothing decoded.
    pub target: String,
    /// Names in lower case and values, in order.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header that may stand once; `Err` when it stands more often.
    pub fn header(&self, name: &str) -> Result<Option<&str>, Repeated> {
        let mut values = self.headers.iter().filter(|(other, _)| other == name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Repeated);
        }
        Ok(first.map(|(_, value)| value.as_str()))
    }

    /// The target up to its query.
    pub fn path(&self) -> &str {
        self.target.split(['?', '#']).next().unwrap_or("")
    }

    /// The value of a parameter of the query, percent-decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let pair = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)?;
        let value = percent_encoding::percent_decode_str(pair.1)
            .decode_utf8()
            .ok()?;
        Some(value.into_owned())
    }
}

/// A header that may stand once stands more often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeated;
