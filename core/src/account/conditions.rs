//! What an amount meets on its way: limits, fees, what is available, attempts. The same rules before a person tries and after
//! it failed. Pure.

use jiff::Timestamp;

use super::attempted::Attempted;
use super::attempts::{AttemptWarning, Attempts, failures_within, warn};
use super::fee::{self, Charge};
use super::{AccountState, AttemptLimit, Limits, Money, OperationKind, PeriodLimit};
use crate::balance::{Amount, AssetBalance, BalanceSheet};
use crate::diagnosis::{Fact, Finding};
use jiff::SignedDuration;

/// From so many remembered failures in a day on they are worth a word: there may be a limit that nobody told.
const MANY_FAILURES: u32 = 5;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) account: &'a AccountState,
    pub(crate) balances: Option<&'a BalanceSheet>,
    pub(crate) attempts: &'a Attempts,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Met {
    pub(crate) findings: Vec<Finding>,
    /// What it costs, if that is known.
    pub(crate) charge: Option<Charge>,
    /// Whether the amount could be held against every limit of its asset.
    pub(crate) limits_known: bool,
    /// Whether the amount could be held against a balance.
    pub(crate) balance_known: bool,
}

/// Every condition that what was tried meets.
pub(crate) fn conditions(known: Known<'_>, attempted: &Attempted<'_>, now: Timestamp) -> Met {
    let mut met = Met::default();
    let limits: Vec<&Limits> =
        known.account.limits.iter().flatten().filter(|limits| Some(limits.operation) == attempted.operation).collect();
    if limits.iter().any(|limits| !is_sound(limits))
        || known.account.fees.iter().flatten().any(|rule| !fee::is_sound(rule))
    {
        met.findings.push(Finding::new(Fact::FundsTermsInconsistent, ""));
    }
    if let Some(operation) = attempted.operation {
        let of_asset = limits.iter().filter(|limits| attempted.money.is_none_or(|money| is_of(limits, money)));
        let counted = of_asset.filter_map(|limits| limits.attempts);
        met.findings.extend(attempts(counted, known.attempts, operation, now));
    }
    if let Some(money) = attempted.money {
        amount(&mut met, &limits, known, attempted, money, now);
    }
    met
}

/// Whether limits hold for what is moved.
fn is_of(limits: &Limits, money: &Money) -> bool {
    limits.asset.as_ref().is_none_or(|asset| *asset == money.asset)
}

/// Whether the figures of a limit make sense together. Those that don't are not held against anybody.
fn is_sound(limits: &Limits) -> bool {
    let periods = [&limits.day, &limits.month];
    let of_periods = periods.into_iter().flatten().flat_map(|period| [Some(&period.limit), period.used.as_ref()]);
    let mut figures = [limits.minimum.as_ref(), limits.maximum.as_ref()].into_iter().chain(of_periods).flatten();
    let crossed = limits.minimum.as_ref().zip(limits.maximum.as_ref()).is_some_and(|(least, most)| least > most);
    !crossed && !figures.any(Amount::is_negative)
}

fn amount(
    met: &mut Met,
    limits: &[&Limits],
    known: Known<'_>,
    attempted: &Attempted<'_>,
    money: &Money,
    now: Timestamp,
) {
    if money.amount.is_negative() {
        met.findings.push(Finding::new(Fact::FundsTermsInconsistent, &money.asset));
        return;
    }
    let (usable, odd): (Vec<&Limits>, Vec<&Limits>) =
        limits.iter().copied().filter(|limits| is_of(limits, money)).partition(|limits| is_sound(limits));
    let all_told = odd.is_empty() && usable.iter().all(|limits| says_what_is_used(limits, now));
    // An empty list says that there are none.
    let has_any = !usable.is_empty() || known.account.limits.as_ref().is_some_and(Vec::is_empty);
    met.limits_known = attempted.operation.is_some() && has_any && all_told && known.account.is_whole("limits");
    met.charge = fee::charge(known.account, attempted, now);
    let before = met.findings.len();
    for limits in &usable {
        met.findings.extend(against_limits(limits, money, now));
    }
    let of_other_assets = !limits.is_empty() && limits.iter().all(|limits| is_sound(limits));
    let mut short_by = None;
    let is_foreign = match known.balances.map(|sheet| Holding::of(sheet, &money.asset)) {
        Some(Holding::Known { total, available }) => {
            met.balance_known = true;
            // Where nothing was to be moved, more than there is would be no lack of anything.
            if attempted.operation.is_some() {
                let charge = met.charge.as_ref();
                met.findings.extend(against_balance(money, charge, &total, &available));
                short_by = charge.and_then(|charge| lacking(&charge.most_needed(&money.amount), &available));
            }
            false
        }
        // That is a finding of its own, whatever was tried.
        Some(Holding::Negative) => false,
        Some(Holding::Inconsistent) => {
            met.findings.push(Finding::new(Fact::FundsTermsInconsistent, &money.asset));
            false
        }
        Some(Holding::Unknown) => usable.is_empty(),
        None => usable.is_empty() && of_other_assets,
    };
    if is_foreign {
        met.findings.push(Finding::new(Fact::FundsOtherAsset, &money.asset).with("asset", &money.asset));
    }
    let all_known = met.limits_known && met.balance_known && met.charge.is_some();
    let is_well = met.findings.len() == before && short_by.is_none();
    if all_known && is_well {
        met.findings
            .push(Finding::new(Fact::FundsWithinLimits, "").with("amount", &money.amount).with("asset", &money.asset));
    }
    met.findings.extend(met.charge.as_ref().and_then(|charge| fee_applies(charge, money, short_by.as_ref())));
}

/// Whether of each period it is known how much of its limit is used in the one that is now.
fn says_what_is_used(limits: &Limits, now: Timestamp) -> bool {
    [&limits.day, &limits.month].into_iter().flatten().all(|period| used_of(period, now).is_some())
}

/// What is lacking for what is needed, if anything is.
fn lacking(needed: &Amount, available: &Amount) -> Option<Amount> {
    (needed > available).then(|| needed.minus(available))
}

/// The fee, and what is lacking if it comes on top, where nobody told whether it does.
fn fee_applies(charge: &Charge, money: &Money, short_by: Option<&Amount>) -> Option<Finding> {
    let text = |amount: Option<&Amount>| amount.map(ToString::to_string).unwrap_or_default();
    let short_by = short_by.filter(|_| charge.taken.is_none());
    let taken = match (charge.taken, short_by) {
        (Some(taken), _) => taken.as_str(),
        (None, Some(_)) => "perhaps_not_covered",
        (None, None) => "not_told",
    };
    (!charge.fee.is_zero()).then(|| {
        Finding::new(Fact::FundsFee, "")
            .with("fee", &charge.fee)
            .with("taken", taken)
            .with("total", text(charge.total(&money.amount).as_ref()))
            .with("received", text(charge.received(&money.amount).as_ref()))
            .with("short_by", text(short_by))
            .with("asset", &money.asset)
            .with_time("free_from", charge.free_from)
            .with_time("free_until", charge.free_until)
    })
}

fn against_limits(limits: &Limits, money: &Money, now: Timestamp) -> Vec<Finding> {
    let asked = &money.amount;
    let told = |fact: Fact, missed_by: Amount| {
        Finding::new(fact, "").with("amount", asked).with("missed_by", missed_by).with("asset", &money.asset)
    };
    let below = limits.minimum.as_ref().filter(|least| asked < *least);
    let below = below.map(|least| told(Fact::FundsBelowMinimum, least.minus(asked)).with("minimum", least));
    let above = limits.maximum.as_ref().filter(|most| asked > *most);
    let above = above.map(|most| told(Fact::FundsAboveMaximum, asked.minus(most)).with("maximum", most));
    let period = |fact: Fact, period: &Option<PeriodLimit>| {
        let period = period.as_ref()?;
        let left = used_of(period, now).map(|used| period.limit.minus(used).max(Amount::zero()));
        // Where what is used is not known, all of it may be left, and more than that never is.
        let most = left.as_ref().unwrap_or(&period.limit);
        (asked > most).then(|| {
            told(fact, asked.minus(most))
                .with("limit", &period.limit)
                .with("left", left.as_ref().map(ToString::to_string).unwrap_or_default())
                .with_time("until", period.resets_at.filter(|at| *at > now))
        })
    };
    let day = period(Fact::FundsDayLimit, &limits.day);
    let month = period(Fact::FundsMonthLimit, &limits.month);
    [below, above, day, month].into_iter().flatten().collect()
}

/// What is used of a period's limit, if that is known of the period that is now.
fn used_of(period: &PeriodLimit, now: Timestamp) -> Option<&Amount> {
    let is_over = period.resets_at.is_some_and(|at| at <= now);
    period.used.as_ref().filter(|_| !is_over)
}

/// What a sheet says of one asset.
enum Holding {
    Known {
        total: Amount,
        available: Amount,
    },
    Negative,
    /// More is available than there is.
    Inconsistent,
    Unknown,
}

impl Holding {
    /// An asset that is listed twice counts as the sum of its entries, as in the comparison of balances.
    fn of(sheet: &BalanceSheet, asset: &str) -> Self {
        let zero = || (Amount::zero(), Amount::zero());
        let entries: Vec<_> = sheet.balances.iter().filter(|entry| entry.asset == asset).collect();
        let free = |entry: &AssetBalance| match (&entry.available, &entry.held) {
            (Some(free), _) => free.clone(),
            (None, Some(held)) => entry.total.minus(held),
            (None, None) => entry.total.clone(),
        };
        let (total, available) = entries
            .iter()
            .fold(zero(), |(total, available), entry| (total.plus(&entry.total), available.plus(&free(entry))));
        if entries.is_empty() {
            Self::Unknown
        } else if total.is_negative() || available.is_negative() {
            Self::Negative
        } else if entries.iter().any(|entry| free(entry) > entry.total) {
            Self::Inconsistent
        } else {
            Self::Known { total, available }
        }
    }
}

/// Held against what is available: what has to be there in any case. Where no fee is known, or not whether it comes on top, that
/// is the amount alone.
fn against_balance(money: &Money, charge: Option<&Charge>, total: &Amount, available: &Amount) -> Option<Finding> {
    let needed = charge.map_or_else(|| money.amount.clone(), |charge| charge.least_needed(&money.amount));
    let missing = lacking(&needed, available)?;
    let told = |fact: Fact| {
        Finding::new(fact, "")
            .with("available", available)
            .with("needed", &needed)
            .with("missed_by", &missing)
            .with("asset", &money.asset)
    };
    // With what is held back it would be enough.
    if *total >= needed {
        return Some(told(Fact::FundsHeld).with("held", total.minus(available)));
    }
    let counted = charge.filter(|_| needed > money.amount);
    Some(told(Fact::FundsInsufficient).with("fee", counted.map(|charge| charge.fee.to_string()).unwrap_or_default()))
}

/// How often: by the provider's count, and by what the doctor remembers.
fn attempts(
    limits: impl Iterator<Item = AttemptLimit>,
    attempts: &Attempts,
    operation: OperationKind,
    now: Timestamp,
) -> Vec<Finding> {
    let told = |fact: Fact, until: Option<Timestamp>| Finding::new(fact, "").with_time("until", until);
    let mut findings: Vec<Finding> = Vec::new();
    for limit in limits {
        let AttemptLimit { left, resets_at, .. } = limit;
        let until = resets_at.filter(|at| *at > now);
        let counted = left.filter(|_| resets_at.is_none_or(|at| at > now));
        findings.extend(match (counted, warn(attempts, operation, limit, now)) {
            (Some(0), _) => Some(told(Fact::FundsAttemptsUsedUp, until)),
            (None, AttemptWarning::Exhausted { resets_at }) => Some(told(Fact::FundsAttemptsUsedUp, Some(resets_at))),
            (Some(1), _) => Some(told(Fact::FundsLastAttempt, until)),
            (None, AttemptWarning::LastOne { resets_at }) => Some(told(Fact::FundsLastAttempt, Some(resets_at))),
            // Its own count is the provider's to make, and ours may have missed what was done elsewhere.
            (Some(_) | None, _) => None,
        });
    }
    let failed = failures_within(attempts, operation, A_DAY, now).count;
    if failed >= MANY_FAILURES {
        findings.push(Finding::new(Fact::AttemptsFailedOften, "").with("count", failed));
    }
    findings
}
