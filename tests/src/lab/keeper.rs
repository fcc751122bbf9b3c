//! Takes the lab's namespaces away, however the lab ends.
//!
//! A shell in a process group of its own waits for its standard input to close, which it does when the lab is done, panics or
//! is killed. What a machine that lost power or a killed shell left behind is removed at the next start.

use std::ffi::OsString;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result};

/// What every namespace of every lab begins with.
const FAMILY: &str = "wdlab-";

/// The beginning of the names of this process's namespaces.
pub(crate) fn prefix() -> String {
    format!("{FAMILY}{}-", std::process::id())
}

/// Ends what is left in each namespace, then removes them, their files and the scratch folder.
const SCRIPT: &str = r#"
read -r _
prefix=$1 scratch=$2
for path in /run/netns/"$prefix"*; do
  [ -e "$path" ] || continue
  name=${path##*/}
  for pid in $(ip netns pids "$name"); do kill -s KILL "$pid"; done
  ip netns delete "$name"
done
rm -rf /etc/netns/"$prefix"* "$scratch"
rmdir /etc/netns
true"#;

/// The shell that waits.
pub(crate) struct Keeper {
    shell: Child,
    held: ChildStdin,
    /// A folder for the lab's files.
    pub(crate) scratch: PathBuf,
}

impl Keeper {
    /// Starts waiting. What is named with [`prefix`] from now on will be taken away.
    pub(crate) fn start() -> Result<Self> {
        let scratch = tempfile::Builder::new().prefix(FAMILY).tempdir()?.keep();
        let mut shell = Command::new("sh")
            .args(["-c", SCRIPT, "sh", &prefix()])
            .arg(&scratch)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .context("sh can't be started")?;
        let held = shell.stdin.take().context("sh has no input")?;
        Ok(Self { shell, held, scratch })
    }

    /// Takes everything away and waits until it is gone.
    pub(crate) fn finish(mut self) -> Result<()> {
        drop(self.held);
        self.shell.wait().context("sh can't be waited for")?;
        Ok(())
    }
}

/// Removes the namespaces of labs that are no longer running.
pub(crate) fn remove_leftovers() -> Result<()> {
    let folders = ["/run/netns", "/etc/netns"];
    let names = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    for name in names.map(|entry| entry.file_name()).filter(|name| is_leftover(name, is_running)) {
        // Only one of the two may be there, and a lab that starts at the same time may be quicker.
        Command::new("ip").args(["netns", "delete"]).arg(&name).stderr(Stdio::null()).status()?;
        fs::remove_dir_all(Path::new("/etc/netns").join(&name)).ok();
    }
    Ok(())
}

fn is_running(process: u32) -> bool {
    Path::new("/proc").join(process.to_string()).exists()
}

fn is_leftover(name: &OsString, is_running: impl Fn(u32) -> bool) -> bool {
    let owner = name.to_str().and_then(|name| name.strip_prefix(FAMILY)?.split_once('-')?.0.parse::<u32>().ok());
    owner.is_some_and(|owner| !is_running(owner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_dead_lab_made_is_a_leftover() {
        let runs = |process| process == 7;
        for (name, expected) in [
            ("wdlab-8-0-phone", true),
            ("wdlab-7-0-phone", false),
            ("wdlab-x-0-phone", false),
            ("wdlab-8", false),
            ("other-8-0", false),
        ] {
            assert_eq!(is_leftover(&name.into(), runs), expected, "{name}");
        }
    }
}
