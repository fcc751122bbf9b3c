//! Whether a sum may fit by chance. Pure.

use num_bigint::{BigInt, Sign};

use super::Amount;

/// How likely a set of several transactions may fit by chance and still be called the explanation.
pub(super) const MOST_FOR_A_SET: f64 = 0.1;
/// The same for one transaction, which is the simplest thing that can have happened.
pub(super) const MOST_FOR_ONE: f64 = 0.25;
/// The same where a transaction is said to be counted wrongly, which accuses somebody.
pub(super) const MOST_FOR_A_MISCOUNT: f64 = 0.02;

/// How likely one of so many sums makes a difference that has nothing to do with them. A difference may be anything up to what
/// the account holds or the transactions move, in both directions, in steps as round as all of them are, the difference
/// included: among round amounts much fits, among amounts with eighteen decimals nothing does. What the totals are beyond the
/// difference makes it no less round.
pub(super) fn of_fitting(
    sums: f64,
    totals: [&Amount; 2],
    difference: &Amount,
    effects: &[&Amount],
    at_once: usize,
) -> f64 {
    let in_steps = || std::iter::once(difference).chain(effects.iter().copied());
    let scale = totals.into_iter().chain(in_steps()).map(Amount::scale).max().unwrap_or_default();
    let units = |amount: &Amount| BigInt::from(amount.units_at(scale).magnitude().clone());
    let divisor = in_steps().map(units).fold(BigInt::ZERO, common_divisor);
    if divisor.sign() == Sign::NoSign {
        return 1.0;
    }
    let step = roundness(divisor);
    let held = totals.into_iter().map(units).max().unwrap_or_default();
    let largest = effects.iter().map(|effect| units(effect)).max().unwrap_or_default();
    let moved = largest * BigInt::from(at_once);
    let steps = held.max(moved) * BigInt::from(2_u8) / step;
    // As digits it becomes a float whatever its size.
    let steps: f64 = steps.to_string().parse().unwrap_or(f64::INFINITY);
    sums / steps.max(1.0)
}

/// The largest power of ten that divides it.
fn roundness(mut amount: BigInt) -> BigInt {
    let ten = BigInt::from(10_u8);
    let mut step = BigInt::from(1_u8);
    while (&amount % &ten).sign() == Sign::NoSign {
        amount /= &ten;
        step *= &ten;
    }
    step
}

/// In a machine's integers where both fit, else by Euclid.
fn common_divisor(mut one: BigInt, mut other: BigInt) -> BigInt {
    if let (Ok(one), Ok(other)) = (u128::try_from(&one), u128::try_from(&other)) {
        return BigInt::from(binary_divisor(one, other));
    }
    while other.sign() != Sign::NoSign {
        let rest = one % &other;
        one = std::mem::replace(&mut other, rest);
    }
    one
}

/// Stein's algorithm: halving costs less than dividing.
fn binary_divisor(mut one: u128, mut other: u128) -> u128 {
    if one == 0 || other == 0 {
        return one | other;
    }
    let twos = (one | other).trailing_zeros();
    one = one.wrapping_shr(one.trailing_zeros());
    while other != 0 {
        other = other.wrapping_shr(other.trailing_zeros());
        (one, other) = (one.min(other), one.abs_diff(other));
    }
    one.wrapping_shl(twos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_the_common_divisor_agree() {
        for (one, other, divisor) in
            [(0, 0, 0), (0, 7, 7), (12, 18, 6), (1 << 70, 1 << 90, 1 << 70), (1_000_003, 999_983, 1)]
        {
            assert_eq!(binary_divisor(one, other), divisor);
            let huge = BigInt::from(10_u8).pow(40);
            let by_euclid = common_divisor(BigInt::from(one) * &huge, BigInt::from(other) * &huge);
            assert_eq!(by_euclid, BigInt::from(divisor) * huge);
        }
    }

    #[test]
    fn round_amounts_fit_often_and_exact_ones_never() {
        let amounts = |texts: &[&str]| -> Vec<Amount> { texts.iter().map(|text| text.parse().unwrap()).collect() };
        let chance = |sums: f64, totals: [&str; 2], effects: &[&str], at_once: usize| {
            let (totals, effects) = (amounts(&totals), amounts(effects));
            let effects: Vec<&Amount> = effects.iter().collect();
            let difference = totals[0].minus(&totals[1]);
            of_fitting(sums, [&totals[0], &totals[1]], &difference, &effects, at_once)
        };
        assert!((chance(2.0, ["800", "1000.00"], &["200"], 1) - 0.1).abs() < 0.001);
        // The cents that both balances have say nothing of the difference.
        assert!((chance(2.0, ["800.37", "1000.37"], &["200"], 1) - 0.1).abs() < 0.001);
        let tens: Vec<String> = (1..=12).map(|tens| format!("{}0", tens)).collect();
        let tens: Vec<&str> = tens.iter().map(String::as_str).collect();
        assert!(chance(150.0, ["770.37", "1000.37"], &tens, 2) > 0.5);
        assert!(chance(2.0, ["768.50", "1000"], &["201", "30.50"], 1) < 0.001);
        assert!(chance(8e10, ["1.5", "2"], &["0.123456789012345678"], 4) < 0.000_001);
        assert!((chance(1.0, ["0", "0"], &[], 1) - 1.0).abs() < 0.001);
    }
}
