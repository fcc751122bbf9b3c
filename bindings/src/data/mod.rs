//! Plain data: the core's own types, mirrored field by field. A type that the core changes does not build here before the mirror
//! is changed too. What these comments say is what users of Kotlin and Swift read.

mod account;
mod balance;
mod cache;
mod complaint;
mod contact;
mod diagnosis;
pub(crate) mod evidence;
mod operation;
mod phone;
mod progress;
mod report;
pub(crate) mod submission;
mod terms;
mod transaction;
