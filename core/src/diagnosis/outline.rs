//! Causes in plain strings, as the checks take them.

use std::collections::BTreeMap;

use super::causes::{CauseRule, Causes};
use super::check::{Outline, Priors, Sheet};

impl Causes {
    /// All of it as the checks take it.
    pub(super) fn sheet(&self) -> Sheet {
        let Self { priors, leanings, message_weight, code_weight, causes } = self;
        Sheet {
            priors: Priors { default: priors.default, by_symptom: plain_by_prefix(&priors.by_symptom) },
            leanings: plain_by_prefix(leanings),
            message_weight: *message_weight,
            code_weight: *code_weight,
            causes: causes.iter().map(CauseRule::outline).collect(),
        }
    }
}

impl CauseRule {
    fn outline(&self) -> Outline {
        Outline {
            code: self.code.clone(),
            severity: self.severity.to_string(),
            who: texts(&self.who),
            needs: texts(&self.needs),
            for_weights: plain(&self.for_weights),
            context: plain(&self.context_weights),
            against: plain(&self.against_weights),
            explains: self.explains.clone(),
            risk: self.risk.map(|risk| risk.to_string()),
            remedies: texts(&self.remedies),
            _try_again: None,
        }
    }
}

/// Weights by the codes' own text.
fn plain<K: ToString>(weights: &BTreeMap<K, f64>) -> BTreeMap<String, f64> {
    weights.iter().map(|(key, weight)| (key.to_string(), *weight)).collect()
}

/// The same for weights by prefix.
fn plain_by_prefix<K: ToString>(
    weights: &BTreeMap<K, BTreeMap<String, f64>>,
) -> BTreeMap<String, BTreeMap<String, f64>> {
    weights.iter().map(|(key, weights)| (key.to_string(), weights.clone())).collect()
}

fn texts<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::check::{AFTER, ALWAYS, Written, faults};
    use super::super::words::{Words, message_key};
    use super::*;
    use crate::config::Locale;

    #[test]
    fn what_is_built_in_passes_the_checks_of_a_providers_own_file() {
        // The build has seen the files; this sees that they are read into the same.
        let causes = Causes::built_in();
        let mut written = Written::new();
        for locale in Locale::ALL {
            let advice = written.entry(*locale).or_default();
            for code in causes.codes() {
                let has = |part: &&str| Words::of(*locale).has(&message_key("cause", code), Some(part));
                let parts = ALWAYS.into_iter().chain([AFTER]).filter(has).map(str::to_owned);
                advice.insert(code.to_owned(), parts.collect());
            }
        }
        assert_eq!(faults(&causes.sheet(), &written, &BTreeSet::new()), Vec::<String>::new());
    }
}
