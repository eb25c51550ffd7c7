//! The record form of a pair for a month (帮扶活动记录表, the scheme, 八(四)): filled from the records, with the lines for signatures
//! left empty. Not here: whether the form is due or was handed in.

use super::{Block, Boxed, Grid, JudgedBranch, Paper, Row, Style, day, day_or_empty, month, pair_places, short_day};
use crate::i18n::Message;
use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::day::{Day, Month, Period};
use crate::model::records::{Pair, PairIx, PersonIx};
use crate::model::word::{Stage, Word};
use crate::reports::listing::names;
use crate::reports::places::{Filling, List, Place};
use crate::reports::sheet::Cell;

/// A form has at least so many rows for contacts, so that one can be added by hand.
const LEAST_ROWS: usize = 4;
/// The columns, of one width; every box lies over some of them.
const COLUMNS: usize = 40;
/// Over how many columns the boxes of a contact lie: day, mode, place, minutes, fields of help, content, problems, next step.
const CONTACT: [usize; 8] = [6, 3, 5, 3, 4, 10, 5, 4];
/// Over how many columns three labels and their contents lie.
const FIELDS: [(usize, usize); 3] = [(5, 7), (5, 7), (5, 11)];

/// The forms of some pairs for a month as one document, a page each: the pairs of each branch with the branch judged as of the month's last
/// day, or as of an earlier one, after which contacts are left out.
#[must_use]
pub fn record_form(core: &Core, month: Month, branches: &[(Vec<PairIx>, JudgedBranch<'_>)]) -> Paper {
    let pages = forms(core, month, branches).map(|form| form.page()).collect();
    Paper { title: Message::new("paper.form.title"), style: Style::Form, pages }
}

/// What a school's own form is filled with for each pair.
#[must_use]
pub fn form_filling(core: &Core, month: Month, branches: &[(Vec<PairIx>, JudgedBranch<'_>)]) -> Vec<Filling> {
    forms(core, month, branches).map(|form| form.filling()).collect()
}

fn forms<'a>(core: &'a Core, month: Month, branches: &'a [(Vec<PairIx>, JudgedBranch<'a>)]) -> impl Iterator<Item = Form<'a>> {
    let pairs = branches.iter().flat_map(|(pairs, branch)| pairs.iter().map(move |pair| (*pair, branch)));
    pairs.filter_map(move |(pair, branch)| Some(Form { core, pair, row: core.pairs.get(pair)?, month, branch }))
}

/// A pair's form for a month.
struct Form<'a> {
    core: &'a Core,
    pair: PairIx,
    row: &'a Pair,
    month: Month,
    branch: &'a JudgedBranch<'a>,
}

impl Form<'_> {
    fn page(&self) -> Vec<Block> {
        let info = &self.core.scheme.info;
        let scheme = Message::new("paper.of-scheme").with("organization", info.organization.as_str());
        let numbered = Message::new("paper.form.number").with("month", month(self.month)).with("pair", self.core.pairs.id(self.pair));
        let mut rows = self.heads();
        rows.extend(self.contacts());
        rows.extend(self.closing());
        vec![
            Block::Subtitle(Cell::Say(scheme.with("name", info.name.as_str()))),
            Block::Title(Cell::word("paper.form.title")),
            Block::Subtitle(Cell::Say(numbered)),
            Block::Grid(Grid { widths: vec![1; COLUMNS], head: 0, rows }),
            Block::Note(Cell::word("paper.form.note")),
        ]
    }

    /// The days of the month that are looked at.
    fn days(&self) -> Period {
        Period::new(self.month.first_day(), self.branch.as_of)
    }

    /// Who they are, and what the help is about.
    fn heads(&self) -> Vec<Row> {
        let (core, pair) = (self.core, self.row);
        let on = pair.start.max(self.month.first_day());
        let class = core.people.text(pair.helped, "class");
        let about =
            [("paper.stage", stage(core, pair.helper, on)), ("paper.topics", topics(core, pair)), ("paper.paired-on", day(pair.start))];
        vec![
            self.person("paper.helper", pair.helper, ("paper.branch", core.scheme.branch_name(pair.branch))),
            self.person("paper.helped", pair.helped, ("paper.class", class)),
            Row::of_fields(about, FIELDS),
        ]
    }

    fn person(&self, label: &'static str, person: PersonIx, (place, name): (&'static str, &str)) -> Row {
        let text = |column| Cell::text(self.core.people.text(person, column));
        Row::of_fields([(label, text("name")), ("paper.id", text("id")), (place, Cell::text(name))], FIELDS)
    }

    /// The month's contacts, acts that do not count among them, and room for more.
    fn contacts(&self) -> Vec<Row> {
        let labels =
            ["paper.date", "paper.mode", "paper.place", "paper.minutes", "paper.field", "paper.content", "paper.problem", "paper.next"];
        let mut rows = vec![Row::of(labels.into_iter().zip(CONTACT).map(|(label, span)| Boxed::label(label, span)).collect())];
        let log = &self.branch.records.contacts;
        rows.extend(self.contacts_of_month().map(|index| contact(self.core, log, index)));
        let blank = || Row::tall(CONTACT.map(|span| Boxed::running(Cell::Empty, span)).into(), 12);
        while rows.len() <= LEAST_ROWS {
            rows.push(blank());
        }
        rows
    }

    fn contacts_of_month(&self) -> impl Iterator<Item = usize> {
        let (log, shown) = (&self.branch.records.contacts, self.days());
        log.range_of(self.pair).filter(move |index| log.contacts.get(*index).is_some_and(|contact| shown.contains(contact.date)))
    }

    /// The month's figures, and room for the signatures and the branch's opinion: nothing is signed by the program.
    fn closing(&self) -> Vec<Row> {
        vec![
            Row::of(vec![Boxed::label("paper.form.figures", 5), Boxed::running(self.figures(), 35)]),
            Row::tall(vec![Boxed::signature("paper.sign.helper", 20), Boxed::signature("paper.sign.helped", 20)], 16),
            Row::tall(vec![Boxed::label("paper.form.opinion", 5), Boxed::signature("paper.sign.branch", 35)], 30),
        ]
    }

    fn figures(&self) -> Cell {
        let Figures { count, late, due } = self.counted();
        let due = due.map_or(String::new(), |due| due.to_string());
        Cell::Say(Message::new("paper.form.counts").with("count", count).with("late", late).with("due", due))
    }

    fn counted(&self) -> Figures {
        let within = self.days();
        let (mut late, mut due) = (0, None);
        for (frame, row) in self.branch.rows(self.pair) {
            late += frame.late_days_in(&row, within);
            due = due.into_iter().chain(row.next_due).min();
        }
        let own = self.branch.records.contacts.of(self.pair).iter();
        let count = own.filter(|contact| within.contains(contact.date) && self.core.scheme.act_counts(contact.act)).count();
        Figures { count, late, due }
    }

    /// What a school's own form is filled with.
    fn filling(&self) -> Filling {
        let (core, log) = (self.core, &self.branch.records.contacts);
        let Figures { count, late, due } = self.counted();
        let mut places = pair_places::of_pair(core, self.pair, self.row.start.max(self.branch.as_of));
        places.extend([
            Place::of("place.month", Cell::Say(month(self.month))),
            Place::of("place.contacts", Cell::number(count)),
            Place::of("place.late-days", Cell::number(late)),
            Place::of("place.next-due", day_or_empty(due)),
        ]);
        let contacts = List::of("place.contact", CONTACT_PLACES, self.contacts_of_month().map(|index| contact_cells(core, log, index)));
        Filling { name: format!("{}-{}", core.pairs.id(self.pair), self.month), places, lists: vec![contacts] }
    }
}

/// The figures of the month.
struct Figures {
    count: usize,
    late: i32,
    due: Option<Day>,
}

/// The places of a contact, as `contact_cells` gives their contents.
pub(super) const CONTACT_PLACES: [&str; 8] =
    ["place.date", "place.mode", "place.place", "place.minutes", "place.topics", "place.content", "place.problem", "place.next"];

/// The names of a pair's fields of help.
pub(super) fn topics(core: &Core, pair: &Pair) -> Cell {
    Cell::text(&core.scheme.topics.in_set(pair.topics).map(|topic| topic.name.as_str()).collect::<Vec<_>>().join("、"))
}

/// The stage of somebody on a day, in words.
pub(super) fn stage(core: &Core, person: PersonIx, on: Day) -> Cell {
    core.stage_on(person, on).map_or(Cell::Empty, |stage: Stage| Cell::word(stage.label()))
}

fn contact(core: &Core, log: &ContactLog, index: usize) -> Row {
    let cells = contact_cells(core, log, index).into_iter().zip(CONTACT).enumerate();
    let boxed = |(column, (cell, span))| if column < 5 { Boxed::short(cell, span) } else { Boxed::running(cell, span) };
    Row::tall(cells.map(boxed).collect(), 12)
}

/// What a contact was: day, mode, place, minutes, fields of help, content, problems, next step.
pub(super) fn contact_cells(core: &Core, log: &ContactLog, index: usize) -> [Cell; 8] {
    let text = |column| Cell::text(log.text(index, column));
    let words = |column, vocabulary| Cell::text(&names(vocabulary, log.text(index, column)));
    let date = log.contacts.get(index).map_or(Cell::Empty, |contact| short_day(contact.date));
    let (mode, topics) = (words("mode", &core.scheme.modes), words("topics", &core.scheme.topics));
    [date, mode, text("place"), text("minutes"), topics, text("content"), text("problem"), text("next")]
}

/// The last day of a pair, where one is written.
pub(super) fn ended(pair: &Pair) -> Cell {
    day_or_empty(pair.end)
}
