//! Words that announce a secret, all looked for at once, so that a rule reads only what follows one.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

/// What a word announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Announces {
    /// A credential of HTTP.
    Authorization,
    /// What a cookie header holds.
    Cookie,
    /// A value, if the word is part of a key such as `db_password`.
    Value,
    /// A value, after the word itself: in Chinese a key stands in the sentence.
    ChineseValue,
    /// A code that is valid once.
    OneTimeCode,
    /// The arguments of a program, among which may be a password.
    Arguments,
}

/// An announcement, in offsets of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) announces: Announces,
}

/// In lower case, each as short as can be, since what it is part of is read where it is found; and few, since few can be
/// looked for sixteen bytes at a time.
const WORDS: &[(Announces, &[&str])] = &[
    (Announces::Authorization, &["authorization", "bearer", "basic", "digest"]),
    (Announces::Cookie, &["cookie"]),
    (
        Announces::Value,
        &[
            "pass",
            "pwd",
            "secret",
            "token",
            "credential",
            "auth",
            "key",
            "session",
            "sessid",
            "sid",
            "csrf",
            "xsrf",
            "pin",
            "cvv",
            "cvc",
            "mnemonic",
            "seed",
            "sig",
            "jwt",
            "phrase",
        ],
    ),
    (Announces::OneTimeCode, &["code", "otp", "one-time", "one time", "2fa", "captcha"]),
    (Announces::Arguments, &["mysql", "curl ", "sshpass", "wget ", "redis-cli", "mongo"]),
];

const CHINESE: &[(Announces, &[&str])] = &[
    (Announces::ChineseValue, &["密码", "密碼", "口令", "密钥", "密鑰", "私钥", "私鑰", "令牌", "安全码", "安全碼"]),
    (
        Announces::OneTimeCode,
        &[
            "验证码",
            "驗證碼",
            "校验码",
            "校驗碼",
            "动态码",
            "動態碼",
            "动态密码",
            "動態密碼",
            "动态口令",
            "短信码",
            "确认码",
            "確認碼",
            "一次性密码",
            "一次性密碼",
            "登录码",
            "授权码",
        ],
    ),
];

struct Finder {
    words: AhoCorasick,
    announces: Vec<Announces>,
}

impl Finder {
    fn new(words: &[(Announces, &[&str])]) -> Self {
        let pairs = words.iter().flat_map(|(announces, words)| words.iter().map(move |word| (*announces, *word)));
        let (announces, words): (Vec<Announces>, Vec<&str>) = pairs.unzip();
        let words = AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(words);
        Self { words: words.unwrap_or_else(|_| unreachable!("fixed words")), announces }
    }

    fn find(&self, text: &[u8], cues: &mut Vec<Cue>) {
        cues.extend(self.words.find_iter(text).filter_map(|found| {
            let announces = *self.announces.get(found.pattern().as_usize())?;
            Some(Cue { start: found.start(), end: found.end(), announces })
        }));
    }
}

static PLAIN: LazyLock<Finder> = LazyLock::new(|| Finder::new(WORDS));
static IN_CHINESE: LazyLock<Finder> = LazyLock::new(|| Finder::new(CHINESE));

/// Every announcement in a text, of which this is the lower case, in order.
pub(super) fn of(text: &str, lower: &str) -> Vec<Cue> {
    let mut cues = Vec::new();
    PLAIN.find(lower.as_bytes(), &mut cues);
    if !text.is_ascii() {
        IN_CHINESE.find(text.as_bytes(), &mut cues);
        cues.sort_unstable_by_key(|cue| cue.start);
    }
    cues
}

/// Those that announce this.
pub(super) fn announcing(cues: &[Cue], what: Announces) -> impl Iterator<Item = &Cue> {
    cues.iter().filter(move |cue| cue.announces == what)
}
