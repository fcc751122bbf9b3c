//! What status pages publish: the shapes of their feeds, the values our own.

use jiff::Timestamp;

use super::super::read;
use super::{Written, everywhere, in_rss, incident, maintenance, written};
use crate::service::{Maintenance, ServiceState, WorkPhase};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// One update of Atlassian Statuspage's, at this time of 1 March.
fn update(clock: &str, word: &str, text: &str) -> String {
    format!(
        "<p><small>Mar <var data-var='date'> 1</var>, <var data-var='time'>{clock}</var> UTC</small><br><strong>{word}</strong> - {text}</p>"
    )
}

fn scheduled_event(updates: &str) -> String {
    format!(
        "<p><strong>THIS IS A SCHEDULED EVENT Mar <var data-var='date'> 1</var>, <var data-var='time'>02:00</var> - \
         <var data-var='time'>04:00</var> UTC</strong></p>{updates}"
    )
}

#[test]
fn statuspage_tells_how_an_incident_stands() {
    let looking = update("00:10", "Investigating", "Payments fail.");
    for (word, over) in [
        ("Identified", false),
        ("Monitoring", false),
        ("Update", false),
        ("In progress", false),
        ("Resolved", true),
        ("Postmortem", true),
    ] {
        let incident = incident("Some users can't pay", &(update("00:30", word, "More soon.") + &looking));
        assert_eq!((incident.over, incident.ends_at, incident.state), (over, None, ServiceState::Degraded), "{word}");
        assert!(
            incident.body.starts_with(&format!("Mar 1, 00:30 UTC {word} - More soon. Mar 1, 00:10 UTC")),
            "{}",
            incident.body
        );
    }
    assert_eq!(incident("Payments unavailable", &looking).state, ServiceState::Outage);
    assert!(incident("Payments unavailable (resolved)", &looking).over);
}

#[test]
fn statuspage_tells_how_far_scheduled_work_is() {
    let planned = update("00:10", "Scheduled", "We change a database.");
    for (word, phase) in [
        ("Scheduled", WorkPhase::Planned),
        ("Update", WorkPhase::Planned),
        ("In progress", WorkPhase::InProgress),
        ("Verifying", WorkPhase::InProgress),
        ("Completed", WorkPhase::Over),
    ] {
        let work = maintenance("Database work", &scheduled_event(&(update("00:30", word, "As planned.") + &planned)));
        assert_eq!(work.phase, Some(phase), "{word}");
        assert_eq!(
            (work.starts_at, work.ends_at),
            (Some(time("2026-03-01T02:00:00Z")), Some(time("2026-03-01T04:00:00Z")))
        );
    }
    assert_eq!(maintenance("Cancelled: database work", &scheduled_event(&planned)).phase, Some(WorkPhase::Cancelled));
}

/// Scheduled work in RSS, published at this hour and to end at four.
fn until_four(published: &str) -> Maintenance {
    let html =
        super::escaped(&scheduled_event(&update("00:10", "In progress", "It takes longer.")).replace("UTC", "CET"));
    let rss = format!(
        "<rss version=\"2.0\"><channel><item><title>Database work</title><description>{html}</description><pubDate>Sun, 01 Mar 2026 {published}:00:00 +0100</pubDate>\
         <maintenanceEndDate>Sun, 01 Mar 2026 04:00:00 +0100</maintenanceEndDate></item></channel></rss>"
    );
    read(rss.as_bytes(), None).unwrap().maintenances.remove(0)
}

#[test]
fn statuspage_has_an_element_for_the_end() {
    let work = until_four("02");
    assert_eq!(
        (work.starts_at, work.ends_at),
        (Some(time("2026-03-01T01:00:00Z")), Some(time("2026-03-01T03:00:00Z")))
    );
    assert_eq!(work.phase, Some(WorkPhase::InProgress), "past its end too");
    // Published after its end, it says nothing of the beginning; and the zone in the text is not one that is known.
    let late = until_four("05");
    assert_eq!((late.starts_at, late.ends_at), (None, Some(time("2026-03-01T03:00:00Z"))));
}

#[test]
fn incident_io_lists_what_is_affected() {
    let html = |status: &str| {
        format!(
            "<b>Status: {status}</b><br/><br/>Payouts take longer.<br/><br/><b>Affected components</b>\n<ul>\n\
             <li>Payouts (Degraded performance)</li>\n<li>Push (iOS)</li>\n</ul>"
        )
    };
    let open = incident("Slow payouts", &html("Monitoring"));
    assert_eq!((open.over, open.components.as_slice()), (false, &["Payouts".to_owned(), "Push (iOS)".to_owned()][..]));
    assert_eq!(
        open.body,
        "Status: Monitoring Payouts take longer. Affected components • Payouts (Degraded performance) • Push (iOS)"
    );
    assert!(incident("Slow payouts", &html("Resolved")).over);
    assert_eq!(maintenance("Database maintenance", &html("In progress")).phase, Some(WorkPhase::InProgress));
}

#[test]
fn instatus_writes_the_oldest_update_first() {
    let text = |kind: &str, updates: &str| {
        format!("\n Type: {kind}\n Duration: 46 minutes\n\n Affected Components: Wallet App, API\n {updates} \n")
    };
    let looking = "Mar 1, 00:10:00 GMT+0 - Investigating - Payments fail. ";
    let over =
        incident("Slow SSO", &text("Incident", &format!("{looking}Mar 1, 00:20:00 GMT+0 - Resolved - All is well. ")));
    assert!(over.over);
    assert_eq!(over.components, ["Wallet App", "API"]);
    assert!(!incident("Slow SSO", &text("Incident", looking)).over);
    let work = maintenance(
        "Database",
        &text("Maintenance", "Mar 1, 00:10:00 GMT+0 - Identified - We work from 2026-03-01 02:00 - 04:00 UTC."),
    );
    assert_eq!((work.phase, work.starts_at), (Some(WorkPhase::InProgress), Some(time("2026-03-01T02:00:00Z"))));
}

#[test]
fn of_an_entry_for_each_update_the_latest_counts() {
    let at = |published, title, html| Written { published, ..written(title, html) };
    let [older, newer] = ["2026-03-01T00:10:00Z", "2026-03-01T00:40:00Z"];
    let open = at(older, "API outage", "We look into it.");
    let over = at(newer, "API outage", "The API has been restored.");
    for entries in [[over, open], [open, over]] {
        let report = everywhere(&entries);
        let [incident] = report.incidents.as_slice() else { panic!("{report:?}") };
        assert!(incident.over);
        assert_eq!((incident.started_at, incident.updated_at), (Some(time(older)), Some(time(newer))));
    }
    let planned = at(older, "Database maintenance", "2026-03-01 02:00 - 04:00 UTC");
    let report = everywhere(&[at(newer, "Database maintenance", "Status: In progress"), planned]);
    let [work] = report.maintenances.as_slice() else { panic!("{report:?}") };
    assert_eq!((work.phase, work.ends_at), (Some(WorkPhase::InProgress), Some(time("2026-03-01T04:00:00Z"))));
    let next_week = at(newer, "Database maintenance", "2026-03-08 02:00 - 04:00 UTC");
    assert_eq!(everywhere(&[next_week, planned]).maintenances.len(), 2, "other work");
    let rss = in_rss(&[
        written("Database work", ""),
        at(older, "Database work", "Type: Maintenance\n2026-03-01 05:00 - 06:00 UTC"),
    ]);
    let end = "<maintenanceEndDate>Sun, 01 Mar 2026 00:00:00 GMT</maintenanceEndDate></item>";
    let ended = &read(rss.replacen("</item>", end, 1).as_bytes(), None).unwrap().maintenances[0];
    assert_eq!(
        (ended.starts_at, ended.ends_at),
        (None, Some(time("2026-03-01T00:00:00Z"))),
        "no beginning after the end"
    );
}

#[test]
fn work_under_way_does_not_begin_after_its_end() {
    let rss = "<rss version='2.0'><channel><item><title>数据库维护中</title><pubDate>Sun, 01 Mar 2026 05:00:00 GMT</pubDate>\
        <maintenanceEndDate>Sun, 01 Mar 2026 04:00:00 GMT</maintenanceEndDate></item></channel></rss>";
    let work = &read(rss.as_bytes(), None).unwrap().maintenances[0];
    assert_eq!((work.phase, work.starts_at, work.ends_at), (None, None, Some(time("2026-03-01T04:00:00Z"))));
}

#[test]
fn xhtml_and_plain_text_are_read_as_such() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='text'>1 &lt; 2 &amp;amp; <b>3</b></title>\
        <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a &lt;b&gt; &amp;amp;</p><script>x &lt; y</script><!-- x -->&nbsp;c</div></content>\
        <updated>2026-03-01T00:30:00Z</updated></entry></feed>";
    let report = read(atom.as_bytes(), None).unwrap();
    assert_eq!(report.notices[0].title, "1 < 2 &amp; 3");
    assert_eq!(report.notices[0].body, "a <b> &amp; c");
    assert_eq!(report.updated_at, None, "an entry's time is not the feed's");
}

#[test]
fn others_elements_are_not_the_feeds() {
    let rss = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' \
        xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><image><title>Logo</title></image>\
        <item><itunes:title>outage</itunes:title><media:title>outage</media:title><media:group><title>outage</title></media:group>\
        <title>News</title><title>outage</title><x:title>outage</x:title><content:encoded><![CDATA[<p>Body</p>]]></content:encoded></item></channel></rss>";
    let report = read(rss.as_bytes(), None).unwrap();
    assert_eq!((report.notices[0].title.as_str(), report.notices[0].body.as_str()), ("News", "Body"));
    assert_eq!((report.notices.len(), report.incidents.len()), (1, 0));
}

#[test]
fn a_feed_in_gbk_is_read() {
    let rss = in_rss(&[written("提现维护公告", "北京时间3月1日10:00至12:00")]).replace("UTF-8", "GBK");
    let (gbk, ..) = encoding_rs::GBK.encode(&rss);
    let work = &read(&gbk, Some("application/rss+xml")).unwrap().maintenances[0];
    assert_eq!((work.title.as_str(), work.starts_at), ("提现维护公告", Some(time("2026-03-01T02:00:00Z"))));
}
