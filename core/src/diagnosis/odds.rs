//! The arithmetic of ranking, in log-odds (natural). This file is also compiled into the build script, which refuses causes
//! that no observation can reach.

use std::collections::BTreeMap;

/// Below this confidence a cause is not named: a wrong diagnosis is worse than none.
pub(crate) const LEAST_CONFIDENCE: f64 = 0.3;
/// The family that is never named beside a likely cause.
pub(crate) const UNKNOWN: &str = "unknown.";
/// What stands before the failure in the code of a finding, for endpoints of the wallet's.
pub(crate) const WALLET: &str = "wallet.";
/// The same for control endpoints.
pub(crate) const CONTROL: &str = "control.";

/// What kind of finding something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A fact of its own.
    Fact,
    /// How an endpoint of the wallet's failed.
    Wallet,
    /// How a control endpoint failed.
    Control,
}

/// What findings add to a cause together. Three endpoints that fail alike are one piece of evidence, not three, and many
/// gaps in what was seen do not make ignorance more certain.
pub(crate) fn together(cause: &str, weights: impl Iterator<Item = (Kind, f64)>) -> f64 {
    let (mut facts, mut wallet, mut control) = (0.0, 0.0_f64, 0.0_f64);
    for (kind, weight) in weights {
        match kind {
            Kind::Fact if cause.starts_with(UNKNOWN) => facts = f64::max(facts, weight),
            Kind::Fact => facts += weight,
            Kind::Wallet => wallet = wallet.max(weight),
            Kind::Control => control = control.max(weight),
        }
    }
    if cause.starts_with(UNKNOWN) { facts.max(wallet).max(control) } else { facts + wallet + control }
}

/// How likely something is, from 0 to 1.
pub(crate) fn confidence(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// What is written for causes whose code begins so, all of it together.
pub(crate) fn by_prefix(weights: Option<&BTreeMap<String, f64>>, cause: &str) -> f64 {
    let weights = weights.into_iter().flatten();
    weights.filter(|(prefix, _)| cause.starts_with(prefix.as_str())).map(|(_, weight)| weight).sum()
}
