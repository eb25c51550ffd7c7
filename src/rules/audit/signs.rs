//! Finding the signs among the contacts of all branches and what else is known of them.

use std::collections::BTreeMap;

use super::commits::{Committed, late_commits};
use super::{Seen, Sign, Spot, What};
use crate::model::closed::ClosedMonth;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::record_key;
use crate::model::records::{BranchIx, PairIx, PersonIx};
use crate::model::table::{CONTACTS, PAIRS};
use crate::rules::closing::Comparison;
use crate::rules::said::{self, Statement};

/// A visit, by its row, set against the log.
pub type Said = (usize, said::Comparison);

/// What the signs are found in.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The contacts of all branches, in the order of branch, pair and day.
    pub contacts: Vec<Seen>,
    /// The visits with what the students said.
    pub said: Vec<Said>,
    /// The closed months beside what is now.
    pub closed: Vec<(ClosedMonth, Comparison)>,
    /// The records that git knows the first commit of.
    pub commits: Vec<Committed>,
}

/// All signs, kind by kind, each kind in the order of its places.
#[must_use]
pub fn signs(core: &Core, evidence: &Evidence) -> Vec<Sign> {
    let mut signs = late_entries(core, evidence);
    signs.extend(same_texts(core, evidence));
    signs.extend(crowded_days(core, evidence));
    signs.extend(evidence.closed.iter().flat_map(|(closed, comparison)| closed_month(core, evidence, closed, comparison)));
    signs.extend(evidence.said.iter().flat_map(|said| said_otherwise(core, said)));
    signs.extend(late_commits(core, &evidence.commits));
    signs
}

fn spot(core: &Core, seen: &Seen) -> Spot {
    let key = [core.pairs.id(seen.pair), &seen.date.to_string(), &seen.n.to_string()];
    Spot { file: CONTACTS.path(core.scheme.branch_key(seen.branch)), line: seen.line, record: record_key::name(&CONTACTS, &key) }
}

fn late_entries(core: &Core, evidence: &Evidence) -> Vec<Sign> {
    let late = |seen: &Seen| {
        let entered = seen.entered.filter(|entered| entered.since(seen.date) > core.scheme.entry_days)?;
        let what = What::LateEntry { date: seen.date, entered, days: entered.since(seen.date) };
        Some(Sign { what, branch: Some(seen.branch), spots: vec![spot(core, seen)] })
    };
    evidence.contacts.iter().filter_map(late).collect()
}

/// Groups of contacts with one text, of more than one day or pair.
fn same_texts(core: &Core, evidence: &Evidence) -> Vec<Sign> {
    let mut by_text: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    for seen in evidence.contacts.iter().filter(|seen| !seen.text.is_empty()) {
        by_text.entry(&seen.text).or_default().push(seen);
    }
    let differ =
        |group: &[&Seen]| group.iter().any(|seen| group.first().is_some_and(|first| (first.pair, first.date) != (seen.pair, seen.date)));
    let mut groups: Vec<(&str, Vec<&Seen>)> = by_text.into_iter().filter(|(_, group)| differ(group)).collect();
    groups.sort_by_key(|(text, group)| (group.first().map(|seen| (seen.branch, seen.pair, seen.date, seen.n)), *text));
    let sign = |(text, group): (&str, Vec<&Seen>)| Sign {
        what: What::SameText { text: text.to_owned() },
        branch: one_branch(group.iter().map(|seen| seen.branch)),
        spots: group.into_iter().map(|seen| spot(core, seen)).collect(),
    };
    groups.into_iter().map(sign).collect()
}

/// The branch, where all are of one.
fn one_branch(mut branches: impl Iterator<Item = BranchIx>) -> Option<BranchIx> {
    let first = branches.next()?;
    branches.all(|branch| branch == first).then_some(first)
}

fn crowded_days(core: &Core, evidence: &Evidence) -> Vec<Sign> {
    let mut by_day: BTreeMap<(&str, Day), (PersonIx, Vec<&Seen>)> = BTreeMap::new();
    for seen in &evidence.contacts {
        let Some(helper) = core.pairs.get(seen.pair).map(|pair| pair.helper).filter(|helper| helper.is_known()) else { continue };
        by_day.entry((core.people.id(helper), seen.date)).or_insert_with(|| (helper, Vec::new())).1.push(seen);
    }
    let crowded = by_day.into_iter().filter(|(_, (_, group))| group.len() > core.scheme.max_per_day as usize);
    let sign = |((_, day), (helper, group)): ((&str, Day), (PersonIx, Vec<&Seen>))| Sign {
        what: What::CrowdedDay { helper, day, count: group.len() },
        branch: one_branch(group.iter().map(|seen| seen.branch)),
        spots: group.into_iter().map(|seen| spot(core, seen)).collect(),
    };
    crowded.map(sign).collect()
}

fn closed_month(core: &Core, evidence: &Evidence, closed: &ClosedMonth, comparison: &Comparison) -> Vec<Sign> {
    let (month, day) = (closed.month, closed.closed);
    let mut signs = Vec::new();
    if !comparison.same_settings {
        let spots = vec![Spot { file: "bangfu.toml".to_owned(), line: 0, record: String::new() }];
        signs.push(Sign { what: What::ClosedSettings { month, closed: day }, branch: None, spots });
    }
    for one in &comparison.contacts {
        let what = What::ClosedContacts { month, closed: day, pair: one.name.clone(), then: one.then, now: one.now };
        let (branch, spots) = of_pair(core, evidence, closed, &one.name);
        signs.push(Sign { what, branch, spots });
    }
    let others = comparison.files.iter().filter(|one| !one.name.ends_with(CONTACTS.file));
    signs.extend(others.map(|one| Sign {
        what: What::ClosedFile { month, closed: day, file: one.name.clone(), then: one.then, now: one.now },
        branch: core.branch_indexes().find(|branch| one.name.starts_with(&format!("branches/{}/", core.scheme.branch_key(*branch)))),
        spots: vec![Spot { file: one.name.clone(), line: 0, record: String::new() }],
    }));
    signs
}

/// Where a pair's changed contacts of a closed month are: those entered after the close, else all of the month, else the pair itself.
fn of_pair(core: &Core, evidence: &Evidence, closed: &ClosedMonth, id: &str) -> (Option<BranchIx>, Vec<Spot>) {
    let Some(pair) = core.pairs.find(id) else {
        return (None, Vec::new());
    };
    let row = core.pairs.get(pair);
    let branch = row.map(|row| row.branch);
    let of_month: Vec<&Seen> = contacts_of(evidence, pair).filter(|seen| closed.month.period().contains(seen.date)).collect();
    let after: Vec<&Seen> = of_month.iter().copied().filter(|seen| seen.entered.is_some_and(|entered| entered > closed.closed)).collect();
    let named = if after.is_empty() { of_month } else { after };
    let mut spots: Vec<Spot> = named.into_iter().map(|seen| spot(core, seen)).collect();
    if spots.is_empty() {
        let file = PAIRS.path(branch.map_or("", |branch| core.scheme.branch_key(branch)));
        spots.push(Spot { file, line: row.map_or(0, |row| row.line), record: id.to_owned() });
    }
    (branch, spots)
}

fn contacts_of(evidence: &Evidence, pair: PairIx) -> impl Iterator<Item = &Seen> {
    evidence.contacts.iter().filter(move |seen| seen.pair == pair)
}

fn said_otherwise(core: &Core, (row, comparison): &Said) -> Vec<Sign> {
    let visits = &core.committee.visits;
    let Some(visit) = visits.rows.get(*row) else { return Vec::new() };
    let (person, day) = (visit.person, visit.date);
    let spots = vec![Spot { file: visits.file.to_string(), line: visit.line, record: format!("{day} {}", core.people.id(person)) }];
    let sign = |what| Sign { what, branch: Some(comparison.branch), spots: spots.clone() };
    let mut signs = Vec::new();
    if let Statement::Contradicts { said, logged } = comparison.contacts {
        signs.push(sign(What::SaidCount { person, day, said, logged: logged.unwrap_or(0) }));
    }
    if let Statement::Contradicts { said, logged } = comparison.last {
        signs.push(sign(What::SaidLast { person, day, said, logged }));
    }
    signs
}
