//! An award from the candidate list to its end: decided, noticed, final, verified, reopened.

use serde_json::Value;

use super::example::Example;

const STAR: &str = "committee/decisions/star.toml";
/// The committee's words on the tie at the cut.
const SETTLED: [&str; 4] = ["--take", "罗甘棠=所帮同学进步更大", "--pass-over", "陆瀛洲=名额所限"];

fn approve<'a>(award: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["award", "approve", award, "--meeting", "党委会", "--date", "2013-06-14"], &SETTLED[..], more].concat()
}

fn approved(today: &'static str) -> Example {
    let example = Example::on(today);
    example.fine(&approve("star", &[]));
    example
}

/// What `verify` finds, as `file record change`.
fn changes(example: &Example) -> Vec<String> {
    let run = example.run(&["--format", "json", "award", "verify", "star"]);
    assert_eq!(run.code, 1, "{run:?}");
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    let text = |change: &Value, key: &str| change[key].as_str().unwrap().to_owned();
    let changes = answer["changes"].as_array().unwrap().iter();
    changes.map(|change| format!("{} {} {}", text(change, "file"), text(change, "record"), text(change, "change"))).collect()
}

#[test]
fn a_decision_is_kept_with_figures_settings_and_digests() {
    let example = Example::on("2013-06-20");
    let (gone, come) = example.writes(STAR, &approve("学生党员之星", &["--votes-for", "7", "--abstained", "1"]));
    assert!(gone.is_empty() && come.len() > 500);
    for line in ["date = 2013-06-14", "votes_for = 7", "seats = 5", "\"award.star.ratio\" = \"10%\"", "reason = \"名额所限\""] {
        assert!(come.contains(&line.to_owned()), "{line}");
    }
    let decision = example.json(&["award", "decision", "党员之星"]);
    assert_eq!((decision["taken"].as_array().unwrap().len(), &decision["standing"]), (5, &"approved".into()));
    let of = |id: &str| decision["persons"].as_array().unwrap().iter().find(|person| person["person"] == id).unwrap().clone();
    assert_eq!((&of("2010210106")["computed"], &of("2010210106")["decided"]), (&"tied".into(), &"taken".into()));
    assert_eq!(of("2010210205")["decided"], "passed-over");
    let verified = example.json(&["award", "verify", "star"]);
    assert_eq!((&verified["follows"], &verified["unchanged"], &verified["changes"]), (&true.into(), &true.into(), &Value::Array(vec![])));
    let told = example.refuses(&approve("star", &[]));
    assert!(told.contains("decided already") && told.contains("award reopen star"), "{told}");
}

#[test]
fn contradictory_decisions_are_refused_and_write_nothing() {
    let example = Example::on("2013-06-20");
    let plain = ["award", "approve", "star", "--meeting", "党委会"];
    let refused = |more: &[&str], says: &str| {
        let told = example.refuses(&[&plain[..], more].concat());
        assert!(told.contains(says), "{more:?}: {told}");
    };
    refused(&[], "2010210106, 陆瀛洲 2010210205");
    refused(&["--take", "罗甘棠=x"], "陆瀛洲 2010210205");
    refused(&["--take", "罗甘棠=x,", "--pass-over", "罗甘棠=y"], "named twice");
    refused(&["--take", "罗甘棠"], "PERSON=REASON");
    refused(&["--take", "罗甘棠=", "--pass-over", "陆瀛洲=x"], "a reason is missing");
    refused(&["--take", "崔叔田=x"], "on the computed list already");
    refused(&["--take", "2011210206=x"], "not in the pool");
    refused(&["--votes-for", "3", "--votes-against", "3"], "3 for and 3 against");
    refused(&["--votes-against", "3"], "--votes-for");
    refused(&["--date", "2013-06-14", "--as-of", "2013-06-15"], "as of 2013-06-15");
    refused(&["--date", "2013-06-21"], "after today");
}

#[test]
fn more_than_the_seats_are_taken_with_a_warning() {
    let example = Example::on("2013-06-20");
    let words =
        [&["award", "approve", "star", "--meeting", "x", "--date", "2013-06-14"][..], &["--take", "罗甘棠、陆瀛洲=一并表彰"]].concat();
    let run = example.run(&words);
    assert!(run.code == 0 && run.stderr.contains("6 are taken, but there are 5"), "{run:?}");
}

#[test]
fn a_record_changed_after_the_decision_is_named() {
    let example = approved("2013-06-20");
    example.fine(&["outcome", "amend", "2010210105", "honour", "学院书法比赛一等奖", "points=50"]);
    assert_eq!(changes(&example), ["committee/outcomes.csv 2013-04-26 2010210105 honour 学院书法比赛一等奖 changed"]);
    let run = example.run(&["award", "verify", "star"]);
    assert!(run.stdout.contains("2013-04-26 2010210105 honour 学院书法比赛一等奖 has changed"), "{run:?}");
    let run = example.run(&["--lang", "zh", "award", "verify", "star"]);
    assert!(run.stdout.contains("committee/outcomes.csv：2013-04-26 2010210105 honour 学院书法比赛一等奖 变了"), "{run:?}");
    example.fine(&["outcome", "amend", "2010210105", "honour", "学院书法比赛一等奖", "points="]);
    example.fine(&["award", "verify", "star"]);
    // A note is not looked at, and what came after the day neither.
    example.fine(&["outcome", "amend", "2010210105", "honour", "学院书法比赛一等奖", "note=x"]);
    example.fine(&["outcome", "add", "2010210105", "honour", "x", "--on", "2013-06-18"]);
    example.fine(&["award", "verify", "star"]);
    let form = ["form", "receive", "ug2-012", "2013-05", "--on", "2013-06-13"];
    example.fine(&form);
    let named = changes(&example);
    assert!(named.len() == 1 && named[0].starts_with("branches/ug2/forms.csv ug2-012 2013-05"), "{named:?}");
}

#[test]
fn a_changed_setting_and_an_altered_digest_are_named() {
    let example = approved("2013-06-20");
    example.replace("bangfu.toml", "rounding = \"down\"", "rounding = \"up\"");
    assert_eq!(changes(&example), ["bangfu.toml award.star.rounding changed"]);
    example.replace("bangfu.toml", "rounding = \"up\"", "rounding = \"down\"");
    example.replace(STAR, "digest = \"", "digest = \"0");
    let run = example.run(&["award", "verify", "star"]);
    assert!(run.code == 1 && run.stdout.contains("not those that were written"), "{run:?}");
}

#[test]
fn a_notice_counts_its_days_and_tells_name_class_and_award_alone() {
    let example = approved("2013-06-20");
    let (_, come) = example.writes(STAR, &["award", "notice", "star", "--from", "2013-06-20", "--contact", "党委办公室"]);
    assert!(come.contains(&"until = 2013-06-26".to_owned()), "{come:?}"); // Thursday to Wednesday
    let before = example.files();
    let notice = example.json(&["award", "notice", "star"]);
    assert_eq!(example.files(), before);
    let keys: Vec<&str> = notice["persons"][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((keys, notice["persons"].as_array().unwrap().len()), (vec!["name", "class", "award"], 5));
    let text = example.fine(&["award", "notice", "star"]);
    assert!(text.contains("2013年6月20日至2013年6月26日") && text.contains("崔叔田"), "{text}");
    for id in ["2010210105", "81.90", "陆瀛洲"] {
        assert!(!text.contains(id), "{id}: {text}");
    }
    example.fine(&["award", "notice", "star", "--days", "7", "--counted", "calendar", "--first-day", "not-counted"]);
    assert_eq!(example.json(&["award", "decision", "star"])["notice"]["until"], "2013-06-27");
    assert!(example.refuses(&["award", "notice", "star", "--from", "2013-06-13"]).contains("before the decision"));
    assert!(example.refuses(&["award", "notice", "star", "--days", "0"]).contains("at least one day"));
    assert!(example.refuses(&["award", "notice", "progress"]).contains("not decided"));
}

#[test]
fn a_decision_is_final_only_after_its_notice_and_while_it_follows() {
    let example = approved("2013-06-24");
    assert!(example.refuses(&["award", "final", "star"]).contains("no notice"));
    example.fine(&["award", "notice", "star", "--from", "2013-06-17"]);
    assert!(example.refuses(&["award", "final", "star", "--date", "2013-06-21"]).contains("from 2013-06-22"));
    example.fine(&["outcome", "amend", "2010210105", "honour", "学院书法比赛一等奖", "points=50"]);
    let run = example.run(&["award", "final", "star"]);
    assert!(run.code == 4 && run.stderr.contains("award verify star"), "{run:?}");
    let (_, come) = example.writes(STAR, &["award", "final", "star", "--note", "无异议", "--despite", "补记分值，不影响名单"]);
    assert_eq!(come, ["[final]", "date = 2013-06-24", "note = \"无异议；补记分值，不影响名单\""]);
    assert!(example.refuses(&["award", "final", "star"]).contains("final already"));
    assert!(example.refuses(&["award", "notice", "star", "--days", "3"]).contains("final already"));
}

#[test]
fn a_reopened_decision_is_kept_and_decided_anew() {
    let example = approved("2013-06-24");
    example.fine(&["award", "notice", "star"]);
    let told = example.refuses(&["award", "reopen", "star", "--reason", " "]);
    assert!(told.contains("a reason is missing"), "{told}");
    example.fine(&["award", "reopen", "star", "--reason", "有异议"]);
    let open = example.json(&["award", "decision", "star"]);
    assert_eq!((&open["standing"], open["reopened"][0]["taken"].as_array().unwrap().len()), (&Value::Null, 5));
    assert!(example.refuses(&["award", "verify", "star"]).contains("not decided"));
    example.fine(&["award", "approve", "star", "--meeting", "党委会", "--take", "陆瀛洲=复议", "--pass-over", "罗甘棠=复议"]);
    let again = example.json(&["award", "decision", "star"]);
    assert_eq!(
        (&again["standing"], &again["reopened"][0]["reason"], &again["notice"]),
        (&"approved".into(), &"有异议".into(), &Value::Null)
    );
    assert!(again["taken"].as_array().unwrap().contains(&"2010210205".into()));
    let validated = example.run(&["validate"]);
    assert_eq!(validated.code, 0, "{validated:?}");
}

#[test]
fn validate_tells_what_is_wrong_in_a_decision_file() {
    let example = approved("2013-06-20");
    example.replace(STAR, "id = \"2010210106\"", "id = \"2010210160\"");
    let run = example.run(&["validate"]);
    assert!(run.code == 1 && run.stdout.contains(STAR) && run.stdout.contains("unknown-person"), "{run:?}");
    let run = example.run(&["award", "compute", "star"]);
    assert_eq!(run.code, 4, "{run:?}");
}

#[test]
fn what_stands_beside_a_decision_is_corrected_and_who_was_taken_is_not() {
    let example = approved("2013-06-20");
    let file = "committee/decisions/star.toml";
    let correct = |words: &[&'static str]| [&["award", "correct", "党员之星"], words].concat();
    let (gone, come) = example.writes(file, &correct(&["document=外院党发[2013]3号", "votes_for=7", "abstained=1", "meeting=第6次 会议"]));
    assert_eq!((gone.len(), come.len()), (1, 4), "{gone:?} {come:?}");
    let decision = example.json(&["award", "decision", "star"]);
    assert_eq!(
        (&decision["document"], &decision["votes_for"], &decision["votes_against"]),
        (&"外院党发[2013]3号".into(), &7.into(), &Value::Null)
    );
    assert_eq!(decision["meeting"], "第6次 会议");
    assert_eq!(example.run(&["award", "verify", "star"]).code, 0, "the list is as it was");
    example.writes(file, &correct(&["document="]));
    for (words, said) in [
        (&["votes_against=9"][..], "9"),
        (&["votes_for=", "abstained=2"], "none for"),
        (&["votes_for=many"], "no number"),
        (&["meeting= "], "must be named"),
        (&["note=x"], "not final"),
        (&["date=2013-06-21"], "2013-06-21"),
        (&["date=2013-06-01"], "as of"),
        (&["taken=2011210101"], "no field"),
        (&["documnet=x"], "document"),
        (&["meeting=a", "meeting=b"], "twice"),
        (&["meeting"], "FIELD=VALUE"),
        (&[], "FIELD=VALUE"),
    ] {
        let told = example.refuses(&correct(words));
        assert!(told.contains(said), "{words:?}: {told}");
    }
    example.fine(&["award", "notice", "star", "--from", "2013-06-20", "--days", "1", "--counted", "calendar"]);
    let example = example.turned("2013-06-22");
    example.fine(&["award", "final", "star"]);
    example.writes(file, &correct(&["note=无异议", "document=外院党发[2013]4号"]));
    assert!(example.refuses(&correct(&["date=2013-06-21"])).contains("2013-06-20"));
    assert!(example.refuses(&["award", "correct", "progress", "meeting=x"]).contains("approve"));
}

#[test]
fn comments_of_a_decision_stay() {
    let example = approved("2013-06-20");
    let path = example.path().join("committee/decisions/star.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let noted = format!(
        "# 评审档案\n{}# 完\n",
        text.replacen("[[person]]", "# 第一名\n[[person]]", 1).replacen("meeting = ", "# 会议\nmeeting = ", 1)
    );
    std::fs::write(&path, &noted).unwrap();
    let (gone, come) = example.writes("committee/decisions/star.toml", &["award", "correct", "star", "votes_for=7"]);
    assert_eq!((gone.len(), come), (0, vec!["votes_for = 7".to_owned()]));
    assert!(std::fs::read_to_string(&path).unwrap().contains("# 第一名\n[[person]]"));
}

#[test]
fn a_notice_of_several_says_that_their_order_tells_no_rank() {
    let example = approved("2013-06-20");
    assert!(example.fine(&["award", "notice", "star"]).contains("名单按学号排列，不分先后。"));
    let list = example.json(&["award", "compute", "progress"]);
    let first = list["candidates"][0]["person"].as_str().unwrap().to_owned();
    example.fine(&["award", "approve", "progress", "--meeting", "m", "--pass-over", &format!("{first}=x")]);
    let one = example.fine(&["award", "notice", "progress"]);
    assert!(one.contains("接受监督。") && !one.contains("排列"), "{one}");
}
