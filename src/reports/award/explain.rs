//! How one person's place in an award comes about, line by line with the places of the records, so that anyone can recount it by
//! hand: why the person is in the pool, the seats, each gate, each criterion with its records, the score, the rank, the cut.

use super::AwardReport;
use super::readings::weighed;
use super::words::{criterion, decimal, exact};
use crate::i18n::Message;
use crate::model::award_rule::{Missing, Pool};
use crate::model::decimal::{Fraction, fraction, rounded};
use crate::model::records::PersonIx;
use crate::model::word::Word;
use crate::reports::check::Derivation;
use crate::rules::award::criteria::{Measured, Subject};
use crate::rules::award::cut::Fate;
use crate::rules::award::gates::{Verdict, verdicts};
use crate::rules::award::measurement::{Measurement, Weighted};
use crate::rules::award::ranking::{sums, tie_value};
use crate::rules::award::term::Term;
use crate::rules::award::{Candidate, pool};

/// Explains a person's place, or why the person has none.
#[must_use]
pub fn explain(report: &AwardReport<'_>, person: PersonIx) -> Derivation {
    let telling = Telling { report, person };
    let title = Message::new("award.explain.title")
        .with("person", report.words().person(person))
        .with("award", report.rule.name.as_str())
        .with("key", report.rule.key.as_str())
        .with("day", report.ranking.as_of);
    Derivation { title, lines: telling.lines() }
}

/// What the lines are told from.
struct Telling<'r> {
    report: &'r AwardReport<'r>,
    person: PersonIx,
}

impl<'r> Telling<'r> {
    fn subject(&self) -> Subject<'r> {
        let report = self.report;
        Subject { index: report.index, award: report.ranking.award, side: report.rule.side, person: self.person }
    }

    fn lines(&self) -> Vec<Message> {
        let candidate = self.report.ranking.candidates.iter().find(|candidate| candidate.person == self.person);
        let barred = self.report.ranking.barred.iter().any(|barred| barred.person == self.person);
        let mut lines = vec![self.belonging()];
        if candidate.is_none() && !barred {
            lines.push(self.outside());
            return lines;
        }
        lines.extend(self.in_pool());
        lines.extend(self.seats());
        lines.extend(self.gates());
        match candidate {
            Some(candidate) => self.standing(candidate, &mut lines),
            None => lines.push(Message::new("award.explain.barred")),
        }
        lines
    }

    /// The person's line of the roster, branch and unit.
    fn belonging(&self) -> Message {
        let words = self.report.words();
        Message::new("award.explain.person")
            .with("place", words.person_place(self.person))
            .with("person", words.person(self.person))
            .with("branch", words.branch(pool::branch(self.report.index, self.person)))
    }

    fn outside(&self) -> Message {
        let rule = self.report.rule;
        let cutoff = rule.cutoff.map_or(String::new(), |day| day.to_string());
        match rule.pool {
            Pool::Paired => Message::new("award.explain.outside").word("side", rule.side.label()).with("day", self.report.ranking.as_of),
            Pool::PairedOnCutoff => Message::new("award.explain.outside-cutoff").word("side", rule.side.label()).with("cutoff", cutoff),
            Pool::Winners => {
                Message::new("award.explain.outside-winners").with("award", super::readings::chosen_from(self.report.core(), rule))
            }
            Pool::Members => Message::new("award.explain.outside-members").with("cutoff", cutoff),
        }
    }

    /// The pairs that put the person into the pool; what else they are used for, the criteria say.
    fn in_pool(&self) -> Vec<Message> {
        let words = self.report.words();
        let mut lines = vec![self.report.pool_reading()];
        lines.extend(self.subject().pairs().map(|(pair, known)| {
            let active = self.report.core().active(known);
            Message::new("award.explain.pair")
                .with("place", words.pair_place(pair))
                .with("pair", self.report.core().pairs.id(pair))
                .with("helper", words.person(known.helper))
                .with("helped", words.person(known.helped))
                .with("first", active.first)
                .with("last", active.last)
        }));
        lines
    }

    fn seats(&self) -> Option<Message> {
        let report = self.report;
        let unit = report.ranking.unit(&pool::unit(report.index, report.rule.level, self.person))?;
        Some(Message::new("award.reading.example").with("unit", report.unit_name(&unit.unit)).with("seats", report.seats(unit)))
    }

    fn gates(&self) -> Vec<Message> {
        let found = verdicts(&self.subject(), self.report.rule, &self.report.ranking.exclusions);
        found.iter().flat_map(|verdict| self.gate(verdict)).collect()
    }

    fn gate(&self, verdict: &Verdict) -> Vec<Message> {
        let words = self.report.words();
        let gate = words.gate(verdict.gate);
        let said = match (&verdict.bar, &verdict.value) {
            (Some(bar), _) => {
                Message::new("award.explain.gate-bars").with("gate", gate).with("reason", words.bar(verdict, bar)).with("code", bar.code())
            }
            (None, Some(value)) => Message::new("award.explain.gate-value").with("gate", gate).with("value", exact(value)),
            (None, None) => Message::new("award.explain.gate-passes").with("gate", gate),
        };
        std::iter::once(said).chain(verdict.terms.iter().map(|term| self.term(term))).collect()
    }

    fn term(&self, term: &Term) -> Message {
        Message::new("award.explain.term").with("term", self.report.words().term(term))
    }

    fn standing(&self, candidate: &Candidate, lines: &mut Vec<Message>) {
        let subject = self.subject();
        for weighted in &self.report.ranking.criteria {
            let measured = subject.measure(&weighted.measurement);
            lines.push(Message::new("award.explain.criterion").with("criterion", weighed(weighted)));
            lines.extend(measured.terms.iter().map(|term| self.term(term)));
            lines.extend(sum(&weighted.measurement, &measured));
            lines.push(self.contribution(weighted, &measured));
        }
        lines.push(self.score(candidate));
        lines.push(self.rank(candidate));
        lines.extend(self.cut(candidate));
    }

    fn contribution(&self, weighted: &Weighted, measured: &Measured) -> Message {
        let weight = weighted.weight;
        match (&measured.fraction, self.report.rule.missing) {
            (Some(value), _) => {
                let product = weight.fraction() * value;
                Message::new("award.explain.contribution")
                    .with("fraction", exact(value))
                    .with("weight", weight.to_string())
                    .with("product", exact(&product))
            }
            (None, Missing::Zero) => Message::new("award.explain.missing-zero"),
            (None, Missing::Skip) => Message::new("award.explain.missing-skip").with("weight", weight.to_string()),
        }
    }

    fn score(&self, candidate: &Candidate) -> Message {
        let (sum, weights) = sums(&self.report.ranking.criteria, &candidate.fractions, self.report.rule.missing);
        Message::new("award.explain.score")
            .with("sum", exact(&sum))
            .with("weights", decimal(&weights))
            .with("exact", candidate.score.to_string())
            .with("score", rounded(&candidate.score, 2))
    }

    fn rank(&self, candidate: &Candidate) -> Message {
        let candidates = &self.report.ranking.candidates;
        Message::new("award.explain.rank")
            .with("rank", candidate.rank)
            .with("higher", candidate.rank - 1)
            .with("equal", candidates.iter().filter(|other| other.score == candidate.score).count() - 1)
            .with("candidates", candidates.len())
    }

    /// The cut in the person's unit, and what became of the person.
    fn cut(&self, candidate: &Candidate) -> Vec<Message> {
        let Some(unit) = self.report.ranking.unit(&candidate.unit) else { return Vec::new() };
        let own = self.report.ranking.candidates.iter().filter(|other| other.unit == candidate.unit);
        let place = own.take_while(|other| other.score > candidate.score).count();
        let mut lines = vec![Message::new("award.explain.cut").with("seats", unit.seats.seats).with("ahead", place)];
        if candidate.fate != Fate::Taken && candidate.fate != Fate::Below {
            lines.extend(self.report.tie(unit));
            lines.extend(self.tied_group(candidate));
        }
        lines.push(Message::new(match candidate.fate {
            Fate::Taken => "award.fate.taken",
            Fate::TakenWithTie => "award.fate.taken-with-tie",
            Fate::TakenByTieBreak => "award.fate.taken-by-tie-break",
            Fate::Below => "award.fate.below",
            Fate::LeftOutByTie => "award.fate.left-out",
            Fate::LostTieBreak => "award.fate.lost",
        }));
        lines
    }

    /// What breaks the tie, for each of the tied group.
    fn tied_group(&self, candidate: &Candidate) -> Vec<Message> {
        let ranking = &self.report.ranking;
        let tied = ranking.candidates.iter().filter(|other| other.unit == candidate.unit && other.score == candidate.score);
        let values = |person| {
            let subject = Subject { person, ..self.subject() };
            Message::joined(
                "reading.and",
                ranking.breakers.iter().map(|breaker| {
                    let value = exact(&tie_value(&subject, breaker));
                    Message::new("award.explain.breaker-value").word("criterion", criterion(breaker.key)).with("value", value)
                }),
            )
        };
        let line = |other: &Candidate| {
            let values = values(other.person)?;
            Some(Message::new("award.explain.breaker").with("person", self.report.words().person(other.person)).with("values", values))
        };
        tied.filter_map(line).collect()
    }
}

/// The step from the records to the fraction, where it is more than a mean.
fn sum(measurement: &Measurement, measured: &Measured) -> Option<Message> {
    let over = |full: &Fraction, sum: Fraction| {
        let raw = &sum / full;
        Message::new("award.explain.points").with("sum", decimal(&sum)).with("full", decimal(full)).with("raw", exact(&raw))
    };
    let points = || measured.terms.iter().filter_map(|term| if let Term::Points { points, .. } = term { Some(points) } else { None }).sum();
    match measurement {
        Measurement::HelpedOutcomes { full } | Measurement::OwnOutcomes { full } | Measurement::Evaluation { full, .. } => {
            Some(over(full, points()))
        }
        Measurement::Developed { full } => Some(over(full, fraction(measured.terms.len() as i64, 1))),
        _ => None,
    }
}
