//! What an award's list rests on, record by record (rules.md R7): every record that the computation looks at as of its day, each with a
//! digest of what it looks at. A record that the list does not rest on, and a cell that it does not look at, changes no digest; what is
//! known only after the day is blank. Not here: the settings it rests on (`settings`).

use std::collections::{BTreeMap, BTreeSet};

use super::criteria::{is_merit, known_review};
use super::fault::Fault;
use super::index::RecordIndex;
use super::ranking::{Ranking, compute};
use super::settings::Sources;
use crate::model::award_rule::{AwardRule, Level, Pool};
use crate::model::contact_log::Contact;
use crate::model::day::{Day, Period};
use crate::model::decimal::Decimal;
use crate::model::decision::Digests;
use crate::model::netstring;
use crate::model::record_key;
use crate::model::records::{BranchIx, Outcome, Pair, PairIx, PersonIx};
use crate::model::table::{CONTACTS, FORMS, GOALS, INSPECTIONS, NOMINATIONS, OUTCOMES, PAIRS, PEOPLE, Table, VISITS};
use crate::model::word::{OutcomeKind, Word};

/// The digits of a record's digest: the whole of them is digested once more at full length.
const DIGITS: usize = 16;
/// Names what is digested and its version.
const PURPOSE: &str = "bangfu/award-record/1";
/// Names the digest of all and its version.
const WHOLE: &str = "bangfu/award-records/1";

/// The digest of a record's cells, each a name and a value.
fn record_digest(file: &str, name: &str, cells: &[(&str, String)]) -> String {
    let texts = [PURPOSE, file, name].into_iter().chain(cells.iter().flat_map(|(column, value)| [*column, value.as_str()]));
    netstring::digest(texts).chars().take(DIGITS).collect()
}

/// The digest of all digests, at full length.
#[must_use]
pub fn whole(records: &Digests) -> String {
    let texts = records.iter().flat_map(|(file, known)| {
        let pairs = known.iter().flat_map(|(name, digest)| [name.as_str(), digest.as_str()]);
        std::iter::once(file.as_str()).chain(pairs)
    });
    netstring::digest(std::iter::once(WHOLE).chain(texts))
}

/// The digests of every record that a computed list rests on. The index must still hold the contacts where a duty is looked at.
pub fn used(index: &RecordIndex<'_>, ranking: &Ranking) -> Result<Digests, Fault> {
    let mut gathering = Gathering { index, digests: Digests::new() };
    gathering.award(ranking, &mut BTreeSet::new())?;
    Ok(gathering.digests)
}

struct Gathering<'a> {
    index: &'a RecordIndex<'a>,
    digests: Digests,
}

/// Whose records an award looks at.
struct Circle {
    /// The persons of the pool.
    pool: BTreeSet<PersonIx>,
    /// Their pairs on the award's side.
    pairs: BTreeSet<PairIx>,
    /// The helped persons of these pairs, with the days on which each pair is active.
    helped: BTreeMap<PersonIx, Vec<Period>>,
}

impl Circle {
    /// Whether somebody is helped on a day in one of the pairs.
    fn is_helped_on(&self, person: PersonIx, day: Day) -> bool {
        self.helped.get(&person).is_some_and(|times| times.iter().any(|time| time.contains(day)))
    }
}

fn digits(number: Option<Decimal>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn date(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

impl Gathering<'_> {
    fn add(&mut self, table: &Table, branch: &str, key: &[&str], cells: &[(&str, String)]) {
        let (file, name) = (table.path(branch), record_key::name(table, key));
        let digest = record_digest(&file, &name, cells);
        self.digests.entry(file).or_default().insert(name, digest);
    }

    fn award(&mut self, ranking: &Ranking, seen: &mut BTreeSet<usize>) -> Result<(), Fault> {
        if !seen.insert(ranking.award) {
            return Ok(());
        }
        let core = self.index.core;
        let award = ranking.award;
        let rule = core.scheme.awards.get(award).ok_or_else(|| Fault::UnknownAward(award.to_string()))?;
        for other in rule.rests_on() {
            let position = core.scheme.awards.iter().position(|known| known.key == *other);
            let position = position.ok_or_else(|| Fault::UnknownAward(other.clone()))?;
            match self.index.decided(position) {
                Some(decided) => self.decision(&decided.file, other, &decided.taken),
                None => self.award(&compute(self.index, position)?, seen)?,
            }
        }
        let sources = Sources::of(rule);
        let circle = self.circle(rule, ranking);
        self.people(rule, &sources, &circle);
        self.pairs(rule, &circle);
        self.outcomes(rule, &sources, &circle);
        self.committee(&sources, &circle);
        let branches: Vec<BranchIx> = core.branch_indexes().collect();
        for branch in branches {
            self.branch(award, &sources, &circle, branch);
        }
        Ok(())
    }

    fn decision(&mut self, file: &str, award: &str, taken: &[PersonIx]) {
        let ids = taken.iter().map(|person| self.index.core.people.id(*person));
        let ids: BTreeSet<&str> = ids.collect();
        let cells = [("taken", ids.into_iter().collect::<Vec<_>>().join(";"))];
        let digest = record_digest(file, award, &cells);
        self.digests.entry(file.to_owned()).or_default().insert(award.to_owned(), digest);
    }

    fn circle(&self, rule: &AwardRule, ranking: &Ranking) -> Circle {
        let pool: BTreeSet<PersonIx> = ranking.persons().collect();
        let (mut pairs, mut helped) = (BTreeSet::new(), BTreeMap::<PersonIx, Vec<Period>>::new());
        for (pair, known) in pool.iter().flat_map(|person| self.index.pairs(*person, rule.side)) {
            pairs.insert(pair);
            helped.entry(known.helped).or_default().push(self.index.core.active(known));
        }
        Circle { pool, pairs, helped }
    }

    fn people(&mut self, rule: &AwardRule, sources: &Sources, circle: &Circle) {
        let people = &self.index.core.people;
        let unit = match rule.level {
            Level::Class => Some("class"),
            Level::Major => Some("major"),
            Level::Grade => Some("grade"),
            Level::College | Level::Branch => None,
        };
        for person in &circle.pool {
            let Some(known) = people.get(*person) else { continue };
            let mut cells = vec![("branch", self.index.core.scheme.branch_key(known.branch).to_owned())];
            cells.extend(unit.map(|column| (column, people.text(*person, column).to_owned())));
            if sources.stage_on_roster || rule.pool == Pool::Members {
                cells.push(("stage", known.stage.key().to_owned()));
            }
            self.add(&PEOPLE, "", &[people.id(*person)], &cells);
        }
    }

    /// The pairs that make a pool count even where they are nobody's of the pool: one that went would be missed.
    fn pairs(&mut self, rule: &AwardRule, circle: &Circle) {
        let core = self.index.core;
        let started: Vec<(PairIx, &Pair)> = self.index.started().collect();
        for (pair, known) in started {
            if !circle.pairs.contains(&pair) && !matches!(rule.pool, Pool::Paired | Pool::PairedOnCutoff) {
                continue;
            }
            let cells = [
                ("helper", core.people.id(known.helper).to_owned()),
                ("helped", core.people.id(known.helped).to_owned()),
                ("start", known.start.to_string()),
                ("last", self.last_day(rule, known).to_string()),
            ];
            self.add(&PAIRS, core.scheme.branch_key(known.branch), &[core.pairs.id(pair)], &cells);
        }
    }

    /// A pair's last day as far as the list can tell: an end after the month of the day, and after the cut-off, makes no difference.
    fn last_day(&self, rule: &AwardRule, pair: &Pair) -> Day {
        let horizon = self.index.as_of.month().last_day().max(rule.cutoff.unwrap_or(Day::MIN));
        self.index.core.active(pair).last.min(horizon)
    }

    fn outcomes(&mut self, rule: &AwardRule, sources: &Sources, circle: &Circle) {
        let outcomes = &self.index.core.committee.outcomes;
        let everyone = rule.pool == Pool::Members;
        let time = self.index.scheme_time();
        for (row, outcome) in outcomes.iter().filter(|(_, outcome)| outcome.date <= self.index.as_of) {
            let what = outcomes.text(row, "what");
            let own = circle.pool.contains(&outcome.person) && sources.looks_at_own(outcome, what);
            // Merits count in the scheme's time, what somebody helped did only while helped; grades are compared over the years.
            let own = own && (!is_merit(outcome.kind) || time.contains(outcome.date));
            let helped = circle.helped.contains_key(&outcome.person) && sources.looks_at_helped(outcome, what);
            let helped = helped && (outcome.kind == OutcomeKind::Grade || circle.is_helped_on(outcome.person, outcome.date));
            let stages = everyone && outcome.kind == OutcomeKind::Stage && circle.pool.contains(&outcome.person);
            if own || helped || stages {
                self.outcome(row, outcome, what);
            }
        }
    }

    fn outcome(&mut self, row: usize, outcome: &Outcome, what: &str) {
        let core = self.index.core;
        let cells = [
            ("level", core.committee.outcomes.text(row, "level").to_owned()),
            ("value", digits(outcome.value)),
            ("points", digits(outcome.points)),
        ];
        let (day, kind) = (outcome.date.to_string(), outcome.kind.key());
        self.add(&OUTCOMES, "", &[&day, core.people.id(outcome.person), kind, what], &cells);
    }

    fn committee(&mut self, sources: &Sources, circle: &Circle) {
        let core = self.index.core;
        let (visits, inspections) = (&core.committee.visits, &core.committee.inspections);
        let as_of = self.index.as_of;
        let looked_at = visits.rows.iter().filter(|visit| sources.visits && visit.date <= as_of && visit.score.is_some());
        for visit in looked_at.filter(|visit| circle.is_helped_on(visit.person, visit.date)) {
            let day = visit.date.to_string();
            self.add(&VISITS, "", &[&day, core.people.id(visit.person)], &[("score", digits(visit.score))]);
        }
        let branches: BTreeSet<BranchIx> =
            circle.pool.iter().filter_map(|person| core.people.get(*person)).map(|known| known.branch).collect();
        let looked_at = inspections.rows.iter().filter(|row| sources.inspection && row.date <= as_of && row.person.is_none());
        for row in looked_at.filter(|row| branches.contains(&row.branch)) {
            let day = row.date.to_string();
            self.add(&INSPECTIONS, "", &[&day, core.scheme.branch_key(row.branch), ""], &[("rating", digits(row.rating))]);
        }
    }

    fn branch(&mut self, award: usize, sources: &Sources, circle: &Circle, branch: BranchIx) {
        let key = self.index.core.scheme.branch_key(branch).to_owned();
        if sources.forms {
            self.forms(circle, branch, &key);
        }
        if sources.goals {
            self.goals(circle, branch, &key);
        }
        if sources.nominations {
            self.nominations(award, circle, branch, &key);
        }
        if sources.cadence {
            self.contacts(circle, branch, &key);
        }
    }

    fn forms(&mut self, circle: &Circle, branch: BranchIx, key: &str) {
        let Some(records) = self.index.records(branch) else { return };
        let as_of = self.index.as_of;
        for form in records.forms.rows.iter().filter(|form| form.received <= as_of && circle.pairs.contains(&form.pair)) {
            let reviewed = form.review.is_some().then(|| form.reviewed.unwrap_or(form.received)).filter(|day| *day <= as_of);
            let review = form.review.filter(|_| reviewed.is_some()).map_or("", |review| review.key());
            let cells = [("received", form.received.to_string()), ("review", review.to_owned()), ("reviewed", date(reviewed))];
            let (month, n) = (form.month.to_string(), form.n.to_string());
            self.add(&FORMS, key, &[self.index.core.pairs.id(form.pair), &month, &n], &cells);
        }
    }

    fn goals(&mut self, circle: &Circle, branch: BranchIx, key: &str) {
        let Some(records) = self.index.records(branch) else { return };
        for (row, goal) in records.goals.iter().filter(|(_, goal)| circle.pairs.contains(&goal.pair)) {
            let met = goal.met.filter(|day| *day <= self.index.as_of);
            let met = if met.is_some() { "yes" } else { "no" };
            self.add(&GOALS, key, &[self.index.core.pairs.id(goal.pair), records.goals.text(row, "id")], &[("met", met.to_owned())]);
        }
    }

    fn nominations(&mut self, award: usize, circle: &Circle, branch: BranchIx, key: &str) {
        let core = self.index.core;
        let rule = core.scheme.awards.get(award).map_or("", |rule| rule.key.as_str());
        for person in &circle.pool {
            let own: Vec<_> = self.index.nominations(award, *person).filter(|nominated| nominated.branch == branch).collect();
            for nominated in own {
                let review = known_review(&nominated, self.index.as_of);
                let score = nominated.record.review_score.filter(|_| review.is_some());
                let cells = [
                    ("date", nominated.record.date.to_string()),
                    ("review", review.map_or("", |review| review.key()).to_owned()),
                    ("review_score", digits(score)),
                ];
                self.add(&NOMINATIONS, key, &[rule, core.people.id(*person), self.index.nominator(&nominated)], &cells);
            }
        }
    }

    fn contacts(&mut self, circle: &Circle, branch: BranchIx, key: &str) {
        let Some(records) = self.index.records(branch) else { return };
        let (core, as_of) = (self.index.core, self.index.as_of);
        let helpers: BTreeSet<PersonIx> = circle.pairs.iter().filter_map(|pair| core.pairs.get(*pair)).map(|pair| pair.helper).collect();
        let looked_at = |contact: &&Contact| {
            let pair = core.pairs.get(contact.pair);
            contact.date <= as_of && (circle.pairs.contains(&contact.pair) || pair.is_some_and(|pair| helpers.contains(&pair.helper)))
        };
        for contact in records.contacts.contacts.iter().filter(looked_at) {
            let act = core.scheme.acts.get(contact.act).map_or("", |act| act.key.as_str());
            let cells = [("act", act.to_owned()), ("minutes", contact.minutes.to_string())];
            let (day, n) = (contact.date.to_string(), contact.n.to_string());
            self.add(&CONTACTS, key, &[core.pairs.id(contact.pair), &day, &n], &cells);
        }
    }
}
