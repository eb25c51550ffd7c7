//! Awards on small hand-made records.

mod criteria;
mod cut;
mod decision;
mod gates;
mod nested;
mod pool;
mod ranking;
mod verification;

use super::{KeepingRate, Ranking, RecordIndex, compute, keeping_rates};
use crate::model::dataset::Dataset;
use crate::model::day::Day;
use crate::model::records::BranchIx;
use crate::rules::cadence::CadenceFrame;
use crate::rules::fixture::day;

/// The keeping rates of all branches.
fn rates(data: &Dataset, as_of: Day) -> Vec<KeepingRate> {
    let frames = CadenceFrame::all(&data.core, as_of);
    let branches = data.branches.iter().enumerate();
    branches.flat_map(|(index, records)| keeping_rates(&data.core, BranchIx(index as u16), &records.contacts, &frames)).collect()
}

/// The award with an index, as of a day.
fn ranking(data: &Dataset, award: usize, as_of: &str) -> Ranking {
    let rates = rates(data, day(as_of));
    let index = RecordIndex::new(&data.core, &data.branches, &rates, day(as_of));
    compute(&index, award).unwrap()
}

/// The ids of those taken, in the order of the list.
fn winners<'a>(data: &'a Dataset, ranking: &'a Ranking) -> Vec<&'a str> {
    ranking.winners().map(|person| data.core.people.id(person)).collect()
}

/// Id and code of each barred person.
fn barred<'a>(data: &'a Dataset, ranking: &Ranking) -> Vec<(&'a str, &'static str)> {
    let code = |barred: &super::Barred| barred.verdicts[0].bar.as_ref().unwrap().code();
    ranking.barred.iter().map(|barred| (data.core.people.id(barred.person), code(barred))).collect()
}
