//! On what terms reports are sent: what the app's config and the connection at hand allow. Pure.

use jiff::SignedDuration;

use super::retention::Limits;
use crate::config::OutboxPolicy;

/// How long a report is tried unless the config says otherwise: support has answered long before, or nobody will.
const EXPIRE_AFTER_DAYS: u16 = 30;

/// What may be sent now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// Whether the connection costs money; none if nobody knows.
    pub(crate) metered: Option<bool>,
    /// How many bytes may be sent in a day where it does.
    pub(crate) metered_bytes_per_day: Option<u64>,
    /// How long a report is tried.
    pub(crate) expire_after: SignedDuration,
}

impl Terms {
    /// As the config has them, on a connection of which this is known.
    pub(crate) fn new(policy: &OutboxPolicy, metered: Option<bool>) -> Self {
        let days = policy.expire_after_days.unwrap_or(EXPIRE_AFTER_DAYS);
        Self {
            metered,
            metered_bytes_per_day: policy.metered_bytes_per_day,
            expire_after: SignedDuration::from_hours(24 * i64::from(days)),
        }
    }

    /// Whether data is known to cost nothing here.
    pub(super) fn costs_nothing(&self) -> bool {
        self.metered == Some(false)
    }

    /// How many bytes may be sent today, if that is limited here.
    pub(super) fn budget(&self) -> Option<u64> {
        self.metered_bytes_per_day.filter(|_| !self.costs_nothing())
    }
}

/// How much may be kept.
pub(crate) fn limits(policy: &OutboxPolicy) -> Limits {
    Limits {
        reports: policy.max_reports.map_or(Limits::DEFAULT.reports, usize::from),
        bytes: policy.max_bytes.unwrap_or(Limits::DEFAULT.bytes),
    }
}
