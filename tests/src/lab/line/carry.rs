//! Moves packets: one thread takes them from the device and asks the schedule, another passes each on at its time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tun_rs::{DeviceBuilder, SyncDevice};

use super::LineSettings;
use super::schedule::Schedule;
use crate::lab::topology::LINE;

/// No packet between the ends is larger.
const MTU: u16 = 1500;

/// A packet with the time at which it is due and its place in the order.
type Waiting = Reverse<(u64, u64, Vec<u8>)>;

struct Shared {
    device: SyncDevice,
    state: Mutex<State>,
    changed: Condvar,
    started: Instant,
}

struct State {
    schedule: Schedule,
    waiting: BinaryHeap<Waiting>,
    taken: u64,
}

impl Shared {
    fn now_us(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

/// Carries packets in this namespace until standard input closes. Prints a line when the device is there, and at the end what
/// was done, as JSON.
pub(crate) fn carry(settings: LineSettings) -> Result<()> {
    let device = DeviceBuilder::new().name(LINE).mtu(MTU).build_sync().context("the TUN device can't be opened")?;
    let state = State { schedule: Schedule::new(settings), waiting: BinaryHeap::new(), taken: 0 };
    let shared =
        Arc::new(Shared { device, state: Mutex::new(state), changed: Condvar::new(), started: Instant::now() });
    for work in [take, pass_on] {
        let shared = shared.clone();
        thread::spawn(move || work(&shared));
    }
    let mut out = std::io::stdout();
    writeln!(out, "ready")?;
    out.flush()?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    let state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
    writeln!(out, "{}", serde_json::to_string(state.schedule.counts())?)?;
    Ok(())
}

/// Takes packets as they come. The device's errors end nothing: it reports that it is down until it is set up.
fn take(shared: &Shared) {
    let mut buffer = vec![0; usize::from(MTU)];
    loop {
        let Ok(length) = shared.device.recv(&mut buffer) else {
            thread::sleep(Duration::from_millis(1));
            continue;
        };
        let now_us = shared.now_us();
        let bytes = buffer.get(..length).unwrap_or_default();
        let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(due_us) = state.schedule.due(now_us, bytes) {
            state.taken += 1;
            let place = state.taken;
            state.waiting.push(Reverse((due_us, place, bytes.to_vec())));
            shared.changed.notify_one();
        }
    }
}

fn pass_on(shared: &Shared) {
    let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let now_us = shared.now_us();
        let next_us = state.waiting.peek().map(|Reverse((due_us, ..))| *due_us);
        match next_us {
            Some(due_us) if due_us <= now_us => {
                if let Some(Reverse((_, _, bytes))) = state.waiting.pop() {
                    state.schedule.passed(now_us - due_us);
                    // A packet that the device refuses is lost, as anywhere.
                    shared.device.send(&bytes).ok();
                }
            }
            Some(due_us) => {
                let rest = Duration::from_micros(due_us - now_us);
                state = shared.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0;
            }
            None => state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
        }
    }
}
