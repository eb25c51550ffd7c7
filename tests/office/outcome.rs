//! `outcome`.

use super::example::Example;

const FILE: &str = "committee/outcomes.csv";

#[test]
fn words_and_stages_are_stored_by_key() {
    let example = Example::on("2013-06-14");
    let (_, come) = example.writes(FILE, &["outcome", "add", "2011210210", "发展", "预备党员", "--on", "2013-06-13"]);
    assert_eq!(come, ["2013-06-13,2011210210,stage,probationary,,,,"]);
    let (_, come) = example.writes(FILE, &["outcome", "add", "顾辛夷", "获奖", "演讲比赛一等奖", "--level", "school", "--note", "校团委"]);
    assert_eq!(come, ["2013-06-14,2011210210,honour,演讲比赛一等奖,school,,,校团委"]);
    let (_, come) = example.writes(FILE, &["outcome", "add", "2011210210", "discipline", "晚归", "--points", "-2.5"]);
    assert_eq!(come, ["2013-06-14,2011210210,discipline,晚归,,,-2.5,"]);
    let (_, come) = example.writes(FILE, &["outcome", "add", "2011210210", "grade", "gpa", "--value", "3.21"]);
    assert_eq!(come, ["2013-06-14,2011210210,grade,gpa,,3.21,,"]);
    let (_, come) = example.writes(FILE, &["outcome", "amend", "2011210210", "stage", "probationary", "what=正式党员"]);
    assert_eq!(come, ["2013-06-13,2011210210,stage,full,,,,"]);
    example.writes(FILE, &["outcome", "remove", "2011210210", "发展", "正式党员"]);
    let listed = example.json(&["outcome", "list", "--person", "2011210210", "--kind", "违纪"]);
    assert_eq!(listed["records"].as_array().unwrap().len(), 1);
}

#[test]
fn the_day_tells_several_apart() {
    let example = Example::on("2013-06-14");
    let told = example.refuses(&["outcome", "remove", "2011210210", "grade", "gpa"]);
    assert!(told.contains("2012-10-22") && told.contains("2013-03-06"), "{told}");
    let (gone, _) = example.writes(FILE, &["outcome", "remove", "2011210210", "grade", "gpa", "--on", "2013-03-06"]);
    assert_eq!(gone.len(), 1);
}

#[test]
fn a_chinese_word_in_the_file_is_found_by_its_key() {
    let example = Example::on("2013-06-14");
    example.replace(FILE, "2013-01-16,2012210702,discipline,", "2013-01-16,2012210702,违纪,");
    let (gone, come) = example.writes(FILE, &["outcome", "amend", "2012210702", "discipline", "考试违纪", "note=已谈话"]);
    assert!(gone[0].contains(",违纪,") && come[0].ends_with("已谈话"), "{gone:?} {come:?}");
}

#[test]
fn what_cannot_be_is_refused() {
    let example = Example::on("2013-06-14");
    for (words, said) in [
        (vec!["outcome", "add", "2011210210", "prize", "x"], "honour"),
        (vec!["outcome", "add", "2011210210", "stage", "member"], "probationary"),
        (vec!["outcome", "add", "2011210210", "honour", "x", "--level", "world"], "world"),
        (vec!["outcome", "add", "2011210210", "honour", "x", "--points", "-1"], "-1"),
        (vec!["outcome", "add", "2011210210", "discipline", "x", "--points", "1"], "1"),
        (vec!["outcome", "add", "2011210210", "grade", "gpa"], "value"),
        (vec!["outcome", "add", "2011210210", "grade", "gpa", "--value", "high"], "high"),
        (vec!["outcome", "add", "2011210210", "honour", "x", "--on", "2013-06-15"], "after today"),
        (vec!["outcome", "add", "nobody", "honour", "x"], "nobody"),
        (vec!["outcome", "remove", "2011210210", "honour", "no such"], "no such outcome"),
    ] {
        let told = example.refuses(&words);
        assert!(told.contains(said), "{words:?}: {told}");
    }
    example.fine(&["outcome", "add", "2011210210", "stage", "applicant"]);
    let told = example.refuses(&["outcome", "add", "2011210210", "stage", "activist"]);
    assert!(told.contains("2011210210"), "{told}");
}
