//! The dialogue of `log` on a terminal: defaults, questions asked again, and the records free for others meanwhile.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => assert!(std::fs::copy(entry.path(), target).is_ok()),
        }
    }
}

fn bangfu(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangfu"));
    command.env("BANGFU_LANG", "en").env("TERM", "xterm").env_remove("BANGFU_DATA").arg("--data").arg(data).args(["--today", "2013-05-30"]);
    command
}

/// A dialogue that has just been begun.
fn begun(data: &Path) -> OsSession {
    let mut command = bangfu(data);
    command.arg("log");
    let mut terminal = Session::spawn(command).unwrap();
    terminal.set_expect_timeout(Some(Duration::from_secs(60)));
    terminal.expect("Which pair?").unwrap();
    terminal
}

fn contacts(data: &Path) -> String {
    std::fs::read_to_string(data.join("branches/ug1/contacts.csv")).unwrap()
}

#[test]
fn a_contact_is_asked_for_and_others_may_write_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new("examples/gzu-2012"), folder.path());
    let mut terminal = begun(folder.path());
    // Somebody else records while the question stands there.
    let other = bangfu(folder.path()).args(["log", "ug1-002", "另一个人先记"]).output().unwrap();
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stderr));
    terminal.send("ug1-001\r").unwrap();
    terminal.expect("Which day?").unwrap();
    terminal.send("05-32\r").unwrap();
    terminal.expect("is no day").unwrap();
    terminal.send("yesterday\r").unwrap();
    terminal.expect("About what?").unwrap();
    terminal.send("\r").unwrap();
    terminal.expect("What was talked about or done?").unwrap();
    terminal.send("\r").unwrap();
    terminal.expect("Say what was talked about").unwrap();
    terminal.send("谈暑期计划\r").unwrap();
    terminal.expect("Minutes").unwrap();
    terminal.send("forty\r").unwrap();
    terminal.expect("is no whole number").unwrap();
    terminal.send("40\r").unwrap();
    terminal.expect("Recorded ug1-001@2013-05-29").unwrap();
    terminal.expect(Eof).unwrap();
    let text = contacts(folder.path());
    let own = text.lines().find(|line| line.contains("谈暑期计划")).unwrap();
    assert!(own.starts_with("ug1-001,2013-05-29,1,talk,,") && own.contains(",40,,谈暑期计划,"), "{own}");
    assert!(text.contains("另一个人先记"));
    assert!(bangfu(folder.path()).arg("validate").output().unwrap().status.success());
}

#[test]
fn a_dialogue_that_is_stopped_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new("examples/gzu-2012"), folder.path());
    let before = contacts(folder.path());
    let mut terminal = begun(folder.path());
    terminal.send("ug1-001\r").unwrap();
    terminal.expect("Which day?").unwrap();
    terminal.send("\u{3}").unwrap();
    terminal.expect("nothing was written").unwrap();
    terminal.expect(Eof).unwrap();
    assert_eq!(contacts(folder.path()), before);
}
