//! Attempts: the app tells what came of each one, so that it can be warned before the one that trips a limit.

use super::{Doctor, blocking};
use crate::account::attempts::{Attempts, load, save};
use crate::account::{Attempt, AttemptOutcome, OperationKind};
use crate::error::Error;

impl Doctor {
    /// Remembers what came of an attempt, at the time of the phone's clock; a success ends a run of failures. Durable when it
    /// returns. [`Error::Busy`] if another process is at the store for longer than that usually takes.
    pub async fn record_attempt(&self, operation: OperationKind, outcome: AttemptOutcome) -> Result<(), Error> {
        let store = self.own()?.store.clone();
        let attempt = Attempt { operation, at: self.inner.clock.now(), outcome };
        self.let_settle().await;
        blocking(move || Ok(save(&store, attempt)?)).await
    }

    /// What is remembered. Where that is not known, no failure is.
    pub(crate) async fn attempts(&self) -> Attempts {
        self.attempts_known().await.unwrap_or_default()
    }

    /// What is remembered. None if that can't be told: another process has the store, its disk fails, or there is none. It is
    /// not that nothing has failed.
    pub(crate) async fn attempts_known(&self) -> Option<Attempts> {
        self.remembered(load).await
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::account::attempts::failures_within;
    use crate::lock::FolderLock;
    use crate::store::Store;
    use crate::{Config, Host};

    fn doctor(config: &str) -> Doctor {
        Doctor::open(Config::from_json(config.as_bytes()).unwrap(), Host::default()).unwrap()
    }

    async fn sign_ins(doctor: &Doctor) -> u32 {
        let day = SignedDuration::from_hours(24);
        failures_within(&doctor.attempts().await, OperationKind::SignIn, day, Timestamp::now()).count
    }

    #[tokio::test]
    async fn the_next_doctor_knows_of_the_failures_and_a_busy_store_is_no_error_to_a_reader() {
        let folder = tempfile::tempdir().unwrap();
        let config = serde_json::json!({ "provider_name": "Example Pay", "data_dir": folder.path() }).to_string();
        for _ in 0..2 {
            doctor(&config).record_attempt(OperationKind::SignIn, AttemptOutcome::Failed).await.unwrap();
        }
        assert_eq!(sign_ins(&doctor(&config)).await, 2);
        let held = FolderLock::take(&folder.path().join("store/lock")).unwrap().unwrap();
        assert_eq!(sign_ins(&doctor(&config)).await, 0);
        assert_eq!(doctor(&config).attempts_known().await, None, "which is not that nothing failed");
        let error = doctor(&config).record_attempt(OperationKind::SignIn, AttemptOutcome::Failed).await.unwrap_err();
        assert_eq!((error.code(), error.is_retryable(), error.needs_user()), ("busy", true, false));
        drop(held);
        doctor(&config).record_attempt(OperationKind::SignIn, AttemptOutcome::Succeeded).await.unwrap();
        assert_eq!(sign_ins(&doctor(&config)).await, 0);
    }

    #[tokio::test]
    async fn what_the_doctor_itself_is_doing_makes_its_store_busy_to_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let config = serde_json::json!({ "provider_name": "Example Pay", "data_dir": folder.path() }).to_string();
        let doctor = doctor(&config);
        doctor.record_attempt(OperationKind::SignIn, AttemptOutcome::Failed).await.unwrap();
        let turn = |hold: std::time::Duration| {
            let lock = folder.path().join("store/lock");
            move |_: &Store| {
                let _held = FolderLock::take(&lock)?.unwrap();
                std::thread::sleep(hold);
                Ok(())
            }
        };
        // Longer than anybody waits for the store.
        let hold = std::time::Duration::from_millis(400);
        let (slow, known) = tokio::join!(doctor.remembered(turn(hold)), doctor.attempts_known());
        assert!(slow.is_some() && known.is_some_and(|attempts| attempts != Attempts::default()));
        let held = FolderLock::take(&folder.path().join("store/lock")).unwrap().unwrap();
        doctor.inner.keeping.lock().unwrap().push(tokio::task::spawn_blocking(move || {
            let _held = held;
            std::thread::sleep(hold);
        }));
        doctor.record_attempt(OperationKind::SignIn, AttemptOutcome::Failed).await.unwrap();
        assert_eq!(sign_ins(&doctor).await, 2);
    }

    #[tokio::test]
    async fn without_a_folder_nothing_is_remembered() {
        let doctor = doctor(r#"{ "provider_name": "Example Pay" }"#);
        assert_eq!(doctor.attempts().await, Attempts::default());
        assert_eq!(doctor.attempts_known().await, None);
        let error = doctor.record_attempt(OperationKind::Payment, AttemptOutcome::Failed).await.unwrap_err();
        assert_eq!(error.code(), "not_configured");
    }
}
