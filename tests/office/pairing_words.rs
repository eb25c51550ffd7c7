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

    // Another price: the digest of the costs says that the records are as they were, so that it is the file that is wrong.
    let mut other = answer.clone();
    other["prices"]["helped"][&helped] = "1".into();
    std::fs::write(&path, other.to_string()).unwrap();
    let told = absent(&example);
    assert!(told["sentences"].to_string().contains("The proposal in proposal.json is wrong: all that decides is as it was"), "{told}");
    assert_eq!((&told["loss"], &told["proven"]), (&by_part["loss"], &"whole".into()));
}

/// What `pair why` says, as one text.
fn said(example: &Example, words: &[&str]) -> String {
    let why = example.json(&[&["pair", "why"], words].concat());
    why["sentences"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, parts: &[&str]) {
    parts.iter().for_each(|part| assert!(text.contains(part), "{part}: {text}"));
}

#[test]
fn nobody_is_told_of_a_proposal_that_is_not_there() {
    let example = college("2012-11-05", 3, 5);
    // Nothing is proposed yet: the best is worked out, and among equals it hangs on the lot.
    let none = "No proposal of 2012-11-05 lies in the data directory, so no lot was drawn.";
    let anew = "No proposal is asked: the best pairs for everybody unpaired on 2012-11-06 were worked out now";
    let open = "Other pairs are as good, and among them the lot decides";
    let (mut helped, mut left) = (0, 0);
    for student in ["s01", "s02", "s03", "s04", "s05"] {
        let why = example.json(&["pair", "why", student]);
        let text = said(&example, &[student]);
        holds(&text, &[none, anew, open]);
        if why["standing"] == "proposed" {
            let other = why["proposed_with"][0].as_str().unwrap();
            holds(
                &text,
                &[&format!("have this person with 帮{} ({other}); no such pair is in the records.", other.trim_start_matches('h'))],
            );
            holds(&said(&example, &[other, student]), &["The pairs worked out now have the two together, which is not in the records."]);
            helped += 1;
        } else {
            holds(&text, &["The pairs worked out now have no helper for this person: 3 helper(s) might help"]);
            left += 1;
        }
    }
    assert_eq!((helped, left), (3, 2));
    // Every helper gets somebody in all of them; the lot that is given decides the rest.
    assert!(!said(&example, &["h01"]).contains(open) && !said(&example, &["s01", "--seed", "x"]).contains(open));
    holds(&said(&example, &["s01", "--seed", "x"]), &["as they are, with the lot's seed x."]);
    // Whom no lot can help is not put off with one.
    add(&example, "committee/apart.csv", &["h01,s01,,", "h02,s01,,", "h03,s01,,"]);
    assert!(!said(&example, &["s01"]).contains(open));
}

#[test]
fn a_pair_is_called_one_only_where_it_is_recorded() {
    let mut example = college("2012-11-05", 3, 5);
    let path = example.folder().join("proposal.json").to_str().unwrap().to_owned();
    example.fine(&["-o", &path, "pair", "suggest", "--seed", "lot", "--start", "2012-11-06"]);
    let answer: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let (helper, helped) = pairs(&answer)[0].clone();
    let two = [helper.as_str(), helped.as_str()];
    holds(
        &said(&example, &two),
        &["The proposal has the two as a pair, which is not in the records.", "ranks 1, with 2 other(s) as good;"],
    );
    holds(&said(&example, &[&helped]), &[&format!("The proposal has this person with 帮01 ({helper}); that pair is not in the records.")]);
    assert_eq!(example.json(&["pair", "why", &helped])["proposed_with"], serde_json::json!([helper]));
    assert_eq!(example.json(&["pair", "why", &helper, &helped])["rank_of_helper"], serde_json::json!({ "place": 1, "of": 3, "shared": 2 }));

    example.fine(&["pair", "suggest", "--seed", "lot", "--start", "2012-11-06", "--apply"]);
    example.today = "2013-03-10";
    holds(&said(&example, &two), &["The two are a pair.", "the lot alone (seed lot) decided for it."]);
    example.fine(&["pair", "end", &helper, "--reason", "出国交流"]);
    example.today = "2013-03-11";
    holds(&said(&example, &two), &["The two were a pair until 2013-03-10."]);
    assert!(!said(&example, &two).contains("are a pair"));

    // By hand, against what both chose.
    let example = college("2012-11-05", 2, 2);
    add(&example, "branches/ug2/choices.csv", &["h01,s01,helped,2012-11-02", "h01,s01,helper,2012-11-02"]);
    example.fine(&["pair", "add", "h01", "s02", "--start", "2012-11-05"]);
    example.fine(&["pair", "add", "h02", "s01", "--start", "2012-11-05"]);
    let text = said(&example, &["h01", "s02"]);
    holds(&text, &["are not the best by the settings", "The records have the two as a pair; the pairs that this answer speaks of do not."]);
    add(&example, "committee/apart.csv", &["h01,s02,,"]);
    let text = said(&example, &["h01", "s02"]);
    holds(&text, &["The records have the two as a pair, though by these rules they may be none: on the list"]);
}

#[test]
fn a_helper_whose_pair_ended_is_not_proposed_without_a_word() {
    let mut example = college("2012-11-05", 3, 5);
    let answer = applied(&example);
    let (student, _) = unpaired(&answer);
    let (helper, helped) = pairs(&answer)[0].clone();
    example.today = "2013-03-10";
    let id = example.json(&["pair", "list", "--person", &helper])["records"][0]["id"].as_str().unwrap().to_owned();
    example.fine(&["pair", "end", &id, "--reason", "不再参加"]);
    add(&example, "committee/apart.csv", &[&format!("{helper},{helped},,")]);
    example.today = "2013-03-11";
    let suggest = ["pair", "suggest", "--seed", "x"];
    let again = example.json(&suggest);
    let pair = again["pairs"].as_array().unwrap().iter().find(|pair| pair["helper"] == helper.as_str()).unwrap();
    let word = format!("the helper's pair {id} ended on 2013-03-10");
    assert_eq!(pair["reasons"].as_array().unwrap().last().unwrap(), word.as_str(), "{again}");
    let flat = |words: &[&str]| example.fine(words).split_whitespace().collect::<Vec<_>>().join(" ");
    holds(&flat(&suggest), &["1 helper(s) who get a student here had a pair that ended; the list says which.", "--without HELPER."]);
    // Why it ended is for the records, not for a list that is read out.
    assert!(!flat(&suggest).contains("不再参加"));

    let without = [suggest.as_slice(), &["--without", &helper]].concat();
    let left = example.json(&without);
    assert_eq!((pairs(&left).len(), &left["without"]), (0, &serde_json::json!([helper])));
    assert!(left["unpaired_helpers"].as_array().unwrap().is_empty(), "{left}");
    let text = flat(&without);
    holds(&text, &[&format!("Left out as asked (--without): 帮01 ({helper}).")]);
    assert!(!text.contains("had a pair that ended"), "{text}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.json").to_str().unwrap().to_owned();
    example.fine(&[&["-o", path.as_str()], without.as_slice()].concat());
    assert_eq!(example.run(&["pair", "verify", &path]).code, 0);
    let why = example.json(&["pair", "why", &helper, &student, "--proposal", &path]);
    assert_eq!((&why["standing"], &why["bars"]), (&"barred".into(), &serde_json::json!(["left-out"])));

    // In a change of helpers too, where the helper would be the one who is free.
    let running = pairs(&answer)[1].0.clone();
    let rematch = ["pair", "rematch", running.as_str(), "--seed", "x"];
    let shown = example.json(&rematch);
    let begun = shown["begun"].as_array().unwrap();
    assert!(
        begun.iter().any(|pair| pair["helper"] == helper.as_str() && pair["reasons"].as_array().unwrap().contains(&word.as_str().into()))
    );
    holds(&flat(&rematch), &["had a pair that ended"]);
    let shown = example.json(&[rematch.as_slice(), &["--without", "帮01"]].concat());
    assert_eq!(shown["begun"], serde_json::json!([]));
    assert_eq!(example.run(&[suggest.as_slice(), &["--without", "h99"]].concat()).code, 2);
}
