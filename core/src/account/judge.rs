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
use crate::transaction;

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
    // What is left of the balance and of the limits since says nothing about one that took from them.
    let met_now = !is_made(complaint.symptom) && !transaction::may_have_moved(complaint, observations, now);
    let attempted = Attempted {
        operation: OperationKind::behind(complaint.symptom),
        money: complaint.money.as_ref().filter(|_| met_now),
        channel,
        about_restrictions: complaint.symptom == Symptom::AccountRestricted,
    };
    let balances = observations.synced_balances.known().or(observations.cached_balances.known());
    // They were written by the phone's clock, and `now` is the true time.
    let attempts = observations.attempts.shifted(now.duration_since(observations.started_at));
    let known = Known { account, balances, attempts: &attempts };
    let mut findings = if is_made(complaint.symptom) {
        // It met its conditions then.
        let mut findings = of_account(account, &attempted, codes, now);
        findings.extend(balances.into_iter().flat_map(of_balances));
        findings
    } else {
        judge_attempt(known, &attempted, codes, now).findings
    };
    findings.extend(held_amount(complaint, &findings));
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
    met.findings.extend(known.balances.into_iter().flat_map(of_balances));
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

/// Whether what is held back is exactly what a person misses.
fn held_amount(complaint: &Complaint, findings: &[Finding]) -> Option<Finding> {
    let money = complaint.money.as_ref().filter(|_| complaint.symptom == Symptom::BalanceIncorrect)?;
    let is_it = |finding: &&Finding| {
        let held = finding.details.get("held").and_then(|held| held.parse::<Amount>().ok());
        finding.code == Fact::FundsSomeHeld.into()
            && finding.subject == money.asset
            && held.as_ref() == Some(&money.amount)
    };
    findings.iter().find(is_it).map(|found| Finding { code: Fact::FundsHeldAmount.into(), ..found.clone() })
}

/// How many assets are named each; the whole sheet is in the report.
const MAX_NAMED: usize = 10;

/// What can be said of balances without an amount: what is held back, and what cannot be.
pub(super) fn of_balances(sheet: &BalanceSheet) -> Vec<Finding> {
    let held = |entry: &AssetBalance| {
        let held = entry.held.clone().or_else(|| Some(entry.total.minus(entry.available.as_ref()?)))?;
        (held > Amount::zero())
            .then(|| Finding::new(Fact::FundsSomeHeld, &entry.asset).with("held", held).with("asset", &entry.asset))
    };
    let is_negative = |entry: &&AssetBalance| {
        let figures = [Some(&entry.total), entry.available.as_ref(), entry.held.as_ref()];
        figures.into_iter().flatten().any(Amount::is_negative)
    };
    let is_crossed = |entry: &&AssetBalance| entry.available.as_ref().is_some_and(|free| *free > entry.total);
    let crossed = sheet.balances.iter().filter(is_crossed);
    let crossed = crossed.map(|entry| Finding::new(Fact::FundsTermsInconsistent, &entry.asset));
    let negative = sheet.balances.iter().filter(is_negative);
    let negative = negative.map(|entry| Finding::new(Fact::BalanceNegative, &entry.asset).with("total", &entry.total));
    let odd = negative.take(MAX_NAMED).chain(crossed.take(MAX_NAMED));
    odd.chain(sheet.balances.iter().filter_map(held).take(MAX_NAMED)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Attempts, Money};
    use super::*;
    use crate::diagnosis::FindingCode;
    use serde_json::{Value, json};

    /// What is found of a withdrawal of 100 yuan, of which 150 are there.
    fn found(account: &Value) -> Vec<Fact> {
        let mut account = account.clone();
        if account.get("fees").is_none() {
            account["fees"] = json!([]);
        }
        let account: AccountState = serde_json::from_value(account).unwrap();
        let balances = json!({ "as_of": "2026-03-01T08:00:00Z", "balances": [{ "asset": "CNY", "total": "150" }] });
        let balances: BalanceSheet = serde_json::from_value(balances).unwrap();
        let money = Money { asset: "CNY".into(), amount: "100".parse().unwrap() };
        let operation = Some(OperationKind::Withdrawal);
        let attempted = Attempted { operation, money: Some(&money), ..Attempted::default() };
        let known = Known { account: &account, balances: Some(&balances), attempts: &Attempts::default() };
        let met = judge_attempt(known, &attempted, &[], "2026-03-01T08:00:00Z".parse().unwrap());
        let fact = |finding: Finding| match finding.code {
            FindingCode::Fact(fact) => Some(fact),
            FindingCode::Wallet(_) | FindingCode::Control(_) => None,
        };
        met.findings.into_iter().filter_map(fact).collect()
    }

    #[test]
    fn what_is_not_in_a_list_that_is_not_whole_says_nothing() {
        for (field, list, fact) in [
            ("restrictions", json!([]), Fact::AccountUnrestricted),
            ("limits", json!([{ "operation": "withdrawal", "maximum": "200" }]), Fact::FundsWithinLimits),
            (
                "fees",
                json!([{ "operation": "withdrawal", "asset": "CNY", "fixed": "60", "taken": "on_top" }]),
                Fact::FundsInsufficient,
            ),
            ("instruments", json!([{ "label": "Card 1", "state": "invalid" }]), Fact::BankInvalid),
            ("channels", json!([{ "name": "Bank", "state": "down" }]), Fact::BankDown),
        ] {
            assert!(found(&json!({ field: list })).contains(&fact), "{field}");
            let lacking = json!({ field: list, "unreadable": [format!("/{field}/7")] });
            assert!(!found(&lacking).contains(&fact), "{field}, not whole");
            let other = json!({ field: list, "unreadable": ["/devices"] });
            assert!(found(&other).contains(&fact), "{field}, whole");
        }
    }

    #[test]
    fn what_is_in_a_list_that_is_not_whole_counts() {
        for (field, list, fact) in [
            ("restrictions", json!([{ "reason": "locked" }]), Fact::AccountLocked),
            ("limits", json!([{ "operation": "withdrawal", "maximum": "50" }]), Fact::FundsAboveMaximum),
            ("instruments", json!([{ "label": "Card 1", "state": "verified" }]), Fact::BankVerified),
            ("channels", json!([{ "name": "Bank", "state": "down" }]), Fact::BankOneDown),
        ] {
            assert!(found(&json!({ field: list, "unreadable": [format!("/{field}/7")] })).contains(&fact), "{field}");
        }
    }
}
