//! A text of any length, window by window: each is read together with what comes before and after it, so that nothing is cut
//! in two.

use super::replace::Replacer;
use super::{Place, Redactor};
use crate::report::Ledger;
use crate::report::text::{CUT_MARGIN_BYTES, char_boundary_from};

/// How much is read at a time, beside what comes before and after, in bytes.
pub(super) const WINDOW_BYTES: usize = 256 * 1024;
/// How much of what is written already is read once more, in bytes: what announces a secret stands close before it, and a
/// secret that begins there was seen as a whole with what follows the last window.
const BEFORE_BYTES: usize = 1024;

/// Redacts a text that comes in pieces.
pub(in crate::report) struct Stream<'a> {
    redactor: &'a Redactor,
    replacer: Replacer<'a>,
    /// What is not written yet, after a margin that is.
    buffer: String,
    written: usize,
}

impl<'a> Stream<'a> {
    pub(in crate::report) fn new(redactor: &'a Redactor, file: &'a str, place: Place<'a>) -> Self {
        Self { redactor, replacer: Replacer::new(file, place, 0), buffer: String::new(), written: 0 }
    }

    /// A text of which what comes before this is only read.
    pub(in crate::report) fn after(redactor: &'a Redactor, file: &'a str, place: Place<'a>, before: &str) -> Self {
        let replacer = Replacer::new(file, place, before.len());
        Self { redactor, replacer, buffer: before.to_owned(), written: before.len() }
    }

    /// The next piece. What can be told of it is appended to `out`.
    pub(in crate::report) fn push(&mut self, piece: &str, out: &mut String, ledger: &mut Ledger) {
        let mut rest = piece;
        while !rest.is_empty() {
            let (now, later) = rest.split_at_checked(char_boundary_from(rest, WINDOW_BYTES)).unwrap_or((rest, ""));
            self.buffer.push_str(now);
            rest = later;
            while self.buffer.len().saturating_sub(self.written) >= WINDOW_BYTES.saturating_add(CUT_MARGIN_BYTES) {
                let end = char_boundary_from(&self.buffer, self.written.saturating_add(WINDOW_BYTES));
                self.write_to(end, out, ledger);
            }
        }
    }

    /// What is left, when nothing more comes.
    pub(in crate::report) fn finish(mut self, out: &mut String, ledger: &mut Ledger) {
        self.write_to(self.buffer.len(), out, ledger);
    }

    fn write_to(&mut self, end: usize, out: &mut String, ledger: &mut Ledger) {
        let finds = self.redactor.finds(&self.buffer);
        out.push_str(&self.replacer.replace(&self.buffer, self.written..end, &finds, ledger));
        self.written = self.replacer.done;
        let drop = char_boundary_from(&self.buffer, self.written.saturating_sub(BEFORE_BYTES));
        self.buffer.drain(..drop);
        self.written = self.written.saturating_sub(drop);
        self.replacer.dropped(drop);
    }
}
