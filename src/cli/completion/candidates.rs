//! The words that complete the values of a name, each with what it means: ids, months and keys of the data directory. Not here: how
//! the shell is answered.

use crate::finding::Findings;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::Month;
use crate::model::record_key;
use crate::model::records::{BranchIx, Pair, PairIx};
use crate::model::scheme::Vocabulary;
use crate::model::table::CONTACTS;
use crate::rules::relations::Looking;
use crate::store::load::load_branch;
use crate::store::needs::{Needs, Tables};
use crate::store::open::Root;
use crate::store::sealed::boxes;

/// What completion goes by.
pub(super) struct Asked<'a> {
    /// Where files are read.
    pub root: &'a Root,
    /// Scheme, roster, pairs, draws and cases.
    pub core: &'a Core,
    /// The words of the command line.
    pub words: &'a [String],
    /// What is typed of the word that is completed.
    pub typed: &'a str,
}

/// A word with what it means.
type Candidate = (String, String);

/// What completes a value.
pub(super) type Candidates = fn(&Asked<'_>) -> Vec<Candidate>;

/// What completes the values of a name; of a command's own name where one is given.
const OF_RECORDS: [(&str, &str, Candidates); 23] = [
    ("", "PAIR", pairs),
    ("", "PAIR|HELPER", |asked| [pairs(asked), people(asked)].concat()),
    ("", "PERSON", people),
    ("", "HELPER", people),
    ("", "HELPED", people),
    ("", "PERSON=REASON", people_before_reasons),
    ("", "NOMINATOR", |asked| [branches(asked), people(asked)].concat()),
    ("", "WHO", |asked| [branches(asked), people(asked)].concat()),
    ("", "CONTACT", contacts),
    ("", "BRANCH", branches),
    ("", "MONTH", months),
    ("", "MONTH[#N]", months),
    ("", "[PAIR] MONTH", pair_then_month),
    ("", "AWARD", |asked| of_list(asked.core.scheme.awards.iter().map(|award| (&award.key, &award.name)))),
    ("", "CADENCE", |asked| of_list(asked.core.scheme.cadences.iter().map(|cadence| (&cadence.key, &cadence.name)))),
    ("", "TOPIC", |asked| terms(&asked.core.scheme.topics)),
    ("", "TOPICS", |asked| terms(&asked.core.scheme.topics)),
    ("", "MODE", |asked| terms(&asked.core.scheme.modes)),
    ("", "ACT", |asked| terms(&asked.core.scheme.acts)),
    ("", "DRAW", draws),
    ("", "BOX", |asked| [box_ids(asked), people(asked)].concat()),
    ("goal", "ID", goals),
    ("case", "ID", cases),
];

/// What completes a value of a command.
pub(super) fn of(command: &str, name: &str) -> Option<Candidates> {
    let fits = |(of, known, _): &&(&str, &str, Candidates)| *known == name && (of.is_empty() || *of == command);
    OF_RECORDS.iter().find(fits).map(|(_, _, candidates)| *candidates)
}

fn of_list<'k>(list: impl Iterator<Item = (&'k String, &'k String)>) -> Vec<Candidate> {
    list.map(|(key, name)| (key.clone(), name.clone())).collect()
}

fn names(core: &Core, pair: &Pair) -> String {
    format!("{} → {}", core.people.name(pair.helper), core.people.name(pair.helped))
}

fn pairs(asked: &Asked<'_>) -> Vec<Candidate> {
    let core = asked.core;
    core.pairs.iter().map(|(index, pair)| (core.pairs.id(index).to_owned(), names(core, pair))).collect()
}

/// The pair that is named on the command line.
fn named_pair(asked: &Asked<'_>) -> Option<PairIx> {
    asked.words.iter().find_map(|word| asked.core.pairs.find(word))
}

fn pair_then_month(asked: &Asked<'_>) -> Vec<Candidate> {
    let is_typed = |pair: PairIx| asked.core.pairs.id(pair) == asked.typed;
    match named_pair(asked).is_some_and(|pair| !is_typed(pair)) {
        true => months(asked),
        false => [pairs(asked), months(asked)].concat(),
    }
}

/// A contact is known by its pair, and once that is typed by its day.
fn contacts(asked: &Asked<'_>) -> Vec<Candidate> {
    let core = asked.core;
    let Some(pair) = asked.typed.rsplit_once('@').and_then(|(pair, _)| core.pairs.find(pair)) else {
        return pairs(asked).into_iter().map(|(pair, names)| (format!("{pair}@"), names)).collect();
    };
    let records = of_branch(asked, pair, Tables::CONTACTS);
    let name = |(date, n): (String, String)| record_key::name(&CONTACTS, &[core.pairs.id(pair), &date, &n]);
    let log = &records.contacts;
    log.range_of(pair)
        .zip(log.of(pair))
        .map(|(row, contact)| (name((contact.date.to_string(), contact.n.to_string())), log.text(row, "content").to_owned()))
        .collect()
}

/// The records of a pair's branch.
fn of_branch(asked: &Asked<'_>, pair: PairIx, tables: Tables) -> BranchRecords {
    let branch = asked.core.pairs.get(pair).map_or(BranchIx(0), |pair| pair.branch);
    load_branch(asked.root, asked.core, branch, Needs::texts(tables), Looking::Nothing).value
}

/// The goals of the pair that is named.
fn goals(asked: &Asked<'_>) -> Vec<Candidate> {
    let Some(pair) = named_pair(asked) else { return Vec::new() };
    let goals = of_branch(asked, pair, Tables::GOALS).goals;
    let own = goals.iter().filter(|(_, goal)| goal.pair == pair);
    own.map(|(row, _)| (goals.text(row, "id").to_owned(), goals.text(row, "goal").to_owned())).collect()
}

fn cases(asked: &Asked<'_>) -> Vec<Candidate> {
    let cases = &asked.core.committee.cases;
    let of = |case: PairIx| asked.core.pairs.get(case).map(|pair| names(asked.core, pair)).unwrap_or_default();
    cases.iter().map(|(row, case)| (cases.text(row, "id").to_owned(), of(case.pair))).collect()
}

fn draws(asked: &Asked<'_>) -> Vec<Candidate> {
    let draws = &asked.core.committee.draws;
    draws.iter().map(|(row, draw)| (draws.text(row, "id").to_owned(), draw.date.to_string())).collect()
}

/// The ids of sealed records, which say nothing.
fn box_ids(asked: &Asked<'_>) -> Vec<Candidate> {
    let boxes = boxes::read(asked.root, &asked.core.scheme, &mut Findings::default());
    boxes.into_iter().map(|closed| (closed.id, String::new())).collect()
}

fn people(asked: &Asked<'_>) -> Vec<Candidate> {
    let people = &asked.core.people;
    people.iter().map(|(index, _)| (people.id(index).to_owned(), people.name(index).to_owned())).collect()
}

fn people_before_reasons(asked: &Asked<'_>) -> Vec<Candidate> {
    people(asked).into_iter().map(|(id, name)| (format!("{id}="), name)).collect()
}

fn branches(asked: &Asked<'_>) -> Vec<Candidate> {
    of_list(asked.core.scheme.branches.iter().map(|branch| (&branch.key, &branch.name)))
}

fn terms(vocabulary: &Vocabulary) -> Vec<Candidate> {
    of_list(vocabulary.terms.iter().map(|term| (&term.key, &term.name)))
}

/// The months of the scheme.
fn months(asked: &Asked<'_>) -> Vec<Candidate> {
    asked.core.scheme.info.period.months().map(|month: Month| (month.to_string(), String::new())).collect()
}
