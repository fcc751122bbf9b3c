//! An object to measure throughput with: bytes that no compression on the way makes fewer, whole or a part of them.

use std::ops::RangeInclusive;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

/// Where the object is.
pub(crate) const SAMPLE_PATH: &str = "sample";
/// How long it is.
const SAMPLE_BYTES: usize = 16 * 1024;

/// The object.
#[derive(Clone)]
pub(crate) struct Sample(Bytes);

impl Sample {
    /// Makes it: the output of SplitMix64, the same every time.
    pub(crate) fn new() -> Self {
        let mut state = 0_u64;
        let words = std::iter::repeat_with(|| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        });
        Self(words.flat_map(u64::to_le_bytes).take(SAMPLE_BYTES).collect())
    }

    /// The whole, or the one range that is asked for (RFC 9110 §14).
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Response {
        let fixed = [
            (header::CONTENT_TYPE, "application/octet-stream"),
            (header::ACCEPT_RANGES, "bytes"),
            // An answer from a cache, or one that was changed on the way, would measure something else.
            (header::CACHE_CONTROL, "no-store, no-transform"),
        ];
        // There is no validator to compare If-Range with, so it never holds (§13.1.5).
        let range = headers.get(header::RANGE).filter(|_| !headers.contains_key(header::IF_RANGE));
        match range.and_then(|range| range.to_str().ok()).map_or(Wanted::Whole, |range| wanted(range, SAMPLE_BYTES)) {
            Wanted::Whole => (fixed, self.0.clone()).into_response(),
            Wanted::Part(part) => {
                let told = format!("bytes {}-{}/{SAMPLE_BYTES}", part.start(), part.end());
                let told = [(header::CONTENT_RANGE, told)];
                (StatusCode::PARTIAL_CONTENT, fixed, told, self.0.slice(part)).into_response()
            }
            Wanted::Nothing => {
                let told = [(header::CONTENT_RANGE, format!("bytes */{SAMPLE_BYTES}"))];
                (StatusCode::RANGE_NOT_SATISFIABLE, told).into_response()
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(RangeInclusive<usize>),
    Nothing,
}

/// What a `Range` asks of an object of this length. One that is not understood, or of several parts, may be ignored.
fn wanted(range: &str, length: usize) -> Wanted {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
        return Wanted::Whole;
    };
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<usize>().ok()).flatten();
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => Wanted::Whole,
        (Some(first), _) if last.is_empty() => part(first, length - 1, length),
        (Some(first), Some(last)) => part(first, last, length),
        (None, Some(0)) if first.is_empty() => Wanted::Nothing,
        (None, Some(suffix)) if first.is_empty() => part(length.saturating_sub(suffix), length - 1, length),
        (Some(_) | None, _) => Wanted::Whole,
    }
}

fn part(first: usize, last: usize, length: usize) -> Wanted {
    if first < length { Wanted::Part(first..=last.min(length - 1)) } else { Wanted::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_rfc_9110_has_it() {
        for (range, expected) in [
            ("bytes=0-9", Wanted::Part(0..=9)),
            ("bytes=5-", Wanted::Part(5..=99)),
            ("bytes=-10", Wanted::Part(90..=99)),
            ("bytes=-1000", Wanted::Part(0..=99)),
            ("bytes=99-200", Wanted::Part(99..=99)),
            ("bytes=100-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=9-5", Wanted::Whole),
            ("bytes=0-1,5-6", Wanted::Whole),
            ("bytes=+1-5", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=", Wanted::Whole),
            ("lines=0-9", Wanted::Whole),
            ("bytes=0-99999999999999999999999", Wanted::Whole),
        ] {
            assert_eq!(wanted(range, 100), expected, "{range}");
        }
    }

    #[test]
    fn every_byte_is_about_as_frequent_as_any_other() {
        let sample = Sample::new();
        assert_eq!(sample.0.len(), SAMPLE_BYTES);
        let mut counts = [0_u32; 256];
        sample.0.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
        // 64 each on average; seven standard deviations to either side.
        assert!(counts.iter().all(|count| (8..=120).contains(count)), "{counts:?}");
    }
}
