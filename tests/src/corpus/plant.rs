//! A secret before it is put anywhere: the secret itself, the words without which it isn't recognised, and what of it must
//! not be found afterwards.

use crate::corpus::seeded::Seeded;

/// What stands where a secret was, when the surroundings are checked.
const CUT: &str = "~~";

#[derive(Debug, Clone)]
enum Part {
    Open(String),
    Secret(String),
}

/// A piece of text with one secret or several in it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plant {
    parts: Vec<Part>,
    pieces: Vec<String>,
    digits: bool,
}

impl Plant {
    /// A secret that is known without any words around it.
    pub(crate) fn bare(secret: impl Into<String>) -> Self {
        Self::default().secret(secret)
    }

    /// A secret between the words that tell what it is.
    pub(crate) fn labelled(before: &str, secret: impl Into<String>, after: &str) -> Self {
        Self::default().open(before).secret(secret).open(after)
    }

    /// Adds words that may stay.
    pub(crate) fn open(mut self, text: impl Into<String>) -> Self {
        self.parts.push(Part::Open(text.into()));
        self
    }

    /// Adds a secret.
    pub(crate) fn secret(mut self, text: impl Into<String>) -> Self {
        self.parts.push(Part::Secret(text.into()));
        self
    }

    /// Adds a piece or another form of a secret that must not be found either.
    pub(crate) fn piece(mut self, piece: impl Into<String>) -> Self {
        self.pieces.push(piece.into());
        self
    }

    /// Adds several pieces.
    pub(crate) fn pieces(mut self, pieces: impl IntoIterator<Item = String>) -> Self {
        self.pieces.extend(pieces);
        self
    }

    /// A number to people: zero-width characters between its digits hide it from patterns only.
    pub(crate) fn of_digits(mut self) -> Self {
        self.digits = true;
        self
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Open(text) | Part::Secret(text) => text.as_str(),
            })
            .collect()
    }

    /// The secrets as written.
    pub(crate) fn secrets(&self) -> Vec<String> {
        let secret = |part: &Part| match part {
            Part::Open(_) => None,
            Part::Secret(text) => Some(text.clone()),
        };
        self.parts.iter().filter_map(secret).collect()
    }

    /// The secrets as written and their pieces, in a stable order.
    pub(crate) fn hidden(&self) -> Vec<String> {
        let mut all = self.secrets();
        all.extend(self.pieces.iter().cloned());
        all
    }

    /// The same text without its secrets.
    pub(crate) fn cut(&self) -> Self {
        self.with_secrets(|_| CUT.to_owned())
    }

    /// The same text with other spellings of its secrets.
    pub(crate) fn with_secrets(&self, respell: impl Fn(&str) -> String) -> Self {
        let respelt = |part: &Part| match part {
            Part::Open(text) => Part::Open(text.clone()),
            Part::Secret(text) => Part::Secret(respell(text)),
        };
        Self { parts: self.parts.iter().map(respelt).collect(), pieces: self.pieces.clone(), digits: self.digits }
    }

    /// Whether [`Plant::of_digits`] was said.
    pub(crate) fn is_of_digits(&self) -> bool {
        self.digits
    }

    /// Whether it is nothing but a JSON number.
    pub(crate) fn is_number(&self) -> bool {
        let text = self.text();
        text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0')
    }

    /// Whether it can be (part of) a file's name on every platform.
    pub(crate) fn fits_a_name(&self) -> bool {
        let text = self.text();
        let allowed =
            |one: char| one.is_alphanumeric() || matches!(one, '-' | '_' | '.' | ' ' | '+' | '@' | '(' | ')' | '=');
        text.chars().count() <= 150 && text.len() <= 230 && text.chars().all(allowed)
    }
}

type Make = Box<dyn Fn(&mut Seeded) -> Plant>;

/// One way in which secrets of a kind are written.
pub(crate) struct Format {
    /// Its name, in the ids of nothing but messages.
    pub(crate) name: String,
    make: Make,
}

impl Format {
    pub(crate) fn new(name: impl Into<String>, make: impl Fn(&mut Seeded) -> Plant + 'static) -> Self {
        Self { name: name.into(), make: Box::new(make) }
    }

    /// A new secret written like this.
    pub(crate) fn make(&self, chance: &mut Seeded) -> Plant {
        (self.make)(chance)
    }
}

/// A kind of secret with all its formats.
pub(crate) struct Kind {
    /// As in the file's name and the record's `kind`.
    pub(crate) name: &'static str,
    /// How many times it goes through all carriers.
    pub(crate) rounds: usize,
    /// The ways to write it.
    pub(crate) formats: Vec<Format>,
}

/// Up to `count` pieces of so many characters, evenly spaced over a long secret; none of a secret that is shorter.
pub(crate) fn windows(text: &str, length: usize, count: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let Some(room) = chars.len().checked_sub(length) else { return Vec::new() };
    let count = count.min(room + 1).max(1);
    let start = |at: usize| if count == 1 { 0 } else { room * at / (count - 1) };
    (0..count).map(|at| chars[start(at)..start(at) + length].iter().collect()).collect()
}

/// The last characters of an ASCII or other string.
pub(crate) fn last(text: &str, count: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    chars[chars.len().saturating_sub(count)..].iter().collect()
}

/// The first characters.
pub(crate) fn first(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}
