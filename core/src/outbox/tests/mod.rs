//! Scenarios of the whole outbox.
