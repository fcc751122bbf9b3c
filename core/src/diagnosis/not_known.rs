//! What a pre-flight could not look at, so that nobody takes silence for 'fine'. Pure.

use jiff::Timestamp;

use super::preflight::Beforehand;
use crate::account::{
    self, AccountState, BankChannel, ChannelState, Instrument, InstrumentState, Operation, OperationKind, same_name,
};
use crate::codes::stable_codes;

stable_codes! {
    /// Something that a pre-flight looks at.
    pub enum Aspect as "aspect" {
        /// Restrictions, session and checks of the account.
        Account = "account",
        /// What is available.
        Balance = "balance",
        /// The limits of the operation.
        Limits = "limits",
        /// The failed attempts that are remembered on this phone.
        Attempts = "attempts",
        /// The fee.
        Fee = "fee",
        /// The bank or channel.
        Bank = "bank",
        /// The provider's service.
        Service = "service",
        /// The network of this phone.
        Network = "network",
        /// The app's version, and the phone's.
        App = "app",
    }
}

/// What could not be looked at: each aspect of which anything is missing that it needs.
pub(super) fn not_known(
    operation: &Operation,
    known: &Beforehand<'_>,
    met: &account::Met,
    is_contradictory: bool,
    now: Timestamp,
) -> Vec<Aspect> {
    let moves = operation.movement().is_some();
    let nothing = AccountState::default();
    let state = known.account.known().unwrap_or(&nothing);
    let account = if moves { standing(state) } else { known.account.known().is_some_and(application) };
    [
        (Aspect::Account, account && !is_contradictory),
        (Aspect::Balance, !moves || met.balance_known),
        (Aspect::Limits, !moves || met.limits_known),
        (Aspect::Attempts, known.attempts.is_some()),
        (Aspect::Fee, !moves || met.charge.is_some()),
        (Aspect::Bank, bank(operation, state, now)),
        (Aspect::Service, known.service.iter().any(|source| source.kept.is_some())),
        (Aspect::Network, known.network.known().is_some()),
        (Aspect::App, known.app.known().is_some()),
    ]
    .into_iter()
    .filter(|(_, is_known)| !is_known)
    .map(|(aspect, _)| aspect)
    .collect()
}

/// Whether it is known how an account stands from which something is to move.
fn standing(account: &AccountState) -> bool {
    let told = (account.restricted.is_some() || account.restrictions.is_some()) && account.session.is_some();
    told && whole(account, &["restricted", "restrictions", "session", "two_factor", "identity"])
}

/// Whether everything can be read that is told of somebody who applies. Who has no wallet yet has neither session nor
/// restrictions.
fn application(account: &AccountState) -> bool {
    whole(account, &["restricted", "restrictions", "identity", "opening"])
}

fn whole(account: &AccountState, fields: &[&str]) -> bool {
    fields.iter().all(|field| account.is_whole(field))
}

/// Whether the bank or channel is known, wherever one is passed or named. What has a name has to be in a list.
fn bank(operation: &Operation, account: &AccountState, now: Timestamp) -> bool {
    let Some(movement) = operation.movement() else { return true };
    let kind = operation.kind();
    let all_cards = account.instruments.is_some() && account.is_whole("instruments");
    let Some(name) = movement.channel.as_deref() else {
        let is_whole = account.channels.is_some() && account.is_whole("channels");
        let all_channels = is_whole && account.channels.iter().flatten().all(|channel| is_told(channel, now));
        return match kind {
            OperationKind::Withdrawal => all_cards && all_channels,
            OperationKind::Payment => all_channels,
            OperationKind::Transfer | OperationKind::SignIn | OperationKind::Verification | OperationKind::Opening => {
                true
            }
        };
    };
    let channels = || account.channels.iter().flatten();
    let knows = |name: &str| channels().any(|channel| same_name(&channel.name, name) && is_told(channel, now));
    let is_named = |card: &&Instrument| {
        same_name(&card.label, name) || card.channel.as_deref().is_some_and(|channel| same_name(channel, name))
    };
    let cards: Vec<&Instrument> = account.instruments.iter().flatten().filter(is_named).collect();
    match cards.first() {
        // One that works may have been the one, and so may one that could not be read. It may belong to no channel.
        Some(first) => {
            let works = cards.iter().any(|card| card.state == InstrumentState::Verified);
            (works || all_cards) && first.channel.as_deref().is_none_or(knows)
        }
        None => knows(name) && (all_cards || kind != OperationKind::Withdrawal),
    }
}

/// Whether a channel's state is of now: what was to be over by a time that has passed may be, or not.
fn is_told(channel: &BankChannel, now: Timestamp) -> bool {
    channel.state == ChannelState::Up || channel.until.is_none_or(|until| until > now)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::account::{Money, Movement};

    fn account(answer: &Value) -> AccountState {
        serde_json::from_value(answer.clone()).unwrap()
    }

    #[test]
    fn an_account_is_known_only_with_its_restrictions_and_its_session_and_all_of_both() {
        for (answer, known) in [
            (json!({ "restricted": false, "session": "valid" }), true),
            (json!({ "restrictions": [], "session": "valid" }), true),
            (json!({ "restricted": false }), false),
            (json!({ "session": "valid" }), false),
            (json!({ "restricted": false, "session": "valid", "unreadable": ["/restrictions/0"] }), false),
            (json!({ "restricted": false, "session": "valid", "unreadable": ["/identity"] }), false),
            (json!({ "restricted": false, "session": "valid", "unreadable": ["/devices/0"] }), true),
        ] {
            assert_eq!(standing(&account(&answer)), known, "{answer}");
        }
        assert!(application(&account(&json!({}))) && !application(&account(&json!({ "unreadable": ["/opening"] }))));
    }

    #[test]
    fn a_bank_is_known_only_where_what_is_named_is_in_a_list() {
        let up = json!([{ "name": "Example Bank", "state": "up" }]);
        let card = json!([{ "label": "Card 1", "channel": "Example Bank", "state": "verified" }]);
        let now = "2026-03-02T04:00:00Z".parse().unwrap();
        let over = json!([{ "name": "Example Bank", "state": "down", "until": "2026-03-02T04:00:00Z" }]);
        let invalid = json!([{ "label": "Card 1", "state": "invalid" }]);
        let lone = json!([{ "label": "Card 1", "state": "verified" }]);
        let movement = |channel: Option<&str>| Movement {
            money: Money { asset: "CNY".into(), amount: "5".parse().unwrap() },
            channel: channel.map(str::to_owned),
        };
        let withdrawal = |channel| Operation::Withdrawal(movement(channel));
        let payment = |channel| Operation::Payment(movement(channel));
        let transfer = |channel| Operation::Transfer(movement(channel));
        for (operation, answer, known) in [
            (withdrawal(None), json!({ "channels": up, "instruments": card }), true),
            (withdrawal(None), json!({ "channels": up }), false),
            (withdrawal(None), json!({ "channels": up, "instruments": card, "unreadable": ["/channels/1"] }), false),
            (withdrawal(Some("card 1")), json!({ "channels": up, "instruments": card }), true),
            (withdrawal(Some("Card 1")), json!({ "instruments": card }), false),
            (withdrawal(Some("Card 1")), json!({ "instruments": lone }), true),
            (withdrawal(Some("Card 2")), json!({ "channels": up, "instruments": card }), false),
            (withdrawal(Some("Example Bank")), json!({ "channels": up }), false),
            (withdrawal(Some("Example Bank")), json!({ "channels": up, "instruments": [] }), true),
            (payment(Some("Example Bank")), json!({ "channels": up }), true),
            (payment(Some("Other Bank")), json!({ "channels": up }), false),
            (payment(None), json!({}), false),
            (payment(None), json!({ "channels": up }), true),
            (payment(None), json!({ "channels": over }), false),
            (payment(Some("Example Bank")), json!({ "channels": over }), false),
            (withdrawal(Some("Card 1")), json!({ "instruments": invalid }), true),
            (withdrawal(Some("Card 1")), json!({ "instruments": invalid, "unreadable": ["/instruments/1"] }), false),
            (transfer(None), json!({}), true),
            (transfer(Some("Example Bank")), json!({}), false),
        ] {
            assert_eq!(bank(&operation, &account(&answer), now), known, "{operation:?} {answer}");
        }
    }
}
