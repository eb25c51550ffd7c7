//! Nominations that are there already: found by award, person and nominator; listed, corrected, taken back.

use crate::app::App;
use crate::commands::found::{self, Found};
use crate::commands::records::{assignments, listing};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::records::{BranchIx, Nomination, PersonIx};
use crate::model::table::NOMINATIONS;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// A nomination by award, person and, where there are several, nominator.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    pub award: String,
    /// Who is nominated: id or name
    #[arg(value_name = "PERSON")]
    pub person: String,
    /// Who nominated: a person or a branch; needed where there are several
    #[arg(long, value_name = "NOMINATOR")]
    pub by: Option<String>,
}

/// Correct a nomination or its review
#[derive(Debug, clap::Args)]
pub(super) struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance review_score=90
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// The nominations, with the branch's reviews
#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// Only this award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: Option<String>,
    /// Only this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

/// A nomination that was found.
pub(super) struct Known {
    pub found: Found,
    pub record: Nomination,
    /// Who nominated, as it is written.
    pub by: String,
}

/// All nominations of a person for an award, in all branches' files.
pub(super) fn all(session: &Session<'_>, award: usize, person: PersonIx) -> Vec<Known> {
    let of_branch = |branch: BranchIx| {
        let records = session.branch(branch).nominations;
        let mine = records.iter().filter(|(_, row)| usize::from(row.award) == award && row.person == person);
        mine.map(|(row, record)| Known {
            found: Found::at(&NOMINATIONS, Some(branch), &records, row),
            record: *record,
            by: records.text(row, "by").to_owned(),
        })
        .collect::<Vec<_>>()
    };
    session.core.branch_indexes().flat_map(of_branch).collect()
}

/// The nomination that is meant. Errors: none, or several that `wanted` does not tell apart.
pub(super) fn one(session: &Session<'_>, which: &Which, wanted: impl Fn(&Nomination) -> bool) -> Result<Known> {
    session.refuse_settings()?;
    let core = &session.core;
    let award = super::award(core, &which.award)?;
    let person = spoken::person(core, &which.person)?;
    let by = which.by.as_deref().map(|by| super::nominate::nominator(core, by)).transpose()?;
    let mut known = all(session, award, person);
    known.retain(|known| by.as_ref().is_none_or(|by| *by == known.by));
    if known.iter().filter(|known| wanted(&known.record)).count() == 1 {
        known.retain(|known| wanted(&known.record));
    }
    let award = core.scheme.awards.get(award).map_or(which.award.as_str(), |rule| rule.name.as_str());
    let named = |key| Message::new(key).with("award", award).with("person", core.people.id(person)).with("name", core.people.name(person));
    if known.len() > 1 {
        let described = |known: &Known| Message::new("award.nominated-by").with("by", known.by.as_str()).with("day", known.record.date);
        return Err(known.iter().map(described).fold(Failure::usage(named("award.several-nominations")), Failure::hint));
    }
    known.pop().ok_or_else(|| Failure::usage(named("award.no-nomination")))
}

/// Corrects a nomination or its review.
pub(super) fn amend(app: &App, arguments: &Amend) -> Result<Exit> {
    found::amend(app, assignments(&NOMINATIONS, &arguments.fields)?, |session| Ok(one(session, &arguments.which, |_| true)?.found))
}

/// Takes a nomination out of the records.
pub(super) fn withdraw(app: &App, which: &Which) -> Result<Exit> {
    found::remove(app, |session| Ok(one(session, which, |_| true)?.found))
}

/// Lists the nominations.
pub(super) fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let award = arguments.award.as_deref().map(|award| super::award(&core, award)).transpose()?;
    let person = spoken::asked_id(&core, arguments.person.as_deref())?;
    let listing = listing(app, &opened, &core, &NOMINATIONS, |cell| {
        let of_award = award.is_none_or(|award| super::award(&core, &cell("award")).ok() == Some(award));
        of_award && person.is_none_or(|person| cell("person") == person)
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
