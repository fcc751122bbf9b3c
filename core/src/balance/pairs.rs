//! Sets of at most four of many values that make a sum, by the sums of pairs. Pure.
//!
//! A thousand values have half a million pairs and forty thousand million sets of four. Of a set of four that fits, either pair
//! makes the sum with the other one, so a pair is kept only if what it lacks is the sum of some pair. That is asked of a field
//! of bits (`field`), in which a sum marks a place; asked twice, hardly a pair is left that belongs to no set.

use super::explain::Hit;
use super::field::{Field, key, zeros_below};

/// The largest set that is looked for.
pub(super) const LARGEST: usize = 4;
/// Values in which sets are looked for, modulo 2^128.
pub(super) struct Pairs<'a> {
    values: &'a [u128],
    /// The values and their places, sorted.
    sorted: Vec<(u128, usize)>,
    /// What the field knows a value by: its lowest bits that are not zero in all of them.
    keys: Vec<u64>,
    /// Which values and which pairs there are; each made when it is first needed.
    of_values: Option<Field>,
    of_pairs: Option<Field>,
    shift: u32,
}

/// The first set that fits, and whether another one does.
#[derive(Default)]
struct Found {
    first: Option<Vec<usize>>,
    is_only: bool,
}

impl Found {
    /// Takes a set that fits; true once nothing more is to be learned.
    fn take(&mut self, mut chosen: Vec<usize>) -> bool {
        chosen.sort_unstable();
        match &self.first {
            None => {
                self.first = Some(chosen);
                self.is_only = true;
            }
            Some(first) if *first != chosen => self.is_only = false,
            Some(_) => {}
        }
        self.is_settled()
    }

    fn is_settled(&self) -> bool {
        self.first.is_some() && !self.is_only
    }
}

impl<'a> Pairs<'a> {
    pub(super) fn new(values: &'a [u128], targets: &[u128]) -> Self {
        let mut sorted: Vec<(u128, usize)> =
            values.iter().copied().enumerate().map(|(place, value)| (value, place)).collect();
        sorted.sort_unstable();
        let shift = zeros_below(values.iter().chain(targets));
        let keys: Vec<u64> = values.iter().map(|value| key(*value, shift)).collect();
        Self { values, sorted, keys, of_values: None, of_pairs: None, shift }
    }

    /// How many steps it takes to look for sets of so many.
    pub(super) fn steps(&self, size: usize) -> u64 {
        let count = u64::try_from(self.values.len()).unwrap_or(u64::MAX);
        let pairs = count.saturating_mul(count).checked_div(2).unwrap_or_default();
        match size {
            0..=2 => count,
            3 => pairs,
            _ => pairs.saturating_mul(2),
        }
    }

    /// A set of exactly so many values that makes one of these sums.
    pub(super) fn find(&mut self, size: usize, targets: &[u128]) -> Option<Hit> {
        let mut found = Found::default();
        for target in targets {
            match size {
                1 => self.one(*target, &mut found),
                2 => self.two(*target, &mut found),
                3 => self.three(*target, &mut found),
                4 => self.four(*target, &mut found),
                _ => {}
            }
        }
        Some(Hit { chosen: found.first?, is_only: found.is_only })
    }

    /// The places of a value, the first two beyond a place.
    fn beyond(&self, value: u128, place: Option<usize>) -> impl Iterator<Item = usize> {
        let from = self.sorted.partition_point(|it| match place {
            Some(place) => *it <= (value, place),
            None => it.0 < value,
        });
        let fitting = self.sorted.get(from..).unwrap_or_default().iter();
        fitting.take_while(move |it| it.0 == value).map(|it| it.1).take(2)
    }

    fn one(&self, target: u128, found: &mut Found) {
        for place in self.beyond(target, None) {
            found.take(vec![place]);
        }
    }

    fn two(&self, target: u128, found: &mut Found) {
        for (one, value) in self.values.iter().enumerate() {
            for other in self.beyond(target.wrapping_sub(*value), Some(one)) {
                if found.take(vec![one, other]) {
                    return;
                }
            }
        }
    }

    fn three(&mut self, target: u128, found: &mut Found) {
        let wanted = key(target, self.shift);
        let of_values = self.of_values.take().unwrap_or_else(|| Field::of(self.keys.iter().copied()));
        self.three_in(&of_values, wanted, target, found);
        self.of_values = Some(of_values);
    }

    fn three_in(&self, of_values: &Field, wanted: u64, target: u128, found: &mut Found) {
        for (one, (value, its_key)) in self.values.iter().zip(&self.keys).enumerate() {
            let (rest, rest_key) = (target.wrapping_sub(*value), wanted.wrapping_sub(*its_key));
            let later = self.keys.iter().enumerate().skip(one.saturating_add(1));
            for (two, _) in later.filter(|(_, key)| of_values.has(rest_key.wrapping_sub(**key))) {
                let Some(second) = self.values.get(two) else { continue };
                for third in self.beyond(rest.wrapping_sub(*second), Some(two)) {
                    if found.take(vec![one, two, third]) {
                        return;
                    }
                }
            }
        }
    }

    fn four(&mut self, target: u128, found: &mut Found) {
        let wanted = key(target, self.shift);
        let keys = &self.keys;
        let of_pairs = self.of_pairs.get_or_insert_with(|| {
            let count = keys.len().saturating_mul(keys.len()).checked_div(2).unwrap_or_default();
            let mut field = Field::for_sums(count);
            each_pair(keys, |sum, _, _| field.mark(sum));
            field
        });
        let mut left: Vec<(u64, usize, usize)> = Vec::new();
        each_pair(keys, |sum, one, other| {
            if of_pairs.has(wanted.wrapping_sub(sum)) && left.len() < MOST_LEFT {
                left.push((sum, one, other));
            }
        });
        let of_left = Field::of(left.iter().map(|(sum, _, _)| *sum));
        left.retain(|(sum, _, _)| of_left.has(wanted.wrapping_sub(*sum)));
        left.sort_unstable();
        let mut steps = self.steps(2).saturating_mul(MATCHES);
        for (sum, one, two) in &left {
            let rest = wanted.wrapping_sub(*sum);
            let from = left.partition_point(|it| it.0 < rest);
            let fitting = left.get(from..).unwrap_or_default().iter().take_while(|it| it.0 == rest);
            for (_, three, four) in fitting {
                let Some(left) = steps.checked_sub(1) else { return };
                steps = left;
                let chosen = [*one, *two, *three, *four];
                let is_set = !(one == three || one == four || two == three || two == four);
                if is_set && self.sum(&chosen) == target && found.take(chosen.to_vec()) {
                    return;
                }
            }
        }
    }

    fn sum(&self, chosen: &[usize]) -> u128 {
        chosen.iter().filter_map(|place| self.values.get(*place)).fold(0, |sum, value| sum.wrapping_add(*value))
    }
}

/// How many pairs are kept of those that may belong to a set. A thousand values leave some thirty thousand by chance; where more are
/// left, many amounts are alike, and the first of them tell as much.
const MOST_LEFT: usize = 200_000;
/// How many pairs are matched with each other, as a multiple of how many values there are. Amounts that are all alike match in
/// millions of ways, of which two tell as much.
const MATCHES: u64 = 512;

fn each_pair(keys: &[u64], mut tell: impl FnMut(u64, usize, usize)) {
    for (one, key) in keys.iter().enumerate() {
        let later = keys.iter().enumerate().skip(one.saturating_add(1));
        later.for_each(|(other, second)| tell(key.wrapping_add(*second), one, other));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(values: &[u128], size: usize, target: u128) -> Option<(Vec<usize>, bool)> {
        Pairs::new(values, &[target]).find(size, &[target]).map(|hit| (hit.chosen, hit.is_only))
    }

    #[test]
    fn sets_of_each_size_are_found_and_whether_they_are_the_only_ones() {
        let powers: Vec<u128> = (0..40).map(|power| 1 << power).collect();
        for size in 1..=LARGEST {
            let chosen: Vec<usize> = (0..size).map(|place| 3 + place * 9).collect();
            let target = chosen.iter().map(|place| powers[*place]).sum();
            assert_eq!(hit(&powers, size, target), Some((chosen, true)), "{size}");
            assert_eq!(hit(&powers, size, 0), None, "{size}");
        }
        let alike = [7; 50];
        for size in 1..=LARGEST {
            let target = 7 * u128::try_from(size).unwrap();
            assert!(matches!(hit(&alike, size, target), Some((chosen, false)) if chosen.len() == size), "{size}");
        }
    }

    #[test]
    fn a_value_is_taken_once() {
        assert_eq!(hit(&[5, 1], 2, 10), None);
        assert_eq!(hit(&[5, 1, 1], 4, 12), None);
        assert_eq!(hit(&[5, 1, 2], 3, 12), None);
    }
}
