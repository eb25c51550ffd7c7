//! What is said to somebody who mistyped or whose file was damaged: it is about the matter, can be followed, and speaks the language.

use std::path::Path;

use super::example::Example;

/// Runs a command in Chinese that does not end well, and gives what it says.
fn told(example: &Example, words: &[&str]) -> String {
    let run = example.run(&[&["--lang", "zh"], words].concat());
    assert_ne!(run.code, 0, "{words:?}: {run:?}");
    run.stderr + &run.stdout
}

/// Runs a command in Chinese that must be fine, and gives its answer.
fn fine(example: &Example, words: &[&str]) -> String {
    example.fine(&[&["--lang", "zh"], words].concat())
}

#[test]
fn of_a_record_that_would_be_wrong_nothing_is_said_about_the_numbers_of_the_others() {
    let example = Example::on("2013-06-14");
    for words in
        [["contacts", "amend", "pg-002@2013-04-02", "minutes=40分钟"].as_slice(), &["form", "amend", "pg-002", "2012-12#1", "score=101"]]
    {
        let said = told(&example, words);
        assert!(said.lines().count() == 2 && !said.contains("序号"), "{said}");
    }
    // Nor of one that is in the file, or whose day cannot be read; another day is looked at.
    for bad in [",,talk,", "2013-04-31,1,talk,", "2013-04-02,x,talk,"] {
        let example = Example::on("2013-06-14");
        example.replace("branches/pg/contacts.csv", "pg-002,2013-04-02,1,talk,", &format!("pg-002,{bad}"));
        let said = told(&example, &["validate"]);
        assert!(!said.contains("bad-sequence"), "{bad}: {said}");
    }
    example.replace("branches/pg/contacts.csv", "pg-002,2013-04-02,1,talk,face,", "pg-002,2013-04-02,1,talk,telepathy,");
    example.replace("branches/pg/contacts.csv", "pg-007,2012-11-20,2,", "pg-007,2012-11-20,3,");
    let said = told(&example, &["validate"]);
    assert_eq!(said.matches("bad-sequence").count(), 1, "{said}");
}

#[test]
fn a_level_is_taken_as_offices_call_it_by_add_and_amend() {
    let example = Example::on("2013-06-14");
    let file = "committee/outcomes.csv";
    let (_, come) = example.writes(file, &["outcome", "add", "夏昆吾", "获奖", "演讲奖", "--level", "校级"]);
    assert_eq!(come, ["2013-06-14,2010210111,honour,演讲奖,school,,,"]);
    let (_, come) = example.writes(file, &["outcome", "amend", "夏昆吾", "获奖", "演讲奖", "级别=院级"]);
    assert_eq!(come, ["2013-06-14,2010210111,honour,演讲奖,college,,,"]);
    let (_, come) = example.writes(file, &["outcome", "add", "夏昆吾", "违纪", "旷课", "--level", "警告"]);
    assert_eq!(come, ["2013-06-14,2010210111,discipline,旷课,warning,,,"]);
    let (_, come) = example.writes(file, &["outcome", "amend", "夏昆吾", "违纪", "旷课", "level=批评"]);
    assert_eq!(come, ["2013-06-14,2010210111,discipline,旷课,criticism,,,"]);
    let said = told(&example, &["outcome", "amend", "夏昆吾", "违纪", "旷课", "level=处分"]);
    assert!(said.contains("warning (警告) criticism (通报批评)"), "{said}");
    // What is advised works.
    let said = told(&example, &["outcome", "add", "夏昆吾", "获奖", "国奖", "--level", "国家级", "--points", "20"]);
    assert!(said.contains("把级别留空、写明分值"), "{said}");
    example.writes(file, &["outcome", "add", "夏昆吾", "获奖", "国奖", "--points", "20", "--note", "国家级"]);
    // In a file that somebody wrote the key is told.
    example.replace(file, "演讲奖,college,", "演讲奖,院级,");
    assert!(told(&example, &["validate"]).contains("最接近的是“college”"));
}

#[test]
fn an_outcome_that_is_a_stage_is_told_by_its_word() {
    let example = Example::on("2013-06-14");
    let said = fine(&example, &["outcome", "add", "夏昆吾", "发展", "预备党员"]);
    assert!(said.contains("的发展：预备党员") && !said.contains("probationary"), "{said}");
    let said = told(&example, &["outcome", "remove", "夏昆吾", "发展", "正式党员"]);
    assert!(said.contains("正式党员") && !said.contains("full"), "{said}");
}

#[test]
fn a_pair_and_a_contact_are_named_by_a_person_too() {
    let example = Example::on("2013-06-14");
    let said = told(&example, &["pair", "remove", "夏昆吾"]);
    assert!(said.contains("ug1-001 还有 15 条交流"), "{said}");
    let (_, come) = example.writes("branches/ug1/contacts.csv", &["contacts", "amend", "夏昆吾@2012-11-20", "minutes=41"]);
    assert!(come[0].starts_with("ug1-001,2012-11-20,1,talk,face,study;life,41,"), "{come:?}");
    let (gone, _) = example.writes("branches/ug1/contacts.csv", &["contacts", "remove", "2010210111@2012-11-20"]);
    assert!(gone[0].starts_with("ug1-001,2012-11-20,1,"), "{gone:?}");
    let said = told(&example, &["contacts", "remove", "张三@2012-11-20"]);
    assert!(said.contains("没有结对或人员“张三”"), "{said}");
}

#[test]
fn which_contact_was_taken_out_is_told_and_which_have_other_numbers() {
    let example = Example::on("2013-06-14");
    let said = fine(&example, &["contacts", "remove", "pg-002@2013-04-02"]);
    let first = "已删除 pg-002@2013-04-02（branches/pg/contacts.csv）：“交流党课笔记；顺带问了作息。”。\n";
    assert_eq!(said, format!("{first}同一天后面的 1 条序号前移：原来的 #2 现在是 #1。\n"));
    let said = fine(&example, &["contacts", "remove", "pg-007@2012-11-20#2"]);
    assert!(said.starts_with("已删除 pg-007@2012-11-20#2") && said.lines().count() == 1, "{said}");
}

#[test]
fn only_what_can_be_imported_is_advised_to_be() {
    let example = Example::on("2013-06-14");
    for (file, word) in [("branches/ug1/contacts.csv", "bangfu import contacts 文件"), ("branches/ug1/forms.csv", "")] {
        example.write(Path::new(file), "a;b;c\n");
        let said = told(&example, &["validate"]);
        assert!(said.contains("wrong-delimiter") && said.contains(word), "{said}");
        assert_eq!(said.contains("import"), !word.is_empty(), "{said}");
        std::fs::write(example.path().join(file), b"pair,\xC8\xD5\xC6\xDA\n").unwrap();
        let said = told(&example, &["validate"]);
        assert!(said.contains("bad-encoding") && said.contains(word), "{said}");
        assert_eq!(said.contains("import"), !word.is_empty(), "{said}");
        std::fs::remove_file(example.path().join(file)).unwrap();
    }
}

#[test]
fn fmt_puts_a_file_right_beside_a_cell_that_it_leaves() {
    let example = Example::on("2013-06-14");
    let file = "branches/ug1/contacts.csv";
    let sound = example.text(file);
    example.replace(file, ",2012-11-09,2009210101\n", ",2012-11-09,2.01E+09\n,,,,,,,,,,,,\n");
    let run = example.run(&["fmt"]);
    assert!(run.code == 1 && run.stderr.contains("scientific-id"), "{run:?}");
    assert_eq!(example.text(file), sound.replace(",2012-11-09,2009210101\n", ",2012-11-09,2.01E+09\n"));
}

#[test]
fn the_first_line_for_excel_is_one_fault() {
    let example = Example::on("2013-06-14");
    let file = "branches/ug1/forms.csv";
    example.write(Path::new(file), &format!("sep=,\r\n{}", example.text(file)));
    let said = told(&example, &["validate"]);
    assert!(said.contains("separator-line") && said.contains("删去这一行") && said.contains("错误 1 个"), "{said}");
}

#[test]
fn whom_a_new_roster_would_lack_is_told_with_the_rows() {
    let example = Example::on("2013-06-14");
    let text = example.text("people.csv");
    let roster = example.path().with_extension("csv");
    std::fs::write(&roster, text.replacen(",ug1,full,2010-11-30,", ",ug1,正式的,2010-11-30,", 1)).unwrap();
    std::fs::remove_file(example.path().join("people.csv")).unwrap();
    let run = example.run(&["--lang", "zh", "import", "roster", roster.to_str().unwrap(), "--yes"]);
    std::fs::remove_file(roster).unwrap();
    assert!(run.code == 2 && run.stdout.contains("“正式的”不是发展阶段"), "{run:?}");
    assert!(run.stderr.contains("请先改正文件里“2009210101”的这一行") && !run.stderr.contains("离校"), "{run:?}");
    assert!(!example.path().join("people.csv").exists());
}

#[test]
fn an_id_that_records_name_is_changed_in_all_files_at_once() {
    let example = Example::on("2013-06-14");
    for words in [["person", "amend", "2009210101", "学号=2009219999"], ["pair", "amend", "ug1-001", "结对编号=ug1-901"]] {
        let said = told(&example, &words);
        assert!(said.contains("查找替换") && !said.contains("离校") && !said.contains("删去那些记录"), "{said}");
    }
    assert!(told(&example, &["person", "remove", "2009210101"]).contains("离校"));
}

#[test]
fn a_roster_that_lost_a_leading_zero_is_told_as_such() {
    let example = Example::on("2013-06-14");
    example.replace("people.csv", "0821210709,", "821210709,");
    let said = told(&example, &["validate"]);
    assert!(said.contains("它和名册里的“821210709”只差开头的 0"), "{said}");
    let example = Example::on("2013-06-14");
    example.replace("branches/ug2/pairs.csv", ",0821210709,", ",821210709,");
    let said = told(&example, &["validate"]);
    assert!(said.contains("最接近的是“0821210709”") && !said.contains("只差开头的 0"), "{said}");
}

#[test]
fn a_month_is_no_pair_and_a_day_is_when_to_judge() {
    let example = Example::on("2013-06-14");
    let said = told(&example, &["check", "2012-12"]);
    assert!(said.contains("bangfu rollup 2012-12") && !said.contains("--pair"), "{said}");
    assert!(told(&example, &["check", "2012-12-05"]).contains("bangfu check --as-of 2012-12-05"));
    assert!(told(&example, &["check", "夏昆吾"]).contains("bangfu check --pair 夏昆吾"));
}

#[test]
fn fields_and_awards_are_named_as_people_call_them() {
    let example = Example::on("2013-06-14");
    let said = told(&example, &["award", "correct", "star", "纹号=7"]);
    assert!(said.contains("文号") && said.contains("votes_for (赞成)"), "{said}");
    assert!(told(&example, &["award", "correct", "star", "文号=7"]).contains("尚未决定"));
    let said = told(&example, &["award", "review", "progress", "夏昆吾", "passed"]);
    assert!(said.contains("最具进步奖没有夏昆吾（2010210111）"), "{said}");
    let said = told(&example, &["duty", "amend", "2010210407", "2012-12-06", "处理=通报批评"]);
    assert!(said.contains("“延长至”只用于延长预备期") && !said.contains("--until"), "{said}");
    example.writes("committee/duty.csv", &["duty", "amend", "2010210407", "2012-12-06", "处理=通报批评", "until="]);
}

#[test]
fn a_file_or_folder_that_is_not_there_is_told_in_the_language() {
    let example = Example::on("2013-06-14");
    let said = told(&example, &["import", "roster", "no-such-roster.csv"]);
    assert!(said.contains("没有这个文件或文件夹") && !said.contains("os error"), "{said}");
    let said = told(&example, &["check", "-o", "no/such/answer.html"]);
    assert!(said.contains("没有文件夹 no/such") && !said.contains("os error"), "{said}");
}
