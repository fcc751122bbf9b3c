//! Private keys of chains: raw, in Bitcoin's import format, extended (BIP 32), Solana's two forms, and age's identities.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant, first, last, windows};
use crate::corpus::seeded::{HEX, Seeded};

pub(super) fn hex_keys() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, upper: bool, after: &'static str| {
        Format::new(name, move |chance| {
            let lower = chance.string(HEX, 64);
            let key = if upper { lower.to_uppercase() } else { lower };
            let marked = before.ends_with("0x");
            let secret = if marked { format!("0x{key}") } else { key.clone() };
            let before = if marked { before.trim_end_matches("0x") } else { before };
            let pieces = [first(&key, 32), last(&key, 32)].into_iter().chain(windows(&key, 20, 4));
            Plant::labelled(before, secret, after).pieces(pieces.collect::<Vec<_>>()).piece(key)
        })
    };
    vec![
        of("lower", "", false, ""),
        of("upper", "", true, ""),
        of("0x_lower", "0x", false, ""),
        of("0x_upper", "0x", true, ""),
        of("named", "privateKey: ", false, ""),
        of("named_0x", "private_key=0x", false, ""),
        of("json", "{\"privateKey\":\"0x", false, "\"}"),
        of("zh", "私钥：", false, ""),
    ]
}

fn long(secret: String) -> Plant {
    let pieces = windows(&secret, 16, 5).split_off(1);
    Plant::bare(secret).pieces(pieces)
}

pub(super) fn wif() -> Vec<Format> {
    let of = |name: &'static str, version: u8, tail: &'static [u8]| {
        Format::new(name, move |chance| long(encode::base58check(&[&[version], &*chance.bytes(32), tail].concat())))
    };
    vec![
        of("mainnet_compressed", 0x80, &[1]),
        of("mainnet_uncompressed", 0x80, &[]),
        of("testnet_compressed", 0xEF, &[1]),
        of("testnet_uncompressed", 0xEF, &[]),
    ]
}

pub(super) fn extended() -> Vec<Format> {
    let of = |name: &'static str, version: u32| {
        Format::new(name, move |chance| {
            let depth = u8::try_from(chance.between(1, 5)).unwrap_or(1);
            let payload = [&version.to_be_bytes(), &[depth][..], &chance.bytes(40), &[0], &chance.bytes(32)].concat();
            long(encode::base58check(&payload))
        })
    };
    vec![of("xprv", 0x0488_ADE4), of("yprv", 0x049D_7878), of("zprv", 0x04B2_430C), of("tprv", 0x0435_8394)]
}

pub(super) fn solana_bytes() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, separator: &'static str, after: &'static str, a_line: usize| {
        Format::new(name, move |chance| bytes_in(before, separator, after, a_line, chance))
    };
    vec![
        of("tight", "[", ",", "]", 64),
        of("spaced", "[", ", ", "]", 64),
        of("lines_of_16", "[\n  ", ", ", "\n]", 16),
        of("one_a_line", "[\n  ", ",", "\n]", 1),
        of("named", "{\"secretKey\":[", ",", "]}", 64),
    ]
}

fn bytes_in(before: &str, separator: &str, after: &str, a_line: usize, chance: &mut Seeded) -> Plant {
    let numbers: Vec<String> = chance.bytes(64).iter().map(u8::to_string).collect();
    let line_break = format!("{}\n  ", separator.trim_end());
    let lines = |numbers: &[String]| {
        let lines: Vec<String> = numbers.chunks(a_line).map(|line| line.join(separator)).collect();
        lines.join(&line_break)
    };
    // Runs of eight neighbouring numbers, each within a line.
    let run = if a_line == 1 { 6 } else { 8 };
    let pieces: Vec<String> = numbers.chunks(run).take(8).map(lines).collect();
    Plant::labelled(before, lines(&numbers), after).pieces(pieces)
}

pub(super) fn solana_base58() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| {
            let secret = encode::base58(&chance.bytes(64));
            Plant::labelled(before, secret.clone(), after).pieces(windows(&secret, 16, 5))
        })
    };
    vec![
        of("alone", "", ""),
        of("named", "secretKey=", ""),
        of("json", "{\"keypair\":\"", "\"}"),
        of("zh", "Solana 私钥：", ""),
    ]
}

pub(super) fn age() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str| {
        Format::new(name, move |chance| {
            let secret = encode::bech32("age-secret-key-", &encode::five_bits(&chance.bytes(32))).to_uppercase();
            let pieces = windows(&last(&secret, 58), 16, 4);
            Plant::labelled(before, secret, "").pieces(pieces)
        })
    };
    vec![of("alone", ""), of("key_file", "# created: 2026-11-27T09:00:00Z\n"), of("named", "AGE_KEY=")]
}
