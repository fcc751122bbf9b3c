//! Which transactions a complaint is about. Pure.
//!
//! A wrong guess reassures somebody about the wrong money, so where nothing tells which one is meant, only what can hardly be
//! another one is taken.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::judge::contradicts_itself;
use super::{TransactionKind, TransactionRecord, TransactionState};
use crate::complaint::{Complaint, Symptom};
use crate::observation::Observations;

/// How long ago a transaction may have been made that nobody named and that a complaint is still about.
const LATELY: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long ago, where it is over and neither an amount nor a time tells that it is the one.
const JUST_NOW: SignedDuration = SignedDuration::from_hours(24);
/// How far from when it began, where the person says when that was.
const AROUND: SignedDuration = SignedDuration::from_hours(24);

/// A transaction that a complaint is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct InQuestion<'a> {
    pub(super) record: &'a TransactionRecord,
    /// Whether the list that it is from tells it once more and otherwise.
    pub(super) told_differently: bool,
}

impl InQuestion<'_> {
    fn is_believed(&self) -> bool {
        !self.told_differently && !contradicts_itself(self.record)
    }
}

/// The channel that the transaction in question went through, where the person named none.
pub(crate) fn channel<'a>(complaint: &Complaint, observations: &'a Observations, now: Timestamp) -> Option<&'a str> {
    let in_question = in_question(complaint, observations, now).into_iter();
    in_question.filter(InQuestion::is_believed).find_map(|it| it.record.channel.as_deref())
}

/// Whether money may have moved with a transaction in question, or may yet: the balance and the limits are then what it left
/// behind, and no longer what it met.
pub(crate) fn may_have_moved(complaint: &Complaint, observations: &Observations, now: Timestamp) -> bool {
    let is_untouched = |it: &InQuestion<'_>| {
        it.is_believed() && it.record.state == TransactionState::Failed && it.record.debited == Some(false)
    };
    in_question(complaint, observations, now).iter().any(|it| !is_untouched(it))
}

/// The transactions that a complaint is about: those that the person named, else the one that it can be.
pub(super) fn in_question<'a>(
    complaint: &Complaint,
    observations: &'a Observations,
    now: Timestamp,
) -> Vec<InQuestion<'a>> {
    let looked_up = observations.looked_up.known().map(|looked_up| looked_up.found.as_slice()).unwrap_or_default();
    let recent = observations.recent.known().map(Vec::as_slice).unwrap_or_default();
    let with_doubt = |record: &'a TransactionRecord, list: &'a [TransactionRecord]| {
        let told_differently = list.iter().any(|other| other.id == record.id && other != record);
        InQuestion { record, told_differently }
    };
    if complaint.transaction_ids.is_empty() {
        return fitting(complaint, recent, now).map(|record| with_doubt(record, recent)).into_iter().collect();
    }
    // What was asked for by its id goes before what only stood in a list.
    let told = [looked_up, recent].into_iter().flat_map(|list| list.iter().map(move |record| (record, list)));
    let mut seen = BTreeSet::new();
    let named = told.filter(|(record, _)| complaint.transaction_ids.contains(&record.id) && seen.insert(&record.id));
    let mut named: Vec<_> = named.map(|(record, list)| with_doubt(record, list)).collect();
    named.sort_by_key(|it| &it.record.id);
    named
}

/// The one that fits a complaint which names none: the latest that is not done, of those that are awaited the one that is
/// longest due, and one that is done only if there is no other one.
fn fitting<'a>(
    complaint: &Complaint,
    recent: &'a [TransactionRecord],
    now: Timestamp,
) -> Option<&'a TransactionRecord> {
    let awaits = matches!(complaint.symptom, Symptom::PaymentNotReceived | Symptom::TransactionDelayed);
    let (mut awaited, mut open, mut done) = (Vec::new(), Vec::new(), Vec::new());
    for record in recent.iter().filter(|record| fits(complaint, record, now)) {
        match record.state {
            TransactionState::Pending if awaits => awaited.push(record),
            TransactionState::Pending => open.push(record),
            TransactionState::Failed | TransactionState::Refunded => open.push(record),
            TransactionState::Completed => done.push(record),
        }
    }
    if complaint.money.is_none() && complaint.began_at.is_none() {
        let is_the_last = |record: &TransactionRecord| {
            !recent.iter().any(|other| other.kind == record.kind && other.created_at > record.created_at)
        };
        let is_just_over = |record: &TransactionRecord| {
            let age = record.created_at.map(|at| now.duration_since(at).abs());
            record.state == TransactionState::Pending || age.is_some_and(|age| age <= JUST_NOW)
        };
        open.retain(|record| is_the_last(record) && is_just_over(record));
    }
    let is_late = |record: &TransactionRecord| record.expected_by.is_some_and(|by| by < now);
    let longest_due = awaited.into_iter().min_by_key(|record| (!is_late(record), record.created_at, &record.id));
    let latest =
        |records: Vec<&'a TransactionRecord>| records.into_iter().max_by_key(|record| (record.created_at, &record.id));
    longest_due.or_else(|| latest(open)).or_else(|| {
        // Of several that are done nobody knows which is meant.
        let is_clear = complaint.money.is_some() || done.len() <= 1;
        latest(done).filter(|_| is_clear)
    })
}

/// Whether a complaint can be about a transaction of this kind, time and amount.
fn fits(complaint: &Complaint, record: &TransactionRecord, now: Timestamp) -> bool {
    let is_recent = record.created_at.is_some_and(|at| match complaint.began_at {
        Some(began) => began.duration_since(at).abs() <= AROUND,
        None => now.duration_since(at).abs() <= LATELY,
    });
    let is_the_amount =
        complaint.money.as_ref().is_none_or(|money| money.asset == record.asset && money.amount == record.amount);
    let is_open = record.state != TransactionState::Completed || complaint.symptom == Symptom::PaymentNotReceived;
    kinds(complaint.symptom).contains(&record.kind) && is_recent && is_the_amount && is_open
}

/// What a complaint can be about.
pub(super) fn kinds(symptom: Symptom) -> &'static [TransactionKind] {
    match symptom {
        Symptom::WithdrawalFailed => &[TransactionKind::Withdrawal],
        Symptom::TransferFailed => &[TransactionKind::Transfer],
        Symptom::PaymentFailed => &[TransactionKind::Payment],
        Symptom::PaymentNotReceived => &[TransactionKind::Payment, TransactionKind::Transfer],
        Symptom::TransactionDelayed => &[
            TransactionKind::Withdrawal,
            TransactionKind::Transfer,
            TransactionKind::Payment,
            TransactionKind::Deposit,
            TransactionKind::Other,
        ],
        Symptom::BalanceIncorrect
        | Symptom::HistoryUnavailable
        | Symptom::SignInFailed
        | Symptom::VerificationFailed
        | Symptom::AccountRestricted
        | Symptom::AccountOpeningFailed
        | Symptom::FundsMissing
        | Symptom::AppError
        | Symptom::Other => &[],
    }
}
