//! What the person says besides the symptom, as options of a command.

use clap::Args;
use wallet_doctor_core::account::Money;
use wallet_doctor_core::complaint::Elsewhere;
use wallet_doctor_core::{Complaint, Symptom};

/// What the person can add.
#[derive(Debug, Default, Args)]
pub(crate) struct Said {
    /// What they add in their own words
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// The message or code that they saw
    #[arg(long, value_name = "TEXT")]
    pub(crate) message: Option<String>,
    /// A transaction that it is about, repeatable
    #[arg(long, value_name = "ID")]
    pub(crate) transaction: Vec<String>,
    /// A transaction that they did not make, repeatable
    #[arg(long, value_name = "ID")]
    pub(crate) not_mine: Vec<String>,
    /// The amount that it is about, such as '100.00 CNY'
    #[arg(long, value_name = "AMOUNT ASSET", value_parser = money)]
    pub(crate) amount: Option<Money>,
    /// The bank or channel, or the linked account or card, that they used
    #[arg(long, value_name = "NAME")]
    pub(crate) channel: Option<String>,
    /// What another device shows: same or works
    #[arg(long)]
    pub(crate) elsewhere: Option<Elsewhere>,
}

impl Said {
    /// The whole complaint.
    pub(crate) fn complaint(&self, symptom: Symptom) -> Complaint {
        let Self { note, message, transaction, not_mine, amount, channel, elsewhere } = self;
        Complaint {
            message_seen: message.clone(),
            transaction_ids: transaction.clone(),
            not_mine: not_mine.clone(),
            money: amount.clone(),
            channel: channel.clone(),
            elsewhere: *elsewhere,
            note: note.clone(),
            ..Complaint::new(symptom)
        }
    }
}

/// An amount and its asset.
pub(crate) fn money(text: &str) -> Result<Money, String> {
    let accepted = "accepted: a plain decimal and an asset, such as '100.00 CNY'";
    let (amount, asset) = text.trim().split_once(' ').ok_or(accepted)?;
    let amount = amount.parse().map_err(|error| format!("{error}; {accepted}"))?;
    let asset = asset.trim();
    if asset.is_empty() || asset.contains(char::is_whitespace) {
        return Err(accepted.to_owned());
    }
    Ok(Money { asset: asset.to_owned(), amount })
}
