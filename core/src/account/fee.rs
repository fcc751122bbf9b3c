//! What an operation costs, exactly. Pure.

use jiff::Timestamp;

use super::attempted::{Attempted, same_name};
use super::{AccountState, FeeRule, FeeTaken, Money};
use crate::balance::Amount;
use crate::hours::HoursState;

/// What an operation costs now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Charge {
    /// The fee; zero where it is free now.
    pub(crate) fee: Amount,
    /// Where it is taken from, if anybody told.
    pub(crate) taken: Option<FeeTaken>,
    /// When a free window begins, where the fee has one that is not open now.
    pub(crate) free_from: Option<Timestamp>,
    /// When the free window ends that is open now.
    pub(crate) free_until: Option<Timestamp>,
}

impl Charge {
    /// What leaves the wallet for this amount. Empty where nobody told whether the fee comes on top, or where it would be more
    /// than an amount can hold.
    pub(crate) fn total(&self, amount: &Amount) -> Option<Amount> {
        match self.taken {
            _ if self.fee.is_zero() => Some(amount.clone()),
            Some(FeeTaken::OnTop) => amount.checked_plus(&self.fee),
            Some(FeeTaken::FromAmount) => Some(amount.clone()),
            None => None,
        }
    }

    /// What arrives of this amount. Empty where nobody told whether the fee is taken out of it, or where nothing is left.
    pub(crate) fn received(&self, amount: &Amount) -> Option<Amount> {
        match self.taken {
            _ if self.fee.is_zero() => Some(amount.clone()),
            Some(FeeTaken::OnTop) => Some(amount.clone()),
            Some(FeeTaken::FromAmount) => Some(amount.minus(&self.fee)).filter(|left| *left > Amount::zero()),
            None => None,
        }
    }

    /// What has to be there for this amount in any case.
    pub(super) fn least_needed(&self, amount: &Amount) -> Amount {
        match self.taken {
            Some(FeeTaken::OnTop) => amount.plus(&self.fee),
            Some(FeeTaken::FromAmount) | None => amount.clone(),
        }
    }

    /// What has to be there for this amount at the most.
    pub(super) fn most_needed(&self, amount: &Amount) -> Amount {
        match self.taken {
            Some(FeeTaken::OnTop) | None => amount.plus(&self.fee),
            Some(FeeTaken::FromAmount) => amount.clone(),
        }
    }
}

/// The charge for what was tried, if a rule is known for it and can be reckoned exactly. Where the provider says that it has no
/// fees, that is no charge.
pub(super) fn charge(account: &AccountState, attempted: &Attempted<'_>, now: Timestamp) -> Option<Charge> {
    // The rule that could not be read may be the one.
    let money = attempted.money.filter(|_| account.is_whole("fees"))?;
    if account.fees.as_ref().is_some_and(Vec::is_empty) {
        return Some(Charge { fee: Amount::zero(), taken: None, free_from: None, free_until: None });
    }
    let rule = rule_for(account, attempted, money)?;
    let full = reckoned(rule, &money.amount)?;
    let window = match &rule.free_during {
        // It may be open at any time.
        Some(hours) if hours.check().is_err() => return None,
        Some(hours) => Some(hours.state_at(now)),
        None => None,
    };
    let is_free = rule.free_left.is_some_and(|left| left > 0);
    let (in_window, free_from, free_until) = match window {
        Some(HoursState::Open { until }) => (true, None, until),
        Some(HoursState::Closed { opens_at }) => (false, opens_at, None),
        None => (false, None, None),
    };
    let fee = if is_free || in_window { Amount::zero() } else { full };
    Some(Charge { fee, taken: rule.taken, free_from: free_from.filter(|_| !is_free), free_until })
}

/// The rule for this operation and asset: one for the very channel before one for any. Two that fit alike are no rule, and
/// neither is one that makes no sense.
fn rule_for<'a>(account: &'a AccountState, attempted: &Attempted<'_>, money: &Money) -> Option<&'a FeeRule> {
    let fits = |rule: &&FeeRule| Some(rule.operation) == attempted.operation && rule.asset == money.asset;
    let rules: Vec<&FeeRule> = account.fees.iter().flatten().filter(fits).collect();
    let of_channel = |rule: &&&FeeRule| {
        rule.channel.as_deref().zip(attempted.channel).is_some_and(|(one, other)| same_name(one, other))
    };
    let mut best: Vec<&&FeeRule> = rules.iter().filter(of_channel).collect();
    if best.is_empty() {
        best = rules.iter().filter(|rule| rule.channel.is_none()).collect();
    }
    match best.as_slice() {
        [only] if is_sound(only) => Some(only),
        _ => None,
    }
}

/// Whether a rule makes sense: nothing below zero, and no minimum above its maximum.
pub(super) fn is_sound(rule: &FeeRule) -> bool {
    let parts = [&rule.fixed, &rule.rate, &rule.minimum, &rule.maximum];
    let crossed = rule.minimum.as_ref().zip(rule.maximum.as_ref()).is_some_and(|(least, most)| least > most);
    !crossed && !parts.into_iter().flatten().any(Amount::is_negative)
}

/// The fee without what is free. Empty if it has more decimals or digits than an amount can have.
fn reckoned(rule: &FeeRule, amount: &Amount) -> Option<Amount> {
    let share = match &rule.rate {
        Some(rate) => amount.times(rate)?,
        None => Amount::zero(),
    };
    let sum = match &rule.fixed {
        Some(fixed) => fixed.checked_plus(&share)?,
        None => share,
    };
    let within_bounds = |fee: Amount| {
        let fee = rule.minimum.clone().into_iter().fold(fee, Amount::max);
        rule.maximum.clone().into_iter().fold(fee, Amount::min)
    };
    let fee = within_bounds(sum);
    Some(match rule.rounding {
        // Rounding may leave the bounds again.
        Some(rounding) => within_bounds(fee.rounded(rounding.decimals, rounding.mode)),
        None => fee,
    })
}

#[cfg(test)]
mod tests {
    use super::super::OperationKind;
    use super::*;
    use crate::balance::MAX_DIGITS;
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
        let finer = json!({ "rate": "0.001", "maximum": "0.335", "rounding": { "decimals": 2, "mode": "up" } });
        assert_eq!(of(&finer, "999.00").as_deref(), Some("0.335"), "never above the maximum, not even when rounded");
        let tiny = "0.0000000000000000001";
        assert_eq!(of(&json!({ "rate": tiny }), tiny), None, "38 decimals");
        let huge = "9".repeat(MAX_DIGITS);
        assert_eq!(of(&json!({ "rate": "2" }), &huge), None, "121 digits");
        assert_eq!(of(&json!({ "rate": "1", "fixed": "0.1" }), &huge), None, "121 digits");
    }

    #[test]
    fn where_a_fee_is_taken_from_decides_what_leaves_and_what_arrives() {
        let charge = |fee: &str, taken| Charge { fee: fee.parse().unwrap(), taken, free_from: None, free_until: None };
        let text = |amount: Option<Amount>| amount.map(|amount| amount.to_string());
        for (fee, taken, total, received) in [
            ("2", Some(FeeTaken::OnTop), Some("102"), Some("100")),
            ("2", Some(FeeTaken::FromAmount), Some("100"), Some("98")),
            ("100", Some(FeeTaken::FromAmount), Some("100"), None),
            ("2", None, None, None),
            ("0", None, Some("100"), Some("100")),
        ] {
            let (charge, amount) = (charge(fee, taken), "100".parse().unwrap());
            let told = (text(charge.total(&amount)), text(charge.received(&amount)));
            assert_eq!(told, (total.map(str::to_owned), received.map(str::to_owned)), "{charge:?}");
        }
        let most = "9".repeat(MAX_DIGITS).parse().unwrap();
        assert_eq!(charge("2", Some(FeeTaken::OnTop)).total(&most), None, "nobody could read it back");
    }

    #[test]
    fn an_empty_list_is_no_fee_and_a_window_that_cannot_be_read_is_no_known_one() {
        let now = "2026-03-02T04:00:00Z";
        assert_eq!(fee(&json!([]), "9", None, now).unwrap().0, "0");
        assert_eq!(fee(&Value::Null, "9", None, now), None);
        let nowhere = json!({ "fixed": "2.00", "free_during": { "zone": "Nowhere/Else", "weekly": [] } });
        assert_eq!(of(&nowhere, "9"), None);
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
        let crossed = json!([rule(None, "2"), rule(Some("Example Bank"), "-1")]);
        assert_eq!(fee(&crossed, "9", Some("Example Bank"), now), None, "its own rule makes no sense");
    }
}
