//! What an asset may be called.

use crate::one_line::one_line;

/// The longest name of an asset, in characters.
const MAX_ASSET_CHARS: usize = 100;

/// Whether a text can name an asset: an ISO 4217 code, or whatever a token is called. Findings and people tell assets apart by
/// it, so that there is nothing in it that is not seen.
pub(crate) fn is_asset_code(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace) && one_line(text, MAX_ASSET_CHARS) == text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_has_a_name_that_is_seen() {
        let longest = "X".repeat(MAX_ASSET_CHARS);
        for code in [
            "CNY",
            "USDT",
            "usdt.e",
            "1INCH",
            "BTC-PERP",
            "人民币",
            "0xdac17f958d2ee523a2206206994597c13d831ec7",
            &longest,
        ] {
            assert!(is_asset_code(code), "{code}");
        }
        let longer = format!("{longest}X");
        for text in ["", " ", "C NY", "CNY\n", "CNY\u{200b}", "\u{202e}YNC", "\u{a0}CNY", "C\0", "\u{3000}", &longer] {
            assert!(!is_asset_code(text), "{text:?}");
        }
    }
}
