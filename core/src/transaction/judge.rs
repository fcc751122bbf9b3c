//! Where the transactions stand that a complaint is about. Pure.

use jiff::{SignedDuration, Timestamp};

use super::in_question::{InQuestion, in_question, kinds};
use super::{Place, Stage, StageState, TransactionFailure, TransactionKind, TransactionRecord, TransactionState};
use crate::account::explained;
use crate::balance::{Amount, Direction};
use crate::complaint::{Complaint, Symptom};
use crate::config::CodeRule;
use crate::diagnosis::{Fact, Finding, PART_SEPARATOR, TRANSACTIONS};
use crate::observation::Observations;

/// How long ago a transaction may have been made that was marked in the app as not the person's own. Older marks were seen to.
const MARKED_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Within so long two transactions with the same payee and amount look like one that was done twice.
const TWICE_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// How many pairs are named.
const MAX_PAIRS: usize = 10;

/// The findings of everything that is known of transactions.
pub(crate) fn judge(
    complaint: &Complaint,
    codes: &[CodeRule],
    observations: &Observations,
    now: Timestamp,
) -> Vec<Finding> {
    let in_question = in_question(complaint, observations, now);
    let mut findings: Vec<Finding> = in_question.iter().flat_map(|record| stands(*record, codes, now)).collect();
    let not_found = observations.looked_up.known().into_iter().flat_map(|looked_up| &looked_up.not_found);
    // Whoever says that a payment is not theirs has its id from a list, not from a receipt.
    let not_found = not_found.filter(|id| complaint.transaction_ids.contains(id));
    findings.extend(not_found.map(|id| Finding::new(Fact::TransactionNotFound, id)));
    findings.extend(not_mine(complaint, observations, now));
    findings.extend(doubled(complaint, observations));
    let unanswered = [observations.looked_up.unknown(), observations.recent.unknown()];
    if unanswered.into_iter().any(|why| why.is_some()) {
        findings.push(Finding::new(Fact::TransactionUnavailable, ""));
    }
    findings
}

/// Where one transaction stands.
fn stands(in_question: InQuestion<'_>, codes: &[CodeRule], now: Timestamp) -> Vec<Finding> {
    let InQuestion { record, told_differently } = in_question;
    let told = |fact: Fact| Finding::new(fact, &record.id);
    if told_differently || contradicts_itself(record) {
        return vec![told(Fact::TransactionContradictory)];
    }
    let mut findings: Vec<Finding> = match record.state {
        TransactionState::Pending => pending(record, now),
        TransactionState::Completed => vec![told(Fact::TransactionCompleted).with("direction", way(record.direction))],
        TransactionState::Refunded => vec![told(Fact::TransactionRefunded)],
        TransactionState::Failed => vec![told(match record.debited {
            Some(true) => Fact::TransactionRefundDue,
            Some(false) => Fact::TransactionNotDebited,
            None => Fact::TransactionFailed,
        })],
    };
    if matches!(record.state, TransactionState::Failed | TransactionState::Refunded) {
        findings.extend(record.failure.and_then(failure).map(told));
        findings.extend(explained(record.code.as_ref(), "transaction", codes));
    }
    findings
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
    }
}

fn failure(failure: TransactionFailure) -> Option<Fact> {
    match failure {
        TransactionFailure::PayeeDetails => Some(Fact::TransactionPayeeWrong),
        TransactionFailure::Insufficient => Some(Fact::TransactionInsufficient),
        TransactionFailure::BankRefused => Some(Fact::TransactionBankRefused),
        TransactionFailure::Other => None,
    }
}

/// Whether a record says of the same thing that it is and that it is not.
pub(crate) fn contradicts_itself(record: &TransactionRecord) -> bool {
    let has = |state: StageState| record.stages.iter().any(|stage| stage.state == state);
    if stages_contradict(&record.stages) {
        return true;
    }
    match record.state {
        TransactionState::Completed => {
            let nothing_moved = record.direction == Direction::Out && record.debited == Some(false);
            let is_open = has(StageState::Failed) || has(StageState::Pending) || has(StageState::Waiting);
            is_open || nothing_moved || record.failure.is_some()
        }
        TransactionState::Pending => has(StageState::Failed) || record.failure.is_some(),
        TransactionState::Failed | TransactionState::Refunded => {
            !record.stages.is_empty() && record.stages.iter().all(|stage| stage.state == StageState::Done)
        }
    }
}

/// Whether a place is in two states, or one is done that comes after one that is not.
fn stages_contradict(stages: &[Stage]) -> bool {
    let mut stages: Vec<(Place, bool)> =
        stages.iter().map(|stage| (stage.place, stage.state == StageState::Done)).collect();
    stages.sort_unstable();
    stages.windows(2).any(|pair| match pair {
        [(one, one_is_done), (other, other_is_done)] => {
            (one == other && one_is_done != other_is_done) || (one < other && !one_is_done && *other_is_done)
        }
        _ => false,
    })
}

/// Of a transaction under way: the first place that is not done, and whether it is late.
fn pending(record: &TransactionRecord, now: Timestamp) -> Vec<Finding> {
    let mut stages: Vec<_> = record.stages.iter().collect();
    stages.sort_by_key(|stage| stage.place);
    let open = stages.into_iter().find(|stage| stage.state != StageState::Done);
    let fact = match open.map(|stage| stage.place) {
        Some(Place::Wallet) => Fact::TransactionAtWallet,
        Some(Place::Channel) => Fact::TransactionAtChannel,
        Some(Place::Bank) => Fact::TransactionAtBank,
        Some(Place::Merchant) => Fact::TransactionAtMerchant,
        None => Fact::TransactionPending,
    };
    let since = open.and_then(|stage| stage.at).or(record.created_at);
    let stands = Finding::new(fact, &record.id).with_time("since", since);
    // What was to be done before it was made is no time at all.
    let possible = record.expected_by.filter(|by| record.created_at.is_none_or(|made| made <= *by));
    let late = possible.filter(|by| *by < now);
    let late = late.map(|by| Finding::new(Fact::TransactionOverdue, &record.id).with("expected_by", by));
    std::iter::once(stands).chain(late).collect()
}

/// What the person says is not theirs, in the complaint or in the app.
fn not_mine(complaint: &Complaint, observations: &Observations, now: Timestamp) -> Vec<Finding> {
    let recent = observations.recent.known().into_iter().flatten();
    let looked_up = observations.looked_up.known().into_iter().flat_map(|looked_up| &looked_up.found);
    let is_marked = |record: &&TransactionRecord| {
        let is_recent = record.created_at.is_none_or(|at| now.duration_since(at) <= MARKED_FOR);
        record.recognised == Some(false) && (is_recent || complaint.transaction_ids.contains(&record.id))
    };
    let marked = recent.chain(looked_up).filter(is_marked).map(|record| &record.id);
    let ids: std::collections::BTreeSet<&String> = complaint.not_mine.iter().chain(marked).collect();
    ids.into_iter().map(|id| Finding::new(Fact::TransactionNotMine, id)).collect()
}

/// What is listed twice, and what looks as if it was done twice.
fn doubled(complaint: &Complaint, observations: &Observations) -> Vec<Finding> {
    let recent = observations.recent.known().into_iter().flatten();
    let recent: Vec<&TransactionRecord> =
        recent.filter(|record| matters_twice(complaint.symptom, record.kind)).collect();
    let mut findings = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let twice = recent.iter().filter(|record| !seen.insert(&record.id)).map(|record| &record.id);
    let twice: std::collections::BTreeSet<&String> = twice.collect();
    findings.extend(twice.into_iter().take(MAX_PAIRS).map(|id| Finding::new(Fact::TransactionListedTwice, id)));
    let mut alike: std::collections::BTreeMap<Alike<'_>, Vec<&TransactionRecord>> = std::collections::BTreeMap::new();
    for record in recent.iter().filter(|record| record.state != TransactionState::Refunded) {
        if let Some(key) = Alike::of(record) {
            alike.entry(key).or_default().push(record);
        }
    }
    let named = |record: &TransactionRecord| {
        complaint.transaction_ids.is_empty() || complaint.transaction_ids.contains(&record.id)
    };
    let mut pairs: Vec<Finding> = Vec::new();
    for records in alike.values_mut() {
        records.sort_by(|a, b| a.created_at.cmp(&b.created_at).then_with(|| a.id.cmp(&b.id)));
        let close = records.windows(2).filter_map(|pair| match pair {
            [one, other] if one.id != other.id && (named(one) || named(other)) => {
                let apart = other.created_at?.duration_since(one.created_at?);
                (apart <= TWICE_WITHIN).then(|| format!("{}{PART_SEPARATOR}{}", one.id, other.id))
            }
            _ => None,
        });
        pairs.extend(close.map(|ids| Finding::new(Fact::TransactionTwice, "").with(TRANSACTIONS, ids)));
    }
    findings.extend(pairs.into_iter().take(MAX_PAIRS));
    findings
}

/// Whether a complaint can come of a transaction of this kind that is there twice. Two like payments are nothing to somebody
/// who can't sign in.
fn matters_twice(symptom: Symptom, kind: TransactionKind) -> bool {
    match symptom {
        Symptom::BalanceIncorrect | Symptom::HistoryUnavailable | Symptom::FundsMissing | Symptom::Other => true,
        Symptom::WithdrawalFailed
        | Symptom::TransferFailed
        | Symptom::PaymentFailed
        | Symptom::PaymentNotReceived
        | Symptom::TransactionDelayed => kinds(symptom).contains(&kind),
        Symptom::SignInFailed
        | Symptom::VerificationFailed
        | Symptom::AccountRestricted
        | Symptom::AccountOpeningFailed
        | Symptom::AppError => false,
    }
}

/// What two transactions have in common that look like one. Without a counterparty nobody can tell.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Alike<'a> {
    kind: TransactionKind,
    asset: &'a str,
    counterparty: &'a str,
    amount: &'a Amount,
}

impl<'a> Alike<'a> {
    /// Money that comes in twice is nobody's loss, and failed ones moved nothing.
    fn of(record: &'a TransactionRecord) -> Option<Self> {
        let moved = record.state != TransactionState::Failed || record.debited == Some(true);
        let counterparty = record.counterparty.as_deref().filter(|_| moved)?;
        let outgoing = record.direction == Direction::Out;
        outgoing.then_some(Self { kind: record.kind, asset: &record.asset, counterparty, amount: &record.amount })
    }
}
