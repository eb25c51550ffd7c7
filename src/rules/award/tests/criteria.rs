//! Each criterion: its fraction, its edges in time, and what is missing rather than 0.

use super::rates;
use crate::model::award_rule::{Better, Criterion, CriterionKey};
use crate::model::dataset::Dataset;
use crate::model::decimal::{Fraction, fraction};
use crate::model::word::OutcomeKind::{Discipline, Honour, Other, Stage as StageOutcome};
use crate::model::word::Review::{Passed, Returned};
use crate::model::word::{Side, Stage};
use crate::rules::award::RecordIndex;
use crate::rules::award::criteria::{Measured, Subject};
use crate::rules::award::measurement::Measurement;
use crate::rules::fixture::{Fixture, criterion, day, decimal};

fn measured(data: &Dataset, person: &str, side: Side, criterion: &Criterion, as_of: &str) -> Measured {
    let rates = rates(data, day(as_of));
    let index = RecordIndex::new(&data.core, &data.branches, &rates, day(as_of));
    let person = data.core.people.find(person).unwrap();
    Subject { index: &index, award: 0, side, person }.measure(&Measurement::of("star", criterion).unwrap())
}

fn of_helper(data: &Dataset, key: CriterionKey, as_of: &str) -> Option<Fraction> {
    measured(data, "h1", Side::Helper, &criterion(key, 1), as_of).fraction
}

fn of_helped(data: &Dataset, key: CriterionKey, as_of: &str) -> Option<Fraction> {
    measured(data, "s1", Side::Helped, &criterion(key, 1), as_of).fraction
}

fn of(num: i64, den: i64) -> Option<Fraction> {
    Some(fraction(num, den))
}

/// h1 helps s1 until 2012-12-31, then s2.
fn two_pairs() -> Fixture {
    let mut fixture = Fixture::empty();
    fixture.award("star", Side::Helper);
    fixture.person("h1", Stage::Full, "b1").person("s1", Stage::League, "").person("s2", Stage::Activist, "");
    fixture.pair("b1-001", "h1", "s1", "2012-11-06", Some("2012-12-31"));
    fixture.pair("b1-002", "h1", "s2", "2013-01-01", None);
    fixture
}

#[test]
fn forms_over_all_pairs_with_half_a_credit_for_late_ones() {
    let mut fixture = two_pairs();
    fixture.form("b1-001", "2012-11", 1, "2012-12-05", Some((Passed, Some("2012-12-06"))));
    fixture.form("b1-001", "2012-12", 1, "2013-01-06", Some((Passed, Some("2013-01-08"))));
    fixture.form("b1-002", "2013-01", 1, "2013-02-01", None);
    let data = fixture.dataset();
    // November is not yet due and not yet handed in; then handed in; then passed.
    assert_eq!(of_helper(&data, CriterionKey::Forms, "2012-12-04"), None);
    assert_eq!(of_helper(&data, CriterionKey::Forms, "2012-12-05"), of(0, 1));
    assert_eq!(of_helper(&data, CriterionKey::Forms, "2012-12-06"), of(1, 1));
    // December is missing on 01-06 minus one day, late from 01-06, passed from 01-08.
    assert_eq!(of_helper(&data, CriterionKey::Forms, "2013-01-07"), of(1, 2));
    assert_eq!(of_helper(&data, CriterionKey::Forms, "2013-01-08"), of(3, 4));
    // January was received but is not reviewed; the second pair has not begun in the eyes of 2012-12-31.
    assert_eq!(of_helper(&data, CriterionKey::Forms, "2013-02-06"), of(1, 2));
}

#[test]
fn late_credit_is_a_setting() {
    let mut fixture = two_pairs();
    fixture.form("b1-001", "2012-11", 1, "2012-12-06", Some((Passed, None)));
    let data = fixture.dataset();
    let third = Criterion { late_credit: fraction(1, 3), ..criterion(CriterionKey::Forms, 1) };
    assert_eq!(measured(&data, "h1", Side::Helper, &third, "2012-12-10").fraction, of(1, 3));
}

#[test]
fn keeping_rates_are_weighed_by_counted_days() {
    let mut fixture = two_pairs();
    fixture.contacts("b1-001", &["2012-11-20", "2012-12-04", "2012-12-18"]);
    let data = fixture.dataset();
    // s1: counted (11-06, 12-31] = 55 days, none late. s2 up to 01-16: counted (01-01, 01-16] = 15 days, one late.
    assert_eq!(of_helper(&data, CriterionKey::Cadence, "2013-01-16"), of(55 + 14, 70));
    assert_eq!(of_helper(&data, CriterionKey::Cadence, "2012-11-06"), None);
}

#[test]
fn visits_count_on_days_of_the_pair() {
    let mut fixture = two_pairs();
    fixture.visit("2012-11-05", "s1", Some("10")).visit("2012-11-06", "s1", Some("80")).visit("2012-12-31", "s1", Some("90.5"));
    fixture.visit("2013-01-01", "s1", Some("10")).visit("2013-01-01", "s2", None).visit("2013-01-02", "s2", Some("100"));
    let data = fixture.dataset();
    assert_eq!(of_helper(&data, CriterionKey::Visits, "2013-01-01"), of(1705, 2000));
    assert_eq!(of_helper(&data, CriterionKey::Visits, "2013-01-02"), of(2705, 3000));
    assert_eq!(of_helper(&data, CriterionKey::Visits, "2012-11-05"), None);
    assert_eq!(of_helped(&data, CriterionKey::Visits, "2013-05-01"), of(1705, 2000));
}

#[test]
fn points_come_from_the_row_else_from_the_level() {
    let mut fixture = two_pairs();
    fixture.outcome("2012-11-06", "s1", Honour, "奖学金").level("college");
    fixture.outcome("2012-12-01", "s1", Honour, "竞赛").level("school").points("1.5");
    fixture.outcome("2012-12-31", "s1", Discipline, "旷课").level("criticism");
    fixture.outcome("2013-01-01", "s1", Honour, "不在结对期").level("school");
    fixture.outcome("2013-01-01", "s2", Honour, "无级别");
    fixture.outcome("2013-01-01", "s2", Other, "不计").points("9");
    let data = fixture.dataset();
    assert_eq!(of_helper(&data, CriterionKey::HelpedOutcomes, "2012-12-01"), of(65, 100));
    assert_eq!(of_helper(&data, CriterionKey::HelpedOutcomes, "2013-05-01"), of(15, 100));
    assert_eq!(of_helper(&data, CriterionKey::HelpedOutcomes, "2012-11-05"), of(0, 1));
}

#[test]
fn fractions_are_held_between_zero_and_one() {
    let mut fixture = two_pairs();
    fixture.outcome("2012-11-06", "s1", Discipline, "处分").level("warning");
    let data = fixture.dataset();
    assert_eq!(of_helper(&data, CriterionKey::HelpedOutcomes, "2013-01-01"), of(0, 1));
    fixture.outcome("2012-11-07", "s1", Honour, "大奖").points("99");
    assert_eq!(of_helper(&fixture.dataset(), CriterionKey::HelpedOutcomes, "2013-01-01"), of(1, 1));
}

#[test]
fn own_outcomes_lie_in_the_schemes_time() {
    let mut fixture = two_pairs();
    fixture.outcome("2012-10-15", "h1", Honour, "早").level("school");
    fixture.outcome("2012-10-16", "h1", Honour, "首日").level("class");
    fixture.outcome("2013-06-06", "h1", Honour, "末日").level("college");
    fixture.outcome("2013-06-07", "h1", Honour, "晚").level("school");
    let data = fixture.dataset();
    assert_eq!(of_helper(&data, CriterionKey::OwnOutcomes, "2013-06-05"), of(2, 10));
    assert_eq!(of_helper(&data, CriterionKey::OwnOutcomes, "2013-07-05"), of(7, 10));
}

#[test]
fn evaluation_goes_by_name() {
    let mut fixture = two_pairs();
    fixture.outcome("2012-10-01", "s1", Other, "教学评估").points("4");
    fixture.outcome("2013-05-02", "s1", Other, "教学评估").points("3.5");
    fixture.outcome("2013-05-03", "s1", Other, "教学评估").level("school");
    fixture.outcome("2013-05-04", "s1", Other, "评估").points("3");
    fixture.outcome("2013-05-05", "s1", Honour, "教学评估").points("3");
    let data = fixture.dataset();
    assert_eq!(of_helped(&data, CriterionKey::Evaluation, "2013-05-01"), of(4, 10));
    assert_eq!(of_helped(&data, CriterionKey::Evaluation, "2013-06-01"), of(75, 100));
    assert_eq!(measured(&data, "s2", Side::Helped, &criterion(CriterionKey::Evaluation, 1), "2013-06-01").fraction, of(0, 1));
}

#[test]
fn grades_rise_from_the_first_pairs_start() {
    let mut fixture = two_pairs();
    fixture.grade("2012-07-01", "s1", "gpa", "1.0").grade("2012-11-06", "s1", "gpa", "2.0");
    let data = fixture.dataset();
    assert_eq!(of_helped(&data, CriterionKey::Grades, "2013-05-01"), None);
    fixture.grade("2012-11-07", "s1", "gpa", "9.5").grade("2013-02-01", "s1", "gpa", "4.5").grade("2013-03-01", "s1", "rank", "1");
    let data = fixture.dataset();
    assert_eq!(of_helped(&data, CriterionKey::Grades, "2013-01-31"), of(75, 100));
    assert_eq!(of_helped(&data, CriterionKey::Grades, "2013-02-01"), of(25, 100));
    let lower = Criterion { better: Better::Lower, ..criterion(CriterionKey::Grades, 1) };
    assert_eq!(measured(&data, "s1", Side::Helped, &lower, "2013-05-01").fraction, of(0, 1));
    let rank = Criterion { measure: Some("rank".into()), ..criterion(CriterionKey::Grades, 1) };
    assert_eq!(measured(&data, "s1", Side::Helped, &rank, "2013-05-01").fraction, None);
}

#[test]
fn a_better_rank_is_a_smaller_number() {
    let mut fixture = two_pairs();
    fixture.grade("2012-10-01", "s1", "rank", "40").grade("2013-03-01", "s1", "rank", "33");
    let rank = Criterion { measure: Some("rank".into()), better: Better::Lower, ..criterion(CriterionKey::Grades, 1) };
    assert_eq!(measured(&fixture.dataset(), "s1", Side::Helped, &rank, "2013-05-01").fraction, of(7, 10));
}

#[test]
fn progress_of_the_helped_leaves_out_those_without_grades() {
    let mut fixture = two_pairs();
    // s2 was helped by h2 before: the base is taken at that first pair's start.
    fixture.person("h2", Stage::Full, "b2").pair("b2-001", "h2", "s2", "2012-11-10", Some("2012-12-31"));
    fixture.grade("2012-11-01", "s2", "gpa", "1").grade("2012-12-20", "s2", "gpa", "4");
    let data = fixture.dataset();
    assert_eq!(of_helper(&data, CriterionKey::HelpedProgress, "2013-05-01"), of(3, 10));
    assert_eq!(of_helper(&data, CriterionKey::HelpedProgress, "2012-12-31"), None);
    fixture.grade("2012-11-01", "s1", "gpa", "3").grade("2012-12-20", "s1", "gpa", "4");
    assert_eq!(of_helper(&fixture.dataset(), CriterionKey::HelpedProgress, "2013-05-01"), of(2, 10));
}

#[test]
fn developed_counts_persons_while_paired() {
    let mut fixture = two_pairs();
    fixture.outcome("2012-12-31", "s1", StageOutcome, "probationary").outcome("2012-12-30", "s2", StageOutcome, "probationary");
    fixture.outcome("2013-03-01", "s2", StageOutcome, "full");
    let two = Criterion { full_marks: Some(decimal("2")), ..criterion(CriterionKey::Developed, 1) };
    let one = Criterion { full_marks: Some(decimal("1")), ..two.clone() };
    let data = fixture.dataset();
    assert_eq!(measured(&data, "h1", Side::Helper, &two, "2013-05-01").fraction, of(1, 2));
    assert_eq!(measured(&data, "h1", Side::Helper, &one, "2013-05-01").fraction, of(1, 1));
    assert_eq!(measured(&data, "h1", Side::Helper, &two, "2012-12-30").fraction, of(0, 1));
}

#[test]
fn inspections_are_those_of_the_roster_branch_as_a_whole() {
    let mut fixture = two_pairs();
    fixture.inspection("2012-12-01", "b1", None, Some("80")).inspection("2013-01-01", "b1", None, Some("91"));
    fixture.inspection("2012-12-01", "b1", Some("h1"), Some("1")).inspection("2012-12-01", "b2", None, Some("2"));
    fixture.inspection("2012-12-02", "b1", None, None);
    let data = fixture.dataset();
    assert_eq!(of_helper(&data, CriterionKey::Inspection, "2012-12-31"), of(80, 100));
    assert_eq!(of_helper(&data, CriterionKey::Inspection, "2013-01-01"), of(171, 200));
    assert_eq!(of_helped(&data, CriterionKey::Inspection, "2013-01-01"), None);
}

#[test]
fn goals_met_of_goals_set() {
    let mut fixture = two_pairs();
    fixture.goal("b1-001", Some("2012-12-01")).goal("b1-001", None).goal("b1-002", Some("2013-03-01"));
    let data = fixture.dataset();
    assert_eq!(of_helper(&data, CriterionKey::Goals, "2012-11-30"), of(0, 1));
    assert_eq!(of_helper(&data, CriterionKey::Goals, "2012-12-31"), of(1, 2));
    assert_eq!(of_helper(&data, CriterionKey::Goals, "2013-03-01"), of(2, 3));
    assert_eq!(of_helper(&data, CriterionKey::Goals, "2012-11-05"), None);
}

#[test]
fn the_latest_scored_review() {
    let mut fixture = two_pairs();
    fixture.nomination("b1", ["star", "s1", "h1"], "2013-05-01", Some((Passed, Some("90"), Some("2013-05-10"))));
    fixture.nomination("b1", ["star", "s1", "b1"], "2013-05-01", Some((Returned, Some("70"), None)));
    fixture.nomination("b2", ["star", "s1", "b2"], "2013-05-20", Some((Passed, None, None)));
    let data = fixture.dataset();
    assert_eq!(of_helped(&data, CriterionKey::Review, "2013-04-30"), None);
    // Without a day of its own the review counts from the nomination; on one day the later nominator in code-point order decides.
    assert_eq!(of_helped(&data, CriterionKey::Review, "2013-05-01"), of(70, 100));
    assert_eq!(of_helped(&data, CriterionKey::Review, "2013-05-30"), of(90, 100));
}
