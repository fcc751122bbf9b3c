//! Whether a part of the service matters to what the person tried. A withdrawal cares about 'Withdrawals' and about the bank
//! channel that it goes through, not about the marketing site. Pure.
//!
//! First come the config's own rules, by the whole name or id. Else the words decide, in both languages, by the lists in
//! `topics.json`; the provider's own name, which may well be one of them, is no word. A name that says nothing matters
//! perhaps: what is said of it counts for less.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::topics::{TOPICS, Topic, Word, plain, says_no_more};
use super::{Component, ServiceReport};
use crate::complaint::Symptom;
use crate::config::ComponentRule;

/// Whether something matters to a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Concern {
    /// It does not.
    No,
    /// Its name does not say.
    Perhaps,
    /// It does.
    Yes,
}

/// What the person tried, and what the config says of parts. A text is looked into once, however often it stands in the
/// sources.
#[derive(Debug)]
pub(crate) struct Tried {
    symptom: Symptom,
    /// The bank or the channel that they used, if they said.
    channel: Option<Word>,
    /// The provider's own name.
    provider: Option<Word>,
    /// By name or id in small letters, whether it concerns the symptom.
    rules: BTreeMap<String, bool>,
    looked_into: RefCell<BTreeMap<(Kind, String), Option<Concern>>>,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A part's name: what it is for stands in it.
    Name,
    /// A sentence, which may mention more than it is about.
    Title,
}

impl Tried {
    pub(crate) fn new(symptom: Symptom, channel: Option<&str>, provider: &str, rules: &[ComponentRule]) -> Self {
        let mut by_name = BTreeMap::new();
        for rule in rules {
            by_name.entry(key(&rule.component)).or_insert_with(|| rule.concerns.contains(&symptom));
        }
        let (channel, provider) = (channel.and_then(Word::whole), Word::whole(provider));
        Self { symptom, channel, provider, rules: by_name, looked_into: RefCell::default() }
    }

    /// As if somebody who did not say what they tried had asked: what is no part of the wallet still matters to nobody.
    pub(super) fn of_anything(&self) -> Self {
        let provider = self.provider.clone();
        Self {
            symptom: Symptom::Other,
            channel: None,
            provider,
            rules: BTreeMap::new(),
            looked_into: RefCell::default(),
        }
    }

    /// Whether an incident or a maintenance matters that is about these parts, ids or names. Without any, its title decides;
    /// if that says nothing either, it is about the whole service.
    pub(super) fn concern(&self, listed: &Listed<'_>, parts: &[String], title: &str) -> Concern {
        let of_parts = parts.iter().map(|part| self.concern_meant(listed, part));
        of_parts.max().unwrap_or_else(|| self.by_words(Kind::Title, title).unwrap_or(Concern::Yes))
    }

    /// The same where all that stands for the parts is the title itself, as in a feed: what says nothing matters perhaps.
    pub(super) fn concern_by_title(&self, title: &str) -> Concern {
        self.by_words(Kind::Title, title).unwrap_or(Concern::Perhaps)
    }

    /// Whether the part matters that is meant by an id or a name.
    pub(super) fn concern_meant(&self, listed: &Listed<'_>, meant: &str) -> Concern {
        match listed.part(meant) {
            Some(known) => self.concern_of(known),
            None => self.concern_named(meant, None),
        }
    }

    /// Whether a part matters.
    pub(super) fn concern_of(&self, part: &Component) -> Concern {
        self.concern_named(&part.name, part.id.as_deref())
    }

    fn concern_named(&self, name: &str, id: Option<&str>) -> Concern {
        let rule =
            if self.rules.is_empty() { None } else { self.rules.get(&key(name)).or_else(|| self.rules.get(&key(id?))) };
        match rule {
            Some(true) => Concern::Yes,
            Some(false) => Concern::No,
            None => self.by_words(Kind::Name, name).unwrap_or(Concern::Perhaps),
        }
    }

    /// By the words of a name or a title; none if they say nothing.
    fn by_words(&self, kind: Kind, text: &str) -> Option<Concern> {
        let asked = (kind, text.to_owned());
        if let Some(known) = self.looked_into.borrow().get(&asked) {
            return *known;
        }
        let concern = self.look_into(kind, text);
        self.looked_into.borrow_mut().insert(asked, concern);
        concern
    }

    fn look_into(&self, kind: Kind, text: &str) -> Option<Concern> {
        let whole = plain(text);
        let text = self.provider.as_ref().map_or(whole.clone(), |provider| provider.cut_from(&whole));
        if text.trim().is_empty() && !whole.trim().is_empty() {
            // The provider's name and no more.
            return Some(Concern::Yes);
        }
        let found = TOPICS.found_in(&text);
        if found.nothing && kind == Kind::Name {
            return Some(Concern::No);
        }
        if found.whole {
            return Some(Concern::Yes);
        }
        if !found.topics.is_empty() {
            return Some(self.by_topics(&text, &found.topics));
        }
        let everything = found.everything || (found.generic && TOPICS.is_only_generic(&text));
        match (everything, found.nothing) {
            (true, true) => Some(Concern::Perhaps),
            (true, false) => Some(Concern::Yes),
            (false, true) => Some(Concern::No),
            (false, false) => found.aside.then_some(Concern::No),
        }
    }

    fn by_topics(&self, text: &str, topics: &[&Topic]) -> Concern {
        // Somebody who only saw an error, or says no more than that something is wrong, may have tried anything.
        let tried_anything = matches!(self.symptom, Symptom::AppError | Symptom::Other);
        let concerns = |topic: &&Topic| tried_anything || topic.concerns.contains(&self.symptom);
        let mut concerning = topics.iter().copied().filter(concerns).peekable();
        if concerning.peek().is_none() {
            return Concern::No;
        }
        if concerning.all(|topic| topic.particular) { self.by_channel(text, topics) } else { Concern::Yes }
    }

    /// One bank of several matters to those who use it.
    fn by_channel(&self, text: &str, topics: &[&Topic]) -> Concern {
        match &self.channel {
            _ if says_no_more(text, topics) => Concern::Yes,
            Some(channel) if channel.is_in(text) => Concern::Yes,
            Some(_) => Concern::No,
            None => Concern::Perhaps,
        }
    }
}

/// A rule's or a part's name, whole, in any case.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The parts that a source lists, by id and by name.
#[derive(Debug)]
pub(super) struct Listed<'a> {
    by_id: BTreeMap<&'a str, &'a Component>,
    by_name: BTreeMap<&'a str, &'a Component>,
}

impl<'a> Listed<'a> {
    pub(super) fn of(report: &'a ServiceReport) -> Self {
        let ids = report.components.iter().filter_map(|part| Some((part.id.as_deref()?, part)));
        Self {
            by_id: ids.collect(),
            by_name: report.components.iter().map(|part| (part.name.as_str(), part)).collect(),
        }
    }

    /// The part that is meant by an id or a name.
    pub(super) fn part(&self, meant: &str) -> Option<&'a Component> {
        self.by_id.get(meant).or_else(|| self.by_name.get(meant)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::StatusFormat;

    fn tried(symptom: Symptom) -> Tried {
        Tried::new(symptom, None, "Example Pay", &[])
    }

    #[test]
    fn names_matter_to_what_they_are_about_in_both_languages() {
        use Concern::{No, Perhaps, Yes};
        let table = [
            ("Withdrawals", Yes, No, No),
            ("提现服务", Yes, No, No),
            ("Cash-out (VISA)", Yes, No, No),
            ("Payments API", No, Yes, No),
            ("支付", No, Yes, No),
            ("Sign-in", No, No, Yes),
            ("登录与注册", No, No, Yes),
            ("API", Yes, Yes, Yes),
            ("核心系统", Yes, Yes, Yes),
            ("Marketing site", No, No, No),
            ("API documentation", No, No, No),
            ("Example Pay", Yes, Yes, Yes),
            ("Example Pay withdrawals", Yes, No, No),
            ("Mobile application", Yes, Yes, Yes),
            ("App & Website", Yes, Yes, Yes),
            ("Website", No, No, No),
            ("iOS push notifications", No, No, No),
            ("Email server", No, No, No),
            ("客服系统", No, No, No),
            ("取款", Yes, No, No),
            ("服务器", Yes, Yes, Yes),
            ("Server EU-3", Perhaps, Perhaps, Perhaps),
            ("Account applications", No, No, Yes),
            ("提现说明文档", No, No, No),
            ("Bank channels", Yes, Yes, No),
            ("银行通道", Yes, Yes, No),
            ("Bank channel: Example Bank", Perhaps, Perhaps, No),
            ("Gateway EU-2", Perhaps, Perhaps, Perhaps),
            ("Capital letters", Perhaps, Perhaps, Perhaps),
            ("", Perhaps, Perhaps, Perhaps),
        ];
        for (name, withdrawal, payment, sign_in) in table {
            let of = |symptom| tried(symptom).concern_named(name, None);
            let seen = (of(Symptom::WithdrawalFailed), of(Symptom::PaymentFailed), of(Symptom::SignInFailed));
            assert_eq!(seen, (withdrawal, payment, sign_in), "{name}");
        }
    }

    #[test]
    fn whoever_only_saw_an_error_may_have_tried_anything() {
        for symptom in [Symptom::AppError, Symptom::Other] {
            assert_eq!(tried(symptom).concern_named("Withdrawals", None), Concern::Yes);
            assert_eq!(tried(symptom).concern_named("Marketing site", None), Concern::No);
        }
    }

    #[test]
    fn one_bank_matters_to_those_who_use_it() {
        let with = |channel| Tried::new(Symptom::WithdrawalFailed, Some(channel), "", &[]);
        assert_eq!(with("Example Bank").concern_named("Bank channel: EXAMPLE  BANK", None), Concern::Yes);
        assert_eq!(with("Other Bank").concern_named("Bank channel: Example Bank", None), Concern::No);
        assert_eq!(with("示例银行").concern_named("示例银行通道", None), Concern::Yes);
        assert_eq!(with("示例银行").concern_named("银行通道", None), Concern::Yes, "all of them");
        assert_eq!(with("ING").concern_named("Banking channel of Example", None), Concern::No, "no part of a word");
        assert_eq!(with("  ").concern_named("银行通道", None), Concern::Yes);
    }

    #[test]
    fn a_title_is_about_what_it_says_whatever_else_it_mentions() {
        use Concern::{No, Perhaps, Yes};
        for (title, wanted) in [
            ("App and website unavailable", Some(Yes)),
            ("Withdrawals failing, follow our status page", Some(Yes)),
            ("提现异常，详情请见官网公告", Some(Yes)),
            ("全部服务中断，包括支付和登录", Some(Yes)),
            ("All services are down, including payments", Some(Yes)),
            ("Example Pay is unavailable", None),
            ("Payments are failing, contact support", Some(No)),
            ("API documentation is out of date", Some(Perhaps)),
            ("Blog is down", Some(No)),
            ("We are working on it", None),
        ] {
            assert_eq!(tried(Symptom::WithdrawalFailed).by_words(Kind::Title, title), wanted, "{title}");
        }
        let chinese = Tried::new(Symptom::WithdrawalFailed, None, "示例支付", &[]);
        assert_eq!(chinese.by_words(Kind::Title, "示例支付服务中断"), None);
    }

    #[test]
    fn the_configs_own_rules_come_first_by_name_or_id() {
        let rule = |component: &str, concerns: &[Symptom]| ComponentRule {
            component: component.to_owned(),
            concerns: concerns.to_vec(),
        };
        let rules = [
            rule("gateway eu-2", &[Symptom::WithdrawalFailed]),
            rule("c-77", &[Symptom::PaymentFailed]),
            rule("Withdrawals", &[]),
        ];
        let tried = Tried::new(Symptom::WithdrawalFailed, None, "", &rules);
        assert_eq!(tried.concern_named("Gateway EU-2", None), Concern::Yes);
        assert_eq!(tried.concern_named("Something", Some("C-77")), Concern::No);
        assert_eq!(tried.concern_named("Withdrawals", None), Concern::No);
    }

    #[test]
    fn an_incident_matters_as_the_most_concerned_of_its_parts_does() {
        let mut report = ServiceReport::empty(StatusFormat::StatuspageV2);
        report.components.push(Component { id: Some("c1".into()), name: "Withdrawals".into(), state: None });
        let of = |parts: &[&str], title: &str| {
            let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            tried(Symptom::WithdrawalFailed).concern(&Listed::of(&report), &parts, title)
        };
        assert_eq!(of(&["Marketing site", "c1"], "x"), Concern::Yes);
        assert_eq!(of(&["Marketing site"], "Withdrawals"), Concern::No);
        assert_eq!(of(&["Gateway EU-2"], "x"), Concern::Perhaps);
        assert_eq!(of(&[], "Payments are slow"), Concern::No);
        assert_eq!(of(&[], "提现延迟"), Concern::Yes);
        assert_eq!(of(&[], "We are working on it"), Concern::Yes, "nothing is named: the whole service");
    }
}
