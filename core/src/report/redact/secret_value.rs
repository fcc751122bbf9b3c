//! Values under a key that says what they are: passwords, tokens of sessions and links, keys of an API, in logs, JSON, XML,
//! forms, URLs, command lines and sentences.

use super::cues::{Announces, Cue};
use super::key_name::{self, Key};
use super::placeholder::is_no_value;
use super::value::{Separator, Value, key_around, value_after, whole_end};
use super::{Hit, Rule};
use crate::report::text::char_boundary_from;

/// The shortest token: shorter values under such keys are counts and states.
const SHORTEST_TOKEN: usize = 8;
/// The same where what the key names is not always secret: a signature, a session.
const SHORTEST_LONG_TOKEN: usize = 16;
/// The shortest password that a sentence tells.
const SHORTEST_IN_SENTENCE: usize = 4;
/// How far before a `code=` it is read what it is about, in bytes.
const CODE_REACH: usize = 120;
/// How far the arguments of a program are read, in bytes.
const ARGUMENTS_REACH: usize = 512;

pub(super) fn find(text: &str, cues: &[Cue], hits: &mut Vec<Hit>) {
    let mut covered = 0_usize;
    for cue in cues.iter().copied() {
        if cue.start < covered {
            continue;
        }
        let found = match cue.announces {
            Announces::Value | Announces::OneTimeCode | Announces::Authorization => named(text, cue),
            Announces::ChineseValue => in_chinese(text, cue),
            Announces::Arguments => argument(text, cue),
            Announces::Cookie => None,
        };
        if let Some(hit) = found {
            covered = hit.end;
            hits.push(hit);
        }
    }
}

fn named(text: &str, cue: Cue) -> Option<Hit> {
    let range = key_around(text, cue.start, cue.end);
    let name = text.get(range.clone())?;
    let key = key_name::of(name)?;
    let value = value_after(text, range.end, false)?;
    let told = text.get(value.start..value.end)?;
    let in_query = text.get(..range.start)?.ends_with(['?', '&']) && value.separator == Separator::Sign;
    let separated = match value.separator {
        Separator::Sign => true,
        Separator::Space => name.starts_with('-'),
        Separator::Is => matches!(key, Key::Pin(_)) || key == Key::Password && tells_apart(told),
    };
    if !separated || is_no_value(told, value) {
        return None;
    }
    let number = told.bytes().take_while(u8::is_ascii_digit).count();
    // `pin=4839,ok`: of numbers only the digits.
    let is_number =
        number > 0 && !told.get(number..)?.starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '-');
    let rule = match key {
        // `PASS: 12 tests`
        Key::Password if name.eq_ignore_ascii_case("pass") => {
            (tells_apart(told) && told.bytes().any(|byte| byte.is_ascii_digit()) && told.len() > number)
                .then_some(Rule::Password)
        }
        Key::Password => (number < told.len() || number >= SHORTEST_IN_SENTENCE).then_some(Rule::Password),
        Key::Seed => (told.len() >= SHORTEST_LONG_TOKEN).then_some(Rule::SeedPhrase),
        Key::Pin(digits) => (is_number && digits.contains(number)).then_some(Rule::Password),
        Key::Private => is_token(told, SHORTEST_LONG_TOKEN).then_some(Rule::PrivateKey),
        Key::OfApi => is_token(told, SHORTEST_TOKEN).then_some(Rule::ApiKey),
        Key::Token => is_token(told, SHORTEST_TOKEN).then_some(Rule::Token),
        Key::Signature => is_token(told, SHORTEST_LONG_TOKEN).then_some(Rule::Token),
        Key::OneTimeCode if is_code(told) => Some(Rule::OneTimeCode),
        Key::OneTimeCode => is_token(told, SHORTEST_LONG_TOKEN).then_some(Rule::Token),
        Key::Code if number == told.len() => {
            let is_one = in_query && (4..=8).contains(&number) || number == 6 && is_about_codes(text, range.start);
            (is_one && name.eq_ignore_ascii_case("code")).then_some(Rule::OneTimeCode)
        }
        Key::Code => (in_query && is_token(told, SHORTEST_TOKEN)).then_some(Rule::Token),
    }?;
    let end = if matches!(key, Key::Pin(_)) { value.start.saturating_add(number) } else { whole_end(text, value) };
    Some(Hit { start: value.start, end, rule })
}

/// Whether what stands before a `code=` is about codes that are valid once. Most are those of errors.
fn is_about_codes(text: &str, at: usize) -> bool {
    let from = (at.saturating_sub(CODE_REACH)..=at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
    let near = text.get(from..at).unwrap_or_default();
    let line = near.rsplit('\n').next().unwrap_or_default().to_ascii_lowercase();
    ["sms", "otp", "verif", "验证", "短信", "sign in", "login", "登录", "wallet:"]
        .iter()
        .any(|word| line.contains(word))
}

/// In Chinese the value follows the word in the sentence, perhaps in quotes or brackets, and the sentence goes on right after it.
fn in_chinese(text: &str, cue: Cue) -> Option<Hit> {
    let after = text.get(cue.end..char_boundary_from(text, cue.end.saturating_add(ARGUMENTS_REACH)))?;
    let linking =
        ["已经改成了", "已改成", "改成了", "改成", "改为", "设置为", "设为", "应该是", "就是", "是", "为", "為"];
    let opens = |c: char| c == ' ' || c == ':' || c == '=' || "\"'“‘「『（(【[<《".contains(c);
    let rest = after.trim_start_matches(opens);
    let linked = linking.iter().find_map(|word| rest.strip_prefix(word));
    let rest = linked.unwrap_or(rest).trim_start_matches(opens);
    let start = cue.end.saturating_add(after.len().saturating_sub(rest.len()));
    let length = rest.bytes().take_while(|byte| byte.is_ascii_graphic() && !b"\"'<>,;".contains(byte)).count();
    let told = rest.get(..length)?.trim_end_matches(['.', ')', ']', '!', '?', '}']);
    let before = after.get(..after.len().saturating_sub(rest.len()))?;
    let said = linked.is_some() || before.contains([':', '=']);
    let value = Value { start, end: start.saturating_add(told.len()), separator: Separator::Sign, quoted: false };
    let is_enough = told.len() >= SHORTEST_IN_SENTENCE && (said || tells_apart(told));
    // `密码为8-16位`, `密码2026-03-01修改`
    let counts = rest.get(length..)?.trim_start().starts_with(['位', '个', '次', '分', '天', '年', '字']);
    let is_date = told.len() == 10 && told.bytes().filter(|byte| *byte == b'-').count() == 2;
    (is_enough && !counts && !is_date && !is_no_value(told, value)).then_some(Hit {
        start,
        end: value.end,
        rule: Rule::Password,
    })
}

/// A password among the arguments of a program that takes it under one letter.
fn argument(text: &str, cue: Cue) -> Option<Hit> {
    let program = text.get(cue.start..cue.end)?.to_ascii_lowercase();
    let takes_pair = matches!(program.as_str(), "curl " | "wget ");
    let flags: &[&str] = match program.as_str() {
        "mysql" => &[" -p"],
        "redis-cli" => &[" -a "],
        _ if takes_pair => &[" -u ", " --user ", " --user=", " -U ", " --proxy-user "],
        _ => &[" -p "],
    };
    // The space that ends the program's name may be that before the flag.
    let line_start = cue.end.saturating_sub(usize::from(takes_pair));
    let reach = char_boundary_from(text, cue.end.saturating_add(ARGUMENTS_REACH));
    let line = text.get(line_start..reach)?.lines().next()?;
    let (flag, at) = flags.iter().find_map(|flag| line.find(flag).map(|at| (*flag, at)))?;
    let value = line.get(at.saturating_add(flag.len())..)?;
    let quotes = value.bytes().take_while(|byte| matches!(byte, b'"' | b'\'')).count();
    let value = value.get(quotes..)?;
    let told = value.split(|c: char| c.is_whitespace() || c == '"' || c == '\'').next()?;
    let start = line_start.saturating_add(at).saturating_add(flag.len()).saturating_add(quotes);
    let is_value = !told.is_empty() && (!takes_pair || told.contains(':'));
    is_value.then(|| Hit { start, end: start.saturating_add(told.len()), rule: Rule::Password })
}

/// Whether a word is unlike one of a sentence.
fn tells_apart(told: &str) -> bool {
    let inner_capital = told.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    let odd = |byte: u8| byte.is_ascii_digit() || b"@#$%^&*!_+=~".contains(&byte);
    told.len() >= SHORTEST_IN_SENTENCE && told.is_ascii() && (told.bytes().any(odd) || inner_capital)
}

/// `483920`, `483 920`, `G-483920`.
fn is_code(told: &str) -> bool {
    let digits = told.bytes().filter(u8::is_ascii_digit).count();
    (4..=10).contains(&digits) && told.len() <= digits.saturating_add(3)
}

/// Whether a value is random enough for a token: names, words, dates and counts are not.
fn is_token(told: &str, shortest: usize) -> bool {
    let (mut digits, mut letters, mut upper, mut lower) = (0_usize, 0_usize, false, false);
    for byte in told.bytes() {
        digits = digits.saturating_add(usize::from(byte.is_ascii_digit()));
        letters = letters.saturating_add(usize::from(byte.is_ascii_alphabetic()));
        upper |= byte.is_ascii_uppercase();
        lower |= byte.is_ascii_lowercase();
    }
    let random =
        if letters == 0 { digits >= SHORTEST_LONG_TOKEN } else { digits > 0 || (upper && lower && told.len() >= 20) };
    let one_word = !told.bytes().any(|byte| byte.is_ascii_whitespace());
    let is_path = digits == 0 && told.contains('.');
    told.len() >= shortest && random && one_word && !is_path
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{keeps, redacted};

    fn hides(code: &str, cases: &[(&str, &str)]) {
        for (text, secret) in cases {
            let shown = redacted(text);
            assert!(
                !shown.contains(secret) && shown.contains(&format!("[redacted:{code}]")),
                "{text:?} became {shown:?}"
            );
        }
    }

    #[test]
    fn redacts_passwords_however_they_are_written() {
        hides(
            "password",
            &[
                ("password=hunter2", "hunter2"),
                ("user=zhang&password=p%40ss;word&x=1", "ss;word"),
                (r#"{"db_password": "correct horse"}"#, "correct horse"),
                (r#"{\"userPassword\":\"a,b\"}"#, "a,b"),
                ("PASSWD: s3cret", "s3cret"),
                ("pwd = 'x y z'", "x y z"),
                ("<password>hunter</password>", "hunter"),
                ("<password><![CDATA[hunter]]></password>", "hunter"),
                (r#"<input name="password" value="hunter"/>"#, "hunter"),
                (r#"{"name":"password","value":"hunter"}"#, "hunter"),
                ("Content-Disposition: form-data; name=\"password\"\r\n\r\nhunter\r\n--x", "hunter"),
                ("login --password hunter", "hunter"),
                ("mysql -u root -phunter db", "hunter"),
                ("curl -u zhang:hunter https://x", "hunter"),
                ("User(name=x, password=hunter, age=3)", "hunter"),
                ("▿ password: Optional(\"hunter\")", "hunter"),
                ("my password is hunter2!", "hunter2"),
                ("我的密码是hunter22请帮我看看", "hunter22"),
                ("支付密码：483920。", "483920"),
                ("密码改成了Abc123", "Abc123"),
                ("pin=4839", "4839"),
                ("cvv: 483", "483"),
                ("my pin is 4839", "4839"),
                ("{pin:4839,amount:100}", "4839"),
                ("{\"headers\":{\"password\":[\"hunter2\"]}}", "hunter2"),
                ("{\"password\":\"'abc'def123\"}", "def123"),
                ("{\"password\":\"<3myDog99\"}", "myDog99"),
                ("password_confirmation=hunter22", "hunter22"),
                ("<key>password</key>\n  <string>hunter2</string>", "hunter2"),
                ("password: \u{1b}[32m'hunter2'\u{1b}[39m", "hunter2"),
                ("账号密码abc12345，谢谢", "abc12345"),
                ("登录密码888888", "888888"),
                ("密码：“Abc12345”", "Abc12345"),
                ("取款密码（483920）", "483920"),
            ],
        );
    }

    #[test]
    fn redacts_tokens_and_keys_of_an_api() {
        hides(
            "token",
            &[
                ("https://x.example/cb?token=9f8a7b6c5d4e&x=1", "9f8a7b6c"),
                ("access_token=9f8a7b6c5d4e", "9f8a7b6c"),
                (r#""refreshToken" : "AbCdEfGh1234""#, "AbCdEfGh"),
                ("JSESSIONID=31D4D96E407AAD42", "31D4D96E"),
                ("?code=AbC123dEf456", "AbC123"),
                ("&sig=MEUCIQDf93jf83jf9x", "MEUCIQ"),
            ],
        );
        hides(
            "api_key",
            &[
                ("X-Api-Key: 9f8a7b6c5d4e", "9f8a7b6c"),
                ("apiKey=9f8a7b6c5d4e", "9f8a7b6c"),
                ("encryptionKey=9f8a7b6c5d4e3f2a", "9f8a7b6c"),
                ("{\"x-api-key\":[\"9f8a7b6c5d4e3f2a\"]}", "9f8a7b6c"),
            ],
        );
    }

    #[test]
    fn keeps_words_about_passwords_and_tokens() {
        for text in [
            "the password is wrong",
            "password: incorrect",
            "密码错误，还可以试 3 次",
            "密码是什么",
            "password_set: true",
            r#""password_set":true,"token_count":12"#,
            "token expired",
            "token: expired",
            "session: closed",
            "session=12",
            "error code 500123",
            "error_code=500123",
            "pin the tab",
            "pass=3 fail=0",
            "seed=42",
            "passed: 12345",
            "compass: north",
            "password=",
            "password: ******",
            "password: null",
            "token=TokenType.REFRESH",
            "signature: invalid",
            "expires_in=3600",
            "密码为8-16位",
            "PASS: test_login",
            r#"{"password":"","user":"zhang"}"#,
            "WebSocket closed, code=1006",
        ] {
            keeps(text);
        }
    }
}
