//! Keys of services that begin with a known prefix, in the forms that their makers publish for secret scanning.

use super::SightingRule;
use super::sink::Sink;
use super::view::is_word_byte;

/// A service's key.
pub(super) struct Vendor {
    /// What it begins with.
    pub(super) prefix: &'static str,
    /// How many characters follow.
    length: (usize, usize),
    alphabet: Alphabet,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Upper,
    Alnum,
    /// Also `-` and `_`.
    Url,
    /// Also `.`.
    Dotted,
}

const fn vendor(prefix: &'static str, least: usize, most: usize, alphabet: Alphabet) -> Vendor {
    Vendor { prefix, length: (least, most), alphabet }
}

/// No upper bound that matters.
const ANY: usize = 512;

/// The services.
pub(super) const VENDORS: [Vendor; 44] = [
    vendor("AKIA", 16, 16, Alphabet::Upper),
    vendor("ASIA", 16, 16, Alphabet::Upper),
    vendor("ghp_", 36, 255, Alphabet::Alnum),
    vendor("gho_", 36, 255, Alphabet::Alnum),
    vendor("ghu_", 36, 255, Alphabet::Alnum),
    vendor("ghs_", 36, 255, Alphabet::Alnum),
    vendor("ghr_", 36, 255, Alphabet::Alnum),
    vendor("github_pat_", 22, 255, Alphabet::Url),
    vendor("glpat-", 20, ANY, Alphabet::Url),
    vendor("glptt-", 20, ANY, Alphabet::Url),
    vendor("gldt-", 20, ANY, Alphabet::Url),
    vendor("xoxb-", 10, ANY, Alphabet::Url),
    vendor("xoxa-", 10, ANY, Alphabet::Url),
    vendor("xoxp-", 10, ANY, Alphabet::Url),
    vendor("xoxr-", 10, ANY, Alphabet::Url),
    vendor("xoxs-", 10, ANY, Alphabet::Url),
    vendor("xoxe-", 10, ANY, Alphabet::Url),
    vendor("xapp-", 10, ANY, Alphabet::Url),
    vendor("sk_live_", 16, ANY, Alphabet::Alnum),
    vendor("rk_live_", 16, ANY, Alphabet::Alnum),
    vendor("sk_test_", 16, ANY, Alphabet::Alnum),
    vendor("whsec_", 24, ANY, Alphabet::Alnum),
    vendor("AIza", 35, 35, Alphabet::Url),
    vendor("GOCSPX-", 20, ANY, Alphabet::Url),
    vendor("ya29.", 20, ANY, Alphabet::Url),
    vendor("sk-ant-", 20, ANY, Alphabet::Url),
    vendor("sk-proj-", 20, ANY, Alphabet::Url),
    vendor("sk-", 40, 64, Alphabet::Alnum),
    vendor("SG.", 60, 70, Alphabet::Dotted),
    vendor("npm_", 36, 36, Alphabet::Alnum),
    vendor("pypi-AgEIcHlwaS5vcmc", 20, ANY, Alphabet::Url),
    vendor("hf_", 34, 40, Alphabet::Alnum),
    vendor("dop_v1_", 64, 64, Alphabet::Alnum),
    vendor("shpat_", 32, 32, Alphabet::Alnum),
    vendor("shpss_", 32, 32, Alphabet::Alnum),
    vendor("sq0csp-", 43, 43, Alphabet::Url),
    vendor("sq0atp-", 22, 22, Alphabet::Url),
    vendor("LTAI", 12, 26, Alphabet::Alnum),
    vendor("AKID", 32, 32, Alphabet::Alnum),
    vendor("dckr_pat_", 20, ANY, Alphabet::Url),
    vendor("hvs.", 20, ANY, Alphabet::Url),
    vendor("EAACEdEose0cBA", 1, ANY, Alphabet::Alnum),
    vendor("PMAK-", 24, ANY, Alphabet::Url),
    vendor("lin_api_", 40, ANY, Alphabet::Alnum),
];

/// Looks at a prefix at `start`, which was found in any case.
pub(super) fn look(vendor: &Vendor, text: &str, start: usize, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    let Some(key) = bytes.get(start..).and_then(|rest| rest.strip_prefix(vendor.prefix.as_bytes())) else { return };
    let glued = start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|byte| is_word_byte(*byte));
    let inside = |byte: &&u8| match vendor.alphabet {
        Alphabet::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        Alphabet::Alnum => byte.is_ascii_alphanumeric(),
        Alphabet::Url => is_word_byte(**byte) || **byte == b'-',
        Alphabet::Dotted => is_word_byte(**byte) || matches!(byte, b'-' | b'.'),
    };
    let length = key.iter().take_while(inside).count();
    let key = key.get(..length).unwrap_or_default();
    let ends = match vendor.alphabet {
        Alphabet::Upper | Alphabet::Alnum => !text
            .as_bytes()
            .get(start.saturating_add(vendor.prefix.len()).saturating_add(length))
            .copied()
            .is_some_and(is_word_byte),
        Alphabet::Url | Alphabet::Dotted => true,
    };
    let (least, most) = vendor.length;
    // A key is random: words after a prefix are a name.
    let random = key.iter().any(u8::is_ascii_digit) || vendor.alphabet == Alphabet::Upper;
    if !glued && ends && (least..=most).contains(&length) && random {
        sink.hit(SightingRule::ApiKey, text, start, start.saturating_add(vendor.prefix.len()).saturating_add(length));
    }
}
