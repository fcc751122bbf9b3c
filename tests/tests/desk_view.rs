//! The desk's view in a real browser, over reports that the engine sent: an agent opens one, sees its screenshot and answers it, and
//! the app gets the answer; a lead announces a wave, and the app reads that; axe-core looks at every page in both languages.
//!
//! With `WALLET_DOCTOR_PICTURES=FOLDER` every page is photographed into that folder, as docs/desk holds them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use wallet_doctor_core::config::{Locale, StatusFormat, StatusSource};
use wallet_doctor_core::outbox::SubmissionState;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::Attachment;
use wallet_doctor_core::{Complaint, Consent, Doctor, Symptom};
use wallet_doctor_intake::store::Stores;
use wallet_doctor_intake::{Clock, Intake, IntakeOptions};
use wallet_doctor_provider::{Fault, FaultSet};
use wallet_doctor_tests::{DeskWorld, installed_npm, succeeded, tool};
use wallet_doctor_view::agents::{self, Role};
use wallet_doctor_view::{View, ViewOptions};

const HOSTILE: &str = "<script>document.title = 'taken over'</script> \"><img src=https://x.invalid/x onerror=alert(1)> </blockquote></main>\
    <style>body { display: none }</style><base href=//x.invalid> <!-- ]]> &lt;b&gt; {{ title }} javascript:alert(1)";
const NOTE: &str = "My withdrawal failed twice, and the balance is not what I have.";
const ANSWER: &str = "Please update the app to 5.3. Your money is safe.";
const PASSWORD: &str = "correct horse battery";
const TITLE_EN: &str = "Withdrawals are late";
const TITLE_ZH: &str = "提现延迟";
/// The screenshot's sides.
const WIDTH: u32 = 540;
const HEIGHT: u32 = 960;
/// What announcements are signed with; made for this test.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIHWLtBbMObQ/H2VwglTejwxJp384M90YmbWZQPDR65/F\n-----END PRIVATE KEY-----\n";
/// What has gone wrong in the wave.
const WAVE: &str = "provider.outage";

/// A clock that is behind by as much as is said.
#[derive(Clone, Default)]
struct Behind(Arc<AtomicI64>);

impl Behind {
    fn by_hours(&self, hours: i64) {
        self.0.store(hours, Ordering::SeqCst);
    }

    fn clock(&self) -> Clock {
        let behind = self.0.clone();
        Clock::from_fn(move || Timestamp::now() - SignedDuration::from_hours(behind.load(Ordering::SeqCst)))
    }
}

/// A screen of a phone, as far as colours go.
fn screenshot(path: &Path) {
    let file = fs::File::create(path).expect("a writable folder");
    let mut encoder = png::Encoder::new(file, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a picture");
    let colour = |x: u32, y: u32| match (x / 60, y / 80) {
        (_, 0) => [20, 60, 120],
        (1..=7, 3..=4) => [250, 200, 60],
        (_, row) if row % 2 == 0 => [236, 240, 246],
        (_, _) => [248, 250, 252],
    };
    let pixels: Vec<u8> = (0..HEIGHT).flat_map(|y| (0..WIDTH).flat_map(move |x| colour(x, y))).collect();
    writer.write_image_data(&pixels).expect("a picture");
}

struct Sender {
    doctor: Doctor,
    complaint: Complaint,
}

impl Sender {
    /// Diagnoses, and sends as many reports about it. The last report's id and ticket.
    async fn send(&self, number: usize, attachments: impl Fn() -> Vec<Attachment>) -> (String, String) {
        let diagnosis = self.doctor.diagnose(self.complaint.clone(), &NoProgress).await.expect("a diagnosis");
        let mut last = None;
        for _ in 0..number {
            let draft = self.doctor.draft_report(&diagnosis, attachments()).await.expect("a draft");
            let consent = Consent::given(Timestamp::now());
            let sent = self.doctor.submit(&draft, consent, &NoProgress).await.expect("a submission");
            let SubmissionState::Delivered { ticket: Some(ticket), .. } = sent.state else {
                panic!("{:?}", sent.state)
            };
            last = Some((sent.id.to_string(), ticket));
        }
        last.expect("something was sent")
    }
}

/// An app in a world whose reports go to this intake.
fn app(desk: &DeskWorld, intake: &Intake, recipient: &str, announced: Option<&str>) -> Doctor {
    let mut case = desk.case_via(intake.addr(), Locale::En);
    case.doctor.support.as_mut().expect("a desk").recipients = vec![recipient.parse().expect("a recipient")];
    if let Some(key) = announced {
        let url = format!("http://{}{}", intake.addr(), Intake::announcements_path());
        case.doctor.status_sources.push(StatusSource {
            name: "support".to_owned(),
            format: StatusFormat::Announcements,
            url: url.parse().expect("a URL"),
            signed_by: vec![key.parse().expect("a key")],
        });
    }
    let host = desk.world.host(&case);
    Doctor::open(case.doctor, host).expect("the doctor opens")
}

/// What anybody may send who has not even read how reports are sealed.
async fn rubbish(intake: &Intake) -> String {
    let id = uuid();
    let metadata = format!("report_id {}", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &id));
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let http = reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build().expect("a client");
    let sent = http
        .post(format!("http://{}{}", intake.addr(), Intake::base_path()))
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", "7")
        .header("Upload-Metadata", metadata)
        .header("Content-Type", "application/offset+octet-stream")
        .body("rubbish");
    assert_eq!(sent.send().await.expect("an answer").status(), 201);
    id
}

fn uuid() -> String {
    wallet_doctor_core::report::ReportId::random().to_string()
}

/// The browser's remote control in an environment of its own.
fn driver(folder: &Path) -> PathBuf {
    let environment = folder.join("environment");
    succeeded(tool("python3").args(["-m", "venv"]).arg(&environment));
    let python = environment.join("bin").join("python");
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    succeeded(std::process::Command::new(&python).args(install).arg(clients.join("report_page/requirements.txt")));
    python
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agent_answers_what_they_see_and_the_app_gets_it_and_a_lead_announces_and_the_app_reads_it() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(target).unwrap();
    let folder = tempfile::tempdir_in(target).unwrap();
    let behind = Behind::default();
    let stores = Stores::in_folder(folder.path().join("intake"));
    let mut options = IntakeOptions::new(([127, 0, 0, 1], 0).into(), folder.path().join("intake"));
    options.clock = behind.clock();
    let intake = Intake::start(options).await.unwrap();

    let quiet = DeskWorld::start(FaultSet::from([Fault::BalanceStaleCache, Fault::CacheOld])).await;
    let broken = DeskWorld::start(FaultSet::from([Fault::StatusMajorOutage])).await;
    let recipient = quiet.identity.recipient().to_string();
    // Some days with a stale cache here and there, before anybody looks, and then an outage.
    let complaint = Complaint { note: Some(NOTE.to_owned()), ..Complaint::new(Symptom::BalanceIncorrect) };
    let before = Sender { doctor: app(&quiet, &intake, &recipient, None), complaint: complaint.clone() };
    for hours in [150, 121, 98, 77, 51, 30] {
        behind.by_hours(hours);
        before.send(1, Vec::new).await;
    }
    behind.by_hours(0);
    let data = folder.path().join("view");
    for (name, role) in [("wu", Role::Agent), ("li", Role::Lead)] {
        agents::add(&data, name, role, PASSWORD, Timestamp::now()).await.unwrap();
    }
    let identity = quiet.identity.to_file_text(Timestamp::now());
    let identity = wallet_doctor_core::report::SupportIdentity::from_file_text(identity.expose()).unwrap();
    let mut options = ViewOptions::new(([127, 0, 0, 1], 0).into(), stores, &data, identity);
    options.announcement_key_pem = Some(KEY.to_owned());
    options.provider = Some("Example Wallet".to_owned());
    let view = View::start(options).await.unwrap();
    let key = view.announcement_key().unwrap();

    let one = Sender { doctor: app(&quiet, &intake, &recipient, Some(&key)), complaint };
    let picture = folder.path().join("screen.png");
    screenshot(&picture);
    let attachments = || {
        vec![
            Attachment::Picture { name: Some("screen.png".to_owned()), path: picture.clone(), masks: Vec::new() },
            Attachment::Text { name: "app.log".to_owned(), text: "started\nwithdrawal refused".to_owned() },
        ]
    };
    let (report, ticket) = one.send(1, attachments).await;
    let hostile = Complaint {
        message_seen: Some(HOSTILE.to_owned()),
        transaction_ids: vec![HOSTILE.chars().take(100).collect()],
        channel: Some(HOSTILE.chars().take(100).collect()),
        note: Some(HOSTILE.to_owned()),
        ..Complaint::new(Symptom::FundsMissing)
    };
    let hostile = Sender { doctor: app(&quiet, &intake, &recipient, None), complaint: hostile };
    let (hostile, _) = hostile.send(1, Vec::new).await;
    let refused = rubbish(&intake).await;
    let many = Sender {
        doctor: app(&broken, &intake, &recipient, None),
        complaint: Complaint::new(Symptom::WithdrawalFailed),
    };
    many.send(9, Vec::new).await;

    let scene = json!({
        "url": format!("http://{}", view.addr()), "agent": "wu", "lead": "li", "password": PASSWORD, "ticket": ticket, "report": report,
        "hostile": hostile, "refused": refused, "note": NOTE, "answer": ANSWER, "cause": WAVE, "title_en": TITLE_EN, "title_zh": TITLE_ZH,
        "picture": 1, "picture_width": WIDTH,
    });
    let described = folder.path().join("scene.json");
    fs::write(&described, scene.to_string()).unwrap();
    let printed = tokio::task::spawn_blocking(move || {
        let mut drive = std::process::Command::new(driver(folder.path()));
        drive.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/desk_view/drive.py"));
        drive.arg("--axe").arg(installed_npm("desk_view", &[]).join("node_modules/axe-core/axe.min.js"));
        if let Some(pictures) = std::env::var_os("WALLET_DOCTOR_PICTURES") {
            drive.arg("--pictures").arg(pictures);
        }
        let printed = succeeded(drive.arg(&described));
        (printed, folder)
    });
    let (printed, _folder) = printed.await.expect("the driver ends");
    println!("{printed}");
    let lines: Vec<serde_json::Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() > 60 && lines.iter().all(|line| line["ok"] == true), "{printed}");

    // What was done in the browser has come to the app.
    let told = one.doctor.poll_tickets().await.unwrap();
    let answered = told.iter().find(|one| one.id.to_string() == report).unwrap();
    assert!(matches!(answered.state, SubmissionState::Answered { .. }), "{:?}", answered.state);
    assert_eq!(answered.ticket.as_ref().unwrap().answers[0].text, ANSWER);
    let diagnosis = one.doctor.diagnose(Complaint::new(Symptom::WithdrawalFailed), &NoProgress).await.unwrap();
    let announced = diagnosis.announcements.iter().find(|one| one.source == "support");
    assert_eq!(announced.unwrap().title, TITLE_EN, "{:?}", diagnosis.announcements);
    view.stop().await;
    intake.stop().await;
}
