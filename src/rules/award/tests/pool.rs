//! Who is in the pool, and in which unit.

use super::ranking;
use crate::model::award_rule::{AwardRule, Level, Pool, Quota};
use crate::model::dataset::Dataset;
use crate::model::records::BranchIx;
use crate::model::word::OutcomeKind::Stage as StageOutcome;
use crate::model::word::{Side, Stage};
use crate::rules::award::pool::Unit;
use crate::rules::award::{Fault, RecordIndex, compute};
use crate::rules::fixture::{Fixture, day};

/// h1 helped s1 and then s2; h2 helps s3 from the new year; h3 is in no pair.
fn records(side: Side, set: impl FnOnce(&mut AwardRule)) -> Fixture {
    let mut fixture = Fixture::empty();
    set(fixture.award("a", side));
    fixture.student("h1", Stage::Full, "b1", ["一班", "英语", "2010"]).student("h2", Stage::Probationary, "b2", ["一班", "法语", "2011"]);
    fixture.student("h3", Stage::Full, "b2", ["二班", "", "2010"]);
    fixture.person("s1", Stage::League, "").person("s2", Stage::League, "").person("s3", Stage::League, "b1");
    fixture.pair("b1-001", "h1", "s1", "2012-11-06", Some("2012-12-31")).pair("b1-002", "h1", "s2", "2013-01-01", None);
    fixture.pair("b2-001", "h2", "s3", "2013-01-01", None);
    fixture
}

fn pool(data: &Dataset, as_of: &str) -> Vec<String> {
    let ranking = ranking(data, 0, as_of);
    let mut ids: Vec<_> = ranking.candidates.iter().map(|candidate| data.core.people.id(candidate.person).to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn everyone_whose_pair_started_counts_once() {
    let data = records(Side::Helper, |_| ()).dataset();
    assert_eq!(pool(&data, "2012-11-05"), [""; 0]);
    assert_eq!(pool(&data, "2012-12-31"), ["h1"]);
    assert_eq!(pool(&data, "2013-05-01"), ["h1", "h2"]);
    let data = records(Side::Helped, |_| ()).dataset();
    assert_eq!(pool(&data, "2013-05-01"), ["s1", "s2", "s3"]);
}

#[test]
fn a_pair_active_on_the_cutoff() {
    let on = |cutoff: &str, as_of| {
        let data = records(Side::Helped, |rule| (rule.pool, rule.cutoff) = (Pool::PairedOnCutoff, Some(day(cutoff)))).dataset();
        pool(&data, as_of)
    };
    assert_eq!(on("2012-12-31", "2013-05-01"), ["s1"]);
    assert_eq!(on("2013-01-01", "2013-05-01"), ["s2", "s3"]);
    assert_eq!(on("2013-06-06", "2013-07-01"), ["s2", "s3"]);
    assert_eq!(on("2013-06-07", "2013-07-01"), [""; 0]);
    // What has not started by the day of asking is not known of.
    assert_eq!(on("2013-02-01", "2012-12-31"), [""; 0]);
}

#[test]
fn members_by_stage_on_the_cutoff_paired_or_not() {
    let on = |cutoff: &str, as_of: &str| {
        let mut fixture = records(Side::Helper, |rule| {
            (rule.pool, rule.cutoff, rule.pool_stages) = (Pool::Members, Some(day(cutoff)), vec![Stage::Full]);
        });
        fixture.outcome("2013-03-01", "h2", StageOutcome, "full");
        pool(&fixture.dataset(), as_of)
    };
    assert_eq!(on("2013-02-28", "2013-05-01"), ["h1", "h3"]);
    assert_eq!(on("2013-03-01", "2013-05-01"), ["h1", "h2", "h3"]);
    assert_eq!(on("2013-03-01", "2013-02-28"), ["h1", "h3"]);
}

#[test]
fn a_pool_on_a_day_needs_the_day_and_members_their_stages() {
    let fault = |set: fn(&mut AwardRule)| {
        let data = records(Side::Helper, set).dataset();
        let index = RecordIndex::new(&data.core, &data.branches, &[], day("2013-01-01"));
        compute(&index, 0).unwrap_err()
    };
    assert_eq!(fault(|rule| rule.pool = Pool::PairedOnCutoff), Fault::NoCutoff("a".into()));
    assert_eq!(fault(|rule| (rule.pool, rule.cutoff) = (Pool::Members, Some(day("2013-01-01")))), Fault::NoPoolStages("a".into()));
}

fn units(data: &Dataset) -> Vec<(Unit, u32, u32)> {
    ranking(data, 0, "2013-05-01").units.into_iter().map(|unit| (unit.unit, unit.pool, unit.seats.seats)).collect()
}

#[test]
fn units_have_pools_and_seats_of_their_own() {
    let at = |level| {
        let data = records(Side::Helper, |rule| {
            (rule.level, rule.quota) = (level, Quota::Seats(1));
            (rule.pool, rule.cutoff, rule.pool_stages) = (Pool::Members, Some(day("2013-01-01")), vec![Stage::Full, Stage::Probationary]);
        });
        units(&data.dataset())
    };
    let named = |name: &str| Unit::Named(name.to_owned());
    assert_eq!(at(Level::College), [(Unit::College, 3, 1)]);
    assert_eq!(at(Level::Branch), [(Unit::Branch(BranchIx(0)), 1, 1), (Unit::Branch(BranchIx(1)), 2, 1)]);
    assert_eq!(at(Level::Class), [(named("一班"), 2, 1), (named("二班"), 1, 1)]);
    assert_eq!(at(Level::Major), [(named("法语"), 1, 1), (named("英语"), 1, 1), (Unit::Unnamed, 1, 1)]);
    assert_eq!(at(Level::Grade), [(named("2010"), 2, 1), (named("2011"), 1, 1)]);
}

#[test]
fn the_branch_is_the_rosters_else_the_latest_pairs() {
    let mut fixture = records(Side::Helped, |rule| rule.level = Level::Branch);
    // s1 was helped in b1 and later in b2; s3 belongs to b1 by the roster although its pair lies in b2.
    fixture.pair("b2-002", "h3", "s1", "2013-03-01", None);
    let data = fixture.dataset();
    assert_eq!(units(&data), [(Unit::Branch(BranchIx(0)), 2, 1), (Unit::Branch(BranchIx(1)), 1, 1)]);
    let before = ranking(&data, 0, "2013-02-28");
    assert_eq!(before.units.iter().map(|unit| unit.pool).collect::<Vec<_>>(), [3]);
}
