//! Chinese resident identity numbers (GB 11643-1999): region, date of birth, sequence and a check character, which is an X
//! once in eleven.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant, first};
use crate::corpus::secrets::cards::grouped;
use crate::corpus::seeded::{DIGITS, Seeded};

const REGIONS: [&str; 24] = [
    "110101", "110105", "120101", "130102", "140105", "210102", "220102", "230103", "310101", "310115", "320102",
    "330106", "340102", "350203", "370102", "410105", "420106", "430102", "440106", "440305", "500103", "510104",
    "530102", "610113",
];
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

pub(super) fn formats() -> Vec<Format> {
    let of = |name: &'static str, x: Option<bool>, write: fn(&str) -> String| {
        Format::new(name, move |chance| plant(&number(chance, x), write))
    };
    vec![
        of("digits", Some(false), str::to_owned),
        of("upper_x", Some(true), str::to_owned),
        of("lower_x", Some(true), str::to_lowercase),
        of("spaces", Some(false), |id| grouped(id, &[6, 8, 4], " ")),
        of("spaces_x", Some(true), |id| grouped(id, &[6, 8, 4], " ")),
        of("dashes", Some(false), |id| grouped(id, &[6, 8, 4], "-")),
        of("full_width", Some(false), encode::full_width),
        of("full_width_x", Some(true), encode::full_width),
        Format::new("labelled_zh", |chance| {
            let id = number(chance, None);
            Plant::labelled("身份证号：", id.clone(), "").of_digits().pieces(pieces(&id))
        }),
    ]
}

fn plant(id: &str, write: fn(&str) -> String) -> Plant {
    Plant::bare(write(id)).of_digits().pieces(pieces(id))
}

fn pieces(id: &str) -> Vec<String> {
    let birth_and_sequence = id.chars().skip(6).take(11).collect();
    vec![id.to_owned(), first(id, 17), birth_and_sequence]
}

/// A number with a check character that is an X, isn't, or is as it comes.
fn number(chance: &mut Seeded, x: Option<bool>) -> String {
    loop {
        let region = *chance.pick(&REGIONS);
        let born = format!("{}{:02}{:02}", chance.between(1952, 2004), chance.between(1, 12), chance.between(1, 28));
        let body = format!("{region}{born}{}", chance.string(DIGITS, 3));
        let check = check(&body);
        if x.is_none_or(|wanted| wanted == (check == 'X')) {
            return format!("{body}{check}");
        }
    }
}

/// GB 11643's check character for seventeen digits.
pub(crate) fn check(body: &str) -> char {
    let digits = body.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    CHECKS[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_standards_example_checks() {
        assert_eq!(super::check("11010519491231002"), 'X');
        assert_eq!(super::check("44052418800101001"), '4');
    }
}
