//! Exact money: an integer of minor units and a scale, never a float, never rounded.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use num_bigint::{BigInt, Sign};
use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;

/// The largest number of decimals. Tokens use 18; 36 leaves room for products of two.
pub const MAX_SCALE: u32 = 36;
/// The largest number of digits of an amount as text. A 256-bit integer has 78.
pub const MAX_DIGITS: usize = 120;

/// Up to so many bits an integer has fewer digits than [`MAX_DIGITS`]: ten digits take more than thirty-three bits.
const BITS_SURELY_WRITTEN: u64 = 390;

/// An exact amount: `minor_units / 10^scale`. Equal amounts are equal whatever their scale.
///
/// As text it is a plain decimal such as `-1280.50`, whose decimals are its scale.
#[derive(Debug, Clone)]
pub struct Amount {
    minor_units: BigInt,
    scale: u32,
}

stable_codes! {
    /// How somebody rounds what they charge. Up and down are away from zero and towards it.
    pub enum Rounding as "rounding" {
        /// Away from zero, whatever is left over.
        Up = "up",
        /// What is left over is dropped.
        Down = "down",
        /// To the nearest; from the middle away from zero.
        HalfUp = "half_up",
        /// To the nearest; from the middle to the even one.
        HalfEven = "half_even",
    }
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

    /// The same sum, if it can be written down: empty if it has more than [`MAX_DIGITS`] digits, which nobody could read back.
    #[must_use]
    pub fn checked_plus(&self, other: &Self) -> Option<Self> {
        Some(self.plus(other)).filter(Self::can_be_written)
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

    /// Its exact product with another amount, without needless zeros at the end. Empty if that has more than [`MAX_SCALE`]
    /// decimals or [`MAX_DIGITS`] digits: it could not be written down, and rounding is for whoever knows how.
    #[must_use]
    pub fn times(&self, other: &Self) -> Option<Self> {
        let ten = BigInt::from(10u8);
        let mut units = &self.minor_units * &other.minor_units;
        let mut scale = self.scale.saturating_add(other.scale);
        let least = self.scale.max(other.scale);
        while scale > least && (&units % &ten).sign() == Sign::NoSign {
            units /= &ten;
            scale = scale.saturating_sub(1);
        }
        Some(Self { minor_units: units, scale }).filter(Self::can_be_written)
    }

    /// Whether what is written down reads back.
    fn can_be_written(&self) -> bool {
        // Nearly every amount is far from the limit, and is not written out to see that.
        if self.scale <= MAX_SCALE && self.minor_units.bits() <= BITS_SURELY_WRITTEN {
            return true;
        }
        self.scale <= MAX_SCALE && self.minor_units.magnitude().to_string().len() <= MAX_DIGITS
    }

    /// The same amount with this number of decimals at the most, by the rule that somebody has published. An amount that
    /// has no more is not changed.
    #[must_use]
    pub fn rounded(&self, decimals: u32, rounding: Rounding) -> Self {
        let Some(dropped) = self.scale.checked_sub(decimals).filter(|dropped| *dropped > 0) else {
            return self.clone();
        };
        let unit = BigInt::from(10u8).pow(dropped);
        let magnitude = BigInt::from(self.minor_units.magnitude().clone());
        let (kept, rest) = (&magnitude / &unit, &magnitude % &unit);
        let twice = &rest * BigInt::from(2u8);
        let is_odd = (&kept % BigInt::from(2u8)).sign() != Sign::NoSign;
        let away = match rounding {
            Rounding::Up => rest.sign() != Sign::NoSign,
            Rounding::Down => false,
            Rounding::HalfUp => twice >= unit,
            Rounding::HalfEven => twice > unit || (twice == unit && is_odd),
        };
        let kept = if away { kept + BigInt::from(1u8) } else { kept };
        Self { minor_units: if self.is_negative() { -kept } else { kept }, scale: decimals }
    }

    /// How many decimals it is written with.
    pub(super) fn scale(&self) -> u32 {
        self.scale
    }

    /// Its minor units at a scale that is not smaller than its own.
    pub(super) fn units_at(&self, scale: u32) -> BigInt {
        // Of thousands of assets most are written alike on both sides.
        if scale == self.scale {
            return self.minor_units.clone();
        }
        &self.minor_units * BigInt::from(10u8).pow(scale.saturating_sub(self.scale))
    }

    /// Its digits without the zeros at either end, and which power of ten the last of them stands for. Empty for zero.
    pub(super) fn significand(&self) -> Option<(String, i64)> {
        let digits = self.minor_units.magnitude().to_string();
        let significant = digits.trim_end_matches('0');
        let zeros = i64::try_from(digits.len().checked_sub(significant.len())?).ok()?;
        let power = zeros.checked_sub(i64::from(self.scale))?;
        (!significant.is_empty()).then(|| (significant.to_owned(), power))
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        if self.scale == other.scale {
            return self.minor_units == other.minor_units;
        }
        let scale = self.scale.max(other.scale);
        self.units_at(scale) == other.units_at(scale)
    }
}

impl Eq for Amount {}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.scale == other.scale {
            return self.minor_units.cmp(&other.minor_units);
        }
        let scale = self.scale.max(other.scale);
        self.units_at(scale).cmp(&other.units_at(scale))
    }
}

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
    fn products_are_exact_and_rounded_only_by_a_stated_rule() {
        assert_eq!(amount("200.00").times(&amount("0.001")).unwrap().to_string(), "0.200");
        assert_eq!(amount("33.33").times(&amount("0.0015")).unwrap().to_string(), "0.049995");
        let tiny = amount("0.000000000000000001");
        assert_eq!(tiny.times(&tiny).unwrap().to_string(), format!("0.{}1", "0".repeat(35)));
        assert_eq!(tiny.times(&tiny).unwrap().times(&tiny), None);
        let of = |text: &str, rounding| amount(text).rounded(2, rounding).to_string();
        assert_eq!(of("0.041", Rounding::Up), "0.05");
        assert_eq!(of("0.049", Rounding::Down), "0.04");
        assert_eq!((of("0.045", Rounding::HalfUp), of("0.0449", Rounding::HalfUp)), ("0.05".into(), "0.04".into()));
        assert_eq!((of("0.045", Rounding::HalfEven), of("0.055", Rounding::HalfEven)), ("0.04".into(), "0.06".into()));
        assert_eq!((of("-0.041", Rounding::Up), of("0.4", Rounding::Up)), ("-0.05".into(), "0.4".into()));
    }

    #[test]
    fn what_outgrows_an_amount_is_none() {
        let (most, tiny) = (amount(&"9".repeat(MAX_DIGITS)), amount("0.01"));
        assert_eq!(most.times(&amount("1")), Some(most.clone()));
        assert_eq!(most.times(&amount("9")), None);
        assert_eq!(most.checked_plus(&amount("0")), Some(most.clone()));
        assert_eq!((most.checked_plus(&amount("1")), most.checked_plus(&tiny)), (None, None));
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

        #[test]
        fn order_is_that_of_the_difference(a in "-?[0-9]{1,30}(\\.[0-9]{1,18})?", b in "-?[0-9]{1,30}(\\.[0-9]{1,18})?") {
            let (a, b) = (amount(&a), amount(&b));
            prop_assert_eq!(a < b, a.minus(&b).is_negative());
            prop_assert_eq!(a == b, a.minus(&b).is_zero());
        }
    }
}
