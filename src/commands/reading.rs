//! How commands read: days, months, branches, pairs and persons as a user names them, and the data directory behind them.

use crate::app::{App, written_day};
use crate::commands::plain::plain;
use crate::failure::{Failure, Result};
use crate::finding::{Finding, Findings};
use crate::i18n::Message;
use crate::model::closed::ClosedMonths;
use crate::model::dataset::Core;
use crate::model::day::{Day, Month};
use crate::model::records::BranchIx;
use crate::model::word::key_and_name;
use crate::model::word_distance::nearest;
use crate::render::problems::Listing;
use crate::rules::relations::Looking;
use crate::store::closed;
use crate::store::directory::{Access, Store};
use crate::store::load::{Loaded, SCHEME_FILE, gather_branches, gather_core, load_core};
use crate::store::needs::{Needs, Tables};
use crate::store::open::Root;

/// The data directory, held for reading while this lives.
pub struct Opened {
    /// Where files are read.
    pub root: Root,
    /// Holds the lock.
    pub store: Store,
}

/// Opens the data directory for reading.
pub fn open(app: &App) -> Result<Opened> {
    let store = app.open(Access::Read)?;
    Ok(Opened { root: Root::of(&store), store })
}

/// Loads what every question needs for a command that decides: an error refuses.
pub fn core_or_refuse(app: &App, opened: &Opened, needs: Needs) -> Result<Core> {
    sound_core(app, &opened.root, needs)
}

/// The same from a directory that is held already, for a command that decides and writes.
pub fn sound_core(app: &App, root: &Root, needs: Needs) -> Result<Core> {
    let mut findings = Findings::of_errors(app.most_listed(Listing::Short));
    let core = gather_core(root, needs, Looking::Errors, &mut findings);
    if findings.has_error() {
        // All problems, those of the branches' records too.
        gather_branches(root, &core, needs, Looking::Errors, &mut findings);
        app.refuse(root, findings)?;
    } else {
        app.warn_of_losses(root, &findings.listed().0);
    }
    Ok(core)
}

/// Loads what every question needs for a list or an overview, which goes on where a record is wrong and says so; only settings that
/// cannot be read refuse.
pub fn core_or_warn(app: &App, opened: &Opened, needs: Needs) -> Result<Core> {
    // Whether a pair's stages are right hangs on the outcomes.
    let needs = Needs { tables: needs.tables.and(Tables::OUTCOMES), ..needs };
    let Loaded { value, findings } = load_core(&opened.root, needs, Looking::Errors);
    warn_unless_of_settings(app, &opened.root, findings)?;
    Ok(value)
}

fn is_of_settings(found: &Finding) -> bool {
    found.place.file.as_ref() == SCHEME_FILE
}

/// Refuses where settings have an error: lists too would be of something else.
pub fn refuse_settings(app: &App, root: &Root, findings: &[Finding]) -> Result<()> {
    let of_settings: Vec<Finding> = findings.iter().filter(|found| is_of_settings(found)).cloned().collect();
    app.refuse_errors(root, &of_settings)
}

/// The same; of all else that is wrong it is warned.
pub fn warn_unless_of_settings(app: &App, root: &Root, findings: Vec<Finding>) -> Result<()> {
    refuse_settings(app, root, &findings)?;
    app.warn_of(root, findings.into_iter().filter(|found| !is_of_settings(found)).collect());
    Ok(())
}

/// The closed months for a command that decides: an error in their file refuses.
pub fn closed_months(app: &App, root: &Root) -> Result<ClosedMonths> {
    let mut findings = Findings::default();
    let closed = closed::read(root, &mut findings);
    app.refuse(root, findings)?;
    Ok(closed)
}

/// A day from the command line: `YYYY-MM-DD`.
pub fn day(text: &str) -> Result<Day> {
    written_day(&plain(text), "failure.bad-day")
}

/// The day of `--as-of`, else today.
pub fn as_of(app: &App, text: Option<&str>) -> Result<Day> {
    text.map_or(Ok(app.today), day)
}

/// A month from the command line: `YYYY-MM`.
pub fn month(text: &str) -> Result<Month> {
    let plain = plain(text);
    let wrong = |key| Failure::usage(Message::new(key).with("value", text));
    let is_written_so =
        plain.len() == 7 && plain.bytes().enumerate().all(|(at, byte)| if at == 4 { byte == b'-' } else { byte.is_ascii_digit() });
    let key = if is_written_so { "failure.no-such-month" } else { "failure.bad-month" };
    Month::parse(plain.as_bytes()).ok_or_else(|| wrong(key))
}

/// The most branches that a message names.
const MOST_NAMED: usize = 20;

/// A branch by key or name.
pub fn branch(core: &Core, text: &str) -> Result<BranchIx> {
    let branches = &core.scheme.branches;
    let key = plain(text);
    let found = branches
        .iter()
        .position(|branch| branch.key == text || branch.key == key.as_ref())
        .or_else(|| branches.iter().position(|branch| branch.name == text));
    let unknown = || {
        let near = nearest(text, branches.iter().map(|branch| branch.key.as_str()));
        let known: Vec<String> = branches.iter().take(MOST_NAMED).map(|branch| key_and_name(&branch.key, &branch.name)).collect();
        let more = if branches.len() > MOST_NAMED { " …" } else { "" };
        let message = Message::new("failure.unknown-branch").with("value", text).with("nearest", near);
        Failure::usage(message.with("known", known.join(" ") + more))
    };
    found.map(|index| BranchIx(index as u16)).ok_or_else(unknown)
}

/// The branch that an option names, where it is given.
pub fn asked_branch(core: &Core, word: Option<&str>) -> Result<Option<BranchIx>> {
    word.map(|word| branch(core, word)).transpose()
}
