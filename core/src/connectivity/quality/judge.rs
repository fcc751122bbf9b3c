//! What the quality of the link amounts to. Pure.

use super::flow::kbit_s;
use super::{DownloadMeasurement, EchoMeasurement, Latency, LinkQuality, LossVerdict};
use crate::diagnosis::{Fact, Finding};

/// Round trips from here on are too long: ITU-T G.114 (05/2003) recommends that 400 ms one way not be exceeded in general
/// network planning. A payment over TLS takes four of them, so that people wait for more than three seconds.
const HIGH_LATENCY_MS: u64 = 800;
/// Below this a link is slow: the downlink up to which the Network Information API (WICG) calls a connection '2g', fit for
/// small images at best.
pub(super) const LOW_KBIT_S: u64 = 70;
/// Round trips that spread by so much are unsteady. TCP tolerates swings of 200 ms beyond the mean (the least variance
/// term of Linux's retransmission timer, `TCP_RTO_MIN`; RFC 6298, section 2, has a second for the whole timer), and takes
/// longer delays for losses (RFC 3481, section 2.4); half as much again keeps clear of what it copes with.
const UNSTEADY_SPREAD_MS: u64 = 300;
/// And half of the middle round trip at least: on a link by satellite or at the edge of a cell, a tenth more or less is
/// nothing that anybody notices.
const UNSTEADY_OF_MEDIAN: u64 = 2;
/// From fewer round trips no spread is told.
const UNSTEADY_LEAST: u32 = 8;
/// From this throughput on, the diagnosis itself cannot be what makes round trips swing: the 30 KB that it has on the way
/// at most take 300 ms.
const NO_OWN_QUEUE_KBIT_S: u64 = 800;

/// The findings of a measured link.
pub(crate) fn judge(quality: &LinkQuality) -> Vec<Finding> {
    let LinkQuality { echo, download, at_least_kbit_s } = quality;
    let slow = download.as_ref().filter(|download| is_slow(download));
    let mut findings: Vec<Finding> = lossy(echo).into_iter().collect();
    findings.extend(
        best(echo).and_then(|echo| unsteady(echo, fastest(download.as_ref(), *at_least_kbit_s), slow.is_some())),
    );
    findings.extend(best(echo).and_then(high_latency));
    findings.extend(
        slow.map(|download| Finding::new(Fact::QualityLowThroughput, &download.host).with("kbit_s", download.kbit_s)),
    );
    let fine = echo.iter().find(|echo| findings.is_empty() && echo.loss == LossVerdict::Fine);
    findings.extend(fine.map(|echo| Finding::new(Fact::QualityFine, &echo.server)));
    findings
}

/// Whether something of it is not as it should be, or did not answer.
pub(crate) fn shows_trouble(quality: &LinkQuality) -> bool {
    let silent = quality.echo.iter().all(|echo| echo.loss == LossVerdict::Silent) && quality.download.is_none();
    silent || judge(quality).iter().any(|finding| finding.code != Fact::QualityFine.into())
}

/// The measurement with the most answers.
fn best(echo: &[EchoMeasurement]) -> Option<&EchoMeasurement> {
    echo.iter().max_by_key(|echo| echo.answered)
}

/// Losses that one server sees and another one does not are not the phone's link.
fn lossy(echo: &[EchoMeasurement]) -> Option<Finding> {
    if echo.iter().any(|echo| echo.loss == LossVerdict::Fine) {
        return None;
    }
    let lossy = echo.iter().find(|echo| echo.loss == LossVerdict::Lossy)?;
    Some(Finding::new(Fact::QualityLossy, &lossy.server).with("lost", lossy.lost).with("sent", lossy.known))
}

fn high_latency(echo: &EchoMeasurement) -> Option<Finding> {
    let latency = echo.latency.filter(|latency| latency.median_ms >= HIGH_LATENCY_MS)?;
    Some(Finding::new(Fact::QualityHighLatency, &echo.server).with("latency_ms", latency.median_ms))
}

/// What the link is known to carry.
fn fastest(download: Option<&DownloadMeasurement>, at_least_kbit_s: u64) -> u64 {
    download.map_or(0, |download| download.kbit_s).max(at_least_kbit_s)
}

/// Round trips that swing, where that is the path's own doing: on a slow link our own traffic makes them swing.
fn unsteady(echo: &EchoMeasurement, kbit_s: u64, slow: bool) -> Option<Finding> {
    let Latency { median_ms, p10_ms, p90_ms, of, .. } = echo.latency?;
    let spread = p90_ms.saturating_sub(p10_ms);
    let swings =
        of >= UNSTEADY_LEAST && spread >= UNSTEADY_SPREAD_MS && spread.saturating_mul(UNSTEADY_OF_MEDIAN) >= median_ms;
    // A queue keeps the order; where packets overtake each other it is not the queue.
    let fast = kbit_s >= NO_OWN_QUEUE_KBIT_S;
    let of_the_path = !slow && (echo.reordered || fast);
    (swings && of_the_path)
        .then(|| Finding::new(Fact::QualityUnsteady, &echo.server).with("low_ms", p10_ms).with("high_ms", p90_ms))
}

/// Slow by the plain figure, and also without the longest pause: one retransmission alone makes no slow link.
fn is_slow(download: &DownloadMeasurement) -> bool {
    let DownloadMeasurement { bytes, took_ms, longest_pause_ms, kbit_s: plain, at_least, .. } = download;
    !at_least && *plain < LOW_KBIT_S && kbit_s(*bytes, took_ms.saturating_sub(*longest_pause_ms)) < LOW_KBIT_S
}

#[cfg(test)]
mod tests {
    use super::*;
    use Fact::{QualityFine, QualityHighLatency, QualityLossy, QualityLowThroughput, QualityUnsteady};

    fn echo(loss: LossVerdict, median_ms: u64, p10_ms: u64, p90_ms: u64) -> EchoMeasurement {
        EchoMeasurement {
            server: "echo.example:3478".into(),
            sent: 80,
            answered: 70,
            known: 77,
            lost: 7,
            gaps: 0,
            loss,
            own_queue: false,
            reordered: false,
            latency: Some(Latency { least_ms: p10_ms, median_ms, p10_ms, p90_ms, jitter_ms: 0, of: 70 }),
            took_ms: 200,
        }
    }

    fn download(kbit_s: u64, longest_pause_ms: u64) -> DownloadMeasurement {
        let took_ms = (10_000 * 8) / kbit_s;
        DownloadMeasurement {
            host: "control.example".into(),
            bytes: 10_000,
            took_ms,
            longest_pause_ms,
            kbit_s,
            at_least: false,
            finished: true,
        }
    }

    fn facts(echo: Vec<EchoMeasurement>, download: Option<DownloadMeasurement>) -> Vec<String> {
        judge(&LinkQuality { echo, download, at_least_kbit_s: 0 })
            .into_iter()
            .map(|finding| finding.code.to_string())
            .collect()
    }

    #[test]
    fn every_threshold_has_two_sides() {
        let fine = LossVerdict::Fine;
        let jumping = EchoMeasurement { reordered: true, ..echo(fine, 400, 120, 680) };
        for (what, measured, fetched, expected) in [
            ("a clean link", echo(fine, 50, 50, 52), Some(download(5_000, 3)), vec![QualityFine]),
            ("no download", echo(fine, 50, 50, 52), None, vec![QualityFine]),
            ("799 ms", echo(fine, 799, 790, 810), None, vec![QualityFine]),
            ("800 ms", echo(fine, 800, 790, 810), None, vec![QualityHighLatency]),
            ("70 kbit/s", echo(fine, 50, 50, 52), Some(download(70, 200)), vec![QualityFine]),
            ("69 kbit/s", echo(fine, 50, 50, 52), Some(download(69, 10)), vec![QualityLowThroughput]),
            ("one retransmission", echo(fine, 50, 50, 52), Some(download(60, 1_000)), vec![QualityFine]),
            ("swings of 300 ms", echo(fine, 400, 250, 550), Some(download(5_000, 3)), vec![QualityUnsteady]),
            ("swings of 299 ms", echo(fine, 400, 251, 550), Some(download(5_000, 3)), vec![QualityFine]),
            ("a long way that swings a little", echo(fine, 780, 600, 950), Some(download(5_000, 3)), vec![QualityFine]),
            ("swings on a link that we fill", echo(fine, 400, 250, 550), Some(download(200, 3)), vec![QualityFine]),
            ("swings that no queue makes", jumping.clone(), Some(download(200, 3)), vec![QualityUnsteady]),
            ("swings on a slow link", jumping, Some(download(16, 700)), vec![QualityLowThroughput]),
            ("losses", echo(LossVerdict::Lossy, 50, 50, 52), Some(download(5_000, 3)), vec![QualityLossy]),
            ("too few to say", echo(LossVerdict::CannotTell, 50, 50, 52), Some(download(5_000, 3)), vec![]),
        ] {
            let expected: Vec<&str> = expected.iter().map(|fact| fact.as_str()).collect();
            assert_eq!(facts(vec![measured], fetched), expected, "{what}");
        }
    }

    #[test]
    fn losses_count_unless_another_server_sees_none() {
        let of = |loss| echo(loss, 50, 50, 52);
        let fine = vec![of(LossVerdict::Lossy), of(LossVerdict::Fine)];
        assert_eq!(facts(fine, None), [QualityFine.as_str()]);
        for other in [LossVerdict::Lossy, LossVerdict::Silent, LossVerdict::CannotTell] {
            assert_eq!(facts(vec![of(LossVerdict::Lossy), of(other)], None), [QualityLossy.as_str()], "{other}");
        }
    }

    #[test]
    fn silence_says_nothing_of_the_link() {
        let silent = EchoMeasurement { answered: 0, latency: None, ..echo(LossVerdict::Silent, 0, 0, 0) };
        let quality = LinkQuality { echo: vec![silent], download: None, at_least_kbit_s: 0 };
        assert!(judge(&quality).is_empty());
        assert!(shows_trouble(&quality), "but the list says that something did not answer");
        assert!(!shows_trouble(&LinkQuality {
            echo: vec![echo(LossVerdict::Fine, 50, 50, 52)],
            download: None,
            at_least_kbit_s: 0
        }));
        let at_least = DownloadMeasurement { at_least: true, ..download(60, 0) };
        assert!(judge(&LinkQuality { echo: Vec::new(), download: Some(at_least), at_least_kbit_s: 0 }).is_empty());
    }

    #[test]
    fn a_sentence_has_its_figures() {
        let quality = LinkQuality {
            echo: vec![echo(LossVerdict::Lossy, 900, 100, 1_000)],
            download: Some(download(900, 0)),
            at_least_kbit_s: 0,
        };
        let details: Vec<_> = judge(&quality).into_iter().map(|finding| finding.details).collect();
        let told: Vec<(&str, &str)> =
            details.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        let expected = [("lost", "7"), ("sent", "77"), ("high_ms", "1000"), ("low_ms", "100"), ("latency_ms", "900")];
        assert_eq!(told, expected);
    }
}
