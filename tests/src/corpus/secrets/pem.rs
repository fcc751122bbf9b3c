//! Private keys in PEM (RFC 7468) and OpenSSH's form. The bodies are random bytes of the usual lengths behind the usual
//! first bytes; no key opens anything.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant, windows};
use crate::corpus::seeded::Seeded;

/// A label, the first bytes of its DER, how many random ones follow, and headers before the body.
type Shape = (&'static str, &'static str, &'static [u8], usize, &'static str);

const SHAPES: [Shape; 7] = [
    ("rsa", "RSA PRIVATE KEY", &[0x30, 0x82, 0x02, 0x5C, 0x02, 0x01, 0x00, 0x02, 0x81, 0x81, 0x00], 597, ""),
    ("ec", "EC PRIVATE KEY", &[0x30, 0x77, 0x02, 0x01, 0x01, 0x04, 0x20], 114, ""),
    ("pkcs8", "PRIVATE KEY", &[0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07], 128, ""),
    ("pkcs8_ed25519", "PRIVATE KEY", &[0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70], 36, ""),
    ("encrypted", "ENCRYPTED PRIVATE KEY", &[0x30, 0x81, 0xEC, 0x30, 0x57, 0x06, 0x09, 0x2A], 231, ""),
    ("dsa", "DSA PRIVATE KEY", &[0x30, 0x82, 0x01, 0xBB, 0x02, 0x01, 0x00], 439, ""),
    (
        "rsa_encrypted",
        "RSA PRIVATE KEY",
        &[],
        608,
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,8E5E2C0D7A9B4F136D5C2B1A09F8E7D6\n\n",
    ),
];

pub(super) fn pem() -> Vec<Format> {
    let lines = |shape: Shape| Format::new(shape.0, move |chance| block(&shape, "\n", chance));
    let mut all: Vec<Format> = SHAPES.into_iter().map(lines).collect();
    let escaped = |at: usize, name: &'static str, line_end: &'static str| {
        Format::new(name, move |chance| block(&SHAPES[at], line_end, chance))
    };
    all.extend([
        escaped(1, "ec_escaped", "\\n"),
        escaped(2, "pkcs8_escaped", "\\n"),
        escaped(3, "ed25519_spaces", " "),
        escaped(0, "rsa_escaped", "\\n"),
        escaped(1, "ec_crlf", "\r\n"),
    ]);
    all
}

fn block(shape: &Shape, line_end: &str, chance: &mut Seeded) -> Plant {
    let (_, label, prefix, length, headers) = *shape;
    let body = encode::base64([prefix, &chance.bytes(length)].concat());
    armoured(label, &body, 64, &headers.replace('\n', line_end), line_end)
}

fn armoured(label: &str, body: &str, width: usize, headers: &str, line_end: &str) -> Plant {
    let wrapped = encode::wrapped(body, width, line_end);
    let text = format!("-----BEGIN {label}-----{line_end}{headers}{wrapped}{line_end}-----END {label}-----");
    let lines: Vec<&str> = wrapped.split(line_end).collect();
    // The first line begins like every such key; the last may be short.
    let mut pieces: Vec<String> =
        lines.iter().skip(1).step_by(lines.len() / 5 + 1).map(|line| (*line).to_owned()).collect();
    pieces.extend(lines.first().map(|line| line.chars().skip(24).take(24).collect()));
    pieces.extend(lines.iter().rev().take(2).flat_map(|line| windows(line, 20, 2)));
    pieces.retain(|piece| piece.len() >= 16);
    Plant::bare(text).pieces(pieces)
}

pub(super) fn openssh() -> Vec<Format> {
    let of = |name: &'static str, random: usize, line_end: &'static str| {
        Format::new(name, move |chance| {
            let body = [b"openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none".as_slice(), &chance.bytes(random)].concat();
            armoured("OPENSSH PRIVATE KEY", &encode::base64(body), 70, "", line_end)
        })
    };
    vec![of("ed25519", 200, "\n"), of("ecdsa", 340, "\n"), of("ed25519_escaped", 200, "\\n"), of("rsa", 520, "\n")]
}
