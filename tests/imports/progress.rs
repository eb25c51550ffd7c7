//! The bar that shows how far the reading of a long file is: on a terminal and once it has taken a moment, and never elsewhere.

use std::io::Read;
use std::time::Duration;

use expectrl::Session;

use super::Given;
use super::books::{Sheet, sheet, text, workbook};
use crate::example::Example;

/// A roster that fills so many rows, each with columns that nobody asks for: they take time to read and none to judge.
fn roster(rows: usize) -> Vec<u8> {
    let others = format!("{}{}", text("其他"), format!("<c{}", text("其他")).repeat(300));
    let row = |number: usize| vec![text(&(2_012_000_000 + number).to_string()), text("甲一"), text("群众"), others.clone()];
    let rows = std::iter::once(["学号", "姓名", "发展阶段"].map(text).to_vec()).chain((2..=rows).map(row)).collect();
    workbook(&[Sheet { rows, ..sheet("名册", &[]) }])
}

/// What an import shows on a terminal.
fn on_a_terminal(example: &Example, words: &[&str]) -> String {
    let mut command = example.command(&[("TERM", "xterm")], words);
    command.env("COLUMNS", "100");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(120)));
    let mut shown = Vec::new();
    // A terminal whose other side is gone ends with an error on some systems.
    let _ = session.read_to_end(&mut shown);
    String::from_utf8_lossy(&shown).into_owned()
}

#[test]
fn a_long_file_shows_how_far_it_is_and_only_on_a_terminal() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    // How many rows take a moment hangs on the machine.
    for rows in [400, 800, 1_600, 3_200, 6_400] {
        let file = given.file("a.xlsx", roster(rows));
        let out = given.path("out.csv");
        let words = ["import", "roster", &file, "--dry-run", "--format", "csv", "-o", out.to_str().unwrap()];
        let shown = on_a_terminal(&example, &words);
        if !shown.contains("reading the file") {
            continue;
        }
        assert!(shown.contains(&format!("/{}", rows - 1)) && shown.contains('█'), "{shown}");
        let cleared = shown.rsplit("reading the file").next().unwrap();
        assert!(cleared.contains("\u{1b}[2K"), "it goes away by itself: {cleared:?}");
        assert!(!on_a_terminal(&example, &[&["-q"], &words[..]].concat()).contains("reading the file"));
        let run = example.run(&words);
        assert!(run.code == 0 && !run.stderr.contains("reading the file") && !run.stderr.contains('\u{1b}'), "{run:?}");
        return;
    }
    panic!("no file was long enough to show how far it is");
}
