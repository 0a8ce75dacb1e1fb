//! The search index: classic scripts that a page loads on demand, the same way over HTTP and from a folder.
//!
//! [`token`] cuts text into terms, exactly as `search.js` of the theme does with what is typed. [`passage`] gives the
//! plain text of each section, [`vocabulary`] the terms of a document. [`index`] collects them as [`postings`];
//! [`script`] writes them in pieces ([`piece`]) of bounded size, with the directory that tells the client which piece
//! holds a term, and [`text`] the texts that results show.

pub mod index;
pub mod passage;
pub mod piece;
pub mod postings;
pub mod script;
pub mod text;
pub mod token;
pub mod vocabulary;
