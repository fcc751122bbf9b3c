//! How to reach support, and what it said.

use jiff::Timestamp;
use wallet_doctor_core::contact::{ChannelKind, ContactEntry, OpenNow, Urgency};
use wallet_doctor_core::diagnosis::Contact;

/// A way to reach support, and what now means for it.
#[uniffi::remote(Record)]
pub struct Contact {
    /// Its name in the config.
    pub name: String,
    /// What kind of channel it is.
    pub kind: ChannelKind,
    /// The number, the address or the place in the app.
    pub address: String,
    /// Whether it is open.
    pub open: OpenNow,
    /// When it closes, if it is open and closes within 60 days.
    #[uniffi(default)]
    pub closes_at: Option<Timestamp>,
    /// When it opens next, if it is closed and opens within 60 days.
    #[uniffi(default)]
    pub opens_at: Option<Timestamp>,
    /// How long an answer usually takes while it is open, in seconds, if the config says so.
    #[uniffi(default)]
    pub usual_answer_s: Option<u64>,
    /// Whether the person's language is spoken there, if that is known.
    #[uniffi(default)]
    pub speaks_your_language: Option<bool>,
    /// All of it in one sentence, with times in the person's zone.
    pub text: String,
}

/// A kind of channel.
#[uniffi::remote(Enum)]
pub enum ChannelKind {
    /// A call.
    Phone,
    /// A chat with a person.
    Chat,
    /// E-mail.
    Email,
    /// An account on a social network.
    Social,
    /// A form, in the app or on the web.
    Form,
}

/// Whether a channel is open.
#[uniffi::remote(Enum)]
pub enum OpenNow {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Nobody knows.
    NotKnown,
}

/// How urgent it is.
#[uniffi::remote(Enum)]
pub enum Urgency {
    /// At once: money is gone, or somebody else is moving it.
    Urgent,
    /// It can wait for an answer in writing.
    Normal,
}

/// One contact with support. Fields that come later have defaults, or older entries could not be read any more.
#[uniffi::remote(Record)]
pub struct ContactEntry {
    /// When.
    pub at: Timestamp,
    /// The channel, by the name that it has in the config or in the person's words.
    pub channel: String,
    /// Who answered.
    #[uniffi(default)]
    pub who: Option<String>,
    /// What was said.
    #[uniffi(default)]
    pub said: Option<String>,
    /// What was promised.
    #[uniffi(default)]
    pub promised: Option<String>,
    /// Until when it was promised.
    #[uniffi(default)]
    pub promised_until: Option<Timestamp>,
}
