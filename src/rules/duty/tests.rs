//! The four thresholds at their edges, and the dates of an extension.

use super::{Ground, PairDuty, Proposal, Refusal, of_branch, propose};
use crate::model::dataset::Dataset;
use crate::model::day::Day;
use crate::model::decimal::fraction;
use crate::model::records::DutyDecision;
use crate::model::scheme::DutyRules;
use crate::model::word::{Measure, Stage};
use crate::rules::cadence::CadenceFrame;
use crate::rules::fixture::{Fixture, day};

fn fixture() -> Fixture {
    let mut fixture = Fixture::empty();
    fixture.scheme.duty =
        DutyRules { in_force: true, min_keeping: Some(fraction(3, 5)), max_missing_forms: Some(2), max_days_without_pair: Some(30) };
    fixture
}

fn pairs(data: &Dataset, as_of: Day) -> Vec<PairDuty> {
    let frames = CadenceFrame::all(&data.core, as_of);
    let branches = data.core.branch_indexes().zip(&data.branches);
    branches.flat_map(|(branch, records)| of_branch(&data.core, branch, records, &frames, as_of)).collect()
}

/// Person, code, evidence day and measure of every ground.
fn grounds(data: &Dataset, as_of: &str) -> Vec<(String, &'static str, String, Measure)> {
    let proposals = proposals(data, as_of);
    let of = |proposal: &Proposal| {
        let id = data.core.people.id(proposal.person).to_owned();
        proposal.grounds.iter().map(|one| (id.clone(), one.ground.code(), one.day.to_string(), one.measure)).collect::<Vec<_>>()
    };
    proposals.iter().flat_map(of).collect()
}

fn proposals(data: &Dataset, as_of: &str) -> Vec<Proposal> {
    propose(&data.core, &pairs(data, day(as_of)), day(as_of))
}

fn paired() -> Fixture {
    let mut fixture = fixture();
    fixture.person("h1", Stage::Full, "b1").person("s1", Stage::League, "b1").pair("b1-001", "h1", "s1", "2012-11-06", None);
    fixture
}

#[test]
fn the_keeping_rate_must_be_below_the_limit_and_the_latest_late_day_is_its_day() {
    // From 11-06 without a contact: day 14 is 11-20; as of 12-11 (35 counted days) 21 are late, 14/35 = 0.4.
    // At 2/5 of 35 days late the rate is 0.6 and nothing is proposed: as of 11-29 there are 23 days, 9 late: 14/23 > 0.6.
    let data = paired().dataset();
    // 14/23 = 0.6087; 14/24 = 0.5833.
    assert!(grounds(&data, "2012-11-29").is_empty());
    assert_eq!(grounds(&data, "2012-11-30"), [("h1".into(), "keeping", "2012-11-30".into(), Measure::Criticism)]);
    let mut fixture = paired();
    fixture.contacts("b1-001", &["2012-12-11"]);
    let data = fixture.dataset();
    // The contact on 12-11 ends the gap; its late days are 11-21 to 12-11.
    let found = proposals(&data, "2012-12-12");
    let Ground::Keeping { rate, breaches, .. } = &found[0].grounds[0].ground else { panic!() };
    assert_eq!((rate.clone(), breaches.len()), (fraction(15, 36), 1));
    assert_eq!((breaches[0].late.first, breaches[0].late.last, breaches[0].days), (day("2012-11-21"), day("2012-12-11"), 21));
    assert_eq!((breaches[0].from, breaches[0].to.map(|spot| spot.line)), (None, Some(2)));
    assert_eq!(found[0].grounds[0].day, day("2012-12-11"));
}

#[test]
fn exactly_the_limit_is_no_ground() {
    let mut fixture = paired();
    // 15 counted days to 11-21 with one late day: 14/15. A limit of 14/15 is not undercut.
    fixture.scheme.duty.min_keeping = Some(fraction(14, 15));
    assert!(grounds(&fixture.dataset(), "2012-11-21").is_empty());
    assert_eq!(grounds(&fixture.dataset(), "2012-11-22").len(), 1);
}

#[test]
fn pauses_are_no_late_days_of_a_duty() {
    let mut fixture = paired();
    fixture.scheme.duty.max_missing_forms = None;
    fixture.contacts("b1-001", &["2012-11-20", "2012-12-04", "2012-12-18", "2013-01-01", "2013-01-15"]);
    // Fourteen counted days after 01-15, with the break until 02-26 taken out, end on 03-09.
    fixture.scheme.duty.min_keeping = Some(fraction(1, 1));
    assert!(grounds(&fixture.dataset(), "2013-03-09").is_empty());
    assert_eq!(grounds(&fixture.dataset(), "2013-03-10"), [("h1".into(), "keeping", "2013-03-10".into(), Measure::Criticism)]);
}

#[test]
fn forms_count_from_the_day_after_the_due_day_of_the_one_that_reached_the_limit() {
    let mut fixture = paired();
    fixture.scheme.duty.min_keeping = None;
    let data = fixture.dataset();
    assert!(grounds(&data, "2013-01-05").is_empty());
    assert_eq!(grounds(&data, "2013-01-06"), [("h1".into(), "forms", "2013-01-06".into(), Measure::Criticism)]);
    // A third one changes nothing about the day.
    assert_eq!(grounds(&data, "2013-02-10")[0].2, "2013-01-06");
    // Handed in late, November's is missing no more: December's and January's reach the limit.
    fixture.form("b1-001", "2012-11", 1, "2013-02-20", None);
    assert_eq!(grounds(&fixture.dataset(), "2013-02-20"), [("h1".into(), "forms", "2013-02-06".into(), Measure::Criticism)]);
}

#[test]
fn thirty_counted_days_without_a_pair_are_enough_and_twenty_nine_are_not() {
    let mut fixture = fixture();
    fixture.person("h1", Stage::Probationary, "b1").person("h2", Stage::Full, "b1").person("s1", Stage::League, "b1");
    fixture.pair("b1-001", "h2", "s1", "2012-12-05", None);
    let data = fixture.dataset();
    // Days 11-06 to 12-05 are thirty; h2 was paired from the thirtieth on.
    assert!(grounds(&data, "2012-12-04").is_empty());
    let found = grounds(&data, "2012-12-05");
    assert_eq!(found, [("h1".into(), "no-pair", "2012-12-05".into(), Measure::Extension)]);
    let proposal = &proposals(&data, "2013-03-01")[0];
    let Ground::NoPair(run) = proposal.grounds[0].ground else { panic!() };
    assert_eq!((run.first, run.reached, run.before), (day("2012-11-06"), day("2012-12-05"), None));
    assert_eq!(proposal.extension.unwrap().refusal, Some(Refusal::AdmissionUnknown));
}

#[test]
fn days_without_a_pair_count_only_as_a_member_and_outside_the_pauses() {
    let mut fixture = fixture();
    fixture.scheme.duty.min_keeping = None;
    fixture.scheme.duty.max_missing_forms = None;
    fixture.person("s1", Stage::Candidate, "b1").person("h1", Stage::Full, "b1").person("s2", Stage::League, "b1");
    fixture.stage("2013-01-10", "s1", Stage::Probationary).pair("b1-001", "h1", "s2", "2012-11-06", Some("2013-01-15"));
    let data = fixture.dataset();
    // s1 is a member from 01-10: nine counted days to 01-18, the break, and 21 more to 03-19.
    // h1 is free from 01-16: three days to 01-18, and 27 more to 03-25.
    let expected = [("h1".to_owned(), "no-pair", "2013-03-25".to_owned(), Measure::Criticism)];
    let own = ("s1".to_owned(), "no-pair", "2013-03-19".to_owned(), Measure::Extension);
    assert!(grounds(&data, "2013-03-18").is_empty());
    assert_eq!(grounds(&data, "2013-03-25"), [expected[0].clone(), own]);
    let proposals = proposals(&data, "2013-03-25");
    let Ground::NoPair(run) = proposals[0].grounds[0].ground else { panic!() };
    assert_eq!((run.first, run.before.map(|pair| data.core.pairs.id(pair))), (day("2013-01-16"), Some("b1-001")));
    // Admitted 2013-01-10: probation ends 2014-01-09.
    let admission = proposals[1].extension.unwrap().admission.unwrap();
    assert_eq!(admission.ends(), day("2014-01-09"));
    assert_eq!((admission.new_ends().first, admission.new_ends().last), (day("2014-07-09"), day("2015-01-09")));
}

#[test]
fn a_serious_finding_is_a_ground_of_its_own_day_and_another_is_not() {
    let mut fixture = paired();
    fixture.contacts("b1-001", &["2012-11-20", "2012-12-04"]);
    fixture.serious("2012-12-03", "b1", "h1");
    fixture.inspection("2012-12-02", "b1", Some("h1"), None);
    let data = fixture.dataset();
    assert!(grounds(&data, "2012-12-02").is_empty());
    assert_eq!(grounds(&data, "2012-12-03"), [("h1".into(), "inspection", "2012-12-03".into(), Measure::Criticism)]);
}

#[test]
fn each_ground_goes_by_the_stage_on_its_own_day() {
    let mut fixture = fixture();
    fixture.scheme.duty.min_keeping = None;
    fixture.person("h1", Stage::Probationary, "b1").person("s1", Stage::League, "b1").pair("b1-001", "h1", "s1", "2012-11-06", None);
    fixture.serious("2012-12-03", "b1", "h1").stage("2012-12-20", "h1", Stage::Full);
    let found = grounds(&fixture.dataset(), "2013-01-06");
    let measures: Vec<_> = found.iter().map(|(_, code, _, measure)| (*code, *measure)).collect();
    assert_eq!(measures, [("inspection", Measure::Extension), ("forms", Measure::Criticism)]);
}

#[test]
fn those_who_are_no_members_and_schemes_without_the_section_get_no_proposal() {
    let mut fixture = fixture();
    fixture.person("h1", Stage::League, "b1").person("s1", Stage::League, "b1").pair("b1-001", "h1", "s1", "2012-11-06", None);
    assert!(grounds(&fixture.dataset(), "2013-05-01").is_empty());
    let mut fixture = paired();
    fixture.serious("2012-12-03", "b1", "h1");
    fixture.scheme.duty = DutyRules::default();
    assert!(grounds(&fixture.dataset(), "2013-05-01").is_empty());
}

#[test]
fn an_extension_runs_from_the_day_before_the_anniversary_and_is_clamped() {
    use super::Admission;
    let ends = |admitted: &str| {
        let admission = Admission::Roster(day(admitted));
        [admission.ends(), admission.new_ends().first, admission.new_ends().last].map(|day| day.to_string())
    };
    assert_eq!(ends("2012-06-30"), ["2013-06-29", "2013-12-29", "2014-06-29"]);
    assert_eq!(ends("2012-01-01"), ["2012-12-31", "2013-06-30", "2013-12-31"]);
    assert_eq!(ends("2012-02-29"), ["2013-02-27", "2013-08-27", "2014-02-27"]);
    assert_eq!(ends("2012-03-01"), ["2013-02-28", "2013-08-28", "2014-02-28"]);
    assert_eq!(ends("2011-09-01"), ["2012-08-31", "2013-02-28", "2013-08-31"]);
    assert_eq!(ends("2010-09-01"), ["2011-08-31", "2012-02-29", "2012-08-31"]);
}

/// A gap that goes on has its latest late day anew each day: what was decided of it stays decided, and of an earlier one decides nothing.
#[test]
fn a_decision_answers_a_gap_as_long_as_it_goes_on() {
    let mut data = paired().dataset();
    data.core.scheme.duty.max_missing_forms = None;
    let decided = |data: &Dataset, as_of: &str| proposals(data, as_of)[0].decision;
    let decision = |date| DutyDecision {
        line: 2,
        date: day(date),
        person: data.core.people.find("h1").unwrap(),
        measure: Measure::Criticism,
        until: None,
        meeting: None,
        approved: None,
        scope: None,
    };
    // The first late day is 11-21.
    for (date, answers) in [("2012-11-20", false), ("2012-11-21", true), ("2012-12-05", true)] {
        data.core.committee.duty.rows = vec![decision(date)];
        for as_of in ["2012-12-05", "2012-12-06", "2013-01-10"] {
            assert_eq!(decided(&data, as_of).is_some(), answers, "{date} {as_of}");
        }
        assert_eq!(decided(&data, "2012-12-04").is_some(), answers && date < "2012-12-05", "{date}");
    }
}
