//! What is sealed comes from a dialogue on a terminal or from the user's editor; passphrases are typed; and nobody waits for the lock
//! while a person types or thinks.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use expectrl::session::OsSession;
use expectrl::{Eof, Expect, Session};

use super::example::Example;
use super::screen::Office;
use super::secrecy::{SECRET, nowhere};

const PERSON: &str = "0821210709";
const DOWN: &str = "\u{1b}[B";

/// A command on a terminal.
fn begun(example: &Example, variables: &[(&str, &str)], words: &[&str]) -> OsSession {
    let mut command = example.command(variables, words);
    command.env("TERM", "xterm");
    let mut terminal = Session::spawn(command).unwrap();
    terminal.set_expect_timeout(Some(Duration::from_secs(60)));
    terminal
}

/// Waits for each prompt and types what follows it.
fn talk(terminal: &mut OsSession, turns: &[(&str, &str)]) {
    for (prompt, typed) in turns {
        let seen = terminal.expect(prompt);
        assert!(seen.is_ok(), "{prompt}: {:?}", seen.err());
        terminal.send(typed).unwrap();
    }
}

fn end(mut terminal: OsSession, told: &str) {
    let seen = terminal.expect(told);
    assert!(seen.is_ok(), "{told}: {:?}", seen.err());
    terminal.expect(Eof).unwrap();
}

#[test]
fn a_screening_is_asked_for_and_others_may_write_meanwhile() {
    let office = Office::on("2012-11-20");
    let mut terminal = begun(&office.example, &[], &["screen", "add", "谭采葛"]);
    talk(&mut terminal, &[("What is it?", "\r")]);
    terminal.expect("Which difficulties?").unwrap();
    office.example.fine(&["log", "ug1-002", "另一个人先记", "--date", "2012-11-20"]);
    terminal.send(format!(" {DOWN} \r")).unwrap();
    talk(
        &mut terminal,
        &[
            ("How severe?", &format!("{DOWN}\r")),
            ("note", &format!("{SECRET}\r")),
            ("date", "\r"),
            ("by", "顾南斗\r"),
            ("day of consent", "2012-11-19\r"),
            ("scope of consent", "\r"),
        ],
    );
    end(terminal, "Sealed as");
    let shown = &office.boxes(&["screen", "show", PERSON])[0];
    assert_eq!((&shown["category"], &shown["severity"]), (&serde_json::json!(["study", "belief"]), &2.into()));
    assert_eq!((&shown["note"], &shown["by"], &shown["date"]), (&SECRET.into(), &"2009210101".into(), &"2012-11-20".into()));
    assert_eq!((&shown["consent"], &shown["scope"]), (&"2012-11-19".into(), &serde_json::Value::Null));
    nowhere(office.example.path());
}

#[test]
fn amending_referring_and_closing_are_dialogues_too() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", PERSON], "category = [\"study\"]\nseverity = 1\n");
    let identity = ["--identity", office.identity.as_str()];
    let mut terminal = begun(&office.example, &[], &[&identity[..], &["screen", "amend", PERSON]].concat());
    talk(&mut terminal, &[("Which field?", &format!("{DOWN}\r")), ("severity", "3\r"), ("Another field?", "y\r")]);
    talk(&mut terminal, &[("Which field?", &format!("{DOWN}{DOWN}\r")), ("note", &format!("{SECRET}\r")), ("Another field?", "\r")]);
    end(terminal, "Amended");
    let shown = &office.boxes(&["screen", "show", PERSON])[0];
    assert_eq!((&shown["severity"], &shown["note"]), (&3.into(), &SECRET.into()));
    let mut terminal = begun(&office.example, &[], &["screen", "refer", PERSON]);
    talk(&mut terminal, &[("concern", "安全\r"), ("note", "\r"), ("date", "\r"), ("by", "\r")]);
    end(terminal, "Passed on");
    let mut terminal = begun(&office.example, &[], &[&identity[..], &["screen", "close", PERSON]].concat());
    talk(&mut terminal, &[("outcome", "已面谈\r"), ("date", "\r")]);
    end(terminal, "Closed");
    assert_eq!(office.boxes(&["screen", "list", "--referrals"]).len(), 0);
    let before = office.file();
    let mut terminal = begun(&office.example, &[], &["screen", "refer", PERSON]);
    talk(&mut terminal, &[("concern", "\u{3}")]);
    end(terminal, "nothing was written");
    assert_eq!(office.file(), before);
}

#[test]
fn a_passphrase_locks_and_opens_an_identity_and_is_not_shown() {
    let office = Office::on("2012-11-20");
    let file = office.ring.word("locked");
    let mut terminal = begun(&office.example, &[], &["key", "new", "--passphrase", "-o", &file]);
    talk(&mut terminal, &[("Passphrase:", "eins\r"), ("Again:", "zwei\r"), ("not the same", "")]);
    talk(&mut terminal, &[("Passphrase:", "eins zwei\r"), ("Again:", "eins zwei\r")]);
    let seen = terminal.expect("Public key: ").unwrap();
    assert!(!String::from_utf8_lossy(seen.before()).contains("eins"));
    let line = terminal.expect("\n").unwrap();
    let key = String::from_utf8_lossy(line.before()).trim().to_owned();
    terminal.expect(Eof).unwrap();
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt ") && !String::from_utf8_lossy(&bytes).contains("AGE-SECRET"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    office.seal(&["key", "add", "副书记", &key], "");
    office.seal(&["screen", "add", PERSON], "category = [\"mind\"]\n");
    let words = ["--identity", &file, "screen", "list"];
    assert!(office.example.run(&words).stderr.contains("locked with a passphrase"), "not without a terminal");
    let mut terminal = begun(&office.example, &[], &words);
    talk(&mut terminal, &[("Passphrase of the identity file:", "falsch\r")]);
    end(terminal, "does not open");
    let mut terminal = begun(&office.example, &[], &words);
    talk(&mut terminal, &[("Passphrase of the identity file:", "eins zwei\r")]);
    end(terminal, PERSON);
}

#[test]
fn nobody_waits_for_a_yes_and_what_was_shown_is_what_is_done() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", PERSON], "note = \"x\"\n");
    let erase = ["--identity", office.identity.as_str(), "screen", "erase", PERSON];
    let mut terminal = begun(&office.example, &[], &erase);
    terminal.expect("Erase 1 sealed records").unwrap();
    office.seal(&["screen", "add", PERSON], "note = \"y\"\n");
    terminal.send("y\r").unwrap();
    end(terminal, "changed meanwhile");
    assert_eq!(office.boxes(&["screen", "show", PERSON]).len(), 2);
    let mut terminal = begun(&office.example, &[], &erase);
    talk(&mut terminal, &[("Erase 2 sealed records", "n\r")]);
    end(terminal, "nothing was written");
    let mut terminal = begun(&office.example, &[], &erase);
    talk(&mut terminal, &[("Erase 2 sealed records", "y\r")]);
    end(terminal, "Erased 2");
    let destroy = ["--identity", office.identity.as_str(), "key", "destroy"];
    let mut terminal = begun(&office.example, &[], &destroy);
    terminal.expect("Destroy 1 sealed records").unwrap();
    office.seal(&["screen", "add", PERSON], "note = \"z\"\n");
    terminal.send("y\r").unwrap();
    end(terminal, "changed meanwhile");
    assert!(PathBuf::from(&office.identity).exists());
}

/// An editor that is a script, with a folder of its own for what is there for a moment.
struct Editor {
    run: PathBuf,
    script: PathBuf,
}

impl Editor {
    fn new(office: &Office, script: &str) -> Self {
        let (run, path) = (office.ring.file("run"), office.ring.file("editor.sh"));
        fs::create_dir_all(&run).unwrap();
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        Self { run, script: path }
    }

    fn variables(&self) -> [(&str, &str); 2] {
        [("XDG_RUNTIME_DIR", self.run.to_str().unwrap()), ("EDITOR", self.script.to_str().unwrap())]
    }

    fn nothing_is_left(&self, office: &Office) {
        assert_eq!(fs::read_dir(&self.run).unwrap().count(), 0);
        nowhere(office.example.path());
    }
}

#[test]
fn details_come_from_the_editor_and_its_file_leaves_nothing() {
    let office = Office::on("2012-11-20");
    let identity = ["--identity", office.identity.as_str()];
    let editor = Editor::new(
        &office,
        &format!(
            "grep -q '^# category = ' \"$1\" || exit 9\ncase $(stat -c %a \"$1\") in 600) ;; *) exit 9 ;; esac\n\
             printf 'category = [\"mind\"]\\nseverity = 2\\nnote = \"{SECRET}\\\\nzwei\"\\n' >> \"$1\"\ncp \"$1\" \"$1~\""
        ),
    );
    let run = office.example.run_with(&editor.variables(), &["screen", "add", PERSON, "--edit"]);
    assert!(run.code == 0 && run.stdout.contains("Sealed as"), "{run:?}");
    editor.nothing_is_left(&office);
    let editor = Editor::new(&office, "sed -i -e 's/^severity = \"2\"/severity = 3/' -e '/^category/s/mind/study;mind/' \"$1\"");
    let run = office.example.run_with(&editor.variables(), &[&identity[..], &["screen", "amend", PERSON, "--edit"]].concat());
    assert!(run.code == 0 && run.stdout.contains("Amended"), "{run:?}");
    let shown = &office.boxes(&["screen", "show", PERSON])[0];
    assert_eq!((&shown["category"], &shown["severity"]), (&serde_json::json!(["study", "mind"]), &3.into()));
    assert_eq!(shown["note"], format!("{SECRET}\nzwei"), "what is not touched stays, line breaks too");
    // What is taken out of the text is taken out of the record.
    let editor = Editor::new(&office, "grep -v '^severity' \"$1\" > \"$1.new\"; mv \"$1.new\" \"$1\"");
    let run = office.example.run_with(&editor.variables(), &[&identity[..], &["screen", "amend", PERSON, "--edit"]].concat());
    assert!(run.code == 0 && office.boxes(&["screen", "show", PERSON])[0]["severity"].is_null(), "{run:?}");
    editor.nothing_is_left(&office);
}

#[test]
fn an_editor_that_fails_or_says_nothing_seals_nothing_and_leaves_nothing() {
    let office = Office::on("2012-11-20");
    let before = office.file();
    for (script, told) in [
        (format!("printf 'note = \"{SECRET}\"' >> \"$1\"; exit 3"), "ended badly"),
        (format!("printf 'note = \"{SECRET}' >> \"$1\""), "is no TOML"),
        (format!("printf 'category = [\"{SECRET}\"]' >> \"$1\""), "none of"),
        ("true".to_owned(), "nothing was written"),
    ] {
        let editor = Editor::new(&office, &script);
        for words in [["screen", "add", PERSON, "--edit"], ["screen", "refer", PERSON, "--edit"]] {
            let run = office.example.run_with(&editor.variables(), &words);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{script}: {run:?}");
            assert!(!run.stderr.contains(SECRET), "{run:?}");
            assert!(words[1] != "add" || run.stderr.contains(told), "{told}: {run:?}");
            editor.nothing_is_left(&office);
        }
    }
    assert_eq!(office.file(), before);
    let run = office.example.run_with(&[("EDITOR", ""), ("VISUAL", "")], &["screen", "add", PERSON, "--edit"]);
    assert!(run.code == 2 && run.stderr.contains("VISUAL or EDITOR"), "{run:?}");
    let inside = office.example.path().to_str().unwrap();
    let run = office.example.run_with(&[("EDITOR", "true"), ("XDG_RUNTIME_DIR", inside)], &["screen", "add", PERSON, "--edit"]);
    assert!(run.code == 2 && run.stderr.contains("lies in the data directory"), "{run:?}");
}
