//! What was signed, read and checked together with what is built in. Pure.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;

use super::super::causes::{CauseRule, Causes};
use super::super::check::{AFTER, ALWAYS, Parts, Written, faults};
use super::{MAX_FAULT_CHARS, MAX_OWN_CAUSES, OwnAdvice, OwnCauses, OwnCausesSeen, Refused};
use crate::config::{CodeRule, Locale, check_codes, parse};
use crate::observation::UnknownWhy;
use crate::one_line::one_line;

/// The version of the file that is read.
const VERSION: u32 = 1;

/// Causes that no provider's file has: they are about what the phone itself has measured, and 'needs support' is what is said
/// where nobody knows. A provider's causes can explain them.
const NOT_THEIR_FAMILIES: [&str; 3] = ["network.", "tls.", "unknown."];
/// The same for single causes.
const NOT_THEIRS: [&str; 1] = ["device.clock_wrong"];

/// The version alone, so that a later one is called that and not a mistake.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Payload {
    #[serde(rename = "version")]
    _version: u32,
    #[serde(default)]
    causes: Vec<CauseRule>,
    #[serde(default)]
    advice: OwnAdvice,
    #[serde(default)]
    codes: Vec<CodeRule>,
}

/// Reads what was signed. Nothing of it is used unless all of it can be.
pub(crate) fn read(payload: &[u8]) -> Result<OwnCauses, Refused> {
    let unreadable = |fault: String| refused(UnknownWhy::Unreadable, &fault);
    let in_json = |error: crate::config::ConfigError| unreadable(format!("{}: {}", error.key, error.problem));
    let Version { version } = parse(payload).map_err(in_json)?;
    if version != VERSION {
        return Err(unreadable(format!("version: {version} is not accepted; accepted: {VERSION}")));
    }
    let Payload { _version: _, causes: own, advice, codes } = parse(payload).map_err(in_json)?;
    own_fault(&own).or_else(|| advice.fault()).map_or(Ok(()), |fault| Err(unreadable(fault)))?;
    let seen = OwnCausesSeen { causes: own.len(), advice: advice.causes().len(), codes: codes.len() };
    let causes = Causes::built_in().with(own);
    check_codes(&codes, |cause| causes.find(cause).is_some()).map_err(in_json)?;
    let mut written = built_in_advice();
    advice.overwrite(&mut written);
    let coded: BTreeSet<&str> = codes.iter().map(|rule| rule.cause.as_str()).collect();
    match faults(&causes.sheet(), &written, &coded).into_iter().next() {
        Some(fault) => Err(unreadable(fault)),
        None => Ok(OwnCauses { causes: Arc::new(causes), advice: Arc::new(advice), codes, seen }),
    }
}

pub(super) fn refused(why: UnknownWhy, fault: &str) -> Refused {
    Refused { why, detail: Some(one_line(fault, MAX_FAULT_CHARS)) }
}

/// What is wrong with the file's own causes that would not be seen any more once they stand among the others.
fn own_fault(own: &[CauseRule]) -> Option<String> {
    if own.len() > MAX_OWN_CAUSES {
        return Some(format!("causes: {} entries; accepted: at most {MAX_OWN_CAUSES}", own.len()));
    }
    let mut seen = BTreeSet::new();
    own.iter().find_map(|rule| {
        let code = rule.code.as_str();
        if !seen.insert(code) {
            return Some(format!("{code} is there twice"));
        }
        if NOT_THEIR_FAMILIES.iter().any(|family| code.starts_with(family)) || NOT_THEIRS.contains(&code) {
            return Some(format!(
                "{code} is about what the phone itself measures: the provider's own causes can explain it, not change it"
            ));
        }
        let too_long = rule.try_again.is_some_and(|policy| !policy.is_within_a_day());
        too_long.then(|| format!("{code} has a 'try_again' of more than a day"))
    })
}

/// The parts of the built-in advice. The build has seen that all of it is there.
fn built_in_advice() -> Written {
    let parts = |rule: &CauseRule| {
        let after = (!rule.remedies.is_empty()).then_some(AFTER);
        ALWAYS.into_iter().chain(after).map(str::to_owned).collect()
    };
    let advice: Parts = Causes::built_in().causes.iter().map(|rule| (rule.code.clone(), parts(rule))).collect();
    Locale::ALL.iter().map(|locale| (*locale, advice.clone())).collect()
}
