//! What has to be right before a view listens.

use std::net::SocketAddr;

use jiff::Timestamp;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_intake::{Intake, IntakeOptions, store::Stores};
use wallet_doctor_view::{
    View, ViewError, ViewOptions,
    agents::{self, Role},
};

use crate::{
    scene::{PASSWORD, Scene},
    support::LOOPBACK,
};

#[tokio::test]
async fn what_is_wrong_is_said_before_anything_listens() {
    let dir = tempfile::tempdir().unwrap();
    let (store, data) = (dir.path().join("intake"), dir.path().join("view"));
    let options = |listen| ViewOptions::new(listen, Stores::in_folder(&store), &data, SupportIdentity::generate());
    let refused = async |options| View::start(options).await.unwrap_err();
    assert!(matches!(refused(options(LOOPBACK)).await, ViewError::NoAgents));
    let now = Timestamp::now();
    let add = async |name: &str, password: &str| agents::add(&data, name, Role::Agent, password, now).await;
    assert!(matches!(add("a b", PASSWORD).await, Err(ViewError::BadName)));
    for password in ["elevenchars", &"x".repeat(1025)] {
        let told = add("li", password).await.unwrap_err();
        assert!(matches!(told, ViewError::BadPassword) && !told.to_string().contains(password), "{told}");
    }
    assert!(matches!(refused(options(LOOPBACK)).await, ViewError::NoAgents));
    add("li", PASSWORD).await.unwrap();
    assert!(matches!(add("li", PASSWORD).await, Err(ViewError::AgentExists)));
    assert!(matches!(agents::remove(&data, "wu").await, Err(ViewError::NoSuchAgent)));
    assert!(matches!(agents::change_password(&data, "wu", PASSWORD).await, Err(ViewError::NoSuchAgent)));
    // There is no desk yet.
    assert!(matches!(refused(options(LOOPBACK)).await, ViewError::Stores(_)));
    let intake = Intake::start(IntakeOptions::new(LOOPBACK, &store)).await.unwrap();
    let no_key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let everywhere = SocketAddr::from(([0, 0, 0, 0], 0));
    assert!(matches!(refused(options(everywhere)).await, ViewError::InTheClear { .. }));
    let bad_key = ViewOptions { announcement_key_pem: Some("hunter2".to_owned()), ..options(LOOPBACK) };
    assert!(matches!(refused(bad_key).await, ViewError::SigningKey));
    let damaged = ViewOptions { announcement_key_pem: Some(no_key.to_owned()), ..options(LOOPBACK) };
    assert!(matches!(refused(damaged).await, ViewError::SigningKey));
    let view = View::start(options(LOOPBACK)).await.unwrap();
    assert!(matches!(refused(options(LOOPBACK)).await, ViewError::InUse { .. }));
    let taken = view.addr();
    let other = ViewOptions { data: dir.path().join("other"), ..options(taken) };
    agents::add(&other.data, "li", Role::Lead, PASSWORD, now).await.unwrap();
    assert!(matches!(refused(other).await, ViewError::Listen { .. }));
    view.stop().await;
    View::start(options(LOOPBACK)).await.unwrap().stop().await;
    intake.stop().await;
}

#[cfg(unix)]
#[tokio::test]
async fn what_the_view_keeps_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::start().await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&scene.data()), 0o700);
    for entry in std::fs::read_dir(scene.data()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
    }
    let files: Vec<u8> = ["view.sqlite", "view.sqlite-wal"]
        .iter()
        .flat_map(|name| std::fs::read(scene.data().join(name)).unwrap_or_default())
        .collect();
    let holds = |text: &str| files.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("$argon2id$") && !holds(PASSWORD));
}
