//! The money: what the app has kept, what the provider says now, and what is under way between the two.
//!
//! Amounts are decimal strings and the number of decimals is the scale, so that nothing is ever rounded.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::fault::{Fault, FaultSet};
use crate::moment::{before, whole_second};

/// The sequence number of the provider's newest state.
const NEWEST: u64 = 8812;
/// How old the kept balances are when nothing is wrong with them.
const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// Both sides' balances and the pending transactions, as JSON in the shapes that an app would answer.
///
/// A sheet is `{"as_of", "sequence", "balances": [{"asset", "total", "available", "held"}]}`; `pending` is an array of
/// `{"id", "asset", "direction": "out"|"in", "amount", "fee", "state", "created_at"}`. Times are RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// The sheet that the app keeps and shows.
    pub cached: Value,
    /// The sheet that the provider serves at `/v1/balances`.
    pub synced: Value,
    /// The transactions that are not settled yet.
    pub pending: Value,
}

/// The ledger that shows the `balance_*` fault of the set, or a healthy one.
#[must_use]
pub fn ledger(faults: &FaultSet, now: Timestamp) -> Ledger {
    let now = whole_second(now);
    let ago = |span| before(now, span);
    let settled = Yuan { total: "1280.50", available: "1180.50" };
    if faults.contains(Fault::BalanceStaleCache) {
        let kept = Yuan { total: "1530.50", available: "1430.50" };
        return Ledger {
            cached: sheet(ago(SignedDuration::from_hours(26)), NEWEST - 22, kept),
            synced: sheet(now, NEWEST, settled),
            pending: json!([]),
        };
    }
    if faults.contains(Fault::BalanceServerBehind) {
        let old = Yuan { total: "1480.50", available: "1380.50" };
        return Ledger {
            cached: sheet(ago(FRESH), NEWEST, settled),
            synced: sheet(ago(SignedDuration::from_hours(3)), NEWEST - 7, old),
            pending: json!([]),
        };
    }
    if faults.contains(Fault::BalancePendingExplains) {
        // 1280.50 less 200.00 + 0.50 and 35.20: the two transfers that were made before the app's balance was kept.
        let reduced = Yuan { total: "1044.80", available: "944.80" };
        return Ledger {
            cached: sheet(ago(FRESH), NEWEST, reduced),
            synced: sheet(ago(FRESH), NEWEST, settled),
            pending: explaining(now),
        };
    }
    if faults.contains(Fault::BalanceUnexplained) {
        let surplus = Yuan { total: "1317.71", available: "1217.71" };
        return Ledger {
            cached: sheet(ago(FRESH), NEWEST, surplus),
            synced: sheet(ago(FRESH), NEWEST, settled),
            pending: unrelated(now),
        };
    }
    let both = sheet(ago(FRESH), NEWEST, settled);
    Ledger { cached: both.clone(), synced: both, pending: json!([]) }
}

/// The one asset that the faults touch; 100.00 of it is always held.
struct Yuan {
    total: &'static str,
    available: &'static str,
}

fn sheet(as_of: Timestamp, sequence: u64, yuan: Yuan) -> Value {
    json!({
        "as_of": as_of.to_string(),
        "sequence": sequence,
        "balances": [
            { "asset": "CNY", "total": yuan.total, "available": yuan.available, "held": "100.00" },
            { "asset": "USDT", "total": "42.000001", "available": "42.000001", "held": "0.000000" },
            {
                "asset": "ETH",
                "total": "0.731000000000000001",
                "available": "0.631000000000000001",
                "held": "0.100000000000000000",
            },
        ],
    })
}

/// Two transfers that explain the difference, and three transactions that have nothing to do with it.
fn explaining(now: Timestamp) -> Value {
    json!([
        pending("tx-7f3a21", "USDT", "in", ["5.000000", "0.000000"], before(now, SignedDuration::from_mins(42))),
        pending("tx-7f3a22", "CNY", "out", ["200.00", "0.50"], before(now, SignedDuration::from_mins(18))),
        pending("tx-7f3a23", "CNY", "in", ["500.00", "0.00"], before(now, SignedDuration::from_mins(11))),
        pending("tx-7f3a24", "CNY", "out", ["35.20", "0.00"], before(now, SignedDuration::from_mins(6))),
        // Made after the app's balance was kept, so it is not in it.
        pending("tx-7f3a25", "CNY", "out", ["64.00", "0.00"], before(now, SignedDuration::from_secs(20))),
    ])
}

/// Transactions of which no choice adds up to the difference.
fn unrelated(now: Timestamp) -> Value {
    json!([
        pending("tx-81c0d1", "USDT", "in", ["5.000000", "0.000000"], before(now, SignedDuration::from_mins(42))),
        pending("tx-81c0d2", "CNY", "out", ["12.00", "0.50"], before(now, SignedDuration::from_mins(9))),
    ])
}

fn pending(id: &str, asset: &str, direction: &str, [amount, fee]: [&str; 2], created_at: Timestamp) -> Value {
    json!({
        "id": id,
        "asset": asset,
        "direction": direction,
        "amount": amount,
        "fee": fee,
        "state": "pending",
        "created_at": created_at.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-03-04T05:06:07.5Z".parse().unwrap()
    }

    fn with(fault: Fault) -> Ledger {
        ledger(&fault.into(), now())
    }

    /// An amount in units of its last decimal.
    fn minor(text: &str) -> i128 {
        text.replace('.', "").parse().unwrap()
    }

    fn yuan(sheet: &Value) -> i128 {
        minor(sheet["balances"][0]["total"].as_str().unwrap())
    }

    fn age(sheet: &Value) -> SignedDuration {
        now().duration_since(sheet["as_of"].as_str().unwrap().parse().unwrap())
    }

    fn sequence(sheet: &Value) -> u64 {
        sheet["sequence"].as_u64().unwrap()
    }

    #[test]
    fn a_healthy_ledger_agrees_with_itself() {
        for faults in [FaultSet::none(), Fault::CacheOld.into(), Fault::Http500.into()] {
            let ledger = ledger(&faults, now());
            assert_eq!(ledger.cached, ledger.synced);
            assert_eq!(ledger.pending, json!([]));
            assert!((60..=61).contains(&age(&ledger.cached).as_secs()));
        }
    }

    #[test]
    fn total_is_available_and_held_in_every_sheet() {
        for fault in Fault::ALL {
            let ledger = with(*fault);
            for sheet in [&ledger.cached, &ledger.synced] {
                for balance in sheet["balances"].as_array().unwrap() {
                    let part = |name: &str| minor(balance[name].as_str().unwrap());
                    assert_eq!(part("total"), part("available") + part("held"), "{fault}: {balance}");
                }
            }
        }
    }

    #[test]
    fn a_stale_cache_is_old_and_behind() {
        let ledger = with(Fault::BalanceStaleCache);
        assert_eq!(age(&ledger.cached).as_hours(), 26);
        assert_eq!(age(&ledger.synced).as_secs(), 0);
        assert!(sequence(&ledger.cached) < sequence(&ledger.synced));
        assert_ne!(yuan(&ledger.cached), yuan(&ledger.synced));
    }

    #[test]
    fn a_server_behind_is_older_than_the_app() {
        let ledger = with(Fault::BalanceServerBehind);
        assert!(age(&ledger.synced) > age(&ledger.cached));
        assert!(sequence(&ledger.synced) < sequence(&ledger.cached));
        assert_ne!(yuan(&ledger.cached), yuan(&ledger.synced));
    }

    /// How many choices of the pending transfers out in CNY add up to the difference.
    fn explanations(ledger: &Ledger) -> usize {
        let outs: Vec<i128> = ledger
            .pending
            .as_array()
            .unwrap()
            .iter()
            .filter(|tx| tx["asset"] == "CNY" && tx["direction"] == "out")
            .map(|tx| minor(tx["amount"].as_str().unwrap()) + minor(tx["fee"].as_str().unwrap()))
            .collect();
        let difference = (yuan(&ledger.synced) - yuan(&ledger.cached)).abs();
        (0_u32..1 << outs.len())
            .filter(|choice| {
                let chosen = outs.iter().enumerate().filter(|(place, _)| choice & (1 << place) != 0);
                chosen.map(|(_, amount)| amount).sum::<i128>() == difference
            })
            .count()
    }

    #[test]
    fn pending_transfers_explain_the_difference_in_exactly_one_way() {
        let ledger = with(Fault::BalancePendingExplains);
        assert_eq!(sequence(&ledger.cached), sequence(&ledger.synced));
        assert!(yuan(&ledger.cached) < yuan(&ledger.synced));
        assert_eq!(explanations(&ledger), 1);
    }

    #[test]
    fn nothing_explains_the_unexplained() {
        let ledger = with(Fault::BalanceUnexplained);
        assert_eq!(sequence(&ledger.cached), sequence(&ledger.synced));
        assert!(age(&ledger.cached).as_secs() < 120);
        assert_eq!((yuan(&ledger.cached) - yuan(&ledger.synced)).abs(), 3721);
        assert_eq!(explanations(&ledger), 0);
    }

    #[test]
    fn the_ends_of_time_are_no_trouble() {
        for fault in Fault::ALL {
            let _ = ledger(&(*fault).into(), Timestamp::MIN);
            let _ = ledger(&(*fault).into(), Timestamp::MAX);
        }
    }
}
