//! The words by which secrets are announced, found in one pass; each is then judged by what stands around it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::sink::Sink;
use super::vendor::{self, VENDORS};
use super::{assigned, credentials};

/// What a word announces.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Email,
    Url,
    Jwt,
    Bearer,
    Basic,
    Cookie,
    PrivateKey,
    KeyBody,
    AgeKey,
    Assigned,
    Token,
    Vendor(usize),
}

struct Words {
    finder: Option<AhoCorasick>,
    kinds: Vec<Kind>,
}

/// What the bodies of private keys begin with in base64: OpenSSH, PKCS #8 (RSA, EC, Ed25519), PKCS #1, SEC 1.
const KEY_BODIES: [&str; 14] = [
    "b3BlbnNzaC1rZXktdjEA",
    "MIIEvQIBADANBgkq",
    "MIIEvgIBADANBgkq",
    "MIIEvAIBADANBgkq",
    "MIIJQgIBADANBgkq",
    "MIIJQwIBADANBgkq",
    "MIIEpAIBAAKCAQEA",
    "MIIEowIBAAKCAQEA",
    "MIIEogIBAAKCAQEA",
    "MIIEpQIBAAKCAQEA",
    "MIICXAIBAAKBgQ",
    "MIICXQIBAAKBgQ",
    "MIGHAgEAMBMGByqG",
    "MC4CAQAwBQYDK2Vw",
];

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Vec<(&str, Kind)> = vec![
        ("@", Kind::Email),
        ("://", Kind::Url),
        ("eyJ", Kind::Jwt),
        ("bearer", Kind::Bearer),
        ("basic", Kind::Basic),
        ("cookie", Kind::Cookie),
        ("private key", Kind::PrivateKey),
        ("putty-user-key-file", Kind::PrivateKey),
        ("MHcCAQEEI", Kind::KeyBody),
        ("age-secret-key-1", Kind::AgeKey),
        ("token", Kind::Token),
    ];
    words.extend(KEY_BODIES.iter().map(|body| (*body, Kind::KeyBody)));
    words.extend(assigned::NAMES.iter().map(|name| (*name, Kind::Assigned)));
    words.extend(VENDORS.iter().enumerate().map(|(at, vendor)| (vendor.prefix, Kind::Vendor(at))));
    let mut builder = AhoCorasickBuilder::new();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).match_kind(MatchKind::LeftmostLongest);
    let finder = builder.build(words.iter().map(|(word, _)| word)).ok();
    Words { finder, kinds: words.into_iter().map(|(_, kind)| kind).collect() }
});

/// Looks for what is announced by a word.
pub(super) fn look(text: &str, sink: &mut Sink<'_>) {
    let Some(finder) = &WORDS.finder else { return };
    for seen in finder.find_iter(text) {
        let (start, end) = (seen.start(), seen.end());
        let Some(kind) = WORDS.kinds.get(seen.pattern().as_usize()) else { continue };
        match *kind {
            Kind::Email => credentials::email(text, start, sink),
            Kind::Url => credentials::url(text, end, sink),
            Kind::Jwt => credentials::jwt(text, start, sink),
            Kind::Bearer => credentials::bearer(text, end, sink),
            Kind::Basic => credentials::basic(text, end, sink),
            Kind::Cookie => credentials::cookie(text, end, sink),
            Kind::PrivateKey => credentials::private_key(text, start, end, sink),
            Kind::KeyBody => credentials::key_body(text, start, sink),
            Kind::AgeKey => credentials::age_key(text, start, end, sink),
            Kind::Assigned => assigned::look_after(text, start, end, false, sink),
            Kind::Token => assigned::look_after(text, start, end, true, sink),
            Kind::Vendor(at) => {
                if let Some(vendor) = VENDORS.get(at) {
                    vendor::look(vendor, text, start, sink);
                }
            }
        }
    }
}
