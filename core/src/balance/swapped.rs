//! The same balance told otherwise: under another asset's name, or with the decimal point elsewhere. Pure.

use std::collections::BTreeMap;

use super::Amount;
use super::asset::is_spelled_alike;
use super::figures::Row;

/// How many significant digits an amount has at least of which another place of the decimal point is no chance: of two that
/// have nothing to do with each other, one pair in nine hundred has three digits in common.
const LEAST_DIGITS_OF_A_SCALE: usize = 3;
/// How many, for two assets whose names have nothing in common: one pair in nine thousand.
const LEAST_DIGITS_OF_AN_ASSET: usize = 4;
/// How many assets with one total are looked through for two names that are alike. More are no mistake of one name.
const MOST_OF_A_TOTAL: usize = 8;

/// The power of ten by which the app shows an amount too large, where the digits are the same and are enough.
pub(super) fn scaled_by(cached: &Amount, synced: &Amount) -> Option<i64> {
    if cached.is_negative() != synced.is_negative() {
        return None;
    }
    let ((ours, our_power), (theirs, their_power)) = (cached.significand()?, synced.significand()?);
    let power = our_power.checked_sub(their_power)?;
    (power != 0 && ours == theirs && ours.len() >= LEAST_DIGITS_OF_A_SCALE).then_some(power)
}

/// The assets that only one of two whole sides has and that are one to all appearances, each with its name on the other side. Names that have
/// nothing in common count only between states that are known to be one: an exchange turns one asset into another, too.
pub(super) fn renamed<'a>(rows: &[Row<'_, 'a>], by_digits: bool) -> BTreeMap<&'a str, &'a str> {
    let mut renamed = BTreeMap::new();
    let mut by_total: BTreeMap<(bool, String, i64), [Vec<&'a str>; 2]> = BTreeMap::new();
    for row in rows {
        let (side, total) = match (row.ours, row.theirs) {
            (Some(ours), None) => (0, &ours.total),
            (None, Some(theirs)) => (1, &theirs.total),
            (Some(_), Some(_)) | (None, None) => continue,
        };
        let Some((digits, power)) = total.significand() else { continue };
        let sides = by_total.entry((total.is_negative(), digits, power)).or_default();
        if let Some(assets) = sides.get_mut(side) {
            assets.push(row.asset);
        }
    }
    for ((_, digits, _), [here, there]) in &by_total {
        let pair = match (here.as_slice(), there.as_slice()) {
            ([one], [other]) => {
                let tells = by_digits && digits.len() >= LEAST_DIGITS_OF_AN_ASSET;
                (tells || is_spelled_alike(one, other)).then_some((*one, *other))
            }
            (here, there) if here.len().max(there.len()) <= MOST_OF_A_TOTAL => alone_alike(here, there),
            _ => None,
        };
        if let Some((one, other)) = pair {
            renamed.insert(one, other);
            renamed.insert(other, one);
        }
    }
    renamed
}

/// The two whose names are alike, if there is one such pair.
fn alone_alike<'a>(here: &[&'a str], there: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let pairs = here.iter().flat_map(|one| there.iter().map(move |other| (*one, *other)));
    let mut alike = pairs.filter(|(one, other)| is_spelled_alike(one, other));
    alike.next().filter(|_| alike.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_elsewhere_is_told_from_chance_by_the_digits() {
        let by = |cached: &str, synced: &str| scaled_by(&cached.parse().unwrap(), &synced.parse().unwrap());
        assert_eq!(by("128050", "1280.50"), Some(2));
        assert_eq!(by("0.000000000000001234", "1234"), Some(-18));
        assert_eq!(by("-12.80", "-128"), Some(-1));
        assert_eq!(by("10.00", "1.00"), None, "one digit");
        assert_eq!(by("150.00", "15.00"), None, "two digits");
        assert_eq!(by("128.00", "128"), None, "equal");
        assert_eq!(by("-128", "12.8"), None);
        assert_eq!(by("0", "0.00"), None);
        assert_eq!(by("1281", "128.0"), None);
    }
}
