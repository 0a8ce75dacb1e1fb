//! JSON with the outer structure indented by one blank a level and each record on one line.

use serde::Serialize;

/// Writes an object of which every value is either one line or a list with one line for each item.
pub(super) struct ObjectWriter {
    out: Vec<u8>,
    depth: usize,
    empty: bool,
}

impl ObjectWriter {
    /// Starts an object whose brace stands at `depth` blanks.
    pub(super) fn new(depth: usize) -> Self {
        Self {
            out: vec![b'{'],
            depth,
            empty: true,
        }
    }

    /// A key with a value on one line.
    pub(super) fn field(&mut self, key: &str, value: impl Serialize) {
        self.key(key);
        append(&mut self.out, &value);
    }

    /// A key with a list of records, one a line.
    pub(super) fn records<T: Serialize>(
        &mut self,
        key: &str,
        records: impl IntoIterator<Item = T>,
    ) {
        self.key(key);
        let mut list = ListWriter::new(self.depth + 1);
        for record in records {
            append(list.item(), &record);
        }
        self.out.extend(list.finish());
    }

    /// Ends the piece in a list under `key`, for [`items`] to follow.
    pub(super) fn open_list(mut self, key: &str) -> Vec<u8> {
        self.key(key);
        self.out.push(b'[');
        self.out
    }

    /// Goes on behind the items of a list that [`ObjectWriter::open_list`] began.
    pub(super) fn behind_list(depth: usize, has_items: bool) -> Self {
        let mut out = Vec::new();
        if has_items {
            line(&mut out, depth + 1);
        }
        out.push(b']');
        Self {
            out,
            depth,
            empty: false,
        }
    }

    /// The finished object.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if !self.empty {
            line(&mut self.out, self.depth);
        }
        self.out.push(b'}');
        self.out
    }

    fn key(&mut self, key: &str) {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        line(&mut self.out, self.depth + 1);
        append(&mut self.out, &key);
        self.out.extend(b": ");
    }
}

/// Writes a list with one line for each item.
pub(super) struct ListWriter {
    out: Vec<u8>,
    depth: usize,
    empty: bool,
}

impl ListWriter {
    /// Starts a list whose closing bracket stands at `depth` blanks.
    pub(super) fn new(depth: usize) -> Self {
        Self {
            out: vec![b'['],
            depth,
            empty: true,
        }
    }

    /// Starts an item, to be appended to what is returned.
    pub(super) fn item(&mut self) -> &mut Vec<u8> {
        if !self.empty {
            self.out.push(b',');
        }
        self.empty = false;
        line(&mut self.out, self.depth + 1);
        &mut self.out
    }

    /// The items so far, without the brackets.
    pub(super) fn items(mut self) -> Vec<u8> {
        self.out.remove(0);
        self.out
    }

    /// The finished list.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if !self.empty {
            line(&mut self.out, self.depth);
        }
        self.out.push(b']');
        self.out
    }
}

/// Items of an open list, each at `depth` blanks; `follow` says whether items come before them.
pub(super) fn items(objects: Vec<Vec<u8>>, depth: usize, follow: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(objects.iter().map(|object| object.len() + 4).sum());
    for (at, object) in objects.into_iter().enumerate() {
        if follow || at > 0 {
            out.push(b',');
        }
        line(&mut out, depth);
        out.extend(object);
    }
    out
}

/// Appends a value on one line.
pub(super) fn append(out: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(out, value)
        .expect("records have string keys and a vector takes all bytes");
}

/// The finished bytes with a line end, as text.
pub(super) fn into_text(mut out: Vec<u8>) -> String {
    out.push(b'\n');
    text(out)
}

/// JSON as text.
pub(super) fn text(json: Vec<u8>) -> String {
    String::from_utf8(json).expect("JSON of strings is UTF-8")
}

fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.resize(out.len() + depth, b' ');
}
