//! `audit`: the signs on the example's records, those of a closed month, and those of git.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::example::Example;

fn of<'v>(list: &'v Value, code: &str) -> Vec<&'v Value> {
    list["signs"].as_array().unwrap().iter().filter(|sign| sign["code"] == code).collect()
}

fn places(sign: &Value) -> Vec<String> {
    let place = |place: &Value| match place["line"].as_i64() {
        Some(line) => format!("{}:{line}", place["file"].as_str().unwrap()),
        None => place["file"].as_str().unwrap().to_owned(),
    };
    sign["places"].as_array().unwrap().iter().map(place).collect()
}

#[test]
fn the_signs_of_the_example_are_those_that_were_put_there() {
    let example = Example::on("2013-06-14");
    let before = example.files();
    let list = example.json(&["audit"]);
    assert_eq!(example.files(), before);
    assert_eq!((list["git"].as_bool(), &list["totals"]["closed-month"]), (Some(false), &0.into()));
    // Five contacts of one day, copied text, and a student who says otherwise: all of pair ug2-007.
    let crowded = of(&list, "crowded-day");
    assert_eq!(crowded.len(), 1);
    assert_eq!(places(crowded[0]), [117, 118, 119, 120, 121].map(|line| format!("branches/ug2/contacts.csv:{line}")));
    let same = of(&list, "same-text");
    assert_eq!(same.len(), 1);
    assert_eq!(places(same[0]), [110, 111, 114, 115].map(|line| format!("branches/ug2/contacts.csv:{line}")));
    assert!(!of(&list, "said-otherwise").is_empty());
    // The rollups count the same late entries, month by month.
    let months = example.json(&["rollup", "2013-06", "--since", "2012-11"]);
    let counted: i64 = months["months"].as_array().unwrap().iter().map(|month| month["total"]["late_entries"].as_i64().unwrap()).sum();
    assert_eq!(list["totals"]["late-entry"].as_i64(), Some(counted));
    let branch = example.json(&["audit", "--branch", "pg"]);
    assert!(branch["signs"].as_array().unwrap().iter().all(|sign| sign["branch"] == "pg"));
    // A sign is no fault.
    assert_eq!(example.run(&["audit"]).code, 0);
}

#[test]
fn what_is_entered_after_the_close_is_told_by_its_line() {
    let mut example = Example::on("2013-01-10");
    example.fine(&["close", "2012-12"]);
    assert!(of(&example.json(&["audit"]), "closed-month").is_empty());
    example.today = "2013-01-12";
    example.fine(&["log", "ug1-001", "补记", "--date", "2012-12-28"]);
    let list = example.json(&["audit"]);
    let signs = of(&list, "closed-month");
    assert_eq!(signs.len(), 1, "{signs:?}");
    assert_eq!((signs[0]["places"][0]["record"].as_str(), signs[0]["places"].as_array().unwrap().len()), (Some("ug1-001@2012-12-28"), 1));
    example.replace("bangfu.toml", "every = 14", "every = 15");
    let files: Vec<Vec<String>> = of(&example.json(&["audit"]), "closed-month").into_iter().map(places).collect();
    assert_eq!(files[0], ["bangfu.toml"]);
    // Not before the month was closed.
    assert!(of(&example.json(&["audit", "--as-of", "2013-01-09"]), "closed-month").is_empty());
}

fn git(folder: &Path, day: &str, words: &[&str]) -> bool {
    let moment = format!("{day}T12:00:00+0800");
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]).args(words);
    let run = command.env("GIT_AUTHOR_DATE", &moment).env("GIT_COMMITTER_DATE", &moment).output();
    run.is_ok_and(|output| output.status.success())
}

#[test]
fn with_git_the_first_commit_of_a_contact_counts_and_a_later_change_of_it_does_not() {
    let example = Example::on("2013-06-14");
    let folder = example.folder();
    if !git(folder, "2013-06-07", &["init", "-q"]) {
        return;
    }
    assert!(git(folder, "2013-06-07", &["add", "-A"]) && git(folder, "2013-06-07", &["commit", "-qm", "all"]));
    let late_in = |list: &Value, file: &str| {
        let counts = of(list, "late-commit").into_iter().map(|sign| sign["places"].as_array().unwrap());
        let counts = counts.filter(|places| places[0]["file"].as_str().unwrap().ends_with(file));
        counts.map(Vec::len).collect::<Vec<_>>()
    };
    let late = |list: &Value| late_in(list, "ug1/contacts.csv");
    let list = example.json(&["audit"]);
    assert_eq!(list["git"], true);
    // One commit brought everything; what was not more than seven days old then is no sign.
    let all = example.json(&["contacts", "list", "--branch", "ug1"])["records"].as_array().unwrap().len();
    assert!(late(&list).len() == 1 && late(&list)[0] < all, "{:?}", late(&list));
    let first = late(&list)[0];
    // A correction of a committed contact is not its first commit; a contact of June in time is none; one of May too late is one.
    example.fine(&["contacts", "amend", "ug1-001@2012-11-08", "content=改过的文字"]);
    example.fine(&["log", "ug1-001", "六月的交流", "--date", "2013-06-06"]);
    example.fine(&["log", "ug1-001", "五月的交流", "--date", "2013-05-09"]);
    assert!(git(folder, "2013-06-13", &["commit", "-qam", "more"]));
    assert_eq!(late(&example.json(&["audit"])), [first, 1]);
    assert_eq!(late(&example.json(&["audit", "--as-of", "2013-06-12"])), [first]);
    assert_eq!(late(&example.json(&["audit", "--no-git"])), [0_usize; 0]);
    // Other records have their days too: visits, and the reviews of forms apart from the handing-in.
    let visits = late_in(&list, "committee/visits.csv")[0];
    example.fine(&["visit", "record", "2011210206", "--by", "x", "--on", "2013-06-01"]);
    example.fine(&["visit", "record", "2011210210", "--by", "x", "--on", "2013-06-07"]);
    assert_eq!(late_in(&example.json(&["audit"]), "committee/visits.csv"), [visits], "what is not committed has no commit");
    assert!(git(folder, "2013-06-14", &["commit", "-qam", "visits"]));
    let list = example.json(&["audit"]);
    assert_eq!(late_in(&list, "committee/visits.csv"), [visits, 1]);
    let last = of(&list, "late-commit").into_iter().next_back().unwrap();
    assert_eq!((last["places"][0]["record"].as_str(), last["branch"].is_null()), (Some("2013-06-01 2011210206"), true));
    let own = example.json(&["audit", "--branch", "ug1"]);
    assert!(of(&own, "late-commit").iter().all(|sign| sign["branch"] == "ug1") && !late(&own).is_empty());
}

#[test]
fn a_student_is_followed_over_all_pairs() {
    let example = Example::on("2013-06-14");
    let run = example.run(&["--format", "json", "check", "--student", "林天璇"]);
    let line: Value = serde_json::from_str(&run.stdout).unwrap();
    let pairs: Vec<&str> = line["pairs"].as_array().unwrap().iter().map(|pair| pair["pair"].as_str().unwrap()).collect();
    assert_eq!((run.code, pairs), (1, vec!["ug2-009", "ug2-022"]));
    let gap = &line["cadences"][0]["gaps"][0];
    assert_eq!(
        (gap["overdue_from"].as_str(), gap["responsible"].as_str(), gap["over"].as_i64()),
        (Some("2013-04-11"), Some("ug2-022"), Some(13))
    );
    let both: i64 = ["ug2-009", "ug2-022"]
        .iter()
        .map(|pair| {
            let one: Value = serde_json::from_str(&example.run(&["--format", "json", "check", "--pair", pair]).stdout).unwrap();
            one["pairs"][0]["contacts"].as_i64().unwrap()
        })
        .sum();
    assert_eq!(line["cadences"][0]["contacts"].as_i64(), Some(both));
    assert!(example.refuses(&["check", "--student", "2009210101"]).contains("in no pair"));
    assert!(example.refuses(&["check", "--student", "林天璇", "--pair", "ug2-009"]).contains("--pair"));
}
