//! The report's page in a real browser: it asks for nothing, runs nothing, and is readable by a screen reader, on a small
//! phone and on paper, whatever the person wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::contact::ContactEntry;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::Attachment;
use wallet_doctor_core::{Complaint, Symptom};
use wallet_doctor_provider::{Fault, FaultSet};
use wallet_doctor_tests::{DeskWorld, finished, tool};

/// A page that is taken for markup anywhere is no page of ours any more.
const HOSTILE: &str = "<script>document.title = 'taken over'</script> \"><img src=https://x onerror=alert(1)> \
    </blockquote></main><style>body { display: none }</style><base href=//x> <!-- ]]> &lt;b&gt; {{ title }} javascript:alert(1)";
/// Emoji of several code points, text from right to left, and an override that is never closed.
const SCRIPTS: &str = "😀👩‍👩‍👧‍👦🇨🇳 مرحبا بالعالم שלום עולם \u{202e}desrever";
/// So long is a word without a place to break it; of a note 4,000 characters are kept.
const WORD_CHARS: usize = 5_000;
/// So much of the word is in the page at least.
const WORD_KEPT_CHARS: usize = 1_000;

/// The checker in an environment of its own.
struct Checker {
    python: PathBuf,
}

impl Checker {
    fn install(folder: &Path) -> Self {
        let environment = folder.join("environment");
        succeed(tool("python3").args(["-m", "venv"]).arg(&environment));
        let python = environment.join("bin").join("python");
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        succeed(Command::new(&python).args(install).arg(program("requirements.txt")));
        Self { python }
    }

    /// Runs it. Returns what it printed: a line of JSON for each page.
    fn run(&self, arguments: &[String]) -> String {
        succeed(Command::new(&self.python).arg(program("check.py")).args(arguments))
    }
}

fn program(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join("report_page").join(name)
}

/// Runs it to its end. Returns what it printed.
fn succeed(command: &mut Command) -> String {
    let output = finished(command);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {printed}\n{said}");
    printed
}

fn word() -> String {
    "wort".repeat(WORD_CHARS / 4)
}

fn complaint() -> Complaint {
    Complaint {
        message_seen: Some(format!("{SCRIPTS} {}", word())),
        transaction_ids: vec!["tx-\"><svg onload=alert(1)>".into(), "t".repeat(190)],
        not_mine: vec!["<b>tx-2</b>".into(), "tx-3".into()],
        channel: Some("<i>Bank</i> & Söhne".into()),
        note: Some(format!("{HOSTILE}\n\n{SCRIPTS}\n\n{}", word())),
        ..Complaint::new(Symptom::FundsMissing)
    }
}

fn contacts() -> Vec<ContactEntry> {
    let contact = |said: &str| ContactEntry {
        at: Timestamp::UNIX_EPOCH,
        channel: HOSTILE.into(),
        who: Some(SCRIPTS.into()),
        said: Some(said.into()),
        promised: None,
        promised_until: Some(Timestamp::UNIX_EPOCH),
    };
    vec![contact(HOSTILE), contact(&word()), contact("")]
}

fn attachments() -> Vec<Attachment> {
    let name = |number: usize| format!("{number}-\"><img src=x>{}.log", "n".repeat(number * 20));
    (0..8).map(|number| Attachment::Text { name: name(number), text: HOSTILE.to_owned() }).collect()
}

/// The page of a report with much in it, in a file.
async fn page(folder: &Path, locale: Locale) -> PathBuf {
    let faults = [Fault::BalanceStaleCache, Fault::CacheOld, Fault::StatusDegraded, Fault::AccountFrozen];
    let desk = DeskWorld::start(FaultSet::from(faults)).await;
    let (doctor, _) = desk.doctor(locale);
    let diagnosis = doctor.diagnose(complaint(), &NoProgress).await.expect("a diagnosis");
    let draft = doctor.draft_report(&diagnosis, attachments()).await.expect("a draft");
    let preview = draft.with_contact_log(contacts()).preview();
    let file = preview.files.iter().find(|file| file.name == "report.html").expect("a report has a page");
    let text = file.text.as_deref().expect("the page is text");

    // Otherwise the browser would look at less than it should.
    let of_the_word: String = word().chars().take(WORD_KEPT_CHARS).collect();
    let tables = text.matches("<table>").count();
    assert!(text.contains(&of_the_word) && text.contains("مرحبا") && tables >= 12, "{tables} tables");
    assert!(text.contains("script&#62;document.title") && text.contains("&#62;&#60;img src=https://x"));
    let path = folder.join(format!("{locale}.html"));
    fs::write(&path, text).expect("a writable folder");
    path
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_is_self_contained_and_accessible_in_a_real_browser() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(target).unwrap();
    let folder = tempfile::tempdir_in(target).unwrap();
    let mut pages = Vec::new();
    for locale in [Locale::En, Locale::ZhHans] {
        pages.push(format!("{locale}={}", page(folder.path(), locale).await.display()));
    }
    let printed = tokio::task::spawn_blocking(move || {
        let checker = Checker::install(folder.path());
        // First, that it tells of a broken page at all.
        checker.run(&["--selftest".to_owned()]);
        checker.run(&pages)
    });
    let printed = printed.await.expect("the checker ends");
    println!("{printed}");
    assert_eq!(printed.lines().filter(|line| line.contains("\"ok\": true")).count(), 2, "{printed}");
}
