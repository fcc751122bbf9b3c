//! Documents that are full of nothing, each well-formed to its end, and feeds whose entities grow without end.

use super::rendered::{ACTUATOR, ATOM, HEALTH, JOSE, JSON, JSON_FEED, RSS, Rendered, TEXT};
use super::{Signer, StatusDocument};

/// How long a document full of nothing is: just under the mebibyte that clients read.
const FILLED_BYTES: usize = 1_040_000;
/// The same for what is signed: base64 makes it a third longer.
const SIGNED_BYTES: usize = 780_000;
/// How often an entity names the one below it, and how many stand on each other: ten to the ninth.
const ENTITY_TIMES: usize = 10;
const ENTITIES: usize = 9;

/// A document of hundreds of thousands of components, entries or items without a content.
pub(super) fn millions(document: StatusDocument, signer: &Signer) -> Rendered {
    match document {
        StatusDocument::StatuspageV2 | StatusDocument::StatuspageMirror => Rendered::ok(
            JSON,
            list(
                r#"{"page":{"id":"wq1h7c0pz5kd"},"status":{"indicator":"none","description":""},"components":["#,
                r#"],"incidents":[],"scheduled_maintenances":[]}"#,
            ),
        ),
        StatusDocument::IncidentIo => Rendered::ok(
            JSON,
            list(
                r#"{"page_title":"Wallet","ongoing_incidents":["#,
                r#"],"in_progress_maintenances":[],"scheduled_maintenances":[]}"#,
            ),
        ),
        StatusDocument::BetterStack => Rendered::ok(
            JSON,
            list(
                r#"{"data":{"id":"165001","type":"status_page","attributes":{"aggregate_state":null}},"included":["#,
                "]}",
            ),
        ),
        StatusDocument::Cstate => Rendered::ok(JSON, list(r#"{"is":"index","cStateVersion":"5.2","systems":["#, "]}")),
        StatusDocument::Upptime => Rendered::ok(JSON, list("[", "]")),
        StatusDocument::Actuator => Rendered::ok(ACTUATOR, list_of(r#"{"components":{"#, numbered, "}}", FILLED_BYTES)),
        StatusDocument::HealthJson => Rendered::ok(HEALTH, list(r#"{"checks":{"a:responseTime":["#, "]}}")),
        StatusDocument::JsonFeed => Rendered::ok(
            JSON_FEED,
            list(r#"{"version":"https://jsonfeed.org/version/1.1","title":"Wallet","items":["#, "]}"),
        ),
        StatusDocument::Announcements => Rendered::ok(JSON, list(r#"{"version":1,"announcements":["#, "]}")),
        StatusDocument::AnnouncementsSigned => {
            let payload = list_of(r#"{"version":1,"announcements":["#, |_| "{}".to_owned(), "]}", SIGNED_BYTES);
            Rendered::ok(JOSE, signer.sign(payload.as_bytes(), false))
        }
        StatusDocument::Rss => {
            let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>Wallet</title>";
            Rendered::ok(RSS, format!("{start}{}</channel></rss>", "<item/>".repeat(FILLED_BYTES / "<item/>".len())))
        }
        StatusDocument::Atom => {
            let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">\
                <id>tag:status.wallet.test,2005:/history</id>";
            Rendered::ok(ATOM, format!("{start}{}</feed>", "<entry/>".repeat(FILLED_BYTES / "<entry/>".len())))
        }
        StatusDocument::PlainHttp => Rendered::ok(TEXT, "\n".repeat(FILLED_BYTES)),
    }
}

fn list(start: &str, end: &str) -> String {
    list_of(start, |_| "{}".to_owned(), end, FILLED_BYTES)
}

/// A member of an object: no two may have the same name.
fn numbered(number: usize) -> String {
    format!("\"{number}\":{{}}")
}

fn list_of(start: &str, member: impl Fn(usize) -> String, end: &str, bytes: usize) -> String {
    let mut text = format!("{start}{}", member(0));
    for number in 1.. {
        let next = member(number);
        if text.len() + next.len() + 1 + end.len() > bytes {
            break;
        }
        text.push(',');
        text.push_str(&next);
    }
    text.push_str(end);
    text
}

/// A feed with entities nested in entities, which its only title names.
pub(super) fn entity_bomb(document: StatusDocument) -> Rendered {
    let mut entities = String::from("<!ENTITY e0 \"lol\">");
    for level in 1..=ENTITIES {
        let below = format!("&e{};", level - 1).repeat(ENTITY_TIMES);
        entities.push_str(&format!("<!ENTITY e{level} \"{below}\">"));
    }
    let title = format!("<title>&e{ENTITIES};</title>");
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    if document == StatusDocument::Atom {
        let start = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>tag:status.wallet.test,2005:/history</id>";
        Rendered::ok(ATOM, format!("{xml}<!DOCTYPE feed [{entities}]>{start}<entry>{title}</entry></feed>"))
    } else {
        let start = "<rss version=\"2.0\"><channel>";
        Rendered::ok(RSS, format!("{xml}<!DOCTYPE rss [{entities}]>{start}<item>{title}</item></channel></rss>"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn documents_full_of_nothing_are_well_formed_and_just_under_a_mebibyte() {
        let signer = Signer::generate().unwrap();
        for document in StatusDocument::ALL {
            let body = millions(*document, &signer).body;
            assert!((1_000_000..1_048_576).contains(&body.len()), "{document}: {} bytes", body.len());
            let json = !matches!(
                document,
                StatusDocument::Rss
                    | StatusDocument::Atom
                    | StatusDocument::AnnouncementsSigned
                    | StatusDocument::PlainHttp
            );
            assert!(!json || serde_json::from_slice::<Value>(&body).is_ok(), "{document}");
        }
    }
}
