//! `award list` and `award compute` on the example, whose figures were reckoned by another way as well.

use serde_json::Value;

use super::example::Example;

fn places(list: &Value, count: usize) -> Vec<(u64, &str, &str, bool)> {
    let row = |row: &'_ Value| (row["rank"].as_u64().unwrap(), row["selected"].as_bool().unwrap());
    let rows = list["candidates"].as_array().unwrap().iter().take(count);
    rows.map(|it| (row(it).0, it["person"].as_str().unwrap(), it["score"].as_str().unwrap(), row(it).1)).collect()
}

#[test]
fn the_star_of_the_example() {
    let example = Example::on("2013-06-14");
    let list = example.json(&["award", "compute", "star"]);
    assert_eq!((&list["pool"], &list["seats"], &list["tie_at_cut"]), (&56.into(), &5.into(), &true.into()));
    let expected = [
        (1, "2010210105", "81.90", true),
        (2, "2010310101", "71.87", true),
        // 25 + 15 × 0.92 + 15 × 5/20 + 15 + 15 × 7/20 + 10 × 0.3 + 5 × 0.925 = 70.425, shown rounded half up.
        (3, "2009210301", "70.43", true),
        (4, "2010210403", "70.14", true),
        (5, "2010210106", "57.38", false),
        (5, "2010210205", "57.38", false),
    ];
    assert_eq!(places(&list, 6), expected);
    assert_eq!(example.json(&["award", "compute", "党员之星"]), list);
}

#[test]
fn the_progress_of_the_example() {
    let example = Example::on("2013-06-14");
    let list = example.json(&["award", "compute", "progress"]);
    assert_eq!((&list["pool"], &list["seats"], &list["tie_at_cut"]), (&57.into(), &2.into(), &false.into()));
    assert_eq!(places(&list, 2), [(1, "2011210206", "85.50", true), (2, "2011210606", "77.35", true)]);
    let barred = list["barred"].as_array().unwrap();
    assert_eq!(barred.len() + list["candidates"].as_array().unwrap().len(), 57);
    let code = |person: &str| barred.iter().find(|row| row["person"] == person).map(|row| row["code"].clone());
    assert_eq!((code("2011210103"), code("2011210115")), (Some("review-returned".into()), Some("not-reviewed".into())));
}

#[test]
fn a_place_is_explained_with_the_places_of_its_records() {
    let example = Example::on("2013-06-14");
    let told = example.fine(&["award", "compute", "star", "--explain", "罗甘棠"]);
    for part in ["committee/outcomes.csv:162", "459/8 = 57.3750", "2 tied at 57.38", "branches/ug1/"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn an_earlier_day_knows_less() {
    let example = Example::on("2013-06-14");
    let list = example.json(&["award", "compute", "progress", "--as-of", "2013-05-01"]);
    assert_eq!((list["as_of"].as_str(), list["candidates"].as_array().map(Vec::len)), (Some("2013-05-01"), Some(0)));
}

#[test]
fn bad_records_are_not_computed_with() {
    let example = Example::on("2013-06-14");
    example.replace("branches/pg/nominations.csv", "passed,86", "passed,860");
    let run = example.run(&["--format", "json", "award", "compute", "star"]);
    let problems: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &problems["format"]), (4, &"bangfu/problems/1".into()));
    assert_eq!(problems["problems"][0]["file"], "branches/pg/nominations.csv");
}

#[test]
fn the_rules_of_the_awards_are_told() {
    let example = Example::on("2013-06-14");
    let list = example.json(&["award", "list"]);
    let keys: Vec<&str> = list["awards"].as_array().unwrap().iter().map(|award| award["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["star", "progress"]);
    let star = &list["awards"][0];
    assert_eq!((&star["ratio"], &star["for"], &star["ties"]), (&"10%".into(), &"helper".into(), &"leave-out".into()));
    assert_eq!(star["criteria"].as_array().unwrap().len(), 7);
    let told = example.fine(&["--lang", "zh", "award", "list"]);
    for part in ["党员之星", "七（三）1", "舍去小数", "由本人所在结对的帮扶人提名"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}
