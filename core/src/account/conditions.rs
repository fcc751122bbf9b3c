//! What an amount meets on its way: limits, fees, what is available, attempts. The same rules before a person tries and after
//! it failed. Pure.

use jiff::Timestamp;

use super::attempted::Attempted;
use super::attempts::{AttemptWarning, Attempts, failures_within, warn};
use super::fee::{self, Charge};
use super::{AccountState, AttemptLimit, Limits, Money, OperationKind, PeriodLimit};
use crate::balance::{Amount, BalanceSheet};
use crate::diagnosis::{Fact, Finding};
use jiff::SignedDuration;

/// From so many remembered failures in a day on, where no limit is known, they are worth a word.
const FAILED_OFTEN: u32 = 5;
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
    /// Whether the amount could be held against a limit.
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
        met.findings.extend(attempts(&limits, known.attempts, operation, now));
    }
    if let Some(money) = attempted.money {
        amount(&mut met, &limits, known, attempted, money, now);
    }
    met
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
    let of_asset = |limits: &&&Limits| limits.asset.as_ref().is_none_or(|asset| *asset == money.asset);
    let usable: Vec<&&Limits> = limits.iter().filter(of_asset).filter(|limits| is_sound(limits)).collect();
    met.limits_known = !usable.is_empty() && known.account.is_whole("limits");
    met.charge = fee::charge(known.account, attempted, now);
    let before = met.findings.len();
    for limits in &usable {
        met.findings.extend(against_limits(limits, money, now));
    }
    let of_other_assets = !limits.is_empty() && limits.iter().all(|limits| is_sound(limits));
    let is_foreign = match known.balances.map(|sheet| Holding::of(sheet, &money.asset)) {
        Some(Holding::Known { total, available }) => {
            met.balance_known = true;
            let fee = met.charge.as_ref().map(|charge| &charge.fee);
            // Where nothing was to be moved, more than there is would be no lack of anything.
            if attempted.operation.is_some() {
                met.findings.extend(against_balance(money, fee, &total, &available));
            }
            false
        }
        // That is a finding of its own, whatever was tried.
        Some(Holding::Negative) => false,
        Some(Holding::Unknown) => usable.is_empty(),
        None => usable.is_empty() && of_other_assets,
    };
    if is_foreign {
        met.findings.push(Finding::new(Fact::FundsOtherAsset, &money.asset).with("asset", &money.asset));
    }
    if met.findings.len() == before && met.limits_known && met.balance_known {
        met.findings
            .push(Finding::new(Fact::FundsWithinLimits, "").with("amount", &money.amount).with("asset", &money.asset));
    }
    met.findings.extend(met.charge.as_ref().and_then(|charge| fee_applies(charge, money)));
}

fn fee_applies(charge: &Charge, money: &Money) -> Option<Finding> {
    (!charge.fee.is_zero()).then(|| {
        Finding::new(Fact::FundsFee, "")
            .with("fee", &charge.fee)
            .with("total", money.amount.plus(&charge.fee))
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
        let left = left_of(period, now);
        (*asked > left).then(|| {
            told(fact, asked.minus(&left))
                .with("limit", &period.limit)
                .with("left", &left)
                .with_time("until", period.resets_at.filter(|at| *at > now))
        })
    };
    let day = period(Fact::FundsDayLimit, &limits.day);
    let month = period(Fact::FundsMonthLimit, &limits.month);
    [below, above, day, month].into_iter().flatten().collect()
}

/// What is left of a period's limit. Where what is used is not known, or is of a period that is over, all of it may be.
fn left_of(period: &PeriodLimit, now: Timestamp) -> Amount {
    let is_over = period.resets_at.is_some_and(|at| at <= now);
    match period.used.as_ref().filter(|_| !is_over) {
        Some(used) => period.limit.minus(used).max(Amount::zero()),
        None => period.limit.clone(),
    }
}

/// What a sheet says of one asset.
enum Holding {
    Known { total: Amount, available: Amount },
    Negative,
    Unknown,
}

impl Holding {
    /// An asset that is listed twice counts as the sum of its entries, as in the comparison of balances.
    fn of(sheet: &BalanceSheet, asset: &str) -> Self {
        let zero = || (Amount::zero(), Amount::zero());
        let entries: Vec<_> = sheet.balances.iter().filter(|entry| entry.asset == asset).collect();
        let (total, available) = entries.iter().fold(zero(), |(total, available), entry| {
            let free = match (&entry.available, &entry.held) {
                (Some(free), _) => free.clone(),
                (None, Some(held)) => entry.total.minus(held),
                (None, None) => entry.total.clone(),
            };
            (total.plus(&entry.total), available.plus(&free))
        });
        if entries.is_empty() {
            Self::Unknown
        } else if total.is_negative() || available.is_negative() {
            Self::Negative
        } else {
            Self::Known { total, available }
        }
    }
}

/// Held against what is available: the amount with its fee, or without where no fee is known.
fn against_balance(money: &Money, fee: Option<&Amount>, total: &Amount, available: &Amount) -> Option<Finding> {
    let needed = fee.map_or_else(|| money.amount.clone(), |fee| money.amount.plus(fee));
    let missing = needed.minus(available);
    if missing.is_negative() || missing.is_zero() {
        return None;
    }
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
    let fee = fee.filter(|fee| !fee.is_zero()).map(ToString::to_string).unwrap_or_default();
    Some(told(Fact::FundsInsufficient).with("fee", fee))
}

/// How often: by the provider's count, and by what the doctor remembers.
fn attempts(limits: &[&Limits], attempts: &Attempts, operation: OperationKind, now: Timestamp) -> Vec<Finding> {
    let told = |fact: Fact, until: Option<Timestamp>| Finding::new(fact, "").with_time("until", until);
    let mut findings: Vec<Finding> = Vec::new();
    let of = limits.iter().filter_map(|limits| limits.attempts);
    for limit in of {
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
    if failed >= FAILED_OFTEN {
        findings.push(Finding::new(Fact::AttemptsFailedOften, "").with("count", failed));
    }
    findings
}
