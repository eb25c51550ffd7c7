//! A draw of visits (rules.md R9): what was drawn from whom, as JSON `bangfu/draw/1` and as tables; and whether a draw on record still
//! follows from the records, as `bangfu/draw-verify/1`. Not here: the draw itself (`rules::draw`).

use std::collections::BTreeSet;

use serde::ser::{Serialize, Serializer};

use super::readings;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PersonIx};
use crate::rules::draw::{BranchDraw, Member, Population, Turn, draw, ever_helped, pairs_on, population_digest, turned};

/// What was asked of a draw.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `--count`.
    pub count: Option<u32>,
    /// `--share` as written.
    pub share: Option<String>,
    /// The draw that it takes the place of.
    pub replaces: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A draw.
pub struct DrawReport<'a> {
    core: &'a Core,
    /// Its id.
    pub id: String,
    /// The seed.
    pub seed: String,
    /// What was asked.
    pub asked: Asked,
    /// From whom it was drawn.
    pub population: Population,
    /// Who was drawn.
    pub branches: Vec<BranchDraw>,
}

impl<'a> DrawReport<'a> {
    /// Draws so many.
    #[must_use]
    pub fn new(core: &'a Core, population: Population, id: String, seed: String, count: u32, asked: Asked) -> Self {
        let branches = draw(core, &population, &seed, count);
        Self { core, id, seed, asked, population, branches }
    }

    /// The digest of the population.
    #[must_use]
    pub fn digest(&self) -> String {
        population_digest(&self.population.members(self.core))
    }

    /// The ids of those drawn, in their order.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.drawn().map(|(_, person)| self.core.people.id(person).to_owned()).collect();
        ids.sort();
        ids
    }

    fn drawn(&self) -> impl Iterator<Item = (BranchIx, PersonIx)> {
        self.branches.iter().flat_map(|branch| branch.persons.iter().map(|person| (branch.branch, *person)))
    }

    fn person_row(&self, branch: BranchIx, person: PersonIx) -> Vec<Cell> {
        let people = &self.core.people;
        let texts = [people.id(person), people.name(person), people.text(person, "class")].map(Cell::text);
        std::iter::once(Cell::text(self.core.scheme.branch_name(branch))).chain(texts).chain([self.helpers(person)]).collect()
    }

    /// Who helps a person on the day.
    fn helpers(&self, person: PersonIx) -> Cell {
        let pairs = pairs_on(self.core, person, self.population.day).filter_map(|pair| self.core.pairs.get(pair));
        let names: Vec<&str> = pairs.map(|pair| self.core.people.name(pair.helper)).collect();
        Cell::text(&names.join("、"))
    }

    fn readings(&self) -> Vec<Message> {
        let population = &self.population;
        let mut said = vec![Message::new("draw.seed").with("seed", self.seed.as_str()).with("digest", self.digest())];
        let rest = self.core.scheme.visit_rest_days;
        said.push(
            Message::new("draw.population")
                .with("helped", population.helped())
                .with("resting", population.resting.len())
                .with("open", population.open.len())
                .with("days", rest),
        );
        said.extend(self.asked.share.as_deref().map(|share| Message::new("draw.share").with("share", share)));
        said.push(Message::new("draw.rule"));
        said.extend(readings::clauses(&self.core.scheme, &["visit"]));
        if let Some(replaced) = &self.asked.replaces {
            let reason = self.asked.reason.as_deref().unwrap_or_default();
            said.push(Message::new("draw.replaces").with("id", replaced.as_str()).with("reason", reason));
        }
        said.push(Message::new("draw.verify-hint").with("id", self.id.as_str()));
        said
    }

    fn branch_sheet(&self) -> Sheet {
        let columns = vec![
            Column::left("branch", "column.branch"),
            Column::right("helped", "draw.column.helped"),
            Column::right("resting", "draw.column.resting"),
            Column::right("population", "draw.column.population"),
            Column::right("seats", "draw.column.seats"),
        ];
        let row = |branch: &BranchDraw| {
            let resting = self.population.resting_in(branch.branch);
            let numbers = [branch.open + resting, resting, branch.open, branch.seats].map(Cell::number);
            std::iter::once(Cell::text(self.core.scheme.branch_name(branch.branch))).chain(numbers).collect()
        };
        Sheet { title: None, columns, rows: self.branches.iter().map(row).collect(), footer: self.readings() }
    }
}

impl Sheets for DrawReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let mut drawn = self.flat().remove(0);
        let title = Message::new("draw.title").with("id", self.id.as_str()).with("day", self.population.day);
        drawn.title = Some(title.with("count", drawn.rows.len()));
        vec![drawn, self.branch_sheet()]
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("branch", "column.branch"),
            Column::left("person", "column.person"),
            Column::left("name", "column.name"),
            Column::left("class", "column.class"),
            Column::left("helper", "column.helper"),
        ];
        let rows = self.drawn().map(|(branch, person)| self.person_row(branch, person)).collect();
        vec![Sheet { title: None, columns, rows, footer: Vec::new() }]
    }
}

#[derive(serde::Serialize)]
struct DrawJson<'r> {
    format: &'static str,
    id: &'r str,
    date: Day,
    seed: &'r str,
    count: Option<u32>,
    share: Option<&'r str>,
    rest_days: i32,
    helped: u32,
    resting: usize,
    population: usize,
    digest: String,
    branches: Vec<BranchJson<'r>>,
    persons: Vec<PersonJson<'r>>,
    replaces: Option<&'r str>,
    reason: Option<&'r str>,
}

#[derive(serde::Serialize)]
struct BranchJson<'r> {
    branch: &'r str,
    helped: u32,
    resting: u32,
    population: u32,
    seats: u32,
}

#[derive(serde::Serialize)]
struct PersonJson<'r> {
    person: &'r str,
    name: &'r str,
    branch: &'r str,
}

impl Serialize for DrawReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (scheme, people, population) = (&self.core.scheme, &self.core.people, &self.population);
        let branch = |known: &BranchDraw| {
            let resting = population.resting_in(known.branch);
            BranchJson {
                branch: self.core.scheme.branch_key(known.branch),
                helped: known.open + resting,
                resting,
                population: known.open,
                seats: known.seats,
            }
        };
        let mut persons: Vec<PersonJson<'_>> = self
            .drawn()
            .map(|(branch, person)| PersonJson { person: people.id(person), name: people.name(person), branch: scheme.branch_key(branch) })
            .collect();
        persons.sort_by_key(|known| known.person);
        DrawJson {
            format: "bangfu/draw/1",
            id: &self.id,
            date: population.day,
            seed: &self.seed,
            count: self.asked.count,
            share: self.asked.share.as_deref(),
            rest_days: scheme.visit_rest_days,
            helped: population.helped(),
            resting: population.resting.len(),
            population: population.open.len(),
            digest: self.digest(),
            branches: self.branches.iter().map(branch).collect(),
            persons,
            replaces: self.asked.replaces.as_deref(),
            reason: self.asked.reason.as_deref(),
        }
        .serialize(serializer)
    }
}

/// A draw on record, as it stands in the file.
#[derive(Clone, Debug)]
pub struct RecordedDraw {
    /// Its id.
    pub id: String,
    /// Its day.
    pub date: Day,
    /// The seed.
    pub seed: String,
    /// The population's digest.
    pub population: String,
    /// The list.
    pub persons: Vec<String>,
}

/// A draw on record against the records as of its day: `bangfu/draw-verify/1`.
pub struct DrawVerification<'a> {
    core: &'a Core,
    recorded: RecordedDraw,
    population: Population,
    digest: String,
    drawn: Vec<String>,
    turns: Option<Vec<(Member<'a>, Turn)>>,
}

impl<'a> DrawVerification<'a> {
    /// Draws again, as many as the list has, from the records as of the draw's day.
    #[must_use]
    pub fn new(core: &'a Core, recorded: RecordedDraw) -> Self {
        let population = Population::new(core, recorded.date);
        let count = population.open.len().min(recorded.persons.len()) as u32;
        let again = DrawReport::new(core, population, recorded.id.clone(), recorded.seed.clone(), count, Asked::default());
        let (digest, drawn, population) = (again.digest(), again.ids(), again.population);
        let same = digest == recorded.population;
        let turns = if same { None } else { turned(&population.members(core), &ever_helped(core), &recorded.population) };
        Self { core, recorded, population, digest, drawn, turns }
    }

    /// Whether the list on record is what the records give.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.same_population() && self.not_drawn().is_empty() && self.not_listed().is_empty()
    }

    fn same_population(&self) -> bool {
        self.digest == self.recorded.population
    }

    /// Listed, but not drawn now.
    fn not_drawn(&self) -> Vec<&str> {
        let drawn: BTreeSet<&str> = self.drawn.iter().map(String::as_str).collect();
        self.recorded.persons.iter().map(String::as_str).filter(|id| !drawn.contains(id)).collect()
    }

    /// Drawn now, but not listed.
    fn not_listed(&self) -> Vec<&str> {
        let listed: BTreeSet<&str> = self.recorded.persons.iter().map(String::as_str).collect();
        self.drawn.iter().map(String::as_str).filter(|id| !listed.contains(id)).collect()
    }

    fn verdict(&self) -> Message {
        let key = if self.follows() { "draw.follows" } else { "draw.follows-not" };
        Message::new(key).with("id", self.recorded.id.as_str()).with("day", self.recorded.date).with("count", self.recorded.persons.len())
    }

    /// What changed, a sentence each.
    fn changes(&self) -> Vec<Message> {
        let mut said = Vec::new();
        if !self.same_population() {
            let changed = Message::new("draw.population-changed").with("open", self.population.open.len());
            said.push(changed.with("then", self.recorded.population.as_str()).with("now", self.digest.as_str()));
            match &self.turns {
                Some(turns) => said.extend(turns.iter().map(|(member, turn)| self.turn(*member, *turn))),
                None => said.push(Message::new("draw.many-changes")),
            }
        }
        let named = |key, ids: Vec<&str>| {
            let named = |id: &&str| Message::new("draw.person").with("person", *id).with("name", self.name(id));
            Message::joined("reading.and", ids.iter().map(named)).map(|persons| Message::new(key).with("persons", persons))
        };
        said.extend(named("draw.listed-not-drawn", self.not_drawn()));
        said.extend(named("draw.drawn-not-listed", self.not_listed()));
        said
    }

    fn name(&self, id: &str) -> &str {
        self.core.people.find(id).map_or("", |person| self.core.people.name(person))
    }

    /// Who came or went, and the record by which it is so now.
    fn turn(&self, (id, branch): Member<'_>, turn: Turn) -> Message {
        let said = |key| Message::new(key).with("person", id).with("name", self.name(id)).with("branch", branch);
        match turn {
            Turn::CameIn => said("draw.came-in").with("place", self.place_of_pair(id)),
            Turn::WentOut => match self.population.resting.iter().find(|resting| self.core.people.id(resting.helped.person) == id) {
                Some(resting) => {
                    let visits = &self.core.committee.visits;
                    let (line, date) = visits.rows.get(resting.visit).map_or((0, self.population.day), |visit| (visit.line, visit.date));
                    said("draw.went-out-visited").with("day", date).with("place", format!("{}:{line}", visits.file))
                }
                None => said("draw.went-out-unpaired"),
            },
        }
    }

    fn place_of_pair(&self, id: &str) -> String {
        let helped = self.population.open.iter().find(|helped| self.core.people.id(helped.person) == id);
        let pair = helped.and_then(|helped| self.core.pairs.get(helped.pair));
        let path = |branch| crate::model::table::PAIRS.path(self.core.scheme.branch_key(branch));
        pair.map_or_else(String::new, |pair| format!("{}:{}", path(pair.branch), pair.line))
    }
}

impl Sheets for DrawVerification<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        vec![Sheet { title: Some(self.verdict()), footer: self.changes(), ..Sheet::default() }]
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = vec![Column::left("change", "draw.column.change")];
        let rows = self.changes().into_iter().map(|change| vec![Cell::Say(change)]).collect();
        vec![Sheet { title: None, columns, rows, footer: Vec::new() }]
    }
}

#[derive(serde::Serialize)]
struct VerificationJson<'r> {
    format: &'static str,
    id: &'r str,
    date: Day,
    follows: bool,
    population: PopulationJson<'r>,
    recorded: &'r [String],
    drawn: &'r [String],
    changes: Vec<TurnJson<'r>>,
}

#[derive(serde::Serialize)]
struct PopulationJson<'r> {
    same: bool,
    recorded: &'r str,
    now: &'r str,
    open: usize,
}

#[derive(serde::Serialize)]
struct TurnJson<'r> {
    person: &'r str,
    branch: &'r str,
    change: &'static str,
}

impl Serialize for DrawVerification<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let turns = self.turns.iter().flatten().map(|((person, branch), turn)| TurnJson { person, branch, change: turn.word() });
        VerificationJson {
            format: "bangfu/draw-verify/1",
            id: &self.recorded.id,
            date: self.recorded.date,
            follows: self.follows(),
            population: PopulationJson {
                same: self.same_population(),
                recorded: &self.recorded.population,
                now: &self.digest,
                open: self.population.open.len(),
            },
            recorded: &self.recorded.persons,
            drawn: &self.drawn,
            changes: turns.collect(),
        }
        .serialize(serializer)
    }
}
