//! What opening the outbox tidies up: leftovers of a kill go, and what can't be understood is set aside. What can't be
//! read now may be understood later: it stays, and opening fails.

use std::fs;
use std::io;
use std::path::Path;

use super::files::{BUNDLE, Files, GONE, MANIFEST, NEW, is_of_a_later_version, is_there};
use crate::durable;
use crate::report::ReportId;

/// Tidies the reports' folder. Nothing that was ever told to be queued is deleted.
pub(super) fn sweep(files: &Files) -> io::Result<()> {
    if files.staging().exists() {
        fs::remove_dir_all(files.staging())?;
    }
    // Every call opens the outbox, and most find nothing to tidy: then nothing has to be made durable either.
    let mut changed = false;
    for entry in fs::read_dir(files.reports())? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let path = entry.path();
        if is_leftover(name) {
            fs::remove_dir_all(&path)?;
            changed = true;
            continue;
        }
        remove_temporary_files(&path)?;
        let kept = match name.parse::<ReportId>() {
            Ok(id) => files.read(id)?,
            Err(_) => None,
        };
        if kept.is_none() && !is_of_a_later_version(&path)? {
            set_aside(files, &path, name)?;
            changed = true;
        }
    }
    if changed { durable::sync_folder(&files.reports()) } else { Ok(()) }
}

fn is_leftover(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(id, ending)| [NEW, GONE].contains(&ending) && id.parse::<ReportId>().is_ok())
}

fn remove_temporary_files(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == durable::TEMPORARY_SUFFIX) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// A folder without a bundle is an empty promise and goes; one with a bundle is kept where nothing sends it.
fn set_aside(files: &Files, folder: &Path, name: &str) -> io::Result<()> {
    if !is_there(&folder.join(BUNDLE))? {
        // Unless somebody put something else there, which is not ours to delete.
        let _ = fs::remove_file(folder.join(MANIFEST));
        let _ = fs::remove_dir(folder);
        return Ok(());
    }
    let aside = files.aside();
    fs::create_dir_all(&aside)?;
    let mut target = aside.join(name);
    let mut number = 2_u32;
    while is_there(&target)? {
        target = aside.join(format!("{name}-{number}"));
        number = number.saturating_add(1);
    }
    fs::rename(folder, target)?;
    durable::sync_folder(&aside)
}

#[cfg(test)]
mod tests {
    use super::super::kept::VERSION;
    use super::*;

    const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

    fn names(folder: &Path) -> Vec<String> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// What is left in `reports` and in `aside` of one folder with these files.
    fn swept(name: &str, content: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("outbox"));
        files.make().unwrap();
        let report = files.reports().join(name);
        fs::create_dir(&report).unwrap();
        for (file, text) in content {
            fs::write(report.join(file), text).unwrap();
        }
        sweep(&files).unwrap();
        sweep(&files).unwrap();
        (names(&files.reports()), names(&files.aside()))
    }

    fn manifest(version: u32) -> String {
        format!(
            r#"{{"version":{version},"id":"{ID}","size":1,"sha256":"00","priority":"normal","created_at":"2026-11-23T00:00:00Z"}}"#
        )
    }

    #[test]
    fn leftovers_go_and_what_is_not_understood_stays_somewhere() {
        let stays = |name: &str| (vec![name.to_owned()], vec![]);
        let aside = |name: &str| (vec![], vec![name.to_owned()]);
        let goes = || (vec![], vec![]);
        let whole = manifest(VERSION);
        let later = manifest(VERSION + 1);
        let bundle = ("bundle.wdr", "x");
        let new = format!("{ID}.new");
        let gone = format!("{ID}.gone");

        assert_eq!(swept(ID, &[bundle, ("manifest.json", &whole)]), stays(ID));
        assert_eq!(swept(ID, &[("manifest.json", &whole)]), stays(ID));
        assert_eq!(swept(ID, &[bundle, ("manifest.json", &later)]), stays(ID));
        assert_eq!(swept(&new, &[bundle, ("manifest.json", &whole)]), goes());
        assert_eq!(swept(&gone, &[bundle]), goes());
        assert_eq!(swept(ID, &[]), goes());
        assert_eq!(swept(ID, &[("manifest.json", "{")]), goes());
        assert_eq!(swept(ID, &[bundle]), aside(ID));
        assert_eq!(swept(ID, &[bundle, ("manifest.json", "{")]), aside(ID));
        assert_eq!(swept(ID, &[bundle, ("manifest.json", "")]), aside(ID));
        assert_eq!(swept("elsewhere", &[bundle, ("manifest.json", &whole)]), aside("elsewhere"));
        assert_eq!(swept("notes", &[("notes.txt", "mine")]), stays("notes"));
    }

    #[test]
    fn bundles_that_were_never_queued_go() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("outbox"));
        files.make().unwrap();
        fs::create_dir(files.staging()).unwrap();
        fs::write(files.staging().join(format!("{ID}.wdr")), "sealed, then killed").unwrap();
        sweep(&files).unwrap();
        assert!(!files.staging().exists());
    }

    #[test]
    fn half_written_files_go() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("outbox"));
        files.make().unwrap();
        let report = files.reports().join(ID);
        fs::create_dir(&report).unwrap();
        fs::write(report.join("manifest.json"), manifest(VERSION)).unwrap();
        fs::write(report.join("delivered.json.tmp"), "{").unwrap();
        sweep(&files).unwrap();
        assert_eq!(names(&report), ["manifest.json"]);
    }
}
