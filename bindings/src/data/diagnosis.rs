//! What was found.

use jiff::Timestamp;
use wallet_doctor_core::config::Locale as Language;
use wallet_doctor_core::diagnosis::{Actor as Party, Advice, Announcement, Certainty, Severity};
use wallet_doctor_core::service::AnnouncementKind;

/// How sure, in a word.
#[uniffi::remote(Enum)]
pub enum Certainty {
    /// From 0.85.
    AlmostCertain,
    /// From 0.6.
    Likely,
    /// Below.
    Possible,
}

/// How much a cause stands in the way.
#[uniffi::remote(Enum)]
pub enum Severity {
    /// Nothing works until it is gone.
    Blocking,
    /// Something does not work.
    Serious,
    /// Good to know.
    Notice,
}

/// Who can do something about a cause.
#[uniffi::remote(Enum)]
pub enum Party {
    /// The person.
    User,
    /// The app.
    App,
    /// The wallet's provider.
    Provider,
    /// A bank or a payment channel.
    Bank,
}

/// What a cause means for a person.
#[uniffi::remote(Record)]
pub struct Advice {
    /// What is wrong, in one sentence.
    pub headline: String,
    /// Whether the money is at risk.
    pub money: String,
    /// Whether and when to try again, and when not to.
    #[uniffi(default)]
    pub retry: Option<String>,
    /// What to do, in order.
    #[uniffi(default)]
    pub steps: Vec<String>,
    /// When to try again, where waiting is what helps: not before, and spread so that not everybody comes back at once.
    #[uniffi(default)]
    pub try_again_at: Option<Timestamp>,
    /// What is left to do once a remedy has helped; empty for a cause without remedies.
    #[uniffi(default)]
    pub after_remedy: Vec<String>,
    /// What to have ready when one asks support.
    #[uniffi(default)]
    pub have_ready: Vec<String>,
}

/// Something that the provider announces, to be shown beside the causes.
#[uniffi::remote(Record)]
pub struct Announcement {
    /// Which source says so.
    pub source: String,
    /// What kind of thing it is.
    pub kind: AnnouncementKind,
    /// Whether it is about what the person tried, or may be.
    pub matters: bool,
    /// Its title, in the provider's words.
    pub title: String,
    /// What it says, in the provider's words, as plain text; empty if that is all.
    pub body: String,
    /// When, in ours; empty where no time is known.
    pub when: String,
    /// From when.
    #[uniffi(default)]
    pub starts_at: Option<Timestamp>,
    /// Until when.
    #[uniffi(default)]
    pub ends_at: Option<Timestamp>,
    /// When it was said, where it could not be asked for just now.
    #[uniffi(default)]
    pub as_of: Option<Timestamp>,
}

/// What kind of thing the provider announces.
#[uniffi::remote(Enum)]
pub enum AnnouncementKind {
    /// Something is wrong.
    Incident,
    /// Work that goes on.
    MaintenanceNow,
    /// Work that is planned.
    MaintenancePlanned,
    /// Something to know.
    Notice,
}

/// A language of the product.
#[uniffi::remote(Enum)]
pub enum Language {
    /// Chinese in simplified characters.
    ZhHans,
    /// English.
    En,
}
