//! What is kept of a report for the queue and for waves.

use jiff::Timestamp;
use uuid::Uuid;
use wallet_doctor_core::report::{AppContent, NetworkContent, ReportContent, Text};

use super::Refusal;
use crate::records::Digest;
use crate::words::steers;

/// The longest code of a cause.
const MAX_CODE_BYTES: usize = 64;
/// The longest version of an app.
const MAX_VERSION_BYTES: usize = 40;
/// The longest of the short texts, in characters.
const MAX_SHORT_CHARS: usize = 200;
/// The longest text that is searched, in characters.
const MAX_WORDS_CHARS: usize = 20_000;

/// Of a report that was opened.
pub(super) fn of(content: &ReportContent, report_id: Uuid, received_at: Timestamp) -> Digest {
    let app = content.app.known();
    let of_app = |field: fn(&AppContent) -> &Option<Text>| short(app.and_then(|app| field(app).as_ref()));
    let first = content.causes.first();
    let network = content.network.known();
    Digest {
        report_id,
        received_at,
        refused: None,
        provider: short(Some(&content.provider)),
        locale: content.locale.as_str().to_owned(),
        symptom: content.complaint.symptom.as_str().to_owned(),
        // It is chosen from, so that a sender's sentence is none.
        app_version: Some(of_app(|app| &app.app_version)).filter(|version| is_version(version)).unwrap_or_default(),
        os: of_app(|app| &app.os),
        device: of_app(|app| &app.device),
        network: short(network.and_then(|network: &NetworkContent| network.transport.as_ref())),
        cause: short(first.map(|cause| &cause.code).filter(|code| is_code(code.as_str()))),
        certainty: first.map(|cause| cause.certainty.as_str().to_owned()).unwrap_or_default(),
        headline: short(first.map(|cause| &cause.headline)),
        words: words(content, report_id),
    }
}

/// Of one that could not be.
pub(super) fn refused(refusal: &Refusal, report_id: Uuid, received_at: Timestamp) -> Digest {
    Digest { report_id, received_at, refused: Some(refusal.code().to_owned()), ..Digest::default() }
}

/// Whether a cause's code is one: anything else is a sender's sentence, and counted with nothing.
fn is_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_');
    (1..=MAX_CODE_BYTES).contains(&code.len()) && code.bytes().all(plain)
}

/// Whether an app's version is one.
fn is_version(version: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+' | b'_');
    version.len() <= MAX_VERSION_BYTES && version.bytes().all(plain)
}

fn short(text: Option<&Text>) -> String {
    text.map(|text| text.as_str().chars().filter(|c| !steers(*c)).take(MAX_SHORT_CHARS).collect()).unwrap_or_default()
}

/// What somebody might look for: the person's words, what they saw, ids of transactions, causes, versions, names of files.
fn words(content: &ReportContent, report_id: Uuid) -> String {
    let complaint = &content.complaint;
    let mut texts: Vec<&str> = Vec::new();
    let said = [&complaint.note, &complaint.message_seen, &complaint.channel];
    texts.extend(said.into_iter().flatten().map(Text::as_str));
    texts.extend(complaint.transaction_ids.iter().chain(&complaint.not_mine).map(Text::as_str));
    texts.push(complaint.symptom.as_str());
    for cause in &content.causes {
        texts.extend([cause.code.as_str(), cause.headline.as_str()]);
    }
    if let Some(app) = content.app.known() {
        let app = [&app.app_version, &app.os, &app.device, &app.account];
        texts.extend(app.into_iter().flatten().map(Text::as_str));
    }
    texts.extend(content.attachments.iter().map(|file| file.name.as_str()));
    let id = report_id.to_string();
    texts.push(&id);
    texts.join("\n").to_lowercase().chars().take(MAX_WORDS_CHARS).collect()
}
