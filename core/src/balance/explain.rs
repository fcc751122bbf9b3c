//! Which of many transactions make a difference: the smallest set whose effects sum to it, exactly. Pure.
//!
//! Candidates are found in arithmetic modulo 2^128 of minor units, in which an amount of any size is one number; each is then
//! summed up exactly. Up to [`halves::MOST`] transactions are tried in every combination. Of more, sets of at most
//! [`pairs::LARGEST`] are, and all but at most so many: what lies between could hardly be told from chance.

use num_bigint::BigInt;

use super::{Amount, halves, pairs};

/// How many steps one comparison takes over all assets, a step being a few nanoseconds: a thousand transactions of one asset take half of them.
pub(super) const MOST_STEPS: u64 = 12_000_000;

/// Values that make a sum, by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) chosen: Vec<usize>,
    /// Whether no other set of the same size does.
    pub(super) is_only: bool,
}

/// A set that makes a difference.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Explaining {
    /// Which effects, by their places.
    pub(super) chosen: Vec<usize>,
    /// Whether no other set of the same size makes it.
    pub(super) is_only: bool,
    /// How many sets are no less simple than this one, in both directions.
    pub(super) as_simple: f64,
}

/// The smallest set of effects whose sum is this difference or the reverse of it: one side counts them already, and the other
/// one has yet to. `steps` are those that are left.
pub(super) fn explain(difference: &Amount, effects: &[&Amount], steps: &mut u64) -> Option<Explaining> {
    let scale = effects.iter().map(|effect| effect.scale()).fold(difference.scale(), u32::max);
    let values: Vec<u128> = effects.iter().map(|effect| residue(&effect.units_at(scale))).collect();
    let wanted = residue(&difference.units_at(scale));
    let targets = [wanted, wanted.wrapping_neg()];
    let hit = if values.len() <= halves::MOST && take(steps, steps_of_halves(values.len())) {
        halves::smallest(&values, &targets)
    } else {
        few_or_all_but_few(&values, &targets, steps)
    };
    let Hit { chosen, is_only } = hit?;
    let sum = chosen.iter().filter_map(|place| effects.get(*place)).fold(Amount::zero(), |sum, it| sum.plus(it));
    let is_exact = sum == *difference || sum.negated() == *difference;
    let as_simple = as_simple(values.len(), chosen.len());
    is_exact.then_some(Explaining { chosen, is_only, as_simple })
}

fn few_or_all_but_few(values: &[u128], targets: &[u128], steps: &mut u64) -> Option<Hit> {
    let all = values.iter().fold(0_u128, |sum, value| sum.wrapping_add(*value));
    let rests: Vec<u128> = targets.iter().map(|target| all.wrapping_sub(*target)).collect();
    let mut pairs = pairs::Pairs::new(values, targets);
    for size in 1..=pairs::LARGEST {
        let hit = take(steps, pairs.steps(size).saturating_mul(2)).then(|| pairs.find(size, targets)).flatten();
        if hit.is_some() {
            return hit;
        }
    }
    let but = |without: Hit| {
        let chosen = (0..values.len()).filter(|place| !without.chosen.contains(place)).collect();
        Hit { chosen, is_only: without.is_only }
    };
    if rests.contains(&0) {
        return Some(but(Hit { chosen: Vec::new(), is_only: true }));
    }
    for size in (1..=pairs::LARGEST).filter(|size| *size < values.len()) {
        let hit = take(steps, pairs.steps(size).saturating_mul(2)).then(|| pairs.find(size, &rests)).flatten();
        if let Some(hit) = hit {
            return Some(but(hit));
        }
    }
    None
}

/// Takes so many steps, if they are left.
fn take(steps: &mut u64, wanted: u64) -> bool {
    let left = steps.checked_sub(wanted);
    *steps = left.unwrap_or(*steps);
    left.is_some()
}

/// Either half's sums are made, and looked through a few times.
fn steps_of_halves(count: usize) -> u64 {
    let half = u32::try_from(count.div_ceil(2)).unwrap_or(u32::MAX);
    1_u64.checked_shl(half).unwrap_or(u64::MAX).saturating_mul(8)
}

/// An amount's minor units modulo 2^128.
fn residue(units: &BigInt) -> u128 {
    let bytes = units.to_signed_bytes_le();
    let negative = bytes.last().is_some_and(|last| *last >= 0x80);
    let mut low = [if negative { 0xff } else { 0 }; 16];
    low.iter_mut().zip(&bytes).for_each(|(low, byte)| *low = *byte);
    u128::from_le_bytes(low)
}

/// How many sets of so many there are that have no more members than a set of this size, or leave no more out, in both directions.
fn as_simple(count: usize, size: usize) -> f64 {
    let simplicity = size.min(count.saturating_sub(size));
    let float = |number: usize| u32::try_from(number).map_or(f64::INFINITY, f64::from);
    let (mut sets, mut of_size) = (0.0, 1.0);
    for chosen in 1..=simplicity {
        of_size *= float(count.saturating_sub(chosen).saturating_add(1)) / float(chosen);
        sets += of_size;
    }
    2.0 * f64::max(sets, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(difference: &str, effects: &[&str]) -> Option<Vec<usize>> {
        let effects: Vec<Amount> = effects.iter().map(|text| text.parse().unwrap()).collect();
        let effects: Vec<&Amount> = effects.iter().collect();
        let mut steps = MOST_STEPS;
        explain(&difference.parse().unwrap(), &effects, &mut steps).map(|it| it.chosen)
    }

    #[test]
    fn amounts_of_any_size_and_sign_are_summed_exactly() {
        let huge = format!("{}.5", "9".repeat(100));
        assert_eq!(found(&huge, &["1", &huge, "-2.25"]), Some(vec![1]));
        assert_eq!(found("3.25", &["5", "1", "-2.25"]), None);
        assert_eq!(found("1.25", &["5", "1", "-2.25"]), Some(vec![1, 2]));
        // Alike modulo 2^128, and not the same.
        let wrapped = format!("{}", BigInt::from(1) << 128_u32);
        assert_eq!(found(&wrapped, &["0.1", "7"]), None);
        assert_eq!(found("340282366920938463463374607431768211457", &["1"]), None);
    }

    #[test]
    fn how_many_sets_are_as_simple() {
        let rounded = |count, size| as_simple(count, size).round();
        assert!((rounded(1, 1) - 2.0).abs() < 0.5 && (rounded(10, 10) - 2.0).abs() < 0.5);
        assert!((rounded(4, 1) - 8.0).abs() < 0.5 && (rounded(4, 2) - 20.0).abs() < 0.5);
        assert!(as_simple(1_000, 4) > 8e10);
    }
}
