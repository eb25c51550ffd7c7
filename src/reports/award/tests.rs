//! The report on small hand-made records.

use super::{AwardReport, explain};
use crate::i18n::{Lang, Message};
use crate::model::award_rule::{
    AwardRule, Better, Comparison, Criterion, CriterionKey, Gate, GateOf, Level, Missing, Nominator, Pool, Quota, Rounding, Step, Ties,
};
use crate::model::dataset::Dataset;
use crate::model::decimal::{fraction, parse_ratio};
use crate::model::records::BranchIx;
use crate::model::word::OutcomeKind::{Discipline, Honour, Other, Stage as StageOutcome};
use crate::model::word::Review::{Passed, Returned};
use crate::model::word::{Side, Stage};
use crate::reports::sheet::{Cell, Sheet, Sheets};
use crate::rules::award::{KeepingRate, RecordIndex, keeping_rates};
use crate::rules::cadence::CadenceFrame;
use crate::rules::fixture::{Fixture, criterion, day, decimal};

fn rates(data: &Dataset, as_of: &str) -> Vec<KeepingRate> {
    let frames = CadenceFrame::all(&data.core, day(as_of));
    let branches = data.branches.iter().enumerate();
    branches.flat_map(|(index, records)| keeping_rates(&data.core, BranchIx(index as u16), &records.contacts, &frames)).collect()
}

/// Shows a report to a closure: it borrows what is made here.
fn with_report<T>(fixture: &Fixture, as_of: &str, lang: Lang, show: impl FnOnce(&AwardReport<'_>) -> T) -> T {
    let data = fixture.dataset();
    let rates = rates(&data, as_of);
    let index = RecordIndex::new(&data.core, &data.branches, &rates, day(as_of));
    show(&AwardReport::new(&index, 0, lang).unwrap())
}

fn json(fixture: &Fixture, as_of: &str) -> String {
    with_report(fixture, as_of, Lang::En, |report| serde_json::to_string(report).unwrap())
}

/// h1 helps s1, h2 helps s2, h3 helps s3; h1 of branch b1, the others of b2.
fn three_pairs(set: impl FnOnce(&mut AwardRule)) -> Fixture {
    let mut fixture = Fixture::empty();
    let rule = fixture.award("star", Side::Helper);
    (rule.quota, rule.at_least) = (Quota::Ratio(parse_ratio("10%").unwrap(), "10%".into()), 1);
    set(rule);
    for (n, branch) in [("1", "b1"), ("2", "b2"), ("3", "b2")] {
        let [helper, helped] = ["h", "s"].map(|start| format!("{start}{n}"));
        fixture.student(&helper, Stage::Full, branch, ["一班", "", "2010"]).person(&helped, Stage::League, "");
        fixture.pair(&format!("{branch}-00{n}"), &helper, &helped, "2012-11-06", None);
    }
    fixture
}

#[test]
fn the_json_as_specified() {
    let mut fixture = three_pairs(|rule| {
        rule.criteria = vec![criterion(CriterionKey::Forms, 30), criterion(CriterionKey::Goals, 10)];
        rule.criteria[1].weight = decimal("2.50");
        rule.bar_disciplined = true;
    });
    fixture.form("b1-001", "2012-11", 1, "2012-12-01", Some((Passed, None)));
    fixture.outcome("2012-12-02", "h3", Discipline, "旷课").level("warning");
    let expected = concat!(
        r#"{"format":"bangfu/award/1","award":"star","as_of":"2012-12-10","level":"college","pool":3,"ratio":"10%","rounding":"down","#,
        r#""seats":1,"tie_at_cut":false,"candidates":[{"rank":1,"person":"h1","name":"名h1","branch":"b1","score":"92.31","#,
        r#""selected":true,"reason":null,"criteria":[{"key":"forms","weight":30,"fraction":"1.0000","missing":false},"#,
        r#"{"key":"goals","weight":"2.50","fraction":null,"missing":true}]},"#,
        r#"{"rank":2,"person":"h2","name":"名h2","branch":"b2","score":"0.00","selected":false,"reason":null,"#,
        r#""criteria":[{"key":"forms","weight":30,"fraction":"0.0000","missing":false},"#,
        r#"{"key":"goals","weight":"2.50","fraction":null,"missing":true}]}],"#,
        r#""barred":[{"person":"h3","code":"disciplined","#,
        r#""reason":"disciplinary outcomes in the scheme's time: 2012-12-02 discipline “旷课” warning"}]}"#,
    );
    assert_eq!(json(&fixture, "2012-12-10"), expected);
}

#[test]
fn below_college_level_units_are_added() {
    let fixture = three_pairs(|rule| (rule.level, rule.quota) = (Level::Branch, Quota::Seats(1)));
    let shown: serde_json::Value = serde_json::from_str(&json(&fixture, "2012-11-10")).unwrap();
    let units = r#"[{"unit":"b1","pool":1,"seats":1,"tie_at_cut":false},{"unit":"b2","pool":2,"seats":1,"tie_at_cut":true}]"#;
    assert_eq!(shown["units"].to_string(), units);
    assert_eq!((&shown["seats"], &shown["ratio"], &shown["tie_at_cut"]), (&2.into(), &serde_json::Value::Null, &true.into()));
    assert_eq!((&shown["candidates"][0]["unit"], &shown["candidates"][0]["reason"]), (&"b1".into(), &serde_json::Value::Null));
    assert_eq!(shown["candidates"][1]["reason"], "one of 2 tied across the cut (seats left: 1); none is taken");
    let unnamed = three_pairs(|rule| rule.level = Level::Major);
    let shown: serde_json::Value = serde_json::from_str(&json(&unnamed, "2012-11-10")).unwrap();
    assert_eq!(shown["units"].to_string(), r#"[{"unit":null,"pool":3,"seats":1,"tie_at_cut":true}]"#);
}

#[test]
fn all_gates_that_bar_are_told() {
    let fixture = three_pairs(|rule| (rule.stages, rule.needs_review) = (vec![Stage::Probationary], true));
    let shown: serde_json::Value = serde_json::from_str(&json(&fixture, "2012-11-10")).unwrap();
    let first = &shown["barred"][0];
    assert_eq!((&first["code"], &first["further"][0]["code"]), (&"wrong-stage".into(), &"not-reviewed".into()));
    assert_eq!(first["reason"], "stage on the day is full member; required: stage one of probationary member");
}

/// An award that uses everything the program knows, for one side and with some settings.
fn rich(side: Side, set: impl FnOnce(&mut AwardRule)) -> Fixture {
    let mut fixture = three_pairs(|rule| {
        rule.side = side;
        rule.criteria = CriterionKey::WORDS.iter().map(|(_, key)| criterion(*key, 10)).collect();
        let rank = Criterion { measure: Some("rank".into()), better: Better::Lower, ..criterion(CriterionKey::Grades, 5) };
        rule.criteria.push(rank);
        rule.bar_disciplined = true;
        set(rule);
    });
    fixture.award("other", side).quota = Quota::Seats(0);
    fixture.scheme.awards[0].excludes = vec!["other".into()];
    fixture.contacts("b1-001", &["2012-11-20", "2012-12-04"]);
    fixture.form("b1-001", "2012-11", 1, "2012-12-01", Some((Returned, None)));
    fixture.form("b1-001", "2012-11", 2, "2012-12-08", Some((Passed, None))).form("b1-001", "2012-12", 1, "2013-01-02", None);
    fixture.visit("2012-12-01", "s1", Some("87.5")).inspection("2012-12-03", "b1", None, Some("90"));
    fixture.outcome("2012-12-05", "s1", Honour, "竞赛").level("college").outcome("2012-12-06", "h1", Honour, "奖学金").points("3");
    fixture.outcome("2012-12-07", "s1", Other, "教学评估").points("2.5").outcome("2012-12-08", "s1", StageOutcome, "probationary");
    fixture.grade("2012-11-01", "s1", "gpa", "2.1").grade("2013-01-10", "s1", "gpa", "3.3");
    fixture.goal("b1-001", Some("2012-12-20")).goal("b1-001", None);
    fixture.nomination("b1", ["star", "s1", "h1"], "2012-12-10", Some((Passed, Some("95"), Some("2012-12-12"))));
    fixture.nomination("b2", ["star", "s2", "b2"], "2012-12-10", Some((Returned, None, None)));
    fixture.nomination("b2", ["star", "h2", "b2"], "2012-12-11", None);
    fixture.outcome("2012-12-09", "s3", Discipline, "旷课").level("warning");
    fixture
}

fn gated(rule: &mut AwardRule) {
    rule.min_keeping = Some(fraction(1, 2));
    rule.stages = vec![Stage::League, Stage::Probationary, Stage::Full];
    (rule.needs_nomination, rule.needs_review) = (Some(Nominator::Helper), true);
    rule.gates = vec![
        Gate { measure: "gpa".into(), of: GateOf::Change, op: Comparison::AtLeast, value: decimal("0.5") },
        Gate { measure: "gpa".into(), of: GateOf::Value, op: Comparison::AtMost, value: decimal("3") },
    ];
}

/// Settings that between them say every sentence of the report.
fn variants() -> Vec<Fixture> {
    let steps = || Quota::Steps(vec![Step { from: 1, to: None, seats: 2 }]);
    let tie = || Ties::Criteria(vec![CriterionKey::Cadence, CriterionKey::Goals]);
    vec![
        rich(Side::Helper, |rule| rule.missing = Missing::Skip),
        rich(Side::Helped, gated),
        rich(Side::Helped, |rule| (rule.needs_nomination, rule.rounding) = (Some(Nominator::Branch), Rounding::Nearest)),
        rich(Side::Helper, |rule| (rule.level, rule.quota, rule.ties) = (Level::Branch, steps(), tie())),
        rich(Side::Helped, |rule| {
            (rule.level, rule.quota, rule.ties, rule.rounding) = (Level::Class, Quota::Seats(1), Ties::TakeAll, Rounding::Up)
        }),
        three_pairs(|rule| (rule.quota, rule.ties) = (Quota::Seats(1), tie())),
        three_pairs(|rule| (rule.pool, rule.cutoff, rule.clause) = (Pool::PairedOnCutoff, Some(day("2012-12-01")), None)),
        three_pairs(|rule| (rule.pool, rule.cutoff, rule.pool_stages) = (Pool::Members, Some(day("2012-12-01")), vec![Stage::Full])),
        rich(Side::Helper, |rule| rule.excludes = vec!["other".into()]),
    ]
}

fn said(sheet: &Sheet) -> Vec<Message> {
    let cells = sheet.rows.iter().flatten().filter_map(|cell| if let Cell::Say(message) = cell { Some(message.clone()) } else { None });
    let heads = sheet.columns.iter().map(|column| column.header.clone());
    cells.chain(heads).chain(sheet.footer.clone()).chain(sheet.title.clone()).collect()
}

#[test]
fn every_sentence_has_its_arguments_in_both_languages() {
    for (at, fixture) in variants().iter().enumerate() {
        let messages = with_report(fixture, "2013-01-15", Lang::Zh, |report| {
            let mut sheets = report.sheets();
            sheets.extend(report.flat());
            for sheet in &sheets {
                assert!(sheet.rows.iter().all(|row| row.len() == sheet.columns.len()), "{at} a ragged sheet");
            }
            let people = report.index.core.people.iter().map(|(person, _)| person);
            sheets.extend(people.flat_map(|person| explain(report, person).sheets()));
            sheets.iter().flat_map(said).collect::<Vec<_>>()
        });
        for lang in Lang::ALL {
            for message in &messages {
                let text = message.text(lang);
                assert!(!text.contains(['{', '}', '⟦']) && !text.contains("award."), "{at} {text}");
            }
        }
    }
}

fn told(fixture: &Fixture, id: &str, as_of: &str) -> String {
    with_report(fixture, as_of, Lang::Zh, |report| {
        let person = report.index.core.people.find(id).unwrap();
        let derivation = explain(report, person);
        derivation.lines.iter().map(|line| line.text(Lang::En)).collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn a_candidate_is_derived_from_the_records() {
    let mut fixture = three_pairs(|rule| {
        rule.criteria =
            vec![criterion(CriterionKey::Forms, 30), criterion(CriterionKey::OwnOutcomes, 10), criterion(CriterionKey::Goals, 10)];
        rule.clause = None;
    });
    fixture.form("b1-001", "2012-11", 1, "2012-12-06", Some((Passed, Some("2012-12-07"))));
    fixture.outcome("2012-12-01", "h1", Honour, "奖学金").level("college").outcome("2012-12-02", "h1", Honour, "标兵").points("1.25");
    let expected = "\
people.csv:2  名h1 (h1), 支部b1
Pool of 3: everyone on the side “helper” with a pair that started by 2013-01-10, ended or not, each once.
  branches/b1/pairs.csv:2  pair b1-001: 名h1 (h1) helps 名s1 (s1), 2012-11-06 to 2013-06-06
college: 3 × 10% = 0.3, rounded down to 0; at least 1, at most the 3 eligible: seats 1.
Forms (weight 30): (passed in time + 1/2 × passed late) ÷ forms due and no longer pending
  branches/b1/forms.csv:2  b1-001 2012-11: received 2012-12-06 (due 2012-12-05), late, passed, worth 1/2
  branches/b1/pairs.csv:2  b1-001 2012-12: due 2013-01-05, missing, worth 0
  fraction 1/4 = 0.2500; weight 30 × fraction = 15/2 = 7.5000
Own outcomes (weight 10): points of the person's own honours and violations in the scheme's time ÷ 10, held between 0 and 1
  committee/outcomes.csv:2  2012-12-01 名h1 (h1), honour “奖学金” college: 5 points
  committee/outcomes.csv:3  2012-12-02 名h1 (h1), honour “标兵”: 1.25 points
  sum 6.25 ÷ 10 = 5/8 = 0.6250
  fraction 5/8 = 0.6250; weight 10 × fraction = 25/4 = 6.2500
Goals met (weight 10): goals met ÷ goals set
  No data: counts as 0.
Score: 55/4 = 13.7500, ÷ 50 × 100 = 55/2, shown as 27.50.
Rank 1: of 3 candidates 0 are higher and 0 have the same score.
Seats: 1; in the unit 0 have a higher score.
Proposed.";
    assert_eq!(told(&fixture, "h1", "2013-01-10"), expected);
}

#[test]
fn a_barred_person_and_an_outsider_are_told_why() {
    let mut fixture = three_pairs(|rule| rule.bar_disciplined = true);
    fixture.outcome("2012-12-02", "h3", Discipline, "旷课").level("warning");
    let barred = told(&fixture, "h3", "2013-01-10");
    assert!(barred.contains("barred (disciplined)") && barred.contains("committee/outcomes.csv:2"), "{barred}");
    assert!(barred.ends_with("Not ranked, but still part of the pool."), "{barred}");
    let outside = told(&fixture, "s3", "2013-01-10");
    assert!(outside.ends_with("Not in the pool: no pair on the side “helper” had started by 2013-01-10."), "{outside}");
}

#[test]
fn a_tied_group_is_shown_with_what_breaks_it() {
    let mut fixture = three_pairs(|rule| (rule.quota, rule.ties) = (Quota::Seats(1), Ties::Criteria(vec![CriterionKey::Goals])));
    fixture.goal("b2-002", Some("2012-12-01"));
    let lost = told(&fixture, "h1", "2013-01-10");
    assert!(lost.contains("  名h2 (h2): Goals met 1") && lost.contains("  名h3 (h3): Goals met 0"), "{lost}");
    assert!(lost.ends_with("Not taken: behind among those of the same score."), "{lost}");
}

#[test]
fn the_flat_table_holds_everyone_of_the_pool_once() {
    for (at, fixture) in variants().iter().enumerate() {
        let (sheets, pool) = with_report(fixture, "2013-01-15", Lang::Zh, |report| (report.flat(), report.ranking.pool() as usize));
        let persons: std::collections::BTreeSet<String> = sheets[0].rows.iter().map(|row| format!("{:?}", row[1])).collect();
        assert_eq!((sheets.len(), sheets[0].rows.len(), persons.len()), (1, pool, pool), "{at}");
    }
}

#[test]
fn a_person_barred_twice_has_one_row_with_both_reasons() {
    let fixture = three_pairs(|rule| (rule.stages, rule.needs_review) = (vec![Stage::Probationary], true));
    let sheets = with_report(&fixture, "2012-11-10", Lang::En, |report| report.sheets());
    let Some(Cell::Say(reason)) = sheets[1].rows[0].last() else { panic!("no reason") };
    let both = "stage on the day is full member; required: stage one of probationary member; no nomination, hence no review";
    assert_eq!((sheets[1].rows.len(), reason.text(Lang::En).as_str()), (3, both));
}
