//! A committee's year with proposals: 57 helpers, 70 students, choices from both sides, one who objects, one who drops out in March;
//! and what becomes of a proposal file that somebody changed.

use std::path::Path;

use serde_json::{Value, json};

use super::example::{Example, Run};
use super::pairing::{add, college, pairs};

/// The college with its choices: three pairs named each other, some one another, and s40 objects to h05.
fn trial() -> Example {
    let example = college("2012-11-05", 57, 70);
    let branch = |helper: usize| ["ug1", "ug2", "pg"][helper % 3];
    let both = [(1, 10), (2, 20), (3, 30)].map(|(helper, student)| (helper, student, vec!["helper", "helped"]));
    let one = [(4, 10, "helper"), (5, 40, "helper"), (6, 41, "helped"), (7, 42, "helped"), (8, 43, "helper"), (9, 43, "helper")];
    let one = one.map(|(helper, student, by)| (helper, student, vec![by]));
    for (helper, student, sides) in both.into_iter().chain(one) {
        for by in sides {
            let row = format!("h{helper:02},s{student:02},{by},2012-11-02");
            add(&example, &format!("branches/{}/choices.csv", branch(helper)), &[&row]);
        }
    }
    add(&example, "committee/apart.csv", &["h05,s40,,"]);
    example
}

fn proposal(example: &Example, words: &[&str]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("proposal.json").to_str().unwrap().to_owned();
    example.fine(&[&["-o", &path, "pair", "suggest"], words].concat());
    (folder, path)
}

fn verify(example: &Example, path: &str) -> (i32, Value) {
    let run = example.run(&["--format", "json", "pair", "verify", path]);
    (run.code, serde_json::from_str(&run.stdout).unwrap())
}

#[test]
fn the_committee_pairs_proves_explains_and_pairs_again() {
    let example = trial();
    assert_eq!(example.run(&["validate"]).code, 0);
    let (_folder, path) = proposal(&example, &["--seed", "2012-11-05", "--start", "2012-11-06"]);
    let answer: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let made = pairs(&answer);
    let has = |helper: &str, student: &str| made.contains(&(helper.to_owned(), student.to_owned()));
    assert_eq!((made.len(), answer["unpaired_helped"].as_array().unwrap().len()), (57, 13));
    assert!(has("h01", "s10") && has("h02", "s20") && has("h03", "s30") && has("h06", "s41") && has("h07", "s42"));
    assert!(!has("h05", "s40") && (has("h08", "s43") != has("h09", "s43")));
    assert_eq!((&answer["objective"]["mutual"], &answer["objective"]["named"]), (&3.into(), &6.into()));
    assert_eq!(verify(&example, &path), (0, verify(&example, &path).1));

    // Nobody is told that the pair is impossible without the rule; the objection is told as the list alone.
    let barred = example.json(&["pair", "why", "h05", "s40"]);
    assert_eq!((&barred["standing"], &barred["bars"]), (&"barred".into(), &json!(["apart"])));

    example.fine(&["pair", "suggest", "--seed", "2012-11-05", "--start", "2012-11-06", "--apply"]);
    assert_eq!(example.run(&["validate"]).code, 0);
    let (code, proof) = verify(&example, &path);
    assert_eq!((code, &proof["applied"], &proof["same_records"]), (0, &57.into(), &true.into()));
    assert_eq!(proof["changed"].as_array().unwrap().len(), 3);

    let why = example.json(&["pair", "why", "h01", "s10"]);
    assert_eq!((&why["standing"], &why["named"], &why["rank_of_helper"]["place"]), (&"made".into(), &"both".into(), &1.into()));
    assert_eq!((&why["loss"]["mutual"], &why["loss"]["covered"]), (&1.into(), &0.into()));
    let why = example.json(&["pair", "why", "h04", "s10"]);
    assert_eq!((&why["standing"], &why["named"], &why["loss"]["mutual"]), (&"absent".into(), &"helper".into(), &1.into()));
    let who = made.iter().find(|(_, student)| !["s10", "s20", "s30", "s41", "s42", "s43"].contains(&student.as_str())).unwrap();
    let unpaired = answer["unpaired_helped"][0]["person"].as_str().unwrap();
    let why = example.json(&["pair", "why", &who.0, unpaired]);
    assert_eq!((&why["standing"], &why["loss"]["lot_alone"], &why["loss"]["covered"]), (&"absent".into(), &true.into(), &0.into()));
    let moves = why["loss"]["moves"].as_array().unwrap();
    assert!(moves.iter().any(|step| step["helped"] == unpaired && step["to"] == who.0.as_str()), "{moves:?}");
}

#[test]
fn why_asks_the_proposal_of_that_day_for_its_lot() {
    let mut example = trial();
    let beside = example.folder().join("proposal.json").to_str().unwrap().to_owned();
    let (_folder, path) = proposal(&example, &["--seed", "lot", "--start", "2012-11-06"]);
    std::fs::copy(&path, &beside).unwrap();
    let suggest = ["pair", "suggest", "--start", "2012-11-06", "--seed"];
    example.fine(&[suggest.as_slice(), &["lot", "--apply"]].concat());
    example.today = "2013-01-10";
    let answer: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let (helper, _) = pairs(&answer).into_iter().find(|(helper, _)| helper.as_str() > "h10").unwrap();
    let unpaired = answer["unpaired_helped"][0]["person"].as_str().unwrap();
    let question = ["pair", "why", helper.as_str(), unpaired];
    let told = |words: &[&str]| example.json(&[question.as_slice(), words].concat());
    let said = |why: &Value, text: &str| assert!(why["sentences"].to_string().contains(text), "{text}: {why}");

    let why = told(&[]);
    assert_eq!((&why["seed"], &why["loss"]["lot_alone"], &why["first_day"]), (&"lot".into(), &true.into(), &"2012-11-06".into()));
    said(&why, "Asked of the proposal in proposal.json: 57 pair(s) from 2012-11-06 on, the lot with the seed lot");
    assert_eq!(told(&["--proposal", &path])["loss"], why["loss"]);
    assert_eq!(told(&["--seed", "lot"])["loss"], why["loss"]);
    assert_eq!(example.run(&[question.as_slice(), &["--proposal", &path, "--seed", "lot"]].concat()).code, 2);
    assert_eq!(example.run(&[question.as_slice(), &["--proposal", "people.csv"]].concat()).code, 3);

    // A choice that counts came in afterwards: the seed stays.
    add(&example, "branches/ug1/choices.csv", &["h12,s70,helped,2012-11-03"]);
    let why = told(&[]);
    assert_eq!(why["seed"], "lot");
    said(
        &why,
        "Records that decide have changed since the proposal in proposal.json was written. The best pairs were worked out anew, with its seed lot.",
    );

    let mut other = answer.clone();
    other["seed"] = "other".into();
    std::fs::write(example.folder().join("z.json"), other.to_string()).unwrap();
    let why = told(&[]);
    assert!(why["seed"].is_null());
    said(&why, "(proposal.json z.json), so no lot was drawn");
    std::fs::remove_file(example.folder().join("z.json")).unwrap();
    std::fs::remove_file(&beside).unwrap();
    std::fs::write(example.folder().join("other.json"), "{}").unwrap();
    let why = told(&[]);
    assert!(why["seed"].is_null());
    said(&why, "No proposal of 2012-11-06 lies in the data directory, so no lot was drawn.");
}

/// The id of a helper's running pair.
fn pair_of(example: &Example, helper: &str) -> String {
    let listed = example.json(&["pair", "list", "--person", helper]);
    let rows = listed["records"].as_array().unwrap();
    rows.iter().find(|row| row["end"].as_str().is_none_or(str::is_empty)).unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_helper_who_drops_out_in_march_moves_as_few_as_can_be() {
    let mut example = trial();
    // A helper without a student is there to step in.
    let people = example.text("people.csv");
    example.fine(&["pair", "suggest", "--seed", "x", "--start", "2012-11-06", "--apply"]);
    example.today = "2013-03-10";
    let id = pair_of(&example, "h10");
    let before = example.files();
    let shown = example.json(&["pair", "rematch", &id, "--seed", "y"]);
    assert_eq!(example.files(), before);
    // All helpers are taken, so the student goes without: nobody else moves.
    assert_eq!((shown["ended"].as_array().unwrap().len(), shown["begun"].as_array().unwrap().len()), (1, 0));
    assert_eq!((&shown["objective"]["kept"], &shown["optimal"]), (&56.into(), &true.into()));
    example.write(Path::new("people.csv"), &people.replace("h57,", "h58,帮58,女,英语,2010,,ug1,full,,,,,,\nh57,"));
    let helped = shown["ended"][0]["helped"].as_str().unwrap().to_owned();
    let shown = example.json(&["pair", "rematch", &id, "--seed", "y"]);
    assert_eq!((shown["ended"].as_array().unwrap().len(), shown["begun"].as_array().unwrap().len()), (1, 1));
    let told = example.fine(&["pair", "rematch", &id, "--seed", "y", "--reason", "出国交流", "--apply"]);
    assert!(told.contains("Ended 1 pair(s) on 2013-03-10 and wrote 1 from 2013-03-11 on"), "{told}");
    let listed = example.json(&["pair", "list"]);
    let rows = listed["records"].as_array().unwrap();
    let old = rows.iter().find(|row| row["id"] == id.as_str()).unwrap();
    assert_eq!((&old["end"], &old["end_reason"], &old["helped"]), (&"2013-03-10".into(), &"出国交流".into(), &helped.as_str().into()));
    let new = rows.iter().find(|row| row["helper"] == "h58").unwrap();
    assert_eq!((&new["start"], &new["helped"]), (&"2013-03-11".into(), &shown["begun"][0]["helped"]));
    assert_eq!(rows.len(), 58);
    assert_eq!(example.run(&["validate"]).code, 0);
    let refused = example.refuses(&["pair", "rematch", &id, "--on", "2013-03-11"]);
    assert!(refused.contains("not active"), "{refused}");
    // Who asks afterwards is told of the change of helpers, although the helper who dropped out is free by the records.
    example.today = "2013-03-12";
    let why = example.json(&["pair", "why", "h58"]);
    let said = why["sentences"].to_string();
    assert!(why["standing"] == "made" && said.contains("1 pair(s) that began on 2013-03-11, after 1 had ended the day before"), "{why}");
    assert!(said.contains("The two are a pair.") && said.contains("the helper so far drops out: first among"), "{why}");
    assert_eq!((&why["loss"]["covered"], &why["loss"]["bereft"], &why["loss"]["lot_alone"]), (&0.into(), &1.into(), &false.into()));
    assert!(said.contains("1 student(s) fewer with a helper whose helper so far drops out"), "{why}");
}

#[test]
fn two_who_must_part_both_find_others() {
    let mut example = college("2012-11-05", 3, 3);
    example.fine(&["pair", "suggest", "--seed", "x", "--start", "2012-11-06", "--apply"]);
    example.today = "2013-03-10";
    let id = pair_of(&example, "h01");
    let helped = example.json(&["pair", "list", "--person", "h01"])["records"][0]["helped"].as_str().unwrap().to_owned();
    add(&example, "committee/apart.csv", &[&format!("h01,{helped},2013-03-01,")]);
    let shown = example.json(&["pair", "rematch", &id, "--seed", "y"]);
    // Each goes to somebody of one other pair, which gives way: two end, two begin, one stays.
    assert_eq!((shown["ended"].as_array().unwrap().len(), shown["begun"].as_array().unwrap().len()), (2, 2));
    assert_eq!((&shown["objective"]["kept"], &shown["objective"]["covered"]), (&1.into(), &3.into()));
    example.fine(&["pair", "rematch", &id, "--seed", "y", "--apply"]);
    assert_eq!(example.run(&["validate"]).code, 0);
    assert_eq!(example.json(&["pair", "list"])["records"].as_array().unwrap().len(), 5);
    example.today = "2013-03-12";
    for pair in shown["begun"].as_array().unwrap() {
        let why = example.json(&["pair", "why", pair["helper"].as_str().unwrap(), pair["helped"].as_str().unwrap()]);
        assert!(why["standing"] == "made" && why["sentences"].to_string().contains("The two are a pair."), "{why}");
        assert!(why["sentences"].to_string().contains("after 1 had ended the day before"), "{why}");
    }
}

#[test]
fn a_changed_proposal_is_refused() {
    let example = trial();
    let (_folder, path) = proposal(&example, &["--seed", "s"]);
    let sound: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let verified = |file: &Value| {
        std::fs::write(&path, file.to_string()).unwrap();
        verify(&example, &path)
    };
    assert_eq!(verified(&sound).0, 0);
    let student = sound["unpaired_helped"][0]["person"].clone();
    let changes: [(&str, Value); 12] = [
        ("/pairs/0/helped", student.clone()),
        ("/pairs/0/helped", sound["pairs"][1]["helped"].clone()),
        ("/pairs/0/helper", "h99".into()),
        ("/pairs/10/basis", "voluntary".into()),
        ("/pairs/10/tier/fit", 3.into()),
        ("/pairs/10/reasons/0", "because".into()),
        ("/unpaired_helped/0/reason", "because".into()),
        ("/objective/covered", 58.into()),
        ("/seed", "t".into()),
        ("/unique", false.into()),
        ("/prices/helpers/h05", "1".into()),
        ("/digest", "0".into()),
    ];
    for (place, value) in changes {
        let mut file = sound.clone();
        *file.pointer_mut(place).unwrap() = value.clone();
        let (code, proof) = verified(&file);
        assert_eq!((code, &proof["proven"]), (1, &false.into()), "{place} {value}: {proof}");
        let told = [proof["flaw"].is_string(), !proof["differences"].as_array().unwrap().is_empty(), proof["same_records"] == false];
        assert!(told.contains(&true), "{place}: {proof}");
    }
    // A pair taken out, and two who change partners.
    let mut file = sound.clone();
    file["pairs"].as_array_mut().unwrap().remove(0);
    assert_eq!(verified(&file).0, 1);
    let mut file = sound.clone();
    let (one, other) = (sound["pairs"][5]["helped"].clone(), sound["pairs"][6]["helped"].clone());
    (file["pairs"][5]["helped"], file["pairs"][6]["helped"]) = (other, one);
    assert_eq!(verified(&file).0, 1);
    for text in ["", "{}", "[1]", "{\"format\":\"bangfu/pairing/1\"}"] {
        std::fs::write(&path, text).unwrap();
        assert_eq!(example.run(&["pair", "verify", &path]).code, 2, "{text}");
    }
    assert_eq!(example.run(&["pair", "verify", "no-such-file.json"]).code, 3);
}

#[test]
fn records_that_changed_since_are_named() {
    let example = trial();
    let (_folder, path) = proposal(&example, &["--seed", "s"]);
    let flat = |run: &Run| run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    // A note in the roster decides nothing.
    example.replace("people.csv", "h57,帮57,男,英语,2010,,ug1,full,,,,,,", "h57,帮57,男,英语,2010,,ug1,full,,,,,,note");
    let run = example.run(&["pair", "verify", &path]);
    assert!(run.code == 0 && flat(&run).contains("changed without effect: people.csv"), "{run:?}");
    // A choice does.
    add(&example, "branches/ug1/choices.csv", &["h12,s70,helped,2012-11-03"]);
    let run = example.run(&["pair", "verify", &path]);
    assert!(run.code == 1 && flat(&run).contains("branches/ug1/choices.csv"), "{run:?}");
    let (_, proof) = verify(&example, &path);
    assert_eq!((&proof["same_records"], &proof["changed"]), (&false.into(), &json!(["branches/ug1/choices.csv", "people.csv"])));
}

#[test]
fn a_proposal_by_own_costs_is_verified_with_them() {
    let example = college("2012-11-05", 3, 3);
    let folder = tempfile::tempdir().unwrap();
    let costs = folder.path().join("costs.csv").to_str().unwrap().to_owned();
    std::fs::write(&costs, "helper,helped,cost\nh01,s01,1\nh01,s02,2\nh02,s01,5\n").unwrap();
    let (_folder, path) = proposal(&example, &["--seed", "s", "--costs", &costs]);
    assert_eq!(example.run(&["pair", "verify", &path]).code, 2);
    assert_eq!(example.run(&["pair", "verify", &path, "--costs", &costs]).code, 0);
    std::fs::write(&costs, "helper,helped,cost\nh01,s01,1\nh01,s02,9\nh02,s01,5\n").unwrap();
    assert_eq!(example.run(&["pair", "verify", &path, "--costs", &costs]).code, 1);
}

/// Costs by an independent solver: as many as can be are covered, then the least total.
#[test]
fn own_costs_as_by_another_solver() {
    use pathfinding::kuhn_munkres::kuhn_munkres_min;
    use pathfinding::matrix::Matrix;
    const ABSENT: i64 = 1_000_000;
    let example = college("2012-11-05", 14, 12);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("costs.csv").to_str().unwrap().to_owned();
    let mut state = 7_u64;
    let mut number = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below) as i64
    };
    for round in 0..8 {
        let mut text = String::from("helper,helped,cost\n");
        let mut rows = vec![vec![ABSENT; 14]; 12];
        for (student, row) in rows.iter_mut().enumerate() {
            for (helper, cell) in row.iter_mut().enumerate() {
                if number(100) < 20 {
                    *cell = number(50) - 20;
                    text.push_str(&format!("h{:02},s{:02},{cell}\n", helper + 1, student + 1));
                }
            }
        }
        std::fs::write(&path, &text).unwrap();
        let (_, mates) = kuhn_munkres_min(&Matrix::from_rows(rows.clone()).unwrap());
        let taken = mates.iter().enumerate().map(|(student, helper)| rows[student][*helper]).filter(|cost| *cost < ABSENT);
        let (count, sum) = taken.fold((0, 0), |(count, sum), cost| (count + 1, sum + cost));
        let answer = example.json(&["pair", "suggest", "--seed", "x", "--costs", &path]);
        let told = (&answer["objective"]["covered"], &answer["objective"]["cost"], &answer["unique"]);
        assert_eq!(told, (&count.into(), &sum.to_string().into(), &true.into()), "round {round}");
    }
}
