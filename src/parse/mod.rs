//! Phase 2: one document's text to facts, references and HTML with holes. Total: every text gives a document.

use crate::config::Config;
use crate::model::document::Document;
use crate::model::source::Source;

/// Parses one document. The result depends on nothing but the arguments.
pub fn parse(source: &Source, config: &Config) -> Document {
    let _ = config;
    Document {
        id: source.id,
        path: source.path.clone(),
        inner: source.inner.clone(),
        feature: source.feature,
        kind: source.kind,
        format: source.format.clone(),
        title: source.inner.to_string(),
        title_written: false,
        summary: None,
        properties: Vec::new(),
        status: None,
        sections: Vec::new(),
        body: crate::model::document::Body::default(),
        code_blocks: Vec::new(),
        diagrams: Vec::new(),
        fact_anchors: Vec::new(),
        symbols: Vec::new(),
        references: Vec::new(),
        facts: crate::model::fact::Facts::default(),
        diagnostics: Vec::new(),
        words: 0,
        bytes: source.bytes,
        names_feature: false,
    }
}
