//! What the linked accounts and cards and the banks behind them amount to, for what was tried. Pure.

use jiff::{SignedDuration, Timestamp};

use super::attempted::{Attempted, same_name};
use super::standing::explained;
use super::{AccountState, BankChannel, ChannelState, Instrument, InstrumentState, OperationKind};
use crate::balance::Amount;
use crate::config::CodeRule;
use crate::diagnosis::{Fact, Finding};

/// The findings of what the account is linked to.
pub(super) fn judge(
    account: &AccountState,
    attempted: &Attempted<'_>,
    codes: &[CodeRule],
    now: Timestamp,
) -> Vec<Finding> {
    let mut findings = instruments(account, attempted, codes);
    findings.extend(channels(account, attempted, now));
    findings
}

/// The linked account or card that was used: the one that was named, or the only one of a withdrawal. Of several, nobody
/// knows which one it was, unless they are all in the same way.
fn instruments(account: &AccountState, attempted: &Attempted<'_>, codes: &[CodeRule]) -> Vec<Finding> {
    let all: Vec<&Instrument> = account.instruments.iter().flatten().collect();
    let named = |instrument: &&&Instrument| {
        let names = [Some(instrument.label.as_str()), instrument.channel.as_deref()];
        attempted.channel.is_some_and(|used| names.into_iter().flatten().any(|name| same_name(name, used)))
    };
    let used: Vec<&Instrument> = match attempted.channel {
        Some(_) => all.iter().filter(named).copied().collect(),
        None if attempted.operation == Some(OperationKind::Withdrawal) => all,
        None => Vec::new(),
    };
    // One that works may have been the one, and so may one that could not be read.
    let usable = used.iter().find(|instrument| instrument.state == InstrumentState::Verified);
    if usable.is_none() && !account.is_whole("instruments") {
        return Vec::new();
    }
    let used: Vec<&Instrument> = usable.map_or(used.clone(), |usable| vec![*usable]);
    used.into_iter()
        .flat_map(|instrument| {
            let fact = match instrument.state {
                InstrumentState::Verified => Fact::BankVerified,
                InstrumentState::Unverified => Fact::BankUnverified,
                InstrumentState::Invalid => Fact::BankInvalid,
                InstrumentState::Expired => Fact::BankExpired,
                InstrumentState::Closed => Fact::BankClosed,
            };
            let of_code = explained(instrument.code.as_ref(), "instrument", codes);
            let of_code = of_code.filter(|_| instrument.state != InstrumentState::Verified);
            std::iter::once(Finding::new(fact, &instrument.label)).chain(of_code)
        })
        .collect()
}

fn channels(account: &AccountState, attempted: &Attempted<'_>, now: Timestamp) -> Vec<Finding> {
    let all: Vec<&BankChannel> = account.channels.iter().flatten().collect();
    let name = attempted.channel.map(|used| channel_of(account, used));
    if let Some(name) = name {
        let used = all.iter().filter(|channel| same_name(&channel.name, name));
        return used.flat_map(|channel| of_channel(channel, attempted, now)).collect();
    }
    let passes_a_bank = [OperationKind::Withdrawal, OperationKind::Payment];
    if !attempted.operation.is_some_and(|operation| passes_a_bank.contains(&operation)) {
        return Vec::new();
    }
    let is_whole = account.is_whole("channels");
    match all.as_slice() {
        [only] if is_whole => of_channel(only, attempted, now),
        several => {
            let one_of = |channel: &&&BankChannel| works_not(channel, now);
            let broken: Vec<&&BankChannel> = several.iter().filter(one_of).collect();
            if is_whole && broken.len() == several.len() {
                several.iter().flat_map(|channel| of_channel(channel, attempted, now)).collect()
            } else {
                broken.into_iter().map(|channel| one_of_several(channel, now)).collect()
            }
        }
    }
}

/// The channel behind a name, which may be that of a linked account or card.
fn channel_of<'a>(account: &'a AccountState, used: &'a str) -> &'a str {
    let instrument = account.instruments.iter().flatten().find(|instrument| same_name(&instrument.label, used));
    instrument.and_then(|instrument| instrument.channel.as_deref()).unwrap_or(used)
}

/// How long something goes on beyond its planned end because nobody has said that it is over. After that it was forgotten.
const LONGEST_OVERRUN: SignedDuration = SignedDuration::from_hours(24);

/// What should have ended long ago is over.
fn is_over(channel: &BankChannel, now: Timestamp) -> bool {
    channel.until.is_some_and(|until| now.duration_since(until) > LONGEST_OVERRUN)
}

/// When it ends; an end that has passed tells nothing any more.
fn end(channel: &BankChannel, now: Timestamp) -> Option<Timestamp> {
    channel.until.filter(|until| *until > now)
}

fn works_not(channel: &BankChannel, now: Timestamp) -> bool {
    matches!(channel.state, ChannelState::Maintenance | ChannelState::Down) && !is_over(channel, now)
}

fn one_of_several(channel: &BankChannel, now: Timestamp) -> Finding {
    let fact = if channel.state == ChannelState::Maintenance { Fact::BankOneInMaintenance } else { Fact::BankOneDown };
    Finding::new(fact, &channel.name).with_time("until", end(channel, now))
}

fn of_channel(channel: &BankChannel, attempted: &Attempted<'_>, now: Timestamp) -> Vec<Finding> {
    let told = |fact: Fact| Finding::new(fact, &channel.name);
    let state = match channel.state {
        ChannelState::Up => Some(told(Fact::BankUp)),
        ChannelState::Delayed if is_over(channel, now) => None,
        ChannelState::Delayed => {
            let late = channel.delay_s.map(|late| late.div_ceil(60).to_string()).unwrap_or_default();
            Some(told(Fact::BankDelayed).with("late_minutes", late))
        }
        // Whether it works again, nobody has said.
        ChannelState::Maintenance | ChannelState::Down if is_over(channel, now) => None,
        ChannelState::Maintenance => Some(told(Fact::BankMaintenance).with_time("until", end(channel, now))),
        ChannelState::Down => Some(told(Fact::BankDown).with_time("until", end(channel, now))),
    };
    let money = attempted.money.filter(|money| channel.asset.as_ref().is_none_or(|asset| *asset == money.asset));
    let most = channel.maximum.as_ref().filter(|most| !most.is_negative());
    let over = money.zip(most).filter(|(money, most)| money.amount > **most).map(|(money, most)| {
        told(Fact::BankOverMaximum)
            .with("amount", &money.amount)
            .with("maximum", most)
            .with("missed_by", Amount::minus(&money.amount, most))
            .with("asset", &money.asset)
    });
    state.into_iter().chain(over).collect()
}
