//! Documents that want to break the reader.

use super::super::{MAX_ENTRIES, Unreadable, read};
use crate::service::{MAX_BODY_CHARS, MAX_DOCUMENT_BYTES, MAX_NEWS, MAX_TITLE_CHARS, ServiceReport};

fn rss(channel: &str) -> String {
    format!("<rss version='2.0'><channel>{channel}</channel></rss>")
}

fn of(document: &str) -> Result<ServiceReport, Unreadable> {
    read(document.as_bytes(), None)
}

#[test]
fn what_is_no_feed_is_unreadable() {
    let deep = format!("<rss><channel>{}", "<a>".repeat(100_000));
    let deep_json = format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":{}", "[".repeat(100_000));
    for document in [
        "",
        "nonsense",
        "<",
        "<html><body>Sign in</body></html>",
        "<!doctype html><p>Not found",
        "<rss version='2.0'/>",
        "<rss version='2.0'><channel>",
        "<rss version='2.0'><channel><item></channel></rss>",
        "<x:rss xmlns:x='urn:x'><x:channel/></x:rss>",
        "<rss version='2.0'><channel/></rss><rss/>",
        "{}",
        "{\"version\":\"https://jsonfeed.org/version/2\",\"items\":[]}",
        "{\"version\":\"https://jsonfeed.org/version/1.1\"}",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}",
        "{\"page\":{},\"status\":{\"indicator\":\"none\"}}",
        "[]",
        &deep,
        &deep_json,
    ] {
        assert_eq!(of(document), Err(Unreadable), "{}", document.chars().take(60).collect::<String>());
    }
}

#[test]
fn a_document_with_entities_of_its_own_makes_no_sense_and_one_that_only_names_some_does() {
    let item = "<item><title>&b;&c;&#0;&#xffffffff; AT&T</title></item>";
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a \"outage\"><!ENTITY b \"{}\"><!ENTITY c SYSTEM \"file:///etc/hostname\">]>{}",
        "&a;".repeat(1_000),
        rss(item)
    );
    assert_eq!(of(&bomb), Err(Unreadable));
    let named =
        format!("<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"rss-0.91.dtd\">{}", rss(item));
    assert_eq!(of(&named).unwrap().notices[0].title, "&b;&c; AT&T");
}

#[test]
fn lists_and_texts_are_bounded() {
    let item = format!("<item><title>{0}</title><description>{0}</description></item>", "é".repeat(2_000));
    let report = of(&rss(&item.repeat(120))).unwrap();
    assert_eq!(report.notices.len(), MAX_NEWS);
    assert_eq!(report.notices[0].title.chars().count(), MAX_TITLE_CHARS);
    assert_eq!(report.notices[0].body.chars().count(), MAX_BODY_CHARS);
    // What comes too late in the feed is not news.
    let late = "<item/>".repeat(MAX_ENTRIES)
        + "<item><title>Service outage</title><pubDate>Sun, 01 Mar 2026 00:00:00 GMT</pubDate></item>";
    assert_eq!(of(&rss(&late)).unwrap().incidents.len(), 0);
}

#[test]
fn a_text_of_which_the_end_is_missing_is_not_taken_for_open() {
    let updates = "Mar 1, 00:10:00 GMT+0 - Investigating - Oh. Mar 1, 00:20:00 GMT+0 - Monitoring - Ah. ".to_owned();
    let text = updates + &"x ".repeat(60_000) + "Mar 1, 03:20:00 GMT+0 - Resolved - Well.";
    let report = of(&rss(&format!("<item><title>Slow SSO</title><description>{text}</description></item>"))).unwrap();
    assert_eq!((report.incidents.len(), report.notices.len()), (0, 1), "{report:?}");
}

#[test]
fn nothing_that_moves_a_cursor_is_left() {
    let report = of(&rss("<item><title>a&#x1b;[31m&#x202e;b&#x200b;</title><description>&amp;#7;&amp;#x2066;c\u{85}d</description></item>")).unwrap();
    assert_eq!((report.notices[0].title.as_str(), report.notices[0].body.as_str()), ("a[31mb", "c d"));
}

#[test]
fn a_json_feed_is_read_whatever_its_values_are() {
    let document = r#"{"version":"https://jsonfeed.org/version/1","items":[
        {"id":7,"title":null,"content_text":["x"],"summary":{"a":[{}]},"date_published":true,"date_modified":1.5,"_x":{"y":[]}},
        {"id":"b","title":"Outage <b>","content_text":" ","content_html":"<p>x</p>","tags":"none","attachments":null}]}"#;
    let report = of(document).unwrap();
    assert_eq!(report.notices[0].id.as_deref(), Some("7"));
    assert_eq!((report.notices[1].title.as_str(), report.notices[1].body.as_str()), ("Outage <b>", "x"));
    assert_eq!(of("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":null}").unwrap().notices, []);
}

#[test]
fn a_megabyte_of_anything_is_read_to_its_end() {
    for piece in [
        "<item/>",
        "<item><title>",
        "<a xmlns:b='c'/>",
        "<a b='c' d='e'/>",
        "&amp;",
        "<!---->",
        "<![CDATA[]]>",
        "<?a?>",
        "&#9;",
    ] {
        let _ = of(&rss(&piece.repeat(MAX_DOCUMENT_BYTES / piece.len())));
        let _ = of(&rss(&format!(
            "<item><description>{}</description></item>",
            piece.repeat(MAX_DOCUMENT_BYTES / piece.len())
        )));
    }
    let one_tag = format!("<rss version='2.0'><channel {}>", "a='b' ".repeat(MAX_DOCUMENT_BYTES / 6));
    let _ = of(&one_tag);
    for piece in [
        "2026-03-01 02:00 - ",
        "3月1日",
        "Mar 1, ",
        "Resolved - ",
        "\nAffected components",
        "北京时间",
        "outage ",
        "has been resolved. ",
        " - Update",
    ] {
        let item = format!(
            "<item><title>Maintenance</title><description>{}</description></item>",
            piece.repeat(60_000 / piece.len())
        );
        of(&rss(&item.repeat(16))).unwrap();
    }
}
