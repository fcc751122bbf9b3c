//! Chance that can be repeated: everything random in the lab comes from a seed that is printed.

/// SplitMix64 (Steele, Lea and Flood, 'Fast splittable pseudorandom number generators', 2014). Even neighbouring seeds give
/// unrelated numbers, and a run's seed is the scenario's plus the run's number.
#[derive(Debug, Clone)]
pub(crate) struct Seeded(u64);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `most`, both included.
    pub(crate) fn up_to(&mut self, most: u64) -> u64 {
        // The high half of a product instead of a remainder, which would favour small numbers.
        let wide = u128::from(self.next()) * (u128::from(most) + 1);
        u64::try_from(wide >> 64).unwrap_or(most)
    }

    /// As many different positions below `length` as asked for, in any order.
    fn positions(&mut self, count: usize, length: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..length).collect();
        for index in 0..count.min(length) {
            let rest = (length - index - 1) as u64;
            let other = index + usize::try_from(self.up_to(rest)).unwrap_or(0);
            all.swap(index, other);
        }
        all.truncate(count);
        all
    }
}

/// Which packets get lost: in each block of packets exactly the share that is due, at random positions. So a loss of 5 %
/// loses something in every run of more than a hundred packets, and no two blocks alike.
#[derive(Debug, Clone)]
pub(crate) struct LossPattern {
    chance: Seeded,
    lost_in_block: usize,
    block: Vec<bool>,
    next: usize,
}

/// Whole percents need blocks of a hundred only.
const SHORT_BLOCK: usize = 100;
/// Tenths of a percent need longer ones.
const LONG_BLOCK: usize = 1000;

impl LossPattern {
    pub(crate) fn new(seed: u64, per_mille: u16) -> Self {
        let per_mille = usize::from(per_mille).min(LONG_BLOCK);
        let (length, lost_in_block) =
            if per_mille % 10 == 0 { (SHORT_BLOCK, per_mille / 10) } else { (LONG_BLOCK, per_mille) };
        Self { chance: Seeded::new(seed), lost_in_block, block: vec![false; length], next: length }
    }

    /// Whether the next packet gets lost.
    pub(crate) fn loses_next(&mut self) -> bool {
        if self.next >= self.block.len() {
            self.block.fill(false);
            for position in self.chance.positions(self.lost_in_block, self.block.len()) {
                if let Some(lost) = self.block.get_mut(position) {
                    *lost = true;
                }
            }
            self.next = 0;
        }
        let lost = self.block.get(self.next).copied().unwrap_or(false);
        self.next += 1;
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_block(seed: u64, per_mille: u16, length: usize) -> Vec<bool> {
        let mut pattern = LossPattern::new(seed, per_mille);
        (0..length).map(|_| pattern.loses_next()).collect()
    }

    #[test]
    fn the_published_sequence_comes_out() {
        let mut chance = Seeded::new(1_234_567);
        let numbers: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(numbers, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn both_ends_of_a_range_are_reached_and_nothing_beyond() {
        let mut chance = Seeded::new(7);
        let drawn: std::collections::BTreeSet<u64> = (0..200).map(|_| chance.up_to(3)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(chance.up_to(0), 0);
    }

    #[test]
    fn every_block_loses_exactly_its_share() {
        for (per_mille, length, expected) in
            [(50, 100, 5), (500, 100, 50), (1000, 100, 100), (0, 100, 0), (13, 1000, 13)]
        {
            let mut pattern = LossPattern::new(3, per_mille);
            for block in 0..3 {
                let lost = (0..length).filter(|_| pattern.loses_next()).count();
                assert_eq!(lost, expected, "{per_mille} per mille, block {block}");
            }
        }
    }

    #[test]
    fn a_seed_repeats_itself_and_another_differs() {
        assert_eq!(first_block(11, 200, 300), first_block(11, 200, 300));
        assert_ne!(first_block(11, 200, 300), first_block(12, 200, 300));
    }
}
