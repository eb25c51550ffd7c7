//! From a list to a decision: what people may decide, and what contradicts itself.

use super::ranking;
use crate::model::award_rule::{AwardRule, CriterionKey, Quota, Ties};
use crate::model::dataset::Dataset;
use crate::model::decision::{Computed, Decided, Judged};
use crate::model::word::{OutcomeKind, Side, Stage};
use crate::rules::award::Ranking;
use crate::rules::award::decision::{Contradiction, Wish, Wishes, decide};
use crate::rules::fixture::{Fixture, criterion};

/// Helpers h1 … with a visit of a score each; h9 is barred for a disciplinary act.
fn season(scores: &[&str], set: impl FnOnce(&mut AwardRule)) -> Dataset {
    let mut fixture = Fixture::empty();
    let rule = fixture.award("star", Side::Helper);
    (rule.criteria, rule.bar_disciplined) = (vec![criterion(CriterionKey::Visits, 1)], true);
    set(rule);
    let barred = std::iter::once((9, "100"));
    for (at, score) in scores.iter().enumerate().map(|(at, score)| (at + 1, *score)).chain(barred) {
        let [helper, helped] = ["h", "s"].map(|start| format!("{start}{at}"));
        fixture.person(&helper, Stage::Full, "b1").person(&helped, Stage::League, "");
        fixture.pair(&format!("b1-{at}"), &helper, &helped, "2012-11-06", None).visit("2012-12-01", &helped, Some(score));
    }
    fixture.person("far", Stage::Full, "b1").outcome("2012-12-02", "h9", OutcomeKind::Discipline, "x");
    fixture.dataset()
}

fn wish(data: &Dataset, person: &str, reason: &str) -> Wish {
    Wish { person: data.core.people.find(person).unwrap(), reason: reason.into() }
}

fn taken<'a>(data: &'a Dataset, persons: &[Judged]) -> Vec<&'a str> {
    let taken = persons.iter().filter(|judged| judged.decided == Decided::Taken);
    taken.map(|judged| data.core.people.id(judged.person)).collect()
}

fn seats(count: u32) -> impl FnOnce(&mut AwardRule) {
    move |rule| rule.quota = Quota::Seats(count)
}

fn on(data: &Dataset) -> Ranking {
    ranking(data, 0, "2013-01-01")
}

#[test]
fn without_a_word_the_list_is_taken_as_it_is() {
    let data = season(&["90", "80", "70"], seats(2));
    let decided = decide(&on(&data), &Wishes::default()).unwrap();
    assert_eq!(taken(&data, &decided), ["h1", "h2"]);
    let computed: Vec<_> = decided.iter().map(|judged| judged.computed).collect();
    assert_eq!(computed, [Computed::Taken, Computed::Taken, Computed::Below, Computed::Barred]);
    assert_eq!(decided[3].code.as_deref(), Some("disciplined"));
}

#[test]
fn one_is_passed_over_and_another_taken_each_with_its_reason() {
    let data = season(&["90", "80", "70"], seats(2));
    let wishes = Wishes { take: vec![wish(&data, "h3", "next ")], pass: vec![wish(&data, "h2", "left")] };
    let decided = decide(&on(&data), &wishes).unwrap();
    assert_eq!(taken(&data, &decided), ["h1", "h3"]);
    assert_eq!((decided[1].decided, decided[1].reason.as_deref()), (Decided::PassedOver, Some("left")));
    assert_eq!(decided[2].reason.as_deref(), Some("next"));
}

#[test]
fn a_tie_at_the_cut_is_settled_by_name_or_not_at_all() {
    for ties in [Ties::LeaveOut, Ties::Criteria(vec![CriterionKey::Cadence])] {
        let data = season(&["90", "80", "80"], |rule| (rule.quota, rule.ties) = (Quota::Seats(2), ties));
        let open = |persons: &[&str]| Contradiction::Unsettled(persons.iter().map(|id| data.core.people.find(id).unwrap()).collect());
        assert_eq!(decide(&on(&data), &Wishes::default()), Err(vec![open(&["h2", "h3"])]));
        let take = vec![wish(&data, "h3", "older")];
        assert_eq!(decide(&on(&data), &Wishes { take: take.clone(), pass: Vec::new() }), Err(vec![open(&["h2"])]));
        let settled = decide(&on(&data), &Wishes { take, pass: vec![wish(&data, "h2", "younger")] }).unwrap();
        assert_eq!(taken(&data, &settled), ["h1", "h3"]);
    }
    let data = season(&["90", "80", "80"], |rule| (rule.quota, rule.ties) = (Quota::Seats(2), Ties::TakeAll));
    assert_eq!(taken(&data, &decide(&on(&data), &Wishes::default()).unwrap()), ["h1", "h2", "h3"]);
}

#[test]
fn what_contradicts_itself_is_refused_all_of_it_at_once() {
    let data = season(&["90", "80", "70"], seats(1));
    let who = |id| data.core.people.find(id).unwrap();
    let wrong = |take: &[(&str, &str)], pass: &[(&str, &str)]| {
        let wishes = |words: &[(&str, &str)]| words.iter().map(|(id, reason)| wish(&data, id, reason)).collect();
        decide(&on(&data), &Wishes { take: wishes(take), pass: wishes(pass) }).unwrap_err()
    };
    assert_eq!(wrong(&[("h1", "x")], &[]), [Contradiction::OnTheList(who("h1"))]);
    assert_eq!(wrong(&[], &[("h2", "x")]), [Contradiction::NotOnTheList(who("h2"))]);
    assert_eq!(wrong(&[], &[("h9", "x")]), [Contradiction::NotOnTheList(who("h9"))]);
    assert_eq!(wrong(&[("far", "x")], &[]), [Contradiction::NotInPool(who("far"))]);
    assert_eq!(wrong(&[("s1", "x")], &[]), [Contradiction::NotInPool(who("s1"))]);
    assert_eq!(wrong(&[("h2", " ")], &[]), [Contradiction::NoReason(who("h2"))]);
    assert_eq!(wrong(&[("h2", "x"), ("h2", "y")], &[]), [Contradiction::Twice(who("h2"))]);
    assert!(wrong(&[("h1", "x")], &[("h1", "x")]).contains(&Contradiction::Twice(who("h1"))));
    assert_eq!(wrong(&[("h1", "x"), ("far", "x")], &[("h3", "")]).len(), 3);
}

#[test]
fn a_barred_person_is_taken_by_people_alone_and_keeps_the_code() {
    let data = season(&["90"], seats(1));
    let wishes = Wishes { take: vec![wish(&data, "h9", "the act was lifted")], pass: Vec::new() };
    let decided = decide(&on(&data), &wishes).unwrap();
    let barred = decided.last().unwrap();
    assert_eq!((barred.computed, barred.decided, barred.code.as_deref()), (Computed::Barred, Decided::Taken, Some("disciplined")));
}
