//! R4 with windows laid over the calendar.

use super::{breaches, first_row, one_pair};
use crate::calendar::day;
use serde_json::json;

fn cadence(settings: &str) -> String {
    format!("[[cadence]]\nkey = \"c\"\n{settings}")
}

#[test]
fn fixed_windows_are_laid_from_the_phases_first_day() {
    let settings = cadence("window = \"fixed\"\nevery = 14\n");
    // Windows: 11-06…11-19, 11-20…12-03, 12-04…12-17; the pair starts inside the first.
    let directory = one_pair(&settings, "2012-11-08", "", &["2012-11-20"]);
    let row = first_row(&directory, "2012-12-17");
    let missed = json!({"from": "2012-12-04", "to": "2012-12-17", "contacts": 0, "owed": 1});
    assert_eq!(row["gaps"], json!([missed]));
    assert_eq!((&row["status"], &row["next_due"]), (&json!("overdue"), &json!("2012-12-17")));
    // Two due windows closed, one missed.
    assert_eq!(row["keeping_rate"], "0.5000");
    assert_eq!(first_row(&directory, "2012-12-16")["status"], "due");
}

#[test]
fn a_fixed_window_stretches_over_a_pause() {
    let settings = cadence("window = \"fixed\"\nevery = 14\n");
    // Counted day 71 is 01-15, day 74 is 01-18, day 75 is 02-27, day 84 is 03-08.
    let contacts = ["2013-01-25"];
    let row = first_row(&one_pair(&settings, "2013-01-15", "", &contacts), "2013-03-08");
    assert_eq!(row["gaps"], json!([]));
    let row = first_row(&one_pair(&settings, "2013-01-15", "", &[]), "2013-03-08");
    assert_eq!(breaches(&row), [(day("2013-01-15"), day("2013-03-08"))]);
}

#[test]
fn a_missed_window_is_not_overdue_after_a_later_contact() {
    let settings = cadence("window = \"week\"\n");
    let directory = one_pair(&settings, "2012-11-12", "", &["2012-11-20"]);
    assert_eq!(first_row(&directory, "2012-11-19")["status"], "overdue");
    let row = first_row(&directory, "2012-11-20");
    assert_eq!((&row["status"], &row["late_days"]), (&json!("ok"), &json!(1)));
    assert_eq!(row["next_due"], "2012-12-02");
}

#[test]
fn weeks_are_due_from_half_their_days() {
    let settings = cadence("window = \"week\"\n");
    // The phase begins on a Tuesday: six counted days.
    let row = first_row(&one_pair(&settings, "2012-11-06", "", &[]), "2012-11-12");
    assert_eq!(breaches(&row), [(day("2012-11-06"), day("2012-11-11"))]);
    // The pair begins on Wednesday: not all counted days of the week are the pair's.
    let row = first_row(&one_pair(&settings, "2012-11-07", "", &[]), "2012-11-12");
    assert_eq!(row["gaps"], json!([]));
    assert_eq!(row["next_due"], "2012-11-18");
    // The break takes two days of one week and two of another.
    let row = first_row(&one_pair(&settings, "2013-01-14", "", &[]), "2013-03-04");
    let expected = [(day("2013-01-14"), day("2013-01-18")), (day("2013-02-27"), day("2013-03-03"))];
    assert_eq!(breaches(&row), expected);
    let strict = cadence("window = \"week\"\nmin_days = 6\n");
    let row = first_row(&one_pair(&strict, "2013-01-14", "", &[]), "2013-03-04");
    assert_eq!(row["gaps"], json!([]));
}

#[test]
fn months_owe_their_contacts_or_minutes() {
    let settings = cadence("window = \"month\"\nat_least = 2\n");
    let list = ["2012-12-03 20", "2012-12-03 20", "2013-01-02 40"];
    let row = first_row(&one_pair(&settings, "2012-12-01", "", &list), "2013-02-28");
    // January has 18 counted days, half of 31 rounded up is 16; February has 2, half is 14.
    let missed = json!({"from": "2013-01-01", "to": "2013-01-18", "contacts": 1, "owed": 2});
    assert_eq!(row["gaps"], json!([missed]));
    let settings = cadence("window = \"month\"\ntotal_minutes = 41\n");
    let row = first_row(&one_pair(&settings, "2012-12-01", "", &list), "2013-02-28");
    assert_eq!(row["late_days"], 2);
    assert_eq!(row["gaps"][0]["contacts"], 2);
}

#[test]
fn each_counted_day_is_a_window() {
    let settings = cadence("window = \"day\"\n");
    let list = ["2013-01-16", "2013-01-20"];
    let row = first_row(&one_pair(&settings, "2013-01-15", "", &list), "2013-02-28");
    // Due are 01-15 to 01-18 and 02-27, 02-28; the contact in the break helps no day.
    assert_eq!(row["late_days"], 5);
    assert_eq!(row["keeping_rate"], "0.1667");
    assert_eq!((&row["status"], &row["next_due"]), (&json!("overdue"), &json!("2013-02-28")));
}

#[test]
fn the_phase_is_one_window() {
    let settings = cadence("window = \"phase\"\nat_least = 2\n");
    let directory = one_pair(&settings, "2012-11-06", "", &["2013-05-01"]);
    assert_eq!(first_row(&directory, "2013-06-02")["next_due"], "2013-06-06");
    assert_eq!(first_row(&directory, "2013-06-02")["status"], "ok");
    assert_eq!(first_row(&directory, "2013-06-03")["status"], "due");
    let row = first_row(&directory, "2013-06-06");
    assert_eq!(breaches(&row), [(day("2012-11-06"), day("2013-06-06"))]);
    assert_eq!(row["status"], "overdue");
    assert_eq!(first_row(&directory, "2013-06-07")["status"], "ended");
    // A pair from the second day on never had the whole window.
    let later = one_pair(&settings, "2012-11-07", "", &[]);
    assert_eq!(first_row(&later, "2013-06-06")["keeping_rate"], "1.0000");
}
