//! `preflight`: what stands in the way of something, before it is tried.

use std::io::Write;

use wallet_doctor_core::account::{Movement, Operation};
use wallet_doctor_core::diagnosis::{Preflight, Unmet, Words};

use crate::Stop;
use crate::args::{self, Movable};
use crate::case_run::{case, open};

pub(crate) async fn run(arguments: &args::Preflight) -> Result<(), Stop> {
    let case = case(&arguments.config)?;
    let words = Words::of(case.doctor.locale);
    let movement = Movement { money: arguments.amount.clone(), channel: arguments.channel.clone() };
    let operation = match arguments.operation {
        Movable::Withdrawal => Operation::Withdrawal(movement),
        Movable::Transfer => Operation::Transfer(movement),
        Movable::Payment => Operation::Payment(movement),
    };
    let seen = open(case)?.preflight(&operation).await.map_err(|error| match error.code() {
        "bad_input" => Stop::BadArguments(error.to_string()),
        _ => Stop::Failed(error.into()),
    })?;
    let mut out = std::io::stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &seen)?;
        writeln!(out)?;
    } else {
        show(&mut out, &seen, words)?;
    }
    Ok(out.flush()?)
}

fn show(out: &mut impl Write, seen: &Preflight, words: &Words) -> std::io::Result<()> {
    if seen.unmet.is_empty() {
        writeln!(out, "{}", words.label("label-preflight-fine"))?;
    }
    for (label, listed) in [("label-preflight-unmet", &seen.unmet), ("label-preflight-notes", &seen.notes)] {
        if listed.is_empty() {
            continue;
        }
        writeln!(out, "{}", words.label(label))?;
        for Unmet { cause, text, advice, .. } in listed {
            writeln!(out, "  {}  {cause}\n    {text}", advice.headline)?;
            advice.steps.iter().try_for_each(|step| writeln!(out, "    - {step}"))?;
        }
    }
    if !seen.not_known.is_empty() {
        let aspects: Vec<String> =
            seen.not_known.iter().map(|aspect| words.label(&format!("aspect-{aspect}"))).collect();
        writeln!(out, "{}\n  {}", words.label("label-preflight-unknown"), aspects.join(&words.label("separator")))?;
    }
    Ok(())
}
