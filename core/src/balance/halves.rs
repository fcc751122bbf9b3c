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
    let (mut left_sums, mut right_sums) = (sums(left), sums(right));
    keep_fitting(&mut left_sums, &mut right_sums, targets, zeros_below(values.iter().chain(targets)));
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

/// Keeps of either half's sums those that may make a target with one of the other's: hardly any but those that do.
fn keep_fitting(left: &mut Vec<Sum>, right: &mut Vec<Sum>, targets: &[u128], shift: u32) {
    let of = |sum: &Sum| key(sum.sum, shift);
    let wanted: Vec<u64> = targets.iter().map(|target| key(*target, shift)).collect();
    for _ in 0..2 {
        let field = Field::of(right.iter().map(of));
        left.retain(|sum| wanted.iter().any(|wanted| field.has(wanted.wrapping_sub(of(sum)))));
        let field = Field::of(left.iter().map(of));
        right.retain(|sum| wanted.iter().any(|wanted| field.has(wanted.wrapping_sub(of(sum)))));
    }
}

/// The sums of all sets of these values, the empty one first.
fn sums(values: &[u128]) -> Vec<Sum> {
    let mut sums = vec![Sum { sum: 0, size: 0, of: 0 }];
    let mut bit = 1_u32;
    for value in values {
        let with = sums.iter().map(|it| Sum {
            sum: it.sum.wrapping_add(*value),
            size: it.size.saturating_add(1),
            of: it.of | bit,
        });
        let with: Vec<Sum> = with.collect();
        sums.extend(with);
        bit = bit.wrapping_shl(1);
    }
    sums
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
