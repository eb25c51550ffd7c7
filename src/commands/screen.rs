//! `screen`: sealed records (rules.md R10): what screening found, profiles, notes, referrals. What is sealed never comes from the command
//! line, which others can see, and never goes into a file in the clear.

mod change;
mod dialogue;
mod editor;
mod erase;
mod fill;
mod import;
mod list;
mod refer;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::import::details::{Details, parse};
use crate::model::dataset::Core;
use crate::model::sealed::OpenBox;
use crate::model::table::SEALED;
use crate::reports::answer::{Action, Answer, Touched};
use crate::ui::Exit;

/// Sealed records: screening, profiles, notes, referrals
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Seal a record
    Add(change::Add),
    /// The records that your key opens
    List(list::List),
    /// Everything that is sealed about a person, or one record
    Show(list::Show),
    /// Correct a record
    Amend(change::Amend),
    /// Take a record away
    Remove(change::Which),
    /// How many persons are in each category
    Stats(list::Stats),
    /// Pass a concern on to the counsellor
    Refer(refer::Refer),
    /// Close a referral with its outcome
    Close(refer::Close),
    /// Take away everything sealed about a person
    Erase(erase::Erase),
    /// Take away what was kept long enough
    Expire(erase::Expire),
    /// Seal each row of a spreadsheet
    Import(import::Import),
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Add(arguments) => change::add(app, arguments),
        Verb::List(arguments) => list::list(app, arguments),
        Verb::Show(arguments) => list::show(app, arguments),
        Verb::Amend(which) => change::amend(app, which),
        Verb::Remove(which) => change::remove(app, which),
        Verb::Stats(arguments) => list::stats(app, arguments),
        Verb::Refer(arguments) => refer::refer(app, arguments),
        Verb::Close(arguments) => refer::close(app, arguments),
        Verb::Erase(arguments) => erase::erase(app, arguments),
        Verb::Expire(arguments) => erase::expire(app, arguments),
        Verb::Import(arguments) => import::import(app, arguments),
    }
}

/// Details from standard input.
fn from_input(app: &App) -> Result<Details> {
    parse(&app.standard_input()?).map_err(Failure::usage)
}

/// The box that a word means: its id, or the one box of a person.
fn find<'b>(core: &Core, boxes: &'b [OpenBox], word: &str) -> Result<&'b OpenBox> {
    if let Some(found) = boxes.iter().find(|open| open.id == word) {
        return Ok(found);
    }
    let person = super::spoken::persons(core, word).first().map(|person| core.people.id(*person)).unwrap_or(word);
    let own: Vec<&OpenBox> = boxes.iter().filter(|open| open.record.person.reveal() == person).collect();
    match own.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::usage(Message::new("screen.none").with("value", word))),
        several => {
            let failure = Failure::usage(Message::new("screen.several").with("value", word));
            let described = |open: &&OpenBox| Message::new("screen.described").with("box", open.id.as_str()).with("day", open.record.date);
            Err(several.iter().map(described).fold(failure, Failure::hint))
        }
    }
}

/// Answers what was done to boxes; their ids say nothing of whom they are about.
fn answer(app: &App, action: Action, message: Message, boxes: &[String]) -> Result<Exit> {
    app.say_done(&Answer { records: touched(action, boxes), ..Answer::new(message) })?;
    Ok(Exit::Fine)
}

fn touched(action: Action, boxes: &[String]) -> Vec<Touched> {
    let one = |id: &String| Touched { action, table: &SEALED, file: SEALED.file.to_owned(), key: vec![id.clone()] };
    boxes.iter().map(one).collect()
}
