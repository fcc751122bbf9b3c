//! Payment cards (ISO/IEC 7812): issuer ranges of the networks, Luhn's check digit, and the ways people group the digits.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant, first, last};
use crate::corpus::seeded::{DIGITS, Seeded};

/// A network's numbers: its name, how many digits, how they are embossed, and the ranges they begin in.
type Network = (&'static str, usize, &'static [usize], &'static [(u64, u64)]);

const NETWORKS: [Network; 10] = [
    ("visa", 16, &[4, 4, 4, 4], &[(400, 499)]),
    ("visa_13", 13, &[4, 3, 3, 3], &[(400, 499)]),
    ("mastercard_5", 16, &[4, 4, 4, 4], &[(510, 559)]),
    ("mastercard_2", 16, &[4, 4, 4, 4], &[(2221, 2720)]),
    ("unionpay_16", 16, &[4, 4, 4, 4], &[(622_126, 622_925), (624, 626)]),
    ("unionpay_19", 19, &[4, 4, 4, 4, 3], &[(621_226, 621_288), (622_126, 622_925)]),
    ("unionpay_19_long", 19, &[6, 13], &[(621_660, 621_799)]),
    ("amex", 15, &[4, 6, 5], &[(340, 349), (370, 379)]),
    ("jcb", 16, &[4, 4, 4, 4], &[(3528, 3589)]),
    ("diners", 14, &[4, 6, 4], &[(300, 305), (360, 369)]),
];

const SEPARATORS: [(&str, &str); 6] =
    [("bare", ""), ("space", " "), ("dash", "-"), ("dot", "."), ("nbsp", "\u{a0}"), ("full_width", "")];

pub(super) fn formats() -> Vec<Format> {
    let mut all = Vec::new();
    for network in NETWORKS {
        for (name, separator) in SEPARATORS {
            all.push(Format::new(format!("{}/{name}", network.0), move |chance| {
                let digits = number(&network, chance);
                let grouped = grouped(&digits, network.2, separator);
                plant(&digits, if name == "full_width" { encode::full_width(&grouped) } else { grouped })
            }));
        }
        all.push(Format::new(format!("{}/digit_by_digit", network.0), move |chance| {
            let digits = number(&network, chance);
            let spaced: Vec<String> = digits.chars().map(String::from).collect();
            plant(&digits, spaced.join(" "))
        }));
    }
    all
}

fn plant(digits: &str, written: String) -> Plant {
    Plant::bare(written).of_digits().piece(digits).piece(last(digits, 12)).piece(first(digits, 12))
}

fn number(network: &Network, chance: &mut Seeded) -> String {
    let (least, most) = *chance.pick(network.3);
    let mut digits = chance.between(least, most).to_string();
    digits += &chance.string(DIGITS, network.1 - 1 - digits.len());
    let check = luhn_check(&digits);
    digits + &check.to_string()
}

/// The digit that makes a number pass Luhn's check when it is put behind it.
pub(crate) fn luhn_check(digits: &str) -> u32 {
    let weighted = digits.chars().rev().filter_map(|digit| digit.to_digit(10)).enumerate().map(|(at, digit)| {
        let doubled = if at % 2 == 0 { digit * 2 } else { digit };
        doubled / 10 + doubled % 10
    });
    (10 - weighted.sum::<u32>() % 10) % 10
}

/// Digits in groups of these lengths.
pub(super) fn grouped(digits: &str, lengths: &[usize], separator: &str) -> String {
    let mut rest = digits.chars();
    let groups: Vec<String> = lengths.iter().map(|length| rest.by_ref().take(*length).collect()).collect();
    groups.join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_test_numbers_check() {
        assert_eq!(luhn_check("411111111111111"), 1);
        assert_eq!(luhn_check("37828224631000"), 5);
        assert_eq!(grouped("378282246310005", &[4, 6, 5], " "), "3782 822463 10005");
    }

    #[test]
    fn every_network_gives_its_length() {
        let mut chance = Seeded::new(1);
        for network in NETWORKS {
            assert_eq!(number(&network, &mut chance).len(), network.1, "{}", network.0);
            assert_eq!(network.2.iter().sum::<usize>(), network.1);
        }
    }
}
