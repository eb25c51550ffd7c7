//! Each kind of sign at its edge.

use super::{Committed, Evidence, Seen, Spot, What, signs};
use crate::model::closed::{ClosedMonth, Part};
use crate::model::dataset::Dataset;
use crate::model::day::Month;
use crate::model::records::BranchIx;
use crate::model::word::Stage;
use crate::rules::closing::{Comparison, Difference};
use crate::rules::fixture::{Fixture, day};
use crate::rules::said::{Logged, compared};

fn data() -> Dataset {
    let mut fixture = Fixture::empty();
    fixture.person("h1", Stage::Full, "b1").person("h2", Stage::Full, "b1").person("s1", Stage::League, "b1");
    fixture.person("s2", Stage::League, "b1").person("s3", Stage::League, "b1");
    fixture.pair("b1-001", "h1", "s1", "2012-11-06", None).pair("b1-002", "h2", "s2", "2012-11-06", None);
    fixture.pair("b1-003", "h1", "s3", "2012-11-06", None);
    fixture.dataset()
}

fn seen(data: &Dataset, pair: &str, date: &str, n: u8, entered: Option<&str>, text: &str) -> Seen {
    let pair = data.core.pairs.find(pair).unwrap();
    Seen { branch: BranchIx(0), pair, date: day(date), n, line: 7, entered: entered.map(day), text: text.into() }
}

fn found(data: &Dataset, evidence: &Evidence) -> Vec<(&'static str, usize)> {
    signs(&data.core, evidence).iter().map(|sign| (sign.what.code(), sign.spots.len())).collect()
}

fn contacts(contacts: Vec<Seen>) -> Evidence {
    Evidence { contacts, ..Evidence::default() }
}

#[test]
fn seven_days_are_in_time_and_eight_are_a_late_entry() {
    let data = data();
    let one = |entered| contacts(vec![seen(&data, "b1-001", "2012-11-08", 1, entered, "a")]);
    assert_eq!(found(&data, &one(Some("2012-11-15"))), []);
    assert_eq!(found(&data, &one(None)), []);
    assert_eq!(found(&data, &one(Some("2012-11-16"))), [("late-entry", 1)]);
}

#[test]
fn one_text_is_a_sign_for_different_days_or_pairs_and_not_twice_on_one_day() {
    let data = data();
    let of = |rows: [(&str, &str, u8, &str); 2]| contacts(rows.map(|(pair, date, n, text)| seen(&data, pair, date, n, None, text)).into());
    assert_eq!(found(&data, &of([("b1-001", "2012-11-08", 1, "谈心"), ("b1-001", "2012-11-08", 2, "谈心")])), []);
    assert_eq!(found(&data, &of([("b1-001", "2012-11-08", 1, "谈心"), ("b1-001", "2012-11-09", 1, "谈心")])), [("same-text", 2)]);
    assert_eq!(found(&data, &of([("b1-001", "2012-11-08", 1, "谈心"), ("b1-002", "2012-11-08", 1, "谈心")])), [("same-text", 2)]);
    assert_eq!(found(&data, &of([("b1-001", "2012-11-08", 1, "谈心"), ("b1-002", "2012-11-08", 1, "谈心。")])), []);
}

#[test]
fn four_contacts_of_a_helper_in_a_day_are_allowed_over_all_pairs_and_five_are_a_sign() {
    let data = data();
    let of = |count: u8| {
        let own = (1..=count).map(|n| seen(&data, if n % 2 == 0 { "b1-001" } else { "b1-003" }, "2012-11-08", n, None, &n.to_string()));
        let other = seen(&data, "b1-002", "2012-11-08", 1, None, "x");
        contacts(own.chain([other]).collect())
    };
    assert_eq!(found(&data, &of(4)), []);
    let five = signs(&data.core, &of(5));
    assert!(matches!(five[0].what, What::CrowdedDay { count: 5, .. }) && five.len() == 1, "{five:?}");
}

#[test]
fn a_closed_months_change_is_told_at_what_was_entered_after_it() {
    let data = data();
    let month = ClosedMonth {
        month: Month::parse(b"2012-11").unwrap(),
        closed: day("2012-12-06"),
        as_of: day("2012-12-06"),
        by: None,
        version: String::new(),
        settings: "a".into(),
        records: String::new(),
        figures: String::new(),
        files: Vec::<Part>::new(),
        contacts: Vec::new(),
    };
    let difference = |name: &str| Difference { name: name.into(), then: 1, now: 2 };
    let comparison = Comparison {
        same_settings: false,
        files: vec![difference("branches/b1/contacts.csv"), difference("committee/visits.csv")],
        contacts: vec![difference("b1-001"), difference("b1-002"), difference("b1-003")],
    };
    let evidence = Evidence {
        contacts: vec![
            seen(&data, "b1-001", "2012-11-08", 1, Some("2012-11-08"), "a"),
            seen(&data, "b1-001", "2012-11-28", 1, Some("2012-12-07"), "b"),
            seen(&data, "b1-002", "2012-11-08", 1, None, "c"),
        ],
        closed: vec![(month, comparison)],
        ..Evidence::default()
    };
    let told = signs(&data.core, &evidence);
    let closed: Vec<_> = told.iter().filter(|sign| sign.what.code() == "closed-month").collect();
    let places: Vec<Vec<&str>> = closed.iter().map(|sign| sign.spots.iter().map(|spot| spot.record.as_str()).collect()).collect();
    assert_eq!(places, [vec![""], vec!["b1-001@2012-11-28"], vec!["b1-002@2012-11-08"], vec!["b1-003"], vec![""]]);
    assert_eq!((closed[0].spots[0].file.as_str(), closed[4].spots[0].file.as_str()), ("bangfu.toml", "committee/visits.csv"));
    assert_eq!(closed[3].spots[0].file, "branches/b1/pairs.csv");
}

#[test]
fn what_a_student_says_otherwise_is_a_sign_and_silence_is_none() {
    let mut fixture = Fixture::empty();
    fixture.person("h1", Stage::Full, "b1").person("s1", Stage::League, "b1").pair("b1-001", "h1", "s1", "2012-11-06", None);
    fixture.contacts("b1-001", &["2012-11-08"]).visit("2012-11-30", "s1", None);
    let mut data = fixture.dataset();
    let mut of = |said: Option<u32>, last: Option<&str>| {
        let visit = &mut data.core.committee.visits.rows[0];
        (visit.said_contacts, visit.said_last) = (said, last.map(day));
        let visit = &data.core.committee.visits.rows[0];
        let comparison = compared(&data.core, visit, Logged::of(&data.core, visit, &data.branches[0].contacts)).unwrap();
        found(&data, &Evidence { said: vec![(0, comparison)], ..Evidence::default() }).len()
    };
    assert_eq!([of(None, None), of(Some(1), Some("2012-11-08")), of(Some(0), None), of(Some(3), Some("2012-11-20"))], [0, 0, 1, 2]);
}

#[test]
fn what_was_first_committed_eight_days_later_is_a_sign_of_its_commit_and_file() {
    let data = data();
    let one = |file: &str, record: &str, date: &str, commit: &str| {
        let spot = Spot { file: file.to_owned(), line: 2, record: record.to_owned() };
        Committed { spot, branch: Some(BranchIx(0)), date: day(date), commit: commit.to_owned(), day: day("2012-11-17") }
    };
    let commits = vec![
        one("branches/b1/forms.csv", "b1-001 2012-10 1", "2012-11-01", "c0ffee"),
        one("branches/b1/forms.csv", "b1-001 2012-10 1", "2012-11-03", "c0ffee"),
        one("branches/b1/contacts.csv", "b1-001@2012-11-08", "2012-11-08", "c0ffee"),
        one("branches/b1/contacts.csv", "b1-001@2012-11-09", "2012-11-09", "c0ffee"),
        one("branches/b1/contacts.csv", "b1-001@2012-11-10", "2012-11-10", "c0ffee"),
        one("branches/b1/contacts.csv", "b1-002@2012-11-01", "2012-11-01", "beef"),
    ];
    let told = signs(&data.core, &Evidence { commits, ..Evidence::default() });
    let records: Vec<Vec<&str>> = told.iter().map(|sign| sign.spots.iter().map(|spot| spot.record.as_str()).collect()).collect();
    assert_eq!(records, [vec!["b1-002@2012-11-01"], vec!["b1-001@2012-11-08", "b1-001@2012-11-09"], vec!["b1-001 2012-10 1"]]);
    assert!(signs(&data.core, &Evidence::default()).is_empty());
}
