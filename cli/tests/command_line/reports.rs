//! Reports on the command line: what goes along, what can't, and a look at it before anything is sent.

use std::fs;

use serde_json::{Value, json};

use super::{config_file, refused, text, wallet_doctor};

#[test]
fn what_goes_along_is_shown_before_and_what_cannot_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("app.log"), "paid with 5555 5555 5555 4444\n").unwrap();
    fs::write(at("shot.heic"), b"\0\0\0\x18ftypheic\0\0\0\0").unwrap();
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/src/report/picture/tests/data/lossy_reference.png");
    let config = config_file(folder.path(), r#"{ "doctor": { "provider_name": "Example Pay", "locale": "en" } }"#);
    let (log, heic, covered, preview) = (at("app.log"), at("shot.heic"), format!("{picture}@0,0,4,4"), at("preview"));
    let arguments = [
        "diagnose",
        "--config",
        &config,
        "--symptom",
        "other",
        "--note",
        "call 13800138000",
        "--attach",
        &log,
        "--picture",
        &covered,
        "--picture",
        &heic,
        "--preview",
        &preview,
        "--json",
    ];
    let output = wallet_doctor(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["submission"], Value::Null, "nothing was to be sent");
    let left = &document["left_out"][0];
    assert_eq!(
        (&left["why"], &left["detail"]),
        (&json!("unsupported_picture"), &json!("this is HEIC; accepted: PNG, JPEG, WebP"))
    );
    let read = |name: &str| fs::read(folder.path().join("preview").join(name)).unwrap();
    assert_eq!(read("attachments/app.log"), b"paid with [redacted:card]\n");
    assert!(read("attachments/lossy_reference.png").starts_with(b"\x89PNG"));
    let report: Value = serde_json::from_slice(&read("report.json")).unwrap();
    assert_eq!(report["complaint"]["note"], "call [redacted:phone]");
    assert_eq!(report["attachments"][1]["picture"]["masks"], 1);
    refused(&arguments, &["--preview", "is not empty"]);
    refused(&["diagnose", "--config", &config, "--symptom", "other", "--picture", "a.png@1,2"], &["X,Y,WIDTH,HEIGHT"]);
}

#[test]
fn a_key_is_written_once_and_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("support.key");
    let shown = path.to_str().unwrap();
    let output = wallet_doctor(&["keygen", "--out", shown]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("age1"));
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.contains("AGE-SECRET-KEY-1") && !text(&output.stdout).contains("AGE-SECRET-KEY"));
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    refused(&["keygen", "--out", shown], &["exists"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
}

#[test]
fn what_is_not_a_report_is_said_plainly_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("support.key");
    assert!(wallet_doctor(&["keygen", "--out", key.to_str().unwrap()]).status.success());
    let file = folder.path().join("x.wdr");
    fs::write(&file, b"not a report").unwrap();
    let out = folder.path().join("out");
    let open = ["open", file.to_str().unwrap(), "--identity", key.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let output = wallet_doctor(&open);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(!out.exists());
}
