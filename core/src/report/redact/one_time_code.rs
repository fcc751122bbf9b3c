//! Codes that are valid once, as messages and screens tell them: `您的验证码是 483920`, `483920 is your code`.

use super::cues::{Announces, Cue, announcing};
use super::{Hit, Rule, stands_alone};

/// How far after its announcement a code may stand, in bytes: a bracket, a few words.
const REACH_AFTER: usize = 64;
/// How far before it: `483920 is your … verification code`.
const REACH_BEFORE: usize = 48;
/// How many of what links a code to its word say that it is somebody's.
const OF_SOMEBODY: usize = 6;
/// How many digits a code has.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

pub(super) fn find(text: &str, cues: &[Cue], hits: &mut Vec<Hit>) {
    for cue in announcing(cues, Announces::OneTimeCode) {
        let announced = is_announced(text, cue);
        let found = announced.then(|| after(text, cue.end)).flatten().or_else(|| before(text, cue.start, announced));
        hits.extend(found.map(|(start, end)| Hit { start, end, rule: Rule::OneTimeCode }));
    }
}

/// Whether the word is that of a code which is valid once. In English most codes are others.
fn is_announced(text: &str, cue: &Cue) -> bool {
    let word = text.get(cue.start..cue.end).unwrap_or_default();
    if !word.eq_ignore_ascii_case("code") {
        return word.len() > 4 || stands_alone(text, cue.start, cue.end);
    }
    let from = (cue.start.saturating_sub(REACH_WORD)..=cue.start).find(|at| text.is_char_boundary(*at));
    let before =
        from.and_then(|from| text.get(from..cue.start)).unwrap_or_default().trim_end_matches([' ', '_', '-', '\t']);
    let before = before.to_ascii_lowercase();
    // A whole word: 'because code' is no 'use code'.
    let is_word = |name: &str| {
        let rest = before.strip_suffix(name)?;
        (!rest.ends_with(|c: char| c.is_ascii_alphanumeric())).then_some(())
    };
    let named = CODES.iter().any(|name| is_word(name).is_some());
    let is = text.get(cue.end..).is_some_and(|rest| rest.starts_with(" is ") || rest.starts_with(" is: "));
    let of_error = [
        "error", "status", "exit", "response", "result", "http", "reason", "country", "area", "zip", "postal",
        "currency",
    ];
    named || is && !of_error.iter().any(|name| before.ends_with(name))
}

/// How far before it the name of a code is looked for, in bytes.
const REACH_WORD: usize = 24;

/// Codes that are valid once, by what stands before the word.
const CODES: [&str; 17] = [
    "use",
    "enter",
    "verification",
    "security",
    "login",
    "sign-in",
    "confirmation",
    "authentication",
    "auth",
    "access",
    "sms",
    "your",
    "verify",
    "pass",
    "authorization",
    "activation",
    "2fa",
];

fn after(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let reach = from.saturating_add(REACH_AFTER).min(bytes.len());
    let mut at = from;
    while let Some(next) = bytes.get(at..reach).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at.saturating_add(next);
        let between = text.get(from..start)?;
        if has_ended(between) {
            return None;
        }
        // The first digits, or, further on in the sentence, those that it says to be the code.
        let says_so =
            ["is", "is:", "为", "是", "为:", "是:", ":", "："].iter().any(|end| between.trim_end().ends_with(end));
        if let Some(code) = code_at(text, start).filter(|_| leads_to_a_code(between) || says_so) {
            return Some(code);
        }
        at = start.saturating_add(bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii_digit()).count());
    }
    None
}

/// Whether a sentence has ended, and what follows tells of something else.
fn has_ended(between: &str) -> bool {
    between.contains(['\n', '。', '；', ';', '!', '?', '！', '？']) || between.contains(". ")
}

/// Whether what stands between the word and the digits only links them. A sentence that has ended does not, and neither does
/// one that tells of something else.
fn leads_to_a_code(between: &str) -> bool {
    let links = [
        "is", "was", "are", "为", "是", "為", "code", "your", "pin", "sent", "use", "enter", "g", "value", "text",
        "otp",
    ];
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut plain = true;
    for word in words {
        plain &= links.contains(&word.to_ascii_lowercase().as_str());
    }
    plain
}

/// A code that stands before the word. Where the word may be that of any code, it has to be said to be somebody's.
fn before(text: &str, to: usize, announced: bool) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let from = to.saturating_sub(REACH_BEFORE);
    let last = bytes.get(from..to)?.iter().rposition(u8::is_ascii_digit)?;
    let end = from.saturating_add(last).saturating_add(1);
    let between = text.get(end..to)?.trim_start().to_ascii_lowercase();
    let links = ["is your", "as your", "为您", "是您", "是你", "为你", "is the", "is a", "为本", "(", "（", "—", "-"];
    let links = links.get(..if announced { links.len() } else { OF_SOMEBODY }).unwrap_or_default();
    let digits = bytes.get(..end)?.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let start = end.saturating_sub(digits);
    (links.iter().any(|link| between.starts_with(link)) && !between.contains('\n')).then_some(())?;
    code_at(text, start).filter(|(_, code_end)| *code_end >= end)
}

/// A code that begins here, perhaps in two halves.
fn code_at(text: &str, start: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let run = |at: usize| bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
    let first = run(start);
    let mut end = start.saturating_add(first);
    if matches!(first, 3 | 4) && matches!(bytes.get(end), Some(b' ' | b'-')) && run(end.saturating_add(1)) == first {
        end = end.saturating_add(first).saturating_add(1);
    }
    let digits = bytes.get(start..end)?.iter().filter(|byte| byte.is_ascii_digit()).count();
    let decimals = bytes.get(end) == Some(&b'.') && bytes.get(end.saturating_add(1)).is_some_and(u8::is_ascii_digit);
    let is_date = bytes.get(end) == Some(&b'-') && digits == 4;
    (DIGITS.contains(&digits) && stands_alone(text, start, end) && !decimals && !is_date).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{keeps, redacted};

    #[test]
    fn redacts_codes_of_messages() {
        for text in [
            "您的验证码是 483920，5分钟内有效",
            "验证码：483920",
            "【Example】483920（验证码），请勿告诉他人",
            "483920为您的登录验证码",
            "Your code is 483920",
            "OTP: 483920",
            "your verification code is: 483 920.",
            "483920 is your Example verification code",
            "G-483920 is your verification code",
            "otp=483920&x=1",
            "动态密码 48392017 请尽快使用",
            r#"{"sms_code":"483920"}"#,
            r#"{"otp":483920}"#,
            "Your verification code for Example Wallet is 483920.",
            "您的登录验证码（有效期5分钟）为：483920",
        ] {
            let shown = redacted(text);
            assert!(!shown.contains("483") && shown.contains("[redacted:one_time_code]"), "{shown}");
        }
    }

    #[test]
    fn keeps_other_numbers() {
        for text in [
            "验证码没有收到，订单号 20260301",
            "验证码 5 分钟内有效",
            "error code 500123",
            "WebSocket closed with code 1006",
            "failed because code 4001",
            r#"{"code":401001,"msg":"expired","bankCode":"0102"}"#,
            "the verification code was not sent. Order 483920",
            "one-time payment of 1200.50",
            "code: 1001",
            "2fa enabled since 2026-03-01",
        ] {
            keeps(text);
        }
    }
}
