//! Lists of which only the first entries are kept, so that a document of a megabyte can't become a hundred in memory.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

/// The first `MOST` entries of a JSON array. The others are passed over as they are read, without being kept; `null` counts
/// as an empty list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Capped<T, const MOST: usize>(pub(super) Vec<T>);

impl<T, const MOST: usize> Default for Capped<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Capped<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First<T, const MOST: usize>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for First<T, MOST> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array or null")
            }

            fn visit_unit<E>(self) -> Result<Vec<T>, E> {
                Ok(Vec::new())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
                let mut kept = Vec::new();
                while kept.len() < MOST {
                    match entries.next_element()? {
                        Some(entry) => kept.push(entry),
                        None => return Ok(kept),
                    }
                }
                while entries.next_element::<IgnoredAny>()?.is_some() {}
                Ok(kept)
            }
        }

        deserializer.deserialize_any(First::<T, MOST>(PhantomData)).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_kept_and_the_others_still_have_to_make_sense() {
        let read = |text: &str| serde_json::from_str::<Capped<u8, 2>>(text).map(|list| list.0).ok();
        assert_eq!(read("[1,2,3,[{}],\"x\"]"), Some(vec![1, 2]));
        assert_eq!(read("[1]"), Some(vec![1]));
        assert_eq!(read("null"), Some(vec![]));
        assert_eq!(read("[1,2,3"), None);
        assert_eq!(read("{}"), None);
        assert_eq!(read("7"), None);
    }
}
