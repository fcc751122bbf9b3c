//! Looks at what comes in: opens each report once, keeps what the queue and waves need of it, and forgets what was deleted.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::sleep;
use uuid::Uuid;
use wallet_doctor_intake::store::StoreError;

use super::digest;
use crate::{
    ViewError,
    desk::{Desk, Event},
};

/// How often it is asked what came in.
const EVERY: Duration = Duration::from_millis(500);
/// How often it is asked what there is at all, so that what was deleted is forgotten here as well.
const ALL_EVERY: u32 = 60;
/// Reports of one turn, so that what came in last is never behind thousands that were there before.
const AT_ONE_TURN: usize = 20;
/// Times of several intakes do not agree to the second; so far back is looked for what came in late.
const LATE: SignedDuration = SignedDuration::from_mins(10);
/// The longest pause before a report is tried again that this machine or the store failed with; each is twice the one before.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// Reports that failed: how long until the next try, and when that is.
type Failed = HashMap<Uuid, (SignedDuration, Timestamp)>;

/// Until the view stops. What fails is told once and tried again.
pub(crate) async fn watch(desk: &Desk) {
    let mut turn = 0_u32;
    let mut failed = Failed::new();
    let (mut has_failed, mut is_behind) = (false, false);
    loop {
        let all = is_behind || turn.is_multiple_of(ALL_EVERY);
        let is_done = match look(desk, all, &mut failed).await {
            Ok(is_done) => {
                (turn, has_failed) = (turn.wrapping_add(1), false);
                is_behind = all && !is_done;
                is_done
            }
            Err(error) => {
                if !std::mem::replace(&mut has_failed, true) {
                    desk.tell(&Event::Failed { problem: error.to_string() });
                }
                true
            }
        };
        desk.shelf.tidy();
        let pause = if is_done { EVERY } else { Duration::ZERO };
        tokio::select! {
            biased;
            () = desk.stop.cancelled() => return,
            () = sleep(pause) => {}
        }
    }
}

/// Reads what came in, the newest first, and at most [`AT_ONE_TURN`]. Whether that was all.
async fn look(desk: &Desk, all: bool, failed: &mut Failed) -> Result<bool, ViewError> {
    let since = if all { Timestamp::MIN } else { desk.clock.now().checked_sub(LATE).unwrap_or(Timestamp::MIN) };
    // In this order: what is received in between is known by nobody yet.
    let received = desk.support.received_since(since).await?;
    let known = desk.records.known_since(since).await?;
    if all {
        let there = received.iter().map(|(id, _)| *id).collect();
        desk.shelf.keep_only(&there);
        forget(desk, &known, &there).await?;
    }
    let now = desk.clock.now();
    let is_due = |id: &Uuid| !known.contains(id) && failed.get(id).is_none_or(|(_, next)| *next <= now);
    let mut due: Vec<_> = received.into_iter().rev().filter(|(id, _)| is_due(id)).collect();
    let is_done = due.len() <= AT_ONE_TURN;
    due.truncate(AT_ONE_TURN);
    for (report_id, received_at) in due {
        if desk.stop.is_cancelled() {
            return Ok(true);
        }
        match desk.shelf.open(report_id).await {
            Ok(opened) => {
                let digest = match &opened {
                    Ok(report) => digest::of(&report.content, report_id, received_at),
                    Err(refusal) => digest::refused(refusal, report_id, received_at),
                };
                desk.records.put_digest(&digest).await?;
                desk.judged.changed();
                failed.remove(&report_id);
            }
            // It was deleted in this moment.
            Err(StoreError::NoSuchReport) => {}
            Err(error) => {
                let before = failed.get(&report_id).map(|(pause, _)| *pause);
                if before.is_none() {
                    desk.tell(&Event::ReportNotRead { report: report_id, problem: error.to_string() });
                }
                let pause = before.map_or(SignedDuration::from_secs(2), |pause| LONGEST_PAUSE.min(pause * 2));
                failed.insert(report_id, (pause, now.saturating_add(pause).unwrap_or(now)));
            }
        }
    }
    Ok(is_done)
}

/// What is no longer in the store is no longer here.
async fn forget(desk: &Desk, known: &HashSet<Uuid>, there: &HashSet<Uuid>) -> Result<(), ViewError> {
    let gone: Vec<Uuid> = known.difference(there).copied().collect();
    for report_id in &gone {
        desk.records.forget(*report_id).await?;
        desk.judged.changed();
    }
    if !gone.is_empty() {
        desk.records.overwrite_deleted().await;
    }
    Ok(())
}
