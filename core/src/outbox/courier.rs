//! Carries reports to the intake: one request after another, each outcome durable before the next.
//!
//! What to do is decided by [`Journey`] and [`tus::judge`]; this file only does it. The future may be dropped at any await:
//! what was begun on disk is finished, and the next flush asks the intake how far it got.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::OwnedMutexGuard;
use url::Url;

use super::backoff::{Wait, retry_at};
use super::journey::{Journey, Step};
use super::kept::Manifest;
use super::opened::Job;
use super::pending::{HANDED_OVER_FOR, PendingUpload};
use super::shared::Shared;
use super::state::{Event, Record, Upload};
use super::terms::Terms;
use super::tus::{self, Asked, Failure, Offers, Verdict};
use super::{HeldBack, OutboxError, UploadFailure};
use crate::clock::Clock;
use crate::config::{AppKey, WebUrl};
use crate::connectivity::Client;
use crate::progress::{Progress, ProgressSink};
use crate::report::ReportId;

/// How far the phone's clock may be from the intake's for it to say that a report has expired.
const CLOCKS_AGREE: SignedDuration = SignedDuration::from_hours(24);
/// Less than this is not worth a request of its own, where a budget leaves no more.
const LEAST_PIECE: u64 = 16 * 1024;

/// What one flush needs.
pub(super) struct Courier<'a> {
    pub(super) outbox: Arc<Shared>,
    /// Cloned into every blocking task, so that the next flush begins only when the last write of this one has ended.
    pub(super) turn: Arc<OwnedMutexGuard<()>>,
    pub(super) client: &'a Client,
    pub(super) intake: &'a WebUrl,
    pub(super) app_key: Option<&'a AppKey>,
    pub(super) clock: &'a dyn Clock,
    pub(super) progress: &'a dyn ProgressSink,
    pub(super) terms: Terms,
}

/// What came of carrying one report.
enum Carried {
    /// It has arrived, or is not to be sent any more.
    Over,
    /// It did not get through this time.
    Failed(UploadFailure),
    /// It may not be sent now.
    HeldBack(HeldBack),
    /// From here on the app carries it.
    HandedOver(Box<PendingUpload>),
}

/// Who sends the bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Courier,
    App,
}

impl Courier<'_> {
    /// Sends everything that is due, and says what was held back. A failure that would meet every report ends the round.
    pub(super) async fn run(&self) -> Result<BTreeMap<ReportId, HeldBack>, OutboxError> {
        let mut held_back = BTreeMap::new();
        self.round(By::Courier, |id, carried| {
            if let Carried::HeldBack(why) = carried {
                held_back.insert(id, why);
            }
        })
        .await?;
        Ok(held_back)
    }

    /// Hands the first report over that is due and can be: the app carries the rest of it.
    pub(super) async fn hand_over(&self) -> Result<Option<PendingUpload>, OutboxError> {
        let mut handed_over = None;
        self.round(By::App, |_, carried| {
            if let Carried::HandedOver(pending) = carried {
                handed_over = Some(*pending);
            }
        })
        .await?;
        Ok(handed_over)
    }

    /// What is open, for the caller to close: that blocks.
    pub(super) fn close(self) -> Arc<Shared> {
        self.outbox
    }

    /// Carries what is due, one report after the other, and ends what was withdrawn. Each time anew it is looked at what is due: the
    /// person may have changed their mind, and something urgent may have come. Nobody is asked if there is nothing to do.
    async fn round(&self, by: By, mut done: impl FnMut(ReportId, Carried)) -> Result<(), OutboxError> {
        let now = self.clock.now();
        let idle = self.blocking(move |outbox| {
            let waits = outbox.is_asked_to_wait(now)?;
            Ok(waits || outbox.due(now)?.is_empty() && outbox.to_be_ended()?.is_empty())
        });
        if idle.await? {
            return Ok(());
        }
        let offers = self.offers().await;
        let mut tried = BTreeSet::new();
        while let Some(job) = self.next_due(&tried).await? {
            let (id, manifest) = (job.manifest.id, job.manifest.clone());
            tried.insert(id);
            let carried = self.carry(job, offers, by).await?;
            if let Carried::Failed(_) | Carried::HeldBack(_) = carried
                && self.has_expired(&manifest, offers)
            {
                self.apply(id, Event::Expired { at: self.clock.now() }).await?;
            }
            let ends = match carried {
                Carried::HandedOver(_) => true,
                Carried::Failed(code) => concerns_all(code),
                Carried::Over | Carried::HeldBack(_) => false,
            };
            done(id, carried);
            if ends {
                return Ok(());
            }
        }
        for Job { manifest, record } in self.blocking(|outbox| outbox.to_be_ended()).await? {
            if !self.end(manifest.id, manifest.size, record.upload).await? {
                break;
            }
        }
        Ok(())
    }

    async fn next_due(&self, tried: &BTreeSet<ReportId>) -> Result<Option<Job>, OutboxError> {
        let (now, tried) = (self.clock.now(), tried.clone());
        self.blocking(move |outbox| Ok(outbox.due(now)?.into_iter().find(|job| !tried.contains(&job.manifest.id))))
            .await
    }

    /// Whether a report was tried for long enough. By a clock that nobody confirms nothing expires: it may be years ahead.
    fn has_expired(&self, manifest: &Manifest, offers: Offers) -> bool {
        let now = self.clock.now();
        let confirmed = offers.date.is_some_and(|date| date.duration_since(now).abs() <= CLOCKS_AGREE);
        confirmed && now.duration_since(manifest.created_at) > self.terms.expire_after
    }

    /// Carries one report.
    async fn carry(&self, job: Job, offers: Offers, by: By) -> Result<Carried, OutboxError> {
        let Job { manifest, mut record } = job;
        let (id, length) = (manifest.id, manifest.size);
        if manifest.unmetered_only && !self.terms.costs_nothing() && by == By::Courier {
            return Ok(Carried::HeldBack(HeldBack::Metered));
        }
        if record.upload.is_none() && offers.max_size.is_some_and(|most| length > most) {
            return self.fail(id, Failure::longest(UploadFailure::TooLarge), &record).await;
        }
        let metadata = header_value(&tus::metadata(id, manifest.priority, manifest.ticket_key.as_ref()))?;
        let whole = manifest.clone();
        let file = match self.blocking(move |outbox| outbox.open_bundle(&whole)).await {
            // One that can't be read must not hold up the others.
            Err(OutboxError::Damaged | OutboxError::Io { .. }) => return self.fail(id, damaged(), &record).await,
            other => Arc::new(other?),
        };
        // An upload that was begun at another intake is of no use at this one.
        let upload = record.upload.clone().filter(|upload| tus::is_same_origin(self.intake.url(), &upload.url));
        // After a failure the intake may have what went along with the first one.
        let with_creation = offers.creation_with_upload && by == By::Courier && record.attempts == 0;
        let (mut journey, mut step) = Journey::new(length, upload, record.attempts, with_creation);
        if record.may_be_farther() {
            journey = journey.believing();
        }
        loop {
            let begun = Instant::now();
            let (asked, answer, bytes) = match step {
                Step::Create { bytes, after } => {
                    tokio::time::sleep(after).await;
                    let bytes = if self.affords(bytes, bytes).await? == Some(bytes) { bytes } else { 0 };
                    let Some(chunk) = self.read(&file, 0, bytes).await? else {
                        return self.fail(id, damaged(), &record).await;
                    };
                    let answer = self.create(length, metadata.clone(), chunk, offers).await;
                    (Asked::Creation(self.intake.url()), answer, bytes)
                }
                Step::Ask { url, after } => {
                    tokio::time::sleep(after).await;
                    (Asked::Offset, self.ask(url).await, 0)
                }
                Step::Append { url, offset, .. } if by == By::App => {
                    return match self.pending(manifest, url, offset, record.upload.clone()).await {
                        // Withdrawn, and perhaps deleted, at the last moment.
                        Err(OutboxError::NotFound) | Ok(None) => Ok(Carried::Over),
                        Err(OutboxError::Damaged) => self.fail(id, damaged(), &record).await,
                        Ok(Some(pending)) => Ok(Carried::HandedOver(Box::new(pending))),
                        Err(error) => Err(error),
                    };
                }
                Step::Append { url, offset, bytes } => {
                    let Some(bytes) = self.affords(bytes, LEAST_PIECE).await? else {
                        return Ok(Carried::HeldBack(HeldBack::DataBudget));
                    };
                    let Some(chunk) = self.read(&file, offset, bytes).await? else {
                        return self.fail(id, damaged(), &record).await;
                    };
                    (Asked::Append, self.append(url, offset, chunk, offers).await, bytes)
                }
                Step::Deliver(receipt) => {
                    self.progress.on_progress(Progress::Uploading { sent: length, total: length });
                    self.apply(id, Event::Delivered { receipt, at: self.clock.now() }).await?;
                    return Ok(Carried::Over);
                }
                Step::Stop(failure) => return self.fail(id, failure, &record).await,
            };
            let verdict = tus::judge(asked, answer.as_ref().map_err(|error| *error), length, self.clock.now());
            if bytes > 0 && matches!(verdict, Verdict::At { .. } | Verdict::Created { .. }) {
                journey.paced(bytes, begun.elapsed());
            }
            let (event, following) = journey.after(verdict);
            if let Some(event) = event {
                let created = if let Event::Created(upload) = &event { Some(upload.url.clone()) } else { None };
                record = match self.apply(id, event).await {
                    // Withdrawn and deleted meanwhile. Nobody else knows of this upload.
                    Err(OutboxError::NotFound) => {
                        if let Some(url) = created {
                            self.ended(length, url).await;
                        }
                        return Ok(Carried::Over);
                    }
                    other => other?,
                };
                if let Some(upload) = &record.upload {
                    self.progress.on_progress(Progress::Uploading { sent: upload.offset, total: length });
                }
                // The last chunk may have arrived even so.
                if !record.state.is_waiting() && !matches!(following, Step::Deliver(_)) {
                    self.end(id, length, record.upload).await?;
                    return Ok(Carried::Over);
                }
            }
            step = following;
        }
    }

    /// Hands an upload over to the app, as far as it is; none if it was withdrawn at the last moment.
    async fn pending(
        &self,
        manifest: Manifest,
        url: Url,
        offset: u64,
        upload: Option<Upload>,
    ) -> Result<Option<PendingUpload>, OutboxError> {
        let now = self.clock.now();
        let latest = now.checked_add(HANDED_OVER_FOR).unwrap_or(Timestamp::MAX);
        let until = upload.and_then(|upload| upload.expires_at).map_or(latest, |expires| expires.min(latest));
        let (id, length, unmetered_only) = (manifest.id, manifest.size, manifest.unmetered_only);
        let file = self
            .blocking(move |outbox| {
                let file = outbox.rest(&manifest, offset)?;
                let record = outbox.apply(manifest.id, Event::HandedOver { until })?;
                Ok(record.handed_over_until.is_some().then_some(file))
            })
            .await?;
        // The session knows no budget.
        let unmetered_only = unmetered_only || self.terms.metered_bytes_per_day.is_some();
        Ok(file.map(|file| PendingUpload::new(id, url, offset, length, file, unmetered_only)))
    }

    /// How many of these bytes may be sent now, which are counted as sent; none if it is fewer than all and than is worth a request.
    async fn affords(&self, bytes: u64, least: u64) -> Result<Option<u64>, OutboxError> {
        let Some(budget) = self.terms.budget() else { return Ok(Some(bytes)) };
        let now = self.clock.now();
        self.blocking(move |outbox| {
            let left = budget.saturating_sub(outbox.spent(now)?);
            if left < bytes && left < least {
                return Ok(None);
            }
            let bytes = bytes.min(left);
            outbox.spend(bytes, now)?;
            Ok(Some(bytes))
        })
        .await
    }

    async fn fail(&self, id: ReportId, failure: Failure, record: &Record) -> Result<Carried, OutboxError> {
        let code = failure.code;
        // Without randomness the wait is only less well spread.
        let random = getrandom::u64().unwrap_or(u64::MAX / 2);
        let expires_at = record.upload.as_ref().and_then(|upload| upload.expires_at);
        let retry_at = retry_at(failure.wait, record.attempts, random, self.clock.now(), expires_at);
        if code == UploadFailure::Busy && matches!(failure.wait, Wait::AtLeast(_)) {
            // It means everybody.
            self.blocking(move |outbox| outbox.wait_until(retry_at)).await?;
        }
        match self.apply(id, Event::Failed { code, retry_at }).await {
            // Withdrawn and deleted meanwhile.
            Err(OutboxError::NotFound) => Ok(Carried::Over),
            other => other.map(|_| Carried::Failed(code)),
        }
    }

    pub(super) async fn apply(&self, id: ReportId, event: Event) -> Result<Record, OutboxError> {
        self.blocking(move |outbox| outbox.apply(id, event)).await
    }

    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, OutboxError> + Send + 'static,
    ) -> Result<T, OutboxError> {
        let (outbox, turn) = (self.outbox.clone(), self.turn.clone());
        super::blocking(move || {
            let done = work(&outbox);
            // Not before the work is done.
            drop(turn);
            done
        })
        .await
    }
}

/// Whether the next report would meet the same: then it is spared the wait.
fn concerns_all(code: UploadFailure) -> bool {
    use UploadFailure as Code;
    match code {
        Code::Unreachable | Code::TimedOut | Code::Busy | Code::Redirected | Code::OtherVersion => true,
        Code::BrokeOff
        | Code::Locked
        | Code::ServerError
        | Code::Refused
        | Code::TooLarge
        | Code::BadAnswer
        | Code::WrongOffset
        | Code::BadChecksum
        | Code::Gone
        | Code::Damaged => false,
    }
}

/// The bundle is not what was queued: time alone does not mend that.
fn damaged() -> Failure {
    Failure::longest(UploadFailure::Damaged)
}

fn header_value(text: &str) -> Result<HeaderValue, OutboxError> {
    HeaderValue::try_from(text).map_err(|_| OutboxError::Internal)
}
