//! Every cause's advice, in both languages, as people read it: `tests/snapshots/advice.<locale>.txt`. A change of a text is a
//! change of a snapshot, to be read by somebody before it is committed. `UPDATE_SNAPSHOTS=1` writes them anew.

use std::fmt::Write;
use std::path::Path;

use jiff::tz::TimeZone;

use super::causes::{CauseRule, Causes};
use super::{Advice, Audience, Fact, Finding, FindingCode, Teller};
use crate::complaint::Symptom;
use crate::config::Locale;
use crate::observation::Observations;

/// Figures for every detail that a text may hold.
const FIGURES: &[(&str, &str)] = &[
    ("amount", "800.00"),
    ("asset", "CNY"),
    ("available", "798.50"),
    ("cached", "1530.50"),
    ("count", "3"),
    ("difference", "250.00"),
    ("direction", "out"),
    ("expected_by", "2026-03-02T03:00:00Z"),
    ("fault", "check_digit"),
    ("fee", "2.00"),
    ("field", "resident_id"),
    ("free_from", "2026-03-02T14:00:00Z"),
    ("free_mb", "12"),
    ("held", "201.50"),
    ("host", "api.example.com"),
    ("late_minutes", "45"),
    ("latest", "5.4.0"),
    ("left", "100.00"),
    ("limit", "1000.00"),
    ("maximum", "500.00"),
    ("minimum", "1000.00"),
    ("missed_by", "3.50"),
    ("missing", "id_photo, selfie"),
    ("needed", "802.00"),
    ("operations", "withdrawal, payment"),
    ("other", "USDC"),
    ("short_by", "2.00"),
    ("since", "2026-03-02T02:00:00Z"),
    ("synced", "1280.50"),
    ("taken", "on_top"),
    ("total", "802.00"),
    ("transactions", "W-1, W-2"),
    ("until", "2026-03-02T06:00:00Z"),
    ("version", "5.2.1"),
];

fn teller(locale: Locale) -> Teller {
    let now = "2026-03-02T04:00:00Z".parse().unwrap();
    let provider = match locale {
        Locale::ZhHans => "示例钱包",
        Locale::En => "Example Wallet",
    };
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    Teller::new(Audience { locale, provider: provider.to_owned(), zone, now, true_now: now, spread: 0 })
}

fn with_figures(code: FindingCode) -> Finding {
    FIGURES.iter().fold(Finding::new(code, "W-1"), |finding, (key, value)| finding.with(key, value))
}

/// What is said of each complaint whatever was found, or where nothing was.
fn of_symptoms(teller: &Teller) -> String {
    let mut text = String::from("\n# where nothing was found, and before anything else\n");
    for symptom in Symptom::ALL {
        write!(text, "\n{symptom}\n  {}\n", teller.nothing_found(*symptom, &Observations::nothing())).unwrap();
        writeln!(text, "  $ {}", teller.money_without_cause(*symptom)).unwrap();
        teller.urgent_steps(*symptom).iter().for_each(|step| writeln!(text, "  ! {step}").unwrap());
    }
    text
}

/// What is found with all its figures, and the same by a message that has none.
fn tellings(rule: &CauseRule) -> Vec<Finding> {
    let spoken = Finding::new(Fact::MessageSays, &rule.code).with("via", "phrase");
    std::iter::once(spoken).chain(rule.for_weights.keys().map(|code| with_figures(*code))).collect()
}

fn written(advice: &Advice, usual: &[String]) -> String {
    let Advice { headline, money, retry, steps, try_again_at: _, after_remedy, have_ready } = advice;
    let mut text = format!("  {headline}\n  $ {money}\n");
    retry.iter().for_each(|retry| writeln!(text, "  ~ {retry}").unwrap());
    let unusual: &[String] = if have_ready == usual { &[] } else { have_ready };
    for (mark, lines) in [("-", steps.as_slice()), ("+", after_remedy.as_slice()), ("?", unusual)] {
        lines.iter().for_each(|line| writeln!(text, "  {mark} {line}").unwrap());
    }
    text
}

#[test]
fn advice_is_as_it_was_read() {
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    for locale in Locale::ALL {
        let teller = teller(*locale);
        let usual = teller.advice(Causes::built_in().find("network.offline").unwrap(), None).have_ready;
        let mut text =
            String::from("# $ the money, ~ trying again, - steps, + after a remedy, ? what to have ready\n\n");
        writeln!(text, "usually\n  ? {}", usual.join("\n  ? ")).unwrap();
        for rule in &Causes::built_in().causes {
            let mut seen = Vec::new();
            for finding in tellings(rule) {
                let told = written(&teller.advice(rule, Some(&finding)), &usual);
                if !seen.contains(&told) {
                    write!(text, "\n{} ← {}\n{told}", rule.code, finding.code).unwrap();
                    seen.push(told);
                }
            }
        }
        text.push_str(&of_symptoms(&teller));
        text.push_str("\n# every finding, with its figures\n\n");
        let mut told = std::collections::BTreeSet::new();
        for code in FindingCode::all() {
            let sentence = teller.finding(&with_figures(code));
            if told.insert(sentence.clone()) {
                writeln!(text, "{code}: {sentence}").unwrap();
            }
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../tests/snapshots/advice.{locale}.txt"));
        if update {
            std::fs::write(&path, &text).unwrap();
        }
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(before == text, "{} differs; read it and set UPDATE_SNAPSHOTS=1", path.display());
    }
}
