//! The account and the transactions.

use super::words::Word;
use super::{Block, Writer};
use crate::report::Text;
use crate::report::content::{
    AccountContent, ChannelContent, IdentityContent, InstrumentContent, LimitsContent, OpeningContent, ReportContent,
    RestrictionContent, TransactionContent,
};

impl Writer {
    pub(super) fn account(&self, content: &ReportContent) -> Vec<Block> {
        let caption = self.words.label("step-account");
        let Some(account) = content.account.known() else {
            return self.missing(&caption, &content.account).into_iter().collect();
        };
        let AccountContent {
            restricted,
            restrictions,
            session,
            sign_in,
            two_factor,
            identity,
            opening,
            devices,
            limits,
            instruments,
            channels,
            unreadable,
        } = account;
        let count = |count: Option<u32>| count.map(|count| count.to_string());
        let told = |state: &str, code: Option<&Text>, missing: &[Text]| {
            let parts = std::iter::once(state.to_owned()).chain(code.map(Text::to_string));
            parts.chain(missing.iter().map(Text::to_string)).collect::<Vec<_>>().join(" · ")
        };
        let identity = identity.as_ref().map(|IdentityContent { state, required_for: _, missing, code }| {
            told(state.as_str(), code.as_ref(), missing)
        });
        let opening = opening.as_ref().map(|OpeningContent { state, reasons, missing, code, decided_by }| {
            let mut text = told(state.as_str(), code.as_ref(), missing);
            reasons.iter().for_each(|reason| text.push_str(&format!(" · {reason}")));
            decided_by.iter().for_each(|by| text.push_str(&format!(" · {by}")));
            text
        });
        let rows = vec![
            (Word::Restricted, restricted.map(|value| self.yes_no(Some(value)))),
            (Word::Session, session.map(|session| session.to_string())),
            (Word::FailedSignIns, count(sign_in.as_ref().and_then(|sign_in| sign_in.failed))),
            (Word::UnusualSignIn, sign_in.as_ref().and_then(|it| Some(it.unusual_at?.to_string()))),
            (Word::TwoFactor, two_factor.as_ref().map(|check| check.state.to_string())),
            (Word::IdentityCheck, identity),
            (Word::Application, opening),
            (Word::Devices, devices.map(|it| format!("{} ({} {})", it.signed_in, self.say(Word::Unknown), it.unknown))),
            (Word::NotReadable, (!unreadable.is_empty()).then(|| joined(unreadable))),
        ];
        let restrictions = restrictions.iter().flatten().map(restriction).collect();
        let head = [Word::Why, Word::Code, Word::Operation, Word::Until];
        let restrictions = self.table(self.say(Word::Restrictions).to_owned(), &head, restrictions);
        let instruments = instruments.iter().flatten().map(instrument).collect();
        let head = [Word::Name, Word::Channel, Word::State, Word::Code];
        let instruments = self.table(self.say(Word::Linked).to_owned(), &head, instruments);
        let channels = channels.iter().flatten().map(channel).collect();
        let head = [Word::Name, Word::State, Word::Until, Word::Maximum];
        let channels = self.table(self.say(Word::Channels).to_owned(), &head, channels);
        let limits = limits.iter().flatten().map(limits_row).collect();
        let head = [Word::Operation, Word::Asset, Word::Minimum, Word::Maximum, Word::Day, Word::Month, Word::Attempts];
        let limits = self.table(self.say(Word::Limits).to_owned(), &head, limits);
        let tables = [restrictions, instruments, channels, limits];
        self.facts(caption, rows).into_iter().chain(tables.into_iter().flatten()).collect()
    }

    pub(super) fn transactions(&self, content: &ReportContent) -> Vec<Block> {
        let transactions = &content.transactions;
        let head =
            [Word::Id, Word::Kind, Word::Asset, Word::Amount, Word::State, Word::Stages, Word::Debited, Word::At];
        let mut blocks = Vec::new();
        let caption = self.say(Word::LookedUp);
        if let Some(looked_up) = transactions.looked_up.known() {
            let rows = looked_up.found.iter().map(|record| self.transaction(record)).collect();
            blocks.extend(self.table(caption.to_owned(), &head, rows));
            if !looked_up.not_found.is_empty() {
                let text = format!("{}: {}", self.say(Word::NotFound), joined(&looked_up.not_found));
                blocks.push(Block::Paragraph(text));
            }
        }
        blocks.extend(self.missing(caption, &transactions.looked_up));
        let caption = self.say(Word::Recent);
        let rows = transactions.recent.known().into_iter().flatten().map(|record| self.transaction(record)).collect();
        blocks.extend(self.table(caption.to_owned(), &head, rows));
        blocks.extend(self.missing(caption, &transactions.recent));
        blocks
    }

    fn transaction(&self, record: &TransactionContent) -> Vec<String> {
        let stages = record.stages.iter().map(|stage| format!("{}: {}", stage.place, stage.state));
        let failure = record.failure.map(|failure| failure.to_string());
        let state =
            std::iter::once(record.state.to_string()).chain(failure).chain(record.code.as_ref().map(Text::to_string));
        vec![
            record.id.to_string(),
            record.kind.to_string(),
            record.asset.to_string(),
            record.amount.to_string(),
            state.collect::<Vec<_>>().join(" · "),
            stages.collect::<Vec<_>>().join(", "),
            self.yes_no(record.debited),
            record.created_at.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

fn joined(texts: &[Text]) -> String {
    texts.iter().map(Text::as_str).collect::<Vec<_>>().join(", ")
}

fn optional<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn restriction(restriction: &RestrictionContent) -> Vec<String> {
    let RestrictionContent { reason, code, operations, until } = restriction;
    let operations: Vec<&str> = operations.iter().map(|operation| operation.as_str()).collect();
    vec![reason.to_string(), optional(code.as_ref()), operations.join(", "), optional(until.as_ref())]
}

fn instrument(instrument: &InstrumentContent) -> Vec<String> {
    let InstrumentContent { label, channel, state, code } = instrument;
    vec![label.to_string(), optional(channel.as_ref()), state.to_string(), optional(code.as_ref())]
}

fn channel(channel: &ChannelContent) -> Vec<String> {
    let ChannelContent { name, state, until, delay_s: _, maximum } = channel;
    vec![name.to_string(), state.to_string(), optional(until.as_ref()), optional(maximum.as_ref())]
}

fn limits_row(limits: &LimitsContent) -> Vec<String> {
    let LimitsContent { operation, asset, minimum, maximum, day, month, attempts } = limits;
    let period = |period: &Option<crate::account::PeriodLimit>| {
        let period = period.as_ref();
        period.map(|it| format!("{} / {}", optional(it.used.as_ref()), it.limit)).unwrap_or_default()
    };
    let attempts = attempts.map(|it| format!("{} / {}", optional(it.left.as_ref()), it.allowed)).unwrap_or_default();
    vec![
        operation.to_string(),
        optional(asset.as_ref()),
        optional(minimum.as_ref()),
        optional(maximum.as_ref()),
        period(day),
        period(month),
        attempts,
    ]
}
