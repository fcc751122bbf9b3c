//! The provider's terms: limits, fees, and hours.

use crate::values::CalendarDay;
use jiff::Timestamp;
use wallet_doctor_core::account::{AttemptLimit, FeeRounding, FeeRule, FeeTaken, Limits, OperationKind, PeriodLimit};
use wallet_doctor_core::balance::{Amount, Rounding};
use wallet_doctor_core::hours::{DayWindow, Holiday, Hours, TimeOfDay, Weekday, WeeklyWindow};

/// How much and how often, for one operation.
#[uniffi::remote(Record)]
pub struct Limits {
    /// Of what.
    pub operation: OperationKind,
    /// The asset that the amounts are in; empty: they hold for whatever is moved.
    #[uniffi(default)]
    pub asset: Option<String>,
    /// The least amount at a time.
    #[uniffi(default)]
    pub minimum: Option<Amount>,
    /// The greatest amount at a time.
    #[uniffi(default)]
    pub maximum: Option<Amount>,
    /// How much in a day.
    #[uniffi(default)]
    pub day: Option<PeriodLimit>,
    /// How much in a month.
    #[uniffi(default)]
    pub month: Option<PeriodLimit>,
    /// How often.
    #[uniffi(default)]
    pub attempts: Option<AttemptLimit>,
}

/// How much in a period.
#[uniffi::remote(Record)]
pub struct PeriodLimit {
    /// The limit.
    pub limit: Amount,
    /// How much of it is used.
    #[uniffi(default)]
    pub used: Option<Amount>,
    /// When it begins anew.
    #[uniffi(default)]
    pub resets_at: Option<Timestamp>,
}

/// How often an operation may fail, or be tried.
#[uniffi::remote(Record)]
pub struct AttemptLimit {
    /// How many times.
    pub allowed: u32,
    /// Within how many seconds.
    pub within_s: u64,
    /// How many are left, where the provider counts.
    #[uniffi(default)]
    pub left: Option<u32>,
    /// When it begins anew, where the provider tells.
    #[uniffi(default)]
    pub resets_at: Option<Timestamp>,
}

/// What an operation costs.
#[uniffi::remote(Record)]
pub struct FeeRule {
    /// Which.
    pub operation: OperationKind,
    /// The asset that the fee is in, which is the one that moves.
    pub asset: String,
    /// The bank or channel that it is for; empty: any.
    #[uniffi(default)]
    pub channel: Option<String>,
    /// A fixed part.
    #[uniffi(default)]
    pub fixed: Option<Amount>,
    /// A part of the amount: `0.001` is one in a thousand.
    #[uniffi(default)]
    pub rate: Option<Amount>,
    /// No less than this.
    #[uniffi(default)]
    pub minimum: Option<Amount>,
    /// No more than this.
    #[uniffi(default)]
    pub maximum: Option<Amount>,
    /// To how many decimals the provider rounds it; empty: it does not.
    #[uniffi(default)]
    pub rounding: Option<FeeRounding>,
    /// Where it is taken from; empty: nobody told, and neither is taken for granted.
    #[uniffi(default)]
    pub taken: Option<FeeTaken>,
    /// How many are still free of it.
    #[uniffi(default)]
    pub free_left: Option<u32>,
    /// When it is free.
    #[uniffi(default)]
    pub free_during: Option<Hours>,
}

/// Where a fee is taken from.
#[uniffi::remote(Enum)]
pub enum FeeTaken {
    /// In addition to the amount: more leaves the wallet than the amount.
    OnTop,
    /// Out of the amount: less arrives than the amount.
    FromAmount,
}

/// How a provider rounds a fee.
#[uniffi::remote(Record)]
pub struct FeeRounding {
    /// To how many decimals.
    pub decimals: u32,
    /// Which way.
    pub mode: Rounding,
}

/// How somebody rounds what they charge. Up and down are away from zero and towards it.
#[uniffi::remote(Enum)]
pub enum Rounding {
    /// Away from zero, whatever is left over.
    Up,
    /// What is left over is dropped.
    Down,
    /// To the nearest; from the middle away from zero.
    HalfUp,
    /// To the nearest; from the middle to the even one.
    HalfEven,
}

/// When something is open.
#[uniffi::remote(Record)]
pub struct Hours {
    /// The zone in which days and times are meant: an IANA name such as `Asia/Shanghai`.
    pub zone: String,
    /// The windows of an ordinary week, at least one. Those that touch or overlap are one.
    #[uniffi(default)]
    pub weekly: Vec<WeeklyWindow>,
    /// Days on which other windows hold. Of several that cover a day the first counts.
    #[uniffi(default)]
    pub holidays: Vec<Holiday>,
}

/// A window on some days of every week.
#[uniffi::remote(Record)]
pub struct WeeklyWindow {
    /// The days on which it begins.
    #[uniffi(default)]
    pub days: Vec<Weekday>,
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends; at or before `from`, on the next day.
    pub until: TimeOfDay,
}

/// A window on one day.
#[uniffi::remote(Record)]
pub struct DayWindow {
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends; at or before `from`, on the next day.
    pub until: TimeOfDay,
}

/// Days on which other windows hold than in an ordinary week. A window that began on the day before still runs to its end.
#[uniffi::remote(Record)]
pub struct Holiday {
    /// Its first day.
    pub from: CalendarDay,
    /// Its last day.
    pub until: CalendarDay,
    /// The windows that begin on each of these days. Empty: closed all day.
    #[uniffi(default)]
    pub windows: Vec<DayWindow>,
}

/// A day of the week.
#[uniffi::remote(Enum)]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}
