//! A visit as text for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use wallet_doctor_core::Resync;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::diagnosis::{Announcement, Cause, Evidence, Remedy, Words};
use wallet_doctor_core::outbox::SubmissionState;

use crate::visit::{RemedyDone, Sent, Visit};

/// The longest reply time that is told as a figure, in hours: thirty days. A desk that says more says nothing.
const MAX_REPLY_H: u64 = 30 * 24;
/// How much evidence is shown for each side of a cause; the report has all of it.
const MAX_EVIDENCE: usize = 6;

/// Writes everything that a person wants to know, in the order in which they want it.
pub(super) fn write(out: &mut impl Write, visit: &Visit, locale: Locale) -> io::Result<()> {
    let page = Page { words: Words::of(locale) };
    page.causes(out, visit)?;
    let announced: Vec<String> = visit.announcements.iter().filter(|it| it.matters).flat_map(announcement).collect();
    page.section(out, "label-announcements", &announced)?;
    page.section(out, "label-money", std::slice::from_ref(&visit.money))?;
    let fixed: Vec<String> = visit.remedies.iter().flat_map(|done| page.fixed(done)).collect();
    page.section(out, "label-fixed", &fixed)?;
    page.section(out, "label-steps", &page.next_steps(visit))?;
    page.section(
        out,
        "label-retry",
        visit.causes.first().and_then(|cause| cause.advice.retry.as_ref()).map_or(&[], std::slice::from_ref),
    )?;
    let contacts: Vec<String> = visit.contacts.iter().map(|contact| contact.text.clone()).collect();
    page.section(out, "label-contacts", &contacts)?;
    let left_out: Vec<String> =
        visit.left_out.iter().map(|left| format!("{} – {} ({})", left.name, left.text, left.detail)).collect();
    page.section(out, "label-report", &left_out)?;
    if let Some(sent) = &visit.submission {
        page.section(out, "label-report", &page.report(sent))?;
        if let Some(ticket) = &sent.ticket {
            page.section(out, "label-ticket", std::slice::from_ref(ticket))?;
        }
    }
    if let Some(error) = &visit.send_error {
        page.section(out, "label-report", &[page.say("report-failed", &[("problem", error.text.clone())])])?;
    }
    Ok(())
}

/// The cause that is the urgent complaint itself.
const UNRECOGNISED: &str = "transaction.unrecognised";

/// What matters of the announcements; the others are in the JSON.
fn announcement(announced: &Announcement) -> Vec<String> {
    let Announcement { title, body, when, .. } = announced;
    let head = if when.is_empty() { title.clone() } else { format!("{title} · {when}") };
    std::iter::once(head).chain((!body.is_empty()).then(|| format!("  {body}"))).collect()
}

struct Page {
    words: &'static Words,
}

impl Page {
    fn causes(&self, out: &mut impl Write, visit: &Visit) -> io::Result<()> {
        if visit.causes.is_empty() {
            return writeln!(out, "\n{}", self.words.label("label-nothing-found"));
        }
        writeln!(out, "\n{}", self.words.label("label-causes"))?;
        for (index, cause) in visit.causes.iter().enumerate() {
            self.cause(out, index.saturating_add(1), cause)?;
        }
        Ok(())
    }

    fn cause(&self, out: &mut impl Write, rank: usize, cause: &Cause) -> io::Result<()> {
        let certainty = self.words.label(&format!("certainty-{}", cause.certainty));
        writeln!(out, "  {rank}. {}", cause.advice.headline)?;
        writeln!(out, "     {certainty} ({:.2})  {}", cause.confidence, cause.code)?;
        self.evidence(out, "label-evidence-for", &cause.evidence_for)?;
        self.evidence(out, "label-evidence-against", &cause.evidence_against)
    }

    fn evidence(&self, out: &mut impl Write, label: &str, evidence: &[Evidence]) -> io::Result<()> {
        if evidence.is_empty() {
            return Ok(());
        }
        writeln!(out, "     {}:", self.words.label(label))?;
        evidence.iter().take(MAX_EVIDENCE).try_for_each(|one| writeln!(out, "       - {}", one.text))
    }

    fn section(&self, out: &mut impl Write, label: &str, lines: &[String]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", self.words.label(label))?;
        lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
    }

    fn fixed(&self, done: &RemedyDone) -> Vec<String> {
        let label = match &done.remedy {
            Remedy::ClearCache { label, .. } => label.clone(),
            Remedy::Resync | Remedy::SignInAgain => String::new(),
        };
        let mut lines = Vec::new();
        if let Some(outcome) = &done.outcome {
            if let Some(cleared) = &outcome.cleared {
                let some_left = if cleared.left > 0 { "yes" } else { "no" };
                let details = [
                    ("files", cleared.files.to_string()),
                    ("label", label.clone()),
                    ("left", cleared.left.to_string()),
                    ("some_left", some_left.to_owned()),
                ];
                lines.push(self.say("outcome-cleared", &details));
            }
            lines.push(self.words.label(match outcome.resync {
                Resync::Done => "outcome-synced",
                Resync::Failed | Resync::NotOffered => "outcome-not-synced",
            }));
            lines.push(self.words.label(match outcome.helped {
                Some(true) => "outcome-helped",
                Some(false) => "outcome-not-helped",
                None => "outcome-not-known",
            }));
        }
        if let Some(error) = &done.error {
            let details = [("label", label.clone()), ("problem", error.text.clone())];
            lines.push(match &done.remedy {
                Remedy::ClearCache { .. } => self.say("outcome-failed", &details),
                Remedy::Resync | Remedy::SignInAgain => self.say("outcome-not-done", &details),
            });
        }
        lines
    }

    /// What is urgent whatever was found, then what the app could do and was not allowed to, then the first cause's advice.
    fn next_steps(&self, visit: &Visit) -> Vec<String> {
        let open = visit.remedies.iter().filter(|done| done.outcome.is_none()).map(|done| match &done.remedy {
            Remedy::ClearCache { label, why, bytes, .. } => {
                let details = [("label", label.clone()), ("bytes", bytes.to_string()), ("why", why.to_string())];
                self.say("outcome-could-fix", &details)
            }
            Remedy::Resync => self.words.label("outcome-could-resync"),
            Remedy::SignInAgain => self.words.label("outcome-could-sign-in"),
        });
        let helped = |done: &RemedyDone| done.outcome.as_ref().is_some_and(|outcome| outcome.helped == Some(true));
        let advice: Vec<String> = match visit.causes.first() {
            Some(cause) if visit.remedies.iter().any(helped) && !cause.advice.after_remedy.is_empty() => {
                cause.advice.after_remedy.clone()
            }
            // The urgent steps are all of its own.
            Some(cause) if cause.code == UNRECOGNISED && !visit.urgent_steps.is_empty() => Vec::new(),
            Some(cause) => cause.advice.steps.clone(),
            // The report that this asks for is on its way already.
            None if visit.submission.is_some() => Vec::new(),
            None => visit.nothing_found.iter().cloned().collect(),
        };
        let steps = visit.urgent_steps.iter().cloned().chain(open).chain(advice);
        steps.enumerate().map(|(index, step)| format!("{}. {step}", index.saturating_add(1))).collect()
    }

    fn report(&self, sent: &Sent) -> Vec<String> {
        let mut lines = vec![
            self.say("report-redacted", &[("count", sent.redacted.to_string())]),
            match &sent.file {
                Some(file) => self.say("report-file", &[("file", file.display().to_string())]),
                None => self.words.label("report-not-kept"),
            },
        ];
        match &sent.state {
            SubmissionState::Delivered { expected_reply_s, .. } => {
                lines.push(self.words.label("report-arrived"));
                let hours =
                    expected_reply_s.map(|seconds| seconds.div_ceil(3600)).filter(|hours| *hours <= MAX_REPLY_H);
                lines.extend(hours.map(|hours| self.say("report-reply", &[("hours", hours.to_string())])));
            }
            SubmissionState::Failed { .. } | SubmissionState::Uploading { .. } => {
                lines.push(self.words.label("report-waiting"));
            }
            // Of a report that was sealed just now there can be no answer yet.
            SubmissionState::Answered { .. } | SubmissionState::Closed { .. } => {
                lines.push(self.words.label("report-arrived"));
            }
            // Without a desk to send it to, or not to be sent.
            SubmissionState::Queued | SubmissionState::Expired { .. } | SubmissionState::Withdrawn { .. } => {
                lines.push(self.words.label("report-kept"))
            }
        }
        lines
    }

    fn say(&self, key: &str, details: &[(&str, String)]) -> String {
        let details: BTreeMap<String, String> =
            details.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.words.say(key, None, &details)
    }
}
