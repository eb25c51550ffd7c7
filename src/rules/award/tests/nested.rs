//! A share chosen from among the winners of another award, and awards that bar each other once people have decided.

use super::{ranking, winners};
use crate::model::award_rule::{AwardRule, CriterionKey, Missing, Pool, Quota, Rounding};
use crate::model::dataset::Dataset;
use crate::model::decimal::{Fraction, fraction, parse_ratio};
use crate::model::decision::{Computed, Decided, Decision, DecisionFile, Judged};
use crate::model::word::{Side, Stage};
use crate::rules::award::measurement::weighted;
use crate::rules::award::ranking::score;
use crate::rules::award::{Fault, RecordIndex, compute};
use crate::rules::fixture::{Fixture, criterion, day};

/// Ten helpers h0 … h9 with falling visit scores; `good` takes 4 of them, `best` a share of those.
fn season(set: impl FnOnce(&mut AwardRule)) -> Fixture {
    let mut fixture = Fixture::empty();
    fixture.award("good", Side::Helper).quota = Quota::Seats(4);
    fixture.award("best", Side::Helper);
    for rule in &mut fixture.scheme.awards {
        rule.criteria = vec![criterion(CriterionKey::Visits, 1)];
    }
    let best = &mut fixture.scheme.awards[1];
    (best.pool, best.winners_of) = (Pool::Winners, Some("good".into()));
    best.quota = Quota::Ratio(parse_ratio("30%").unwrap(), "30%".into());
    set(best);
    for at in 0..10 {
        let [helper, helped] = ["h", "s"].map(|start| format!("{start}{at}"));
        fixture.person(&helper, Stage::Full, "b1").person(&helped, Stage::League, "");
        fixture.pair(&format!("b1-{at}"), &helper, &helped, "2012-11-06", None);
        fixture.visit("2012-12-01", &helped, Some(&(90 - at).to_string()));
    }
    fixture
}

/// The same with a decision that gives `good` to some persons on a day.
fn decided(fixture: &Fixture, taken: &[&str], on: &str) -> Dataset {
    let mut data = fixture.dataset();
    let person = |id: &&str| Judged {
        person: data.core.people.find(id).unwrap(),
        rank: None,
        score: None,
        fractions: Vec::new(),
        computed: Computed::Below,
        code: None,
        decided: Decided::Taken,
        reason: Some("x".into()),
    };
    let decision = Decision {
        as_of: day("2012-12-05"),
        date: day(on),
        meeting: "x".into(),
        votes: [None; 3],
        document: None,
        pool: 10,
        seats: 4,
        criteria: Vec::new(),
        persons: taken.iter().map(person).collect(),
        readings: Default::default(),
        records: Default::default(),
        digest: String::new(),
        notice: None,
        fixed: None,
    };
    let file = DecisionFile { award: 0, file: "committee/decisions/good.toml".into(), decision: Some(decision), reopened: Vec::new() };
    data.core.committee.decisions.push(file);
    data
}

#[test]
fn a_share_is_of_the_winners_and_chosen_from_them() {
    for (rounding, expected) in [(Rounding::Down, &["h0"][..]), (Rounding::Nearest, &["h0"]), (Rounding::Up, &["h0", "h1"])] {
        let data = season(|best| best.rounding = rounding).dataset();
        let list = ranking(&data, 1, "2013-01-01");
        assert_eq!((list.pool(), winners(&data, &list)), (4, expected.to_vec()));
    }
}

#[test]
fn the_decision_counts_from_its_day_on() {
    let data = decided(&season(|best| best.quota = Quota::Seats(2)), &["h8", "h5", "h2"], "2013-01-05");
    assert_eq!(winners(&data, &ranking(&data, 1, "2013-01-04")), ["h0", "h1"]);
    let list = ranking(&data, 1, "2013-01-05");
    assert_eq!((list.pool(), winners(&data, &list)), (3, vec!["h2", "h5"]));
}

#[test]
fn who_was_decided_on_is_barred_from_the_other_award() {
    let fixture = season(|best| {
        (best.pool, best.winners_of, best.excludes) = (Pool::Paired, None, vec!["good".into()]);
        best.quota = Quota::Seats(2);
    });
    assert_eq!(winners(&fixture.dataset(), &ranking(&fixture.dataset(), 1, "2013-01-05")), ["h4", "h5"]);
    let data = decided(&fixture, &["h4", "h0"], "2013-01-05");
    assert_eq!(winners(&data, &ranking(&data, 1, "2013-01-05")), ["h1", "h2"]);
}

#[test]
fn an_award_cannot_be_chosen_from_its_own_winners() {
    let mut fixture = season(|_| ());
    (fixture.scheme.awards[0].pool, fixture.scheme.awards[0].winners_of) = (Pool::Winners, Some("best".into()));
    let data = fixture.dataset();
    let index = RecordIndex::new(&data.core, &data.branches, &[], day("2013-01-01"));
    assert_eq!(compute(&index, 1).unwrap_err(), Fault::Circle(vec!["best".into(), "good".into(), "best".into()]));
    fixture.scheme.awards[0].winners_of = None;
    let data = fixture.dataset();
    let index = RecordIndex::new(&data.core, &data.branches, &[], day("2013-01-01"));
    assert_eq!(compute(&index, 0).unwrap_err(), Fault::NoWinnersOf("good".into()));
}

#[test]
fn fifty_seven_sixty_and_sixty_three_by_thirty_forty_thirty_are_sixty() {
    let mut fixture = Fixture::empty();
    let rule = fixture.award("star", Side::Helper);
    rule.criteria = [CriterionKey::Visits, CriterionKey::Forms, CriterionKey::Goals].map(|key| criterion(key, 0)).to_vec();
    let weights = ["30", "40", "30"];
    rule.criteria.iter_mut().zip(weights).for_each(|(criterion, weight)| criterion.weight = crate::rules::fixture::decimal(weight));
    let parts: Vec<Option<Fraction>> = [57, 60, 63].map(|mark| Some(fraction(mark, 100))).to_vec();
    let whole = score(&weighted(rule).unwrap(), &parts, Missing::Zero);
    assert_eq!(whole, fraction(60, 1));
    // In binary floating point the same sum is not 60.
    assert_ne!(0.3 * 57.0 + 0.4 * 60.0 + 0.3 * 63.0, 60.0_f64);
    for (rule, weight) in rule.criteria.iter_mut().zip(["0.3", "0.4", "0.3"]) {
        rule.weight = crate::rules::fixture::decimal(weight);
    }
    assert_eq!(score(&weighted(rule).unwrap(), &parts, Missing::Zero), fraction(60, 1));
}
