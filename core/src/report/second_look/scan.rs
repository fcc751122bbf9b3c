//! One text through every rule, in each way in which it can be read.

use super::sink::{Lines, Sink};
use super::spared::Known;
use super::view::{changed_lines, decoded_lines, fold};
use super::{digits, keywords, network, phrase, runs};

/// What is looked for in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    /// Addresses of the network. In the report's own files they stand where its format has them.
    pub(super) network: bool,
    /// Mobile numbers without a mark. Not among JSON numbers, where eleven digits are a size or a time.
    pub(super) figures: bool,
}

/// Looks at the text as it is, folded (Unicode), and with the escapes of JSON, HTML and URLs resolved. `marks`: marks of
/// ours in it are none, because it comes from outside as it is.
pub(super) fn look_over(text: &str, marks: bool, scope: Scope, known: &Known, sink: &mut Sink<'_>) {
    look_once(text, scope, known, sink);
    match fold(text, marks) {
        None => phrase::look(text, sink),
        Some(folded) => {
            // Only a phrase has more than one line; and what is one as it stands, is one folded.
            phrase::look(&folded, sink);
            let changed = changed_lines(text, &folded);
            let lines: Vec<usize> = changed.lines.iter().map(|nth| sink.line_at(*nth)).collect();
            look_once(&changed.text, scope, known, &mut sink.with_lines(Lines::Picked(&lines)));
        }
    }
    let decoded = decoded_lines(text);
    if decoded.text.is_empty() {
        return;
    }
    let lines: Vec<usize> = decoded.lines.iter().map(|nth| sink.line_at(*nth)).collect();
    let mut sink = sink.with_lines(Lines::Picked(&lines));
    let folded = fold(&decoded.text, false).unwrap_or(decoded.text);
    phrase::look(&folded, &mut sink);
    look_once(&folded, scope, known, &mut sink);
}

fn look_once(text: &str, scope: Scope, known: &Known, sink: &mut Sink<'_>) {
    look_plain(text, scope, known, sink);
    runs::look(text, sink, |inner, sink| {
        look_plain(inner, scope, known, sink);
        phrase::look(inner, sink);
        if let Some(folded) = fold(inner, true) {
            look_plain(&folded, scope, known, sink);
        }
    });
}

fn look_plain(text: &str, scope: Scope, known: &Known, sink: &mut Sink<'_>) {
    known.look(text, sink);
    digits::look(text, scope, sink);
    keywords::look(text, sink);
    runs::byte_arrays(text, sink);
    if scope.network {
        network::look(text, sink);
    }
}

/// The last character boundary at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}
