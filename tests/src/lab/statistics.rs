//! Figures of a series of measurements.

/// The value below or at which this share of a series is (nearest rank); `None` of an empty one.
pub(crate) fn percentile<T: Copy + PartialOrd>(values: &[T], percent: usize) -> Option<T> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// The value in the middle; of an even number of values the lower one.
pub(crate) fn median<T: Copy + PartialOrd>(values: &[T]) -> Option<T> {
    percentile(values, 50)
}

/// The largest value.
pub(crate) fn largest<T: Copy + PartialOrd>(values: &[T]) -> Option<T> {
    percentile(values, 100)
}

/// A share in percent, in words: `97 of 100 (97.0 %)`.
pub(crate) fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "none played".to_owned();
    }
    let tenths = (part * 1000 + whole / 2) / whole;
    format!("{part} of {whole} ({}.{} %)", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_nearest() {
        let values: Vec<u64> = (1..=20).rev().collect();
        assert_eq!((median(&values), percentile(&values, 95), largest(&values)), (Some(10), Some(19), Some(20)));
        assert_eq!(percentile(&[7], 95), Some(7));
        assert_eq!(median::<u64>(&[]), None);
        assert_eq!(median(&[1.5, 0.5, 2.5]), Some(1.5));
    }

    #[test]
    fn shares_are_rounded_to_tenths() {
        assert_eq!(share(2, 3), "2 of 3 (66.7 %)");
        assert_eq!(share(0, 0), "none played");
    }
}
