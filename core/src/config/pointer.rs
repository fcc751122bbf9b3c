//! JSON pointers (RFC 6901).

use std::fmt;
use std::str::FromStr;

use super::as_text;

/// The longest pointer, in bytes.
pub const MAX_POINTER_BYTES: usize = 200;

/// A JSON pointer, such as `/data/kyc/status`. Empty, it is the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonPointer(String);

impl JsonPointer {
    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names on the way, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// Whether it points at the same place as another one, or at a part of that.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0.strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for JsonPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for JsonPointer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let begins = text.is_empty() || text.starts_with('/');
        let mut after_tildes = text.split('~').skip(1);
        let escapes = after_tildes.all(|rest| rest.starts_with(['0', '1']));
        if begins && escapes && text.len() <= MAX_POINTER_BYTES && !text.chars().any(char::is_control) {
            return Ok(Self(text.to_owned()));
        }
        let shown: String = text.chars().take(60).collect();
        Err(format!(
            "'{shown}' is not accepted; accepted: a JSON pointer of at most {MAX_POINTER_BYTES} bytes that begins with /, such \
             as /data/status, in which ~0 stands for ~ and ~1 for /"
        ))
    }
}

as_text!(JsonPointer, { "type": "string", "format": "json-pointer", "pattern": "^(/([^/~]|~[01])*)*$", "maxLength": 200 });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_those_of_rfc_6901() {
        let segments = |text: &str| text.parse::<JsonPointer>().map(|pointer| pointer.segments().collect::<Vec<_>>());
        assert_eq!(segments("").unwrap(), Vec::<String>::new());
        assert_eq!(segments("/").unwrap(), [""]);
        assert_eq!(segments("/a~1b/c~01/状态").unwrap(), ["a/b", "c~1", "状态"]);
        for text in ["a", "a/b", "/~", "/~2", "/a~", "#/a", "/a\n", &format!("/{}", "a".repeat(200))] {
            assert!(segments(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_part_is_within_the_whole_and_a_longer_name_is_not() {
        let within = |one: &str, other: &str| {
            one.parse::<JsonPointer>().unwrap().is_within(&other.parse::<JsonPointer>().unwrap())
        };
        assert!(within("/a", "/a") && within("/a/b", "/a") && within("/a", ""));
        assert!(!within("/a", "/a/b") && !within("/ab", "/a") && !within("", "/a"));
    }
}
