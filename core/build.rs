//! Refuses to build with data about causes that does not hold together: codes that do not exist, circles, causes that nothing
//! can reach, advice that a language lacks. The checks are the engine's own (src/diagnosis/check), the codes too.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use fluent_syntax::ast::Entry;

use config::Locale;
use diagnosis::check::{Parts, Sheet, Written, faults};

const CAUSES: &str = "src/diagnosis/causes.json";
const LOCALES: &str = "src/diagnosis/locales";
/// What the key of a cause's advice begins with.
const KEY: &str = "cause-";

/// The engine's macro of this name (src/codes.rs) without serde and schemas, which would be built for the host as well.
mod codes {
    macro_rules! stable_codes {
        (
            $(#[$meta:meta])*
            pub enum $name:ident as $kind:literal {
                $( $(#[$variant_meta:meta])* $variant:ident = $code:literal, )+
            }
        ) => {
            $(#[$meta])*
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
            pub(crate) enum $name {
                $( $(#[$variant_meta])* $variant, )+
            }

            impl $name {
                pub(crate) const ALL: &'static [Self] = &[$( Self::$variant, )+];

                pub(crate) const fn as_str(self) -> &'static str {
                    match self {
                        $( Self::$variant => $code, )+
                    }
                }
            }

            impl std::str::FromStr for $name {
                type Err = ();

                fn from_str(text: &str) -> Result<Self, ()> {
                    Self::ALL.iter().copied().find(|code| code.as_str() == text).ok_or(())
                }
            }
        };
    }

    pub(crate) use stable_codes;
}

#[path = "src/complaint"]
mod complaint {
    mod symptom;
    pub(crate) use symptom::Symptom;
}

#[path = "src/config"]
mod config {
    mod locale;
    pub(crate) use locale::Locale;
}

#[path = "src/connectivity"]
mod connectivity {
    mod failure_code;
    pub(crate) use failure_code::FailureCode;
}

#[path = "src/diagnosis"]
mod diagnosis {
    #[expect(unused_imports, reason = "the engine names the parts of advice")]
    pub(crate) mod check;
    mod fact;
    mod kinds;
    mod odds;
    pub(crate) use fact::Fact;
    pub(crate) use kinds::{Actor, MoneyRisk, RemedyKind, Severity};
}

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed={CAUSES}");
    let mut found = Vec::new();
    let mut written = Written::new();
    for locale in Locale::ALL {
        let folder = format!("{LOCALES}/{}", locale.as_str());
        // The whole folder: a file that is added or taken away counts as well.
        println!("cargo::rerun-if-changed={folder}");
        match advice(Path::new(&folder)) {
            Ok(advice) => drop(written.insert(*locale, advice)),
            Err(fault) => found.push(fault),
        }
    }
    match sheet() {
        // Without all of the advice, everything would be missing from it.
        Ok(sheet) if found.is_empty() => found.extend(faults(&sheet, &written, &BTreeSet::new())),
        Ok(_) => {}
        Err(fault) => found.push(fault),
    }
    for fault in &found {
        println!("cargo::error={fault}");
    }
    if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn sheet() -> Result<Sheet, String> {
    let text = fs::read_to_string(CAUSES).map_err(|error| format!("{CAUSES}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{CAUSES}: {error}"))
}

/// The parts of the advice for each cause in one language's folder.
fn advice(folder: &Path) -> Result<Parts, String> {
    let refuse = |place: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", place.display());
    let mut advice = Parts::new();
    for file in fs::read_dir(folder).map_err(|error| refuse(folder, &error))? {
        let file = file.map_err(|error| refuse(folder, &error))?.path();
        let text = fs::read_to_string(&file).map_err(|error| refuse(&file, &error))?;
        let parsed = fluent_syntax::parser::parse(text.as_str()).map_err(|(_, errors)| {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            refuse(&file, &errors.join("; "))
        })?;
        for entry in parsed.body {
            let Entry::Message(message) = entry else { continue };
            let Some(code) = message.id.name.strip_prefix(KEY) else { continue };
            // Fluent allows no dots in keys, and codes no hyphens.
            let parts = advice.entry(code.replacen('-', ".", 1)).or_default();
            parts.extend(message.attributes.iter().map(|part| part.id.name.to_owned()));
        }
    }
    Ok(advice)
}
