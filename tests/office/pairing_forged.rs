//! Proposal files that somebody changed: each single place in one, and one whose digests were made anew to hide it.

use bangfu::matching::pairing::Sides;
use bangfu::reports::pairing::Written;
use bangfu::rules::relations::Looking;
use bangfu::store::load::{each_branch, load_core};
use bangfu::store::needs::Needs;
use bangfu::store::open::Root;
use serde::Deserialize;
use serde_json::{Value, json};

use super::example::Example;
use super::pairing::{add, college, pairs};

/// A small college, two of whose people named each other, with points, an objection, and its proposal beside the records.
fn proposed() -> (Example, Value) {
    let example = college("2012-11-05", 4, 5);
    let settings = "helped_capacity = 1\ngrade_distance = 3\n\n[[pairing.fit]]\nattribute = \"major\"\npoints = 2";
    example.replace("bangfu.toml", "helped_capacity = 1", settings);
    add(&example, "branches/ug2/choices.csv", &["h01,s01,helped,2012-11-02", "h01,s01,helper,2012-11-02"]);
    add(&example, "branches/pg/choices.csv", &["h02,s03,helper,2012-11-02"]);
    add(&example, "committee/apart.csv", &["h03,s02,,"]);
    let path = example.folder().join("proposal.json");
    example.fine(&["-o", path.to_str().unwrap(), "pair", "suggest", "--seed", "lot", "--start", "2012-11-06", "--without", "h04"]);
    let file = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    (example, file)
}

/// What `pair verify` says of a changed file.
fn verified(example: &Example, file: &Value) -> (i32, Value) {
    let path = example.folder().join("changed.json");
    std::fs::write(&path, file.to_string()).unwrap();
    let run = example.run(&["--format", "json", "pair", "verify", path.to_str().unwrap()]);
    (run.code, serde_json::from_str(&run.stdout).unwrap_or_default())
}

/// Every place of a value that holds no other, each as a JSON pointer.
fn leaves(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            items.iter().enumerate().for_each(|(index, item)| leaves(item, &format!("{place}/{index}"), found));
        }
        Value::Object(items) if !items.is_empty() => {
            items.iter().for_each(|(key, item)| leaves(item, &format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), found));
        }
        _ => found.push(place.to_owned()),
    }
}

/// What else might stand in a place: the likeliest lie, and nonsense.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![1.into()],
        Value::Bool(yes) => vec![(!yes).into()],
        Value::Number(number) => vec![(number.as_i64().unwrap() + 1).into(), Value::Null],
        Value::Array(_) => vec![json!(["x"])],
        Value::Object(_) => vec![json!({ "x": "1" })],
        Value::String(text) => {
            let likely = match text.as_str() {
                "need-first" => "voluntary-first".to_owned(),
                "en" => "zh".to_owned(),
                "2012-11-05" => "2012-11-04".to_owned(),
                "2012-11-06" => "2012-11-07".to_owned(),
                id if id.len() == 3 && id.starts_with("h0") => if id == "h01" { "h02" } else { "h01" }.to_owned(),
                id if id.len() == 3 && id.starts_with("s0") => if id == "s01" { "s02" } else { "s01" }.to_owned(),
                digits => digits.parse::<i128>().map_or_else(|_| format!("{text}x"), |number| (number + 1).to_string()),
            };
            vec![likely.into(), if text.len() % 2 == 0 { Value::Null } else { 7.into() }]
        }
    }
}

#[test]
fn every_place_of_a_proposal_is_held_against_the_records() {
    let (example, file) = proposed();
    assert_eq!(verified(&example, &file).0, 0);
    let mut places = Vec::new();
    leaves(&file, "", &mut places);
    assert!(places.len() > 100, "{places:?}");
    for place in places {
        let was = file.pointer(&place).unwrap().clone();
        for other in others(&was).into_iter().filter(|other| *other != was) {
            let mut changed = file.clone();
            *changed.pointer_mut(&place).unwrap() = other.clone();
            let (code, proof) = verified(&example, &changed);
            match place.strip_prefix("/inputs/") {
                // The digest of a file of records: what of it decides is as it was, and that it has changed is told.
                Some(input) if other.is_string() => {
                    let input = input.replace("~1", "/");
                    assert_eq!((code, &proof["changed"]), (0, &json!([input])), "{place} {other}: {proof}");
                }
                Some(_) => assert!(code == 1 || proof["changed"].as_array().is_some_and(|files| files.len() == 1), "{place} {other}"),
                None => assert!([1, 2].contains(&code), "{place} {was} {other}: {code} {proof}"),
            }
            // Only where it is no such file any more, nothing is proven.
            let form = ["/format", "/as_of", "/first_day", "/settings/policy"].contains(&place.as_str()) || !was.is_string();
            assert!(code != 2 || form, "{place} {other}: {code}");
        }
    }
}

#[test]
fn no_key_can_be_taken_out_but_the_one_that_older_files_lack() {
    let (example, file) = proposed();
    for key in file.as_object().unwrap().keys() {
        let mut changed = file.clone();
        changed.as_object_mut().unwrap().remove(key);
        let (code, proof) = verified(&example, &changed);
        let is_told = match key.as_str() {
            "grounds" => code == 0,
            "inputs" => code == 0 && proof["changed"].as_array().unwrap().len() == file["inputs"].as_object().unwrap().len(),
            _ => [1, 2].contains(&code),
        };
        assert!(is_told, "{key}: {code} {proof}");
    }
    let mut changed = file.clone();
    changed["more"] = 1.into();
    assert_eq!(verified(&example, &changed).0, 1);
}

/// The file with the digest of its grounds made anew, as somebody might who knows how.
fn forged(example: &Example, mut file: Value) -> Value {
    let root = Root::new(example.folder());
    let core = load_core(&root, Needs::PAIRING, Looking::Errors).value;
    let choices = each_branch(&root, &core, Needs::PAIRING, Looking::Errors, |_, records| std::mem::take(&mut records.choices.rows));
    let choices = choices.value.concat();
    let written = Written::deserialize(&file).unwrap();
    let sides = Sides::of(written.question(&core, &choices).unwrap().question).unwrap();
    file["grounds"] = sides.grounds(&written.assignment(&sides).unwrap()).into();
    file
}

#[test]
fn a_forged_digest_hides_nothing_that_an_answer_touches() {
    let (mut example, file) = proposed();
    assert_eq!(forged(&example, file.clone()), file);
    let path = example.folder().join("proposal.json");
    example.today = "2012-11-07";
    let (helper, helped) = pairs(&file)[0].clone();
    let unpaired = file["unpaired_helped"][0]["person"].as_str().unwrap().to_owned();
    let asked = |example: &Example, file: &Value| {
        std::fs::write(&path, file.to_string()).unwrap();
        example.json(&["pair", "why", &helper, &unpaired, "--proposal", path.to_str().unwrap()])
    };
    let sound = asked(&example, &file);
    assert_eq!(sound["proven"], "part", "{sound}");

    let swapped = {
        let mut file = file.clone();
        let [one, other] = [0, 1].map(|at| file["pairs"][at]["helped"].clone());
        (file["pairs"][0]["helped"], file["pairs"][1]["helped"]) = (other, one);
        file
    };
    let price = |id: &str, by: i128| {
        let mut file = file.clone();
        let side = if id.starts_with('h') { "helpers" } else { "helped" };
        let price: i128 = file["prices"][side][id].as_str().unwrap().parse().unwrap();
        file["prices"][side][id] = (price + by).to_string().into();
        file
    };
    let far = 1 << 100;
    for changed in [swapped, price(&helped, far), price(&helper, -far), price(&unpaired, -1)] {
        for changed in [forged(&example, changed.clone()), changed] {
            let why = asked(&example, &changed);
            let said = why["sentences"].to_string();
            assert!(said.contains("The proposal in ") && said.contains(" is wrong: all that decides is as it was"), "{why}");
            // What is said is said of the best pairs, worked out anew by the file's seed.
            assert_eq!((&why["proven"], &why["seed"], &why["standing"]), (&"whole".into(), &"lot".into(), &"absent".into()));
            let (code, proof) = verified(&example, &changed);
            assert_eq!((code, &proof["optimal"], &proof["same_records"]), (1, &false.into(), &true.into()), "{proof}");
        }
    }
    // Other prices may prove the same pairs, or be wrong where the answer does not look: it is the same all the same.
    for changed in [price(&helped, 1), price(&helped, -1), price(&helper, 1), price(&helper, -1), price(&unpaired, 1), price("h02", 1)] {
        let changed = forged(&example, changed);
        let why = asked(&example, &changed);
        assert_eq!((&why["standing"], &why["loss"]), (&sound["standing"], &sound["loss"]), "{why}");
        let is_optimal = verified(&example, &changed).1["optimal"] == true;
        assert!(!is_optimal || why["proven"] == "part", "{why}");
    }
}
