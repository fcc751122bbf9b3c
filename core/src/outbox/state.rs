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
    /// The upload at the intake, if there is one to go on with.
    pub(super) upload: Option<Upload>,
    /// Failures since the last byte got through.
    pub(super) attempts: u32,
}

/// An upload that was created at the intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Upload {
    pub(super) url: Url,
    /// Bytes that the intake has confirmed.
    pub(super) offset: u64,
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
    Created { url: Url, offset: u64 },
    /// The intake said how much it has.
    Confirmed { offset: u64 },
    /// The intake does not know the upload any more.
    Forgotten,
    /// All of it has arrived.
    Delivered { receipt: Receipt, at: Timestamp },
    /// It did not get through this time.
    Failed { code: UploadFailure, retry_at: Timestamp },
}

impl Record {
    /// A report of which only the files are known.
    pub(super) fn queued() -> Self {
        Self { state: SubmissionState::Queued, upload: None, attempts: 0 }
    }

    pub(super) fn delivered(receipt: Receipt, at: Timestamp) -> Self {
        let Receipt { ticket, expected_reply_s } = receipt;
        Self { state: SubmissionState::Delivered { ticket, expected_reply_s, at }, upload: None, attempts: 0 }
    }

    pub(super) fn is_delivered(&self) -> bool {
        match self.state {
            SubmissionState::Delivered { .. } => true,
            SubmissionState::Queued | SubmissionState::Uploading { .. } | SubmissionState::Failed { .. } => false,
        }
    }

    /// Whether it should be sent now. A retry farther off than any wait we ever set comes from a clock that was set back.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        match self.state {
            SubmissionState::Delivered { .. } => false,
            SubmissionState::Queued | SubmissionState::Uploading { .. } => true,
            SubmissionState::Failed { retry_at, .. } => {
                let wait = retry_at.duration_since(now);
                wait <= jiff::SignedDuration::ZERO || wait.unsigned_abs() > MAX_WAIT + CLOCK_SLACK
            }
        }
    }
}

/// The record after an event. What is delivered stays delivered.
pub(super) fn next(record: Record, event: Event) -> Record {
    if record.is_delivered() {
        return record;
    }
    match event {
        Event::Created { url, offset } => Record {
            state: SubmissionState::Uploading { offset },
            upload: Some(Upload { url, offset }),
            attempts: record.attempts,
        },
        Event::Confirmed { offset } => match record.upload {
            Some(upload) => Record {
                state: SubmissionState::Uploading { offset },
                attempts: if offset > upload.offset { 0 } else { record.attempts },
                upload: Some(Upload { url: upload.url, offset }),
            },
            None => record,
        },
        Event::Forgotten => Record { state: SubmissionState::Queued, upload: None, attempts: record.attempts },
        Event::Delivered { receipt, at } => Record::delivered(receipt, at),
        Event::Failed { code, retry_at } => Record {
            state: SubmissionState::Failed { code, retry_at },
            upload: record.upload.filter(|_| is_worth_resuming(code)),
            attempts: record.attempts.saturating_add(1),
        },
    }
}

/// Whether the upload may be gone on with after this, or a new one is the better try. The intake knows the report by its
/// id, so that creating it anew sends nothing twice.
fn is_worth_resuming(code: UploadFailure) -> bool {
    use UploadFailure as Code;
    match code {
        Code::Unreachable
        | Code::TimedOut
        | Code::BrokeOff
        | Code::Busy
        | Code::Locked
        | Code::ServerError
        | Code::Redirected
        | Code::BadChecksum => true,
        Code::Refused | Code::TooLarge | Code::BadAnswer | Code::WrongOffset | Code::Gone | Code::Damaged => false,
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
        Record { state: SubmissionState::Uploading { offset }, upload: Some(Upload { url: url(), offset }), attempts }
    }

    fn failed(code: UploadFailure, upload: Option<u64>, attempts: u32) -> Record {
        Record {
            state: SubmissionState::Failed { code, retry_at: at(9) },
            upload: upload.map(|offset| Upload { url: url(), offset }),
            attempts,
        }
    }

    fn delivered() -> Record {
        Record::delivered(Receipt { ticket: Some("WD-1".to_owned()), expected_reply_s: Some(60) }, at(0))
    }

    #[test]
    fn every_event_leads_where_the_table_says() {
        use UploadFailure::{BrokeOff, WrongOffset};
        let created = |offset| Event::Created { url: url(), offset };
        let fails = |code| Event::Failed { code, retry_at: at(9) };
        let arrives = Event::Delivered {
            receipt: Receipt { ticket: Some("WD-1".to_owned()), expected_reply_s: Some(60) },
            at: at(0),
        };
        let table = [
            (Record::queued(), created(0), uploading(0, 0)),
            (Record::queued(), created(7), uploading(7, 0)),
            (Record::queued(), Event::Confirmed { offset: 7 }, Record::queued()),
            (Record::queued(), fails(BrokeOff), failed(BrokeOff, None, 1)),
            (uploading(3, 2), Event::Confirmed { offset: 7 }, uploading(7, 0)),
            (uploading(3, 2), Event::Confirmed { offset: 3 }, uploading(3, 2)),
            (uploading(3, 2), Event::Confirmed { offset: 1 }, uploading(1, 2)),
            (uploading(3, 2), Event::Forgotten, Record { attempts: 2, ..Record::queued() }),
            (uploading(3, 2), fails(BrokeOff), failed(BrokeOff, Some(3), 3)),
            (uploading(3, 2), fails(WrongOffset), failed(WrongOffset, None, 3)),
            (uploading(3, 2), arrives.clone(), delivered()),
            (failed(BrokeOff, Some(3), 4), Event::Confirmed { offset: 7 }, uploading(7, 0)),
            (failed(BrokeOff, None, 4), created(0), uploading(0, 4)),
            (failed(BrokeOff, None, u32::MAX), fails(BrokeOff), failed(BrokeOff, None, u32::MAX)),
        ];
        for (before, event, after) in table {
            assert_eq!(next(before.clone(), event.clone()), after, "{before:?} {event:?}");
        }
        for event in [created(0), Event::Confirmed { offset: 1 }, Event::Forgotten, fails(BrokeOff), arrives] {
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
        assert!(!delivered().is_due(at(0)));
    }
}
