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
}

impl Attempted<'_> {
    /// Whether something that holds for these operations, or for all if there are none, holds for what was tried.
    pub(super) fn is_among(&self, operations: &[OperationKind]) -> bool {
        operations.is_empty() || self.operation.is_none_or(|operation| operations.contains(&operation))
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
