//! Chance that can be repeated: everything random in the lab comes from a seed that is printed.

pub(crate) use crate::seeded::Seeded;

impl Seeded {
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
