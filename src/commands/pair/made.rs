//! Pairs that were decided on, as records: ids by branch, basis by who named whom, all fields of help. Not here: deciding.

use std::collections::HashMap;

use crate::commands::records::adding;
use crate::commands::writing::{RecordChange, Session};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::matching::pairing::{Made, Named};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::PAIRS;
use crate::model::word::{Basis, Word};
use crate::reports::answer::{Action, Touched};

/// The highest number that an id of the branch has.
pub(super) fn highest_number(core: &Core, branch: BranchIx, key: &str) -> u32 {
    let number = |pair: PairIx| core.pairs.id(pair).strip_prefix(key)?.strip_prefix('-')?.parse::<u32>().ok();
    core.pairs.range(branch).filter_map(|index| number(PairIx(index))).max().unwrap_or(0)
}

/// The changes that add pairs from a day on, with what to say of each.
pub(super) fn insertions(session: &Session<'_>, pairs: &[Made], start: Day) -> Result<(Vec<RecordChange>, Vec<Touched>)> {
    let core = &session.core;
    let topics = core.scheme.topics.keys().collect::<Vec<_>>().join(";");
    let mut highest: HashMap<BranchIx, u32> = HashMap::new();
    let (mut changes, mut records) = (Vec::new(), Vec::new());
    for made in pairs {
        let branch = core.people.get(made.helper).map_or(BranchIx::NONE, |row| row.branch);
        let Some(home) = core.scheme.branch_at(branch) else {
            return Err(Failure::usage(Message::new("pair.helper-without-branch").with("person", core.people.id(made.helper))));
        };
        let number = highest.entry(branch).or_insert_with(|| highest_number(core, branch, &home.key));
        *number += 1;
        let id = format!("{}-{number:03}", home.key);
        let basis = if made.worth.named == Named::Nobody { Basis::Assigned } else { Basis::Voluntary };
        let cells = vec![
            ("id", id.clone()),
            ("helper", core.people.id(made.helper).to_owned()),
            ("helped", core.people.id(made.helped).to_owned()),
            ("basis", basis.key().to_owned()),
            ("topics", topics.clone()),
            ("start", start.to_string()),
        ];
        changes.push(adding(&PAIRS, Some(branch), cells));
        records.push(Touched { action: Action::Added, table: &PAIRS, file: session.path(&PAIRS, Some(branch)), key: vec![id] });
    }
    Ok((changes, records))
}
