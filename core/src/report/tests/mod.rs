//! The report as a whole: nothing secret in it, everything useful in it, and only whole reports open.

mod content;
mod evidence;
mod items;
mod leaks;
mod opening;

use serde_json::{Value, json};

use super::{Attachment, ReportDraft, ReportId, ReportInput, Tried};
use crate::Diagnosis;
use crate::contact::ContactEntry;

const ACCOUNT: &str = "acct-zhang-0042";
const DECLARED: &str = "4111111111111111";
const PENDING: &str = "TX-13800138000";

fn fact(value: &Value) -> Value {
    json!({ "state": "known", "value": value, "at": "2026-03-01T08:00:00Z", "took_ms": 3 })
}

fn endpoint() -> Value {
    json!({
        "name": "api", "role": "wallet", "host": "api.wallet.example", "port": 443,
        "families": [{
            "family": "ipv4",
            "dns": { "step": "done", "value": ["192.0.2.7"], "took_ms": 12 },
            "tcp": [{ "address": "192.0.2.7:443", "took_ms": 21, "failure": "tcp_timeout" }, { "address": "[2001:db8::7]:443", "took_ms": 20 }],
            "tls": { "step": "failed", "code": "tls_expired", "took_ms": 33 },
            "tls_facts": {
                "version": "TLSv1_3",
                "chain": [{
                    "subject": "CN=api.wallet.example", "issuer": "CN=Example CA",
                    "not_before": "2025-01-01T00:00:00Z", "not_after": "2026-01-01T00:00:00Z",
                    "spki_sha256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
                }]
            },
            "trials": { "again": { "step": "skipped" }, "other_name": { "step": "skipped" }, "small_packets": { "step": "skipped" } },
            "http": { "step": "skipped" },
            "answer": {
                "status": 503, "first_byte_ms": 44, "retry_after_s": 600, "clock": clock_sample(),
                "content_type": "text/html", "redirected_to": "login.example"
            }
        }],
        "second_opinion": { "step": "skipped" },
        "other_address": { "step": "skipped" }
    })
}

fn clock_sample() -> Value {
    json!({ "host": "time.example", "date": "2026-03-01T08:10:00Z", "sent_at": "2026-03-01T08:00:00Z", "round_trip_ms": 40 })
}

fn quality() -> Value {
    fact(&json!({
        "echo": [{
            "server": "echo.example:3478", "sent": 80, "answered": 70, "known": 79, "lost": 9, "gaps": 1, "loss": "lossy",
            "own_queue": false, "reordered": true, "took_ms": 1432,
            "latency": { "least_ms": 48, "median_ms": 52, "p10_ms": 49, "p90_ms": 61, "jitter_ms": 3, "of": 70 }
        }],
        "download": {
            "host": "sample.example", "bytes": 11448, "took_ms": 90, "longest_pause_ms": 12, "kbit_s": 1017,
            "at_least": false, "finished": true
        },
        "at_least_kbit_s": 512
    }))
}

fn service() -> Value {
    fact(&service_report())
}

fn service_report() -> Value {
    json!({
        "format": "statuspage_v2", "page": "p1", "updated_at": "2026-03-01T07:50:00Z",
        "overall": "degraded",
        "components": [{ "id": "c1", "name": "Withdrawals", "state": "outage" }],
        "incidents": [{
            "id": "i1", "title": "Slow withdrawals", "body": "We are looking.", "state": "degraded", "over": false,
            "components": ["Withdrawals"], "started_at": "2026-03-01T07:00:00Z", "ends_at": "2026-03-01T07:45:00Z"
        }],
        "maintenances": [{
            "id": "m1", "title": "Database work", "body": "It takes a while.", "phase": "planned", "components": ["c1"],
            "starts_at": "2026-03-02T00:00:00Z", "ends_at": "2026-03-02T02:00:00Z"
        }],
        "notices": [{ "id": "n1", "title": "New look", "body": "See for yourself.", "published_at": "2026-03-01T06:00:00Z" }]
    })
}

fn sheet(total: &str, sequence: u64) -> Value {
    fact(&json!({
        "as_of": "2026-03-01T07:59:00Z", "sequence": sequence,
        "balances": [{ "asset": "CNY", "total": total, "available": "1000.00", "held": "280.50" }, { "asset": "USDT", "total": "7.000001" }]
    }))
}

fn account() -> Value {
    json!({
        "restricted": true,
        "restrictions": [{ "reason": "risk_control", "code": "RC-77", "operations": ["withdrawal"], "until": "2026-03-02T00:00:00Z" }],
        "session": "valid",
        "sign_in": { "failed": 2, "attempts_left": 3, "unusual_at": "2026-02-28T00:00:00Z" },
        "two_factor": { "state": "on", "required_for": ["withdrawal"] },
        "identity": { "state": "rejected", "missing": ["selfie"], "code": "ID-4" },
        "opening": { "state": "needs_more", "reasons": ["documents"], "missing": ["id_photo"], "code": "OP-2", "decided_by": "2026-03-03T00:00:00Z" },
        "devices": [{ "name": "Somebody's phone", "this": true, "recognised": true }],
        "limits": [{ "operation": "withdrawal", "asset": "CNY", "minimum": "10.00", "maximum": "5000.00", "day": { "limit": "20000.00", "used": "300.00" } }],
        "instruments": [{ "label": "Example Bank card", "channel": "Example Bank", "state": "unverified", "code": "CARD-1" }],
        "channels": [{ "name": "Example Bank", "state": "maintenance", "until": "2026-03-01T10:00:00Z", "maximum": "50000.00" }],
        "unreadable": ["/limits/3"]
    })
}

fn transaction(id: &str) -> Value {
    json!({
        "id": id, "kind": "withdrawal", "asset": "CNY", "direction": "out", "amount": "250.00", "state": "failed",
        "stages": [{ "place": "wallet", "state": "done", "at": "2026-03-01T07:30:00Z" }, { "place": "bank", "state": "failed" }],
        "debited": false, "failure": "bank_refused", "code": "BANK-9", "counterparty": "Somebody else", "channel": "Example Bank",
        "created_at": "2026-03-01T07:30:00Z", "expected_by": "2026-03-01T09:30:00Z", "recognised": true
    })
}

fn observations() -> Value {
    json!({
        "started_at": "2026-03-01T08:00:00Z",
        "endpoints": [endpoint()],
        "made_up_name": { "name": "x.wallet.example", "resolver": { "step": "failed", "code": "dns_nxdomain", "took_ms": 9 }, "second_opinion": { "step": "skipped" } },
        "portals": [{ "host": "portal.example", "outcome": "redirected", "redirected_to": "login.hotspot.example", "clock": clock_sample() }],
        "quality": quality(),
        "network": fact(&json!({ "transport": "wifi", "vpn": true, "validated": false })),
        "service": [
            { "source": "status page", "report": service(), "age_s": 30 },
            {
                "source": "announcements",
                "report": { "state": "unknown", "why": "unreadable", "detail": "unexpected token", "at": "2026-03-01T08:00:01Z", "took_ms": 9 },
                "kept": { "report": service_report(), "fetched_at": "2026-02-28T08:00:00Z" }
            }
        ],
        "account": fact(&account()),
        "cached_balances": sheet("1280.50", 7),
        "synced_balances": sheet("1480.50", 9),
        "pending": fact(&json!([{ "id": PENDING, "asset": "CNY", "direction": "out", "amount": "250.00", "fee": "1.00", "state": "pending", "created_at": "2026-03-01T07:30:00Z" }])),
        "looked_up": fact(&json!({ "found": [transaction(DECLARED)], "not_found": ["ORDER/2026-001"] })),
        "recent": fact(&json!([transaction(PENDING)])),
        "attempts": { "withdrawal": ["2026-03-01T07:00:00Z"] },
        "caches": fact(&json!([{ "id": "balances", "label": "Balances", "kind": "data", "files": 3, "bytes": 4096, "oldest": "2026-01-01T00:00:00Z", "too_old": true, "too_large": null, "incomplete": false, "refused": "not a folder" }])),
        "app": fact(&json!({ "app_version": "5.2.1", "os": "Android 16", "device": "Pixel 9", "account_ref": ACCOUNT, "time_zone": "Asia/Shanghai" })),
        "traffic": { "bytes_sent": 1234, "bytes_received": 5678 }
    })
}

/// A diagnosis with every text field filled.
fn diagnosis_json() -> Value {
    let finding =
        json!({ "code": "balance.cache_stale", "subject": "CNY", "details": { "cached": "1280.50", "title": "old" } });
    let evidence = json!({ "code": "balance.cache_stale", "subject": "CNY", "details": {}, "text": "The app shows an older balance." });
    json!({
        "complaint": {
            "symptom": "balance_incorrect", "message_seen": "try again later", "began_at": "2026-02-28T22:00:00Z",
            "transaction_ids": [DECLARED, "ORDER/2026-001"], "channel": "Example Bank", "note": "since yesterday",
            "money": { "asset": "CNY", "amount": "250.00" }, "elsewhere": "same", "not_mine": ["ORDER/2026-002"]
        },
        "locale": "en",
        "causes": [{
            "code": "data.cache_stale", "confidence": 0.93, "certainty": "almost_certain", "severity": "serious", "who": ["app"],
            "evidence_for": [evidence], "evidence_against": [evidence],
            "advice": { "headline": "The app shows an old copy.", "money": "Your money is safe.", "retry": "Not before it is cleared.", "steps": ["Clear it."], "have_ready": ["The receipt."], "after_remedy": ["Look again."] }
        }],
        "money": "Your money is safe.",
        "urgent_steps": [],
        "urgent_steps": ["Change your password."],
        "remedies": [{ "remedy": "clear_cache", "cache_id": "balances", "label": "Balances", "bytes": 4096 }],
        "findings": [finding],
        "observations": observations(),
        "elapsed_ms": 812
    })
}

fn diagnosis() -> Diagnosis {
    serde_json::from_value(diagnosis_json()).unwrap()
}

fn log(name: &str, text: &str) -> Attachment {
    Attachment::Text { name: name.to_owned(), text: text.to_owned() }
}

/// A contact with the same text in every field that takes one.
fn contact(text: &str) -> ContactEntry {
    let at = "2026-02-28T09:00:00Z".parse().unwrap();
    let text = || text.to_owned();
    ContactEntry {
        at,
        channel: text(),
        who: Some(text()),
        said: Some(text()),
        promised: Some(text()),
        promised_until: Some(at),
    }
}

fn draft_of(diagnosis: &Diagnosis, provider_name: &str, attachments: Vec<Attachment>, tried: &str) -> ReportDraft {
    let created_at = "2026-03-01T08:05:00Z".parse().unwrap();
    let tried = vec![Tried { what: tried.to_owned(), outcome: tried.to_owned(), at: created_at }];
    let input = ReportInput { diagnosis, provider_name, attachments, own_rules: &[], tried, created_at };
    let id: ReportId = "5b3c1f0e-2d4a-4c6b-8e7f-0a1b2c3d4e5f".parse().unwrap();
    ReportDraft::with_key(input, id, [9; 32])
}

fn draft() -> ReportDraft {
    let attachments =
        vec![log("app.log", "08:00:00 started\n08:00:01 card 5555555555554444\n"), log("app.log", "second")];
    draft_of(&diagnosis(), "Example Pay", attachments, "clear_cache:balances")
}
