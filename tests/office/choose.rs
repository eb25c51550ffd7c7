//! `choose`, and what is wrong with choices and with persons kept apart.

use std::path::Path;

use super::example::Example;

const UG1: &str = "branches/ug1/choices.csv";
const UG2: &str = "branches/ug2/choices.csv";
const PG: &str = "branches/pg/choices.csv";
const APART: &str = "committee/apart.csv";

/// The problems that `validate` finds, as code, file and line.
fn problems(example: &Example) -> Vec<(String, String, u64)> {
    let run = example.run(&["--format", "json", "validate"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let problem = |problem: &serde_json::Value| {
        let text = |key: &str| problem[key].as_str().unwrap().to_owned();
        (text("code"), text("file"), problem["line"].as_u64().unwrap())
    };
    let all = answer["problems"].as_array().unwrap().iter().map(problem);
    all.filter(|(code, ..)| code != "day-in-future").collect()
}

fn found(code: &str, file: &str, line: u64) -> (String, String, u64) {
    (code.to_owned(), file.to_owned(), line)
}

#[test]
fn a_choice_is_made_corrected_and_taken_back() {
    let example = Example::on("2012-11-05");
    let (gone, come) = example.writes(UG1, &["choose", "顾南斗", "2012210305", "--on", "昨天"]);
    assert_eq!((gone.len(), come), (0, vec!["2009210101,2012210305,helper,2012-11-04".to_owned()]));
    let told = example.refuses(&["choose", "顾南斗", "2012210305"]);
    assert!(told.contains("recorded already, on 2012-11-04"), "{told}");
    // The other one's choice of the same two is a choice of its own.
    let (_, come) = example.writes(UG1, &["choose", "顾南斗", "2012210305", "--by", "帮扶对象"]);
    assert_eq!(come, ["2009210101,2012210305,helped,2012-11-05"]);
    let mutual = example.json(&["choose", "list", "顾南斗", "--mutual"]);
    assert_eq!(mutual["records"].as_array().unwrap().iter().map(|row| &row["helped"]).collect::<Vec<_>>(), ["2012210305"; 2]);
    let (_, come) = example.writes(UG1, &["choose", "amend", "顾南斗", "2012210305", "date=11-03"]);
    assert_eq!(come, ["2009210101,2012210305,helper,2012-11-03"]);
    let (gone, come) = example.writes(UG1, &["choose", "remove", "顾南斗", "2012210305", "--by", "helped"]);
    assert_eq!((gone, come.len()), (vec!["2009210101,2012210305,helped,2012-11-05".to_owned()], 0));
    let told = example.refuses(&["choose", "remove", "顾南斗", "2012210305", "--by", "helped"]);
    assert!(told.contains("no choice"), "{told}");
}

#[test]
fn a_students_choices_are_counted_over_all_branches() {
    let example = Example::on("2012-11-05");
    let choose = |helper: &'static str| ["choose", helper, "夏昆吾", "--by", "helped"];
    example.writes(UG2, &choose("2009210401"));
    example.writes(PG, &choose("2010310101"));
    let answer = example.json(&choose("2010210203"));
    assert!(answer["message"].as_str().unwrap().contains("choice 3 of at most 3"), "{answer}");
    assert_eq!(answer["records"][0]["file"], UG1);
    // Each branch's file has one choice of the student, and yet a fourth is one too many wherever it would lie.
    for helper in ["2010310103", "2009210403", "2010210204"] {
        let told = example.refuses(&choose(helper));
        assert!(told.contains("That makes 4 choices by 2010210111; 3 are allowed"), "{told}");
    }
    // The choices of helpers for the same student do not count against the student.
    example.writes(UG2, &["choose", "2009210403", "夏昆吾"]);
    assert_eq!(example.json(&["choose", "list", "夏昆吾"])["records"].as_array().unwrap().len(), 5);
    // By hand a fourth gets in: the latest one is reported, in its own file.
    example.replace(PG, "helper,helped,by,date\n", "helper,helped,by,date\n2010310103,2010210111,helped,2012-11-04\n");
    let ours: Vec<_> = problems(&example).into_iter().filter(|(code, ..)| code == "too-many-choices").collect();
    assert_eq!(ours.len(), 1, "{ours:?}");
    example.writes(UG2, &["choose", "remove", "2009210401", "夏昆吾", "--by", "helped"]);
    assert_eq!(problems(&example), []);
}

#[test]
fn what_cannot_be_chosen_is_refused() {
    let example = Example::on("2012-11-05");
    for (words, said) in [
        (vec!["choose", "顾南斗", "nobody"], "nobody"),
        (vec!["choose", "顾南斗", "夏昆吾", "--by", "them"], "them"),
        (vec!["choose", "顾南斗", "顾南斗"], "the same person"),
        (vec!["choose", "夏芒种", "夏昆吾"], "no branch"),
        (vec!["choose", "余桃夭", "夏昆吾"], "stage of 2010210206"),
        (vec!["choose", "顾南斗", "侯摽梅"], "stage of 2009210102"),
        (vec!["choose", "顾南斗", "夏芒种", "--on", "2012-11-06"], "after today"),
        (vec!["choose", "顾南斗"], "HELPED"),
        (vec!["choose", "list", "nobody"], "nobody"),
    ] {
        let told = example.refuses(&words);
        assert!(told.contains(said), "{words:?}: {told}");
    }
}

#[test]
fn choices_close() {
    let example = Example::on("2012-11-06");
    example.replace("bangfu.toml", "helper_capacity = 1", "choices_until = 2012-11-05\nhelper_capacity = 1");
    let told = example.refuses(&["choose", "2010210204", "夏芒种"]);
    assert!(told.contains("after the last day for choices (2012-11-05)"), "{told}");
    example.writes(UG1, &["choose", "2010210204", "夏芒种", "--on", "2012-11-05"]);
    assert_eq!(problems(&example), []);
    example.replace("bangfu.toml", "choices_until = 2012-11-05", "choices_until = 2012-11-04");
    let closed = problems(&example).into_iter().filter(|(code, ..)| code == "choice-after-closing").count();
    let late = example.files().into_iter().filter(|(path, _)| path.ends_with("choices.csv"));
    let late: usize = late.map(|(_, bytes)| String::from_utf8_lossy(&bytes).matches(",2012-11-05").count()).sum();
    assert!(late > 0 && closed == late, "{closed} of {late}");
}

#[test]
fn validate_sees_what_stands_in_the_files() {
    let example = Example::on("2012-11-05");
    let choices = "helper,helped,by,date\n2009210401,2012210501,helper,2012-11-01\n2010210206,2012210501,helper,2012-11-01\n\
                   2010210301,2010210301,helped,2012-11-01\n2010310101,2012210501,helper,2012-11-01\n";
    example.write(Path::new(UG2), choices);
    let ours: Vec<_> = problems(&example).into_iter().filter(|(_, file, _)| file == UG2).collect();
    let expected = [
        found("wrong-branch", UG2, 3),
        found("wrong-stage", UG2, 3),
        found("wrong-branch", UG2, 4),
        found("same-person", UG2, 4),
        found("wrong-branch", UG2, 5),
    ];
    let sorted = |mut all: Vec<(String, String, u64)>| {
        all.sort();
        all
    };
    let warned: Vec<_> = ours.iter().filter(|(code, ..)| code == "chosen-on-both-sides").cloned().collect();
    assert_eq!(sorted(ours.into_iter().filter(|found| !warned.contains(found)).collect()), sorted(expected.to_vec()));
    // 2010210206 is helped in two choices of ug1 and a helper here.
    let helped = problems(&example).into_iter().filter(|(code, file, _)| code == "chosen-on-both-sides" && file == UG1).count();
    assert_eq!(helped, 3);
}

#[test]
fn a_stage_that_would_make_a_choice_wrong_is_refused() {
    let example = Example::on("2012-11-05");
    let told = example.refuses(&["outcome", "add", "2010210111", "stage", "probationary", "--on", "2012-11-01"]);
    assert!(told.contains(UG1) && told.contains("2010210111"), "{told}");
}

#[test]
fn persons_kept_apart_are_kept_apart_once() {
    let example = Example::on("2012-11-05");
    let rows = "a,b,since,until\n2009210101,2012210103,,2012-12-31\n2009210102,2009210102,,\n2009210201,2012210103,2013-01-10,2013-01-09\n\
                2012210103,2009210101,2012-12-31,\n2012210103,2009210201,2013-02-01,\n";
    example.write(Path::new(APART), rows);
    let ours: Vec<_> = problems(&example).into_iter().filter(|(_, file, _)| file == APART).collect();
    assert_eq!(ours, [found("same-person", APART, 3), found("end-before-start", APART, 4), found("apart-twice", APART, 5)]);
    // Whoever is paired already is told of at the pair, for days that they share.
    example.write(Path::new(APART), "a,b,since,until\n2010210111,2009210101,,2012-11-05\n");
    let paired = || -> Vec<_> { problems(&example).into_iter().filter(|(code, ..)| code == "paired-though-apart").collect() };
    assert_eq!(paired(), []);
    example.replace(APART, ",,2012-11-05", ",,2012-11-06");
    assert_eq!(paired(), [found("paired-though-apart", "branches/ug1/pairs.csv", 2)]);
    example.write(Path::new(APART), rows);
    // Different days are no contradiction.
    example.replace(APART, "2012210103,2009210101,2012-12-31,", "2012210103,2009210101,2013-01-01,");
    assert!(problems(&example).iter().all(|(code, ..)| code != "apart-twice"));
}
