//! Reports: drafted from a diagnosis, sent only with consent, and kept until they have arrived.

use std::future::Future;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Consent, Doctor, blocking, until};
use crate::complaint::Symptom;
use crate::config::{Support, WebUrl};
use crate::diagnosis::Diagnosis;
use crate::error::Error;
use crate::observe::ask_host;
use crate::outbox::{self, Priority, Submission, Terms, Way, Wishes};
use crate::progress::ProgressSink;
use crate::report::{self, Attachment, ReportDraft, ReportInput};

/// How long the app may take to say what its network is like.
const HOST_PATIENCE: Duration = Duration::from_secs(2);

impl Doctor {
    /// Drafts a report. It stays in memory until it is submitted; `preview` shows what would be sent. Files are read and
    /// pictures made anew now; what can't be read is named in the report.
    pub async fn draft_report(
        &self,
        diagnosis: &Diagnosis,
        attachments: Vec<Attachment>,
    ) -> Result<ReportDraft, Error> {
        let tried = self.inner.tried.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (doctor, diagnosis) = (self.clone(), diagnosis.clone());
        blocking(move || {
            let config = &doctor.inner.config;
            Ok(ReportDraft::new(ReportInput {
                diagnosis: &diagnosis,
                provider_name: &config.provider_name,
                attachments,
                own_rules: &config.redaction,
                tried,
                created_at: doctor.inner.clock.now(),
            })?)
        })
        .await
    }

    /// Redacts, looks again, seals and queues a report, then tries to send it. Once it is queued it is not lost: whatever
    /// happens to the upload is in the submission's state, and `flush_outbox` goes on with it. A draft that could not be
    /// sealed can be mended and submitted again; one that was queued is queued once. A call that is dropped before it has queued
    /// the report queues nothing.
    pub async fn submit(
        &self,
        draft: &ReportDraft,
        consent: Consent,
        progress: &dyn ProgressSink,
    ) -> Result<Submission, Error> {
        self.submit_unless(draft, consent, progress, std::future::pending()).await
    }

    /// The same, until the caller gives it up: before it is queued it ends as [`Error::Cancelled`], after that with what was queued,
    /// without waiting for the upload.
    pub async fn submit_unless(
        &self,
        draft: &ReportDraft,
        _: Consent,
        progress: &dyn ProgressSink,
        given_up: impl Future<Output = ()>,
    ) -> Result<Submission, Error> {
        let call = self.token().child_token();
        let mut submitting = std::pin::pin!(self.submit_under(draft, progress, call.clone()));
        tokio::select! {
            biased;
            () = given_up => {
                call.cancel();
                submitting.await
            }
            done = &mut submitting => done,
        }
    }

    async fn submit_under(
        &self,
        draft: &ReportDraft,
        progress: &dyn ProgressSink,
        call: CancellationToken,
    ) -> Result<Submission, Error> {
        let own = self.own()?.clone();
        let recipients = self.support()?.recipients.clone();
        let priority = if draft.symptom() == Symptom::FundsMissing { Priority::Urgent } else { Priority::Normal };
        let wishes = Wishes { priority, unmetered_only: draft.is_unmetered_only() };
        let limits = outbox::limits(&self.support()?.outbox);
        let now = self.inner.clock.now();
        // Cancelled as well when nobody waits for this call any more, as an app's screen that was left.
        let _waited_for = call.clone().drop_guard();
        let (draft, cancelled) = (draft.clone(), call.clone());
        // Waited for to its end: what was queued must not be called cancelled.
        let queued = blocking(move || {
            let staging = own.outbox.staging()?;
            let sealed = report::seal(draft.redact(), &recipients, staging.folder())?;
            if cancelled.is_cancelled() {
                std::fs::remove_file(sealed.file())?;
                return Err(Error::Cancelled);
            }
            Ok(own.outbox.queue(sealed, wishes, now, limits)?)
        })
        .await?;
        if self.support()?.intake_url.is_none() {
            return Ok(queued);
        }
        match until(&call, self.flush_outbox(progress)).await {
            Ok(submissions) => Ok(submissions.into_iter().find(|other| other.id == queued.id).unwrap_or(queued)),
            // It is queued, and that is what was promised; cancelled or not, sending can go on later.
            Err(_) => Ok(queued),
        }
    }

    /// Sends what is due. Gives the state of every submission.
    pub async fn flush_outbox(&self, progress: &dyn ProgressSink) -> Result<Vec<Submission>, Error> {
        let own = self.own()?;
        let intake = self.intake()?;
        let (network, terms) = tokio::join!(self.network(), self.terms());
        let ((_, client), terms) = (network?, terms?);
        let app_key = self.support()?.app_key.as_ref();
        let clock = self.inner.clock.as_ref();
        let way = Way { client: &client, intake, app_key, clock, progress, terms };
        let sending = async { Ok(own.outbox.flush(way).await?) };
        self.until_cancelled(sending).await
    }

    pub(super) fn intake(&self) -> Result<&WebUrl, Error> {
        self.support()?.intake_url.as_ref().ok_or(Error::NotConfigured { key: "support.intake_url" })
    }

    /// What may be sent over the connection at hand.
    pub(super) async fn terms(&self) -> Result<Terms, Error> {
        let source = self.inner.host.network.clone();
        let asked = ask_host(&self.inner.clock, Instant::now() + HOST_PATIENCE, source.map(|it| move || it.network()));
        let metered = asked.await.known().and_then(|network| network.metered);
        Ok(Terms::new(&self.support()?.outbox, metered))
    }

    pub(super) fn support(&self) -> Result<&Support, Error> {
        self.inner.config.support.as_ref().ok_or(Error::NotConfigured { key: "support" })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::progress::NoProgress;
    use crate::report::SupportIdentity;
    use crate::{Complaint, Config, Host};

    fn with_support(data_dir: &std::path::Path, intake_url: Option<&str>) -> Doctor {
        let recipient = SupportIdentity::generate().recipient().to_string();
        let config = serde_json::json!({
            "provider_name": "Example Pay",
            "data_dir": data_dir,
            "support": { "recipients": [recipient], "intake_url": intake_url },
        });
        Doctor::open(Config::from_json(config.to_string().as_bytes()).unwrap(), Host::default()).unwrap()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_submission_that_is_given_up_is_cancelled_before_it_is_queued_and_never_after() {
        let folder = tempfile::tempdir().unwrap();
        // Takes connections and never answers.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let intake = format!("http://{}/reports", silent.local_addr().unwrap());
        let doctor = with_support(folder.path(), Some(&intake));
        let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
        let draft = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap();
        let consent = || Consent::given(Timestamp::now());
        let at_once = doctor.submit_unless(&draft, consent(), &NoProgress, std::future::ready(())).await;
        assert!(matches!(at_once, Err(Error::Cancelled)), "{at_once:?}");
        assert_eq!(doctor.submissions().await.unwrap(), []);
        // The intake is only asked once the report is queued.
        let asked = async { drop(silent.accept().await) };
        let queued = doctor.submit_unless(&draft, consent(), &NoProgress, asked).await.unwrap();
        let kept = doctor.submissions().await.unwrap();
        assert_eq!(kept.iter().map(|kept| kept.id).collect::<Vec<_>>(), [queued.id]);
    }

    #[test]
    fn a_submission_that_nobody_waits_for_any_more_is_not_queued_behind_their_back() {
        let folder = tempfile::tempdir().unwrap();
        let doctor = with_support(folder.path(), None);
        let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let first = runtime();
        first.block_on(async {
            let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
            let draft = doctor.draft_report(&diagnosis, Vec::new()).await.unwrap();
            // Sealing has begun, on a thread that is not stopped by this.
            let given_up = tokio::time::timeout(
                Duration::ZERO,
                doctor.submit(&draft, Consent::given(Timestamp::now()), &NoProgress),
            );
            assert!(given_up.await.is_err());
        });
        // Waits for what is on a thread of its own.
        drop(first);
        assert_eq!(runtime().block_on(doctor.submissions()).unwrap(), []);
    }
}
