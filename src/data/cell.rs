//! Records as cells of text without a value in between: a large portfolio has a hundred thousand of them.

use super::list::plain;
use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer,
};
use std::fmt::{self, Display, Write as _};
use std::ops::Range;

/// Takes the cells of one record after the other; the memory is used again.
pub(super) struct Cells {
    keys: &'static [&'static str],
    text: String,
    /// Where the cell of each key lies in the text; empty for keys that a record lacks.
    spans: Vec<Range<usize>>,
    /// The column that most likely comes next: records have their keys in the order of the columns.
    next: usize,
}

impl Cells {
    /// For records of which the values of some keys are wanted.
    pub(super) fn new(keys: &'static [&'static str]) -> Self {
        Self {
            keys,
            text: String::new(),
            spans: vec![0..0; keys.len()],
            next: 0,
        }
    }

    /// The cells of a record, in the order of the keys. A record is a struct, or a map with string keys.
    pub(super) fn of(&mut self, record: &impl Serialize) -> impl Iterator<Item = &str> {
        self.text.clear();
        self.spans.fill(0..0);
        self.next = 0;
        let fields = Fields { cells: self };
        record
            .serialize(Writer::Record(fields))
            .expect("records are structs");
        self.spans.iter().map(|span| &self.text[span.clone()])
    }

    fn set(&mut self, key: &str, value: &(impl Serialize + ?Sized)) {
        let at = if self.keys.get(self.next) == Some(&key) {
            self.next
        } else if let Some(at) = self.keys.iter().position(|known| *known == key) {
            at
        } else {
            return;
        };
        self.next = at + 1;
        let start = self.text.len();
        if value.serialize(Writer::Cell(&mut self.text)).is_err() {
            self.text.truncate(start);
            let value = serde_json::to_value(value).expect("records have string keys");
            self.text.push_str(&plain(&value));
        }
        self.spans[at] = start..self.text.len();
    }
}

/// Writes a record, or a value as the text of a cell: lists joined by `; `, nothing for `null`. Structs and maps in
/// a cell are refused.
enum Writer<'a> {
    Record(Fields<'a>),
    Cell(&'a mut String),
}

/// The fields of a record.
struct Fields<'a> {
    cells: &'a mut Cells,
}

/// A list in a cell.
struct List<'a> {
    text: &'a mut String,
    is_first: bool,
}

/// The value is no plain cell.
#[derive(Debug)]
struct Nested;

impl Display for Nested {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value within a value")
    }
}

impl std::error::Error for Nested {}

impl Error for Nested {
    fn custom<T: Display>(_: T) -> Self {
        Nested
    }
}

impl Writer<'_> {
    fn push(self, value: impl Display) -> Result<(), Nested> {
        match self {
            Writer::Cell(text) => write!(text, "{value}").map_err(|_| Nested),
            Writer::Record(_) => Err(Nested),
        }
    }
}

macro_rules! plain_values {
    ($($method:ident $kind:ty),*) => {
        $(fn $method(self, value: $kind) -> Result<(), Nested> { self.push(value) })*
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Nested;
    type SerializeSeq = List<'a>;
    type SerializeTuple = Impossible<(), Nested>;
    type SerializeTupleStruct = Impossible<(), Nested>;
    type SerializeTupleVariant = Impossible<(), Nested>;
    type SerializeMap = Fields<'a>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Impossible<(), Nested>;

    plain_values!(
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_char char
    );

    fn serialize_str(self, value: &str) -> Result<(), Nested> {
        match self {
            Writer::Cell(text) => text.push_str(value),
            Writer::Record(_) => return Err(Nested),
        }
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Nested> {
        self.push(value)
    }

    fn serialize_none(self) -> Result<(), Nested> {
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Nested> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Nested> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Nested> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<(), Nested> {
        self.push(name)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Nested> {
        match self {
            Writer::Cell(text) => Ok(List {
                text,
                is_first: true,
            }),
            Writer::Record(_) => Err(Nested),
        }
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'a>, Nested> {
        match self {
            Writer::Record(fields) => Ok(fields),
            Writer::Cell(_) => Err(Nested),
        }
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'a>, Nested> {
        self.serialize_map(None)
    }

    fn serialize_f32(self, _: f32) -> Result<(), Nested> {
        Err(Nested)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Nested> {
        Err(Nested)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Nested> {
        Err(Nested)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Nested> {
        Err(Nested)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Nested> {
        Err(Nested)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Nested> {
        Err(Nested)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Nested> {
        Err(Nested)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Nested> {
        Err(Nested)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Nested> {
        Err(Nested)
    }
}

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Nested;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Nested> {
        if !std::mem::take(&mut self.is_first) {
            self.text.push_str("; ");
        }
        value.serialize(Writer::Cell(self.text))
    }

    fn end(self) -> Result<(), Nested> {
        Ok(())
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Nested;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Nested> {
        self.cells.set(key, value);
        Ok(())
    }

    fn end(self) -> Result<(), Nested> {
        Ok(())
    }
}

/// Structs with flattened parts come as maps, entry by entry.
impl SerializeMap for Fields<'_> {
    type Ok = ();
    type Error = Nested;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Nested> {
        Err(Nested)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), Nested> {
        Err(Nested)
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Nested> {
        let mut name = String::new();
        key.serialize(Writer::Cell(&mut name))?;
        self.cells.set(&name, value);
        Ok(())
    }

    fn end(self) -> Result<(), Nested> {
        Ok(())
    }
}
