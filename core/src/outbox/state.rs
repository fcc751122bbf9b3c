//! What is known of an upload, and how it changes: a pure machine. Every change is durable before the next step is taken.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::backoff::MAX_WAIT;
use super::{SubmissionState, UploadFailure};

/// How far beyond the longest wait a retry may lie before the clock must have been set back.
const CLOCK_SLACK: Duration = Duration::from_secs(60 * 60);

/// What is kept of one report besides its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) state: SubmissionState,
    /// The upload at the intake, if there is one to go on with, or to end.
    pub(super) upload: Option<Upload>,
    /// Failures since the last byte got through.
    pub(super) attempts: u32,
    /// Until when the app itself carries the rest, by the phone's clock.
    #[serde(default)]
    pub(super) handed_over_until: Option<Timestamp>,
    /// Whether the intake may have more than we know to have sent: the app carried it, or only the files knew of the upload.
    #[serde(default)]
    pub(super) unsure: bool,
    /// Answers since the last byte got through that may be the upload's own fault.
    #[serde(default)]
    pub(super) refusals: u32,
}

/// An upload that was created at the intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Upload {
    pub(super) url: Url,
    /// Bytes that the intake has confirmed.
    pub(super) offset: u64,
    /// When the intake forgets it if nothing comes, by the phone's clock.
    #[serde(default)]
    pub(super) expires_at: Option<Timestamp>,
}

/// What the intake's last answer said of a finished upload.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Receipt {
    #[serde(default)]
    pub(super) ticket: Option<String>,
    #[serde(default)]
    pub(super) expected_reply_s: Option<u64>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// The intake has made a place, or has found the one that it made before.
    Created(Upload),
    /// The intake said how much it has, and perhaps until when.
    Confirmed { offset: u64, expires_at: Option<Timestamp> },
    /// The intake does not know the upload any more.
    Forgotten,
    /// All of it has arrived.
    Delivered { receipt: Receipt, at: Timestamp },
    /// It did not get through this time.
    Failed { code: UploadFailure, retry_at: Timestamp },
    /// The app itself carries the rest.
    HandedOver { until: Timestamp },
    /// It does not any more.
    HandedBack,
    /// It was tried for long enough.
    Expired { at: Timestamp },
    /// The person does not want it sent.
    Withdrawn { at: Timestamp },
    /// The person wants it sent after all.
    SentAgain,
}

impl Record {
    /// A report of which only the files are known.
    pub(super) fn queued() -> Self {
        Self::of(SubmissionState::Queued)
    }

    /// A report of which the files say that nothing is to be sent.
    pub(super) fn of(state: SubmissionState) -> Self {
        Self { state, upload: None, attempts: 0, handed_over_until: None, unsure: false, refusals: 0 }
    }

    /// A report of which only the files are known, with the upload that they name, if they do.
    pub(super) fn from_files(upload: Option<Upload>) -> Self {
        Self { unsure: upload.is_some(), upload, ..Self::queued() }
    }

    /// Whether the intake may have more than we know to have sent.
    pub(super) fn may_be_farther(&self) -> bool {
        self.unsure || self.handed_over_until.is_some()
    }

    pub(super) fn delivered(receipt: Receipt, at: Timestamp) -> Self {
        let Receipt { ticket, expected_reply_s } = receipt;
        Self::of(SubmissionState::Delivered { ticket, expected_reply_s, at })
    }

    /// Whether it should be sent now.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        let retry_at = match self.state {
            SubmissionState::Failed { retry_at, .. } => Some(retry_at),
            SubmissionState::Queued | SubmissionState::Uploading { .. } => None,
            SubmissionState::Delivered { .. }
            | SubmissionState::Answered { .. }
            | SubmissionState::Closed { .. }
            | SubmissionState::Expired { .. }
            | SubmissionState::Withdrawn { .. } => return false,
        };
        retry_at.into_iter().chain(self.handed_over_until).all(|until| is_over(until, now))
    }
}

/// Whether a wait is over. A time farther off than any wait we ever set comes from a clock that was set back.
pub(super) fn is_over(until: Timestamp, now: Timestamp) -> bool {
    let wait = until.duration_since(now);
    wait <= jiff::SignedDuration::ZERO || wait.unsigned_abs() > MAX_WAIT + CLOCK_SLACK
}

/// The record after an event. What has arrived stays so, and what is withdrawn or expired is sent only if the person wants it;
/// a last chunk that was on its way already may still arrive.
pub(super) fn next(record: Record, event: Event) -> Record {
    if record.state.has_arrived() {
        return record;
    }
    let waiting = record.state.is_waiting();
    match event {
        Event::Delivered { receipt, at } => Record::delivered(receipt, at),
        Event::Withdrawn { at } if !matches!(record.state, SubmissionState::Withdrawn { .. }) => {
            let unsure = record.may_be_farther();
            Record { state: SubmissionState::Withdrawn { at }, handed_over_until: None, unsure, ..record }
        }
        // The intake may have all of it already.
        Event::SentAgain if !waiting => {
            Record { unsure: record.may_be_farther(), upload: record.upload, ..Record::queued() }
        }
        // Also for an upload that is only to be ended.
        Event::Forgotten if waiting => Record { attempts: record.attempts, ..Record::queued() },
        Event::Forgotten => Record { upload: None, ..record },
        Event::Expired { at } if waiting => {
            let unsure = record.may_be_farther();
            Record { state: SubmissionState::Expired { at }, handed_over_until: None, unsure, ..record }
        }
        Event::Created(upload) if waiting => Record {
            state: SubmissionState::Uploading { offset: upload.offset },
            upload: Some(upload),
            attempts: record.attempts,
            handed_over_until: None,
            unsure: false,
            refusals: record.refusals,
        },
        // It came too late, and is to be ended.
        Event::Created(upload) => Record { upload: Some(upload), ..record },
        Event::Confirmed { offset, expires_at } if waiting => match record.upload {
            Some(upload) => Record {
                state: SubmissionState::Uploading { offset },
                attempts: if offset > upload.offset { 0 } else { record.attempts },
                refusals: if offset > upload.offset { 0 } else { record.refusals },
                upload: Some(Upload { url: upload.url, offset, expires_at: expires_at.or(upload.expires_at) }),
                handed_over_until: None,
                unsure: false,
            },
            None => record,
        },
        Event::Failed { code, retry_at } if waiting => {
            let refusals = record.refusals.saturating_add(u32::from(may_be_the_uploads(code)));
            let upload = record.upload.clone().filter(|_| is_worth_resuming(code, refusals));
            Record {
                state: SubmissionState::Failed { code, retry_at },
                attempts: record.attempts.saturating_add(1),
                handed_over_until: None,
                unsure: upload.is_some() && record.may_be_farther(),
                // The next upload has answers of its own.
                refusals: if upload.is_some() { refusals } else { 0 },
                upload,
            }
        }
        Event::HandedOver { until } if waiting && record.upload.is_some() => {
            Record { handed_over_until: Some(until), ..record }
        }
        Event::HandedBack => Record { unsure: record.may_be_farther(), handed_over_until: None, ..record },
        Event::Withdrawn { .. }
        | Event::SentAgain
        | Event::Expired { .. }
        | Event::Confirmed { .. }
        | Event::Failed { .. }
        | Event::HandedOver { .. } => record,
    }
}

/// How many answers that may be the upload's own fault it takes to begin another one.
const GIVE_UP_AFTER: u32 = 5;

/// Whether another upload may get another answer.
fn may_be_the_uploads(code: UploadFailure) -> bool {
    matches!(code, UploadFailure::Refused | UploadFailure::BadAnswer)
}

/// Whether the upload may be gone on with after this, or a new one is the better try. All of it may have arrived even where the
/// answer to the last chunk made no sense, and only some intakes know a report again: an upload is given up late.
fn is_worth_resuming(code: UploadFailure, refusals: u32) -> bool {
    use UploadFailure as Code;
    match code {
        Code::Unreachable
        | Code::TimedOut
        | Code::BrokeOff
        | Code::Busy
        | Code::Locked
        | Code::ServerError
        | Code::Redirected
        | Code::OtherVersion
        | Code::BadChecksum
        | Code::Damaged => true,
        Code::Refused | Code::BadAnswer => refusals < GIVE_UP_AFTER,
        // It does not hold what we have sent, or can't hold all of it.
        Code::TooLarge | Code::WrongOffset | Code::Gone => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn url() -> Url {
        "http://127.0.0.1/reports/1".parse().unwrap()
    }

    fn uploading(offset: u64, attempts: u32) -> Record {
        Record { upload: Some(upload(offset)), attempts, ..Record::of(SubmissionState::Uploading { offset }) }
    }

    fn upload(offset: u64) -> Upload {
        Upload { url: url(), offset, expires_at: None }
    }

    fn failed(code: UploadFailure, offset: Option<u64>, attempts: u32) -> Record {
        let state = SubmissionState::Failed { code, retry_at: at(9) };
        Record { upload: offset.map(upload), attempts, ..Record::of(state) }
    }

    fn delivered() -> Record {
        Record::delivered(Receipt { ticket: Some("WD-1".to_owned()), expected_reply_s: Some(60) }, at(0))
    }

    fn handed_over() -> Record {
        Record { handed_over_until: Some(at(50)), ..uploading(3, 2) }
    }

    fn refused(times: u32) -> Record {
        Record { refusals: times, ..failed(UploadFailure::Refused, Some(3), times) }
    }

    fn withdrawn(offset: Option<u64>) -> Record {
        let attempts = if offset.is_some() { 2 } else { 0 };
        Record { upload: offset.map(upload), attempts, ..Record::of(SubmissionState::Withdrawn { at: at(5) }) }
    }

    fn expired() -> Record {
        Record { attempts: 4, ..Record::of(SubmissionState::Expired { at: at(5) }) }
    }

    #[test]
    fn every_event_leads_where_the_table_says() {
        use UploadFailure::{BrokeOff, Refused, WrongOffset};
        let created = |offset| Event::Created(upload(offset));
        let confirmed = |offset| Event::Confirmed { offset, expires_at: None };
        let fails = |code| Event::Failed { code, retry_at: at(9) };
        let arrives = Event::Delivered {
            receipt: Receipt { ticket: Some("WD-1".to_owned()), expected_reply_s: Some(60) },
            at: at(0),
        };
        let table = [
            (Record::queued(), created(0), uploading(0, 0)),
            (Record::queued(), created(7), uploading(7, 0)),
            (Record::queued(), confirmed(7), Record::queued()),
            (Record::queued(), fails(BrokeOff), failed(BrokeOff, None, 1)),
            (uploading(3, 2), confirmed(7), uploading(7, 0)),
            (uploading(3, 2), confirmed(3), uploading(3, 2)),
            (uploading(3, 2), confirmed(1), uploading(1, 2)),
            (uploading(3, 2), Event::Forgotten, Record { attempts: 2, ..Record::queued() }),
            (uploading(3, 2), fails(BrokeOff), failed(BrokeOff, Some(3), 3)),
            (uploading(3, 2), fails(WrongOffset), failed(WrongOffset, None, 3)),
            (uploading(3, 9), fails(Refused), Record { refusals: 1, ..failed(Refused, Some(3), 10) }),
            (refused(4), fails(Refused), failed(Refused, None, 5)),
            (refused(4), fails(BrokeOff), Record { refusals: 4, ..failed(BrokeOff, Some(3), 5) }),
            (refused(4), confirmed(7), uploading(7, 0)),
            (uploading(3, 2), arrives.clone(), delivered()),
            (failed(BrokeOff, Some(3), 4), confirmed(7), uploading(7, 0)),
            (failed(BrokeOff, None, 4), created(0), uploading(0, 4)),
            (failed(BrokeOff, None, u32::MAX), fails(BrokeOff), failed(BrokeOff, None, u32::MAX)),
            (uploading(3, 2), Event::HandedOver { until: at(50) }, handed_over()),
            (Record::queued(), Event::HandedOver { until: at(50) }, Record::queued()),
            (handed_over(), Event::HandedBack, Record { unsure: true, ..uploading(3, 2) }),
            (handed_over(), fails(BrokeOff), Record { unsure: true, ..failed(BrokeOff, Some(3), 3) }),
            (handed_over(), confirmed(7), uploading(7, 0)),
            (handed_over(), Event::Withdrawn { at: at(5) }, Record { unsure: true, ..withdrawn(Some(3)) }),
            (failed(BrokeOff, None, 4), Event::Expired { at: at(5) }, expired()),
            (expired(), Event::SentAgain, Record::queued()),
            (withdrawn(Some(3)), Event::SentAgain, Record { upload: Some(upload(3)), ..Record::queued() }),
            (withdrawn(Some(3)), Event::Forgotten, Record { attempts: 2, ..withdrawn(None) }),
            (withdrawn(Some(3)), Event::Expired { at: at(6) }, withdrawn(Some(3))),
            (withdrawn(Some(3)), Event::Withdrawn { at: at(6) }, withdrawn(Some(3))),
            (withdrawn(Some(3)), confirmed(7), withdrawn(Some(3))),
            (withdrawn(Some(3)), fails(BrokeOff), withdrawn(Some(3))),
            (withdrawn(Some(3)), arrives.clone(), delivered()),
            (expired(), Event::Withdrawn { at: at(5) }, Record { attempts: 4, ..withdrawn(None) }),
            (expired(), created(0), Record { upload: Some(upload(0)), ..expired() }),
            (withdrawn(None), created(0), Record { upload: Some(upload(0)), ..withdrawn(None) }),
            (Record::queued(), Event::SentAgain, Record::queued()),
        ];
        for (before, event, after) in table {
            assert_eq!(next(before.clone(), event.clone()), after, "{before:?} {event:?}");
        }
        let others = [
            created(0),
            confirmed(1),
            Event::Forgotten,
            fails(BrokeOff),
            arrives,
            Event::HandedOver { until: at(50) },
            Event::HandedBack,
            Event::Expired { at: at(5) },
            Event::Withdrawn { at: at(5) },
            Event::SentAgain,
        ];
        for event in others {
            assert_eq!(next(delivered(), event.clone()), delivered(), "{event:?}");
        }
    }

    #[test]
    fn a_failed_report_waits_unless_the_clock_went_back() {
        let waiting = failed(UploadFailure::Busy, None, 1);
        let past = (MAX_WAIT + CLOCK_SLACK).as_secs().cast_signed();
        for (now, due) in [(8, false), (9, true), (10, true), (9 - past, false), (8 - past, true)] {
            assert_eq!(waiting.is_due(at(now)), due, "{now}");
        }
        assert!(Record::queued().is_due(at(0)));
        assert!(uploading(1, 0).is_due(at(0)));
        for over in [delivered(), expired(), withdrawn(Some(3))] {
            assert!(!over.is_due(at(0)), "{over:?}");
        }
        let until = 50;
        for (now, due) in [(until - 1, false), (until, true), (until - past - 1, true)] {
            assert_eq!(handed_over().is_due(at(now)), due, "{now}");
        }
    }
}
