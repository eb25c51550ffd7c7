//! Workbooks in the shapes that offices give them: headers of two lines, merged cells, several sheets, hidden ones, logical values and
//! errors in cells. Nothing is left out without a word.

use super::books::{Sheet, cell, sheet, text, workbook};
use super::{Given, answer, effects, told};
use crate::example::Example;

#[test]
fn a_header_of_two_lines_is_one_header() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let book = workbook(&[Sheet {
        merged: &["A1:A2", "B1:B2", "C1:E1"],
        ..sheet(
            "名册",
            &[
                &["学号", "姓名", "发展情况", "", ""],
                &["", "", "发展阶段", "入党时间", "所在班级"],
                &["2012218801", "甲一", "中共党员", "2012年5月25日", "英语1201"],
                &["2012218802", "乙二", "群众", "无", ""],
            ],
        )
    }]);
    let aside = given.path("refused.csv");
    let answer = answer(&example, &["roster", &given.file("a.xlsx", book), "--yes", "--refused", aside.to_str().unwrap()]);
    assert_eq!(effects(&answer), told(&[("new", "", ""), ("refused", "名册!D4", "day-none")]));
    assert_eq!((answer["header"].as_i64(), &answer["passed_over"]), (Some(1), &serde_json::json!([])));
    assert!(example.text("people.csv").contains("2012218801,甲一,,,,英语1201,,full,2012-05-25,"));
    let aside = std::fs::read_to_string(aside).unwrap();
    assert!(aside.starts_with("\u{feff}reason,cell,学号,姓名,发展阶段,入党时间,所在班级\n"), "{aside}");
}

#[test]
fn a_block_of_merged_cells_leaves_nothing_out() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let book = workbook(&[Sheet {
        merged: &["C2:D3", "D5:E5", "B6:C6", "D7:E7"],
        ..sheet(
            "名册",
            &[
                &["学号", "姓名", "发展阶段", "班级", "备注"],
                &["2012218801", "甲一", "群众", "", ""],
                &["2012218802", "乙二", "", "", "x"],
                &["2012218803", "丙三", "群众", "英语1201", ""],
                &["2012218804", "丁四", "群众", "英语1201", ""],
                &["2012218805", "戊五", "", "英语1201", ""],
                &["2012218806", "己六", "群众", "", ""],
            ],
        )
    }]);
    let answer = answer(&example, &["roster", &given.file("a.xlsx", book)]);
    let expected = [
        ("refused", "名册!D2", "merged"),
        ("refused", "名册!D3", "merged"),
        ("new", "", ""),
        ("refused", "名册!E5", "merged"),
        ("refused", "名册!C6", "merged"),
        ("new", "", ""),
    ];
    assert_eq!(effects(&answer), told(&expected), "cells that were merged without a word say nothing");
}

#[test]
fn sheets_that_are_not_taken_are_named() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let heads: &[&str] = &["学号", "姓名", "发展阶段"];
    let roster = |name, id| sheet(name, &[heads, &[id, "甲一", "群众"]]);
    let hidden = |name, id| Sheet { is_hidden: true, ..roster(name, id) };
    let book = [sheet("空", &[]), sheet("说明", &[&["填表说明"]]), roster("名册", "2012218801"), hidden("旧", "2012218802")];
    let file = given.file("a.xlsx", workbook(&book));
    let told = answer(&example, &["roster", &file]);
    assert_eq!((told["sheet"].as_str(), &told["sheets_aside"]), (Some("名册"), &serde_json::json!(["说明", "旧"])));
    let said = example.run(&["--lang", "zh", "import", "roster", &file]).stdout;
    assert!(said.contains("未用的工作表：说明、旧。"), "{said}");
    let file = given.file("b.xlsx", workbook(&[sheet("空", &[]), hidden("名册", "2012218801")]));
    assert!(example.refuses(&["import", "roster", &file]).contains("only on a hidden sheet: “名册”"));
    assert_eq!(answer(&example, &["roster", &file, "--sheet", "名册"])["totals"]["new"], 1);
}

#[test]
fn logical_values_and_errors_are_no_texts() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let heads = ["学号", "姓名", "发展阶段", "班级"].map(text).to_vec();
    let row = |cells: [String; 4]| cells.to_vec();
    let rows = vec![
        heads,
        row([cell("b", "1"), text("甲一"), text("群众"), text("")]),
        row([text("2012218802"), cell("b", "0"), text("群众"), text("")]),
        row([text("2012218803"), text("丙三"), text("群众"), cell("e", "#REF!")]),
        row([text("2012218804"), text("丁\u{200b}四"), text("群众"), text("")]),
        row([text("\u{200b}2012218805"), text("戊五"), text("群众"), text("")]),
    ];
    let book = workbook(&[Sheet { rows, ..sheet("名册", &[]) }]);
    let aside = given.path("refused.csv");
    let shown = answer(&example, &["roster", &given.file("a.xlsx", book), "--refused", aside.to_str().unwrap()]);
    let expected = [
        ("refused", "名册!A2", "boolean"),
        ("refused", "名册!B3", "boolean"),
        ("refused", "名册!D4", "error-value"),
        ("refused", "名册!B5", "unseen-character"),
        ("new", "", ""),
    ];
    assert_eq!(effects(&shown), told(&expected));
    let again = answer(&example, &["roster", aside.to_str().unwrap()]);
    let codes: Vec<_> = effects(&again).into_iter().map(|(_, _, code)| code).collect();
    assert_eq!(codes, ["not-mended", "not-mended", "error-value", "unseen-character"], "left as they are they stay out");
}
