use proptest::prelude::*;

use super::*;
use crate::hours::WeeklyWindow;

const ALL_WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn weekly(days: &[Weekday], from: &str, until: &str) -> WeeklyWindow {
    WeeklyWindow { days: days.to_vec(), from: from.parse().unwrap(), until: until.parse().unwrap() }
}

fn hours(zone: &str, weekly: Vec<WeeklyWindow>) -> Hours {
    Hours { zone: zone.to_owned(), weekly, holidays: Vec::new() }
}

fn closed_from(from: &str, until: &str) -> Holiday {
    Holiday { from: from.parse().unwrap(), until: until.parse().unwrap(), windows: Vec::new() }
}

fn open(until: &str) -> HoursState {
    HoursState::Open { until: Some(until.parse().unwrap()) }
}

fn closed(opens_at: &str) -> HoursState {
    HoursState::Closed { opens_at: Some(opens_at.parse().unwrap()) }
}

fn assert_states(hours: &Hours, table: &[(&str, HoursState)]) {
    assert_eq!(hours.check(), Ok(()));
    for (now, wanted) in table {
        assert_eq!(hours.state_at(now.parse().unwrap()), *wanted, "{now}");
    }
}

#[test]
fn an_ordinary_week() {
    let hours = hours("Asia/Shanghai", vec![weekly(&WORKDAYS, "09:00", "12:00"), weekly(&WORKDAYS, "13:00", "18:00")]);
    assert_states(
        &hours,
        &[
            // A Wednesday.
            ("2026-03-04T08:59:59+08:00", closed("2026-03-04T09:00:00+08:00")),
            ("2026-03-04T09:00:00+08:00", open("2026-03-04T12:00:00+08:00")),
            ("2026-03-04T11:59:59.999+08:00", open("2026-03-04T12:00:00+08:00")),
            ("2026-03-04T12:00:00+08:00", closed("2026-03-04T13:00:00+08:00")),
            ("2026-03-04T18:00:00+08:00", closed("2026-03-05T09:00:00+08:00")),
            // A Friday evening.
            ("2026-03-06T20:00:00+08:00", closed("2026-03-09T09:00:00+08:00")),
        ],
    );
}

#[test]
fn windows_that_touch_or_overlap_are_one_and_some_never_close() {
    let touching = vec![weekly(&ALL_WEEK, "09:00", "12:00"), weekly(&ALL_WEEK, "12:00", "18:00")];
    assert_states(&hours("UTC", touching), &[("2026-03-04T10:00:00Z", open("2026-03-04T18:00:00Z"))]);
    let overlapping = vec![weekly(&ALL_WEEK, "09:00", "18:00"), weekly(&ALL_WEEK, "10:00", "11:00")];
    assert_states(&hours("UTC", overlapping), &[("2026-03-04T10:30:00Z", open("2026-03-04T18:00:00Z"))]);
    let never = HoursState::Open { until: None };
    for (from, until) in [("00:00", "24:00"), ("00:00", "00:00"), ("09:00", "09:00")] {
        for zone in ["Asia/Shanghai", "Europe/Berlin", "Africa/Cairo"] {
            let now = "2026-04-20T12:34:56Z";
            assert_states(&hours(zone, vec![weekly(&ALL_WEEK, from, until)]), &[(now, never)]);
        }
    }
}

#[test]
fn a_window_past_midnight_belongs_to_the_day_on_which_it_begins() {
    let mut late = hours("UTC", vec![weekly(&[Weekday::Fri], "22:00", "02:00")]);
    late.holidays = vec![closed_from("2026-03-07", "2026-03-07"), closed_from("2026-03-13", "2026-03-13")];
    assert_states(
        &late,
        &[
            ("2026-03-06T21:00:00Z", closed("2026-03-06T22:00:00Z")),
            ("2026-03-07T01:59:00Z", open("2026-03-07T02:00:00Z")),
            // The next Friday is a holiday.
            ("2026-03-07T02:00:00Z", closed("2026-03-20T22:00:00Z")),
        ],
    );
}

#[test]
fn a_holiday_closes_or_has_windows_of_its_own() {
    let mut hours = hours("Asia/Shanghai", vec![weekly(&ALL_WEEK, "00:00", "24:00")]);
    let windows = vec![DayWindow { from: "10:00".parse().unwrap(), until: "16:00".parse().unwrap() }];
    hours.holidays = vec![
        closed_from("2026-10-01", "2026-10-01"),
        Holiday { from: "2026-10-01".parse().unwrap(), until: "2026-10-03".parse().unwrap(), windows },
    ];
    assert_states(
        &hours,
        &[
            ("2026-09-30T12:00:00+08:00", open("2026-10-01T00:00:00+08:00")),
            ("2026-10-01T12:00:00+08:00", closed("2026-10-02T10:00:00+08:00")),
            ("2026-10-03T16:00:00+08:00", closed("2026-10-04T00:00:00+08:00")),
            ("2026-10-04T00:00:00+08:00", HoursState::Open { until: None }),
        ],
    );
}

#[test]
fn nothing_is_looked_for_beyond_sixty_days() {
    let mut hours = hours("UTC", vec![weekly(&ALL_WEEK, "00:00", "24:00")]);
    hours.holidays = vec![closed_from("2026-06-01", "2026-12-31")];
    assert_states(
        &hours,
        &[
            ("2026-03-01T12:00:00Z", HoursState::Open { until: None }),
            ("2026-04-02T00:00:00Z", open("2026-06-01T00:00:00Z")),
            ("2026-06-01T00:00:00Z", HoursState::Closed { opens_at: None }),
            ("2026-11-02T00:00:00Z", closed("2027-01-01T00:00:00Z")),
        ],
    );
}

#[test]
fn clocks_that_are_moved_shorten_and_lengthen_windows() {
    let night = hours("Europe/Berlin", vec![weekly(&ALL_WEEK, "01:00", "04:00")]);
    assert_states(
        &night,
        &[
            ("2026-03-29T00:00:00Z", open("2026-03-29T02:00:00Z")),
            ("2026-10-24T23:00:00Z", open("2026-10-25T03:00:00Z")),
        ],
    );
    // 02:30 is skipped in spring, and there twice in autumn.
    let from_within = hours("Europe/Berlin", vec![weekly(&ALL_WEEK, "02:30", "06:00")]);
    assert_states(
        &from_within,
        &[
            ("2026-03-29T00:59:00Z", closed("2026-03-29T01:30:00Z")),
            ("2026-10-24T22:00:00Z", closed("2026-10-25T00:30:00Z")),
        ],
    );
    let skipped = hours("Europe/Berlin", vec![weekly(&ALL_WEEK, "02:00", "03:00")]);
    assert_states(&skipped, &[("2026-03-29T00:00:00Z", closed("2026-03-30T00:00:00Z"))]);
}

#[test]
fn the_ends_of_time_and_an_unknown_zone_are_no_trouble() {
    let always = hours("Pacific/Kiritimati", vec![weekly(&ALL_WEEK, "00:00", "24:00")]);
    for now in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
        let _ = always.state_at(now);
        let nowhere = Hours { zone: "Moon/Base".to_owned(), ..always.clone() };
        assert_eq!(nowhere.state_at(now), HoursState::Closed { opens_at: None });
    }
}

/// Every minute by itself: the windows that begin on a day nearby, one by one.
fn is_open(hours: &Hours, zone: &TimeZone, minute: Timestamp) -> bool {
    let today = minute.to_zoned(zone.clone()).date();
    (-2..=1).any(|days| {
        let day = today.checked_add(Span::new().days(days)).unwrap();
        hours.on(day).into_iter().any(|window| {
            let (from, until) = (i64::from(window.from.minutes()), i64::from(window.until.minutes()));
            let until = if until <= from { until + 1_440 } else { until };
            let at = |minutes: i64| {
                let shown = day.at(0, 0, 0, 0) + SignedDuration::from_mins(minutes);
                shown.to_zoned(zone.clone()).unwrap().timestamp()
            };
            at(from) <= minute && minute < at(until)
        })
    })
}

/// The same by the clock on the wall alone, which is enough where clocks are never moved.
fn is_open_by_the_clock(hours: &Hours, zone: &TimeZone, minute: Timestamp) -> bool {
    let shown = minute.to_zoned(zone.clone()).datetime();
    let now = u16::try_from(shown.hour()).unwrap() * 60 + u16::try_from(shown.minute()).unwrap();
    let ends_later = |window: &DayWindow| window.until <= window.from;
    let today = hours
        .on(shown.date())
        .into_iter()
        .any(|window| window.from.minutes() <= now && (ends_later(&window) || now < window.until.minutes()));
    let yesterday = hours.on(shown.date().yesterday().unwrap());
    today || yesterday.iter().any(|window| ends_later(window) && now < window.until.minutes())
}

fn any_time() -> impl Strategy<Value = TimeOfDay> {
    // Often on the half hour, so that windows touch.
    let minutes = prop_oneof![(0_u16..48).prop_map(|half| half * 30), 0_u16..1_440];
    minutes.prop_map(|minutes| format!("{:02}:{:02}", minutes / 60, minutes % 60).parse().unwrap())
}

fn any_window() -> impl Strategy<Value = DayWindow> {
    let until = prop_oneof![4 => any_time(), 1 => Just(TimeOfDay::END_OF_DAY)];
    (any_time(), until).prop_map(|(from, until)| DayWindow { from, until })
}

prop_compose! {
    fn any_hours(around: Date)(
        weekly in prop::collection::vec((prop::collection::vec(prop::sample::select(ALL_WEEK.to_vec()), 1..7), any_window()), 1..4),
        holidays in prop::collection::vec((-3..4_i32, 0..3_i32, prop::collection::vec(any_window(), 0..2)), 0..3),
    ) -> Hours {
        let weekly = weekly.into_iter().map(|(days, window)| WeeklyWindow { days, from: window.from, until: window.until });
        let holidays = holidays.into_iter().map(|(from, days, windows)| {
            let from = around.checked_add(Span::new().days(from)).unwrap();
            Holiday { from, until: from.checked_add(Span::new().days(days)).unwrap(), windows }
        });
        Hours { zone: String::new(), weekly: weekly.collect(), holidays: holidays.collect() }
    }
}

/// How many minutes are looked at one by one.
const SCANNED: i64 = 3 * 1_440;

fn assert_agrees(hours: &Hours, now: Timestamp, is_open: impl Fn(Timestamp) -> bool) -> Result<(), TestCaseError> {
    let open_now = is_open(now);
    let minutes = (1..=SCANNED).map(|minutes| now + SignedDuration::from_mins(minutes));
    let change = minutes.clone().find(|minute| is_open(*minute) != open_now);
    let told = match hours.state_at(now) {
        HoursState::Open { until } => {
            prop_assert!(open_now, "not open at {}", now);
            until
        }
        HoursState::Closed { opens_at } => {
            prop_assert!(!open_now, "open at {}", now);
            opens_at
        }
    };
    prop_assert_eq!(told.filter(|told| *told <= now + SignedDuration::from_mins(SCANNED)), change);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_scan_minute_by_minute_agrees_where_clocks_are_moved(
        (hours, zone, now) in prop::sample::select(vec![
            ("Europe/Berlin", "2026-03-28T12:00:00Z"),
            ("Europe/Berlin", "2026-10-24T12:00:00Z"),
            ("America/New_York", "2026-11-01T00:00:00Z"),
            ("Africa/Cairo", "2026-04-23T12:00:00Z"),
            ("Australia/Lord_Howe", "2026-10-03T06:00:00Z"),
            // A whole day was skipped.
            ("Pacific/Apia", "2011-12-30T00:00:00Z"),
        ]).prop_flat_map(|(zone, at)| {
            let at: Timestamp = at.parse().unwrap();
            let day = at.to_zoned(TimeZone::get(zone).unwrap()).date();
            let now = (-1_440..1_440_i64).prop_map(move |minutes| at + SignedDuration::from_mins(minutes));
            (any_hours(day), Just(zone), now)
        })
    ) {
        let hours = Hours { zone: zone.to_owned(), ..hours };
        let zone = hours.time_zone().unwrap();
        assert_agrees(&hours, now, |minute| is_open(&hours, &zone, minute))?;
    }

    #[test]
    fn a_scan_by_the_clock_on_the_wall_agrees_where_they_are_not(
        hours in any_hours("2026-03-04".parse().unwrap()),
        zone in prop::sample::select(vec!["Asia/Shanghai", "UTC", "Asia/Kolkata", "Pacific/Kiritimati"]),
        minutes in -4_000..4_000_i64,
    ) {
        let now = "2026-03-04T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes);
        let hours = Hours { zone: zone.to_owned(), ..hours };
        let zone = hours.time_zone().unwrap();
        assert_agrees(&hours, now, |minute| is_open_by_the_clock(&hours, &zone, minute))?;
    }
}
