//! Reports that are kept: what became of them, and what the person wants done with them.

use std::path::{Path, PathBuf};

use super::{Doctor, blocking};
use crate::config::WebUrl;
use crate::error::Error;
use crate::outbox::{Outbox, OutboxError, PendingUpload, Submission, UploadOutcome, Way};
use crate::progress::NoProgress;
use crate::report::ReportId;

impl Doctor {
    /// Every report that is kept, sent or not.
    pub async fn submissions(&self) -> Result<Vec<Submission>, Error> {
        self.in_outbox(Outbox::submissions).await
    }

    /// Copies a sealed report to where the person wants it, for when the network is the very problem.
    pub async fn export(&self, id: ReportId, to: &Path) -> Result<PathBuf, Error> {
        let to = to.to_owned();
        self.in_outbox(move |outbox| outbox.export(id, &to)).await
    }

    /// Takes a report back that has not arrived: it is not sent, unless [`send_again`](Self::send_again) says so, and the intake is
    /// asked to forget what it has of it. A last chunk that is on its way at that moment may still arrive; then the report counts
    /// as delivered. [`OutboxError::Arrived`] if it has arrived.
    pub async fn withdraw(&self, id: ReportId) -> Result<Submission, Error> {
        let now = self.inner.clock.now();
        self.in_outbox(move |outbox| outbox.withdraw(id, now)).await
    }

    /// Has a report sent after all that was withdrawn or has expired. Any other stays as it is.
    pub async fn send_again(&self, id: ReportId) -> Result<Submission, Error> {
        let now = self.inner.clock.now();
        self.in_outbox(move |outbox| outbox.send_again(id, now)).await
    }

    /// Has a report sent only where data costs nothing, or anywhere.
    pub async fn send_over_unmetered_only(&self, id: ReportId, unmetered_only: bool) -> Result<Submission, Error> {
        self.in_outbox(move |outbox| outbox.set_unmetered_only(id, unmetered_only)).await
    }

    /// Deletes a report, with what is known of its ticket. One that is still to be sent has to be withdrawn before:
    /// [`OutboxError::Waiting`].
    pub async fn forget_submission(&self, id: ReportId) -> Result<(), Error> {
        self.in_outbox(move |outbox| outbox.forget(id)).await
    }

    /// Gives the app the one request that sends all that is left of the first report that is due, so that it can carry it in the
    /// background: by a background session of iOS, or by WorkManager. None if nothing is due. The doctor leaves that report alone
    /// until it is told how the upload ended, or for a day.
    pub async fn pending_upload(&self) -> Result<Option<PendingUpload>, Error> {
        let own = self.own()?;
        let intake = self.intake()?;
        let (network, terms) = tokio::join!(self.network(), self.terms());
        let ((_, client), terms) = (network?, terms?);
        let app_key = self.support()?.app_key.as_ref();
        let clock = self.inner.clock.as_ref();
        let way = Way { client: &client, intake, app_key, clock, progress: &NoProgress, terms };
        self.until_cancelled(async { Ok(own.outbox.hand_over(way).await?) }).await
    }

    /// Tells the doctor how an upload ended that the app has carried. Nothing is believed but that the intake has all of it, in
    /// the intake's own words; in every other case the next flush asks and goes on.
    pub async fn upload_ended(&self, id: ReportId, outcome: UploadOutcome) -> Result<Submission, Error> {
        let now = self.inner.clock.now();
        self.in_outbox(move |outbox| outbox.take_back(id, &outcome, now)).await
    }

    /// Asks what support says of every report that has a ticket, and tells it what the person said with
    /// [`close_ticket`](Self::close_ticket). Without a network everything stays as it was. Gives every report that is kept.
    pub async fn poll_tickets(&self) -> Result<Vec<Submission>, Error> {
        let own = self.own()?;
        let desk = self.tickets_url()?;
        let (_, client) = self.network().await?;
        let asking = async { Ok(own.outbox.poll(&client, desk, self.inner.clock.as_ref()).await?) };
        self.until_cancelled(asking).await
    }

    /// Writes down that the person is done with a report that has arrived, and whether it helped if they say so. The desk is told
    /// by the next [`poll_tickets`](Self::poll_tickets) that reaches it. [`OutboxError::NoTicket`] if it has not arrived.
    pub async fn close_ticket(&self, id: ReportId, helped: Option<bool>) -> Result<Submission, Error> {
        self.in_outbox(move |outbox| outbox.close(id, helped)).await
    }

    fn tickets_url(&self) -> Result<&WebUrl, Error> {
        self.support()?.tickets_url.as_ref().ok_or(Error::NotConfigured { key: "support.tickets_url" })
    }

    async fn in_outbox<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Outbox) -> Result<T, OutboxError> + Send + 'static,
    ) -> Result<T, Error> {
        let outbox = self.own()?.outbox.clone();
        blocking(move || Ok(work(&outbox)?)).await
    }
}
