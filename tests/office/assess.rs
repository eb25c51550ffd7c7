//! `assess`: marks are recorded, and the result is exact.

use super::example::Example;

const ASSESSMENTS: &str = "committee/assessments.csv";

const RULE: &str = r#"
[[assessment]]
key = "yearly"
name = "年度考核"
fails = ["discipline", "criticism"]
[[assessment.part]]
key = "peers"
weight = 30
quorum = "2/3"
[[assessment.part]]
key = "branch"
weight = 40
[[assessment.part]]
key = "self"
weight = 30
[[assessment.band]]
from = 60
name = "合格"
[[assessment.band]]
from = 0
name = "不合格"

[duty]"#;

fn example() -> Example {
    let example = Example::on("2013-06-14");
    example.replace("bangfu.toml", "\n[duty]", RULE);
    example
}

#[test]
fn marks_are_recorded_corrected_and_weighed_exactly() {
    let example = example();
    let mark = |part: &'static str, mark: &'static str, more: &[&'static str]| {
        [&["assess", "mark", "yearly", "2010210106", part, mark], more].concat()
    };
    let (_, come) = example.writes(ASSESSMENTS, &mark("peers", "57", &["--voters", "20", "--electorate", "30"]));
    assert_eq!(come, ["assessment,person,part,mark,voters,electorate", "yearly,2010210106,peers,57,20,30"]);
    example.fine(&mark("branch", "60", &[]));
    let yearly = || example.json(&["assess", "yearly"])["people"][0].clone();
    assert_eq!((yearly()["state"].as_str(), yearly()["score"].is_null()), (Some("incomplete"), true));
    example.fine(&mark("self", "62.99", &[]));
    // 17.1 + 24 + 18.897 = 59.997: shown as 60.00, and yet below 60.
    assert_eq!((yearly()["score"].as_str(), yearly()["band"].as_str()), (Some("60.00"), Some("不合格")));
    example.writes(ASSESSMENTS, &["assess", "amend", "年度考核", "2010210106", "self", "mark=63"]);
    assert_eq!((yearly()["score"].as_str(), yearly()["band"].as_str()), (Some("60.00"), Some("合格")));
    example.writes(ASSESSMENTS, &["assess", "amend", "yearly", "2010210106", "peers", "voters=19"]);
    assert_eq!((yearly()["state"].as_str(), yearly()["parts"][0]["state"].as_str()), (Some("incomplete"), Some("below-quorum")));
    example.writes(ASSESSMENTS, &["assess", "remove", "yearly", "2010210106", "self"]);
    example.refuses(&["assess", "remove", "yearly", "2010210106", "self"]);
}

#[test]
fn what_fails_a_person_by_itself_is_named_with_its_place() {
    let example = example();
    for part in ["branch", "self"] {
        example.fine(&["assess", "mark", "yearly", "2010210108", part, "95"]);
    }
    example.fine(&["assess", "mark", "yearly", "2010210108", "peers", "95", "--voters", "3", "--electorate", "3"]);
    let yearly = |as_of| example.json(&["assess", "--as-of", as_of])["people"][0].clone();
    assert_eq!(yearly("2013-06-06")["band"], "合格");
    example.fine(&[
        "duty",
        "decide",
        "2010210108",
        "--measure",
        "criticism",
        "--scope",
        "college",
        "--grounds",
        "x",
        "--date",
        "2013-06-05",
    ]);
    assert_eq!(yearly("2013-06-04")["state"], "complete");
    let failed = yearly("2013-06-05");
    assert_eq!(
        (failed["state"].as_str(), failed["score"].as_str(), failed["band"].as_str()),
        (Some("failed"), Some("95.00"), Some("不合格"))
    );
    assert_eq!((failed["fails"][0]["fail"].as_str(), failed["fails"][0]["line"].as_i64()), (Some("criticism"), Some(3)));
}

#[test]
fn wrong_use_is_told() {
    let example = example();
    assert!(example.refuses(&["assess", "mark", "yeerly", "2010210106", "peers", "57"]).contains("yearly"));
    assert!(example.refuses(&["assess", "mark", "yearly", "2010210106", "peer", "57"]).contains("peers"));
    assert!(example.refuses(&["assess", "mark", "yearly", "2010210106", "peers", "101"]).contains("101"));
    let more = ["assess", "mark", "yearly", "2010210106", "peers", "57", "--voters", "31", "--electorate", "30"];
    assert!(example.refuses(&more).contains("31"));
    example.fine(&["assess", "mark", "yearly", "2010210106", "peers", "57"]);
    assert!(example.refuses(&["assess", "mark", "yearly", "2010210106", "peers", "58"]).contains("assess amend yearly 2010210106 peers"));
    let plain = Example::on("2013-06-14");
    assert!(plain.refuses(&["assess"]).contains("defines no assessment"));
    example.replace("bangfu.toml", "from = 0\nname = \"不合格\"", "from = 0\nto = 59\nname = \"不合格\"");
    let run = example.run(&["assess", "yearly"]);
    assert!(run.code == 4 && run.stderr.contains("have no band"), "{run:?}");
}
