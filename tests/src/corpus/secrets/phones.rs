//! Telephone numbers: Chinese mobiles and landlines, and other countries' (numbers reserved for fiction where there are any).

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant, last};
use crate::corpus::secrets::cards::grouped;
use crate::corpus::seeded::{DIGITS, Seeded};

const MOBILE: [&str; 24] = [
    "130", "131", "133", "135", "136", "137", "138", "139", "147", "150", "151", "152", "155", "158", "166", "173",
    "176", "180", "182", "185", "186", "188", "191", "199",
];

pub(super) fn mobiles() -> Vec<Format> {
    let of = |name: &'static str, write: fn(&str) -> String| {
        Format::new(name, move |chance| {
            let number = format!("{}{}", chance.pick(&MOBILE), chance.string(DIGITS, 8));
            Plant::bare(write(&number)).of_digits().piece(&number).piece(last(&number, 8))
        })
    };
    vec![
        of("bare", str::to_owned),
        of("spaces", |number| grouped(number, &[3, 4, 4], " ")),
        of("dashes", |number| grouped(number, &[3, 4, 4], "-")),
        of("plus_86", |number| format!("+86{number}")),
        of("plus_86_space", |number| format!("+86 {number}")),
        of("plus_86_spaces", |number| format!("+86 {}", grouped(number, &[3, 4, 4], " "))),
        of("plus_86_dashes", |number| format!("+86-{}", grouped(number, &[3, 4, 4], "-"))),
        of("bracketed_86", |number| format!("(+86) {number}")),
        of("00_86", |number| format!("0086{number}")),
        of("00_86_spaces", |number| format!("0086 {}", grouped(number, &[3, 4, 4], " "))),
        of("86", |number| format!("86{number}")),
        of("86_dash", |number| format!("86-{number}")),
        of("full_width", encode::full_width),
        of("full_width_86", |number| encode::full_width(&format!("+86{number}"))),
    ]
}

pub(super) fn landlines() -> Vec<Format> {
    let of = |name: &'static str, area: &'static str, length: usize, write: fn(&str, &str) -> String| {
        Format::new(name, move |chance| {
            // A subscriber's number begins with 2 to 8.
            let local = format!("{}{}", chance.between(2, 8), chance.string(DIGITS, length - 1));
            let joined = format!("{area}{local}");
            Plant::bare(write(area, &local)).of_digits().piece(joined).piece(local)
        })
    };
    vec![
        of("dash_010", "010", 8, |area, local| format!("{area}-{local}")),
        of("dash_0755", "0755", 8, |area, local| format!("{area}-{local}")),
        of("dash_0471", "0471", 7, |area, local| format!("{area}-{local}")),
        of("brackets_021", "021", 8, |area, local| format!("({area}) {local}")),
        of("brackets_tight_020", "020", 8, |area, local| format!("({area}){local}")),
        of("full_width_brackets_028", "028", 8, |area, local| format!("（{area}）{local}")),
        of("space_0571", "0571", 8, |area, local| format!("{area} {local}")),
        of("groups_010", "010", 8, |area, local| format!("{area}-{}", grouped(local, &[4, 4], "-"))),
        of("groups_025", "025", 8, |area, local| format!("{area} {}", grouped(local, &[4, 4], " "))),
        of("plus_86_10", "10", 8, |area, local| format!("+86 {area} {}", grouped(local, &[4, 4], " "))),
        of("plus_86_755", "755", 8, |area, local| format!("+86-{area}-{local}")),
        of("full_width_027", "027", 8, |area, local| encode::full_width(&format!("{area}-{local}"))),
        of("extension_021", "021", 8, |area, local| format!("{area}-{local}-8016")),
    ]
}

/// What comes before a number, the number with `#` for a random digit, and where the national number begins.
type Pattern = (&'static str, &'static str, &'static str);

const PATTERNS: [Pattern; 22] = [
    ("us_plus", "+1 ", "415 555 01##"),
    ("us_plus_tight", "+1", "21255501##"),
    ("us_plus_dashes", "+1-", "650-555-01##"),
    ("us_plus_brackets", "+1 ", "(312) 555-01##"),
    ("us_brackets", "", "(415) 555-01##"),
    ("us_dashes", "", "206-555-01##"),
    ("us_dots", "", "303.555.01##"),
    ("uk_plus", "+44 ", "20 7946 0###"),
    ("uk_plus_tight", "+44", "7700900###"),
    ("uk_mobile_plus", "+44 ", "7700 900###"),
    ("uk_00", "00 44 ", "20 7946 0###"),
    ("uk_00_tight", "0044", "1632960###"),
    ("hk_plus", "+852 ", "5### ####"),
    ("hk_plus_tight", "+852", "9#######"),
    ("hk_plus_dashes", "+852-", "6###-####"),
    ("sg_plus", "+65 ", "8### ####"),
    ("sg_plus_tight", "+65", "9#######"),
    ("sg_00", "0065 ", "6### ####"),
    ("au_plus", "+61 ", "491 570 ###"),
    ("de_plus", "+49 ", "30 23125 ###"),
    ("fr_plus", "+33 ", "1 99 00 ## ##"),
    ("jp_plus", "+81 ", "90-####-####"),
];

pub(super) fn international() -> Vec<Format> {
    let one = |(name, prefix, pattern): Pattern| {
        Format::new(name, move |chance| {
            let national = filled(pattern, chance);
            let digits: String = national.chars().filter(char::is_ascii_digit).collect();
            Plant::bare(format!("{prefix}{national}")).of_digits().piece(last(&digits, 7)).piece(digits)
        })
    };
    let mut all: Vec<Format> = PATTERNS.into_iter().map(one).collect();
    all.push(Format::new("full_width_hk", |chance| {
        let national = filled("5#######", chance);
        Plant::bare(encode::full_width(&format!("+852{national}")))
            .of_digits()
            .piece(last(&national, 7))
            .piece(national)
    }));
    all
}

fn filled(pattern: &str, chance: &mut Seeded) -> String {
    pattern.chars().map(|one| if one == '#' { chance.string(DIGITS, 1) } else { one.to_string() }).collect()
}
