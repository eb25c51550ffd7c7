//! `close`, `reopen` and what a rollup says of a closed month.

use calamine::{Reader, Xlsx};

use super::example::Example;

const CONTACTS: &str = "branches/ug1/contacts.csv";

fn closed() -> Example {
    let example = Example::on("2013-01-10");
    example.fine(&["close", "2012-12", "--by", "顾南斗"]);
    example
}

#[test]
fn a_month_is_closed_when_it_is_over_once_and_only_committee_closed_toml_is_written() {
    let example = Example::on("2013-01-10");
    assert!(example.refuses(&["close", "2013-01"]).contains("not over"));
    assert!(example.refuses(&["close", "2012-12", "--as-of", "2012-12-20"]).contains("not over"));
    assert!(example.refuses(&["close", "2012-12", "--as-of", "2013-01-11"]).contains("after today"));
    assert!(example.refuses(&["close", "2012-09"]).contains("outside"));
    let before = example.files();
    assert_eq!(example.run(&["--dry-run", "close", "2012-12"]).code, 0);
    assert_eq!(example.files(), before);
    example.fine(&["close", "2012-12"]);
    let after = example.files();
    let new: Vec<_> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    assert_eq!(new, [std::path::Path::new("committee/closed.toml")]);
    assert!(example.refuses(&["close", "2012-12"]).contains("bangfu reopen 2012-12"));
    let run = example.run(&["validate"]);
    assert!(run.code == 0 && !run.stdout.contains("closed.toml"), "{run:?}");
}

#[test]
fn a_rollup_of_a_closed_month_says_whether_it_is_as_it_was() {
    let example = closed();
    let of = |words: &[&str]| example.json(words)["closed"].clone();
    let same = of(&["rollup", "2012-12"]);
    assert_eq!((&same["matches"], &same["same_figures"]), (&true.into(), &true.into()));
    assert!(of(&["rollup", "2012-11"]).is_null());
    // Of another day or a branch alone the figures are not compared; the records are.
    let other = of(&["rollup", "2012-12", "--as-of", "2013-01-08"]);
    assert_eq!((&other["matches"], other["same_figures"].is_null()), (&true.into(), true));
    // What happens in other months, and what comes in only later, is no change of the month.
    example.fine(&["log", "ug1-001", "一月的交流", "--date", "2013-01-09"]);
    example.fine(&["form", "receive", "ug2-001", "2013-01", "--on", "2013-01-10"]);
    assert_eq!(of(&["rollup", "2012-12"])["matches"], true);
    example.fine(&["log", "ug1-001", "补记", "--date", "2012-12-28"]);
    let changed = of(&["rollup", "2012-12"]);
    assert_eq!((&changed["matches"], &changed["same_settings"], &changed["same_figures"]), (&false.into(), &true.into(), &false.into()));
    assert_eq!(changed["changed_files"].as_array().unwrap().len(), 1);
    assert_eq!(
        (changed["changed_contacts"][0]["name"].as_str(), changed["changed_contacts"][0]["now"].as_i64()),
        (Some("ug1-001"), Some(4))
    );
    let table = example.fine(&["rollup", "2012-12"]);
    assert!(table.contains("is not as it was") && table.contains(CONTACTS), "{table}");
    let list = example.run(&["--format", "json", "close"]);
    assert_eq!(list.code, 1, "{list:?}");
}

#[test]
fn of_several_months_each_closed_one_is_spoken_of() {
    let example = closed();
    example.fine(&["close", "2012-11"]);
    example.fine(&["log", "ug1-001", "补记", "--date", "2012-12-28"]);
    let several = example.json(&["rollup", "2013-01", "--since", "2012-11"]);
    let told: Vec<_> = several["closed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["month"].as_str().unwrap(), one["matches"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [("2012-11", true), ("2012-12", false)]);
    let table = example.fine(&["rollup", "2013-01", "--since", "2012-11"]);
    assert!(
        table.contains("2012-11 was closed") && table.contains("2012-12 was closed on 2013-01-10 (as of 2013-01-06) and is not as it was")
    );
    assert!(example.json(&["rollup", "2013-01", "--since", "2013-01"])["closed"].is_null());
}

#[test]
fn a_changed_setting_shows_and_a_comment_does_not() {
    let example = closed();
    example.replace("bangfu.toml", "every = 14", "every = 14 # 两周");
    assert_eq!(example.json(&["rollup", "2012-12"])["closed"]["matches"], true);
    example.replace("bangfu.toml", "every = 14", "every = 13");
    let changed = example.json(&["rollup", "2012-12"])["closed"].clone();
    assert_eq!((&changed["same_settings"], &changed["same_figures"]), (&false.into(), &false.into()));
}

#[test]
fn a_month_is_opened_again_with_a_reason_that_stays() {
    let example = closed();
    assert!(example.refuses(&["reopen", "2012-11", "--reason", "x"]).contains("not closed"));
    assert!(example.refuses(&["reopen", "2012-12", "--reason", " "]).contains("reason"));
    example.fine(&["reopen", "2012-12", "--reason", "漏记两条", "--by", "顾南斗"]);
    let list = example.json(&["close"]);
    assert_eq!(list["months"].as_array().unwrap().len(), 0);
    assert_eq!((list["reopened"][0]["reason"].as_str(), list["reopened"][0]["by"].as_str()), (Some("漏记两条"), Some("2009210101")));
    assert!(example.json(&["rollup", "2012-12"])["closed"].is_null());
    example.fine(&["close", "2012-12"]);
    assert_eq!(example.json(&["close"])["reopened"].as_array().unwrap().len(), 1);
}

#[test]
fn the_foot_is_enough_to_make_the_same_bytes_again() {
    let example = Example::on("2013-01-10");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("december.md");
    example.fine(&["-o", path.to_str().unwrap(), "--format", "md", "rollup", "2012-12"]);
    let first = std::fs::read_to_string(&path).unwrap();
    let command = first.lines().find_map(|line| line.split_once("bangfu --lang")).map(|(_, rest)| format!("--lang{rest}")).unwrap();
    let words: Vec<&str> = command.split(' ').collect();
    assert_eq!(example.fine(&words), first);
    // On a later day too, after what does not touch the month.
    let later = Example::on("2013-03-01");
    assert_eq!(later.fine(&words), first);
    later.fine(&["log", "ug1-001", "x", "--date", "2013-02-28"]);
    assert_eq!(later.fine(&words), first);
    later.fine(&["log", "ug1-001", "x", "--date", "2012-11-28"]);
    let records = |text: &str| text.lines().find(|line| line.contains("Records ")).map(str::to_owned);
    assert_ne!(records(&later.fine(&words)), records(&first));
    example.fine(&["-o", path.to_str().unwrap(), "--format", "md", "rollup", "2012-12", "--no-footer"]);
    assert!(!std::fs::read_to_string(&path).unwrap().contains("Records "));
    // Asked before the forms are due, the day belongs to the question.
    let early = Example::on("2012-12-03");
    assert_eq!(
        early.json(&["rollup", "2012-11", "--footer"])["footer"]["command"],
        "bangfu --today 2012-12-03 --lang en --format json rollup 2012-11 --as-of 2012-12-03 --footer"
    );
}

#[test]
fn a_closed_toml_that_is_none_is_told_and_nothing_is_decided_by_it() {
    let example = closed();
    example.replace("committee/closed.toml", "version = ", "verzion = ");
    let run = example.run(&["--format", "json", "validate"]);
    let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let bad = |problem: &&serde_json::Value| problem["severity"] == "error";
    let errors: Vec<_> = told["problems"].as_array().unwrap().iter().filter(bad).collect();
    assert_eq!((run.code, errors.len()), (1, 2));
    let codes: Vec<_> = errors.iter().map(|problem| problem["code"].as_str().unwrap()).collect();
    assert_eq!((codes.as_slice(), &errors[1]["file"]), (["missing-key", "unknown-key"].as_slice(), &"committee/closed.toml".into()));
    assert!(errors.iter().all(|problem| problem["line"].is_u64() && problem["column"].is_u64()), "{errors:?}");
    for command in [&["rollup", "2012-12"][..], &["close"], &["audit"], &["close", "2012-11"], &["reopen", "2012-10", "--reason", "x"]] {
        let run = example.run(command);
        assert!(run.code == 4 && run.stderr.contains("committee/closed.toml:8:1: error[unknown-key]"), "{command:?}: {run:?}");
        let run = example.run(&[&["--format", "json"], command].concat());
        let refused: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!((run.code, refused["problems"].as_array().unwrap().iter().collect::<Vec<_>>()), (4, errors.clone()), "{command:?}");
    }
}

#[test]
fn whoever_changes_a_closed_month_is_told_at_once_and_the_record_stays() {
    let example = closed();
    let told = |words: &[&str]| {
        let run = example.run(words);
        assert_eq!(run.code, 0, "{words:?}: {run:?}");
        run.stderr
    };
    let touching = "changes 1 of its record(s)";
    for words in [
        &["--dry-run", "log", "ug1-001", "补记", "--date", "2012-12-28"][..],
        &["log", "ug1-001", "补记", "--date", "2012-12-28"],
        &["contacts", "amend", "ug1-001@2012-12-28", "content=改写"],
        // Into the month, out of it, and away.
        &["contacts", "amend", "ug1-001@2012-12-28", "date=2013-01-02"],
        &["contacts", "amend", "ug1-001@2013-01-02", "date=2012-12-29"],
        &["contacts", "remove", "ug1-001@2012-12-29"],
        &["outcome", "add", "2011210206", "honour", "x", "--level", "college", "--on", "2012-12-31"],
        &["pair", "amend", "ug1-002", "basis=voluntary"],
    ] {
        let note = told(words);
        assert!(note.contains(touching) && note.contains("bangfu reopen 2012-12") && note.contains("2013-01-10"), "{words:?}: {note}");
    }
    // Other months, a form received after the day of the figures, and what changes nothing of the month are not spoken of.
    for words in [
        &["log", "ug1-001", "x", "--date", "2013-01-01"][..],
        &["log", "ug1-001", "x", "--date", "2012-11-30"],
        &["form", "receive", "ug1-003", "2012-12", "--on", "2013-01-07"],
        &["goal", "add", "ug1-001", "2012年12月前过四级", "--topic", "study"],
    ] {
        let note = told(words);
        assert!(!note.contains("reopen"), "{words:?}: {note}");
    }
    let rows: String = (1..=3).map(|day| format!("ug1-003,2012-12-0{day},talk,study,导入{day}\n")).collect();
    let sheet = example.path().join("contacts-in.csv");
    std::fs::write(&sheet, format!("结对编号,日期,形式,帮扶内容,主要内容\n{rows}")).unwrap();
    let note = told(&["import", "contacts", sheet.to_str().unwrap(), "--yes"]);
    assert!(note.contains("changes 3 of its record(s)"), "{note}");
    example.fine(&["reopen", "2012-12", "--reason", "补记"]);
    assert!(!told(&["log", "ug1-001", "y", "--date", "2012-12-28"]).contains("reopen"));
}

/// What a file of a format says, without its marks.
fn words_of(format: &str, bytes: &[u8]) -> String {
    match format {
        "docx" => texts(&serde_json::from_str(&docx_rs::read_docx(bytes).unwrap().json()).unwrap()),
        "xlsx" => {
            let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes.to_vec())).unwrap();
            let cells =
                book.worksheets().into_iter().flat_map(|(_, range)| range.rows().flatten().map(ToString::to_string).collect::<Vec<_>>());
            cells.collect::<Vec<_>>().join("\n")
        }
        _ => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

/// The texts of a Word file, a line each.
fn texts(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(fields) if fields.get("type").is_some_and(|kind| kind == "text") => {
            format!("{}\n", fields["data"]["text"].as_str().unwrap())
        }
        serde_json::Value::Object(fields) => fields.values().map(texts).collect(),
        serde_json::Value::Array(items) => items.iter().map(texts).collect(),
        _ => String::new(),
    }
}

#[test]
fn in_every_format_the_foot_makes_the_same_bytes_and_a_closed_month_is_spoken_of() {
    let example = closed();
    let folder = tempfile::tempdir().unwrap();
    for format in ["table", "md", "html", "docx", "xlsx"] {
        let first = folder.path().join(format!("first.{format}"));
        example.fine(&["-o", first.to_str().unwrap(), "--format", format, "rollup", "2012-12"]);
        let bytes = std::fs::read(&first).unwrap();
        let words = words_of(format, &bytes);
        assert!(words.contains("are as they were") && words.contains("Records "), "{format}: {words}");
        let command = words.split_once("bangfu --").unwrap_or_else(|| panic!("{format}: {words}")).1;
        let command = command.split_once("--footer").unwrap().0;
        let second = folder.path().join(format!("second.{format}"));
        let own = format!("--{command}--footer");
        let (by_day, own) = match own.strip_prefix("--today 2013-01-10 ") {
            Some(own) => (true, own),
            None => (false, own.as_str()),
        };
        assert_eq!(by_day, format == "docx", "what the branches wrote hangs on the day of asking: {own}");
        let mut again: Vec<&str> = own.split_whitespace().collect();
        again.extend(["-o", second.to_str().unwrap()]);
        // On another day, after what does not touch the month: the command says all that matters.
        let later = closed();
        later.fine(&["log", "ug1-001", "x", "--date", "2013-01-09"]);
        let later = later.turned(if by_day { "2013-01-10" } else { "2013-03-01" });
        later.fine(&again);
        assert_eq!(std::fs::read(&second).unwrap(), bytes, "{format}: {own}");
    }
}

#[test]
fn comments_of_closed_toml_stay() {
    let example = closed();
    let path = example.path().join("committee/closed.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let noted = format!("# 党办存\n\n{}# 完\n", text.replacen("as_of = 2013-01-06", "as_of = 2013-01-06 # 经手", 1));
    std::fs::write(&path, &noted).unwrap();
    example.fine(&["close", "2012-11"]);
    let both = std::fs::read_to_string(&path).unwrap();
    let head = noted.split("[[month]]").next().unwrap();
    assert!(both.starts_with(&format!("{head}[[month]]\nmonth = \"2012-11\"")) && both.ends_with("\n# 完\n"), "{both}");
    assert!(both.contains("as_of = 2013-01-06 # 经手"), "{both}");
    example.fine(&["reopen", "2012-11", "--reason", "x"]);
    let again = std::fs::read_to_string(&path).unwrap();
    let (before, reopened) = again.split_once("\n[[reopened]]").unwrap();
    assert_eq!(format!("{before}# 完\n"), noted);
    assert!(reopened.ends_with("# 完\n"), "{again}");
    example.fine(&["reopen", "2012-12", "--reason", "x"]);
    let none = std::fs::read_to_string(&path).unwrap();
    assert!(none.starts_with(&format!("{head}[[reopened]]")) && none.ends_with("# 完\n"), "{none}");
}
