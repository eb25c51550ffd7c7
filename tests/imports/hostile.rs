//! Files that are not what their name says, damaged, or made to do harm.

use super::{Given, made};
use crate::example::Example;

#[test]
fn bytes_say_what_a_file_is_whatever_its_name() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let html = given.file("名册.xls", "<html><table><tr><td>学号</td></tr></table></html>");
    assert!(example.refuses(&["import", "roster", &html]).contains("HTML table"));
    assert!(example.refuses(&["--lang", "zh", "import", "roster", &html]).contains("另存为 xlsx"));
    let renamed = given.file("名册.csv", std::fs::read(made("roster.xlsx")).unwrap());
    assert!(example.run(&["import", "roster", &renamed]).stdout.contains("Read as xlsx"));
    let renamed = given.file("名册.et", std::fs::read(made("roster-lo.xls")).unwrap());
    assert!(example.run(&["import", "roster", &renamed]).stdout.contains("Read as xls,"));
    assert!(example.refuses(&["import", "roster", &made("password.xlsx")]).contains("password"));
    assert!(example.refuses(&["import", "roster", &given.file("a.xlsx", b"")]).contains("is empty"));
}

#[test]
fn a_damaged_workbook_is_told() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    for name in ["roster.xlsx", "roster-lo.xls", "roster-lo.ods"] {
        let bytes = std::fs::read(made(name)).unwrap();
        for part in [bytes.len() / 3, bytes.len() / 2, bytes.len() - 40] {
            let run = example.run(&["import", "roster", &given.file(name, &bytes[..part])]);
            let told = run.code == 2 && (run.stderr.contains("damaged") || run.stderr.contains("is no workbook"));
            assert!(told || run.code < 2, "{name} {part}: {run:?}");
            assert!(!run.stderr.contains("panicked"), "{run:?}");
        }
        let mut broken = bytes.clone();
        for at in (bytes.len() / 4..bytes.len() / 2).step_by(7) {
            broken[at] ^= 0x55;
        }
        let run = example.run(&["import", "roster", &given.file(name, &broken)]);
        assert!((1..=2).contains(&run.code) && !run.stderr.contains("panicked"), "{name}: {run:?}");
    }
}
