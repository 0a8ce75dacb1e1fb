//! Paths of HTTP endpoints as places: without the names of their parameters.

/// A path without the names of its parameters: `/orders/{id}`, `/orders/:orderId`, `/orders/[id]` and `/orders/<id>`
/// are one. A slash at the end and a query do not count.
pub fn route(path: &str) -> String {
    let bare = path.split('?').next().unwrap_or(path).trim_end_matches('/');
    let mut route = String::with_capacity(bare.len() + 1);
    for segment in bare.split('/').filter(|segment| !segment.is_empty()) {
        route.push('/');
        route.push_str(if is_parameter(segment) { "{}" } else { segment });
    }
    if route.is_empty() {
        route.push('/');
    }
    route
}

/// The names of the parameters of a path, in order, without the signs around them.
pub fn parameters(path: &str) -> Vec<&str> {
    let bare = path.split('?').next().unwrap_or(path);
    bare.split('/')
        .filter(|segment| is_parameter(segment))
        .map(|segment| segment.trim_matches([':', '{', '}', '[', ']', '<', '>']))
        .collect()
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with(':')
        || (segment.starts_with('{') && segment.ends_with('}'))
        || (segment.starts_with('[') && segment.ends_with(']'))
        || (segment.starts_with('<') && segment.ends_with('>'))
}

#[cfg(test)]
mod tests {
    use super::{parameters, route};

    #[test]
    fn parameters_have_no_names() {
        for path in ["/a/{id}", "/a/:x", "/a/[slug]/", "/a/<id>?page=2", "a/{ID}"] {
            assert_eq!(route(path), "/a/{}", "{path}");
        }
        assert_eq!(route("/"), "/");
        assert_ne!(route("/a/id"), route("/a/:id"));
    }

    #[test]
    fn names_of_parameters() {
        assert_eq!(parameters("/a/{id}/b/:x/<y>?z={q}"), ["id", "x", "y"]);
    }
}
