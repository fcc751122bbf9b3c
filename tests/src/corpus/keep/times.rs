//! Times in all their spellings.

use super::{Kind, Make};
use crate::corpus::seeded::{DIGITS, Seeded};

pub(super) fn kinds() -> Vec<Kind> {
    let makes: [Make; 16] = [
        |chance| written(chance, "-", "T", ":") + "Z",
        |chance| written(chance, "-", "T", ":") + "+08:00",
        |chance| format!("{}.{}Z", written(chance, "-", "T", ":"), chance.string(DIGITS, 3)),
        |chance| format!("{}.{}+0800", written(chance, "-", " ", ":"), chance.string(DIGITS, 6)),
        |chance| format!("{}.{}", written(chance, "-", " ", ":"), chance.string(DIGITS, 9)),
        |chance| written(chance, "/", " ", ":"),
        |chance| written(chance, "", "", ""),
        |chance| written(chance, "", "T", "") + "Z",
        |chance| written(chance, "", "_", ""),
        |chance| epoch(0, chance),
        |chance| epoch(3, chance),
        |chance| epoch(6, chance),
        |chance| epoch(9, chance),
        |chance| format!("{:02}/Nov/2026:{} +0800", chance.between(1, 28), clock(":", chance)),
        |chance| format!("Nov {:2} {}", chance.between(1, 28), clock(":", chance)),
        |chance| format!("2026年{}月{}日 {}", chance.between(1, 12), chance.between(1, 28), clock(":", chance)),
    ];
    let names = ["time", "time", "时间"];
    vec![
        Kind::made("timestamp", names, &makes),
        Kind::given("timestamp_fixed", names, FIXED),
        Kind::given("time_zone", ["zone", "time zone", "时区"], ZONES),
    ]
}

const FIXED: &[&str] = &[
    "2026-11-27",
    "20261127",
    "20261127210728",
    "2026-11-27T21:07:28Z",
    "1795813648",
    "1795813648123",
    "1795813648123456",
    "1795813648123456789",
    "21:07",
    "21:07:28.123",
    "Fri, 27 Nov 2026 21:07:28 GMT",
    "2026-W48-5",
    "27.11.2026",
    "11/27/2026 9:07 PM",
    "2026.11.27 21:07",
    "11-27 21:07:28.123",
];
const ZONES: &[&str] = &["UTC+08:00", "GMT+8", "Asia/Shanghai", "+08:00", "America/New_York", "UTC-05:00", "Z", "CST"];

fn clock(separator: &str, chance: &mut Seeded) -> String {
    let parts = [chance.between(0, 23), chance.between(0, 59), chance.between(0, 59)];
    parts.map(|part| format!("{part:02}")).join(separator)
}

fn written(chance: &mut Seeded, in_date: &str, between: &str, in_time: &str) -> String {
    let date = ["2026".to_owned(), format!("{:02}", chance.between(1, 12)), format!("{:02}", chance.between(1, 28))];
    format!("{}{between}{}", date.join(in_date), clock(in_time, chance))
}

/// Seconds since 1970 in this year or the last, with so many places more.
fn epoch(places: usize, chance: &mut Seeded) -> String {
    format!("{}{}", chance.between(1_735_700_000, 1_798_700_000), chance.string(DIGITS, places))
}
