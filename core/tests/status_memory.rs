//! However a status document of a megabyte is made up, reading it takes a few megabytes: an app on a small phone must not
//! be killed by its provider's status page.

use http::StatusCode;
use peak_alloc::PeakAlloc;
use wallet_doctor_core::config::{Locale, StatusFormat};
use wallet_doctor_core::fuzzing::status_document;
use wallet_doctor_core::service::MAX_DOCUMENT_BYTES;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a document and its reading may take together, in bytes.
const LIMIT: usize = 8 * 1024 * 1024;

/// Where a reader keeps entries of a list or of an object: what comes before them, one of them (`#` is a number of its
/// own), and what comes after them.
const LISTS: &[(&str, &str, &str)] = &[
    ("[", r#"{"slug":"a","status":"up"}"#, "]"),
    (r#"{"status":{"indicator":"none"},"components":["#, "{}", "]}"),
    (r#"{"status":{"indicator":"none"},"incidents":["#, r#"{"impact":"minor"}"#, "]}"),
    (r#"{"status":{"indicator":"none"},"scheduled_maintenances":["#, "{}", "]}"),
    (r#"{"version":1,"announcements":["#, "{}", "]}"),
    (r#"{"version":1,"announcements":[{"title":{"#, r##""#":"""##, "}}]}"),
    (r#"{"ongoing_incidents":["#, "{}", r#"],"in_progress_maintenances":[]}"#),
    (r#"{"ongoing_incidents":[],"in_progress_maintenances":["#, "{}", "]}"),
    (r#"{"data":{"attributes":{"aggregate_state":"operational"}},"included":["#, "{}", "]}"),
    (r#"{"data":{"attributes":{"aggregate_state":"operational"}},"included":["#, r#"{"type":"status_report"}"#, "]}"),
    (
        r#"{"data":{"attributes":{"aggregate_state":"operational"}},"included":["#,
        r#"{"type":"status_update","attributes":{"message":"a"}}"#,
        "]}",
    ),
    (
        r#"{"data":{"attributes":{"aggregate_state":"operational"}},"included":["#,
        r#"{"type":"status_page_resource"}"#,
        "]}",
    ),
    (r#"{"summaryStatus":"ok","systems":["#, "{}", "]}"),
    (r#"{"summaryStatus":"ok","systems":[{"unresolvedIssues":["#, r##"{"severity":"down","title":"#"}"##, "]}]}"),
    (r#"{"status":"UP","components":{"#, r##""#":{"status":""}"##, "}}"),
    (r#"{"status":"UP","details":{"#, r##""#":{"status":""}"##, "}}"),
    (r#"{"status":"pass","checks":{"#, r##""#":[]"##, "}}"),
    (r#"{"status":"pass","checks":{"a":["#, "{}", "]}}"),
];

/// Lists in lists: what is kept of each multiplies.
fn lists_in_lists() -> Vec<(&'static str, String, &'static str)> {
    let list = |entry: &str, times: usize| vec![entry; times].join(",");
    let system = list(r##"{"severity":"down","title":"#"}"##, 20);
    let affected = list("{}", 50);
    let named = list(r#""a""#, 50);
    let ids = list(r#"{"status_page_resource_id":1}"#, 50);
    let nested = r#""p":{"status":"","components":{"q":{"status":"","components":{"r":{"status":""}}}}}"#;
    vec![
        (
            r#"{"status":{"indicator":"none"},"incidents":["#,
            format!(r#"{{"impact":"minor","components":[{affected}],"incident_updates":[{affected}]}}"#),
            "]}",
        ),
        (r#"{"version":1,"announcements":["#, format!(r#"{{"components":[{named}]}}"#), "]}"),
        (
            r#"{"in_progress_maintenances":[],"ongoing_incidents":["#,
            format!(r#"{{"affected_components":[{affected}]}}"#),
            "]}",
        ),
        (
            r#"{"data":{"attributes":{"aggregate_state":"operational"}},"included":["#,
            format!(r#"{{"type":"status_report","attributes":{{"affected_resources":[{ids}]}}}}"#),
            "]}",
        ),
        (r#"{"summaryStatus":"ok","systems":["#, format!(r#"{{"unresolvedIssues":[{system}]}}"#), "]}"),
        (r#"{"status":"UP","components":{"#, nested.to_owned(), "}}"),
    ]
}

/// Where a reader keeps a text.
const TEXTS: &[(&str, &str)] = &[
    (r#"[{"status":"up","slug":""#, r#""}]"#),
    (r#"{"status":{"indicator":"none"},"components":[{"name":""#, r#""}]}"#),
    (r#"{"version":1,"announcements":[{"title":{"en":""#, r#""}}]}"#),
    (r#"{"version":1,"announcements":[{"title":{""#, r#"":1}}]}"#),
    (r#"{"in_progress_maintenances":[],"ongoing_incidents":[{"last_update_message":""#, r#""}]}"#),
    (r#"{"data":{"attributes":{"aggregate_state":"operational","announcement":""#, r#""}}}"#),
    (r#"{"summaryStatus":"ok","systems":[{"name":""#, r#""}]}"#),
    (r#"{"status":"UP","components":{""#, r#"":{"status":"UP"}}}"#),
    (r#"{"status":""#, r#""}"#),
    (r#"{""#, r#"":1}"#),
    (r#"{"x":""#, r#""}"#),
];

/// One document from parts, as long as a document may be. Every entry has its own number where it wants one.
fn filled(before: &str, entry: &str, between: &str, after: &str) -> Vec<u8> {
    let room = MAX_DOCUMENT_BYTES - before.len() - entry.len() - after.len();
    let mut entries = String::with_capacity(MAX_DOCUMENT_BYTES);
    if entry.contains('#') {
        for number in 0_u32.. {
            // Numbers make an entry longer, but not twice as long.
            if entries.len() + 2 * entry.len() > room {
                break;
            }
            entries.push_str(&entry.replace('#', &number.to_string()));
            entries.push_str(between);
        }
    } else {
        let one = [entry, between].concat();
        entries.push_str(&one.repeat(room / one.len()));
    }
    [before, &entries, &entry.replace('#', "last"), after].concat().into_bytes()
}

/// All documents, and whether every reader is to read them: unoptimised, a reading takes its time, and most of a document
/// in another format is passed over.
fn documents() -> Vec<(bool, Vec<u8>)> {
    let mut documents = Vec::new();
    for (before, own, after) in LISTS {
        documents.push((true, filled(before, own, ",", after)));
        if before.ends_with('[') {
            documents.extend(["{}", "\"\""].map(|entry| (false, filled(before, entry, ",", after))));
        }
    }
    for (before, entry, after) in lists_in_lists() {
        documents.push((true, filled(before, &entry, ",", after)));
    }
    for (before, after) in TEXTS {
        documents.extend(["a ", "\u{4e00}", r"\u4e00"].map(|text| (false, filled(before, text, "", after))));
    }
    for opening in ["[", r#"{"a":"#, r#"{"status":"#, r#"{"status":"UP","components":{"a":"#, r#"{"data":"#] {
        documents.push((true, filled("", opening, "", "")));
        documents.push((true, filled(r#"{"status":{"indicator":"none"},"x":"#, opening, "", "")));
    }
    documents
}

/// What reading takes at most, in bytes, and in which format the document is if it can be read.
fn reading(format: StatusFormat, document: &[u8]) -> (usize, Option<StatusFormat>) {
    let idle = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let report = status_document(format, StatusCode::OK, document, Locale::ZhHans);
    (MEMORY.peak_usage().saturating_sub(idle), report.map(|report| report.format))
}

#[test]
fn no_document_takes_more_than_a_few_megabytes() {
    let mut largest = (0, String::new());
    let mut readable = 0;
    for (everywhere, document) in documents() {
        assert!(document.len() <= MAX_DOCUMENT_BYTES);
        let start = String::from_utf8_lossy(&document[..document.len().min(100)]);
        let mut check = |format: StatusFormat| {
            let (took, read) = reading(format, &document);
            assert!(took <= LIMIT - document.len(), "{took} bytes for {start} as {format}");
            readable += usize::from(read.is_some());
            if took > largest.0 {
                largest = (took, format!("{start} as {format}"));
            }
            read
        };
        match check(StatusFormat::Auto) {
            Some(own) if !everywhere => _ = check(own),
            Some(_) | None => StatusFormat::ALL.iter().for_each(|format| _ = check(*format)),
        }
    }
    println!("{readable} readings; the largest took {} bytes: {}", largest.0, largest.1);
    assert!(readable > 100, "most hostile documents are readable ones");
}
