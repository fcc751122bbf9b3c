//! Runs one command under a time limit, handing over its standard output line by line.
//!
//! The command leads a process group of its own, and a [`Leash`] ends that group: at the limit, when the command
//! has ended but left something running, and when this program dies (Ctrl-C included).

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::step::Invocation;

/// How long the output may stay open after the group was killed; only a process that left the group holds it.
const DRAIN_LIMIT: Duration = Duration::from_secs(10);

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Exited(ExitStatus),
    TimedOut,
    /// It exited, but a process it started left its group and still holds the output open.
    LeftSomething,
}

enum Event {
    Line(String),
    OutputClosed,
    Exited(std::io::Result<ExitStatus>),
}

/// Starts the command and waits for its end, `limit` at most.
pub(crate) fn run(
    root: &Path,
    invocation: &Invocation,
    limit: Duration,
    mut each_line: impl FnMut(&str),
) -> Result<End> {
    let (child, output, leash) = start(root, invocation)?;
    let (sender, events) = mpsc::channel();
    forward(child, output, sender);

    let mut leash = Some(leash);
    let mut timed_out = false;
    let mut status = None;
    let mut output_open = true;
    let mut deadline = Instant::now() + limit;
    while status.is_none() || output_open {
        match events.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(Event::Line(line)) => each_line(&line),
            Ok(Event::OutputClosed) => output_open = false,
            Ok(Event::Exited(how)) => {
                status = Some(how.context("the command can't be waited for")?);
                leash.take().map_or(Ok(()), Leash::pull)?;
                deadline = Instant::now() + DRAIN_LIMIT;
            }
            Err(RecvTimeoutError::Timeout) if let Some(leash) = leash.take() => {
                timed_out = true;
                leash.pull()?;
                deadline = Instant::now() + DRAIN_LIMIT;
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    Ok(match status {
        _ if timed_out => End::TimedOut,
        Some(status) if !output_open => End::Exited(status),
        Some(_) | None => End::LeftSomething,
    })
}

fn start(root: &Path, invocation: &Invocation) -> Result<(Child, impl Read + Send + 'static, Leash)> {
    let mut command = Command::new(&invocation.program);
    // `cargo run` describes this package to its child. Cargo would take some of it for its own settings and rebuild
    // what depends on them, and a test would take it for its own package.
    for (key, _) in std::env::vars_os() {
        let name = key.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&key);
        }
    }
    let mut child = command
        .args(&invocation.arguments)
        .envs(invocation.environment.iter().map(|(key, value)| (key, value)))
        .current_dir(invocation.folder.as_deref().unwrap_or(root))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .with_context(|| format!("{} can't be started", invocation.program.display()))?;
    let output = child.stdout.take().context("the command has no output")?;
    let leash = Leash::on(child.id())?;
    Ok((child, output, leash))
}

/// Two threads turn what blocks (reading, waiting) into events.
fn forward(mut child: Child, output: impl Read + Send + 'static, sender: Sender<Event>) {
    let lines = sender.clone();
    // A send fails only when the run was given up, and then nobody wants the rest.
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        while matches!(output.read_until(b'\n', &mut line), Ok(1..)) {
            let text = String::from_utf8_lossy(&line).into_owned();
            if lines.send(Event::Line(text)).is_err() {
                return;
            }
            line.clear();
        }
        lines.send(Event::OutputClosed).ok();
    });
    thread::spawn(move || sender.send(Event::Exited(child.wait())).ok());
}

/// A shell that waits for its standard input to close and then kills a process group. It closes when the leash is
/// pulled, and also when this program dies in whatever way.
struct Leash {
    shell: Child,
    held: ChildStdin,
}

impl Leash {
    fn on(group: u32) -> Result<Self> {
        let mut shell = Command::new("sh")
            .args(["-c", r#"read -r _; kill -s KILL -- "-$1" 2>/dev/null"#, "sh", &group.to_string()])
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .context("sh can't be started")?;
        let held = shell.stdin.take().context("sh has no input")?;
        Ok(Self { shell, held })
    }

    /// Kills what is left of the group. That nothing was left is no error.
    fn pull(mut self) -> Result<()> {
        drop(self.held);
        self.shell.wait().context("sh can't be waited for")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Far longer than a test should take, far shorter than the sleeps below.
    const PATIENCE: Duration = Duration::from_secs(60);

    fn shell(script: &str, limit: Duration) -> (End, Vec<String>) {
        let mut invocation = Invocation::new("sh", "-c");
        invocation.arguments.push(script.to_owned());
        let mut lines = Vec::new();
        let end = run(Path::new("/"), &invocation, limit, |line| lines.push(line.to_owned())).unwrap();
        (end, lines)
    }

    #[test]
    fn lines_and_status_arrive() {
        let (end, lines) = shell("echo one; printf two; exit 3", PATIENCE);
        let End::Exited(status) = end else { panic!("{end:?}") };
        assert_eq!(status.code(), Some(3));
        assert_eq!(lines, ["one\n", "two"]);
    }

    #[test]
    fn at_the_limit_the_whole_group_is_killed() {
        let started = Instant::now();
        let (end, lines) = shell("echo before; sleep 1000 & sleep 1000; echo after", Duration::from_millis(200));
        assert_eq!((end, lines), (End::TimedOut, vec!["before\n".to_owned()]));
        assert!(started.elapsed() < PATIENCE);
    }

    #[test]
    fn what_a_command_leaves_running_is_killed() {
        let started = Instant::now();
        let (end, _) = shell("sleep 1000 & exit 0", PATIENCE);
        assert!(matches!(end, End::Exited(status) if status.success()), "{end:?}");
        assert!(started.elapsed() < PATIENCE);
    }

    #[test]
    fn a_missing_program_is_an_error_that_names_it() {
        let error = run(Path::new("/"), &Invocation::new("no-such-program", ""), PATIENCE, |_| {}).unwrap_err();
        assert!(error.to_string().contains("no-such-program"), "{error}");
    }
}
