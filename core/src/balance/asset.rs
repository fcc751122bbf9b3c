//! What names an asset, and when two names may mean the same one.

use crate::fold::fold;
use crate::one_line::one_line;

/// The longest code of an asset, in characters: a CAIP-19 identifier has up to 99 without a token's number.
pub const MAX_ASSET_CHARS: usize = 100;

/// Whether a text can name an asset: an ISO 4217 code, a ticker, a contract's address, a CAIP-19 identifier. That is 1 to
/// [`MAX_ASSET_CHARS`] characters that are there to be seen, without spaces. Anything else is not compared: two names of which
/// one holds what nobody sees would look the same and be counted apart.
pub fn is_asset_code(text: &str) -> bool {
    // Nearly every code is one of these, and there may be thousands.
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return (1..=MAX_ASSET_CHARS).contains(&text.len());
    }
    let is_whole = one_line(text, MAX_ASSET_CHARS) == text;
    // The joiner has its use between the parts of an emoji, and none in the name of money.
    let is_seen = |c: char| !c.is_whitespace() && fold(c).is_some();
    !text.is_empty() && is_whole && text.chars().all(is_seen)
}

/// Whether two codes are one but for upper and lower case, width and separators. Codes that are equal are not meant.
pub(super) fn is_spelled_alike(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter_map(fold).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (plain(one), plain(other));
    !one.is_empty() && one == other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_every_kind_are_codes() {
        let caip = "eip155:1/erc721:0x06012c8cf97BEaD5deAe237070F9587f8E7A266d/771769";
        for code in ["CNY", "usdt", "USDC.e", "0xdAC17F958D2ee523a2206206994597C13D831ec7", caip, "数字人民币", "$"]
        {
            assert!(is_asset_code(code), "{code}");
        }
        assert!(is_asset_code(&"x".repeat(MAX_ASSET_CHARS)));
    }

    #[test]
    fn what_is_not_to_be_seen_names_nothing() {
        for text in
            ["", " ", "CNY ", "C NY", "CNY\n", "CN\u{200b}Y", "C\u{202e}NY", "\u{feff}CNY", "数\u{3000}字", "\u{0}"]
        {
            assert!(!is_asset_code(text), "{text:?}");
        }
        assert!(!is_asset_code(&"x".repeat(MAX_ASSET_CHARS + 1)));
        assert!(!is_asset_code(&"元".repeat(MAX_ASSET_CHARS + 1)));
    }

    #[test]
    fn case_width_and_separators_make_no_other_asset() {
        for (one, other) in [("CNY", "cny"), ("ＣＮＹ", "CNY"), ("USDC.e", "usdc-E"), ("USD_T", "USDT")] {
            assert!(is_spelled_alike(one, other), "{one} {other}");
        }
        assert!(!is_spelled_alike("USDT", "USDC") && !is_spelled_alike("$", "€"));
    }
}
