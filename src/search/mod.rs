//! The search index: classic scripts that a page loads on demand, the same way over HTTP and from a folder.
//!
//! [`token`] cuts text into terms, exactly as `search.js` of the theme does with what is typed. [`passage`] gives the
//! plain text of each section. [`index`] collects weighted postings and cuts the sorted terms into shards of bounded
//! size; [`script`] writes them, the directory, and the texts that results show.

pub mod index;
pub mod passage;
pub mod script;
pub mod token;
