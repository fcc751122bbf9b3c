//! Values that any JSON value can be read into: one that is not of its kind counts as missing, so that one odd field
//! makes no document unreadable. What is read is cut as it is read, never after.

use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::text;

/// The longest word or key that means anything, in bytes.
const MAX_WORD_BYTES: usize = 64;

/// The methods of a visitor that pass a value of these kinds over: it is as if it were missing.
macro_rules! passes_over {
    ($($kind:ident),+) => { $( passes_over!(@$kind); )+ };
    (@flag) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@number) => {
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
        passes_over!(@fraction);
    };
    (@fraction) => {
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@text) => {
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@null) => {
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Self::Value::default())
        }
    };
    (@list) => {
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            while entries.next_element::<serde::de::IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
    (@object) => {
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            while entries.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
            Ok(Self::Value::default())
        }
    };
}
pub(super) use passes_over;

/// What is read from a text, a number or a flag.
pub(super) trait Scalar: Default {
    fn from_text(text: &str) -> Self;

    fn from_number(_number: u64) -> Self {
        Self::default()
    }

    fn from_flag(_flag: bool) -> Self {
        Self::default()
    }
}

/// Reads a scalar from any JSON value.
pub(super) fn scalar<'de, D: Deserializer<'de>, T: Scalar>(deserializer: D) -> Result<T, D::Error> {
    struct Any<T>(PhantomData<T>);

    impl<'de, T: Scalar> Visitor<'de> for Any<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }

        fn visit_str<E>(self, text: &str) -> Result<T, E> {
            Ok(T::from_text(text))
        }

        fn visit_u64<E>(self, number: u64) -> Result<T, E> {
            Ok(T::from_number(number))
        }

        fn visit_i64<E>(self, number: i64) -> Result<T, E> {
            Ok(u64::try_from(number).map_or_else(|_| T::default(), T::from_number))
        }

        fn visit_bool<E>(self, flag: bool) -> Result<T, E> {
            Ok(T::from_flag(flag))
        }

        passes_over!(fraction, null, list, object);
    }

    deserializer.deserialize_any(Any(PhantomData))
}

/// Lets [`scalar`] read these types.
macro_rules! scalars {
    ($($name:ident),+ $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::service::formats::lenient::scalar(deserializer)
            }
        }
    )+};
}
pub(super) use scalars;

scalars!(Title, Body, Id, Word, Time, Flag, Number);

/// A title or a name; empty if there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title(pub(super) String);

impl Scalar for Title {
    fn from_text(text: &str) -> Self {
        Self(text::title(Some(text)))
    }
}

/// Running text; empty if there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Body(pub(super) String);

impl Scalar for Body {
    fn from_text(text: &str) -> Self {
        Self(text::body_of_html(text))
    }
}

/// An id, which some write as a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Id(pub(super) Option<String>);

impl Scalar for Id {
    fn from_text(text: &str) -> Self {
        Self(text::id(Some(text)))
    }

    fn from_number(number: u64) -> Self {
        Self(Some(number.to_string()))
    }
}

/// One of a few words that the format knows. A longer text is none of them, but not missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word(Option<String>);

impl Word {
    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl Scalar for Word {
    fn from_text(text: &str) -> Self {
        let text = text.trim();
        Self(Some(if text.len() > MAX_WORD_BYTES { String::new() } else { text.to_owned() }))
    }
}

/// A time with its zone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Time(pub(super) Option<Timestamp>);

impl Time {
    /// This time, or else another.
    pub(super) fn or(self, other: Self) -> Option<Timestamp> {
        self.0.or(other.0)
    }
}

impl Scalar for Time {
    fn from_text(text: &str) -> Self {
        Self(text::lenient_time(Some(text)))
    }
}

/// Yes or no; no if nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flag(pub(super) bool);

impl Scalar for Flag {
    fn from_text(text: &str) -> Self {
        Self(text == "true")
    }

    fn from_flag(flag: bool) -> Self {
        Self(flag)
    }
}

/// A whole number that is not negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Number(pub(super) Option<u64>);

impl Scalar for Number {
    fn from_text(_text: &str) -> Self {
        Self::default()
    }

    fn from_number(number: u64) -> Self {
        Self(Some(number))
    }
}

/// What is read from an object, key by key. A key that is read stands there once: which of two would count is not known
/// (RFC 8259, section 4), so a document that contradicts itself makes no sense.
pub(super) trait Object: Default {
    /// The keys that are read.
    const KEYS: &'static [&'static str];

    /// Reads the value of one key.
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, entries: &mut A) -> Result<(), A::Error>;
}

/// Reads an object from any JSON value: empty if it is none.
pub(super) fn object<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    struct Any<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for Any<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }

        fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<T, A::Error> {
            read_entries(entries)
        }

        passes_over!(flag, number, text, null, list);
    }

    deserializer.deserialize_any(Any(PhantomData))
}

/// Reads an object that has begun.
pub(super) fn read_entries<'de, A: MapAccess<'de>, T: Object>(mut entries: A) -> Result<T, A::Error> {
    let mut object = T::default();
    let mut seen = 0_u64;
    while let Some(key) = entries.next_key_seed(Key)? {
        if let Some(place) = T::KEYS.iter().position(|known| *known == key.as_str()) {
            let mark = 1_u64.checked_shl(u32::try_from(place).unwrap_or(u32::MAX)).unwrap_or(0);
            if seen & mark != 0 {
                return Err(serde::de::Error::custom("a key stands there twice"));
            }
            seen |= mark;
        }
        object.entry(key.as_str(), &mut entries)?;
    }
    Ok(object)
}

/// Reads a key without allocating, however long it is.
pub(super) struct Key;

/// A key, empty if it is longer than any that means anything.
pub(super) struct ShortKey {
    bytes: [u8; MAX_WORD_BYTES],
    length: usize,
}

impl ShortKey {
    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = ShortKey;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ShortKey, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = ShortKey;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, text: &str) -> Result<ShortKey, E> {
        let mut key = ShortKey { bytes: [0; MAX_WORD_BYTES], length: 0 };
        if let Some(place) = key.bytes.get_mut(..text.len()) {
            place.copy_from_slice(text.as_bytes());
            key.length = text.len();
        }
        Ok(key)
    }
}

/// Declares objects as a format writes them: each field with its key.
macro_rules! objects {
    ($(
        $(#[$meta:meta])*
        struct $name:ident { $( $(#[$field_meta:meta])* $field:ident: $type:ty = $key:literal, )+ }
    )+) => {$(
        $(#[$meta])*
        #[derive(Default)]
        struct $name { $( $(#[$field_meta])* $field: $type, )+ }

        impl $crate::service::formats::lenient::Object for $name {
            const KEYS: &'static [&'static str] = &[$( $key, )+];

            fn entry<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, entries: &mut A) -> Result<(), A::Error> {
                match key {
                    $( $key => self.$field = entries.next_value()?, )+
                    _ => {
                        entries.next_value::<serde::de::IgnoredAny>()?;
                    }
                }
                Ok(())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::service::formats::lenient::object(deserializer)
            }
        }
    )+};
}
pub(super) use objects;

#[cfg(test)]
#[path = "lenient_tests.rs"]
mod tests;
