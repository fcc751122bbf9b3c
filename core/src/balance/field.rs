//! A field of bits that knows which sums there may be. Pure.

/// Spreads sums over the field (Fibonacci hashing: 2^64 divided by the golden ratio).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// Folds a sum's upper bits into its lower ones before that. Without it, whatever seems to fit from one side seems to fit from the
/// other one as well, since a product of a difference is the difference of the products: looking twice would tell nothing.
const FOLD: u32 = 32;
/// How many bits a field has for each sum that will be marked, as a power of two: one place in sixteen is taken by chance.
const BITS_EACH: u32 = 4;
/// The most bits, as a power of two: a megabyte, which stays near the processor.
const MOST_BITS: u32 = 23;
/// The fewest, likewise: one word.
const FEWEST_BITS: u32 = 6;

/// Which sums there may be: one that is not marked is not there.
pub(super) struct Field {
    bits: Vec<u64>,
    shift: u32,
}

impl Field {
    /// For about so many sums.
    pub(super) fn for_sums(count: usize) -> Self {
        let each = usize::BITS.saturating_sub(count.leading_zeros()).saturating_add(BITS_EACH);
        let log = each.clamp(FEWEST_BITS, MOST_BITS);
        let words = 1_usize.wrapping_shl(log.saturating_sub(FEWEST_BITS));
        Self { bits: vec![0; words], shift: u64::BITS.saturating_sub(log) }
    }

    /// With these sums marked.
    pub(super) fn of(sums: impl ExactSizeIterator<Item = u64>) -> Self {
        let mut field = Self::for_sums(sums.len());
        sums.for_each(|sum| field.mark(sum));
        field
    }

    fn place(&self, sum: u64) -> (usize, u64) {
        let once = (sum ^ sum.wrapping_shr(FOLD)).wrapping_mul(SPREAD);
        let spread = (once ^ once.wrapping_shr(FOLD)).wrapping_mul(SPREAD).wrapping_shr(self.shift);
        let word = usize::try_from(spread.wrapping_shr(FEWEST_BITS)).unwrap_or_default();
        let bit = u32::try_from(spread & u64::from(u64::BITS.saturating_sub(1))).unwrap_or_default();
        (word, 1_u64.wrapping_shl(bit))
    }

    pub(super) fn mark(&mut self, sum: u64) {
        let (word, bit) = self.place(sum);
        if let Some(word) = self.bits.get_mut(word) {
            *word |= bit;
        }
    }

    pub(super) fn has(&self, sum: u64) -> bool {
        let (word, bit) = self.place(sum);
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// What a field knows a value by: its lowest 64 bits beyond so many that are zero in all of them. Sums of keys are keys of sums.
pub(super) fn key(value: u128, shift: u32) -> u64 {
    u64::try_from(value.wrapping_shr(shift) & u128::from(u64::MAX)).unwrap_or_default()
}

/// How many of the lowest bits are zero in all of these; of amounts with many decimals they are often all alike.
pub(super) fn zeros_below<'a>(values: impl Iterator<Item = &'a u128>) -> u32 {
    values.fold(0, |all, value| all | value).trailing_zeros().min(u64::BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_there_and_little_else() {
        let field = Field::of((0..1_000_u32).map(|n| u64::from(n).wrapping_mul(u64::from(n)).wrapping_shl(3)));
        assert!((0..1_000_u64).all(|n| field.has(n.wrapping_mul(n).wrapping_shl(3))));
        let others = (0..10_000_u64).filter(|n| field.has(n.wrapping_mul(8_191) | 1)).count();
        assert!(others < 1_500, "{others}");
        assert!(!Field::for_sums(0).has(7));
    }
}
