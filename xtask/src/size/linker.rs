//! Who links the library: the NDK's compiler, or lld against nothing at all.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::library::PAGE;
use crate::mobile::c_compiler::{ndk_clang, ndk_programs, write_script};
use crate::mobile::{ANDROID_ARM64, Machine};
use crate::step::{Invocation, Need};

/// The libraries of Android's that are asked for. Empty ones take their place: what is in them is the phone's.
const OF_THE_SYSTEM: &[&str] = &["c", "m", "dl", "log", "gcc", "unwind"];
/// An archive of no files.
const EMPTY_ARCHIVE: &str = "!<arch>\n";
/// Stands in for the C compiler that rustc links through: hands lld what is meant for it, and drops what is for the compiler.
/// rustc can call lld itself, but not for this: it crashes on arguments that libraries ask for.
const SCRIPT: &str = r#"count=$#
while [ "$count" -gt 0 ]; do
  argument=$1
  shift
  count=$((count - 1))
  case $argument in
    -Wl,*)
      saved=$IFS
      IFS=,
      for part in ${argument#-Wl,}; do
        set -- "$@" "$part"
      done
      IFS=$saved
      ;;
    -nodefaultlibs | -nostartfiles | -fPIC | -fuse-ld=* | --target=* | -m*) ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec ld.lld "$@""#;

/// Who links.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Linker {
    /// The NDK's, in this folder of programs.
    Ndk(PathBuf),
    /// lld without Android's libraries.
    Lld,
}

/// The NDK's, if the environment names one.
pub(crate) fn find(machine: &Machine<'_>) -> Linker {
    ndk_programs(machine).map_or(Linker::Lld, Linker::Ndk)
}

impl Linker {
    /// The programs that have to be in `PATH`.
    pub(crate) fn needs(&self) -> Vec<Need> {
        match self {
            Self::Ndk(_) => Vec::new(),
            Self::Lld => vec![Need::Program("ld.lld"), Need::Program("llvm-strip")],
        }
    }

    /// What takes the symbols out.
    pub(crate) fn strip(&self) -> PathBuf {
        match self {
            Self::Ndk(programs) => programs.join("llvm-strip"),
            Self::Lld => "llvm-strip".into(),
        }
    }

    /// For the person, below the table.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::Ndk(programs) => format!("Linked with the NDK in {}.", programs.display()),
            Self::Lld => {
                "Linked with lld against none of Android's libraries: a measure, and nothing to ship. (No NDK in ANDROID_NDK_HOME.)"
                    .to_owned()
            }
        }
    }

    /// The command of cargo's with this linker.
    pub(crate) fn used_by(&self, build: Invocation, folder: &Path) -> Result<Invocation> {
        // Names with their types in them: what is generic is found under the crate that it is for.
        let mut flags = vec!["-Csymbol-mangling-version=v0".to_owned()];
        match self {
            Self::Ndk(programs) => {
                let clang = ndk_clang(programs, &ANDROID_ARM64).context("the NDK has no compiler for arm64")?;
                flags.push(format!("-Clinker={}", clang.display()));
                flags.push(format!("-Clink-arg=-Wl,-z,max-page-size={PAGE}"));
            }
            Self::Lld => {
                let libraries = folder.join("no-libraries");
                fs::create_dir_all(&libraries).with_context(|| format!("{} can't be made", libraries.display()))?;
                for name in OF_THE_SYSTEM {
                    let file = libraries.join(format!("lib{name}.a"));
                    fs::write(&file, EMPTY_ARCHIVE).with_context(|| format!("{} can't be written", file.display()))?;
                }
                let linker = folder.join("lld-as-cc");
                write_script(&linker, SCRIPT)?;
                flags.push(format!("-Clinker={}", linker.display()));
                flags.push(format!("-Clink-arg=-L{}", libraries.display()));
                flags.push(format!("-Clink-arg=-Wl,--unresolved-symbols=ignore-all,-z,max-page-size={PAGE}"));
            }
        }
        // The encoded form, because a path may hold spaces.
        Ok(build.with_env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(linker: &Linker, folder: &Path) -> String {
        let build = linker.used_by(Invocation::cargo("rustc"), folder).unwrap();
        build.environment.into_iter().find(|(key, _)| key == "CARGO_ENCODED_RUSTFLAGS").unwrap().1
    }

    #[test]
    fn both_ask_for_large_pages() {
        let folder = tempfile::tempdir().unwrap();
        for linker in [Linker::Lld, Linker::Ndk("/ndk/bin".into())] {
            assert!(flags(&linker, folder.path()).contains("max-page-size=16384"), "{linker:?}");
        }
        assert!(folder.path().join("no-libraries/libc.a").exists());
    }

    #[test]
    fn lld_is_given_what_is_for_a_linker() {
        let folder = tempfile::tempdir().unwrap();
        // A linker that says how it was called.
        let script = SCRIPT.replace("exec ld.lld", "exec echo");
        write_script(&folder.path().join("cc"), &script).unwrap();
        let given = ["-fPIC", "-m64", "-Wl,-z,relro,-z,now", "a b.o", "-nodefaultlibs", "-shared", "-lc", "-o", "a.so"];
        let output = std::process::Command::new(folder.path().join("cc")).args(given).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "-z relro -z now a b.o -shared -lc -o a.so\n");
    }

    #[test]
    fn without_an_ndk_it_is_said_that_it_is_nothing_to_ship() {
        let machine = |ndk: bool| {
            let variable = move |name: &str| (ndk && name == "ANDROID_NDK_HOME").then(|| "/ndk".to_owned());
            find(&Machine { variable: &variable, has_program: &|_| true, succeeds: &|_| true, exists: &|_| true })
        };
        assert_eq!(machine(false), Linker::Lld);
        assert!(machine(false).told().contains("nothing to ship"));
        assert!(!machine(true).told().contains("nothing to ship"));
    }
}
