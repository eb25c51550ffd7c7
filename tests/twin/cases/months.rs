//! R5 and R6: forms, reports and the monthly rollup.

use super::{THREE_PAIRS, contacts, directory};
use crate::calendar::{Month, day};
use crate::forms;
use crate::records::Directory;
use crate::rollup;
use serde_json::{Value, json};

const CADENCE: &str = "[[cadence]]\nkey = \"two-weeks\"\nevery = 14\n";

fn with_forms(rows: &str) -> Directory {
    let mut files = THREE_PAIRS.to_vec();
    let text = format!("pair,month,n,received,review,reviewed\n{rows}");
    files.push(("branches/ug1/forms.csv", &text));
    directory(CADENCE, &files)
}

fn state(directory: &Directory, as_of: &str) -> (&'static str, Option<String>) {
    let month = Month::parse("2012-11");
    let fate = forms::fate(directory, &directory.pairs[0], month, day(as_of)).unwrap();
    (fate.state.word(), fate.review)
}

#[test]
fn a_returned_form_counts_as_not_received_until_it_comes_again() {
    let directory = with_forms("ug1-001,2012-11,1,2012-12-02,returned,2012-12-04\nug1-001,2012-11,2,2012-12-08,passed,\n");
    assert_eq!(state(&directory, "2012-12-01"), ("pending", None));
    assert_eq!(state(&directory, "2012-12-03"), ("on_time", None));
    assert_eq!(state(&directory, "2012-12-05"), ("pending", Some("returned".to_owned())));
    assert_eq!(state(&directory, "2012-12-06"), ("missing", Some("returned".to_owned())));
    // The second has a review without a day: known from the day it came.
    assert_eq!(state(&directory, "2012-12-08"), ("late", Some("passed".to_owned())));
}

#[test]
fn a_form_is_due_from_seven_active_days_without_pause() {
    let pairs = "id,helper,helped,start,end\n\
        ug1-001,h1,s1,2012-11-24,2012-12-06\nug1-002,h2,s2,2013-01-13,2013-03-04\n";
    let directory = directory(CADENCE, &[("branches/ug1/pairs.csv", pairs)]);
    let due = |pair: usize, month: &str| {
        let month = Month::parse(month);
        forms::fate(&directory, &directory.pairs[pair], month, day("2013-12-01")).is_some()
    };
    assert!(due(0, "2012-11"), "seven days of November");
    assert!(!due(0, "2012-12"), "six days of December");
    assert!(!due(1, "2013-01"), "six days of January before the break");
    assert!(!due(1, "2013-02"), "two days of February after the break");
    assert!(!due(1, "2013-03"), "four days of March");
}

fn season() -> Directory {
    let mut files = THREE_PAIRS.to_vec();
    let contacts = "pair,date,act,mode,topics,minutes,content,entered\n\
        ug1-001,2012-12-04,talk,face,study;thought,30,words,2012-12-11\n\
        ug1-001,2012-12-18,talk,,study,,words,2012-12-26\n\
        ug1-001,2012-12-19,attempt,phone,study,5,words,\n\
        ug1-002,2012-12-10,help,phone,thought,20,words,\n";
    files.extend([
        ("branches/ug1/contacts.csv", contacts),
        ("branches/ug1/forms.csv", "pair,month,n,received,review,reviewed\nug1-001,2012-12,1,2013-01-05,passed,2013-01-06\n"),
        ("branches/ug1/reports.csv", "month,sent\n2012-12,2013-01-11\n"),
        ("branches/ug1/goals.csv", "pair,id,topic,goal,met\nug1-001,g1,study,exam,2012-12-31\n"),
        ("committee/visits.csv", "date,person,by,score\n2012-12-05,s1,h3,80\n2012-12-06,s1,h3,\n2012-12-05,s3,h1,85.5\n2012-12-05,h1,h3,10\n"),
        ("committee/inspections.csv", "date,branch,person,by,rating\n2012-12-20,ug1,,h3,90\n2012-12-20,ug2,,h1,81\n2012-12-21,ug2,,h1,81\n2012-12-22,ug2,h3,h1,1\n"),
        ("committee/outcomes.csv", "date,person,kind,what\n2012-12-01,s1,honour,prize\n2012-12-01,h1,honour,prize\n2012-12-09,s2,stage,probationary\n2013-01-01,s1,discipline,absent\n"),
    ]);
    directory(CADENCE, &files)
}

#[test]
fn a_month_of_two_branches() {
    let answer = rollup::answer(&season(), Month::parse("2012-12"), None, day("2014-01-01"));
    assert_eq!(answer["as_of"], "2013-01-06");
    // h1: late from 11-21 to 12-04 (in December 4 days). h2: late 11-21 to 12-10 (10 days) and,
    // after 12-10, from 12-25 to 12-31 (7 days). h3 without a contact: all 31 days.
    let first = json!({
        "branch": "ug1", "pairs": 2, "started": 0, "ended": 0, "contacts": 3,
        "by_topic": {"thought": 2, "study": 2}, "by_mode": {"face": 1, "phone": 1},
        "minutes": 50, "late_entries": 1, "contacted": 2, "keeping": 0, "late_days": 21,
        "breaches": 3, "overdue": 1,
        "forms": {"due": 2, "on_time": 1, "late": 0, "missing": 1, "pending": 0, "passed": 1,
            "returned": 0},
        "report": "pending", "goals_met": 1, "honours": 1, "disciplines": 0, "developed": 1,
        "visits": 2, "visit_score": "80.00", "inspection": "90.00"});
    assert_eq!(answer["branches"][0].to_string(), first.to_string());
    let second = &answer["branches"][1];
    assert_eq!((&second["late_days"], &second["contacted"]), (&json!(31), &json!(0)));
    let total = &answer["total"];
    assert_eq!(total["late_days"], 52);
    assert_eq!(total["report"], Value::Null);
    // (80 + 85.5) / 2 and (90 + 81 + 81) / 3.
    assert_eq!((&total["visit_score"], &total["inspection"]), (&json!("82.75"), &json!("84.00")));
    assert_eq!(total.get("branch"), None);
}

#[test]
fn the_change_is_against_the_month_before_on_its_own_day() {
    let answer = rollup::answer(&season(), Month::parse("2012-12"), Some(day("2012-12-10")), day("2014-01-01"));
    assert_eq!(answer["previous"]["started"], 3);
    // November: late from 11-21 to 11-30 for each of three pairs; December up to the 10th:
    // 4 and 10 and 10.
    assert_eq!(answer["previous"]["late_days"], 30);
    assert_eq!(answer["change"]["late_days"], 24 - 30);
    assert_eq!(answer["change"]["by_topic"], json!({"thought": 2, "study": 1}));
    assert_eq!(answer["change"]["forms"]["pending"], 3);
    assert_eq!(answer["previous"]["forms"]["missing"], 3);
    assert_eq!(answer["total"]["honours"], 1);
    assert_eq!(answer["change"].get("visit_score"), None);
}

#[test]
fn reports_are_owed_where_a_form_is_due() {
    let report = |as_of: &str| {
        let day = Some(day(as_of));
        let answer = rollup::answer(&season(), Month::parse("2012-12"), day, crate::calendar::day(as_of));
        let of = |branch: usize| answer["branches"][branch]["report"].clone();
        (of(0), of(1))
    };
    assert_eq!(report("2013-01-10"), (json!("pending"), json!("pending")));
    assert_eq!(report("2013-01-11"), (json!("late"), json!("missing")));
    let answer = rollup::answer(&season(), Month::parse("2012-10"), None, day("2014-01-01"));
    assert_eq!(answer["branches"][0]["report"], Value::Null);
    assert_eq!(answer["total"]["visit_score"], Value::Null);
}

#[test]
fn the_default_day_is_today_if_that_is_earlier() {
    let directory = directory(CADENCE, &[("branches/ug1/contacts.csv", &contacts(&[]))]);
    let answer = rollup::answer(&directory, Month::parse("2012-12"), None, day("2012-12-24"));
    assert_eq!(answer["as_of"], "2012-12-24");
}
