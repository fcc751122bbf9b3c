//! How long it takes to compare balances, beside how long it takes to read the same sheets, in the same run on the same
//! machine: `cargo bench -p wallet-doctor-tests --bench balances --profile lab`.
#![expect(clippy::print_stdout, reason = "a table is what it is for")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};
use wallet_doctor_core::balance::{BalanceSheet, Comparing, PendingTransaction, Verdict, compare};

/// What a comparison of [`ASSETS`] may take on one core.
const BUDGET: Duration = Duration::from_millis(50);
/// How many assets are compared.
const ASSETS: usize = 10_000;
/// How many transactions are under way.
const PENDING: usize = 1_000;
/// Every so many assets one differs.
const DIFFERING: usize = 10;
/// How often everything is measured.
const RUNS: usize = 21;
/// Where the numbers begin.
const SEED: u64 = 20_260_301;

/// Numbers that are the same in every run (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 8
    }

    /// An amount with eighteen decimals, in the smallest of them.
    fn amount(&mut self) -> u128 {
        u128::from(self.next() % 1_000) * 10_u128.pow(18) + u128::from(self.next()) % 10_u128.pow(18)
    }
}

fn text(units: u128) -> String {
    format!("{}.{:018}", units / 10_u128.pow(18), units % 10_u128.pow(18))
}

/// Two sheets as they come, and what is under way.
struct Case {
    name: &'static str,
    sheets: [String; 2],
    pending: Vec<PendingTransaction>,
    /// How many assets are explained by what is under way.
    explained: usize,
}

fn sheet(totals: &[u128]) -> String {
    let entry = |(n, total): (usize, &u128)| json!({ "asset": format!("TOKEN{n:05}"), "total": text(*total) });
    let balances: Vec<Value> = totals.iter().enumerate().map(entry).collect();
    json!({ "as_of": Timestamp::UNIX_EPOCH, "sequence": 9, "balances": balances }).to_string()
}

fn out(n: usize, asset: usize, amount: u128) -> PendingTransaction {
    let told = json!({ "id": format!("tx-{n:04}"), "asset": format!("TOKEN{asset:05}"), "direction": "out", "amount": text(amount) });
    serde_json::from_value(told).expect("a transaction")
}

/// The transactions are spread over the assets that differ, one for each, and each explains its own.
fn spread() -> Case {
    let mut numbers = Numbers(SEED);
    let synced: Vec<u128> = (0..ASSETS).map(|_| numbers.amount() + 1_000 * 10_u128.pow(18)).collect();
    let mut cached = synced.clone();
    let mut pending = Vec::new();
    for (n, asset) in (0..ASSETS).step_by(DIFFERING).take(PENDING).enumerate() {
        let amount = numbers.amount() + 1;
        cached[asset] -= amount;
        pending.push(out(n, asset, amount));
    }
    let explained = pending.len();
    Case { name: "one for each of 1,000 assets", sheets: [sheet(&cached), sheet(&synced)], pending, explained }
}

/// They are spread over few of the assets, thirty for each, of which six explain what differs.
fn in_thirties() -> Case {
    let mut numbers = Numbers(SEED);
    let synced: Vec<u128> = (0..ASSETS).map(|_| numbers.amount() + 1_000_000 * 10_u128.pow(18)).collect();
    let mut cached = synced.clone();
    let mut pending = Vec::new();
    for n in 0..PENDING {
        let asset = n / 30 * DIFFERING;
        let amount = numbers.amount() + 1;
        if n % 5 == 0 {
            cached[asset] -= amount;
        }
        pending.push(out(n, asset, amount));
    }
    Case { name: "thirty for each of 34 assets", sheets: [sheet(&cached), sheet(&synced)], pending, explained: 0 }
}

/// All of them are of one asset.
fn of_one(name: &'static str, chosen: &[usize], off_by: u128, explained: usize) -> Case {
    let mut numbers = Numbers(SEED);
    let synced: Vec<u128> = (0..ASSETS).map(|_| numbers.amount() + 1_000_000 * 10_u128.pow(18)).collect();
    let mut cached = synced.clone();
    // As many differ as elsewhere; nothing is known of the others.
    for asset in (DIFFERING..ASSETS).step_by(DIFFERING) {
        cached[asset] -= numbers.amount() + 1;
    }
    let amounts: Vec<u128> = (0..PENDING).map(|_| numbers.amount() + 1).collect();
    cached[0] -= chosen.iter().map(|n| amounts[*n]).sum::<u128>() + off_by;
    let pending = amounts.iter().enumerate().map(|(n, amount)| out(n, 0, *amount)).collect();
    Case { name, sheets: [sheet(&cached), sheet(&synced)], pending, explained }
}

fn read(case: &Case) -> [BalanceSheet; 2] {
    case.sheets.each_ref().map(|text| serde_json::from_str(text).expect("a sheet"))
}

/// The least and the median of some times, in milliseconds.
fn told(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let millis = |time: &Duration| time.as_secs_f64() * 1_000.0;
    (millis(&times[0]), millis(&times[times.len() / 2]))
}

fn main() {
    let few = [12, 345, 678, 901];
    let cases = [
        spread(),
        in_thirties(),
        of_one("1,000 of one asset, 4 explain", &few, 0, 1),
        of_one("1,000 of one asset, none do", &few, 1, 0),
        of_one("1,000 of one asset, all do", &(0..PENDING).collect::<Vec<_>>(), 0, 1),
    ];
    println!("{ASSETS} assets, every {DIFFERING}th differing, {PENDING} pending; {RUNS} runs, one core");
    println!("reference: serde_json reading the same two sheets; budget {} ms", BUDGET.as_millis());
    println!("{:<32}{:>10}{:>10}{:>10}{:>10}{:>8}", "pending", "min ms", "median", "read min", "median", "ratio");
    for case in &cases {
        let (mut comparing, mut reading) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            let begun = Instant::now();
            let [cached, synced] = black_box(read(case));
            reading.push(begun.elapsed());
            let begun = Instant::now();
            let input = Comparing { pending: &case.pending, ..Comparing::new(&cached, &synced, Timestamp::UNIX_EPOCH) };
            let compared = black_box(compare(input));
            comparing.push(begun.elapsed());
            let explained = compared
                .iter()
                .filter(|asset| matches!(asset.verdict, Verdict::ExplainedByPending { sure: true, .. }))
                .count();
            assert!(compared.len() == ASSETS && explained >= case.explained, "{}: {explained}", case.name);
        }
        let ((least, median), (read_least, read_median)) = (told(comparing), told(reading));
        let within = if median * 1_000.0 <= BUDGET.as_secs_f64() * 1_000_000.0 { "" } else { "  OVER BUDGET" };
        println!(
            "{:<32}{least:>10.1}{median:>10.1}{read_least:>10.1}{read_median:>10.1}{:>8.2}{within}",
            case.name,
            median / read_median
        );
    }
}
