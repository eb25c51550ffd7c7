//! Other schools' schemes, each with figures worked out by hand; and that what cannot be expressed is refused with the reason.

use serde_json::Value;

use super::example::Example;

fn school(name: &str, today: &'static str) -> Example {
    let example = Example::of(&format!("examples/other-schools/{name}"), today);
    let run = example.run(&["validate"]);
    assert!(run.code == 0 && !run.stdout.contains("warning"), "{run:?}");
    assert_eq!(example.run(&["fmt", "--check"]).code, 0);
    example
}

/// Pair, cadence, qualifying contacts, late days and keeping rate of every row.
fn rows(example: &Example) -> Vec<(String, i64, i64, String)> {
    let check: Value = serde_json::from_str(&example.run(&["--format", "json", "check"]).stdout).unwrap();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    let row = |row: &Value| {
        let name = format!("{} {} {}", text(row, "pair"), text(row, "cadence"), text(row, "status"));
        (name, row["contacts"].as_i64().unwrap(), row["late_days"].as_i64().unwrap(), text(row, "keeping_rate"))
    };
    check["pairs"].as_array().unwrap().iter().map(row).collect()
}

fn row(name: &str, contacts: i64, late: i64, rate: &str) -> (String, i64, i64, String) {
    (name.to_owned(), contacts, late, rate.to_owned())
}

#[test]
fn two_duties_at_once_never_count_for_each_other() {
    let example = school("two-duties", "2023-10-08");
    // Weeks from Monday 09-04 to Sunday 10-08: five, visited on 09-06, 09-13, 09-27 and 10-04; in the week of 09-18 there was a talk
    // alone: 1 − 1/5. Talks on 09-12, 09-20 and 10-06: sixteen days to the last, two late of 34 counted: 32/34 = 0.9412.
    assert_eq!(rows(&example), [row("b1-001 visit ok", 4, 1, "0.8000"), row("b1-001 talk ok", 3, 2, "0.9412")]);
    let only = school("two-duties", "2023-10-08");
    only.replace("branches/b1/contacts.csv", "b1-001,2023-09-20,1,talk", "b1-001,2023-09-20,1,visit");
    // As a visit it mends the week, and the talks are 24 days apart: ten late, 24/34 = 0.7059.
    assert_eq!(rows(&only), [row("b1-001 visit ok", 5, 0, "1.0000"), row("b1-001 talk ok", 2, 10, "0.7059")]);
}

#[test]
fn a_cadence_may_change_with_the_phase() {
    let example = school("by-phase", "2024-01-05");
    // Eight weeks to 10-29, that of 10-16 without a contact: 7/8. November has one of 60 minutes and one of 59, December two: 1/2.
    assert_eq!(rows(&example), [row("b1-001 weekly ended", 7, 1, "0.8750"), row("b1-001 monthly ended", 3, 1, "0.5000")]);
    example.replace("branches/b1/contacts.csv", "study,59,", "study,60,");
    assert_eq!(rows(&example)[1], row("b1-001 monthly ended", 4, 0, "1.0000"));
}

#[test]
fn hours_are_summed_over_a_term_and_either_act_meets_a_duty() {
    let example = school("hours", "2024-01-20");
    // Five times 120 minutes are the 600 that are owed; 4 × 120 + 119 = 599 are not. September to December are whole; of January
    // fifteen days lie in the term, fewer than half of it. The second pair had tutoring alone in October: 3/4.
    let expected = [
        row("b1-001 hours-autumn ended", 5, 0, "1.0000"),
        row("b1-001 hours-spring not_started", 0, 0, "1.0000"),
        row("b1-001 either ended", 4, 0, "1.0000"),
        row("b1-002 hours-autumn ended", 5, 1, "0.0000"),
        row("b1-002 hours-spring not_started", 0, 0, "1.0000"),
        row("b1-002 either ended", 3, 1, "0.7500"),
    ];
    assert_eq!(rows(&example), expected);
}

#[test]
fn one_helper_of_a_dormitory_need_be_no_member_and_one_contact_counts_for_all() {
    let example = school("dormitory", "2023-10-02");
    let weekly = |pair: &str| row(&format!("{pair} weekly due"), 3, 0, "1.0000");
    assert_eq!(rows(&example), ["b1-001", "b1-002", "b1-003"].map(weekly));
    example.replace("bangfu.toml", "per = \"helper\"\n", "");
    // By pair, the second one has had no contact in 28 days, 21 of them late: 7/28.
    assert_eq!(rows(&example)[1], row("b1-002 weekly overdue", 0, 21, "0.2500"));
}

#[test]
fn a_grade_of_the_threshold_itself_is_enough_and_a_hundredth_less_is_not() {
    let example = Example::of("examples/other-schools/dormitory", "2023-09-04");
    for file in ["pairs.csv", "contacts.csv"] {
        std::fs::remove_file(example.folder().join("branches/b1").join(file)).unwrap();
    }
    let proposal = example.json(&["pair", "suggest", "--seed", "1"]);
    let helpers: Vec<&str> = proposal["pairs"].as_array().unwrap().iter().map(|pair| pair["helper"].as_str().unwrap()).collect();
    assert_eq!(helpers, ["2023001", "2023001", "2023001"], "3.00 is 3.0 or more, for three places");
    let unpaired = proposal["unpaired_helpers"].as_array().unwrap();
    assert!(
        unpaired.iter().any(|one| one["person"] == "2023002" && one["reason"].as_str().unwrap().contains("helper_min")),
        "{unpaired:?}"
    );
}

#[test]
fn five_per_cent_of_the_full_members_are_rounded_up() {
    let example = school("full-members", "2024-06-15");
    let compute = || example.json(&["award", "compute", "excellent"]);
    let taken = |list: &Value| {
        let taken = list["candidates"].as_array().unwrap().iter().filter(|one| one["selected"] == true);
        taken.map(|one| one["person"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // 5 % of 21 are 1.05, so two; the ten probationary members and the honour of one of them are out of it.
    let list = compute();
    assert_eq!((&list["pool"], &list["seats"]), (&21.into(), &2.into()));
    assert_eq!(taken(&list), ["F03", "F11"]);
    // A pool beyond the last step gets no seat, and that is said.
    let stepped = school("full-members", "2024-06-15");
    stepped.replace("bangfu.toml", "ratio = \"5%\"", "steps = [{ from = 1, to = 20, seats = 1 }]");
    let run = stepped.run(&["award", "compute", "excellent"]);
    assert!(run.code == 0 && run.stdout.contains("A pool of 21 lies in none of the steps"), "{run:?}");
    // 5 % of 20 are 1 exactly.
    example.replace("people.csv", "F21,正21,,,,,b1,full", "F21,正21,,,,,b1,probationary");
    let list = compute();
    assert_eq!((&list["pool"], &list["seats"], taken(&list)), (&20.into(), &1.into(), vec!["F03".to_owned()]));
}

#[test]
fn what_cannot_be_expressed_is_refused_with_the_reason() {
    let cases = [
        ("hours", "window = \"phase\"\ntotal_minutes = 600", "window = \"rolling\"\nevery = 14\ntotal_minutes = 600", "rolling"),
        ("dormitory", "per = \"helper\"", "per = \"dormitory\"", "helper"),
        ("two-duties", "acts = [\"talk\"]", "acts = [\"home-visit\"]", "visit"),
        ("by-phase", "phase = \"second\"", "phase = \"third\"", "second"),
        ("full-members", "ratio = \"5%\"", "ratio = \"5%\"\nseats = 2", "seats"),
        ("two-duties", "every = 14", "every = 14\nexcept_holidays = true", "except_holidays"),
        ("two-duties", "every = 14", "every = 14\ninstead_of = \"visit\"", "instead_of"),
        ("by-phase", "minutes = 60", "minutes = \"1 hour\"", "whole number"),
        ("hours", "acts = [\"visit\", \"talk\"]", "acts_all = [\"visit\", \"talk\"]", "acts"),
        ("dormitory", "value = \"3.0\" }", "value = \"3.0\", edge = \"about\" }", "inclusive"),
        ("dormitory", "helper_capacity = 3", "helper_capacity = \"dormitory\"", "whole number"),
        ("full-members", "rounding = \"up\"", "rounding = \"always up\"", "nearest"),
        (
            "full-members",
            "ratio = \"5%\"",
            "steps = [{ from = 1, to = 20, seats = 1 }, { from = 30, seats = 2 }]",
            "pools from 21 to 29 lie in no step",
        ),
        (
            "full-members",
            "ratio = \"5%\"",
            "steps = [{ from = 1, to = 20, seats = 1 }, { from = 20, seats = 2 }]",
            "pools from 20 to 20 lie in this step and in the one before",
        ),
    ];
    for (name, from, to, reason) in cases {
        let example = school(name, "2024-06-15");
        example.replace("bangfu.toml", from, to);
        for command in [&["validate"][..], &["check"]] {
            let run = example.run(command);
            let told = format!("{}{}", run.stdout, run.stderr);
            assert!([1, 4].contains(&run.code) && told.contains("bangfu.toml:") && told.contains(reason), "{name} {command:?}: {run:?}");
        }
    }
}

/// A line of the template that offers a setting: `# key = …` or `# [section]`.
fn offered(line: &str) -> Option<&str> {
    let setting = line.strip_prefix("# ")?;
    let key = setting.split(" = ").next().unwrap_or_default();
    let is_key = !key.is_empty() && key != setting && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (setting.starts_with('[') || is_key).then_some(setting)
}

#[test]
fn every_setting_that_the_blank_template_offers_is_one() {
    let example = Example::of("examples/other-schools/hours", "2024-01-20");
    let template = std::fs::read_to_string("data-template/blank/bangfu.toml").unwrap();
    // Minutes of a window are none of a rolling cadence, as the template says.
    let taken = |line: &str| offered(line).filter(|setting| !setting.starts_with("total_minutes")).unwrap_or(line).to_owned();
    let whole: String = template.lines().map(|line| taken(line) + "\n").collect();
    let count = template.lines().filter_map(offered).count();
    assert!(count > 80, "{count} settings are offered");
    for file in ["branches", "people.csv", "committee"] {
        let path = example.folder().join(file);
        if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { drop(std::fs::remove_file(path)) }
    }
    example.write(std::path::Path::new("bangfu.toml"), &whole);
    example.write(std::path::Path::new("people.csv"), "id,name,stage\n");
    let run = example.run(&["validate"]);
    assert_eq!(run.code, 0, "{run:?}");
    for (command, says) in [(&["award", "compute", "star"][..], "star"), (&["assess"], "yearly"), (&["duty", "list"], "")] {
        let run = example.run(command);
        assert!(run.code == 0 && run.stdout.contains(says), "{command:?}: {run:?}");
    }
    for (near, meant) in [("edges", "edge"), ("winners_of", "winner_of"), ("quorum", "quorom")] {
        let (key, typed) = (format!("\n{near} = "), format!("\n{meant} = "));
        let chosen = whole.replacen("rounding = \"down\"", "rounding = \"down\"\nwinners_of = \"x\"", 1);
        example.write(std::path::Path::new("bangfu.toml"), &chosen.replacen(&key, &typed, 1));
        let run = example.run(&["validate"]);
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(run.code == 1 && told.contains(&format!("the nearest is “{near}”")), "{meant}: {told}");
    }
}
