//! `form`.

use super::example::Example;

const UG1: &str = "branches/ug1/forms.csv";

#[test]
fn a_hand_in_is_numbered_and_judged_by_its_day() {
    let example = Example::on("2013-06-14");
    let (gone, come) = example.writes(UG1, &["form", "receive", "ug1-014", "2012-12", "--on", "2013-01-05"]);
    assert_eq!((gone.len(), come), (0, vec!["ug1-014,2012-12,1,2013-01-05,,,,,".to_owned()]));
    example.fine(&["form", "remove", "ug1-014", "2012-12"]);
    let said = example.fine(&["form", "receive", "陶大吕", "2012-12", "--on", "1月6日"]);
    assert!(said.contains("ug1-014") && said.contains("due 2013-01-05: late"), "{said}");
    let list = example.json(&["form", "list", "2012-12", "--pair", "ug1-014"]);
    assert_eq!((&list["forms"][0]["state"], &list["forms"][0]["received"]), (&"late".into(), &"2013-01-06".into()));
}

#[test]
fn a_form_sent_back_waits_for_the_next_hand_in() {
    let example = Example::on("2013-06-14");
    let file = example.files();
    example.fine(&["form", "receive", "ug1-014", "2012-12", "--on", "2013-01-04"]);
    let (gone, come) = example.writes(
        UG1,
        &["form", "review", "ug1-014", "2012-12", "退回", "--on", "2013-01-05", "--comment", "内容过简，\n请补充", "--by", "2009210101"],
    );
    assert_eq!(gone, ["ug1-014,2012-12,1,2013-01-04,,,,,"]);
    assert_eq!(come, ["ug1-014,2012-12,1,2013-01-04,returned,2013-01-05,2009210101,,内容过简，↵请补充"]);
    let state = |as_of| example.json(&["form", "list", "2012-12", "--pair", "ug1-014", "--as-of", as_of])["forms"][0]["state"].clone();
    assert_eq!([state("2013-01-04"), state("2013-01-05"), state("2013-01-06")], ["on_time", "pending", "missing"]);
    let run = example.run(&["form", "receive", "ug1-014", "2012-12", "--on", "2013-01-08"]);
    assert!(run.stdout.contains("hand-in 2") && run.stderr.is_empty(), "{run:?}");
    example.fine(&["form", "review", "ug1-014", "2012-12", "passed", "--on", "2013-01-09", "--score", "80.5"]);
    let form = example.json(&["form", "list", "2012-12", "--pair", "ug1-014"])["forms"][0].clone();
    assert_eq!((&form["state"], &form["n"], &form["score"]), (&"late".into(), &2.into(), &"80.5".into()));
    example.fine(&["form", "remove", "ug1-014", "2012-12"]);
    example.fine(&["form", "remove", "ug1-014", "2012-12#1"]);
    assert_eq!(example.files(), file, "all taken back");
}

#[test]
fn a_hand_in_over_a_passed_one_is_noted() {
    let example = Example::on("2013-06-14");
    let run = example.run(&["form", "receive", "ug1-001", "2013-05"]);
    assert!(run.stdout.contains("hand-in 2") && run.stderr.contains("was not sent back"), "{run:?}");
    let run = example.run(&["--quiet", "form", "receive", "ug1-001", "2013-05"]);
    assert!(run.stdout.contains("hand-in 3") && run.stderr.is_empty(), "{run:?}");
}

#[test]
fn a_month_in_which_no_form_is_due_is_noted_and_counts_nowhere() {
    let example = Example::on("2013-06-14");
    let run = example.run(&["form", "receive", "ug1-001", "2013-02", "--on", "2013-03-01"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("No form was due of ug1-001 for 2013-02"), "{run:?}");
    let list = example.json(&["form", "list", "2013-02", "--pair", "ug1-001"]);
    assert_eq!((list["forms"].as_array().unwrap().len(), &list["totals"]["due"]), (0, &0.into()));
    assert_eq!(list["not_due"][0]["received"], "2013-03-01");
}

#[test]
fn what_cannot_be_is_refused() {
    let example = Example::on("2013-06-14");
    for (words, said) in [
        (vec!["form", "receive", "ug1-999", "2013-05"], "ug1-999"),
        (vec!["form", "receive", "ug1-001", "2013-5"], "2013-5"),
        (vec!["form", "receive", "ug1-001", "2013-05", "--on", "2013-06-15"], "after today"),
        (vec!["form", "receive", "ug1-001", "2013-05", "--on", "2013-04-30"], "before"),
        (vec!["form", "receive", "ug1-001", "2012-10"], "2012-10"),
        (vec!["form", "review", "ug1-001", "2013-05", "passed"], "reviewed already"),
        (vec!["form", "review", "ug1-014", "2012-12", "passed"], "has not handed in"),
        (vec!["form", "review", "ug1-001", "2013-05#9", "passed"], "hand-in 9"),
        (vec!["form", "review", "ug1-001", "2013-05", "good"], "passed (合格) returned (退回)"),
        (vec!["form", "amend", "ug1-001", "2013-05"], "FIELD=VALUE"),
        (vec!["form", "amend", "ug1-001", "2013-05", "points=3"], "points"),
        (vec!["form", "amend", "ug1-001", "2013-05", "score=101"], "101"),
        (vec!["form", "amend", "ug1-001", "2013-05", "review="], "review"),
        (vec!["form", "remove", "ug1-001", "2013-05#2"], "hand-in 2"),
        (vec!["form", "list", "--state", "lost"], "on_time"),
        (vec!["form", "print-me"], "print-me"),
    ] {
        let told = example.refuses(&words);
        assert!(told.contains(said), "{words:?}: {told}");
    }
    example.fine(&["form", "receive", "ug1-014", "2012-12", "--on", "2013-01-08"]);
    let told = example.refuses(&["form", "review", "ug1-014", "2012-12", "passed", "--on", "2013-01-07"]);
    assert!(told.contains("2013-01-07") && told.contains("2013-01-08"), "{told}");
    let told = example.refuses(&["form", "review", "ug1-014", "2012-12", "passed", "--score", "80.123"]);
    assert!(told.contains("80.123"), "{told}");
}

#[test]
fn a_hand_in_is_corrected() {
    let example = Example::on("2013-06-14");
    let (gone, come) = example.writes(UG1, &["form", "amend", "ug1-001", "2012-11", "received=2012-11-28", "评分=96"]);
    assert_eq!(gone, ["ug1-001,2012-11,1,2012-11-29,passed,2012-11-29,2009210101,95,"]);
    assert_eq!(come, ["ug1-001,2012-11,1,2012-11-28,passed,2012-11-29,2009210101,96,"]);
}

/// The same rule stands behind the list and the monthly figures.
#[test]
fn the_list_agrees_with_the_rollup() {
    let example = Example::on("2013-06-14");
    for month in ["2012-11", "2012-12", "2013-03", "2013-05"] {
        for as_of in ["2012-12-04", "2013-01-06", "2013-06-14"] {
            let rollup = example.json(&["rollup", month, "--as-of", as_of]);
            let list = example.json(&["form", "list", month, "--as-of", as_of]);
            assert_eq!(list["totals"], rollup["total"]["forms"], "{month} as of {as_of}");
            for branch in rollup["branches"].as_array().unwrap() {
                let list = example.json(&["form", "list", month, "--as-of", as_of, "--branch", branch["branch"].as_str().unwrap()]);
                assert_eq!(list["totals"], branch["forms"], "{month} as of {as_of}");
                assert_eq!(list["totals"]["due"], list["forms"].as_array().unwrap().len());
            }
        }
    }
}

#[test]
fn a_state_picks_its_forms() {
    let example = Example::on("2013-06-14");
    let all = example.json(&["form", "list", "2012-12"]);
    for state in ["on_time", "late", "missing", "pending", "passed", "returned"] {
        let picked = example.json(&["form", "list", "2012-12", "--state", state]);
        assert_eq!(picked["forms"].as_array().unwrap().len(), all["totals"][state].as_u64().unwrap() as usize, "{state}");
        assert_eq!(picked["totals"], all["totals"]);
    }
    assert_eq!(
        example.json(&["form", "list", "2012-12", "--state", "未交"])["forms"],
        example.json(&["form", "list", "2012-12", "--state", "missing"])["forms"]
    );
    let table = example.run(&["form", "list", "2012-12", "--state", "missing"]);
    assert!(table.stdout.contains("ug1-014") && table.stderr.is_empty(), "{table:?}");
}

#[test]
fn a_broken_file_is_told_and_only_its_writers_are_refused() {
    let example = Example::on("2013-06-14");
    example.replace(UG1, "2012-11-29,passed", "2012-11-31,passed");
    let before = example.files();
    let list = example.run(&["form", "list", "2012-12"]);
    assert!(list.code == 0 && list.stderr.contains("2012-11-31") && list.stdout.contains("ug1-014"), "{list:?}");
    assert_eq!(example.run(&["form", "receive", "ug1-014", "2012-12"]).code, 4);
    assert_eq!(example.files(), before);
    assert_eq!(example.run(&["form", "receive", "ug2-019", "2012-12"]).code, 0);
}
