//! Remedies: run with consent, kept in quarantine, and undone or confirmed once it is known whether they helped.

use std::sync::PoisonError;

use serde::Serialize;
use tokio::time::Instant;

use super::{Consent, Doctor, blocking, until};
use crate::balance::{Comparing, are_compared, compare};
use crate::cache::{ClearWhen, Guarded, PendingSweep, SweepError, SweepId, Swept, check_all};
use crate::codes::stable_codes;
use crate::connectivity::Client;
use crate::diagnosis::{ClearReason, Remedy};
use crate::durable::make_private_folder;
use crate::error::Error;
use crate::host::HostError;
use crate::observation::BalanceReading;
use crate::observe::{SyncedFrom, read_balances};
use crate::report::Tried;

/// What a remedy did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemedyOutcome {
    /// The remedy.
    pub remedy: Remedy,
    /// What it cleared, to be undone or confirmed. Empty for a remedy that clears nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cleared: Option<Cleared>,
    /// Whether the app synced again.
    pub resync: Resync,
    /// Whether cached and synced balances agree now and did not before. Empty if that could not be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helped: Option<bool>,
}

/// What a remedy cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cleared {
    /// Names the sweep for undo and confirm.
    pub sweep: SweepId,
    /// Files that were in it, as the remedy has them.
    pub files: u64,
    /// Their bytes, likewise.
    pub bytes: u64,
    /// How many entries stay where they are, since they could not be moved: what is mounted there, or belongs to others.
    pub left: u64,
}

stable_codes! {
    /// Whether the app synced again after a remedy.
    pub enum Resync as "resync" {
        /// It did.
        Done = "done",
        /// It tried and failed.
        Failed = "failed",
        /// It does not offer that.
        NotOffered = "not_offered",
    }
}

impl Doctor {
    /// Does what the remedy says. What is cleared goes into quarantine, until [`Doctor::confirm`] or [`Doctor::undo`]; a
    /// cancelled one is undone.
    pub async fn run_remedy(&self, remedy: &Remedy, _: Consent) -> Result<RemedyOutcome, Error> {
        let (what, outcome) = match remedy {
            Remedy::ClearCache { cache_id, .. } => {
                (format!("clear_cache:{cache_id}"), self.resync_after(remedy).await?)
            }
            Remedy::Resync => ("resync".to_owned(), self.resync_after(remedy).await?),
            Remedy::SignInAgain => ("sign_in_again".to_owned(), self.sign_in_again(remedy).await?),
        };
        let told = match outcome.helped {
            Some(true) => "helped",
            Some(false) => "did_not_help",
            None => "not_known",
        };
        let tried = Tried { what, outcome: told.to_owned(), at: self.inner.clock.now() };
        self.inner.tried.lock().unwrap_or_else(PoisonError::into_inner).push(tried);
        Ok(outcome)
    }

    /// Clears the cache, if one is named, has the app sync again, and compares the balances once more.
    async fn resync_after(&self, remedy: &Remedy) -> Result<RemedyOutcome, Error> {
        let token = self.token();
        let (client, before) = until(&token, async {
            self.recover().await;
            // An app that shows no balances has none to compare.
            let client = match &self.inner.host.balances {
                Some(_) => Some(self.network().await?.1),
                None => None,
            };
            let before = self.balances_agree(client.as_ref()).await;
            Ok((client, before))
        })
        .await?;
        let swept = match remedy {
            Remedy::ClearCache { cache_id, why, files, bytes, .. } => {
                let Swept { id, left } = self.sweep(cache_id.clone(), *why).await?;
                Some(Cleared { sweep: id, files: *files, bytes: *bytes, left })
            }
            Remedy::Resync | Remedy::SignInAgain => None,
        };
        let seen = until(&token, async {
            let resync = self.resync().await;
            let after = match resync {
                Resync::Done => self.balances_agree(client.as_ref()).await,
                Resync::Failed | Resync::NotOffered => None,
            };
            Ok((resync, after))
        });
        let (resync, after) = match (seen.await, &swept) {
            (Ok(seen), _) => seen,
            (Err(error), Some(swept)) => {
                // Nobody would know what to undo later.
                self.undo(&swept.sweep).await?;
                return Err(error);
            }
            (Err(error), None) => return Err(error),
        };
        // What was right before was not helped, and what nobody could see before may have been right.
        let helped = after.filter(|agree| before == Some(false) || (before.is_none() && !agree));
        Ok(RemedyOutcome { remedy: remedy.clone(), cleared: swept, resync, helped })
    }

    /// The app shows its own screen; the doctor sees no password.
    async fn sign_in_again(&self, remedy: &Remedy) -> Result<RemedyOutcome, Error> {
        let source = self.inner.host.session.clone().ok_or(Error::NotOffered { what: "sign_in_again" })?;
        let call = tokio::task::spawn_blocking(move || source.sign_in_again());
        let helped = match until(&self.token(), async { call.await.map_err(|_| Error::Internal) }).await? {
            Ok(signed_in) => Some(signed_in),
            Err(HostError::NotOffered) => return Err(Error::NotOffered { what: "sign_in_again" }),
            Err(HostError::Failed { .. }) => None,
        };
        Ok(RemedyOutcome { remedy: remedy.clone(), cleared: None, resync: Resync::NotOffered, helped })
    }

    /// Puts back what a remedy cleared.
    pub async fn undo(&self, sweep: &SweepId) -> Result<(), Error> {
        let (sweeper, sweep) = (self.own()?.sweeper.clone(), sweep.clone());
        let app = self.inner.host.caches.clone();
        blocking(move || Ok(sweeper.undo(&sweep, app.as_deref())?)).await
    }

    /// Deletes for good what a remedy cleared.
    pub async fn confirm(&self, sweep: &SweepId) -> Result<(), Error> {
        let (sweeper, sweep) = (self.own()?.sweeper.clone(), sweep.clone());
        let app = self.inner.host.caches.clone();
        blocking(move || Ok(sweeper.confirm(&sweep, app.as_deref())?)).await
    }

    /// What remedies have cleared and nobody has undone or confirmed yet, the oldest first: an app that was killed asks for
    /// it at its next start.
    pub async fn pending_sweeps(&self) -> Result<Vec<PendingSweep>, Error> {
        self.recover().await;
        let sweeper = self.own()?.sweeper.clone();
        blocking(move || Ok(sweeper.pending()?)).await
    }

    /// The cache as it is registered now, swept. Never what an older diagnosis remembers: a registration can be taken back.
    async fn sweep(&self, cache_id: String, why: ClearReason) -> Result<Swept, Error> {
        let own = self.own()?.clone();
        let now = self.inner.clock.now();
        let app = self.inner.host.caches.clone();
        let guarded = Guarded::new(Some(&own.data_dir), &self.inner.config.protected_paths);
        blocking(move || {
            make_private_folder(&own.data_dir)?;
            let registered = app.as_ref().map_or(Ok(Vec::new()), |app| app.caches());
            let registered = registered.map_err(|_| Error::NotOffered { what: "caches" })?;
            let accepted = check_all(&registered, &guarded);
            let found = registered.into_iter().zip(accepted).find(|(cache, _)| cache.id == cache_id);
            let (cache, accepted) = found.ok_or(Error::NoSuchCache { cache_id })?;
            let root = accepted.map_err(SweepError::from)?;
            match cache.policy.clear {
                ClearWhen::WhenDue => {}
                ClearWhen::WhenStale if why == ClearReason::Stale => {}
                ClearWhen::WhenStale | ClearWhen::Never => return Err(SweepError::NotNow.into()),
            }
            Ok(own.sweeper.run(&cache, root, app.as_deref(), now)?)
        })
        .await
    }

    async fn resync(&self) -> Resync {
        let Some(source) = self.inner.host.balances.clone() else { return Resync::NotOffered };
        let call = tokio::task::spawn_blocking(move || source.resync());
        match tokio::time::timeout(self.inner.config.deadline(), call).await {
            Ok(Ok(Ok(()))) => Resync::Done,
            Ok(Ok(Err(HostError::NotOffered))) => Resync::NotOffered,
            Ok(Ok(Err(HostError::Failed { .. })) | Err(_)) | Err(_) => Resync::Failed,
        }
    }

    /// Whether what the app shows is what the provider has; empty if either is not known.
    async fn balances_agree(&self, client: Option<&Client>) -> Option<bool> {
        let (inner, client) = (&self.inner, client?);
        let deadline = Instant::now() + inner.config.deadline();
        let from = SyncedFrom { config: &inner.config, host: &inner.host, client };
        let seen = read_balances(from, &inner.clock, deadline).await;
        let (cached, synced) = (seen.cached.known()?, seen.synced.known()?);
        let pending = seen.pending.known().map(Vec::as_slice).unwrap_or_default();
        let comparing = Comparing { pending, ..Comparing::new(cached, synced, inner.clock.now()) };
        let compared = compare(comparing);
        let agrees = !compared.iter().any(|asset| asset.verdict.is_trouble());
        if agrees && !are_compared([cached, synced], &compared) {
            // Of what could not be read nobody knows.
            return None;
        }
        // What is changing just now is no difference that anybody could lay to what was done.
        let settled = match seen.reading {
            BalanceReading::Once | BalanceReading::Confirmed => true,
            BalanceReading::Changing | BalanceReading::Unconfirmed => false,
        };
        (agrees || settled).then_some(agrees)
    }
}
