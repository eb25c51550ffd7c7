//! Cases worked out by hand.

use super::{Case, contact, days, talks};
use crate::model::day::Day;
use crate::model::scheme::{Cadence, PauseReading, Window};
use crate::rules::cadence::{Breach, CadenceRow, Open, Status};
use crate::rules::fixture::{ATTEMPT, HELP, day, two_weeks};

const WORKED: [&str; 8] = ["2012-11-08", "2012-11-20", "2012-12-05", "2012-12-18", "2012-12-30", "2013-01-10", "2013-02-27", "2013-03-14"];

fn case(cadence: Cadence, as_of: &str, contacts: &[&str]) -> Case {
    Case {
        cadence,
        pauses: vec![days("2013-01-19..2013-02-26")],
        phase: days("2012-11-06..2013-06-06"),
        active: days("2012-11-06..2013-06-06"),
        as_of: day(as_of),
        contacts: talks(contacts),
    }
}

fn row(as_of: &str, contacts: &[&str]) -> CadenceRow {
    case(two_weeks(), as_of, contacts).row().unwrap()
}

/// from, to, days, over, missed, open.
fn gaps(row: &CadenceRow) -> Vec<(String, String, i32, i32, i32, bool)> {
    let gap = |breach: &Breach| match *breach {
        Breach::Gap { from, to, days, over, missed, open } => (from.to_string(), to.to_string(), days, over, missed, open.is_open()),
        other => panic!("{other:?}"),
    };
    row.breaches.iter().map(gap).collect()
}

fn gap(from: &str, to: &str, days: i32, over: i32, missed: i32, open: bool) -> (String, String, i32, i32, i32, bool) {
    (from.to_owned(), to.to_owned(), days, over, missed, open)
}

fn standing(row: &CadenceRow) -> (Status, Option<Day>) {
    (row.status, row.next_due)
}

#[test]
fn the_worked_case_with_the_winter_break() {
    let row = row("2013-03-20", &WORKED);
    let expected = [gap("2012-11-20", "2012-12-05", 15, 1, 1, false), gap("2013-02-27", "2013-03-14", 15, 1, 1, false)];
    assert_eq!(gaps(&row), expected);
    assert_eq!((row.contacts, row.last_contact, row.late_days, row.counted), (8, Some(day("2013-03-14")), 2, 95));
    assert_eq!((row.keeping(), row.keeping_digits()), ((93, 95), "0.9789".to_owned()));
    assert_eq!(standing(&row), (Status::Ok, Some(day("2013-03-28"))));
}

#[test]
fn the_worked_case_with_pauses_ignored() {
    let row = case(Cadence { pauses: PauseReading::Ignore, ..two_weeks() }, "2013-03-20", &WORKED).row().unwrap();
    let expected = [
        gap("2012-11-20", "2012-12-05", 15, 1, 1, false),
        gap("2013-01-10", "2013-02-27", 48, 34, 3, false),
        gap("2013-02-27", "2013-03-14", 15, 1, 1, false),
    ];
    assert_eq!(gaps(&row), expected);
    assert_eq!((row.late_days, row.counted), (36, 134));
}

#[test]
fn the_fourteenth_day_is_in_time_and_the_fifteenth_one_late() {
    let met = row("2012-12-01", &["2012-11-20"]);
    assert_eq!((met.breaches.len(), met.late_days), (0, 0));
    let late = row("2012-12-01", &["2012-11-21"]);
    assert_eq!(gaps(&late), [gap("2012-11-06", "2012-11-21", 15, 1, 1, false)]);
}

#[test]
fn a_pair_goes_from_not_started_to_ok_due_overdue_and_ended() {
    let stands = |as_of: &str| standing(&row(as_of, &["2012-11-10"]));
    let due = Some(day("2012-11-24"));
    assert_eq!(stands("2012-11-05"), (Status::NotStarted, None));
    assert_eq!(stands("2012-11-06"), (Status::Ok, Some(day("2012-11-20"))));
    assert_eq!(stands("2012-11-20"), (Status::Ok, due));
    assert_eq!(stands("2012-11-21"), (Status::Due, due));
    assert_eq!(stands("2012-11-24"), (Status::Due, due));
    assert_eq!(stands("2012-11-25"), (Status::Overdue, due));
    assert_eq!(stands("2013-06-07"), (Status::Ended, None));
}

#[test]
fn a_pair_not_started_has_an_empty_row_and_one_outside_the_phase_none() {
    let not_started = row("2012-11-05", &[]);
    assert_eq!(
        (not_started.contacts, not_started.judged, not_started.counted, not_started.keeping_digits()),
        (0, 0, 0, "1.0000".to_owned())
    );
    let outside = Case { active: days("2012-10-01..2012-11-05"), ..case(two_weeks(), "2012-11-20", &[]) };
    assert_eq!(outside.row(), None);
    assert!(!outside.frame().has_contact_in(outside.active, &talks(&["2012-11-01"]), outside.phase));
}

#[test]
fn an_open_gap_is_counted_to_the_day_and_stays_open_after_the_end() {
    let row = row("2012-12-01", &["2012-11-10"]);
    assert_eq!(gaps(&row), [gap("2012-11-10", "2012-12-01", 21, 7, 1, true)]);
    assert_eq!((row.late_days, row.keeping()), (7, (18, 25)));
    let ended = Case { active: days("2012-11-06..2012-11-30"), ..case(two_weeks(), "2012-12-24", &["2012-11-10"]) }.row().unwrap();
    assert_eq!(gaps(&ended), [gap("2012-11-10", "2012-11-30", 20, 6, 1, true)]);
    assert_eq!(ended.status, Status::Ended);
}

#[test]
fn the_clock_stands_still_in_a_pause() {
    assert_eq!(standing(&row("2013-01-18", &["2013-01-04"])), (Status::Due, Some(day("2013-02-26"))));
    assert_eq!(standing(&row("2013-02-26", &["2013-01-04"])), (Status::Due, Some(day("2013-02-26"))));
    assert_eq!(standing(&row("2013-02-27", &["2013-01-04"])), (Status::Overdue, Some(day("2013-02-26"))));
    assert_eq!(standing(&row("2013-02-01", &["2013-01-15"])), (Status::Ok, Some(day("2013-03-09"))));
    let inside = row("2013-03-13", &["2012-11-20", "2012-12-04", "2012-12-18", "2013-01-01", "2013-01-15", "2013-02-10"]);
    assert_eq!((standing(&inside), inside.late_days), ((Status::Overdue, Some(day("2013-03-12"))), 1));
}

#[test]
fn a_pair_that_starts_in_a_pause_has_its_fourteen_days_after_it() {
    let starts = |as_of: &str| Case { active: days("2013-02-01..2013-06-06"), ..case(two_weeks(), as_of, &[]) }.row().unwrap();
    assert_eq!(standing(&starts("2013-02-10")), (Status::Ok, Some(day("2013-03-12"))));
    assert_eq!(gaps(&starts("2013-03-13")), [gap("2013-02-01", "2013-03-13", 15, 1, 1, true)]);
}

#[test]
fn nothing_is_owed_that_falls_after_the_end() {
    assert_eq!(standing(&row("2013-05-30", &["2013-05-23"])), (Status::Ok, None));
    assert_eq!(standing(&row("2013-05-30", &["2013-05-22"])), (Status::Ok, Some(day("2013-06-05"))));
}

#[test]
fn what_does_not_count_changes_nothing() {
    let mut with = case(Cadence { minutes: 20, ..two_weeks() }, "2012-12-05", &["2012-11-20"]);
    with.contacts.extend([
        contact(day("2012-11-25"), ATTEMPT, 60),
        contact(day("2012-11-26"), HELP, 19),
        contact(day("2013-01-01"), HELP, 60),
    ]);
    let row = with.row().unwrap();
    assert_eq!((row.contacts, gaps(&row)), (1, vec![gap("2012-11-20", "2012-12-05", 15, 1, 1, true)]));
    let named = Case { cadence: Cadence { acts: vec![ATTEMPT], ..two_weeks() }, ..with };
    assert_eq!(named.row().unwrap().contacts, 0);
}

#[test]
fn several_owed_contacts_break_in_runs_that_a_pause_does_not_split() {
    let twice = Cadence { at_least: 2, ..two_weeks() };
    let contacts = ["2012-11-06", "2012-11-06", "2012-11-20", "2012-12-01", "2012-12-15", "2012-12-28", "2012-12-28"];
    let row = case(twice, "2013-02-28", &contacts).row().unwrap();
    let run = |from: &str, to: &str, over, open| Breach::Run { from: day(from), to: day(to), over, open };
    let expected = [
        run("2012-11-21", "2012-12-01", 11, Open::Closed),
        run("2012-12-05", "2012-12-28", 24, Open::Closed),
        run("2013-01-12", "2013-02-28", 9, Open::Open),
    ];
    assert_eq!(row.breaches, expected);
    assert_eq!((row.late_days, standing(&row)), (44, (Status::Overdue, Some(day("2013-01-11")))));
}

#[test]
fn weeks_are_due_whole_and_a_day_late_when_closed() {
    let weekly = Cadence { window: Window::Week, ..two_weeks() };
    let row = case(weekly.clone(), "2012-12-02", &["2012-11-06", "2012-11-25"]).row().unwrap();
    let missed = |from: &str, to: &str| Breach::Missed { from: day(from), to: day(to), contacts: 0, owed: 1 };
    assert_eq!(row.breaches, [missed("2012-11-12", "2012-11-18"), missed("2012-11-26", "2012-12-02")]);
    assert_eq!((row.judged, row.keeping_digits(), standing(&row)), (4, "0.5000".to_owned(), (Status::Overdue, Some(day("2012-12-02")))));
    let late_start = Case { active: days("2012-11-13..2013-06-06"), ..case(weekly, "2012-11-20", &[]) }.row().unwrap();
    assert_eq!((late_start.judged, standing(&late_start)), (0, (Status::Ok, Some(day("2012-11-25")))));
}

#[test]
fn a_contact_after_a_missed_window_takes_the_overdue_away_but_not_the_breach() {
    let weekly = Cadence { window: Window::Week, ..two_weeks() };
    let row = case(weekly, "2012-11-20", &["2012-11-06", "2012-11-19"]).row().unwrap();
    assert_eq!((row.breaches.len(), standing(&row)), (1, (Status::Ok, Some(day("2012-12-02")))));
}

#[test]
fn fixed_windows_count_only_counted_days_and_hold_the_pause() {
    let fixed = Cadence { window: Window::Fixed, every: 37, ..two_weeks() };
    let case = case(fixed, "2013-03-01", &["2012-11-20", "2013-02-01"]);
    let spans: Vec<_> = case.frame().windows().iter().map(|window| (window.first, window.last, window.days.last, window.counted)).collect();
    assert_eq!(spans[0], (day("2012-11-06"), day("2012-12-12"), day("2012-12-12"), 37));
    assert_eq!(spans[1], (day("2012-12-13"), day("2013-01-18"), day("2013-02-26"), 37));
    assert_eq!(spans.last().unwrap().2, day("2013-06-06"));
    assert_eq!(case.row().unwrap().breaches, []);
}

#[test]
fn minutes_add_up_over_a_window_and_the_limit_is_listed_as_owed() {
    let hours = Cadence { window: Window::Month, total_minutes: Some(90), ..two_weeks() };
    let row = case(hours, "2013-01-01", &["2012-11-10", "2012-11-20", "2012-11-21", "2012-12-03", "2012-12-04"]).row().unwrap();
    assert_eq!(row.breaches, [Breach::Missed { from: day("2012-12-01"), to: day("2012-12-31"), contacts: 2, owed: 90 }]);
}

#[test]
fn half_a_window_is_enough_by_default() {
    let least = |window| {
        let cadence = Cadence { window, every: 15, ..two_weeks() };
        let case = case(cadence, "2013-01-01", &[]);
        case.frame().windows().iter().map(|window| (window.least, window.is_long_enough())).collect::<Vec<_>>()
    };
    assert_eq!(least(Window::Week)[0], (4, true));
    assert_eq!(least(Window::Month)[..4], [(15, true), (16, true), (16, true), (14, false)]);
    assert_eq!(least(Window::Fixed)[0], (8, true));
    assert_eq!(least(Window::Day)[0], (1, true));
    assert_eq!(least(Window::Phase), [(107, true)]);
}
