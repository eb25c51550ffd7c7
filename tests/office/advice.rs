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
    for words in [
        ["contacts", "amend", "pg-002@2013-04-02", "minutes=40分钟"].as_slice(),
        &["form", "amend", "pg-002", "2012-12#1", "score=101"],
    ] {
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
