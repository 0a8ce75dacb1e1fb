//! `feed.xml`, an Atom feed (RFC 4287) of the documents that changed last.

use super::{View, address, day, title};
use crate::base::xml;
use crate::model::document::Document;
use std::fmt::Write;

/// The number of entries.
const ENTRIES: usize = 50;

/// The day of a feed without entries, since every feed must state one and the clock may not be asked.
const NEVER: &str = "1970-01-01";

/// Documents with a day, the latest first, then by path.
pub(super) fn write(view: View<'_>) -> String {
    let portfolio = view.portfolio;
    let mut changed: Vec<(&str, &Document)> = portfolio
        .documents
        .iter()
        .filter_map(|document| Some((day::of_document(portfolio, document)?, &**document)))
        .collect();
    changed.sort_by(|left, right| right.0.cmp(left.0).then(left.1.id.cmp(&right.1.id)));
    changed.truncate(ENTRIES);
    let language = view.config.language.as_deref().unwrap_or("en");
    let home = xml::escape(&address(view, ""));
    let own = xml::escape(&address(view, "feed.xml"));
    let name = xml::escape(title(view));
    let latest = changed.first().map_or(NEVER, |(day, _)| day);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{name}</title>\n<id>{own}</id>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{home}\"/>\n<updated>{latest}T00:00:00Z</updated>\n<author><name>{name}</name></author>\n<generator version=\"{}\">planfolio</generator>\n",
        xml::escape(language),
        env!("CARGO_PKG_VERSION"),
    );
    for (day, document) in changed {
        entry(&mut out, view, day, document);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, view: View<'_>, day: &str, document: &Document) {
    let page = xml::escape(&address(view, &view.site.documents[document.id.index()]));
    let title = match document.feature {
        Some(feature) => {
            let feature = view.portfolio.feature(feature).name();
            // A plan often has the title of its feature alone.
            let key = format!("kind_{}", document.kind.word());
            let kind = view.words.text(&key);
            if feature.ends_with(&document.title) {
                format!("{kind}, {feature}")
            } else {
                format!("{}, {feature}", document.title)
            }
        }
        None => document.title.clone(),
    };
    let _ = write!(
        out,
        "<entry>\n<title>{}</title>\n<id>{page}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n<updated>{day}T00:00:00Z</updated>\n<category term=\"{}\"/>\n",
        xml::escape(&title),
        document.kind.word(),
    );
    if let Some(summary) = &document.summary {
        let _ = writeln!(out, "<summary>{}</summary>", xml::escape(summary));
    }
    out.push_str("</entry>\n");
}
