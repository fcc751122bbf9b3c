//! What a provider's own rules of redaction must keep to.

use std::collections::BTreeSet;

use super::ConfigError;
use crate::report::{MAX_OWN_RULES, OwnRule, OwnRuleError};

pub(super) fn check(rules: &[OwnRule]) -> Result<(), ConfigError> {
    if rules.len() > MAX_OWN_RULES {
        let given = format!("{} entries", rules.len());
        return Err(ConfigError::new("redaction", &given, &format!("at most {MAX_OWN_RULES}")));
    }
    let mut names = BTreeSet::new();
    for (index, rule) in rules.iter().enumerate() {
        let is_new = names.insert(&rule.name);
        let Err(error) = rule.check().and(if is_new { Ok(()) } else { Err(OwnRuleError::Name) }) else {
            continue;
        };
        // A pattern or an example may be taken from what it should hide, so neither is repeated.
        let (field, given) = match error {
            OwnRuleError::Name => ("name", rule.name.as_str()),
            OwnRuleError::Pattern | OwnRuleError::Unbounded | OwnRuleError::TooBroad(_) => ("pattern", "this pattern"),
            OwnRuleError::Examples => ("examples", "this number of them"),
            OwnRuleError::NoMatch(_) | OwnRuleError::Quotes => ("examples", "one of them"),
        };
        let accepted = error.to_string();
        let accepted = accepted.strip_prefix("accepted: ").unwrap_or(&accepted);
        return Err(ConfigError::new(&format!("redaction[{index}].{field}"), given, accepted));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str, pattern: &str) -> OwnRule {
        OwnRule { name: name.into(), pattern: pattern.into(), examples: vec!["KD-123456".into()] }
    }

    #[test]
    fn a_rule_that_is_not_right_is_named_with_what_is_accepted() {
        assert!(check(&[rule("a", "KD-[0-9]{6}"), rule("b", "KD-[0-9]{6}")]).is_ok());
        for (rules, expected) in [
            (vec![rule("a", "KD-[0-9]{6}"), rule("a", "KD-[0-9]{6}")], "redaction[1].name"),
            (vec![rule("a", "KD-[0-9]+")], "redaction[0].pattern"),
            (vec![rule("a", "KX-[0-9]{6}")], "redaction[0].examples"),
            (vec![rule("a", "KD-[0-9]{6}"); MAX_OWN_RULES + 1], "redaction"),
        ] {
            let error = check(&rules).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains("KD-["), "{error}");
        }
    }
}
