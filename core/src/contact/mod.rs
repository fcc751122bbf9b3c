//! Whom to turn to: the support channels, which of them fits and is open now, and the log of what was said and promised.
//! Nothing in here calls or writes to anybody.

mod channel;
mod choose;
mod log;

pub use channel::{
    ChannelKind, ContactChannel, Language, MAX_ADDRESS_CHARS, MAX_LANGUAGES, NotALanguage, USUAL_ANSWER_RANGE_S,
};
pub use choose::{Chosen, OpenNow, Urgency, choose};
pub use log::{ContactEntry, MAX_CONTACT_TEXT_CHARS, MAX_CONTACTS};
pub(crate) use log::{forget as forget_log, load as load_log, save as save_to_log};
