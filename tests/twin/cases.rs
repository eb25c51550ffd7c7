//! Worked cases: small data directories with figures found by hand from the words of the rules,
//! and what generated directories must be like.

mod awards;
mod cadences;
mod generated;
mod months;
mod windows;

use crate::calendar::{Day, day};
use crate::records::Directory;
use serde_json::Value;
use std::path::Path;

/// The scheme of the worked cases: the document's dates and winter break, two branches.
pub const SCHEME: &str = r#"
format = 1
[scheme]
name = "test"
start = 2012-10-16
end = 2013-06-06
[[branch]]
key = "ug1"
name = "first"
[[branch]]
key = "ug2"
name = "second"
[[phase]]
key = "helping"
name = "helping"
start = 2012-11-06
end = 2013-06-06
[[pause]]
name = "winter break"
start = 2013-01-19
end = 2013-02-26
[[topic]]
key = "thought"
name = "thought"
[[topic]]
key = "study"
name = "study"
[[mode]]
key = "face"
name = "face"
[[mode]]
key = "phone"
name = "phone"
[[act]]
key = "talk"
name = "talk"
[[act]]
key = "help"
name = "help"
[[act]]
key = "attempt"
name = "attempt"
counts = false
[pairing]
helper_stages = ["probationary", "full"]
helped_stages = ["masses", "league", "applicant", "activist", "candidate"]
[outcome_points.honour]
school = 10
college = 5
[outcome_points.discipline]
warning = -10
"#;

/// Two helpers and two students of the first branch, one of each in the second.
const PEOPLE: &str = "id,name,branch,stage,class\n\
    h1,H1,ug1,full,a\nh2,H2,ug1,full,a\nh3,H3,ug2,full,b\n\
    s1,S1,,league,a\ns2,S2,,league,a\ns3,S3,,league,b\n";

/// A pair for each of the three helpers, from the first day of the helping phase.
const THREE_PAIRS: &[(&str, &str)] = &[
    ("branches/ug1/pairs.csv", "id,helper,helped,start,end\nug1-001,h1,s1,2012-11-06,\nug1-002,h2,s2,2012-11-06,\n"),
    ("branches/ug2/pairs.csv", "id,helper,helped,start,end\nug2-001,h3,s3,2012-11-06,\n"),
];

/// A directory with the scheme above, more settings and files (path and text).
fn directory(settings: &str, files: &[(&str, &str)]) -> Directory {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "bangfu.toml", &format!("{SCHEME}{settings}"));
    write(folder.path(), "people.csv", PEOPLE);
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    crate::reader::read(folder.path())
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Contacts of the pair `ug1-001` as a file, each a day with, after a space, minutes.
fn contacts(list: &[&str]) -> String {
    let mut text = "pair,date,act,topics,minutes,content\n".to_owned();
    for contact in list {
        let (day, minutes) = contact.split_once(' ').unwrap_or((contact, ""));
        text += &format!("ug1-001,{day},talk,study,{minutes},words\n");
    }
    text
}

/// A directory with one pair `ug1-001` from a day to a day ("" for the end of the phase).
fn one_pair(settings: &str, start: &str, end: &str, list: &[&str]) -> Directory {
    let pairs = format!("id,helper,helped,start,end\nug1-001,h1,s1,{start},{end}\n");
    let contacts = contacts(list);
    directory(settings, &[("branches/ug1/pairs.csv", &pairs), ("branches/ug1/contacts.csv", &contacts)])
}

/// The first row of `check` as of a day.
fn first_row(directory: &Directory, as_of: &str) -> Value {
    crate::check::answer(directory, day(as_of))["pairs"][0].clone()
}

/// From and to of each breach.
fn breaches(row: &Value) -> Vec<(Day, Day)> {
    let end = |gap: &Value, key: &str| day(gap[key].as_str().unwrap());
    let gaps = row["gaps"].as_array().unwrap();
    gaps.iter().map(|gap| (end(gap, "from"), end(gap, "to"))).collect()
}
