//! Who gets in, for how long, and whose forms are believed.

use reqwest::{Method, StatusCode};
use uuid::Uuid;
use wallet_doctor_view::{Event, agents};

use wallet_doctor_intake::TlsIdentity;

use crate::scene::{AGENT, LEAD, PASSWORD, Scene, browser};

fn location(answer: &reqwest::Response) -> String {
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn nobody_sees_anything_before_they_sign_in_and_after_they_sign_out() {
    let scene = Scene::start().await;
    let browser = scene.browser();
    let id = Uuid::new_v4();
    let pages = [
        "/queue",
        "/waves",
        "/wave?cause=x",
        "/announcements",
        &format!("/reports/{id}"),
        &format!("/reports/{id}/sealed"),
    ];
    let all_refused = async || {
        for page in pages {
            let answer = browser.get(page).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{page}");
            assert!(location(&answer).starts_with("/login?next=%2F"), "{page}");
        }
    };
    all_refused().await;
    for (name, password) in [(LEAD, "wrong horse battery"), ("nobody", PASSWORD), ("", ""), (LEAD, &"x".repeat(2000))] {
        let answer = browser.sign_in(name, password).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert!(!answer.headers().contains_key("set-cookie"));
        let text = answer.text().await.unwrap();
        assert!(text.contains("Wrong name or password.") && !text.contains("horse"), "{text}");
    }
    all_refused().await;

    let answer = browser.sign_in(LEAD, PASSWORD).await;
    assert_eq!((answer.status(), location(&answer).as_str()), (StatusCode::SEE_OTHER, "/queue"));
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(browser.page("/queue").await.contains("li · Lead"));
    let answer = browser.post("/logout", &[]).await;
    assert_eq!(location(&answer), "/login");
    // The cookie that was taken from the browser signs nobody in either.
    let stolen = browser.request(Method::GET, "/queue").header("Cookie", cookie.split(';').next().unwrap());
    assert_eq!(stolen.send().await.unwrap().status(), StatusCode::SEE_OTHER);
    all_refused().await;
    let seen = scene.events.lock().unwrap().clone();
    assert_eq!(seen.iter().filter(|event| **event == Event::SignInRefused).count(), 4);
    assert!(seen.contains(&Event::SignedIn { agent: LEAD.to_owned() }));
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_when_its_shift_is_over() {
    let scene = Scene::start().await;
    let browser = scene.signed_in(AGENT).await;
    let is_in = async || browser.get("/waves").await.status() == StatusCode::OK;
    scene.time.forward(59 * 60);
    assert!(is_in().await);
    scene.time.forward(59 * 60);
    assert!(is_in().await, "it was used in between");
    let token = browser.token().await;
    scene.time.forward(61 * 60);
    assert!(!is_in().await);
    // What was typed meanwhile is not lost.
    let fields = [("token", token.as_str()), ("what", "answer"), ("text", "A long <answer>")];
    let late = browser.request(Method::POST, "/reports/00000000-0000-0000-0000-000000000000").form(&fields);
    let late = late.header("Origin", &browser.origin).send().await.unwrap();
    assert_eq!(late.status(), StatusCode::UNAUTHORIZED);
    let page = late.text().await.unwrap();
    assert!(
        page.contains("The session has ended. Nothing was sent.") && page.contains("A long &#60;answer&#62;"),
        "{page}"
    );
    browser.sign_in(AGENT, PASSWORD).await;
    for _ in 0..14 {
        assert!(is_in().await);
        scene.time.forward(50 * 60);
    }
    assert!(is_in().await);
    scene.time.forward(21 * 60);
    assert!(!is_in().await, "twelve hours are over");
}

#[tokio::test]
async fn whoever_is_removed_or_gets_another_password_is_out_at_once() {
    let scene = Scene::start().await;
    let (one, other) = (scene.signed_in(AGENT).await, scene.signed_in(LEAD).await);
    agents::change_password(&scene.data(), AGENT, "another horse battery").await.unwrap();
    assert_eq!(one.get("/queue").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(one.sign_in(AGENT, PASSWORD).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(one.sign_in(AGENT, "another horse battery").await.status(), StatusCode::SEE_OTHER);
    agents::remove(&scene.data(), LEAD).await.unwrap();
    assert_eq!(other.get("/queue").await.status(), StatusCode::SEE_OTHER);
    let left: Vec<_> = agents::list(&scene.data()).await.unwrap().into_iter().map(|agent| agent.name).collect();
    assert_eq!(left, [AGENT]);
}

#[tokio::test]
async fn too_many_tries_have_to_wait_even_with_the_right_password() {
    let scene = Scene::start().await;
    let browser = scene.browser();
    for _ in 0..10 {
        assert_eq!(browser.sign_in(LEAD, "wrong horse battery").await.status(), StatusCode::FORBIDDEN);
    }
    let answer = browser.sign_in(LEAD, PASSWORD).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=61).contains(&wait), "{wait}");
    assert!(answer.text().await.unwrap().contains(&format!("Try again in {wait} seconds.")));
    assert_eq!(browser.sign_in(AGENT, PASSWORD).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn forms_of_others_and_names_of_others_do_nothing() {
    let scene = Scene::start().await;
    let browser = scene.signed_in(LEAD).await;
    let token = browser.token().await;
    let other_token = scene.signed_in(AGENT).await.token().await;
    let own = browser.origin.clone();
    let elsewhere = "http://evil.example".to_owned();
    for (origin, token) in [
        (Some(&elsewhere), token.as_str()),
        (None, &token),
        (Some(&"null".to_owned()), &token),
        (Some(&own.replace("http", "https")), &token),
        (Some(&own), &other_token),
        (Some(&own), ""),
    ] {
        let mut request = browser.request(Method::POST, "/logout").form(&[("token", token)]);
        if let Some(origin) = origin {
            request = request.header("Origin", origin);
        }
        assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN, "{origin:?}");
    }
    let without = browser.request(Method::POST, "/logout").header("Origin", &own).send().await.unwrap();
    assert_eq!(without.status(), StatusCode::FORBIDDEN);
    assert!(browser.page("/queue").await.contains("Sign out"), "still signed in");

    // Signing somebody in as another is no form of others' either.
    let fields = [("name", AGENT), ("password", PASSWORD)];
    let forged = scene
        .browser()
        .request(Method::POST, "/login")
        .header("Origin", &elsewhere)
        .form(&fields)
        .send()
        .await
        .unwrap();
    assert_eq!(forged.status(), StatusCode::FORBIDDEN);

    for host in ["evil.example", "evil.example:8930", "localhost", ""] {
        let answer = browser.request(Method::GET, "/queue").header("Host", host).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    let by_name = format!("LocalHost:{}", scene.view.addr().port());
    let answer = browser.request(Method::GET, "/queue").header("Host", by_name).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test]
async fn every_answer_says_what_a_browser_may_do_with_it() {
    let scene = Scene::start().await;
    let browser = scene.signed_in(AGENT).await;
    for path in
        ["/queue", "/login", "/style.css", "/nothing", "/reports/x", "/wave", "/language?to=en&back=//evil.example"]
    {
        let answer = browser.get(path).await;
        let headers = answer.headers();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script"), "{path}: {policy}");
        for (name, value) in
            [("x-content-type-options", "nosniff"), ("cache-control", "no-store"), ("referrer-policy", "same-origin")]
        {
            assert_eq!(headers[name], value, "{path}");
        }
        if let Some(place) = headers.get("location") {
            assert_eq!(place, "/queue", "{path}");
        }
    }
    // A language is remembered, and only those that there are.
    let page = async || browser.request(Method::GET, "/queue").send().await.unwrap().text().await.unwrap();
    browser.get("/language?to=zh-Hans&back=/queue").await;
    assert!(page().await.contains("<html lang=\"zh-Hans\">"));
    browser.get("/language?to=xx").await;
    assert!(page().await.contains("<html lang=\"zh-Hans\">"));
}

#[tokio::test]
async fn with_a_certificate_the_cookie_is_bound_to_its_name_over_both_protocols() {
    let made = rcgen::generate_simple_self_signed(["desk.example".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let scene = Scene::with(|options| {
        options.tls = Some(TlsIdentity { cert_pem: made.cert.pem(), key_pem: made.signing_key.serialize_pem() });
        options.hosts = vec!["desk.example".to_owned()];
    })
    .await;
    for protocols in [&[b"http/1.1".as_slice()], &[b"h2".as_slice()]] {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(made.cert.der().clone()).unwrap();
        let browser = browser(format!("https://{}", scene.view.addr()), roots, protocols);
        let answer = browser.sign_in(LEAD, PASSWORD).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{:?}", answer.version());
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        assert!(
            cookie.starts_with("__Host-") && cookie.contains("; Secure") && cookie.contains("; Path=/"),
            "{cookie}"
        );
        assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
        assert!(browser.page("/queue").await.contains("li · Lead"));
        // A page in the clear is another origin.
        let token = browser.token().await;
        let forged = browser.request(Method::POST, "/logout").form(&[("token", token)]);
        let forged = forged.header("Origin", browser.origin.replace("https", "http")).send().await.unwrap();
        assert_eq!(forged.status(), StatusCode::FORBIDDEN);
        assert_eq!(browser.post("/logout", &[]).await.status(), StatusCode::SEE_OTHER);
    }
}
