//! Caches: registered by the app, measured, and cleared through plan → quarantine → confirm, with undo.
//!
//! Nothing that was not registered is touched, links are never followed, and kinds of data that must not be lost (keys,
//! credentials, pending transactions) have no way to be registered.

mod journal;
mod judge;
mod measure;
mod quarantine;
mod registry;
mod sweep;
#[cfg(test)]
mod tests;

pub(crate) use judge::judge;
pub(crate) use measure::measure_all;
pub use measure::{CacheState, MAX_ENTRIES};
pub(crate) use registry::check_all;
pub use registry::{CacheKind, CachePolicy, CacheRegistration, RefusedRoot};
pub use sweep::{PendingSweep, SweepError, SweepId, SweepPlan, Sweeper, Swept};
