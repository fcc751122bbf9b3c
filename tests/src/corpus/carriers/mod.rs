//! The carriers: what a secret is found in. Each can carry any text, except where that makes no sense:
//!
//! | takes | which secrets | carriers |
//! |---|---|---|
//! | `Anything` | all | those that quote, escape or simply hold several lines |
//! | `OneLine` | without a line break: no PEM blocks, no phrase with a word a line | log lines, headers, addresses, rows, shells |
//! | `Short` | up to 700 bytes | those that write every character as six, or that decode to more than they are worth |
//! | `Number` | nothing but digits, no leading 0 | a JSON number |
//! | `Digits` | numbers to people: cards, ids, telephones, codes | zero-width characters between the digits |
//! | `Name` | what every file system allows, up to 230 bytes | a file's name |
//!
//! Carriers that few secrets fit are gone through several times a round, so that each of them carries thirty or more.

mod config;
mod edges;
mod encoded;
mod http;
mod json;
mod logs;
mod markup;
mod records;
mod words;

use crate::corpus::plant::Plant;
use crate::corpus::seeded::Seeded;

/// Which plants fit into a carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Anything,
    OneLine,
    Short,
    Number,
    Digits,
    Name,
}

/// Longest text for carriers that make it several times as long, in bytes.
const SHORT: usize = 700;

impl Takes {
    pub(crate) fn fits(self, plant: &Plant) -> bool {
        let text = plant.text();
        let one_line = !text.contains('\n');
        match self {
            Self::Anything => true,
            Self::OneLine => one_line,
            Self::Short => text.len() <= SHORT,
            Self::Number => plant.is_number(),
            Self::Digits => plant.is_of_digits() && one_line,
            Self::Name => plant.fits_a_name(),
        }
    }
}

/// A carrier with a plant in it.
#[derive(Debug, Clone)]
pub(crate) struct Rendered {
    /// The file's name.
    pub(crate) name: String,
    /// The whole text.
    pub(crate) text: String,
    /// What must not be found besides the plant's own: its secrets as this carrier writes them.
    pub(crate) also: Vec<String>,
}

impl Rendered {
    fn new(name: &str, text: impl Into<String>) -> Self {
        Self { name: name.to_owned(), text: text.into(), also: Vec::new() }
    }

    /// The secrets and pieces in the carrier's spelling, where that differs and the normalised view doesn't undo it.
    fn spelling(mut self, plant: &Plant, spell: impl Fn(&str) -> String) -> Self {
        let spelt = plant.hidden().into_iter().map(|hidden| (spell(&hidden), hidden));
        self.also.extend(spelt.filter(|(spelt, hidden)| spelt != hidden).map(|(spelt, _)| spelt));
        self
    }

    /// The secrets alone in the carrier's spelling: the normalised view undoes it for the pieces.
    fn spelling_secrets(mut self, plant: &Plant, spell: impl Fn(&str) -> String) -> Self {
        self.also.extend(plant.secrets().iter().map(|secret| spell(secret)).filter(|spelt| spelt.len() <= SHORT));
        self
    }
}

type Render = fn(&Plant, &mut Seeded) -> Rendered;

/// One carrier.
pub(crate) struct Carrier {
    pub(crate) name: &'static str,
    pub(crate) takes: Takes,
    /// How many of each kind it carries in a round.
    pub(crate) times: usize,
    pub(crate) render: Render,
}

fn carrier(name: &'static str, takes: Takes, render: Render) -> Carrier {
    let times = match takes {
        Takes::Anything | Takes::OneLine | Takes::Short => 1,
        Takes::Name => 2,
        Takes::Digits => 3,
        Takes::Number => 10,
    };
    Carrier { name, takes, times, render }
}

/// All carriers.
pub(crate) fn carriers() -> Vec<Carrier> {
    let mut all = words::carriers();
    all.extend(logs::carriers());
    all.extend(http::carriers());
    all.extend(json::carriers());
    all.extend(markup::carriers());
    all.extend(config::carriers());
    all.extend(records::carriers());
    all.extend(encoded::carriers());
    all.extend(edges::carriers());
    all
}
