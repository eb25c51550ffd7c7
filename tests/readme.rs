//! The READMEs show what the program really prints, and say the same commands.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may panic, and reads files")]

use std::process::Command;

fn printed(lang: &str) -> String {
    let arguments = ["--data", "examples/gzu-2012", "--lang", lang, "--today", "2013-01-06", "rollup", "2012-12"];
    let output = Command::new(env!("CARGO_BIN_EXE_bangfu")).args(arguments).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The lines of a README's `sh` blocks, without their comments.
fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).map(|line| line.split("  #").next().unwrap_or("").trim().to_owned()).collect()
}

#[test]
fn the_picture_is_what_the_program_prints() {
    for (file, lang) in [("README.md", "en"), ("README.zh-CN.md", "zh")] {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains(printed(lang).trim_end()), "{file} shows another table");
    }
}

#[test]
fn both_languages_give_the_same_commands() {
    let [en, zh] = ["README.md", "README.zh-CN.md"].map(|file| commands(&std::fs::read_to_string(file).unwrap()));
    let same = |line: &String| !line.starts_with("bangfu import");
    assert_eq!(en.iter().filter(|line| same(line)).collect::<Vec<_>>(), zh.iter().filter(|line| same(line)).collect::<Vec<_>>());
    assert!(
        en.contains(&"cargo run --release -- --data examples/gzu-2012 rollup 2012-12".to_owned()) && en.contains(&"cargo test".to_owned())
    );
}

#[test]
fn the_first_month_runs_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string("README.md").unwrap();
    let lines: Vec<String> = commands(&text).into_iter().filter(|line| line.starts_with("bangfu ")).collect();
    assert!(lines.len() >= 7, "{lines:?}");
    for line in &lines {
        let data = folder.path().join("help-2012");
        let line = line.replace("init help-2012", &format!("init {}", data.display()));
        let mut words: Vec<&str> = line.split_whitespace().skip(1).collect();
        if !line.contains("init ") {
            words.splice(0..0, ["--data", data.to_str().unwrap()]);
        }
        let output = Command::new(env!("CARGO_BIN_EXE_bangfu")).args(["--today", "2012-12-06"]).args(&words).output().unwrap();
        assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}
