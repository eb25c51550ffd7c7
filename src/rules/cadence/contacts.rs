//! Whose contacts may count for a pair: its own, or with `per = "helper"` those of all the helper's pairs in the branch.

use std::ops::Range;

use super::frame::CadenceFrame;
use crate::model::contact_log::{Contact, ContactLog};
use crate::model::dataset::Core;
use crate::model::records::{BranchIx, Pair, PairIx, PersonIx};
use crate::model::scheme::Per;

/// The contacts of a branch by pair and, where a cadence asks for it, by helper.
#[derive(Clone, Debug)]
pub struct BranchContacts<'a> {
    log: &'a ContactLog,
    /// The branch's first pair.
    first: u32,
    /// For each pair of the branch where its contacts begin, and where those of the last one end.
    starts: Vec<u32>,
    by_helper: Option<ByHelper>,
}

impl<'a> BranchContacts<'a> {
    /// Prepares a branch's contacts for judging its pairs by these cadences.
    #[must_use]
    pub fn new(core: &Core, branch: BranchIx, log: &'a ContactLog, frames: &[CadenceFrame<'_>]) -> Self {
        let asked = frames.iter().any(|frame| frame.cadence.per == Per::Helper);
        let range = core.pairs.range(branch);
        Self { log, first: range.start, starts: starts(log, range), by_helper: asked.then(|| ByHelper::new(core, branch, log)) }
    }

    /// The contacts that may count for a pair, by day.
    #[must_use]
    pub fn of(&self, per: Per, pair: PairIx) -> &[Contact] {
        match (per, &self.by_helper) {
            (Per::Helper, Some(by_helper)) => by_helper.of(pair),
            _ => self.own(pair).unwrap_or_default(),
        }
    }

    fn own(&self, pair: PairIx) -> Option<&[Contact]> {
        let index = pair.0.checked_sub(self.first)? as usize;
        let (start, end) = (self.starts.get(index)?, self.starts.get(index + 1)?);
        self.log.contacts.get(*start as usize..*end as usize)
    }
}

/// Where the contacts of each of some pairs begin in a log, and where those of the last one end.
fn starts(log: &ContactLog, pairs: Range<u32>) -> Vec<u32> {
    let mut starts = Vec::with_capacity(pairs.len() + 1);
    let mut at = log.contacts.partition_point(|contact| contact.pair.0 < pairs.start);
    starts.push(at as u32);
    for pair in pairs {
        let own = log.contacts.get(at..).unwrap_or_default().iter().take_while(|contact| contact.pair.0 == pair);
        at += own.count();
        starts.push(at as u32);
    }
    starts
}

/// The contacts that may count for one pair, by day, each with its line in contacts.csv (0 where lines were not asked for).
#[must_use]
pub fn with_lines(core: &Core, log: &ContactLog, per: Per, pair: PairIx) -> Vec<(Contact, u32)> {
    let Some(row) = core.pairs.get(pair) else { return Vec::new() };
    let shared = |other: &Pair| per == Per::Helper && other.helper == row.helper && row.helper.is_known();
    let pairs = core.pairs.of_branch(row.branch).filter(|(ix, other)| *ix == pair || shared(other));
    let indexes = pairs.flat_map(|(ix, _)| log.range_of(ix));
    let mut placed: Vec<(Contact, u32)> =
        indexes.filter_map(|index| log.contacts.get(index).map(|contact| (*contact, log.lines.get(index).copied().unwrap_or(0)))).collect();
    placed.sort_unstable_by_key(|(contact, _)| (contact.date, contact.pair, contact.n));
    placed
}

/// The merged contacts of each helper of a branch.
#[derive(Clone, Debug)]
struct ByHelper {
    contacts: Vec<Contact>,
    /// The branch's first pair.
    first: u32,
    /// For each pair of the branch its helper's part of `contacts`.
    ranges: Vec<Range<u32>>,
}

impl ByHelper {
    fn new(core: &Core, branch: BranchIx, log: &ContactLog) -> Self {
        let mut pairs: Vec<(PersonIx, PairIx)> = core.pairs.of_branch(branch).map(|(ix, pair)| (pair.helper, ix)).collect();
        pairs.sort_unstable();
        let first = core.pairs.range(branch).start;
        let mut merged = Self { contacts: Vec::with_capacity(log.contacts.len()), first, ranges: vec![0..0; pairs.len()] };
        for group in pairs.chunk_by(|a, b| a.0 == b.0 && a.0.is_known()) {
            merged.add(group, log);
        }
        merged
    }

    fn add(&mut self, group: &[(PersonIx, PairIx)], log: &ContactLog) {
        let start = self.contacts.len();
        for (_, pair) in group {
            self.contacts.extend_from_slice(log.of(*pair));
        }
        if let Some(part) = self.contacts.get_mut(start..) {
            part.sort_unstable_by_key(|contact| (contact.date, contact.pair, contact.n));
        }
        let range = start as u32..self.contacts.len() as u32;
        for (_, pair) in group {
            if let Some(place) = self.ranges.get_mut((pair.0 - self.first) as usize) {
                *place = range.clone();
            }
        }
    }

    fn of(&self, pair: PairIx) -> &[Contact] {
        let range = pair.0.checked_sub(self.first).and_then(|index| self.ranges.get(index as usize)).cloned().unwrap_or_default();
        self.contacts.get(range.start as usize..range.end as usize).unwrap_or_default()
    }
}
