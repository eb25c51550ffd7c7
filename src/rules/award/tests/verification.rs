//! A decision against records that changed: each change that the list rests on is named, and nothing else is.

use super::rates;
use crate::model::award_rule::{AwardRule, CriterionKey, Quota};
use crate::model::dataset::Dataset;
use crate::model::decision::Decision;
use crate::model::word::{OutcomeKind, Review, Side, Stage};
use crate::rules::award::decision::{Wishes, decide};
use crate::rules::award::settings::settings;
use crate::rules::award::used::{used, whole};
use crate::rules::award::verification::{Digest, Verification, verify};
use crate::rules::award::{RecordIndex, compute};
use crate::rules::fixture::{Fixture, criterion, day};

const AS_OF: &str = "2013-01-10";

/// Three helpers of b1 and b2, each with a student; the award looks at forms, visits, own honours and the duty.
fn season() -> Fixture {
    let mut fixture = Fixture::empty();
    let keys = [CriterionKey::Forms, CriterionKey::Visits, CriterionKey::OwnOutcomes, CriterionKey::Cadence];
    let rule = fixture.award("star", Side::Helper);
    (rule.criteria, rule.quota) = (keys.map(|key| criterion(key, 1)).to_vec(), Quota::Seats(1));
    for (at, branch) in [(1, "b1"), (2, "b1"), (3, "b2")] {
        let [helper, helped] = ["h", "s"].map(|start| format!("{start}{at}"));
        fixture.person(&helper, Stage::Full, branch).person(&helped, Stage::League, "");
        let pair = format!("{branch}-{at}");
        fixture.pair(&pair, &helper, &helped, "2012-11-06", None).visit("2012-12-01", &helped, Some(&format!("{}", 90 - at)));
        fixture.contacts(&pair, &["2012-11-10", "2012-11-20"]);
        fixture.form(&pair, "2012-11", 1, "2012-12-03", Some((Review::Passed, Some("2012-12-04"))));
    }
    fixture.outcome("2012-12-01", "h1", OutcomeKind::Honour, "x").points("5");
    fixture
}

fn decision(data: &Dataset) -> Decision {
    let rates = rates(data, day(AS_OF));
    let index = RecordIndex::new(&data.core, &data.branches, &rates, day(AS_OF));
    let ranking = compute(&index, 0).unwrap();
    let records = used(&index, &ranking).unwrap();
    Decision {
        as_of: day(AS_OF),
        date: day(AS_OF),
        meeting: "x".into(),
        votes: [None; 3],
        document: None,
        pool: ranking.pool(),
        seats: ranking.seats(),
        criteria: Vec::new(),
        persons: decide(&ranking, &Wishes::default()).unwrap(),
        readings: settings(&data.core.scheme, &data.core.scheme.awards[0]),
        digest: whole(&records),
        records,
        notice: None,
        fixed: None,
    }
}

/// What a change of the records makes of the decision on the records of before.
fn after(change: impl FnOnce(&mut Fixture)) -> Verification {
    let mut fixture = season();
    let decision = decision(&fixture.dataset());
    change(&mut fixture);
    let data = fixture.dataset();
    let rates = rates(&data, day(AS_OF));
    let index = RecordIndex::new(&data.core, &data.branches, &rates, day(AS_OF));
    verify(&index, 0, &decision).unwrap()
}

fn named(found: &Verification) -> Vec<(&str, &str, &str)> {
    found.records.iter().map(|(file, difference)| (file.as_str(), difference.name.as_str(), difference.word())).collect()
}

fn rule(fixture: &mut Fixture) -> &mut AwardRule {
    &mut fixture.scheme.awards[0]
}

#[test]
fn nothing_changed_and_the_list_follows() {
    let found = after(|_| ());
    assert!(found.is_unchanged() && found.follows() && found.same_list());
    // 3 pool persons, 3 pairs, 3 visits, 3 forms, 6 contacts, 1 honour.
    assert_eq!(found.count, 19);
}

#[test]
fn a_record_that_comes_goes_or_changes_is_named() {
    let found = after(|fixture| {
        fixture.visit("2012-12-20", "s3", Some("100"));
    });
    assert_eq!(named(&found), [("committee/visits.csv", "2012-12-20 s3", "added")]);
    assert_eq!((found.follows(), found.same_list()), (false, true));
    let found = after(|fixture| {
        fixture.outcome("2013-01-02", "h2", OutcomeKind::Honour, "y").points("20");
    });
    assert_eq!(named(&found), [("committee/outcomes.csv", "2013-01-02 h2 honour y", "added")]);
    assert_eq!((found.follows(), found.same_list()), (false, false));
    let found = after(|fixture| {
        fixture.contacts("b2-3", &["2012-12-01"]);
    });
    assert_eq!(named(&found), [("branches/b2/contacts.csv", "b2-3@2012-12-01", "added")]);
    let found = after(|fixture| {
        fixture.form("b1-2", "2012-11", 2, "2012-12-20", Some((Review::Returned, None)));
    });
    assert_eq!(named(&found), [("branches/b1/forms.csv", "b1-2 2012-11 2", "added")]);
    let found = after(|fixture| {
        fixture.person("h4", Stage::Full, "b1").person("s4", Stage::League, "").pair("b1-4", "h4", "s4", "2013-01-09", None);
    });
    assert_eq!(named(&found), [("branches/b1/pairs.csv", "b1-4", "added"), ("people.csv", "h4", "added")]);
    assert_eq!(found.sizes, Some(([3, 1], [4, 1])));
}

#[test]
fn what_the_list_does_not_rest_on_is_not_named() {
    for change in [
        // After the day.
        |fixture: &mut Fixture| {
            fixture.visit("2013-01-11", "s1", Some("0"));
        },
        |fixture: &mut Fixture| {
            fixture.outcome("2013-01-11", "h1", OutcomeKind::Discipline, "y").points("-9");
        },
        |fixture: &mut Fixture| {
            fixture.contacts("b1-1", &["2013-01-11"]);
        },
        |fixture: &mut Fixture| {
            fixture.form("b1-1", "2012-12", 1, "2013-01-11", None);
        },
        // Before the pair, before the scheme's time, without a score.
        |fixture: &mut Fixture| {
            fixture.visit("2012-10-20", "s1", Some("0"));
        },
        |fixture: &mut Fixture| {
            fixture.outcome("2012-01-01", "h1", OutcomeKind::Discipline, "y").points("-9");
        },
        |fixture: &mut Fixture| {
            fixture.visit("2012-12-20", "s1", None);
        },
        // Other kinds, and persons whom the award does not look at.
        |fixture: &mut Fixture| {
            fixture.grade("2012-12-01", "s1", "gpa", "3.1");
        },
        |fixture: &mut Fixture| {
            fixture.outcome("2012-12-01", "s1", OutcomeKind::Honour, "y").points("9");
        },
        |fixture: &mut Fixture| {
            fixture.person("x", Stage::Full, "b1").visit("2012-12-01", "x", Some("1"));
        },
        |fixture: &mut Fixture| {
            fixture.inspection("2012-12-01", "b1", None, Some("50"));
        },
        |fixture: &mut Fixture| {
            fixture.goal("b1-1", None);
        },
    ] {
        let found = after(change);
        assert!(found.is_unchanged(), "{found:?}");
    }
}

#[test]
fn a_review_known_only_later_changes_nothing_but_one_known_then_does() {
    let reviewed = |on: &str| {
        let mut fixture = season();
        fixture.form("b1-1", "2012-12", 1, "2013-01-04", None);
        let before = decision(&fixture.dataset());
        let mut fixture = season();
        fixture.form("b1-1", "2012-12", 1, "2013-01-04", Some((Review::Passed, Some(on))));
        let data = fixture.dataset();
        let rates = rates(&data, day(AS_OF));
        let found = verify(&RecordIndex::new(&data.core, &data.branches, &rates, day(AS_OF)), 0, &before).unwrap();
        named(&found).iter().map(|(_, name, word)| format!("{name} {word}")).collect::<Vec<_>>()
    };
    assert_eq!(reviewed("2013-01-11"), [""; 0]);
    assert_eq!(reviewed("2013-01-10"), ["b1-1 2012-12 1 changed"]);
}

#[test]
fn an_end_written_later_changes_nothing_unless_it_reaches_into_the_month_of_the_day() {
    let ended = |end: &str| {
        let before = decision(&season().dataset());
        let mut data = season().dataset();
        data.core.pairs.rows[0].end = Some(day(end));
        let rates = rates(&data, day(AS_OF));
        let found = verify(&RecordIndex::new(&data.core, &data.branches, &rates, day(AS_OF)), 0, &before).unwrap();
        named(&found).iter().map(|(file, name, word)| format!("{file} {name} {word}")).collect::<Vec<_>>()
    };
    assert_eq!(ended("2013-03-01"), [""; 0]);
    assert_eq!(ended("2013-01-31"), [""; 0]);
    assert_eq!(ended("2013-01-30"), ["branches/b1/pairs.csv b1-1 changed"]);
    assert_eq!(ended("2012-12-01"), ["branches/b1/pairs.csv b1-1 changed"]);
}

#[test]
fn a_changed_setting_is_named_with_what_it_was_and_is() {
    let found = after(|fixture| rule(fixture).criteria[1] = criterion(CriterionKey::Visits, 3));
    let [change] = found.settings.as_slice() else { panic!("{found:?}") };
    assert_eq!(change.name, "award.star.criterion.2");
    assert!(change.then.as_ref().unwrap().contains("weight 1") && change.now.as_ref().unwrap().contains("weight 3"));
    let found = after(|fixture| fixture.scheme.form.due_day = 2);
    assert_eq!(found.settings.iter().map(|change| change.name.as_str()).collect::<Vec<_>>(), ["form.due_day"]);
    let found = after(|fixture| fixture.scheme.cadences[0].every = 7);
    assert_eq!(found.settings.iter().map(|change| change.name.as_str()).collect::<Vec<_>>(), ["cadence.two-weeks"]);
    // A setting that the award does not rest on.
    assert!(after(|fixture| fixture.scheme.visit_rest_days = 5).is_unchanged());
}

#[test]
fn digests_altered_in_the_file_are_seen() {
    let data = season().dataset();
    let mut decision = decision(&data);
    let known = decision.records.get_mut("committee/visits.csv").unwrap();
    known.insert("2012-12-01 s1".into(), "0000000000000000".into());
    let rates = rates(&data, day(AS_OF));
    let found = verify(&RecordIndex::new(&data.core, &data.branches, &rates, day(AS_OF)), 0, &decision).unwrap();
    assert_eq!((found.digests, found.follows(), found.is_unchanged()), (Digest::Altered, true, false));
}
