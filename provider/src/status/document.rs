//! The documents of the status host, by name, path and format.

use std::fmt;
use std::str::FromStr;

use wallet_doctor_core::config::StatusFormat;

/// How much of an unknown name an error repeats.
const SHOWN_NAME_CHARS: usize = 64;

macro_rules! documents {
    ($($variant:ident $name:literal $path:literal $format:ident $text:literal)*) => {
        /// What the provider publishes of its state, at `https://status.wallet.test:PORT/`. All of them tell of one and the
        /// same state, each as far as its format can.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum StatusDocument {
            $(#[doc = $text] $variant,)*
        }

        impl StatusDocument {
            /// Every document.
            pub const ALL: &[StatusDocument] = &[$(StatusDocument::$variant,)*];

            /// The stable name, in `snake_case`, as it is written in a scenario.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(StatusDocument::$variant => $name,)* }
            }

            /// Where it is on the status host, without the leading slash.
            #[must_use]
            pub fn path(self) -> &'static str {
                match self { $(StatusDocument::$variant => $path,)* }
            }

            /// What a client has to read it as.
            #[must_use]
            pub fn format(self) -> StatusFormat {
                match self { $(StatusDocument::$variant => StatusFormat::$format,)* }
            }
        }
    };
}

documents! {
    StatuspageV2 "statuspage_v2" "api/v2/summary.json" StatuspageV2 "The status page: a summary of Atlassian Statuspage v2."
    StatuspageMirror "statuspage_mirror" "mirror/api/v2/summary.json" StatuspageV2
        "A mirror of the status page, such as one for a region from which the page itself is hard to reach."
    IncidentIo "incident_io" "api/v1/summary" IncidentIo "A summary of incident.io."
    BetterStack "better_stack" "better-stack/index.json" BetterStack "A status page of Better Stack as JSON:API."
    Cstate "cstate" "cstate/index.json" Cstate "The index of a cState page."
    Upptime "upptime" "history/summary.json" Upptime "The summary of an Upptime repository, which knows no maintenance."
    Actuator "actuator" "actuator/health" Actuator "The health endpoint of Spring Boot; 503 during an outage or maintenance."
    HealthJson "health_json" "health" HealthJson "A health document (draft-inadarei-api-health-check-06); 503 during an outage."
    Rss "rss" "history.rss" Feed "The status page's history as RSS 2.0."
    Atom "atom" "history.atom" Feed "The status page's history as Atom 1.0."
    JsonFeed "json_feed" "feed.json" Feed "The status page's history as JSON Feed 1.1."
    Announcements "announcements" "announcements.json" Announcements "Announcements in both languages."
    AnnouncementsSigned "announcements_signed" "announcements.jws" Announcements
        "The same announcements, signed: a JSON Web Signature around them."
    PlainHttp "plain_http" "ping" PlainHttp "An endpoint that tells by its status code: 200, or 503 during an outage."
}

impl fmt::Display for StatusDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for StatusDocument {
    type Err = UnknownStatusDocument;

    fn from_str(name: &str) -> Result<Self, UnknownStatusDocument> {
        let known = Self::ALL.iter().copied().find(|document| document.name() == name);
        known.ok_or_else(|| UnknownStatusDocument { name: name.chars().take(SHOWN_NAME_CHARS).collect() })
    }
}

/// A name that is no document. Its text names the bad value and lists what is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownStatusDocument {
    name: String,
}

impl fmt::Display for UnknownStatusDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accepted: Vec<&str> = StatusDocument::ALL.iter().map(|document| document.name()).collect();
        write!(f, "unknown status document {:?}; accepted are {}", self.name, accepted.join(", "))
    }
}

impl std::error::Error for UnknownStatusDocument {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_read_back_and_no_two_documents_share_one_or_a_path() {
        for document in StatusDocument::ALL {
            assert_eq!(document.name().parse(), Ok(*document));
        }
        let unique = |text: fn(StatusDocument) -> &'static str| {
            StatusDocument::ALL.iter().map(|document| text(*document)).collect::<BTreeSet<_>>().len()
        };
        assert_eq!(unique(StatusDocument::name), StatusDocument::ALL.len());
        assert_eq!(unique(StatusDocument::path), StatusDocument::ALL.len());
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_accepted_ones() {
        let text = "rs".parse::<StatusDocument>().unwrap_err().to_string();
        assert!(text.contains("\"rs\"") && text.contains("statuspage_mirror"), "{text}");
    }
}
