//! Chance that can be repeated: a secret, its surroundings and a look-alike all come from the seed and the entry's id, so
//! that adding an entry changes no other.

pub(crate) use crate::seeded::Seeded;

/// The digits, for [`Seeded::string`].
pub(crate) const DIGITS: &str = "0123456789";
/// The alphabet of base64url, and of most tokens.
pub(crate) const URL_SAFE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// The alphabet of base64.
pub(crate) const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Letters and digits.
pub(crate) const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Capital letters and digits.
pub(crate) const UPPER_ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// Hexadecimal digits, lower-case.
pub(crate) const HEX: &str = "0123456789abcdef";

impl Seeded {
    /// The chance of one entry: FNV-1a of its id and the attempt, on top of the seed.
    pub(crate) fn of(seed: u64, id: &str, attempt: u64) -> Self {
        let hashed = id
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self::new(seed ^ hashed.wrapping_add(attempt.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A number from `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.up_to(most - least)
    }

    /// An index below `length`.
    pub(crate) fn below(&mut self, length: usize) -> usize {
        usize::try_from(self.between(0, length.saturating_sub(1) as u64)).unwrap_or(0)
    }

    /// True once in `times` on average.
    pub(crate) fn one_in(&mut self, times: u64) -> bool {
        self.between(1, times) == 1
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// So many characters out of an ASCII alphabet.
    pub(crate) fn string(&mut self, alphabet: &str, length: usize) -> String {
        let alphabet = alphabet.as_bytes();
        (0..length).map(|_| char::from(*self.pick(alphabet))).collect()
    }

    /// So many decimal digits, the first of which is not 0.
    pub(crate) fn number(&mut self, length: usize) -> String {
        let first = self.string("123456789", 1);
        first + &self.string(DIGITS, length.saturating_sub(1))
    }

    /// So many bytes.
    pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_repeats_itself_and_another_differs() {
        let draw = |id, attempt| Seeded::of(1, id, attempt).string(HEX, 16);
        assert_eq!(draw("card/csv/0001", 0), draw("card/csv/0001", 0));
        assert_ne!(draw("card/csv/0001", 0), draw("card/csv/0002", 0));
        assert_ne!(draw("card/csv/0001", 0), draw("card/csv/0001", 1));
    }
}
