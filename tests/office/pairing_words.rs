//! What the committee reads out: the printed lists of `pair suggest` and `pair rematch`, and what `pair why` says of one person alone.

use std::path::Path;

use serde_json::Value;

use super::example::Example;
use super::pairing::{add, college, pairs};

fn unpaired(answer: &Value) -> (String, String) {
    let first = &answer["unpaired_helped"][0];
    (first["person"].as_str().unwrap().to_owned(), first["reason"].as_str().unwrap().to_owned())
}

/// The proposal beside the records, its pairs applied; the answer.
fn applied(example: &Example) -> Value {
    let path = example.folder().join("proposal.json").to_str().unwrap().to_owned();
    let suggest = ["pair", "suggest", "--seed", "lot", "--start", "2012-11-06"];
    example.fine(&[&["-o", path.as_str()], suggest.as_slice()].concat());
    example.fine(&[suggest.as_slice(), &["--apply"]].concat());
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()
}

#[test]
fn branches_are_read_out_by_name() {
    let example = college("2012-11-05", 3, 4);
    let list = example.fine(&["pair", "suggest", "--seed", "x"]);
    assert!(list.contains("│ 本科生第二党支部 ┆ h01    ┆ 帮01 ┆") && !list.contains("│ ug2"), "{list}");
    example.fine(&["pair", "suggest", "--seed", "x", "--start", "2012-11-06", "--apply"]);
    let list = example.turned("2013-03-10").fine(&["pair", "rematch", "h01", "--seed", "x"]);
    assert!(list.contains("┆ 本科生第二党支部 ┆ h01    ┆ 帮01 ┆"), "{list}");
}

#[test]
fn what_decides_among_equals_is_told_as_the_settings_have_it() {
    let example = college("2012-11-05", 2, 3);
    let reason = || unpaired(&example.json(&["pair", "suggest", "--seed", "x"])).1;
    assert!(reason().ends_with("as urgent; choices, then the lot decided"), "{}", reason());
    let settings = "helped_capacity = 1\nscope = \"own-first\"\n\n[[pairing.fit]]\nattribute = \"major\"\npoints = 2";
    example.replace("bangfu.toml", "helped_capacity = 1", settings);
    assert!(reason().ends_with("as urgent; one branch, then choices, then fit, then the lot decided"), "{}", reason());
    let grounds = example.fine(&["pair", "suggest", "--seed", "x"]);
    assert!(grounds.contains("as far as that leaves nobody out, before any"), "{grounds}");
    let costs = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(costs.path(), "helper,helped,cost\nh01,s01,1\nh01,s02,1\n").unwrap();
    let answer = example.json(&["pair", "suggest", "--seed", "x", "--costs", costs.path().to_str().unwrap()]);
    assert!(unpaired(&answer).1.ends_with("as urgent; costs, then the lot decided"), "{answer}");
}

#[test]
fn a_coming_day_is_noted_once() {
    let example = college("2012-11-05", 9, 9);
    let run = example.run(&["pair", "suggest", "--seed", "x", "--start", "2012-11-06", "--apply"]);
    assert_eq!((run.code, run.stderr.matches("2012-11-06 is after today").count()), (0, 1), "{}", run.stderr);
}

#[test]
fn a_proposal_beside_the_records_is_no_unknown_file() {
    let example = college("2012-11-05", 3, 4);
    applied(&example);
    example.write(Path::new("other.json"), "{}");
    let run = example.run(&["validate"]);
    assert!(run.stdout.contains("other.json: warning[unknown-file]") && !run.stdout.contains("proposal.json"), "{run:?}");
}

#[test]
fn a_change_of_helpers_says_who_comes_first_and_that_the_others_stay() {
    let mut example = college("2012-11-05", 4, 6);
    applied(&example);
    example.today = "2013-03-10";
    let shown = example.json(&["pair", "rematch", "h01", "--seed", "y"]);
    assert_eq!(shown["begun"], serde_json::json!([]));
    let left = shown["unpaired_helped"].as_array().unwrap();
    assert!(left.iter().all(|left| left["code"] == "running-stay"), "{left:?}");
    // One is free now, and another: the student whose helper drops out is first, then somebody who has waited.
    let people = example.text("people.csv");
    let two = "h05,帮05,女,英语,2010,,ug1,full,,,,,,\nh06,帮06,女,英语,2010,,ug1,full,,,,,,\n";
    example.write(Path::new("people.csv"), &people.replace("s01,", &format!("{two}s01,")));
    let shown = example.json(&["pair", "rematch", "h01", "--seed", "y"]);
    let bereft = &shown["ended"][0]["helped"];
    let begun = shown["begun"].as_array().unwrap();
    assert_eq!(begun.len(), 2, "{shown}");
    for pair in begun {
        let first = pair["reasons"][0].as_str().unwrap();
        let said = if pair["helped"] == *bereft { "the helper so far drops out: first" } else { "had no helper so far, and one is free" };
        assert!(first.starts_with(said), "{pair}");
    }
}

#[test]
fn two_who_were_a_pair_are_known_again() {
    let mut example = college("2012-11-05", 1, 1);
    applied(&example);
    example.today = "2013-03-10";
    example.fine(&["pair", "end", "h01", "--reason", "出国交流"]);
    example.today = "2013-03-11";
    let answer = example.json(&["pair", "suggest", "--seed", "x"]);
    assert_eq!(answer["pairs"][0]["reasons"], serde_json::json!(["the only helper whom no rule bars", "were a pair until 2013-03-10"]));
}

#[test]
fn somebody_alone_is_told_why() {
    let mut example = college("2012-11-05", 3, 5);
    add(&example, "committee/apart.csv", &["h01,s05,,"]);
    let answer = applied(&example);
    let (student, reason) = unpaired(&answer);
    example.today = "2013-01-10";
    let why = example.json(&["pair", "why", &student]);
    assert_eq!((&why["standing"], &why["helped"], &why["helper"]), (&"unpaired".into(), &student.as_str().into(), &Value::Null));
    assert_eq!((&why["bars"], &why["proven"], &why["seed"]), (&serde_json::json!(["as-urgent"]), &"part".into(), &"lot".into()));
    assert!(why["sentences"][1].as_str().unwrap().contains(&reason), "{why}");
    assert!(example.fine(&["pair", "why", &student]).contains("Has no helper: "));
    // By the pairs of that day alone, without the proposal.
    std::fs::remove_file(example.folder().join("proposal.json")).unwrap();
    let why = example.json(&["pair", "why", &student]);
    assert_eq!((&why["standing"], &why["bars"], &why["proven"]), (&"unpaired".into(), &serde_json::json!(["as-urgent"]), &"whole".into()));
    // A helper too.
    let people = example.text("people.csv");
    example.write(Path::new("people.csv"), &people.replace("s01,", "h09,帮09,女,英语,2010,,ug1,probationary,,,,,,\ns01,"));
    let why = example.json(&["pair", "why", "h09", "--as-of", "2013-01-10"]);
    assert_eq!((&why["standing"], &why["helper"]), (&"proposed".into(), &"h09".into()), "{why}");
}

#[test]
fn why_looks_at_what_it_touches_and_finds_a_wrong_proposal() {
    let mut example = college("2012-11-05", 12, 15);
    let answer = applied(&example);
    let path = example.folder().join("proposal.json");
    example.today = "2013-01-10";
    let (student, _) = unpaired(&answer);
    let (helper, helped) = pairs(&answer)[0].clone();
    let absent = |example: &Example| example.json(&["pair", "why", &helper, &student]);
    let by_part = absent(&example);
    assert_eq!((&by_part["proven"], &by_part["standing"]), (&"part".into(), &"absent".into()));
    assert!(by_part["sentences"][0].as_str().unwrap().ends_with("`pair verify` proves all of it."), "{by_part}");

    // Without its digest all of it is proven, and the answer is the same.
    let mut older = answer.clone();
    older.as_object_mut().unwrap().remove("grounds");
    std::fs::write(&path, older.to_string()).unwrap();
    let whole = absent(&example);
    assert_eq!(
        (&whole["proven"], &whole["loss"], &whole["rank_of_helper"]),
        (&"whole".into(), &by_part["loss"], &by_part["rank_of_helper"])
    );
    assert_eq!(example.json(&["pair", "verify", path.to_str().unwrap()])["proven"], true);

    // Another price, and the digest says that it is not as it was written.
    let mut other = answer.clone();
    other["prices"]["helped"][&helped] = "1".into();
    std::fs::write(&path, other.to_string()).unwrap();
    let told = absent(&example);
    assert!(told["sentences"].to_string().contains("Records that decide have changed since the proposal in proposal.json"), "{told}");
    assert_eq!((&told["loss"], &told["proven"]), (&by_part["loss"], &"whole".into()));
}
