//! The index of a cState page, `GET /index.json`, as its template writes it (`layouts/index.json` of cState 5.2). Only what
//! is not resolved is in it, and planned work is an issue like any other, marked as information.

use serde_json::{Value, json};

use super::part::{Part, PartState};
use super::state::{Incident, State, Work};
use super::times::Times;
use super::words;

pub(super) fn index(state: &State) -> Value {
    let issues: Vec<(Vec<Part>, Issue)> = issues(state);
    let worst = |part: Option<Part>| {
        let about = issues.iter().filter(|(parts, _)| part.is_none_or(|part| parts.contains(&part)));
        about.map(|(_, issue)| issue.severity).max().map_or("ok", Severity::name)
    };
    let systems = Part::ALL.iter().map(|part| {
        let mine = issues.iter().filter(|(parts, _)| parts.contains(part));
        let mut system = json!({
            "name": part.name(),
            "category": if *part == Part::MarketingSite { "Around it" } else { "Wallet" },
            "status": worst(Some(*part)),
            "unresolvedIssues": mine.map(|(parts, issue)| issue.written(parts, state.times)).collect::<Vec<_>>(),
        });
        if let Some(description) = part.description() {
            system["description"] = json!(description);
        }
        system
    });
    json!({
        "is": "index",
        "cStateVersion": "5.2",
        "apiVersion": "2.0",
        "title": "Wallet",
        "languageCodeHTML": "en",
        "languageCode": "en",
        "baseURL": "https://status.wallet.test/",
        "description": "How the wallet's services are",
        "summaryStatus": worst(None),
        "categories": [
            { "name": "Wallet", "hideTitle": false, "closedByDefault": false },
            { "name": "Around it", "hideTitle": false, "closedByDefault": true },
        ],
        "systems": systems.collect::<Vec<_>>(),
        "buildDate": state.at.strftime("%Y-%m-%d").to_string(),
        "buildTime": state.at.strftime("%H:%M").to_string(),
        "buildTimezone": state.times.zone().trim(),
        "colorBrand": "#0a0c0f",
        "colorOk": "#228b22",
        "colorDisrupted": "#cc4400",
        "colorDown": "#e60000",
        "colorNotice": "#24478f",
        "alwaysKeepBrandColor": "true",
        "logo": "https://status.wallet.test/logo.png",
        "googleAnalytics": "",
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    Notice,
    Disrupted,
    Down,
}

impl Severity {
    fn name(self) -> &'static str {
        match self {
            Severity::Notice => "notice",
            Severity::Disrupted => "disrupted",
            Severity::Down => "down",
        }
    }
}

struct Issue {
    title: &'static str,
    file: &'static str,
    created_at: jiff::Timestamp,
    changed_at: jiff::Timestamp,
    severity: Severity,
    informational: bool,
}

fn issues(state: &State) -> Vec<(Vec<Part>, Issue)> {
    let incidents = state.incidents.iter().map(|each| (each.parts.to_vec(), Issue::of_incident(each)));
    let works = state.going_on().chain(state.planned());
    incidents.chain(works.map(|each| (vec![Part::Withdrawals], Issue::of_work(each)))).collect()
}

impl Issue {
    fn of_incident(incident: &Incident) -> Self {
        Self {
            title: incident.words.title.en,
            file: incident.id,
            created_at: incident.began_at,
            changed_at: incident.identified_at,
            severity: if incident.state == PartState::Outage { Severity::Down } else { Severity::Disrupted },
            informational: false,
        }
    }

    fn of_work(work: &Work) -> Self {
        Self {
            title: words::WORK_TITLE,
            file: work.id,
            created_at: work.starts_at,
            changed_at: work.updated_at(),
            severity: Severity::Notice,
            informational: !work.goes_on(),
        }
    }

    fn written(&self, parts: &[Part], times: Times) -> Value {
        json!({
            "is": "issue",
            "title": self.title,
            "createdAt": times.go(self.created_at),
            "lastMod": times.go(self.changed_at),
            "permalink": format!("https://status.wallet.test/issues/{}/", self.file),
            "severity": self.severity.name(),
            "resolved": false,
            "informational": self.informational,
            "resolvedAt": "",
            "affected": parts.iter().map(|part| part.name()).collect::<Vec<_>>(),
            "filename": format!("{}.md", self.file),
        })
    }
}
