//! `contacts`: the contact log, to be seen and corrected. A contact is known by `PAIR@DAY` or `PAIR@DAY#n`.

use crate::app::App;
use crate::commands::found::Found;
use crate::commands::plain::Plain;
use crate::commands::records::{adding, assignments, carry_out, carry_over, listing, row_with_key};
use crate::commands::values::kept_cells;
use crate::commands::writing::{RecordChange, Session};
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::record_key;
use crate::model::table::CONTACTS;
use crate::model::text::shortened;
use crate::model::text_table::TextTable;
use crate::reports::answer::Answer;
use crate::store::edit::{Cells, Change};
use crate::store::needs::{Needs, Tables};
use crate::store::numbering::of_texts;
use crate::ui::Exit;

/// How many characters of a text are told of a contact that is taken out.
const MOST_TOLD: usize = 30;

/// The contact log
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// The contacts
    List(List),
    /// Correct a contact
    Amend(Amend),
    /// Take a contact out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only this pair: its id, or the id or name of one of the two
    #[arg(value_name = "PAIR")]
    pair: Option<String>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// From this day on
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Up to this day
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Only contacts entered later than the setting allows
    #[arg(long)]
    late: bool,
    /// Only the newest of each pair, or its newest NUMBER
    #[arg(long, value_name = "NUMBER", num_args = 0..=1, default_missing_value = "1", value_parser = Plain(clap::value_parser!(u32).range(1..)), allow_negative_numbers = true)]
    last: Option<u32>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The contact: PAIR@DAY or PAIR@DAY#2; for the pair also the id or name of one of the two
    #[arg(value_name = "CONTACT")]
    contact: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance minutes=40
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => correct(app, assignments(&CONTACTS, fields)?, &which.contact),
        Verb::Remove(which) => take_out(app, &which.contact),
    }
}

fn known(app: &App, session: &Session<'_>, contact: &str) -> Result<Found> {
    let bad = || Failure::usage(Message::new("contacts.no-name").with("value", contact));
    let (pair, rest) = contact.split_once('@').ok_or_else(bad)?;
    let (day, n) = rest.split_once('#').unwrap_or((rest, "1"));
    let day = spoken::day(day, app.today)?;
    let number: u8 = n.parse().map_err(|_| bad())?;
    let pair = spoken::pair(&session.core, pair, day)?;
    let branch = session.core.pairs.get(pair).map(|row| row.branch).ok_or_else(bad)?;
    let records = session.branch(branch);
    let own = records.contacts.of(pair).iter().filter(|contact| contact.date == day);
    if !own.clone().any(|contact| contact.n == number) {
        let message = Message::new("contacts.none").with("value", contact).with("count", own.count());
        return Err(Failure::usage(message.with("day", day)));
    }
    let key = vec![session.core.pairs.id(pair).to_owned(), day.to_string(), number.to_string()];
    Ok(Found { table: &CONTACTS, branch: Some(branch), key })
}

/// Takes a contact out; which one it was is told, and that others of its day have other numbers now.
fn take_out(app: &App, contact: &str) -> Result<Exit> {
    let session = Session::begin(app)?;
    let Found { table, branch, key } = known(app, &session, contact)?;
    let texts = session.texts(table, branch);
    let said = row_with_key(table, &texts, &key).map(|row| {
        let name = record_key::name(table, &key.iter().map(String::as_str).collect::<Vec<_>>());
        let content = shortened(texts.get(row, "content"), MOST_TOLD);
        Message::new("contacts.removed").with("record", name).with("file", session.path(table, branch)).with("content", content)
    });
    let (number, later) = later_ones(&texts, &key);
    let moved = Message::new("contacts.moved-up").with("count", later).with("old", number + 1).with("new", number);
    carry_out(app, &session, RecordChange { table, branch, change: Change::Remove { key } }, |answer| {
        let answer = said.into_iter().fold(answer, Answer::saying);
        if later > 0 { answer.note(moved) } else { answer }
    })
}

/// The number of a contact, and how many of its pair and day come behind it.
fn later_ones(texts: &TextTable, key: &[String]) -> (usize, usize) {
    let [pair, day, number] = key else { return (1, 0) };
    let number: usize = number.parse().unwrap_or(1);
    let numbers = of_texts(&CONTACTS, texts).unwrap_or_default();
    let is_of_day = |row: &usize| texts.get(*row, "pair") == pair && texts.get(*row, "date") == day;
    (number, (0..texts.len()).filter(is_of_day).filter(|row| numbers.get(*row).is_some_and(|other| *other > number as u64)).count())
}

/// Corrects a contact; given to a pair of another branch it moves into that branch's file.
fn correct(app: &App, cells: Cells, contact: &str) -> Result<Exit> {
    let session = Session::begin(app)?;
    let found = known(app, &session, contact)?;
    let cells = kept_cells(app, &session.core, &CONTACTS, cells)?;
    let pair = cells.iter().find(|(column, _)| *column == "pair").and_then(|(_, id)| session.core.pairs.find(id));
    let home = pair.and_then(|pair| session.core.pairs.get(pair)).map(|row| row.branch);
    match home.filter(|home| found.branch != Some(*home)) {
        None => found.rewrite(app, &session, cells),
        Some(home) => {
            let moved = adding(&CONTACTS, Some(home), with_rest(&session, &found, cells));
            let moved = RecordChange { change: moved.change.with_others(session.others(&found)?), ..moved };
            carry_over(
                app,
                &session,
                RecordChange { table: &CONTACTS, branch: found.branch, change: Change::Remove { key: found.key } },
                moved,
            )
        }
    }
}

/// All cells of a contact, those that are given instead of its own. It gets a new number.
fn with_rest(session: &Session<'_>, found: &Found, cells: Cells) -> Cells {
    let texts = session.texts(&CONTACTS, found.branch);
    let Some(row) = row_with_key(&CONTACTS, &texts, &found.key) else { return cells };
    let columns = CONTACTS.columns.iter().map(|column| column.name).filter(|column| *column != "n");
    let new = |column: &str| cells.iter().find(|(known, _)| *known == column).map(|(_, text)| text.clone());
    columns.map(|column| (column, new(column).unwrap_or_else(|| texts.get(row, column).to_owned()))).collect()
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let day = |text: &Option<String>| text.as_deref().map(|text| spoken::day(text, app.today)).transpose();
    let (from, to) = (day(&arguments.from)?, day(&arguments.to)?);
    let pair = arguments.pair.as_deref().map(|text| spoken::pair(&core, text, app.today)).transpose()?;
    let pair = pair.map(|pair| core.pairs.id(pair));
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let in_branch = |id: &str| branch.is_none_or(|branch| core.pairs.find_in(branch, id.as_bytes()).is_some());
    let is_late = |date: Option<Day>, entered: &str| {
        let entered = Day::parse(entered.as_bytes()).ok();
        date.zip(entered).is_some_and(|(date, entered)| entered.since(date) > core.scheme.entry_days)
    };
    let mut listing = listing(app, &opened, &core, &CONTACTS, |cell| {
        let date = Day::parse(cell("date").as_bytes()).ok();
        pair.is_none_or(|pair| cell("pair") == pair)
            && in_branch(&cell("pair"))
            && from.is_none_or(|from| date.is_some_and(|date| date >= from))
            && to.is_none_or(|to| date.is_some_and(|date| date <= to))
            && (!arguments.late || is_late(date, &cell("entered")))
    });
    if let Some(number) = arguments.last {
        listing.keep_last(number as usize, "pair");
    }
    app.show(&listing)?;
    Ok(Exit::Fine)
}
