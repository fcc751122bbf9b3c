//! Values that cross as a text or a time: exact, and refused with what is accepted where they make no sense.

use std::path::PathBuf;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::civil::Date;
use wallet_doctor_core::balance::Amount;
use wallet_doctor_core::cache::SweepId;
use wallet_doctor_core::evidence::EvidenceId;
use wallet_doctor_core::hours::TimeOfDay;
use wallet_doctor_core::report::ReportId;
use wallet_doctor_core::sensitive::Sensitive;

// A name of its own: `Date` is Foundation's in Swift.
pub(crate) type CalendarDay = Date;
/// The path of a file or folder.
pub(crate) type FilePath = PathBuf;
/// A text that is used and never shown.
pub(crate) type SensitiveText = Sensitive<String>;

uniffi::custom_type!(
    /// A point in time.
    Timestamp, SystemTime, {
        remote,
        lower: |time| SystemTime::from(time),
        try_lift: |time| Ok(Timestamp::try_from(time)?),
    }
);
uniffi::custom_type!(
    /// A day, such as `2026-10-01`.
    CalendarDay, String, {
        remote,
        lower: |day| day.to_string(),
        try_lift: |text| Ok(text.parse::<CalendarDay>()?),
    }
);
uniffi::custom_type!(
    /// A time of day, such as `09:00`; the end of a day is `24:00`.
    TimeOfDay, String, {
        remote,
        lower: |time| time.to_string(),
        try_lift: |text| Ok(text.parse::<TimeOfDay>()?),
    }
);
uniffi::custom_type!(
    /// An exact decimal number, such as `1280.50` or `-0.000000000000000001`: never a floating-point number.
    Amount, String, {
        remote,
        lower: |amount| amount.to_string(),
        try_lift: |text| Ok(text.parse::<Amount>()?),
    }
);
uniffi::custom_type!(
    /// The path of a file or folder.
    FilePath, String, {
        remote,
        lower: |path| path.to_string_lossy().into_owned(),
        try_lift: |text| Ok(PathBuf::from(text)),
    }
);
uniffi::custom_type!(
    /// A text that the doctor uses and never keeps, shows or sends.
    SensitiveText, String, {
        remote,
        // It crosses this way only where the app gave it.
        lower: |text| text.expose().clone(),
        try_lift: |text| Ok(Sensitive::new(text)),
    }
);
uniffi::custom_type!(
    /// Names a report.
    ReportId, String, {
        remote,
        lower: |id| id.to_string(),
        try_lift: |text| Ok(text.parse::<ReportId>()?),
    }
);
uniffi::custom_type!(
    /// Names what was cleared, to be confirmed or undone.
    SweepId, String, {
        remote,
        lower: |id| id.to_string(),
        try_lift: |text| Ok(text.parse::<SweepId>()?),
    }
);
uniffi::custom_type!(
    /// Names a piece of evidence.
    EvidenceId, String, {
        remote,
        lower: |id| id.to_string(),
        try_lift: |text| Ok(text.parse::<EvidenceId>()?),
    }
);
