//! What a key says of its value, by the words that it is made of.

/// What a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Password,
    /// A seed, which may also be that of a random number.
    Seed,
    /// A short number that unlocks something.
    Pin(Digits),
    Private,
    OfApi,
    Token,
    /// A signature, a session: often a state or a name.
    Signature,
    OneTimeCode,
    /// A code, of an error or of a link.
    Code,
}

/// How many digits a number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits(usize, usize);

impl Digits {
    pub(super) fn contains(self, length: usize) -> bool {
        (self.0..=self.1).contains(&length)
    }
}

/// The most words that are read, from the end.
const MAX_WORDS: usize = 3;
/// Words after which a key still names what stands before them.
const QUALIFIERS: [&str; 9] = ["confirm", "confirmation", "repeat", "again", "new", "old", "value", "text", "string"];

/// What a key names; none if it is not known for a secret. The last word decides: a `password_length` is none.
pub(super) fn of(name: &str) -> Option<Key> {
    let words = last_words(name);
    // `password_confirmation`, `passwordValue`.
    let qualified = words.len() > 1 && words.first().is_some_and(|word| QUALIFIERS.contains(&word.as_str()));
    let words = words.get(usize::from(qualified)..).unwrap_or_default();
    let [before, last] = [words.get(1).map_or("", String::as_str), words.first()?.as_str()];
    let ends = |endings: &[&str]| endings.iter().any(|ending| last.ends_with(ending));
    Some(match last {
        "otp" | "totp" | "passcode" | "verifycode" | "smscode" | "vcode" | "captcha" => Key::OneTimeCode,
        "code"
            if matches!(before, "otp" | "sms" | "verify" | "verification" | "auth" | "pass" | "login" | "security") =>
        {
            Key::OneTimeCode
        }
        "code" => Key::Code,
        "pin" | "mpin" | "tpin" | "upin" => Key::Pin(Digits(4, 8)),
        "cvv" | "cvc" | "cvn" | "csc" => Key::Pin(Digits(3, 4)),
        "seed" | "mnemonic" => Key::Seed,
        "phrase" if matches!(before, "seed" | "recovery" | "mnemonic") => Key::Seed,
        "pass" | "passphrase" | "credential" | "credentials" | "passwort" => Key::Password,
        "privatekey" | "privkey" => Key::Private,
        "key" if matches!(before, "private" | "priv") => Key::Private,
        "key"
            if matches!(
                before,
                "api" | "access" | "secret" | "app" | "auth" | "encryption" | "encrypt" | "signing" | "master"
            ) =>
        {
            Key::OfApi
        }
        "jwt" | "sid" | "csrf" | "xsrf" => Key::Token,
        "id" if before == "session" => Key::Token,
        "auth" | "session" | "sig" | "sign" | "signature" => Key::Signature,
        "key" if before.is_empty() => Key::Code,
        _ if ends(&["password", "passwd", "pwd", "secret"]) => Key::Password,
        _ if ends(&[
            "apikey",
            "accesskey",
            "secretkey",
            "appkey",
            "sessionkey",
            "aeskey",
            "signkey",
            "encryptionkey",
            "masterkey",
        ]) =>
        {
            Key::OfApi
        }
        _ if ends(&["token", "sessionid", "sessid"]) => Key::Token,
        _ => return None,
    })
}

/// The last words of a key in lower case, the last first: parted by signs and by capitals, without a number at the end.
fn last_words(name: &str) -> Vec<String> {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || !c.is_ascii_alphanumeric());
    let mut words: Vec<String> = Vec::new();
    let mut word: Vec<char> = Vec::new();
    let mut after: Option<char> = None;
    for c in name.chars().rev() {
        let parted = !c.is_ascii_alphanumeric();
        // In `userPassword` the capital begins a word, and so it is complete once it is read.
        let capital = c.is_ascii_uppercase() && after.is_some_and(|after| after.is_ascii_lowercase());
        let end = after.is_some_and(|after| after.is_ascii_uppercase()) && c.is_ascii_lowercase();
        if (parted || end) && !word.is_empty() {
            words.push(std::mem::take(&mut word).into_iter().rev().collect());
        }
        if !parted {
            word.push(c.to_ascii_lowercase());
        }
        if capital && !word.is_empty() {
            words.push(std::mem::take(&mut word).into_iter().rev().collect());
        }
        if words.len() >= MAX_WORDS {
            return words;
        }
        after = Some(c);
    }
    if !word.is_empty() {
        words.push(word.into_iter().rev().collect());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_decides() {
        for (name, expected) in [
            ("password", Some(Key::Password)),
            ("db.userPassword2", Some(Key::Password)),
            ("DB_PASSWORD", Some(Key::Password)),
            ("--password", Some(Key::Password)),
            ("passwordLength", None),
            ("password_set", None),
            ("accessToken", Some(Key::Token)),
            ("X-API-Key", Some(Key::OfApi)),
            ("apiKey", Some(Key::OfApi)),
            ("PrivateKey", Some(Key::Private)),
            ("publicKey", None),
            ("PHPSESSID", Some(Key::Token)),
            ("error_code", Some(Key::Code)),
            ("sms_code", Some(Key::OneTimeCode)),
            ("compass", None),
            ("mapping", None),
            ("token_count", None),
        ] {
            assert_eq!(of(name), expected, "{name}");
        }
    }
}
