//! Running the tools that set up a network.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// Runs a command with this text as its standard input and returns what it printed.
pub(crate) fn run(command: &mut Command, input: &str) -> Result<String> {
    let Output { status, stdout, stderr } = finished(command, input)?;
    if !status.success() {
        bail!("{} failed ({status}): {}", words(command), String::from_utf8_lossy(&stderr).trim());
    }
    Ok(String::from_utf8_lossy(&stdout).into_owned())
}

fn finished(command: &mut Command, input: &str) -> Result<Output> {
    let what = words(command);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{what} can't be started"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that ends without reading says why on its standard error.
        stdin.write_all(input.as_bytes()).ok();
    }
    child.wait_with_output().with_context(|| format!("{what} can't be waited for"))
}

/// Lines for `ip -batch`, in one namespace.
pub(crate) fn ip(namespace: &str, lines: &str) -> Result<String> {
    run(Command::new("ip").args(["-netns", namespace, "-batch", "-"]), lines)
}

/// The same for rules and routes of IPv6, which a batch can't choose line by line.
pub(crate) fn ip6(namespace: &str, lines: &str) -> Result<String> {
    run(Command::new("ip").args(["-6", "-netns", namespace, "-batch", "-"]), lines)
}

/// A program in a namespace. It dies with the thread that starts it: nothing may outlive the lab.
pub(crate) fn inside(namespace: &str, program: &std::path::Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--", "ip", "netns", "exec", namespace]).arg(program);
    command
}

fn words(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
