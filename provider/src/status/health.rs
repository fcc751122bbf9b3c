//! What the wallet's own services say of their health: Spring Boot's Actuator, `application/health+json`
//! (draft-inadarei-api-health-check-06), and an endpoint whose status code is all. The marketing site is none of them.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::part::{Part, PartState};
use super::state::State;

/// `GET /actuator/health` (<https://docs.spring.io/spring-boot/api/rest/actuator/health.html>). By default both `DOWN` and
/// `OUT_OF_SERVICE` come with 503.
pub(super) fn actuator(state: &State) -> (StatusCode, Value) {
    let mut components = Map::new();
    for part in Part::WALLET {
        let mut component = json!({ "status": actuator_status(state.part(part)) });
        match state.part(part) {
            PartState::Operational => {}
            PartState::Degraded => component["details"] = json!({ "slow": true }),
            PartState::Maintenance => component["details"] = json!({ "reason": "maintenance" }),
            PartState::Outage => component["details"] = json!({ "error": "java.net.ConnectException" }),
        }
        components.insert(camel_case(part).to_owned(), component);
    }
    components.insert("ping".to_owned(), json!({ "status": "UP" }));
    let worst = state.worst_of(&Part::WALLET);
    let code = match worst {
        PartState::Operational | PartState::Degraded => StatusCode::OK,
        PartState::Maintenance | PartState::Outage => StatusCode::SERVICE_UNAVAILABLE,
    };
    let groups = ["liveness", "readiness"];
    (code, json!({ "status": actuator_status(worst), "components": components, "groups": groups }))
}

/// Actuator has no word for slow.
fn actuator_status(state: PartState) -> &'static str {
    match state {
        PartState::Operational | PartState::Degraded => "UP",
        PartState::Maintenance => "OUT_OF_SERVICE",
        PartState::Outage => "DOWN",
    }
}

fn camel_case(part: Part) -> &'static str {
    match part {
        Part::Withdrawals => "withdrawals",
        Part::Transfers => "transfers",
        Part::Payments => "payments",
        Part::BalanceAndHistory => "balanceAndHistory",
        Part::SignIn => "signIn",
        Part::MarketingSite => "marketingSite",
    }
}

/// `GET /health`.
pub(super) fn health_json(state: &State) -> (StatusCode, Value) {
    let time = state.times.rfc3339(state.at);
    let mut checks = Map::new();
    for part in Part::WALLET {
        let condition = state.part(part);
        let mut check = json!({
            "componentId": part.id(),
            "componentType": "component",
            "status": health_status(condition),
            "time": time,
        });
        match condition {
            PartState::Operational | PartState::Degraded => {
                check["observedValue"] = json!(if condition == PartState::Operational { 213 } else { 9_420 });
                check["observedUnit"] = json!("ms");
            }
            PartState::Maintenance => check["output"] = json!("paused for maintenance"),
            PartState::Outage => {
                check["output"] = json!("no answer within 10 s");
                check["affectedEndpoints"] = json!([format!("https://api.wallet.test/v1/{}", part.slug())]);
            }
        }
        checks.insert(format!("{}:responseTime", part.slug()), json!([check]));
    }
    let status = health_status(state.worst_of(&Part::WALLET));
    let mut body = json!({
        "status": status,
        "version": "1",
        "releaseId": "5.2.1",
        "notes": state.works.iter().filter(|work| work.goes_on()).map(|work| work.latest()).collect::<Vec<_>>(),
        "checks": checks,
        "links": { "about": "https://status.wallet.test" },
        "serviceId": "wallet",
        "description": "health of the wallet's services",
    });
    if status == "pass" {
        return (StatusCode::OK, body);
    }
    body["output"] = json!(state.incidents.first().map_or("paused for maintenance", |each| each.words.title.en));
    let code = if status == "fail" { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (code, body)
}

fn health_status(state: PartState) -> &'static str {
    match state {
        PartState::Operational => "pass",
        PartState::Maintenance | PartState::Degraded => "warn",
        PartState::Outage => "fail",
    }
}

/// `GET /ping`.
pub(super) fn ping(state: &State) -> (StatusCode, &'static str) {
    match state.worst_of(&Part::WALLET) {
        PartState::Operational | PartState::Maintenance | PartState::Degraded => (StatusCode::OK, "pong\n"),
        PartState::Outage => (StatusCode::SERVICE_UNAVAILABLE, "unavailable\n"),
    }
}
