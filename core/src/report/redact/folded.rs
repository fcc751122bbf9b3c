//! Text as the rules read it: full-width digits and letters as plain ones, every kind of space and dash as one, invisible
//! characters gone. Offsets lead back to the text as it was given.

use std::borrow::Cow;

use crate::fold::fold;

/// A folded text, and the way back.
pub(super) struct Folded<'a> {
    text: Cow<'a, str>,
    /// Where the distance between folded and original offsets changes, in order. From each on, both count alike.
    steps: Vec<Step>,
}

#[derive(Clone, Copy)]
struct Step {
    folded: usize,
    original: usize,
}

impl<'a> Folded<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        if text.is_ascii() || text.chars().all(|c| fold(c) == Some(c)) {
            return Self { text: Cow::Borrowed(text), steps: Vec::new() };
        }
        let mut folded = String::with_capacity(text.len());
        let mut steps: Vec<Step> = Vec::new();
        let mut shift = (0_usize, 0_usize);
        for (original, c) in text.char_indices() {
            // The distance is kept as the two sums of lengths, since it can go either way.
            let (folded_sum, original_sum) = shift;
            if folded.len().wrapping_sub(original) != folded_sum.wrapping_sub(original_sum) {
                steps.push(Step { folded: folded.len(), original });
                shift = (folded.len(), original);
            }
            folded.extend(fold(c));
        }
        steps.push(Step { folded: folded.len(), original: text.len() });
        Self { text: Cow::Owned(folded), steps }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The original offset of a folded one. Invisible characters before it belong to what precedes.
    pub(super) fn original(&self, folded: usize) -> usize {
        let after = self.steps.partition_point(|step| step.folded <= folded);
        match after.checked_sub(1).and_then(|index| self.steps.get(index)) {
            Some(step) => step.original.saturating_add(folded.saturating_sub(step.folded)),
            None => folded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_text_folds_and_offsets_lead_back() {
        let text = "卡号：４１１１\u{200b}１１。";
        let folded = Folded::of(text);
        assert_eq!(folded.as_str(), "卡号:411111。");
        let (from, to) = (folded.original("卡号:".len()), folded.original("卡号:411111".len()));
        assert_eq!(text.get(from..to), Some("４１１１\u{200b}１１"));
    }

    #[test]
    fn plain_text_is_not_copied() {
        for text in ["plain", "没有全角数字"] {
            assert!(matches!(Folded::of(text).text, Cow::Borrowed(_)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_folded_offset_leads_to_its_character(text in "(?s)[a\u{200b}\u{ad}５：é字\u{3000}😀-]{0,40}") {
            let folded = Folded::of(&text);
            for (offset, c) in folded.as_str().char_indices() {
                let back = text.get(folded.original(offset)..).and_then(|rest| rest.chars().next());
                prop_assert_eq!(back.and_then(fold), Some(c));
            }
            prop_assert_eq!(folded.original(folded.as_str().len()), text.len());
        }
    }
}
