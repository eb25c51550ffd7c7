//! `import`: shows what a spreadsheet would change, then writes what is sound. Nobody waits for the lock while a person thinks: what was
//! shown is worked out again under it, and written only where it is the same. Importing twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use crate::app::{App, Writing};
use crate::commands::asking;
use crate::commands::plain::Plain;
use crate::commands::reading;
use crate::commands::writing::many::Wrong;
use crate::commands::writing::{Done, RecordChange, Session};
use crate::failure::{Failure, Result};
use crate::finding::Findings;
use crate::i18n::Message;
use crate::import::encoding::Encoding;
use crate::import::known::Known;
use crate::import::plan::{Effect, Plan, Planner};
use crate::import::refused;
use crate::import::shape::Shape;
use crate::import::table::{self, Asked, Table};
use crate::model::dataset::Core;
use crate::model::day::{FIRST_YEAR, LAST_YEAR};
use crate::model::records::BranchIx;
use crate::model::table::Home;
use crate::model::text_table::TextTable;
use crate::model::word::meaning;
use crate::reports::import::{ImportReport, Outcome};
use crate::reports::sheet::Format;
use crate::store::edit::Change;
use crate::store::needs::{Needs, Tables};
use crate::store::texts::read_texts;
use crate::ui::Exit;

/// Take records from a spreadsheet
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Take persons from a roster
    Roster(File),
    /// Take contacts
    Contacts(File),
    /// Take outcomes of persons
    Outcomes(File),
    /// Take voluntary choices
    Choices(File),
}

#[derive(Debug, clap::Args)]
struct File {
    /// The file: xlsx, xls, ods or csv
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write what is sound without asking
    #[arg(long)]
    yes: bool,
    /// The sheet of a workbook, by name or number
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,
    /// The encoding of a csv file, where it cannot be known
    #[arg(long, value_name = "ENCODING", value_parser = PossibleValuesParser::new(Encoding::WORDS.map(|(word, _)| word)))]
    encoding: Option<String>,
    /// The year of days without one
    #[arg(long, value_name = "YEAR", value_parser = Plain(clap::value_parser!(i32).range(i64::from(FIRST_YEAR)..=i64::from(LAST_YEAR))))]
    year: Option<i32>,
    /// A csv file for the rows that are left out, each with the reason
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
}

/// An import that was asked for, with its file read.
struct Import<'a> {
    app: &'a App,
    shape: Shape,
    arguments: &'a File,
    table: Table,
}

/// Shows, asks, writes; the answer is "no" where rows were left out.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let (shape, arguments) = match &arguments.what {
        What::Roster(file) => (Shape::Roster, file),
        What::Contacts(file) => (Shape::Contacts, file),
        What::Outcomes(file) => (Shape::Outcomes, file),
        What::Choices(file) => (Shape::Choices, file),
    };
    refuse_same_file(arguments)?;
    refuse_other_kind(arguments)?;
    let import = Import { app, shape, arguments, table: read(app, shape, arguments)? };
    if arguments.yes || app.writing == Writing::DryRun { import.write() } else { import.show_and_ask() }
}

/// The rows that are left out do not go over the file that they came from.
fn refuse_same_file(arguments: &File) -> Result<()> {
    let same = |refused: &PathBuf| crate::store::foreign::is_same_file(refused, &arguments.file);
    match arguments.refused.as_ref().filter(|refused| same(refused)) {
        Some(refused) => Err(Failure::usage(Message::new("import.refused-is-file").with("file", shown(refused)))),
        None => Ok(()),
    }
}

/// The rows that are left out are written as csv, whatever the file is called: a spreadsheet would not open it by another name.
fn refuse_other_kind(arguments: &File) -> Result<()> {
    let is_book = |path: &&PathBuf| {
        path.extension().is_some_and(|ending| ["xlsx", "xls", "ods", "et"].iter().any(|book| ending.eq_ignore_ascii_case(book)))
    };
    match arguments.refused.as_ref().filter(is_book) {
        Some(refused) => Err(Failure::usage(Message::new("import.refused-is-csv").with("file", shown(refused)))),
        None => Ok(()),
    }
}

fn read(app: &App, shape: Shape, arguments: &File) -> Result<Table> {
    let bytes = crate::store::foreign::read(&arguments.file)?;
    let encoding = arguments.encoding.as_deref().and_then(|word| meaning(&Encoding::WORDS, word));
    let asked = Asked { encoding, sheet: arguments.sheet.clone() };
    let watch = app.watching("import.reading");
    let table = table::read(&bytes, shape, &asked, &watch);
    table.map_err(|message| Failure::usage(message.with("file", shown(&arguments.file))))
}

impl Import<'_> {
    /// Shows what would be done, and does it after a yes. Without a terminal nothing is written.
    fn show_and_ask(&self) -> Result<Exit> {
        let shown = {
            let opened = reading::open(self.app)?;
            let core = reading::core_or_warn(self.app, &opened, Needs::texts(Tables::ALL))?;
            let mut findings = Findings::default();
            let known = self.known(&core, |branch| read_texts(&opened.root, &core, self.shape.table(), branch, &mut findings));
            let planner = Planner::new(self.shape, &self.table, &known);
            let plan = planner.plan();
            self.put_aside(&plan)?;
            self.show(&planner, &core, &plan, Outcome::NotWritten)?;
            self.app.warn_of(&opened.root, findings.listed().0);
            plan
        };
        let totals = shown.totals();
        if totals.writes() == 0 || self.app.format == Format::Json || !self.app.can_ask() {
            return self.end(&shown, if totals.writes() == 0 { "import.nothing" } else { "import.not-written" });
        }
        if !self.wanted(&shown)? {
            return self.end(&shown, "import.not-written");
        }
        self.write_as_shown(&shown)
    }

    /// Asks for a yes.
    fn wanted(&self, plan: &Plan) -> Result<bool> {
        let question = Message::new("import.ask").with("count", plan.totals().writes()).text(self.app.lang);
        asking::agrees(self.app, &question, false)
    }

    /// Writes what was shown; where the records have changed meanwhile, so that something else would be written, nothing is.
    fn write_as_shown(&self, shown: &Plan) -> Result<Exit> {
        let mut session = Session::for_report(self.app)?;
        session.source = Some(self.arguments.file.clone());
        let known = self.known(&session.core, |branch| session.texts(self.shape.table(), branch));
        let planner = Planner::new(self.shape, &self.table, &known);
        let mut plan = planner.plan();
        if plan != *shown {
            return Err(Failure::refused(Message::new("import.moved-meanwhile")));
        }
        let done = self.apply(&session, &planner, &mut plan)?;
        let told = plan.rows.iter().zip(&shown.rows).filter(|((_, now), (_, before))| now != before);
        for ((row, effect), _) in told.take(20) {
            let message = Message::new("import.left-out").with("place", self.table.place(*row, None));
            self.app.note(&effect.fault().map_or(message.clone(), |fault| message.with("reason", fault.message.clone())));
        }
        self.put_aside(&plan)?;
        self.end(&plan, if done == Done::Written { "import.written" } else { "import.nothing" })
    }

    /// Writes what is sound without asking, and shows it.
    fn write(&self) -> Result<Exit> {
        let mut session = Session::for_report(self.app)?;
        session.source = Some(self.arguments.file.clone());
        let known = self.known(&session.core, |branch| session.texts(self.shape.table(), branch));
        let planner = Planner::new(self.shape, &self.table, &known);
        let mut plan = planner.plan();
        let only_json = self.app.writing == Writing::DryRun && self.app.format == Format::Json;
        let done = if only_json { Ok(Done::Shown) } else { self.apply(&session, &planner, &mut plan) };
        if done.as_ref().is_err_and(is_of_missing_person) {
            self.put_aside(&plan)?;
            self.show(&planner, &session.core, &plan, Outcome::NotWritten)?;
        }
        let done = done?;
        if done != Done::Shown {
            self.put_aside(&plan)?;
        }
        let outcome = if done == Done::Written { Outcome::Written } else { Outcome::NotWritten };
        self.show(&planner, &session.core, &plan, outcome)?;
        let message = match done {
            Done::Written => "import.written",
            Done::Shown if plan.totals().writes() > 0 => "import.not-written",
            Done::Same | Done::Shown => "import.nothing",
        };
        self.end(&plan, message)
    }

    /// The records as the import sees them.
    fn known<'k>(&self, core: &'k Core, mut texts: impl FnMut(Option<BranchIx>) -> TextTable) -> Known<'k> {
        let branches: Vec<Option<BranchIx>> = match self.shape {
            Shape::Roster => Vec::new(),
            _ if self.shape.table().home == Home::Branch => core.branch_indexes().map(Some).collect(),
            _ => vec![None],
        };
        let texts: BTreeMap<_, _> = branches.into_iter().map(|branch| (branch, texts(branch))).collect();
        Known::new(core, self.shape, self.app.today, self.arguments.year, texts)
    }

    /// Writes what is sound. Rows that turn out to make the records wrong are refused, until none is left that does.
    fn apply(&self, session: &Session<'_>, planner: &Planner<'_>, plan: &mut Plan) -> Result<Done> {
        loop {
            let branches: BTreeSet<Option<BranchIx>> = self.changes(planner, plan).map(|(_, change)| change.branch).collect();
            let branches: Vec<Option<BranchIx>> = branches.into_iter().collect();
            if branches.is_empty() {
                return Ok(Done::Same);
            }
            let outcome = session.apply_many(self.shape.table(), &branches, &mut self.changes(planner, plan).map(|(_, change)| change))?;
            let Wrong { blame, failure } = match outcome {
                Ok(done) => return Ok(done),
                Err(wrong) => wrong,
            };
            let refused =
                |(index, change): (usize, RecordChange)| Some((index, blame.of(change.table, change.branch, &change.change)?.clone()));
            let refusals: Vec<(usize, Message)> = self.changes(planner, plan).filter_map(refused).collect();
            if refusals.is_empty() {
                return Err(missing_person(failure));
            }
            plan.refuse(refusals);
        }
    }

    /// The changes that a plan makes, each with the place of its row in the plan.
    fn changes<'c>(&'c self, planner: &'c Planner<'_>, plan: &'c Plan) -> impl Iterator<Item = (usize, RecordChange)> + 'c {
        let writing = plan.rows.iter().enumerate().filter(|(_, (_, effect))| effect.writes());
        writing.filter_map(|(index, (row, effect))| {
            let record = planner.record(*row).ok()?;
            let change = match effect {
                Effect::Changed { key, changed } => {
                    Change::Amend { key: key.clone(), cells: changed.iter().map(|cell| (cell.column, cell.new.clone())).collect() }
                }
                _ => Change::Insert(record.cells.into_iter().chain(record.defaults).collect()),
            };
            Some((index, RecordChange { table: self.shape.table(), branch: record.branch, change }))
        })
    }

    fn show(&self, planner: &Planner<'_>, core: &Core, plan: &Plan, outcome: Outcome) -> Result<()> {
        let refused = self.arguments.refused.as_ref().filter(|_| self.app.writing == Writing::Apply);
        let refused = refused.map(|path| shown(path));
        let file = shown(&self.arguments.file);
        let report = ImportReport {
            shape: self.shape,
            file: &file,
            table: &self.table,
            planner,
            core,
            plan,
            outcome,
            refused_file: refused.as_deref(),
            lang: self.app.lang,
        };
        self.app.show(&report)?;
        // In JSON there is no diff beside them on the screen.
        if self.app.writing == Writing::DryRun && self.app.format == Format::Json && self.app.output.is_some() {
            self.app.to_screen().show(&report)?;
        }
        // The rows alone do not say how the file was read.
        if self.app.format == Format::Csv {
            self.app.note(&report.choices());
        }
        Ok(())
    }

    /// Puts the rows that are left out into the file for them.
    fn put_aside(&self, plan: &Plan) -> Result<()> {
        let Some(path) = &self.arguments.refused else { return Ok(()) };
        let bytes = refused::file(&self.table, plan, self.app.lang).map_err(Failure::usage)?;
        self.app.write(path, &bytes)
    }

    /// Says what came of it. The table is the answer in every other format, so that the sentence is none.
    fn end(&self, plan: &Plan, key: &'static str) -> Result<Exit> {
        let totals = plan.totals();
        let message = Message::new(key).with("count", totals.writes()).with("refused", totals.left_out());
        let aside = self.arguments.refused.as_deref().filter(|_| totals.left_out() > 0).map_or_else(String::new, shown);
        let message = message.with("aside", aside);
        match self.app.format {
            Format::Table if self.app.output.is_none() => self.app.say(&message)?,
            Format::Json => {}
            _ => self.app.note(&message),
        }
        Ok(Exit::no_if(totals.left_out() > 0))
    }
}

/// What is said of a roster that would lack somebody whom records name.
const MISSING_PERSON: &str = "import.still-named";

fn is_of_missing_person(failure: &Failure) -> bool {
    failure.message.key == MISSING_PERSON
}

/// A failure in the words of an import, where the roster would lack somebody whom records name: the row was refused, or is not there.
fn missing_person(failure: Failure) -> Failure {
    if failure.message.key != "done.still-named" {
        return failure;
    }
    let places = failure.hints.into_iter().filter(|hint| ["done.elsewhere", "done.more-errors"].contains(&hint.key));
    let message = Message { key: MISSING_PERSON, ..failure.message };
    let advice = Message { key: "import.still-named-hint", ..message.clone() };
    std::iter::once(advice).chain(places).fold(Failure::new(failure.kind, message), Failure::hint)
}

/// A path as it was named.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
