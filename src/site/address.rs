//! Addresses of features, documents and copied files.

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::path::RelPath;
use crate::base::slug::address_segment;
use crate::model::portfolio::Portfolio;
use crate::model::site::{Register, Site};
use crate::model::source::Format;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Names at the top of the site that no feature may take, beside the registers, with or without an extension.
const RESERVED: [&str; 20] = [
    "_",
    "assets",
    "search",
    "badges",
    "registers",
    "index",
    "index-az",
    "404",
    "diagnostics",
    "technologies",
    "timeline",
    "portfolio",
    "llms",
    "sitemap",
    "feed",
    "theme",
    "reload",
    "events",
    "robots",
    "diff",
];

/// Names that no file or folder may have on Windows, with any extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The length from which on the folders below a folder share its address, in bytes. Paths of sources may be as long as
/// the system allows; those of the site must leave room for the output before them.
const LONGEST: usize = 500;

/// Extensions that a browser would run or render as markup of this site; such raw files get `.txt` appended.
const ACTIVE: [&str; 9] = [
    "html", "htm", "xhtml", "svg", "xml", "js", "mjs", "cjs", "xsl",
];

/// The files and folders that have been given addresses so far.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Addresses of files and folders. All are lower case, so that a case-folding file system keeps them apart.
    taken: HashSet<String>,
    /// The address of each source folder by the address of its parent and its own name.
    folders: HashMap<(String, String), String>,
}

impl Tree {
    /// The address of the folder `segment` below the folder at `parent`, the same at each call.
    pub(super) fn folder(&mut self, parent: &str, segment: &str) -> String {
        if parent.len() > LONGEST {
            return parent.to_owned();
        }
        let key = (parent.to_owned(), segment.to_owned());
        if let Some(address) = self.folders.get(&key) {
            return address.clone();
        }
        let name = address_segment(segment);
        let (mut addresses, _) = self.claim(parent, |suffix| vec![format!("{name}{suffix}")]);
        let address = addresses.remove(0);
        self.folders.insert(key, address.clone());
        address
    }

    /// The address of the folder at `path` below the folder at `parent`.
    pub(super) fn folders<'a>(
        &mut self,
        parent: &str,
        path: impl Iterator<Item = &'a str>,
    ) -> String {
        path.fold(parent.to_owned(), |address, segment| {
            self.folder(&address, segment)
        })
    }

    /// Takes the first set of names that is free in the folder at `parent`: `names("")`, `names("-2")`, `names("-3")`, …
    /// Returns the full addresses, and whether the first set was taken.
    fn claim(&mut self, parent: &str, names: impl Fn(&str) -> Vec<String>) -> (Vec<String>, bool) {
        let mut number = 1;
        loop {
            let suffix = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            let addresses: Vec<String> = names(&suffix)
                .into_iter()
                .map(|name| join(parent, &name))
                .collect();
            let free = addresses
                .iter()
                .all(|address| !self.is_taken(address) && !is_device(address));
            if free {
                self.taken.extend(addresses.iter().cloned());
                return (addresses, number > 1);
            }
            number += 1;
        }
    }

    /// Whether an address has been given away, or is kept for the site itself.
    pub(super) fn is_taken(&self, address: &str) -> bool {
        self.taken.contains(address) || is_reserved(address)
    }

    /// Gives an address away.
    pub(super) fn take(&mut self, address: &str) {
        self.taken.insert(address.to_owned());
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}/{name}")
    }
}

/// Whether an address at the top of the site belongs to the site itself: `risks`, and so `risks.html`.
fn is_reserved(address: &str) -> bool {
    let name = match address.rsplit_once('.') {
        Some((name, "html" | "json" | "txt" | "xml")) => name,
        _ => address,
    };
    RESERVED.contains(&name) || Register::ALL.iter().any(|register| register.word() == name)
}

/// Whether the last segment of an address is a device name on Windows.
fn is_device(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or("");
    DEVICES.contains(&name.split('.').next().unwrap_or(""))
}

/// Gives every feature, document and copied file its address, in path order.
pub(super) fn assign(portfolio: &Portfolio) -> (Tree, Site, Vec<Diagnostic>) {
    let mut tree = Tree::default();
    let mut diagnostics = Vec::new();
    tree.take("_/index.html");

    let mut features = Vec::with_capacity(portfolio.features.len());
    let mut holders: BTreeMap<String, RelPath> = BTreeMap::new();
    for feature in &portfolio.features {
        let name = address_segment(&feature.folder.key);
        let (mut addresses, collided) = tree.claim("", |suffix| vec![format!("{name}{suffix}")]);
        let address = addresses.remove(0);
        if collided && holders.contains_key(&name) {
            diagnostics.push(collision(&feature.folder.path, &name, holders.get(&name)));
        }
        tree.taken.insert(format!("{address}/index.html"));
        holders.insert(address.clone(), feature.folder.path.clone());
        features.push(address);
    }

    let mut documents = Vec::with_capacity(portfolio.documents.len());
    let mut raw = Vec::with_capacity(portfolio.documents.len());
    for document in &portfolio.documents {
        let top = document
            .feature
            .map_or("_", |feature| features[feature.index()].as_str());
        let parent = tree.folders(top, document.inner.parent().segments());
        let (addresses, wanted, collided) = match &document.format {
            Format::Markdown => {
                let stem = address_segment(document.inner.stem());
                let (addresses, collided) =
                    tree.claim(&parent, |suffix| vec![format!("{stem}{suffix}.html")]);
                (addresses, join(&parent, &format!("{stem}.html")), collided)
            }
            Format::Source(extension) => {
                let name = address_segment(document.inner.name());
                let raw_ending = if ACTIVE.contains(&extension.as_str()) {
                    ".txt"
                } else {
                    ""
                };
                let (stem, ending) = name
                    .rfind('.')
                    .map_or((name.as_str(), ""), |at| name.split_at(at));
                let (addresses, collided) = tree.claim(&parent, |suffix| {
                    vec![
                        format!("{stem}{suffix}{ending}.html"),
                        format!("{stem}{suffix}{ending}{raw_ending}"),
                    ]
                });
                (addresses, join(&parent, &format!("{name}.html")), collided)
            }
        };
        if collided && holders.contains_key(&wanted) {
            diagnostics.push(collision(&document.path, &wanted, holders.get(&wanted)));
        }
        let mut addresses = addresses.into_iter();
        let page = addresses.next().expect("every document claims a page");
        holders.insert(page.clone(), document.path.clone());
        documents.push(page);
        raw.push(addresses.next());
    }

    let assets = portfolio
        .assets
        .iter()
        .map(|asset| {
            let top = asset
                .feature
                .map_or("_", |feature| features[feature.index()].as_str());
            let parent = tree.folders(top, asset.inner.parent().segments());
            let name = address_segment(asset.inner.name());
            let ending = if ACTIVE.contains(&asset.inner.extension().as_str()) {
                ".txt"
            } else {
                ""
            };
            let (stem, extension) = name
                .rfind('.')
                .map_or((name.as_str(), ""), |at| name.split_at(at));
            let (mut addresses, _) = tree.claim(&parent, |suffix| {
                vec![format!("{stem}{suffix}{extension}{ending}")]
            });
            addresses.remove(0)
        })
        .collect();

    let site = Site {
        documents,
        features,
        assets,
        raw,
        ..Site::default()
    };
    (tree, site, diagnostics)
}

/// PF106 for the later of two paths.
fn collision(path: &RelPath, wanted: &str, holder: Option<&RelPath>) -> Diagnostic {
    let other = holder.map_or_else(String::new, |holder| format!(", taken by {holder}"));
    Diagnostic::of_file(
        Code::AddressCollision,
        path,
        format!("the page address {wanted} is not free{other}"),
        "rename one of the two to keep both addresses stable",
    )
}
