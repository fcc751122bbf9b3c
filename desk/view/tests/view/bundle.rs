//! Reports as anybody can make them who has the desk's public key.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wallet_doctor_core::report::SupportIdentity;
use zip::{ZipWriter, write::SimpleFileOptions};

/// A bundle before it is sealed. The manifest is made of what is in it.
#[derive(Clone)]
pub(crate) struct Bundle {
    pub(crate) id: Uuid,
    pub(crate) report: Value,
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Bundle {
    /// One with a cause, as the engine would write it.
    pub(crate) fn new(cause: &str) -> Self {
        let id = Uuid::new_v4();
        Self { id, report: report(id, cause), files: Vec::new() }
    }

    pub(crate) fn with(mut self, pointer: &str, value: Value) -> Self {
        *self.report.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not there")) = value;
        self
    }

    pub(crate) fn attach(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.push((format!("attachments/{name}"), bytes.into()));
        self
    }

    /// Every entry but the manifest.
    fn entries(&self) -> Vec<(String, Vec<u8>)> {
        let mut entries = vec![
            ("report.json".to_owned(), self.report.to_string().into_bytes()),
            ("report.html".to_owned(), b"<script>alert('the bundle's own page')</script>".to_vec()),
            (
                "redactions.json".to_owned(),
                br#"{"entries":[{"rule":"card","file":"report.json","place":"/complaint/note","count":1}]}"#.to_vec(),
            ),
        ];
        for (name, bytes) in &self.files {
            match entries.iter_mut().find(|(known, _)| known == name) {
                Some(known) => known.1.clone_from(bytes),
                None => entries.push((name.clone(), bytes.clone())),
            }
        }
        entries
    }

    pub(crate) fn manifest(&self) -> Value {
        let entries = self.entries().into_iter().map(
            |(name, bytes)| json!({ "name": name, "size": bytes.len(), "sha256": hex::encode(Sha256::digest(bytes)) }),
        );
        json!({
            "format": "wallet-doctor-report", "version": 1, "id": self.id, "created_at": "2027-01-15T08:00:00Z",
            "entries": entries.collect::<Vec<_>>(),
        })
    }

    pub(crate) fn zip(&self) -> Vec<u8> {
        let manifest = self.manifest().to_string().into_bytes();
        let mut entries = vec![("manifest.json".to_owned(), manifest)];
        entries.extend(self.entries());
        zip(&entries)
    }

    pub(crate) fn sealed(&self, identity: &SupportIdentity) -> Vec<u8> {
        seal(&self.zip(), identity)
    }
}

pub(crate) fn zip(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn seal(bytes: &[u8], identity: &SupportIdentity) -> Vec<u8> {
    let recipient: age::x25519::Recipient = identity.recipient().to_string().parse().unwrap();
    age::encrypt(&recipient, bytes).unwrap()
}

/// A PNG of one colour.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    let pixels = usize::try_from(width * height).unwrap();
    writer.write_image_data(&[40, 120, 200].repeat(pixels)).unwrap();
    writer.finish().unwrap();
    bytes
}

fn report(id: Uuid, cause: &str) -> Value {
    let not_checked = || json!({ "state": "not_checked", "why": "not_offered" });
    let at = "2027-01-15T08:00:00Z";
    json!({
        "version": 1, "id": id, "created_at": at, "locale": "zh-Hans", "provider": "Example Wallet",
        "complaint": { "symptom": "withdrawal_failed", "transaction_ids": ["tx-4711"], "note": "提现失败，请帮忙。" },
        "app": { "state": "known", "at": at, "took_ms": 2, "value": {
            "app_version": "5.2.1", "os": "Android 16", "device": "Pixel 9", "account": "account-1" } },
        "causes": [{
            "code": cause, "confidence": 0.91, "certainty": "almost_certain", "severity": "serious", "who": ["provider"],
            "evidence_for": [{ "code": "status.outage", "subject": "status", "text": "服务商公布了故障。" }],
            "evidence_against": [], "headline": "服务商正在处理故障。", "money": "资金安全。", "steps": ["请稍候。"], "after_remedy": [],
        }],
        "money": "资金安全。", "urgent_steps": [], "findings": [], "tried": [], "contact_log": [],
        "started_at": at, "elapsed_ms": 900,
        "endpoints": [{
            "name": "wallet-api", "role": "wallet", "host": "api.wallet.example", "port": 443,
            "second_opinion": { "step": "skipped" }, "other_address": { "step": "skipped" },
            "families": [{
                "family": "ipv4", "dns": { "step": "done", "value": ["192.0.2.7"], "took_ms": 12 },
                "tcp": [{ "address": "192.0.2.7:443", "took_ms": 40 }], "tls": { "step": "failed", "code": "tls_expired", "took_ms": 80 },
                "tls_facts": {}, "http": { "step": "skipped" },
            }],
        }],
        "portals": [], "quality": not_checked(), "network": { "state": "known", "at": at, "took_ms": 1, "value": { "transport": "wifi" } },
        "service": [], "account": not_checked(),
        "balances": {
            "cached": { "state": "known", "at": at, "took_ms": 3, "value": { "as_of": at, "balances": [{ "asset": "CNY", "total": "1530.50" }] } },
            "synced": { "state": "known", "at": at, "took_ms": 30, "value": { "as_of": at, "balances": [{ "asset": "CNY", "total": "1280.50" }] } },
            "pending": not_checked(), "reading": "confirmed",
            "compared": [{ "asset": "CNY", "figure": "total", "cached": "1530.50", "synced": "1280.50", "difference": "250.00", "verdict": "unexplained" }],
        },
        "caches": not_checked(), "traffic": { "bytes_sent": 1, "bytes_received": 2 }, "attachments": [],
        "omitted": [{ "what": "attachments/long.log", "why": "too_long", "kept": 100, "of": 900 }],
    })
}
