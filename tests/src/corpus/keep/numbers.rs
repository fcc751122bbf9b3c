//! Numbers that are not cards, ids or telephones: orders, amounts, counters and the numbers of banks themselves.

use super::Kind;
use crate::corpus::secrets::{gb_11643_check, luhn_check};
use crate::corpus::seeded::{DIGITS, Seeded, UPPER_ALNUM};

pub(super) fn kinds() -> Vec<Kind> {
    let order = ["order_no", "order number", "订单号"];
    vec![
        Kind::made("order_letters", order, &[wallet_order, dashed_order, long_order, trade_order]),
        Kind::made("order_10", order, &[|chance| chance.number(10)]),
        Kind::made("order_12", order, &[|chance| without_luhn(12, chance)]),
        Kind::made("order_16", order, &[|chance| without_luhn(16, chance), unissued, dated_16]),
        Kind::made("order_18", ["serial", "serial number", "流水号"], &[without_gb, dated_18]),
        Kind::made("order_long", ["trade_no", "trade number", "交易单号"], &[order_19, order_24, order_28, order_32]),
        Kind::made(
            "amount",
            ["amount", "amount", "金额"],
            &[grouped, yuan, yuan_after, plus, coins, chain_amount, dollars],
        ),
        Kind::given("amount_fixed", ["amount", "amount", "金额"], AMOUNTS),
        Kind::given("percentage", ["share", "share", "比例"], PERCENTAGES),
        Kind::made("counter", ["count", "counter", "次数"], &[|chance| chance.between(0, 99_999).to_string()]),
        Kind::given("port", ["port", "port", "端口"], PORTS),
        Kind::given("service_number", ["hotline", "hotline of the bank", "客服热线"], SERVICE),
        Kind::given("size", ["size", "size", "大小"], SIZES),
        Kind::given("duration", ["took", "time it took", "耗时"], DURATIONS),
    ]
}

fn wallet_order(chance: &mut Seeded) -> String {
    format!("WD{}{}", date(chance), chance.string(DIGITS, 6))
}

fn dashed_order(chance: &mut Seeded) -> String {
    format!("ORD-{}-{}", date(chance), chance.string(UPPER_ALNUM, 5))
}

fn long_order(chance: &mut Seeded) -> String {
    format!("TX{}", chance.number(15))
}

fn trade_order(chance: &mut Seeded) -> String {
    format!("T{}A{}", chance.number(6), chance.number(3))
}

fn date(chance: &mut Seeded) -> String {
    format!("2026{:02}{:02}", chance.between(1, 12), chance.between(1, 28))
}

/// Whether Luhn's check passes.
fn passes_luhn(digits: &str) -> bool {
    let mut body = digits.to_owned();
    let check = body.pop().and_then(|digit| digit.to_digit(10));
    check == Some(luhn_check(&body))
}

fn passes_gb(digits: &str) -> bool {
    let mut body = digits.to_owned();
    let check = body.pop();
    check == Some(gb_11643_check(&body))
}

/// The first drawn number that is no card and no id.
fn innocent(chance: &mut Seeded, draw: impl Fn(&mut Seeded) -> String) -> String {
    loop {
        let digits = draw(chance);
        if !passes_luhn(&digits) && !passes_gb(&digits) {
            return digits;
        }
    }
}

fn without_luhn(length: usize, chance: &mut Seeded) -> String {
    innocent(chance, |chance| chance.number(length))
}

/// Passes Luhn's check, but no network issues cards that begin with 1, 7 or 9.
fn unissued(chance: &mut Seeded) -> String {
    let body = format!("{}{}", chance.pick(&["1", "7", "9"]), chance.string(DIGITS, 14));
    let check = luhn_check(&body);
    format!("{body}{check}")
}

fn dated_16(chance: &mut Seeded) -> String {
    innocent(chance, |chance| format!("{}{}", date(chance), chance.string(DIGITS, 8)))
}

fn without_gb(chance: &mut Seeded) -> String {
    without_luhn(18, chance)
}

fn dated_18(chance: &mut Seeded) -> String {
    innocent(chance, |chance| format!("{}{}", date(chance), chance.string(DIGITS, 10)))
}

fn order_19(chance: &mut Seeded) -> String {
    without_luhn(19, chance)
}

fn order_24(chance: &mut Seeded) -> String {
    format!("{}{}", date(chance), chance.string(DIGITS, 16))
}

fn order_28(chance: &mut Seeded) -> String {
    format!("4200{}", chance.string(DIGITS, 24))
}

fn order_32(chance: &mut Seeded) -> String {
    chance.number(32)
}

fn grouped(chance: &mut Seeded) -> String {
    format!("{},{:03}.{:02}", chance.between(1, 980), chance.between(0, 999), chance.between(0, 99))
}

fn yuan(chance: &mut Seeded) -> String {
    format!("¥{}.{:02}", chance.between(1, 99_999), chance.between(0, 99))
}

fn yuan_after(chance: &mut Seeded) -> String {
    format!("{}.{:02}元", chance.between(1, 99_999), chance.between(0, 99))
}

fn plus(chance: &mut Seeded) -> String {
    format!("+{}.{:02}", chance.between(1, 99_999), chance.between(0, 99))
}

fn coins(chance: &mut Seeded) -> String {
    format!("0.000{} BTC", chance.number(5))
}

/// Eighteen places, as Ethereum counts; neither side is a card or an id.
fn chain_amount(chance: &mut Seeded) -> String {
    format!("{}.{}", without_luhn(15, chance), without_luhn(18, chance))
}

fn dollars(chance: &mut Seeded) -> String {
    format!("USD {},{:03},{:03}.00", chance.between(1, 9), chance.between(0, 999), chance.between(0, 999))
}

const AMOUNTS: &[&str] = &[
    "1,280.50",
    "¥1280.50",
    "0.00012345 BTC",
    "589000000000000.123456789012345678",
    "+1280.50",
    "-5",
    "-0.5",
    "￥99.90",
    "12.5万元",
    "1280.50",
    "0.1",
    "1.5e-8",
    "100000000",
    "25,000 USDT",
    "0.000000000000000001 ETH",
    "1 234,56 €",
    "HK$ 3,500",
    "£1,000,000.00",
    "0",
];
const PERCENTAGES: &[&str] = &["0.5%", "99.95%", "100%", "12.345 %", "-3.2%", "+1.75%", "50%–60%"];
const PORTS: &[&str] = &["443", "8080", "8443", "5432", "49152", "65535", "10250"];
const SERVICE: &[&str] = &[
    "95588",
    "95533",
    "95599",
    "95555",
    "95566",
    "95017",
    "12315",
    "12378",
    "400-820-8820",
    "400-810-1234",
    "110",
    "10086",
];
const SIZES: &[&str] = &["1440x3200", "1080×2400", "12.4 MB", "4096 KiB", "128 GB", "1024 bytes", "20KB", "3.2 GiB"];
const DURATIONS: &[&str] =
    &["350 ms", "1.25 s", "00:05:12", "PT15M", "2h 13m", "48 hours", "3 个工作日", "72h", "1500ms"];
