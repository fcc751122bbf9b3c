//! `demo`: a provider with faults, a person and a support desk, all in this process, on loopback and free ports.

use wallet_doctor_core::config::Locale;
use wallet_doctor_core::report::Attachment;
use wallet_doctor_core::{Complaint, Doctor, Symptom};
use wallet_doctor_provider::{Fault, ProviderOptions, World};

use crate::Stop;
use crate::args::{self, Demo};
use crate::said::Said;
use crate::show;
use crate::support_desk::{LOOPBACK, SupportDesk, check_folder};
use crate::visit::{self, Along, Consents};

/// What is wrong when nothing else is asked for.
const DEFAULT_FAULTS: [Fault; 2] = [Fault::BalanceStaleCache, Fault::CacheOld];
/// What is kept under `--keep`, besides the desk's.
const KEPT_REPORT: &str = "report.wdr";

pub(crate) async fn run(arguments: &Demo) -> Result<(), Stop> {
    let faults = args::faults(&arguments.fault, &DEFAULT_FAULTS)?;
    if let Some(keep) = &arguments.keep {
        check_folder("--keep", keep, &[KEPT_REPORT])?;
    }
    let locale = arguments.locale.unwrap_or_else(terminals_locale);
    let folder = tempfile::tempdir()?;
    let kept = arguments.keep.clone().unwrap_or_else(|| folder.path().join("kept"));
    let world = World::start(ProviderOptions { faults, ..ProviderOptions::default() }, folder.path()).await?;
    let desk = SupportDesk::start(&world, &kept, LOOPBACK).await?;
    let case = world.case(locale, Some(desk.support()))?;
    let doctor = Doctor::open(case.doctor.clone(), world.host(&case))?;

    let progress = show::progress(locale, arguments.json);
    let (complaint, attachments) = person(&arguments.said, arguments.symptom, locale);
    let consents = Consents { fix: true, send: true };
    let mut visit = visit::play(&doctor, complaint, Along { attachments, preview: None }, consents, &progress).await?;
    drop(progress);
    if let Some(mut sent) = visit.submission.take() {
        if arguments.keep.is_some() {
            sent = sent.exported(&doctor, &kept.join(KEPT_REPORT)).await?;
        } else {
            // It goes with the demo's folder.
            sent.file = None;
        }
        visit.submission = Some(sent);
    }
    desk.stop().await;
    world.provider.stop().await;
    show::visit(visit, locale, arguments.json)
}

/// What the person writes, and the log that the app adds. Both have in them what people and apps let slip, so that the
/// report shows what becomes of it. All of it is made up: the card and the token are published test values.
fn person(said: &Said, symptom: Symptom, locale: Locale) -> (Complaint, Vec<Attachment>) {
    let note = match locale {
        Locale::ZhHans => {
            "余额不对。我的卡号是 4111 1111 1111 1111，手机 13800138000，邮箱 li.lei@example.com，请帮忙查一下。"
        }
        Locale::En => {
            "This is not what I have. My card is 4111 1111 1111 1111, my phone +86 138 0013 8000, my mail \
             li.lei@example.com. Please look into it."
        }
    };
    let log = "10:02:11 GET /v1/balances 200\n\
               10:02:11 authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJkZW1vIn0.c2lnbmF0dXJlLW9mLXRoZS1kZW1v\n\
               10:02:14 restore from legal winner thank year wave sausage worth useful legal winner thank yellow\n\
               10:02:15 account WU-40718265 ready\n";
    let complaint = Complaint { note: Some(note.to_owned()), ..said.complaint(symptom) };
    (complaint, vec![Attachment::Text { name: "app.log".to_owned(), text: log.to_owned() }])
}

/// Chinese where the terminal says so, else English.
fn terminals_locale() -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if set.is_some_and(|value| value.starts_with("zh")) { Locale::ZhHans } else { Locale::En }
}
