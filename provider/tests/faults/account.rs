//! The account's endpoint: well, frozen, contradicting itself, in another shape, and no JSON at all.

use wallet_doctor_core::account::{AccountState, IdentityState, RestrictionReason, SessionState};
use wallet_doctor_provider::{Fault, Provider};

use crate::client::*;

const OWN: [Fault; 4] =
    [Fault::AccountWrongShape, Fault::AccountContradictory, Fault::AccountGarbage, Fault::AccountFrozen];

async fn state(provider: &Provider) -> AccountState {
    serde_json::from_value(json(get(provider, &provider.account_url()).await).await).unwrap()
}

#[tokio::test]
async fn a_healthy_account_is_verified_and_not_restricted() {
    for fault in [None, Some(Fault::BalanceUnexplained), Some(Fault::StatusGarbage)] {
        let state = state(&provider(fault).await).await;
        assert_eq!((state.restricted, state.session), (Some(false), Some(SessionState::Valid)), "{fault:?}");
        assert_eq!(state.identity.map(|identity| identity.state), Some(IdentityState::Verified), "{fault:?}");
        assert_eq!(state.restrictions, None, "{fault:?}");
    }
}

#[tokio::test]
async fn frozen_and_contradictory_name_the_same_freeze() {
    for (fault, restricted) in [(Fault::AccountFrozen, true), (Fault::AccountContradictory, false)] {
        let state = state(&provider([fault]).await).await;
        assert_eq!(state.restricted, Some(restricted), "{fault}");
        let restrictions = state.restrictions.unwrap();
        assert_eq!(restrictions.len(), 1, "{fault}");
        assert_eq!(restrictions[0].reason, RestrictionReason::RiskControl, "{fault}");
        assert!(restrictions[0].operations.is_empty(), "{fault}: of everything");
    }
}

#[tokio::test]
async fn a_wrong_shape_is_json_and_no_account() {
    let provider = provider([Fault::AccountWrongShape]).await;
    let response = get(&provider, &provider.account_url()).await;
    assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, "application/json"));
    let answer = json(response).await;
    assert!(answer["limits"].is_object() && answer["fees"][0]["fixed"].is_number(), "{answer}");
    assert!(serde_json::from_value::<AccountState>(answer).is_err());
}

#[tokio::test]
async fn garbage_is_200_and_neither_json_nor_text_nor_a_page() {
    let provider = provider([Fault::AccountGarbage]).await;
    let response = get(&provider, &provider.account_url()).await;
    assert_eq!(response.status(), 200);
    let body = body(response).await;
    assert!(std::str::from_utf8(&body).is_err());
    assert!(serde_json::from_slice::<serde_json::Value>(&body).is_err());
    assert!(!body.windows(5).any(|window| window.eq_ignore_ascii_case(b"<html")));
}

#[tokio::test]
async fn the_rest_of_the_api_is_well() {
    for fault in OWN {
        let provider = provider([fault]).await;
        assert_eq!(json(get(&provider, &provider.health_url()).await).await["status"], "pass", "{fault}");
        assert!(json(get(&provider, &provider.balances_url()).await).await["balances"].is_array(), "{fault}");
    }
}
