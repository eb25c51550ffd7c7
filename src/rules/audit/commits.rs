//! Records first committed long after the day that decides when they count (rules.md R1, R11). Not here: reading git.

use std::collections::BTreeMap;

use super::{Sign, Spot, What};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::BranchIx;
use crate::model::table::{
    CHOICES, CONTACTS, DRAWS, DUTY, FORMS, GOALS, INSPECTIONS, MEETINGS, NOMINATIONS, OUTCOMES, PAIRS, REPORTS, Table, VISITS,
};

/// The tables with the columns of the days from which their records count.
pub const DATED: [(&Table, &[&str]); 13] = [
    (&PAIRS, &["start"]),
    (&CHOICES, &["date"]),
    (&CONTACTS, &["date"]),
    (&FORMS, &["received", "reviewed"]),
    (&GOALS, &["met"]),
    (&NOMINATIONS, &["date", "review_date"]),
    (&REPORTS, &["sent"]),
    (&INSPECTIONS, &["date"]),
    (&DRAWS, &["date"]),
    (&VISITS, &["date"]),
    (&MEETINGS, &["date"]),
    (&OUTCOMES, &["date"]),
    (&DUTY, &["date"]),
];

/// A record with a day of its own and the first commit that has both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// The record.
    pub spot: Spot,
    /// The branch in whose folder it lies.
    pub branch: Option<BranchIx>,
    /// The day.
    pub date: Day,
    /// The commit.
    pub commit: String,
    /// The commit's day.
    pub day: Day,
}

/// What was first committed more than `contacts.entry_days` after its day, by commit and file.
pub(super) fn late_commits(core: &Core, commits: &[Committed]) -> Vec<Sign> {
    let mut by_commit: BTreeMap<(Day, &str, &str), Vec<&Committed>> = BTreeMap::new();
    for one in commits.iter().filter(|one| one.day.since(one.date) > core.scheme.entry_days) {
        by_commit.entry((one.day, &one.commit, &one.spot.file)).or_default().push(one);
    }
    let sign = |((day, commit, _), group): ((Day, &str, &str), Vec<&Committed>)| {
        let mut spots: Vec<Spot> = group.iter().map(|one| one.spot.clone()).collect();
        spots.dedup();
        Sign { what: What::LateCommit { commit: commit.to_owned(), day }, branch: group.first().and_then(|one| one.branch), spots }
    };
    by_commit.into_iter().map(sign).collect()
}
