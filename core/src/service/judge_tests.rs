//! What sources amount to, as tables: one alone, several that disagree, and words from memory.

use super::super::window::tests::work;
use super::*;
use crate::complaint::Symptom;
use crate::config::StatusFormat;
use crate::observation::KeptReport;
use crate::service::{Component, Incident, Maintenance, ServiceReport, ServiceState, WorkPhase};

const NOW: &str = "2026-03-01T12:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn page(overall: Option<ServiceState>, parts: &[(&str, ServiceState)]) -> ServiceReport {
    let component =
        |(name, state): &(&str, ServiceState)| Component { id: None, name: (*name).into(), state: Some(*state) };
    ServiceReport {
        overall,
        components: parts.iter().map(component).collect(),
        ..ServiceReport::empty(StatusFormat::StatuspageV2)
    }
}

fn fine() -> ServiceReport {
    page(Some(ServiceState::Operational), &[("Withdrawals", ServiceState::Operational)])
}

fn incident(title: &str, state: ServiceState, parts: &[&str]) -> Incident {
    Incident {
        id: None,
        title: title.into(),
        body: String::new(),
        state,
        over: false,
        components: parts.iter().map(|part| (*part).to_owned()).collect(),
        started_at: None,
        ends_at: None,
        updated_at: None,
    }
}

fn with_incident(incident: Incident) -> ServiceReport {
    ServiceReport { incidents: vec![incident], ..page(None, &[]) }
}

fn with_work(work: Maintenance) -> ServiceReport {
    ServiceReport { maintenances: vec![work], ..page(None, &[]) }
}

fn seen(source: &str, report: ServiceReport) -> SourceObservation {
    let report = Observed::Known { value: report, at: at(NOW), took_ms: 5 };
    SourceObservation {
        source: source.to_owned(),
        report,
        signed: false,
        age_s: None,
        busy: false,
        retry_after_s: None,
        kept: None,
    }
}

fn silent(source: &str, why: UnknownWhy, kept: Option<(ServiceReport, &str)>) -> SourceObservation {
    SourceObservation {
        source: source.to_owned(),
        report: Observed::Unknown { why, detail: None, at: at(NOW), took_ms: 5 },
        signed: false,
        age_s: None,
        busy: false,
        retry_after_s: None,
        kept: kept.map(|(report, fetched_at)| KeptReport { report, fetched_at: at(fetched_at) }),
    }
}

fn updated(report: ServiceReport, at: &str) -> ServiceReport {
    ServiceReport { updated_at: at.parse().ok(), ..report }
}

fn judged(sources: &[SourceObservation]) -> Vec<Finding> {
    let tried = Tried::new(Symptom::WithdrawalFailed, None, "Example Pay", &[]);
    judge(sources, &tried, at(NOW))
}

/// Code and source, without the family's name.
fn codes(sources: &[SourceObservation]) -> Vec<String> {
    let short = |finding: &Finding| {
        let code = finding.code.to_string();
        format!("{} {}", finding.subject, code.strip_prefix("status.").unwrap_or(&code))
    };
    judged(sources).iter().map(short).collect()
}

fn alone(report: ServiceReport) -> Vec<String> {
    codes(&[seen("page", report)])
}

#[test]
fn a_window_is_told_by_where_now_lies() {
    use WorkPhase::{InProgress, Planned};
    let cases = [
        (Some(InProgress), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z", "page maintenance_now"),
        (Some(InProgress), "2026-03-01T11:00:00Z", "2026-03-01T11:30:00Z", "page maintenance_overrun"),
        (Some(InProgress), "2026-02-20T11:00:00Z", "2026-02-20T11:30:00Z", "page maintenance_perhaps"),
        (Some(Planned), "2026-03-01T12:40:00Z", "2026-03-01T14:40:00Z", "page maintenance_soon"),
    ];
    for (phase, from, until, wanted) in cases {
        assert_eq!(alone(with_work(work(phase, from, until))), [wanted]);
    }
    for over in [Some(WorkPhase::Over), Some(WorkPhase::Cancelled)] {
        assert!(alone(with_work(work(over, "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z"))).is_empty());
    }
}

#[test]
fn what_does_not_matter_accuses_nobody() {
    let elsewhere = [("Withdrawals", ServiceState::Operational), ("Marketing site", ServiceState::Outage)];
    let report = page(Some(ServiceState::Outage), &elsewhere);
    assert_eq!(alone(report.clone()), ["page elsewhere", "page operational"]);
    let told = judged(&[seen("page", report)]);
    assert_eq!(told[1].details["parts"], "Withdrawals");
    let incident = incident("Blog is down", ServiceState::Outage, &["Marketing site"]);
    assert_eq!(alone(with_incident(incident)), ["page elsewhere"]);
}

#[test]
fn what_matters_is_told_with_its_part() {
    let down = [("Withdrawals", ServiceState::Outage), ("Payments", ServiceState::Operational)];
    let told = judged(&[seen("page", page(Some(ServiceState::Outage), &down))]);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].code, told[0].details["parts"].as_str()), (Fact::StatusOutage.into(), "Withdrawals"));
    let slow = [("Withdrawals", ServiceState::Degraded), ("Payments", ServiceState::Outage)];
    assert_eq!(alone(page(Some(ServiceState::Outage), &slow)), ["page degraded", "page elsewhere"]);
}

#[test]
fn a_part_whose_name_says_nothing_matters_perhaps() {
    let parts = [("Gateway EU-2", ServiceState::Outage), ("Withdrawals", ServiceState::Operational)];
    assert_eq!(alone(page(Some(ServiceState::Outage), &parts)), ["page trouble_perhaps"]);
}

#[test]
fn a_summary_speaks_for_the_whole_where_nothing_works_or_nothing_is_named() {
    let parts = [("a", ServiceState::Outage), ("b", ServiceState::Outage)];
    let found = alone(page(Some(ServiceState::Outage), &parts));
    assert!(found.contains(&"page outage".to_owned()), "{found:?}");
    assert_eq!(alone(page(Some(ServiceState::Degraded), &[])), ["page degraded"]);
    assert_eq!(alone(page(Some(ServiceState::Maintenance), &[])), ["page maintenance_now"]);
    let named = ServiceReport {
        overall: Some(ServiceState::Degraded),
        ..with_incident(incident("Marketing emails are late", ServiceState::Degraded, &[]))
    };
    assert_eq!(alone(named), ["page elsewhere"], "the summary is of what is named");
}

#[test]
fn with_every_part_of_the_wallet_down_no_complaint_is_about_something_else() {
    let opening = |parts: &[(&str, ServiceState)]| -> Vec<String> {
        let tried = Tried::new(Symptom::AccountOpeningFailed, None, "Example Pay", &[]);
        let told = judge(&[seen("page", page(Some(ServiceState::Outage), parts))], &tried, at(NOW));
        told.iter().map(|finding| finding.code.to_string()).collect()
    };
    let (down, up) = (ServiceState::Outage, ServiceState::Operational);
    let all = [("Deposits", down), ("Payments", down), ("Marketing site", up)];
    assert!(opening(&all).contains(&"status.outage".to_owned()), "{:?}", opening(&all));
    assert_eq!(opening(&[("Deposits", down), ("Payments", up)]), ["status.elsewhere"]);
    assert_eq!(opening(&[("Deposits", down)]), ["status.elsewhere"], "one part may be all that the page lists");
}

#[test]
fn a_worse_part_is_not_hidden_by_a_smaller_incident_about_it() {
    let report = ServiceReport {
        incidents: vec![incident("Slow", ServiceState::Degraded, &["Withdrawals"])],
        ..page(
            Some(ServiceState::Outage),
            &[("Withdrawals", ServiceState::Outage), ("Payments", ServiceState::Operational)],
        )
    };
    assert_eq!(alone(report), ["page degraded", "page outage"]);
}

#[test]
fn maintenance_takes_the_blame_for_what_does_not_work() {
    let report = ServiceReport {
        maintenances: vec![work(Some(WorkPhase::InProgress), "2026-03-01T11:30:00Z", "2026-03-01T13:30:00Z")],
        ..page(Some(ServiceState::Maintenance), &[("Withdrawals", ServiceState::Maintenance)])
    };
    assert_eq!(alone(report), ["page maintenance_now"]);
}

#[test]
fn parts_that_are_still_under_maintenance_tell_that_it_has_overrun() {
    let of = |until: &str, part: ServiceState| {
        let mut ended = work(None, "2026-03-01T10:00:00Z", until);
        ended.components = vec!["Withdrawals".into()];
        alone(ServiceReport { maintenances: vec![ended], ..page(None, &[("Withdrawals", part)]) })
    };
    assert_eq!(of("2026-03-01T11:30:00Z", ServiceState::Maintenance), ["page maintenance_overrun"]);
    assert_eq!(of("2026-03-01T11:30:00Z", ServiceState::Operational), ["page operational"]);
    assert_eq!(of("2026-03-01T13:00:00Z", ServiceState::Maintenance), ["page maintenance_now"]);
}

#[test]
fn what_matters_most_is_named_first() {
    let names = ["Deposits", "Transfers", "Payments", "Withdrawals"];
    let told = judged(&[seen("page", with_incident(incident("Down", ServiceState::Outage, &names)))]);
    assert_eq!(told[0].details["parts"], "Withdrawals, Deposits, Transfers");
    // What is said of a part without a title takes nothing from what is said with one.
    let report = ServiceReport {
        components: vec![Component { id: None, name: "API".into(), state: Some(ServiceState::Outage) }],
        ..with_incident(incident("Withdrawals fail", ServiceState::Outage, &["Withdrawals"]))
    };
    let told = judged(&[seen("page", report)]);
    assert_eq!(
        (told[0].details["title"].as_str(), told[0].details["parts"].as_str()),
        ("Withdrawals fail", "Withdrawals")
    );
}

#[test]
fn parts_that_are_out_together_are_named_together() {
    let out = [("Withdrawals", ServiceState::Outage), ("Bank channels", ServiceState::Outage)];
    let told = judged(&[seen("page", page(None, &out))]);
    assert_eq!((told.len(), told[0].details["parts"].as_str()), (1, "Withdrawals, Bank channels"));
}

#[test]
fn an_incident_accounts_for_all_of_its_parts() {
    let names = ["Withdrawals", "Transfers", "Payments", "Deposits", "Sign-in"];
    let report = ServiceReport {
        incidents: vec![incident("All is down", ServiceState::Outage, &names)],
        ..page(Some(ServiceState::Outage), &names.map(|name| (name, ServiceState::Outage)))
    };
    assert_eq!(alone(report), ["page outage"]);
}

#[test]
fn incidents_that_are_over_or_not_begun_are_none() {
    let mut over = incident("x", ServiceState::Outage, &[]);
    over.over = true;
    let mut later = incident("x", ServiceState::Outage, &[]);
    later.started_at = Some(at("2026-03-01T13:00:00Z"));
    let mut ended = incident("x", ServiceState::Outage, &[]);
    ended.ends_at = Some(at("2026-03-01T11:00:00Z"));
    for none in [over, later, ended] {
        assert!(alone(with_incident(none)).is_empty());
    }
}

#[test]
fn an_incident_of_which_nobody_has_spoken_for_long_was_perhaps_forgotten() {
    for (spoken, wanted) in [("2026-02-27T12:00:00Z", "page outage"), ("2026-02-20T12:00:00Z", "page trouble_perhaps")]
    {
        let mut open = incident("x", ServiceState::Outage, &[]);
        open.started_at = Some(at("2025-01-01T00:00:00Z"));
        open.updated_at = spoken.parse().ok();
        assert_eq!(alone(with_incident(open)), [wanted]);
    }
}

#[test]
fn all_well_is_said_only_by_a_source_that_says_so() {
    assert_eq!(alone(fine()), ["page operational"]);
    assert!(alone(page(None, &[])).is_empty());
    let health = ServiceReport { format: StatusFormat::HealthJson, ..fine() };
    assert_eq!(alone(health), ["page answers"], "one machine's word is none about withdrawals");
}

#[test]
fn of_two_windows_of_one_source_the_one_that_lasts_longer_is_told_and_the_one_that_comes_sooner() {
    let in_progress = |until: &str| work(Some(WorkPhase::InProgress), "2026-03-01T11:00:00Z", until);
    let planned = |from: &str| work(Some(WorkPhase::Planned), from, "2026-03-01T23:00:00Z");
    let works = vec![
        in_progress("2026-03-01T13:00:00Z"),
        in_progress("2026-03-01T14:00:00Z"),
        planned("2026-03-01T20:00:00Z"),
        planned("2026-03-01T18:00:00Z"),
    ];
    let told = judged(&[seen("page", ServiceReport { maintenances: works, ..page(None, &[]) })]);
    let shown: Vec<&str> =
        told.iter().zip(["until", "from"]).map(|(finding, key)| finding.details[key].as_str()).collect();
    assert_eq!(shown, ["2026-03-01T14:00:00Z", "2026-03-01T18:00:00Z"]);
}

#[test]
fn from_memory_only_what_was_planned_by_the_clock_counts() {
    let yesterday = "2026-02-28T12:00:00Z";
    let lost = |report| codes(&[silent("page", UnknownWhy::Unreachable, Some((report, yesterday)))]);
    let now = with_work(work(Some(WorkPhase::Planned), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z"));
    assert_eq!(lost(now.clone()), ["page unreachable", "page maintenance_planned_now"]);
    let soon = with_work(work(Some(WorkPhase::Planned), "2026-03-01T12:40:00Z", "2026-03-01T13:00:00Z"));
    assert_eq!(lost(soon), ["page unreachable", "page maintenance_soon"]);
    let outage = with_incident(incident("x", ServiceState::Outage, &[]));
    assert_eq!(lost(outage.clone()), ["page unreachable", "page last_known"]);
    assert_eq!(lost(fine()), ["page unreachable"]);
    let told = judged(&[silent("page", UnknownWhy::Unreachable, Some((now, yesterday)))]);
    assert_eq!(told[1].details["as_of"], yesterday);
    // Ten minutes old is still today's news, and says its age.
    let told = judged(&[silent("page", UnknownWhy::TimedOut, Some((outage, "2026-03-01T11:50:00Z")))]);
    assert_eq!(told[1].code, Fact::StatusOutage.into());
    assert_eq!(told[1].details["as_of"], "2026-03-01T11:50:00Z");
}

#[test]
fn what_a_cache_has_kept_too_long_is_no_news() {
    let mut stale = seen("page", with_incident(incident("x", ServiceState::Outage, &[])));
    stale.age_s = Some(3 * 3_600);
    assert_eq!(codes(&[stale]), ["page last_known"]);
}

#[test]
fn whoever_goes_back_in_time_is_told_and_the_newer_word_counts() {
    let mut back =
        seen("page", updated(with_incident(incident("x", ServiceState::Outage, &[])), "2026-03-01T09:00:00Z"));
    back.kept =
        Some(KeptReport { report: updated(fine(), "2026-03-01T11:00:00Z"), fetched_at: at("2026-03-01T11:55:00Z") });
    assert_eq!(codes(&[back]), ["page lagging", "page operational"]);
}

#[test]
fn the_service_itself_may_ask_to_be_left_alone_and_so_may_its_status_page() {
    let busy = ServiceReport { format: StatusFormat::PlainHttp, ..page(Some(ServiceState::Degraded), &[]) };
    let mut busy = seen("api", busy);
    busy.busy = true;
    busy.retry_after_s = Some(120);
    let told = judged(&[busy]);
    assert_eq!((told[0].code, told[0].details["retry_after_s"].as_str()), (Fact::StatusBusy.into(), "120"));
    let mut busy = silent("page", UnknownWhy::HttpStatus, None);
    busy.busy = true;
    assert_eq!(codes(&[busy]), ["page page_busy"]);
}

#[test]
fn a_source_without_a_word_is_told_by_why() {
    let table = [
        (UnknownWhy::Unreadable, "page unreadable"),
        (UnknownWhy::Redirected, "page unreadable"),
        (UnknownWhy::TooLarge, "page unreadable"),
        (UnknownWhy::Truncated, "page unreadable"),
        (UnknownWhy::BadSignature, "page bad_signature"),
        (UnknownWhy::TimedOut, "page unreachable"),
        (UnknownWhy::HttpStatus, "page unreachable"),
    ];
    for (why, wanted) in table {
        assert_eq!(codes(&[silent("page", why, None)]), [wanted]);
    }
}

#[test]
fn thousands_of_incidents_are_a_handful_of_findings() {
    let incidents = (0..1_000).map(|_| incident("x", ServiceState::Outage, &[])).collect();
    let report = ServiceReport { incidents, ..page(None, &[]) };
    assert_eq!(alone(report), ["page outage"]);
}

#[path = "judge_together_tests.rs"]
mod together;
