//! Clearing caches through the public API: what may not be cleared, what the app keeps itself, and whether it helped.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::json;
use wallet_doctor_core::balance::BalanceSheet;
use wallet_doctor_core::cache::{CacheContents, CacheKind, CachePolicy, CacheRegistration, ClearWhen};
use wallet_doctor_core::config::Config;
use wallet_doctor_core::diagnosis::{ClearReason, Remedy};
use wallet_doctor_core::host::{BalanceSource, CacheSource, Host, HostError};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Complaint, Consent, Doctor, Error, Symptom};

/// An app with some caches, and a table of its own.
struct App {
    caches: Vec<CacheRegistration>,
    table: Mutex<(Vec<u8>, Option<Vec<u8>>)>,
    /// What the app shows; the provider has 1.00.
    shown: Mutex<Result<&'static str, HostError>>,
    /// What it shows once it has synced again.
    synced_to: &'static str,
}

/// Stands for a sheet of which nothing could be read.
const UNREADABLE: &str = "unreadable";

impl CacheSource for App {
    fn caches(&self) -> Result<Vec<CacheRegistration>, HostError> {
        Ok(self.caches.clone())
    }

    fn set_aside(&self, _: String) -> Result<(), HostError> {
        let mut table = held(&self.table);
        let rows = std::mem::take(&mut table.0);
        table.1.get_or_insert(rows);
        Ok(())
    }

    fn restore(&self, _: String) -> Result<(), HostError> {
        let mut table = held(&self.table);
        if let Some(rows) = table.1.take() {
            table.0 = rows;
        }
        Ok(())
    }

    fn discard(&self, _: String) -> Result<(), HostError> {
        held(&self.table).1 = None;
        Ok(())
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn sheet(total: &str) -> BalanceSheet {
    if total == UNREADABLE {
        let sheet = json!({ "as_of": "2026-03-01T08:00:00Z", "balances": [], "unreadable": ["/balances/0"] });
        return serde_json::from_value(sheet).expect("a sheet");
    }
    let sheet = json!({ "as_of": "2026-03-01T08:00:00Z", "balances": [{ "asset": "CNY", "total": total }] });
    serde_json::from_value(sheet).expect("a sheet")
}

impl BalanceSource for App {
    fn cached(&self) -> Result<BalanceSheet, HostError> {
        held(&self.shown).clone().map(sheet)
    }

    fn synced(&self) -> Result<BalanceSheet, HostError> {
        Ok(sheet("1.00"))
    }

    fn resync(&self) -> Result<(), HostError> {
        *held(&self.shown) = Ok(self.synced_to);
        Ok(())
    }
}

/// A folder with caches `a` and `keys`, and an app that has registered `a` under this policy, `keys`, and a table.
fn app(folder: &Path, clear: ClearWhen) -> Arc<App> {
    for cache in ["a", "keys"] {
        fs::create_dir_all(folder.join("app").join(cache)).expect("a folder");
        fs::write(folder.join("app").join(cache).join("file"), b"12345").expect("a file");
    }
    let cache = |id: &str| CacheRegistration::folder(id, id, CacheKind::Data, folder.join("app").join(id));
    let policy = CachePolicy { clear, ..CachePolicy::default() };
    let contents = CacheContents { entries: 3, bytes: 300, oldest: None };
    let table = CacheRegistration::kept_by_app("table", "Records", CacheKind::Data, Some(contents));
    let caches = vec![CacheRegistration { policy, ..cache("a") }, cache("keys"), table];
    let (table, shown) = (Mutex::new((vec![1, 2, 3], None)), Mutex::new(Ok("2.00")));
    Arc::new(App { caches, table, shown, synced_to: "1.00" })
}

fn doctor(folder: &Path, app: &Arc<App>) -> Doctor {
    let config = json!({
        "provider_name": "Wallet",
        "data_dir": folder.join("doctor"),
        "protected_paths": [folder.join("app/keys/later")],
    });
    let host = Host { caches: Some(app.clone()), balances: Some(app.clone()), ..Host::default() };
    let config = Config::from_json(config.to_string().as_bytes()).expect("a config");
    Doctor::open(config, host).expect("the doctor opens")
}

fn clear(cache_id: &str) -> Remedy {
    let (why, label) = (ClearReason::Stale, cache_id.to_owned());
    Remedy::ClearCache { cache_id: cache_id.to_owned(), label, why, files: 1, bytes: 5 }
}

fn agreed() -> Consent {
    Consent::given(Timestamp::now())
}

#[tokio::test]
async fn what_is_protected_never_to_be_cleared_or_not_registered_stays() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), ClearWhen::Never);
    let doctor = doctor(folder.path(), &app);
    for (cache, told) in [("a", "not to be cleared"), ("keys", "protects"), ("unheard-of", "no cache")] {
        let error = doctor.run_remedy(&clear(cache), agreed()).await.unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
    }
    assert!(
        fs::read(folder.path().join("app/a/file")).is_ok() && fs::read(folder.path().join("app/keys/file")).is_ok()
    );
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::BalanceIncorrect), &NoProgress).await.unwrap();
    let measured = diagnosis.observations.caches.known().unwrap();
    let refused: Vec<bool> = measured.iter().map(|cache| cache.refused.is_some()).collect();
    assert_eq!(refused, [false, true, false]);
    let offered: Vec<_> =
        diagnosis.remedies.iter().filter(|remedy| matches!(remedy, Remedy::ClearCache { .. })).collect();
    assert!(offered.iter().all(|remedy| matches!(remedy, Remedy::ClearCache { cache_id, .. } if cache_id == "table")));
}

#[tokio::test]
async fn what_the_app_keeps_itself_is_cleared_and_comes_back_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), ClearWhen::WhenDue);
    let first = doctor(folder.path(), &app);
    let outcome = first.run_remedy(&clear("table"), agreed()).await.unwrap();
    assert_eq!(outcome.helped, Some(true));
    assert_eq!(*held(&app.table), (Vec::new(), Some(vec![1, 2, 3])));
    let again = first.run_remedy(&clear("table"), agreed()).await;
    assert!(matches!(again, Err(Error::Sweep(_))), "what is set aside must not be overwritten");
    drop(first);

    let restarted = doctor(folder.path(), &app);
    let waiting = restarted.pending_sweeps().await.unwrap();
    assert_eq!(waiting.len(), 1);
    restarted.undo(&waiting[0].id).await.unwrap();
    assert_eq!(*held(&app.table), (vec![1, 2, 3], None));

    let outcome = restarted.run_remedy(&clear("table"), agreed()).await.unwrap();
    assert_eq!(outcome.helped, None, "it was right before");
    restarted.confirm(&outcome.cleared.unwrap().sweep).await.unwrap();
    assert_eq!(*held(&app.table), (Vec::new(), None));
}

#[tokio::test]
async fn what_nobody_could_see_before_is_not_said_to_have_helped() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path(), ClearWhen::WhenDue);
    *held(&app.shown) = Err(HostError::Failed { message: "locked".into() });
    let doctor = doctor(folder.path(), &app);
    let outcome = doctor.run_remedy(&clear("a"), agreed()).await.unwrap();
    assert_eq!(outcome.helped, None);
    doctor.undo(&outcome.cleared.unwrap().sweep).await.unwrap();
    assert!(fs::read(folder.path().join("app/a/file")).is_ok());
}

#[tokio::test]
async fn what_could_not_be_read_afterwards_is_not_said_to_have_helped() {
    let folder = tempfile::tempdir().unwrap();
    let app = Arc::into_inner(app(folder.path(), ClearWhen::WhenDue)).unwrap();
    let doctor = doctor(folder.path(), &Arc::new(App { synced_to: UNREADABLE, ..app }));
    assert_eq!(doctor.run_remedy(&clear("a"), agreed()).await.unwrap().helped, None);
}

#[tokio::test]
async fn what_still_differs_afterwards_is_said_not_to_have_helped_and_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let app = Arc::into_inner(app(folder.path(), ClearWhen::WhenDue)).unwrap();
    let doctor = doctor(folder.path(), &Arc::new(App { synced_to: "3.00", ..app }));
    let outcome = doctor.run_remedy(&clear("a"), agreed()).await.unwrap();
    assert_eq!(outcome.helped, Some(false));
    assert!(!folder.path().join("app/a/file").exists());
    doctor.undo(&outcome.cleared.unwrap().sweep).await.unwrap();
    assert!(folder.path().join("app/a/file").exists());
}
