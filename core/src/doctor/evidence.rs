//! Evidence: kept when it is there to be seen, found again when a report is drafted.

use std::path::PathBuf;

use super::{Doctor, blocking};
use crate::diagnosis::Diagnosis;
use crate::error::Error;
use crate::evidence::{Evidence, EvidenceId, KeptEvidence, transactions_of};

impl Doctor {
    /// Keeps a receipt or a screenshot of a transaction, in the doctor's own folder. Durable when it returns. The same once
    /// more, for the same transaction, is the same item. What is not accepted, and what no longer fits, is
    /// [`Error::Evidence`].
    pub async fn keep_evidence(&self, transaction_id: &str, evidence: Evidence) -> Result<EvidenceId, Error> {
        let (files, now) = (self.own()?.evidence.clone(), self.inner.clock.now());
        let transaction_id = transaction_id.to_owned();
        blocking(move || files.keep(&transaction_id, evidence, now)).await
    }

    /// Everything that is kept, the oldest first. What is damaged is listed as that: it is for the person to know.
    pub async fn evidence(&self) -> Result<Vec<KeptEvidence>, Error> {
        let files = self.own()?.evidence.clone();
        blocking(move || Ok(files.list(|_| true)?)).await
    }

    /// What is kept of the transactions that the complaint names, as the person's own or not, of those that were seen under
    /// way and of those that something was found of, the oldest first: for
    /// [`ReportDraft::with_evidence`](crate::report::ReportDraft::with_evidence).
    pub async fn evidence_for(&self, diagnosis: &Diagnosis) -> Result<Vec<KeptEvidence>, Error> {
        let (files, transactions) = (self.own()?.evidence.clone(), transactions_of(diagnosis));
        blocking(move || {
            Ok(files.list(|details| details.is_some_and(|details| transactions.contains(&details.transaction_id)))?)
        })
        .await
    }

    /// The file of one item, as it was kept, for the app to show or to share. It stays the doctor's.
    pub async fn evidence_file(&self, id: EvidenceId) -> Result<PathBuf, Error> {
        let files = self.own()?.evidence.clone();
        blocking(move || files.file(id)).await
    }

    /// Deletes one item for good, because the person no longer needs it. One that is not there counts as deleted.
    pub async fn forget_evidence(&self, id: EvidenceId) -> Result<(), Error> {
        let files = self.own()?.evidence.clone();
        blocking(move || files.forget(id)).await
    }
}
