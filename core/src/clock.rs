//! The time of day, injected: judging functions take a time as an argument, and tests set it.

use std::fmt::Debug;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rustls_pki_types::UnixTime;

/// Where the doctor reads the phone's time of day.
pub trait Clock: Send + Sync + Debug {
    /// The phone's time of day, right or wrong.
    fn now(&self) -> Timestamp;
}

/// The phone's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The phone's clock moved by a fixed amount: how a case describes a phone whose clock is wrong.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock(pub SignedDuration);

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add(self.0).unwrap_or(now)
    }
}

/// Certificates are judged by the same clock as everything else.
#[derive(Debug)]
pub(crate) struct CertificateTime(pub(crate) Arc<dyn Clock>);

impl rustls::time_provider::TimeProvider for CertificateTime {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().as_second()).ok()?;
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds)))
    }
}
