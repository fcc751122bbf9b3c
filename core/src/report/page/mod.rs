//! `report.html`: the report for a reader. Made of the redacted content only; no script, nothing remote, readable without
//! colours and by a screen reader.

mod account;
mod checks;
mod contact;
mod evidence;
mod holdings;
mod words;

use askama::Template;

use super::content::{
    AppContent, AttachmentContent, CauseContent, Omission, OmissionWhy, PictureContent, ReportContent, Reported,
};
use super::{Ledger, Text};
use crate::config::Locale;
use crate::diagnosis::Words;
use words::Word;

/// The page of a report.
pub(super) fn page(content: &ReportContent, ledger: &Ledger) -> Vec<u8> {
    let writer = Writer { locale: content.locale, words: Words::of(content.locale) };
    let page = Page {
        lang: content.locale.as_str(),
        title: format!("{} · {}", content.provider, writer.say(Word::Report)),
        sections: writer.sections(content, ledger),
    };
    // Rendering writes into memory and does not fail. Should it ever, that is said, and the content is in `report.json`.
    page.render().unwrap_or_else(|_| NOT_WRITTEN.to_owned()).into_bytes()
}

const NOT_WRITTEN: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Report</title></head><body><main>\
    <h1>Report</h1><p>This page could not be written. See report.json.</p></main></body></html>";

/// Why something was left out, in a few words.
pub(super) fn omitted(why: OmissionWhy, locale: Locale) -> &'static str {
    let word = match why {
        OmissionWhy::TooLong => Word::TooLong,
        OmissionWhy::TooMany => Word::TooMany,
        OmissionWhy::Empty => Word::Empty,
        OmissionWhy::Unreadable => Word::Unreadable,
        OmissionWhy::NotText => Word::NotText,
        OmissionWhy::UnsupportedPicture => Word::UnsupportedPicture,
        OmissionWhy::PictureTooLarge => Word::PictureTooLarge,
        OmissionWhy::DamagedPicture => Word::DamagedPicture,
        OmissionWhy::MaskOutside => Word::MaskOutside,
        OmissionWhy::TakenOut => Word::TakenOut,
    };
    word.of(locale)
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page {
    lang: &'static str,
    title: String,
    sections: Vec<Section>,
}

/// What a section tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// The report, the app and the phone.
    About,
    /// What the person said.
    Said,
    /// The causes in rank order, with their evidence.
    Causes,
    /// What was tried.
    Tried,
    /// What support said before.
    Contacts,
    /// Endpoints, portals, network, clock, the provider's own word.
    Checks,
    /// The account.
    Account,
    /// The balances.
    Balances,
    /// The transactions.
    Transactions,
    /// The stored copies.
    Caches,
    /// What the person added, and what was left out.
    Attachments,
    /// What was taken out.
    Redacted,
}

/// A part of a report, in words. All of it is text, whatever it looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it tells of.
    pub kind: SectionKind,
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading inside the section.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// The person's own words, or those that they saw.
    Quote(String),
    /// A list.
    Items(Vec<String>),
    /// A list in order.
    Steps(Vec<String>),
    /// A table.
    Table(Table),
}

/// A table whose first column heads its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// A report in words of a language, which need not be the person's: what they were told stays as they were told it.
pub fn sections(content: &ReportContent, ledger: &Ledger, locale: Locale) -> Vec<Section> {
    Writer { locale, words: Words::of(locale) }.sections(content, ledger)
}

/// Writes in one language.
struct Writer {
    locale: Locale,
    words: &'static Words,
}

impl Writer {
    fn sections(&self, content: &ReportContent, ledger: &Ledger) -> Vec<Section> {
        let section = |kind, heading: String, blocks: Vec<Block>| Section { kind, heading, blocks };
        let label = |key| self.words.label(key);
        let say = |word| self.say(word).to_owned();
        let sections = [
            section(SectionKind::About, say(Word::Report), self.about(content)),
            section(SectionKind::Said, say(Word::Said), self.said(content)),
            section(SectionKind::Causes, label("label-causes"), self.causes(content)),
            section(SectionKind::Tried, say(Word::Tried), self.tried(content)),
            section(SectionKind::Contacts, say(Word::Contacts), self.contact_log(content)),
            section(SectionKind::Checks, say(Word::Checks), self.checks(content)),
            section(SectionKind::Account, label("step-account"), self.account(content)),
            section(SectionKind::Balances, label("step-balances"), self.balances(content)),
            section(SectionKind::Transactions, say(Word::Transactions), self.transactions(content)),
            section(SectionKind::Caches, label("step-caches"), self.caches(content)),
            section(SectionKind::Attachments, say(Word::Attachments), self.attachments(content)),
            section(SectionKind::Redacted, say(Word::Redacted), self.redacted(ledger)),
        ];
        sections.into_iter().filter(|section| !section.blocks.is_empty()).collect()
    }

    fn say(&self, word: Word) -> &'static str {
        word.of(self.locale)
    }

    fn head(&self, words: &[Word]) -> Vec<String> {
        words.iter().map(|word| self.say(*word).to_owned()).collect()
    }

    fn yes_no(&self, value: Option<bool>) -> String {
        match value {
            Some(true) => self.say(Word::Yes).to_owned(),
            Some(false) => self.say(Word::No).to_owned(),
            None => self.say(Word::NotKnown).to_owned(),
        }
    }

    /// A table of names and values. Rows without a value are left out, and so is a table without rows.
    fn facts(&self, caption: String, rows: Vec<(Word, Option<String>)>) -> Option<Block> {
        let present = rows.into_iter().filter_map(|(word, value)| Some(vec![self.say(word).to_owned(), value?]));
        self.table(caption, &[Word::What, Word::Value], present.collect())
    }

    fn table(&self, caption: String, head: &[Word], rows: Vec<Vec<String>>) -> Option<Block> {
        (!rows.is_empty()).then(|| Block::Table(Table { caption, head: self.head(head), rows }))
    }

    /// Why a fact is not there, if it is not.
    fn missing<T>(&self, caption: &str, fact: &Reported<T>) -> Option<Block> {
        let text = match fact {
            Reported::Known { .. } => return None,
            Reported::Unknown { why, detail: None, .. } => format!("{}: {why}", self.say(Word::NotKnown)),
            Reported::Unknown { why, detail: Some(detail), .. } => {
                format!("{}: {why} ({detail})", self.say(Word::NotKnown))
            }
            Reported::NotChecked { why } => format!("{}: {why}", self.say(Word::NotChecked)),
        };
        Some(Block::Paragraph(format!("{caption} – {text}")))
    }

    fn about(&self, content: &ReportContent) -> Vec<Block> {
        let mut rows = vec![
            (Word::Id, Some(content.id.to_string())),
            (Word::CreatedAt, Some(content.created_at.to_string())),
            (Word::TookMs, Some(content.elapsed_ms.to_string())),
        ];
        let text = |text: &Option<Text>| text.as_ref().map(Text::to_string);
        if let Some(AppContent {
            app_version,
            app_minimum_version,
            app_latest_version: _,
            os,
            os_version: _,
            os_minimum_version: _,
            free_storage_bytes,
            device,
            account,
            time_zone,
        }) = content.app.known()
        {
            rows.extend([
                (Word::AppVersion, text(app_version)),
                (Word::AppMinimum, text(app_minimum_version)),
                (Word::Os, text(os)),
                (Word::FreeStorage, free_storage_bytes.map(|bytes| bytes.to_string())),
                (Word::Device, text(device)),
                (Word::Account, text(account)),
                (Word::TimeZone, text(time_zone)),
            ]);
        }
        let caption = self.say(Word::App);
        let missing = self.missing(caption, &content.app);
        self.facts(caption.to_owned(), rows).into_iter().chain(missing).collect()
    }

    fn said(&self, content: &ReportContent) -> Vec<Block> {
        let complaint = &content.complaint;
        let ids: Vec<String> = complaint.transaction_ids.iter().map(Text::to_string).collect();
        let rows = vec![
            (
                Word::Symptom,
                Some(format!("{} ({})", words::symptom(complaint.symptom, self.locale), complaint.symptom)),
            ),
            (Word::BeganAt, complaint.began_at.map(|at| at.to_string())),
            (Word::Transactions, Some(ids.join(", ")).filter(|ids| !ids.is_empty())),
            (Word::Channel, complaint.channel.as_ref().map(Text::to_string)),
            (Word::Amount, complaint.money.as_ref().map(|money| format!("{} {}", money.amount, money.asset))),
            (Word::Elsewhere, complaint.elsewhere.map(|elsewhere| elsewhere.to_string())),
            (
                Word::NotMine,
                Some(complaint.not_mine.iter().map(Text::as_str).collect::<Vec<_>>().join(", "))
                    .filter(|ids| !ids.is_empty()),
            ),
        ];
        let mut blocks: Vec<Block> = self.facts(self.say(Word::Said).to_owned(), rows).into_iter().collect();
        for (word, text) in [(Word::MessageSeen, &complaint.message_seen), (Word::Note, &complaint.note)] {
            if let Some(text) = text {
                blocks.push(Block::Heading(self.say(word).to_owned()));
                blocks.push(Block::Quote(text.to_string()));
            }
        }
        blocks
    }

    fn causes(&self, content: &ReportContent) -> Vec<Block> {
        let mut blocks = Vec::new();
        if content.causes.is_empty() {
            blocks.push(Block::Paragraph(self.words.label("label-nothing-found")));
        }
        blocks.push(Block::Paragraph(format!("{}: {}", self.words.label("label-money"), content.money)));
        if !content.urgent_steps.is_empty() {
            blocks.push(Block::Steps(content.urgent_steps.iter().map(Text::to_string).collect()));
        }
        for (index, cause) in content.causes.iter().enumerate() {
            blocks.extend(self.cause(index, cause));
        }
        blocks
    }

    fn cause(&self, index: usize, cause: &CauseContent) -> Vec<Block> {
        let certainty = self.words.label(&format!("certainty-{}", cause.certainty));
        let percent = (cause.confidence * 100.0).round();
        let mut blocks = vec![
            Block::Heading(format!("{}. {}", index.saturating_add(1), cause.headline)),
            Block::Paragraph(format!("{certainty} ({percent} %) · {} · {}", cause.code, cause.severity)),
        ];
        for (key, evidence) in
            [("label-evidence-for", &cause.evidence_for), ("label-evidence-against", &cause.evidence_against)]
        {
            if !evidence.is_empty() {
                blocks.push(Block::Paragraph(format!("{}:", self.words.label(key))));
                let told = evidence.iter().map(|evidence| format!("{} ({})", evidence.text, evidence.code));
                blocks.push(Block::Items(told.collect()));
            }
        }
        blocks.push(Block::Paragraph(format!("{}: {}", self.words.label("label-money"), cause.money)));
        blocks.extend(cause.retry.iter().map(|retry| Block::Paragraph(retry.to_string())));
        if !cause.steps.is_empty() {
            blocks.push(Block::Paragraph(format!("{}:", self.words.label("label-steps"))));
            blocks.push(Block::Steps(cause.steps.iter().map(Text::to_string).collect()));
        }
        blocks
    }

    fn tried(&self, content: &ReportContent) -> Vec<Block> {
        let row = |tried: &super::content::TriedContent| {
            vec![tried.what.to_string(), tried.outcome.to_string(), tried.at.to_string()]
        };
        let rows = content.tried.iter().map(row).collect();
        let head = [Word::What, Word::Outcome, Word::At];
        self.table(self.say(Word::Tried).to_owned(), &head, rows).into_iter().collect()
    }

    fn attachments(&self, content: &ReportContent) -> Vec<Block> {
        let row = |file: &AttachmentContent| {
            let pixels = |picture: &PictureContent| {
                let (across, down) = (picture.width, picture.height);
                format!("{across} × {down} ({} × {})", picture.original_width, picture.original_height)
            };
            let covered = file.picture.map(|picture| picture.masks.to_string()).unwrap_or_default();
            let picture = file.picture.as_ref().map(pixels).unwrap_or_default();
            vec![file.name.to_string(), file.size.to_string(), picture, covered]
        };
        let head = [Word::Name, Word::Bytes, Word::PictureSize, Word::Covered];
        let files = content.attachments.iter().map(row).collect();
        let attached = self.table(self.say(Word::Attachments).to_owned(), &head, files);
        let omitted = content.omitted.iter().map(|omission| {
            let Omission { what, why, kept, of } = omission;
            vec![what.to_string(), omitted(*why, self.locale).to_owned(), kept.to_string(), of.to_string()]
        });
        let head = [Word::What, Word::Why, Word::Kept, Word::Of];
        let omitted = self.table(self.say(Word::Omitted).to_owned(), &head, omitted.collect());
        attached.into_iter().chain(self.kept_evidence(content)).chain(omitted).collect()
    }

    fn redacted(&self, ledger: &Ledger) -> Vec<Block> {
        let rows: Vec<Vec<String>> = ledger
            .totals()
            .into_iter()
            .map(|(rule, count)| vec![words::rule(rule, self.locale).to_owned(), count.to_string()])
            .collect();
        let none = rows.is_empty().then(|| Block::Paragraph(self.say(Word::NothingRedacted).to_owned()));
        let table = self.table(self.say(Word::Redacted).to_owned(), &[Word::What, Word::Count], rows);
        table.into_iter().chain(none).collect()
    }
}
