//! How much memory a hostile feed takes while it is read, as an allocator counts it. One test, so that nothing else runs in
//! the process.

use http::StatusCode;
use peak_alloc::PeakAlloc;
use wallet_doctor_core::config::{Locale, StatusFormat};
use wallet_doctor_core::fuzzing::status_document;
use wallet_doctor_core::service::MAX_DOCUMENT_BYTES;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// What reading a document of the largest size may take beyond the document itself, in bytes.
const MAX_PEAK_BYTES: usize = 6 * 1024 * 1024;

/// As many of a piece as fit into a document.
fn full(before: &str, piece: &str, after: &str) -> Vec<u8> {
    let room = MAX_DOCUMENT_BYTES.saturating_sub(before.len() + after.len());
    let document = [before, &piece.repeat(room / piece.len()), after].concat();
    assert!(document.len() <= MAX_DOCUMENT_BYTES && document.len() > MAX_DOCUMENT_BYTES - 2 * piece.len());
    document.into_bytes()
}

const RSS: &str = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel>";
const ITEM: &str = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>";
const BODY: &str = "<rss version='2.0'><channel><item><title>Maintenance</title><description>";
const ATOM: &str = "<feed xmlns='http://www.w3.org/2005/Atom'>";
const XHTML: &str = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>";
const JSON: &str = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[";
const JSON_ITEM: &str = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"x\",";

fn documents() -> Vec<(String, Vec<u8>)> {
    let mut documents = Vec::new();
    let mut add = |before: &str, piece: &str, after: &str| {
        let within: String = before.chars().skip(before.chars().count().saturating_sub(20)).collect();
        let name = format!("{within} {}…", piece.chars().take(40).collect::<String>());
        documents.push((name, full(before, piece, after)));
    };
    for piece in [
        "<item/>",
        "<link href='x'/>",
        "<category term='x'/>",
        "<item><category>x</category></item>",
        "<item><title>Service outage</title><pubDate>Sun, 01 Mar 2026 00:00:00 GMT</pubDate></item>",
        "<item><title>Maintenance</title><description>2026-03-01 02:00 - 04:00 UTC</description></item>",
        "<!-- -->",
        "<![CDATA[x]]>",
        "<?x?>",
        "&amp;",
        "&lol;",
    ] {
        add(RSS, piece, "</channel></rss>");
    }
    for piece in [
        "<media:content/>",
        "<media:group/>",
        "<enclosure url='https://x.test'/>",
        "<category>x</category>",
        "<title/>",
        "<title>x</title>",
    ] {
        add(ITEM, piece, "</item></channel></rss>");
    }
    for piece in [
        "x",
        "数",
        "<![CDATA[<p>]]>",
        "&lt;p&gt;",
        "&lt;li&gt;",
        "<b/>",
        "&lt;",
        "&#x20;",
        "Resolved - x\n",
        "&amp;amp;",
        "2026-03-01 02:00 - ",
    ] {
        add(BODY, piece, "</description></item></channel></rss>");
    }
    for piece in ["<entry/>", "<link href='x'/>", "<category term='x'/>", "<entry><title>x</title></entry>"] {
        add(ATOM, piece, "</feed>");
    }
    for piece in ["<p/>", "<a href='x'>x</a>", "&lt;", "&nbsp;"] {
        add(XHTML, piece, "</content></entry></feed>");
    }
    for deep in ["<a>", "<item>", "<a xmlns='urn:x'>", "<a xmlns:b='urn:x'>"] {
        add(RSS, deep, "");
    }
    add("<rss version='2.0' ", "a='b' ", "><channel/></rss>");
    add("<rss version='2.0' ", "xmlns:a='b' ", "><channel/></rss>");
    add(
        "<!DOCTYPE rss [",
        "<!ENTITY a '&b;&b;'>",
        "]><rss version='2.0'><channel><item><title>&a;</title></item></channel></rss>",
    );
    add("<!DOCTYPE rss SYSTEM 'https://x.test/", "x", "'><rss version='2.0'><channel/></rss>");
    for piece in
        ["{\"id\":\"x\"},", "{},", "{\"title\":\"Service outage\",\"date_published\":\"2026-03-01T00:00:00Z\"},"]
    {
        add(JSON, piece, "{}]}");
    }
    for list in ["tags", "attachments", "authors", "_x"] {
        for piece in ["\"x\",", "{\"name\":\"x\"},", "[],"] {
            add(&format!("{JSON_ITEM}\"{list}\":["), piece, "0]}]}");
        }
    }
    for text in ["title", "summary", "content_text", "content_html"] {
        for piece in ["x", "<p>", "\\n", "\\u6570", "&lt;"] {
            add(&format!("{JSON_ITEM}\"{text}\":\""), piece, "\"}]}");
        }
    }
    add(JSON, "[", "");
    // The charsets whose text grows most.
    let gbk = full(
        "<?xml version='1.0' encoding='gbk'?><rss version='2.0'><channel><item><title>x</title><description>",
        "\u{1}",
        "</description></item></channel></rss>",
    );
    documents.push(("GBK".to_owned(), gbk.split(|byte| *byte == 1).collect::<Vec<_>>().join(&0x80)));
    let half = full("<rss version='2.0'><channel>", "x", "</channel></rss>").len() / 2 - 28 - 16 - 2;
    let utf_16 = format!("\u{feff}<rss version='2.0'><channel>{}</channel></rss>", "数".repeat(half));
    let utf_16: Vec<u8> = utf_16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    documents.push(("UTF-16".to_owned(), utf_16));
    documents
}

#[test]
fn a_hostile_feed_takes_a_few_times_its_size_at_most() {
    let mut largest = (0, String::new());
    let mut over = Vec::new();
    for (name, document) in documents() {
        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        let report = status_document(StatusFormat::Feed, StatusCode::OK, &document, Locale::En);
        let peak = ALLOCATOR.peak_usage().saturating_sub(before);
        drop(report);
        if peak > MAX_PEAK_BYTES {
            over.push(format!("{peak} for {name}"));
        }
        largest = largest.max((peak, name));
    }
    println!("largest peak: {:.2} MiB, for {}", largest.0 as f64 / f64::from(1 << 20), largest.1);
    assert!(over.is_empty(), "{over:#?}");
}
