//! JSON in which no key stands twice, and that is not made of more values than a phone has memory for. Of two values for one
//! key a reader takes the first or the last, and which one was meant nobody knows.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How many values a document may be made of: every asset that is read with nine fields each. A value takes ten times the
/// bytes in memory that it takes on the wire, so this is counted while it is parsed and not afterwards.
const MAX_VALUES: usize = 200_000;

/// Parses a document. None if it is no JSON, or one that is not read.
pub(super) fn parse(body: &[u8]) -> Option<Value> {
    let mut left = MAX_VALUES;
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = Reader { left: &mut left }.deserialize(&mut reader).ok()?;
    reader.end().ok().map(|()| value)
}

/// Reads one value, all the way down, as long as any are left.
struct Reader<'a> {
    left: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        *self.left = self.left.checked_sub(1).ok_or_else(|| D::Error::custom("too many values"))?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("no number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Reader { left: self.left })? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Reader { left: self.left })?;
            if map.insert(key, value).is_some() {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_stands_twice_is_refused_wherever_it_does_and_all_else_is_read() {
        let whole = r#"{"a":[1,-2,0.5,null,true,"x",{"b":{}}],"b":{"a":18446744073709551615}}"#;
        assert_eq!(parse(whole.as_bytes()), Some(serde_json::from_str::<Value>(whole).unwrap()));
        for twice in
            [r#"{"a":1,"a":1}"#, r#"{"a":[{"b":1,"b":2}]}"#, r#"[{"a":{"b":1,"b":1}}]"#, r#"{"a":1,"\u0061":1}"#]
        {
            assert_eq!(parse(twice.as_bytes()), None, "{twice}");
        }
        for none in ["", "{} {}", "{", "nul", "\u{feff}{}"] {
            assert_eq!(parse(none.as_bytes()), None, "{none}");
        }
    }

    #[test]
    fn a_document_of_more_values_than_are_read_is_refused_before_it_is_built() {
        let of = |count: usize| format!("[{}]", vec!["{}"; count].join(","));
        assert!(parse(of(MAX_VALUES - 1).as_bytes()).is_some());
        assert_eq!(parse(of(MAX_VALUES).as_bytes()), None);
        let (mut left, body) = (10, of(1_000_000));
        let mut reader = serde_json::Deserializer::from_str(&body);
        assert!(Reader { left: &mut left }.deserialize(&mut reader).is_err());
        // What is left unread shows where it stopped.
        let place = reader.into_iter::<Value>().byte_offset();
        assert!(place < 100, "it read {place} bytes");
    }
}
