//! What the pages say, fault by fault.

use super::*;
use crate::fault::Fault;

fn now() -> Timestamp {
    "2026-03-04T05:06:07Z".parse().unwrap()
}

fn with(faults: &[Fault]) -> Value {
    summary(&State::of(&faults.iter().copied().collect(), now()))
}

fn component_statuses(page: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    page["components"].as_array().unwrap().iter().map(|c| (text(&c["name"]), text(&c["status"]))).collect()
}

fn not_operational(page: &Value) -> Vec<String> {
    component_statuses(page).into_iter().filter(|(_, status)| status != "operational").map(|(name, _)| name).collect()
}

#[test]
fn a_healthy_page_is_operational_throughout() {
    let page = with(&[]);
    assert_eq!(page["status"]["indicator"], "none");
    assert_eq!(component_statuses(&page).len(), 6);
    assert!(not_operational(&page).is_empty());
    assert_eq!(page["incidents"], json!([]));
    assert_eq!(page["scheduled_maintenances"], json!([]));
    assert_eq!(page["page"]["updated_at"], "2026-03-04T05:06:00.000Z");
    assert!(page["components"][0]["description"].is_null());
}

#[test]
fn faults_of_other_layers_do_not_show() {
    let shows = |fault: &Fault| fault.name().starts_with("status_");
    for fault in Fault::ALL.iter().filter(|fault| !shows(fault)) {
        assert_eq!(with(&[*fault]), with(&[]), "{fault}");
    }
}

#[test]
fn a_major_outage_spares_only_the_marketing_site() {
    let page = with(&[Fault::StatusMajorOutage]);
    assert_eq!(page["status"]["indicator"], "critical");
    assert_eq!(not_operational(&page).len(), 5);
    assert_eq!(page["components"][5]["status"], "operational");
    let incident = &page["incidents"][0];
    assert_eq!((incident["impact"].as_str(), incident["status"].as_str()), (Some("critical"), Some("identified")));
    assert!(incident["resolved_at"].is_null());
    assert_eq!(incident["incident_updates"][0]["affected_components"][0]["new_status"], "major_outage");
}

#[test]
fn degraded_is_one_component_and_a_minor_open_incident() {
    let page = with(&[Fault::StatusDegraded]);
    assert_eq!(page["status"]["indicator"], "minor");
    assert_eq!(not_operational(&page), ["Balance and history"]);
    assert_eq!(page["components"][3]["status"], "degraded_performance");
    assert_eq!(page["incidents"][0]["impact"], "minor");
    assert!(page["incidents"][0]["resolved_at"].is_null());
}

#[test]
fn maintenance_now_covers_now() {
    let page = with(&[Fault::StatusMaintenanceNow]);
    assert_eq!(page["status"]["indicator"], "maintenance");
    assert_eq!(page["components"][0]["status"], "under_maintenance");
    let maintenance = &page["scheduled_maintenances"][0];
    assert_eq!(maintenance["status"], "in_progress");
    assert_eq!(maintenance["scheduled_for"], "2026-03-04T04:36:00.000Z");
    assert_eq!(maintenance["scheduled_until"], "2026-03-04T06:36:00.000Z");
    assert_eq!(maintenance["components"][0]["name"], "Withdrawals");
}

#[test]
fn maintenance_soon_is_planned_and_changes_nothing_yet() {
    let page = with(&[Fault::StatusMaintenanceSoon]);
    assert_eq!(page["status"]["indicator"], "none");
    assert!(not_operational(&page).is_empty());
    let maintenance = &page["scheduled_maintenances"][0];
    assert_eq!(maintenance["status"], "scheduled");
    assert_eq!(maintenance["scheduled_for"], "2026-03-04T05:46:00.000Z");
    assert_eq!(maintenance["scheduled_until"], "2026-03-04T07:46:00.000Z");
    assert!(maintenance["incident_updates"][0]["affected_components"].is_null());
}

#[test]
fn degraded_and_both_maintenances_show_together() {
    let page = with(&[Fault::StatusDegraded, Fault::StatusMaintenanceNow, Fault::StatusMaintenanceSoon]);
    assert_eq!(page["status"]["indicator"], "minor");
    assert_eq!(not_operational(&page), ["Withdrawals", "Balance and history"]);
    assert_eq!(page["scheduled_maintenances"].as_array().unwrap().len(), 2);
}

#[test]
fn withdrawals_or_the_marketing_site_can_be_down_alone() {
    for (fault, name) in [(Fault::StatusWithdrawalsDown, "Withdrawals"), (Fault::StatusMarketingDown, "Marketing site")]
    {
        let page = with(&[fault]);
        assert_eq!(page["status"]["indicator"], "major", "{fault}");
        assert_eq!(not_operational(&page), [name]);
        assert_eq!(page["incidents"][0]["impact"], "major");
        assert_eq!(page["incidents"][0]["components"].as_array().unwrap().len(), 1);
        assert_eq!(page["incidents"][0]["components"][0]["name"], name);
        assert_eq!(page["incidents"][0]["components"][0]["status"], "major_outage");
    }
}

#[test]
fn maintenance_that_is_over_late_or_off_is_told_as_such() {
    let over = with(&[Fault::StatusMaintenanceOver]);
    assert_eq!(over["status"]["indicator"], "none");
    assert!(not_operational(&over).is_empty());
    assert_eq!(over["scheduled_maintenances"][0]["status"], "completed");
    assert_eq!(over["scheduled_maintenances"][0]["resolved_at"], "2026-03-04T04:36:00.000Z");

    let late = with(&[Fault::StatusMaintenanceOverrun]);
    assert_eq!(late["status"]["indicator"], "maintenance");
    assert_eq!(not_operational(&late), ["Withdrawals"]);
    assert_eq!(late["scheduled_maintenances"][0]["status"], "in_progress");
    assert_eq!(late["scheduled_maintenances"][0]["scheduled_until"], "2026-03-04T04:36:00.000Z");

    assert_eq!(with(&[Fault::StatusMaintenanceCancelled]), with(&[]));
}

#[test]
fn no_time_has_a_zone_when_none_should() {
    let text = with(&[Fault::StatusZonelessDates]).to_string();
    assert!(text.contains("\"scheduled_for\":\"2026-03-04T04:36:00.000\""), "{text}");
    assert!(!text.contains("00Z") && !text.contains("000Z"), "{text}");
}
