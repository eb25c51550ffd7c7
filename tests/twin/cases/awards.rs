//! R7: pools, seats, ties, gates and criteria.

use super::{THREE_PAIRS, directory};
use crate::award::{compute, rounded};
use crate::calendar::day;
use crate::fraction::{fraction, whole};
use crate::records::Directory;
use serde_json::{Value, json};

const CADENCE: &str = "[[cadence]]\nkey = \"two-weeks\"\nevery = 14\n";

fn with(settings: &str, files: &[(&'static str, &str)]) -> Directory {
    let mut all: Vec<(&str, &str)> = THREE_PAIRS.to_vec();
    all.extend(files);
    directory(&format!("{CADENCE}{settings}"), &all)
}

fn answer(directory: &Directory) -> Value {
    compute(directory, "star", day("2013-06-06")).answer()
}

fn award(settings: &str, criteria: &str) -> String {
    format!("[[award]]\nkey = \"star\"\nname = \"star\"\nfor = \"helper\"\n{settings}{criteria}")
}

fn criterion(key: &str, settings: &str) -> String {
    format!("[[award.criterion]]\nkey = \"{key}\"\nweight = 30\n{settings}")
}

/// Person, score and whether taken of each candidate, in order.
fn list(answer: &Value) -> Vec<String> {
    let line = |it: &Value| {
        let taken = if it["selected"] == true { "+" } else { "-" };
        format!("{} {} {taken}", it["person"].as_str().unwrap(), it["score"].as_str().unwrap())
    };
    answer["candidates"].as_array().unwrap().iter().map(line).collect()
}

const GOALS: (&str, &str) = (
    "branches/ug1/goals.csv",
    "pair,id,topic,goal,met\nug1-001,g1,study,x,2013-01-01\nug1-001,g2,study,x,\n\
     ug1-002,g1,study,x,2013-01-01\nug1-002,g2,study,x,2013-06-07\n",
);

#[test]
fn seats_are_rounded_exactly_for_every_pool_up_to_ten_thousand() {
    for (text, over, under) in [("10%", 1, 10), ("5%", 1, 20), ("33%", 33, 100), ("1/3", 1, 3), ("12.5%", 1, 8)] {
        let ratio = fraction(text);
        for pool in 0..=10_000_i64 {
            let exact = &ratio * whole(pool);
            assert_eq!(rounded(&exact, "down"), over * pool / under, "{text} of {pool} down");
            let nearest = (2 * over * pool + under) / (2 * under);
            assert_eq!(rounded(&exact, "nearest"), nearest, "{text} of {pool} nearest");
            assert_eq!(rounded(&exact, "up"), (over * pool + under - 1) / under, "{text} of {pool} up");
        }
    }
}

#[test]
fn ties_at_the_cut() {
    let own = criterion("own_outcomes", "full_marks = 20\n") + &criterion("goals", "");
    let files = [GOALS, ("committee/outcomes.csv", "date,person,kind,what,level\n2012-12-01,h3,honour,a,school\n")];
    // All have half of one criterion: h1 and h2 by goals, h3 by an honour.
    let of = |settings: &str| answer(&with(&award(settings, &own), &files));
    let leave_out = of("seats = 2\n");
    assert_eq!(list(&leave_out), ["h1 25.00 -", "h2 25.00 -", "h3 25.00 -"]);
    assert_eq!((&leave_out["tie_at_cut"], &leave_out["seats"]), (&json!(true), &json!(2)));
    assert_eq!(leave_out["candidates"][2]["rank"], 1);
    let all = of("seats = 2\nties = \"take-all\"\n");
    assert_eq!(list(&all), ["h1 25.00 +", "h2 25.00 +", "h3 25.00 +"]);
    let broken = of("seats = 2\nties = [\"goals\"]\n");
    assert_eq!(list(&broken), ["h1 25.00 +", "h2 25.00 +", "h3 25.00 -"]);
    assert_eq!(broken["tie_at_cut"], false);
    // Own outcomes put h3 first; h1 and h2 stay equal across the cut.
    let half = of("seats = 2\nties = [\"own_outcomes\"]\n");
    assert_eq!(list(&half), ["h1 25.00 -", "h2 25.00 -", "h3 25.00 +"]);
    assert_eq!(half["tie_at_cut"], true);
    assert_eq!(of("seats = 5\n")["seats"], 3);
    assert_eq!(of("seats = 5\n")["tie_at_cut"], false);
}

#[test]
fn missing_data_is_zero_or_left_out() {
    let both = criterion("goals", "") + &criterion("own_outcomes", "full_marks = 10\n");
    let files = [GOALS, ("committee/outcomes.csv", "date,person,kind,what,level\n2012-12-01,h3,honour,a,college\n")];
    let zero = answer(&with(&award("ratio = \"34%\"\n", &both), &files));
    assert_eq!(list(&zero)[2], "h3 25.00 -");
    assert_eq!(zero["candidates"][2]["criteria"][0]["missing"], true);
    assert_eq!(zero["candidates"][2]["criteria"][0]["fraction"], Value::Null);
    let skip = answer(&with(&award("ratio = \"34%\"\nmissing = \"skip\"\n", &both), &files));
    assert_eq!(list(&skip), ["h3 50.00 +", "h1 25.00 -", "h2 25.00 -"]);
}

#[test]
fn seats_of_branches_are_their_own() {
    let settings = "ratio = \"50%\"\nrounding = \"nearest\"\nlevel = \"branch\"\n";
    let answer = answer(&with(&award(settings, &criterion("own_outcomes", "full_marks = 9\n")), &[]));
    let units = json!([
        {"unit": "ug1", "pool": 2, "seats": 1, "tie_at_cut": true},
        {"unit": "ug2", "pool": 1, "seats": 1, "tie_at_cut": false}]);
    assert_eq!(answer["units"], units);
    assert_eq!((&answer["seats"], &answer["pool"]), (&json!(2), &json!(3)));
    assert_eq!(list(&answer), ["h1 0.00 -", "h2 0.00 -", "h3 0.00 +"]);
}

#[test]
fn steps_give_seats_by_the_size_of_the_pool() {
    let steps = "steps = [{ from = 1, to = 2, seats = 1 }, { from = 3, to = 9, seats = 2 }]\n";
    let answer = answer(&with(&award(steps, &criterion("goals", "")), &[GOALS]));
    assert_eq!((&answer["seats"], &answer["ratio"]), (&json!(2), &Value::Null));
}

#[test]
fn gates_bar_with_their_reasons() {
    let gates = "seats = 1\nbar_disciplined = true\nneeds_review = true\nmin_keeping = \"0.1\"\n";
    let gate = "[[award.gate]]\nmeasure = \"gpa\"\nof = \"change\"\nop = \">=\"\nvalue = \"0.5\"\n";
    let files = [
        (
            "committee/outcomes.csv",
            "date,person,kind,what,level,value\n2012-12-01,h1,discipline,a,warning,\n\
          2012-11-06,h2,grade,gpa,,2.5\n2012-11-07,h2,grade,gpa,,2.8\n2013-02-01,h2,grade,gpa,,3.0\n\
          2012-11-06,h3,grade,gpa,,2.5\n2013-02-01,h3,grade,gpa,,2.99\n",
        ),
        (
            "branches/ug1/nominations.csv",
            "award,person,by,date,reason,review,review_score,review_date\n\
          star,h1,h2,2013-05-01,x,passed,90,2013-05-02\nstar,h1,h3,2013-05-01,x,,,\n\
          star,h2,h1,2013-05-01,x,returned,90,2013-06-07\n\
          star,h3,h1,2013-05-01,x,returned,90,\n",
        ),
    ];
    let directory = with(&award(gates, &(criterion("review", "") + gate)), &files);
    let expected = json!([
        {"person": "h1", "codes": ["disciplined", "low-keeping", "not-reviewed", "gate"]},
        {"person": "h2", "codes": ["low-keeping", "not-reviewed"]},
        {"person": "h3", "codes": ["low-keeping", "review-returned", "gate"]}]);
    assert_eq!(answer(&directory)["barred"], expected);
    assert_eq!(answer(&directory)["pool"], 3);
    assert_eq!(answer(&directory)["seats"], 0);
}

#[test]
fn an_award_bars_who_is_taken_in_the_other() {
    let other = "[[award]]\nkey = \"other\"\nname = \"other\"\nfor = \"helper\"\nseats = 1\n";
    let own = criterion("own_outcomes", "full_marks = 20\n");
    let settings = award("seats = 1\nexcludes = \"other\"\n", &own) + other + &own;
    let outcomes = "date,person,kind,what,points\n2012-12-01,h2,honour,a,7\n2012-12-01,h3,honour,a,6.5\n";
    let answer = answer(&with(&settings, &[("committee/outcomes.csv", outcomes)]));
    assert_eq!(list(&answer), ["h3 32.50 +", "h1 0.00 -"]);
    assert_eq!(answer["barred"], json!([{"person": "h2", "codes": ["excluded"]}]));
}

#[test]
fn who_is_in_the_pool() {
    let pool = |settings: &str, as_of: &str| {
        let directory = with(
            &award(settings, &criterion("goals", "")),
            &[("committee/outcomes.csv", "date,person,kind,what\n2013-01-01,s1,stage,probationary\n")],
        );
        compute(&directory, "star", day(as_of)).answer()["pool"].as_i64().unwrap()
    };
    assert_eq!(pool("seats = 1\n", "2012-11-05"), 0);
    assert_eq!(pool("seats = 1\n", "2012-11-06"), 3);
    let on = "seats = 1\npool = \"paired-on-cutoff\"\ncutoff = ";
    assert_eq!(pool(&format!("{on}2012-11-05\n"), "2013-06-06"), 0);
    assert_eq!(pool(&format!("{on}2013-06-07\n"), "2013-07-01"), 0);
    assert_eq!(pool(&format!("{on}2013-06-06\n"), "2013-07-01"), 3);
    let members = "seats = 1\npool = \"members\"\npool_stages = [\"full\", \"probationary\"]\ncutoff = ";
    assert_eq!(pool(&format!("{members}2012-12-31\n"), "2013-06-06"), 3);
    assert_eq!(pool(&format!("{members}2013-01-01\n"), "2013-06-06"), 4);
}

#[test]
fn fractions_of_the_helpers_criteria() {
    let keys = [
        ("forms", ""),
        ("cadence", ""),
        ("visits", ""),
        ("helped_outcomes", "full_marks = 8\n"),
        ("helped_progress", "measure = \"gpa\"\nfull_marks = \"1.0\"\n"),
        ("developed", "full_marks = 2\n"),
        ("inspection", ""),
        ("grades", "measure = \"rank\"\nfull_marks = 10\nbetter = \"lower\"\n"),
    ];
    let criteria: String = keys.iter().map(|(key, settings)| criterion(key, settings)).collect();
    let files = [
        ("branches/ug1/contacts.csv", "pair,date,act,topics,content\nug1-001,2012-11-21,talk,study,x\n"),
        ("branches/ug1/forms.csv", "pair,month,n,received,review,reviewed\nug1-001,2012-11,1,2012-12-05,passed,\n"),
        ("committee/visits.csv", "date,person,by,score\n2012-11-06,s1,h3,80\n2012-11-05,s1,h3,1\n2012-12-01,s1,h3,70.5\n"),
        ("committee/inspections.csv", "date,branch,person,by,rating\n2012-12-01,ug1,,h3,90\n2012-12-02,ug1,h1,h3,10\n"),
        (
            "committee/outcomes.csv",
            "date,person,kind,what,level,value,points\n\
          2012-11-20,s1,honour,a,school,,\n2012-11-20,s1,discipline,a,warning,,-7\n2012-11-05,s1,honour,b,school,,\n\
          2012-11-20,s1,stage,probationary,,,\n\
          2012-11-01,s1,grade,gpa,,2.50,\n2012-11-20,s1,grade,gpa,,2.75,\n\
          2012-11-01,h1,grade,rank,,12,\n2012-11-20,h1,grade,rank,,9,\n",
        ),
    ];
    let directory = with(&award("seats = 1\n", &criteria), &files);
    let answer = compute(&directory, "star", day("2012-12-06")).answer();
    let first = &answer["candidates"][0];
    assert_eq!(first["person"], "h1");
    let fractions: Vec<&str> = first["criteria"].as_array().unwrap().iter().map(|it| it["fraction"].as_str().unwrap()).collect();
    // Late: 11-21 and 12-06 of counted(11-06, 12-06] = 30. Visits: (80 + 70.5) / 2. Points: 3 of 8.
    let expected = ["1.0000", "0.9333", "0.7525", "0.3750", "0.2500", "0.5000", "0.9000", "0.3000"];
    assert_eq!(fractions, expected);
}

#[test]
fn late_forms_are_worth_half_and_pending_ones_are_left_out() {
    let directory = with(
        &award("seats = 1\n", &criterion("forms", "")),
        &[(
            "branches/ug1/forms.csv",
            "pair,month,n,received,review,reviewed\nug1-001,2012-11,1,2012-12-06,passed,\n\
         ug1-001,2012-12,1,2013-01-05,passed,\nug1-002,2012-11,1,2012-12-01,,\n",
        )],
    );
    let answer = compute(&directory, "star", day("2013-01-05")).answer();
    // h1: one late, one in time, both due; January is pending. h2: one received and not
    // reviewed, December pending until the 5th. h3: one missing.
    assert_eq!(list(&answer), ["h1 75.00 +", "h2 0.00 -", "h3 0.00 -"]);
    let before = compute(&directory, "star", day("2012-12-05")).answer();
    assert_eq!(before["candidates"][0]["person"], "h1");
    assert_eq!(before["candidates"][0]["criteria"][0]["missing"], true);
    assert_eq!(before["candidates"][1]["criteria"][0]["missing"], false);
}

fn helped_award(settings: &str, criteria: &str) -> String {
    format!("[[award]]\nkey = \"star\"\nname = \"star\"\nfor = \"helped\"\nseats = 1\n{settings}{criteria}")
}

#[test]
fn fractions_of_the_criteria_for_the_helped() {
    let keys = [
        ("own_outcomes", "full_marks = 20\n"),
        ("evaluation", "what = \"teaching\"\nfull_marks = 10\n"),
        ("goals", ""),
        ("review", ""),
        ("grades", "measure = \"gpa\"\nfull_marks = \"0.5\"\n"),
        ("inspection", ""),
    ];
    let criteria: String = keys.iter().map(|(key, settings)| criterion(key, settings)).collect();
    let files = [
        GOALS,
        (
            "committee/outcomes.csv",
            "date,person,kind,what,level,value,points\n\
             2012-10-15,s1,honour,before the scheme,school,,\n2012-10-16,s1,honour,first day,school,,\n\
             2013-06-06,s1,honour,last day,,,2.5\n2013-06-06,s1,honour,without level,,,\n\
             2012-10-01,s1,other,teaching,,,3\n2013-02-01,s1,other,teaching,,,1.5\n2013-02-01,s1,other,else,,,9\n\
             2012-11-06,s1,grade,gpa,,3.0,\n2012-12-06,s1,grade,gpa,,3.2,\n2013-06-07,s1,grade,gpa,,3.9,\n",
        ),
        (
            // The latest by date and then by nominator is not reviewed, the one before has no score.
            "branches/ug1/nominations.csv",
            "award,person,by,date,reason,review,review_score,review_date\n\
             star,s1,h1,2013-05-01,x,returned,61.5,2013-05-02\nstar,s1,h2,2013-05-01,x,passed,,2013-05-02\n\
             star,s1,h3,2013-05-01,x,passed,99,2013-06-07\n",
        ),
    ];
    let answer = answer(&with(&helped_award("", &criteria), &files));
    let first = answer["candidates"].as_array().unwrap().iter().find(|it| it["person"] == "s1").unwrap();
    let fractions: Vec<&Value> = first["criteria"].as_array().unwrap().iter().map(|it| &it["fraction"]).collect();
    // (10 + 2.5) / 20; (3 + 1.5) / 10; one of two; 61.5 / 100; 0.2 / 0.5; no roster branch.
    assert_eq!(json!(fractions), json!(["0.6250", "0.4500", "0.5000", "0.6150", "0.4000", null]));
    // The branch comes from the pair where the roster has none.
    assert_eq!(first["branch"], "ug1");
}

#[test]
fn a_nomination_counts_if_a_helper_of_the_person_made_it() {
    let nominations = "award,person,by,date,reason\nstar,s1,h2,2013-05-01,x\nstar,s2,h2,2013-06-06,x\nother,s1,h1,2013-05-01,x\n";
    let settings = helped_award("needs_nomination = \"helper\"\n", &criterion("goals", ""));
    let directory = with(&settings, &[("branches/ug1/nominations.csv", nominations)]);
    let barred = json!([{"person": "s1", "codes": ["not-nominated"]}, {"person": "s3", "codes": ["not-nominated"]}]);
    assert_eq!(answer(&directory)["barred"], barred);
    let day_before = compute(&directory, "star", day("2013-06-05")).answer();
    assert_eq!(day_before["barred"].as_array().unwrap().len(), 3);
}

#[test]
fn stages_are_those_of_the_asking_day() {
    let settings = helped_award("stages = [\"probationary\"]\n", &criterion("goals", ""));
    let outcomes = "date,person,kind,what\n2013-06-06,s1,stage,probationary\n2013-06-07,s2,stage,probationary\n";
    let answer = answer(&with(&settings, &[("committee/outcomes.csv", outcomes)]));
    let barred: Vec<&Value> = answer["barred"].as_array().unwrap().iter().map(|it| &it["person"]).collect();
    assert_eq!(barred, ["s2", "s3"]);
}

#[test]
fn seats_of_classes_follow_the_roster() {
    let settings = helped_award("level = \"class\"\n", &criterion("goals", ""));
    let answer = answer(&with(&settings, &[GOALS]));
    let units = json!([
        {"unit": "a", "pool": 2, "seats": 1, "tie_at_cut": true},
        {"unit": "b", "pool": 1, "seats": 1, "tie_at_cut": false}]);
    assert_eq!(answer["units"], units);
    // One list over both classes.
    assert_eq!(list(&answer), ["s1 50.00 -", "s2 50.00 -", "s3 0.00 +"]);
    assert_eq!(answer["candidates"][2]["rank"], 3);
}
