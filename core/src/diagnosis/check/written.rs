//! Advice: there in every language, all of it, and for no cause that does not exist.

use std::collections::{BTreeMap, BTreeSet};

use super::Outline;
use crate::config::Locale;

/// The parts of a cause's advice that are always there.
pub(crate) const ALWAYS: [&str; 4] = ["headline", "money", "retry", "steps"];
/// What is left to do once a remedy has helped: there exactly if the cause has one.
pub(crate) const AFTER: &str = "after";
/// What to have ready for support, where that differs from what most causes need.
pub(crate) const READY: &str = "ready";

/// The parts of advice that are written in one language, by cause.
pub(crate) type Parts = BTreeMap<String, BTreeSet<String>>;
/// The same by language.
pub(crate) type Written = BTreeMap<Locale, Parts>;

/// What is missing, and what is too much.
pub(super) fn faults(causes: &[Outline], written: &Written) -> Vec<String> {
    let nothing = BTreeMap::new();
    let mut faults = Vec::new();
    for locale in Locale::ALL {
        let advice = written.get(locale).unwrap_or(&nothing);
        let locale = locale.as_str();
        for cause in causes {
            let code = &cause.code;
            let Some(parts) = advice.get(code) else {
                faults.push(format!("{code} has no advice in {locale}"));
                continue;
            };
            let missing = ALWAYS.iter().filter(|part| !parts.contains(**part));
            faults.extend(missing.map(|part| format!("the advice for {code} has no '{part}' in {locale}")));
            let unknown = parts.iter().filter(|part| {
                let part = part.as_str();
                !ALWAYS.contains(&part) && part != AFTER && part != READY
            });
            faults.extend(unknown.map(|part| format!("the advice for {code} has an unknown '{part}' in {locale}")));
            match (parts.contains(AFTER), cause.remedies.is_empty()) {
                (true, true) => faults.push(format!(
                    "the advice for {code} says in {locale} what is left after a remedy, and there is none"
                )),
                (false, false) => faults
                    .push(format!("the advice for {code} does not say in {locale} what is left '{AFTER}' its remedy")),
                (true, false) | (false, true) => {}
            }
        }
        let left_over = advice.keys().filter(|code| !causes.iter().any(|cause| cause.code == **code));
        faults.extend(left_over.map(|code| format!("there is advice for {code} in {locale}, which is no cause")));
    }
    faults
}
