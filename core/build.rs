//! Refuses to build with data about causes that does not hold together: codes that do not exist, circles, causes that nothing
//! can reach, advice that a language lacks. The checks are the engine's own (src/diagnosis/check), the codes too.
//!
//! Packs what holds together, and the other texts that the engine reads at run time (build/packing.rs).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use fluent_syntax::ast::Entry;

use config::Locale;
use diagnosis::check::{Parts, Sheet, Written, faults};

#[path = "build/packing.rs"]
mod packing;

const CAUSES: &str = "src/diagnosis/causes.json";
const LOCALES: &str = "src/diagnosis/locales";
/// What else is packed as it is.
const TEXTS: &[(&str, &str)] =
    &[("messages", "src/complaint/message/messages.json"), ("topics", "src/service/topics.json")];
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
        let folder = folder(*locale);
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
    if found.is_empty() {
        found.extend(pack().err());
    }
    for fault in &found {
        println!("cargo::error={fault}");
    }
    if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn pack() -> Result<(), String> {
    for locale in Locale::ALL {
        // Of one message after the other, in whichever file they stand.
        let texts: Result<Vec<String>, String> =
            files(Path::new(&folder(*locale)))?.iter().map(|file| read(&file.to_string_lossy())).collect();
        packing::pack(locale.as_str(), &texts?.join("\n"))?;
    }
    packing::pack("causes", &read(CAUSES)?)?;
    for (name, file) in TEXTS {
        println!("cargo::rerun-if-changed={file}");
        packing::pack(name, &read(file)?)?;
    }
    packing::pack("word-lists", &packing::word_lists())
}

fn folder(locale: Locale) -> String {
    format!("{LOCALES}/{}", locale.as_str())
}

/// What is in a folder, in the order of names.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let refuse = |error| format!("{}: {error}", folder.display());
    let files: Result<Vec<PathBuf>, _> =
        fs::read_dir(folder).map_err(refuse)?.map(|file| file.map(|file| file.path()).map_err(refuse)).collect();
    let mut files = files?;
    files.sort();
    Ok(files)
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))
}

fn sheet() -> Result<Sheet, String> {
    let text = read(CAUSES)?;
    serde_json::from_str(&text).map_err(|error| format!("{CAUSES}: {error}"))
}

/// The parts of the advice for each cause in one language's folder.
fn advice(folder: &Path) -> Result<Parts, String> {
    let mut advice = Parts::new();
    for file in files(folder)? {
        let text = read(&file.to_string_lossy())?;
        let parsed = fluent_syntax::parser::parse(text.as_str()).map_err(|(_, errors)| {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            format!("{}: {}", file.display(), errors.join("; "))
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
