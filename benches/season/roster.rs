//! The roster: a helper and a helped student for every pair, with ids of ten digits in order.

use crate::chance::Chance;
use crate::words;

/// Pairs of a branch.
pub const PAIRS: usize = 36;
/// Branches of a college.
pub const BRANCHES: usize = 10;
/// The columns of `people.csv`.
pub const COLUMNS: &str = "id,name,gender,major,grade,class,branch,stage,stage_since,counsellor,college,dormitory,left,note";

const MAJORS: &[&str] = &["英语", "日语", "翻译", "英语（师范）"];
const HELPED_STAGES: &[&str] = &["masses", "league", "league", "league", "applicant", "activist", "candidate"];

/// Key of a branch: its college and its number in it.
pub fn branch_key(branch: usize) -> String {
    format!("c{:04}b{:02}", branch / BRANCHES + 1, branch % BRANCHES + 1)
}

/// The helper of pair `pair` of a branch; the order in the roster is not the order of the pairs.
pub fn helper(branch: usize, pair: usize) -> usize {
    branch * PAIRS + (pair * 5 + 7) % PAIRS
}

/// The helped student of a pair, from anywhere in the college, which has `in_college` pairs.
pub fn helped(branch: usize, pair: usize, in_college: usize) -> usize {
    let college = branch / BRANCHES * BRANCHES * PAIRS;
    let place = branch % BRANCHES * PAIRS + pair;
    college + (place * 11 + 5) % in_college
}

/// Student number of a helper.
pub fn helper_id(helper: usize) -> String {
    format!("2010{helper:06}")
}

/// Student number of a helped student.
pub fn helped_id(helped: usize) -> String {
    format!("2012{helped:06}")
}

/// A helper's row.
pub fn helper_row(seed: u64, helper: usize) -> Vec<String> {
    let mut chance = Chance::new(seed, 1 << 40 | helper as u64);
    let probationary = chance.percent(30);
    let (stage, year) = if probationary { ("probationary", 2012) } else { ("full", 2010) };
    let since = format!("{year}-06-{:02}", chance.between(1, 30));
    person(&mut chance, helper_id(helper), "2010", branch_key(helper / PAIRS), stage, since)
}

/// A helped student's row.
pub fn helped_row(seed: u64, helped: usize) -> Vec<String> {
    let mut chance = Chance::new(seed, 2 << 40 | helped as u64);
    let stage = chance.pick(HELPED_STAGES);
    person(&mut chance, helped_id(helped), "2012", String::new(), stage, String::new())
}

fn person(chance: &mut Chance, id: String, grade: &str, branch: String, stage: &str, since: String) -> Vec<String> {
    let name = words::name(chance);
    let major = chance.pick(MAJORS);
    let class = format!("{major}{grade}-{}", chance.between(1, 4));
    let counsellor = words::name(chance);
    let dormitory = format!("{}栋{}{:02}", chance.between(1, 20), chance.between(1, 6), chance.between(1, 30));
    let blank = String::new;
    let major = major.to_owned();
    let stage = stage.to_owned();
    let grade = grade.to_owned();
    vec![id, name, blank(), major, grade, class, branch, stage, since, counsellor, blank(), dormitory, blank(), blank()]
}
