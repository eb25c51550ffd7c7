//! The same records give the same answers to the byte, whatever the order of rows and the locale.

use super::example::Example;

const QUESTIONS: [&[&str]; 16] = [
    &["check", "--as-of", "2013-03-20"],
    &["--format", "json", "check", "--as-of", "2013-03-20"],
    &["rollup", "2012-12"],
    &["--format", "csv", "rollup", "2012-12", "--since", "2012-11"],
    &["award", "compute", "star"],
    &["--format", "json", "award", "compute", "progress"],
    &["--format", "md", "form", "list"],
    &["--format", "json", "report", "list"],
    &["visit", "list"],
    &["pair", "suggest", "--seed", "s", "--as-of", "2012-11-05"],
    &["--format", "json", "pair", "why", "顾南斗", "崔缁衣"],
    &["--format", "json", "pair", "rematch", "ug1-003", "--on", "2013-03-10", "--seed", "s"],
    &["--format", "csv", "pair", "suggest", "--seed", "s", "--as-of", "2012-11-05", "--policy", "voluntary-first"],
    &["--format", "json", "outcome", "list"],
    &["award", "nominations"],
    &["due", "--as-of", "2013-03-20"],
];

#[test]
fn the_order_of_rows_changes_no_answer() {
    let (example, turned) = (Example::on("2013-06-14"), Example::on("2013-06-14"));
    for (path, bytes) in turned.files() {
        if path.extension().is_some_and(|extension| extension == "csv") {
            let text = String::from_utf8(bytes).unwrap();
            let (head, rows) = text.split_once('\n').unwrap();
            let rows: Vec<&str> = rows.lines().rev().collect();
            turned.write(&path, &format!("{head}\n{}\n", rows.join("\n")));
        }
    }
    assert_ne!(example.files(), turned.files());
    for question in QUESTIONS {
        let (one, other) = (example.run(question), turned.run(question));
        assert_eq!((one.code, one.stdout), (other.code, other.stdout), "{question:?}");
    }
}

#[test]
fn the_locale_changes_no_answer() {
    let example = Example::on("2013-06-14");
    for question in QUESTIONS {
        let asked = |locale: &str| {
            let run = example.run_with(&[("LC_ALL", locale), ("TZ", "Pacific/Kiritimati")], question);
            (run.code, run.stdout)
        };
        assert_eq!(asked("C"), asked("zh_CN.GB18030"), "{question:?}");
    }
}
