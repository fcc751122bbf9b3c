//! What CI looks at besides the tests: format, lints, documentation, licences, advisories and a short fuzz run.

use std::time::Duration;

use crate::fuzz;
use crate::step::{Invocation, Need, Step, Work};

/// Clippy and rustdoc may have to build every dependency first.
const CHECK_LIMIT: Duration = Duration::from_secs(40 * 60);
/// Format and cargo-deny read, they don't build.
const READING_LIMIT: Duration = Duration::from_secs(5 * 60);

/// The checks in the order of how soon they answer.
pub(crate) fn all() -> Vec<Step> {
    let deny = Need::Succeeds {
        command: Invocation::cargo("deny --version"),
        otherwise: "cargo-deny is not installed (cargo install cargo-deny --locked)",
    };
    let database = Need::Succeeds {
        command: Invocation::cargo("deny fetch db"),
        otherwise: "the advisory database can't be fetched",
    };
    vec![
        check("format", READING_LIMIT, Invocation::cargo("fmt --all --check")),
        Step {
            needs: vec![deny.clone()],
            ..check(
                "licences",
                READING_LIMIT,
                Invocation::cargo("deny check --hide-inclusion-graph licenses bans sources"),
            )
        },
        Step {
            needs: vec![deny, database],
            may_skip: true,
            ..check("advisories", READING_LIMIT, Invocation::cargo("deny check --disable-fetch advisories"))
        },
        check(
            "clippy",
            CHECK_LIMIT,
            Invocation::cargo("clippy --workspace --all-targets --all-features -- -D warnings"),
        ),
        check(
            "docs",
            CHECK_LIMIT,
            Invocation::cargo("doc --workspace --no-deps --all-features").with_env("RUSTDOCFLAGS", "-D warnings"),
        ),
        Step {
            needs: vec![fuzz::installed()],
            ..check("fuzz", CHECK_LIMIT, Invocation::cargo(&format!("xtask fuzz --seconds {}", fuzz::CI_SECONDS)))
        },
    ]
}

fn check(name: &str, limit: Duration, command: Invocation) -> Step {
    Step { name: name.to_owned(), needs: Vec::new(), work: Work::Command(command), limit, may_skip: false }
}
