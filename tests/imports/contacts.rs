//! Contact logs that somebody kept in a spreadsheet.

use super::{Given, again_changes_nothing, answer, effects, made, told};
use crate::example::Example;

#[test]
fn contacts_come_from_a_workbook_and_late_ones_are_not_dropped() {
    let example = Example::on("2013-03-20");
    let file = made("contacts.xls");
    let answer = answer(&example, &["contacts", &file, "--yes"]);
    assert_eq!(effects(&answer), told(&[("new", "", ""), ("same", "", ""), ("new", "", "")]));
    let log = example.text("branches/ug1/contacts.csv");
    assert!(log.contains("\nug1-001,2013-03-15,1,talk,face,study;life,40,,复习听力；约定每周一次,,,2013-03-20,\n"), "{log}");
    assert!(log.contains("\nug1-002,2012-12-01,1,talk,phone,thought;study;mind,30,,很久以前的一次谈话,,,2013-03-20,\n"), "{log}");
    again_changes_nothing(&example, &["contacts", &file]);
}

#[test]
fn a_pair_is_named_by_its_id_or_its_persons() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let file = given.file(
        "a.csv",
        "帮扶人,帮扶对象,日期,主要内容\n顾南斗,2010210111,2013/3/18,按姓名和学号\n顾南斗,,2013.3.18,只有帮扶人\n查无此人,,2013-03-18,x\n顾南斗,2012210301,2013-03-18,不是一对\n\
         顾南斗,,2013-03-21,明天\n顾南斗,,2012-11-01,结对之前\n,,2013-03-18,没有人\n顾南斗,,2013-03-18,\n",
    );
    let codes: Vec<_> = effects(&answer(&example, &["contacts", &file])).into_iter().map(|(effect, _, code)| (effect, code)).collect();
    let expected = [
        ("new", ""),
        ("new", ""),
        ("refused", "nobody"),
        ("refused", "not-paired"),
        ("refused", "future"),
        ("refused", "outside"),
        ("refused", "no-pair-named"),
        ("refused", "missing"),
    ];
    assert_eq!(codes, expected.map(|(effect, code)| (effect.to_owned(), code.to_owned())));
    example.run(&["import", "contacts", &file, "--yes"]);
    again_changes_nothing(&example, &["contacts", &file]);
}

#[test]
fn a_contact_is_known_by_pair_day_and_content() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let file = given.file(
        "a.csv",
        "结对编号,日期,主要内容,时长,地点,方式\n\
         ug1-001,2012-11-08,交流记单词的办法，试用分组卡片，练口语对话，纠正6处发音,50分钟,支部活动室,\n\
         ug1-001,2012-11-08,另一次,20,,电话\nug1-001,2012-11-08,另一次,30,,\nug1-001,2012-11-08,另一次,20,,电话\nug1-001,2012-11-08,又一次,半小时,,\nug1-001,2012-11-08,又一次,,,飞鸽\n",
    );
    let answer = answer(&example, &["contacts", &file, "--yes"]);
    let expected = [
        ("changed", "", ""),
        ("conflict", "", "doubled"),
        ("conflict", "", "doubled"),
        ("conflict", "", "doubled"),
        ("refused", "6:24", "no-minutes"),
        ("refused", "7:26", "no-mode"),
    ];
    assert_eq!(effects(&answer), told(&expected));
    assert_eq!(answer["rows"][0]["changes"], serde_json::json!([{ "column": "minutes", "old": "45", "new": "50" }]));
    again_changes_nothing(&example, &["contacts", &file]);
}

#[test]
fn texts_with_line_breaks_and_formulas_stay_texts() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let file = given.file("a.csv", "结对编号,日期,主要内容\nug1-001,2013-03-18,\"第一行\n第二行\"\nug1-001,2013-03-17,'=HYPERLINK(1)\n");
    example.run(&["import", "contacts", &file, "--yes"]);
    let log = example.text("branches/ug1/contacts.csv");
    assert!(log.contains("第一行↵第二行") && log.contains(",=HYPERLINK(1),"), "{log}");
    again_changes_nothing(&example, &["contacts", &file]);
}

#[test]
fn a_file_with_errors_is_not_written_to() {
    let example = Example::on("2013-03-20");
    example.replace("branches/ug1/contacts.csv", "ug1-001,2012-11-08,1,talk", "ug1-001,2012-11-08,1,chat");
    let given = Given::new();
    let file = given.file("a.csv", "结对编号,日期,主要内容\nug1-001,2013-03-18,x\n");
    let before = example.files();
    assert_eq!(example.run(&["import", "contacts", &file, "--yes"]).code, 4);
    assert!(example.files() == before);
}
