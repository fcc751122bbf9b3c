//! What a step is: a name, what it needs of the machine, what it does, how long it may take. Data only.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::size::Measurement;

/// One row of the closing table.
#[derive(Debug)]
pub(crate) struct Step {
    /// The row's name, and what `--only` takes.
    pub(crate) name: String,
    /// Checked in order; the first that is missing is the reason for the skip.
    pub(crate) needs: Vec<Need>,
    /// What is run.
    pub(crate) work: Work,
    /// After this the step's processes are killed and it has failed.
    pub(crate) limit: Duration,
    /// A skip stays a skip even under `--require-all`, because no installation on this machine could prevent it.
    pub(crate) may_skip: bool,
}

/// Something a step can't run without.
#[derive(Debug, Clone)]
pub(crate) enum Need {
    /// A [`Work::Build`] that passed before, so that a compiler's error is shown once.
    Build,
    /// A program in `PATH`.
    Program(&'static str),
    /// Something that was looked for when the step was made, and was not there: the reason shown for the skip.
    Absent(String),
    /// A command that must exit with 0; `otherwise` is the reason shown for the skip.
    Succeeds { command: Invocation, otherwise: &'static str },
}

/// What a step does.
#[derive(Debug)]
pub(crate) enum Work {
    /// A command whose exit status is the result.
    Command(Invocation),
    /// A command whose exit status is the result and that prints summaries that [`crate::tally`] reads. `may_be_empty` where finding
    /// no test is no defect.
    TestCommand { command: Invocation, may_be_empty: bool },
    /// Build the whole workspace once; the test executables that come out are what [`Work::Tests`] runs.
    Build(Invocation),
    /// Run test executables of the build.
    Tests(Selection),
    /// Build the library for phones and weigh it.
    Size(Measurement),
    /// Run a fuzz target; what it says of itself is in [`crate::fuzz::Found`].
    Fuzz(Invocation),
}

/// Which test executables of the build belong to a suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selection {
    /// The package's folder, relative to the workspace.
    pub(crate) folder: &'static str,
    /// Which of its targets.
    pub(crate) targets: Targets,
}

/// Targets of one package, by their cargo names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Targets {
    /// Units and integration tests.
    All,
    /// This integration test alone.
    Only(&'static str),
    /// Everything but these integration tests, so that a new file is run without being listed anywhere.
    AllBut(Vec<&'static str>),
}

/// A command line to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invocation {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<(String, String)>,
    /// Where it runs; the workspace when `None`.
    pub(crate) folder: Option<PathBuf>,
}

impl Invocation {
    /// A program with arguments separated by spaces.
    pub(crate) fn new(program: impl Into<PathBuf>, arguments: &str) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.split_whitespace().map(str::to_owned).collect(),
            environment: Vec::new(),
            folder: None,
        }
    }

    /// The cargo that runs this program.
    pub(crate) fn cargo(arguments: &str) -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
    }

    pub(crate) fn with_env(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.push((key.into(), value.into()));
        self
    }

    /// More arguments, as they are: a path may hold spaces.
    pub(crate) fn with_arguments(mut self, arguments: impl IntoIterator<Item = String>) -> Self {
        self.arguments.extend(arguments);
        self
    }

    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }
}
