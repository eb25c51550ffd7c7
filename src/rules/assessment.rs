//! Assessments (考核, `[[assessment]]`): weighted parts, each with the participation it needs, to one exact result, its band, and what
//! fails a person whatever the marks. Not here: the words.

use std::collections::BTreeMap;

use crate::model::assessment_rule::{Assessment, AssessmentPart, Fail};
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::decimal::{Decimal, Fraction, fraction};
use crate::model::records::{AssessmentMark, PersonIx, Seriousness};
use crate::model::word::{Measure, OutcomeKind};

/// Whether a part's mark counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// It counts.
    Valid,
    /// There is none.
    Missing,
    /// Fewer voted than the part needs.
    BelowQuorum,
    /// The part needs a share of the electorate, and who voted is not recorded.
    TurnoutUnknown,
}

impl PartState {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Missing => "missing",
            Self::BelowQuorum => "below-quorum",
            Self::TurnoutUnknown => "turnout-unknown",
        }
    }
}

/// A part of a person's assessment.
#[derive(Clone, Debug)]
pub struct PartResult {
    /// Row in assessments.csv.
    pub row: Option<usize>,
    /// The mark.
    pub mark: Option<Decimal>,
    /// Voters of the electorate.
    pub turnout: Option<Fraction>,
    /// Whether it counts.
    pub state: PartState,
}

/// A record that fails a person by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// Which entry of `fails`.
    pub fail: usize,
    /// The record.
    pub record: FailingRecord,
}

/// Where a record that fails somebody stands: its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailingRecord {
    /// In the outcomes.
    Outcome(usize),
    /// In the decisions on duty.
    Duty(usize),
    /// In the inspections.
    Inspection(usize),
}

/// How far a person's assessment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All parts count.
    Complete,
    /// A part is missing or does not count: there is no result.
    Incomplete,
    /// Something fails the person by itself.
    Failed,
}

impl Outcome {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Failed => "failed",
        }
    }
}

/// A person's assessment.
#[derive(Clone, Debug)]
pub struct Assessed {
    /// The person.
    pub person: PersonIx,
    /// Each part, in the scheme's order.
    pub parts: Vec<PartResult>,
    /// What fails the person.
    pub fails: Vec<Failing>,
    /// Σ weight × mark / Σ weights, where all parts count.
    pub result: Option<Fraction>,
    /// How far it is.
    pub outcome: Outcome,
    /// Index of the band: that of the result, and the lowest where something fails the person.
    pub band: Option<usize>,
}

/// Everybody who has a mark in an assessment, by id, as of a day (of which only what fails a person hangs on it: marks have no day).
#[must_use]
pub fn assess(core: &Core, assessment: usize, as_of: Day) -> Vec<Assessed> {
    let Some(rule) = core.scheme.assessments.get(assessment) else { return Vec::new() };
    let mut marks: BTreeMap<PersonIx, Vec<(usize, &AssessmentMark)>> = BTreeMap::new();
    for (row, mark) in core.committee.assessments.iter().filter(|(_, mark)| usize::from(mark.assessment) == assessment) {
        marks.entry(mark.person).or_default().push((row, mark));
    }
    let mut assessed: Vec<Assessed> = marks.into_iter().map(|(person, marks)| one(core, rule, person, &marks, as_of)).collect();
    assessed.sort_by(|a, b| core.people.id(a.person).cmp(core.people.id(b.person)));
    assessed
}

fn one(core: &Core, rule: &Assessment, person: PersonIx, marks: &[(usize, &AssessmentMark)], as_of: Day) -> Assessed {
    let of_part = |index: usize| marks.iter().find(|(_, mark)| usize::from(mark.part) == index).copied();
    let parts: Vec<PartResult> = rule.parts.iter().enumerate().map(|(index, part)| part_result(part, of_part(index))).collect();
    let fails = failings(core, rule, person, as_of);
    let result = result(&rule.parts, &parts);
    let outcome = match (&result, fails.is_empty()) {
        (_, false) => Outcome::Failed,
        (Some(_), true) => Outcome::Complete,
        (None, true) => Outcome::Incomplete,
    };
    let band_of = |result: &Fraction| rule.band(result).and_then(|band| rule.bands.iter().position(|known| known == band));
    let band = if outcome == Outcome::Failed { rule.bands.len().checked_sub(1) } else { result.as_ref().and_then(band_of) };
    Assessed { person, parts, fails, result, outcome, band }
}

fn part_result(part: &AssessmentPart, mark: Option<(usize, &AssessmentMark)>) -> PartResult {
    let Some((row, mark)) = mark else { return PartResult { row: None, mark: None, turnout: None, state: PartState::Missing } };
    let turnout = match (mark.voters, mark.electorate) {
        (Some(voters), Some(electorate)) if electorate > 0 => Some(fraction(voters.into(), electorate.into())),
        _ => None,
    };
    let state = match (&part.quorum, &turnout) {
        (None, _) => PartState::Valid,
        (Some(_), None) => PartState::TurnoutUnknown,
        (Some(quorum), Some(turnout)) if turnout < quorum => PartState::BelowQuorum,
        (Some(_), Some(_)) => PartState::Valid,
    };
    PartResult { row: Some(row), mark: Some(mark.mark), turnout, state }
}

/// Σ weight × mark / Σ weights; nothing where a part with a weight does not count.
fn result(rules: &[AssessmentPart], parts: &[PartResult]) -> Option<Fraction> {
    let mut sum = fraction(0, 1);
    let mut weights = fraction(0, 1);
    for (rule, part) in rules.iter().zip(parts).filter(|(rule, _)| rule.weight.is_positive()) {
        let mark = part.mark.filter(|_| part.state == PartState::Valid)?;
        sum += rule.weight.fraction() * mark.fraction();
        weights += rule.weight.fraction();
    }
    rules.iter().any(|rule| rule.weight.is_positive()).then(|| sum / weights)
}

fn failings(core: &Core, rule: &Assessment, person: PersonIx, as_of: Day) -> Vec<Failing> {
    let time = core.scheme.info.period.intersect(Period::new(Day::MIN, as_of));
    let of = |(fail, known): (usize, &Fail)| {
        let records = match known {
            Fail::Discipline => outcomes(core, person, time, |_, kind| kind == OutcomeKind::Discipline),
            Fail::Named(what) => outcomes(core, person, time, |row, _| core.committee.outcomes.text(row, "what") == what),
            Fail::Criticism => decisions(core, person, time, Measure::Criticism),
            Fail::Extension => decisions(core, person, time, Measure::Extension),
            Fail::Serious => findings(core, person, time),
        };
        records.into_iter().map(move |record| Failing { fail, record })
    };
    rule.fails.iter().enumerate().flat_map(of).collect()
}

fn outcomes(core: &Core, person: PersonIx, time: Period, fails: impl Fn(usize, OutcomeKind) -> bool) -> Vec<FailingRecord> {
    let rows = core
        .committee
        .outcomes
        .iter()
        .filter(|(row, found)| found.person == person && time.contains(found.date) && fails(*row, found.kind));
    rows.map(|(row, _)| FailingRecord::Outcome(row)).collect()
}

fn decisions(core: &Core, person: PersonIx, time: Period, measure: Measure) -> Vec<FailingRecord> {
    let rows = core.committee.duty.iter().filter(|(_, row)| row.person == person && time.contains(row.date) && row.measure == measure);
    rows.map(|(row, _)| FailingRecord::Duty(row)).collect()
}

fn findings(core: &Core, person: PersonIx, time: Period) -> Vec<FailingRecord> {
    let serious = core
        .committee
        .inspections
        .iter()
        .filter(|(_, row)| row.person == Some(person) && row.serious == Seriousness::Serious && time.contains(row.date));
    serious.map(|(row, _)| FailingRecord::Inspection(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Outcome, PartState, assess};
    use crate::model::assessment_rule::{Assessment, AssessmentPart, Band, Fail};
    use crate::model::dataset::Dataset;
    use crate::model::decimal::{fraction, rounded};
    use crate::model::word::{OutcomeKind, Stage};
    use crate::rules::fixture::{Fixture, day, decimal};

    fn part(key: &str, weight: &str, quorum: Option<(i64, i64)>) -> AssessmentPart {
        AssessmentPart { key: key.into(), weight: decimal(weight), quorum: quorum.map(|(num, den)| fraction(num, den)) }
    }

    fn fixture(parts: Vec<AssessmentPart>, fails: &[&str]) -> Fixture {
        let band = |from: &str, name: &str| Band { from: decimal(from), to: None, name: name.into() };
        let mut fixture = Fixture::empty();
        fixture.scheme.assessments = vec![Assessment {
            key: "year".into(),
            name: "年度".into(),
            clause: None,
            parts,
            bands: vec![band("60", "合格"), band("0", "不合格")],
            edges: None,
            fails: fails.iter().map(|word| Fail::of(word)).collect(),
        }];
        fixture.person("h1", Stage::Full, "b1").person("h2", Stage::Full, "b1");
        fixture
    }

    fn band(data: &Dataset, index: usize, as_of: &str) -> Option<String> {
        let assessed = assess(&data.core, 0, day(as_of));
        assessed[index].band.map(|band| data.core.scheme.assessments[0].bands[band].name.clone())
    }

    #[test]
    fn the_weighted_sum_is_exact_where_floating_point_is_not() {
        // 0.3 × 57 + 0.4 × 60 + 0.3 × 63 = 17.1 + 24 + 18.9 = 60, which in binary is 59.99….
        let mut fixture = fixture(vec![part("a", "30", None), part("b", "40", None), part("c", "30", None)], &[]);
        fixture.mark(0, "h1", [(0, "57"), (1, "60"), (2, "63")]).mark(0, "h2", [(0, "57"), (1, "60"), (2, "62.99")]);
        let data = fixture.dataset();
        let assessed = assess(&data.core, 0, day("2013-06-01"));
        assert_eq!(assessed[0].result, Some(fraction(60, 1)));
        assert_eq!((band(&data, 0, "2013-06-01"), band(&data, 1, "2013-06-01")), (Some("合格".into()), Some("不合格".into())));
        assert_eq!(rounded(assessed[1].result.as_ref().unwrap(), 2), "60.00");
    }

    #[test]
    fn weights_need_not_sum_to_a_hundred_and_one_of_zero_is_not_needed() {
        let mut fixture = fixture(vec![part("a", "1", None), part("b", "2", None), part("c", "0", None)], &[]);
        fixture.mark(0, "h1", [(0, "90"), (1, "60")]);
        let data = fixture.dataset();
        assert_eq!(assess(&data.core, 0, day("2013-06-01"))[0].result, Some(fraction(70, 1)));
    }

    #[test]
    fn a_part_below_its_quorum_does_not_count_and_the_share_itself_does() {
        let mut fixture = fixture(vec![part("a", "1", Some((2, 3))), part("b", "1", None)], &[]);
        fixture.mark(0, "h1", [(0, "90"), (1, "80")]).mark(0, "h2", [(0, "90"), (1, "80")]);
        fixture.voted("h1", 0, 20, 30).voted("h2", 0, 19, 30);
        let data = fixture.dataset();
        let assessed = assess(&data.core, 0, day("2013-06-01"));
        let states: Vec<_> = assessed.iter().map(|one| (one.parts[0].state, one.outcome, one.result.clone())).collect();
        assert_eq!(states[0], (PartState::Valid, Outcome::Complete, Some(fraction(85, 1))));
        assert_eq!(states[1], (PartState::BelowQuorum, Outcome::Incomplete, None));
        assert_eq!(band(&data, 1, "2013-06-01"), None);
    }

    #[test]
    fn without_a_part_or_without_a_count_of_votes_there_is_no_result() {
        let mut fixture = fixture(vec![part("a", "1", Some((1, 2))), part("b", "1", None)], &[]);
        fixture.mark(0, "h1", [(0, "90"), (1, "80")]).mark(0, "h2", [(1, "80")]);
        let data = fixture.dataset();
        let states: Vec<_> = assess(&data.core, 0, day("2013-06-01")).iter().map(|one| (one.parts[0].state, one.outcome)).collect();
        assert_eq!(states, [(PartState::TurnoutUnknown, Outcome::Incomplete), (PartState::Missing, Outcome::Incomplete)]);
    }

    #[test]
    fn what_fails_a_person_gives_the_lowest_band_from_its_day_on() {
        let mut fixture = fixture(vec![part("a", "1", None)], &["discipline", "serious", "旷会"]);
        fixture.mark(0, "h1", [(0, "95")]).mark(0, "h2", [(0, "95")]);
        fixture.outcome("2013-03-01", "h1", OutcomeKind::Discipline, "迟到").serious("2013-04-01", "b1", "h1");
        fixture.outcome("2013-05-01", "h2", OutcomeKind::Other, "旷会").outcome("2012-10-01", "h2", OutcomeKind::Discipline, "早于方案");
        let data = fixture.dataset();
        let fails = |as_of| assess(&data.core, 0, day(as_of)).iter().map(|one| one.fails.len()).collect::<Vec<_>>();
        assert_eq!([fails("2013-02-28"), fails("2013-03-01"), fails("2013-04-01"), fails("2013-05-01")], [[0, 0], [1, 0], [2, 0], [2, 1]]);
        let outcomes: Vec<_> = assess(&data.core, 0, day("2013-05-01")).iter().map(|one| one.outcome).collect();
        assert_eq!(outcomes, [Outcome::Failed, Outcome::Failed]);
        assert_eq!((band(&data, 0, "2013-02-28"), band(&data, 0, "2013-03-01")), (Some("合格".into()), Some("不合格".into())));
    }
}
