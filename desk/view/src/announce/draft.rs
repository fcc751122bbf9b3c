//! An announcement as somebody types it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use wallet_doctor_intake::announcements::{Announcement, Kind, Progress, Severity};

use crate::words::steers;

/// How far from now something may begin that is said to go on: clocks differ, and people type slowly.
const SOON: SignedDuration = SignedDuration::from_mins(10);
const MAX_TITLE_CHARS: usize = 200;
const MAX_BODY_CHARS: usize = 4_000;
const MAX_COMPONENTS: usize = 20;
const MAX_COMPONENT_CHARS: usize = 100;

/// An announcement as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) kind: Kind,
    pub(crate) severity: Severity,
    /// With commas between.
    pub(crate) components: String,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Option<Timestamp>,
    pub(crate) title_zh: String,
    pub(crate) title_en: String,
    pub(crate) body_zh: String,
    pub(crate) body_en: String,
    pub(crate) cause: Option<String>,
}

/// What of a draft cannot be announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DraftFault {
    Title,
    Body,
    Components,
    Span,
    /// Only a maintenance is told of before it begins.
    Future,
}

impl Draft {
    /// The announcement, by this agent, as of now.
    pub(crate) fn announcement(self, id: String, by: String, now: Timestamp) -> Result<Announcement, DraftFault> {
        let titles = texts([("zh-Hans", &self.title_zh), ("en", &self.title_en)], MAX_TITLE_CHARS, false);
        let title = titles.filter(|titles| !titles.is_empty()).ok_or(DraftFault::Title)?;
        let bodies = texts([("zh-Hans", &self.body_zh), ("en", &self.body_en)], MAX_BODY_CHARS, true);
        let body = bodies.ok_or(DraftFault::Body)?;
        let components: Vec<String> = self
            .components
            .split([',', '，'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        let is_name = |name: &String| name.chars().count() <= MAX_COMPONENT_CHARS && !name.chars().any(steers);
        if components.len() > MAX_COMPONENTS || !components.iter().all(is_name) {
            return Err(DraftFault::Components);
        }
        if self.ends_at.is_some_and(|ends| ends <= self.starts_at) {
            return Err(DraftFault::Span);
        }
        if self.kind != Kind::Maintenance && self.starts_at.duration_since(now) > SOON {
            return Err(DraftFault::Future);
        }
        Ok(Announcement {
            id,
            kind: self.kind,
            severity: self.severity,
            state: Progress::InProgress,
            components,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            updated_at: now,
            title,
            body,
            cause: self.cause.filter(|cause| !cause.is_empty()),
            by,
            voucher: None,
        })
    }
}

/// Those that say something, by language; nothing if one cannot stand in an announcement.
fn texts(by_language: [(&str, &String); 2], most: usize, lines: bool) -> Option<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for (language, text) in by_language {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        let stays = |c: char| !steers(c) || (lines && c == '\n');
        if text.chars().count() > most || !text.chars().all(stays) {
            return None;
        }
        if !text.is_empty() {
            texts.insert(language.to_owned(), text);
        }
    }
    Some(texts)
}
