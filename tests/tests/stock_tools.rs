//! The demo's report, taken from the desk's folder, opens with the stock `age` and `unzip` and with `wallet-doctor open`,
//! and holds none of the secrets that the demo's person lets slip.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wallet_doctor_tests::{finished, tool, wallet_doctor};

/// What the demo's note and log contain, as `cli/src/demo.rs` has it, in every spelling that could survive.
const SECRETS: [&str; 10] = [
    "4111 1111 1111 1111",
    "4111111111111111",
    "13800138000",
    "138 0013 8000",
    "li.lei@example.com",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
    "c2lnbmF0dXJlLW9mLXRoZS1kZW1v",
    "legal winner thank year",
    "wave sausage worth useful",
    "WU-40718265",
];

fn run(command: &mut std::process::Command) -> String {
    let output = finished(command);
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let relative = |path: PathBuf| {
        (
            path.strip_prefix(folder).expect("a file below the folder").to_owned(),
            fs::read(&path).expect("a readable file"),
        )
    };
    files_below(folder).into_iter().map(relative).collect()
}

#[test]
fn the_demos_report_opens_with_stock_tools_and_holds_no_secret() {
    for locale in ["en", "zh-Hans"] {
        let folder = tempfile::tempdir().unwrap();
        let keep = folder.path().join("keep");
        let shown = run(wallet_doctor().args(["demo", "--json", "--locale", locale, "--keep"]).arg(&keep));
        let document: Value = serde_json::from_str(&shown).expect("the demo prints one JSON document");
        let id = document["submission"]["id"].as_str().unwrap();
        let report = keep.join("intake/reports").join(format!("{id}.wdr"));
        let key = keep.join("support.key");

        let zip = folder.path().join("report.zip");
        run(tool("age").args(["--decrypt", "--identity"]).arg(&key).arg("--output").arg(&zip).arg(&report));
        let by_unzip = folder.path().join("unzipped");
        run(tool("unzip").arg("-q").arg(&zip).arg("-d").arg(&by_unzip));
        let by_us = folder.path().join("opened");
        run(wallet_doctor().arg("open").arg(&report).arg("--identity").arg(&key).arg("--out").arg(&by_us));

        let unzipped = contents(&by_unzip);
        assert_eq!(unzipped, contents(&by_us), "both ways give the same files");
        let names: Vec<String> = unzipped.iter().map(|(path, _)| path.display().to_string()).collect();
        for wanted in ["manifest.json", "report.json", "report.html", "redactions.json", "attachments/app.log"] {
            assert!(names.iter().any(|name| name == wanted), "{wanted} is missing in {names:?}");
        }
        for (path, bytes) in &unzipped {
            let text = String::from_utf8_lossy(bytes);
            for secret in SECRETS {
                assert!(!text.contains(secret), "{secret} is in {}", path.display());
            }
        }
        let ledger = fs::read_to_string(by_us.join("redactions.json")).unwrap();
        for rule in ["card", "phone", "email", "seed_phrase"] {
            assert!(ledger.contains(rule), "the ledger does not speak of {rule}: {ledger}");
        }
        assert_eq!(fs::read(&report).unwrap(), fs::read(keep.join("report.wdr")).unwrap());
    }
}
