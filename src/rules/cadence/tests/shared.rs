//! `per = "helper"`: the contacts of all the helper's pairs in the branch count for each of them.

use crate::model::day::Period;
use crate::model::records::BranchIx;
use crate::model::scheme::Per;
use crate::model::word::Stage;
use crate::rules::cadence::{BranchContacts, CadenceFrame};
use crate::rules::fixture::{Fixture, day};

/// Contacts of each pair of b1 by its own reading of `per`: (pair, contacts, last contact).
fn counted(per: Per) -> Vec<(String, u32, Option<String>)> {
    let mut fixture = Fixture::empty();
    fixture.person("h", Stage::Full, "b1").person("other", Stage::Full, "b1");
    for id in ["s1", "s2", "s3"] {
        fixture.person(id, Stage::Masses, "");
    }
    fixture.pair("b1-001", "h", "s1", "2012-11-06", Some("2012-11-30")).pair("b1-002", "other", "s2", "2012-11-06", None);
    fixture.pair("b1-003", "h", "s3", "2012-11-20", None);
    fixture.contacts("b1-001", &["2012-11-10", "2012-11-25"]).contacts("b1-002", &["2012-11-26"]);
    fixture.contacts("b1-003", &["2012-11-24", "2012-12-03"]);
    fixture.scheme.cadences[0].per = per;
    let data = fixture.dataset();
    let frames = CadenceFrame::all(&data.core, day("2012-12-05"));
    let contacts = BranchContacts::new(&data.core, BranchIx(0), &data.branches[0].contacts, &frames);
    let rows = data.core.pairs.iter().filter_map(|(pair, _)| frames[0].row_of(&data.core, pair, &contacts));
    rows.map(|row| (data.core.pairs.id(row.pair).to_owned(), row.contacts, row.last_contact.map(|day| day.to_string()))).collect()
}

#[test]
fn a_helper_who_met_one_student_has_met_the_duty_for_all() {
    let expected = |pair: &str, contacts, last: &str| (pair.to_owned(), contacts, Some(last.to_owned()));
    assert_eq!(
        counted(Per::Pair),
        [expected("b1-001", 2, "2012-11-25"), expected("b1-002", 1, "2012-11-26"), expected("b1-003", 2, "2012-12-03")]
    );
    assert_eq!(
        counted(Per::Helper),
        [expected("b1-001", 3, "2012-11-25"), expected("b1-002", 1, "2012-11-26"), expected("b1-003", 3, "2012-12-03")]
    );
}

#[test]
fn a_cadence_reads_its_own_phase() {
    let mut fixture = Fixture::empty();
    fixture.person("h", Stage::Full, "b1").person("s", Stage::Masses, "").pair("b1-001", "h", "s", "2012-11-06", None);
    let mut autumn = fixture.scheme.phases[0].clone();
    autumn.key = "autumn".into();
    autumn.period = Period::new(day("2012-11-10"), day("2012-12-31"));
    fixture.scheme.phases.push(autumn);
    fixture.scheme.cadences[0].phase = "autumn".into();
    let data = fixture.dataset();
    let frame = CadenceFrame::new(&data.core, 0, day("2013-01-05")).unwrap();
    let time = frame.time(data.core.active(&data.core.pairs.rows[0])).unwrap();
    assert_eq!((time.first, time.last, time.judged), (day("2012-11-10"), day("2012-12-31"), day("2012-12-31")));
    assert!(CadenceFrame::new(&data.core, 1, day("2013-01-05")).is_none());
}
