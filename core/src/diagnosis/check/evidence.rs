//! Evidence: codes that exist, weights that mean something, causes that something can reach.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Fact;
use super::super::odds::{CONTROL, Kind, LEAST_CONFIDENCE, WALLET, by_prefix, confidence, together};
use super::{MAX_WEIGHT, Outline, Sheet};
use crate::complaint::Symptom;
use crate::connectivity::FailureCode;

/// The kind of a finding by its code, if there is such a finding.
fn kind(finding: &str) -> Option<Kind> {
    let fails = |prefix: &str| finding.strip_prefix(prefix).is_some_and(|code| code.parse::<FailureCode>().is_ok());
    if finding.parse::<Fact>().is_ok() {
        Some(Kind::Fact)
    } else if fails(WALLET) {
        Some(Kind::Wallet)
    } else {
        fails(CONTROL).then_some(Kind::Control)
    }
}

fn is_weight(weight: f64) -> bool {
    weight > 0.0 && is_bounded(weight)
}

fn is_bounded(weight: f64) -> bool {
    weight.is_finite() && weight.abs() <= MAX_WEIGHT
}

/// What is wrong with one cause's evidence.
pub(super) fn of_cause(sheet: &Sheet, cause: &Outline, coded: &BTreeSet<&str>) -> Vec<String> {
    let code = &cause.code;
    let mut faults = Vec::new();
    let mut heard = BTreeSet::new();
    for (name, weights) in [("for", &cause.for_weights), ("context", &cause.context), ("against", &cause.against)] {
        for (finding, weight) in weights {
            if kind(finding).is_none() {
                faults.push(format!("{code} has {finding} under '{name}', which is no finding"));
            }
            if !is_weight(*weight) {
                faults.push(format!(
                    "{code} gives {finding} the weight {weight} under '{name}': above 0, at most {MAX_WEIGHT}"
                ));
            }
            if !heard.insert(finding) {
                faults.push(format!("{code} has {finding} twice among 'for', 'context' and 'against'"));
            }
        }
    }
    for needed in &cause.needs {
        if kind(needed).is_none() {
            faults.push(format!("{code} needs {needed}, which is no finding"));
        } else if !cause.for_weights.contains_key(needed) && !cause.context.contains_key(needed) {
            faults.push(format!("{code} needs {needed}, but would not show it as evidence"));
        }
    }
    faults.extend(out_of_reach(sheet, cause, coded.contains(code.as_str())));
    faults
}

/// Why nothing that can be found at once would ever name it. Leanings are left out: they are about families, and a cause that
/// needs one is too weak by itself.
fn out_of_reach(sheet: &Sheet, cause: &Outline, coded: bool) -> Option<String> {
    let code = &cause.code;
    if cause.for_weights.is_empty() && !coded {
        return Some(format!("{code} can't be reached: nothing speaks for it"));
    }
    let of = |weights: &BTreeMap<String, f64>| {
        together(code, weights.iter().filter_map(|(finding, weight)| Some((kind(finding)?, *weight))))
    };
    let by_code = if coded { sheet.code_weight } else { 0.0 };
    let evidence = of(&cause.for_weights) + of(&cause.context) + by_code;
    let priors = Symptom::ALL.iter().map(|symptom| by_prefix(sheet.priors.by_symptom.get(symptom.as_str()), code));
    let most = confidence(sheet.priors.default + priors.fold(f64::NEG_INFINITY, f64::max) + evidence);
    let reached = most >= LEAST_CONFIDENCE;
    (!reached)
        .then(|| format!("{code} can't be reached: all that speaks for it makes {most:.2} of {LEAST_CONFIDENCE:.2}"))
}

/// What is wrong with the weights that are not one cause's own.
pub(super) fn of_all(sheet: &Sheet, codes: &BTreeSet<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    if !is_bounded(sheet.priors.default) {
        faults.push(format!("the default prior is {}: at most {MAX_WEIGHT} off zero", sheet.priors.default));
    }
    for (name, weight) in [("message_weight", sheet.message_weight), ("code_weight", sheet.code_weight)] {
        if !is_weight(weight) {
            faults.push(format!("{name} is {weight}: above 0, at most {MAX_WEIGHT}"));
        }
    }
    for (symptom, weights) in &sheet.priors.by_symptom {
        if symptom.parse::<Symptom>().is_err() {
            faults.push(format!("the priors name {symptom}, which is no symptom"));
        }
        faults.extend(prefixes(&format!("the priors of {symptom}"), weights, codes));
    }
    for (finding, weights) in &sheet.leanings {
        if kind(finding).is_none() {
            faults.push(format!("the leanings name {finding}, which is no finding"));
        }
        faults.extend(prefixes(&format!("the leanings of {finding}"), weights, codes));
    }
    faults
}

fn prefixes(place: &str, weights: &BTreeMap<String, f64>, codes: &BTreeSet<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    for (prefix, weight) in weights {
        if !codes.iter().any(|code| code.starts_with(prefix.as_str())) {
            faults.push(format!("{place} have {prefix}, with which no cause begins"));
        }
        if *weight == 0.0 || !is_bounded(*weight) {
            faults.push(format!("{place} have {weight} for {prefix}: not 0, at most {MAX_WEIGHT} off it"));
        }
    }
    faults
}
