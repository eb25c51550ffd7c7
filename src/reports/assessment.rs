//! `assess KEY`: everybody's assessment with parts, turnout, band and what fails a person, as tables and as `bangfu/assess/1`.
//! Not here: the rule.

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::readings;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::assessment_rule::{Assessment, AssessmentPart, BandEdges, Fail};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decimal::rounded;
use crate::model::records::PersonIx;
use crate::rules::assessment::{Assessed, Failing, FailingRecord, Outcome, PartResult, PartState, assess};

/// The answer `bangfu/assess/1`.
#[derive(Clone, Debug)]
pub struct AssessReport<'a> {
    core: &'a Core,
    rule: &'a Assessment,
    as_of: Day,
    people: Vec<Assessed>,
}

impl<'a> AssessReport<'a> {
    /// An assessment of the scheme, by its index; of one person where one is named. None: there is no such assessment.
    #[must_use]
    pub fn new(core: &'a Core, assessment: usize, as_of: Day, person: Option<PersonIx>) -> Option<Self> {
        let rule = core.scheme.assessments.get(assessment)?;
        let mut people = assess(core, assessment, as_of);
        people.retain(|one| person.is_none_or(|person| person == one.person));
        Some(Self { core, rule, as_of, people })
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.people.iter().filter(|one| one.outcome == outcome).count()
    }

    fn branch(&self, person: PersonIx) -> Option<&str> {
        let branch = self.core.people.get(person)?.branch;
        self.core.scheme.branch_at(branch).map(|branch| branch.key.as_str())
    }

    fn band(&self, one: &Assessed) -> Option<&str> {
        one.band.and_then(|band| self.rule.bands.get(band)).map(|band| band.name.as_str())
    }

    /// File and line of a record that fails somebody.
    fn place(&self, record: FailingRecord) -> (String, u32) {
        let committee = &self.core.committee;
        let (file, line) = match record {
            FailingRecord::Outcome(row) => (&committee.outcomes.file, committee.outcomes.rows.get(row).map(|row| row.line)),
            FailingRecord::Duty(row) => (&committee.duty.file, committee.duty.rows.get(row).map(|row| row.line)),
            FailingRecord::Inspection(row) => (&committee.inspections.file, committee.inspections.rows.get(row).map(|row| row.line)),
        };
        (file.to_string(), line.unwrap_or(0))
    }

    fn fail_word(&self, failing: &Failing) -> &str {
        self.rule.fails.get(failing.fail).map_or("", Fail::word)
    }

    fn line(&self, part: &PartResult) -> Option<u32> {
        part.row.and_then(|row| self.core.committee.assessments.rows.get(row)).map(|mark| mark.line)
    }

    fn readings(&self) -> Vec<Message> {
        let rule = self.rule;
        let part = |part: &AssessmentPart| {
            let weight = Message::new("assess.part").with("key", part.key.as_str()).with("weight", part.weight.to_string());
            match &part.quorum {
                Some(quorum) => weight.with("quorum", rounded(quorum, 4)),
                None => weight.with("quorum", ""),
            }
        };
        let mut lines: Vec<Message> = Message::joined("reading.and", rule.parts.iter().map(part)).into_iter().collect();
        let bands = rule.bands.iter().map(|band| {
            let to = band.to.map_or(String::new(), |to| to.to_string());
            Message::new("assess.band").with("name", band.name.as_str()).with("from", band.from.to_string()).with("to", to)
        });
        lines.extend(Message::joined("reading.and", bands));
        lines.extend(rule.edges.map(|edges| match edges {
            BandEdges::Lower => Message::new("assess.edges-lower"),
            BandEdges::Upper => Message::new("assess.edges-upper"),
        }));
        let below = self.people.iter().filter(|one| one.outcome == Outcome::Complete && one.band.is_none()).count();
        let lowest = rule.bands.iter().map(|band| band.from).min().filter(|_| below > 0);
        lines.extend(lowest.map(|from| Message::new("assess.below").with("from", from.to_string()).with("count", below)));
        let fails = rule.fails.iter().map(fail_in_words);
        lines.extend(Message::joined("reading.and", fails).map(|fails| Message::new("assess.fails").with("fails", fails)));
        let totals = Message::new("assess.totals").with("people", self.people.len()).with("complete", self.count(Outcome::Complete));
        lines.push(totals.with("incomplete", self.count(Outcome::Incomplete)).with("failed", self.count(Outcome::Failed)));
        lines
    }
}

fn fail_in_words(fail: &Fail) -> Message {
    match fail {
        Fail::Discipline => Message::new("assess.fail.discipline"),
        Fail::Criticism => Message::new("assess.fail.criticism"),
        Fail::Extension => Message::new("assess.fail.extension"),
        Fail::Serious => Message::new("assess.fail.serious"),
        Fail::Named(what) => Message::new("assess.fail.named").with("what", what.as_str()),
    }
}

impl Sheets for AssessReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let rule = self.rule;
        let title = Message::new("assess.title").with("name", rule.name.as_str()).with("key", rule.key.as_str());
        let title = title.with("day", self.as_of).with("clause", readings::clause(rule.clause.as_deref()));
        let mut columns = vec![Column::left("person", "column.person"), Column::left("name", "column.name")];
        columns.push(Column::left("branch", "column.branch"));
        columns.push(Column::right("score", "column.score"));
        columns.push(Column::left("band", "column.band"));
        columns.push(Column::left("state", "column.status"));
        columns.push(Column::left("parts", "column.parts"));
        columns.push(Column::left("fails", "column.fails"));
        let rows = self.people.iter().map(|one| self.row(one)).collect();
        vec![Sheet { title: Some(title), columns, rows, footer: self.readings() }]
    }
}

impl AssessReport<'_> {
    fn row(&self, one: &Assessed) -> Vec<Cell> {
        let state = match one.outcome {
            Outcome::Complete => "assess.complete",
            Outcome::Incomplete => "assess.incomplete",
            Outcome::Failed => "assess.failed",
        };
        let parts = self.rule.parts.iter().zip(&one.parts).map(|(rule, part)| part_in_words(&rule.key, part));
        let fails = one.fails.iter().map(|failing| {
            let (file, line) = self.place(failing.record);
            let fail = self.rule.fails.get(failing.fail).map_or_else(|| Message::new("assess.failed"), fail_in_words);
            Message::new("assess.failing").with("fail", fail).with("place", format!("{file}:{line}"))
        });
        vec![
            Cell::text(self.core.people.id(one.person)),
            Cell::text(self.core.people.name(one.person)),
            Cell::text(self.branch(one.person).unwrap_or("")),
            one.result.as_ref().map_or(Cell::Empty, |result| Cell::Digits(rounded(result, 2))),
            Cell::text(self.band(one).unwrap_or("")),
            Cell::word(state),
            Message::joined("reading.and", parts).map_or(Cell::Empty, Cell::Say),
            Message::joined("reading.and", fails).map_or(Cell::Empty, Cell::Say),
        ]
    }

    fn json(&self, one: &Assessed) -> Value {
        let parts = self.rule.parts.iter().zip(&one.parts).map(|(rule, part)| {
            json!({
                "key": rule.key,
                "mark": part.mark.map(|mark| rounded(&mark.fraction(), 2)),
                "turnout": part.turnout.as_ref().map(|turnout| rounded(turnout, 4)),
                "state": part.state.word(),
                "file": self.line(part).map(|_| self.core.committee.assessments.file.to_string()),
                "line": self.line(part),
            })
        });
        let fails = one.fails.iter().map(|failing| {
            let (file, line) = self.place(failing.record);
            json!({ "fail": self.fail_word(failing), "file": file, "line": line })
        });
        json!({
            "person": self.core.people.id(one.person),
            "name": self.core.people.name(one.person),
            "branch": self.branch(one.person),
            "score": one.result.as_ref().map(|result| rounded(result, 2)),
            "band": self.band(one),
            "state": one.outcome.word(),
            "parts": parts.collect::<Vec<_>>(),
            "fails": fails.collect::<Vec<_>>(),
        })
    }
}

fn part_in_words(key: &str, part: &PartResult) -> Message {
    let mark = part.mark.map_or(String::new(), |mark| mark.to_string());
    let said = match part.state {
        PartState::Valid => Message::new("assess.mark"),
        PartState::Missing => Message::new("assess.mark-missing"),
        PartState::BelowQuorum => Message::new("assess.mark-below-quorum"),
        PartState::TurnoutUnknown => Message::new("assess.mark-turnout-unknown"),
    };
    let turnout = part.turnout.as_ref().map_or(String::new(), |turnout| rounded(turnout, 4));
    match part.state {
        PartState::Valid | PartState::BelowQuorum => said.with("key", key).with("mark", mark).with("turnout", turnout),
        PartState::TurnoutUnknown => said.with("key", key).with("mark", mark),
        PartState::Missing => said.with("key", key),
    }
}

impl Serialize for AssessReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = self.rule;
        let part = |part: &AssessmentPart| {
            let quorum = part.quorum.as_ref().map(|quorum| rounded(quorum, 4));
            json!({ "key": part.key, "weight": part.weight.to_string(), "quorum": quorum })
        };
        let bands = rule
            .bands
            .iter()
            .map(|band| json!({ "name": band.name, "from": band.from.to_string(), "to": band.to.map(|to| to.to_string()) }));
        json!({
            "format": "bangfu/assess/1",
            "assessment": rule.key,
            "name": rule.name,
            "clause": rule.clause,
            "as_of": self.as_of,
            "parts": rule.parts.iter().map(part).collect::<Vec<_>>(),
            "bands": bands.collect::<Vec<_>>(),
            "edges": rule.edges.map(BandEdges::word),
            "fails": rule.fails.iter().map(Fail::word).collect::<Vec<_>>(),
            "people": self.people.iter().map(|one| self.json(one)).collect::<Vec<_>>(),
            "totals": {
                "people": self.people.len(),
                "complete": self.count(Outcome::Complete),
                "incomplete": self.count(Outcome::Incomplete),
                "failed": self.count(Outcome::Failed),
            },
        })
        .serialize(serializer)
    }
}
