//! Times as the status documents write them. Under `status_zoneless_dates` none of them has a zone.

use jiff::Timestamp;

/// When the page was set up; long ago and always the same.
const PAGE_MADE: &str = "2024-05-06T03:00:00.000Z";

/// How times are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Times {
    /// With their zone, which is UTC.
    Zoned,
    /// Without any.
    Zoneless,
}

impl Times {
    /// RFC 3339.
    pub(super) fn rfc3339(self, at: Timestamp) -> String {
        self.less(at.to_string(), "Z")
    }

    /// RFC 3339 with milliseconds, as Statuspage writes it.
    pub(super) fn rfc3339_millis(self, at: Timestamp) -> String {
        self.less(format!("{at:.3}"), "Z")
    }

    /// When the page was set up, likewise.
    pub(super) fn page_made(self) -> String {
        self.less(PAGE_MADE.to_owned(), "Z")
    }

    /// RFC 2822, as RSS writes it.
    pub(super) fn rfc2822(self, at: Timestamp) -> String {
        self.less(at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string(), " +0000")
    }

    /// A `Time` of Go as it prints itself, which cState's templates do.
    pub(super) fn go(self, at: Timestamp) -> String {
        self.less(at.strftime("%Y-%m-%d %H:%M:%S +0000 UTC").to_string(), " +0000 UTC")
    }

    /// The word after a time of day.
    pub(super) fn zone(self) -> &'static str {
        match self {
            Times::Zoned => " UTC",
            Times::Zoneless => "",
        }
    }

    fn less(self, text: String, zone: &str) -> String {
        match self {
            Times::Zoned => text,
            Times::Zoneless => text.strip_suffix(zone).map(str::to_owned).unwrap_or(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_with_and_without_its_zone() {
        let at: Timestamp = "2026-03-04T05:06:00Z".parse().unwrap();
        assert_eq!(Times::Zoned.rfc3339(at), "2026-03-04T05:06:00Z");
        assert_eq!(Times::Zoned.rfc3339_millis(at), "2026-03-04T05:06:00.000Z");
        assert_eq!(Times::Zoned.rfc2822(at), "Wed, 04 Mar 2026 05:06:00 +0000");
        assert_eq!(Times::Zoned.go(at), "2026-03-04 05:06:00 +0000 UTC");
        assert_eq!(Times::Zoneless.rfc3339(at), "2026-03-04T05:06:00");
        assert_eq!(Times::Zoneless.rfc3339_millis(at), "2026-03-04T05:06:00.000");
        assert_eq!(Times::Zoneless.rfc2822(at), "Wed, 04 Mar 2026 05:06:00");
        assert_eq!(Times::Zoneless.go(at), "2026-03-04 05:06:00");
    }
}
