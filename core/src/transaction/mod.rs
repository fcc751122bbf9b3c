//! Transactions: where each stands, and which of them are missing, doubled or not the person's own.

#![warn(clippy::arithmetic_side_effects)]

mod in_question;
mod judge;
mod record;

#[cfg(test)]
mod tests;

pub(crate) use in_question::{channel, may_have_moved};
pub(crate) use judge::{contradicts_itself, judge};
pub use record::{
    LookedUp, MAX_LOOKED_UP, MAX_RECENT, MAX_STAGES, Place, Stage, StageState, TransactionFailure, TransactionKind,
    TransactionRecord, TransactionState,
};
