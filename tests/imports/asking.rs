//! The question on a terminal: nobody waits for the lock meanwhile, and only what was shown is written.

use std::process::Command;
use std::time::Duration;

use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};

use super::made;
use crate::example::Example;

/// An import that shows its plan and asks.
fn asked(example: &Example) -> OsSession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
    command.arg("--data").arg(example.path()).args(["--today", example.today, "--lang", "en", "import", "roster"]).arg(made("roster.xlsx"));
    command.env("TERM", "xterm");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(60)));
    session.expect("Write these 4 change(s)?").unwrap();
    session
}

fn people(example: &Example) -> String {
    example.text("people.csv")
}

#[test]
fn others_write_while_the_question_waits_and_a_yes_writes() {
    let example = Example::on("2013-03-20");
    let mut session = asked(&example);
    example.fine(&["log", "ug1-001", "谈心", "--date", "2013-03-19"]);
    session.send_line("y").unwrap();
    session.expect("4 record(s) written").unwrap();
    session.expect(Eof).unwrap();
    assert!(people(&example).contains("2012218801,甲一"));
}

#[test]
fn what_is_not_as_it_was_shown_is_not_written() {
    let example = Example::on("2013-03-20");
    let mut session = asked(&example);
    example.fine(&["person", "add", "2012218801", "甲一", "--stage", "league"]);
    session.send_line("y").unwrap();
    session.expect("look again").unwrap();
    session.expect(Eof).unwrap();
    assert!(!people(&example).contains("2012218802"));
}

#[test]
fn a_no_writes_nothing() {
    let example = Example::on("2013-03-20");
    let before = people(&example);
    let mut session = asked(&example);
    session.send_line("n").unwrap();
    session.expect("Nothing was written").unwrap();
    session.expect(Eof).unwrap();
    assert_eq!(people(&example), before);
}
