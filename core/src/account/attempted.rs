//! What was tried, or is about to be, as far as anybody said.

use super::{Money, OperationKind};

/// What was tried.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attempted<'a> {
    /// The kind of operation, where the complaint names one.
    pub(crate) operation: Option<OperationKind>,
    /// How much.
    pub(crate) money: Option<&'a Money>,
    /// The bank, the channel, the account or the card.
    pub(crate) channel: Option<&'a str>,
    /// Whether the complaint is about restrictions themselves, whatever they are of.
    pub(crate) about_restrictions: bool,
}

/// Whether something holds for what was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// It does.
    Yes,
    /// It holds for some operations, and nobody said what was tried.
    Perhaps,
    /// It does not.
    No,
}

impl Attempted<'_> {
    /// Whether something that holds for these operations, or for all if there are none, holds for what was tried.
    pub(super) fn is_among(&self, operations: &[OperationKind]) -> Holds {
        match self.operation {
            _ if operations.is_empty() || self.about_restrictions => Holds::Yes,
            None => Holds::Perhaps,
            Some(operation) if operations.contains(&operation) => Holds::Yes,
            Some(_) => Holds::No,
        }
    }
}

/// Whether two names are the same as people write them: in any case, and whatever blanks are between.
pub(crate) fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        name.split_whitespace().flat_map(|word| word.chars()).flat_map(char::to_lowercase).collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_any_case_and_spacing() {
        assert!(same_name("Example  Bank ", "example bank") && same_name("示例 银行", "示例银行"));
        assert!(!same_name("Example Bank", "Example Bank 2"));
    }
}
