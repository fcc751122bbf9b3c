//! Reading one part of an answer as a type of ours: keys that we do not know are passed over, and one that is null is not
//! there. Everything else is as strict as in a config, since what an answer does not say has a meaning too.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::{Error, Value};

/// The longest text in an answer, in characters: names, labels, codes.
pub(crate) const MAX_TEXT_CHARS: usize = 300;
/// The longest list inside an entry, such as what is missing.
const MAX_INNER_ENTRIES: usize = 200;

/// The value as such a thing, if it has the documented shape.
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    T::deserialize(Lenient(value)).ok()
}

/// Whether a value says nothing at all: null, or an object of nothing else.
pub(crate) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(says_nothing),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}

struct Lenient(Value);

impl<'de> Deserializer<'de> for Lenient {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(elements) if elements.len() > MAX_INNER_ENTRIES => Err(Error::custom("too long a list")),
            Value::Array(elements) => {
                let mut elements = SeqDeserializer::new(elements.into_iter().map(Lenient));
                let list = visitor.visit_seq(&mut elements)?;
                elements.end().map(|()| list)
            }
            Value::String(text) if text.chars().count() > MAX_TEXT_CHARS => Err(Error::custom("too long a text")),
            // Objects are structs, and have a way of their own.
            Value::Object(_) => Err(Error::custom("an object")),
            scalar @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                scalar.deserialize_any(visitor)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        // A list would be read by position, which nobody has meant.
        let Value::Object(mut fields) = self.0 else { return Err(Error::custom("no object")) };
        fields.retain(|name, value| known.contains(&name.as_str()) && !value.is_null());
        if fields.is_empty() {
            // Else an object of quite another kind would be one of ours with every default.
            return Err(Error::custom("nothing that we know"));
        }
        visitor.visit_map(MapDeserializer::new(fields.into_iter().map(|(name, value)| (name, Lenient(value)))))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Lenient {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
