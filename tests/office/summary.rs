//! `summary` agrees with the months it sums up; `case` publishes only what was agreed to.

use std::fs;

use serde_json::Value;

use super::example::Example;

const MONTHS: [&str; 8] = ["2012-11", "2012-12", "2013-01", "2013-02", "2013-03", "2013-04", "2013-05", "2013-06"];

#[test]
fn the_season_is_the_sum_of_its_months_and_branches() {
    let example = Example::on("2013-06-20");
    let summary = example.json(&["summary"]);
    let number = |value: &Value| value.as_i64().unwrap();
    let rollups: Vec<Value> = MONTHS.iter().map(|month| example.json(&["rollup", month, "--as-of", "2013-06-20"])).collect();
    for key in ["contacts", "minutes", "late_days", "goals_met", "honours", "disciplines", "developed", "visits"] {
        let months: i64 = rollups.iter().map(|rollup| number(&rollup["total"][key])).sum();
        assert_eq!(number(&summary["total"][key]), months, "{key}");
        assert!(months > 0, "the example has no {key}");
    }
    let forms: i64 = rollups.iter().map(|rollup| number(&rollup["total"]["forms"]["missing"])).sum();
    assert_eq!(number(&summary["total"]["forms_missing"]), forms);
    let branches = summary["branches"].as_array().unwrap();
    for key in ["contacts", "pairs", "helped", "helpers", "without_breach", "stages_gained", "goals_set"] {
        let sum: i64 = branches.iter().map(|branch| number(&branch[key])).sum();
        assert_eq!(number(&summary["total"][key]), sum, "{key}");
    }
    assert_eq!(summary["total"]["months"].as_array().unwrap().len(), MONTHS.len());
}

#[test]
fn the_keeping_rate_is_weighed_by_days() {
    let example = Example::on("2013-06-20");
    let check = example.json(&["check", "--branch", "ug1", "--overdue-only"]);
    let late: i64 = check["pairs"].as_array().unwrap().iter().map(|row| row["late_days"].as_i64().unwrap()).sum();
    let season = &example.json(&["summary", "--branch", "ug1"])["branches"][0];
    assert_eq!(season["late_days"].as_i64(), Some(late));
    let never = check["pairs"].as_array().unwrap().iter().filter(|row| row["gaps"].as_array().unwrap().is_empty()).count();
    assert_eq!(season["without_breach"].as_u64(), Some(never as u64));
    assert_eq!(season["keeping_rate"], "0.9937");
}

#[test]
fn before_the_season_there_is_nothing_and_no_rate() {
    let example = Example::on("2013-06-20");
    let summary = example.json(&["summary", "--as-of", "2012-10-20"]);
    assert_eq!(summary["total"]["contacts"], 0);
    assert_eq!(summary["total"]["keeping_rate"], Value::Null);
    assert_eq!(summary["total"]["months"].as_array().unwrap().len(), 0);
}

/// The ids of an award's winners, as the summary has them.
fn winners(award: &Value) -> Vec<&str> {
    award["winners"].as_array().unwrap().iter().map(|winner| winner["person"].as_str().unwrap()).collect()
}

#[test]
fn an_award_is_shown_as_decided_or_as_a_mere_list() {
    let example = Example::on("2013-06-20");
    let list = example.json(&["award", "compute", "progress"]);
    let selected: Vec<&str> = list["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["selected"] == true)
        .map(|one| one["person"].as_str().unwrap())
        .collect();
    let summary = example.json(&["summary"]);
    let (star, progress) = (&summary["awards"][0], &summary["awards"][1]);
    assert_eq!(
        (star["award"].as_str(), star["basis"].as_str(), star["tie_at_cut"].as_bool()),
        (Some("star"), Some("computed"), Some(true))
    );
    assert_eq!((winners(progress), progress["seats"].as_u64(), progress["decided"].is_null()), (selected.clone(), Some(2), true));
    assert!(example.fine(&["summary"]).contains("computed list, not decided; tied at the cut"));
    // People decide otherwise; a summary as of an earlier day does not know it yet.
    let pass_over = format!("{}=x", selected[0]);
    example.fine(&["award", "approve", "progress", "--meeting", "m", "--pass-over", &pass_over]);
    let decided = example.json(&["summary"])["awards"][1].clone();
    assert_eq!(
        (winners(&decided), decided["basis"].as_str(), decided["standing"].as_str()),
        (selected[1..].to_vec(), Some("decision"), Some("approved"))
    );
    assert_eq!(decided["decided"], "2013-06-20");
    assert_eq!(example.json(&["summary", "--as-of", "2013-06-19"])["awards"][1]["basis"], "computed");
    example.fine(&["award", "notice", "progress"]);
    assert_eq!(example.json(&["summary"])["awards"][1]["standing"], "noticed");
    // Of a branch alone its own winners are shown, from the list over all.
    let of_branches: usize =
        ["ug1", "ug2", "pg"].iter().map(|branch| winners(&example.json(&["summary", "--branch", branch])["awards"][0]).len()).sum();
    assert_eq!(of_branches, winners(star).len());
}

#[test]
fn what_was_learned_is_gathered_from_all_who_wrote_it_down_by_the_day() {
    let example = Example::on("2013-06-20");
    let lessons = |words: &[&str]| example.json(words)["lessons"].as_array().unwrap().clone();
    let all = lessons(&["summary"]);
    for (source, kind, text) in [
        ("report", "problem", "一名帮扶人连续两月未交表"),
        ("report", "plan", "考前每周至少见面一次"),
        ("inspection", "finding", "三对未见记录"),
        ("meeting", "minutes", "各支部汇报首月结对和记录情况"),
        ("visit", "note", "本人说年后未见面"),
    ] {
        let told = |one: &Value| one["source"] == source && one["kind"] == kind && one["text"].as_str().unwrap().starts_with(text);
        assert!(all.iter().any(told), "{text}");
    }
    // A finding against a person is not among what was learned.
    let findings = all.iter().filter(|one| one["source"] == "inspection").count();
    let inspections = example.json(&["inspect", "list"])["records"].as_array().unwrap().clone();
    let of_branch = |one: &&Value| one["person"].is_null() && one["finding"].as_str().is_some_and(|text| !text.is_empty());
    assert_eq!(findings, inspections.iter().filter(of_branch).count());
    assert!(findings < inspections.len());
    let early = lessons(&["summary", "--as-of", "2012-12-08"]);
    assert!(!early.is_empty() && early.len() < all.len());
    assert!(early.iter().filter_map(|one| one["day"].as_str()).all(|day| day < "2012-12-09"), "{early:?}");
    // Two of three branches had sent their first report by then.
    let of_reports: Vec<_> = early.iter().filter(|one| one["source"] == "report").collect();
    assert!(of_reports.iter().all(|one| one["month"] == "2012-11" && one["branch"] != "ug2"), "{of_reports:?}");
    assert_eq!(of_reports.len(), 4);
    let own = lessons(&["summary", "--branch", "pg"]);
    assert!(own.iter().all(|one| one["branch"] == "pg" || one["source"] == "meeting"));
}

#[test]
fn a_case_is_published_as_far_as_was_agreed() {
    let example = Example::on("2013-06-20");
    let file = "committee/cases.csv";
    let add = ["case", "add", "ug1-001", "两人一起过了四级。", "--consent", "2013-06-10", "--scope", "college"];
    let (_, come) = example.writes(file, &add);
    assert!(come.contains(&"c1,ug1-001,2013-06-10,college,两人一起过了四级。".to_owned()), "{come:?}");
    let (_, come) = example.writes(file, &["case", "add", "ug1-002", "第二件。", "--consent", "昨天", "--scope", "公开"]);
    assert_eq!(come, ["c2,ug1-002,2013-06-19,public,第二件。"]);
    let page = |scope: &str| {
        let path = example.path().with_extension("html");
        let words = ["case", "list", "--scope", scope, "--format", "html", "-o", path.to_str().unwrap()];
        assert_eq!(example.run(&words).code, 0);
        fs::read_to_string(path).unwrap()
    };
    let (public, college) = (page("public"), page("college"));
    assert!(public.contains("第二件。") && !public.contains("四级") && !public.contains("ug1-00"), "{public}");
    assert!(college.contains("第二件。") && college.contains("四级"));
    assert!(example.refuses(&["case", "add", "ug1-001", "x", "--consent", "2013-06-21", "--scope", "public"]).contains("2013-06-21"));
    example.writes(file, &["case", "amend", "c1", "scope=public"]);
    assert!(page("public").contains("四级"));
    example.writes(file, &["case", "remove", "c2"]);
    let (_, come) = example.writes(file, &["case", "add", "ug1-002", "第三件。", "--consent", "昨天", "--scope", "public"]);
    assert_eq!(come, ["c2,ug1-002,2013-06-19,public,第三件。"]);
    assert!(example.refuses(&["case", "remove", "c9"]).contains("c9"));
}
