//! Where reports go, and how they are kept and sent.

use serde::{Deserialize, Serialize};

use super::{AppKey, ConfigError, Recipient, WebUrl};

/// Where reports go.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Whom reports are sealed to: age X25519 recipients, `age1…`.
    pub recipients: Vec<Recipient>,
    /// The desk's tus endpoint. Without it a report can only be exported. Plain `http` only on loopback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intake_url: Option<WebUrl>,
    /// What the desk knows this app by, where it asks for that (`wallet-doctor-desk key add`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_key: Option<AppKey>,
    /// Where the desk tells of tickets (docs/tickets.md); the ticket's id is put behind it. Without it they can't be asked for.
    /// Plain `http` only on loopback.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tickets_url: Option<WebUrl>,
    /// How reports are kept and sent.
    #[serde(default, skip_serializing_if = "OutboxPolicy::is_default")]
    pub outbox: OutboxPolicy,
}

/// How reports are kept and sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutboxPolicy {
    /// For how many days a report is tried that does not get through, 1 to 365; 30 by default. After that it is kept, and sent only
    /// if the person wants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire_after_days: Option<u16>,
    /// How many bytes may be sent in a day (UTC) over connections that cost money, or of which nobody knows whether they do; at
    /// least 65,536. Without it as many as there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metered_bytes_per_day: Option<u64>,
    /// How many reports are kept, 1 to 500, those that have arrived included; 50 by default. One that has not arrived never goes
    /// to make room for another, also if it is withdrawn or has expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_reports: Option<u16>,
    /// How many bytes of reports are kept, likewise, 1 MiB to 4 GiB; 256 MiB by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
}

impl OutboxPolicy {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Checks what the types cannot say.
    fn check(&self) -> Result<(), ConfigError> {
        let numbers = [
            ("expire_after_days", self.expire_after_days.map(u64::from), 1..=365),
            ("metered_bytes_per_day", self.metered_bytes_per_day, 64 * 1024..=u64::MAX),
            ("max_reports", self.max_reports.map(u64::from), 1..=500),
            ("max_bytes", self.max_bytes, 1024 * 1024..=4 * 1024 * 1024 * 1024),
        ];
        for (key, given, accepted) in numbers {
            if let Some(given) = given.filter(|given| !accepted.contains(given)) {
                let accepted = match *accepted.end() {
                    u64::MAX => format!("at least {}", accepted.start()),
                    end => format!("{} to {end}", accepted.start()),
                };
                return Err(ConfigError::new(&format!("support.outbox.{key}"), &given.to_string(), &accepted));
            }
        }
        Ok(())
    }
}

impl Support {
    /// Checks what the types cannot say.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.recipients.is_empty() {
            return Err(ConfigError::new("support.recipients", "an empty list", "at least one age1… recipient"));
        }
        self.outbox.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_bounds_is_told_with_the_bounds() {
        let policy = |text: &str| serde_json::from_str::<OutboxPolicy>(text).unwrap().check();
        let all = r#"{"expire_after_days":7,"metered_bytes_per_day":65536,"max_reports":500,"max_bytes":1048576}"#;
        assert_eq!(policy("{}"), Ok(()));
        assert_eq!(policy(all), Ok(()));
        for (text, key, accepted) in [
            (r#"{"expire_after_days":0}"#, "expire_after_days", "1 to 365"),
            (r#"{"expire_after_days":366}"#, "expire_after_days", "1 to 365"),
            (r#"{"metered_bytes_per_day":65535}"#, "metered_bytes_per_day", "at least 65536"),
            (r#"{"max_reports":0}"#, "max_reports", "1 to 500"),
            (r#"{"max_bytes":4294967297}"#, "max_bytes", "1048576 to 4294967296"),
        ] {
            let error = policy(text).unwrap_err();
            assert_eq!(error.key, format!("support.outbox.{key}"));
            assert!(error.problem.ends_with(accepted), "{}", error.problem);
        }
    }
}
