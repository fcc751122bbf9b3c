//! Sentences and advice, with and without their figures, in both languages.

use super::super::Fact;
use super::*;
use crate::config::Locale;
use jiff::tz::TimeZone;

fn teller(locale: Locale) -> Teller {
    Teller::new(Audience {
        locale,
        provider: "Example Pay".into(),
        zone: TimeZone::fixed(jiff::tz::offset(8)),
        now: "2026-03-01T04:00:00Z".parse().unwrap(),
        true_now: "2026-03-01T04:00:00Z".parse().unwrap(),
        spread: 0,
    })
}

#[test]
fn times_are_the_persons_own() {
    let finding = Finding::new(Fact::StatusMaintenanceNow, "page")
        .with("title", "Database")
        .with("from", "2026-03-01T03:30:00Z")
        .with("until", "2026-03-01T06:00:00Z");
    assert!(teller(Locale::En).finding(&finding).contains("14:00"));
    assert!(teller(Locale::ZhHans).finding(&finding).contains("14:00"));
    let tomorrow = finding.with("until", "2026-03-01T20:00:00Z");
    assert!(teller(Locale::En).finding(&tomorrow).contains("2 Mar, 04:00"));
    assert!(teller(Locale::ZhHans).finding(&tomorrow).contains("3月2日 04:00"));
}

#[test]
fn a_window_is_told_by_how_far_off_it_is_and_how_long_it_lasts() {
    let soon = Finding::new(Fact::StatusMaintenanceSoon, "page")
        .with("from", "2026-03-01T04:40:00Z")
        .with("until", "2026-03-01T06:40:00Z")
        .with("also", "announcements");
    let en = teller(Locale::En).finding(&soon);
    assert_eq!(en, "page, announcements: maintenance is planned in 40 minutes, from 12:40, for about 2 hours.");
    let zh = teller(Locale::ZhHans).finding(&soon);
    assert_eq!(zh, "page、announcements：计划在 40 分钟后（12:40）开始维护，大约 2 小时。");
    let overrun = Finding::new(Fact::StatusMaintenanceOverrun, "page").with("until", "2026-03-01T03:30:00Z");
    assert!(teller(Locale::En).finding(&overrun).contains("30 minutes beyond its planned end at 11:30"));
    assert!(teller(Locale::ZhHans).finding(&overrun).contains("原定 11:30 结束，已超过 30 分钟"));
}

#[test]
fn no_sentence_is_left_with_an_unfilled_figure() {
    for locale in Locale::ALL {
        let teller = teller(*locale);
        for code in FindingCode::all() {
            let finding = [
                "host",
                "cached",
                "synced",
                "difference",
                "since",
                "transactions",
                "operations",
                "bytes",
                "oldest",
                "title",
                "status",
                "size",
                "unit",
                "direction",
                "from",
                "until",
                "lost",
                "sent",
                "low_ms",
                "high_ms",
                "latency_ms",
                "kbit_s",
                "parts",
                "by",
                "as_of",
                "free_mb",
                "version",
                "minimum",
                "latest",
                "count",
                "places",
                "field",
                "fault",
                "amount",
                "maximum",
                "missed_by",
                "asset",
                "available",
                "needed",
                "held",
                "limit",
                "left",
                "fee",
                "total",
                "expected_by",
            ]
            .iter()
            .fold(Finding::new(code, "x"), |finding, key| finding.with(key, "1"));
            let text = teller.finding(&finding);
            assert!(!text.contains('{') && !text.contains('$'), "{locale} {code}: {text}");
            assert!(!text.starts_with("fact-") && !text.starts_with("failure-"), "{text}");
        }
    }
}

#[test]
fn every_cause_reads_well_with_and_without_figures() {
    for locale in Locale::ALL {
        for rule in &super::super::causes::Causes::built_in().causes {
            for strongest in rule.for_weights.keys() {
                let bare = Finding::new(*strongest, "x");
                let details = [
                    "host",
                    "cached",
                    "title",
                    "from",
                    "until",
                    "retry_after_s",
                    "parts",
                    "as_of",
                    "missing",
                    "since",
                    "amount",
                    "asset",
                    "minimum",
                    "maximum",
                    "missed_by",
                    "available",
                    "needed",
                    "held",
                    "limit",
                    "left",
                    "fee",
                    "total",
                    "free_from",
                    "free_until",
                    "count",
                    "late_minutes",
                    "version",
                    "latest",
                    "free_mb",
                    "expected_by",
                    "transactions",
                    "field",
                    "fault",
                ];
                let full = details.iter().fold(bare.clone(), |finding, key| finding.with(key, "2026-03-01T06:00:00Z"));
                for finding in [bare.with("from", "2026-03-01T06:00:00Z"), full] {
                    let ranked = Ranked {
                        rule: rule.clone(),
                        confidence: 0.9,
                        evidence_for: vec![finding],
                        evidence_against: Vec::new(),
                    };
                    let Advice { headline, money, retry, steps, try_again_at: _, after_remedy, have_ready } =
                        teller(*locale).cause(ranked).advice;
                    let retry = retry.expect("every cause says whether to try again");
                    let texts = [headline, money, retry];
                    for text in texts.iter().chain(&steps).chain(&after_remedy).chain(&have_ready) {
                        assert!(!text.is_empty() && !text.contains(['{', '$']), "{locale} {}: {text}", rule.code);
                    }
                    assert!(!steps.is_empty(), "{locale} {}", rule.code);
                }
            }
        }
    }
}
