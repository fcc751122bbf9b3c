//! What the wallet configures once: endpoints, status sources, trust, where reports go. Read from JSON with every key
//! checked; an error names the key and says what is accepted.

mod account;
mod balances;
mod causes;
mod codes;
mod contacts;
mod error;
mod locale;
mod mapping;
mod network;
mod pointer;
mod redaction;
mod status;
mod support;
mod values;

use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::cache::MAX_CACHES;
use crate::codes::stable_codes;
use crate::contact::ContactChannel;
use crate::diagnosis::cause_codes;
use crate::host::AppAnswers;
use crate::one_line::one_line;
use crate::report::OwnRule;

pub use account::AccountEndpoint;
pub use balances::BalancesEndpoint;
pub use causes::OwnCausesConfig;
pub(crate) use codes::check as check_codes;
pub use codes::{CodeRule, MAX_CODE_CHARS, MAX_CODE_RULES};
pub use error::ConfigError;
pub(crate) use error::parse;
pub use locale::Locale;
pub use mapping::{
    MAX_EACH_DEPTH, MAX_MAPPED_CHARS, MAX_MAPPED_VALUES, MAX_MAPPING_RULES, MappedValue, MappingRule, UnixTime,
};
pub use network::{DnsConfig, DohServer, EchoServer, PinnedHost, QualityConfig, SpkiPin, Trust};
pub use pointer::{JsonPointer, MAX_POINTER_BYTES};
pub use status::{ComponentRule, MAX_COMPONENT_RULES, StatusFormat, StatusSource};
pub use support::{OutboxPolicy, Support};
pub use values::{AppKey, Recipient, RootCertificates, SigningKey, WebUrl};
pub(crate) use values::{KEY_ID_BYTES, as_text};

/// The deadline of a diagnosis when the config names none.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(8);
/// The deadlines that are accepted, in milliseconds.
pub const DEADLINE_RANGE_MS: std::ops::RangeInclusive<u64> = 1_000..=60_000;
/// How many endpoints, portals, status sources, DNS servers, recipients or support channels are accepted each.
pub const MAX_ENTRIES: usize = 16;
/// The longest name of an endpoint, a source or a component, in characters.
pub const MAX_NAME_CHARS: usize = 100;
/// What is accepted where an account could be recognised.
const HTTPS_OR_LOOPBACK: &str = "an https:// URL (http:// only for a loopback address)";
/// The largest config file that is read, in bytes. A case with 20,000 assets on both sides fits.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

/// A whole case in one file: the config, and what the app would answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Where editors find the schema of this file.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The doctor's config.
    pub doctor: Config,
    /// What the app would answer. Without it, everything that only an app knows is 'not checked'.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<AppAnswers>,
}

/// The doctor's config.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The provider's name, as people know it.
    pub provider_name: String,
    /// The language of advice and reports.
    #[serde(default)]
    pub locale: Locale,
    /// A folder of the doctor's own, for the outbox and journals. Without it nothing can be cleared or sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    /// Folders and files that no cache may hold or lie in, such as those of keys, credentials and pending transactions:
    /// absolute, at most 16. They need not exist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub protected_paths: Vec<PathBuf>,
    /// What is probed step by step.
    #[serde(default)]
    pub endpoints: Vec<Endpoint>,
    /// Plain-HTTP endpoints that answer 204 and echo a challenge, to recognise captive portals.
    #[serde(default)]
    pub captive_portals: Vec<WebUrl>,
    /// Where the provider publishes its state.
    #[serde(default)]
    pub status_sources: Vec<StatusSource>,
    /// Which parts of the service matter to which complaint, for those whose names do not say it: a name such as
    /// 'Withdrawals', '提现' or 'Marketing site' needs no rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<ComponentRule>,
    /// What the provider's own codes stand for, at most 500: in the messages that people see, and in what it says of accounts
    /// and transactions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeRule>,
    /// The provider's own causes and advice (docs/causes.md).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_causes: Option<OwnCausesConfig>,
    /// An endpoint that answers the provider's balances, for apps that do not sync through the host
    /// (docs/balances.md).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balances: Option<BalancesEndpoint>,
    /// An endpoint that answers the account's state, for apps that do not answer it through the host (docs/account.md).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountEndpoint>,
    /// DNS servers other than the phone's own.
    #[serde(default)]
    pub dns: DnsConfig,
    /// Which certificates are trusted.
    #[serde(default)]
    pub trust: Trust,
    /// Where the quality of the link is measured.
    #[serde(default)]
    pub quality: QualityConfig,
    /// What reports are cleared of besides what they always are: what only the provider knows to be private, at most 32 rules
    /// (docs/reports.md).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redaction: Vec<OwnRule>,
    /// Where reports go. Without it none can be drafted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// How people reach support (docs/contacts.md).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactChannel>,
    /// The deadline of a diagnosis in milliseconds, 1,000 to 60,000; 8,000 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_ms: Option<u64>,
}

/// An endpoint that is probed step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// A name for reports.
    pub name: String,
    /// Whose it is.
    pub role: Role,
    /// What is asked with GET. Any answer below 500 counts as reachable, unless `answers` says what is due.
    pub url: WebUrl,
    /// What a good answer consists of.
    #[serde(default)]
    pub answers: Content,
}

stable_codes! {
    /// What an endpoint's good answer consists of.
    #[derive(Default)]
    pub enum Content as "content" {
        /// Anything, also nothing.
        #[default]
        Any = "any",
        /// JSON. Anything else comes from somebody in between, or from a server that is not itself.
        Json = "json",
    }
}

stable_codes! {
    /// Whose an endpoint is.
    pub enum Role as "role" {
        /// The wallet's own.
        Wallet = "wallet",
        /// One that has nothing to do with the wallet, to tell 'offline' from 'the wallet does not answer'.
        Control = "control",
    }
}

impl Case {
    /// Reads and checks a case.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ConfigError> {
        let case: Self = parse(bytes)?;
        case.doctor.check().map_err(|error| error.within("doctor"))?;
        if let Some(app) = &case.app {
            check_answers(app).map_err(|error| error.within("app"))?;
        }
        Ok(case)
    }
}

impl Config {
    /// Reads and checks a config.
    pub fn from_json(bytes: &[u8]) -> Result<Self, ConfigError> {
        let config: Self = parse(bytes)?;
        config.check()?;
        Ok(config)
    }

    /// The deadline of a diagnosis.
    pub fn deadline(&self) -> Duration {
        self.deadline_ms.map_or(DEFAULT_DEADLINE, Duration::from_millis)
    }

    /// Checks what the types cannot say.
    pub fn check(&self) -> Result<(), ConfigError> {
        let counts = [
            ("endpoints", self.endpoints.len()),
            ("captive_portals", self.captive_portals.len()),
            ("status_sources", self.status_sources.len()),
            ("dns.servers", self.dns.servers.len()),
            ("dns.second_opinion", self.dns.second_opinion.len()),
            ("dns.over_https", self.dns.over_https.len()),
            ("trust.pins", self.trust.pins.len()),
            ("quality.echo", self.quality.echo.len()),
            ("contacts", self.contacts.len()),
            ("protected_paths", self.protected_paths.len()),
            ("support.recipients", self.support.as_ref().map_or(0, |support| support.recipients.len())),
        ];
        if let Some((key, count)) = counts.into_iter().find(|(_, count)| *count > MAX_ENTRIES) {
            return Err(ConfigError::new(key, &format!("{count} entries"), &format!("at most {MAX_ENTRIES}")));
        }
        if let Some(given) = self.deadline_ms.filter(|given| !DEADLINE_RANGE_MS.contains(given)) {
            let (low, high) = (DEADLINE_RANGE_MS.start(), DEADLINE_RANGE_MS.end());
            return Err(ConfigError::new("deadline_ms", &given.to_string(), &format!("{low} to {high}")));
        }
        if let Some(folder) = self.data_dir.as_ref().filter(|folder| !folder.is_absolute()) {
            return Err(ConfigError::new("data_dir", &folder.display().to_string(), "an absolute path"));
        }
        if let Some(index) = self.protected_paths.iter().position(|path| !is_plain(path)) {
            let given = self.protected_paths.get(index).map(|path| path.display().to_string()).unwrap_or_default();
            let accepted = format!("an absolute path without '..', of at most {MAX_PATH_BYTES} bytes");
            return Err(ConfigError::new(&format!("protected_paths[{index}]"), &given, &accepted));
        }
        if let Some(index) = self.captive_portals.iter().position(|url| url.is_https()) {
            let key = format!("captive_portals[{index}]");
            return Err(ConfigError::new(&key, "an https URL", "an http:// URL, since a portal cannot answer https"));
        }
        check_name("provider_name", &self.provider_name)?;
        self.trust.check()?;
        self.dns.check()?;
        check_names("endpoints", "endpoint", self.endpoints.iter().map(|endpoint| endpoint.name.as_str()))?;
        status::check(&self.status_sources, &self.components)?;
        contacts::check(&self.contacts)?;
        // That nobody knows is nothing that a code could stand for.
        let known = |cause: &str| !cause.starts_with("unknown.") && cause_codes().any(|known| known == cause);
        codes::check(&self.codes, known)?;
        causes::check(self.own_causes.as_ref())?;
        redaction::check(&self.redaction)?;
        self.account.as_ref().map_or(Ok(()), account::check)?;
        self.balances.as_ref().map_or(Ok(()), balances::check)?;
        self.check_secrecy()
    }

    /// What tells about an account goes over TLS, or stays on this machine.
    fn check_secrecy(&self) -> Result<(), ConfigError> {
        self.support.as_ref().map_or(Ok(()), Support::check)?;
        let urls = [
            ("balances.url", self.balances.as_ref().map(|balances| &balances.url)),
            ("account.url", self.account.as_ref().map(|account| &account.url)),
            ("support.intake_url", self.support.as_ref().and_then(|support| support.intake_url.as_ref())),
            ("support.tickets_url", self.support.as_ref().and_then(|support| support.tickets_url.as_ref())),
        ];
        let open = urls.into_iter().find_map(|(key, url)| Some((key, url.filter(|url| !url.keeps_secrets())?)));
        open.map_or(Ok(()), |(key, url)| Err(ConfigError::new(key, &url.origin(), HTTPS_OR_LOOPBACK)))
    }
}

/// The longest path that a system takes, in bytes.
const MAX_PATH_BYTES: usize = 4_096;

/// Whether a path can be compared with others as it is, also while it does not exist.
fn is_plain(path: &Path) -> bool {
    let bytes = path.as_os_str().as_encoded_bytes();
    let is_up = path.components().any(|part| matches!(part, Component::ParentDir));
    path.is_absolute() && !is_up && bytes.len() <= MAX_PATH_BYTES && !bytes.contains(&0)
}

/// A name is read by people, in a sentence.
fn check_name(key: &str, name: &str) -> Result<(), ConfigError> {
    if name.is_empty() || one_line(name, MAX_NAME_CHARS) != name {
        let accepted = format!("1 to {MAX_NAME_CHARS} characters on one line, all of them to be seen");
        let given = if one_line(name, MAX_NAME_CHARS).is_empty() { "an empty name" } else { name };
        return Err(ConfigError::new(key, given, &accepted));
    }
    Ok(())
}

/// Findings, reports and what is kept tell things apart by their names.
fn check_names<'a>(key: &str, kind: &str, names: impl Iterator<Item = &'a str>) -> Result<(), ConfigError> {
    let mut seen = std::collections::BTreeSet::new();
    for (index, name) in names.enumerate() {
        let key = format!("{key}[{index}].name");
        check_name(&key, name)?;
        if !seen.insert(name) {
            return Err(ConfigError::new(&key, name, &format!("a name that no other {kind} has")));
        }
    }
    Ok(())
}

/// How wrong a case may say that a phone's clock is, in seconds: a hundred years.
const MAX_CLOCK_AHEAD_S: i64 = 100 * 366 * 24 * 60 * 60;

/// The best signal there is.
const MAX_SIGNAL_LEVEL: u8 = 4;

fn check_answers(app: &AppAnswers) -> Result<(), ConfigError> {
    if let Some(ahead) = app.clock_ahead_s.filter(|ahead| ahead.unsigned_abs() > MAX_CLOCK_AHEAD_S.unsigned_abs()) {
        let accepted = format!("-{MAX_CLOCK_AHEAD_S} to {MAX_CLOCK_AHEAD_S}");
        return Err(ConfigError::new("clock_ahead_s", &ahead.to_string(), &accepted));
    }
    let level = app.network.as_ref().and_then(|network| network.signal_level);
    if let Some(level) = level.filter(|level| *level > MAX_SIGNAL_LEVEL) {
        return Err(ConfigError::new("network.signal_level", &level.to_string(), "0 to 4"));
    }
    let zone = app.info.as_ref().and_then(|info| info.time_zone.as_deref());
    if zone.is_some_and(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
        return Err(ConfigError::new(
            "info.time_zone",
            "a zone that nobody knows",
            "an IANA name such as Asia/Shanghai",
        ));
    }
    if let Some(count) = app.caches.as_ref().map(Vec::len).filter(|count| *count > MAX_CACHES) {
        return Err(ConfigError::new("caches", &format!("{count} entries"), &format!("at most {MAX_CACHES}")));
    }
    let caches = app.caches.iter().flatten().map(|cache| cache.id.as_str());
    let mut seen = std::collections::BTreeSet::new();
    for (index, id) in caches.enumerate() {
        if !seen.insert(id) {
            return Err(ConfigError::new(&format!("caches[{index}].id"), id, "an id that no other cache has"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
