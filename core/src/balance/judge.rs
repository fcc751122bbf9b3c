//! What cached and synced balances amount to. Pure.

use jiff::Timestamp;

use super::{
    AssetComparison, BalanceSheet, Comparing, Figure, Miscount, Miscounted, Verdict, are_of_different_accounts, compare,
};
use crate::diagnosis::{Fact, Finding, PART_SEPARATOR, TRANSACTIONS};
use crate::observation::{BalanceReading, Observations, UnknownWhy};

/// How many assets are named one by one; the rest is counted in the comparison itself.
const MAX_NAMED: usize = 10;

/// The findings of the comparison. `now` is the true time.
pub(crate) fn judge(observations: &Observations, now: Timestamp) -> Vec<Finding> {
    let Some(input) = comparing(observations, now) else {
        let unreadable = [UnknownWhy::Unreadable, UnknownWhy::TooLarge];
        let cached = observations.cached_balances.unknown();
        return match cached.or(observations.synced_balances.unknown()) {
            Some(why) if unreadable.contains(&why) => vec![Finding::new(Fact::BalanceUnreadable, "")],
            Some(_) => vec![Finding::new(Fact::BalanceUnavailable, "")],
            None => Vec::new(),
        };
    };
    // What differed only for those who know of more than the reading did was not looked at twice either.
    let is_settled = match observations.balance_reading {
        BalanceReading::Confirmed => true,
        BalanceReading::Once | BalanceReading::Changing | BalanceReading::Unconfirmed => false,
    };
    if are_of_different_accounts(input.cached, input.synced) {
        // Whose they are goes into no finding.
        let fact = if is_settled { Fact::BalanceOtherAccount } else { Fact::BalanceUnsettled };
        return vec![Finding::new(fact, "")];
    }
    let mut compared = compare(input);
    let is_whole = are_compared([input.cached, input.synced], &compared);
    // What nothing explains comes first, lest it be cut off behind what is harmless.
    compared.sort_by_key(|asset| gravity(&asset.verdict));
    let told = compared.iter().filter_map(|asset| judge_asset(asset, is_settled));
    let mut findings: Vec<Finding> = told.take(MAX_NAMED).collect();
    if !is_whole {
        findings.push(Finding::new(Fact::BalancePartlyRead, ""));
    } else if findings.is_empty() {
        findings.push(Finding::new(Fact::BalanceEqual, ""));
    }
    findings
}

/// What is compared, if both sides are known.
pub(crate) fn comparing(observations: &Observations, now: Timestamp) -> Option<Comparing<'_>> {
    Some(Comparing {
        cached: observations.cached_balances.known()?,
        synced: observations.synced_balances.known()?,
        snapshots: &observations.balance_snapshots,
        pending: observations.pending.known().map(Vec::as_slice).unwrap_or_default(),
        recent: observations.recent.known().map(Vec::as_slice).unwrap_or_default(),
        now,
    })
}

/// Whether every part of both sheets was read and compared. `compared` is sorted by asset.
pub(crate) fn are_compared(sheets: [&BalanceSheet; 2], compared: &[AssetComparison]) -> bool {
    sheets.into_iter().all(|sheet| is_compared(sheet, compared))
}

/// Whether every part of a sheet was read and compared. `compared` is sorted by asset.
fn is_compared(sheet: &BalanceSheet, compared: &[AssetComparison]) -> bool {
    let is_there = |asset: &String| compared.binary_search_by(|other| other.asset.cmp(asset)).is_ok();
    sheet.unreadable.is_empty() && sheet.balances.iter().all(|entry| is_there(&entry.asset))
}

fn gravity(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::DifferentAccount => 0,
        Verdict::Unexplained => 1,
        Verdict::DifferentScale { .. } | Verdict::DifferentAsset { .. } => 2,
        Verdict::Miscounted { .. } => 3,
        Verdict::CacheStale { .. } => 4,
        Verdict::ProviderBehind { .. } => 5,
        Verdict::HeldMistaken { .. } => 6,
        Verdict::ExplainedByPending { .. } => 7,
        Verdict::Equal => 8,
    }
}

fn judge_asset(it: &AssetComparison, is_settled: bool) -> Option<Finding> {
    let told = |fact: Fact| {
        let finding = Finding::new(fact, &it.asset)
            .with("cached", &it.cached)
            .with("synced", &it.synced)
            .with("difference", &it.difference);
        match it.figure {
            Figure::Total => finding,
            Figure::Available | Figure::Held => finding.with("figure", it.figure),
        }
    };
    // While the balances change, nobody is accused.
    let accusing = |finding: Finding| if is_settled { finding } else { told(Fact::BalanceUnsettled) };
    Some(match &it.verdict {
        Verdict::Equal => return None,
        Verdict::ExplainedByPending { transaction_ids, sure } => {
            let fact = if *sure { Fact::BalancePendingExplains } else { Fact::BalancePendingMayExplain };
            told(fact).with(TRANSACTIONS, transaction_ids.join(PART_SEPARATOR))
        }
        Verdict::CacheStale { since, sure } => {
            let fact = if *sure { Fact::BalanceCacheStale } else { Fact::BalanceCacheOlder };
            told(fact).with_time("since", *since)
        }
        Verdict::ProviderBehind { since, known } => {
            let finding = told(Fact::BalanceProviderBehind).with_time("since", *since);
            // Where that is what the app shows, it says so already.
            match known.as_ref().filter(|known| **known != it.cached) {
                Some(known) => finding.with("known", known),
                None => finding,
            }
        }
        Verdict::Miscounted { transactions, sure } => {
            let ids: Vec<&str> = transactions.iter().map(|it| it.id.as_str()).collect();
            accusing(told(miscounted(transactions, *sure)).with(TRANSACTIONS, ids.join(PART_SEPARATOR)))
        }
        Verdict::HeldMistaken { held } => told(Fact::BalanceHeldMistaken).with("held", held).with("asset", &it.asset),
        Verdict::DifferentAccount => accusing(told(Fact::BalanceOtherAccount)),
        // It stands under both names; it is told once, under the one that the app shows.
        Verdict::DifferentAsset { .. } if it.cached.is_zero() => return None,
        Verdict::DifferentAsset { other } => accusing(told(Fact::BalanceOtherAsset).with("other", other)),
        Verdict::DifferentScale { .. } => accusing(told(Fact::BalanceOtherScale)),
        Verdict::Unexplained => accusing(told(Fact::BalanceUnexplained)),
    })
}

fn miscounted(transactions: &[Miscounted], sure: bool) -> Fact {
    match transactions {
        [only] if sure => match only.how {
            Miscount::Twice => Fact::BalanceCountedTwice,
            Miscount::Missing => Fact::BalanceTransactionMissing,
            Miscount::Failed => Fact::BalanceFailedCounted,
        },
        _ => Fact::BalanceTransactionMayExplain,
    }
}
