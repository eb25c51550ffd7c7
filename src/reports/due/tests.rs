//! The list and its calendar file.

use super::{DueReport, assemble};
use crate::i18n::Lang;
use crate::model::dataset::Dataset;
use crate::model::word::Stage;
use crate::reports::check::{Kept, Question, part};
use crate::reports::sheet::{Cell, Sheets};
use crate::rules::fixture::{Fixture, day};

/// b1-001 due on 11-24, b1-002 on 12-04, b2-001 overdue since 11-20.
fn dataset() -> Dataset {
    let mut fixture = Fixture::empty();
    for (helper, helped, branch) in [("h1", "s1", "b1"), ("h2", "s2", "b1"), ("h3", "s3", "b2")] {
        fixture.person(helper, Stage::Full, branch).person(helped, Stage::Masses, "");
    }
    fixture.pair("b1-001", "h1", "s1", "2012-11-06", None).pair("b1-002", "h2", "s2", "2012-11-20", None);
    fixture.pair("b2-001", "h3", "s3", "2012-11-06", None).contacts("b1-001", &["2012-11-10"]);
    fixture.dataset()
}

fn report(data: &Dataset, days: i32) -> DueReport<'_> {
    let question = Question::of(day("2012-11-22"));
    let frames = question.frames(&data.core);
    let parts: Vec<_> = question
        .branches(&data.core)
        .into_iter()
        .map(|branch| part(&data.core, branch, &data.branches[usize::from(branch.0)].contacts, &frames, (&question, Kept::All)))
        .collect();
    assemble(&data.core, frames, &parts, question.as_of, days)
}

#[test]
fn the_overdue_come_first_and_then_by_day() {
    let data = dataset();
    let ids = |days| {
        let json = serde_json::to_value(report(&data, days)).unwrap();
        json["pairs"].as_array().unwrap().iter().map(|row| row["pair"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids(1), ["b2-001"]);
    assert_eq!(ids(2), ["b2-001", "b1-001"]);
    assert_eq!(ids(12), ["b2-001", "b1-001", "b1-002"]);
}

#[test]
fn the_json_says_by_when_and_how_late() {
    let data = dataset();
    let json = serde_json::to_string(&report(&data, 7)).unwrap();
    let expected = r#"{"format":"bangfu/due/1","as_of":"2012-11-22","until":"2012-11-29","pairs":[
        {"pair":"b2-001","branch":"b2","helper":"h3","helped":"s3","cadence":"two-weeks","status":"overdue","due":"2012-11-20",
        "overdue_days":2,"last_contact":null},
        {"pair":"b1-001","branch":"b1","helper":"h1","helped":"s1","cadence":"two-weeks","status":"due","due":"2012-11-24",
        "overdue_days":null,"last_contact":"2012-11-10"}],"totals":{"rows":2,"overdue":1}}"#;
    assert_eq!(json, expected.replace("\n        ", ""));
}

#[test]
fn the_sheet_has_names_and_a_footer() {
    let data = dataset();
    let sheets = report(&data, 7).sheets();
    assert_eq!(
        sheets[0].rows[0][..4],
        [Cell::Day(day("2012-11-20")), Cell::word("cadence.status.overdue"), Cell::text("b2-001"), Cell::text("支部b2")]
    );
    assert_eq!(sheets[0].rows[1].len(), sheets[0].columns.len());
    assert_eq!(sheets[0].footer.last().unwrap().text(Lang::En), "2 in all, 1 of them overdue.");
}

#[test]
fn the_calendar_file_is_the_same_every_time() {
    let data = dataset();
    let ics = report(&data, 7).ics(Lang::Zh);
    assert_eq!(ics, report(&data, 7).ics(Lang::Zh));
    let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bangfu//due//ZH\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n\
        X-WR-CALNAME:一帮一应交流日\r\n\
        BEGIN:VEVENT\r\n\
        DESCRIPTION:结对 b2-001，每两周至少交流一次：请在 2012-11-20\r\n  前（含当天）交流并记录。\r\n\
        DTEND;VALUE=DATE:20121123\r\nDTSTAMP:20121122T000000Z\r\nDTSTART;VALUE=DATE:20121122\r\n\
        SUMMARY:帮扶交流已逾期：名h3 与 名s3\r\nUID:b2/b2-001/two-weeks/2012-11-20@bangfu\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\n\
        DESCRIPTION:结对 b1-001，每两周至少交流一次：请在 2012-11-24\r\n  前（含当天）交流并记录。\r\n\
        DTEND;VALUE=DATE:20121125\r\nDTSTAMP:20121122T000000Z\r\nDTSTART;VALUE=DATE:20121124\r\n\
        SUMMARY:帮扶交流：名h1 与 名s1\r\nUID:b1/b1-001/two-weeks/2012-11-24@bangfu\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";
    assert_eq!(ics, expected);
    assert!(ics.split("\r\n").all(|line| line.len() <= 75));
}
