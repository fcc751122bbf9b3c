//! Keys without any frame: 32 bytes or more in hexadecimal; WIF (Bitcoin's wiki, "Wallet import format"); extended private
//! keys (BIP-32, SLIP-132); base58 of 64 bytes (Solana); age identities and other keys in bech32 (age-encryption.org/v1,
//! NIP-19, Sui, CIP-5), Stellar's and Tezos's seeds.
//!
//! A transaction's hash is 32 bytes in hexadecimal as well, and Solana's signatures are 64 bytes: only those that the person
//! declared stay.

use memchr::memmem;

use super::super::base58::{decode, decode_check};
use super::super::scan::{ALNUM, BASE58, HEX, all, before, byte, is, left_edge, look_back, run_end, runs_within};
use super::super::{Hit, Rule};

/// The shortest key without a prefix: WIF.
const SHORTEST: usize = 51;
/// 32 bytes in hexadecimal.
const HEX_DIGITS: usize = 64;
/// 32 bytes in hexadecimal, in pairs.
const HEX_PAIRS: usize = 32;
/// OpenSSL prints fifteen pairs a line.
const PAIRS_PER_LINE: usize = 15;
/// How much white space may stand between two lines of pairs.
const MAX_INDENT: usize = 24;

/// The version bytes of WIF: Bitcoin, Bitcoin's test network, Litecoin, Dogecoin, Dash.
const WIF_VERSIONS: [u8; 5] = [0x80, 0xEF, 0xB0, 0x9E, 0xCC];
/// How long WIF is, of an uncompressed and of a compressed key.
const WIF_LENGTHS: [usize; 2] = [51, 52];
/// A key, and the byte that says that its public key is compressed.
const WIF_PAYLOADS: [usize; 2] = [33, 34];

/// What extended private keys begin with (BIP-32, SLIP-132), and at least how many characters follow. Whole ones have 107;
/// a cut or mistyped one is still a secret.
const EXTENDED: [&[u8]; 10] =
    [b"xprv", b"yprv", b"zprv", b"tprv", b"uprv", b"vprv", b"Yprv", b"Zprv", b"Uprv", b"Vprv"];
const EXTENDED_CHARACTERS: usize = 100;

/// How long base58 of 64 bytes is, and how many bytes that are.
const KEYPAIR_LENGTHS: std::ops::RangeInclusive<usize> = 86..=88;
const KEYPAIR_BYTES: usize = 64;

/// What age identities begin with, also those for post-quantum recipients, and from where on they are taken for one.
const AGE: &str = "AGE-SECRET-KEY-";
/// Bech32 may be in lower case as a whole.
const AGE_LOWER: &str = "age-secret-key-";
const AGE_LOWER_PQ: &str = "age-secret-key-pq-";
const AGE_CHARACTERS: usize = 20;

/// What other secret keys begin with: Nostr, Sui, Cardano (after `ed25519_` and `root_`), Tezos.
const PREFIXES: [&[u8]; 6] = [b"nsec1", b"suiprivkey1", b"xsk1", b"sk1", b"edsk", b"edesk"];
/// A Stellar seed (SEP-23): `S` and base32.
const STELLAR_CHARACTERS: usize = 56;

pub(super) fn find(text: &str, runs: &[(usize, usize)], hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut hit = |start, end| hits.push(Hit { start, end, rule: Rule::PrivateKey });
    runs_within(bytes, runs, SHORTEST, ALNUM, |start, end| {
        if let Some(from) = key_in(bytes, start, end) {
            hit(from, end);
        }
    });
    for at in memmem::find_iter(bytes, AGE) {
        let from = at.saturating_add(AGE.len());
        let from =
            if bytes.get(from..).is_some_and(|rest| rest.starts_with(b"PQ-")) { from.saturating_add(3) } else { from };
        let end = run_end(bytes, from, ALNUM);
        if byte(bytes, from) == b'1' && end.saturating_sub(from) >= AGE_CHARACTERS {
            hit(at, end);
        }
    }
    hex_pairs(bytes, hit);
}

/// Where a key begins that ends with this run of letters and digits.
fn key_in(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let run = bytes.get(start..end)?;
    // An extended key needs no edge: nothing else looks so.
    let extended =
        run.windows(4).take(run.len().saturating_sub(EXTENDED_CHARACTERS + 3)).position(|w| EXTENDED.contains(&w));
    if let Some(at) = extended {
        return Some(start.saturating_add(at));
    }
    let edge = left_edge(bytes, start)?;
    if let Some(age) = age_before(bytes, edge) {
        return Some(age);
    }
    // What looks like the end of an escape may be the key's own beginning, after a `%`.
    let whole = (!is(before(bytes, start), ALNUM)).then_some(start);
    [Some(edge), whole].into_iter().flatten().find(|from| bytes.get(*from..end).is_some_and(is_key))
}

fn is_key(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"0x").or_else(|| word.strip_prefix(b"0X")).unwrap_or(word);
    digits.len() >= HEX_DIGITS && all(digits, HEX) || is_base58_key(word) || is_other_key(word)
}

/// Where an age identity in lower case begins whose last part this is.
fn age_before(bytes: &[u8], edge: usize) -> Option<usize> {
    let near = look_back(bytes, edge, AGE_LOWER_PQ.len());
    let label = [AGE_LOWER, AGE_LOWER_PQ].into_iter().find(|label| near.ends_with(label.as_bytes()))?;
    (byte(bytes, edge) == b'1').then(|| edge.saturating_sub(label.len()))
}

fn is_base58_key(word: &[u8]) -> bool {
    if !all(word, BASE58) {
        return false;
    }
    if WIF_LENGTHS.contains(&word.len()) {
        return decode_check(word).is_some_and(|payload| {
            let version = payload.first().is_some_and(|version| WIF_VERSIONS.contains(version));
            version && WIF_PAYLOADS.contains(&payload.len()) && (payload.len() == 33 || payload.last() == Some(&1))
        });
    }
    if KEYPAIR_LENGTHS.contains(&word.len()) {
        return decode(word).is_some_and(|payload| payload.len() == KEYPAIR_BYTES);
    }
    let extended = word.get(..4).is_some_and(|begin| EXTENDED.contains(&begin));
    extended && decode_check(word).is_some()
}

fn is_other_key(word: &[u8]) -> bool {
    let base32 = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'2'..=b'7');
    let stellar = word.len() == STELLAR_CHARACTERS && word.starts_with(b"S") && word.iter().all(base32);
    stellar || PREFIXES.iter().any(|prefix| word.starts_with(prefix))
}

/// Pairs of hexadecimal digits with one kind of sign between them, on one line or, as OpenSSL prints keys, on several.
fn hex_pairs(bytes: &[u8], mut hit: impl FnMut(usize, usize)) {
    const STRIDE: usize = PAIRS_PER_LINE * 3 - 3;
    let mut done = 0_usize;
    let mut probe = 0_usize;
    while probe < bytes.len() {
        let sign = (probe..probe.saturating_add(3)).find(|at| is_sign_between_pairs(bytes, *at));
        if let Some(at) = sign.filter(|at| *at >= done) {
            let (start, end, pairs) = pairs_around(bytes, at, done);
            if pairs >= HEX_PAIRS && left_edge(bytes, start).is_some() && !is(byte(bytes, end), ALNUM) {
                hit(start, end);
            }
            done = end.max(at.saturating_add(1));
        }
        probe = probe.max(done).saturating_add(STRIDE);
    }
}

fn is_pair(bytes: &[u8], at: usize) -> bool {
    bytes.get(at..at.saturating_add(2)).is_some_and(|pair| all(pair, HEX))
}

/// Four pairs, two on each side or at the end of a line fewer: enough to leave ordinary text alone.
fn is_sign_between_pairs(bytes: &[u8], at: usize) -> bool {
    let sign = byte(bytes, at);
    matches!(sign, b':' | b' ')
        && is_pair(bytes, at.saturating_add(1))
        && at.checked_sub(2).is_some_and(|pair| is_pair(bytes, pair))
        && (byte(bytes, at.saturating_add(3)) == sign || before(bytes, at.saturating_sub(2)) == sign)
}

/// Where the pairs around a sign begin and end, and how many they are.
fn pairs_around(bytes: &[u8], sign_at: usize, floor: usize) -> (usize, usize, usize) {
    let sign = byte(bytes, sign_at);
    let (mut start, mut pairs) = (sign_at.saturating_sub(2), 1_usize);
    while let Some(pair) = pair_before(bytes, start, sign).filter(|pair| *pair >= floor) {
        start = pair;
        pairs = pairs.saturating_add(1);
    }
    let mut end = sign_at;
    while byte(bytes, end) == sign {
        let next = end.saturating_add(1);
        let indent = bytes.get(next..).unwrap_or_default().iter().take(MAX_INDENT);
        let indent = indent.take_while(|byte| byte.is_ascii_whitespace()).count();
        let next = next.saturating_add(if sign == b':' { indent } else { 0 });
        if !is_pair(bytes, next) || is(byte(bytes, next.saturating_add(2)), ALNUM) {
            break;
        }
        end = next.saturating_add(2);
        pairs = pairs.saturating_add(1);
    }
    (start, end, pairs)
}

/// Where the pair begins that is before this one.
fn pair_before(bytes: &[u8], start: usize, sign: u8) -> Option<usize> {
    let mut at = start;
    if sign == b':' {
        let space = look_back(bytes, at, MAX_INDENT).iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        at = at.saturating_sub(space);
    }
    let pair = at.checked_sub(3)?;
    // `see 12 34`: the end of a word is no pair.
    (before(bytes, at) == sign && is_pair(bytes, pair) && left_edge(bytes, pair) == Some(pair)).then_some(pair)
}

#[cfg(test)]
#[path = "raw_tests.rs"]
mod tests;
