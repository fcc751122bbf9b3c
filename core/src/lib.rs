//! The engine of Wallet Doctor.
