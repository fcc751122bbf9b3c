//! When to try again, spread so that all who were told the same do not come back at once. Pure: the chance is drawn when
//! things are observed, and is an argument here.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{Fact, Finding, FindingCode};

/// What is drawn runs up to this.
pub const SPREAD_PARTS: u16 = 1_000;
/// The longest wait that is told as a time; beyond it 'later' says as much.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);
/// However short the wait that a server asks for, those whom it asks are spread over this.
const LEAST_SPREAD_S: i64 = 60;

/// When it makes sense to try again, as `causes.json` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TryAgain {
    /// After so many seconds where nobody says when. Without it, no time is told that nobody has said.
    #[serde(default)]
    after_s: Option<u32>,
    /// Over so many seconds those who wait are spread.
    spread_s: u32,
}

impl TryAgain {
    /// The time, a whole minute. `part` of [`SPREAD_PARTS`] is how far into the spread.
    pub(super) fn at(self, strongest: Option<&Finding>, now: Timestamp, part: u16) -> Option<Timestamp> {
        let asked = strongest.and_then(|finding| finding.details.get("retry_after_s")?.parse::<u64>().ok());
        let asked = asked.map(|seconds| SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX)));
        let until = strongest.filter(|finding| names_its_end(finding.code)).and_then(|finding| {
            let end: Timestamp = finding.details.get("until")?.parse().ok()?;
            Some(end.duration_since(now)).filter(SignedDuration::is_positive)
        });
        let usual = self.after_s.map(|seconds| SignedDuration::from_secs(i64::from(seconds)));
        let wait = asked.or(until).or(usual)?;
        if wait > LONGEST_WAIT {
            return None;
        }
        let spread = match asked {
            // Nobody is kept waiting for much longer than they were asked to.
            Some(asked) => i64::from(self.spread_s).min(asked.as_secs().max(LEAST_SPREAD_S)),
            None => i64::from(self.spread_s),
        };
        let into = spread.saturating_mul(i64::from(part.min(SPREAD_PARTS))) / i64::from(SPREAD_PARTS);
        let at = now.checked_add(wait).ok()?.checked_add(SignedDuration::from_secs(into)).ok()?;
        let second = at.as_second();
        let past_minute = second.rem_euclid(60);
        let whole = if past_minute == 0 { second } else { second.saturating_sub(past_minute).saturating_add(60) };
        Timestamp::from_second(whole).ok()
    }
}

/// Whether what was found is over at the end that it names.
fn names_its_end(code: FindingCode) -> bool {
    let ends = [
        Fact::StatusMaintenanceNow,
        Fact::StatusMaintenancePlannedNow,
        Fact::StatusMaintenancePerhaps,
        Fact::AccountLocked,
        Fact::AccountFailures,
        Fact::BankMaintenance,
        Fact::BankDown,
        Fact::BankOneInMaintenance,
        Fact::BankOneDown,
        Fact::FundsAttemptsUsedUp,
        Fact::FundsLastAttempt,
    ];
    ends.iter().any(|fact| code == (*fact).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: TryAgain = TryAgain { after_s: Some(300), spread_s: 600 };

    fn now() -> Timestamp {
        "2026-03-01T12:00:30Z".parse().unwrap()
    }

    fn at(code: Fact, details: &[(&str, &str)], part: u16) -> Option<String> {
        let finding = details.iter().fold(Finding::new(code, "x"), |finding, (key, value)| finding.with(key, value));
        POLICY.at(Some(&finding), now(), part).map(|time| time.to_string())
    }

    #[test]
    fn it_is_when_the_server_or_the_plan_says_and_never_before() {
        let busy = |seconds, part| at(Fact::WalletOverloaded, &[("retry_after_s", seconds)], part);
        assert_eq!(busy("120", 0).as_deref(), Some("2026-03-01T12:03:00Z"));
        assert_eq!(busy("120", 1_000).as_deref(), Some("2026-03-01T12:05:00Z"), "spread over as long as the wait");
        assert_eq!(
            busy("3600", 1_000).as_deref(),
            Some("2026-03-01T13:11:00Z"),
            "and no longer than the policy has it"
        );
        assert_eq!(busy("0", 1_000).as_deref(), Some("2026-03-01T12:02:00Z"));
        assert_eq!(busy("90000", 0), None);
        assert_eq!(busy("99999999999999999999", 500).as_deref(), Some("2026-03-01T12:11:00Z"), "no figure at all");
        let until = |code, end, part| at(code, &[("until", end)], part);
        assert_eq!(
            until(Fact::StatusMaintenanceNow, "2026-03-01T14:00:00Z", 500).as_deref(),
            Some("2026-03-01T14:05:00Z")
        );
        let overrun = until(Fact::StatusMaintenanceOverrun, "2026-03-01T11:00:00Z", 0);
        assert_eq!(overrun.as_deref(), Some("2026-03-01T12:06:00Z"));
        assert_eq!(POLICY.at(None, now(), 0), Some("2026-03-01T12:06:00Z".parse().unwrap()));
        assert_eq!(TryAgain { after_s: None, ..POLICY }.at(None, now(), 0), None, "nobody has said when");
    }

    #[test]
    fn a_million_phones_do_not_come_back_at_once() {
        let mut minutes = std::collections::BTreeSet::new();
        for part in 0..SPREAD_PARTS {
            minutes.extend(at(Fact::WalletOverloaded, &[("retry_after_s", "600")], part));
        }
        assert_eq!(minutes.len(), 11, "ten minutes, each told as often");
    }
}
