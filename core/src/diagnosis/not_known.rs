//! What a pre-flight could not look at, so that nobody takes silence for 'fine'. Pure.

use super::preflight::Beforehand;
use crate::account::{self, AccountState, Operation, OperationKind, same_name};
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
        (Aspect::Bank, bank(operation, state)),
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
fn bank(operation: &Operation, account: &AccountState) -> bool {
    let Some(movement) = operation.movement() else { return true };
    let kind = operation.kind();
    let has_all = |field: &str, is_told: bool| is_told && account.is_whole(field);
    let all_cards = has_all("instruments", account.instruments.is_some());
    let all_channels = has_all("channels", account.channels.is_some());
    let withdraws = kind == OperationKind::Withdrawal;
    let Some(name) = movement.channel.as_deref() else {
        return match kind {
            OperationKind::Withdrawal => all_cards && all_channels,
            OperationKind::Payment => all_channels,
            OperationKind::Transfer | OperationKind::SignIn | OperationKind::Verification | OperationKind::Opening => {
                true
            }
        };
    };
    let is_channel = |name: &str| account.channels.iter().flatten().any(|channel| same_name(&channel.name, name));
    let mut cards = account.instruments.iter().flatten();
    let card = cards
        .find(|card| same_name(&card.label, name) || card.channel.as_deref().is_some_and(|of| same_name(of, name)));
    match card {
        // A card may belong to no channel that has a name.
        Some(card) => card.channel.as_deref().is_none_or(is_channel),
        None => is_channel(name) && (all_cards || !withdraws),
    }
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
            (transfer(None), json!({}), true),
            (transfer(Some("Example Bank")), json!({}), false),
        ] {
            assert_eq!(bank(&operation, &account(&answer)), known, "{operation:?} {answer}");
        }
    }
}
