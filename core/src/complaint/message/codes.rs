//! The provider's own codes in a plain text, and what a number in a sentence is.

use std::ops::Range;

use super::{plain_code, text};
use crate::config::CodeRule;

/// What makes a number an amount, a date or a count when it stands after it.
const UNITS: [&str; 40] = [
    "元", "块", "圆", "角", "分", "钱", "年", "月", "日", "天", "时", "秒", "次", "笔", "万", "千", "百", "亿", "条",
    "个", "强", "家", "人民", "港币", "美元", "%", "yuan", "cny", "rmb", "usd", "hkd", "eur", "dollars", "points",
    "times", "ms", "s", "sec", "seconds", "minutes",
];
/// What makes it an amount when it stands before.
const CURRENCIES: [&str; 12] = ["¥", "$", "€", "£", "cny", "rmb", "usd", "hkd", "eur", "人民币", "港币", "美元"];

/// Where the provider's codes stand as whole words, with their causes, in the order of the text. Of two at the same place
/// the longer comes first.
pub(super) fn found_in<'a>(plain: &str, rules: &'a [CodeRule]) -> Vec<(Range<usize>, &'a str)> {
    let mut found = Vec::new();
    for rule in rules {
        let code = plain_code(&rule.code);
        if code.is_empty() {
            continue;
        }
        let places = plain.match_indices(&code).map(|(start, _)| start..start.saturating_add(code.len()));
        let is_number = code.bytes().all(|byte| byte.is_ascii_digit());
        let first = places.into_iter().find(|place| {
            stands_alone(plain, place)
                && (!is_number || (is_no_amount_after(plain, place) && is_no_amount_before(plain, place)))
        });
        found.extend(first.map(|place| (place, rule.cause.as_str())));
    }
    found.sort_by_key(|(place, _)| (place.start, std::cmp::Reverse(place.end)));
    found
}

/// Whether what stands there is a word of its own: not touched by another letter or digit (Chinese has no spaces, so that its
/// characters part words), nor joined to one: `E-10432`, `1,043`, `10:43` and `E-1043-7` are not `E-1043`, `1` or `043`.
pub(super) fn stands_alone(plain: &str, place: &Range<usize>) -> bool {
    let (Some(word), Some(before), Some(after)) =
        (plain.get(place.clone()), plain.get(..place.start), plain.get(place.end..))
    else {
        return false;
    };
    let mut outward = before.chars().rev();
    !continues(word.chars().next(), outward.next(), outward.next())
        && !continues(word.chars().next_back(), after.chars().next(), after.chars().nth(1))
}

/// Whether a word goes on beyond its edge, with the next character or with the one after a joining mark.
fn continues(edge: Option<char>, next: Option<char>, further: Option<char>) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !text::is_han(c));
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let joined = match next {
        Some('-' | '_') => is_part(further),
        Some('.' | ',' | ':' | '/') => is_digit(edge) && is_digit(further),
        Some(_) | None => false,
    };
    is_part(edge) && (is_part(next) || joined)
}

/// Whether no unit follows.
pub(super) fn is_no_amount_after(plain: &str, place: &Range<usize>) -> bool {
    let after = plain.get(place.end..).unwrap_or_default().trim_start();
    !UNITS.iter().any(|unit| {
        let rest = after.strip_prefix(unit);
        let whole = |rest: &str| !unit.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        rest.is_some_and(whole)
    })
}

/// Whether no currency stands before.
pub(super) fn is_no_amount_before(plain: &str, place: &Range<usize>) -> bool {
    let before = plain.get(..place.start).unwrap_or_default().trim_end();
    !CURRENCIES.iter().any(|currency| before.ends_with(currency))
}
