//! `form`: the monthly record forms (记录表) that a pair hands to its branch: received, reviewed, listed, corrected (rules.md R5).

mod list;
mod print;
mod receive;
mod review;

use crate::app::App;
use crate::commands::found::{Found, amend, remove};
use crate::commands::records::assignments;
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::BranchRecords;
use crate::model::day::Month;
use crate::model::records::{BranchIx, Form, PairIx};
use crate::model::table::FORMS;
use crate::ui::Exit;

/// Monthly record forms
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// A pair hands in its form for a month
    Receive(receive::Arguments),
    /// The branch passes the latest hand-in or sends it back
    Review(review::Arguments),
    /// How each form that is due stands
    List(list::Arguments),
    /// The filled form as a document to sign
    Print(print::Arguments),
    /// Correct a hand-in
    Amend(Amend),
    /// Take a hand-in out of the records
    Remove(Which),
}

/// One hand-in.
#[derive(Debug, clap::Args)]
struct Which {
    /// The pair: its id, or the id or name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,
    /// The month, YYYY-MM, or with the number of the hand-in YYYY-MM#2 (the latest)
    #[arg(value_name = "MONTH[#N]")]
    month: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance received=2012-12-04
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Receive(arguments) => receive::run(app, arguments),
        Verb::Review(arguments) => review::run(app, arguments),
        Verb::List(arguments) => list::run(app, arguments),
        Verb::Print(arguments) => print::run(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&FORMS, fields)?, |session| HandIns::of(session, which)?.found()),
        Verb::Remove(which) => remove(app, |session| HandIns::of(session, which)?.found()),
    }
}

/// A pair's form for a month, with what was handed in.
struct HandIns {
    pair: PairIx,
    month: Month,
    /// Which hand-in was named.
    n: Option<u32>,
    branch: BranchIx,
    /// The pair's id.
    id: String,
    records: BranchRecords,
}

impl HandIns {
    fn of(session: &Session<'_>, which: &Which) -> Result<Self> {
        let (month, n) = match which.month.split_once('#') {
            Some((month, n)) => (month, Some(n.parse().map_err(|_| Failure::usage(Message::new("form.bad-number").with("value", n)))?)),
            None => (which.month.as_str(), None),
        };
        let month = reading::month(month)?;
        let core = &session.core;
        let pair = spoken::pair_of_month(core, &which.pair, month)?;
        let branch = core.pairs.get(pair).map_or(BranchIx::NONE, |row| row.branch);
        Ok(Self { pair, month, n, branch, id: core.pairs.id(pair).to_owned(), records: session.branch(branch) })
    }

    /// The hand-ins by number, each with its row.
    fn all(&self) -> impl Iterator<Item = (usize, &Form)> {
        self.records.forms.iter().filter(|(_, form)| form.pair == self.pair && form.month == self.month)
    }

    /// The hand-in that was named, else the latest. Errors: there is none.
    fn named(&self) -> Result<(usize, &Form)> {
        let missing = || {
            let message = Message::new(if self.n.is_some() { "form.no-such" } else { "form.none" });
            Failure::usage(message.with("pair", self.id.as_str()).with("month", self.month).with("n", self.n.unwrap_or(0)))
        };
        let named = self.all().filter(|(_, form)| self.n.is_none_or(|n| form.n == n));
        named.max_by_key(|(_, form)| form.n).ok_or_else(missing)
    }

    /// Where the named hand-in lies.
    fn found(&self) -> Result<Found> {
        let (_, form) = self.named()?;
        let key = vec![self.id.clone(), self.month.to_string(), form.n.to_string()];
        Ok(Found { table: &FORMS, branch: Some(self.branch), key })
    }
}
