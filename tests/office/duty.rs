//! `duty`: what is proposed on the example's records, and what is decided and published.

use serde_json::Value;

use super::example::Example;

const DUTY: &str = "committee/duty.csv";

fn proposal<'v>(list: &'v Value, person: &str) -> Option<&'v Value> {
    list["proposals"].as_array().unwrap().iter().find(|one| one["person"] == person)
}

#[test]
fn proposals_name_their_ground_day_stage_and_records_and_change_nothing() {
    let example = Example::on("2013-06-14");
    let before = example.files();
    let list = example.json(&["duty", "list", "--as-of", "2013-05-20"]);
    assert_eq!(example.files(), before);
    // Two forms were missing on 2013-01-06; by then the helper of ug1-014 was a full member.
    let full = proposal(&list, "2010210108").unwrap();
    assert_eq!((&full["measure"], &full["evidence_day"]), (&"criticism".into(), &"2013-01-06".into()));
    // The second form reached the limit while the helper of ug2-016 was on probation since 2012-05-25.
    let probationary = proposal(&list, "2010210507").unwrap();
    assert_eq!((&probationary["measure"], &probationary["evidence_day"]), (&"extension".into(), &"2013-05-06".into()));
    let extension = &probationary["extension"];
    let days = ["admitted", "probation_ends", "earliest", "latest"].map(|key| extension[key].as_str().unwrap());
    assert_eq!(days, ["2012-05-25", "2013-05-24", "2013-11-24", "2014-05-24"]);
    // Extended in December for another matter, and once only.
    assert_eq!(proposal(&list, "2010210407").unwrap()["extension"]["refused"], "already-extended");
    // A serious finding on 04-24 and two missing forms on 05-06, one of them sent back.
    let both = proposal(&list, "2011310111").unwrap();
    let grounds: Vec<_> = both["grounds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), one["evidence_day"].as_str().unwrap()))
        .collect();
    assert_eq!(grounds, [("inspection", "2013-04-24"), ("forms", "2013-05-06")]);
    let places: Vec<String> = both["grounds"][1]["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}:{}", one["file"].as_str().unwrap(), one["line"]))
        .collect();
    assert_eq!(places, ["branches/pg/pairs.csv:7", "branches/pg/forms.csv:32"]);
}

#[test]
fn thirty_days_without_a_pair_are_told_and_twenty_nine_are_not() {
    let example = Example::on("2013-06-14");
    let of =
        |person: &str, as_of: &str| example.json(&["duty", "list", "--person", person, "--as-of", as_of])["totals"]["proposals"].clone();
    // The helper of ug2-020 was without a pair for thirty days, that of ug1-021 for twenty-nine.
    let helper = |pair: &str| {
        let list = example.json(&["pair", "list"]);
        let row = list["records"].as_array().unwrap().iter().find(|row| row["id"] == pair).cloned().unwrap();
        row["helper"].as_str().unwrap().to_owned()
    };
    assert_eq!((of(&helper("ug2-020"), "2012-12-04"), of(&helper("ug2-020"), "2012-12-05")), (0.into(), 1.into()));
    assert_eq!((of(&helper("ug1-021"), "2012-12-05"), of(&helper("ug1-021"), "2013-01-18")), (0.into(), 0.into()));
}

#[test]
fn an_extension_is_decided_once_by_a_meeting_and_within_its_days() {
    let example = Example::on("2013-05-28");
    let decide = |more: &[&'static str]| {
        let words = ["duty", "decide", "2010210507", "--measure", "extension", "--date", "2013-05-27", "--grounds", "两次未交记录表"];
        [&words, more].concat()
    };
    let until = |day: &'static str| decide(&["--meeting", "2013-05-26", "--until", day]);
    assert!(example.refuses(&decide(&["--meeting", "2013-05-26"])).contains("2013-11-24 at the earliest, 2014-05-24 at the latest"));
    assert!(example.refuses(&until("2013-11-23")).contains("2013-11-24 to 2014-05-24"));
    assert!(example.refuses(&until("2014-05-25")).contains("2013-11-24 to 2014-05-24"));
    assert!(example.refuses(&decide(&["--until", "2013-11-24"])).contains("--meeting"));
    assert!(example.refuses(&decide(&["--meeting", "2013-05-28", "--until", "2013-11-24"])).contains("cannot be after"));
    let words = until("2013-11-24");
    let more = ["--votes-for", "12", "--against", "2", "--abstained", "1", "--document", "外院党发[2013]3号（示例）"];
    let (gone, come) = example.writes(DUTY, &[&words[..], &more].concat());
    let line = "2013-05-27,2010210507,extension,2013-11-24,2013-05-26,12,2,1,,外院党发[2013]3号（示例）,,两次未交记录表";
    assert_eq!((gone.len(), come), (0, vec![line.to_owned()]));
    // Once only, also from another day.
    let again =
        ["duty", "decide", "2010210507", "--measure", "extension", "--date", "2013-05-25", "--grounds", "x", "--until", "2013-11-24"];
    assert!(example.refuses(&again).contains("committee/duty.csv:3"));
    let list = example.json(&["duty", "list", "--person", "2010210507"]);
    assert_eq!(list["proposals"][0]["decision"]["until"], "2013-11-24");
    assert_eq!(list["proposals"][0]["extension"]["refused"], "already-extended");
    let (_, come) = example.writes(DUTY, &["duty", "amend", "2010210507", "2013-05-27", "approved=2013-05-28"]);
    assert!(come[0].contains(",1,2013-05-28,"), "{come:?}");
    example.writes(DUTY, &["duty", "remove", "2010210507", "2013-05-27"]);
    // No stage changed on the way.
    assert_eq!(example.files(), Example::on("2013-05-28").files());
}

#[test]
fn what_does_not_belong_together_is_refused_and_what_is_odd_is_told() {
    let example = Example::on("2013-05-28");
    let decide = |more: &[&'static str]| [&["duty", "decide"], more, &["--grounds", "x"]].concat();
    assert!(example.refuses(&decide(&["2010210108", "--measure", "criticism", "--until", "2013-12-01"])).contains("--until"));
    assert!(example.refuses(&decide(&["2010210108", "--measure", "none", "--scope", "college"])).contains("--scope"));
    assert!(
        example.refuses(&decide(&["2010210108", "--measure", "extension", "--until", "2013-12-01"])).contains("no probationary member")
    );
    assert!(example.refuses(&decide(&["2010210108", "--measure", "critisism"])).contains("criticism"));
    let told = example.fine(&decide(&["2010210507", "--measure", "通报批评", "--votes-for", "3", "--votes-against", "3"]));
    for word in ["the scheme provides longer probation", "no more than 3", "(--scope)"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert!(example.refuses(&decide(&["2010210507", "--measure", "none"])).contains("duty amend 2010210507 2013-05-28"));
}

#[test]
fn the_notice_holds_names_classes_and_the_measure_of_those_meant_for_its_ears() {
    let example = Example::on("2013-05-28");
    let decide = |person: &str, scope: &str| {
        example.fine(&[
            "duty",
            "decide",
            person,
            "--measure",
            "criticism",
            "--scope",
            scope,
            "--grounds",
            "两份记录表未交",
            "--votes-for",
            "9",
        ]);
    };
    decide("2010210108", "college");
    decide("2010210503", "branch");
    let notice = example.json(&["duty", "notice"]);
    assert_eq!((notice["audience"].as_str(), notice["rows"].as_array().unwrap().len()), (Some("public"), 1));
    assert_eq!((notice["rows"][0]["name"].as_str(), notice["rows"][0]["measure"].as_str()), (Some("陶大吕"), Some("criticism")));
    for format in ["table", "md", "csv", "json"] {
        let shown = example.fine(&["--format", format, "duty", "notice"]);
        for kept in ["2010210108", "两份记录表未交", "孟银汉", "贺连翘"] {
            assert!(!shown.contains(kept), "{format} {kept}: {shown}");
        }
    }
    let in_branch = example.json(&["duty", "notice", "--scope", "支部", "--branch", "ug2"]);
    assert_eq!(in_branch["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect::<Vec<_>>(), ["孟银汉"]);
    let later = example.json(&["duty", "notice", "--as-of", "2013-05-27"]);
    assert_eq!(later["rows"].as_array().unwrap().len(), 0);
}

#[test]
fn a_decision_that_was_written_otherwise_is_told_by_validate() {
    let example = Example::on("2013-07-01");
    let told = |example: &Example| example.json(&["validate"])["problems"].as_array().unwrap().clone();
    assert_eq!(told(&example).len(), 0);
    // Probation of the first decision's person ends on 2012-12-07: an extension ends from 2013-06-07 to 2013-12-07.
    let run = example.run(&["duty", "amend", "2010210407", "2012-12-06", "until=2013-06-06"]);
    assert!(run.code == 2 && run.stderr.contains("2013-06-07 to 2013-12-07"), "{run:?}");
    let line = example.text("committee/duty.csv").lines().find(|line| line.starts_with("2012-12-06,2010210407,")).unwrap().to_owned();
    let until = line.split(',').nth(3).unwrap().to_owned();
    example.replace("committee/duty.csv", &line, &line.replace(&until, "2013-06-06"));
    assert_eq!((told(&example)[0]["code"].as_str(), told(&example)[0]["line"].as_i64()), (Some("extension-range"), Some(2)));
    example.fine(&["duty", "amend", "2010210407", "2012-12-06", "until=2013-06-07"]);
    example.fine(&["duty", "decide", "2010210407", "--measure", "none", "--date", "2013-05-30", "--grounds", "x"]);
    assert_eq!(told(&example).len(), 0);
    let run = example.run(&["duty", "amend", "2010210407", "2013-05-30", "measure=延长预备期", "until=2013-08-01", "meeting=2013-05-29"]);
    assert!(run.code == 2 && run.stderr.contains("2012-12-06"), "{run:?}");
    example.replace("committee/duty.csv", "2013-05-30,2010210407,none,,", "2013-05-30,2010210407,延长预备期,2013-08-01,");
    assert_eq!((told(&example)[0]["code"].as_str(), told(&example)[0]["line"].as_i64()), (Some("extension-again"), Some(3)));
}
