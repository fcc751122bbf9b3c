//! The provider's own announcements, in every language it speaks.

use axum::http::StatusCode;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::answer;
use crate::fault::{Fault, FaultSet};
use crate::moment::{before, whole_minute};
use crate::status::{Window, window_now, window_soon};

/// The answer at `/announcements.json`.
pub(crate) fn answer(faults: &FaultSet) -> Response {
    answer::json(StatusCode::OK, &announcements(faults, Timestamp::now()))
}

/// The document: empty unless maintenance goes on or is planned.
fn announcements(faults: &FaultSet, now: Timestamp) -> Value {
    let mut list = Vec::new();
    if faults.contains(Fault::StatusMaintenanceNow) {
        list.push(in_progress(window_now(now)));
    }
    if faults.contains(Fault::StatusMaintenanceSoon) {
        list.push(planned(window_soon(now)));
    }
    let updated_at = before(whole_minute(now), SignedDuration::from_hours(1));
    json!({ "version": 1, "updated_at": updated_at.to_string(), "announcements": list })
}

fn in_progress(window: Window) -> Value {
    json!({
        "id": "maintenance-withdrawals-now",
        "severity": "warning",
        "kind": "maintenance",
        "components": ["withdrawals"],
        "starts_at": window.starts_at.to_string(),
        "ends_at": window.ends_at.to_string(),
        "title": {
            "zh-Hans": "提现服务正在维护",
            "en": "Withdrawals are under maintenance",
        },
        "body": {
            "zh-Hans": "我们正在维护提现服务。维护期间提交的提现会排队，维护结束后继续处理。您的余额不受影响。",
            "en": "We are working on withdrawals. A withdrawal that you make now waits in line and goes on when we are done. \
                   Your balance is not affected.",
        },
    })
}

fn planned(window: Window) -> Value {
    json!({
        "id": "maintenance-withdrawals-soon",
        "severity": "info",
        "kind": "maintenance",
        "components": ["withdrawals"],
        "starts_at": window.starts_at.to_string(),
        "ends_at": window.ends_at.to_string(),
        "title": {
            "zh-Hans": "提现服务即将维护",
            "en": "Maintenance of withdrawals is planned",
        },
        "body": {
            "zh-Hans": "提现服务即将进行约两小时的维护。如果急需提现，请在维护开始前提交。您的余额不受影响。",
            "en": "Withdrawals will pause for about two hours. If yours is urgent, make it before then. \
                   Your balance is not affected.",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-03-04T05:06:07Z".parse().unwrap()
    }

    #[test]
    fn a_healthy_provider_announces_nothing() {
        let document = announcements(&FaultSet::none(), now());
        assert_eq!(document["version"], 1);
        assert_eq!(document["announcements"], json!([]));
    }

    #[test]
    fn maintenance_is_announced_in_both_languages_with_its_window() {
        let faults = FaultSet::from([Fault::StatusMaintenanceNow, Fault::StatusMaintenanceSoon]);
        let document = announcements(&faults, now());
        let list = document["announcements"].as_array().unwrap();
        assert_eq!(list.len(), 2);
        for item in list {
            for part in ["title", "body"] {
                for language in ["zh-Hans", "en"] {
                    assert!(item[part][language].as_str().is_some_and(|text| !text.is_empty()));
                }
            }
        }
        assert_eq!(list[0]["starts_at"], "2026-03-04T04:36:00Z");
        assert_eq!(list[0]["ends_at"], "2026-03-04T06:36:00Z");
        assert_eq!(list[1]["starts_at"], "2026-03-04T05:46:00Z");
        assert_eq!(list[1]["ends_at"], "2026-03-04T07:46:00Z");
    }
}
