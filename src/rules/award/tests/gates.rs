//! Each gate, and its edges.

use super::{barred, ranking, winners};
use crate::model::award_rule::{AwardRule, Comparison, Gate, GateOf, Nominator, Quota};
use crate::model::decimal::fraction;
use crate::model::word::OutcomeKind::{Discipline, Stage as StageOutcome};
use crate::model::word::Review::{Passed, Returned};
use crate::model::word::{Side, Stage};
use crate::rules::award::Fault;
use crate::rules::award::{RecordIndex, compute};
use crate::rules::fixture::{Fixture, day, decimal};

/// h1 with s1 and h2 with s2, and one award for a side.
fn two_pairs(side: Side, set: impl FnOnce(&mut AwardRule)) -> Fixture {
    let mut fixture = Fixture::empty();
    let rule = fixture.award("a", side);
    rule.quota = Quota::Seats(9);
    set(rule);
    for n in ["1", "2"] {
        let [helper, helped, pair] = ["h", "s", "b1-00"].map(|start| format!("{start}{n}"));
        fixture.person(&helper, Stage::Full, "b1").person(&helped, Stage::League, "").pair(&pair, &helper, &helped, "2012-11-06", None);
    }
    fixture
}

fn codes(fixture: &Fixture, as_of: &str) -> Vec<(String, &'static str)> {
    let data = fixture.dataset();
    let ranking = ranking(&data, 0, as_of);
    assert_eq!(ranking.pool(), 2, "the barred stay in the pool");
    assert_eq!(ranking.candidates.len() + ranking.barred.len(), 2);
    barred(&data, &ranking).into_iter().map(|(id, code)| (id.to_owned(), code)).collect()
}

fn only(id: &str, code: &'static str) -> Vec<(String, &'static str)> {
    vec![(id.to_owned(), code)]
}

#[test]
fn a_disciplinary_outcome_in_the_schemes_time() {
    let mut fixture = two_pairs(Side::Helper, |rule| rule.bar_disciplined = true);
    fixture.outcome("2012-10-15", "h2", Discipline, "早").outcome("2012-12-01", "h1", Discipline, "旷课").points("0");
    assert_eq!(codes(&fixture, "2012-11-30"), []);
    assert_eq!(codes(&fixture, "2012-12-01"), only("h1", "disciplined"));
}

#[test]
fn the_lowest_keeping_rate_includes_itself() {
    let least = |num, den| {
        let mut fixture = two_pairs(Side::Helper, |rule| rule.min_keeping = Some(fraction(num, den)));
        fixture.contacts("b1-002", &["2012-11-20"]);
        fixture
    };
    // h1 without a contact up to 11-26: 20 counted days, 6 of them late, a rate of 0.7.
    assert_eq!(codes(&least(7, 10), "2012-11-26"), []);
    assert_eq!(codes(&least(701, 1000), "2012-11-26"), only("h1", "below-min-keeping"));
    assert_eq!(codes(&least(1, 1), "2012-11-06"), []);
}

#[test]
fn the_stage_on_the_day() {
    let mut fixture = two_pairs(Side::Helped, |rule| rule.stages = vec![Stage::League, Stage::Activist]);
    fixture.outcome("2012-12-01", "s1", StageOutcome, "activist").outcome("2012-12-01", "s2", StageOutcome, "candidate");
    assert_eq!(codes(&fixture, "2012-11-30"), []);
    assert_eq!(codes(&fixture, "2012-12-01"), only("s2", "wrong-stage"));
}

#[test]
fn only_a_helper_of_the_person_nominates() {
    let mut fixture = two_pairs(Side::Helped, |rule| rule.needs_nomination = Some(Nominator::Helper));
    fixture.nomination("b1", ["a", "s1", "h1"], "2013-05-01", None).nomination("b1", ["a", "s2", "h1"], "2013-04-01", None);
    fixture.nomination("b1", ["a", "s2", "b1"], "2013-04-01", None);
    assert_eq!(codes(&fixture, "2013-04-30").len(), 2);
    assert_eq!(codes(&fixture, "2013-05-01"), only("s2", "not-nominated"));
}

#[test]
fn a_former_helper_may_nominate_a_later_one_only_once_started() {
    let mut fixture = two_pairs(Side::Helped, |rule| rule.needs_nomination = Some(Nominator::Helper));
    fixture.person("h3", Stage::Full, "b2").pair("b2-001", "h3", "s2", "2013-05-10", None);
    fixture.nomination("b1", ["a", "s1", "h1"], "2013-05-01", None).nomination("b2", ["a", "s2", "h3"], "2013-05-01", None);
    assert_eq!(codes(&fixture, "2013-05-09"), only("s2", "not-nominated"));
    assert_eq!(codes(&fixture, "2013-05-10"), []);
}

#[test]
fn a_branch_nominates_by_its_key() {
    let mut fixture = two_pairs(Side::Helped, |rule| rule.needs_nomination = Some(Nominator::Branch));
    fixture.nomination("b1", ["a", "s1", "b1"], "2013-05-01", None).nomination("b1", ["a", "s2", "h2"], "2013-05-01", None);
    assert_eq!(codes(&fixture, "2013-05-01"), only("s2", "not-nominated"));
}

#[test]
fn the_latest_nomination_must_have_passed() {
    let mut fixture = two_pairs(Side::Helped, |rule| rule.needs_review = true);
    fixture.nomination("b1", ["a", "s1", "h1"], "2013-05-01", Some((Passed, None, Some("2013-05-03"))));
    fixture.nomination("b1", ["a", "s1", "h2"], "2013-05-05", Some((Returned, None, None)));
    fixture.nomination("b1", ["a", "s2", "h2"], "2013-05-01", Some((Passed, None, None)));
    assert_eq!(codes(&fixture, "2013-05-02"), only("s1", "not-reviewed"));
    assert_eq!(codes(&fixture, "2013-05-03"), []);
    assert_eq!(codes(&fixture, "2013-05-05"), only("s1", "review-returned"));
    assert_eq!(codes(&fixture, "2013-04-30").len(), 2);
}

#[test]
fn a_returned_review_bars_nobody_where_none_is_needed() {
    let mut fixture = two_pairs(Side::Helped, |rule| rule.needs_nomination = Some(Nominator::Helper));
    fixture.nomination("b1", ["a", "s1", "h1"], "2013-05-01", Some((Returned, None, None)));
    fixture.nomination("b1", ["a", "s2", "h2"], "2013-05-01", None);
    assert_eq!(codes(&fixture, "2013-05-02"), []);
}

#[test]
fn a_gate_on_the_value_or_its_change() {
    let gate = |of, op, value: &str| {
        let gate = Gate { measure: "gpa".into(), of, op, value: decimal(value) };
        let mut fixture = two_pairs(Side::Helped, |rule| rule.gates = vec![gate]);
        fixture.grade("2012-10-01", "s1", "gpa", "2.0").grade("2013-03-01", "s1", "gpa", "2.5");
        fixture.grade("2012-10-01", "s2", "gpa", "3.0");
        codes(&fixture, "2013-04-01")
    };
    assert_eq!(gate(GateOf::Value, Comparison::AtLeast, "2.50"), []);
    assert_eq!(gate(GateOf::Value, Comparison::Above, "2.5"), only("s1", "gate-failed"));
    // Without a grade after the start there is no change to judge.
    assert_eq!(gate(GateOf::Change, Comparison::AtLeast, "0.5"), only("s2", "gate-failed"));
    assert_eq!(gate(GateOf::Change, Comparison::Below, "0.5").len(), 2);
}

#[test]
fn winners_of_another_award_are_barred() {
    let mut fixture = two_pairs(Side::Helper, |rule| rule.excludes = vec!["奖b".into()]);
    let other = fixture.award("b", Side::Helper);
    (other.quota, other.ties) = (Quota::Seats(1), crate::model::award_rule::Ties::TakeAll);
    fixture.form("b1-001", "2012-11", 1, "2012-12-01", Some((Passed, None)));
    assert_eq!(codes(&fixture, "2012-12-31"), only("h1", "excluded"));
    // Before any form is due both are tied and both are taken by the other award.
    assert_eq!(codes(&fixture, "2012-11-30").len(), 2);
}

#[test]
fn awards_that_exclude_each_other_are_no_settings() {
    let mut fixture = two_pairs(Side::Helper, |rule| rule.excludes = vec!["b".into()]);
    fixture.award("b", Side::Helper).excludes = vec!["c".into()];
    fixture.award("c", Side::Helper).excludes = vec!["b".into()];
    let data = fixture.dataset();
    let index = RecordIndex::new(&data.core, &data.branches, &[], day("2013-01-01"));
    assert_eq!(compute(&index, 0).unwrap_err(), Fault::Circle(["b", "c", "b"].map(str::to_owned).to_vec()));
    fixture.scheme.awards[2].excludes = vec!["d".into()];
    let data = fixture.dataset();
    let index = RecordIndex::new(&data.core, &data.branches, &[], day("2013-01-01"));
    assert_eq!(compute(&index, 0).unwrap_err(), Fault::UnknownAward("d".into()));
}

#[test]
fn every_gate_that_bars_is_kept_in_order() {
    let mut fixture = two_pairs(Side::Helped, |rule| {
        rule.bar_disciplined = true;
        rule.stages = vec![Stage::Activist];
        rule.needs_review = true;
    });
    fixture.outcome("2012-12-01", "s1", Discipline, "旷课").points("-1");
    let data = fixture.dataset();
    let ranking = ranking(&data, 0, "2013-01-01");
    let all: Vec<_> = ranking.barred[0].verdicts.iter().map(|verdict| verdict.bar.as_ref().unwrap().code()).collect();
    assert_eq!(all, ["disciplined", "wrong-stage", "not-reviewed"]);
    assert!(winners(&data, &ranking).is_empty());
}
