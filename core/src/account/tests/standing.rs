//! Restrictions, session, checks and the application.

use serde_json::{Value, json};

use super::super::attempted::Attempted;
use super::super::{OperationKind, standing};
use super::{account, codes, detail, now, rules};
use crate::diagnosis::Finding;

fn judged(answer: &Value, operation: Option<OperationKind>) -> Vec<Finding> {
    standing::judge(&account(answer), &Attempted { operation, ..Attempted::default() }, &rules(), now())
}

#[track_caller]
fn finds(operation: Option<OperationKind>, table: &[(Value, &str)]) {
    for (answer, expected) in table {
        assert_eq!(codes(&judged(answer, operation)), *expected, "{answer}");
    }
}

const WITHDRAWAL: Option<OperationKind> = Some(OperationKind::Withdrawal);

#[test]
fn what_nobody_told_is_not_found() {
    finds(WITHDRAWAL, &[(json!({}), "")]);
}

#[test]
fn every_reason_of_a_restriction_is_told_apart() {
    for (reason, expected) in [
        ("locked", "account.locked"),
        ("risk_control", "account.frozen"),
        ("failures", "account.failures"),
        ("review", "account.in_review"),
        ("unusual_sign_in", "account.held_for_sign_in"),
        ("policy", "account.policy"),
        ("not_told", "account.restricted"),
    ] {
        finds(WITHDRAWAL, &[(json!({ "restrictions": [{ "reason": reason }] }), expected)]);
    }
    let until = json!({ "restrictions": [{ "reason": "locked", "until": "2026-03-02T05:00:00Z" }] });
    assert_eq!(detail(&judged(&until, None), "account.locked", "until"), "2026-03-02T05:00:00Z");
}

#[test]
fn a_restriction_counts_while_it_lasts_and_for_what_it_is_of() {
    let restricted = |until: &str, operations: Value| json!({ "restrictions": [{ "reason": "locked", "until": until, "operations": operations }] });
    finds(
        WITHDRAWAL,
        &[
            (restricted("2026-03-02T04:00:01Z", json!([])), "account.locked"),
            // It was to end by now. Whether it has, nobody says.
            (restricted("2026-03-02T04:00:00Z", json!([])), ""),
            (restricted("2026-03-02T03:59:59Z", json!([])), ""),
            (restricted("2026-03-03T00:00:00Z", json!(["payment", "withdrawal"])), "account.locked"),
            (restricted("2026-03-03T00:00:00Z", json!(["payment"])), ""),
        ],
    );
    // Where it could have been anything, it could have been this.
    let payments = restricted("2026-03-03T00:00:00Z", json!(["payment"]));
    finds(None, &[(payments.clone(), "account.partly_restricted")]);
    assert_eq!(detail(&judged(&payments, None), "account.partly_restricted", "operations"), "payment");
    // Who complains of the restriction means this one.
    let attempted = Attempted { about_restrictions: true, ..Attempted::default() };
    assert_eq!(codes(&standing::judge(&account(&payments), &attempted, &rules(), now())), "account.locked");
}

#[test]
fn two_words_on_a_restriction_confirm_each_other_or_neither_is_believed() {
    let frozen = json!([{ "reason": "risk_control" }]);
    let withdrawals = json!([{ "reason": "risk_control", "operations": ["withdrawal"] }]);
    let transfers = json!([{ "reason": "risk_control", "operations": ["transfer"] }]);
    finds(
        WITHDRAWAL,
        &[
            (json!({ "restricted": true }), "account.restricted"),
            // No list is one that was not given; an empty one says that there is none.
            (json!({ "restricted": true, "restrictions": [] }), "account.contradictory"),
            (json!({ "restricted": true, "restrictions": frozen }), "account.frozen"),
            // What is listed does not account for it.
            (json!({ "restricted": true, "restrictions": transfers }), "account.restricted"),
            (json!({ "restricted": false }), "account.unrestricted"),
            (json!({ "restricted": false, "restrictions": [] }), "account.unrestricted"),
            (json!({ "restrictions": [] }), "account.unrestricted"),
            (
                json!({ "restricted": false, "restrictions": frozen }),
                "account.contradictory account.frozen account.unrestricted",
            ),
            // The account as a whole may well be unrestricted.
            (json!({ "restricted": false, "restrictions": withdrawals }), "account.frozen"),
            (json!({ "restricted": false, "restrictions": transfers }), "account.unrestricted"),
        ],
    );
}

#[test]
fn the_providers_code_takes_the_place_of_a_reason_that_is_not_told() {
    let coded = |code: &str, reason: Option<&str>| {
        let mut restriction = json!({ "code": code });
        if let Some(reason) = reason {
            restriction["reason"] = reason.into();
        }
        json!({ "restrictions": [restriction] })
    };
    finds(
        WITHDRAWAL,
        &[
            (coded("K-7", None), "code.says"),
            (coded("k-7", None), "code.says"),
            (coded("K-7", Some("locked")), "account.locked code.says"),
            (coded("K-77", None), "account.restricted"),
            (json!({ "restrictions": [{ "code": "K-7", "operations": ["payment"] }] }), ""),
        ],
    );
}

#[test]
fn the_session_and_failed_sign_ins_are_told_from_where_they_matter() {
    finds(
        Some(OperationKind::SignIn),
        &[
            (json!({ "session": "valid" }), "account.session_valid"),
            (json!({ "session": "expired" }), "account.session_expired"),
            (json!({ "sign_in": { "failed": 5 } }), "account.sign_ins_failed"),
            (json!({ "sign_in": { "failed": 4 } }), ""),
            (json!({ "sign_in": { "failed": 2, "attempts_left": 1 } }), "account.sign_ins_failed"),
            (json!({ "sign_in": { "failed": 2, "attempts_left": 2 } }), ""),
            (json!({ "sign_in": { "unusual_at": "2026-01-31T04:00:00Z" } }), "account.unusual_sign_in"),
            (json!({ "sign_in": { "unusual_at": "2026-01-31T03:59:59Z" } }), ""),
            // By a clock that is ahead of the phone's.
            (json!({ "sign_in": { "unusual_at": "2026-03-02T06:00:00Z" } }), "account.unusual_sign_in"),
        ],
    );
}

#[test]
fn only_another_device_can_be_unknown() {
    let device = |this: bool, recognised: Value| json!({ "devices": [{ "name": "Phone", "this": this, "recognised": recognised }] });
    finds(
        None,
        &[
            (device(false, json!(false)), "account.unknown_device"),
            (device(true, json!(false)), ""),
            (device(false, json!(true)), ""),
            (device(false, Value::Null), ""),
            (json!({ "devices": [] }), ""),
        ],
    );
}

#[test]
fn the_two_step_check_matters_to_what_needs_it() {
    let check = |state: &str, required: Value| json!({ "two_factor": { "state": state, "required_for": required } });
    finds(
        WITHDRAWAL,
        &[
            (check("on", json!([])), "account.two_factor_on"),
            (check("failing", json!([])), "account.two_factor_failing"),
            (check("off", json!([])), "account.two_factor_off"),
            (check("off", json!(["withdrawal"])), "account.two_factor_required"),
            (check("off", json!(["transfer"])), ""),
        ],
    );
    finds(None, &[(check("off", json!(["transfer"])), "")]);
}

#[test]
fn the_identity_check_is_told_as_it_is() {
    let check = |state: &str, code: Value| json!({ "identity": { "state": state, "code": code } });
    finds(
        None,
        &[
            (check("verified", Value::Null), "account.identity_verified"),
            (check("unverified", Value::Null), "account.identity_unverified"),
            (check("under_review", Value::Null), "account.identity_in_review"),
            (check("rejected", Value::Null), "account.identity_rejected"),
            (check("expired", Value::Null), "account.identity_expired"),
            (check("rejected", json!("K-7")), "account.identity_rejected code.says"),
            // Whatever the code was of, it is over.
            (check("verified", json!("K-7")), "account.identity_verified"),
        ],
    );
    let needed = json!({ "identity": { "state": "unverified", "required_for": ["withdrawal"] } });
    finds(WITHDRAWAL, &[(needed.clone(), "account.identity_required account.identity_unverified")]);
    finds(Some(OperationKind::Payment), &[(needed, "account.identity_unverified")]);
    let missing = json!({ "identity": { "state": "unverified", "missing": ["selfie", "phone"] } });
    assert_eq!(detail(&judged(&missing, None), "account.identity_unverified", "missing"), "selfie, phone");
}

#[test]
fn an_application_is_told_by_its_reasons() {
    let application = |state: &str, reasons: Value| json!({ "opening": { "state": state, "reasons": reasons } });
    let coded = |state: &str| json!({ "opening": { "state": state, "code": "K-7" } });
    finds(
        Some(OperationKind::Opening),
        &[
            (application("refused", json!(["personal_details"])), "opening.details"),
            (application("refused", json!(["documents"])), "opening.documents"),
            (application("needs_more", json!(["bank_details"])), "opening.bank"),
            (application("refused", json!(["policy", "documents"])), "opening.documents opening.policy"),
            (application("refused", json!([])), "opening.refused"),
            (application("needs_more", json!([])), "opening.documents"),
            (application("under_review", json!(["documents"])), "opening.in_review"),
            (application("approved", json!([])), "opening.approved"),
            (application("approved", json!(["documents"])), "opening.approved opening.contradictory"),
            (coded("refused"), "code.says"),
            (coded("under_review"), "code.says opening.in_review"),
            (coded("approved"), "opening.approved"),
        ],
    );
}

#[test]
fn what_could_not_be_read_is_named() {
    let found = judged(&json!({ "unreadable": ["/limits", "/fees/0"] }), None);
    assert_eq!(codes(&found), "account.unreadable");
    assert_eq!(detail(&found, "account.unreadable", "places"), "/limits, /fees/0");
}
