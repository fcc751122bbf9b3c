//! Names of people, in any script.

use unicode_normalization::char::is_combining_mark;

use super::{Fault, FormFault, length_fault};

/// How long a name is, in characters. Registers allow more for names from minority languages than for Han names.
const CHARS: std::ops::RangeInclusive<usize> = 2..=50;

/// The dots that keyboards offer for `·`. Registers of Chinese names know only U+00B7 (notice 33 of 2015 of the State Ethnic
/// Affairs Commission and others), so that a name with another one is another name.
const OTHER_DOTS: [char; 9] = ['•', '・', '‧', '∙', '⋅', '●', '.', '。', '･'];

/// A name of letters, ideographs, `·`, spaces, hyphens and apostrophes, with at least two letters.
pub(super) fn faults(value: &str) -> Vec<Fault> {
    let is_letter = |c: &char| c.is_alphabetic() || is_combining_mark(*c);
    let letters = value.chars().filter(is_letter).count();
    let chars = value.chars().count();
    let is_known = |c: char| is_letter(&c) || c.is_whitespace() || ['·', '-', '\'', '’'].contains(&c);
    let length = length_fault(letters.min(chars), &(*CHARS.start()..=usize::MAX));
    let length = length.or_else(|| length_fault(chars, &CHARS));
    let dot = value.chars().any(|c| OTHER_DOTS.contains(&c)).then_some(FormFault::WrongDot);
    let bad = value.chars().any(|c| !is_known(c) && !OTHER_DOTS.contains(&c)).then_some(FormFault::BadCharacter);
    length.into_iter().chain([dot, bad].into_iter().flatten().map(Fault::from)).collect()
}
