//! What is remembered of the provider's word: over a restart without any network, by real processes; and how little is asked
//! again.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};
use wallet_doctor_core::config::{Case, Locale};
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Complaint, Diagnosis, Doctor, Symptom};
use wallet_doctor_provider::{Fault, FaultSet, ProviderOptions, World};
use wallet_doctor_tests::{finished, wallet_doctor};

async fn world(fault: Fault, folder: &Path) -> World {
    let options = ProviderOptions { faults: FaultSet::from(fault), ..ProviderOptions::default() };
    World::start(options, folder).await.expect("the world starts")
}

/// One process: starts, diagnoses, ends.
fn diagnosed(case: &Case, minutes_later: i64, folder: &Path) -> Value {
    let mut case = serde_json::to_value(case).expect("a case is JSON");
    case["app"]["clock_ahead_s"] = json!(minutes_later * 60);
    let file = folder.join("case.json");
    fs::write(&file, case.to_string()).expect("the case can be written");
    let mut command = wallet_doctor();
    command.arg("diagnose").arg("--config").arg(&file).args(["--symptom", "withdrawal_failed", "--json"]);
    let output = tokio::task::block_in_place(|| finished(&mut command));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

fn causes(visit: &Value) -> Vec<&str> {
    visit["causes"].as_array().expect("causes").iter().filter_map(|cause| cause["code"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn planned_maintenance_is_known_after_a_restart_without_any_network() {
    for (locale, title, age) in [
        (Locale::En, "Maintenance of withdrawals is planned", "20 minutes ago"),
        (Locale::ZhHans, "提现服务即将维护", "20 分钟前"),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let world = world(Fault::StatusMaintenanceSoon, folder.path()).await;
        let case = world.case(locale, None).expect("the world has a case");
        let online = diagnosed(&case, 0, folder.path());
        assert_eq!(causes(&online), ["provider.maintenance_scheduled"]);
        // Nothing is left that could answer.
        world.provider.stop().await;

        let offline = diagnosed(&case, 20, folder.path());
        let found = causes(&offline);
        assert_eq!(found.first(), Some(&"network.offline"), "{found:?}");
        assert!(found.contains(&"provider.maintenance_scheduled"), "{found:?}");
        let announced = offline["announcements"].as_array().expect("announcements");
        let planned = announced.iter().find(|it| it["title"] == title).unwrap_or_else(|| panic!("{announced:?}"));
        assert!(planned["as_of"].is_string(), "{planned}");
        assert!(planned["when"].as_str().expect("text").contains(age), "{planned}");

        // Two hours on, nobody can say whether it goes on; the plan says so.
        let later = diagnosed(&case, 120, folder.path());
        assert!(causes(&later).contains(&"provider.maintenance_in_progress"), "{:?}", causes(&later));
        let said = later["findings"].as_array().expect("findings");
        assert!(said.iter().any(|finding| finding["code"] == "status.maintenance_planned_now"), "{said:?}");
        // And after its end nothing is said of it.
        let over = diagnosed(&case, 300, folder.path());
        assert!(causes(&over).iter().all(|code| !code.starts_with("provider.")), "{:?}", causes(&over));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_asked_twice_and_later_only_whether_it_has_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = world(Fault::StatusDegraded, folder.path()).await;
    let mut case = world.case(Locale::En, None).expect("the world has a case");
    // The same document once more, under another name.
    let mut again = case.doctor.status_sources[0].clone();
    again.name = "again".to_owned();
    case.doctor.status_sources.push(again);
    let sources = case.doctor.status_sources.len();
    let diagnose = || async {
        let doctor = Doctor::open(case.doctor.clone(), world.host(&case)).expect("the doctor opens");
        doctor
            .diagnose(Complaint::new(Symptom::HistoryUnavailable), &NoProgress)
            .await
            .expect("a diagnosis never fails")
    };
    let first = diagnose().await;
    assert_eq!(first.observations.service.iter().filter(|seen| seen.report.known().is_some()).count(), sources);
    let asked = world.provider.status_requests();
    let mut paths: Vec<&str> = asked.iter().map(|request| request.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), asked.len(), "{asked:?}");
    assert!(asked.iter().all(|request| request.status == 200 && !request.conditional), "{asked:?}");

    // Documents are whole minutes' work: within one nothing changes, and across its end they do.
    let minute = || Timestamp::now().as_second() / 60;
    let mut last = minute();
    loop {
        let (before, begun) = (world.provider.status_requests().len(), minute());
        let next = diagnose().await;
        let words = |it: &Diagnosis| it.causes.iter().map(|cause| cause.code.clone()).collect::<Vec<_>>();
        assert_eq!(words(&first), words(&next));
        let again = &world.provider.status_requests()[before..];
        assert_eq!(again.len(), asked.len(), "{again:?}");
        assert!(again.iter().all(|request| request.conditional), "{again:?}");
        if begun == last && minute() == begun {
            assert!(again.iter().all(|request| request.status == 304), "{again:?}");
            break;
        }
        last = minute();
    }
    world.provider.stop().await;
}
