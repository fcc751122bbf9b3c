//! What the end-to-end tests share: scenarios read from their files, worlds with a desk beside them, and a relay that
//! stops where a test wants it to, tus servers that others wrote, campaigns of kills, small disks, and corpora of secrets and of what only looks
//! like them. The network lab is here too.

pub mod corpus;
mod desk;
pub mod disk;
mod kills;
#[cfg(target_os = "linux")]
pub mod lab;
mod mobile_sled;
mod network;
mod peer;
mod programs;
mod relay;
mod scenario;
mod seeded;
#[cfg(unix)]
mod shared_stores;
mod tus_server;

pub use desk::DeskWorld;
pub use kills::{Campaign, Losses};
pub use mobile_sled::mobile_courier_child;
pub use network::{NetworkFault, Packets, ResetAt, Target};
pub use peer::Peer;
pub use programs::{finished, installed_npm, kept_folder, once, succeeded, tool, wallet_doctor, wallet_doctor_desk};
pub use relay::Relay;
pub use scenario::{Expectation, Scenario, Tried, Without, all_scenarios, lab_scenarios};
#[cfg(unix)]
pub use shared_stores::{Postgres, S3Server};
pub use tus_server::{Arrived, TusKind, TusServer};
