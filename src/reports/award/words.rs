//! The records that a figure rests on, in words with their places (file:line), and gates and the reasons for which they bar.

use crate::i18n::{Message, Value};
use crate::model::award_rule::{AwardRule, CriterionKey, Gate, GateOf, Nominator};
use crate::model::decimal::{Decimal, Fraction, rounded};
use crate::model::records::{BranchIx, Outcome, PairIx, PersonIx};
use crate::model::scheme::Scheme;
use crate::model::table::{PAIRS, PEOPLE};
use crate::model::word::{Stage, Word};
use crate::rules::award::RecordIndex;
use crate::rules::award::gates::{Bar, GateKind, Verdict};
use crate::rules::award::term::{Met, Term};
use crate::rules::forms::FormStanding;

/// Words for the records of an award.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub index: &'a RecordIndex<'a>,
    pub rule: &'a AwardRule,
}

/// The catalogue key under which a criterion is shown.
pub(super) fn criterion(key: CriterionKey) -> &'static str {
    match key {
        CriterionKey::Forms => "award.criterion.forms",
        CriterionKey::Cadence => "award.criterion.cadence",
        CriterionKey::Visits => "award.criterion.visits",
        CriterionKey::HelpedOutcomes => "award.criterion.helped-outcomes",
        CriterionKey::HelpedProgress => "award.criterion.helped-progress",
        CriterionKey::Developed => "award.criterion.developed",
        CriterionKey::OwnOutcomes => "award.criterion.own-outcomes",
        CriterionKey::Inspection => "award.criterion.inspection",
        CriterionKey::Grades => "award.criterion.grades",
        CriterionKey::Evaluation => "award.criterion.evaluation",
        CriterionKey::Goals => "award.criterion.goals",
        CriterionKey::Review => "award.criterion.review",
    }
}

/// Several sentences as one; nothing of none.
pub(super) fn listed(messages: impl IntoIterator<Item = Message>) -> Option<Message> {
    Message::joined("reading.and-sentence", messages)
}

impl<'a> Words<'a> {
    /// A person by name and id.
    pub(super) fn person(&self, person: PersonIx) -> Message {
        let people = &self.index.core.people;
        Message::new("award.person").with("name", people.name(person)).with("person", people.id(person))
    }

    /// The line of a person in the roster.
    pub(super) fn person_place(&self, person: PersonIx) -> String {
        placed(&PEOPLE.path(""), self.index.core.people.get(person).map(|person| person.line))
    }

    /// The line of a pair.
    pub(super) fn pair_place(&self, pair: PairIx) -> String {
        let known = self.index.core.pairs.get(pair);
        let branch = known.and_then(|pair| super::branch_key(self.index.core, Some(pair.branch)));
        placed(&PAIRS.path(branch.unwrap_or_default()), known.map(|pair| pair.line))
    }

    pub(super) fn branch(&self, branch: Option<BranchIx>) -> Message {
        match branch {
            Some(branch) => Message::new("reading.name").with("name", self.index.core.scheme.branch_name(branch)),
            None => Message::new("award.no-branch"),
        }
    }

    fn pair_id(&self, pair: PairIx) -> &'a str {
        self.index.core.pairs.id(pair)
    }

    fn outcome(&self, row: usize) -> Option<&'a Outcome> {
        self.index.core.committee.outcomes.rows.get(row)
    }

    fn outcome_place(&self, row: usize) -> String {
        placed(&self.index.core.committee.outcomes.file, self.outcome(row).map(|outcome| outcome.line))
    }

    /// A record in words, its place first.
    pub(super) fn term(&self, term: &Term) -> Message {
        match term {
            Term::Form { branch, standing, credit } => self.form(*branch, standing, credit),
            Term::Keeping(row) => self.keeping(*row),
            Term::Visit(row) => self.visit(*row),
            Term::Points { row, points } => self.dated("award.term.points", *row).with("points", decimal(points)),
            Term::Progress { person, base, latest, fraction } => self.progress(*person, [*base, *latest], fraction),
            Term::NoProgress(person) => Message::new("award.term.no-progress").with("person", self.person(*person)),
            Term::Developed(row) => self.dated("award.term.developed", *row),
            Term::Outcome(row) => self.dated("award.term.outcome", *row),
            Term::Inspection(row) => self.inspection(*row),
            Term::Goal { branch, row, met } => self.goal(*branch, *row, *met),
            Term::Nomination(branch, row) => self.nomination(*branch, *row),
        }
    }

    fn form(&self, branch: BranchIx, standing: &FormStanding, credit: &Fraction) -> Message {
        let forms = self.index.forms(branch);
        let form = forms.and_then(|forms| standing.row.and_then(|row| forms.record(row)));
        let place = match (forms, form) {
            (Some(forms), Some(form)) => placed(forms.file(), Some(form.line)),
            _ => self.pair_place(standing.pair),
        };
        let said = Message::new(if form.is_some() { "award.term.form" } else { "award.term.form-missing" })
            .with("place", place)
            .with("pair", self.pair_id(standing.pair))
            .with("month", standing.month)
            .with("due", standing.due)
            .word("state", standing.state.label())
            .with("credit", credit.to_string());
        let Some(form) = form else { return said };
        said.with("received", form.received).word("review", standing.review.map_or("award.unreviewed", Word::label))
    }

    fn keeping(&self, row: usize) -> Message {
        let Some(rate) = self.index.rate(row) else { return Message::new("award.unknown") };
        let cadence = self.index.core.scheme.cadences.get(usize::from(rate.cadence));
        Message::new(if rate.out_of > 0 { "award.term.keeping" } else { "award.term.keeping-nothing" })
            .with("place", self.pair_place(rate.pair))
            .with("pair", self.pair_id(rate.pair))
            .with("cadence", cadence.map_or("", |cadence| cadence.name.as_str()))
            .with("missed", rate.missed)
            .with("judged", rate.out_of)
            .with("rate", exact(&rate.rate()))
            .with("days", rate.weight)
    }

    fn visit(&self, row: usize) -> Message {
        let visits = &self.index.core.committee.visits;
        let Some(visit) = visits.rows.get(row) else { return Message::new("award.unknown") };
        Message::new("award.term.visit")
            .with("place", placed(&visits.file, Some(visit.line)))
            .with("day", visit.date)
            .with("person", self.person(visit.person))
            .with("score", written(visit.score))
    }

    /// An outcome with its day, person, kind and content.
    fn dated(&self, key: &'static str, row: usize) -> Message {
        let Some(outcome) = self.outcome(row) else { return Message::new("award.unknown") };
        let outcomes = &self.index.core.committee.outcomes;
        let what = match outcome.stage {
            Some(stage) => Value::Word(stage.label()),
            None => Value::from(outcomes.text(row, "what")),
        };
        let value = outcome.value.map_or_else(|| outcomes.text(row, "level").to_owned(), |value| value.to_string());
        Message::new(key)
            .with("place", self.outcome_place(row))
            .with("day", outcome.date)
            .with("person", self.person(outcome.person))
            .word("kind", outcome.kind.label())
            .with("what", what)
            .with("value", value)
    }

    fn progress(&self, person: PersonIx, rows: [usize; 2], fraction: &Fraction) -> Message {
        let [base, latest] = rows.map(|row| {
            let outcome = self.outcome(row);
            Message::new("award.term.grade")
                .with("value", written(outcome.and_then(|outcome| outcome.value)))
                .with("day", outcome.map_or(String::new(), |outcome| outcome.date.to_string()))
                .with("place", self.outcome_place(row))
        });
        Message::new("award.term.progress")
            .with("person", self.person(person))
            .with("base", base)
            .with("latest", latest)
            .with("fraction", exact(fraction))
    }

    fn inspection(&self, row: usize) -> Message {
        let inspections = &self.index.core.committee.inspections;
        let Some(inspection) = inspections.rows.get(row) else { return Message::new("award.unknown") };
        Message::new("award.term.inspection")
            .with("place", placed(&inspections.file, Some(inspection.line)))
            .with("day", inspection.date)
            .with("branch", self.branch(Some(inspection.branch)))
            .with("rating", written(inspection.rating))
    }

    fn goal(&self, branch: BranchIx, row: usize, met: Met) -> Message {
        let goals = self.index.records(branch).map(|records| &records.goals);
        let goal = goals.and_then(|goals| goals.rows.get(row));
        let (Some(goals), Some(goal)) = (goals, goal) else { return Message::new("award.unknown") };
        let said = |key| {
            let place = placed(&goals.file, Some(goal.line));
            Message::new(key).with("place", place).with("pair", self.pair_id(goal.pair)).with("goal", goals.text(row, "id"))
        };
        match (met, goal.met) {
            (Met::Met, Some(day)) => said("award.term.goal-met").with("day", day),
            _ => said("award.term.goal-open"),
        }
    }

    fn nomination(&self, branch: BranchIx, row: usize) -> Message {
        let nominations = self.index.records(branch).map(|records| &records.nominations);
        let nomination = nominations.and_then(|nominations| nominations.rows.get(row));
        let (Some(nominations), Some(nomination)) = (nominations, nomination) else { return Message::new("award.unknown") };
        let by = match nomination.by.is_known() {
            true => self.person(nomination.by),
            false => Message::new("reading.name").with("name", nominations.text(row, "by")),
        };
        let known = nomination.review.filter(|_| nomination.review_date.unwrap_or(nomination.date) <= self.index.as_of);
        let score = nomination.review_score.filter(|_| known.is_some());
        Message::new("award.term.nomination")
            .with("place", placed(&nominations.file, Some(nomination.line)))
            .with("day", nomination.date)
            .with("by", by)
            .word("review", known.map_or("award.unreviewed", Word::label))
            .with("score", score.map_or(String::new(), |score| score.to_string()))
    }

    /// What a gate asks for.
    pub(super) fn gate(&self, kind: GateKind) -> Message {
        gate(&self.index.core.scheme, self.rule, kind)
    }

    /// Why a gate bars a person. The places of the records are not told, so that the answer is the same in whatever order they lie;
    /// the derivation of a person tells them.
    pub(super) fn bar(&self, verdict: &Verdict, bar: &Bar) -> Message {
        let gate = self.gate(verdict.gate);
        match bar {
            Bar::Disciplined => {
                let acts = listed(verdict.terms.iter().map(|term| self.act(term)));
                Message::new("award.bar.disciplined").with("acts", acts.unwrap_or(Message::new("award.unknown")))
            }
            Bar::BelowMinKeeping(rate) => Message::new("award.bar.keeping").with("rate", rounded(rate, 4)).with("gate", gate),
            Bar::WrongStage(stage) => {
                let stage = stage.map_or("award.unknown", Word::label);
                Message::new("award.bar.stage").with("gate", gate).word("stage", stage)
            }
            Bar::NotNominated => Message::new("award.bar.nomination").with("gate", gate),
            Bar::NotReviewed if verdict.terms.is_empty() => Message::new("award.bar.no-nomination"),
            Bar::NotReviewed => Message::new("award.bar.unreviewed").with("nomination", self.all(&verdict.terms)),
            Bar::ReviewReturned => Message::new("award.bar.returned").with("nomination", self.all(&verdict.terms)),
            Bar::GateFailed(Some(value)) => Message::new("award.bar.gate").with("gate", gate).with("value", decimal(value)),
            Bar::GateFailed(None) => Message::new("award.bar.gate-missing").with("gate", gate),
            Bar::Excluded => Message::new("award.bar.excluded").with("gate", gate),
        }
    }

    fn all(&self, terms: &[Term]) -> Message {
        listed(terms.iter().map(|term| placeless(self.term(term)))).unwrap_or(Message::new("award.unknown"))
    }

    /// A disciplinary outcome by day and content.
    fn act(&self, term: &Term) -> Message {
        match term {
            Term::Points { row, .. } => placeless(self.dated("award.term.act", *row)),
            other => placeless(self.term(other)),
        }
    }
}

/// A record without its place.
fn placeless(mut record: Message) -> Message {
    record.args.retain(|(name, _)| *name != "place");
    record
}

/// What a gate of an award asks for.
pub(super) fn gate(scheme: &Scheme, rule: &AwardRule, kind: GateKind) -> Message {
    match kind {
        GateKind::Discipline => Message::new("award.gate.discipline"),
        GateKind::Keeping => Message::new("award.gate.keeping").with("least", rule.min_keeping.as_ref().map_or(String::new(), exact)),
        GateKind::Stages => Message::new("award.gate.stages").with("stages", stages(&rule.stages)),
        GateKind::Nomination => Message::new(match rule.needs_nomination {
            Some(Nominator::Branch) => "award.gate.nomination-branch",
            Some(Nominator::Helper) | None => "award.gate.nomination-helper",
        }),
        GateKind::Review => Message::new("award.gate.review"),
        GateKind::Measure(at) => rule.gates.get(at).map_or(Message::new("award.unknown"), measure),
        GateKind::Excluded(award) => {
            let other = scheme.awards.get(award).map_or("", |award| award.name.as_str());
            Message::new("award.gate.excluded").with("award", other)
        }
    }
}

/// Stages, joined.
pub(super) fn stages(stages: &[Stage]) -> Message {
    let named = Message::joined("reading.and", stages.iter().map(|stage| Message::new(stage.label())));
    named.unwrap_or(Message::new("award.unknown"))
}

fn measure(gate: &Gate) -> Message {
    let key = match gate.of {
        GateOf::Value => "award.gate.value",
        GateOf::Change => "award.gate.change",
    };
    Message::new(key).with("measure", gate.measure.as_str()).with("op", gate.op.word()).with("value", gate.value.to_string())
}

fn placed(file: &str, line: Option<u32>) -> String {
    line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"))
}

fn written(value: Option<Decimal>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

/// A fraction exactly, and with four digits where these say it differently.
pub(super) fn exact(value: &Fraction) -> String {
    if value.is_integer() { value.to_string() } else { format!("{value} = {}", rounded(value, 4)) }
}

/// A sum of decimals as a decimal, as far as six digits go.
pub(super) fn decimal(value: &Fraction) -> String {
    let digits = rounded(value, 6);
    match digits.split_once('.') {
        Some(_) => digits.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => digits,
    }
}
