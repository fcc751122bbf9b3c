//! Every format beside every other: the same documents read by name and by what they hold.

use super::*;

/// A document of each format in each state, with the status that it comes with.
pub(super) const FIXTURES: &[(StatusFormat, u16, &[u8])] = &[
    (StatusFormat::StatuspageV2, 200, include_bytes!("fixtures/statuspage_fine.json")),
    (StatusFormat::StatuspageV2, 200, include_bytes!("fixtures/statuspage_major.json")),
    (StatusFormat::StatuspageV2, 200, include_bytes!("fixtures/statuspage_maintenance.json")),
    (StatusFormat::IncidentIo, 200, include_bytes!("fixtures/incident_io_fine.json")),
    (StatusFormat::IncidentIo, 200, include_bytes!("fixtures/incident_io_outage.json")),
    (StatusFormat::IncidentIo, 200, include_bytes!("fixtures/incident_io_maintenance.json")),
    (StatusFormat::BetterStack, 200, include_bytes!("fixtures/better_stack_fine.json")),
    (StatusFormat::BetterStack, 200, include_bytes!("fixtures/better_stack_outage.json")),
    (StatusFormat::BetterStack, 200, include_bytes!("fixtures/better_stack_maintenance.json")),
    (StatusFormat::Cstate, 200, include_bytes!("fixtures/cstate_fine.json")),
    (StatusFormat::Cstate, 200, include_bytes!("fixtures/cstate_notice.json")),
    (StatusFormat::Cstate, 200, include_bytes!("fixtures/cstate_down.json")),
    (StatusFormat::Upptime, 200, include_bytes!("fixtures/upptime_fine.json")),
    (StatusFormat::Upptime, 200, include_bytes!("fixtures/upptime_down.json")),
    (StatusFormat::Actuator, 200, include_bytes!("fixtures/actuator_fine.json")),
    (StatusFormat::Actuator, 503, include_bytes!("fixtures/actuator_down.json")),
    (StatusFormat::Actuator, 503, include_bytes!("fixtures/actuator_older.json")),
    (StatusFormat::HealthJson, 200, include_bytes!("fixtures/health_json_pass.json")),
    (StatusFormat::HealthJson, 200, include_bytes!("fixtures/health_json_warn.json")),
    (StatusFormat::HealthJson, 500, include_bytes!("fixtures/health_json_fail.json")),
    (StatusFormat::Announcements, 200, include_bytes!("fixtures/announcements.json")),
];

fn document(status: u16, body: &[u8]) -> Document<'_> {
    let status = StatusCode::from_u16(status).unwrap();
    Document { status, content_type: None, body, locale: Locale::ZhHans }
}

#[test]
fn a_document_tells_its_format() {
    for (format, status, body) in FIXTURES {
        let document = document(*status, body);
        let report = read(*format, &document).unwrap();
        assert_eq!(report.format, *format);
        assert_eq!(read(StatusFormat::Auto, &document), Ok(report), "{format}");
    }
}

#[test]
fn a_document_is_in_no_other_format() {
    let others = StatusFormat::ALL.iter().filter(|format| {
        !matches!(
            format,
            StatusFormat::Auto | StatusFormat::PlainHttp | StatusFormat::Actuator | StatusFormat::HealthJson
        )
    });
    for other in others {
        for (format, status, body) in FIXTURES.iter().filter(|(format, ..)| format != other) {
            assert_eq!(read(*other, &document(*status, body)), Err(Unreadable), "{format} as {other}");
        }
    }
}

#[test]
fn with_an_errors_status_only_health_speaks_of_the_service() {
    for (format, _, body) in FIXTURES {
        let speaks = matches!(format, StatusFormat::Actuator | StatusFormat::HealthJson);
        for status in [500, 503] {
            assert_eq!(read(StatusFormat::Auto, &document(status, body)).is_ok(), speaks, "{format} with {status}");
        }
        for status in [302, 404, 429] {
            assert_eq!(read(StatusFormat::Auto, &document(status, body)), Err(Unreadable), "{format} with {status}");
        }
    }
    assert_eq!(read(StatusFormat::Auto, &document(503, b"")), Err(Unreadable), "never for its status alone");
}

#[test]
fn which_statuses_have_a_body_to_read() {
    let reads = |format: StatusFormat, statuses: [u16; 5]| {
        statuses.map(|code| reads_status(format, StatusCode::from_u16(code).unwrap()))
    };
    let statuses = [200, 204, 302, 404, 503];
    for format in StatusFormat::ALL {
        let expected = match format {
            StatusFormat::PlainHttp => [true; 5],
            StatusFormat::Auto | StatusFormat::Actuator | StatusFormat::HealthJson => [true, true, false, false, true],
            StatusFormat::StatuspageV2
            | StatusFormat::IncidentIo
            | StatusFormat::BetterStack
            | StatusFormat::Cstate
            | StatusFormat::Upptime
            | StatusFormat::Feed
            | StatusFormat::Announcements => [true, true, false, false, false],
        };
        assert_eq!(reads(*format, statuses), expected, "{format}");
    }
    // 'Fail' comes with any status that is not about the request.
    assert_eq!(reads(StatusFormat::HealthJson, [409, 424, 429, 500, 599]), [true; 5]);
    assert_eq!(reads(StatusFormat::HealthJson, [400, 401, 403, 407, 451]), [false; 5]);
}

#[test]
fn a_mark_before_the_text_is_no_part_of_it() {
    for (format, status, body) in FIXTURES {
        let marked = [b"\xef\xbb\xbf".as_slice(), body].concat();
        assert_eq!(read(StatusFormat::Auto, &document(*status, &marked)), read(*format, &document(*status, body)));
    }
}

#[test]
fn cut_or_wrongly_encoded_documents_are_unreadable_and_nothing_worse() {
    for (format, status, body) in FIXTURES {
        let text = std::str::from_utf8(body).unwrap().trim_end();
        let wide: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for way in [*format, StatusFormat::Auto] {
            for cut in [1, text.len() / 3, text.len() / 2, text.len() - 1] {
                assert_eq!(
                    read(way, &document(*status, &text.as_bytes()[..cut])),
                    Err(Unreadable),
                    "{format} cut at {cut}"
                );
            }
            assert_eq!(read(way, &document(*status, &wide)), Err(Unreadable), "{format} in UTF-16");
        }
    }
}

#[test]
fn another_charset_is_unreadable_where_it_is_read() {
    // 维护 in GBK.
    let gbk = |before: &[u8], after: &[u8]| [before, b"\xce\xac\xbb\xa4", after].concat();
    let read_part = gbk(br#"{"status":{"indicator":"none"},"components":[{"name":""#, b"\"}]}");
    let other_part = gbk(br#"{"status":{"indicator":"none","description":""#, b"\"}}");
    for way in [StatusFormat::StatuspageV2, StatusFormat::Auto] {
        assert_eq!(read(way, &document(200, &read_part)), Err(Unreadable));
        assert!(read(way, &document(200, &other_part)).is_ok());
    }
}
