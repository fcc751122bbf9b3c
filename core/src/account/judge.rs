//! What is known of the account, of its terms and of its links, for one complaint. Pure.

use jiff::Timestamp;

use super::attempted::Attempted;
use super::conditions::{Known, Met, conditions};
use super::{AccountState, OperationKind, linked, standing};
use crate::balance::{Amount, AssetBalance, BalanceSheet};
use crate::complaint::{Complaint, Symptom};
use crate::config::CodeRule;
use crate::diagnosis::{Fact, Finding};
use crate::observation::Observations;

/// The findings of everything that this stage observed.
pub(crate) fn judge(
    complaint: &Complaint,
    channel: Option<&str>,
    codes: &[CodeRule],
    observations: &Observations,
    now: Timestamp,
) -> Vec<Finding> {
    let nothing = AccountState::default();
    let account = observations.account.known().unwrap_or(&nothing);
    let attempted =
        Attempted { operation: OperationKind::behind(complaint.symptom), money: complaint.money.as_ref(), channel };
    let balances = observations.synced_balances.known().or(observations.cached_balances.known());
    let known = Known { account, balances, attempts: &observations.attempts };
    let mut findings = if is_made(complaint.symptom) {
        // It met its conditions then. What is left of the balance and of the limits since says nothing about it.
        let mut findings = of_account(account, &Attempted { money: None, ..attempted }, codes, now);
        findings.extend(balances.into_iter().flat_map(negative));
        findings
    } else {
        judge_attempt(known, &attempted, codes, now).findings
    };
    findings.extend(observations.account.unknown().map(|why| {
        let fact = if why.is_an_answer() { Fact::AccountUnreadable } else { Fact::AccountUnavailable };
        Finding::new(fact, "")
    }));
    findings
}

/// What is known of an account, held against what was tried or is about to be.
pub(crate) fn judge_attempt(known: Known<'_>, attempted: &Attempted<'_>, codes: &[CodeRule], now: Timestamp) -> Met {
    let mut met = conditions(known, attempted, now);
    met.findings.extend(of_account(known.account, attempted, codes, now));
    met.findings.extend(known.balances.into_iter().flat_map(negative));
    // With an amount it was reckoned whether what is held back is in the way.
    if attempted.money.is_none() {
        met.findings.extend(known.balances.into_iter().flat_map(mostly_held));
    }
    met
}

fn of_account(account: &AccountState, attempted: &Attempted<'_>, codes: &[CodeRule], now: Timestamp) -> Vec<Finding> {
    let mut findings = standing::judge(account, attempted, codes, now);
    findings.extend(linked::judge(account, attempted, codes, now));
    findings
}

/// Whether a complaint is about something that was accepted already.
fn is_made(symptom: Symptom) -> bool {
    match symptom {
        Symptom::PaymentNotReceived | Symptom::TransactionDelayed => true,
        Symptom::WithdrawalFailed
        | Symptom::TransferFailed
        | Symptom::PaymentFailed
        | Symptom::BalanceIncorrect
        | Symptom::HistoryUnavailable
        | Symptom::SignInFailed
        | Symptom::VerificationFailed
        | Symptom::AccountRestricted
        | Symptom::AccountOpeningFailed
        | Symptom::FundsMissing
        | Symptom::AppError
        | Symptom::Other => false,
    }
}

/// How many assets are named each; the whole sheet is in the report.
const MAX_NAMED: usize = 10;

/// Assets of which at least half is held back. Less than that is everyday life, and no reason for anything where no amount
/// is known.
fn mostly_held(sheet: &BalanceSheet) -> Vec<Finding> {
    let held = |entry: &AssetBalance| {
        let held = entry.held.clone().or_else(|| Some(entry.total.minus(entry.available.as_ref()?)))?;
        let is_most = held > Amount::zero() && held.plus(&held) >= entry.total;
        is_most.then(|| Finding::new(Fact::FundsSomeHeld, &entry.asset).with("held", held).with("asset", &entry.asset))
    };
    sheet.balances.iter().filter_map(held).take(MAX_NAMED).collect()
}

/// Assets with a figure below zero, which cannot be.
fn negative(sheet: &BalanceSheet) -> Vec<Finding> {
    let is_negative = |entry: &&AssetBalance| {
        let figures = [Some(&entry.total), entry.available.as_ref(), entry.held.as_ref()];
        figures.into_iter().flatten().any(Amount::is_negative)
    };
    let negative = sheet.balances.iter().filter(is_negative);
    let told = |entry: &AssetBalance| Finding::new(Fact::BalanceNegative, &entry.asset).with("total", &entry.total);
    negative.map(told).take(MAX_NAMED).collect()
}
