//! `check --student`: one helped student's own line of contacts over all pairs (rules.md R4, R11). The rule runs once over the whole
//! line, from the first pair's start to the last one's end; each breach is charged to the pair that was responsible on the day it fell
//! overdue, and to none where the student then had no pair. Not here: the rule.

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::i18n::Message;
use crate::model::contact_log::{Contact, ContactLog};
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{BranchIx, PairIx, PersonIx};
use crate::model::table::CONTACTS;
use crate::model::word::{Side, Word};
use crate::reports::readings;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};
use crate::rules::cadence::{Breach, CadenceFrame, CadenceRow};

/// A contact of the student with its line.
type Placed = (Contact, u32);

/// The answer `bangfu/student/1`.
#[derive(Clone, Debug)]
pub struct StudentReport<'a> {
    core: &'a Core,
    student: PersonIx,
    as_of: Day,
    pairs: Vec<PairIx>,
    contacts: Vec<Placed>,
    rows: Vec<(CadenceFrame<'a>, CadenceRow)>,
}

/// The pairs in which a person is helped, by start and id.
#[must_use]
pub fn pairs_of(core: &Core, student: PersonIx) -> Vec<PairIx> {
    let mut pairs: Vec<PairIx> =
        core.pairs_of(student).iter().filter(|(_, side, _)| *side == Side::Helped).map(|(_, _, pair)| *pair).collect();
    pairs.sort_by_key(|pair| (core.pairs.get(*pair).map(|row| row.start), core.pairs.id(*pair)));
    pairs
}

/// The contacts of some pairs of one branch, with their lines.
#[must_use]
pub fn contacts_of(core: &Core, branch: BranchIx, pairs: &[PairIx], log: &ContactLog) -> Vec<Placed> {
    let own = pairs.iter().filter(|pair| core.pairs.get(**pair).is_some_and(|row| row.branch == branch));
    let indexes = own.flat_map(|pair| log.range_of(*pair));
    indexes.filter_map(|index| Some((*log.contacts.get(index)?, log.lines.get(index).copied().unwrap_or(0)))).collect()
}

impl<'a> StudentReport<'a> {
    /// The student's line as of the frames' day; `contacts`: those of all the student's pairs, in any order.
    #[must_use]
    pub fn new(core: &'a Core, student: PersonIx, as_of: Day, frames: Vec<CadenceFrame<'a>>, mut contacts: Vec<Placed>) -> Self {
        let pairs = pairs_of(core, student);
        contacts.sort_by_key(|(contact, line)| (contact.date, core.pairs.id(contact.pair).to_owned(), contact.n, *line));
        let plain: Vec<Contact> = contacts.iter().map(|(contact, _)| *contact).collect();
        let active = pairs.iter().filter_map(|pair| core.pairs.get(*pair)).map(|row| core.active(row));
        let whole = active.reduce(|all, one| Period::new(all.first.min(one.first), all.last.max(one.last)));
        let first = pairs.first().copied().unwrap_or(PairIx::UNKNOWN);
        let row = |frame: CadenceFrame<'a>| frame.row(first, whole?, &plain).map(|row| (frame, row));
        let rows = frames.into_iter().filter_map(row).collect();
        Self { core, student, as_of, pairs, contacts, rows }
    }

    /// Whether the answer is "no": a contact is owed whose day has passed, or a breach is on record.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.rows.iter().any(|(_, row)| row.is_overdue() || !row.breaches.is_empty())
    }

    /// The pair that was responsible on a day.
    fn responsible(&self, day: Day) -> Option<PairIx> {
        let active = |pair: &PairIx| self.core.pairs.get(*pair).is_some_and(|row| self.core.active(row).contains(day));
        self.pairs.iter().copied().find(active)
    }

    fn helper(&self, pair: PairIx) -> Option<PersonIx> {
        self.core.pairs.get(pair).map(|row| row.helper)
    }

    /// The day on which a breach fell overdue: its first late day.
    fn overdue_from(frame: &CadenceFrame<'_>, breach: &Breach) -> Day {
        frame.late(breach).first
    }

    fn act(&self, contact: &Contact) -> (&str, bool) {
        self.core.scheme.acts.get(contact.act).map_or(("", true), |act| (act.name.as_str(), act.counts))
    }

    fn place(&self, (contact, line): &Placed) -> (String, u32) {
        let branch = self.core.pairs.get(contact.pair).map_or("", |row| self.core.scheme.branch_key(row.branch));
        (CONTACTS.path(branch), *line)
    }

    fn name(&self, person: PersonIx) -> String {
        format!("{} {}", self.core.people.name(person), self.core.people.id(person))
    }
}

impl Sheets for StudentReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        vec![self.line(), self.breaches()]
    }

    fn flat(&self) -> Vec<Sheet> {
        vec![Sheet { title: None, footer: Vec::new(), ..self.breaches() }]
    }
}

impl StudentReport<'_> {
    /// The contacts of all pairs, by day.
    fn line(&self) -> Sheet {
        let columns = vec![
            Column::left("date", "column.date"),
            Column::left("pair", "column.pair"),
            Column::left("helper", "column.helper"),
            Column::left("act", "column.act"),
            Column::left("place", "column.place-of-record"),
        ];
        let row = |placed: &Placed| {
            let (file, line) = self.place(placed);
            let helper = self.helper(placed.0.pair).map_or(String::new(), |helper| self.name(helper));
            let pair = Cell::text(self.core.pairs.id(placed.0.pair));
            vec![
                Cell::Day(placed.0.date),
                pair,
                Cell::text(&helper),
                Cell::text(self.act(&placed.0).0),
                Cell::Text(format!("{file}:{line}")),
            ]
        };
        let title = Message::new("student.title").with("student", self.name(self.student)).with("day", self.as_of);
        let pairs = self.pairs.iter().filter_map(|pair| Some((*pair, self.core.pairs.get(*pair)?)));
        let footer = pairs.map(|(pair, known)| {
            let message = Message::new("student.pair").with("pair", self.core.pairs.id(pair)).with("helper", self.name(known.helper));
            message.with("start", known.start).with("end", known.end.map_or(String::new(), |end| end.to_string()))
        });
        let up_to = self.contacts.iter().filter(|(contact, _)| contact.date <= self.as_of);
        Sheet { title: Some(title), columns, rows: up_to.map(row).collect(), footer: footer.collect() }
    }

    /// Each breach with the pair that was responsible.
    fn breaches(&self) -> Sheet {
        let columns = vec![
            Column::left("cadence", "column.cadence"),
            Column::left("from", "column.from"),
            Column::left("to", "column.to"),
            Column::left("overdue_from", "column.overdue_from"),
            Column::right("late_days", "column.late_days"),
            Column::left("responsible", "column.responsible"),
            Column::left("helper", "column.helper"),
        ];
        let all = self.rows.iter().flat_map(|(frame, row)| row.breaches.iter().map(move |breach| (frame, breach)));
        let row = |(frame, breach): (&CadenceFrame<'_>, &Breach)| {
            let overdue = Self::overdue_from(frame, breach);
            let pair = self.responsible(overdue);
            let helper = pair.and_then(|pair| self.helper(pair));
            vec![
                Cell::text(&frame.cadence.name),
                Cell::Day(breach.from()),
                Cell::Day(breach.to()),
                Cell::Day(overdue),
                Cell::number(frame.calendar.counted_in(frame.late(breach))),
                pair.map_or(Cell::word("student.nobody"), |pair| Cell::text(self.core.pairs.id(pair))),
                helper.map_or(Cell::Empty, |helper| Cell::Text(self.name(helper))),
            ]
        };
        let rows: Vec<Vec<Cell>> = all.map(row).collect();
        let mut footer: Vec<Message> = rows.is_empty().then(|| Message::new("student.no-breach")).into_iter().collect();
        footer.extend(self.rows.iter().map(|(frame, _)| readings::cadence(&self.core.scheme, frame.cadence)));
        footer.push(Message::new("student.charged"));
        Sheet { title: Some(Message::new("student.breaches")), columns, rows, footer }
    }

    fn gap(&self, frame: &CadenceFrame<'_>, breach: &Breach) -> Value {
        let overdue = Self::overdue_from(frame, breach);
        let pair = self.responsible(overdue);
        let mut gap = match *breach {
            Breach::Gap { from, to, days, over, missed, open } => {
                json!({ "from": from, "to": to, "days": days, "over": over, "missed": missed, "open": open.is_open() })
            }
            Breach::Run { from, to, over, open } => {
                json!({ "from": from, "to": to, "days": null, "over": over, "missed": null, "open": open.is_open() })
            }
            Breach::Missed { from, to, contacts, owed } => json!({ "from": from, "to": to, "contacts": contacts, "owed": owed }),
        };
        if let Some(object) = gap.as_object_mut() {
            object.insert("overdue_from".to_owned(), json!(overdue));
            object.insert("responsible".to_owned(), json!(pair.map(|pair| self.core.pairs.id(pair))));
            let helper = pair.and_then(|pair| self.helper(pair));
            object.insert("helper".to_owned(), json!(helper.map(|helper| self.core.people.id(helper))));
        }
        gap
    }

    fn cadence(&self, (frame, row): &(CadenceFrame<'_>, CadenceRow)) -> Value {
        json!({
            "key": frame.cadence.key,
            "status": row.status.key(),
            "contacts": row.contacts,
            "last_contact": row.last_contact,
            "next_due": row.next_due,
            "late_days": row.late_days,
            "keeping_rate": row.keeping_digits(),
            "gaps": row.breaches.iter().map(|breach| self.gap(frame, breach)).collect::<Vec<_>>(),
        })
    }
}

impl Serialize for StudentReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let pair = |pair: &PairIx| {
            let row = self.core.pairs.get(*pair);
            json!({
                "pair": self.core.pairs.id(*pair),
                "branch": row.map_or("", |row| self.core.scheme.branch_key(row.branch)),
                "helper": row.map_or("", |row| self.core.people.id(row.helper)),
                "start": row.map(|row| row.start),
                "end": row.and_then(|row| row.end),
            })
        };
        let contact = |placed: &Placed| {
            let (file, line) = self.place(placed);
            let act = self.core.scheme.acts.get(placed.0.act).map_or("", |act| act.key.as_str());
            json!({
                "pair": self.core.pairs.id(placed.0.pair),
                "date": placed.0.date,
                "n": placed.0.n,
                "act": act,
                "counts": self.act(&placed.0).1,
                "file": file,
                "line": line,
            })
        };
        let up_to = self.contacts.iter().filter(|(contact, _)| contact.date <= self.as_of);
        json!({
            "format": "bangfu/student/1",
            "as_of": self.as_of,
            "student": self.core.people.id(self.student),
            "name": self.core.people.name(self.student),
            "pairs": self.pairs.iter().map(pair).collect::<Vec<_>>(),
            "contacts": up_to.map(contact).collect::<Vec<_>>(),
            "cadences": self.rows.iter().map(|row| self.cadence(row)).collect::<Vec<_>>(),
        })
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::{StudentReport, contacts_of, pairs_of};
    use crate::model::word::Stage;
    use crate::rules::cadence::CadenceFrame;
    use crate::rules::fixture::{Fixture, day};

    /// Each breach: from, to, overdue from, and the pair it is charged to.
    fn charged(fixture: &Fixture, as_of: &str) -> Vec<[String; 4]> {
        let data = fixture.dataset();
        let core = &data.core;
        let student = core.people.find("s1").unwrap();
        let pairs = pairs_of(core, student);
        let contacts = core.branch_indexes().zip(&data.branches);
        let contacts = contacts.flat_map(|(branch, records)| contacts_of(core, branch, &pairs, &records.contacts)).collect();
        let report = StudentReport::new(core, student, day(as_of), CadenceFrame::all(core, day(as_of)), contacts);
        let value = serde_json::to_value(&report).unwrap();
        let gaps = value["cadences"][0]["gaps"].as_array().unwrap().clone();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        gaps.iter().map(|gap| ["from", "to", "overdue_from", "responsible"].map(|key| text(&gap[key]))).collect()
    }

    fn handed_over(end: &str, start: &str) -> Fixture {
        let mut fixture = Fixture::empty();
        fixture.person("h1", Stage::Full, "b1").person("h2", Stage::Full, "b2").person("s1", Stage::League, "b1");
        fixture.pair("b1-001", "h1", "s1", "2012-11-06", Some(end)).pair("b2-001", "h2", "s1", start, None);
        fixture.contacts("b1-001", &["2012-11-10"]);
        fixture
    }

    #[test]
    fn a_gap_over_a_handover_is_charged_to_the_pair_of_the_day_on_which_it_fell_overdue() {
        // Fourteen days after 11-10 end on 11-24; the gap falls overdue on 11-25.
        let late = |end: &str, start: &str| {
            let mut fixture = handed_over(end, start);
            fixture.contacts("b2-001", &["2012-12-01"]);
            charged(&fixture, "2012-12-02")
        };
        let gap = |pair: &str| [["2012-11-10", "2012-12-01", "2012-11-25", pair].map(str::to_owned)];
        assert_eq!(late("2012-11-25", "2012-11-26"), gap("b1-001"));
        assert_eq!(late("2012-11-24", "2012-11-25"), gap("b2-001"));
        // With nobody responsible on the day nobody is charged.
        assert_eq!(late("2012-11-24", "2012-11-26"), gap("-"));
    }

    #[test]
    fn a_new_pair_does_not_set_the_clock_back_and_a_contact_in_time_leaves_no_gap() {
        let mut fixture = handed_over("2012-11-20", "2012-11-21");
        fixture.contacts("b2-001", &["2012-11-24", "2012-12-08"]);
        assert!(charged(&fixture, "2012-12-22").is_empty());
        let open = charged(&fixture, "2012-12-23");
        assert_eq!(open, [["2012-12-08", "2012-12-23", "2012-12-23", "b2-001"].map(str::to_owned)]);
    }
}
