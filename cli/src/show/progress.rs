//! The live list of steps: spinners on a terminal, plain lines elsewhere.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::diagnosis::Words;
use wallet_doctor_core::progress::{Progress, ProgressSink, StepKind};

/// How often a spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// Shows what a diagnosis tells while it runs.
pub(crate) struct ProgressList {
    words: &'static Words,
    face: Face,
}

enum Face {
    Silent,
    Lines,
    Live { list: MultiProgress, bars: Mutex<BTreeMap<StepKind, ProgressBar>> },
}

impl ProgressList {
    pub(super) fn new(locale: Locale, silent: bool) -> Self {
        let face = if silent {
            Face::Silent
        } else if std::io::stderr().is_terminal() {
            Face::Live { list: MultiProgress::new(), bars: Mutex::new(BTreeMap::new()) }
        } else {
            Face::Lines
        };
        Self { words: Words::of(locale), face }
    }

    fn label(&self, step: StepKind) -> String {
        self.words.label(&format!("step-{step}"))
    }

    fn ending(&self, trouble: bool) -> String {
        self.words.label(if trouble { "step-trouble" } else { "step-fine" })
    }

    fn live(&self, event: &Progress, list: &MultiProgress, bars: &mut BTreeMap<StepKind, ProgressBar>) {
        match event {
            // All of them at once and in their order, so that the list stands still while they run.
            Progress::Planned { steps } => {
                for step in steps {
                    let bar = list.add(ProgressBar::new_spinner());
                    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                        bar.set_style(style);
                    }
                    bar.set_message(self.label(*step));
                    bar.enable_steady_tick(TICK);
                    bars.insert(*step, bar);
                }
            }
            Progress::StepFinished { step, trouble, .. } => {
                if let Some(bar) = bars.get(step) {
                    let mark = if *trouble { "!" } else { "✓" };
                    if let Ok(style) = ProgressStyle::with_template(&format!("{mark} {{msg}}")) {
                        bar.set_style(style);
                    }
                    bar.finish_with_message(format!("{}: {}", self.label(*step), self.ending(*trouble)));
                }
            }
            Progress::StepStarted { .. } | Progress::Judging | Progress::Uploading { .. } => {}
        }
    }
}

impl ProgressSink for ProgressList {
    fn on_progress(&self, event: Progress) {
        match &self.face {
            Face::Silent => {}
            Face::Live { list, bars } => {
                self.live(&event, list, &mut bars.lock().unwrap_or_else(PoisonError::into_inner));
            }
            Face::Lines => {
                if let Progress::StepFinished { step, took_ms, trouble } = event {
                    let ending = self.ending(trouble);
                    // A closed standard error must not end a diagnosis.
                    let _ = writeln!(std::io::stderr(), "{}: {ending} ({took_ms} ms)", self.label(step));
                }
            }
        }
    }
}
