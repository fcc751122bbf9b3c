//! The account: what the host or an endpoint says of it, what that means for what the person tries, and what could be known
//! before they try.

#![warn(clippy::arithmetic_side_effects)]

pub(crate) mod attempts;
mod facts;
mod links;
mod opening_form;
mod operation;
mod terms;

pub use attempts::{Attempt, AttemptOutcome, Attempts};
pub use facts::{
    AccountState, Device, Identity, IdentityState, Opening, OpeningReason, OpeningState, Restriction,
    RestrictionReason, SessionState, SignIns, TwoFactor, TwoFactorState,
};
pub use links::{BankChannel, ChannelState, Instrument, InstrumentState};
pub use opening_form::{FormFault, FormField, FormProblem, OpeningForm, check_form};
pub use operation::{Money, OperationKind};
pub use terms::{AttemptLimit, FeeRounding, FeeRule, Limits, PeriodLimit};
