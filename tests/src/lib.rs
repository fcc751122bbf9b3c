//! What the end-to-end tests share: scenarios read from their files, worlds with a desk beside them, and a relay that
//! stops where a test wants it to.

mod desk;
mod programs;
mod relay;
mod scenario;

pub use desk::DeskWorld;
pub use programs::{finished, tool, wallet_doctor};
pub use relay::Relay;
pub use scenario::{Expectation, Scenario, Without, all_scenarios};
