//! `Upload-Metadata`: which report this is, and what will open its ticket. Nothing else in it is looked at, and nothing of it is stored as it came.

use base64::{Engine, engine::general_purpose::STANDARD};
use uuid::Uuid;

use super::Refusal;
use crate::{
    limits::{MAX_METADATA_BYTES, MAX_METADATA_KEYS},
    store::Priority,
    ticket_key::TicketKey,
};

/// What the metadata says about the report.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) report_id: Uuid,
    pub(super) priority: Priority,
    /// Apps from before tickets could be asked for have none.
    pub(super) ticket_key: Option<TicketKey>,
}

/// Reads `key base64,key base64,…`. Unknown keys are passed over, since tus clients add their own.
pub(super) fn parse(header: &str) -> Result<Metadata, Refusal> {
    if header.len() > MAX_METADATA_BYTES {
        return Err(Refusal::bad(format!("Upload-Metadata may have {MAX_METADATA_BYTES} bytes")));
    }
    if header.split(',').count() > MAX_METADATA_KEYS {
        return Err(Refusal::bad(format!("Upload-Metadata may have {MAX_METADATA_KEYS} keys")));
    }
    let (mut report_id, mut priority, mut ticket_key) = (None, None, None);
    for pair in header.split(',') {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let place = match key {
            "report_id" => &mut report_id,
            "priority" => &mut priority,
            "ticket_key_sha256" => &mut ticket_key,
            _ => continue,
        };
        if place.replace(decode(key, value)?).is_some() {
            return Err(Refusal::bad(format!("Upload-Metadata has {key} twice")));
        }
    }
    Ok(Metadata {
        report_id: read_report_id(report_id.as_deref())?,
        priority: read_priority(priority.as_deref())?,
        ticket_key: ticket_key.as_deref().map(read_ticket_key).transpose()?,
    })
}

fn decode(key: &str, value: &str) -> Result<Vec<u8>, Refusal> {
    STANDARD.decode(value).map_err(|_| Refusal::bad(format!("{key} in Upload-Metadata is not base64")))
}

fn read_report_id(value: Option<&[u8]>) -> Result<Uuid, Refusal> {
    let text = value.and_then(|bytes| std::str::from_utf8(bytes).ok());
    let id = text.and_then(|text| Uuid::parse_str(text).ok().filter(|id| id.to_string() == text));
    id.ok_or_else(|| {
        Refusal::bad(
            "Upload-Metadata needs report_id: the base64 of a UUID in lower case with hyphens, \
             such as 67e55044-10b1-426f-9247-bb680e5fe0c8",
        )
    })
}

fn read_priority(value: Option<&[u8]>) -> Result<Priority, Refusal> {
    match value {
        None => Ok(Priority::default()),
        Some(text) => std::str::from_utf8(text)
            .ok()
            .and_then(Priority::parse)
            .ok_or_else(|| Refusal::bad("priority in Upload-Metadata is the base64 of normal or urgent")),
    }
}

fn read_ticket_key(value: &[u8]) -> Result<TicketKey, Refusal> {
    TicketKey::parse(value).ok_or_else(|| {
        Refusal::bad(
            "ticket_key_sha256 in Upload-Metadata is the base64 of 64 lower-case hex digits: \
             the SHA-256 of the secret that is to open the ticket",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

    fn pair(key: &str, value: &str) -> String {
        format!("{key} {}", STANDARD.encode(value))
    }

    #[test]
    fn reads_id_and_priority_and_passes_over_the_rest() {
        let id = Uuid::parse_str(ID).unwrap();
        let bare = parse(&pair("report_id", ID)).unwrap();
        assert_eq!(bare, Metadata { report_id: id, priority: Priority::Normal, ticket_key: None });
        let key = "5a".repeat(32);
        let full = format!(
            "filename d29ybGQ=,{}, {},is_confidential,{}",
            pair("report_id", ID),
            pair("priority", "urgent"),
            pair("ticket_key_sha256", &key)
        );
        let ticket_key = TicketKey::parse(key.as_bytes());
        assert!(ticket_key.is_some());
        assert_eq!(parse(&full).unwrap(), Metadata { report_id: id, priority: Priority::Urgent, ticket_key });
    }

    #[test]
    fn hostile_metadata_is_refused() {
        let good = pair("report_id", ID);
        let table = [
            String::new(),
            ",".repeat(1_000_000),
            format!("{good}{}", ",a".repeat(MAX_METADATA_KEYS)),
            format!("{good},a {}", "A".repeat(MAX_METADATA_BYTES)),
            format!("{good},{good}"),
            format!("report_id {ID}"),
            "report_id".to_owned(),
            "report_id ====".to_owned(),
            "report_id /////w==".to_owned(),
            pair("report_id", "../../etc/passwd"),
            pair("report_id", &ID.to_uppercase()),
            pair("report_id", &ID.replace('-', "")),
            pair("report_id", &format!("{{{ID}}}")),
            pair("report_id", &format!("urn:uuid:{ID}")),
            pair("report_id", &format!("{ID}\n")),
            format!("{good},{}", pair("priority", "highest")),
            format!("{good},{}", pair("priority", "")),
            format!("{good},ticket_key_sha256"),
            format!("{good},ticket_key_sha256 {}", "5a".repeat(32)),
            format!("{good},{}", pair("ticket_key_sha256", &"5A".repeat(32))),
            format!("{good},{}", pair("ticket_key_sha256", &"5a".repeat(31))),
            format!("{good},{0},{0}", pair("ticket_key_sha256", &"5a".repeat(32))),
        ];
        for hostile in table {
            assert!(parse(&hostile).is_err(), "{}", hostile.chars().take(80).collect::<String>());
        }
    }
}
