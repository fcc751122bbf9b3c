//! Looking after tickets.

use reqwest::StatusCode;
use wallet_doctor_intake::store::{TicketState, standing_of};

use crate::{
    bundle::Bundle,
    scene::{AGENT, Browser, LEAD, Scene},
};

async fn does(browser: &Browser, bundle: &Bundle, fields: &[(&str, &str)]) -> StatusCode {
    browser.act(bundle, fields).await.status()
}

#[tokio::test]
async fn agents_acknowledge_promise_answer_close_and_reopen() {
    let scene = Scene::start().await;
    let bundle = Bundle::new("provider.outage");
    let ticket = scene.deliver(&bundle).await;
    let browser = scene.signed_in(AGENT).await;
    let standing = || standing_of(scene.stores(), &ticket).unwrap();
    let done = StatusCode::SEE_OTHER;
    assert_eq!(does(&browser, &bundle, &[("what", "acknowledge")]).await, done);
    assert_eq!(standing().acknowledged.unwrap().by, AGENT);
    assert!(browser.page("/queue").await.contains(&format!("<td>{AGENT}</td>")));
    assert_eq!(does(&browser, &bundle, &[("what", "promise"), ("by", "2027-01-15T11:30")]).await, done);
    assert_eq!(standing().expected_reply_seconds, 3 * 3600 + 1800);
    assert_eq!(does(&browser, &bundle, &[("what", "answer"), ("text", " One\r\ntwo. ")]).await, done);
    assert_eq!(standing().answers[0].text, "One\ntwo.");
    assert_eq!(does(&browser, &bundle, &[("what", "close")]).await, done);
    assert_eq!(standing().state, TicketState::Closed);
    assert_eq!(does(&browser, &bundle, &[("what", "reopen")]).await, done);
    assert_eq!(standing().state, TicketState::Open, "it is support's turn");
    let page = browser.page(&format!("/reports/{}", bundle.id)).await;
    for line in [
        "took the ticket",
        "promised an answer by 2027-01-15 11:30",
        "<td>answered</td>",
        "<td>closed</td>",
        "opened again",
        "One\ntwo.",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }

    for (fields, told) in [
        (vec![("what", "promise"), ("by", "2027-01-15T07:00")], "in the future"),
        (vec![("what", "promise"), ("by", "2028-01-15T07:00")], "within 30 days"),
        (vec![("what", "promise"), ("by", "tomorrow")], "Answer by"),
        (vec![("what", "promise")], "in the future"),
        (vec![("what", "answer"), ("text", " \r\n ")], "8192"),
        (vec![("what", "answer"), ("text", &"x".repeat(8193))], "8192"),
        (vec![("what", "answer"), ("text", "a\u{1b}[31m")], "8192"),
        (vec![("what", "explode")], "not written by this session"),
        (vec![], "not written by this session"),
        (vec![("what", "answer"), ("text", &"x".repeat(200_000))], "too long"),
    ] {
        let answer = browser.act(&bundle, &fields).await;
        assert!(answer.status().is_client_error(), "{told}: {}", answer.status());
        let page = answer.text().await.unwrap();
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(standing().answers.len(), 1);
    let nobody = Bundle::new("x");
    assert_eq!(does(&browser, &nobody, &[("what", "close")]).await, StatusCode::NOT_FOUND);
    // What was typed stands there still, and tabs are none of its faults.
    let refused = browser.act(&bundle, &[("what", "answer"), ("text", "ab\u{7}<c>")]).await;
    assert!(refused.text().await.unwrap().contains("aria-errormessage=\"problem\">ab\u{7}&#60;c&#62;</textarea>"));
    assert_eq!(does(&browser, &bundle, &[("what", "answer"), ("text", "a\tb")]).await, done);
    assert_eq!(standing().answers[1].text, "a    b");
    // A second click on the same page sends nothing twice.
    let twice = [("what", "answer"), ("text", "Once."), ("after", "2")];
    let place = format!("/reports/{}", bundle.id);
    assert_eq!(browser.post(&place, &twice).await.status(), StatusCode::SEE_OTHER);
    let again = browser.post(&place, &twice).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    assert!(again.text().await.unwrap().contains("Somebody has answered this ticket meanwhile"));
    let both = [
        browser.post(&place, &[("what", "answer"), ("text", "A"), ("after", "3")]),
        browser.post(&place, &[("what", "answer"), ("text", "B"), ("after", "3")]),
    ];
    let [one, other] = both;
    let (one, other) = tokio::join!(one, other);
    let mut statuses = [one.status(), other.status()];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    assert_eq!(standing().answers.len(), 4);
}

#[tokio::test]
async fn what_leads_do_agents_can_not() {
    let scene = Scene::start().await;
    let bundle = Bundle::new("provider.outage");
    let ticket = scene.deliver(&bundle).await;
    let agent = scene.signed_in(AGENT).await;
    let announcement =
        [("kind", "incident"), ("severity", "critical"), ("starts", "2027-01-15T08:00"), ("title_en", "x")];
    let delete = format!("/reports/{}/delete", bundle.id);
    for (path, fields) in [
        (delete.as_str(), vec![("ticket", ticket.as_str())]),
        ("/announcements", announcement.to_vec()),
        ("/announcements/x/over", vec![]),
        ("/wave", vec![("cause", "provider.outage"), ("text", "hello"), ("tickets", "1")]),
    ] {
        let answer = agent.post(path, &fields).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
        assert!(answer.text().await.unwrap().contains("Only leads may do this"), "{path}");
    }
    for path in
        [format!("/reports/{}", bundle.id), "/announcements".to_owned(), "/wave?cause=provider.outage".to_owned()]
    {
        let (for_agent, for_lead) = (agent.page(&path).await, scene.signed_in(LEAD).await.page(&path).await);
        for form in ["/delete\"", "action=\"/announcements\"", "action=\"/wave\""] {
            assert!(!for_agent.contains(form), "{path}: {form}");
        }
        assert!(for_lead.matches("<form").count() > for_agent.matches("<form").count(), "{path}");
    }
    assert!(standing_of(scene.stores(), &ticket).unwrap().answers.is_empty());
}
