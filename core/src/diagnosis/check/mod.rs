//! Whether data about causes holds together: pure, on plain strings. It is compiled twice, into the build script, which
//! refuses our own data, and into the engine, which refuses a provider's own file. So it knows only what both have.

mod cycles;
mod evidence;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Actor, MoneyRisk, RemedyKind, Severity};

pub(super) use written::{AFTER, ALWAYS, READY};
pub(crate) use written::{Parts, Written};

/// The longest code of a cause, in bytes.
pub(crate) const MAX_CODE_BYTES: usize = 64;
/// The largest weight, in log-odds: it turns one chance in ten thousand into ten thousand to one.
pub(crate) const MAX_WEIGHT: f64 = 20.0;

/// All data about causes, as `causes.json` has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sheet {
    pub(crate) priors: Priors,
    /// By finding and by how causes begin.
    pub(crate) leanings: BTreeMap<String, BTreeMap<String, f64>>,
    pub(crate) message_weight: f64,
    pub(crate) code_weight: f64,
    pub(crate) causes: Vec<Outline>,
}

/// How likely causes are before anything was seen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Priors {
    pub(crate) default: f64,
    /// By symptom and by how causes begin.
    pub(crate) by_symptom: BTreeMap<String, BTreeMap<String, f64>>,
}

/// One cause in plain strings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outline {
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) who: Vec<String>,
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    #[serde(rename = "for")]
    pub(crate) for_weights: BTreeMap<String, f64>,
    #[serde(default)]
    pub(crate) context: BTreeMap<String, f64>,
    pub(crate) against: BTreeMap<String, f64>,
    pub(crate) explains: Vec<String>,
    #[serde(default)]
    pub(crate) risk: Option<String>,
    #[serde(default)]
    pub(crate) remedies: Vec<String>,
    /// When to try again, which has nothing that could be wrong.
    #[serde(default, rename = "try_again")]
    pub(crate) _try_again: Option<serde::de::IgnoredAny>,
}

/// Everything that is wrong, a line each, with the cause that it is wrong with; empty if all is well. `coded` are the causes
/// that a code of the provider's stands for.
pub(crate) fn faults(sheet: &Sheet, written: &Written, coded: &BTreeSet<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut codes = BTreeSet::new();
    for cause in &sheet.causes {
        let code = cause.code.as_str();
        if !is_well_formed(code) {
            faults.push(format!(
                "'{code}' is no code of a cause: family.name, each of lower-case letters, digits and underscores, at most \
                 {MAX_CODE_BYTES} bytes"
            ));
        }
        if !codes.insert(code) {
            faults.push(format!("{code} is there twice"));
        }
    }
    for cause in &sheet.causes {
        faults.extend(people(cause));
        faults.extend(evidence::of_cause(sheet, cause, coded));
        let unknown = cause.explains.iter().filter(|explained| !codes.contains(explained.as_str()));
        faults.extend(unknown.map(|explained| format!("{} explains {explained}, which is no cause", cause.code)));
    }
    faults.extend(cycles::cycles(&sheet.causes));
    faults.extend(evidence::of_all(sheet, &codes));
    faults.extend(written::faults(&sheet.causes, written));
    faults
}

/// Whether it is `family.name`.
fn is_well_formed(code: &str) -> bool {
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    code.len() <= MAX_CODE_BYTES && code.split_once('.').is_some_and(|(family, name)| plain(family) && plain(name))
}

/// What it says of whom it concerns.
fn people(cause: &Outline) -> Vec<String> {
    let code = &cause.code;
    let mut faults = Vec::new();
    if cause.severity.parse::<Severity>().is_err() {
        faults.push(format!("{code} has the severity {}, which is none", cause.severity));
    }
    if cause.who.is_empty() {
        faults.push(format!("{code} names nobody who can do something about it"));
    }
    let unknown = cause.who.iter().filter(|who| who.parse::<Actor>().is_err());
    faults.extend(unknown.map(|who| format!("{code} names {who}, whom nobody knows")));
    if let Some(risk) = cause.risk.as_ref().filter(|risk| risk.parse::<MoneyRisk>().is_err()) {
        faults.push(format!("{code} has the risk {risk}, which nobody knows"));
    }
    let unknown = cause.remedies.iter().filter(|remedy| remedy.parse::<RemedyKind>().is_err());
    faults.extend(unknown.map(|remedy| format!("{code} has the remedy {remedy}, which is none")));
    faults
}

#[cfg(test)]
mod tests;
