//! The network lab; see `tests/lab/README.md`.

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    wallet_doctor_tests::lab::main()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    use std::io::Write;
    writeln!(std::io::stderr(), "lab: it needs Linux's network namespaces").ok();
    std::process::ExitCode::from(1)
}
