//! A ground in one sentence, and the records it rests on with their places.

use super::DutyReport;
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decimal::rounded;
use crate::model::records::{PairIx, PersonIx};
use crate::model::table::{CONTACTS, FORMS, PAIRS, PEOPLE};
use crate::model::word::{Side, Word};
use crate::reports::check::name;
use crate::rules::award::KeepingRate;
use crate::rules::cadence::Breach;
use crate::rules::duty::{Admission, ContactSpot, DutyBreach, Extension, Ground, MissingForm, Raised, Refusal, Unpaired};

/// A record that a ground rests on.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    /// Its file.
    pub(super) file: String,
    /// Its line, from 1.
    pub(super) line: u32,
    /// What it says.
    pub(super) message: Message,
}

impl Evidence {
    /// `file:line`.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// Figure and limit of a ground, as digits; nothing where it is no number.
pub(super) fn figures(ground: &Ground) -> Option<(String, String)> {
    match ground {
        Ground::Keeping { rate, limit, .. } => Some((rounded(rate, 4), rounded(limit, 4))),
        Ground::Forms { limit, missing } => Some((missing.len().to_string(), limit.to_string())),
        Ground::NoPair(run) => Some((run.limit.to_string(), run.limit.to_string())),
        Ground::Inspection(_) => None,
    }
}

/// A ground in a sentence.
pub(super) fn sentence(raised: &Raised) -> Message {
    match &raised.ground {
        Ground::Keeping { rate, limit, .. } => {
            Message::new("duty.ground.keeping").with("rate", rounded(rate, 4)).with("limit", rounded(limit, 4))
        }
        Ground::Forms { limit, missing } => Message::new("duty.ground.forms").with("missing", missing.len()).with("limit", *limit),
        Ground::NoPair(run) => {
            Message::new("duty.ground.no-pair").with("first", run.first).with("reached", run.reached).with("limit", run.limit)
        }
        Ground::Inspection(_) => Message::new("duty.ground.inspection").with("day", raised.day),
    }
}

impl DutyReport<'_> {
    /// The records that a ground rests on.
    pub(super) fn evidence(&self, person: PersonIx, ground: &Ground) -> Vec<Evidence> {
        match ground {
            Ground::Keeping { rates, breaches, .. } => {
                let rates = rates.iter().map(|rate| self.rate(rate));
                rates.chain(breaches.iter().map(|breach| self.breach(breach))).collect()
            }
            Ground::Forms { missing, .. } => missing.iter().map(|form| self.form(form)).collect(),
            Ground::NoPair(run) => vec![self.unpaired(person, run)],
            Ground::Inspection(row) => self.inspection(*row).into_iter().collect(),
        }
    }

    fn of_pair(&self, pair: PairIx, message: Message) -> Evidence {
        let (branch, line) = self.core.pairs.get(pair).map_or(("", 0), |row| (self.core.scheme.branch_key(row.branch), row.line));
        let message = message.with("pair", self.core.pairs.id(pair)).with("helped", name(self.core, pair, Side::Helped));
        Evidence { file: PAIRS.path(branch), line, message }
    }

    fn cadence(&self, index: u16) -> &str {
        self.core.scheme.cadences.get(usize::from(index)).map_or("", |cadence| cadence.name.as_str())
    }

    fn rate(&self, rate: &KeepingRate) -> Evidence {
        let message = Message::new("duty.evidence.rate").with("cadence", self.cadence(rate.cadence));
        let message = message.with("rate", rounded(&rate.rate(), 4)).with("late", rate.missed).with("out_of", rate.out_of);
        self.of_pair(rate.pair, message.with("weight", rate.weight))
    }

    /// A breach is told at the contact that ended it, else at the one from which the clock ran, else at the pair.
    fn breach(&self, breach: &DutyBreach) -> Evidence {
        let key = match (breach.breach, breach.to.is_some()) {
            (Breach::Gap { .. }, true) => "duty.evidence.gap",
            (Breach::Gap { .. }, false) => "duty.evidence.gap-open",
            (Breach::Run { .. }, _) => "duty.evidence.run",
            (Breach::Missed { .. }, _) => "duty.evidence.missed",
        };
        let message = Message::new(key).with("cadence", self.cadence(breach.cadence)).with("from", breach.breach.from());
        let message = message.with("to", breach.breach.to()).with("days", breach.days);
        let message = message.with("first", breach.late.first).with("last", breach.late.last);
        let message = match breach.breach {
            Breach::Missed { contacts, owed, .. } => message.with("contacts", contacts).with("owed", owed),
            _ => message,
        };
        let since = breach.from.filter(|_| breach.to.is_some()).map_or(String::new(), |spot| self.spot(&spot).place());
        let evidence = self.of_pair(breach.pair, message.with("since", since));
        match breach.to.or(breach.from) {
            Some(spot) => Evidence { message: evidence.message, ..self.spot(&spot) },
            None => evidence,
        }
    }

    fn spot(&self, spot: &ContactSpot) -> Evidence {
        let branch = self.core.pairs.get(spot.contact.pair).map_or("", |row| self.core.scheme.branch_key(row.branch));
        Evidence { file: CONTACTS.path(branch), line: spot.line, message: Message::new("duty.evidence.contact") }
    }

    /// A form that was sent back is told at its last hand-in, one that never came at the pair.
    fn form(&self, form: &MissingForm) -> Evidence {
        let key = if form.returned.is_some() { "duty.evidence.form-returned" } else { "duty.evidence.form" };
        let evidence = self.of_pair(form.pair, Message::new(key).with("month", form.month).with("due", form.due));
        match (form.returned, self.core.pairs.get(form.pair)) {
            (Some(line), Some(row)) => Evidence { file: FORMS.path(self.core.scheme.branch_key(row.branch)), line, ..evidence },
            _ => evidence,
        }
    }

    fn unpaired(&self, person: PersonIx, run: &Unpaired) -> Evidence {
        let told = |key| Message::new(key).with("first", run.first).with("reached", run.reached).with("limit", run.limit);
        match run.before {
            Some(pair) => self.of_pair(pair, told("duty.evidence.unpaired-since")),
            None => self.on_roster(person, told("duty.evidence.unpaired")),
        }
    }

    fn on_roster(&self, person: PersonIx, message: Message) -> Evidence {
        Evidence { file: PEOPLE.path(""), line: self.core.people.get(person).map_or(0, |row| row.line), message }
    }

    fn inspection(&self, row: usize) -> Option<Evidence> {
        let inspections = &self.core.committee.inspections;
        let found = inspections.rows.get(row)?;
        let message = Message::new("duty.evidence.inspection").with("day", found.date);
        let message = message.with("finding", inspections.text(row, "finding")).with("by", inspections.text(row, "by"));
        Some(Evidence { file: inspections.file.to_string(), line: found.line, message })
    }

    /// The record that says when the member was admitted.
    pub(super) fn admission(&self, person: PersonIx, admission: Admission) -> Evidence {
        let message = Message::new("duty.evidence.admission").with("day", admission.day());
        let outcomes = &self.core.committee.outcomes;
        let of_stage = |day| outcomes.rows.iter().find(move |row| row.person == person && row.date == day && row.stage.is_some());
        match admission {
            Admission::Roster(_) => self.on_roster(person, message),
            Admission::Outcome(day) => Evidence { file: outcomes.file.to_string(), line: of_stage(day).map_or(0, |row| row.line), message },
        }
    }

    /// What an extension could be, in a sentence.
    pub(super) fn extension(&self, extension: &Extension) -> Message {
        if let Some(refusal) = &extension.refusal {
            return self.refusal(refusal);
        }
        let Some(admission) = extension.admission else { return Message::new("duty.extension.unknown") };
        Message::new("duty.extension.dates")
            .with("admitted", admission.day())
            .with("ends", admission.ends())
            .with("earliest", admission.new_ends().first)
            .with("latest", admission.new_ends().last)
    }

    /// Why there can be no extension.
    pub(super) fn refusal(&self, refusal: &Refusal) -> Message {
        refusal_in_words(self.core, refusal, self.as_of)
    }
}

/// Why there can be no extension.
#[must_use]
pub fn refusal_in_words(core: &Core, refusal: &Refusal, as_of: Day) -> Message {
    match refusal {
        Refusal::AlreadyExtended(row) => {
            let duty = &core.committee.duty;
            let (day, line) = duty.rows.get(*row).map_or((String::new(), 0), |found| (found.date.to_string(), found.line));
            Message::new("duty.extension.again").with("day", day).with("place", format!("{}:{line}", duty.file))
        }
        Refusal::AdmissionUnknown => Message::new("duty.extension.unknown"),
        Refusal::NotProbationary(stage) => {
            let message = Message::new("duty.extension.not-probationary");
            let label = stage.map_or("duty.no-stage", Word::label);
            message.with("day", as_of).word("stage", label)
        }
    }
}

/// The stable word of a refusal.
#[must_use]
pub fn refusal_code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::AlreadyExtended(_) => "already-extended",
        Refusal::AdmissionUnknown => "admission-unknown",
        Refusal::NotProbationary(_) => "not-probationary",
    }
}
