//! People's words: Fluent messages by stable code, the same keys in every language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::config::Locale;

/// All messages of a language, from the files of its folder, in the order of their names.
fn source(locale: Locale) -> String {
    match locale {
        Locale::ZhHans => packed!("zh-Hans"),
        Locale::En => packed!("en"),
    }
}

/// The messages of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The messages of a language; read once.
    pub fn of(locale: Locale) -> &'static Self {
        static ZH_HANS: LazyLock<Words> = LazyLock::new(|| Words::read(Locale::ZhHans));
        static EN: LazyLock<Words> = LazyLock::new(|| Words::read(Locale::En));
        match locale {
            Locale::ZhHans => &ZH_HANS,
            Locale::En => &EN,
        }
    }

    fn read(locale: Locale) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![
            locale.as_str().parse().unwrap_or_else(|_| LanguageIdentifier::default()),
        ]);
        // No invisible direction marks around figures: the texts also stand in files and terminals.
        bundle.set_use_isolating(false);
        // The tests refuse a file with an error in it; what parsed is better than nothing.
        let resource = FluentResource::try_new(source(locale)).unwrap_or_else(|(partial, _)| partial);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    /// A message, or one part of it, with figures and names filled in. A missing one gives its key, so that it is seen.
    pub fn say(&self, key: &str, part: Option<&str>, details: &BTreeMap<String, String>) -> String {
        self.find(key, part, details).unwrap_or_else(|| key.to_owned())
    }

    /// The same for a part that a message need not have.
    pub(super) fn find(&self, key: &str, part: Option<&str>, details: &BTreeMap<String, String>) -> Option<String> {
        let pattern = self.bundle.get_message(key).and_then(|message| match part {
            Some(part) => message.get_attribute(part).map(|attribute| attribute.value()),
            None => message.value(),
        })?;
        let mut args = FluentArgs::new();
        for (name, value) in details {
            args.set(name.as_str(), FluentValue::from(readable(value)));
        }
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    /// A plain message.
    pub fn label(&self, key: &str) -> String {
        self.say(key, None, &BTreeMap::new())
    }

    /// Whether there is such a message or part.
    #[cfg(test)]
    pub(super) fn has(&self, key: &str, part: Option<&str>) -> bool {
        self.bundle.get_message(key).is_some_and(|message| match part {
            Some(part) => message.get_attribute(part).is_some(),
            None => message.value().is_some(),
        })
    }
}

/// How much of a name or a figure from outside stands in a sentence, in characters.
const MAX_DETAIL_CHARS: usize = 300;

/// Text from outside, fit to stand in a sentence: on one line, not endless, and without characters that steer a terminal
/// or turn the direction of writing.
fn readable(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let plain = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !steers(*c));
    plain.take(MAX_DETAIL_CHARS).collect()
}

/// The key of a code's message: Fluent allows no dots.
pub(super) fn message_key(kind: &str, code: &str) -> String {
    format!("{kind}-{}", code.replace('.', "-"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Fact, FindingCode};
    use super::*;
    use crate::connectivity::FailureCode;
    use fluent_syntax::ast::{Entry, InlineExpression, PatternElement};

    /// Every message and part of a language, with the variables that it uses.
    fn keys(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        let source = source(locale);
        for entry in fluent_syntax::parser::parse(source.as_str()).expect("a file has an error").body {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            for (part, pattern) in message
                .value
                .iter()
                .map(|value| (id.to_owned(), value))
                .chain(message.attributes.iter().map(|part| (format!("{id}.{}", part.id.name), &part.value)))
            {
                let mut names = BTreeSet::new();
                collect(pattern, &mut names);
                assert!(found.insert(part.clone(), names).is_none(), "{part} is there twice");
            }
        }
        found
    }

    fn collect(pattern: &fluent_syntax::ast::Pattern<&str>, names: &mut BTreeSet<String>) {
        use fluent_syntax::ast::Expression;
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            match expression {
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    names.insert(id.name.to_owned());
                }
                Expression::Inline(_) => {}
                Expression::Select { selector, variants } => {
                    if let InlineExpression::VariableReference { id } = selector {
                        names.insert(id.name.to_owned());
                    }
                    for variant in variants {
                        collect(&variant.value, names);
                    }
                }
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_figures() {
        let (zh, en) = (keys(Locale::ZhHans), keys(Locale::En));
        let difference: Vec<_> = zh
            .keys()
            .filter(|key| !en.contains_key(*key))
            .chain(en.keys().filter(|key| !zh.contains_key(*key)))
            .collect();
        assert!(difference.is_empty(), "only in one language: {difference:?}");
        for (key, names) in &en {
            assert_eq!(names, &zh[key], "{key} uses other figures");
        }
    }

    #[test]
    fn every_finding_has_its_sentence_and_no_sentence_is_left_over() {
        let mut wanted: BTreeSet<String> = Fact::ALL.iter().map(|fact| message_key("fact", fact.as_str())).collect();
        wanted.extend(FailureCode::ALL.iter().map(|code| message_key("failure", code.as_str())));
        let there: BTreeSet<String> = keys(Locale::En)
            .into_keys()
            .filter(|key| key.starts_with("fact-") || key.starts_with("failure-"))
            .collect();
        assert_eq!(there, wanted);
        assert!(FindingCode::all().count() > wanted.len());
    }

    #[test]
    fn every_file_is_read() {
        for locale in Locale::ALL {
            let folder = format!("{}/src/diagnosis/locales/{locale}", env!("CARGO_MANIFEST_DIR"));
            let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
            assert!(files.len() > 5, "{locale}");
            for file in files {
                let text = std::fs::read_to_string(&file).unwrap();
                assert!(source(*locale).contains(&text), "{}", file.display());
            }
        }
    }

    #[test]
    fn text_from_outside_can_neither_steer_nor_flood() {
        assert_eq!(readable("\u{1b}]0;x\u{7}a\nb\u{202e}c\u{2066}"), "]0;xa bc");
        assert_eq!(readable(&"x".repeat(100_000)).len(), MAX_DETAIL_CHARS);
    }

    #[test]
    fn every_part_of_a_service_has_a_name() {
        for locale in Locale::ALL {
            for topic in crate::service::topic_codes() {
                assert!(Words::of(*locale).has(&message_key("part", topic), None), "{locale} {topic}");
            }
        }
    }

    #[test]
    fn every_field_of_the_form_and_every_fault_has_a_name() {
        use crate::account::{FormFault, FormField};
        for locale in Locale::ALL {
            let fields = FormField::ALL.iter().map(|field| message_key("field", field.as_str()));
            for key in fields.chain(FormFault::ALL.iter().map(|fault| message_key("fault", fault.as_str()))) {
                assert!(Words::of(*locale).has(&key, None), "{locale} {key}");
            }
        }
    }

    #[test]
    fn a_missing_message_shows_its_key() {
        assert_eq!(Words::of(Locale::En).label("no-such-message"), "no-such-message");
    }
}
