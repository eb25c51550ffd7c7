//! What commands let in, refuse and say: one validator for every door, and a message that helps whoever is refused.

use std::path::Path;

use super::example::Example;
use super::keys::Ring;

/// What is said of a change that is refused; nothing is written.
fn refused(example: &Example, words: &[&str]) -> String {
    let before = example.files();
    let run = example.run(words);
    assert!(run.code == 2 || run.code == 4, "{words:?}: {run:?}");
    assert_eq!(example.files(), before, "{words:?}");
    run.stderr
}

#[test]
fn whoever_is_still_named_is_not_removed_and_where_is_told() {
    let example = Example::on("2013-06-10");
    let said = refused(&example, &["person", "remove", "2009210101"]);
    assert!(said.contains("still name “2009210101”") && said.contains("left=DAY") && said.contains("pairs.csv:2"), "{said}");
    let said = refused(&example, &["person", "amend", "2009210101", "id=2009219999"]);
    assert!(said.contains("still name “2009210101”"), "{said}");
}

#[test]
fn a_pair_whose_line_cannot_be_read_is_not_taken_for_its_neighbour() {
    let example = Example::on("2013-06-10");
    example.replace("branches/ug1/pairs.csv", "ug1-001,2009210101,2010210111,voluntary,", "ug1-001,2009210101,2010210111,voluntary,,");
    let said = refused(&example, &["log", "ug1-001", "谈心", "--date", "2013-06-05"]);
    assert!(said.contains("“ug1-001” stands in a line that cannot be read") && !said.contains("ug1-002"), "{said}");
}

#[test]
fn blanks_alone_are_no_name_and_no_reason() {
    let example = Example::on("2013-06-10");
    for words in [
        &["person", "add", "20990001", " ", "--stage", "league"][..],
        &["outcome", "add", "2009210101", "honour", " ", "--on", "2013-06-01"],
        &["duty", "decide", "2009210101", "--measure", "none", "--grounds", "\u{3000}"],
        &["pair", "end", "ug1-001", "--reason", ""],
        &["award", "approve", "progress", "--meeting", " "],
    ] {
        refused(&example, words);
    }
}

#[test]
fn a_number_that_the_program_gives_is_not_assigned() {
    let example = Example::on("2013-06-10");
    for field in ["n=2", "序号=2"] {
        let said = refused(&example, &["contacts", "amend", "ug1-001@2012-11-08", field]);
        assert!(said.contains("is given by the program"), "{said}");
    }
}

/// A hand-in that is entered late stands among the others by its day, and goes away and comes back without deciding.
#[test]
fn the_latest_hand_in_decides_whatever_is_entered_last() {
    let example = Example::on("2013-06-10");
    let state = |example: &Example| {
        let forms = example.json(&["form", "list", "2012-12"]);
        let own = forms["forms"].as_array().unwrap().iter().find(|form| form["pair"] == "ug2-017").unwrap().clone();
        (own["review"].clone(), own["n"].clone(), own["received"].clone())
    };
    let before = (state(&example), example.files());
    example.fine(&["form", "amend", "ug2-017", "2012-12#1", "month=2012-11"]);
    assert_ne!(example.files(), before.1);
    example.fine(&["form", "amend", "ug2-017", "2012-11", "month=2012-12"]);
    assert_eq!((state(&example), example.files()), before);
    let run = example.run(&["form", "receive", "ug2-017", "2012-12", "--on", "2013-01-01"]);
    assert!(run.code == 0 && run.stderr.contains("still decides"), "{run:?}");
    let (review, _, received) = state(&example);
    assert_eq!((review, received), (before.0.0, before.0.2));
    assert_eq!(example.run(&["validate"]).code, 0);
}

#[test]
fn consent_that_is_not_given_yet_publishes_nothing() {
    let example = Example::on("2013-06-10");
    let page = |example: &Example| example.fine(&["--format", "html", "case", "list", "--scope", "branch"]);
    let line = example.text("committee/cases.csv").lines().nth(1).unwrap().to_owned();
    let (id, text) = (line.split(',').next().unwrap(), line.split(',').nth(4).unwrap());
    assert!(page(&example).contains(text));
    let run = example.run(&["case", "amend", id, "consent=2013-12-01"]);
    assert!(run.code == 0 && run.stderr.contains("2013-12-01 is after today"), "{run:?}");
    assert!(!page(&example).contains(text));
}

#[test]
fn a_visit_that_cannot_be_is_told() {
    let example = Example::on("2013-07-01");
    let line = example.text("committee/visits.csv").lines().find(|line| line.starts_with("2012-12-19,2010210206,")).unwrap().to_owned();
    example.replace("committee/visits.csv", &line, &line.replace("2012-12-07", "2012-12-20"));
    let problems = example.json(&["validate"])["problems"].as_array().unwrap().clone();
    assert_eq!(problems.iter().map(|problem| problem["code"].as_str().unwrap()).collect::<Vec<_>>(), ["said-after-visit"]);
}

/// In another encoding names and classes would be empty; whoever decides refuses.
#[test]
fn a_roster_or_a_log_in_another_encoding_is_refused() {
    let example = Example::on("2013-06-10");
    let gbk = |file: &str| {
        let text = example.text(file);
        let (bytes, _, lossy) = encoding_rs::GB18030.encode(&text);
        assert!(!lossy && bytes != text.as_bytes());
        std::fs::write(example.folder().join(file), bytes).unwrap();
        text
    };
    for (file, commands) in [
        ("people.csv", &[&["check"][..], &["rollup", "2012-12"], &["award", "compute", "star"], &["duty", "list"]][..]),
        ("branches/ug1/contacts.csv", &[&["award", "compute", "star"], &["duty", "list"], &["summary"]]),
        ("branches/ug1/forms.csv", &[&["award", "compute", "star"], &["duty", "list"]]),
    ] {
        let text = gbk(file);
        for command in commands {
            let run = example.run(command);
            assert!(run.code == 4 && run.stderr.contains("bad-encoding"), "{file} {command:?}: {run:?}");
        }
        example.write(Path::new(file), &text);
    }
}

/// Problems as a table, for whoever works on them in a spreadsheet.
#[test]
fn problems_come_as_csv_and_md() {
    let example = Example::on("2013-07-01");
    example.replace("branches/ug1/contacts.csv", "ug1-001,2012-11-08,1,talk,", "ug1-001,2012-11-31,1,talk,");
    let run = example.run(&["--format", "csv", "validate"]);
    let (head, rest) = run.stdout.split_once('\n').unwrap();
    assert_eq!((run.code, head), (1, "severity,code,file,line,column,message,help"));
    assert!(rest.starts_with("error,impossible-date,branches/ug1/contacts.csv,2,9,"), "{rest}");
    // A program gets all of them, however many.
    let text = example.text("branches/ug1/contacts.csv");
    let (head, rest) = text.split_once('\n').unwrap();
    example.write(Path::new("branches/ug1/contacts.csv"), &format!("{head}\n{}", rest.replace(",talk,", ",tlak,").repeat(6)));
    let json: serde_json::Value = serde_json::from_str(&example.run(&["--format", "json", "validate"]).stdout).unwrap();
    let all = json["problems"].as_array().unwrap().len();
    assert!(all > 1000 && example.run(&["--format", "csv", "validate"]).stdout.lines().count() == all + 1, "{all}");
    assert!(example.run(&["--format", "md", "validate"]).stdout.contains("| impossible-date |"));
}

/// A roster that was lost comes in again from the office's own list, though everybody is named somewhere.
#[test]
fn a_roster_is_imported_where_there_is_none() {
    let example = Example::on("2013-06-10");
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("名单.csv");
    std::fs::rename(example.folder().join("people.csv"), &list).unwrap();
    assert_eq!(example.run(&["check"]).code, 4);
    let run = example.run(&["import", "roster", list.to_str().unwrap(), "--yes"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(example.run(&["check"]).code, 1, "as before: some are overdue");
}

/// A sheet beside the missing file is taken in, and is no fault any more.
#[test]
fn a_log_under_another_name_is_taken_in_by_import() {
    let example = Example::on("2013-06-10");
    let branch = example.folder().join("branches/ug1");
    std::fs::rename(branch.join("contacts.csv"), branch.join("交流记录.csv")).unwrap();
    let run = example.run(&["rollup", "2012-12"]);
    assert!(run.code == 0 && run.stderr.contains("交流记录.csv") && run.stderr.contains("contacts.csv"), "{run:?}");
    let said = refused(&example, &["log", "ug1-001", "谈心", "--date", "2013-06-05"]);
    assert!(said.contains("交流记录.csv"), "{said}");
    std::fs::rename(branch.join("交流记录.csv"), branch.join("contacts (1).csv")).unwrap();
    std::fs::copy(branch.join("contacts (1).csv"), branch.join("contacts - 副本.csv")).unwrap();
    let run = example.run(&["rollup", "2012-12"]);
    assert!(run.code == 4 && run.stderr.contains("“contacts (1).csv”"), "{run:?}");
    let said = refused(&example, &["log", "ug1-001", "谈心", "--date", "2013-06-05"]);
    assert!(said.contains("“contacts (1).csv”"), "{said}");
    example.fine(&["import", "contacts", branch.join("contacts (1).csv").to_str().unwrap(), "--yes"]);
    let run = example.run(&["rollup", "2012-12"]);
    assert!(run.code == 0 && run.stderr.is_empty(), "{run:?}");
}

#[test]
fn sealed_records_under_another_name_are_missed() {
    let example = Example::on("2012-10-20");
    let ring = Ring::new();
    ring.make(&example, "a");
    let key = &ring.word("a");
    std::fs::write(example.folder().join("sealed (1).csv"), "box,data\nb1,x\n").unwrap();
    for words in [&["--identity", key, "pair", "suggest"][..], &["key", "destroy", "--yes"], &["--identity", key, "screen", "list"]] {
        let said = refused(&example, words);
        assert!(said.contains("“sealed (1).csv”"), "{words:?}: {said}");
    }
}

/// Of the files that only some branches have too, a copy under another name is missed.
#[test]
fn goals_under_another_name_are_missed() {
    let example = Example::on("2013-06-10");
    let branch = example.folder().join("branches/ug1");
    std::fs::rename(branch.join("goals.csv"), branch.join("goals (1).csv")).unwrap();
    let run = example.run(&["rollup", "2012-12"]);
    assert!(run.code == 4 && run.stderr.contains("“goals (1).csv”"), "{run:?}");
}

/// A person is not added to a roster that is not there: all others would be gone.
#[test]
fn nobody_is_added_to_a_missing_roster() {
    let example = Example::on("2013-06-10");
    std::fs::remove_file(example.folder().join("people.csv")).unwrap();
    let said = refused(&example, &["person", "add", "2013210101", "某人", "--branch", "ug1", "--stage", "league"]);
    assert!(said.contains("people.csv"), "{said}");
}

/// Pairs that are chosen without the needs that are sealed would be others: nothing is proposed. An overview says what it knows.
#[test]
fn nothing_is_proposed_without_sealed_records_that_cannot_be_read() {
    let example = Example::on("2012-10-20");
    let ring = Ring::new();
    ring.make(&example, "a");
    let key = &ring.word("a");
    std::fs::create_dir(example.folder().join("sealed.csv")).unwrap();
    let run = example.run(&["--identity", key, "pair", "suggest", "--seed", "1"]);
    assert!(run.code == 3 && run.stdout.is_empty() && run.stderr.contains("sealed.csv"), "{run:?}");
    let run = example.run(&["--identity", key, "status"]);
    assert!(run.code == 3 && !run.stdout.is_empty() && run.stderr.contains("sealed.csv"), "{run:?}");
}

/// A row that was emptied in a spreadsheet is told once, and `fmt` takes it out.
#[test]
fn an_emptied_row_is_an_empty_line() {
    let example = Example::on("2013-07-01");
    let text = example.text("branches/ug1/contacts.csv");
    let (head, rest) = text.split_once('\n').unwrap();
    example.write(Path::new("branches/ug1/contacts.csv"), &format!("{head}\n,,,,,,,,,,,,\n{rest}"));
    let run = example.run(&["--format", "csv", "validate"]);
    assert!(run.code == 1 && run.stdout.lines().count() == 2 && run.stdout.contains("empty-line,branches/ug1/contacts.csv,2,1"), "{run:?}");
    example.fine(&["fmt"]);
    assert_eq!(example.text("branches/ug1/contacts.csv"), text);
}

#[test]
fn what_is_odd_is_noted_and_let_in() {
    let example = Example::on("2013-06-05");
    for (words, note) in [
        (&["log", "ug1-001", "又谈一次", "--date", "2013-05-11"][..], "has 2 contact(s) on 2013-05-11"),
        (&["form", "receive", "ug1-001", "2013-06"], "2013-06 was not over on 2013-06-05"),
        (&["report", "send", "ug1", "2013-06"], "2013-06 was not over on 2013-06-05"),
        (&["inspect", "record", "ug2", "--by", "令狐莹", "--person", "2009210101"], "is of branch ug1, not of ug2"),
        (&["outcome", "add", "2009210101", "honour", "演讲比赛"], "counts no points"),
        (&["outcome", "add", "2010210111", "grade", "绩点", "--value", "3"], "No award uses “绩点”"),
    ] {
        let run = example.run(words);
        assert!(run.code == 0 && (run.stderr + &run.stdout).contains(note), "{words:?}");
    }
    assert!(!example.run(&["log", "ug1-002", "谈一次", "--date", "2013-06-04"]).stdout.contains("contact(s)"));
}

#[test]
fn a_name_is_found_without_the_blanks_of_an_office_list() {
    let example = Example::on("2013-06-10");
    example.replace("people.csv", ",顾南斗,", ",顾 南斗,");
    assert!(example.fine(&["person", "list", "顾南斗"]).contains("2009210101"));
    assert_eq!(example.run(&["status", "顾南斗"]).code, 0);
}

/// What could not be read may be missing in a list, so that the list does not end as if all were there.
#[test]
fn a_list_that_may_not_be_whole_ends_with_three() {
    let example = Example::on("2013-06-10");
    let file = example.folder().join("branches/ug1/contacts.csv");
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let run = example.run(&["--format", "csv", "contacts", "list"]);
    assert!(run.code == 3 && run.stdout.contains("ug2-001,") && run.stderr.contains("it is no regular file"), "{run:?}");
    assert_eq!(example.run(&["--lang", "zh", "contacts", "list"]).code, 3);
    assert_eq!(example.run(&["goal", "list"]).code, 0, "goals are all there");
}

/// In a file of settings the first byte that is no UTF-8 is told, columns in characters as in a table.
#[test]
fn settings_in_another_encoding_are_told_at_the_first_damaged_place() {
    let example = Example::on("2013-06-20");
    let path = example.folder().join("bangfu.toml");
    let sound = std::fs::read(&path).unwrap();
    let (before, gb) = ("# 头\n# 假: ", b"\xBA\xAE\xBC\xD9 \n");
    std::fs::write(&path, [before.as_bytes(), gb, &sound].concat()).unwrap();
    let run = example.run(&["status"]);
    assert!(run.code == 4 && run.stderr.contains("bangfu.toml:2:6: error[bad-encoding]"), "{run:?}");
    std::fs::write(&path, sound).unwrap();
    std::fs::create_dir_all(example.folder().join("committee/decisions")).unwrap();
    let decision = b"format = 1\naward = \"star\"\n\n[decision]\nmeeting = \"\xB5\xB3\"\n";
    std::fs::write(example.folder().join("committee/decisions/star.toml"), decision).unwrap();
    let run = example.run(&["validate"]);
    assert!(run.stdout.contains("committee/decisions/star.toml:5:12: error[bad-encoding]"), "{run:?}");
}
