//! What every page may need.

use std::{fs::File, sync::Arc};

use jiff::tz::TimeZone;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;
use wallet_doctor_core::config::Locale;
use wallet_doctor_intake::{Clock, Support};

use crate::{
    announce::Signer,
    opened::Shelf,
    people::{Passwords, Throttle},
    records::Records,
    waves::Judged,
    words::Words,
};

/// Told of what happens, for a log. Nothing in it is a report's, and no name that only somebody typed.
pub type OnEvent = Arc<dyn Fn(&Event) + Send + Sync>;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// An agent signed in.
    SignedIn {
        /// Who.
        agent: String,
    },
    /// Somebody gave a name and a password that do not belong together, or tried too often.
    SignInRefused,
    /// An agent looked at a report, or took a file of it away.
    ReportRead {
        /// Which.
        report: Uuid,
        /// Who.
        agent: String,
    },
    /// A report could not be fetched or opened for a reason of this machine's or the stores'. It is tried again.
    ReportNotRead {
        /// Which.
        report: Uuid,
        /// What failed.
        problem: String,
    },
    /// A lead deleted a report and its ticket, because its person asked for it.
    ReportDeleted {
        /// Which.
        report: Uuid,
        /// Who.
        agent: String,
        /// The same as the intake says.
        why: &'static str,
    },
    /// A lead wanted to, and it failed; some of it may be gone.
    ReportNotDeleted {
        /// Which.
        report: Uuid,
        /// Who.
        agent: String,
        /// What failed.
        problem: String,
    },
    /// A ticket of a wave could not be answered with the others.
    TicketNotAnswered {
        /// Its report.
        report: Uuid,
        /// What failed.
        problem: String,
    },
    /// The stores, or the view's own database, did not do what they were asked.
    Failed {
        /// What failed.
        problem: String,
    },
    /// A lead published an announcement.
    Announced {
        /// Its id.
        announcement: String,
        /// Who.
        agent: String,
    },
    /// A lead said that it still goes on.
    AnnouncementConfirmed {
        /// Its id.
        announcement: String,
        /// Who.
        agent: String,
    },
    /// What was announced was tidied: something was over by itself, or is no longer told of.
    AnnouncementsTidied,
    /// A lead said that it is over.
    AnnouncementEnded {
        /// Its id.
        announcement: String,
        /// Who.
        agent: String,
    },
    /// A lead answered everybody who waited with one cause.
    WaveAnswered {
        /// How many tickets were answered.
        answered: usize,
        /// How many could not be.
        failed: usize,
        /// Who.
        agent: String,
    },
}

/// The running view.
pub(crate) struct Desk {
    pub(crate) support: Arc<Support>,
    pub(crate) records: Records,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) clock: Clock,
    /// In which times are shown and taken.
    pub(crate) zone: TimeZone,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Throttle,
    pub(crate) signer: Option<Signer>,
    /// How browsers may call this server, ports included.
    pub(crate) hosts: Vec<String>,
    pub(crate) has_tls: bool,
    /// What the provider is called in sentences about causes; not what some report says.
    pub(crate) provider: Option<String>,
    /// Bounds how many pictures are drawn at one time.
    pub(crate) drawing: Arc<Semaphore>,
    /// Bounds how many look through all tickets at one time.
    pub(crate) searching: Semaphore,
    /// The waves, as they were judged last.
    pub(crate) judged: Judged,
    pub(crate) on_event: OnEvent,
    pub(crate) stop: CancellationToken,
    /// What goes on when its browser is gone; waited for when the view stops.
    pub(crate) tasks: TaskTracker,
    /// The right to work in the view's folder, as long as anything does.
    pub(crate) _lock: File,
}

impl Desk {
    /// What the provider is called in a language.
    pub(crate) fn provider_in(&self, locale: Locale) -> &str {
        self.provider.as_deref().unwrap_or(Words::of(locale).provider)
    }

    pub(crate) fn tell(&self, event: &Event) {
        (self.on_event)(event);
    }
}
