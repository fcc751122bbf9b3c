//! The pre-flight: what stands in the way, told before it is tried. It asks the app and its own memory; the network only for
//! account facts that nobody else has.

use std::time::Duration;

use tokio::time::Instant;

use super::Doctor;
use crate::account::{Movement, Operation};
use crate::diagnosis::{Beforehand, Preflight, preflight};
use crate::error::Error;
use crate::observe::Asking;
use crate::one_line::one_line;
use crate::service::remembered;

/// How long a pre-flight waits for whoever it asks. A person has their finger over the button.
const PREFLIGHT_BUDGET: Duration = Duration::from_secs(3);
/// The longest name of an asset, a bank or a channel, in characters.
const MAX_NAME_CHARS: usize = 100;

impl Doctor {
    /// Tells everything that stands in the way of what a person is about to do, with each its cause, the figure by which it is
    /// missed, and what to do. What is not known is named as such, and never taken for 'fine'.
    pub async fn preflight(&self, operation: &Operation) -> Result<Preflight, Error> {
        check(operation)?;
        let work = async {
            let inner = &self.inner;
            let deadline = Instant::now() + PREFLIGHT_BUDGET.min(inner.config.deadline());
            let endpoint = inner.config.account.as_ref();
            let asking = Asking { host: &inner.host, clock: &inner.clock, deadline, endpoint };
            // Made only where it is needed; what it fails with is for a diagnosis to find out.
            let client = async { self.network().await.ok().map(|(_, client)| client) };
            let (asked, news, attempts, (rules, _)) =
                tokio::join!(asking.beforehand(client), self.news(), self.attempts_known(), self.rules());
            let service = remembered(&inner.config.status_sources, inner.config.locale, &news);
            let audience = self.audience_now(asked.app.known());
            let known = Beforehand {
                account: &asked.account,
                balances: &asked.balances,
                network: &asked.network,
                app: &asked.app,
                service: &service,
                attempts: attempts.as_ref(),
            };
            Ok(preflight(operation, &known, &rules, audience))
        };
        self.until_cancelled(work).await
    }
}

fn check(operation: &Operation) -> Result<(), Error> {
    let Some(Movement { money, channel }) = operation.movement() else { return Ok(()) };
    let bad = |key, accepted| Err(Error::BadInput { key, accepted });
    if money.amount.is_zero() || money.amount.is_negative() {
        return bad("amount", "an amount above zero");
    }
    let is_name = |name: &str| !name.is_empty() && one_line(name, MAX_NAME_CHARS) == name;
    if !is_name(&money.asset) {
        return bad("asset", "an ISO 4217 code or a token's ticker, 1 to 100 characters on one line");
    }
    if channel.as_deref().is_some_and(|channel| !is_name(channel)) {
        return bad("channel", "a name of 1 to 100 characters on one line");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::account::{AttemptOutcome, Money, OpeningForm, OperationKind};
    use crate::clock::Clock;
    use crate::diagnosis::{Aspect, MissedBy, Unmet};
    use crate::host::{AppAnswers, RecordedHost};
    use crate::sensitive::Sensitive;
    use crate::{Config, Host};
    use jiff::Timestamp;
    use std::sync::Arc;

    #[derive(Debug)]
    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> Timestamp {
            "2026-03-02T04:00:00Z".parse().unwrap()
        }
    }

    fn doctor(answers: &Value, data_dir: Option<&std::path::Path>) -> Doctor {
        let answers: AppAnswers = serde_json::from_value(answers.clone()).unwrap();
        let config = json!({ "provider_name": "Example Pay", "locale": "en", "data_dir": data_dir });
        let config = Config::from_json(config.to_string().as_bytes()).unwrap();
        Doctor::open_at(config, RecordedHost::host(answers, None), Arc::new(Noon)).unwrap()
    }

    fn withdrawal(amount: &str) -> Operation {
        let money = Money { asset: "CNY".into(), amount: amount.parse().unwrap() };
        Operation::Withdrawal(Movement { money, channel: Some("Example Bank".into()) })
    }

    /// An account with which everything is well, and what differs.
    fn answers(changes: &[(&str, Value)]) -> Value {
        let mut answers = json!({
            "cached_balances": { "as_of": "2026-03-02T03:59:00Z", "balances": [{ "asset": "CNY", "total": "1000.00", "available": "802.00" }] },
            "account": {
                "restricted": false, "session": "valid",
                "limits": [{ "operation": "withdrawal", "asset": "CNY", "minimum": "10.00", "maximum": "5000.00",
                    "day": { "limit": "1000.00", "used": "100.00", "resets_at": "2026-03-02T16:00:00Z" } }],
                "fees": [{ "operation": "withdrawal", "asset": "CNY", "fixed": "2.00", "taken": "on_top" }],
                "instruments": [{ "label": "Card 1881", "channel": "Example Bank", "state": "verified" }],
                "channels": [{ "name": "Example Bank", "state": "up", "maximum": "50000.00" }]
            },
            "network": { "transport": "wifi" },
            "info": { "time_zone": "Asia/Shanghai" }
        });
        for (pointer, value) in changes {
            *answers.pointer_mut(pointer).unwrap() = value.clone();
        }
        answers
    }

    fn amount(unmet: &Unmet) -> Option<String> {
        match unmet.missed_by.as_ref()? {
            MissedBy::Amount(money) => Some(format!("{} {}", money.amount, money.asset)),
            MissedBy::Characters { count } => Some(count.to_string()),
            MissedBy::Until { at } => Some(at.to_string()),
        }
    }

    fn causes(unmet: &[Unmet]) -> Vec<(String, Option<String>)> {
        unmet.iter().map(|unmet| (unmet.cause.clone(), amount(unmet))).collect()
    }

    fn missed(listed: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
        listed.iter().map(|(cause, by)| ((*cause).to_owned(), by.map(str::to_owned))).collect()
    }

    #[tokio::test]
    async fn enough_to_the_cent_with_the_fee_is_enough_and_a_cent_less_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let doctor = doctor(&answers(&[]), Some(folder.path()));
        let fine = doctor.preflight(&withdrawal("800.00")).await.unwrap();
        assert_eq!((causes(&fine.unmet), fine.not_known), (Vec::new(), vec![Aspect::Service]));
        assert_eq!((fine.fee.unwrap().to_string(), fine.total.unwrap().to_string()), ("2.00".into(), "802.00".into()));
        assert_eq!(fine.received.unwrap().to_string(), "800.00");
        assert_eq!(fine.notes.len(), 1);
        assert_eq!(fine.notes[0].cause, "funds.fee_applies");
        let held = doctor.preflight(&withdrawal("800.01")).await.unwrap();
        assert_eq!(causes(&held.unmet), missed(&[("funds.held_or_pending", Some("0.01 CNY"))]));
        let short = doctor.preflight(&withdrawal("999.00")).await.unwrap();
        assert_eq!(
            causes(&short.unmet),
            missed(&[
                ("funds.insufficient_available", Some("199.00 CNY")),
                ("funds.period_limit_reached", Some("99.00 CNY"))
            ])
        );
    }

    #[tokio::test]
    async fn every_condition_that_is_not_met_comes_at_once() {
        let changes = [
            ("/account/session", json!("expired")),
            ("/account/instruments/0/state", json!("unverified")),
            (
                "/account/channels/0",
                json!({ "name": "Example Bank", "state": "maintenance", "until": "2026-03-02T06:00:00Z", "maximum": "5.00" }),
            ),
            ("/account/limits/0/day/used", json!("995.00")),
            ("/cached_balances/balances/0/total", json!("3.00")),
            ("/cached_balances/balances/0/available", json!("3.00")),
            ("/network", json!({ "transport": "none" })),
        ];
        let seen = doctor(&answers(&changes), None).preflight(&withdrawal("9.00")).await.unwrap();
        let mut found = causes(&seen.unmet);
        found.sort();
        assert_eq!(
            found,
            missed(&[
                ("account.session_expired", None),
                ("bank.account_unverified", None),
                ("bank.amount_over_channel_limit", Some("4.00 CNY")),
                ("bank.maintenance", Some("2026-03-02T06:00:00Z")),
                ("funds.below_minimum", Some("1.00 CNY")),
                ("funds.insufficient_available", Some("8.00 CNY")),
                ("funds.period_limit_reached", Some("4.00 CNY")),
                ("network.offline", None),
            ])
        );
        for unmet in &seen.unmet {
            assert!(!unmet.text.is_empty() && !unmet.advice.headline.is_empty() && !unmet.advice.steps.is_empty());
        }
        assert!(seen.unmet.is_sorted_by_key(|unmet| unmet.severity));
    }

    #[tokio::test]
    async fn what_is_not_known_is_named_and_stands_in_nobodys_way() {
        let seen = doctor(&json!({}), None).preflight(&withdrawal("5.00")).await.unwrap();
        assert!(seen.unmet.is_empty() && seen.notes.is_empty() && seen.fee.is_none());
        assert_eq!(seen.not_known, Aspect::ALL);
    }

    #[tokio::test]
    async fn a_fee_that_comes_out_of_the_amount_or_may_do_so_stands_in_nobodys_way() {
        let text = |amount: Option<crate::balance::Amount>| amount.map(|amount| amount.to_string());
        for (taken, total, received, told) in [
            (json!("from_amount"), Some("802.00"), Some("800.00"), "taken out of the amount"),
            (Value::Null, None, None, "2.00 CNY is lacking"),
        ] {
            let mut answers = answers(&[]);
            answers["account"]["fees"][0]["taken"] = taken;
            let seen = doctor(&answers, None).preflight(&withdrawal("802.00")).await.unwrap();
            assert_eq!(causes(&seen.unmet), Vec::new());
            assert_eq!((text(seen.total).as_deref(), text(seen.received).as_deref()), (total, received));
            assert!(seen.notes[0].text.contains(told), "{}", seen.notes[0].text);
        }
    }

    #[tokio::test]
    async fn a_contradiction_about_the_account_blocks_nobody_and_is_not_known() {
        let mut answers = answers(&[]);
        answers["account"]["restrictions"] = json!([{ "reason": "risk_control" }]);
        let seen = doctor(&answers, None).preflight(&withdrawal("20")).await.unwrap();
        assert_eq!(causes(&seen.unmet), Vec::new());
        assert!(seen.notes.iter().any(|note| note.cause == "account.frozen_by_risk_control"), "{:?}", seen.notes);
        assert!(seen.not_known.contains(&Aspect::Account));
        answers["account"]["restricted"] = json!(true);
        let seen = doctor(&answers, None).preflight(&withdrawal("20")).await.unwrap();
        assert_eq!(causes(&seen.unmet), missed(&[("account.frozen_by_risk_control", None)]));
    }

    #[tokio::test]
    async fn many_failures_are_worth_a_word_where_no_limit_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let doctor = doctor(&answers(&[]), Some(folder.path()));
        for _ in 0..5 {
            doctor.record_attempt(OperationKind::Withdrawal, AttemptOutcome::Failed).await.unwrap();
        }
        let seen = doctor.preflight(&withdrawal("20")).await.unwrap();
        assert_eq!(causes(&seen.unmet), Vec::new());
        assert!(causes(&seen.notes).contains(&("funds.too_many_attempts".to_owned(), None)), "{:?}", seen.notes);
    }

    #[tokio::test]
    async fn it_warns_before_the_attempt_that_trips_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let mut answers = answers(&[]);
        answers["account"]["limits"][0]["attempts"] = json!({ "allowed": 3, "within_s": 3600 });
        let doctor = doctor(&answers, Some(folder.path()));
        let failed = || doctor.record_attempt(OperationKind::Withdrawal, AttemptOutcome::Failed);
        let noted = |seen: Preflight| causes(&seen.notes);
        failed().await.unwrap();
        assert!(!noted(doctor.preflight(&withdrawal("20")).await.unwrap()).iter().any(|it| it.0.contains("attempts")));
        failed().await.unwrap();
        let last = missed(&[("funds.too_many_attempts", Some("2026-03-02T05:00:00Z"))]);
        assert!(noted(doctor.preflight(&withdrawal("20")).await.unwrap()).contains(&last[0]));
        failed().await.unwrap();
        assert_eq!(causes(&doctor.preflight(&withdrawal("20")).await.unwrap().unmet), last);
        doctor.record_attempt(OperationKind::Withdrawal, AttemptOutcome::Succeeded).await.unwrap();
        assert!(doctor.preflight(&withdrawal("20")).await.unwrap().unmet.is_empty());
    }

    #[tokio::test]
    async fn a_form_is_checked_here_and_nothing_of_it_comes_out() {
        let text = |text: &str| Some(Sensitive::new(text.to_owned()));
        let form = OpeningForm {
            name: text("张三"),
            resident_id: text("110101199003072316"),
            phone: text("138001380"),
            bank_card: text("6222021234567890124"),
            bank_name: text("示例银行"),
            branch: None,
        };
        let operation = Operation::Opening { form, minimum_age: None };
        let seen = doctor(&answers(&[]), None).preflight(&operation).await.unwrap();
        let found: Vec<(&str, &str)> =
            seen.unmet.iter().map(|unmet| (unmet.finding.subject.as_str(), unmet.cause.as_str())).collect();
        assert!(found.contains(&("branch", "opening.documents_incomplete")), "{found:?}");
        assert!(found.contains(&("phone", "opening.personal_details_mismatch")), "{found:?}");
        let shown = format!("{operation:?} {seen:?} {}", serde_json::to_string(&seen).unwrap());
        for secret in ["张三", "19900307", "138001380", "62220212", "示例银行"] {
            assert!(!shown.contains(secret), "{secret}");
        }
    }

    #[tokio::test]
    async fn an_operation_that_makes_no_sense_is_refused_with_what_is_accepted() {
        let doctor = Doctor::open(Config::from_json(br#"{"provider_name":"P"}"#).unwrap(), Host::default()).unwrap();
        for amount in ["0", "0.00", "-5"] {
            let error = doctor.preflight(&withdrawal(amount)).await.unwrap_err();
            assert_eq!(
                (error.code(), error.to_string()),
                ("bad_input", "amount is not acceptable; accepted: an amount above zero".into())
            );
        }
        let money = Money { asset: "a\nb".into(), amount: "1".parse().unwrap() };
        let error = doctor.preflight(&Operation::Payment(Movement { money, channel: None })).await.unwrap_err();
        assert!(error.to_string().starts_with("asset is not acceptable"), "{error}");
    }
}
