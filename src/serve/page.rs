//! The pages as the preview shows them: the built bytes with the reload script.

use super::answer::{Found, RELOAD_TARGET};
use crate::base::markup::escape_into;
use memchr::memmem;

/// What stands before the directives of a page's content security policy.
const POLICY: &[u8] = b"http-equiv=\"Content-Security-Policy\" content=\"";

/// The page with the reload script before the end of its body, and a content security policy that lets the script
/// open its event stream. The page that says "not found" also gets a base, since it is shown at any depth.
pub(super) fn with_reload(found: &Found, path: &str, version: &str, generation: &str) -> Vec<u8> {
    let bytes = &*found.bytes;
    let mut out = Vec::with_capacity(bytes.len() + 256);
    let mut rest = bytes;
    if found.status == 404
        && let Some(at) = memmem::find(rest, b"<head>")
    {
        let (before, after) = rest.split_at(at + b"<head>".len());
        out.extend_from_slice(before);
        out.extend_from_slice(b"<base href=\"/\">");
        rest = after;
    }
    if let Some(at) = memmem::find(rest, POLICY) {
        let (before, after) = rest.split_at(at + POLICY.len());
        let policy = after.split(|&byte| byte == b'"').next().unwrap_or(after);
        if memmem::find(policy, b"connect-src").is_none() {
            out.extend_from_slice(before);
            out.extend_from_slice(b"connect-src 'self'; ");
            rest = after;
        }
    }
    let end = memmem::rfind(rest, b"</body>").unwrap_or(rest.len());
    out.extend_from_slice(&rest[..end]);
    let mut script = format!(
        "<script src=\"{RELOAD_TARGET}\" data-version=\"{version}\" \
         data-generation=\"{generation}\" data-page=\""
    );
    escape_into(&mut script, path);
    script.push_str("\"></script>");
    out.extend_from_slice(script.as_bytes());
    out.extend_from_slice(&rest[end..]);
    out
}
