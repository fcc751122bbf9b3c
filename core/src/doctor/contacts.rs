//! Support: how to reach it, and the log of what it said and promised.

use super::{Doctor, REMEMBERING, blocking};
use crate::contact::{ContactEntry, Urgency, choose, forget_log, load_log, save_to_log};
use crate::diagnosis::{Contact, Teller};
use crate::error::Error;

impl Doctor {
    /// How to reach support, what to try first at the front. Needs no network; goes by the phone's clock and zone, right or
    /// wrong. A diagnosis, which knows more of both, has its own.
    pub fn contacts(&self, urgency: Urgency) -> Vec<Contact> {
        let config = &self.inner.config;
        let audience = self.audience_now(None);
        let now = audience.now;
        let teller = Teller::new(audience);
        let chosen = choose(&config.contacts, urgency, config.locale, now);
        chosen.iter().map(|chosen| teller.contact(chosen)).collect()
    }

    /// Keeps a contact with support, on this device only. Durable when it returns. Texts are cut at
    /// [`MAX_CONTACT_TEXT_CHARS`](crate::contact::MAX_CONTACT_TEXT_CHARS); beyond
    /// [`MAX_CONTACTS`](crate::contact::MAX_CONTACTS) the oldest contacts go. It goes into a report only where the app puts it
    /// there: [`ReportDraft::with_contact_log`](crate::report::ReportDraft::with_contact_log).
    pub async fn log_contact(&self, entry: ContactEntry) -> Result<(), Error> {
        let store = self.own()?.store.clone();
        self.let_settle().await;
        blocking(move || Ok(save_to_log(&store, entry)?)).await
    }

    /// Every contact that was logged, the oldest first.
    pub async fn contact_log(&self) -> Result<Vec<ContactEntry>, Error> {
        let store = self.own()?.store.clone();
        self.let_settle().await;
        blocking(move || Ok(load_log(&store)?)).await
    }

    /// Deletes the contact log for good.
    pub async fn forget_contacts(&self) -> Result<(), Error> {
        let store = self.own()?.store.clone();
        self.let_settle().await;
        blocking(move || Ok(forget_log(&store)?)).await
    }

    /// What this doctor is still writing is no reason to call its own folder busy.
    pub(super) async fn let_settle(&self) {
        let _ = tokio::time::timeout(REMEMBERING, self.settle()).await;
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{Config, Host};

    fn doctor(data_dir: Option<&Path>) -> Doctor {
        let mut config = Config::from_json(
            br#"{
                "provider_name": "Example Pay",
                "contacts": [
                    { "name": "Mail", "kind": "email", "address": "help@wallet.example", "around_the_clock": true },
                    { "name": "Hotline", "kind": "phone", "address": "400-000-0000", "around_the_clock": true, "usual_answer_s": 300 }
                ]
            }"#,
        )
        .unwrap();
        config.data_dir = data_dir.map(Path::to_owned);
        Doctor::open(config, Host::default()).unwrap()
    }

    fn entry(said: &str) -> ContactEntry {
        ContactEntry {
            at: "2026-03-01T08:00:00Z".parse().unwrap(),
            channel: "Hotline".to_owned(),
            who: Some("Ms Li".to_owned()),
            said: Some(said.to_owned()),
            promised: Some("a call back".to_owned()),
            promised_until: Some("2026-03-02T08:00:00Z".parse().unwrap()),
        }
    }

    #[test]
    fn channels_are_chosen_without_a_network() {
        let names = |urgency| -> Vec<String> {
            doctor(None).contacts(urgency).into_iter().map(|contact| contact.name).collect()
        };
        assert_eq!(names(Urgency::Urgent), ["Hotline", "Mail"]);
        assert_eq!(names(Urgency::Normal), ["Mail", "Hotline"]);
        let text = doctor(None).contacts(Urgency::Urgent).swap_remove(0).text;
        assert_eq!(text, "Phone 400-000-0000: open around the clock, usually answered within 5 minutes.");
    }

    #[tokio::test]
    async fn what_is_logged_is_there_for_the_next_doctor_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let entries = [entry("the payment is on its way"), entry("it arrives tomorrow")];
        for entry in &entries {
            doctor(Some(folder.path())).log_contact(entry.clone()).await.unwrap();
        }
        let next = doctor(Some(folder.path()));
        assert_eq!(next.contact_log().await.unwrap(), entries);
        next.forget_contacts().await.unwrap();
        assert_eq!(doctor(Some(folder.path())).contact_log().await.unwrap(), []);
        next.log_contact(entries[1].clone()).await.unwrap();
        assert_eq!(next.contact_log().await.unwrap(), entries[1..]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn calls_of_one_doctor_wait_for_each_other_however_many_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let doctor = doctor(Some(folder.path()));
        let logging = (0..100).map(|number| {
            let doctor = doctor.clone();
            tokio::spawn(async move { doctor.log_contact(entry(&number.to_string())).await })
        });
        for logged in logging.collect::<Vec<_>>() {
            logged.await.unwrap().unwrap();
        }
        assert_eq!(doctor.contact_log().await.unwrap().len(), 100);
    }

    #[tokio::test]
    async fn without_a_folder_nothing_is_logged_and_that_is_said() {
        let error = doctor(None).log_contact(entry("x")).await.unwrap_err();
        assert!(matches!(error, Error::NotConfigured { key: "data_dir" }), "{error}");
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_used_is_an_error_and_nothing_is_called_kept() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("store"), b"a file").unwrap();
        let error = doctor(Some(folder.path())).log_contact(entry("x")).await.unwrap_err();
        assert_eq!((error.code(), error.is_retryable()), ("storage", true));
    }
}
