//! What must be kept: look-alikes of secrets that support can't do without, and everything that the person declared.

mod chains;
mod numbers;
mod prose;
mod technical;
mod times;

use serde::{Deserialize, Serialize};

use crate::corpus::SEED;
use crate::corpus::encode::json;
use crate::corpus::seeded::Seeded;

/// One text with look-alikes in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// Kind, carrier and a number within the kind.
    pub id: String,
    /// The kind of look-alike.
    pub kind: String,
    /// What it is in.
    pub carrier: String,
    /// The file's name.
    pub name: String,
    /// The ids that the person declared as what the complaint is about.
    pub declared: Vec<String>,
    /// The whole text.
    pub text: String,
    /// What must be in the redacted text verbatim.
    pub keep: Vec<String>,
}

type Make = fn(&mut Seeded) -> String;

/// Where a kind's values come from.
enum Source {
    Made(Vec<Make>),
    Given(&'static [&'static str]),
}

/// A kind of look-alike, and what it is called in JSON, English and Chinese.
struct Kind {
    name: &'static str,
    declared: bool,
    key: &'static str,
    english: &'static str,
    chinese: &'static str,
    source: Source,
}

impl Kind {
    fn made(name: &'static str, [key, english, chinese]: [&'static str; 3], makes: &[Make]) -> Self {
        Self { name, declared: false, key, english, chinese, source: Source::Made(makes.to_vec()) }
    }

    fn given(name: &'static str, [key, english, chinese]: [&'static str; 3], values: &'static [&'static str]) -> Self {
        Self { name, declared: false, key, english, chinese, source: Source::Given(values) }
    }

    /// What the person named when complaining.
    fn declared(mut self) -> Self {
        self.declared = true;
        self
    }
}

/// Values of each kind, at the least.
const VALUES: usize = 18;
/// Values of each way to make them, at the least.
const LAPS: usize = 3;

/// Values of fewer characters prove nothing by themselves.
const SHORT: usize = 5;

/// All of them, kind after kind.
pub fn must_keep() -> Vec<Keep> {
    let kinds = [numbers::kinds(), times::kinds(), chains::kinds(), technical::kinds()];
    let mut all: Vec<Keep> = kinds.iter().flatten().flat_map(of_kind).collect();
    all.extend(prose::entries());
    all.extend(technical::wholes());
    all
}

fn of_kind(kind: &Kind) -> Vec<Keep> {
    let (sources, count) = match &kind.source {
        Source::Made(makes) => (makes.len(), VALUES.max(LAPS * makes.len())),
        Source::Given(values) => (values.len(), VALUES.max(values.len())),
    };
    let one = |at: usize| {
        let mut chance = Seeded::of(SEED, kind.name, at as u64);
        let value = match &kind.source {
            Source::Made(makes) => makes[at % sources](&mut chance),
            Source::Given(values) => values[at % sources].to_owned(),
        };
        // One on in every lap, so that a value doesn't meet the same carrier again.
        placed(kind, at, at + at / sources, value, &mut chance)
    };
    (0..count).map(one).collect()
}

fn placed(kind: &Kind, at: usize, carrier: usize, value: String, chance: &mut Seeded) -> Keep {
    let Kind { key, english, chinese, .. } = kind;
    // The carrier, the file's name, what is before the value with its name, those, and what is behind them.
    let (carrier, name, before, named, after) = match carrier % 7 {
        0 => ("log_line", "app.log", log_prefix(chance), format!("{english} {value}"), "\n"),
        1 if is_number(&value) => {
            ("json_number", "state.json", "{\"ok\":true,".into(), format!("\"{key}\":{value}"), ",\"page\":1}\n")
        }
        1 | 2 => (
            "json_value",
            "state.json",
            "{\"ok\":true,".into(),
            format!("\"{key}\":{}", json(&value)),
            ",\"page\":1}\n",
        ),
        3 => ("csv", "export.csv", format!("seq,{key},state\n"), format!("1,{},open", cell(&value)), "\n2,,closed\n"),
        4 => {
            ("sentence_en", "message.txt", "Hello, the ".into(), format!("{english} is {value}"), " and I need help.\n")
        }
        5 => ("sentence_zh", "message.txt", "你好，".into(), format!("{chinese}是 {value}"), " ，请帮忙查一下。\n"),
        _ => ("key_value", "device.txt", "app=wallet\n".into(), format!("{key}={value}"), "\nstate=open\n"),
    };
    let text = format!("{before}{named}{after}");
    // A value as short as a counter is in the text anyway; what is kept then is the value with its name.
    let keep = if value.chars().count() < SHORT { named } else { value.clone() };
    Keep {
        id: format!("{}/{carrier}/{at:04}", kind.name),
        kind: kind.name.to_owned(),
        carrier: carrier.to_owned(),
        name: name.to_owned(),
        declared: if kind.declared { vec![value.clone()] } else { Vec::new() },
        text,
        keep: vec![keep],
    }
}

fn log_prefix(chance: &mut Seeded) -> String {
    let (minute, second) = (chance.between(10, 59), chance.between(10, 59));
    format!("11-27 21:{minute}:{second}.250  4021  4077 I WalletSync: ")
}

fn cell(value: &str) -> String {
    if value.contains(',') { format!("\"{value}\"") } else { value.to_owned() }
}

/// Whether JSON takes it as a number.
fn is_number(value: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(value).is_ok()
}

/// An entry whose text is not a value in a carrier.
fn whole(kind: &str, carrier: &str, at: usize, name: &str, text: String, keep: Vec<String>) -> Keep {
    Keep {
        id: format!("{kind}/{carrier}/{at:04}"),
        kind: kind.to_owned(),
        carrier: carrier.to_owned(),
        name: name.to_owned(),
        declared: Vec::new(),
        text,
        keep,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_is_kept_is_in_its_text() {
        let all = must_keep();
        let ids: BTreeSet<&str> = all.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), all.len());
        for entry in &all {
            assert!(!entry.keep.is_empty(), "{}", entry.id);
            for keep in entry.keep.iter().chain(&entry.declared) {
                assert!(entry.text.contains(keep.as_str()), "{}: {keep}", entry.id);
            }
        }
        assert!(all.iter().map(|entry| entry.keep.len()).sum::<usize>() >= 800);
    }
}
