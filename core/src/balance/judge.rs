//! What cached and synced balances amount to. Pure.

use super::{AssetComparison, Verdict, compare};
use crate::diagnosis::{Fact, Finding};
use crate::observation::{Observations, UnknownWhy};

/// How many assets are named one by one; the rest is counted in the comparison itself.
const MAX_NAMED: usize = 10;

/// The findings of the comparison.
pub(crate) fn judge(observations: &Observations) -> Vec<Finding> {
    let Some(mut compared) = compared(observations) else {
        let unreadable = [UnknownWhy::Unreadable, UnknownWhy::TooLarge];
        let cached = observations.cached_balances.unknown();
        return match cached.or(observations.synced_balances.unknown()) {
            Some(why) if unreadable.contains(&why) => vec![Finding::new(Fact::BalanceUnreadable, "")],
            Some(_) => vec![Finding::new(Fact::BalanceUnavailable, "")],
            None => Vec::new(),
        };
    };
    // What nothing explains comes first, lest it be cut off behind what is harmless.
    compared.sort_by_key(|asset| gravity(&asset.verdict));
    let mut findings: Vec<Finding> = compared.iter().filter_map(judge_asset).take(MAX_NAMED).collect();
    if findings.is_empty() {
        findings.push(Finding::new(Fact::BalanceEqual, ""));
    }
    findings
}

/// The comparison, if both sides are known.
fn compared(observations: &Observations) -> Option<Vec<AssetComparison>> {
    let cached = observations.cached_balances.known()?;
    let synced = observations.synced_balances.known()?;
    let pending = observations.pending.known().map(Vec::as_slice).unwrap_or_default();
    Some(compare(cached, synced, pending))
}

fn gravity(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Unexplained => 0,
        Verdict::CacheStale { .. } => 1,
        Verdict::ProviderBehind { .. } => 2,
        Verdict::ExplainedByPending { .. } => 3,
        Verdict::Equal => 4,
    }
}

fn judge_asset(asset: &AssetComparison) -> Option<Finding> {
    let told = |fact: Fact| {
        Finding::new(fact, &asset.asset)
            .with("cached", &asset.cached)
            .with("synced", &asset.synced)
            .with("difference", &asset.difference)
    };
    match &asset.verdict {
        Verdict::Equal => None,
        Verdict::ExplainedByPending { transaction_ids } => {
            Some(told(Fact::BalancePendingExplains).with("transactions", transaction_ids.join(", ")))
        }
        Verdict::CacheStale { since } => Some(told(Fact::BalanceCacheStale).with("since", since)),
        Verdict::ProviderBehind { since } => Some(told(Fact::BalanceProviderBehind).with("since", since)),
        Verdict::Unexplained => Some(told(Fact::BalanceUnexplained)),
    }
}
