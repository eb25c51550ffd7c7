//! What the program writes for Excel comes back as it went: nothing is new, nothing is changed, no row is left out.

use super::{Given, answer};
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
    let effects: Vec<_> = super::effects(&answer(&example, &["contacts", &file]));
    let expected =
        [("new", "", ""), ("refused", "3:1", "no-such-pair"), ("new", "", ""), ("new", "", ""), ("refused", "6:2", "other-name")];
    assert_eq!(effects, super::told(&expected));
}
