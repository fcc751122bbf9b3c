//! Where all is well nobody but the phone's own resolver hears of the wallet's name.

use std::net::UdpSocket;

use wallet_doctor_core::config::Locale;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::{Complaint, Doctor, Symptom};
use wallet_doctor_provider::{ProviderOptions, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_healthy_diagnosis_asks_no_second_opinion() {
    let listener = UdpSocket::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let world = World::start(ProviderOptions::default(), folder.path()).await.unwrap();
    let mut case = world.case(Locale::En, None).unwrap();
    case.doctor.dns.over_https.clear();
    case.doctor.dns.second_opinion = vec![listener.local_addr().unwrap()];
    let doctor = Doctor::open(case.doctor.clone(), world.host(&case)).unwrap();
    let diagnosis = doctor.diagnose(Complaint::new(Symptom::AppError), &NoProgress).await.unwrap();
    assert!(diagnosis.causes.is_empty(), "{:?}", diagnosis.findings);
    let heard = listener.recv(&mut [0; 512]);
    assert_eq!(heard.map_err(|error| error.kind()), Err(std::io::ErrorKind::WouldBlock));
    world.provider.stop().await;
}
