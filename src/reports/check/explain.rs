//! The derivation of one pair's answer, line by line with the places of the records, so that anyone can recount it by hand.
//! The steps come from the rule; here they get their words.

use super::table::name;
use crate::i18n::Message;
use crate::model::contact_log::{Contact, ContactLog};
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{Pair, PairIx};
use crate::model::scheme::Window;
use crate::model::table::CONTACTS;
use crate::model::word::Side;
use crate::reports::readings;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};
use crate::rules::cadence::{CadenceFrame, CadenceRow, Count, Mark, PairTime, Status, Step, WhyNot, WindowStanding, with_lines};

/// How the answer for one pair and one cadence comes about.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// Which pair, which cadence, as of when.
    pub title: Message,
    /// The lines, in order.
    pub lines: Vec<Message>,
}

impl Sheets for Derivation {
    fn sheets(&self) -> Vec<Sheet> {
        let rows = self.lines.iter().map(|line| vec![Cell::Say(line.clone())]).collect();
        let columns = vec![Column::left("step", "column.step")];
        vec![Sheet { title: Some(self.title.clone()), columns, rows, footer: Vec::new() }]
    }
}

/// Explains a pair by one cadence; `log` is its branch's, with lines.
#[must_use]
pub fn explain(core: &Core, frame: &CadenceFrame<'_>, pair: PairIx, log: &ContactLog) -> Derivation {
    let lines = core.pairs.get(pair).map(|row| Telling::new(core, frame, pair, row, log).lines()).unwrap_or_default();
    let title = Message::new("derivation.title")
        .with("pair", core.pairs.id(pair))
        .with("helper", name(core, pair, Side::Helper))
        .with("helped", name(core, pair, Side::Helped))
        .with("cadence", readings::heading(frame.cadence))
        .with("day", frame.as_of);
    Derivation { title, lines }
}

/// What the lines are told from.
struct Telling<'a> {
    core: &'a Core,
    frame: &'a CadenceFrame<'a>,
    pair: PairIx,
    active: Period,
    contacts: Vec<Contact>,
    lines: Vec<u32>,
    file: String,
}

impl<'a> Telling<'a> {
    fn new(core: &'a Core, frame: &'a CadenceFrame<'a>, pair: PairIx, row: &Pair, log: &ContactLog) -> Self {
        let (contacts, lines) = with_lines(core, log, frame.cadence.per, pair).into_iter().unzip();
        let branch = core.scheme.branch_key(row.branch);
        Self { core, frame, pair, active: core.active(row), contacts, lines, file: CONTACTS.path(branch) }
    }

    fn lines(&self) -> Vec<Message> {
        let mut lines = vec![readings::cadence(&self.core.scheme, self.frame.cadence)];
        let phase = self.frame.phase;
        let (Some(time), Some(row)) = (self.frame.time(self.active), self.frame.row(self.pair, self.active, &self.contacts)) else {
            lines.push(Message::new("derivation.no-time").with("first", phase.first).with("last", phase.last));
            return lines;
        };
        lines.push(self.time(time, &row));
        if row.status != Status::NotStarted {
            lines.extend(self.frame.steps(time, &self.contacts).iter().map(|step| self.step(step)));
            lines.push(self.next(time, &row));
            lines.push(self.rate(&row));
        }
        lines.push(self.status(time, &row));
        lines
    }

    fn time(&self, time: PairTime, row: &CadenceRow) -> Message {
        let key = if row.status == Status::NotStarted { "derivation.time-ahead" } else { "derivation.time" };
        let told = Message::new(key).with("first", time.first).with("last", time.last);
        if row.status == Status::NotStarted { told } else { told.with("judged", time.judged) }
    }

    /// Where a contact is written.
    fn place(&self, contact: usize) -> String {
        format!("{}:{}", self.file, self.lines.get(contact).copied().unwrap_or(0))
    }

    fn mark(&self, mark: Mark) -> Message {
        match mark {
            Mark::Start(day) => Message::new("derivation.at-start").with("day", day),
            Mark::Contact(contact, day) => Message::new("derivation.at-contact").with("day", day).with("place", self.place(contact)),
            Mark::Judged(day) => Message::new("derivation.at-judged").with("day", day),
        }
    }

    /// A number of days, with the pauses taken out where there are any.
    fn days(count: Count) -> Message {
        let days = Message::new(if count.paused > 0 { "derivation.days-paused" } else { "derivation.days" }).with("days", count.counted);
        if count.paused > 0 { days.with("calendar", count.calendar).with("paused", count.paused) } else { days }
    }

    fn step(&self, step: &Step) -> Message {
        match step {
            Step::NotCounted { contact, why } => self.not_counted(*contact, *why),
            Step::Stretch { anchor, after, to, count, late } => self.stretch([*anchor, *after, *to], *count, *late),
            Step::Window { standing, .. } => self.window(step, *standing),
        }
    }

    fn not_counted(&self, contact: usize, why: WhyNot) -> Message {
        let key = match why {
            WhyNot::TooEarly => "derivation.not.early",
            WhyNot::TooLate => "derivation.not.late",
            WhyNot::Act => "derivation.not.act",
            WhyNot::Minutes => "derivation.not.minutes",
            WhyNot::Weekday => "derivation.not.weekday",
        };
        let act = self.contacts.get(contact).and_then(|one| self.core.scheme.acts.get(one.act)).map_or("", |act| act.name.as_str());
        let minutes = self.contacts.get(contact).map_or(0, |one| one.minutes);
        let day = self.contacts.get(contact).map_or(Day::MIN, |one| one.date);
        Message::new(key).with("day", day).with("place", self.place(contact)).with("act", act).with("minutes", minutes)
    }

    fn stretch(&self, [anchor, after, to]: [Mark; 3], count: Count, late: Option<Period>) -> Message {
        let key = if anchor == after { "derivation.stretch" } else { "derivation.stretch-anchored" };
        let verdict = match late {
            Some(late) => Message::new("derivation.late").with("days", self.frame.calendar.counted_in(late)),
            None => Message::new("derivation.in-time"),
        };
        let verdict = late.map_or(verdict.clone(), |late| verdict.with("first", late.first).with("last", late.last));
        Message::new(key)
            .with("anchor", self.mark(anchor))
            .with("after", self.mark(after))
            .with("to", self.mark(to))
            .with("days", Self::days(count))
            .with("every", self.frame.every)
            .with("verdict", verdict)
    }

    fn window(&self, step: &Step, standing: WindowStanding) -> Message {
        let Step::Window { span, contacts, held, .. } = step else { return Message::new("derivation.in-time") };
        let key = match standing {
            WindowStanding::Partial => "derivation.window.partial",
            WindowStanding::Short => "derivation.window.short",
            WindowStanding::Met => "derivation.window.met",
            WindowStanding::Missed => "derivation.window.missed",
            WindowStanding::Running => "derivation.window.running",
        };
        let marks = contacts.iter().filter_map(|index| self.contacts.get(*index).map(|one| self.mark(Mark::Contact(*index, one.date))));
        let held = match Message::joined("reading.and", marks) {
            Some(marks) => {
                Message::new("derivation.held").with("contacts", held.contacts).with("minutes", held.minutes).with("marks", marks)
            }
            None => Message::new("derivation.held-none"),
        };
        let count = Count { calendar: span.last.since(span.first) + 1, paused: 0, counted: span.counted };
        let count = Count { paused: count.calendar - count.counted, ..count };
        Message::new(key)
            .with("first", span.first)
            .with("last", span.last)
            .with("days", Self::days(count))
            .with("held", held)
            .with("owed", readings::owed(self.frame.cadence))
            .with("least", span.least)
    }

    fn next(&self, time: PairTime, row: &CadenceRow) -> Message {
        let Some(due) = row.next_due else { return Message::new("derivation.next-none").with("last", time.last) };
        if self.frame.cadence.window != Window::Rolling {
            return Message::new("derivation.next-window").with("due", due);
        }
        let anchor = self.frame.anchor(time, &self.contacts);
        let reached = self.frame.calendar.nth_counted_after(anchor.day(), self.frame.every);
        let key = if reached == due { "derivation.next" } else { "derivation.next-paused" };
        let told = Message::new(key).with("anchor", self.mark(anchor)).with("every", self.frame.every).with("due", due);
        if reached == due { told } else { told.with("reached", reached) }
    }

    fn rate(&self, row: &CadenceRow) -> Message {
        let rolling = self.frame.cadence.window == Window::Rolling;
        let key = match (row.judged, rolling) {
            (0, _) => "derivation.rate-none",
            (_, true) => "derivation.rate",
            (_, false) => "derivation.rate-window",
        };
        Message::new(key).with("late", row.late_days).with("judged", row.judged).with("rate", row.keeping_digits())
    }

    fn status(&self, time: PairTime, row: &CadenceRow) -> Message {
        let left = |due: Day| self.frame.calendar.counted(self.frame.as_of, due);
        match (row.status, row.due_day()) {
            (Status::NotStarted, _) => Message::new("derivation.status.not-started").with("first", time.first),
            (Status::Ended, _) => Message::new("derivation.status.ended").with("last", time.last),
            (Status::Overdue, due) => {
                let over = self.frame.overdue_days(row).unwrap_or(0);
                Message::new("derivation.status.overdue").with("due", due.unwrap_or(time.judged)).with("days", over)
            }
            (Status::Due, Some(due)) => Message::new("derivation.status.due").with("due", due).with("days", left(due)),
            (_, Some(due)) => Message::new("derivation.status.ok").with("due", due).with("days", left(due)),
            (_, None) => Message::new("derivation.status.ok-nothing").with("last", time.last),
        }
    }
}
