//! Whether the tags of a page nest as they are written.
//!
//! A parser of HTML mends what does not nest: it closes a `<p>` before a `<div>`, moves text out of tables, inserts
//! `<tbody>`. A page of ours must need none of that. So the tags are read twice, once by a tokenizer with the strict
//! rule that every element is closed by its own end tag, once by the tree builder; both must find the same tree.

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::cell::RefCell;

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// A step through the tree: into an element or some text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    depth: usize,
    what: String,
}

/// Reads tags by the strict rule.
#[derive(Default)]
struct Strict {
    open: RefCell<Vec<String>>,
    steps: RefCell<Vec<Step>>,
    faults: RefCell<Vec<String>>,
}

impl TokenSink for Strict {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(text) => {
                push_text(
                    &mut self.steps.borrow_mut(),
                    self.open.borrow().len(),
                    &text,
                );
            }
            Token::NullCharacterToken => self.fault("a NUL character".to_owned()),
            Token::ParseError(message) => self.fault(format!("{message}")),
            Token::EOFToken => {
                for name in self.open.borrow().iter() {
                    self.faults
                        .borrow_mut()
                        .push(format!("{name} is never closed"));
                }
            }
            Token::DoctypeToken(_) | Token::CommentToken(_) => {}
        }
        TokenSinkResult::Continue
    }
}

impl Strict {
    fn fault(&self, message: String) {
        let near = self.near();
        self.faults
            .borrow_mut()
            .push(format!("{message} after {near}"));
    }

    /// The last steps, to find the place of a fault.
    fn near(&self) -> String {
        near(&self.steps.borrow(), self.steps.borrow().len())
    }

    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = tag.name.to_string();
        if tag.kind == TagKind::EndTag {
            if self.open.borrow().last() == Some(&name) {
                self.open.borrow_mut().pop();
            } else {
                let inner = self.open.borrow().last().cloned().unwrap_or_default();
                self.fault(format!("</{name}> inside of {inner}"));
            }
            return TokenSinkResult::Continue;
        }
        let depth = self.open.borrow().len();
        self.steps.borrow_mut().push(Step {
            depth,
            what: format!("<{name}>"),
        });
        if VOID.contains(&name.as_str()) || tag.self_closing {
            return TokenSinkResult::Continue;
        }
        self.open.borrow_mut().push(name.clone());
        match name.as_str() {
            "title" | "textarea" if !self.open.borrow().iter().any(|open| open == "svg") => {
                TokenSinkResult::RawData(RawKind::Rcdata)
            }
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Adds text; white space counts for nothing and neighbouring texts are one.
fn push_text(steps: &mut Vec<Step>, depth: usize, text: &str) {
    let solid: String = text.split_whitespace().collect();
    if solid.is_empty() {
        return;
    }
    match steps.last_mut() {
        Some(last) if last.depth == depth && !last.what.starts_with('<') => {
            last.what.push_str(&solid);
        }
        _ => steps.push(Step {
            depth,
            // Text that begins with `<` must not be taken for a tag.
            what: format!("\"{solid}"),
        }),
    }
}

/// The steps before a place, shortened.
fn near(steps: &[Step], at: usize) -> String {
    let shown: Vec<String> = steps[at.saturating_sub(5)..at.min(steps.len())]
        .iter()
        .map(|step| step.what.chars().take(40).collect())
        .collect();
    shown.join(" ")
}

/// Where the tags of a page do not nest, and what the tokenizer stumbles over.
pub(crate) fn faults(html: &str) -> Vec<String> {
    // Control characters and code points that are none are bad style but harm nothing; a page shows what its document
    // holds.
    let html: &str = &html.replace(
        |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\0') || c as u32 & 0xFFFE == 0xFFFE,
        "",
    );
    let options = TokenizerOpts {
        exact_errors: true,
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(Strict::default(), options);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let strict = tokenizer.sink;
    let mut faults = strict.faults.take();
    let written = strict.steps.take();

    let dom: RcDom =
        html5ever::parse_document(RcDom::default(), Default::default()).one(html.to_owned());
    let mut built = Vec::new();
    flatten(&dom.document, 0, &mut built);
    let same = written
        .iter()
        .zip(&built)
        .take_while(|(left, right)| left == right)
        .count();
    if same < written.len().max(built.len()) {
        let show = |steps: &[Step]| {
            steps.get(same).map_or("the end".to_owned(), |step| {
                let what: String = step.what.chars().take(40).collect();
                format!("{what} at depth {}", step.depth)
            })
        };
        faults.push(format!(
            "after {} is written {}, but a browser builds {}",
            near(&written, same),
            show(&written),
            show(&built)
        ));
    }
    faults
}

fn flatten(node: &Handle, depth: usize, steps: &mut Vec<Step>) {
    let below = match &node.data {
        NodeData::Element { name, .. } => {
            steps.push(Step {
                depth,
                what: format!("<{}>", name.local),
            });
            depth + 1
        }
        NodeData::Text { contents } => {
            push_text(steps, depth, &contents.borrow());
            return;
        }
        _ => depth,
    };
    for child in node.children.borrow().iter() {
        flatten(child, below, steps);
    }
}

#[test]
fn what_a_browser_would_mend_is_found() {
    let page = |body: &str| {
        format!("<!doctype html><html><head><title>t</title></head><body>{body}</body></html>")
    };
    for body in [
        "<p>a<br>b</p><ul><li>x<ul><li>y</li></ul></li></ul>",
        "<table><tbody><tr><td>x &lt;b&gt; &amp;</td></tr></tbody></table>",
        "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/><title>x</title></svg><b><i>x</i></b>",
        "<pre>\n  x</pre>",
    ] {
        assert_eq!(faults(&page(body)), Vec::<String>::new(), "{body}");
    }
    for body in [
        "<p><div>x</div></p>",
        "<p>x<ul><li>y</li></ul></p>",
        "<b><i>x</b></i>",
        "<table><tr><td>x</td></tr></table>",
        "<table><tbody>x<tr><td>x</td></tr></tbody></table>",
        "<td>x</td>",
        "<a href=\"x\">y<a href=\"z\">w</a></a>",
        "<div>",
        "</div>",
        "<p id=\"a\" id=\"b\">x</p>",
        "<p x'y>x</p>",
        "<h2>x<h3>y</h3></h2>",
        "<li>x<li>y</li></li>",
        "&#0;",
    ] {
        assert!(!faults(&page(body)).is_empty(), "{body}");
    }
}
