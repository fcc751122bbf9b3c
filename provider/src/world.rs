//! A whole world around one phone: the provider, and the app's side of it (what it shows, what it keeps, what it would
//! answer). The demo, the samples and the scenarios all start from here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;
use thiserror::Error;
use wallet_doctor_core::cache::{CacheKind, CachePolicy, CacheRegistration};
use wallet_doctor_core::config::{Case, Config, ConfigError, Locale, StatusFormat};
use wallet_doctor_core::host::{AppAnswers, AppInfo, Host, HostError, NetworkInfo, RecordedHost, SyncFn};

use crate::account;
use crate::assets;
use crate::fault::{Fault, FaultSet};
use crate::ledger::{Ledger, ledger};
use crate::provider::{Provider, ProviderOptions, StartError};
use crate::status::StatusDocument;

/// The host name of the support desk.
pub const SUPPORT_HOST: &str = "support.wallet.test";
/// The account that the app is signed in to.
pub const ACCOUNT_REF: &str = "WU-40718265";
/// When the support's chat is staffed.
const WORKDAYS: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];
/// After how many seconds the balance cache counts as old.
const MAX_CACHE_AGE_S: u64 = 24 * 60 * 60;
/// How old `cache_old` makes it.
const OLD_CACHE: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// A provider and the app beside it.
#[derive(Debug)]
pub struct World {
    /// The provider.
    pub provider: Provider,
    faults: FaultSet,
    folder: PathBuf,
    status_documents: Option<Vec<StatusDocument>>,
    auto_formats: bool,
    account_endpoint: bool,
    assets_endpoint: bool,
}

/// Why a world could not be made.
#[derive(Debug, Error)]
pub enum WorldError {
    /// The provider did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The app's folder could not be made.
    #[error("the app's folder could not be made: {0}")]
    Io(#[from] io::Error),
    /// The ledger is not what an app would answer: a fault of this crate.
    #[error("the ledger is not what an app would answer: {0}")]
    Ledger(#[from] serde_json::Error),
    /// The config is not accepted: a fault of this crate.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

/// Where the app sends its reports.
#[derive(Debug, Clone)]
pub struct Support {
    /// The public key that they are sealed to, `age1…`.
    pub recipient: String,
    /// The desk's tus endpoint.
    pub intake_url: Option<String>,
    /// Where the desk tells how far it is with a report.
    pub tickets_url: Option<String>,
}

impl World {
    /// Starts the provider and lays out the app's folder: its caches, old ones under `cache_old`.
    ///
    /// # Errors
    ///
    /// The provider does not start, or the folder can't be written.
    pub async fn start(options: ProviderOptions, folder: &Path) -> Result<Self, WorldError> {
        let faults = options.faults.clone();
        let provider = Provider::start(options).await?;
        let folder = folder.canonicalize()?;
        let account_endpoint = account::needs_the_endpoint(&faults);
        let world = Self {
            provider,
            faults,
            folder,
            status_documents: None,
            auto_formats: false,
            account_endpoint,
            assets_endpoint: false,
        };
        world.lay_out_cache()?;
        Ok(world)
    }

    /// The same world with other status sources in its case: these documents, each under its own name. By default they
    /// are the status page, as `status-page`, and the signed announcements, as `announcements`.
    #[must_use]
    pub fn with_status_documents(self, documents: Vec<StatusDocument>) -> Self {
        Self { status_documents: Some(documents), ..self }
    }

    /// The same world with a case that leaves the format of each status source to be found out. One whose status code is
    /// all that counts keeps its format: it is never found out.
    #[must_use]
    pub fn with_auto_formats(self) -> Self {
        Self { auto_formats: true, ..self }
    }

    /// The same world with a case in which the app leaves the account to the provider's endpoint. So it is under each
    /// `account_*` fault.
    #[must_use]
    pub fn with_account_endpoint(self) -> Self {
        Self { account_endpoint: true, ..self }
    }

    /// The same world with a case that reads the provider's balances by token, through a mapping.
    #[must_use]
    pub fn with_assets_endpoint(self) -> Self {
        Self { assets_endpoint: true, ..self }
    }

    /// The app's balance cache.
    #[must_use]
    pub fn cache_root(&self) -> PathBuf {
        self.folder.join("cache").join("balances")
    }

    /// The doctor's own folder.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.folder.join("doctor")
    }

    /// The case in this world: the doctor's config and what the app would answer.
    ///
    /// # Errors
    ///
    /// Only if this crate and the core disagree about a shape, or the support's key is not one.
    pub fn case(&self, locale: Locale, support: Option<&Support>) -> Result<Case, WorldError> {
        Ok(Case { schema: None, doctor: self.config(locale, support)?, app: Some(self.answers(locale)?) })
    }

    /// The app, answering from this world; it syncs with the provider's ledger.
    #[must_use]
    pub fn host(&self, case: &Case) -> Host {
        let faults = self.faults.clone();
        let sync: SyncFn = Arc::new(move || {
            let synced = ledger(&faults, Timestamp::now()).synced;
            serde_json::from_value(synced).map_err(|error| HostError::Failed { message: error.to_string() })
        });
        RecordedHost::host(case.app.clone().unwrap_or_default(), Some(sync))
    }

    fn config(&self, locale: Locale, support: Option<&Support>) -> Result<Config, WorldError> {
        let provider = &self.provider;
        let api_url = provider.api_url();
        let support = support.map(|support| {
            let Support { recipient, intake_url, tickets_url } = support;
            json!({ "recipients": [recipient], "intake_url": intake_url, "tickets_url": tickets_url })
        });
        // Written as the file that an integrator would write, so that the two can't drift apart.
        let config = json!({
            "provider_name": provider_name(locale),
            "locale": locale,
            "data_dir": self.data_dir(),
            "endpoints": [
                { "name": "wallet-api", "role": "wallet", "url": provider.health_url(), "answers": "json" },
                { "name": "neutral", "role": "control", "url": provider.control_url() },
                { "name": "second", "role": "control", "url": provider.second_control_url() },
            ],
            "captive_portals": [provider.portal_url(), provider.second_portal_url()],
            "status_sources": self.status_sources(),
            "balances": self.balances(),
            "account": self.account_endpoint.then(|| json!({ "url": provider.account_url() })),
            "dns": {
                "servers": [provider.dns_server()],
                "second_opinion": [provider.second_opinion()],
                "over_https": [
                    { "url": provider.doh_url(), "addresses": provider.neutral_addresses().collect::<Vec<_>>() },
                ],
            },
            "trust": {
                "system_roots": false,
                "extra_roots": [provider.ca_pem()],
                "pins": [{ "host": api_url.host_str(), "spki_sha256": provider.api_pins() }],
            },
            "quality": { "echo": [provider.echo_server()], "download": provider.sample_url() },
            "contacts": [
                { "name": "chat", "kind": "chat", "address": "https://wallet.test/chat", "languages": ["zh", "en"],
                    "hours": { "zone": "Asia/Shanghai", "weekly": [{ "days": WORKDAYS, "from": "09:00", "until": "21:00" }] } },
                { "name": "mail", "kind": "email", "address": "support@wallet.test", "around_the_clock": true },
            ],
            "support": support.unwrap_or(Value::Null),
        });
        Ok(Config::from_json(&serde_json::to_vec(&config)?)?)
    }

    fn balances(&self) -> Value {
        if self.assets_endpoint {
            json!({ "url": self.provider.assets_url(), "mapping": assets::mapping() })
        } else {
            json!({ "url": self.provider.balances_url() })
        }
    }

    fn status_sources(&self) -> Vec<Value> {
        match &self.status_documents {
            Some(documents) => documents.iter().map(|each| self.status_source(*each, each.name())).collect(),
            None => vec![
                self.status_source(StatusDocument::StatuspageV2, "status-page"),
                self.status_source(StatusDocument::AnnouncementsSigned, "announcements"),
            ],
        }
    }

    fn status_source(&self, document: StatusDocument, name: &str) -> Value {
        let keeps_format = !self.auto_formats || document.format() == StatusFormat::PlainHttp;
        let format = if keeps_format { document.format() } else { StatusFormat::Auto };
        let mut source = json!({ "name": name, "format": format, "url": self.provider.status_document_url(document) });
        if document == StatusDocument::AnnouncementsSigned {
            source["signed_by"] = json!([self.provider.announcements_key()]);
        }
        source
    }

    fn answers(&self, locale: Locale) -> Result<AppAnswers, WorldError> {
        let Ledger { cached, pending, .. } = ledger(&self.faults, Timestamp::now());
        Ok(AppAnswers {
            cached_balances: Some(serde_json::from_value(cached)?),
            synced_balances: None,
            pending_transactions: Some(serde_json::from_value(pending)?),
            transactions: Some(Vec::new()),
            account: (!self.account_endpoint).then(account::healthy),
            network: Some(NetworkInfo {
                transport: Some("wifi".to_owned()),
                airplane_mode: Some(false),
                vpn: Some(false),
                ..NetworkInfo::default()
            }),
            info: Some(AppInfo {
                app_version: Some("5.2.1".to_owned()),
                os: Some(std::env::consts::OS.to_owned()),
                account_ref: Some(ACCOUNT_REF.to_owned()),
                time_zone: Some("Asia/Shanghai".to_owned()),
                ..AppInfo::default()
            }),
            caches: Some(vec![CacheRegistration {
                policy: CachePolicy { max_age_s: Some(MAX_CACHE_AGE_S), ..CachePolicy::default() },
                ..CacheRegistration::folder("balances", cache_label(locale), CacheKind::Data, self.cache_root())
            }]),
            clock_ahead_s: None,
        })
    }

    fn lay_out_cache(&self) -> Result<(), WorldError> {
        let root = self.cache_root();
        fs::create_dir_all(root.join("records"))?;
        let cached = ledger(&self.faults, Timestamp::now()).cached;
        let written = if self.faults.contains(Fault::CacheOld) {
            SystemTime::now().checked_sub(OLD_CACHE).unwrap_or(SystemTime::UNIX_EPOCH)
        } else {
            SystemTime::now()
        };
        let files = ["balances.json", "records/1.json", "records/2.json"];
        for file in files {
            let path = root.join(file);
            fs::write(&path, serde_json::to_vec(&cached)?)?;
            fs::File::options().write(true).open(&path)?.set_modified(written)?;
        }
        Ok(())
    }
}

/// The provider's name, as its people know it.
fn provider_name(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhHans => "示例钱包",
        Locale::En => "Example Wallet",
    }
}

/// What the app calls its balance cache.
fn cache_label(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhHans => "余额",
        Locale::En => "Balances",
    }
}
