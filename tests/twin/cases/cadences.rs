//! R4 with the rolling window.

use super::{breaches, contacts, directory, first_row, one_pair};
use crate::calendar::day;
use crate::check;
use serde_json::json;

const TWO_WEEKS: &str = "[[cadence]]\nkey = \"two-weeks\"\nevery = 14\nclause = \"八（四）\"\n";
const WORKED: [&str; 8] = ["2012-11-08", "2012-11-20", "2012-12-05", "2012-12-18", "2012-12-30", "2013-01-10", "2013-02-27", "2013-03-14"];

#[test]
fn the_worked_case_with_the_pause_is_the_answer_printed_in_the_specification() {
    let directory = one_pair(TWO_WEEKS, "2012-11-06", "", &WORKED);
    let expected = json!({
        "format": "bangfu/check/1",
        "as_of": "2013-03-20",
        "cadences": [{"key": "two-weeks", "at_least": 1, "every": 14, "window": "rolling",
            "pauses": "stop", "clause": "八（四）"}],
        "pairs": [{"pair": "ug1-001", "branch": "ug1", "helper": "h1", "helped": "s1",
            "cadence": "two-weeks", "status": "ok", "contacts": 8, "last_contact": "2013-03-14",
            "next_due": "2013-03-28", "late_days": 2, "keeping_rate": "0.9789",
            "gaps": [
                {"from": "2012-11-20", "to": "2012-12-05", "days": 15, "over": 1, "missed": 1,
                    "open": false},
                {"from": "2013-02-27", "to": "2013-03-14", "days": 15, "over": 1, "missed": 1,
                    "open": false}]}],
        "totals": {"rows": 1, "pairs": 1, "ok": 1, "due": 0, "overdue": 0, "ended": 0,
            "not_started": 0, "breaches": 2},
    });
    let answer = check::answer(&directory, day("2013-03-20"));
    assert_eq!(answer.to_string(), expected.to_string());
    assert_eq!(check::exit_code(&directory, day("2013-03-20")), 1);
}

#[test]
fn the_worked_case_with_pauses_ignored_has_three_breaches() {
    let settings = format!("{TWO_WEEKS}pauses = \"ignore\"\n");
    let row = first_row(&one_pair(&settings, "2012-11-06", "", &WORKED), "2013-03-20");
    let found: Vec<_> = breaches(&row).into_iter().map(|(_, to)| to.to_string()).collect();
    assert_eq!(found, ["2012-12-05", "2013-02-27", "2013-03-14"]);
    let days: Vec<_> = row["gaps"].as_array().unwrap().iter().map(|gap| &gap["days"]).collect();
    assert_eq!(days, [15, 48, 15]);
    assert_eq!(row["gaps"][1]["missed"], 3);
}

#[test]
fn a_contact_on_day_14_is_in_time_and_on_day_15_one_day_late() {
    let on_time = one_pair(TWO_WEEKS, "2012-11-06", "", &["2012-11-20"]);
    assert_eq!(first_row(&on_time, "2012-11-25")["late_days"], 0);
    assert_eq!(check::exit_code(&on_time, day("2012-11-25")), 0);
    let late = one_pair(TWO_WEEKS, "2012-11-06", "", &["2012-11-21"]);
    let row = first_row(&late, "2012-11-25");
    assert_eq!((&row["late_days"], &row["gaps"][0]["open"]), (&json!(1), &json!(false)));
    // One late day in counted(11-06, 11-25] = 19.
    assert_eq!(row["keeping_rate"], "0.9474");
}

#[test]
fn status_goes_from_ok_over_due_to_overdue() {
    let directory = one_pair(TWO_WEEKS, "2012-11-06", "", &[]);
    let status = |as_of: &str| first_row(&directory, as_of)["status"].clone();
    assert_eq!(first_row(&directory, "2012-11-10")["next_due"], "2012-11-20");
    assert_eq!(status("2012-11-05"), "not_started");
    assert_eq!(status("2012-11-16"), "ok");
    assert_eq!(status("2012-11-17"), "due");
    assert_eq!(status("2012-11-20"), "due");
    assert_eq!(status("2012-11-21"), "overdue");
    assert_eq!(status("2013-06-07"), "ended");
    let open = first_row(&directory, "2012-11-21")["gaps"][0].clone();
    let expected = json!({"from": "2012-11-06", "to": "2012-11-21", "days": 15, "over": 1,
        "missed": 1, "open": true});
    assert_eq!(open, expected);
}

#[test]
fn a_due_day_right_before_a_pause_moves_to_the_pauses_last_day() {
    // 14 counted days after 01-04 end on 01-18, the day before the break.
    let directory = one_pair(TWO_WEEKS, "2013-01-04", "", &[]);
    let row = first_row(&directory, "2013-02-01");
    assert_eq!((&row["next_due"], &row["status"]), (&json!("2013-02-26"), &json!("due")));
    assert_eq!(first_row(&directory, "2013-02-27")["status"], "overdue");
}

#[test]
fn nothing_is_owed_where_the_end_comes_first() {
    let directory = one_pair(TWO_WEEKS, "2012-11-06", "2012-11-20", &[]);
    let row = first_row(&directory, "2012-11-19");
    assert_eq!((&row["next_due"], &row["status"]), (&json!(null), &json!("ok")));
    let longer = one_pair(TWO_WEEKS, "2012-11-06", "2012-11-21", &[]);
    assert_eq!(first_row(&longer, "2012-11-19")["next_due"], "2012-11-20");
}

#[test]
fn two_contacts_in_every_fourteen_days() {
    let settings = format!("{TWO_WEEKS}at_least = 2\n");
    let list = ["2012-11-10", "2012-11-12", "2012-11-28", "2012-11-28"];
    let directory = one_pair(&settings, "2012-11-06", "", &list);
    let row = first_row(&directory, "2012-12-13");
    // From 11-13 on the second latest is 11-10: late are 11-25 to 11-28. Then both count from
    // 11-28: late is 12-13.
    let gaps = json!([
        {"from": "2012-11-25", "to": "2012-11-28", "days": null, "over": 4, "missed": null,
            "open": false},
        {"from": "2012-12-13", "to": "2012-12-13", "days": null, "over": 1, "missed": null,
            "open": true}]);
    assert_eq!(row["gaps"], gaps);
    assert_eq!(row["next_due"], "2012-12-12");
    assert_eq!(row["late_days"], 5);
}

#[test]
fn a_pause_does_not_split_a_run() {
    let settings = format!("{TWO_WEEKS}at_least = 2\n");
    let directory = one_pair(&settings, "2013-01-01", "", &[]);
    let row = first_row(&directory, "2013-02-28");
    // Counted days 15, 16, 17 are 01-16, 01-17, 01-18; the next is 02-27.
    assert_eq!(breaches(&row), [(day("2013-01-16"), day("2013-02-28"))]);
    assert_eq!(row["gaps"][0]["over"], 5);
    let in_the_break = first_row(&directory, "2013-02-01");
    assert_eq!(in_the_break["gaps"][0]["open"], true);
    assert_eq!(in_the_break["gaps"][0]["to"], "2013-01-18");
}

#[test]
fn an_open_gap_ends_on_the_asking_day_even_in_a_pause() {
    let row = first_row(&one_pair(TWO_WEEKS, "2013-01-01", "", &[]), "2013-02-01");
    assert_eq!(row["gaps"][0]["to"], "2013-02-01");
    assert_eq!(row["gaps"][0]["days"], 17);
}

#[test]
fn attempts_other_acts_and_short_contacts_do_not_count() {
    let list = "pair,date,act,topics,minutes,content\n\
        ug1-001,2012-11-08,attempt,study,60,words\n\
        ug1-001,2012-11-09,help,study,60,words\n\
        ug1-001,2012-11-10,talk,study,29,words\n\
        ug1-001,2012-11-11,talk,study,,words\n\
        ug1-001,2012-11-12,talk,study,30,words\n";
    let last = |settings: &str| {
        let settings = format!("{TWO_WEEKS}{settings}");
        let pairs = "id,helper,helped,start,end\nug1-001,h1,s1,2012-11-06,\n";
        let files = [("branches/ug1/pairs.csv", pairs), ("branches/ug1/contacts.csv", list)];
        let row = first_row(&directory(&settings, &files), "2012-11-30");
        (row["contacts"].as_i64().unwrap(), row["last_contact"].as_str().map(str::to_owned))
    };
    assert_eq!(last(""), (4, Some("2012-11-12".to_owned())));
    assert_eq!(last("acts = [\"help\", \"attempt\"]\n"), (1, Some("2012-11-09".to_owned())));
    assert_eq!(last("minutes = 30\n"), (2, Some("2012-11-12".to_owned())));
    assert_eq!(last("minutes = 61\n"), (0, None));
    assert_eq!(last("weekdays = [6, 7]\n"), (2, Some("2012-11-11".to_owned())));
}

#[test]
fn with_per_helper_one_contact_serves_all_pairs_of_the_helper() {
    let pairs = "id,helper,helped,start,end\n\
        ug1-001,h1,s1,2012-11-06,\nug1-002,h1,s2,2012-11-10,\n";
    let contacts = contacts(&["2012-11-08", "2012-11-15"]);
    let files = [("branches/ug1/pairs.csv", pairs), ("branches/ug1/contacts.csv", &*contacts)];
    let settings = format!("{TWO_WEEKS}per = \"helper\"\n");
    let answer = check::answer(&directory(&settings, &files), day("2012-11-25"));
    // The contact on 11-08 lies before the second pair's first day.
    assert_eq!(answer["pairs"][0]["contacts"], 2);
    assert_eq!(answer["pairs"][1]["contacts"], 1);
    let alone = check::answer(&directory(TWO_WEEKS, &files), day("2012-11-25"));
    assert_eq!(alone["pairs"][1]["status"], "overdue");
}

#[test]
fn a_pair_without_a_day_in_the_phase_has_no_row() {
    let settings =
        format!("[[phase]]\nkey = \"late\"\nname = \"late\"\nstart = 2013-05-01\nend = 2013-06-06\n{TWO_WEEKS}phase = \"late\"\n");
    let directory = one_pair(&settings, "2012-11-06", "2013-04-30", &[]);
    let answer = check::answer(&directory, day("2013-05-20"));
    assert_eq!(answer["pairs"], json!([]));
    assert_eq!(answer["totals"]["pairs"], 0);
}
