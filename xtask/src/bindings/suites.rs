//! The suites of the Kotlin and Swift packages, as rows like all the others. They run against the library and the programs of the
//! one build, and against the sources that the row `bindgen` writes.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use super::{KOTLIN, PACKAGE, swift_sources};
use crate::build;
use crate::step::{Invocation, Need, Step, Work};
use crate::suites::{self, BUILD_LIMIT};

/// The row that writes the generated sources; always part of a selection that has a suite of theirs.
pub(crate) const BINDGEN: &str = "bindgen";
/// The suites of the packages.
pub(crate) const FOREIGN: &[&str] = &["kotlin", "android", "swift"];

/// What the library takes in a JVM; a benchmark.
pub(crate) const FOOTPRINT: &str = "footprint";
/// What goes into an app is built with it.
const PROFILE: &str = "mobile";

/// Compiling eighteen thousand lines that were generated takes a minute or two; a suite that takes longer than this hangs.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// All of them.
pub(crate) fn steps(root: &Path) -> Result<Vec<Step>> {
    // This program is in the build's own folder, beside the library and the programs.
    let (built, target) = (build::folder()?, build::target_folder()?);
    let kotlin = maven(root, &built, "test")?;
    let android = Invocation::new("bash", "tests/android/check.sh")
        .with_arguments([text(&root.join(KOTLIN)), text(&target.join("android"))]);
    let swift = Invocation::new("bash", "tests/swift/check.sh").with_arguments([
        text(&built),
        text(&swift_sources()?),
        text(&built),
        text(&target.join("swift")),
    ]);
    let tests = |command| Work::TestCommand { command, may_be_empty: false };
    Ok(vec![
        row("api", Work::Command(Invocation::cargo("xtask api --check")), &[]),
        row(BINDGEN, Work::Command(Invocation::cargo("xtask bindgen")), &[]),
        row("kotlin", tests(kotlin), &["java", "mvn"]),
        row("android", Work::Command(android), &["java", "mvn", "aapt"]),
        row("swift", tests(swift), &["swift"]),
    ])
}

/// What opening a doctor and a first diagnosis take in a JVM, beside references of the same run: with a library as it goes into an
/// app, and against budgets.
pub(crate) fn footprint(root: &Path) -> Result<Vec<Step>> {
    let library = format!("rustc --profile {PROFILE} -p {PACKAGE} --lib --crate-type cdylib");
    let measured = maven(root, &build::target_folder()?.join(PROFILE), "test-compile exec:exec@open exec:exec@memory")?;
    let library = Step {
        limit: BUILD_LIMIT,
        needs: Vec::new(),
        ..row("library", Work::Command(Invocation::cargo(&library)), &[])
    };
    Ok(vec![
        library,
        suites::build(),
        row(BINDGEN, Work::Command(Invocation::cargo("xtask bindgen")), &[]),
        row(FOOTPRINT, Work::Command(measured), &["java", "mvn"]),
    ])
}

/// The Kotlin package's tests with goals of Maven's, against the library in a folder.
fn maven(root: &Path, library: &Path, goals: &str) -> Result<Invocation> {
    Ok(Invocation::new("mvn", &format!("-B --no-transfer-progress -f tests/kotlin/pom.xml {goals}")).with_arguments([
        property("generated", &root.join(KOTLIN)),
        property("library", library),
        property("programs", &build::folder()?),
        property("buildDirectory", &build::target_folder()?.join("kotlin")),
    ]))
}

fn row(name: &str, work: Work, programs: &[&'static str]) -> Step {
    let needs = std::iter::once(Need::Build).chain(programs.iter().copied().map(Need::Program)).collect();
    Step { name: name.to_owned(), needs, work, limit: LIMIT, may_skip: false }
}

fn property(name: &str, path: &Path) -> String {
    format!("-D{name}={}", path.display())
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
