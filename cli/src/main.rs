//! Wallet Doctor on a desktop.

fn main() {}
