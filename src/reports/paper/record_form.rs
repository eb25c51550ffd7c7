//! The record form of a pair for a month (帮扶活动记录表, the scheme, 八(四)): filled from the records, with the lines for signatures
//! left empty. Not here: whether the form is due or was handed in.

use super::{Block, Boxed, Grid, Paper, Row, Style, day, day_or_empty, month, short_day};
use crate::i18n::Message;
use crate::model::contact_log::ContactLog;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month, Period};
use crate::model::records::{Pair, PairIx, PersonIx};
use crate::model::word::{Stage, Word};
use crate::reports::listing::names;
use crate::reports::sheet::Cell;
use crate::rules::cadence::{BranchContacts, CadenceFrame};

/// A form has at least so many rows for contacts, so that one can be added by hand.
const LEAST_ROWS: usize = 4;
/// The columns, of one width; every box lies over some of them.
const COLUMNS: usize = 40;
/// Over how many columns the boxes of a contact lie: day, mode, place, minutes, fields of help, content, problems, next step.
const CONTACT: [usize; 8] = [6, 3, 5, 3, 4, 10, 5, 4];
/// Over how many columns the boxes of a person lie.
const PERSON: [usize; 6] = [5, 7, 5, 7, 5, 11];

/// What is printed: pairs of one branch for a month as of a day.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// The pair.
    pub pair: PairIx,
    /// The month.
    pub month: Month,
    /// Later contacts are left out.
    pub as_of: Day,
}

/// The forms of some pairs as one document, a page each. Each sheet comes with its branch's records, texts included.
#[must_use]
pub fn record_form<'r>(core: &Core, sheets: impl Iterator<Item = (Sheet, &'r BranchRecords)>) -> Paper {
    let pages = sheets.filter_map(|(sheet, records)| Some(page(core, core.pairs.get(sheet.pair)?, sheet, records))).collect();
    Paper { title: Message::new("paper.form.title"), style: Style::Form, pages }
}

fn page(core: &Core, pair: &Pair, sheet: Sheet, records: &BranchRecords) -> Vec<Block> {
    let scheme = Message::new("paper.of-scheme").with("organization", core.scheme.info.organization.as_str());
    let numbered = Message::new("paper.form.number").with("month", month(sheet.month)).with("pair", core.pairs.id(sheet.pair));
    let mut rows = heads(core, pair, sheet);
    rows.extend(contacts(core, sheet, &records.contacts));
    rows.extend(closing(core, pair, sheet, records));
    vec![
        Block::Subtitle(Cell::Say(scheme.with("name", core.scheme.info.name.as_str()))),
        Block::Title(Cell::word("paper.form.title")),
        Block::Subtitle(Cell::Say(numbered)),
        Block::Grid(Grid { widths: vec![1; COLUMNS], head: 0, rows }),
        Block::Note(Cell::word("paper.form.note")),
    ]
}

/// Who they are, and what the help is about.
fn heads(core: &Core, pair: &Pair, sheet: Sheet) -> Vec<Row> {
    let on = pair.start.max(sheet.month.first_day());
    let mut rows = vec![
        person(core, "paper.helper", pair.helper, ("paper.branch", core.scheme.branch_name(pair.branch).to_owned())),
        person(core, "paper.helped", pair.helped, ("paper.class", core.people.text(pair.helped, "class").to_owned())),
    ];
    rows.push(fields([
        ("paper.stage", stage(core, pair.helper, on)),
        ("paper.topics", topics(core, pair)),
        ("paper.paired-on", day(pair.start)),
    ]));
    rows
}

fn person(core: &Core, label: &'static str, person: PersonIx, (place, name): (&'static str, String)) -> Row {
    let text = |column| Cell::text(core.people.text(person, column));
    fields([(label, text("name")), ("paper.id", text("id")), (place, Cell::text(&name))])
}

/// Three labels, each with its content.
fn fields(fields: [(&'static str, Cell); 3]) -> Row {
    let spans = PERSON.chunks(2);
    let boxes = fields.into_iter().zip(spans).flat_map(|((label, cell), spans)| {
        let span = |at: usize| spans.get(at).copied().unwrap_or(1);
        [Boxed::label(label, span(0)), Boxed::short(cell, span(1))]
    });
    Row::of(boxes.collect())
}

/// The names of a pair's fields of help.
pub(super) fn topics(core: &Core, pair: &Pair) -> Cell {
    let named = core.scheme.topics.terms.iter().enumerate().filter(|(index, _)| pair.topics >> index & 1 == 1);
    Cell::text(&named.map(|(_, topic)| topic.name.as_str()).collect::<Vec<_>>().join("、"))
}

/// The stage of somebody on a day, in words.
fn stage(core: &Core, person: PersonIx, on: Day) -> Cell {
    core.stage_on(person, on).map_or(Cell::Empty, |stage: Stage| Cell::word(stage.label()))
}

/// The month's contacts, acts that do not count among them, and room for more.
fn contacts(core: &Core, sheet: Sheet, log: &ContactLog) -> Vec<Row> {
    let labels =
        ["paper.date", "paper.mode", "paper.place", "paper.minutes", "paper.field", "paper.content", "paper.problem", "paper.next"];
    let mut rows = vec![Row::of(labels.into_iter().zip(CONTACT).map(|(label, span)| Boxed::label(label, span)).collect())];
    let shown = Period::new(sheet.month.first_day(), sheet.month.last_day().min(sheet.as_of));
    let asked = log.range_of(sheet.pair).filter(|index| log.contacts.get(*index).is_some_and(|contact| shown.contains(contact.date)));
    rows.extend(asked.map(|index| contact(core, log, index)));
    let blank = || Row::tall(CONTACT.map(|span| Boxed::running(Cell::Empty, span)).into(), 12);
    while rows.len() <= LEAST_ROWS {
        rows.push(blank());
    }
    rows
}

fn contact(core: &Core, log: &ContactLog, index: usize) -> Row {
    let text = |column| Cell::text(log.text(index, column));
    let words = |column, vocabulary| Cell::text(&names(vocabulary, log.text(index, column)));
    let date = log.contacts.get(index).map_or(Cell::Empty, |contact| short_day(contact.date));
    let short = [date, words("mode", &core.scheme.modes), text("place"), text("minutes"), words("topics", &core.scheme.topics)];
    let running = ["content", "problem", "next"].map(text);
    let short = short.into_iter().zip(CONTACT).map(|(cell, span)| Boxed::short(cell, span));
    let running = running.into_iter().zip(CONTACT.into_iter().skip(5)).map(|(cell, span)| Boxed::running(cell, span));
    Row::tall(short.chain(running).collect(), 12)
}

/// The month's figures, and room for the signatures and the branch's opinion: nothing is signed by the program.
fn closing(core: &Core, pair: &Pair, sheet: Sheet, records: &BranchRecords) -> Vec<Row> {
    vec![
        Row::of(vec![Boxed::label("paper.form.figures", 5), Boxed::running(figures(core, pair, sheet, records), 35)]),
        Row::tall(vec![Boxed::signature("paper.sign.helper", 20), Boxed::signature("paper.sign.helped", 20)], 16),
        Row::tall(vec![Boxed::label("paper.form.opinion", 5), Boxed::signature("paper.sign.branch", 35)], 30),
    ]
}

fn figures(core: &Core, pair: &Pair, sheet: Sheet, records: &BranchRecords) -> Cell {
    let last = sheet.month.last_day().min(sheet.as_of);
    let within = Period::new(sheet.month.first_day(), last);
    let frames = CadenceFrame::all(core, last);
    let contacts = BranchContacts::new(core, pair.branch, &records.contacts, &frames);
    let judged: Vec<_> = frames.iter().filter_map(|frame| Some((frame, frame.row_of(core, sheet.pair, &contacts)?))).collect();
    let late: i32 = judged.iter().map(|(frame, row)| frame.late_days_in(row, within)).sum();
    let own = records.contacts.of(sheet.pair).iter();
    let counts = |act: u8| core.scheme.acts.get(act).is_none_or(|act| act.counts);
    let count = own.filter(|contact| within.contains(contact.date) && counts(contact.act)).count();
    let due = judged.iter().filter_map(|(_, row)| row.next_due).min();
    let message = Message::new("paper.form.counts").with("count", count).with("late", late);
    Cell::Say(match due {
        Some(due) => message.with("due", due),
        None => message.with("due", ""),
    })
}

/// The last day of a pair, where one is written.
pub(super) fn ended(pair: &Pair) -> Cell {
    day_or_empty(pair.end)
}
