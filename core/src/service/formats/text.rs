//! What documents hold in common: titles, bodies, times.

use jiff::Timestamp;

use super::html;
use crate::one_line::one_line;
use crate::service::{MAX_BODY_CHARS, MAX_TITLE_CHARS};

/// A title or a name, cut to a readable length, on one line.
pub(super) fn title(text: Option<&str>) -> String {
    one_line(text.unwrap_or_default(), MAX_TITLE_CHARS)
}

/// Running text, cut to a readable length, on one line.
pub(super) fn body(text: Option<&str>) -> String {
    one_line(text.unwrap_or_default(), MAX_BODY_CHARS)
}

/// Running text that may be written in HTML, as people write the updates of an incident: what it says, without tags.
pub(super) fn body_of_html(text: &str) -> String {
    body(Some(&html::text(text)))
}

/// The same for an id; an empty one is none.
pub(super) fn id(text: Option<&str>) -> Option<String> {
    Some(title(text)).filter(|id| !id.is_empty())
}

/// A time that may be missing, empty, nonsense or without a zone: then it is not known.
pub(super) fn lenient_time(text: Option<&str>) -> Option<Timestamp> {
    text?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_that_moves_no_cursor() {
        assert_eq!(title(Some(" Slow\n\tanswers ")), "Slow answers");
        assert_eq!(title(Some("\u{1b}[31mPayments\u{0} are\u{202e} down\u{2069}")), "[31mPayments are down");
        assert_eq!(title(Some(&"数".repeat(1_000))).chars().count(), MAX_TITLE_CHARS);
        assert_eq!(title(None), "");
        assert_eq!(id(Some(" \n")), None);
    }

    #[test]
    fn a_body_is_what_html_says() {
        assert_eq!(
            body_of_html("<p>We are <b>looking</b>.</p><script>x()</script>Wait &amp; see"),
            "We are looking. Wait & see"
        );
        assert_eq!(body_of_html("1 < 2 & 3"), "1 < 2 & 3");
    }

    #[test]
    fn a_time_needs_its_zone() {
        assert_eq!(lenient_time(Some(" 2026-03-01T10:00:00+08:00 ")), Some("2026-03-01T02:00:00Z".parse().unwrap()));
        for unknown in ["", "soon", "2026-03-01T10:00:00", "2026-03-01", "99999-01-01T00:00:00Z"] {
            assert_eq!(lenient_time(Some(unknown)), None, "{unknown}");
        }
    }
}
