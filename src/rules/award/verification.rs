//! A decision against the records as they are now (rules.md R7): whether the computed list still follows, and which settings and
//! records changed since. Not here: the words.

use std::collections::{BTreeMap, BTreeSet};

use super::decision::as_computed;
use super::fault::Fault;
use super::index::RecordIndex;
use super::ranking::{Ranking, compute};
use super::settings::settings;
use super::used::{used, whole};
use crate::model::decision::{Computed, Decision, Digests, Judged};
use crate::model::records::PersonIx;

/// What is different now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Settings: the name, what it was, what it is.
    pub settings: Vec<Difference>,
    /// Records: the file, the name, the digest then and now.
    pub records: Vec<(String, Difference)>,
    /// Persons of whom something else is computed now.
    pub figures: Vec<FigureChange>,
    /// Pool and seats then and now, where they differ.
    pub sizes: Option<([u32; 2], [u32; 2])>,
    /// How many records the list rests on now.
    pub count: usize,
    /// Whether the digests in the decision's file are those that were written.
    pub digests: Digest,
}

/// Whether the digests of a decision are as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digest {
    /// They are.
    AsWritten,
    /// Somebody changed them in the file.
    Altered,
}

/// Something by name with what it was and what it is; nothing where it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The name.
    pub name: String,
    /// Then.
    pub then: Option<String>,
    /// Now.
    pub now: Option<String>,
}

impl Difference {
    /// The word in JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match (&self.then, &self.now) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        }
    }
}

/// What was computed of a person then and now; nothing where the person was or is not in the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureChange {
    /// The person.
    pub person: PersonIx,
    /// Then.
    pub then: Option<Figure>,
    /// Now.
    pub now: Option<Figure>,
}

/// What is computed of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The rank.
    pub rank: Option<u32>,
    /// The score as shown.
    pub score: Option<String>,
    /// The fractions as shown.
    pub fractions: Vec<String>,
    /// What became of the person.
    pub computed: Computed,
    /// The gate that bars.
    pub code: Option<String>,
}

impl Figure {
    fn of(judged: &Judged) -> Self {
        Self {
            rank: judged.rank,
            score: judged.score.clone(),
            fractions: judged.fractions.clone(),
            computed: judged.computed,
            code: judged.code.clone(),
        }
    }
}

impl Verification {
    /// Whether the list still follows from the records: the same of everyone, and the same seats.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.figures.is_empty() && self.sizes.is_none()
    }

    /// Whether the same persons are on the list, or tied at its edge, whatever their figures.
    #[must_use]
    pub fn same_list(&self) -> bool {
        let listed = |figure: &Option<Figure>| {
            figure.as_ref().map(|figure| figure.computed).filter(|computed| matches!(computed, Computed::Taken | Computed::Tied))
        };
        self.figures.iter().all(|change| listed(&change.then) == listed(&change.now))
    }

    /// Whether everything is as it was.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.follows() && self.settings.is_empty() && self.records.is_empty() && self.digests == Digest::AsWritten
    }
}

/// Computes once more from the records as of the decision's day and compares. Errors: settings of which no list can be computed.
pub fn verify(index: &RecordIndex<'_>, award: usize, decision: &Decision) -> Result<Verification, Fault> {
    let ranking = compute(index, award)?;
    let rule = index.core.scheme.awards.get(award).ok_or_else(|| Fault::UnknownAward(award.to_string()))?;
    let records = used(index, &ranking)?;
    let [then, now] = [[decision.pool, decision.seats], [ranking.pool(), ranking.seats()]];
    Ok(Verification {
        settings: differences(&decision.readings, &settings(&index.core.scheme, rule)),
        records: record_differences(&decision.records, &records),
        figures: figures(index, decision, &ranking),
        sizes: (then != now).then_some((then, now)),
        count: records.values().map(BTreeMap::len).sum(),
        digests: if whole(&decision.records) == decision.digest { Digest::AsWritten } else { Digest::Altered },
    })
}

fn differences(then: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> Vec<Difference> {
    let names: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let changed = names.into_iter().filter(|name| then.get(*name) != now.get(*name));
    changed.map(|name| Difference { name: name.clone(), then: then.get(name).cloned(), now: now.get(name).cloned() }).collect()
}

fn record_differences(then: &Digests, now: &Digests) -> Vec<(String, Difference)> {
    let files: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let none = BTreeMap::new();
    let of_file = |file: &String| {
        let changed = differences(then.get(file).unwrap_or(&none), now.get(file).unwrap_or(&none));
        changed.into_iter().map(|difference| (file.clone(), difference)).collect::<Vec<_>>()
    };
    files.into_iter().flat_map(of_file).collect()
}

/// Differences by person, in the order of their ids.
fn figures(index: &RecordIndex<'_>, decision: &Decision, ranking: &Ranking) -> Vec<FigureChange> {
    let of = |judged: &Judged| (judged.person, Figure::of(judged));
    let then: BTreeMap<PersonIx, Figure> = decision.persons.iter().map(of).collect();
    let now: BTreeMap<PersonIx, Figure> = as_computed(ranking).iter().map(of).collect();
    let persons: BTreeSet<PersonIx> = then.keys().chain(now.keys()).copied().collect();
    let mut changes: Vec<FigureChange> = persons
        .into_iter()
        .filter(|person| then.get(person) != now.get(person))
        .map(|person| FigureChange { person, then: then.get(&person).cloned(), now: now.get(&person).cloned() })
        .collect();
    changes.sort_by(|a, b| index.core.people.id(a.person).cmp(index.core.people.id(b.person)));
    changes
}
