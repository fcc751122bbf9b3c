//! JSON in somebody else's hand: what an endpoint answers, brought into our shape and read part by part, so that no thing is
//! taken for another. Pure.

#![warn(clippy::arithmetic_side_effects)]

mod lenient;
mod mapping;
mod unambiguous;

use serde_json::Value;

use crate::config::MappingRule;

pub(crate) use lenient::{MAX_TEXT_CHARS, read, says_nothing};
pub(crate) use mapping::Mapped;

/// How many unreadable parts of an answer are named.
pub const MAX_UNREADABLE: usize = 20;

/// How much of an answer is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The largest answer, in bytes.
    pub(crate) bytes: usize,
    /// How many elements of a list are kept. One more is read, so that it is seen that there are more.
    pub(crate) elements: usize,
    /// How many values all rules together may copy: many rules that each copy all of an answer would multiply it.
    pub(crate) copied: usize,
}

/// An answer in our shape, by the rules of a mapping where it has another one.
pub(crate) struct Opened {
    /// What it says, not read yet.
    pub(crate) said: Mapped,
    /// Whether it says nothing at all.
    pub(crate) silent: bool,
}

/// Opens an answer. None if it is no JSON, too large, ambiguous or, without rules, no object.
pub(crate) fn open(body: &[u8], rules: &[MappingRule], limits: Limits) -> Option<Opened> {
    if body.len() > limits.bytes {
        return None;
    }
    let answer = unambiguous::parse(body)?;
    let silent = says_nothing(&answer);
    let said = if rules.is_empty() {
        let Value::Object(fields) = answer else { return None };
        Mapped { fields, ..Mapped::default() }
    } else {
        mapping::apply(&answer, rules, limits)
    };
    Some(Opened { said, silent })
}

/// The unreadable parts that are named, from those of each field: of each field at least one, so that it is seen that the
/// field is not whole.
pub(crate) fn named(mut parts: Vec<Vec<String>>) -> Vec<String> {
    while parts.iter().map(Vec::len).sum::<usize>() > MAX_UNREADABLE {
        let Some(most) = parts.iter_mut().max_by_key(|parts| parts.len()) else { break };
        most.pop();
    }
    parts.into_iter().flatten().collect()
}
