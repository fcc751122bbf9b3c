//! The smallest set of a few values that makes a sum, by all sums of either half. Pure.

use super::explain::Hit;
use super::field::{Field, key, zeros_below};

/// Up to so many values are tried in every combination: 65,536 sums for either half.
pub(super) const MOST: usize = 32;

/// The sum of some values of a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    sum: u128,
    size: u32,
    /// Which of them, the first by the lowest bit.
    of: u32,
}

/// The smallest set that makes one of these sums, in arithmetic modulo 2^128; of several always the same one. At most [`MOST`]
/// values.
pub(super) fn smallest(values: &[u128], targets: &[u128]) -> Option<Hit> {
    let (left, right) = values.split_at(values.len().checked_div(2)?);
    let shift = zeros_below(values.iter().chain(targets));
    let (left_keys, right_keys) = (keys(left, shift), keys(right, shift));
    let wanted: Vec<u64> = targets.iter().map(|target| key(*target, shift)).collect();
    let (mut of_left, mut of_right) = (every(&left_keys), every(&right_keys));
    // Hardly any sum is left then but those that do make a target with one of the other half's.
    for _ in 0..2 {
        of_left = fitting(&of_left, &left_keys, &marked(&of_right, &right_keys), &wanted);
        of_right = fitting(&of_right, &right_keys, &marked(&of_left, &left_keys), &wanted);
    }
    let left_sums: Vec<Sum> = of_left.iter().map(|of| Sum::of(left, *of)).collect();
    let mut right_sums: Vec<Sum> = of_right.iter().map(|of| Sum::of(right, *of)).collect();
    right_sums.sort_unstable();
    let mut best: Option<(Sum, Sum)> = None;
    let mut count = 0_usize;
    for one in &left_sums {
        for target in targets {
            let rest = target.wrapping_sub(one.sum);
            let from = right_sums.partition_point(|other| other.sum < rest);
            let fitting = right_sums.get(from..).unwrap_or_default();
            // Of those that fit the smallest come first.
            let Some(first) = fitting.first().filter(|other| other.sum == rest) else { continue };
            let size = one.size.saturating_add(first.size);
            let smallest = best.map(|(one, other)| one.size.saturating_add(other.size));
            if smallest.is_some_and(|smallest| smallest < size) {
                continue;
            }
            let alike = fitting.partition_point(|other| other.sum == rest && other.size == first.size);
            if smallest == Some(size) {
                count = count.saturating_add(alike);
            } else {
                best = Some((*one, *first));
                count = alike;
            }
        }
    }
    let (one, other) = best?;
    let chosen = places(one.of).chain(places(other.of).map(|place| place.saturating_add(left.len())));
    Some(Hit { chosen: chosen.collect(), is_only: count == 1 })
}

impl Sum {
    fn of(values: &[u128], of: u32) -> Self {
        let chosen = places(of).filter_map(|place| values.get(place));
        Self { sum: chosen.fold(0, |sum, value| sum.wrapping_add(*value)), size: of.count_ones(), of }
    }
}

/// The keys of the sums of all sets of these values, each at the place that says which of them.
fn keys(values: &[u128], shift: u32) -> Vec<u64> {
    let mut keys = vec![0_u64];
    for value in values {
        let value = key(*value, shift);
        let with: Vec<u64> = keys.iter().map(|key| key.wrapping_add(value)).collect();
        keys.extend(with);
    }
    keys
}

/// All sets there are.
fn every(keys: &[u64]) -> Vec<u32> {
    (0..u32::try_from(keys.len()).unwrap_or(u32::MAX)).collect()
}

fn key_of(keys: &[u64], of: u32) -> u64 {
    usize::try_from(of).ok().and_then(|place| keys.get(place)).copied().unwrap_or_default()
}

fn marked(sets: &[u32], keys: &[u64]) -> Field {
    Field::of(sets.iter().map(|of| key_of(keys, *of)))
}

/// Those of these sets whose sum may make a wanted one with one that is marked.
fn fitting(sets: &[u32], keys: &[u64], others: &Field, wanted: &[u64]) -> Vec<u32> {
    let fits = |of: &&u32| wanted.iter().any(|wanted| others.has(wanted.wrapping_sub(key_of(keys, **of))));
    sets.iter().filter(fits).copied().collect()
}

fn places(of: u32) -> impl Iterator<Item = usize> {
    (0_u32..32).filter(move |place| of.wrapping_shr(*place) & 1 == 1).filter_map(|place| usize::try_from(place).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_set_is_found_and_whether_it_is_the_only_one() {
        let hit = |values: &[u128], target: u128| smallest(values, &[target]).map(|hit| (hit.chosen, hit.is_only));
        assert_eq!(hit(&[1, 2, 4, 8, 12], 12), Some((vec![4], true)));
        assert_eq!(hit(&[1, 2, 4, 8], 15), Some((vec![0, 1, 2, 3], true)));
        assert_eq!(hit(&[5, 7, 5], 5).map(|(_, is_only)| is_only), Some(false));
        assert_eq!(hit(&[5, 7, 5], 6), None);
        assert_eq!(hit(&[], 1), None);
        assert_eq!(hit(&[9, 2_u128.wrapping_neg()], 7), Some((vec![0, 1], true)));
    }
}
