//! The account: what the host or an endpoint says of it, what that means for what the person tries, and what could be known
//! before they try.

#![warn(clippy::arithmetic_side_effects)]

mod attempted;
pub(crate) mod attempts;
mod conditions;
mod document;
mod facts;
mod fee;
mod judge;
mod linked;
mod links;
mod opening_form;
mod operation;
mod standing;
mod terms;

#[cfg(test)]
mod tests;

pub use crate::document::MAX_UNREADABLE;
pub(crate) use attempted::{Attempted, same_name};
pub use attempts::{Attempt, AttemptOutcome, Attempts};
pub(crate) use conditions::{Known, Met};
pub(crate) use document::{FIELDS, read};
pub use document::{MAX_ACCOUNT_BYTES, MAX_DEVICES, MAX_ENTRIES, MAX_RESTRICTIONS};
pub use facts::{
    AccountState, Device, Identity, IdentityState, Opening, OpeningReason, OpeningState, Restriction,
    RestrictionReason, SessionState, SignIns, TwoFactor, TwoFactorState,
};
pub(crate) use judge::{judge, judge_attempt};
pub use links::{BankChannel, ChannelState, Instrument, InstrumentState};
pub use opening_form::{FormFault, FormField, FormProblem, OpeningForm, check_form};
pub use operation::{Money, Movement, Operation, OperationKind};
pub(crate) use standing::explained;
pub use terms::{AttemptLimit, FeeRounding, FeeRule, FeeTaken, Limits, PeriodLimit};
