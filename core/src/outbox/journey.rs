//! The way of one report to the intake: from verdict to next step. Pure, and bounded whatever the intake answers.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::UploadFailure;
use super::backoff::Wait;
use super::pace;
use super::state::{Event, Receipt, Upload};
use super::tus::{Failure, Verdict};

/// Uploads created for one report in one go; the intake may forget an upload once, but not each one.
const MAX_CREATIONS: u32 = 2;
/// Questions where the upload stands without a byte having got through in between.
const MAX_ASKS: u32 = 4;
/// Chunks sent again because they arrived changed, without a byte having got through in between.
const MAX_RESENDS: u32 = 3;
/// Waits on a locked upload in one go. It is usually locked by the end of its own broken connection.
const MAX_LOCKED_WAITS: u32 = 3;
/// The longest such wait; whoever asks for more gets it, but later.
const LONGEST_LOCKED_WAIT: Duration = Duration::from_secs(2);

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// POST, after a wait, with so many of the first bytes.
    Create { bytes: u64, after: Duration },
    /// HEAD, after a wait.
    Ask { url: Url, after: Duration },
    /// PATCH these bytes.
    Append { url: Url, offset: u64, bytes: u64 },
    /// It has arrived.
    Deliver(Receipt),
    /// Not this time.
    Stop(Failure),
}

/// How far one report is, and how often it may still be tried in this go.
#[derive(Debug)]
pub(super) struct Journey {
    length: u64,
    /// Whether the intake takes the first chunk along with the creation.
    with_creation: bool,
    upload: Option<Upload>,
    /// How much is sent next, and at most.
    chunk: u64,
    most: u64,
    /// What the intake can have at most: what it had, and what was sent since.
    sent: u64,
    /// The farthest the intake has confirmed in this go.
    reached: u64,
    /// Whether the last request was a PATCH.
    appending: bool,
    creations: u32,
    asks: u32,
    resends: u32,
    waits: u32,
}

impl Journey {
    /// Sets out with a report of `length` bytes, with the upload that was left, after so many failures.
    pub(super) fn new(length: u64, upload: Option<Upload>, attempts: u32, with_creation: bool) -> (Self, Step) {
        // The answer to the last chunk before a kill may be lost, the chunk need not be.
        let (sent, reached) =
            upload.as_ref().map_or((0, 0), |upload| (upload.offset.saturating_add(pace::MOST_BYTES), upload.offset));
        let (chunk, most) = (pace::first(attempts), pace::MOST_BYTES);
        let (appending, creations, asks, resends, waits) = (false, 0, 0, 0, 0);
        let mut journey = Self {
            length,
            with_creation,
            upload,
            chunk,
            most,
            sent,
            reached,
            appending,
            creations,
            asks,
            resends,
            waits,
        };
        let step = match &journey.upload {
            Some(upload) => Step::Ask { url: upload.url.clone(), after: Duration::ZERO },
            None => journey.create(),
        };
        (journey, step)
    }

    /// Somebody else may have sent all of it: the app itself, or we ourselves in what the index has lost.
    pub(super) fn believing(mut self) -> Self {
        self.sent = self.length;
        self
    }

    /// How long the last chunk took, which got through.
    pub(super) fn paced(&mut self, bytes: u64, took: Duration) {
        self.chunk = pace::next(bytes, took).min(self.most);
    }

    /// Something before the intake takes only smaller requests.
    fn send_less(&mut self) -> Step {
        match pace::less(self.chunk) {
            Some(less) => {
                (self.chunk, self.most) = (less, less);
                self.go_on(Receipt::default())
            }
            None => Step::Stop(Failure::longest(UploadFailure::TooLarge)),
        }
    }

    /// What follows from the answer to the last step. The event comes first, and has to be durable before the step.
    pub(super) fn after(&mut self, verdict: Verdict) -> (Option<Event>, Step) {
        let appended = std::mem::take(&mut self.appending);
        match verdict {
            Verdict::Created { url, offset, expires_at, receipt } => {
                // An upload that is complete before a byte was sent is a report that came before, and that has a ticket.
                let complete_unseen = offset == self.length && receipt.ticket.is_none();
                if offset > self.length || complete_unseen {
                    return (None, wrong_offset());
                }
                (self.sent, self.reached) = (offset, offset);
                let upload = Upload { url, offset, expires_at };
                self.upload = Some(upload.clone());
                (Some(Event::Created(upload)), self.go_on(receipt))
            }
            Verdict::At { offset, expires_at, receipt } => self.at(offset, expires_at, receipt, appended),
            Verdict::Unclear => (None, self.ask(Duration::ZERO)),
            Verdict::Mismatch => {
                self.resends += 1;
                let stop = Step::Stop(Failure::backoff(UploadFailure::BadChecksum));
                (None, if self.resends > MAX_RESENDS { stop } else { self.go_on(Receipt::default()) })
            }
            // Only what the intake says when it is asked counts: all of it may have arrived with the chunk that it does not find.
            Verdict::Gone if appended => (None, self.ask(Duration::ZERO)),
            // We knew already that all of it had arrived.
            Verdict::Gone if self.upload.as_ref().is_some_and(|upload| upload.offset == self.length) => {
                (None, Step::Deliver(Receipt::default()))
            }
            Verdict::Gone => {
                self.upload = None;
                (Some(Event::Forgotten), self.create())
            }
            Verdict::TooMuch => (None, self.send_less()),
            Verdict::Locked(patience) => (None, self.locked(patience)),
            Verdict::Failed(failure) => (None, Step::Stop(failure)),
        }
    }

    fn at(
        &mut self,
        offset: u64,
        expires_at: Option<Timestamp>,
        receipt: Receipt,
        appended: bool,
    ) -> (Option<Event>, Step) {
        let Some(upload) = &mut self.upload else { return (None, wrong_offset()) };
        if offset > self.length || offset > self.sent {
            return (None, wrong_offset());
        }
        if appended && offset <= upload.offset {
            // It took a chunk and did not move: let it say where it really is.
            return (None, self.ask(Duration::ZERO));
        }
        upload.offset = offset;
        if offset == self.length {
            // Nothing is written down in between: a server that puts finished uploads elsewhere does not find this one again.
            return (None, Step::Deliver(receipt));
        }
        if offset > self.reached {
            self.reached = offset;
            (self.asks, self.resends, self.waits) = (0, 0, 0);
        }
        (Some(Event::Confirmed { offset, expires_at }), self.go_on(receipt))
    }

    fn go_on(&mut self, receipt: Receipt) -> Step {
        match &self.upload {
            None => self.create(),
            Some(upload) if upload.offset == self.length => Step::Deliver(receipt),
            Some(Upload { url, offset, .. }) => {
                let bytes = self.chunk.min(self.length.saturating_sub(*offset));
                self.sent = self.sent.max(offset.saturating_add(bytes));
                self.appending = true;
                Step::Append { url: url.clone(), offset: *offset, bytes }
            }
        }
    }

    fn create(&mut self) -> Step {
        self.creations += 1;
        if self.creations > MAX_CREATIONS {
            return Step::Stop(Failure::backoff(UploadFailure::Gone));
        }
        // Never all of it: an upload that is complete with its creation would be created twice where the answer is lost, and
        // only some intakes know a report again.
        let bytes = if self.with_creation && self.length > self.chunk { self.chunk } else { 0 };
        Step::Create { bytes, after: Duration::ZERO }
    }

    fn ask(&mut self, after: Duration) -> Step {
        self.asks += 1;
        match &self.upload {
            Some(upload) if self.asks <= MAX_ASKS => Step::Ask { url: upload.url.clone(), after },
            Some(_) | None => wrong_offset(),
        }
    }

    fn locked(&mut self, patience: Option<Duration>) -> Step {
        self.waits += 1;
        let wait = patience.unwrap_or(LONGEST_LOCKED_WAIT);
        match &self.upload {
            Some(upload) if self.waits <= MAX_LOCKED_WAITS && wait <= LONGEST_LOCKED_WAIT => {
                Step::Ask { url: upload.url.clone(), after: wait }
            }
            // It has a place already, in which a broken connection of ours still has its hands.
            None if self.waits <= MAX_LOCKED_WAITS && wait <= LONGEST_LOCKED_WAIT => {
                Step::Create { bytes: 0, after: wait }
            }
            Some(_) | None => {
                let wait = patience.map_or(Wait::Backoff, Wait::AtLeast);
                Step::Stop(Failure { code: UploadFailure::Locked, wait })
            }
        }
    }
}

fn wrong_offset() -> Step {
    Step::Stop(Failure::backoff(UploadFailure::WrongOffset))
}

#[cfg(test)]
mod tests {
    use super::pace::FIRST_BYTES as CHUNK_BYTES;
    use super::*;

    /// Two and a half chunks.
    const LENGTH: u64 = 5 * CHUNK_BYTES / 2;

    fn url() -> Url {
        "http://127.0.0.1/reports/1".parse().unwrap()
    }

    fn resumed(offset: u64) -> Journey {
        let (journey, step) = Journey::new(LENGTH, Some(upload(offset)), 0, false);
        assert_eq!(step, ask());
        journey
    }

    fn upload(offset: u64) -> Upload {
        Upload { url: url(), offset, expires_at: None }
    }

    fn ask() -> Step {
        Step::Ask { url: url(), after: Duration::ZERO }
    }

    fn append(offset: u64, bytes: u64) -> Step {
        Step::Append { url: url(), offset, bytes }
    }

    fn created(offset: u64) -> Verdict {
        Verdict::Created { url: url(), offset, expires_at: None, receipt: Receipt::default() }
    }

    fn at(offset: u64) -> Verdict {
        Verdict::At { offset, expires_at: None, receipt: Receipt::default() }
    }

    fn confirmed(offset: u64) -> Option<Event> {
        Some(Event::Confirmed { offset, expires_at: None })
    }

    fn stop(code: UploadFailure) -> Step {
        Step::Stop(Failure::backoff(code))
    }

    #[test]
    fn a_report_goes_chunk_by_chunk() {
        let (mut journey, first) = Journey::new(LENGTH, None, 0, false);
        assert_eq!(first, Step::Create { bytes: 0, after: Duration::ZERO });
        let place = Some(Event::Created(upload(0)));
        assert_eq!(journey.after(created(0)), (place, append(0, CHUNK_BYTES)));
        assert_eq!(journey.after(at(CHUNK_BYTES)), (confirmed(CHUNK_BYTES), append(CHUNK_BYTES, CHUNK_BYTES)));
        let two = 2 * CHUNK_BYTES;
        assert_eq!(journey.after(at(two)), (confirmed(two), append(two, LENGTH - two)));
        let receipt = Receipt { ticket: Some("WD-1".to_owned()), expected_reply_s: None };
        let done = Verdict::At { offset: LENGTH, expires_at: None, receipt: receipt.clone() };
        assert_eq!(journey.after(done), (None, Step::Deliver(receipt)));
    }

    #[test]
    fn what_the_intake_has_already_is_not_sent_again() {
        let mut journey = resumed(CHUNK_BYTES);
        assert_eq!(journey.after(at(CHUNK_BYTES + 7)).1, append(CHUNK_BYTES + 7, CHUNK_BYTES));
        let (mut journey, _) = Journey::new(LENGTH, None, 0, false);
        let receipt = Receipt { ticket: Some("WD-1".to_owned()), expected_reply_s: None };
        let before = Verdict::Created { url: url(), offset: LENGTH, expires_at: None, receipt: receipt.clone() };
        assert_eq!(journey.after(before).1, Step::Deliver(receipt));
        let (mut journey, _) = Journey::new(LENGTH, None, 0, false);
        assert_eq!(journey.after(created(LENGTH)), (None, stop(UploadFailure::WrongOffset)), "no byte and no ticket");
        let mut journey = resumed(2 * CHUNK_BYTES);
        assert_eq!(journey.after(at(LENGTH)).1, Step::Deliver(Receipt::default()));
    }

    #[test]
    fn an_intake_that_lost_bytes_gets_them_again() {
        let mut journey = resumed(CHUNK_BYTES);
        assert_eq!(journey.after(at(0)), (confirmed(0), append(0, CHUNK_BYTES)));
    }

    #[test]
    fn bytes_that_were_never_sent_are_not_believed() {
        let wrong = (None, stop(UploadFailure::WrongOffset));
        assert_eq!(resumed(0).after(at(LENGTH + 1)), wrong);
        assert_eq!(resumed(0).after(at(pace::MOST_BYTES + 1)), wrong);
        let (mut journey, _) = Journey::new(LENGTH, None, 0, false);
        assert_eq!(journey.after(created(LENGTH + 1)), wrong);
        let (mut journey, _) = Journey::new(LENGTH, None, 0, false);
        journey.after(created(0));
        assert_eq!(journey.after(at(CHUNK_BYTES + 1)), wrong);
    }

    #[test]
    fn every_answer_repeated_for_ever_comes_to_an_end() {
        use UploadFailure as Code;
        let table = [
            (Verdict::Unclear, Code::WrongOffset),
            (Verdict::Mismatch, Code::BadChecksum),
            (Verdict::Gone, Code::Gone),
            (Verdict::Locked(Some(Duration::ZERO)), Code::Locked),
            (at(0), Code::WrongOffset),
        ];
        for (verdict, code) in table {
            let mut journey = resumed(0);
            let stopped = (0..100).find_map(|_| match journey.after(verdict.clone()).1 {
                Step::Stop(failure) => Some(failure.code),
                Step::Create { .. } | Step::Ask { .. } | Step::Append { .. } | Step::Deliver(_) => None,
            });
            assert_eq!(stopped, Some(code), "{verdict:?}");
        }
    }

    #[test]
    fn an_intake_that_takes_chunks_and_stays_where_it_is_is_left() {
        let mut journey = resumed(0);
        let mut steps = 0;
        let mut step = ask();
        while !matches!(step, Step::Stop(_)) {
            step = journey.after(if matches!(step, Step::Ask { .. }) { at(0) } else { Verdict::Unclear }).1;
            steps += 1;
            assert!(steps < 100);
        }
        assert_eq!(step, stop(UploadFailure::WrongOffset));
    }

    #[test]
    fn a_forgotten_upload_is_created_anew() {
        let mut journey = resumed(CHUNK_BYTES);
        assert_eq!(
            journey.after(Verdict::Gone),
            (Some(Event::Forgotten), Step::Create { bytes: 0, after: Duration::ZERO })
        );
        assert_eq!(journey.after(created(0)).1, append(0, CHUNK_BYTES));
    }

    #[test]
    fn a_long_lock_is_not_waited_for() {
        let patience = Duration::from_secs(60);
        let failure = Failure { code: UploadFailure::Locked, wait: Wait::AtLeast(patience) };
        assert_eq!(resumed(0).after(Verdict::Locked(Some(patience))), (None, Step::Stop(failure)));
        let short = Duration::from_secs(1);
        let again = Step::Ask { url: url(), after: short };
        assert_eq!(resumed(0).after(Verdict::Locked(Some(short))), (None, again));
        let (mut journey, _) = Journey::new(LENGTH, None, 0, true);
        let anew = Step::Create { bytes: 0, after: short };
        assert_eq!(journey.after(Verdict::Locked(Some(short))), (None, anew));
        assert_eq!(journey.after(created(7)).1, append(7, CHUNK_BYTES));
    }

    #[test]
    fn a_changed_chunk_is_sent_again() {
        let mut journey = resumed(0);
        journey.after(at(0));
        assert_eq!(journey.after(Verdict::Mismatch), (None, append(0, CHUNK_BYTES)));
    }

    #[test]
    fn a_chunk_goes_along_with_the_creation_but_never_the_whole() {
        let (mut journey, first) = Journey::new(LENGTH, None, 0, true);
        assert_eq!(first, Step::Create { bytes: CHUNK_BYTES, after: Duration::ZERO });
        assert_eq!(journey.after(created(CHUNK_BYTES)).1, append(CHUNK_BYTES, CHUNK_BYTES));
        // Some of it may have been lost on the way.
        let (mut journey, _) = Journey::new(LENGTH, None, 0, true);
        assert_eq!(journey.after(created(7)).1, append(7, CHUNK_BYTES));
        for length in [1, CHUNK_BYTES] {
            assert_eq!(Journey::new(length, None, 0, true).1, Step::Create { bytes: 0, after: Duration::ZERO });
        }
        assert_eq!(
            Journey::new(LENGTH, None, 2, true).1,
            Step::Create { bytes: CHUNK_BYTES / 4, after: Duration::ZERO }
        );
    }

    #[test]
    fn chunks_grow_while_the_link_carries_them() {
        let (mut journey, _) = Journey::new(LENGTH, None, 0, false);
        assert_eq!(journey.after(created(0)).1, append(0, CHUNK_BYTES));
        journey.paced(CHUNK_BYTES, Duration::ZERO);
        assert_eq!(journey.after(at(CHUNK_BYTES)).1, append(CHUNK_BYTES, LENGTH - CHUNK_BYTES));
    }

    #[test]
    fn a_request_that_is_too_large_is_followed_by_smaller_ones() {
        let mut journey = resumed(0);
        journey.after(at(0));
        assert_eq!(journey.after(Verdict::TooMuch).1, append(0, CHUNK_BYTES / 2));
        journey.paced(CHUNK_BYTES / 2, Duration::ZERO);
        assert_eq!(journey.after(at(CHUNK_BYTES / 2)).1, append(CHUNK_BYTES / 2, CHUNK_BYTES / 2), "and no larger one");
        let stop = (0..10).find_map(|_| match journey.after(Verdict::TooMuch).1 {
            Step::Stop(failure) => Some(failure),
            Step::Create { .. } | Step::Ask { .. } | Step::Append { .. } | Step::Deliver(_) => None,
        });
        assert_eq!(stop, Some(Failure::longest(UploadFailure::TooLarge)));
    }

    #[test]
    fn what_is_known_to_have_arrived_is_not_sent_again_when_it_is_gone() {
        assert_eq!(resumed(LENGTH).after(Verdict::Gone).1, Step::Deliver(Receipt::default()));
    }

    #[test]
    fn what_the_app_has_carried_is_believed() {
        let (journey, _) = Journey::new(10 * pace::MOST_BYTES, Some(upload(0)), 0, false);
        assert_eq!(journey.believing().after(at(5 * pace::MOST_BYTES)).0, confirmed(5 * pace::MOST_BYTES));
    }
}
