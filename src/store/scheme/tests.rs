//! The reader of `bangfu.toml` against the document's own scheme, broken copies of it, and bytes at random.

use std::sync::Arc;

use super::read_scheme;
use crate::finding::Finding;
use crate::model::award_rule::{CriterionKey, Level, Missing, Nominator, Pool, Quota, Rounding, Ties};
use crate::model::decimal::{Decimal, fraction};
use crate::model::scheme::{PairingPolicy, PauseReading, Per, Scheme, Window};
use crate::model::word::Stage;

const GZU: &str = include_str!("../../../data-template/gzu-2012/bangfu.toml");
const BLANK: &str = include_str!("../../../data-template/blank/bangfu.toml");

fn read(text: &str) -> (Scheme, Vec<Finding>) {
    let mut findings = Vec::new();
    let scheme = read_scheme(&Arc::from("bangfu.toml"), text, &mut findings);
    (scheme, findings)
}

#[test]
fn both_templates_read_without_a_finding() {
    for text in [GZU, BLANK] {
        assert_eq!(read(text).1, []);
    }
}

#[test]
fn the_document_of_2012_reads_as_it_says() {
    let scheme = read(GZU).0;
    assert_eq!(scheme.info.document, "外院党发[2012]7号");
    assert_eq!(scheme.info.period.last.to_string(), "2013-06-06");
    assert_eq!(scheme.branches.iter().map(|branch| branch.key.as_str()).collect::<Vec<_>>(), ["ug1", "ug2", "pg"]);
    assert_eq!(scheme.helping().first.to_string(), "2012-11-06");
    assert_eq!((scheme.pauses.len(), scheme.leaders.len(), scheme.needs.terms.len()), (1, 6, 10));
    assert_eq!((scheme.acts.index("attempt"), scheme.acts.terms[1].counts), (Some(1), false));
    let cadence = &scheme.cadences[0];
    assert_eq!((cadence.every, cadence.window, cadence.pauses, cadence.per), (14, Window::Rolling, PauseReading::Stop, Per::Pair));
    assert_eq!(cadence.clause.as_deref(), Some("八（四）"));
    assert_eq!(
        scheme.honour_points,
        [("school", 10), ("college", 5), ("class", 2)].map(|(level, points)| (level.to_owned(), Decimal::whole(points)))
    );
    assert_eq!(scheme.duty.min_keeping, Some(fraction(3, 5)));
}

#[test]
fn the_awards_of_2012_read_as_they_say() {
    let scheme = read(GZU).0;
    let star = scheme.award("党员之星").unwrap();
    assert!(matches!(&star.quota, Quota::Ratio(share, written) if *share == fraction(1, 10) && written == "10%"));
    assert_eq!((star.pool, star.rounding, star.level, star.at_least), (Pool::Paired, Rounding::Down, Level::College, 1));
    assert_eq!((&star.ties, star.missing, star.bar_disciplined, star.needs_review), (&Ties::LeaveOut, Missing::Zero, true, false));
    let progress = scheme.award("progress").unwrap();
    assert_eq!((progress.needs_nomination, progress.needs_review), (Some(Nominator::Helper), true));
    assert_eq!(progress.criteria[1].key, CriterionKey::Evaluation);
    assert_eq!(progress.criteria[1].what.as_deref(), Some("教学评估"));
    assert_eq!(progress.criteria[0].full_marks.unwrap().to_string(), "1.0");
}

const LEAST: &str = "format = 1
[scheme]
name = \"一帮一\"
start = \"2012-10-16\"
end = 2013-06-06
[[branch]]
key = \"一支部\"
name = \"第一党支部\"
[[phase]]
key = \"helping\"
name = \"帮扶\"
start = 2012-11-06
end = 2013-06-06
[[cadence]]
key = \"c\"
name = \"两周\"
every = 14
[[award]]
key = \"a\"
name = \"奖\"
for = \"helped\"
ratio = \"1/10\"
[[award.criterion]]
key = \"forms\"
weight = \"0.5\"
";

#[test]
fn what_is_left_out_has_the_default_of_the_data_description() {
    let (scheme, findings) = read(LEAST);
    assert_eq!(findings, []);
    let cadence = &scheme.cadences[0];
    assert_eq!((cadence.at_least, cadence.min_days, cadence.remind_days, cadence.minutes), (1, 0, 3, 0));
    assert_eq!(
        (cadence.window, cadence.pauses, cadence.per, cadence.phase.as_str()),
        (Window::Rolling, PauseReading::Stop, Per::Pair, "helping")
    );
    assert_eq!((cadence.acts.len(), cadence.weekdays.len(), cadence.total_minutes), (0, 0, None));
    assert_eq!((scheme.entry_days, scheme.form.due_day, scheme.form.min_days, scheme.report_due_day), (7, 5, 7, 10));
    assert_eq!((scheme.inspections_per_month, scheme.symposium_months, scheme.visit_rest_days), (1, 2, 60));
    assert_eq!((scheme.privacy.min_cell, scheme.max_per_day), (3, 4));
    let pairing = &scheme.pairing;
    assert_eq!(pairing.helper_stages, [Stage::Probationary, Stage::Full]);
    assert_eq!((pairing.helped_stages.len(), pairing.helper_capacity, pairing.helped_capacity), (5, 1, 1));
    assert_eq!((pairing.max_choices, pairing.policy), (3, PairingPolicy::NeedFirst));
    let award = &scheme.awards[0];
    assert_eq!((award.pool, award.rounding, award.at_least, award.level), (Pool::Paired, Rounding::Down, 0, Level::College));
    assert_eq!((&award.ties, award.missing, award.bar_disciplined, award.needs_review), (&Ties::LeaveOut, Missing::Zero, false, false));
    assert_eq!(award.criteria[0].late_credit, fraction(1, 2));
}
