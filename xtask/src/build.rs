//! The test executables that a cargo build made, read from its JSON messages, and which of them a suite runs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::step::{Invocation, Selection, Targets};

/// An executable with tests in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TestExecutable {
    /// The package's folder; tests run there, as under `cargo test`.
    folder: PathBuf,
    /// `test` for an integration test, `lib` or `bin` for a target's unit tests.
    kind: String,
    target: String,
    path: PathBuf,
}

impl TestExecutable {
    /// One line of `--message-format=json`; `None` unless it announces an executable with tests.
    pub(crate) fn parse(message: &str) -> Option<Self> {
        let message: Value = serde_json::from_str(message).ok()?;
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
        let is_test = message.pointer("/profile/test").and_then(Value::as_bool)?;
        let kind = text("/target/kind/0")?;
        // A benchmark or an example is built to know that it builds.
        if !is_test || matches!(kind, "bench" | "example") {
            return None;
        }
        Some(Self {
            folder: Path::new(text("/manifest_path")?).parent()?.to_owned(),
            kind: kind.to_owned(),
            target: text("/target/name")?.to_owned(),
            path: text("/executable")?.into(),
        })
    }

    /// How it is named while it runs.
    pub(crate) fn label(&self) -> String {
        format!("{} ({})", self.target, self.kind)
    }

    /// The command that runs all of its tests.
    pub(crate) fn invocation(&self) -> Invocation {
        Invocation::new(self.path.clone(), "")
            .in_folder(&self.folder)
            .with_env("CARGO_MANIFEST_DIR", self.folder.to_string_lossy())
    }

    fn belongs_to(&self, root: &Path, selection: &Selection) -> bool {
        let is_integration_test = |name: &str| self.kind == "test" && self.target == name;
        self.folder == root.join(selection.folder)
            && match &selection.targets {
                Targets::All => true,
                Targets::Only(name) => is_integration_test(name),
                Targets::AllBut(names) => !names.iter().any(|name| is_integration_test(name)),
            }
    }
}

/// The folder of the build that this program is of, where cargo puts programs and libraries side by side.
pub(crate) fn folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    Ok(program.parent().context("this program is in no folder")?.to_owned())
}

/// A program or library of that build.
pub(crate) fn beside(name: &str) -> Result<PathBuf> {
    Ok(folder()?.join(name))
}

/// The target folder that it is in.
pub(crate) fn target_folder() -> Result<PathBuf> {
    Ok(folder()?.parent().context("this program is in no target folder")?.to_owned())
}

/// The executables of a suite, in the order of their names: cargo announces them in the order they were finished.
pub(crate) fn of_suite<'a>(
    root: &Path,
    executables: &'a [TestExecutable],
    selection: &Selection,
) -> Vec<&'a TestExecutable> {
    let mut chosen: Vec<_> = executables.iter().filter(|executable| executable.belongs_to(root, selection)).collect();
    chosen.sort_by(|a, b| (&a.kind, &a.target).cmp(&(&b.kind, &b.target)));
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(folder: &str, kind: &str, name: &str, test: bool, executable: &str) -> String {
        format!(
            r#"{{"reason":"compiler-artifact","package_id":"path+file:///w/{folder}#0.1.0","manifest_path":"/w/{folder}/Cargo.toml","target":{{"kind":["{kind}"],"crate_types":["bin"],"name":"{name}","src_path":"/w/{folder}/x.rs","edition":"2024"}},"profile":{{"opt_level":"0","test":{test}}},"features":[],"filenames":[],"executable":{executable},"fresh":true}}"#
        )
    }

    fn built() -> Vec<TestExecutable> {
        [
            message("tests", "test", "stock_tools", true, r#""/t/stock_tools-1""#),
            message("tests", "test", "resume", true, r#""/t/resume-1""#),
            message("tests", "test", "scenarios", true, r#""/t/scenarios-1""#),
            message("tests", "lib", "wallet_doctor_tests", true, r#""/t/lib-1""#),
            message("core", "lib", "wallet_doctor_core", true, r#""/t/core-1""#),
        ]
        .iter()
        .map(|line| TestExecutable::parse(line).unwrap())
        .collect()
    }

    fn chosen(folder: &'static str, targets: Targets) -> Vec<String> {
        let executables = built();
        let selection = Selection { folder, targets };
        of_suite(Path::new("/w"), &executables, &selection).iter().map(|executable| executable.label()).collect()
    }

    #[test]
    fn what_has_no_tests_is_passed_over() {
        for line in [
            message("core", "lib", "wallet_doctor_core", false, "null"),
            message("cli", "bin", "wallet-doctor", false, r#""/t/wallet-doctor""#),
            message("core", "bench", "redaction", true, r#""/t/redaction-1""#),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
            "not JSON".to_owned(),
        ] {
            assert_eq!(TestExecutable::parse(&line), None, "{line}");
        }
    }

    #[test]
    fn a_package_has_its_own_executables() {
        assert_eq!(chosen("core", Targets::All), ["wallet_doctor_core (lib)"]);
        assert!(chosen("cor", Targets::All).is_empty());
    }

    #[test]
    fn a_new_integration_test_is_run_without_being_listed() {
        let apart = vec!["scenarios", "stock_tools"];
        assert_eq!(chosen("tests", Targets::AllBut(apart)), ["wallet_doctor_tests (lib)", "resume (test)"]);
        assert_eq!(chosen("tests", Targets::Only("stock_tools")), ["stock_tools (test)"]);
    }

    #[test]
    fn tests_run_in_their_packages_folder() {
        let invocation = built().remove(4).invocation();
        assert_eq!(invocation.folder.as_deref(), Some(Path::new("/w/core")));
        assert_eq!(invocation.program, Path::new("/t/core-1"));
    }
}
