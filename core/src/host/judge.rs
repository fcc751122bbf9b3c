//! What the app and the phone say of themselves, as findings. Pure.

use std::cmp::Ordering;

use super::AppInfo;
use crate::diagnosis::{Fact, Finding};

/// Below this an app can hardly keep what it fetches, in bytes. Systems warn at some hundred megabytes.
const LEAST_FREE_BYTES: u64 = 50 * 1024 * 1024;
const MIB: u64 = 1024 * 1024;

/// The findings.
pub(crate) fn judge(app: &AppInfo) -> Vec<Finding> {
    let full = app.free_storage_bytes.filter(|free| *free < LEAST_FREE_BYTES);
    let full = full.map(|free| Finding::new(Fact::DeviceStorageFull, "").with("free_mb", free / MIB));
    let older = |fact: Fact, version: &Option<String>, than: &Option<String>, key: &str| {
        let (version, than) = (version.as_deref()?, than.as_deref()?);
        let is_older = compare(version, than)? == Ordering::Less;
        is_older.then(|| Finding::new(fact, "").with("version", version).with(key, than))
    };
    let outdated = older(Fact::DeviceAppOutdated, &app.app_version, &app.app_minimum_version, "minimum");
    let update = older(Fact::DeviceAppUpdate, &app.app_version, &app.app_latest_version, "latest");
    let os = older(Fact::DeviceOsOutdated, &app.os_version, &app.os_minimum_version, "minimum");
    [full, outdated, update, os].into_iter().flatten().collect()
}

/// Compares versions number by number; what is missing is zero. A version with anything else in it, such as `5.2-beta`, is
/// compared by nobody.
fn compare(one: &str, other: &str) -> Option<Ordering> {
    let numbers = |text: &str| text.trim().split('.').map(|part| part.parse::<u64>().ok()).collect::<Option<Vec<_>>>();
    let (mut one, mut other) = (numbers(one)?, numbers(other)?);
    let length = one.len().max(other.len());
    one.resize(length, 0);
    other.resize(length, 0);
    Some(one.cmp(&other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_number_by_number_or_not_at_all() {
        for (one, other, expected) in [
            ("5.2.1", "5.10", Some(Ordering::Less)),
            ("5.2", "5.2.0", Some(Ordering::Equal)),
            ("16", "15.8.1", Some(Ordering::Greater)),
            ("5.2-beta", "5.3", None),
            ("", "1", None),
            ("99999999999999999999", "1", None),
        ] {
            assert_eq!(compare(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn only_what_is_known_is_found() {
        let text = |text: &str| Some(text.to_owned());
        assert!(judge(&AppInfo { app_version: text("1.0"), ..AppInfo::default() }).is_empty());
        let old = AppInfo {
            app_version: text("1.9"),
            app_minimum_version: text("1.10"),
            app_latest_version: text("2.0"),
            os_version: text("18.1"),
            os_minimum_version: text("18.1"),
            free_storage_bytes: Some(LEAST_FREE_BYTES - 1),
            ..AppInfo::default()
        };
        let found: Vec<String> = judge(&old).iter().map(|finding| finding.code.to_string()).collect();
        assert_eq!(found, ["device.storage_full", "device.app_outdated", "device.app_update"]);
    }
}
