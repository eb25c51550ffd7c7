//! What the program writes for Excel comes back as it went: nothing is new, nothing is changed, no row is left out.

use std::path::Path;

use super::{Given, answer, effects, told};
use crate::example::Example;

#[test]
fn a_list_for_excel_says_what_the_records_say() {
    let example = Example::on("2013-07-01");
    let given = Given::new();
    let lists: [(&[&str], &str); 4] = [
        (&["person", "list"], "roster"),
        (&["contacts", "list"], "contacts"),
        (&["outcome", "list"], "outcomes"),
        (&["choose", "list"], "choices"),
    ];
    for (list, shape) in lists {
        for (lang, format) in [("zh", &["--format", "xlsx"][..]), ("en", &["--format", "xlsx"]), ("zh", &["--format", "csv", "--excel"])] {
            let file = given.path("list");
            let file = file.to_str().unwrap();
            example.fine(&[&["--lang", lang, "-o", file], format, list].concat());
            let read = answer(&example, &[shape, file]);
            let totals = &read["totals"];
            assert!(totals["rows"].as_i64() > Some(50), "{shape}: {totals}");
            assert_eq!(totals["same"], totals["rows"], "{shape} {lang} {format:?}: {}", read["rows"]);
        }
    }
}

/// The words of a contact of the log.
fn words(log: &str, start: &str) -> String {
    log.lines().find(|line| line.starts_with(start)).unwrap().split(',').nth(8).unwrap().to_owned()
}

/// A contact that was corrected in a list of ours is the same contact, also where two were on a day.
#[test]
fn a_list_that_was_corrected_changes_the_contacts_it_lists() {
    let example = Example::on("2013-07-01");
    let given = Given::new();
    example.fine(&["log", "ug1-001", "第二次", "--date", "2012-11-08"]);
    let log = example.text("branches/ug1/contacts.csv");
    let first = words(&log, "ug1-001,2012-11-08,1,");
    let corrected = |text: &str| text.replace(&first, &format!("{first}（改）")).replace("第二次", "第二次谈话");
    let list = example.fine(&["--lang", "zh", "--format", "csv", "--excel", "contacts", "list", "ug1-001"]);
    // What is shown to people has names; most other columns may be missing, and a number at the start counts the lines.
    let entered = |n: u8| {
        let line = log.lines().find(|line| line.starts_with(&format!("ug1-001,2012-11-08,{n},"))).unwrap();
        line.split(',').nth(11).unwrap().to_owned()
    };
    let shown = format!(
        "序号,记录,结对编号,日期,主要内容,录入日期\n1,ug1-001@2012-11-08#2,ug1-001 顾南斗→夏昆吾,2012-11-08,第二次,{}\n\
         2,ug1-001@2012-11-08,ug1-001,2012-11-08,{first},{}\n",
        entered(2),
        entered(1)
    );
    for text in [corrected(&list), corrected(&shown)] {
        let file = given.file("corrected.csv", &text);
        let totals = answer(&example, &["contacts", &file, "--yes"])["totals"].clone();
        assert_eq!((&totals["new"], &totals["changed"], &totals["refused"]), (&0.into(), &2.into(), &0.into()), "{text}");
        assert_eq!(example.text("branches/ug1/contacts.csv"), corrected(&log));
        super::again_changes_nothing(&example, &["contacts", &file]);
        example.write(Path::new("branches/ug1/contacts.csv"), &log);
    }
    // A name that is another day's; two rows that are called one contact; words of another one; numbers that count lines; other records.
    let new = told(&[("new", "", "")]);
    for (rows, expected) in [
        ("记录,结对编号,日期,主要内容\nug1-001@2012-11-08,ug1-001,2012-11-09,x\n", told(&[("refused", "2:1", "record-of-others")])),
        (
            "记录,结对编号,日期,主要内容,录入日期\nug1-001@2012-11-08#2,ug1-001,2012-11-08,第二次x,2013-07-01\n\
             ug1-001@2012-11-08#2,ug1-001,2012-11-08,第二次y,2013-07-01\n",
            told(&[("conflict", "", "doubled"), ("conflict", "", "doubled")]),
        ),
        ("记录,结对编号,日期,主要内容\nug1-001@2012-11-20,ug1-001,2012-11-20,别的\n", told(&[("refused", "2:39", "other-words")])),
        ("序号,结对编号,日期,主要内容\n2,ug1-001,2012-11-08,第二次x\n", new.clone()),
        ("结对编号,日期,序号,主要内容\nug1-001,2012-11-08,2,第二次x\n", new.clone()),
        ("N,pair,date,content\n2,ug1-001,2012-11-08,第二次x\n", new.clone()),
        ("记录,结对编号,日期,主要内容\nabc@qq.com,ug1-001,2012-11-08,x\n", new),
    ] {
        assert_eq!(effects(&answer(&example, &["contacts", &given.file("rows.csv", rows)])), expected, "{rows}");
    }
}

/// A list that is older than the records, or was damaged, makes of no contact another one, and no second one of any.
#[test]
fn a_list_that_is_older_than_the_records_changes_no_other_contact() {
    let example = Example::on("2013-07-01");
    let given = Given::new();
    example.fine(&["log", "ug1-001", "第二次", "--date", "2012-11-08", "--minutes", "10"]);
    let list = example.fine(&["--format", "csv", "contacts", "list", "ug1-001", "--to", "2012-11-30"]);
    let kept = given.file("list.csv", &list);
    let of = |rows: &str| effects(&answer(&example, &["contacts", &given.file("rows.csv", rows)]));
    // Another day in the list, also one that has a contact.
    for (day, code) in [("2012-11-09", "moved"), ("2012-11-20", "entered-before")] {
        assert_eq!(of(&list.replacen("2012-11-08,1,", &format!("{day},1,"), 1))[0].2, code);
    }
    assert_eq!(effects(&answer(&example, &["contacts", &kept]))[0].0, "same");
    // A new row first, without a name, and one beside a contact; those that are corrected, one as somebody else's; names that nothing has, or
    // nobody can read.
    let log = example.text("branches/ug1/contacts.csv");
    let (third, fifth) = (words(&log, "ug1-001,2012-11-20,"), words(&log, "ug1-001,2012-12-05,"));
    let entered = log.lines().find(|line| line.starts_with("ug1-001,2012-11-20,")).unwrap().split(',').nth(11).unwrap().replace('-', "/");
    let rows = [
        ",ug1-001,2012-11-15,新的,,",
        &format!("ug1-001@2012-11-20,ug1-001,2012-11-20,{third}（改）,{entered},顾南斗"),
        ",ug1-001,2012-11-20,另一次,,",
        &format!("ug1-001@2012-12-05,ug1-001,2012-12-05,{fifth}（改）,,别人"),
        "ug1-001@2012-11-20#3,ug1-001,2012-11-21,x,,",
        "ug1-001＠2012-11-20,ug1-001,2012-11-22,x,,",
        "ug1-001@2012-11-20,ug1-002,2012-11-20,x,,",
    ];
    let expected = [
        ("new", "", ""),
        ("changed", "", ""),
        ("new", "", ""),
        ("refused", "5:39", "other-words"),
        ("refused", "6:1", "no-such-record"),
        ("refused", "7:1", "no-such-record"),
        ("refused", "8:1", "record-of-others"),
    ];
    assert_eq!(of(&format!("记录,结对编号,日期,主要内容,录入日期,记录人\n{}\n", rows.join("\n"))), told(&expected));
    // Which of two contacts without a number is meant is not known.
    example.replace("branches/ug1/contacts.csv", "ug1-001,2012-11-08,2,", "ug1-001,2012-11-08,,");
    let unnumbered = list.replace("2012-11-08,2,", "2012-11-08,,");
    assert_eq!(of(&unnumbered.replace("第二次", "第二次谈话"))[1].2, "unnumbered");
    assert_eq!(of("结对编号,日期,主要内容,时长\nug1-001,2012-11-08,第二次,99\n")[0].2, "unnumbered");
    example.write(Path::new("branches/ug1/contacts.csv"), &log);
    // A contact that is called by another's name, or was logged anew, is not changed by one with the same words.
    example.fine(&["log", "ug1-001", "第二次", "--date", "2012-11-10", "--minutes", "30"]);
    assert_eq!(of("记录,结对编号,日期,主要内容,时长\nug1-001@2012-11-08#2,ug1-001,2012-11-10,第二次,10\n")[0].2, "record-of-others");
    let entered = "记录,结对编号,日期,主要内容,录入日期\nug1-001@2012-11-10,ug1-001,2012-11-10,第二次了,\n";
    assert_eq!(of(entered)[0].2, "other-words");
    example.write(Path::new("branches/ug1/contacts.csv"), &log);
    // After one was removed the numbers are others.
    example.fine(&["contacts", "remove", "ug1-001@2012-11-08"]);
    let log = example.text("branches/ug1/contacts.csv");
    let effects = effects(&answer(&example, &["contacts", &kept, "--yes"]));
    assert_eq!(effects.iter().filter(|(effect, ..)| effect != "same").map(|row| row.2.as_str()).collect::<Vec<_>>(), ["other-words"]);
    assert_eq!(example.text("branches/ug1/contacts.csv"), log);
}

/// A new row that may be meant to correct a record says which.
#[test]
fn a_new_row_tells_what_it_stands_beside() {
    let example = Example::on("2013-07-01");
    let given = Given::new();
    let beside = |shape: &str, rows: &str| {
        let answer = answer(&example, &[shape, &given.file("rows.csv", rows)]);
        let rows = answer["rows"].as_array().unwrap().iter();
        rows.map(|row| (row["effect"].as_str().unwrap().to_owned(), row["beside"].as_str().unwrap_or("").to_owned())).collect::<Vec<_>>()
    };
    let rows = beside("roster", "学号,姓名,发展阶段\n2009210111,顾南斗,正式党员\n2009210112,从未有过,群众\n2009210113,顾?斗,群众\n");
    assert!(rows[0].0 == "new" && rows[0].1.contains("2009210101") && rows[1] == ("new".to_owned(), String::new()), "{rows:?}");
    assert_eq!(rows[2].0, "refused");
    let rows =
        beside("contacts", "结对编号,日期,主要内容\nug1-001,2012-11-08,另一次\nug1-001,2012-11-09,又一次\nug1-001,2012-11-09,\u{FFFD}\n");
    assert!(rows[0].1.contains("ug1-001@2012-11-08") && rows[1] == ("new".to_owned(), String::new()), "{rows:?}");
    assert_eq!(rows[2].0, "refused");
    let outcomes = example.text("committee/outcomes.csv");
    let honour: Vec<&str> = outcomes.lines().find(|line| line.contains(",honour,")).unwrap().split(',').collect();
    let rows = beside("outcomes", &format!("日期,学号,类别,内容\n2012-11-05,{},获奖,{}\n2012-11-05,{0},获奖,x\n", honour[1], honour[3]));
    assert!(rows[0].0 == "new" && rows[0].1.contains(honour[0]) && rows[1].1.is_empty(), "{rows:?}");
    assert!(example.refuses(&["import", "contacts", &given.file("a.csv", "x"), "--refused", "b.XLSX"]).contains(".csv"));
}

#[test]
fn persons_and_pairs_may_be_named_with_their_ids() {
    let example = Example::on("2013-07-01");
    let given = Given::new();
    let file = given.file(
        "a.csv",
        "结对编号,帮扶人,日期,主要内容\n\
         ug1-001 顾南斗→夏昆吾,,2012-11-30,甲\n\
         ug1-001 顾南斗→别的人,,2012-11-30,乙\n\
         ,顾南斗（2009210101）,2012-11-30,丙\n\
         ,2009210101 顾南斗,2012-11-30,丁\n\
         ,别的人 2009210101,2012-11-30,戊\n",
    );
    let effects: Vec<_> = effects(&answer(&example, &["contacts", &file]));
    let expected =
        [("new", "", ""), ("refused", "3:1", "no-such-pair"), ("new", "", ""), ("new", "", ""), ("refused", "6:2", "other-name")];
    assert_eq!(effects, super::told(&expected));
}
