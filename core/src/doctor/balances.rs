//! What is remembered of the provider's balances.

use super::{Doctor, blocking};
use crate::balance::{Snapshots, forget_snapshots, load_snapshots};
use crate::error::Error;

impl Doctor {
    /// Deletes for good what is remembered of balances: the totals that the provider had in the last diagnoses.
    pub async fn forget_balances(&self) -> Result<(), Error> {
        let store = self.own()?.store.clone();
        self.let_settle().await;
        blocking(move || Ok(forget_snapshots(&store)?)).await
    }

    /// What is remembered of them, of every account; nothing if that could not be read.
    pub(super) async fn snapshots(&self) -> Snapshots {
        self.remembered(load_snapshots).await.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::{Value, json};

    use crate::host::{AppAnswers, RecordedHost};
    use crate::progress::NoProgress;
    use crate::{Complaint, Config, Diagnosis, Doctor, Symptom};

    fn sheet(sequence: u64, total: &str) -> Value {
        let as_of = jiff::Timestamp::now().to_string();
        json!({ "account": "alice", "as_of": as_of, "sequence": sequence, "balances": [{ "asset": "CNY", "total": total }] })
    }

    fn doctor(data_dir: Option<&Path>, cached: &Value, synced: &Value) -> Doctor {
        let answers = json!({ "cached_balances": cached, "synced_balances": synced });
        let answers: AppAnswers = serde_json::from_value(answers).unwrap();
        let config = json!({ "provider_name": "Example Pay", "locale": "en", "data_dir": data_dir });
        let config = Config::from_json(config.to_string().as_bytes()).unwrap();
        Doctor::open(config, RecordedHost::host(answers, None)).unwrap()
    }

    async fn diagnosed(doctor: &Doctor) -> Diagnosis {
        let complaint = Complaint::new(Symptom::BalanceIncorrect);
        let diagnosis = doctor.diagnose(complaint, &NoProgress).await.unwrap();
        doctor.settle().await;
        diagnosis
    }

    fn found(diagnosis: &Diagnosis) -> Vec<String> {
        let codes = diagnosis.findings.iter().map(|finding| finding.code.to_string());
        codes.filter(|code| code.starts_with("balance.")).collect()
    }

    #[tokio::test]
    async fn an_answer_that_is_older_than_an_earlier_one_is_known_by_what_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let new = sheet(9, "900.00");
        assert_eq!(found(&diagnosed(&doctor(Some(folder.path()), &new, &new)).await), ["balance.equal"]);
        // The app has fetched the old state as well, so that nothing but the memory tells.
        let old = sheet(7, "700.00");
        let lagging = doctor(Some(folder.path()), &old, &old);
        let diagnosis = diagnosed(&lagging).await;
        assert_eq!(found(&diagnosis), ["balance.provider_behind"]);
        assert_eq!(diagnosis.observations.balance_snapshots.len(), 1);
        let told = &diagnosis.causes[0].evidence_for[0].text;
        assert!(told.contains("it has already said 900.00"), "{told}");
        lagging.forget_balances().await.unwrap();
        assert_eq!(found(&diagnosed(&lagging).await), ["balance.equal"]);
    }

    #[tokio::test]
    async fn without_a_folder_nothing_is_remembered() {
        let sheet = sheet(9, "900.00");
        let doctor = doctor(None, &sheet, &sheet);
        assert_eq!(found(&diagnosed(&doctor).await), ["balance.equal"]);
        assert_eq!(doctor.forget_balances().await.unwrap_err().code(), "not_configured");
    }
}
