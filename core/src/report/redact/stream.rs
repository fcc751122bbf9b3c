//! A text of any length, window by window: each is read together with what comes before and after it, so that nothing is cut
//! in two.

use super::engine::Find;
use super::replace::Replacer;
use super::{Place, Redactor};
use crate::report::Ledger;
use crate::report::text::char_boundary_from;

/// How much is read at a time, beside what comes before and after, in bytes: what is made of it on the way fits a processor's
/// cache.
pub(super) const WINDOW_BYTES: usize = 128 * 1024;
/// How much of what is written already is read once more, in bytes: what announces a secret stands close before it, and a
/// secret that begins there was seen as a whole with what follows the last window.
const BEFORE_BYTES: usize = 1024;
/// How much of what follows is read along, in bytes: at first, and at most, where a secret goes on for longer.
const AHEAD_BYTES: usize = 4 * 1024;
const MAX_AHEAD_BYTES: usize = 64 * 1024;

/// Redacts a text that comes in pieces.
pub(in crate::report) struct Stream<'a> {
    redactor: &'a Redactor,
    replacer: Replacer<'a>,
    /// What is not written yet, after a little that is.
    buffer: String,
    written: usize,
}

impl<'a> Stream<'a> {
    pub(in crate::report) fn new(redactor: &'a Redactor, file: &'a str, place: Place<'a>) -> Self {
        Self::after(redactor, file, place, "")
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
            while self.buffer.len().saturating_sub(self.written) >= WINDOW_BYTES.saturating_add(MAX_AHEAD_BYTES) {
                self.write_window(out, ledger);
            }
        }
    }

    /// What is left, when nothing more comes.
    pub(in crate::report) fn finish(mut self, out: &mut String, ledger: &mut Ledger) {
        while self.written < self.buffer.len() {
            self.write_window(out, ledger);
        }
    }

    fn write_window(&mut self, out: &mut String, ledger: &mut Ledger) {
        let end = char_boundary_from(&self.buffer, self.written.saturating_add(WINDOW_BYTES));
        let (seen, finds) = self.finds_up_to(end);
        let text = self.buffer.get(..seen).unwrap_or_default();
        out.push_str(&self.replacer.replace(text, self.written..end, &finds, ledger));
        self.written = self.replacer.done;
        let drop = char_boundary_from(&self.buffer, self.written.saturating_sub(BEFORE_BYTES));
        self.buffer.drain(..drop);
        self.written = self.written.saturating_sub(drop);
        self.replacer.dropped(drop);
    }

    /// The finds in the window that ends here, and how far was read for them: as far as the last of them goes.
    fn finds_up_to(&self, end: usize) -> (usize, Vec<Find>) {
        let mut ahead = AHEAD_BYTES;
        loop {
            let seen = char_boundary_from(&self.buffer, end.saturating_add(ahead));
            let finds = self.redactor.finds(self.buffer.get(..seen).unwrap_or_default());
            let goes_on = finds.iter().any(|find| find.start < end && find.end >= seen);
            if !goes_on || seen >= self.buffer.len() || ahead >= MAX_AHEAD_BYTES {
                return (seen, finds);
            }
            ahead = ahead.saturating_mul(4);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::redacted;
    use super::*;

    #[test]
    fn a_secret_goes_wherever_the_windows_cut_it() {
        let secret = "4111 1111 1111 1111";
        for before in
            (WINDOW_BYTES - 30..WINDOW_BYTES + 5).chain(WINDOW_BYTES + AHEAD_BYTES - 25..WINDOW_BYTES + AHEAD_BYTES)
        {
            let text = format!("{}\n{secret}\n{}", "x".repeat(before), "y\n".repeat(WINDOW_BYTES));
            let shown = redacted(&text);
            assert!(!shown.contains("1111") && shown.contains("x\n[redacted:card]\ny"), "{before}");
            assert_eq!(shown.len(), text.len() - secret.len() + "[redacted:card]".len());
        }
    }

    #[test]
    fn a_secret_that_is_longer_than_what_is_read_ahead_goes_as_a_whole() {
        let key = format!(
            "-----BEGIN PRIVATE KEY-----\n{}-----END PRIVATE KEY-----",
            format!("{}\n", "Ab1+".repeat(16)).repeat(300)
        );
        for before in [WINDOW_BYTES - 10_000, WINDOW_BYTES - 100] {
            let shown = redacted(&format!("{}\n{key}\nafter", "x\n".repeat(before / 2)));
            assert!(!shown.contains("Ab1+") && shown.ends_with("x\n\n[redacted:private_key]\nafter"), "{before}");
        }
    }

    #[test]
    fn lines_are_counted_over_windows() {
        let mut ledger = Ledger::default();
        let text = format!("{}13800138000\n", "line\n".repeat(100_000));
        Redactor::new([7; 32], &[]).redact_text(&text, "a.log", Place::Lines, &mut ledger);
        assert_eq!(ledger.entries[0].place, "line 100001");
    }
}
