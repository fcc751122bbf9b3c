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
use crate::{ViewError, desk::Desk};

/// How often it is asked what came in.
const EVERY: Duration = Duration::from_millis(500);
/// How often it is asked what there is at all, so that what was deleted is forgotten here as well.
const ALL_EVERY: u32 = 60;
/// Times of several intakes do not agree to the second; so far back is looked for what came in late.
const LATE: SignedDuration = SignedDuration::from_mins(10);
/// The longest pause before a report is tried again that this machine or the store failed with; each is twice the one before.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// Reports that failed: how long until the next try, and when that is.
type Failed = HashMap<Uuid, (SignedDuration, Timestamp)>;

/// Until the view stops. What fails is tried again in the next turn.
pub(crate) async fn watch(desk: &Desk) {
    let mut turn = 0_u32;
    let mut failed = Failed::new();
    loop {
        let all = turn.is_multiple_of(ALL_EVERY);
        if look(desk, all, &mut failed).await.is_ok() {
            turn = turn.wrapping_add(1);
        }
        tokio::select! {
            biased;
            () = desk.stop.cancelled() => return,
            () = sleep(EVERY) => {}
        }
    }
}

async fn look(desk: &Desk, all: bool, failed: &mut Failed) -> Result<(), ViewError> {
    let since = if all { Timestamp::MIN } else { desk.clock.now().checked_sub(LATE).unwrap_or(Timestamp::MIN) };
    // In this order: what is received in between is known by nobody yet.
    let received = desk.support.received_since(since).await?;
    let known = desk.records.known_since(since).await?;
    if all {
        forget(desk, &known, &received.iter().map(|(id, _)| *id).collect()).await?;
    }
    for (report_id, received_at) in received {
        if desk.stop.is_cancelled() {
            return Ok(());
        }
        let now = desk.clock.now();
        let before = failed.get(&report_id).copied();
        if known.contains(&report_id) || before.is_some_and(|(_, next)| next > now) {
            continue;
        }
        match desk.shelf.open(report_id).await {
            Ok(opened) => {
                let digest = match &opened {
                    Ok(report) => digest::of(report, report_id, received_at),
                    Err(refusal) => digest::refused(refusal, report_id, received_at),
                };
                desk.records.put_digest(&digest).await?;
                failed.remove(&report_id);
            }
            // It was deleted in this moment.
            Err(StoreError::NoSuchReport) => {}
            Err(_) => {
                let pause = before.map_or(SignedDuration::from_secs(2), |(pause, _)| LONGEST_PAUSE.min(pause * 2));
                failed.insert(report_id, (pause, now.saturating_add(pause).unwrap_or(now)));
            }
        }
    }
    Ok(())
}

/// What is no longer in the store is no longer here.
async fn forget(desk: &Desk, known: &HashSet<Uuid>, there: &HashSet<Uuid>) -> Result<(), ViewError> {
    let gone: Vec<Uuid> = known.difference(there).copied().collect();
    for report_id in &gone {
        desk.shelf.forget(*report_id);
        desk.records.forget(*report_id).await?;
    }
    if !gone.is_empty() {
        desk.records.overwrite_deleted().await;
    }
    Ok(())
}
