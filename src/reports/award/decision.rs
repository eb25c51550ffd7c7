//! A decision on an award as JSON `bangfu/decision/1` and as tables: what people decided, on which figures, how far it has come, and
//! what was decided before and reopened. Not here: whether it still follows from the records (`verification`).

use serde::ser::{Serialize, Serializer};

use crate::i18n::Message;
use crate::model::award_rule::AwardRule;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decision::{Decided, Decision, Fixed, Judged, Notice, Reopened};
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};

/// A decision with what is known of it.
pub struct DecisionReport<'a> {
    core: &'a Core,
    rule: &'a AwardRule,
    decision: Option<&'a Decision>,
    reopened: &'a [Reopened],
}

impl<'a> DecisionReport<'a> {
    /// The decision on an award, if there is one, and those that were reopened.
    #[must_use]
    pub fn new(core: &'a Core, rule: &'a AwardRule, decision: Option<&'a Decision>, reopened: &'a [Reopened]) -> Self {
        Self { core, rule, decision, reopened }
    }

    fn title(&self) -> Message {
        let named = |key| Message::new(key).with("award", self.rule.name.as_str()).with("key", self.rule.key.as_str());
        match self.decision {
            Some(decision) => named("decision.title")
                .with("day", decision.date)
                .with("taken", decision.taken().count())
                .with("seats", decision.seats)
                .word("standing", decision.standing().label()),
            None => named("decision.none"),
        }
    }

    fn row(&self, judged: &Judged) -> Vec<Cell> {
        let people = &self.core.people;
        vec![
            judged.rank.map_or(Cell::Empty, Cell::number),
            Cell::text(people.id(judged.person)),
            Cell::text(people.name(judged.person)),
            judged.score.clone().map_or(Cell::Empty, Cell::Digits),
            Cell::word(judged.computed.label()),
            Cell::word(judged.decided.label()),
            Cell::text(judged.reason.as_deref().unwrap_or_default()),
        ]
    }

    fn sheet(&self, keep: impl Fn(&Judged) -> bool) -> Sheet {
        let columns = vec![
            Column::right("rank", "award.column.rank"),
            Column::left("person", "column.person"),
            Column::left("name", "column.name"),
            Column::right("score", "award.column.score"),
            Column::left("computed", "decision.column.computed"),
            Column::left("decided", "decision.column.decided"),
            Column::left("reason", "column.reason"),
        ];
        let persons = self.decision.iter().flat_map(|decision| &decision.persons);
        let rows = persons.filter(|judged| keep(judged)).map(|judged| self.row(judged)).collect();
        Sheet { title: Some(self.title()), columns, rows, footer: self.footer() }
    }

    fn footer(&self) -> Vec<Message> {
        let mut said = Vec::new();
        if let Some(decision) = self.decision {
            said.push(meeting(decision));
            let records: usize = decision.records.values().map(std::collections::BTreeMap::len).sum();
            let rests = Message::new("decision.rests").with("day", decision.as_of).with("records", records);
            said.push(rests.with("settings", decision.readings.len()).with("digest", decision.digest.as_str()));
            said.extend(decision.notice.as_ref().map(notice));
            said.extend(decision.fixed.as_ref().map(fixed));
        }
        said.extend(self.reopened.iter().map(|earlier| self.earlier(earlier)));
        said.push(self.next());
        said
    }

    fn earlier(&self, earlier: &Reopened) -> Message {
        let names: Vec<&str> = earlier.taken.iter().map(|person| self.core.people.name(*person)).collect();
        Message::new("decision.reopened-then")
            .with("day", earlier.date)
            .with("decided", earlier.decided)
            .with("reason", earlier.reason.as_str())
            .with("names", names.join("、"))
    }

    /// The step that follows.
    fn next(&self) -> Message {
        let key = self.rule.key.as_str();
        match self.decision {
            None => Message::new("decision.next-approve").with("key", key),
            Some(Decision { fixed: Some(_), .. }) => Message::new("decision.next-verify").with("key", key),
            Some(Decision { notice: Some(notice), .. }) => {
                Message::new("decision.next-final").with("key", key).with("day", notice.until.next())
            }
            Some(_) => Message::new("decision.next-notice").with("key", key),
        }
    }
}

fn meeting(decision: &Decision) -> Message {
    let count = |at: usize| decision.votes.get(at).copied().flatten().map_or_else(String::new, |count| count.to_string());
    Message::new("decision.meeting")
        .with("meeting", decision.meeting.as_str())
        .with("for", count(0))
        .with("against", count(1))
        .with("abstained", count(2))
        .with("document", decision.document.as_deref().unwrap_or_default())
}

/// How a notice runs.
pub(super) fn notice(notice: &Notice) -> Message {
    let key = match notice.counted {
        crate::model::decision::Counting::Calendar => "decision.notice-calendar",
        crate::model::decision::Counting::Working => "decision.notice-working",
    };
    Message::new(key).with("from", notice.from).with("until", notice.until).with("days", notice.days)
}

fn fixed(fixed: &Fixed) -> Message {
    Message::new("decision.final").with("day", fixed.date).with("note", fixed.note.as_deref().unwrap_or_default())
}

impl Sheets for DecisionReport<'_> {
    /// Those who were taken, or of whom people decided otherwise than computed.
    fn sheets(&self) -> Vec<Sheet> {
        vec![self.sheet(|judged| judged.decided != Decided::NotTaken || judged.reason.is_some())]
    }

    /// Everyone of the pool.
    fn flat(&self) -> Vec<Sheet> {
        let mut sheet = self.sheet(|_| true);
        (sheet.title, sheet.footer) = (None, Vec::new());
        vec![sheet]
    }
}

#[derive(serde::Serialize)]
struct DecisionJson<'r> {
    format: &'static str,
    award: &'r str,
    name: &'r str,
    standing: Option<&'static str>,
    as_of: Option<Day>,
    date: Option<Day>,
    meeting: Option<&'r str>,
    votes_for: Option<u32>,
    votes_against: Option<u32>,
    abstained: Option<u32>,
    document: Option<&'r str>,
    pool: Option<u32>,
    seats: Option<u32>,
    taken: Vec<&'r str>,
    persons: Vec<PersonJson<'r>>,
    digest: Option<&'r str>,
    notice: Option<NoticeJson<'r>>,
    #[serde(rename = "final")]
    fixed: Option<FixedJson<'r>>,
    reopened: Vec<ReopenedJson<'r>>,
}

#[derive(serde::Serialize)]
struct PersonJson<'r> {
    rank: Option<u32>,
    person: &'r str,
    name: &'r str,
    score: Option<&'r str>,
    computed: &'static str,
    code: Option<&'r str>,
    decided: &'static str,
    reason: Option<&'r str>,
}

#[derive(serde::Serialize)]
struct NoticeJson<'r> {
    from: Day,
    until: Day,
    days: u32,
    counted: &'static str,
    first_day: &'static str,
    contact: Option<&'r str>,
}

#[derive(serde::Serialize)]
struct FixedJson<'r> {
    date: Day,
    note: Option<&'r str>,
}

#[derive(serde::Serialize)]
struct ReopenedJson<'r> {
    date: Day,
    reason: &'r str,
    decided: Day,
    taken: Vec<&'r str>,
}

fn notice_json(notice: &Notice) -> NoticeJson<'_> {
    NoticeJson {
        from: notice.from,
        until: notice.until,
        days: notice.days,
        counted: notice.counted.word(),
        first_day: notice.first.word(),
        contact: notice.contact.as_deref(),
    }
}

impl<'a> DecisionReport<'a> {
    fn person_json(&self, judged: &'a Judged) -> PersonJson<'a> {
        PersonJson {
            rank: judged.rank,
            person: self.core.people.id(judged.person),
            name: self.core.people.name(judged.person),
            score: judged.score.as_deref(),
            computed: judged.computed.word(),
            code: judged.code.as_deref(),
            decided: judged.decided.word(),
            reason: judged.reason.as_deref(),
        }
    }

    fn reopened_json(&self, earlier: &'a Reopened) -> ReopenedJson<'a> {
        let taken = earlier.taken.iter().map(|person| self.core.people.id(*person)).collect();
        ReopenedJson { date: earlier.date, reason: &earlier.reason, decided: earlier.decided, taken }
    }
}

impl Serialize for DecisionReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let decision = self.decision;
        let people = &self.core.people;
        let votes = decision.map_or([None; 3], |decision| decision.votes);
        let person = |judged| self.person_json(judged);
        DecisionJson {
            format: "bangfu/decision/1",
            award: &self.rule.key,
            name: &self.rule.name,
            standing: decision.map(|decision| decision.standing().word()),
            as_of: decision.map(|decision| decision.as_of),
            date: decision.map(|decision| decision.date),
            meeting: decision.map(|decision| decision.meeting.as_str()),
            votes_for: votes[0],
            votes_against: votes[1],
            abstained: votes[2],
            document: decision.and_then(|decision| decision.document.as_deref()),
            pool: decision.map(|decision| decision.pool),
            seats: decision.map(|decision| decision.seats),
            taken: decision.iter().flat_map(|decision| decision.taken()).map(|person| people.id(person)).collect(),
            persons: decision.iter().flat_map(|decision| &decision.persons).map(person).collect(),
            digest: decision.map(|decision| decision.digest.as_str()),
            notice: decision.and_then(|decision| decision.notice.as_ref()).map(notice_json),
            fixed: decision
                .and_then(|decision| decision.fixed.as_ref())
                .map(|fixed| FixedJson { date: fixed.date, note: fixed.note.as_deref() }),
            reopened: self.reopened.iter().map(|earlier| self.reopened_json(earlier)).collect(),
        }
        .serialize(serializer)
    }
}
