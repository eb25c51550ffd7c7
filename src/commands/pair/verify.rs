//! `pair verify`: whether a proposal file is proven by itself and the records: the pairs are allowed, none are better, none as good.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use super::suggest::too_large;
use super::{gathered, proposal_file};
use crate::app::App;
use crate::commands::{reading, sealing};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::matching::pairing::{Programme, Proposal};
use crate::reports::pairing::{PairingReport, Verified, Written};
use crate::store::needs::Needs;
use crate::ui::Exit;

/// Prove a proposal from its file
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The proposal: what pair suggest -o FILE.json wrote
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The costs that the proposal was made with
    #[arg(long, value_name = "FILE")]
    costs: Option<PathBuf>,
}

/// Proves; the answer is "no" where anything in the file is not so.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let named = |key: &'static str| Failure::usage(Message::new(key).with("file", arguments.file.display().to_string()));
    let identities = sealing::identities(app)?;
    let plain = proposal_file::plain(&arguments.file, identities.as_ref())?;
    let no_proposal = || proposal_file::no_proposal(&arguments.file);
    let file: Value = serde_json::from_slice(&plain).map_err(|_| no_proposal())?;
    let written = Written::deserialize(&file).map_err(|_| no_proposal())?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::PAIRING)?;
    let choices = gathered::choices(app, &opened, &core)?;
    let mut told = written.question(&core, &choices).ok_or_else(no_proposal)?;
    gathered::take_sealed(app, &opened.root, identities.as_ref(), &mut told)?;
    let mut inputs = gathered::inputs(&opened.root, &core);
    match (&arguments.costs, told.own_costs) {
        (Some(path), true) => inputs.push(gathered::take_costs(&mut told.question, path)?),
        (None, false) => {}
        (None, true) => return Err(named("pairing.verify.needs-costs")),
        (Some(_), false) => return Err(named("pairing.verify.without-costs")),
    }
    let programme = Programme::new(told.question).map_err(too_large)?;
    let verified = match written.assignment(&programme) {
        Ok(assignment) => {
            let report = PairingReport::new(Proposal::of(programme, assignment), inputs, told.lang).map_err(too_large)?;
            Verified::of(&file, &report, app.lang)
        }
        Err(flaw) => {
            let inputs = Value::Object(inputs.into_iter().map(|(file, digest)| (file, Value::from(digest))).collect());
            Verified::unfit(&file, &programme, &inputs, flaw, app.lang)
        }
    };
    app.show(&verified)?;
    Ok(Exit::no_if(!verified.is_proven()))
}
