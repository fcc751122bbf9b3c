//! A message as it is compared.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::fold::fold;

/// In compatibility form (UAX #15, NFKC), small letters and simplified characters, with one space for whitespace and nothing
/// that is not to be seen. Punctuation stays.
pub(super) fn plain(text: &str, traditional: &BTreeMap<char, char>) -> String {
    let folded = text.chars().filter_map(fold).nfkc().flat_map(char::to_lowercase);
    let mut plain = String::with_capacity(text.len());
    let mut gap = false;
    for c in folded {
        if c.is_whitespace() {
            gap = !plain.is_empty();
        } else if !c.is_control() {
            if std::mem::take(&mut gap) {
                plain.push(' ');
            }
            plain.push(traditional.get(&c).copied().unwrap_or(c));
        }
    }
    plain
}

/// The words of a plain text, with one space around each: Chinese, which has no spaces, only where punctuation or another
/// script parts it.
pub(super) fn words(plain: &str) -> String {
    let mut words = String::with_capacity(plain.len().saturating_add(2));
    words.push(' ');
    let (mut before, mut gap) = (None, Gap::None);
    for c in plain.chars() {
        if !c.is_alphanumeric() {
            gap = gap.max(if c == ' ' { Gap::Space } else { Gap::Mark });
            continue;
        }
        let here = is_han(c);
        let apart = match (before, std::mem::replace(&mut gap, Gap::None)) {
            (None, _) => false,
            (Some(_), Gap::Mark) => true,
            // A line of Chinese may break anywhere.
            (Some(before), Gap::Space) => !(before && here),
            (Some(before), Gap::None) => before != here,
        };
        if apart {
            words.push(' ');
        }
        words.push(c);
        before = Some(here);
    }
    words.push(' ');
    words
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Mark,
}

/// Whether a character is an ideograph, whose neighbours may belong to other words.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_several_ways_is_one() {
        let traditional = BTreeMap::from([('網', '网'), ('絡', '络')]);
        for (text, expected_plain, expected_words) in [
            ("ＨＴＴＰ　５０３", "http 503", " http 503 "),
            (" 網絡\r\n\t异常！ ", "网络 异常!", " 网络异常 "),
            ("余额，不足", "余额,不足", " 余额 不足 "),
            ("You’re\u{200b} off-line…", "you’re off-line...", " you re off line "),
            ("请更新App版本", "请更新app版本", " 请更新 app 版本 "),
            ("", "", "  "),
            ("…", "...", "  "),
        ] {
            let plain = plain(text, &traditional);
            assert_eq!((plain.as_str(), words(&plain).as_str()), (expected_plain, expected_words));
        }
    }
}
