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

    /// A key with a list of objects that were written before at `depth + 2`.
    pub(super) fn objects(&mut self, key: &str, objects: impl IntoIterator<Item = Vec<u8>>) {
        self.key(key);
        let mut list = ListWriter::new(self.depth + 1);
        for object in objects {
            list.item().extend(object);
        }
        self.out.extend(list.finish());
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

    /// The finished list.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if !self.empty {
            line(&mut self.out, self.depth);
        }
        self.out.push(b']');
        self.out
    }
}

/// Appends a value on one line.
pub(super) fn append(out: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(out, value)
        .expect("records have string keys and a vector takes all bytes");
}

/// The finished bytes with a line end, as text.
pub(super) fn into_text(mut out: Vec<u8>) -> String {
    out.push(b'\n');
    String::from_utf8(out).expect("JSON of strings is UTF-8")
}

fn line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.resize(out.len() + depth, b' ');
}
