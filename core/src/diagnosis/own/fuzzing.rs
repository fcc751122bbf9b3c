//! The door for the fuzz target: what was signed, without its signature.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::advice::Advice;
use super::super::rank::rank;
use super::super::{Audience, Finding, FindingCode, Rules};
use super::payload::read;
use crate::complaint::Symptom;
use crate::config::Locale;

/// The advice for every cause that there is once the provider's own ones are read, in one language; or why they were not
/// accepted.
pub fn own_causes(payload: &[u8], locale: Locale) -> Result<Vec<Advice>, String> {
    let own = read(payload).map_err(|refused| refused.detail.unwrap_or_default())?;
    let rules = Rules::default().with_own(own);
    let (zone, now) = (TimeZone::UTC, Timestamp::UNIX_EPOCH);
    let audience = Audience { locale, provider: "Fuzz".to_owned(), zone, now, true_now: now, spread: 0 };
    let teller = rules.teller(audience);
    // Whatever explains what: with everything found at once, ranking comes to an end.
    let everything: Vec<Finding> = FindingCode::all().map(|code| Finding::new(code, "x")).collect();
    for cause in rank(&rules.causes, Symptom::Other, &everything) {
        teller.cause(cause);
    }
    Ok(rules.causes.causes.iter().map(|rule| teller.advice(rule, None)).collect())
}
