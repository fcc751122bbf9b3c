//! Exact money: an integer of minor units and a scale, never a float, never rounded.

use std::fmt;
use std::str::FromStr;

use num_bigint::{BigInt, Sign};
use serde::{Deserialize, Serialize};

/// The largest number of decimals. Tokens use 18; 36 leaves room for products of two.
pub const MAX_SCALE: u32 = 36;
/// The largest number of digits of an amount as text. A 256-bit integer has 78.
pub const MAX_DIGITS: usize = 120;

/// An exact amount: `minor_units / 10^scale`. Equal amounts are equal whatever their scale.
///
/// As text it is a plain decimal such as `-1280.50`, whose decimals are its scale.
#[derive(Debug, Clone)]
pub struct Amount {
    minor_units: BigInt,
    scale: u32,
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// It is not a plain decimal.
    #[error("not a plain decimal such as 1280.50")]
    NotDecimal,
    /// It has too many digits.
    #[error("more than {MAX_DIGITS} digits")]
    TooLong,
    /// It has too many decimals.
    #[error("more than {MAX_SCALE} decimals")]
    TooManyDecimals,
}

impl Amount {
    /// Zero, without decimals.
    pub fn zero() -> Self {
        Self { minor_units: BigInt::ZERO, scale: 0 }
    }

    /// Whether it is exactly zero.
    pub fn is_zero(&self) -> bool {
        self.minor_units.sign() == Sign::NoSign
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.minor_units.sign() == Sign::Minus
    }

    /// Its exact sum with another amount, at the larger scale of the two.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let scale = self.scale.max(other.scale);
        Self { minor_units: self.units_at(scale) + other.units_at(scale), scale }
    }

    /// Its exact difference to another amount, at the larger scale of the two.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    /// The same amount below zero instead of above, or the reverse.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { minor_units: -&self.minor_units, scale: self.scale }
    }

    /// Its minor units at a scale that is not smaller than its own.
    fn units_at(&self, scale: u32) -> BigInt {
        &self.minor_units * BigInt::from(10u8).pow(scale.saturating_sub(self.scale))
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        let scale = self.scale.max(other.scale);
        self.units_at(scale) == other.units_at(scale)
    }
}

impl Eq for Amount {}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let has_point = digits.contains('.');
        if whole.is_empty() || (has_point && decimals.is_empty()) {
            return Err(AmountError::NotDecimal);
        }
        if !whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(AmountError::NotDecimal);
        }
        if whole.len().saturating_add(decimals.len()) > MAX_DIGITS {
            return Err(AmountError::TooLong);
        }
        let scale = u32::try_from(decimals.len()).map_err(|_| AmountError::TooManyDecimals)?;
        if scale > MAX_SCALE {
            return Err(AmountError::TooManyDecimals);
        }
        let units: BigInt = format!("{whole}{decimals}").parse().map_err(|_| AmountError::NotDecimal)?;
        Ok(Self { minor_units: if negative { -units } else { units }, scale })
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::try_from(self.scale).map_err(|_| fmt::Error)?;
        let digits = self.minor_units.magnitude().to_string();
        let padded = format!("{digits:0>width$}", width = scale.saturating_add(1));
        let (whole, decimals) = padded.split_at(padded.len().saturating_sub(scale));
        if self.is_negative() {
            f.write_str("-")?;
        }
        f.write_str(whole)?;
        if scale > 0 { write!(f, ".{decimals}") } else { Ok(()) }
    }
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only text: a JSON number has often passed through a float before it arrives.
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Amount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
            "description": "An exact decimal; the number of decimals is the scale."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    #[test]
    fn keeps_every_digit_of_a_large_token_amount() {
        let text = "589000000000000.123456789012345678";
        assert_eq!(amount(text).to_string(), text);
    }

    #[test]
    fn equal_amounts_of_different_scale_are_equal() {
        assert_eq!(amount("1.50"), amount("1.5"));
        assert_ne!(amount("1.50"), amount("1.5000000000000000001"));
        assert_eq!(amount("0.30").minus(&amount("0.1")), amount("0.2"));
    }

    #[test]
    fn small_and_negative_amounts_are_written_with_all_their_zeros() {
        assert_eq!(amount("0.05").to_string(), "0.05");
        assert_eq!(amount("1").minus(&amount("1.05")).to_string(), "-0.05");
        assert_eq!(amount("-0.00").to_string(), "0.00");
    }

    #[test]
    fn what_is_not_a_plain_decimal_is_refused() {
        for text in ["", "-", ".", "1.", ".5", "1e5", "1,000", " 1", "+1", "0x1", "１", "--1", "1.2.3", "NaN"] {
            assert_eq!(text.parse::<Amount>(), Err(AmountError::NotDecimal), "{text:?}");
        }
        assert_eq!("9".repeat(MAX_DIGITS + 1).parse::<Amount>(), Err(AmountError::TooLong));
        assert_eq!(format!("0.{}", "1".repeat(37)).parse::<Amount>(), Err(AmountError::TooManyDecimals));
    }

    #[test]
    fn a_json_number_is_not_an_amount() {
        assert!(serde_json::from_str::<Amount>("1280.5").is_err());
        assert!(serde_json::from_str::<Amount>("\"1280.5\"").is_ok());
    }

    proptest! {
        #[test]
        fn text_survives_a_round_trip(text in "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,36})?") {
            let parsed = amount(&text);
            let written = parsed.to_string();
            if !parsed.is_zero() {
                prop_assert_eq!(&written, &text);
            }
            prop_assert_eq!(amount(&written), parsed);
        }

        #[test]
        fn adding_and_taking_away_again_changes_nothing(a in "-?[0-9]{1,30}(\\.[0-9]{1,18})?", b in "-?[0-9]{1,30}(\\.[0-9]{1,18})?") {
            let (a, b) = (amount(&a), amount(&b));
            prop_assert_eq!(a.plus(&b).minus(&b), a);
        }
    }
}
