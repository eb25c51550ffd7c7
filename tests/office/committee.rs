//! `visit`, `inspect` and `meeting`.

use super::example::Example;

const VISITS: &str = "committee/visits.csv";
const INSPECTIONS: &str = "committee/inspections.csv";
const MEETINGS: &str = "committee/meetings.csv";

#[test]
fn a_visit_is_recorded_corrected_and_taken_back() {
    let example = Example::on("2013-04-20");
    let words = ["visit", "record", "顾辛夷", "--by", "2009210501", "--score", "88.5", "--on", "昨天", "--note", "说常见面"];
    let (gone, come) = example.writes(VISITS, &words);
    assert_eq!((gone.len(), come), (0, vec!["2013-04-19,2011210210,2009210501,,88.5,,,说常见面".to_owned()]));
    let told = example.refuses(&["visit", "record", "2011210210", "--by", "2009210501", "--on", "2013-04-19"]);
    assert!(told.contains("visit amend 2011210210 2013-04-19"), "{told}");
    let (_, come) = example.writes(VISITS, &["visit", "amend", "2011210210", "2013-04-19", "score=90", "note="]);
    assert_eq!(come, ["2013-04-19,2011210210,2009210501,,90,,,"]);
    example.writes(VISITS, &["visit", "remove", "2011210210", "2013-04-19"]);
    example.refuses(&["visit", "remove", "2011210210", "2013-04-19"]);
}

#[test]
fn what_the_student_says_is_set_against_the_log() {
    let example = Example::on("2012-12-20");
    // Pair ug1-003 helps 2011210206: the log has contacts before the visit, in its month and in the month before.
    let list = example.json(&["contacts", "list", "ug1-003"]);
    let days: Vec<&str> =
        list["records"].as_array().unwrap().iter().filter(|row| row["act"] != "attempt").map(|row| row["date"].as_str().unwrap()).collect();
    let until: Vec<&&str> = days.iter().filter(|day| **day <= "2012-12-20").collect();
    let count = until.iter().filter(|day| day.starts_with("2012-12")).count() as u64;
    let last = (**until.iter().max().unwrap()).to_owned();
    assert!(0 < count && (count as usize) < until.len(), "{days:?}");
    let visit = |person: &str, count: u64, last: &str| {
        let words = ["visit", "record", person, "--by", "x", "--said-contacts", &count.to_string(), "--said-last", last];
        example.run(&words)
    };
    let run = visit("2011210206", count, &last);
    assert!(run.code == 0 && run.stderr.is_empty(), "{run:?}");
    example.fine(&["visit", "remove", "2011210206", "2012-12-20"]);
    let run = visit("2011210206", count + 3, "2012-11-07");
    assert!(run.code == 0 && run.stderr.contains(&format!("{} contact(s) remembered in 2012-12, {count} recorded", count + 3)), "{run:?}");
    assert!(run.stderr.contains("2012-11-07") && run.stderr.contains(&last), "{run:?}");
    let run = visit("2009210101", 0, "2012-11-07");
    assert!(run.code == 0 && run.stderr.contains("was helped in no pair"), "{run:?}");
}

#[test]
fn visits_are_listed() {
    let example = Example::on("2013-06-14");
    let month = example.json(&["visit", "list", "--month", "2013-03"]);
    assert!(month["records"].as_array().unwrap().iter().all(|row| row["date"].as_str().unwrap().starts_with("2013-03")));
    let all = example.json(&["visit", "list"])["records"].as_array().unwrap().len();
    let person = example.json(&["visit", "list", "--person", "2011210210"])["records"].as_array().unwrap().len();
    assert!(0 < person && person < all && all > 50);
}

#[test]
fn an_inspection_is_of_a_branch_or_of_a_person() {
    let example = Example::on("2013-06-03");
    let of_branch = ["inspect", "record", "ug1", "--by", "2009210501;2011310101", "--rating", "93.5", "--finding", "记录齐全, 有序"];
    let (_, come) = example.writes(INSPECTIONS, &of_branch);
    assert_eq!(come, ["2013-06-03,ug1,,2009210501;2011310101,93.5,\"记录齐全, 有序\","]);
    let of_person =
        ["inspect", "record", "ug1", "--person", "罗甘棠", "--by", "2009210501", "--by", "督查组", "--serious", "--finding", "x"];
    let (_, come) = example.writes(INSPECTIONS, &of_person);
    assert_eq!(come, ["2013-06-03,ug1,2010210106,2009210501;督查组,,x,yes"]);
    example.writes(INSPECTIONS, &["inspect", "amend", "ug1", "2013-06-03", "rating=94"]);
    example.writes(INSPECTIONS, &["inspect", "remove", "ug1", "2013-06-03", "--person", "2010210106"]);
    let left = example.json(&["inspect", "list", "--branch", "ug1", "--month", "2013-06"]);
    assert_eq!((left["records"].as_array().unwrap().len(), &left["records"][0]["rating"]), (1, &"94".into()));
    let rollup = example.json(&["rollup", "2013-06", "--as-of", "2013-06-03"]);
    assert_eq!(rollup["branches"][0]["inspection"], "94.00");
}

#[test]
fn a_meeting_is_of_all_branches_unless_said() {
    let example = Example::on("2013-06-03");
    let (_, come) = example.writes(MEETINGS, &["meeting", "record", "座谈", "--present", "20", "--minutes", "第一行\n第二行"]);
    assert_eq!(come, ["2013-06-03,symposium,,ug1;ug2;pg,20,第一行↵第二行"]);
    let (_, come) = example.writes(MEETINGS, &["meeting", "record", "other", "--branches", "研究生党支部、ug1", "--on", "2013-06-02"]);
    assert_eq!(come, ["2013-06-02,other,,ug1;pg,,"]);
    example.writes(MEETINGS, &["meeting", "amend", "symposium", "2013-06-03", "present=21"]);
    example.writes(MEETINGS, &["meeting", "remove", "其他", "2013-06-02"]);
    let listed = example.json(&["meeting", "list", "--kind", "symposium", "--branch", "ug2"]);
    assert_eq!(listed["records"].as_array().unwrap().last().unwrap()["present"], "21");
    assert!(listed["records"].as_array().unwrap().iter().all(|row| row["kind"] == "symposium"));
}

#[test]
fn what_cannot_be_is_refused() {
    let example = Example::on("2013-06-14");
    for (words, said) in [
        (vec!["visit", "record", "2011210210"], "--by"),
        (vec!["visit", "record", "nobody", "--by", "x"], "nobody"),
        (vec!["visit", "record", "2011210210", "--by", "x", "--score", "101"], "101"),
        (vec!["visit", "record", "2011210210", "--by", "x", "--on", "2013-06-15"], "after today"),
        (vec!["visit", "record", "2011210210", "--by", "x", "--draw", "d-9"], "d-9"),
        (vec!["visit", "record", "2011210210", "--by", "x", "--said-contacts", "many"], "many"),
        (vec!["visit", "amend", "2011210210", "2013-06-01", "score=3"], "no visit"),
        (vec!["inspect", "record", "ug1"], "--by"),
        (vec!["inspect", "record", "ug9", "--by", "x"], "ug9"),
        (vec!["inspect", "record", "ug1", "--by", "x", "--rating", "good"], "good"),
        (vec!["inspect", "amend", "ug1", "2013-06-01", "rating=3"], "no inspection"),
        (vec!["meeting", "record", "party"], "symposium"),
        (vec!["meeting", "record", "other", "--branches", "ug1;ug9"], "ug9"),
        (vec!["meeting", "remove", "other", "2013-06-01"], "no meeting"),
    ] {
        let told = example.refuses(&words);
        assert!(told.contains(said), "{words:?}: {told}");
    }
    // Recorded on that day already.
    assert_ne!(example.run(&["inspect", "record", "ug1", "--by", "x", "--on", "2012-11-28"]).code, 0);
    assert_ne!(example.run(&["meeting", "record", "symposium", "--on", "2012-11-30"]).code, 0);
}
