//! Several sources, and what they amount to together.

use super::*;

#[test]
fn of_one_thing_that_two_sources_say_the_newer_is_told_and_both_are_named() {
    let window = |until: &str| work(Some(WorkPhase::InProgress), "2026-03-01T11:00:00Z", until);
    let old = updated(with_work(window("2026-03-01T13:00:00Z")), "2026-03-01T09:00:00Z");
    let new = updated(with_work(window("2026-03-01T15:00:00Z")), "2026-03-01T11:00:00Z");
    for sources in [[seen("a", old.clone()), seen("b", new.clone())], [seen("b", new), seen("a", old)]] {
        let told = judged(&sources);
        assert_eq!(told.len(), 1);
        let shown = |key: &str| told[0].details[key].as_str();
        assert_eq!((told[0].subject.as_str(), shown("also"), shown("until")), ("b", "a", "2026-03-01T15:00:00Z"));
    }
}

#[test]
fn maintenance_that_goes_on_beats_all_is_well() {
    let works = with_work(work(Some(WorkPhase::InProgress), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z"));
    let works = updated(works, "2026-03-01T10:00:00Z");
    let newer = updated(fine(), "2026-03-01T11:59:00Z");
    assert_eq!(codes(&[seen("page", newer), seen("news", works)]), ["page contradicted", "news maintenance_now"]);
}

#[test]
fn of_trouble_and_all_is_well_what_was_changed_last_counts() {
    let trouble = |changed: &str| updated(with_incident(incident("x", ServiceState::Outage, &[])), changed);
    let well = |changed: &str| updated(fine(), changed);
    let (early, late) = ("2026-03-01T09:00:00Z", "2026-03-01T11:00:00Z");
    assert_eq!(codes(&[seen("a", trouble(early)), seen("b", well(late))]), ["a contradicted", "b operational"]);
    assert_eq!(codes(&[seen("a", trouble(late)), seen("b", well(early))]), ["b contradicted", "a outage"]);
    for unknown in [[seen("a", trouble("")), seen("b", well(late))], [seen("a", trouble(late)), seen("b", well(late))]]
    {
        assert_eq!(codes(&unknown), ["a outage", "b operational"], "both stand and weigh against each other");
    }
}

#[test]
fn what_a_service_measures_of_itself_counts_as_of_now() {
    let health = |state| ServiceReport { format: StatusFormat::Actuator, ..page(Some(state), &[]) };
    let well = updated(fine(), "2026-03-01T11:59:00Z");
    let down = [seen("page", well.clone()), seen("health", health(ServiceState::Outage))];
    assert_eq!(codes(&down), ["page contradicted", "health self_down"]);
    let trouble = updated(with_incident(incident("x", ServiceState::Outage, &[])), "2026-03-01T11:00:00Z");
    let up = [seen("page", trouble), seen("health", health(ServiceState::Operational))];
    assert_eq!(codes(&up), ["page outage", "health answers"], "it knows nothing of what people can't do");
}

#[test]
fn a_mirror_that_lags_behind_its_page_does_not_count() {
    let of_page = |report, changed| ServiceReport { page: Some("p".into()), ..updated(report, changed) };
    let old = of_page(with_incident(incident("x", ServiceState::Outage, &[])), "2026-03-01T09:00:00Z");
    let new = of_page(fine(), "2026-03-01T11:00:00Z");
    assert_eq!(codes(&[seen("mirror", old), seen("page", new)]), ["mirror lagging", "page operational"]);
}

#[test]
fn what_another_source_has_closed_is_closed() {
    let named = |phase, changed: &str| Maintenance {
        id: Some("m-1".into()),
        updated_at: changed.parse().ok(),
        ..work(Some(phase), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z")
    };
    let open = with_work(named(WorkPhase::InProgress, "2026-03-01T11:00:00Z"));
    let closed = with_work(named(WorkPhase::Over, "2026-03-01T11:30:00Z"));
    assert!(codes(&[seen("a", open.clone()), seen("b", closed.clone())]).is_empty());
    let closed_before = with_work(named(WorkPhase::Over, "2026-03-01T10:30:00Z"));
    assert_eq!(codes(&[seen("a", open), seen("b", closed_before)]), ["a maintenance_now"]);
}

#[test]
fn what_has_the_same_id_elsewhere_is_something_else() {
    let named = |id: &str, title: &str, over: bool, changed: &str| Incident {
        id: Some(id.into()),
        over,
        updated_at: changed.parse().ok(),
        ..incident(title, ServiceState::Outage, &["Withdrawals"])
    };
    let open = with_incident(named("12", "Withdrawals fail", false, "2026-03-01T11:00:00Z"));
    let other = with_incident(named("12", "Newsletter is late", true, "2026-03-01T11:30:00Z"));
    assert_eq!(codes(&[seen("a", open.clone()), seen("b", other)]), ["a outage"]);
    let work = Maintenance {
        id: Some("12".into()),
        title: "Withdrawals fail".into(),
        updated_at: "2026-03-01T11:30:00Z".parse().ok(),
        ..work(Some(WorkPhase::Over), "2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z")
    };
    assert_eq!(codes(&[seen("a", open.clone()), seen("b", with_work(work))]), ["a outage"], "a maintenance");
    let same = with_incident(named("12", "Withdrawals fail", true, "2026-03-01T11:30:00Z"));
    assert!(codes(&[seen("a", open), seen("b", same)]).is_empty());
}

#[test]
fn nobody_is_right_because_of_a_date_that_is_still_to_come() {
    let trouble = updated(with_incident(incident("x", ServiceState::Outage, &[])), "2026-03-01T11:00:00Z");
    let ahead = updated(fine(), "2099-01-01T00:00:00Z");
    assert_eq!(codes(&[seen("a", trouble.clone()), seen("b", ahead.clone())]), ["a outage", "b operational"]);
    let of_page = |report: ServiceReport| ServiceReport { page: Some("p".into()), ..report };
    let mirrored = codes(&[seen("a", of_page(trouble)), seen("b", of_page(ahead))]);
    assert_eq!(mirrored, ["a outage", "b operational"]);
}

#[test]
fn what_is_signed_is_not_overruled_by_what_is_not() {
    let of_page = |report, changed| ServiceReport { page: Some("p".into()), ..updated(report, changed) };
    let trouble = of_page(with_incident(incident("x", ServiceState::Outage, &[])), "2026-03-01T09:00:00Z");
    let signed = SourceObservation { signed: true, ..seen("signed", trouble) };
    let newer = seen("page", of_page(fine(), "2026-03-01T11:00:00Z"));
    assert_eq!(codes(&[newer.clone(), signed.clone()]), ["page operational", "signed outage"]);
    let also_signed = SourceObservation { signed: true, ..newer };
    assert_eq!(codes(&[also_signed, signed]), ["signed lagging", "page operational"]);
}

#[test]
fn what_may_not_matter_overrules_nobody() {
    let unclear = incident("Gateway EU-2", ServiceState::Outage, &["Gateway EU-2"]);
    let forgotten = with_work(work(Some(WorkPhase::InProgress), "2025-03-01T11:00:00Z", "2025-03-01T13:00:00Z"));
    let well = updated(fine(), "2026-03-01T11:59:00Z");
    let found = codes(&[seen("page", well.clone()), seen("mirror", forgotten)]);
    assert_eq!(found, ["page operational", "mirror maintenance_perhaps"]);
    let found = codes(&[seen("page", well), seen("other", with_incident(unclear))]);
    assert_eq!(found, ["page operational", "other trouble_perhaps"]);
}

#[test]
fn a_plan_from_memory_gives_way_to_whoever_knows_better() {
    let planned = with_work(work(Some(WorkPhase::Planned), "2026-03-01T11:00:00Z", "2026-03-01T13:00:00Z"));
    let lost = silent("page", UnknownWhy::Unreachable, Some((planned, "2026-02-28T12:00:00Z")));
    let outage = seen("news", with_incident(incident("x", ServiceState::Outage, &[])));
    assert_eq!(codes(&[lost, outage]), ["page unreachable", "page contradicted", "news outage"]);
}

#[test]
fn sources_that_speak_of_different_things_speak_for_themselves() {
    let withdrawals = with_incident(incident("Withdrawals fail", ServiceState::Outage, &["Withdrawals"]));
    let database = with_incident(incident("Database down", ServiceState::Outage, &["Database"]));
    let told = judged(&[seen("a", withdrawals), seen("b", database)]);
    let shown: Vec<(&str, &str, &str)> = told
        .iter()
        .map(|it| (it.subject.as_str(), it.details["parts"].as_str(), it.details["also"].as_str()))
        .collect();
    assert_eq!(shown, [("a", "Withdrawals", ""), ("b", "Database", "")]);
}

#[test]
fn what_is_overruled_is_told_once() {
    let many = (0..500).map(|i| (format!("Gateway {i}"), ServiceState::Outage)).collect::<Vec<_>>();
    let parts: Vec<(&str, ServiceState)> = many.iter().map(|(name, state)| (name.as_str(), *state)).collect();
    let trouble = updated(page(None, &parts), "2026-03-01T09:00:00Z");
    let found = codes(&[seen("a", trouble), seen("b", updated(fine(), "2026-03-01T11:00:00Z"))]);
    assert_eq!(found, ["a contradicted", "b operational"]);
}
