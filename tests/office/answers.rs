//! What commands that write answer: the record for programs, and what follows for people.

use super::example::Example;

#[test]
fn every_command_that_adds_names_the_record_for_programs() {
    let example = Example::on("2013-06-01");
    let cases: [(&[&str], &str, &str); 9] = [
        (
            &["outcome", "add", "夏昆吾", "honour", "演讲比赛", "--level", "college"],
            "committee/outcomes.csv",
            "2013-06-01 2010210111 honour 演讲比赛",
        ),
        (&["meeting", "record", "座谈"], "committee/meetings.csv", "2013-06-01 symposium"),
        (&["inspect", "record", "ug1", "--by", "x"], "committee/inspections.csv", "2013-06-01 ug1"),
        (&["visit", "record", "夏昆吾", "--by", "x"], "committee/visits.csv", "2013-06-01 2010210111"),
        (&["report", "send", "ug2", "2013-03"], "branches/ug2/reports.csv", "2013-03"),
        (&["form", "receive", "ug1-002", "2013-05"], "branches/ug1/forms.csv", "ug1-002 2013-05 2"),
        (&["award", "nominate", "star", "罗甘棠", "--reason", "带头"], "branches/ug1/nominations.csv", "star 2010210106 ug1"),
        (&["pair", "add", "2009210406", "2011210608", "--start", "2013-06-02"], "branches/ug2/pairs.csv", "ug2-023"),
        (&["goal", "add", "ug1-001", "过四级"], "branches/ug1/goals.csv", "ug1-001 g3"),
    ];
    for (words, file, record) in cases {
        let answer = example.json(words);
        let records = answer["records"].as_array().unwrap();
        let expected = [&"added".into(), &file.into(), &record.into()] as [&serde_json::Value; 3];
        assert_eq!(records.len(), 1, "{words:?}: {answer}");
        assert_eq!([&records[0]["action"], &records[0]["file"], &records[0]["record"]], expected, "{answer}");
    }
    let ended = example.json(&["pair", "end", "ug1-001", "--on", "2013-06-13", "--reason", "x"]);
    assert_eq!((&ended["records"][0]["action"], &ended["records"][0]["record"]), (&"amended".into(), &"ug1-001".into()));
}

#[test]
fn a_review_says_what_was_reviewed_and_what_follows() {
    let example = Example::on("2013-01-04");
    example.fine(&["form", "receive", "ug1-014", "2012-12", "--on", "2013-01-03"]);
    let said = example.fine(&["form", "review", "ug1-014", "2012-12", "returned"]);
    assert!(
        said.contains("Hand-in 1 of ug1-014 for 2012-12 was sent back on 2013-01-04")
            && said.contains("due 2013-01-05 and now: not yet due"),
        "{said}"
    );
    example.fine(&["form", "receive", "ug1-014", "2012-12", "--on", "2013-01-04"]);
    let answer = example.json(&["form", "review", "ug1-014", "2012-12", "passed"]);
    let said = answer["message"].as_str().unwrap();
    assert!(said.contains("Hand-in 2 of ug1-014 for 2012-12 passed on 2013-01-04; it counts as: on time"), "{answer}");
    assert_eq!(answer["state"], "on_time");
}

#[test]
fn a_review_of_a_nomination_says_whether_it_bars() {
    let example = Example::on("2013-05-20");
    let award = |words: &[&str]| example.fine(&[&["award"], words].concat());
    award(&["nominate", "progress", "2010210411", "--reason", "x", "--on", "2013-05-18"]);
    award(&["nominate", "progress", "2010210411", "--reason", "x", "--by", "ug2"]);
    let said = award(&["review", "progress", "2010210411", "passed", "--by", "2010210403"]);
    assert!(
        said.contains("reviewed on 2013-05-20: passed") && said.contains("latest nomination decides: that by ug2 of 2013-05-20"),
        "{said}"
    );
    let said = award(&["review", "progress", "2010210411", "returned", "--by", "ug2"]);
    assert!(said.contains("is barred from this award"), "{said}");
    award(&["nominate", "star", "2010210106", "--reason", "x"]);
    let said = award(&["review", "star", "2010210106", "returned"]);
    assert!(said.contains("bars nobody"), "{said}");
}

#[test]
fn the_newest_contacts_of_each_pair_are_listed() {
    let example = Example::on("2013-06-14");
    let records = |words: &[&str]| example.json(&[&["contacts", "list"], words].concat())["records"].as_array().unwrap().clone();
    let all = records(&["--branch", "ug1"]);
    let mut newest = std::collections::BTreeMap::new();
    for record in &all {
        newest.insert(record["pair"].as_str().unwrap().to_owned(), record["record"].clone());
    }
    let last = records(&["--branch", "ug1", "--last"]);
    assert_eq!(last.iter().map(|record| record["record"].clone()).collect::<Vec<_>>(), newest.into_values().collect::<Vec<_>>());
    let mine: Vec<_> = all.iter().filter(|record| record["pair"] == "ug1-001").cloned().collect();
    assert_eq!(records(&["顾南斗", "--last", "3"]), mine[mine.len() - 3..]);
    assert_eq!(records(&["ug1-001", "--last", "999"]), mine);
    example.refuses(&["contacts", "list", "--last", "0"]);
}
