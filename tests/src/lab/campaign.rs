//! Plays many runs, several at a time.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Result;

use super::keeper;
use super::play::{Played, Run, Verdict, play};
use super::stage::Programs;
use super::topology::Topology;

/// Plays all of them, each in a network of its own, and says of each what came of it. The order is that of the runs.
pub(super) fn play_all(runs: Vec<Run>, programs: &Programs, jobs: u32) -> Result<Vec<Played>> {
    let all = runs.len();
    let jobs = usize::try_from(jobs)?.min(all);
    let waiting = Mutex::new(runs.into_iter().enumerate().collect::<VecDeque<_>>());
    let mut played: Vec<(usize, Played)> = Vec::with_capacity(all);
    thread::scope(|scope| -> Result<()> {
        let (sender, receiver) = mpsc::channel();
        for number in 0..jobs {
            let (sender, waiting) = (sender.clone(), &waiting);
            scope.spawn(move || {
                let topology = Topology::named(&keeper::prefix(), number);
                let made = topology.make();
                let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                while let Some((place, run)) = next() {
                    let came = match &made {
                        Ok(()) => play(&run, programs, &topology).unwrap_or_else(|error| Played::failed(&run, &error)),
                        Err(error) => Played::failed(&run, error),
                    };
                    if sender.send((place, came)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (place, came) in receiver {
            say(&came, played.len() + 1, all)?;
            played.push((place, came));
        }
        Ok(())
    })?;
    played.sort_by_key(|(place, _)| *place);
    Ok(played.into_iter().map(|(_, came)| came).collect())
}

fn say(played: &Played, done: usize, all: usize) -> std::io::Result<()> {
    let mark = match &played.verdict {
        Verdict::Right => "right",
        Verdict::Wrong(_) => "WRONG",
        Verdict::Invalid(_) => "INVALID",
    };
    let named = played.named.first().map_or("(none)", String::as_str);
    let Played { scenario, number, elapsed_ms, drawn, .. } = played;
    writeln!(std::io::stdout(), "{done:>4}/{all} {mark:<8}{scenario} #{number}: {named}, {elapsed_ms} ms {drawn}")
}
