//! `award verify`: computes a decided list once more and names every setting and record that changed since.

use super::basis::{Basis, Contacts, failure};
use super::decided::Known;
use crate::app::App;
use crate::commands::reading;
use crate::failure::Result;
use crate::model::dataset::Core;
use crate::reports::award::VerificationReport;
use crate::rules::award::verification::{Verification, verify};
use crate::store::open::Root;
use crate::ui::Exit;

/// Whether a decided list still follows from the records
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
}

/// Verifies a decision.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = Basis::core(app, &opened.root)?;
    let award = super::award(&core, &arguments.award)?;
    let (core, found) = verified(app, &opened.root, core, award)?;
    let known = Known::of(&core, award)?;
    let unchanged = found.is_unchanged();
    app.show(&VerificationReport::new(&core, known.rule, known.decided()?, found))?;
    Ok(Exit::no_if(!unchanged))
}

/// What became of what a decision rests on.
pub(super) fn verified(app: &App, root: &Root, core: Core, award: usize) -> Result<(Core, Verification)> {
    let as_of = Known::of(&core, award)?.decided()?.as_of;
    let basis = Basis::read(app, root, core, as_of, Contacts::Keep)?;
    let found = verify(&basis.index(), award, Known::of(&basis.core, award)?.decided()?).map_err(|fault| failure(&fault))?;
    Ok((basis.core, found))
}
