//! What an operation costs, exactly. Pure.

use jiff::Timestamp;

use super::attempted::{Attempted, same_name};
use super::{AccountState, FeeRule, Money};
use crate::balance::Amount;
use crate::hours::HoursState;

/// What an operation costs now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Charge {
    /// The fee; zero where it is free now.
    pub(crate) fee: Amount,
    /// When a free window begins, where the fee has one that is not open now.
    pub(crate) free_from: Option<Timestamp>,
    /// When the free window ends that is open now.
    pub(crate) free_until: Option<Timestamp>,
}

/// The charge for what was tried, if a rule is known for it and can be reckoned exactly.
pub(super) fn charge(account: &AccountState, attempted: &Attempted<'_>, now: Timestamp) -> Option<Charge> {
    // The rule that could not be read may be the one.
    let money = attempted.money.filter(|_| account.is_whole("fees"))?;
    let rule = rule_for(account, attempted, money)?;
    let full = reckoned(rule, &money.amount)?;
    let window = rule.free_during.as_ref().filter(|hours| hours.check().is_ok()).map(|hours| hours.state_at(now));
    let is_free = rule.free_left.is_some_and(|left| left > 0);
    let (in_window, free_from, free_until) = match window {
        Some(HoursState::Open { until }) => (true, None, until),
        Some(HoursState::Closed { opens_at }) => (false, opens_at, None),
        None => (false, None, None),
    };
    let fee = if is_free || in_window { Amount::zero() } else { full };
    Some(Charge { fee, free_from: free_from.filter(|_| !is_free), free_until })
}

/// The rule for this operation and asset: one for the very channel before one for any. Two that fit alike are no rule.
fn rule_for<'a>(account: &'a AccountState, attempted: &Attempted<'_>, money: &Money) -> Option<&'a FeeRule> {
    let fits =
        |rule: &&FeeRule| Some(rule.operation) == attempted.operation && rule.asset == money.asset && is_sound(rule);
    let rules: Vec<&FeeRule> = account.fees.iter().flatten().filter(fits).collect();
    let of_channel = |rule: &&&FeeRule| {
        rule.channel.as_deref().zip(attempted.channel).is_some_and(|(one, other)| same_name(one, other))
    };
    let mut best: Vec<&&FeeRule> = rules.iter().filter(of_channel).collect();
    if best.is_empty() {
        best = rules.iter().filter(|rule| rule.channel.is_none()).collect();
    }
    match best.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether a rule makes sense: nothing below zero, and no minimum above its maximum.
pub(super) fn is_sound(rule: &FeeRule) -> bool {
    let parts = [&rule.fixed, &rule.rate, &rule.minimum, &rule.maximum];
    let crossed = rule.minimum.as_ref().zip(rule.maximum.as_ref()).is_some_and(|(least, most)| least > most);
    !crossed && !parts.into_iter().flatten().any(Amount::is_negative)
}

/// The fee without what is free. Empty if it has more decimals than an amount can have.
fn reckoned(rule: &FeeRule, amount: &Amount) -> Option<Amount> {
    let share = match &rule.rate {
        Some(rate) => amount.times(rate)?,
        None => Amount::zero(),
    };
    let sum = rule.fixed.as_ref().map_or_else(|| share.clone(), |fixed| fixed.plus(&share));
    let sum = rule.minimum.clone().into_iter().fold(sum, Amount::max);
    let sum = rule.maximum.clone().into_iter().fold(sum, Amount::min);
    Some(match rule.rounding {
        Some(rounding) => sum.rounded(rounding.decimals, rounding.mode),
        None => sum,
    })
}

#[cfg(test)]
mod tests {
    use super::super::OperationKind;
    use super::*;
    use serde_json::{Value, json};

    fn fee(rules: &Value, amount: &str, channel: Option<&str>, now: &str) -> Option<(String, Option<String>)> {
        let account: AccountState = serde_json::from_value(json!({ "fees": rules })).unwrap();
        let money = Money { asset: "CNY".into(), amount: amount.parse().unwrap() };
        let attempted = Attempted {
            operation: Some(OperationKind::Withdrawal),
            money: Some(&money),
            channel,
            ..Attempted::default()
        };
        let charge = charge(&account, &attempted, now.parse().unwrap())?;
        Some((charge.fee.to_string(), charge.free_from.map(|at| at.to_string())))
    }

    fn of(rule: &Value, amount: &str) -> Option<String> {
        let mut rule = rule.clone();
        rule["operation"] = "withdrawal".into();
        rule["asset"] = "CNY".into();
        fee(&json!([rule]), amount, None, "2026-03-02T04:00:00Z").map(|(fee, _)| fee)
    }

    #[test]
    fn fixed_and_proportional_parts_are_exact() {
        assert_eq!(of(&json!({ "fixed": "2.00" }), "100.00").as_deref(), Some("2.00"));
        assert_eq!(of(&json!({ "rate": "0.001" }), "333.33").as_deref(), Some("0.33333"));
        assert_eq!(of(&json!({ "fixed": "0.10", "rate": "0.001" }), "333.33").as_deref(), Some("0.43333"));
        let bounded = json!({ "rate": "0.001", "minimum": "0.10", "maximum": "25.00" });
        assert_eq!(of(&bounded, "1.00").as_deref(), Some("0.10"));
        assert_eq!(of(&bounded, "99999.00").as_deref(), Some("25.00"));
        let rounded = json!({ "rate": "0.001", "rounding": { "decimals": 2, "mode": "up" } });
        assert_eq!(of(&rounded, "333.33").as_deref(), Some("0.34"));
        assert_eq!(of(&json!({ "minimum": "5", "maximum": "1" }), "1"), None, "a rule that contradicts itself");
        assert_eq!(of(&json!({ "fixed": "-1" }), "1"), None);
        let tiny = "0.0000000000000000001";
        assert_eq!(of(&json!({ "rate": tiny }), tiny), None, "38 decimals");
    }

    #[test]
    fn what_is_left_free_and_free_windows_cost_nothing() {
        assert_eq!(of(&json!({ "fixed": "2.00", "free_left": 1 }), "1").as_deref(), Some("0"));
        assert_eq!(of(&json!({ "fixed": "2.00", "free_left": 0 }), "1").as_deref(), Some("2.00"));
        let nightly = json!([{ "operation": "withdrawal", "asset": "CNY", "fixed": "2.00", "free_during": {
            "zone": "Asia/Shanghai",
            "weekly": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "22:00", "until": "06:00" }]
        } }]);
        let noon = fee(&nightly, "1", None, "2026-03-02T04:00:00Z").unwrap();
        assert_eq!(noon, ("2.00".into(), Some("2026-03-02T14:00:00Z".into())));
        assert_eq!(fee(&nightly, "1", None, "2026-03-02T15:00:00Z").unwrap().0, "0");
    }

    #[test]
    fn the_rule_of_the_very_channel_comes_first_and_two_alike_are_none() {
        let rule = |channel: Option<&str>, fixed: &str| json!({ "operation": "withdrawal", "asset": "CNY", "channel": channel, "fixed": fixed });
        let now = "2026-03-02T04:00:00Z";
        let rules = json!([rule(None, "2"), rule(Some("Example Bank"), "1")]);
        assert_eq!(fee(&rules, "9", Some("example bank"), now).unwrap().0, "1");
        assert_eq!(fee(&rules, "9", None, now).unwrap().0, "2");
        assert_eq!(fee(&json!([rule(None, "2"), rule(None, "3")]), "9", None, now), None);
        assert_eq!(fee(&json!([rule(Some("Example Bank"), "1")]), "9", None, now), None);
    }
}
