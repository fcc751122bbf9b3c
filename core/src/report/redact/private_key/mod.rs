//! Private keys: PEM and its kin, raw keys in hexadecimal, base58 and bech32, and keys as lists of numbers.

mod numbers;
mod pem;
mod raw;

use super::Hit;

/// Reads, besides the text, the runs of letters, digits and signs that [`wrapped::runs`](super::wrapped::runs) has found in it.
pub(super) fn find(text: &str, runs: &[(usize, usize)], hits: &mut Vec<Hit>) {
    pem::find(text, hits);
    raw::find(text, runs, hits);
    numbers::find(text, hits);
}
