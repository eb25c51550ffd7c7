//! Pairs that were decided on, as records: ids by branch, basis by who named whom, all fields of help. Not here: deciding.

use std::collections::HashMap;

use crate::app::App;
use crate::commands::records::adding;
use crate::commands::writing::{RecordChange, Session};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::matching::pairing::Made;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx, PersonIx};
use crate::model::table::PAIRS;
use crate::model::word::Word;
use crate::reports::answer::{Action, Answer, Touched};

/// The branch in whose folder a helper's pairs lie, and its key.
pub(super) fn home(core: &Core, helper: PersonIx) -> Result<(BranchIx, &str)> {
    let branch = core.people.get(helper).map_or(BranchIx::NONE, |row| row.branch);
    let none = || Failure::usage(Message::new("pair.helper-without-branch").with("person", core.people.id(helper)));
    core.scheme.branch_at(branch).map(|home| (branch, home.key.as_str())).ok_or_else(none)
}

/// All fields of help, as the files keep them.
pub(super) fn all_topics(core: &Core) -> String {
    core.scheme.topics.keys().collect::<Vec<_>>().join(";")
}

/// An id of the branch with this key: `<branch>-<nnn>`.
pub(super) fn id(key: &str, number: u32) -> String {
    format!("{key}-{number:03}")
}

/// The highest number that an id of the branch has.
pub(super) fn highest_number(core: &Core, branch: BranchIx, key: &str) -> u32 {
    let number = |pair: PairIx| core.pairs.id(pair).strip_prefix(key)?.strip_prefix('-')?.parse::<u32>().ok();
    core.pairs.range(branch).filter_map(|index| number(PairIx(index))).max().unwrap_or(0)
}

/// The changes that add pairs from a day on, with what to say of each.
pub(super) fn insertions(session: &Session<'_>, pairs: &[Made], start: Day) -> Result<(Vec<RecordChange>, Vec<Touched>)> {
    let core = &session.core;
    let topics = all_topics(core);
    let mut highest: HashMap<BranchIx, u32> = HashMap::new();
    let (mut changes, mut records) = (Vec::new(), Vec::new());
    for made in pairs {
        let (branch, home) = home(core, made.helper)?;
        let number = highest.entry(branch).or_insert_with(|| highest_number(core, branch, home));
        *number += 1;
        let id = id(home, *number);
        let cells = vec![
            ("id", id.clone()),
            ("helper", core.people.id(made.helper).to_owned()),
            ("helped", core.people.id(made.helped).to_owned()),
            ("basis", made.worth.named.basis().key().to_owned()),
            ("topics", topics.clone()),
            ("start", start.to_string()),
        ];
        changes.push(adding(&PAIRS, Some(branch), cells));
        records.push(Touched { action: Action::Added, table: &PAIRS, file: session.path(&PAIRS, Some(branch)), key: vec![id] });
    }
    Ok((changes, records))
}

/// Answers that pairs were written: beside a report that went into a file only in passing.
pub(super) fn say_written(app: &App, message: Message, records: Vec<Touched>, seed: Option<&str>) -> Result<()> {
    let seed = seed.unwrap_or_default();
    let answer = Answer { records, ..Answer::new(message.with("seed", seed)) }.fact("seed", seed);
    match app.output {
        Some(_) => {
            app.note(&answer.message);
            Ok(())
        }
        None => app.say_done(&answer),
    }
}
