//! The doctor as Kotlin and Swift see it. Thin: each call is one of the core's, on our own runtime.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use wallet_doctor_core::account::{AttemptOutcome, Operation as WalletOperation, OperationKind};
use wallet_doctor_core::cache::{PendingSweep, SweepId};
use wallet_doctor_core::complaint::Complaint;
use wallet_doctor_core::config::Locale as Language;
use wallet_doctor_core::contact::{ContactEntry, Urgency};
use wallet_doctor_core::diagnosis::{Contact, Remedy};
use wallet_doctor_core::evidence::{EvidenceId, KeptEvidence};
use wallet_doctor_core::outbox::{Submission, UploadOutcome};
use wallet_doctor_core::report::{Attachment, ReportId};
use wallet_doctor_core::{Config, Consent, Doctor, RemedyOutcome};

use crate::call::{Cancellation, run, run_blocking};
use crate::data::evidence::{NewEvidence, read};
use crate::data::submission::PendingUpload;
use crate::diagnosis::{Diagnosis, DiagnosisHandle, Preflight};
use crate::draft::DraftHandle;
use crate::error::DoctorError;
use crate::host::HostSources;
use crate::progress::{ProgressListener, Telling};

/// What a doctor is opened with.
#[derive(Clone, Debug, uniffi::Record)]
pub struct DoctorSettings {
    /// The config as JSON: what the provider's endpoints are, where support is. Its schema is docs/schemas/case.schema.json, under
    /// `doctor`.
    pub config_json: String,
    /// A folder of the app's own, private and not backed up, in which the doctor keeps what it remembers and what is to be sent.
    /// Without it nothing is remembered, cleared or sent. Replaces the config's.
    #[uniffi(default)]
    pub data_dir: Option<String>,
    /// The person's language. Replaces the config's.
    #[uniffi(default)]
    pub language: Option<Language>,
}

/// That the person has agreed, and when. Made where they tapped, and needed wherever something is changed or sent. Agreeing to one
/// thing is not agreeing to the next.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Agreement {
    /// When they agreed.
    pub at: Timestamp,
}

/// The engine, opened once and asked often. It may be called from any thread, and its calls may overlap.
#[derive(Debug, uniffi::Object)]
pub struct DoctorHandle(Doctor);

#[uniffi::export]
impl DoctorHandle {
    /// Opens a doctor. Checks the config; reads no file, asks nobody and starts no thread.
    #[uniffi::constructor]
    pub fn open(settings: DoctorSettings, host: HostSources) -> Result<Arc<Self>, DoctorError> {
        #[cfg(target_os = "android")]
        crate::android::check_ready()?;
        let DoctorSettings { config_json, data_dir, language } = settings;
        let mut config = Config::from_json(config_json.as_bytes()).map_err(wallet_doctor_core::Error::from)?;
        if let Some(data_dir) = data_dir {
            config.data_dir = Some(PathBuf::from(data_dir));
        }
        if let Some(language) = language {
            config.locale = language;
        }
        Ok(Arc::new(Self(Doctor::open(config, host.into())?)))
    }

    /// Diagnoses a complaint. Comes back within the config's deadline; what did not answer by then is not known.
    pub async fn diagnose(
        &self,
        complaint: Complaint,
        progress: Option<Arc<dyn ProgressListener>>,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Diagnosis, DoctorError> {
        let doctor = self.0.clone();
        let work = async move {
            let telling = Telling::new(progress);
            let diagnosis = doctor.diagnose(complaint, &telling).await;
            telling.end().await;
            Ok(diagnosis?.into())
        };
        run(cancellation, work).await
    }

    /// Tells everything that stands in the way of what a person is about to do, with the figure by which it is missed and what to
    /// do. What is not known is named as such, and never taken for 'fine'.
    pub async fn preflight(
        &self,
        operation: WalletOperation,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Preflight, DoctorError> {
        let doctor = self.0.clone();
        run(cancellation, async move { Ok(doctor.preflight(&operation).await?.into()) }).await
    }

    /// Remembers what came of an attempt, so that the person can be warned before the one that trips a limit.
    pub async fn record_attempt(&self, operation: OperationKind, outcome: AttemptOutcome) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.record_attempt(operation, outcome).await?) }).await
    }

    /// Does what a remedy says. What is cleared goes into quarantine, until `confirm` or `undo`; a cancelled one is undone.
    pub async fn run_remedy(
        &self,
        remedy: Remedy,
        agreement: Agreement,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<RemedyOutcome, DoctorError> {
        let doctor = self.0.clone();
        run(cancellation, async move { Ok(doctor.run_remedy(&remedy, agreement.into()).await?) }).await
    }

    /// Brings back what was cleared.
    pub async fn undo(&self, sweep: SweepId) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.undo(&sweep).await?) }).await
    }

    /// Deletes what was cleared for good.
    pub async fn confirm(&self, sweep: SweepId) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.confirm(&sweep).await?) }).await
    }

    /// What was cleared and is neither undone nor confirmed yet, also since an earlier start.
    pub async fn pending_sweeps(&self) -> Result<Vec<PendingSweep>, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.pending_sweeps().await?) }).await
    }

    /// Drafts a report. It stays in memory until it is submitted; `preview` shows exactly what would be sent. Files are read and
    /// pictures made anew now; what can't be read is named in the report.
    pub async fn draft_report(
        &self,
        diagnosis: Arc<DiagnosisHandle>,
        attachments: Vec<Attachment>,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Arc<DraftHandle>, DoctorError> {
        let doctor = self.0.clone();
        let work = async move { Ok(DraftHandle::new(doctor.draft_report(&diagnosis.0, attachments).await?)) };
        run(cancellation, work).await
    }

    /// Redacts, looks again, seals and queues a report, then tries to send it. Once it is queued it is not lost: whatever happens
    /// to the upload is in the submission's state, and `flushOutbox` goes on with it. A draft that could not be sealed can be
    /// mended and submitted again; one that was queued is queued once. A cancellation before it is queued ends this with
    /// `Cancelled`, and nothing is sent; one after that ends it with what was queued. Where nobody waits for this any more,
    /// `submissions` tells.
    pub async fn submit(
        &self,
        draft: Arc<DraftHandle>,
        agreement: Agreement,
        progress: Option<Arc<dyn ProgressListener>>,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Submission, DoctorError> {
        let doctor = self.0.clone();
        let given_up = async move {
            match cancellation {
                Some(cancellation) => cancellation.cancelled().await,
                None => std::future::pending().await,
            }
        };
        let work = async move {
            let telling = Telling::new(progress);
            let submission = doctor.submit_unless(&draft.now(), agreement.into(), &telling, given_up).await;
            telling.end().await;
            Ok(submission?)
        };
        run(None, work).await
    }

    /// Sends what is due. Gives the state of every submission.
    pub async fn flush_outbox(
        &self,
        progress: Option<Arc<dyn ProgressListener>>,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Vec<Submission>, DoctorError> {
        let doctor = self.0.clone();
        let work = async move {
            let telling = Telling::new(progress);
            let submissions = doctor.flush_outbox(&telling).await;
            telling.end().await;
            Ok(submissions?)
        };
        run(cancellation, work).await
    }

    /// Every report that is kept, sent or not.
    pub async fn submissions(&self) -> Result<Vec<Submission>, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.submissions().await?) }).await
    }

    /// Copies a sealed report to where the person wants it, for when the network is the very problem: a path of a file, or of a
    /// folder that is there. Gives the path of the file.
    pub async fn export(&self, id: ReportId, to: String) -> Result<String, DoctorError> {
        let doctor = self.0.clone();
        let work = async move {
            let file = doctor.export(id, to.as_ref()).await?;
            Ok(file.to_string_lossy().into_owned())
        };
        run(None, work).await
    }

    /// Takes a report back that has not arrived: it is not sent, unless `sendAgain` says so, and support's server is asked to
    /// forget what it has of it.
    pub async fn withdraw(&self, id: ReportId) -> Result<Submission, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.withdraw(id).await?) }).await
    }

    /// Has a report sent after all that was withdrawn or has expired. Any other stays as it is.
    pub async fn send_again(&self, id: ReportId) -> Result<Submission, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.send_again(id).await?) }).await
    }

    /// Has a report sent only where data costs nothing, or anywhere.
    pub async fn send_over_unmetered_only(
        &self,
        id: ReportId,
        unmetered_only: bool,
    ) -> Result<Submission, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.send_over_unmetered_only(id, unmetered_only).await?) }).await
    }

    /// Deletes a report, with what is known of its ticket. One that is still to be sent has to be withdrawn before.
    pub async fn forget_submission(&self, id: ReportId) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.forget_submission(id).await?) }).await
    }

    /// Gives the app the one request that sends all that is left of the first report that is due, to be carried in the background.
    /// None if nothing is due. The doctor leaves that report alone until `uploadEnded`, or for a day.
    pub async fn pending_upload(
        &self,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<Option<PendingUpload>, DoctorError> {
        let doctor = self.0.clone();
        run(cancellation, async move { Ok(doctor.pending_upload().await?.map(PendingUpload::from)) }).await
    }

    /// Tells the doctor how an upload ended that the app has carried: the answer's status and headers, none if there was no
    /// answer. Nothing is believed but that support's server has all of it, in its own words.
    pub async fn upload_ended(
        &self,
        id: ReportId,
        status: Option<u16>,
        headers: HashMap<String, String>,
    ) -> Result<Submission, DoctorError> {
        let doctor = self.0.clone();
        let outcome = UploadOutcome { status, headers: headers.into_iter().collect() };
        run(None, async move { Ok(doctor.upload_ended(id, outcome).await?) }).await
    }

    /// Asks what support says of every report that has a ticket. Without a network everything stays as it was. Gives every report
    /// that is kept.
    pub async fn poll_tickets(&self, cancellation: Option<Arc<Cancellation>>) -> Result<Vec<Submission>, DoctorError> {
        let doctor = self.0.clone();
        run(cancellation, async move { Ok(doctor.poll_tickets().await?) }).await
    }

    /// Writes down that the person is done with a report that has arrived, and whether it helped if they say so.
    pub async fn close_ticket(&self, id: ReportId, helped: Option<bool>) -> Result<Submission, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.close_ticket(id, helped).await?) }).await
    }

    /// How to reach support, what to try first at the front. Needs no network. A diagnosis, which knows more, has its own.
    pub fn contacts(&self, urgency: Urgency) -> Result<Vec<Contact>, DoctorError> {
        Ok(self.0.contacts(urgency))
    }

    /// Keeps a contact with support, on this device only.
    pub async fn log_contact(&self, entry: ContactEntry) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.log_contact(entry).await?) }).await
    }

    /// Every contact that was logged, the oldest first.
    pub async fn contact_log(&self) -> Result<Vec<ContactEntry>, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.contact_log().await?) }).await
    }

    /// Deletes the contact log for good.
    pub async fn forget_contacts(&self) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.forget_contacts().await?) }).await
    }

    /// Keeps a receipt or a screenshot of a transaction, on this device only. The same once more is the same item.
    pub async fn keep_evidence(
        &self,
        transaction_id: String,
        evidence: NewEvidence,
    ) -> Result<EvidenceId, DoctorError> {
        let doctor = self.0.clone();
        let work = async move {
            let evidence = run_blocking(move || read(evidence)).await?;
            Ok(doctor.keep_evidence(&transaction_id, evidence).await?)
        };
        run(None, work).await
    }

    /// Everything that is kept, the oldest first. What is damaged is listed as that.
    pub async fn evidence(&self) -> Result<Vec<KeptEvidence>, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.evidence().await?) }).await
    }

    /// What is kept of the transactions that a diagnosis is about, the oldest first.
    pub async fn evidence_for(&self, diagnosis: Arc<DiagnosisHandle>) -> Result<Vec<KeptEvidence>, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.evidence_for(&diagnosis.0).await?) }).await
    }

    /// The path of one item's file, as it was kept, for the app to show or to share. It stays the doctor's.
    pub async fn evidence_file(&self, id: EvidenceId) -> Result<PathBuf, DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.evidence_file(id).await?) }).await
    }

    /// Deletes one item for good. One that is not there counts as deleted.
    pub async fn forget_evidence(&self, id: EvidenceId) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.forget_evidence(id).await?) }).await
    }

    /// Deletes for good what is remembered of balances.
    pub async fn forget_balances(&self) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move { Ok(doctor.forget_balances().await?) }).await
    }

    /// Waits for what is still being written. For an app that is about to be stopped; nothing is lost that was promised if it does
    /// not wait.
    pub async fn settle(&self) -> Result<(), DoctorError> {
        let doctor = self.0.clone();
        run(None, async move {
            doctor.settle().await;
            Ok(())
        })
        .await
    }

    /// Stops whatever this doctor is doing: every call that is under way ends with `Cancelled`. What was durable stays.
    pub fn cancel(&self) -> Result<(), DoctorError> {
        self.0.cancel();
        Ok(())
    }
}

impl From<Agreement> for Consent {
    fn from(agreement: Agreement) -> Self {
        Self::given(agreement.at)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::sync::{Mutex, PoisonError};

    use wallet_doctor_core::Symptom;
    use wallet_doctor_core::host::NetworkInfo;

    use super::*;
    use crate::host::{HostError, NetworkSource};

    fn settings(config: &str) -> DoctorSettings {
        DoctorSettings { config_json: config.to_owned(), data_dir: None, language: None }
    }

    fn opened(config: &str, host: HostSources) -> Arc<DoctorHandle> {
        DoctorHandle::open(settings(config), host).unwrap()
    }

    /// Hangs until the sender is gone.
    struct Hanging(Mutex<mpsc::Receiver<()>>);

    impl NetworkSource for Hanging {
        fn network(&self) -> Result<NetworkInfo, HostError> {
            let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).recv();
            Err(HostError::NotOffered)
        }
    }

    struct Panicking;

    impl NetworkSource for Panicking {
        fn network(&self) -> Result<NetworkInfo, HostError> {
            panic!("the app's own fault")
        }
    }

    const SHORT: &str = r#"{ "provider_name": "P", "locale": "en", "deadline_ms": 1000 }"#;

    #[test]
    fn a_config_that_is_not_acceptable_names_the_key() {
        let error = DoctorHandle::open(settings(r#"{ "provider_name": "P", "endpoint": [] }"#), HostSources::default());
        let DoctorError::Config { code, reason } = error.unwrap_err() else { panic!("another error") };
        assert_eq!(code, "config");
        assert!(reason.contains("endpoint"), "{reason}");
    }

    #[tokio::test]
    async fn the_app_chooses_folder_and_language_over_the_config() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = Some(folder.path().join("doctor").to_string_lossy().into_owned());
        let settings = DoctorSettings { data_dir, language: Some(Language::ZhHans), ..settings(SHORT) };
        let doctor = DoctorHandle::open(settings, HostSources::default()).unwrap();
        assert!(!folder.path().join("doctor").exists(), "opening touches nothing");
        let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), None, None).await.unwrap();
        assert_eq!(diagnosis.language, Language::ZhHans);
        assert_eq!(doctor.submissions().await.unwrap(), []);
    }

    #[tokio::test]
    async fn an_app_that_hangs_or_panics_is_no_end_of_a_diagnosis() {
        let (release, until) = mpsc::channel();
        let hosts: [Arc<dyn NetworkSource>; 2] = [Arc::new(Hanging(Mutex::new(until))), Arc::new(Panicking)];
        for network in hosts {
            let doctor = opened(SHORT, HostSources { network: Some(network), ..HostSources::default() });
            let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), None, None).await.unwrap();
            assert_eq!(diagnosis.causes[0].code, "unknown.needs_support");
        }
        drop(release);
    }

    #[tokio::test]
    async fn a_cancelled_call_says_so_and_the_doctor_goes_on() {
        let (release, until) = mpsc::channel();
        let network: Arc<dyn NetworkSource> = Arc::new(Hanging(Mutex::new(until)));
        let doctor = opened(SHORT, HostSources { network: Some(network), ..HostSources::default() });
        let cancellation = Cancellation::new();
        cancellation.cancel();
        let ended = doctor.diagnose(Complaint::new(Symptom::Other), None, Some(cancellation)).await;
        assert_eq!(ended.err(), Some(DoctorError::Cancelled));
        drop(release);
        assert!(doctor.diagnose(Complaint::new(Symptom::Other), None, None).await.is_ok());
    }

    #[tokio::test]
    async fn evidence_that_is_no_file_is_refused_with_what_is_accepted() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = Some(folder.path().join("doctor").to_string_lossy().into_owned());
        let doctor =
            DoctorHandle::open(DoctorSettings { data_dir, ..settings(SHORT) }, HostSources::default()).unwrap();
        for path in [folder.path().to_owned(), folder.path().join("nothing"), PathBuf::new(), "\0".into()] {
            let evidence = NewEvidence::Image { name: None, path };
            let error = doctor.keep_evidence("tx-1".to_owned(), evidence).await.unwrap_err();
            assert!(matches!(&error, DoctorError::Input { .. }), "{error:?}");
        }
    }
}
