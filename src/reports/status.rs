//! Where the scheme stands on a day, and what each role should do now with the command that does it: one screen.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::readings;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Dataset};
use crate::model::day::{Day, Month};
use crate::model::records::{BranchIx, PairIx, PersonIx};
use crate::model::scheme::Phase;
use crate::model::sealed::{OWNER, OpenBox};
use crate::model::word::{SealedKind, word_of};
use crate::rules::forms;
use crate::rules::status::{Role, Task, Urgency, What, tasks, without_helper};

/// The most tasks of a role that one screen takes.
const MOST: usize = 12;

/// The question: the day, and whose tasks.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The day.
    pub as_of: Day,
    /// Only this role's tasks.
    pub role: Option<Role>,
    /// Only this branch's tasks.
    pub branch: Option<BranchIx>,
    /// Only tasks that concern this person.
    pub person: Option<PersonIx>,
}

/// The report `bangfu/status/1`.
#[derive(Debug)]
pub struct StatusReport<'a> {
    data: &'a Dataset,
    question: Question,
    tasks: Vec<Task>,
    /// What the sealed records tell, for whoever can open them; nothing is said of it to others.
    opened: Option<Opened<'a>>,
}

/// What the sealed records tell.
#[derive(Debug)]
struct Opened<'a> {
    /// Open referrals, the oldest first.
    referrals: Vec<&'a OpenBox>,
    /// Who was screened and has no helper, by id.
    waiting: Vec<PersonIx>,
}

impl<'a> StatusReport<'a> {
    /// Works out what there is to do.
    #[must_use]
    pub fn new(data: &'a Dataset, question: Question) -> Self {
        let mut tasks = tasks(data, question.as_of);
        tasks.retain(|task| question.role.is_none_or(|role| role == task.what.role()));
        tasks.retain(|task| question.branch.is_none_or(|branch| task.branch == Some(branch)));
        let mut report = Self { data, question, tasks, opened: None };
        if let Some(person) = question.person {
            let tasks = std::mem::take(&mut report.tasks);
            report.tasks = tasks.into_iter().filter(|task| report.concerns(task, person)).collect();
        }
        report
    }

    /// Adds the referrals that are open on the day, and who was screened by then and has no helper.
    #[must_use]
    pub fn with_boxes(mut self, boxes: &'a [OpenBox]) -> Self {
        let (core, as_of) = (&self.data.core, self.question.as_of);
        let mut referrals: Vec<&OpenBox> = boxes.iter().filter(|open| open.record.is_open_referral(as_of)).collect();
        referrals.sort_by(|a, b| (a.record.date, &a.id).cmp(&(b.record.date, &b.id)));
        let screened = boxes.iter().map(|open| &open.record).filter(|record| record.kind == SealedKind::Screening && record.date <= as_of);
        // Whom nobody helps is the secretary's to settle.
        let Question { role, branch, person, .. } = self.question;
        let is_asked = role.is_none_or(|role| role == Role::Secretary) && branch.is_none();
        let screened = screened.filter_map(|record| core.people.find(record.person.reveal()));
        let screened = screened.filter(|screened| is_asked && person.is_none_or(|person| person == *screened)).collect();
        self.opened = Some(Opened { referrals, waiting: without_helper(core, screened, as_of) });
        self
    }

    /// Who was screened and has no helper: not about what.
    fn waiting_sheet(&self, waiting: &[PersonIx]) -> Sheet {
        let columns = vec![Column::left("name", "column.name"), Column::left("command", "status.command")];
        let people = &self.data.core.people;
        let row = |person: &PersonIx| vec![Cell::text(people.name(*person)), Cell::Text(self.pairing(*person))];
        Sheet { title: Some(Message::new("status.in-need")), columns, rows: waiting.iter().map(row).collect(), footer: Vec::new() }
    }

    /// The command that gives somebody a helper.
    fn pairing(&self, person: PersonIx) -> String {
        format!("bangfu pair add … {} --start {}", self.data.core.people.id(person), self.question.as_of)
    }

    /// Open referrals: whom, whose, since when; not about what.
    fn referral_sheet(&self, referrals: &[&OpenBox]) -> Sheet {
        let columns = vec![
            Column::left("box", "column.box"),
            Column::left("person", "column.person"),
            Column::left("owner", "status.referral-owner"),
            Column::left("since", "status.referral-since"),
        ];
        let people = &self.data.core.people;
        let name = |id: &str| people.find(id).map_or_else(|| id.to_owned(), |person| people.name(person).to_owned());
        let row = |open: &&OpenBox| {
            let record = &open.record;
            vec![
                Cell::text(&open.id),
                Cell::Text(name(record.person.reveal())),
                Cell::Text(name(record.field(OWNER))),
                Cell::Day(record.date),
            ]
        };
        let rows = referrals.iter().map(row).collect();
        Sheet { title: Some(Message::new("status.referrals")), columns, rows, footer: Vec::new() }
    }

    /// The pair that a task is about.
    fn pair_of(&self, task: &Task) -> Option<PairIx> {
        match task.what {
            What::Contact(pair) | What::FormMissing(pair, _) | What::FormReturned(pair, _) | What::FormUnreviewed(pair, _) => Some(pair),
            What::Goal(row) => self.records(task)?.goals.rows.get(row).map(|goal| goal.pair),
            What::Nomination(_) | What::Unpaired(_) | What::Unhelped(..) | What::Report(_) | What::Inspection(_) | What::Symposium(_) => {
                None
            }
        }
    }

    /// The person that a task is about by itself.
    fn person_of(&self, task: &Task) -> Option<PersonIx> {
        match task.what {
            What::Unpaired(person) | What::Unhelped(person, _) => Some(person),
            What::Nomination(row) => self.records(task)?.nominations.rows.get(row).map(|nomination| nomination.person),
            _ => None,
        }
    }

    fn concerns(&self, task: &Task, person: PersonIx) -> bool {
        let pair = self.pair_of(task).and_then(|pair| self.data.core.pairs.get(pair));
        pair.is_some_and(|pair| pair.helper == person || pair.helped == person) || self.person_of(task) == Some(person)
    }

    fn records(&self, task: &Task) -> Option<&'a BranchRecords> {
        task.branch.and_then(|branch| self.data.branches.get(usize::from(branch.0)))
    }

    fn phase(&self) -> Option<&Phase> {
        self.data.core.scheme.phases.iter().find(|phase| phase.period.contains(self.question.as_of))
    }

    fn branch_key(&self, branch: Option<BranchIx>) -> &str {
        branch.map_or("", |branch| self.data.core.scheme.branch_key(branch))
    }

    fn active_pairs(&self) -> usize {
        let core = &self.data.core;
        core.pairs.iter().filter(|(_, pair)| core.active(pair).contains(self.question.as_of)).count()
    }

    fn contacts(&self) -> usize {
        let counted =
            |branch: &BranchRecords| branch.contacts.contacts.iter().filter(|contact| contact.date <= self.question.as_of).count();
        self.data.branches.iter().map(counted).sum()
    }

    fn count(&self, role: Role, urgency: Urgency) -> usize {
        self.tasks.iter().filter(|task| task.what.role() == role && task.urgency == urgency).count()
    }

    /// The text of a row of a branch's table that a task is about.
    fn text(&self, task: &Task, pick: impl Fn(&'a BranchRecords) -> &'a str) -> &'a str {
        self.records(task).map_or("", pick)
    }

    /// What is to be done, in a sentence.
    fn sentence(&self, task: &Task) -> Message {
        let core = &self.data.core;
        let people = |pair: PairIx, message: Message| {
            let row = core.pairs.get(pair);
            let name = |person: Option<_>| person.map_or("", |person| core.people.name(person));
            message
                .with("pair", core.pairs.id(pair))
                .with("helper", name(row.map(|row| row.helper)))
                .with("helped", name(row.map(|row| row.helped)))
        };
        let month = |key, month: Month| Message::new(key).with("month", month).with("branch", self.branch_key(task.branch));
        match task.what {
            What::Contact(pair) => people(pair, Message::new("status.contact")),
            What::FormMissing(pair, month) => people(pair, Message::new("status.form-missing").with("month", month)),
            What::FormReturned(pair, month) => people(pair, Message::new("status.form-returned").with("month", month)),
            What::FormUnreviewed(pair, month) => people(pair, Message::new("status.form-unreviewed").with("month", month)),
            What::Report(of) => month("status.report", of),
            What::Inspection(of) => month("status.inspection", of),
            What::Nomination(row) => {
                let person = self.text(task, |branch| branch.nominations.text(row, "person"));
                let award = self.text(task, |branch| branch.nominations.text(row, "award"));
                Message::new("status.nomination").with("person", person).with("award", award)
            }
            What::Goal(row) => {
                let goal = self.text(task, |branch| branch.goals.text(row, "goal"));
                Message::new("status.goal").with("pair", self.text(task, |branch| branch.goals.text(row, "pair"))).with("goal", goal)
            }
            What::Unpaired(person) => {
                Message::new("status.unpaired").with("person", core.people.id(person)).with("name", core.people.name(person))
            }
            What::Unhelped(person, since) => {
                let message = Message::new("status.unhelped").with("person", core.people.id(person)).with("name", core.people.name(person));
                message.with("day", since)
            }
            What::Symposium(Some(last)) => Message::new("status.symposium").with("last", last),
            What::Symposium(None) => Message::new("status.symposium-none"),
        }
    }

    /// The command that does it; what a person has to fill in stands there as dots, which no command takes.
    fn command(&self, task: &Task) -> String {
        let core = &self.data.core;
        match task.what {
            What::Contact(pair) => format!("bangfu log {} …", core.pairs.id(pair)),
            What::FormMissing(pair, month) | What::FormReturned(pair, month) => {
                format!("bangfu form receive {} {month}", core.pairs.id(pair))
            }
            What::FormUnreviewed(pair, month) => format!("bangfu form review {} {month} …", core.pairs.id(pair)),
            What::Report(month) => format!("bangfu report send {} {month}", self.branch_key(task.branch)),
            What::Inspection(of) => {
                // A past month is inspected on a day of its own; today's would count for another month.
                let on = if of < self.question.as_of.month() { format!(" --on {of}-…") } else { String::new() };
                format!("bangfu inspect record {} --by …{on}", self.branch_key(task.branch))
            }
            What::Nomination(row) => {
                let award = self.text(task, |branch| branch.nominations.text(row, "award"));
                format!("bangfu award review {award} {} …", self.text(task, |branch| branch.nominations.text(row, "person")))
            }
            What::Goal(row) => {
                let pair = self.text(task, |branch| branch.goals.text(row, "pair"));
                format!("bangfu goal met {pair} {}", self.text(task, |branch| branch.goals.text(row, "id")))
            }
            What::Unpaired(person) => format!("bangfu pair add {} … --start {}", core.people.id(person), self.question.as_of),
            What::Unhelped(person, _) => self.pairing(person),
            What::Symposium(_) => "bangfu meeting record symposium".to_owned(),
        }
    }

    fn overview(&self) -> Sheet {
        let core = &self.data.core;
        let as_of = self.question.as_of;
        let phase = match self.phase() {
            Some(phase) => Message::new("status.phase")
                .with("name", phase.name.as_str())
                .with("last", phase.period.last)
                .with("days", phase.period.last.since(as_of)),
            None => Message::new("status.no-phase"),
        };
        let counts = Message::new("status.counts").with("people", core.people.people.len()).with("pairs", self.active_pairs());
        let mut footer = vec![phase, counts.with("contacts", self.contacts())];
        footer.extend(
            forms::next_due(core, as_of).map(|(month, due)| Message::new("status.forms-due").with("month", month).with("due", due)),
        );
        footer.extend(readings::clauses(&core.scheme, &["form", "report", "inspection", "meeting"]));
        let title = Message::new("status.title").with("scheme", core.scheme.info.name.as_str()).with("day", as_of);
        Sheet { title: Some(title), columns: Vec::new(), rows: Vec::new(), footer }
    }

    fn of_role(&self, role: Role) -> Option<Sheet> {
        let own: Vec<&Task> = self.tasks.iter().filter(|task| task.what.role() == role).collect();
        if own.is_empty() {
            return None;
        }
        let title = match role {
            Role::Secretary => "status.secretary",
            Role::Branch => "status.branch",
            Role::Helper => "status.helper",
        };
        let title = Message::new(title).with("overdue", self.count(role, Urgency::Overdue)).with("due", self.count(role, Urgency::Due));
        let columns = vec![
            Column::left("state", "column.status"),
            Column::left("due", "column.due"),
            Column::left("task", "status.task"),
            Column::left("command", "status.command"),
        ];
        let left = own.len().saturating_sub(MOST);
        let rows = own.iter().take(MOST).map(|task| self.row(task)).collect();
        let footer = if left > 0 { vec![Message::new("status.more").with("count", left)] } else { Vec::new() };
        Some(Sheet { title: Some(title), columns, rows, footer })
    }

    fn row(&self, task: &Task) -> Vec<Cell> {
        let state = match task.urgency {
            Urgency::Overdue => "cadence.status.overdue",
            Urgency::Due => "status.to-do",
        };
        vec![Cell::word(state), Cell::day(task.due), Cell::Say(self.sentence(task)), Cell::Text(self.command(task))]
    }
}

impl Sheets for StatusReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = vec![self.overview()];
        sheets.extend(Role::WORDS.into_iter().filter_map(|(_, role)| self.of_role(role)));
        if let Some(Opened { referrals, waiting }) = &self.opened {
            sheets.extend((!waiting.is_empty()).then(|| self.waiting_sheet(waiting)));
            sheets.extend((!referrals.is_empty()).then(|| self.referral_sheet(referrals)));
        }
        if self.tasks.is_empty() {
            sheets.push(Sheet {
                footer: vec![Message::new(if self.data.core.people.people.is_empty() { "status.no-roster" } else { "status.nothing" })],
                ..Sheet::default()
            });
        }
        sheets
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = ["role", "kind", "branch", "due", "state", "command"].map(|key| Column::left(key, "status.task")).to_vec();
        let rows = self.tasks.iter().map(|task| {
            let due = Cell::day(task.due);
            let command = Cell::Text(self.command(task));
            vec![
                Cell::text(role_word(task)),
                Cell::text(task.what.word()),
                Cell::text(self.branch_key(task.branch)),
                due,
                Cell::text(state_word(task)),
                command,
            ]
        });
        vec![Sheet { title: None, columns, rows: rows.collect(), footer: Vec::new() }]
    }
}

fn role_word(task: &Task) -> &'static str {
    word_of(&Role::WORDS, &task.what.role())
}

fn state_word(task: &Task) -> &'static str {
    match task.urgency {
        Urgency::Overdue => "overdue",
        Urgency::Due => "due",
    }
}

/// A referral in JSON.
fn referral(open: &OpenBox) -> serde_json::Value {
    let record = &open.record;
    let owner = Some(record.field(OWNER)).filter(|owner| !owner.is_empty());
    serde_json::json!({ "box": open.id, "person": record.person.reveal(), "owner": owner, "date": record.date.to_string() })
}

/// A task in JSON.
#[derive(Serialize)]
struct TaskJson<'a> {
    role: &'static str,
    kind: &'static str,
    branch: Option<&'a str>,
    due: Option<String>,
    state: &'static str,
    command: String,
    pair: Option<&'a str>,
    helper: Option<PersonJson<'a>>,
    helped: Option<PersonJson<'a>>,
    person: Option<PersonJson<'a>>,
    month: Option<String>,
}

/// A person by id and name.
#[derive(Serialize)]
struct PersonJson<'a> {
    id: &'a str,
    name: &'a str,
}

impl StatusReport<'_> {
    fn named(&self, person: PersonIx) -> PersonJson<'_> {
        let people = &self.data.core.people;
        PersonJson { id: people.id(person), name: people.name(person) }
    }

    fn task_json(&self, task: &Task) -> TaskJson<'_> {
        let core = &self.data.core;
        let named = |person| self.named(person);
        let pair = self.pair_of(task);
        let row = pair.and_then(|pair| core.pairs.get(pair));
        TaskJson {
            role: role_word(task),
            kind: task.what.word(),
            branch: task.branch.map(|branch| self.branch_key(Some(branch))),
            due: task.due.map(|day| day.to_string()),
            state: state_word(task),
            command: self.command(task),
            pair: pair.map(|pair| core.pairs.id(pair)),
            helper: row.map(|row| named(row.helper)),
            helped: row.map(|row| named(row.helped)),
            person: self.person_of(task).map(named),
            month: task.what.month().map(|month| month.to_string()),
        }
    }
}

impl Serialize for StatusReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", "bangfu/status/1")?;
        map.serialize_entry("as_of", &self.question.as_of.to_string())?;
        map.serialize_entry("phase", &self.phase().map(|phase| phase.key.as_str()))?;
        map.serialize_entry("people", &self.data.core.people.people.len())?;
        map.serialize_entry("active_pairs", &self.active_pairs())?;
        map.serialize_entry("contacts", &self.contacts())?;
        map.serialize_entry("tasks", &self.tasks.iter().map(|task| self.task_json(task)).collect::<Vec<_>>())?;
        if let Some(Opened { referrals, waiting }) = &self.opened {
            map.serialize_entry("referrals", &referrals.iter().map(|open| referral(open)).collect::<Vec<_>>())?;
            map.serialize_entry("in_need", &waiting.iter().map(|person| self.named(*person)).collect::<Vec<_>>())?;
        }
        map.end()
    }
}
