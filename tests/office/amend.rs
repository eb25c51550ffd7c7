//! What a person says when a record is amended is kept as the files keep it.

use super::example::Example;

const CONTACTS: &str = "branches/ug1/contacts.csv";
const FIRST: &str = "ug1-001@2012-11-08";

#[test]
fn words_of_the_program_are_kept_by_key() {
    let example = Example::on("2013-06-14");
    example.fine(&["form", "receive", "ug1-001", "2013-05", "--on", "2013-06-10"]);
    let (_, come) = example.writes("branches/ug1/forms.csv", &["form", "amend", "ug1-001", "2013-05", "review=退回", "reviewed=昨天"]);
    assert_eq!(come.len(), 1);
    assert!(come[0].contains(",returned,2013-06-13,"), "{come:?}");
}

#[test]
fn topics_of_the_scheme_are_kept_by_key() {
    let example = Example::on("2013-06-14");
    let (_, come) = example.writes(CONTACTS, &["contacts", "amend", FIRST, "topics=思想、生活", "minutes=41"]);
    assert!(come.len() == 1 && come[0].contains(",thought;life,41,"), "{come:?}");
}

#[test]
fn a_contact_is_not_moved_to_a_day_after_today_nor_to_no_day() {
    let example = Example::on("2013-06-14");
    let before = example.files();
    for (value, told) in
        [("date=2013-06-15", "2013-06-15"), ("date=明天", "2013-06-15"), ("date=2013-02-30", "2013-02-30"), ("topics=厨艺", "厨艺")]
    {
        let run = example.run(&["contacts", "amend", FIRST, value]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{value}: {run:?}");
        assert!(run.stderr.contains(told), "{value}: {run:?}");
    }
    assert_eq!(example.files(), before);
}

#[test]
fn a_contact_moves_to_the_pair_of_another_branch() {
    let example = Example::on("2013-06-14");
    let list = |pair: &str| example.json(&["contacts", "list", pair])["records"].as_array().unwrap().clone();
    let (before, there) = (list("ug1-001"), list("ug2-001").len());
    let contact = before.last().unwrap();
    let answer = example.json(&["contacts", "amend", contact["record"].as_str().unwrap(), "pair=ug2-001", "place=图书馆"]);
    let files: Vec<&str> = answer["records"].as_array().unwrap().iter().map(|record| record["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["branches/ug1/contacts.csv", "branches/ug2/contacts.csv"]);
    let after = list("ug2-001");
    assert_eq!((list("ug1-001").len(), after.len()), (before.len() - 1, there + 1));
    let moved = after.iter().find(|record| record["content"] == contact["content"]).unwrap();
    assert_eq!((&moved["date"], &moved["by"], &moved["place"]), (&contact["date"], &contact["by"], &"图书馆".into()));
    assert_eq!(example.run(&["validate"]).code, 0);
    example.refuses(&["contacts", "amend", moved["record"].as_str().unwrap(), "pair=ug9-001"]);
}

#[test]
fn a_pair_is_ended_and_corrected_by_a_name() {
    let example = Example::on("2013-06-14");
    let said = example.fine(&["pair", "end", "夏昆吾", "--on", "2013-06-13", "--reason", "毕业"]);
    assert!(said.contains("ug1-001 (顾南斗 → 夏昆吾) ends on 2013-06-13"), "{said}");
    assert!(example.refuses(&["pair", "end", "顾南斗", "--reason", "x"]).contains("ug1-001"));
    let (_, come) = example.writes("branches/ug1/pairs.csv", &["pair", "amend", "顾南斗", "end_reason=离校"]);
    assert!(come[0].starts_with("ug1-001,") && come[0].ends_with(",离校"), "{come:?}");
    let row = example.json(&["pair", "list", "--person", "顾南斗"])["records"][0].clone();
    let expected = ["顾南斗", "夏昆吾", "full", "activist"];
    assert_eq!(["helper_name", "helped_name", "helper_stage", "helped_stage"].map(|key| row[key].clone()), expected);
}

#[test]
fn a_goal_is_met_once_and_its_id_is_not_given_again_below_the_highest() {
    let example = Example::on("2013-06-14");
    example.fine(&["goal", "remove", "ug1-001", "g1"]);
    let added = example.json(&["goal", "add", "ug1-001", "过六级"]);
    assert_eq!(added["records"][0]["record"], "ug1-001 g3");
    example.fine(&["goal", "met", "ug1-001", "g3", "--on", "2013-06-01"]);
    let told = example.refuses(&["goal", "met", "ug1-001", "g3"]);
    assert!(told.contains("met on 2013-06-01") && told.contains("goal amend ug1-001 g3"), "{told}");
    let pairs = |words: &[&str]| -> Vec<String> {
        let list = example.json(&[&["goal", "list"], words].concat());
        list["records"].as_array().unwrap().iter().map(|record| record["pair"].as_str().unwrap().to_owned()).collect()
    };
    let of_branch = pairs(&["--branch", "pg"]);
    assert!(!of_branch.is_empty() && of_branch.len() < pairs(&[]).len() && of_branch.iter().all(|pair| pair.starts_with("pg-")));
}

#[test]
fn persons_are_listed_by_the_side_on_which_they_may_stand() {
    let example = Example::on("2013-06-14");
    let ids = |side: &str| -> Vec<String> {
        let list = example.json(&["person", "list", "--side", side]);
        list["records"].as_array().unwrap().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    };
    let (helpers, helped) = (ids("helper"), ids("帮扶对象"));
    let all = example.json(&["person", "list"])["records"].as_array().unwrap().len();
    assert_eq!(helpers.len() + helped.len(), all);
    assert!(helpers.contains(&"2009210101".to_owned()) && helped.contains(&"2010210111".to_owned()));
}

/// What follows elsewhere from a wrong change is told behind what is wrong with it.
#[test]
fn what_is_wrong_with_a_change_is_told_first() {
    let example = Example::on("2013-06-12");
    let first = |words: &[&str]| example.refuses(words).lines().next().unwrap().to_owned();
    let ended = first(&["pair", "end", "ug1-001", "--on", "2012-11-01", "--reason", "x"]);
    assert!(ended.contains("2012-11-01") && ended.contains("2012-11-06") && !ended.contains("contacts.csv"), "{ended}");
    let alone = first(&["pair", "add", "2009210406", "2009210406", "--start", "2013-06-02"]);
    assert_eq!(alone, "error: Both are the same person: 2009210406.");
}

#[test]
fn a_mistyped_pair_or_person_is_told_with_the_nearest() {
    let example = Example::on("2013-06-12");
    for (words, near) in [
        (&["log", "ug1-0001", "谈"][..], "ug1-001"),
        (&["check", "--pair", "ug1-0001"], "ug1-001"),
        (&["log", "夏昆五", "谈"], "夏昆吾"),
        (&["pair", "add", "夏昆五", "2011210608", "--start", "2013-06-02"], "夏昆吾"),
    ] {
        let told = example.refuses(words);
        assert!(told.contains(&format!("the nearest is {near}.")), "{words:?}: {told}");
    }
    assert!(!example.refuses(&["log", "夏五", "谈"]).contains("nearest"));
}

/// Of a pair of the past the stages of that day are shown.
#[test]
fn pairs_on_a_day_are_listed_with_the_stages_of_that_day() {
    let example = Example::on("2013-06-12");
    let stage = |day: &str| {
        let list = example.json(&["pair", "list", "--on", day]);
        let pairs = list["records"].as_array().unwrap();
        let of: Vec<String> = pairs.iter().map(|pair| pair["helped_stage"].as_str().unwrap_or("").to_owned()).collect();
        of.iter().filter(|stage| *stage == "probationary").count()
    };
    assert!(stage("2012-11-06") == 0 && stage("2013-06-06") > 0, "{} {}", stage("2012-11-06"), stage("2013-06-06"));
}

#[test]
fn a_goal_of_an_earlier_pair_that_is_met_in_a_later_one_is_nothing_odd() {
    let example = Example::on("2013-06-06");
    example.fine(&["pair", "end", "ug1-001", "--on", "2013-06-03", "--reason", "x"]);
    let odd = || example.run(&["validate"]).stdout.matches("not-paired-on-day").count();
    let before = odd();
    example.fine(&["goal", "add", "ug1-001", "--topic", "study", "写一篇读书笔记"]);
    example.fine(&["goal", "met", "ug1-001", "g3", "--on", "2013-06-05"]);
    assert_eq!(odd(), before + 1);
    example.fine(&["pair", "add", "2009210101", "2010210111", "--start", "2013-06-04"]);
    assert_eq!(odd(), before);
}

/// Whoever left is told wherever a pair of theirs goes on, and no longer once it was ended.
#[test]
fn a_pair_of_somebody_who_left_is_told_until_it_is_ended() {
    let example = Example::on("2013-06-04");
    let told = || example.run(&["validate"]).stdout.matches("left-while-paired").count();
    assert_eq!(told(), 0);
    let amended = example.run(&["person", "amend", "2010210111", "left=2013-06-03"]);
    assert!(amended.stderr.contains("pair end ug1-001 --on 2013-06-03"), "{}", amended.stderr);
    assert_eq!(told(), 1);
    example.fine(&["person", "amend", "2010210111", "left=2013-06-04"]);
    assert_eq!(told(), 0, "whoever leaves today is still here");
    example.fine(&["person", "amend", "2010210111", "left=2013-06-01"]);
    example.fine(&["pair", "end", "ug1-001", "--on", "2013-06-03", "--reason", "x"]);
    let whole = example.run(&["validate"]).stdout;
    assert!(!whole.contains("left-"), "who ended it later has decided that: {whole}");
    example.fine(&["person", "amend", "2010210111", "left=2012-11-05"]);
    assert_eq!(example.run(&["validate"]).stdout.matches("left-before-pair").count(), 1);
}

/// A stage on the roster holds for the past too, which is told of those who are or were paired.
#[test]
fn another_stage_on_the_roster_is_told_to_hold_for_all_days() {
    let example = Example::on("2013-06-04");
    let said = |stage: &str| example.run(&["person", "amend", "2010210103", stage]).stdout;
    let told = said("stage=full");
    assert!(told.contains("person amend 2010210103 stage=probationary") && told.contains("outcome add 2010210103 stage full"), "{told}");
    assert!(!said("note=x").contains("holds for all days") && !said("stage=probationary").contains("holds for all days"));
}

/// What in a text may have been meant for an option is told.
#[test]
fn a_day_or_another_person_in_a_text_is_told() {
    let example = Example::on("2013-06-04");
    let said = |text: &[&str]| example.run(&[&["log", "ug1-001"], text].concat());
    assert!(said(&["昨天谈了选课"]).stdout.contains("If 2013-06-03 was meant"));
    assert!(said(&["5.30", "跑步"]).stdout.contains("If 2013-05-30 was meant"));
    assert!(said(&["2010210103", "谈选课"]).stdout.contains("is a person on the roster"));
    for plain in [
        ["2009210101", "谈选课"],
        ["谈选课", "2010210103"],
        ["约好下次", "明天"],
        ["练习", "1-3"],
        ["得分", "8/10"],
        ["约在食堂", "2号"],
        ["谈心", "今天"],
        ["enjoy the", "sun"],
        ["绩点提高到", "3.2"],
        ["10号楼见面", "谈心"],
    ] {
        let said = said(&plain);
        assert!(
            said.code == 0 && !said.stdout.contains("on the roster") && !said.stdout.contains("was meant"),
            "{plain:?}: {}",
            said.stdout
        );
    }
    assert!(example.refuses(&["log", "ug1-001", "谈选课", "上周五"]).contains("at the end"));
}

/// Of a month in which a student had two helpers a name does not say whose form it is, and of a day between two pairs there is none.
#[test]
fn a_name_that_means_two_pairs_is_asked_about() {
    let example = Example::on("2013-06-06");
    let helped = "2010210111";
    example.fine(&["pair", "end", "ug1-001", "--on", "2013-06-03", "--reason", "x"]);
    example.fine(&["person", "add", "2009210199", "新人", "--stage", "full", "--branch", "ug1"]);
    example.fine(&["pair", "add", "2009210199", helped, "--start", "2013-06-05"]);
    let forms = example.refuses(&["form", "receive", helped, "2013-06"]);
    assert!(forms.contains("several pairs") && forms.contains("ug1-001"), "{forms}");
    assert!(example.fine(&["form", "receive", helped, "2013-05"]).contains("ug1-001"));
    let between = example.refuses(&["log", helped, "谈", "--date", "06-04"]);
    assert!(between.contains("in no pair on 2013-06-04") && between.contains("ug1-001"), "{between}");
}

/// Where a pair could not be read nobody is said to be unpaired.
#[test]
fn whose_pair_cannot_be_read_is_not_said_to_be_unpaired() {
    let example = Example::on("2013-06-30");
    let path = example.folder().join("branches/ug1/pairs.csv");
    let sound = std::fs::read_to_string(&path).unwrap();
    let id = sound.lines().nth(1).unwrap().split(',').nth(1).unwrap().to_owned();
    for broken in [sound.replace(',', ";"), sound.replacen("2012-11-", "2012/11/", 1), sound.replacen(&id, "nobody-7", 1)] {
        assert_ne!(broken, sound);
        std::fs::write(&path, broken).unwrap();
        let said = example.run(&["validate"]).stdout;
        assert!(said.contains("error[") && !said.contains("not-paired-on-day"), "{said}");
    }
}
