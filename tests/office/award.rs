//! `award nominate`, `review`, `amend`, `withdraw` and the lists of nominations.

use std::path::Path;

use super::example::Example;

const UG1: &str = "branches/ug1/nominations.csv";
const UG2: &str = "branches/ug2/nominations.csv";

#[test]
fn a_nomination_lies_with_the_branch_of_the_pair() {
    let example = Example::on("2013-05-20");
    // Pair ug2-004: 2010210403 helps 2010210411.
    let words = ["award", "nominate", "最具进步奖", "2010210411", "--reason", "进步快"];
    let (_, come) = example.writes(UG2, &words);
    assert_eq!(come, ["progress,2010210411,2010210403,2013-05-20,进步快,,,,,"]);
    let told = example.refuses(&words);
    assert!(told.contains("already"), "{told}");
    let review = ["award", "review", "progress", "2010210411", "合格", "--score", "91.5", "--opinion", "同意", "--reviewer", "2009210501"];
    let (_, come) = example.writes(UG2, &review);
    assert_eq!(come, ["progress,2010210411,2010210403,2013-05-20,进步快,passed,91.5,2009210501,2013-05-20,同意"]);
    assert!(example.refuses(&review).contains("reviewed already"));
    let (_, come) = example.writes(UG2, &["award", "amend", "progress", "2010210411", "review_score=92"]);
    assert_eq!(come, ["progress,2010210411,2010210403,2013-05-20,进步快,passed,92,2009210501,2013-05-20,同意"]);
    example.writes(UG2, &["award", "withdraw", "progress", "2010210411"]);
}

#[test]
fn a_helper_is_nominated_by_the_branch() {
    let example = Example::on("2013-05-20");
    let (_, come) = example.writes(UG1, &["award", "nominate", "党员之星", "2010210106", "--reason", "带头"]);
    assert_eq!(come, ["star,2010210106,ug1,2013-05-20,带头,,,,,"]);
    let (_, come) =
        example.writes(UG1, &["award", "nominate", "star", "罗甘棠", "--reason", "带头", "--by", "2009210101", "--on", "05-19"]);
    assert_eq!(come, ["star,2010210106,2009210101,2013-05-19,带头,,,,,"]);
    let told = example.refuses(&["award", "review", "star", "2010210106", "passed"]);
    assert!(told.contains("--by ug1") && told.contains("--by 2009210101"), "{told}");
    let words = ["award", "review", "star", "2010210106", "passed", "--by", "本科生第一党支部"];
    let (_, come) = example.writes(UG1, &words);
    assert_eq!(come, ["star,2010210106,ug1,2013-05-20,带头,passed,,,2013-05-20,"]);
    // One is left that is not reviewed: it is the one that is meant.
    let (_, come) = example.writes(UG1, &["award", "review", "star", "2010210106", "退回"]);
    assert_eq!(come, ["star,2010210106,2009210101,2013-05-19,带头,returned,,,2013-05-20,"]);
    assert!(example.refuses(&["award", "withdraw", "star", "2010210106"]).contains("--by ug1"));
    example.writes(UG1, &["award", "withdraw", "star", "2010210106", "--by", "ug1"]);
    let listed = example.json(&["award", "nominations", "star"]);
    assert_eq!((listed["records"].as_array().unwrap().len(), &listed["records"][0]["branch"]), (1, &"ug1".into()));
}

#[test]
fn a_nomination_that_does_not_count_is_noted() {
    let example = Example::on("2013-05-20");
    let run = example.run(&["award", "nominate", "progress", "2010210411", "--by", "2009210501", "--reason", "x"]);
    assert!(run.code == 0 && run.stderr.contains("no helper of 2010210411"), "{run:?}");
}

#[test]
fn what_cannot_be_is_refused() {
    let example = Example::on("2013-06-14");
    for (words, said) in [
        (vec!["award", "nominate", "best", "2010210411", "--reason", "x"], "star"),
        (vec!["award", "nominate", "progress", "nobody", "--reason", "x"], "nobody"),
        (vec!["award", "nominate", "progress", "2010210411"], "--reason"),
        (vec!["award", "nominate", "progress", "2010210411", "--reason", "x", "--by", "ug9"], "ug9"),
        (vec!["award", "nominate", "progress", "2010210411", "--reason", "x", "--on", "2013-06-15"], "after today"),
        (vec!["award", "review", "progress", "2010210411", "passed"], "no such nomination"),
        (vec!["award", "review", "progress", "2011210607", "passed", "--on", "2013-06-02"], "2013-06-02"),
        (vec!["award", "review", "progress", "2011210607", "passed", "--score", "x"], "x"),
        (vec!["award", "review", "progress", "2011210607", "maybe"], "passed (合格) returned (退回)"),
        (vec!["award", "withdraw", "progress", "2010210411"], "no such nomination"),
        (vec!["award", "compute", "best"], "star"),
        (vec!["award", "compute", "star", "--explain", "nobody"], "nobody"),
    ] {
        let told = example.refuses(&words);
        assert!(told.contains(said), "{words:?}: {told}");
    }
}

#[test]
fn a_nomination_under_another_name_of_the_award_is_the_same_nomination() {
    let example = Example::on("2013-06-20");
    let file = "branches/ug1/nominations.csv";
    let text = example.text(file);
    let row = text.lines().find(|line| line.starts_with("progress,2011210206,")).unwrap();
    let alias = row.replace("progress,", "进步最快奖,");
    let list = example.json(&["award", "compute", "progress"]);
    // In its place it counts as before; beside it, it is there twice.
    example.write(Path::new(file), &text.replace(row, &alias));
    example.fine(&["fmt"]);
    assert_eq!(example.json(&["award", "compute", "progress"])["candidates"], list["candidates"]);
    example.write(Path::new(file), &format!("{text}{alias}\n"));
    let run = example.run(&["award", "compute", "progress"]);
    assert!(run.code == 4 && run.stderr.contains("duplicate-key") && run.stderr.contains(file), "{run:?}");
    assert_eq!(example.run(&["validate"]).code, 1);
}
