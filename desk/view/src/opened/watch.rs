//! Looks at what comes in: opens each report once, keeps what the queue and waves need of it, and forgets what was deleted.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::sleep;
use uuid::Uuid;
use wallet_doctor_intake::{announcements::Announcement, store::StoreError};

use super::digest;
use crate::{
    ViewError, announce,
    desk::{Desk, Event},
};

/// How often it is asked what came in.
const EVERY: Duration = Duration::from_millis(500);
/// How often it is asked what there is at all, so that what was deleted is forgotten here as well.
const ALL_EVERY: Duration = Duration::from_secs(30);
/// Reports of one turn, so that what came in last is never behind thousands that were there before.
const AT_ONE_TURN: usize = 20;
/// Times of several intakes do not agree to the second; so far back is looked for what came in late.
const LATE: SignedDuration = SignedDuration::from_mins(10);
/// The longest pause before a report is tried again that this machine or the store failed with; each is twice the one before.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// Reports that failed: how long until the next try, and when that is.
type Failed = HashMap<Uuid, (SignedDuration, Timestamp)>;

/// What is known of what is still to be read.
#[derive(Default)]
struct Work {
    failed: Failed,
    /// What the last full look found unread, the newest last.
    behind: Vec<(Uuid, Timestamp)>,
    /// More came in lately than was read in this turn.
    has_more: bool,
}

/// Until the view stops. What fails is told once and tried again.
pub(crate) async fn watch(desk: &Desk) {
    let (mut work, mut has_failed, mut last) = (Work::default(), false, None::<Instant>);
    loop {
        let all = last.is_none_or(|last| last.elapsed() >= ALL_EVERY);
        match look(desk, all, &mut work).await {
            Ok(()) => {
                has_failed = false;
                if all {
                    last = Some(Instant::now());
                }
            }
            Err(error) if std::mem::replace(&mut has_failed, true) => drop(error),
            Err(error) => desk.tell(&Event::Failed { problem: error.to_string() }),
        }
        desk.shelf.tidy();
        desk.records.overwrite_deleted().await;
        let is_done = work.behind.is_empty() && !work.has_more;
        let pause = if is_done || has_failed { EVERY } else { Duration::ZERO };
        tokio::select! {
            biased;
            () = desk.stop.cancelled() => return,
            () = sleep(pause) => {}
        }
    }
}

/// Reads what came in lately, the newest first, and then some of what was found unread before.
async fn look(desk: &Desk, all: bool, work: &mut Work) -> Result<(), ViewError> {
    let now = desk.clock.now();
    let since = if all { Timestamp::MIN } else { now.checked_sub(LATE).unwrap_or(Timestamp::MIN) };
    // In this order: what is received in between is known by nobody yet.
    let received = desk.support.received_since(since).await?;
    let known = desk.records.known_since(since).await?;
    let is_due = |id: &Uuid| !known.contains(id) && work.failed.get(id).is_none_or(|(_, next)| *next <= now);
    let mut due: Vec<_> = received.iter().filter(|(id, _)| is_due(id)).copied().collect();
    if all {
        let there = received.iter().map(|(id, _)| *id).collect();
        desk.shelf.keep_only(&there);
        forget(desk, &known, &there).await?;
        tidy_announcements(desk, now).await?;
        work.behind = std::mem::take(&mut due);
    }
    due.reverse();
    // The others are found again in the next turn.
    work.has_more = due.len() > AT_ONE_TURN;
    due.truncate(AT_ONE_TURN);
    let room = AT_ONE_TURN.saturating_sub(due.len());
    let rest = work.behind.split_off(work.behind.len().saturating_sub(room));
    due.extend(rest.into_iter().rev());
    for (report_id, received_at) in due {
        if desk.stop.is_cancelled() {
            return Ok(());
        }
        read(desk, report_id, received_at, &mut work.failed).await?;
    }
    Ok(())
}

async fn read(desk: &Desk, report_id: Uuid, received_at: Timestamp, failed: &mut Failed) -> Result<(), ViewError> {
    match desk.shelf.open(report_id).await {
        Ok(opened) => {
            let digest = match &opened {
                Ok(report) => digest::of(&report.content, report_id, received_at),
                Err(refusal) => digest::refused(refusal, report_id, received_at),
            };
            // Its files go where that holds nobody up.
            tokio::task::spawn_blocking(move || drop(opened));
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
            let now = desk.clock.now();
            failed.insert(report_id, (pause, now.saturating_add(pause).unwrap_or(now)));
        }
    }
    Ok(())
}

/// What is announced ends by itself, once it has been past its end for long; unless it is signed and there is no key here.
async fn tidy_announcements(desk: &Desk, now: Timestamp) -> Result<(), ViewError> {
    let mut all = desk.support.announcements().await?;
    let signer = desk.signer.as_ref();
    if !announce::tidy(&mut all, now, signer) || announce::is_beyond(desk.support.announced().await?.as_ref(), signer) {
        return Ok(());
    }
    let change = |all: &mut Vec<Announcement>| {
        announce::tidy(all, now, signer);
        Ok(())
    };
    announce::announce(&desk.support, now, signer, change).await?;
    desk.tell(&Event::AnnouncementsTidied);
    Ok(())
}

/// What is no longer in the store is no longer here.
async fn forget(desk: &Desk, known: &HashSet<Uuid>, there: &HashSet<Uuid>) -> Result<(), ViewError> {
    let gone: Vec<Uuid> = known.difference(there).copied().collect();
    for report_id in &gone {
        desk.records.forget(*report_id).await?;
        desk.judged.changed();
    }
    if !gone.is_empty() {
        desk.records.deleted();
    }
    Ok(())
}
