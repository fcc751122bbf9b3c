//! What anybody may send: shown as what it is, run nowhere, and the others go on.

use std::path::{Path, PathBuf};

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;
use wallet_doctor_core::report::SupportIdentity;

use crate::{
    bundle::{Bundle, png, seal, zip},
    scene::{AGENT, Browser, Scene},
};

const SCRIPT: &str = "<script>document.title='taken over'</script>\"'><img src=x onerror=alert(1)>{{7*7}}</textarea></title>&lt; javascript:alert(1)";

async fn page(browser: &Browser, id: Uuid) -> String {
    browser.page(&format!("/reports/{id}")).await
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[tokio::test]
async fn what_is_no_report_is_shown_as_such_and_the_queue_goes_on() {
    let scene = Scene::start().await;
    let (identity, other) = (scene.identity(), SupportIdentity::generate());
    let good = Bundle::new("provider.outage");
    let named = |name: &str| Bundle { files: vec![(name.to_owned(), b"x".to_vec())], ..Bundle::new("a") };
    let manifest = |change: &dyn Fn(&mut Value)| {
        let bundle = Bundle::new("a");
        let mut manifest = bundle.manifest();
        change(&mut manifest);
        zip(&[("manifest.json".to_owned(), manifest.to_string().into_bytes())])
    };
    let mut cut = good.sealed(&identity);
    cut.truncate(cut.len() - 20);
    let bomb = {
        let bundle = Bundle::new("a").attach("zeros.bin", vec![0; 64 * 1024 * 1024]);
        let mut manifest = bundle.manifest();
        manifest["entries"][3]["size"] = json!(10);
        let entries = [("manifest.json".to_owned(), manifest.to_string().into_bytes())];
        let rest = [
            ("report.json", b"{}".to_vec()),
            ("report.html", Vec::new()),
            ("redactions.json", Vec::new()),
            ("attachments/zeros.bin", vec![0; 64 * 1024 * 1024]),
        ];
        zip(&entries.into_iter().chain(rest.map(|(name, bytes)| (name.to_owned(), bytes))).collect::<Vec<_>>())
    };
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let with_report =
        |json: &str| Bundle { files: vec![("report.json".to_owned(), json.as_bytes().to_vec())], ..Bundle::new("a") };
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"not age at all".to_vec(), "not a sealed report"),
        (cut, "damaged"),
        (good.sealed(&other), "a key that this desk was not started with"),
        (seal(b"not a zip", &identity), "not a report"),
        (seal(&zip(&[]), &identity), "manifest is broken"),
        (seal(&manifest(&|manifest| manifest["format"] = json!("other")), &identity), "another format"),
        (seal(&manifest(&|manifest| manifest["version"] = json!(99)), &identity), "format version 99"),
        (
            seal(
                &manifest(&|manifest| manifest["entries"] = json!([{ "name": "../../evil", "size": 1, "sha256": "" }])),
                &identity,
            ),
            "not accepted",
        ),
        (named("../evil").sealed(&identity), "not accepted"),
        (named("/tmp/evil").sealed(&identity), "not accepted"),
        (named("attachments/../../evil").sealed(&identity), "not accepted"),
        (named("attachments/a\\..\\evil").sealed(&identity), "not accepted"),
        (seal(&bomb, &identity), "not what the manifest says"),
        (with_report(&deep).sealed(&identity), "cannot be read as a report"),
        (with_report("{\"version\":1}").sealed(&identity), "cannot be read as a report"),
        (with_report(&" ".repeat(5 * 1024 * 1024)).sealed(&identity), "cannot be read as a report"),
        (Bundle::new("a").with("/version", json!(2)).sealed(&identity), "cannot be read as a report"),
        (Bundle::new("a").with("/causes/0/confidence", json!("NaN")).sealed(&identity), "cannot be read as a report"),
    ];
    let browser = scene.signed_in(AGENT).await;
    let mut ids = Vec::new();
    for (bytes, told) in &cases {
        let id = Uuid::new_v4();
        let ticket = scene.deliver_bytes(id, bytes).await;
        let page = page(&browser, id).await;
        assert!(page.contains("This report cannot be shown") && page.contains(told), "{told}: {page}");
        assert!(page.contains(&ticket) && page.contains("name=\"text\""), "it can be answered: {page}");
        ids.push(id);
    }
    // The same bytes under another report's id, and a file that somebody exchanged in the store.
    let id = Uuid::new_v4();
    scene.deliver_bytes(id, &good.sealed(&identity)).await;
    assert!(page(&browser, id).await.contains("names another report"));
    let changed = Bundle::new("a");
    scene.deliver(&changed).await;
    let stored = scene.dir.path().join("intake/reports").join(format!("{}.wdr", changed.id));
    std::fs::write(stored, Bundle { id: changed.id, ..Bundle::new("b") }.sealed(&identity)).unwrap();
    assert!(page(&browser, changed.id).await.contains("it was changed in the store"));

    let fine = Bundle::new("network.dns");
    scene.deliver(&fine).await;
    assert!(page(&browser, fine.id).await.contains("network.dns"));
    assert_eq!(browser.page("/queue").await.matches("cannot be shown").count(), cases.len() + 1);
    let all = files(scene.dir.path());
    assert!(all.iter().all(|file| !file.ends_with("evil")), "{all:?}");
    assert!(!Path::new("/tmp/evil").exists());
}

/// Puts a text into every string of a document but those that are codes, times and numbers.
fn everywhere(value: &mut Value, text: &str, path: &str) {
    const STAYS: [&str; 26] = [
        "id",
        "locale",
        "symptom",
        "state",
        "why",
        "at",
        "created_at",
        "started_at",
        "certainty",
        "severity",
        "who",
        "role",
        "step",
        "family",
        "reading",
        "figure",
        "verdict",
        "total",
        "cached",
        "synced",
        "difference",
        "as_of",
        "address",
        "value",
        "code",
        "took_ms",
    ];
    match value {
        Value::String(string) => *string = text.to_owned(),
        Value::Array(items) => items.iter_mut().for_each(|item| everywhere(item, text, path)),
        Value::Object(fields) => {
            for (name, field) in fields {
                let is_text =
                    !STAYS.contains(&name.as_str()) || (name == "code" && path == "causes") || field.is_object();
                if is_text || (field.is_array() && name != "who") && name != "value" {
                    everywhere(field, text, name);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[tokio::test]
async fn a_script_in_every_field_stays_text_on_every_page() {
    let scene = Scene::start().await;
    let mut bundle = Bundle::new("a");
    for pointer in [
        "/complaint",
        "/app/value",
        "/causes",
        "/money",
        "/provider",
        "/endpoints/0/name",
        "/endpoints/0/host",
        "/network/value/transport",
        "/omitted/0/what",
    ] {
        everywhere(bundle.report.pointer_mut(pointer).unwrap(), SCRIPT, pointer.trim_start_matches('/'));
    }
    bundle.report["tried"] = json!([{ "what": SCRIPT, "outcome": SCRIPT, "at": "2027-01-15T08:00:00Z" }]);
    bundle.report["balances"]["compared"][0]["asset"] = json!(SCRIPT);
    bundle.report["causes"][0]["code"] = json!(SCRIPT);
    let ledger = json!({ "entries": [{ "rule": SCRIPT, "file": SCRIPT, "place": SCRIPT, "count": u64::MAX, "bytes": u64::MAX }] });
    bundle.files.push(("redactions.json".to_owned(), ledger.to_string().into_bytes()));
    bundle = bundle.attach("script.log", SCRIPT).attach("a_b.txt", SCRIPT);
    let sealed = bundle.sealed(&scene.identity());
    let ticket = scene.deliver_bytes(bundle.id, &sealed).await;
    let browser = scene.signed_in("li").await;
    browser.act(&bundle, &[("what", "answer"), ("text", SCRIPT)]).await;
    assert_eq!(browser.get(&format!("/wave?cause={}", url(SCRIPT))).await.status(), StatusCode::NOT_FOUND);
    let encoded = url(SCRIPT);
    let mut shown = 0;
    for path in [
        "/queue".to_owned(),
        format!("/reports/{}", bundle.id),
        format!("/reports/{}/files/0", bundle.id),
        format!("/reports/{}/files/1", bundle.id),
        "/waves".to_owned(),
        format!("/queue?text={encoded}&cause={encoded}&version={encoded}&state={encoded}"),
        format!("/login?next={encoded}"),
    ] {
        let page = browser.page(&path).await;
        assert!(
            !page.contains("<script") && !page.contains("<img src=x") && !page.contains("</textarea></title>"),
            "{path}: {page}"
        );
        assert!(!page.contains("=\"javascript:"), "{path}");
        shown += usize::from(page.contains("&#60;script&#62;document.title"));
    }
    assert!(shown >= 4, "it is shown as text on {shown} pages");
    assert!(browser.page(&format!("/reports/{}", bundle.id)).await.contains(&ticket));
}

fn url(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn pictures_that_are_none_or_too_many_pixels_are_not_shown() {
    let scene = Scene::start().await;
    // A header that promises 30,000 × 30,000 pixels, with the sum that belongs to it.
    let mut bomb = png(1, 1);
    bomb[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    let bundle = Bundle::new("a")
        .attach("0.png", bomb)
        .attach("1.jpg", b"<html><script>alert(1)</script></html>".to_vec())
        .attach("2.webp", b"".to_vec())
        .attach("3.png", png(10, 10)[..40].to_vec())
        .attach("4.png", png(10, 10));
    scene.deliver(&bundle).await;
    let browser = scene.signed_in(AGENT).await;
    let place = |rest: &str| format!("/reports/{}/files/{rest}", bundle.id);
    for (number, told) in [(0, "too large"), (1, "accepted: PNG, JPEG, WebP"), (2, "empty"), (3, "damaged")] {
        let page = browser.page(&place(&number.to_string())).await;
        assert!(page.contains("This picture is not shown") && page.contains(told), "{number}: {page}");
        assert_eq!(browser.get(&place(&format!("{number}/picture"))).await.status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(browser.get(&place("4/picture")).await.status(), StatusCode::OK);
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[tokio::test]
async fn enormous_numbers_and_lists_make_a_page_all_the_same() {
    let scene = Scene::start().await;
    let step = json!({ "step": "done", "value": null, "took_ms": u64::MAX });
    let family = json!({
        "family": "ipv6", "dns": { "step": "failed", "code": "dns_timeout", "took_ms": u64::MAX },
        "tcp": [{ "address": "[::1]:1", "took_ms": u64::MAX }], "tls": step, "tls_facts": {}, "http": step,
    });
    let mut bundle = Bundle::new("a")
        .with("/elapsed_ms", json!(u64::MAX))
        .with("/causes/0/confidence", json!(1e300))
        .with("/started_at", json!("9999-12-30T22:00:00Z"))
        .with("/app/at", json!("-009999-01-02T01:59:59Z"))
        .with("/app/took_ms", json!(u64::MAX))
        .with("/endpoints/0/families", json!(vec![family; 500]));
    let tried = json!({ "what": "x".repeat(1_000), "outcome": "y", "at": "2027-01-15T08:00:00Z" });
    bundle.report["tried"] = json!(vec![tried; 1_500]);
    scene.deliver(&bundle).await;
    let browser = scene.signed_in(AGENT).await;
    let page = page(&browser, bundle.id).await;
    assert!(page.len() < 4 * 1024 * 1024, "{} bytes", page.len());
    assert!(page.contains("Not shown here:"));

    // Very many that say nothing, and one that says very much where nobody counts.
    let mut bundle = Bundle::new("a").with("/urgent_steps", json!(vec![""; 300_000]));
    let long = "<".repeat(1_500_000);
    bundle.report["complaint"]["not_mine"] = json!(vec![""; 50_000]);
    let ledger = json!({ "entries": [{ "rule": long, "file": long.get(..500), "place": "", "count": 1 }] });
    bundle.files.push(("redactions.json".to_owned(), ledger.to_string().into_bytes()));
    let source = json!({ "source": long.get(..500_000), "report": { "state": "not_checked", "why": "not_needed" } });
    bundle.report["service"] = json!([source]);
    scene.deliver(&bundle).await;
    let page = browser.page(&format!("/reports/{}", bundle.id)).await;
    assert!(page.len() < 4 * 1024 * 1024, "{} bytes", page.len());
    assert!(page.contains("Not shown here:"));
}
