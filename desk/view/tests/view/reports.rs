//! The queue, and one report.

use serde_json::json;

use crate::{
    bundle::{Bundle, png},
    scene::{AGENT, Scene},
};

#[tokio::test]
async fn a_report_is_opened_and_says_what_support_needs_in_both_languages() {
    let scene = Scene::start().await;
    let bundle = Bundle::new("provider.outage")
        .attach("screen.png", png(300, 200))
        .attach("app.log", "line one\nline <b>two</b>");
    let ticket = scene.deliver(&bundle).await;
    let browser = scene.signed_in(AGENT).await;
    let queue = browser.page("/queue").await;
    assert!(queue.contains(&ticket) && queue.contains("provider.outage") && queue.contains("5.2.1"), "{queue}");

    let place = format!("/reports/{}", bundle.id);
    let page = browser.page(&place).await;
    for part in [
        &ticket,
        "提现失败，请帮忙。",
        "tx-4711",
        "almost certainly (91 %) · provider.outage",
        "服务商公布了故障。 (status.outage)",
        "1530.50",
        "1280.50",
        "250.00",
        "TLS: tls_expired",
        "/complaint/note",
        "attachments/long.log",
        "screen.png",
        "Nothing was changed or cut off",
        "proves nothing about who sent it",
        "<blockquote dir=\"auto\" lang=\"zh-Hans\">",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(page.find("In their own words").unwrap() < page.find("tls_expired").unwrap());
    let chinese = browser.http.get(format!("{}{place}", browser.origin)).header("Accept-Language", "zh-CN,en;q=0.5");
    let chinese = chinese.send().await.unwrap().text().await.unwrap();
    for part in ["<html lang=\"zh-Hans\">", "完整性", "检查时间线", "几乎可以确定"] {
        assert!(chinese.contains(part), "{part}: {chinese}");
    }

    let picture = browser.get(&format!("{place}/files/0/picture")).await;
    assert_eq!(picture.headers()["content-type"], "image/png");
    let bytes = picture.bytes().await.unwrap();
    let shown = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    assert_eq!((shown.info().width, shown.info().height), (300, 200));
    assert_eq!(browser.get(&format!("{place}/files/0/picture")).await.bytes().await.unwrap(), bytes, "drawn once");
    assert!(browser.page(&format!("{place}/files/0")).await.contains("width=\"300\" height=\"200\""));
    assert!(browser.page(&format!("{place}/files/1")).await.contains("line &#60;b&#62;two&#60;/b&#62;"));
    for nothing in ["/files/2", "/files/2/picture", "/files/1/picture", "/files/99999999999999999999999", "/files/-1"] {
        assert!(browser.get(&format!("{place}{nothing}")).await.status().is_client_error(), "{nothing}");
    }
    let taken = browser.get(&format!("{place}/sealed")).await;
    assert!(taken.headers()["content-disposition"].to_str().unwrap().contains(&format!("{}.wdr", bundle.id)));
    assert!(taken.bytes().await.unwrap().starts_with(b"age-encryption.org/v1"));
    let taken = browser.get(&format!("{place}/files/1/download")).await;
    assert_eq!(taken.headers()["content-type"], "application/octet-stream");
    assert_eq!(taken.text().await.unwrap(), "line one\nline <b>two</b>");
}

#[tokio::test]
async fn the_queue_is_filtered_by_cause_version_time_text_and_state() {
    let scene = Scene::start().await;
    let mut tickets = Vec::new();
    for (cause, version, note) in [
        ("provider.outage", "5.2.1", "first 100%"),
        ("provider.outage", "5.3.0", "second_thing"),
        ("network.dns", "5.2.1", "third secondXthing"),
    ] {
        let bundle =
            Bundle::new(cause).with("/app/value/app_version", json!(version)).with("/complaint/note", json!(note));
        tickets.push(scene.deliver(&bundle).await);
        scene.time.forward(60 * 60);
    }
    let browser = scene.signed_in(AGENT).await;
    let shown = async |query: &str| {
        let page = browser.page(&format!("/queue?{query}")).await;
        tickets
            .iter()
            .enumerate()
            .filter(|(_, ticket)| page.contains(*ticket))
            .map(|(number, _)| number)
            .collect::<Vec<_>>()
    };
    for (query, expected) in [
        ("", vec![0, 1, 2]),
        ("cause=provider.outage", vec![0, 1]),
        ("version=5.2.1", vec![0, 2]),
        ("cause=provider.outage&version=5.2.1", vec![0]),
        ("text=SECOND_thing", vec![1]),
        ("text=100%25", vec![0]),
        ("text=thing+third", vec![2]),
        ("text=tx-4711", vec![0, 1, 2]),
        ("text=%27%3B+DROP+TABLE+opened%3B--", vec![]),
        ("since=2027-01-15T09:00", vec![1, 2]),
        ("since=2027-01-15T08:30&until=2027-01-15T09:30", vec![1]),
        ("state=closed", vec![]),
        ("state=all&cause=network.dns", vec![2]),
        ("cause=nothing", vec![]),
        ("page=1", vec![]),
    ] {
        assert_eq!(shown(query).await, expected, "{query}");
    }
    // A ticket or an id leads to the report.
    let typed = browser.get(&format!("/queue?text={}", tickets[1].to_lowercase())).await;
    assert!(typed.headers()["location"].to_str().unwrap().starts_with("/reports/"));
    for bad in ["since=yesterday", "until=2027-13-01T00:00", "since=2027-01-15", "since=2027-01-15T10:00%2B09:00"] {
        let status = browser.get(&format!("/queue?{bad}")).await.status();
        assert_eq!(status, 400, "{bad}");
    }
    // Whatever stands in the form stays there, as text.
    let page = browser.page("/queue?text=%22%3E%3Cscript%3E&cause=%3Cb%3E").await;
    assert!(page.contains("&#34;&#62;&#60;script&#62;") && !page.contains("<script>"), "{page}");
}
