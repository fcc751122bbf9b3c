//! The C compiler for a target: cryptography is partly in C and assembly, and is compiled even where only types are checked.
//!
//! What is usual on a phone developer's machine is taken first. Otherwise zig, which compiles C for every platform and is
//! one small download: it is good enough for C that includes no header of the system, and what it makes ships nowhere.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Machine, Target};
use crate::step::Invocation;

/// A command that is zig, such as `/opt/zig/zig` or `/opt/env/bin/python -m ziglang`.
const ZIG: &str = "WALLET_DOCTOR_ZIG";
/// The same, where pip has put it.
const ZIG_OF_PIP: &str = "python3 -m ziglang";
/// Where Google's documentation and Android Studio put an NDK's folder.
const NDK: &[&str] = &["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"];
/// Where its programs are, by the machine it runs on.
const NDK_PROGRAMS: &[&str] =
    &["toolchains/llvm/prebuilt/linux-x86_64/bin", "toolchains/llvm/prebuilt/darwin-x86_64/bin"];
/// Android 8.0, as bindings/kotlin has it.
const API_LEVEL: u32 = 26;

/// The arguments that are for the compilers of the platforms themselves. zig is given its own name of the target instead.
const FILTER: &str = r#"count=$#
while [ "$count" -gt 0 ]; do
  argument=$1
  shift
  count=$((count - 1))
  case $argument in
    --target=* | -m*-version-min=* | -march=armv7-a | -mfpu=*) ;;
    -arch | -isysroot)
      shift
      count=$((count - 1))
      ;;
    *) set -- "$@" "$argument" ;;
  esac
done"#;

/// Who compiles C.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Compiler {
    /// One that builds find by themselves: Xcode's, or what the environment names.
    Usual,
    /// The NDK's, in this folder of programs.
    Ndk(PathBuf),
    /// zig, as a command with its arguments.
    Zig(String),
}

/// The usual one, else the NDK's, else zig. The error says what to do.
pub(crate) fn find(target: &Target, machine: &Machine<'_>) -> Result<Compiler, String> {
    let named = format!("CC_{}", target.triple.replace('-', "_"));
    if (machine.variable)(&named).is_some() {
        return Ok(Compiler::Usual);
    }
    match target.ndk {
        Some(_) => {
            if let Some(programs) = ndk_programs(machine) {
                return Ok(Compiler::Ndk(programs));
            }
        }
        None if (machine.has_program)("xcrun") => return Ok(Compiler::Usual),
        None => {}
    }
    if let Some(zig) = (machine.variable)(ZIG) {
        return Ok(Compiler::Zig(zig));
    }
    if (machine.has_program)("zig") {
        return Ok(Compiler::Zig("zig".to_owned()));
    }
    if (machine.succeeds)(&format!("{ZIG_OF_PIP} version")) {
        return Ok(Compiler::Zig(ZIG_OF_PIP.to_owned()));
    }
    let usual = if target.ndk.is_some() { "an NDK in ANDROID_NDK_HOME" } else { "Xcode" };
    Err(format!("no C compiler for {}: {usual}, or zig in PATH or {ZIG} (pip install ziglang)", target.triple))
}

/// The programs of the NDK that the environment names.
pub(crate) fn ndk_programs(machine: &Machine<'_>) -> Option<PathBuf> {
    let folders = NDK.iter().filter_map(|name| (machine.variable)(name)).map(PathBuf::from);
    let mut programs = folders.flat_map(|folder| NDK_PROGRAMS.iter().map(move |programs| folder.join(programs)));
    programs.find(|programs| (machine.exists)(programs))
}

/// The NDK's compiler for a target, which is also its linker.
pub(crate) fn ndk_clang(programs: &Path, target: &Target) -> Option<PathBuf> {
    target.ndk.map(|name| programs.join(format!("{name}{API_LEVEL}-clang")))
}

impl Compiler {
    /// The command with this compiler. For zig, writes small scripts into the folder that stand in for the usual programs.
    pub(crate) fn used_by(&self, command: Invocation, target: &Target, folder: &Path) -> Result<Invocation> {
        let underscored = target.triple.replace('-', "_");
        let with = |command: Invocation, compiler: &Path, archiver: &Path| {
            command
                .with_env(format!("CC_{underscored}"), compiler.to_string_lossy())
                .with_env(format!("AR_{underscored}"), archiver.to_string_lossy())
        };
        match self {
            Self::Usual => Ok(command),
            Self::Ndk(programs) => {
                let clang = ndk_clang(programs, target).context("the NDK is for Android alone")?;
                Ok(with(command, &clang, &programs.join("llvm-ar")))
            }
            Self::Zig(zig) => {
                // Where a build would ask Xcode for the folder of the system's headers, it is told of an empty one.
                let no_headers = folder.join("no-headers");
                fs::create_dir_all(&no_headers).with_context(|| format!("{} can't be made", no_headers.display()))?;
                let (compiler, archiver) = (folder.join(format!("cc-{}", target.triple)), folder.join("ar"));
                write_script(&compiler, &format!("{FILTER}\nexec {zig} cc -target {} \"$@\"", target.zig))?;
                write_script(&archiver, &format!("exec {zig} ar \"$@\""))?;
                let command = with(command, &compiler, &archiver);
                Ok(if target.ndk.is_none() {
                    command.with_env("SDKROOT", no_headers.to_string_lossy())
                } else {
                    command
                })
            }
        }
    }
}

/// Writes a script that can be run, if it is not there already.
pub(crate) fn write_script(file: &Path, script: &str) -> Result<()> {
    let text = format!("#!/bin/sh\n{script}\n");
    // One that is newer than what was compiled with it would have everything compiled again.
    if fs::read_to_string(file).is_ok_and(|existing| existing == text) {
        return Ok(());
    }
    let written = fs::write(file, text).and_then(|()| fs::set_permissions(file, fs::Permissions::from_mode(0o755)));
    written.with_context(|| format!("{} can't be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::super::{ANDROID_ARM64, TARGETS};
    use super::*;

    fn found(target: &Target, variables: &[(&str, &str)], programs: &[&str]) -> Result<Compiler, String> {
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let machine = Machine {
            variable: &variable,
            has_program: &|name| programs.contains(&name),
            succeeds: &|command| programs.contains(&command),
            exists: &|path| path == Path::new("/ndk/toolchains/llvm/prebuilt/linux-x86_64/bin"),
        };
        find(target, &machine)
    }

    fn ios() -> &'static Target {
        TARGETS.iter().find(|target| target.triple == "aarch64-apple-ios").unwrap()
    }

    #[test]
    fn what_is_usual_comes_before_zig() {
        let ndk = ("ANDROID_NDK_HOME", "/ndk");
        let programs = PathBuf::from("/ndk/toolchains/llvm/prebuilt/linux-x86_64/bin");
        assert_eq!(found(&ANDROID_ARM64, &[ndk], &["zig"]), Ok(Compiler::Ndk(programs)));
        assert_eq!(found(&ANDROID_ARM64, &[ndk, ("CC_aarch64_linux_android", "cc")], &[]), Ok(Compiler::Usual));
        assert_eq!(found(ios(), &[ndk], &["zig", "xcrun"]), Ok(Compiler::Usual));
    }

    #[test]
    fn zig_is_what_was_named_or_in_the_path_or_pips() {
        let zig = |command: &str| Ok(Compiler::Zig(command.to_owned()));
        assert_eq!(found(ios(), &[("WALLET_DOCTOR_ZIG", "/zig/zig")], &["zig"]), zig("/zig/zig"));
        assert_eq!(found(ios(), &[], &["zig", "python3 -m ziglang version"]), zig("zig"));
        assert_eq!(found(&ANDROID_ARM64, &[("ANDROID_NDK_HOME", "/gone")], &["zig"]), zig("zig"));
        assert_eq!(found(ios(), &[], &["python3 -m ziglang version"]), zig("python3 -m ziglang"));
    }

    #[test]
    fn what_is_missing_is_said_with_the_way_to_it() {
        let why = found(&ANDROID_ARM64, &[], &["xcrun"]).unwrap_err();
        assert!(why.contains("ANDROID_NDK_HOME") && why.contains("ziglang"), "{why}");
        assert!(found(ios(), &[], &[]).unwrap_err().contains("Xcode"));
    }

    #[test]
    fn zig_is_given_everything_but_the_names_of_the_platform() {
        let folder = tempfile::tempdir().unwrap();
        // A zig that says how it was called.
        let command =
            Compiler::Zig("echo".to_owned()).used_by(Invocation::cargo("check"), ios(), folder.path()).unwrap();
        assert!(command.environment.iter().any(|(key, _)| key == "SDKROOT"));
        let script = folder.path().join("cc-aarch64-apple-ios");
        let given = ["--target=arm64-apple-ios", "-arch", "arm64", "-isysroot", "/x", "-miphoneos-version-min=10.0"]
            .into_iter()
            .chain(["-O3", "-c", "a b.c", "-o", "a.o"]);
        let output = std::process::Command::new(script).args(given).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "cc -target aarch64-macos -O3 -c a b.c -o a.o\n");
    }
}
