//! `guard`: looks through the working tree and the staged changes for what should never be committed. Made for a pre-commit hook: the
//! answer is "no" where something was found.

use std::collections::BTreeMap;

use crate::app::App;
use crate::commands::reading;
use crate::failure::Result;
use crate::model::table::SEALED;
use crate::reports::guard::{Found, GuardReport};
use crate::rules::leaks::{Leak, Watch};
use crate::rules::relations::Looking;
use crate::store::load::load_core;
use crate::store::needs::{Needs, Tables};
use crate::store::working_tree::{Standing, each};
use crate::ui::Exit;

/// Look for what should never be committed
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Shows what was found.
pub fn run(app: &App, _: &Arguments) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = load_core(&opened.root, Needs::texts(Tables::NONE), Looking::Nothing).value;
    let watch = Watch::new(&core);
    // Each place once, and whether it is staged.
    let mut places: BTreeMap<(String, u32, Leak), bool> = BTreeMap::new();
    each(opened.root.path(), |file, standing, bytes| {
        for (line, leak) in watch.scan(bytes).into_iter().filter(|(_, leak)| may_be(file, *leak)) {
            *places.entry((file.to_owned(), line, leak)).or_default() |= standing == Standing::Staged;
        }
    })?;
    let found = places.into_iter().map(|((file, line, leak), staged)| Found { file, line, leak, staged });
    let report = GuardReport { found: found.collect() };
    app.show(&report)?;
    Ok(Exit::no_if(!report.found.is_empty()))
}

/// In what is sealed anything may look like a number.
fn may_be(file: &str, leak: Leak) -> bool {
    !(file.ends_with(SEALED.file) && matches!(leak, Leak::IdentityNumber | Leak::MobileNumber))
}
