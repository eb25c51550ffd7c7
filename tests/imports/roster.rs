//! Rosters in workbooks.

use super::{Given, again_changes_nothing, answer, effects, made, told};
use crate::example::Example;

/// What the roster that openpyxl and LibreOffice wrote says, row by row.
const ROWS: [(&str, &str, &str); 9] = [
    ("new", "", ""),
    ("new", "", ""),
    ("changed", "", ""),
    ("new", "", ""),
    ("refused", "名册!F8", "day-no-year"),
    ("refused", "名册!B9", "short-id"),
    ("refused", "名册!B10", "cut-id"),
    ("refused", "名册!B11", "scientific"),
    ("refused", "名册!E12", "became-day"),
];

#[test]
fn every_program_s_workbook_says_the_same() {
    for (file, kind) in [("roster.xlsx", "xlsx"), ("roster-lo.xlsx", "xlsx"), ("roster-lo.xls", "xls"), ("roster-lo.ods", "ods")] {
        let example = Example::on("2013-03-20");
        let before = example.files();
        let answer = answer(&example, &["roster", &made(file)]);
        assert_eq!(effects(&answer), told(&ROWS), "{file}");
        assert_eq!(
            (answer["kind"].as_str(), answer["sheet"].as_str(), answer["header"].as_i64()),
            (Some(kind), Some("名册"), Some(3)),
            "{file}"
        );
        assert_eq!(answer["passed_over"], serde_json::json!(["序号", "联系电话"]), "{file}");
        assert_eq!(
            (answer["written"].as_bool(), example.files() == before),
            (Some(false), true),
            "{file}: nothing is written without a yes"
        );
    }
}

#[test]
fn what_is_sound_is_written_and_a_second_time_changes_nothing() {
    let example = Example::on("2013-03-20");
    let (gone, come) = {
        let before = example.files();
        let answer = answer(&example, &["roster", &made("roster-lo.ods"), "--yes"]);
        assert_eq!(answer["written"].as_bool(), Some(true));
        let lines = |files: &crate::example::Files| String::from_utf8(files[std::path::Path::new("people.csv")].clone()).unwrap();
        let (old, new) = (lines(&before), lines(&example.files()));
        let only = |one: &str, other: &str| {
            one.lines().filter(|line| !other.lines().any(|known| known == *line)).map(str::to_owned).collect::<Vec<_>>()
        };
        (only(&old, &new), only(&new, &old))
    };
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(
        come,
        [
            "2009210101,顾南斗,女,英语,2009,英语0903,ug1,full,2010-11-30,高闻道,,1栋107,,虚构人物；学生支部副书记",
            "2012218801,甲一,,,,英语1201,,league,,,,,,",
            "2012218802,阿依古丽·买买提,,,,英语1201,,masses,,,,,,㛃𠮷",
            "2012218803,丙三,,,,英语1202,,probationary,2012-05-25,,,,,",
        ]
    );
    again_changes_nothing(&example, &["roster", &made("roster.xlsx")]);
}

#[test]
fn a_year_may_be_given_for_days_without_one() {
    let example = Example::on("2013-03-20");
    let answer = answer(&example, &["roster", &made("roster.xlsx"), "--year", "2012"]);
    assert_eq!(answer["rows"][4]["cells"]["stage_since"], "2012-11-06");
}

#[test]
fn refused_rows_can_be_mended_and_imported_again() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let refused = given.path("refused.csv");
    let refused = refused.to_str().unwrap();
    assert_eq!(answer(&example, &["roster", &made("roster.xlsx"), "--yes", "--refused", refused])["refused_file"], refused);
    let text = std::fs::read_to_string(refused).unwrap();
    assert!(text.starts_with("\u{feff}reason,cell,序号,学籍号,姓　名,"), "{text}");
    let unmended = answer(&example, &["roster", refused, "--yes"]);
    let codes: Vec<_> = effects(&unmended).into_iter().map(|(_, _, code)| code).collect();
    assert_eq!(codes, ["day-no-year", "not-mended", "not-mended", "not-mended", "not-mended"]);
    let mended = text.replace("11月6日", "2012年11月6日").replace("[mend]8212188", "0821218808").replace("[mend]2012-01-02", "1-2");
    let mended = given.file("mended.csv", mended);
    let answer = answer(&example, &["roster", &mended, "--yes"]);
    let effects: Vec<_> = effects(&answer).into_iter().map(|(effect, _, _)| effect).collect();
    assert_eq!(effects, ["new", "new", "refused", "refused", "new"]);
    again_changes_nothing(&example, &["roster", &mended]);
    assert!(example.run(&["import", "roster", refused, "--refused", refused]).stderr.contains("is the file that is imported"));
}

#[test]
fn the_sheet_is_the_one_that_fits_or_is_asked_for() {
    let example = Example::on("2013-03-20");
    let file = made("sheets.xlsx");
    let asked = example.refuses(&["import", "roster", &file]);
    assert!(asked.contains("“一班” “二班”") && asked.contains("--sheet"), "{asked}");
    assert!(example.refuses(&["import", "roster", &file, "--sheet", "三班"]).contains("“一班”"));
    let first = answer(&example, &["roster", &file, "--sheet", "一班"]);
    assert_eq!(effects(&first), told(&[("new", "", ""), ("refused", "一班!A3", "no-value"), ("refused", "一班!B4", "no-value")]));
    assert_eq!(answer(&example, &["roster", &file, "--sheet", "2"])["sheet"], "二班");
}

#[test]
fn a_formula_that_nobody_worked_out_is_refused_by_its_cell_and_never_blank() {
    let example = Example::on("2013-03-20");
    for file in ["uncalculated.xls", "uncalculated.xlsx"] {
        let answer = answer(&example, &["roster", &made(file)]);
        let expected = ["名册!D2", "名册!D3", "名册!D4"].map(|cell| ("refused", cell, "no-value"));
        assert_eq!(effects(&answer), told(&expected), "{file}");
    }
    // An empty text that a formula came to is blank, where the sheet has been worked out.
    for file in ["calculated.xls", "calculated.ods"] {
        let example = Example::on("2013-03-20");
        let answer = answer(&example, &["roster", &made(file), "--yes"]);
        assert_eq!(effects(&answer), told(&[("new", "", ""); 3]), "{file}");
        let people = example.text("people.csv");
        assert!(people.contains("2012218802,甲2,,,,英语1102,,masses,,,,,,\n"), "{file}: {people}");
        assert!(people.contains("2012218803,甲3,,,,英语1103,,masses,,,,,,班长\n"), "{file}: {people}");
    }
}

#[test]
fn a_roster_takes_no_name_and_no_stage_that_records_rest_on() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let file = given.file(
        "a.csv",
        "学号,姓名,政治面貌,班级\n2009210101,顾南斗,群众,新班\n2009210102,别的人,,新班\n2010210509,贺采蘩,共青团员,\n2010210509,贺采蘩,共青团员,x\n",
    );
    let answer = answer(&example, &["roster", &file]);
    let expected =
        [("conflict", "2:16", "stage-decided"), ("conflict", "3:12", "other-name"), ("same", "", ""), ("conflict", "", "doubled")];
    assert_eq!(effects(&answer), told(&expected), "a league member may be an applicant");
}

#[test]
fn a_member_is_full_or_probationary_and_never_guessed() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let rows = "2009210101,顾南斗,党员\n2010210509,贺采蘩,党员\n2012219998,甲一,党员\n2012219999,甲二,中共党员\n";
    let file = given.file("a.csv", format!("学号,姓名,政治面貌\n{rows}"));
    let answer = answer(&example, &["roster", &file]);
    let expected = [("same", "", ""), ("refused", "3:16", "which-member"), ("refused", "4:15", "which-member"), ("new", "", "")];
    assert_eq!(effects(&answer), told(&expected));
    assert_eq!(answer["rows"][3]["cells"]["stage"], "full");
}

#[test]
fn a_merged_cell_says_the_same_of_each_of_its_rows_but_never_an_id() {
    for file in ["merged.xlsx", "merged.xls", "merged.ods"] {
        let example = Example::on("2013-03-20");
        let refused = Given::new();
        let aside = refused.path("refused.csv");
        let answer = answer(&example, &["roster", &made(file), "--yes", "--refused", aside.to_str().unwrap()]);
        assert_eq!(effects(&answer), told(&[("new", "", ""), ("new", "", ""), ("refused", "名册!C5", "merged")]), "{file}");
        let people = example.text("people.csv");
        for (id, class) in [("2012990001", "英语1201"), ("2012990002", "英语1201")] {
            let line = people.lines().find(|line| line.starts_with(id)).unwrap();
            assert!(line.contains(class) && line.contains("ug1"), "{file}: {line}");
        }
        // The row that was left out says its branch too, so that it can be mended alone.
        let aside = std::fs::read_to_string(aside).unwrap();
        assert!(aside.lines().nth(1).unwrap().contains("本科生第一党支部,英语1202,[mend],丙星原"), "{aside}");
    }
}
