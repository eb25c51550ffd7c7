//! Scores, ranks and seats of whole lists.

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::{ranking, winners};
use crate::model::award_rule::{AwardRule, CriterionKey, Level, Missing, Quota, Rounding, Ties};
use crate::model::decimal::{fraction, parse_ratio, rounded};
use crate::model::word::{Side, Stage};
use crate::rules::award::{Fault, RecordIndex, compute};
use crate::rules::fixture::{Fixture, criterion, day, decimal};

/// Helpers h01, h02 … each with one student and one visit of a score.
fn visited(scores: &[&str], set: impl FnOnce(&mut AwardRule)) -> Fixture {
    let mut fixture = Fixture::empty();
    let rule = fixture.award("star", Side::Helper);
    rule.criteria = vec![criterion(CriterionKey::Visits, 1)];
    set(rule);
    for (at, score) in scores.iter().enumerate() {
        let [helper, helped] = ["h", "s"].map(|start| format!("{start}{:02}", at + 1));
        let branch = if at % 2 == 0 { "b1" } else { "b2" };
        fixture.person(&helper, Stage::Full, branch).person(&helped, Stage::League, "");
        fixture.pair(&format!("{branch}-{:03}", at + 1), &helper, &helped, "2012-11-06", None);
        fixture.visit("2012-12-01", &helped, Some(score));
    }
    fixture
}

#[test]
fn equal_scores_share_a_rank_and_stand_by_id() {
    let data = visited(&["70", "90", "70", "80", "70"], |_| ()).dataset();
    let ranking = ranking(&data, 0, "2013-01-01");
    let list: Vec<_> = ranking.candidates.iter().map(|one| (one.rank, data.core.people.id(one.person), rounded(&one.score, 2))).collect();
    let expected = [(1, "h02", "90.00"), (2, "h04", "80.00"), (3, "h01", "70.00"), (3, "h03", "70.00"), (3, "h05", "70.00")];
    assert_eq!(list, expected.map(|(rank, id, score)| (rank, id, score.to_owned())));
}

#[test]
fn ranks_go_by_the_exact_score_not_by_what_is_shown() {
    // 2/3 and 0.6667 are both shown as 66.67.
    let mut fixture = visited(&["66.67", "0"], |rule| rule.quota = Quota::Seats(1));
    fixture.visit("2012-12-02", "s02", Some("100")).visit("2012-12-03", "s02", Some("100"));
    let data = fixture.dataset();
    let ranking = ranking(&data, 0, "2013-01-01");
    assert_eq!(ranking.candidates.iter().map(|one| rounded(&one.score, 2)).collect::<Vec<_>>(), ["66.67", "66.67"]);
    assert_eq!((ranking.candidates[1].rank, ranking.is_tied(), winners(&data, &ranking)), (2, false, vec!["h01"]));
}

#[test]
fn weights_are_of_their_sum() {
    let set = |rule: &mut AwardRule| {
        rule.criteria =
            vec![criterion(CriterionKey::Visits, 3), criterion(CriterionKey::OwnOutcomes, 1), criterion(CriterionKey::Goals, 4)];
        rule.criteria[1].weight = decimal("0.5");
    };
    let data = visited(&["80"], set).dataset();
    let score = ranking(&data, 0, "2013-01-01").candidates[0].score.clone();
    assert_eq!(score, fraction(3 * 80 * 2, 15));
    let skip = visited(&["80"], |rule| {
        set(rule);
        rule.missing = Missing::Skip;
    });
    let data = skip.dataset();
    let ranking = ranking(&data, 0, "2013-01-01");
    // No goal was set, so its weight is left out; no honour is 0 and keeps its weight.
    assert_eq!(ranking.candidates[0].score, fraction(3 * 80 * 2, 7));
    assert_eq!(ranking.candidates[0].fractions, [Some(fraction(4, 5)), Some(fraction(0, 1)), None]);
}

#[test]
fn with_every_criterion_skipped_the_score_is_zero() {
    let data = visited(&["80"], |rule| {
        rule.criteria = vec![criterion(CriterionKey::Goals, 4)];
        rule.missing = Missing::Skip;
    });
    assert_eq!(ranking(&data.dataset(), 0, "2013-01-01").candidates[0].score, fraction(0, 1));
}

#[test]
fn each_branch_has_its_own_cut_but_ranks_are_of_the_whole_list() {
    let data = visited(&["90", "50", "80", "50", "70", "40"], |rule| {
        (rule.level, rule.quota) = (Level::Branch, Quota::Ratio(parse_ratio("1/3").unwrap(), "1/3".into()));
    });
    let data = data.dataset();
    let ranking = ranking(&data, 0, "2013-01-01");
    assert_eq!((ranking.pool(), ranking.seats(), ranking.is_tied()), (6, 2, true));
    assert_eq!(ranking.units.iter().map(|unit| unit.is_tied()).collect::<Vec<_>>(), [false, true]);
    assert_eq!(winners(&data, &ranking), ["h01"]);
    assert_eq!(ranking.candidates.iter().map(|one| one.rank).collect::<Vec<_>>(), [1, 2, 3, 4, 4, 6]);
}

#[test]
fn a_tie_is_broken_by_a_criterion_that_needs_no_weight() {
    let with = |ties| {
        let mut fixture = visited(&["80", "80", "80"], |rule| (rule.quota, rule.ties) = (Quota::Seats(1), ties));
        fixture.goal("b2-002", Some("2012-12-01")).goal("b1-001", None);
        fixture.dataset()
    };
    let data = with(Ties::Criteria(vec![CriterionKey::Goals]));
    let broken = ranking(&data, 0, "2013-01-01");
    assert_eq!((winners(&data, &broken), broken.is_tied()), (vec!["h02"], false));
    // Without a goal met the two others are level: missing counts as 0.
    let data = with(Ties::Criteria(vec![CriterionKey::Forms]));
    let undivided = ranking(&data, 0, "2013-01-01");
    assert_eq!((winners(&data, &undivided).len(), undivided.is_tied()), (0, true));
    let data = with(Ties::Criteria(vec![CriterionKey::Evaluation]));
    let index = RecordIndex::new(&data.core, &data.branches, &[], day("2013-01-01"));
    let fault = Fault::BadCriterion { award: "star".into(), criterion: CriterionKey::Evaluation, setting: "what" };
    assert_eq!(compute(&index, 0).unwrap_err(), fault);
}

#[test]
fn a_criterion_without_full_marks_is_no_setting() {
    let data = visited(&["80"], |rule| {
        rule.criteria = vec![criterion(CriterionKey::Developed, 1)];
        rule.criteria[0].full_marks = Some(decimal("0"));
    });
    let data = data.dataset();
    let index = RecordIndex::new(&data.core, &data.branches, &[], day("2013-01-01"));
    let fault = Fault::BadCriterion { award: "star".into(), criterion: CriterionKey::Developed, setting: "full_marks" };
    assert_eq!(compute(&index, 0).unwrap_err(), fault);
}

#[test]
fn seats_are_of_the_pool_with_the_barred_and_no_more_than_the_candidates() {
    let data = visited(&["90", "80", "70"], |rule| {
        rule.quota = Quota::Ratio(parse_ratio("100%").unwrap(), "100%".into());
        rule.rounding = Rounding::Up;
        rule.min_keeping = Some(fraction(1, 1));
    });
    let ranking = ranking(&data.dataset(), 0, "2013-01-10");
    assert_eq!((ranking.pool(), ranking.seats(), ranking.barred.len()), (3, 0, 3));
}

proptest! {
    #[test]
    fn the_list_does_not_hang_on_the_order_of_the_records(scores: Vec<u8>, seats in 0..6_u32, turn: usize) {
        let scores: Vec<String> = scores.iter().take(12).map(|score| (score % 4 * 10).to_string()).collect();
        let texts: Vec<&str> = scores.iter().map(String::as_str).collect();
        let list = |turned: usize| {
            let mut fixture = visited(&texts, |rule| rule.quota = Quota::Seats(seats));
            fixture.turn_people(turned);
            let data = fixture.dataset();
            let ranking = ranking(&data, 0, "2013-01-01");
            let rows: Vec<_> = ranking.candidates.iter().map(|one| (data.core.people.id(one.person).to_owned(), one.rank, one.fate)).collect();
            (rows, ranking.is_tied())
        };
        let (rows, tied) = list(0);
        prop_assert_eq!(&list(turn), &(rows.clone(), tied));
        let taken = rows.iter().filter(|(_, _, fate)| fate.is_taken()).count();
        prop_assert!(taken <= seats as usize);
        prop_assert_eq!(taken == (seats as usize).min(rows.len()), !tied);
        for pair in rows.windows(2) {
            prop_assert!(pair[0].1 <= pair[1].1 && (pair[0].1 < pair[1].1 || pair[0].0 < pair[1].0));
        }
    }
}
