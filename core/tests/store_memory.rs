//! How much memory of the process it takes to open the outbox and to queue a report: what is really there, and not what
//! is merely asked for. One test, so that nothing else runs in the process.
#![cfg(target_os = "linux")]

use jiff::Timestamp;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_core::{Complaint, Config, Consent, Doctor, Host, Symptom};

/// In bytes. Much of it is this program's own code, unoptimised, which is read as it is needed.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("a process of Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("what is there");
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().expect("a number") * 1024
}

#[test]
fn opening_the_stores_takes_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let config = serde_json::json!({
        "provider_name": "Example Pay",
        "data_dir": folder.path(),
        "support": { "recipients": [SupportIdentity::generate().recipient().to_string()] },
    });
    let config = Config::from_json(config.to_string().as_bytes()).unwrap();
    let doctor = Doctor::open(config, Host::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let draft = runtime.block_on(async {
        let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
        doctor.draft_report(&diagnosis, Vec::new()).await.unwrap()
    });
    let before = resident();
    let queued = runtime.block_on(async {
        doctor.submit(&draft, Consent::given(Timestamp::now()), &NoProgress).await.unwrap();
        doctor.submissions().await.unwrap()
    });
    let taken = resident().saturating_sub(before);
    println!("{:.1} MB", taken as f64 / 1e6);
    assert_eq!(queued.len(), 1);
    assert!(taken < MAX_BYTES, "{taken} bytes");
}
