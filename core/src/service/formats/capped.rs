//! Lists of which only the first entries are kept, so that a document of a megabyte can't become a hundred in memory.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::lenient::{Title, passes_over};

/// The first `MOST` entries of a JSON array. The others are passed over as they are read, without being kept; `null` and
/// whatever is not an array count as an empty one.
///
/// Where one stands in another, their numbers multiply: thousands are fine, a million is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Capped<T, const MOST: usize> {
    /// The first entries.
    pub(super) kept: Vec<T>,
    /// Whether there was an array, or `null` for an empty one.
    pub(super) given: bool,
    /// Whether there were more.
    pub(super) cut: bool,
}

impl<T, const MOST: usize> Default for Capped<T, MOST> {
    fn default() -> Self {
        Self { kept: Vec::new(), given: false, cut: false }
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Capped<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First<T, const MOST: usize>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for First<T, MOST> {
            type Value = Capped<T, MOST>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut list = Capped { kept: Vec::new(), given: true, cut: false };
                while list.kept.len() < MOST {
                    match entries.next_element()? {
                        Some(entry) => list.kept.push(entry),
                        None => return Ok(list),
                    }
                }
                while entries.next_element::<IgnoredAny>()?.is_some() {
                    list.cut = true;
                }
                Ok(list)
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Capped { kept: Vec::new(), given: true, cut: false })
            }

            passes_over!(flag, number, text, object);
        }

        deserializer.deserialize_any(First::<T, MOST>(PhantomData))
    }
}

/// The first `MOST` entries of a JSON object that is a list by name. Of two with one name the later one counts; anything
/// that is not an object counts as an empty one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CappedMap<T, const MOST: usize>(pub(super) Vec<(String, T)>);

impl<T, const MOST: usize> Default for CappedMap<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for CappedMap<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First<T, const MOST: usize>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for First<T, MOST> {
            type Value = CappedMap<T, MOST>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut kept: Vec<(String, T)> = Vec::new();
                while kept.len() < MOST {
                    let Some(Title(name)) = entries.next_key()? else { return Ok(CappedMap(kept)) };
                    let value = entries.next_value()?;
                    match kept.iter_mut().find(|(known, _)| *known == name) {
                        Some(known) => known.1 = value,
                        None => kept.push((name, value)),
                    }
                }
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(CappedMap(kept))
            }

            passes_over!(flag, number, text, null, list);
        }

        deserializer.deserialize_any(First::<T, MOST>(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::super::lenient::Number;
    use super::*;

    #[test]
    fn the_first_are_kept_and_the_others_still_have_to_be_json() {
        let read = |text: &str| serde_json::from_str::<Capped<u8, 2>>(text).ok();
        let list = |kept: &[u8], given, cut| Some(Capped { kept: kept.to_vec(), given, cut });
        assert_eq!(read("[1,2,3,[{}],\"x\"]"), list(&[1, 2], true, true));
        assert_eq!(read("[1,2]"), list(&[1, 2], true, false));
        assert_eq!(read("[]"), list(&[], true, false));
        assert_eq!(read("null"), list(&[], true, false));
        for other in ["{}", "{\"a\":[1]}", "7", "-7", "0.5", "true", "\"[1]\""] {
            assert_eq!(read(other), list(&[], false, false), "{other}");
        }
        assert_eq!(read("[1,2,3"), None);
    }

    #[test]
    fn the_first_names_are_kept_and_the_later_of_two_counts() {
        let read = |text: &str| {
            let map: Option<CappedMap<Number, 2>> = serde_json::from_str(text).ok();
            map.map(|map| map.0.into_iter().map(|(name, Number(value))| (name, value)).collect::<Vec<_>>())
        };
        let entry = |name: &str, value| (name.to_owned(), value);
        assert_eq!(read(r#"{"a":1,"a":2,"b":"x"}"#), Some(vec![entry("a", Some(2)), entry("b", None)]));
        assert_eq!(read(r#"{"a":1,"b":2,"c":{"d":[]},"a":3}"#), Some(vec![entry("a", Some(1)), entry("b", Some(2))]));
        assert_eq!(read("[1]"), Some(vec![]));
        assert_eq!(read(r#"{"a":1,"b":2,"c":"#), None);
    }
}
