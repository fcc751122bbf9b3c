//! Servers that mean harm: an answer comes by the deadline all the same.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use serde_json::json;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Complaint, Config, Doctor, Host, Symptom};

/// The diagnosis' deadline, and what a busy machine may add to it. Exchanges on the caller's own thread would hold the
/// answer up for many times as long.
const DEADLINE: Duration = Duration::from_secs(2);
const TOLERANCE: Duration = Duration::from_secs(3);

/// Sends `piece` without end to whoever asks, until they leave.
fn flood(piece: &'static [u8]) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("a bound port"));
    std::thread::spawn(move || {
        for stream in listener.incoming().take(16) {
            let Ok(mut stream) = stream else { return };
            std::thread::spawn(move || {
                let mut request = [0; 4096];
                let many = piece.repeat(4096);
                if stream.read(&mut request).is_ok() {
                    while stream.write_all(&many).is_ok() {}
                }
            });
        }
    });
    url
}

// On one thread, so that nothing else can keep the clock going.
#[tokio::test]
async fn a_flood_of_interim_answers_does_not_hold_up_the_answer() {
    let url = flood(b"HTTP/1.1 103 Early Hints\r\n\r\n");
    let config = json!({
        "provider_name": "P",
        "deadline_ms": u64::try_from(DEADLINE.as_millis()).unwrap(),
        "endpoints": [{ "name": "api", "role": "wallet", "url": url }],
        "captive_portals": [url],
        "status_sources": [{ "name": "page", "format": "statuspage_v2", "url": url }],
    });
    let config = Config::from_json(config.to_string().as_bytes()).unwrap();
    let doctor = Doctor::open(config, Host::default()).unwrap();
    let started = Instant::now();
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.unwrap();
    let took = started.elapsed();
    assert!(took < DEADLINE + TOLERANCE, "the answer took {took:?}");
    assert_eq!(diagnosis.causes[0].code, "provider.api_error", "a flood is no answer, and no cut");
    assert!(diagnosis.observations.traffic.bytes_received < 1024 * 1024);
}
