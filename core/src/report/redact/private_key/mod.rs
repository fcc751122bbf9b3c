//! Private keys: PEM and its kin, raw keys in hexadecimal, base58 and bech32, and keys as lists of numbers.

mod numbers;
mod pem;
mod raw;

use super::Hit;

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    pem::find(text, hits);
    raw::find(text, hits);
    numbers::find(text, hits);
}
