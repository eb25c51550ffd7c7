//! `report`: the branches' monthly reports.

use super::example::Example;

const UG2: &str = "branches/ug2/reports.csv";

#[test]
fn a_report_is_sent_in_time_or_late() {
    let example = Example::on("2013-06-14");
    let list = example.json(&["report", "list", "--month", "2013-03", "--branch", "ug2"]);
    assert_eq!(list["reports"][0]["state"], "missing");
    let words = ["report", "send", "ug2", "2013-03", "--on", "2013-04-11", "--by", "2009210501", "--plan", "逐对核对"];
    let (gone, come) = example.writes(UG2, &words);
    assert_eq!((gone.len(), come), (0, vec!["2013-03,2013-04-11,2009210501,,,逐对核对".to_owned()]));
    let row = |as_of| example.json(&["report", "list", "--month", "2013-03", "--branch", "ug2", "--as-of", as_of])["reports"][0].clone();
    assert_eq!([row("2013-04-10")["state"].clone(), row("2013-04-11")["state"].clone()], ["pending", "late"]);
    assert_eq!((row("2013-04-10")["plan"].clone(), row("2013-04-11")["plan"].clone()), (serde_json::Value::Null, "逐对核对".into()));
    let told = example.refuses(&["report", "send", "ug2", "2013-03"]);
    assert!(told.contains("report amend ug2 2013-03"), "{told}");
    let (_, come) = example.writes(UG2, &["report", "amend", "本科生第二党支部", "2013-03", "sent=2013-04-10"]);
    assert_eq!(come, ["2013-03,2013-04-10,2009210501,,,逐对核对"]);
    assert_eq!(row("2013-04-10")["state"], "on_time");
    example.writes(UG2, &["report", "remove", "ug2", "2013-03"]);
}

#[test]
fn the_list_agrees_with_the_rollup() {
    let example = Example::on("2013-06-14");
    for month in ["2012-11", "2013-02", "2013-03", "2013-05"] {
        let rollup = example.json(&["rollup", month, "--as-of", "2013-06-10"]);
        for branch in rollup["branches"].as_array().unwrap() {
            let key = branch["branch"].as_str().unwrap();
            let list = example.json(&["report", "list", "--month", month, "--branch", key, "--as-of", "2013-06-10"]);
            let state = list["reports"].get(0).map_or(serde_json::Value::Null, |report| report["state"].clone());
            assert_eq!(state, branch["report"], "{key} {month}");
        }
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let example = Example::on("2013-06-14");
    for (words, said) in [
        (vec!["report", "send", "ug9", "2013-03"], "ug9"),
        (vec!["report", "send", "ug2", "2013-13"], "2013-13"),
        (vec!["report", "send", "ug2", "2013-03", "--on", "2013-06-15"], "after today"),
        (vec!["report", "amend", "ug2", "2013-03", "sent=2013-04-10"], "no report"),
        (vec!["report", "amend", "ug2", "2012-11", "sent=soon"], "soon"),
        (vec!["report", "remove", "ug2", "2013-03"], "no report"),
    ] {
        let told = example.refuses(&words);
        assert!(told.contains(said), "{words:?}: {told}");
    }
}

#[test]
fn a_month_without_forms_needs_no_report() {
    let example = Example::on("2013-06-14");
    let run = example.run(&["report", "send", "pg", "2012-10", "--on", "2012-11-08"]);
    assert!(run.code == 0 && run.stderr.contains("owes no report"), "{run:?}");
    let list = example.json(&["report", "list", "--month", "2012-10"]);
    assert_eq!((list["reports"].as_array().unwrap().len(), &list["reports"][0]["state"]), (1, &serde_json::Value::Null));
}
