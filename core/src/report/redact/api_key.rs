//! Keys of services, by the prefix that their issuer gave them so that they can be found: from the documentation of each
//! issuer, and GitHub's "Supported secret scanning patterns". Account ids that lead to a key (`AKIA`, `AC`) count as well.

use memchr::memchr2;

use super::scan::{
    ALNUM, DIGIT, HEX, TOKEN, before, byte, ends_with, is, left_edge, look_back, run_end, run_start, runs_within,
};
use super::{Hit, Rule};

/// The shortest key with its prefix, in letters of [`TOKEN`]: an id of AWS.
const SHORTEST: usize = 20;
/// How long a key may be.
const MAX_KEY: usize = 1024;

/// What a key is made of after its prefix.
#[derive(Clone, Copy)]
enum Alphabet {
    /// Letters and digits.
    Alnum,
    /// Capitals and digits.
    Upper,
    /// Hexadecimal digits.
    Hex,
    /// Base64url.
    Token,
}

impl Alphabet {
    fn has(self, byte: u8) -> bool {
        match self {
            Self::Alnum => is(byte, ALNUM),
            Self::Upper => byte.is_ascii_uppercase() || is(byte, DIGIT),
            Self::Hex => is(byte, HEX),
            Self::Token => is(byte, TOKEN),
        }
    }
}

/// One kind of key.
struct Kind {
    prefix: &'static [u8],
    alphabet: Alphabet,
    least: usize,
    most: usize,
}

const fn kind(prefix: &'static str, alphabet: Alphabet, least: usize, most: usize) -> Kind {
    Kind { prefix: prefix.as_bytes(), alphabet, least, most }
}

/// Every kind, with the least and the most letters after its prefix. No upper limit where issuers reserve longer ones.
const KINDS: [Kind; 45] = [
    // AWS: keys, temporary keys, and other ids (IAM's user guide).
    kind("AKIA", Alphabet::Upper, 16, 16),
    kind("ASIA", Alphabet::Upper, 16, 16),
    // GitHub.
    kind("ghp_", Alphabet::Alnum, 36, 255),
    kind("gho_", Alphabet::Alnum, 36, 255),
    kind("ghu_", Alphabet::Alnum, 36, 255),
    kind("ghs_", Alphabet::Token, 36, MAX_KEY),
    kind("ghr_", Alphabet::Alnum, 36, 255),
    kind("github_pat_", Alphabet::Token, 60, MAX_KEY),
    // GitLab.
    kind("glpat-", Alphabet::Token, 20, MAX_KEY),
    // Slack.
    kind("xoxa-", Alphabet::Token, 16, MAX_KEY),
    kind("xoxb-", Alphabet::Token, 16, MAX_KEY),
    kind("xoxp-", Alphabet::Token, 16, MAX_KEY),
    kind("xoxr-", Alphabet::Token, 16, MAX_KEY),
    kind("xoxs-", Alphabet::Token, 16, MAX_KEY),
    kind("xoxe-", Alphabet::Token, 16, MAX_KEY),
    kind("xapp-", Alphabet::Token, 20, MAX_KEY),
    // Stripe. Publishable keys (`pk_`) stay.
    kind("sk_live_", Alphabet::Alnum, 16, 255),
    kind("sk_test_", Alphabet::Alnum, 16, 255),
    kind("rk_live_", Alphabet::Alnum, 16, 255),
    kind("rk_test_", Alphabet::Alnum, 16, 255),
    kind("whsec_", Alphabet::Alnum, 24, 255),
    // Google.
    kind("AIza", Alphabet::Token, 35, 35),
    kind("GOCSPX-", Alphabet::Token, 28, 28),
    // Twilio.
    kind("SK", Alphabet::Hex, 32, 32),
    kind("AC", Alphabet::Hex, 32, 32),
    // npm, PyPI.
    kind("npm_", Alphabet::Alnum, 36, 36),
    kind("pypi-", Alphabet::Token, 60, MAX_KEY),
    // Anthropic; OpenAI and those with its interface.
    kind("sk-ant-", Alphabet::Token, 32, 255),
    kind("sk-proj-", Alphabet::Token, 20, MAX_KEY),
    kind("sk-", Alphabet::Token, 20, MAX_KEY),
    // Alibaba, Tencent.
    kind("LTAI", Alphabet::Alnum, 16, 26),
    kind("AKID", Alphabet::Alnum, 32, 36),
    // DigitalOcean.
    kind("dop_v1_", Alphabet::Hex, 64, 64),
    kind("doo_v1_", Alphabet::Hex, 64, 64),
    kind("dor_v1_", Alphabet::Hex, 64, 64),
    // Hugging Face.
    kind("hf_", Alphabet::Alnum, 30, 60),
    // Shopify.
    kind("shpat_", Alphabet::Hex, 32, 32),
    kind("shpca_", Alphabet::Hex, 32, 32),
    kind("shppa_", Alphabet::Hex, 32, 32),
    kind("shpss_", Alphabet::Hex, 32, 32),
    // Square, Facebook.
    kind("sq0csp-", Alphabet::Token, 43, 43),
    kind("sq0atp-", Alphabet::Token, 22, 22),
    kind("EAACEdEose0cBA", Alphabet::Alnum, 20, MAX_KEY),
    // Slack's rotating tokens, and tokens of apps.
    kind("xoxd-", Alphabet::Token, 16, MAX_KEY),
    kind("xoxc-", Alphabet::Token, 16, MAX_KEY),
];

/// SendGrid: `SG.`, an id of 22 letters, a key of 43.
const SENDGRID: (&str, usize, usize) = ("SG.", 22, 43);
/// Google's access tokens: `ya29.` and base64url.
const GOOGLE: (&str, usize) = ("ya29.", 20);
/// Telegram's bots: the bot's id, a colon, and 35 letters.
const TELEGRAM_ID: std::ops::RangeInclusive<usize> = 8..=10;
const TELEGRAM_KEY: usize = 35;

/// Reads the runs of letters, digits and signs that [`wrapped::runs`](super::wrapped::runs) has found.
pub(super) fn find(text: &str, runs: &[(usize, usize)], hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    runs_within(bytes, runs, SHORTEST, TOKEN, |start, end| {
        let found = match before(bytes, start) {
            b'.' => dotted(bytes, start, end),
            b':' => telegram(bytes, start, end),
            _ => None,
        };
        match found {
            Some((start, end)) => hits.push(Hit { start, end, rule: Rule::ApiKey }),
            None => keys_in(bytes, start, end, hits),
        }
    });
    // Slack's incoming webhooks are URLs that are secret.
    for at in memchr::memmem::find_iter(bytes, WEBHOOK) {
        let start = at.saturating_add(WEBHOOK.len());
        let path = bytes.get(start..).unwrap_or_default().iter().take(MAX_KEY);
        let length = path.take_while(|byte| is(**byte, TOKEN) || **byte == b'/').count();
        if length > 0 {
            hits.push(Hit { start, end: start.saturating_add(length), rule: Rule::ApiKey });
        }
    }
}

/// What stands before the secret part.
const WEBHOOK: &[u8] = b"hooks.slack.com/services/";

/// The keys in a run of letters, digits, `-` and `_`: where it begins, past an escape, and after each sign in it.
fn keys_in(bytes: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    let escaped = matches!(before(bytes, start), b'%' | b'\\');
    let mut at = if escaped { left_edge(bytes, start).unwrap_or(start) } else { start };
    // Where the next digit is: found once for all keys before it.
    let mut digit = start;
    while at.saturating_add(SHORTEST) <= end {
        if let Some(key_end) = key_end(bytes, at, end) {
            digit = digit.max(at);
            let letters = bytes.get(digit..end).unwrap_or_default().iter().take_while(|byte| !is(**byte, DIGIT));
            digit = digit.saturating_add(letters.count());
            // `sk-loading-indicator-component` is a name.
            if digit < key_end {
                hits.push(Hit { start: at, end: key_end, rule: Rule::ApiKey });
                at = key_end;
            }
        }
        let rest = bytes.get(at..end).unwrap_or_default();
        let sign = memchr2(b'-', b'_', rest);
        at = sign.map_or(end, |sign| at.saturating_add(sign).saturating_add(1));
    }
}

/// Where the key ends that begins there, if it has a digit.
fn key_end(bytes: &[u8], from: usize, run_end: usize) -> Option<usize> {
    let word = bytes.get(from..run_end)?;
    if !begins_like_a_prefix(word) {
        return None;
    }
    let kind = KINDS.iter().find(|kind| word.starts_with(kind.prefix))?;
    let rest = word.get(kind.prefix.len()..)?;
    let length = match kind.alphabet {
        // All of the word is.
        Alphabet::Token => rest.len(),
        Alphabet::Alnum | Alphabet::Upper | Alphabet::Hex => {
            rest.iter().take_while(|byte| kind.alphabet.has(**byte)).count()
        }
    };
    let end = from.saturating_add(kind.prefix.len()).saturating_add(length);
    ((kind.least..=kind.most).contains(&length) && !is(byte(bytes, end), ALNUM)).then_some(end)
}

/// Whether the first two letters are those of a prefix. Most words have others, and end here.
fn begins_like_a_prefix(word: &[u8]) -> bool {
    match word {
        [b'A', second, ..] => matches!(second, b'C' | b'I' | b'K' | b'S'),
        [b'E', b'A', ..] | [b'G', b'O', ..] | [b'L', b'T', ..] | [b'S', b'K', ..] => true,
        [b'g', second, ..] => matches!(second, b'h' | b'i' | b'l'),
        [b'd', b'o', ..] | [b'h', b'f', ..] | [b'n', b'p', ..] | [b'p', b'y', ..] | [b'r', b'k', ..] => true,
        [b's', second, ..] => matches!(second, b'h' | b'k' | b'q'),
        [b'w', b'h', ..] | [b'x', b'a' | b'o', ..] => true,
        _ => false,
    }
}

/// Keys with dots in them, of which this is the first long part.
fn dotted(bytes: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let near = look_back(bytes, start, GOOGLE.0.len());
    let prefix = |prefix: &str| {
        let exact = near.ends_with(prefix.as_bytes());
        exact.then(|| left_edge(bytes, start.saturating_sub(prefix.len()))).flatten()
    };
    if let Some(from) = prefix(GOOGLE.0)
        && end.saturating_sub(start) >= GOOGLE.1
    {
        // Newer ones have parts of their own.
        let more = bytes.get(end..).unwrap_or_default().iter().take(MAX_KEY);
        let more = more.take_while(|byte| is(**byte, TOKEN) || **byte == b'.').count();
        let last = end.saturating_add(more);
        let dots = look_back(bytes, last, more).iter().rev().take_while(|byte| **byte == b'.').count();
        return Some((from, last.saturating_sub(dots)));
    }
    let from = prefix(SENDGRID.0)?;
    let key = end.saturating_add(1);
    let key_end = run_end(bytes, key, TOKEN);
    let whole = end.saturating_sub(start) == SENDGRID.1
        && byte(bytes, end) == b'.'
        && key_end.saturating_sub(key) == SENDGRID.2;
    whole.then_some((from, key_end))
}

fn telegram(bytes: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    if end.saturating_sub(start) != TELEGRAM_KEY || before(bytes, start) != b':' {
        return None;
    }
    let colon = start.saturating_sub(1);
    let id = run_start(bytes, colon, DIGIT, colon.saturating_sub(TELEGRAM_ID.end().saturating_add(1)));
    // In URLs the id follows `bot`.
    let from = if ends_with(look_back(bytes, id, 3), "bot") { Some(id) } else { left_edge(bytes, id) }?;
    TELEGRAM_ID.contains(&colon.saturating_sub(from)).then_some((from, end))
}

#[cfg(test)]
mod tests {
    use super::super::rule_tests::{found, in_bounds, in_bounds_when_hostile, keeps, redacts};
    use super::super::wrapped;
    use super::*;
    use proptest::prelude::*;

    /// Made up: so many letters of the alphabet, all kinds of them.
    fn letters(alphabet: Alphabet, count: usize) -> String {
        (b'0'..=b'z')
            .filter(|byte| alphabet.has(*byte) && is(*byte, ALNUM))
            .cycle()
            .take(count)
            .map(char::from)
            .collect()
    }

    fn find(text: &str, hits: &mut Vec<Hit>) {
        super::find(text, &wrapped::runs(text), hits);
    }

    #[test]
    fn redacts_keys_of_every_kind() {
        for kind in &KINDS {
            let prefix = std::str::from_utf8(kind.prefix).unwrap();
            redacts(find, &format!("{prefix}{}", letters(kind.alphabet, kind.least)));
        }
        for key in [
            format!("SG.{}.{}", letters(Alphabet::Token, 22), letters(Alphabet::Token, 43)),
            format!("ya29.{}", letters(Alphabet::Token, 60)),
            format!("ya29.a0{}.b{}", letters(Alphabet::Token, 40), letters(Alphabet::Token, 20)),
            format!("123456789:{}", letters(Alphabet::Token, 35)),
            format!("sk-ant-api03-{}-_x", letters(Alphabet::Token, 60)),
            format!("sk-proj-a_{}-b", letters(Alphabet::Token, 40)),
            "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx".to_owned(),
        ] {
            redacts(find, &key);
        }
    }

    #[test]
    fn redacts_a_key_within_a_word() {
        let key = format!("ghp_{}", letters(Alphabet::Alnum, 36));
        for text in [format!("token-{key}"), format!("TOKEN_{key}"), format!("x-access-token:{key}@github.com")] {
            assert_eq!(found(find, &text), [&key], "{text}");
        }
        let bot = format!("123456789:{}", letters(Alphabet::Token, 35));
        assert_eq!(found(find, &format!("https://api.telegram.org/bot{bot}/getMe")), [bot]);
        assert_eq!(found(find, &format!("{key},{key}")), [&key, &key]);
    }

    #[test]
    fn keeps_what_is_no_key() {
        for text in [
            "AKIA",
            "AKIA0123456789",
            "AKIAabcdefghijklmnop",
            "XAKIA0123456789ABCDEF",
            "AKIA0123456789ABCDEFG",
            "ghp_short",
            "sk-loading-indicator-component-of-the-page",
            "task-0123456789012345678901234567890123456789",
            "pk_live_0123456789abcdef01234567",
            "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
            "123e4567-e89b-12d3-a456-426614174000",
            "SKILLS_AND_ACCOMPLISHMENTS_0123456789",
            "AC0123456789abcdef",
            "npm_config_registry_of_this_project_1",
            "com.example.very_long_package_name.ClassName",
            "SG.abc.def",
            "1234:0123456789012345678901234567890123",
        ] {
            keeps(find, text);
        }
    }

    #[test]
    fn redacts_in_time_whatever_the_text() {
        in_bounds_when_hostile(
            find,
            &[
                "sk-",
                "ghp_",
                "a",
                "_",
                "AKIA",
                "ya29.",
                "ya29.0123456789012345678901",
                "SG.",
                "1:",
                "sk-01234567890123456789-",
            ],
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(sk-|ghp_|AKIA|SG\\.|ya29\\.|[0-9]{9}:|[A-Za-z0-9]{16,45}|é|-|_|\\.|%3D| ){0,24}") {
            in_bounds(find, &text);
        }

        #[test]
        fn text_at_random_is_read(text in any::<String>()) {
            in_bounds(find, &text);
        }
    }
}
