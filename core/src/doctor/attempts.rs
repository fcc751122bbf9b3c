//! Attempts: the app tells what came of each one, so that it can be warned before the one that trips a limit.

use super::{Doctor, REMEMBERING, blocking};
use crate::account::attempts::{Attempts, load, save};
use crate::account::{Attempt, AttemptOutcome, OperationKind};
use crate::error::Error;

impl Doctor {
    /// Remembers what came of an attempt, at the time of the phone's clock; a success ends a run of failures. Durable when it
    /// returns. [`Error::Busy`] if another process is at the store for longer than that usually takes.
    pub async fn record_attempt(&self, operation: OperationKind, outcome: AttemptOutcome) -> Result<(), Error> {
        let store = self.own()?.store.clone();
        let attempt = Attempt { operation, at: self.inner.clock.now(), outcome };
        blocking(move || Ok(save(&store, attempt)?)).await
    }

    /// What is remembered. Another process may have the store, or its disk fail: then nothing is known.
    pub(crate) async fn attempts(&self) -> Attempts {
        let Some(own) = &self.inner.own else { return Attempts::default() };
        let store = own.store.clone();
        let loading = blocking(move || Ok(load(&store).unwrap_or_default()));
        match tokio::time::timeout(REMEMBERING, loading).await {
            Ok(Ok(attempts)) => attempts,
            Ok(Err(_)) | Err(_) => Attempts::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::account::attempts::failures_within;
    use crate::lock::FolderLock;
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
        let error = doctor(&config).record_attempt(OperationKind::SignIn, AttemptOutcome::Failed).await.unwrap_err();
        assert_eq!((error.code(), error.is_retryable(), error.needs_user()), ("busy", true, false));
        drop(held);
        doctor(&config).record_attempt(OperationKind::SignIn, AttemptOutcome::Succeeded).await.unwrap();
        assert_eq!(sign_ins(&doctor(&config)).await, 0);
    }

    #[tokio::test]
    async fn without_a_folder_nothing_is_remembered() {
        let doctor = doctor(r#"{ "provider_name": "Example Pay" }"#);
        assert_eq!(doctor.attempts().await, Attempts::default());
        let error = doctor.record_attempt(OperationKind::Payment, AttemptOutcome::Failed).await.unwrap_err();
        assert_eq!(error.code(), "not_configured");
    }
}
