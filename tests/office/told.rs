//! What is said to whoever writes a command not quite rightly, and what a trial run leaves undone.

use super::example::Example;

#[test]
fn with_dry_run_no_answer_is_written_to_a_file() {
    let example = Example::on("2013-01-10");
    let folder = tempfile::tempdir().unwrap();
    for (name, words) in [
        ("f.docx", &["form", "print", "2012-12"][..]),
        ("g.docx", &["form", "print", "ug1-001", "2012-12"]),
        ("one.docx", &["archive", "ug1-001"]),
        ("r.xlsx", &["rollup", "2012-12", "--format", "xlsx"]),
        ("p.json", &["pair", "suggest", "--seed", "s", "--as-of", "2012-11-05", "--format", "json"]),
        ("check.txt", &["check", "--overdue-only"]),
    ] {
        let path = folder.path().join(name);
        let run = example.run(&[words, &["--dry-run", "-o", path.to_str().unwrap()]].concat());
        assert_eq!((run.code == 2 || run.code == 3, run.stdout.as_str()), (false, ""), "{words:?}: {run:?}");
        assert!(run.stderr.contains("would write") && run.stderr.contains(name), "{words:?}: {run:?}");
        assert!(!path.exists(), "{words:?}");
    }
    let path = folder.path().join("changes");
    let shown = example.fine(&["log", "ug1-001", "谈心", "--dry-run", "-o", path.to_str().unwrap()]);
    assert!(shown.contains("谈心") && !path.exists(), "{shown}");
    // A place where no answer may go is told all the same.
    let records = example.path().join("people.csv");
    assert_eq!(example.run(&["check", "--dry-run", "-o", records.to_str().unwrap()]).code, 2);
}

#[test]
fn what_writes_has_no_tables_and_does_nothing_before_it_says_so() {
    let example = Example::on("2013-03-20");
    for words in [&["log", "ug1-001", "谈心"][..], &["outcome", "add", "2010210105", "honour", "奖学金"], &["close", "2012-12"]] {
        for format in [&["--format", "csv"][..], &["--format", "md"], &["--format", "html"], &["--format", "csv", "--excel"]] {
            let told = example.refuses(&[words, format].concat());
            assert!(told.contains("there are: table, json"), "{words:?} {format:?}: {told}");
        }
    }
    for format in ["html", "xlsx"] {
        assert!(example.refuses(&["validate", "--format", format]).contains("there are: table, csv, md, json"), "{format}");
    }
}

#[test]
fn an_id_in_place_of_the_name_is_refused_and_a_helper_without_branch_noted() {
    let example = Example::on("2013-03-20");
    for words in [["钱五", "20240003"], ["钱五", "２０２４０００３"], ["qian", "s2024-03"]] {
        let told = example.refuses(&["person", "add", words[0], words[1], "--stage", "league"]);
        assert!(told.contains("looks like an id") && told.contains(&format!("person add {} {}", words[1], words[0])), "{words:?}: {told}");
    }
    let of_two_numbers = example.refuses(&["person", "add", "20240004", "20240003", "--stage", "league"]);
    assert!(of_two_numbers.contains("looks like an id") && !of_two_numbers.contains("person add"), "neither is the name: {of_two_numbers}");
    let run = example.run(&["person", "add", "２０２４０００３", "钱五", "--stage", "正式党员"]);
    assert!(run.code == 0 && run.stderr.is_empty() && run.stdout.contains("needs a branch"), "{run:?}");
    assert!(example.text("people.csv").contains("\n20240003,钱五,"));
    let run = example.run(&["person", "add", "张三", "李四", "--stage", "league"]);
    assert!(run.code == 0 && !run.stdout.contains("branch"), "{run:?}");
}

#[test]
fn of_too_many_pairs_the_one_that_is_there_is_named_too() {
    let example = Example::on("2013-03-20");
    let told = example.refuses(&["pair", "add", "2011210301", "2010210412", "--start", "2011-01-01"]);
    let pairs = example.text("branches/ug2/pairs.csv");
    let there = pairs.lines().find(|line| line.contains(",2010210412,")).and_then(|line| line.split(',').next()).unwrap();
    assert!(told.contains(there), "{there}: {told}");
    assert!(told.contains("2011-01-01") || told.contains("helping phase"), "{told}");
}

#[test]
fn an_outcome_takes_a_level_as_offices_call_it_and_a_grade_its_value() {
    let example = Example::on("2013-03-20");
    let told = example.refuses(&["outcome", "add", "2010210105", "grade", "gpa"]);
    assert!(told.contains("--value"), "{told}");
    let (_, come) = example.writes("committee/outcomes.csv", &["outcome", "add", "2010210105", "获奖", "朗诵比赛", "--level", "校级"]);
    assert!(come[0].contains(",honour,朗诵比赛,school,"), "{come:?}");
    let (_, come) = example.writes("committee/outcomes.csv", &["outcome", "add", "2010210105", "grade", "gpa", "--value", "３．５"]);
    assert!(come[0].contains(",gpa,,3.5,"), "{come:?}");
}

#[test]
fn a_command_of_status_is_not_carried_out_before_it_is_filled_in() {
    let example = Example::on("2013-03-20");
    example.replace("committee/inspections.csv", "\n2012-11-28,ug1,", "\n2012-11-27,pg,");
    example.fine(&["form", "receive", "ug1-014", "2012-12"]);
    let status = example.json(&["status"]);
    let tasks = status["tasks"].as_array().unwrap();
    let of = |kind: &str, month: &str| {
        let task = tasks.iter().find(|task| task["kind"] == kind && task["month"].as_str().unwrap_or("") == month);
        task.map(|task| task["command"].as_str().unwrap().to_owned()).unwrap()
    };
    let (now, past) = (of("inspection", "2013-03"), of("inspection", "2012-11"));
    assert_eq!([now.as_str(), &past], ["bangfu inspect record ug1 --by …", "bangfu inspect record ug1 --by … --on 2012-11-…"]);
    let review = tasks.iter().find(|task| task["kind"] == "form-unreviewed").unwrap()["command"].as_str().unwrap();
    assert!(review.ends_with(" …"), "{review}");
    for command in [&now, &past, review, &of("contact", ""), "bangfu log ug1-001 ..."] {
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        example.refuses(&words);
    }
    let told = example.refuses(&["inspect", "record", "ug1", "--by", "…"]);
    assert!(told.contains("filled in"), "{told}");
}

#[test]
fn an_empty_variable_counts_as_none() {
    let example = Example::on("2013-03-20");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bangfu"));
    command.current_dir(example.path()).env("BANGFU_DATA", "").env("BANGFU_IDENTITY", "").args(["--today", "2013-03-20", "status"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_pair_is_checked_by_a_name_and_a_mistyped_name_is_told() {
    let example = Example::on("2013-03-20");
    let by_id = example.run(&["check", "--pair", "ug1-001"]).stdout;
    assert_eq!(example.run(&["check", "--pair", "顾南斗"]).stdout, by_id);
    assert_eq!(example.run(&["check", "--pair", "ｕｇ１－００１"]).stdout, by_id);
    assert_eq!(example.fine(&["form", "list", "--branch", "ｕｇ１"]), example.fine(&["form", "list", "--branch", "ug1"]));
    let draw = |count| example.run(&["visit", "draw", "--count", count, "--seed", "s", "--dry-run"]);
    assert_eq!((draw("３").code, draw("３").stdout), (0, draw("3").stdout));
    let run = example.run(&["person", "list", "顾南头"]);
    assert!(run.code == 0 && run.stderr.contains("顾南斗"), "{run:?}");
    assert!(example.run(&["rollup", "2013-05"]).stderr.contains("has not begun"));
    assert!(!example.run(&["rollup", "2013-03"]).stderr.contains("has not begun"));
}

#[test]
fn a_blank_start_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let run = |words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bangfu"));
        let output = command.env("BANGFU_LANG", "en").args(words).output().unwrap();
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat()
    };
    let data = data.to_str().unwrap();
    run(&["init", data, "--template", "blank"]);
    let told = run(&["--data", data, "award", "compute", "star"]);
    assert!(told.contains("The scheme has no award.") && told.contains("[[award]]"), "{told}");
    let told = run(&["--data", data, "status"]);
    assert!(told.contains("The roster is empty") && !told.contains("nothing to do"), "{told}");
}

#[test]
fn known_words_are_told_with_their_chinese_names() {
    let example = Example::on("2013-03-20");
    let known = |words: &[&str], names: &[&str]| {
        let told = example.refuses(words);
        assert!(names.iter().all(|name| told.contains(name)), "{words:?}: {told}");
    };
    known(&["form", "list", "--state", "ok"], &["on_time (", "returned (退回)"]);
    known(&["pair", "suggest", "--policy", "x"], &["need-first (需要优先)", "voluntary-first (自愿优先)"]);
    known(&["award", "compute", "x"], &["star (学生党员之星)", "progress (最具进步奖)"]);
    let told = example.run(&["outcome", "add", "2010210105", "honour", "朗诵比赛"]).stdout;
    assert!(told.contains("school (校级)"), "{told}");
    let zh = example.run(&["--lang", "zh", "visit", "draw", "--help"]).stdout;
    assert!(zh.contains("[也可写：--replaces]") && !zh.contains("[alias"), "{zh}");
}
