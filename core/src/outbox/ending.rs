//! Ends what the intake has of a report that the person has taken back.

use url::Url;

use super::OutboxError;
use super::courier::Courier;
use super::state::{Event, Upload};
use super::tus::{self, Asked, Verdict};
use crate::report::ReportId;

impl Courier<'_> {
    /// Ends a withdrawn upload at the intake, so that nothing of it stays there; unless all of it is there, and the report has
    /// arrived. If the intake can't be heard now, the next flush tries again. Whether it could be.
    pub(super) async fn end(&self, id: ReportId, length: u64, upload: Option<Upload>) -> Result<bool, OutboxError> {
        let Some(upload) = upload else { return Ok(true) };
        let event = if tus::is_same_origin(self.intake.url(), &upload.url) {
            self.ended(length, upload.url).await
        } else {
            Some(Event::Forgotten)
        };
        let Some(event) = event else { return Ok(false) };
        match self.apply(id, event).await {
            Err(OutboxError::NotFound) | Ok(_) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// What comes of ending an upload; nothing if the intake did not say so clearly.
    pub(super) async fn ended(&self, length: u64, url: Url) -> Option<Event> {
        let asked = self.ask(url.clone()).await;
        let at = self.clock.now();
        match tus::judge(Asked::Offset, asked.as_ref().map_err(|error| *error), length, at) {
            Verdict::At { offset, receipt, .. } if offset == length => Some(Event::Delivered { receipt, at }),
            Verdict::Gone => Some(Event::Forgotten),
            Verdict::At { .. } => {
                let answer = self.delete(url).await.ok()?;
                tus::has_ended(answer.status).then_some(Event::Forgotten)
            }
            Verdict::Created { .. }
            | Verdict::Unclear
            | Verdict::TooMuch
            | Verdict::Mismatch
            | Verdict::Locked(_)
            | Verdict::Failed(_) => None,
        }
    }
}
