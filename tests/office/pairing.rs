//! `pair suggest`: who is paired and who is left over, what is written, and what is refused.

use std::path::Path;

use serde_json::Value;

use super::example::Example;

/// A college of so many helpers and students: helpers `h01`… in the branches in turn, students `s01`….
pub fn college(today: &'static str, helpers: usize, students: usize) -> Example {
    let example = Example::on(today);
    for path in example.files().keys().filter(|path| path.extension().is_some_and(|extension| extension == "csv")) {
        let text = String::from_utf8(example.files()[path].clone()).unwrap();
        example.write(path, &format!("{}\n", text.lines().next().unwrap()));
    }
    let mut people = String::from("id,name,gender,major,grade,class,branch,stage,stage_since,counsellor,college,dormitory,left,note\n");
    for number in 1..=helpers {
        let (branch, sex) = (["ug1", "ug2", "pg"][number % 3], ["女", "男"][number % 2]);
        people.push_str(&format!("h{number:02},帮{number:02},{sex},英语,2010,,{branch},full,,,,,,\n"));
    }
    for number in 1..=students {
        let (major, sex) = (["英语", "俄语", "日语"][number % 3], ["女", "男"][number / 2 % 2]);
        people.push_str(&format!("s{number:02},生{number:02},{sex},{major},2012,,,league,,,,,,\n"));
    }
    example.write(Path::new("people.csv"), &people);
    example
}

/// Adds rows to a table.
pub fn add(example: &Example, file: &str, rows: &[&str]) {
    let text = example.text(file);
    let (head, old) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = old.lines().chain(rows.iter().copied()).collect();
    rows.sort_unstable();
    example.write(Path::new(file), &format!("{head}\n{}\n", rows.join("\n")));
}

pub fn pairs(answer: &Value) -> Vec<(String, String)> {
    let text = |pair: &Value, key: &str| pair[key].as_str().unwrap().to_owned();
    answer["pairs"].as_array().unwrap().iter().map(|pair| (text(pair, "helper"), text(pair, "helped"))).collect()
}

#[test]
fn an_answer_has_every_key_in_its_order() {
    let example = Example::on("2012-11-05");
    let text = example.fine(&["--format", "json", "pair", "suggest", "--seed", "s", "--as-of", "2012-11-05"]);
    let keys = ["format", "seed", "pairs", "unpaired_helped", "unpaired_helpers", "objective", "optimal", "unique"];
    let places: Vec<usize> = keys.iter().map(|key| text.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    let pair = &answer["pairs"][0];
    assert_eq!(pair["tier"], serde_json::json!({ "level": 1, "kept": false, "named": "helper", "fit": 0 }));
    assert_eq!((&pair["basis"], &pair["cost"]), (&"voluntary".into(), &Value::Null));
    let sum = &answer["objective"];
    assert_eq!((&sum["covered"], &sum["by_level"], &sum["cost"]), (&58.into(), &serde_json::json!({ "1": 58 }), &Value::Null));
    assert_eq!((&answer["optimal"], &answer["unique"]), (&true.into(), &true.into()));
    assert_eq!(answer["unpaired_helped"].as_array().unwrap().len(), 12);
    assert_eq!(answer["unpaired_helpers"], serde_json::json!([]));
}

/// What is proposed is what would be written: pairs that are recorded with a later first day have their places.
#[test]
fn whoever_has_a_pair_that_begins_later_is_not_proposed_again() {
    let example = Example::on("2012-11-05");
    let proposed = pairs(&example.json(&["pair", "suggest", "--seed", "s"]));
    let all = |example: &Example| ["ug1", "ug2", "pg"].map(|branch| example.text(&format!("branches/{branch}/pairs.csv"))).concat();
    let recorded = all(&example).lines().count();
    assert!(!proposed.is_empty() && proposed.len() < 10, "most have their pairs: {proposed:?}");
    example.fine(&["pair", "suggest", "--seed", "s", "--apply"]);
    let written = all(&example);
    assert!(proposed.iter().all(|(helper, helped)| written.contains(&format!(",{helper},{helped},"))));
    assert_eq!(written.lines().count(), recorded + proposed.len());
    assert_eq!(example.run(&["validate"]).code, 0, "nobody is in two pairs");
}

#[test]
fn nothing_is_written_without_apply_and_a_seed_is_drawn_and_told() {
    let example = Example::on("2012-11-05");
    let before = example.files();
    let (one, other) = (example.json(&["pair", "suggest"]), example.json(&["pair", "suggest"]));
    assert_eq!(example.files(), before);
    let seed = one["seed"].as_str().unwrap();
    assert!(seed.len() == 16 && seed != other["seed"], "{seed}");
    let again = example.json(&["pair", "suggest", "--seed", seed]);
    assert_eq!(again, one);
    assert!(example.fine(&["pair", "suggest", "--seed", seed]).contains(seed));
}

#[test]
fn apply_writes_all_pairs_and_leaves_nobody_to_be_proposed_again() {
    let example = college("2012-11-05", 7, 9);
    add(&example, "branches/ug2/choices.csv", &["h01,s09,helped,2012-11-02", "h01,s09,helper,2012-11-02", "h04,s02,helped,2012-11-03"]);
    let proposed = example.json(&["pair", "suggest", "--seed", "x", "--start", "2012-11-06"]);
    let told = example.run(&["pair", "suggest", "--seed", "x", "--apply", "--start", "2012-11-06"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.stdout.contains("Wrote 7 pair(s) from 2012-11-06 on; the lot's seed was x."), "{}", told.stdout);
    let listed = example.json(&["pair", "list"]);
    let rows = listed["records"].as_array().unwrap();
    let mut written: Vec<_> =
        rows.iter().map(|row| (row["helper"].as_str().unwrap().to_owned(), row["helped"].as_str().unwrap().to_owned())).collect();
    written.sort();
    assert_eq!(written, pairs(&proposed));
    let of = |helper: &str| rows.iter().find(|row| row["helper"] == helper).unwrap();
    assert_eq!((&of("h01")["helped"], &of("h01")["basis"], &of("h01")["id"]), (&"s09".into(), &"voluntary".into(), &"ug2-001".into()));
    assert_eq!((&of("h04")["helped"], &of("h04")["basis"], &of("h04")["id"]), (&"s02".into(), &"voluntary".into(), &"ug2-002".into()));
    assert!(rows.iter().all(|row| row["start"] == "2012-11-06" && row["topics"] == "thought;study;life;mind"));
    assert_eq!(example.run(&["validate"]).code, 0);
    let again = example.json(&["pair", "suggest", "--start", "2012-11-06"]);
    assert_eq!((pairs(&again).len(), again["unpaired_helped"].as_array().unwrap().len()), (0, 2));
    let none = example.fine(&["pair", "suggest", "--apply"]);
    assert!(none.contains("nothing was written"), "{none}");
}

#[test]
fn a_dry_run_of_apply_writes_nothing() {
    let example = college("2012-11-05", 3, 3);
    let before = example.files();
    let shown = example.fine(&["--dry-run", "pair", "suggest", "--seed", "x", "--apply", "--start", "2012-11-06"]);
    assert_eq!(example.files(), before);
    assert_eq!(shown.lines().filter(|line| line.starts_with("+") && line.contains(",assigned,")).count(), 3, "{shown}");
}

#[test]
fn rules_bar_pairs_and_are_counted() {
    let example = college("2012-11-05", 6, 4);
    add(&example, "committee/apart.csv", &["h02,s01,,", "s01,h04,2012-11-01,2012-12-01"]);
    example.replace("bangfu.toml", "helped_capacity = 1", "helped_capacity = 1\nsex = \"same\"\ngrade_distance = 1");
    let answer = example.json(&["pair", "suggest", "--seed", "x"]);
    assert_eq!(pairs(&answer).len(), 0);
    let reason = answer["unpaired_helped"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("not to be paired: 2") && reason.contains("same sex") && reason.contains("grades apart"), "{reason}");
    example.replace("bangfu.toml", "\ngrade_distance = 1", "\ngrade_distance = 2");
    let answer = example.json(&["pair", "suggest", "--seed", "x"]);
    let roster = example.text("people.csv");
    let sex = |id: &str| roster.lines().find(|line| line.starts_with(id)).unwrap().split(',').nth(2).unwrap().to_owned();
    assert_eq!(pairs(&answer).len(), 4);
    for (helper, helped) in pairs(&answer) {
        assert_eq!(sex(&helper), sex(&helped));
        assert!(helped != "s01" || !["h02", "h04"].contains(&helper.as_str()));
    }
}

#[test]
fn another_college_is_barred_unless_the_settings_let_it_in() {
    let example = college("2012-11-05", 1, 1);
    example.replace("people.csv", "s01,生01,女,俄语,2012,,,league,,,,,,", "s01,生01,女,俄语,2012,,,league,,,法学院,,,");
    let answer = example.json(&["pair", "suggest", "--seed", "x"]);
    assert_eq!((answer["eligible"].as_i64(), answer["settings"]["college"].as_str()), (Some(0), Some("same")));
    assert!(answer["unpaired_helped"][0]["reason"].as_str().unwrap().contains("of different colleges: 1"), "{answer}");
    example.replace("bangfu.toml", "helped_capacity = 1", "helped_capacity = 1\ncollege = \"any\"");
    let answer = example.json(&["pair", "suggest", "--seed", "x"]);
    assert_eq!((pairs(&answer).len(), answer["settings"]["college"].as_str()), (1, Some("any")));
    assert!(!example.fine(&["pair", "suggest", "--seed", "x"]).contains("same college"));
    example.replace("bangfu.toml", "college = \"any\"", "college = \"none\"");
    let run = example.run(&["pair", "suggest"]);
    assert!(run.code == 4 && run.stderr.contains("bangfu.toml:") && run.stderr.contains("same / any"), "{run:?}");
}

#[test]
fn points_decide_after_choices() {
    let example = college("2012-11-05", 1, 3);
    let fit = "helped_capacity = 1\n\n[[pairing.fit]]\nattribute = \"major\"\npoints = 2";
    example.replace("bangfu.toml", "helped_capacity = 1", fit);
    let answer = example.json(&["pair", "suggest", "--seed", "x"]);
    // s03 alone has the helper's major.
    assert_eq!(pairs(&answer), [("h01".to_owned(), "s03".to_owned())]);
    assert_eq!((&answer["pairs"][0]["tier"]["fit"], &answer["objective"]["fit"]), (&2.into(), &2.into()));
    assert!(answer["pairs"][0]["reasons"][0].as_str().unwrap().contains("same major (2)"));
    add(&example, "branches/ug2/choices.csv", &["h01,s01,helped,2012-11-02"]);
    assert_eq!(pairs(&example.json(&["pair", "suggest", "--seed", "x"])), [("h01".to_owned(), "s01".to_owned())]);
    // A choice made after the day asked about does not count yet.
    assert_eq!(pairs(&example.json(&["pair", "suggest", "--seed", "x", "--as-of", "2012-11-01"])), [("h01".to_owned(), "s03".to_owned())]);
    example.replace("bangfu.toml", "points = 2", "points = \"-2\"");
    assert_eq!(example.run(&["pair", "suggest"]).code, 4);
    example.replace("bangfu.toml", "points = \"-2\"", "points = \"1.25\"");
    assert_eq!(example.json(&["pair", "suggest", "--seed", "x", "--as-of", "2012-11-01"])["objective"]["fit"], "1.25");
    example.replace("bangfu.toml", "attribute = \"major\"", "attribute = \"mayor\"");
    let refused = example.run(&["pair", "suggest"]);
    assert!(refused.code == 4 && refused.stderr.contains("mayor") && refused.stderr.contains("major"), "{refused:?}");
}

#[test]
fn voluntary_first_tells_its_price() {
    // h01 may help s01 alone within two grades; both want each other's neighbour.
    let example = college("2012-11-05", 2, 2);
    add(&example, "committee/apart.csv", &["h02,s02,,"]);
    add(&example, "branches/ug2/choices.csv", &["h01,s01,helped,2012-11-02", "h01,s01,helper,2012-11-02"]);
    let need = example.json(&["pair", "suggest", "--seed", "x"]);
    assert_eq!(need["objective"]["covered"], 2);
    let voluntary = example.json(&["pair", "suggest", "--seed", "x", "--policy", "voluntary-first"]);
    assert_eq!((&voluntary["objective"]["covered"], &voluntary["objective"]["mutual"]), (&1.into(), &1.into()));
    assert_eq!(need["policies"], voluntary["policies"]);
    assert_eq!(voluntary["unpaired_helped"][0]["code"], "voluntary-first");
    let flat = |words: &[&str]| example.fine(words).split_whitespace().collect::<Vec<_>>().join(" ");
    let told = flat(&["pair", "suggest", "--seed", "x"]);
    assert!(told.contains("would cover 1 student(s) fewer and join 1 more pair(s)"), "{told}");
    let told = flat(&["pair", "suggest", "--seed", "x", "--policy", "voluntary-first"]);
    assert!(told.contains("covers 1 student(s) fewer and joins 1 more pair(s)"), "{told}");
    let refused = example.refuses(&["pair", "suggest", "--policy", "voluntary"]);
    assert!(refused.contains("voluntary-first"), "{refused}");
}

#[test]
fn records_with_an_error_refuse_and_nothing_is_applied() {
    let example = college("2012-11-05", 3, 3);
    add(&example, "branches/ug2/choices.csv", &["h01,s77,helper,2012-11-02"]);
    let before = example.files();
    for words in [vec!["pair", "suggest"], vec!["pair", "suggest", "--apply", "--start", "2012-11-06"]] {
        let run = example.run(&words);
        assert_eq!(run.code, 4, "{words:?}: {run:?}");
        assert!(run.stderr.contains("branches/ug2/choices.csv:2") && run.stderr.contains("s77"), "{}", run.stderr);
    }
    let json = example.run(&["--format", "json", "pair", "suggest"]);
    assert!(json.code == 4 && json.stdout.contains("bangfu/problems/1"), "{json:?}");
    assert_eq!(example.files(), before);
}

#[test]
fn own_costs_cover_first_and_then_cost_least() {
    let example = college("2012-11-05", 3, 3);
    let file = |text: &str| {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    };
    let costs = file("helper,helped,cost\nh01,s01,1\nh01,s02,100\nh02,s01,50\nh03,s01,0\n");
    let path = costs.path().to_str().unwrap();
    let answer = example.json(&["pair", "suggest", "--seed", "x", "--costs", path]);
    assert_eq!(pairs(&answer), [("h01".to_owned(), "s02".to_owned()), ("h03".to_owned(), "s01".to_owned())]);
    assert_eq!((&answer["objective"]["cost"], &answer["objective"]["covered"]), (&"100".into(), &2.into()));
    assert_eq!((&answer["pairs"][0]["cost"], &answer["pairs"][0]["tier"]), (&"100".into(), &Value::Null));
    assert_eq!((&answer["objective"]["by_level"], &answer["objective"]["named"]), (&Value::Null, &Value::Null));
    assert!(answer["unpaired_helped"][0]["reason"].as_str().unwrap().contains("file of costs: 3"));
    let faulty = file(
        "helper,helped,cost\nh01,s01,1.5\nh01,s09,1\ns01,h01,1\nh02,h02,1\nh01,s02,1\nh01,s02,2\nh01,s03,99999999999999999999999999999999999999999\n",
    );
    let run = example.run(&["pair", "suggest", "--costs", faulty.path().to_str().unwrap()]);
    assert_eq!(run.code, 4, "{run:?}");
    // What is no number stands beside who is not on the roster, each with its line.
    for line in [2, 3, 4, 5, 7, 8] {
        assert!(run.stderr.contains(&format!("{}:{line}: ", faulty.path().display())), "{line}: {}", run.stderr);
    }
    // A number with a comma that no quotes hold together is never cut.
    let cut = file("helper,helped,cost\nh01,s01,1,234\nh02,s01,5\n");
    let run = example.run(&["pair", "suggest", "--costs", cut.path().to_str().unwrap()]);
    assert!(run.code == 4 && run.stdout.is_empty() && run.stderr.contains(":2: “234” is a cell too many"), "{run:?}");
    let large = i128::MAX / 16;
    let wide = file(&format!("helper,helped,cost\nh01,s01,{large}\nh02,s02,-{large}\n"));
    let run = example.run(&["pair", "suggest", "--costs", wide.path().to_str().unwrap()]);
    assert!(run.code == 4 && run.stdout.is_empty(), "{run:?}");
    let both = format!("{0}:2 and {0}:3: the largest cost and the least are too far apart", wide.path().display());
    assert!(run.stderr.contains(&both), "{run:?}");
}

#[test]
fn somebody_out_of_the_question_is_barred_by_what_is_so_alone() {
    let example = college("2012-11-05", 4, 4);
    example.replace("bangfu.toml", "helper_capacity = 1", "sex = \"same\"\nhelper_capacity = 1");
    // Of the same sex, so that the stage alone is in the way.
    let why = example.json(&["pair", "why", "h02", "h04"]);
    assert_eq!((&why["standing"], &why["bars"]), (&"barred".into(), &serde_json::json!(["helped-stage"])));
    let why = example.json(&["pair", "why", "h01", "h04"]);
    assert_eq!(why["bars"], serde_json::json!(["helped-stage", "sex"]));
}
