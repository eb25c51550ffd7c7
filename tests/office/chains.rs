//! One line that cannot be read is one problem, whatever refers to it.

use std::path::Path;

use super::example::Example;

/// The errors that `validate` finds, as code, file and line.
fn errors(example: &Example) -> Vec<String> {
    let run = example.run(&["--format", "json", "validate"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let errors = answer["problems"].as_array().unwrap().iter().filter(|problem| problem["severity"] == "error");
    errors.map(|found| format!("{} {}:{}", found["code"].as_str().unwrap(), found["file"].as_str().unwrap(), found["line"])).collect()
}

#[test]
fn a_person_whose_line_cannot_be_read_is_told_once() {
    let example = Example::on("2013-06-14");
    let text = example.text("people.csv");
    let line = |id: &str| 1 + text.lines().position(|line| line.starts_with(id)).unwrap();
    example.replace("people.csv", "2010210111,夏昆吾", "2010210111,夏昆吾,");
    example.replace("people.csv", "2009210102,侯摽梅,男,英语,2009,英语0901,ug1,full", "2009210102,侯摽梅,男,英语,2009,英语0901,ug1,ful");
    let expected = [format!("unknown-word people.csv:{}", line("2009210102")), format!("ragged-row people.csv:{}", line("2010210111"))];
    assert_eq!(errors(&example), expected);
    // Somebody who never was on the roster is told still.
    example.replace("branches/ug1/choices.csv", "2010210103,2011210206,helper", "2010210103,2011210999,helper");
    let found = errors(&example);
    assert!(found.len() == 3 && found[0].starts_with("unknown-person branches/ug1/choices.csv"), "{found:?}");
}

#[test]
fn a_pair_whose_line_cannot_be_read_is_told_once() {
    let example = Example::on("2013-06-14");
    example.replace("branches/ug1/pairs.csv", "ug1-001,2009210101,2010210111,voluntary,", "ug1-001,2009210101,2010210111,voluntary,,");
    assert_eq!(errors(&example), ["ragged-row branches/ug1/pairs.csv:2"]);
    example.replace("branches/ug1/contacts.csv", "ug1-002,", "ug1-902,");
    assert!(errors(&example).iter().any(|found| found.starts_with("unknown-pair branches/ug1/contacts.csv")));
}

#[test]
fn a_roster_without_its_header_makes_nobody_unknown() {
    let example = Example::on("2013-06-14");
    example.replace("people.csv", "id,name,", "ids,name,");
    assert_eq!(errors(&example), ["missing-column people.csv:1"]);
}

/// A line with the right number of cells in the wrong order: its person is among its words, though not where the id should be.
#[test]
fn a_person_whose_cells_were_moved_is_told_once() {
    let example = Example::on("2013-06-14");
    let text = example.text("people.csv");
    let line = text.lines().find(|line| line.starts_with("2010210111,")).unwrap();
    let (first, rest) = line.split_once(',').unwrap();
    let (second, rest) = rest.split_once(',').unwrap();
    let moved = format!("{second},{rest},{first}");
    example.replace("people.csv", line, &moved);
    let found = errors(&example);
    assert!(!found.is_empty() && found.iter().all(|found| found.contains(" people.csv:")), "{found:?}");
}

#[test]
fn a_roster_or_a_file_of_pairs_that_was_lost_is_told_once_with_one_who_names_it() {
    let example = Example::on("2013-06-14");
    let head = |file: &str| example.text(file).lines().next().unwrap().to_owned() + "\n";
    let (people, pairs) = (example.text("people.csv"), example.text("branches/ug1/pairs.csv"));
    example.write(Path::new("people.csv"), &head("people.csv"));
    assert_eq!(errors(&example), ["unknown-person branches/pg/pairs.csv:2", "nobody-in-roster people.csv:1"]);
    example.write(Path::new("people.csv"), &people);
    for lost in [Some(head("branches/ug1/pairs.csv")), None] {
        match lost {
            Some(head) => example.write(Path::new("branches/ug1/pairs.csv"), &head),
            None => std::fs::remove_file(example.folder().join("branches/ug1/pairs.csv")).unwrap(),
        }
        let found = errors(&example);
        let told =
            ["unknown-pair branches/ug1/contacts.csv:2", "no-pairs branches/ug1/pairs.csv:null", "unknown-pair committee/cases.csv:2"];
        assert_eq!(found, told);
        assert_eq!(example.run(&["check"]).code, 4);
    }
    example.write(Path::new("branches/ug1/pairs.csv"), &pairs);
    assert!(errors(&example).is_empty());
}

#[test]
fn of_an_end_before_the_start_nothing_follows() {
    let example = Example::on("2013-06-14");
    let text = example.text("branches/ug1/pairs.csv");
    example.write(Path::new("branches/ug1/pairs.csv"), &text.replacen("2012-11-06,,\n", "2012-11-06,2012-10-01,x\n", 1));
    assert_eq!(errors(&example), ["end-before-start branches/ug1/pairs.csv:2"]);
}

/// A file that is empty to its last byte was not saved, or cut off.
#[test]
fn a_file_without_a_byte_is_no_file_without_records() {
    let example = Example::on("2013-06-14");
    for file in ["branches/ug1/contacts.csv", "committee/visits.csv", "people.csv"] {
        let text = example.text(file);
        example.write(Path::new(file), "");
        assert_eq!(errors(&example)[..1], [format!("no-header {file}:1")], "{file}");
        assert_eq!(example.run(&["rollup", "2012-12"]).code, 4, "{file}");
        example.write(Path::new(file), &text);
    }
    std::fs::remove_file(example.folder().join("committee/visits.csv")).unwrap();
    assert!(errors(&example).is_empty());
}

/// A record is the same in either language.
#[test]
fn a_record_written_twice_in_two_languages_is_doubled() {
    let example = Example::on("2013-06-14");
    for (file, one, other) in [("committee/outcomes.csv", "honour", "获奖"), ("committee/meetings.csv", "symposium", "座谈")] {
        let text = example.text(file);
        let line = text.lines().find(|line| line.split(',').any(|cell| cell == one)).unwrap();
        example.write(Path::new(file), &format!("{text}{}\n", line.replacen(one, other, 1)));
        let found = errors(&example);
        assert!(found.len() == 1 && found[0].starts_with(&format!("duplicate-key {file}:")), "{found:?}");
        example.write(Path::new(file), &text);
    }
    assert_eq!(example.run(&["award", "compute", "star"]).code, 0);
}

/// A change that could not be answered for is not made.
#[test]
fn a_wrong_place_for_the_answer_is_told_before_anything_is_written() {
    let example = Example::on("2013-06-01");
    let before = example.files();
    for place in ["/no/such/folder/x", "/", example.folder().join("people.csv").to_str().unwrap()] {
        let run = example.run(&["log", "ug1-001", "谈心", "--date", "2013-05-30", "-o", place]);
        assert!(run.code == 2 || run.code == 3, "{run:?}");
        assert_eq!(example.files(), before, "{place}");
    }
}

/// Two contacts of a day whose numbers are left out are told apart when one of them moves.
#[test]
fn the_contact_that_is_meant_moves_to_another_branch() {
    let example = Example::on("2013-06-14");
    let rows = "ug1-001,2013-05-20,1,talk,,study,,,甲说,,,2013-05-20,\nug1-001,2013-05-20,,talk,,study,,,乙说,,,2013-05-20,\n";
    let text = example.text("branches/ug1/contacts.csv");
    let (mine, rest) = text.split_at(text.find("ug1-002,").unwrap());
    example.write(Path::new("branches/ug1/contacts.csv"), &format!("{mine}{rows}{rest}"));
    assert_eq!(errors(&example), [""; 0]);
    example.fine(&["contacts", "amend", "ug1-001@2013-05-20#1", "pair=ug2-001"]);
    assert!(example.text("branches/ug2/contacts.csv").contains("甲说") && example.text("branches/ug1/contacts.csv").contains("乙说"));
    assert!(!example.text("branches/ug2/contacts.csv").contains("乙说") && !example.text("branches/ug1/contacts.csv").contains("甲说"));
}

/// A file by nearly another name would be passed over, and its records with it.
#[test]
fn a_file_that_lost_its_name_is_not_taken_for_none() {
    let example = Example::on("2013-06-14");
    for (file, found, command) in [
        ("branches/ug1/contacts.csv", "branches/ug1/contacts (1).csv", &["check"][..]),
        ("branches/ug1/forms.csv", "branches/ug1/forms.xlsx", &["rollup", "2012-12"]),
        ("committee/outcomes.csv", "committee/outcome.csv", &["award", "compute", "star"]),
        ("committee", "commitee", &["rollup", "2012-12"]),
    ] {
        let path = |name: &str| example.folder().join(name);
        std::fs::rename(path(file), path(found)).unwrap();
        // Without the outcomes others are of a wrong stage.
        assert!(errors(&example).contains(&format!("misnamed-file {file}:null")), "{file}");
        assert_eq!(example.run(command).code, 4, "{file}");
        assert!(!example.run(&["validate"]).stdout.contains("unknown-file"), "{file}");
        std::fs::rename(path(found), path(file)).unwrap();
        assert_eq!(errors(&example), [""; 0]);
    }
    std::fs::rename(example.folder().join("branches/ug1/contacts.csv"), example.folder().join("branches/ug1/contact.csv")).unwrap();
    let run = example.run(&["log", "ug1-001", "谈心", "--date", "2013-06-01"]);
    assert_eq!((run.code, example.folder().join("branches/ug1/contacts.csv").exists()), (4, false), "{run:?}");
    std::fs::copy(example.folder().join("branches/ug1/contact.csv"), example.folder().join("branches/ug1/contacts.csv")).unwrap();
    assert_eq!(errors(&example), [""; 0]);
    assert!(example.run(&["validate"]).stdout.contains("contact.csv: warning[unknown-file]"));
}

/// Whoever decides learns that a column is not read, where another is missing.
#[test]
fn a_column_that_is_not_read_is_told_to_those_who_decide() {
    let example = Example::on("2013-06-14");
    example.replace("branches/ug1/contacts.csv", "topics,minutes,", "topics,时间,");
    for command in [&["rollup", "2012-12"][..], &["check"], &["award", "compute", "star"], &["duty", "list"]] {
        let run = example.run(command);
        assert!(run.code < 2 && run.stderr.contains("minutes (时长)"), "{command:?}: {}", run.stderr);
        let quiet = example.run(&[&["-q"], command].concat());
        assert_eq!((quiet.code, quiet.stdout, quiet.stderr.as_str()), (run.code, run.stdout, ""), "{command:?}");
    }
    example.replace("branches/ug1/contacts.csv", "topics,时间,", "topics,Minutes,");
    assert_eq!(errors(&example), ["misnamed-column branches/ug1/contacts.csv:1"]);
    example.replace("branches/ug1/contacts.csv", "topics,Minutes,", "topics,minutes,");
    example.replace("branches/ug1/contacts.csv", ",by\n", ",by,mine\n");
    let text = example.text("branches/ug1/contacts.csv").replace('\n', ",\n").replacen(",by,mine,\n", ",by,mine\n", 1);
    example.write(Path::new("branches/ug1/contacts.csv"), &text);
    assert_eq!(example.run(&["rollup", "2012-12"]).stderr, "");
}

#[test]
fn what_somebody_may_have_meant_is_told() {
    let example = Example::on("2013-06-14");
    for (file, right, wrong, near) in [
        ("branches/ug1/pairs.csv", "2009210101,", "顾南斗,", "2009210101"),
        ("branches/ug1/contacts.csv", "ug1-001,", "UG1-001,", "ug1-001"),
        ("branches/ug1/contacts.csv", "ug1-001,", "ug1－001,", "ug1-001"),
        ("branches/ug1/pairs.csv", "study;life", "study；life", "study;life"),
        ("branches/ug1/pairs.csv", "study;life", "学习、生活", "study;life"),
        ("branches/ug1/pairs.csv", "study;life", "study;", "study"),
        ("committee/outcomes.csv", ",gpa,", ",GPA,", "gpa"),
    ] {
        let text = example.text(file);
        example.write(Path::new(file), &text.replacen(right, wrong, 1));
        let said = example.run(&["validate"]).stdout;
        assert!(said.contains(&format!("“{near}”")), "{wrong}: {said}");
        example.write(Path::new(file), &text);
    }
}

/// The same contact twice is recorded, and said.
#[test]
fn what_was_most_likely_entered_twice_or_in_another_unit_is_told() {
    let example = Example::on("2013-06-01");
    let log = |words: &[&str]| example.run(&[&["log", "ug1-001"], words].concat()).stderr;
    assert_eq!(log(&["谈英语作文", "--date", "2013-5-8"]), "");
    assert_eq!(log(&["谈英语作文的结构", "--date", "2013-5-8"]), "");
    let again = log(&["谈英语作文", "--date", "20130508"]);
    assert!(again.contains("“ug1-001 2013-05-08 3” says the same as branches/ug1/contacts.csv:"), "{again}");
    let long = log(&["谈实习", "--date", "2013年5月9日", "--minutes", "1441"]);
    assert!(long.contains("1441 minutes are longer than a day"), "{long}");
    let told = example.run(&["validate"]).stdout;
    assert_eq!((told.matches("same-contact-twice").count(), told.matches("more-than-a-day").count()), (1, 1), "{told}");
    // With other words, or of another kind, it is another one.
    example.fine(&["contacts", "amend", "ug1-001@2013-05-08#3", "act=attempt"]);
    assert!(!example.run(&["validate"]).stdout.contains("same-contact-twice"));
}

#[test]
fn a_pair_with_records_is_not_removed() {
    let example = Example::on("2013-06-14");
    let told = example.refuses(&["pair", "remove", "ug1-001"]);
    assert!(told.starts_with("error: ug1-001 has 15 contact(s), 6 form(s) and 2 goal(s)"), "{told}");
    example.fine(&["pair", "add", "2009210406", "2011210608", "--start", "2013-06-02"]);
    example.fine(&["pair", "remove", "ug2-023"]);
}

#[test]
fn settings_in_utf_16_are_told_as_such() {
    let example = Example::on("2013-06-14");
    let words = example.text("bangfu.toml").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    for (start, kind) in [(&b"\xFF\xFE"[..], "UTF-16"), (b"\xD6\xD0", "GB18030")] {
        std::fs::write(example.folder().join("bangfu.toml"), [start, &words].concat()).unwrap();
        let run = example.run(&["validate"]);
        assert!(run.code != 0 && run.stdout.contains(&format!("it looks like {kind}")), "{run:?}");
    }
}
