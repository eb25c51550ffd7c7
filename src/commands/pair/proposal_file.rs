//! Proposal files: opened, found beside the records, and asked again with what of sealed records they were asked with. Not here: what a
//! file says of its question and its pairs (`reports::pairing`).

use std::path::Path;

use serde_json::Value;

use crate::commands::sealing;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::store::directory::Store;
use crate::store::sealed::identity::Identities;

/// A proposal file.
pub(super) struct ProposalFile {
    /// Its path as a person would name it.
    pub(super) name: String,
    /// What it says.
    pub(super) says: Value,
}

/// What lies beside the records.
pub(super) enum Beside {
    /// No proposal that fits.
    Nothing,
    /// One that fits.
    One(ProposalFile),
    /// Several that fit and have different seeds: their paths.
    Several(Vec<String>),
    /// None that can be read fits; this one is sealed for others, or no identity was given.
    Sealed(String),
}

/// The proposal of a path. Errors: it cannot be read, is sealed for others, or is none.
pub(super) fn named(path: &Path, identities: Option<&Identities>) -> Result<ProposalFile> {
    let name = path.display().to_string();
    let fault = |key: &'static str| Failure::usage(Message::new(key).with("file", name.as_str()));
    let plain = sealing::unsealed(crate::store::foreign::read(path)?, identities).ok_or_else(|| fault("pairing.verify.sealed"))?;
    let says = serde_json::from_slice(&plain).map_err(|_| fault("pairing.verify.no-proposal"))?;
    Ok(ProposalFile { name, says })
}

/// The proposal among the `*.json` at the top of the data directory that fits.
pub(super) fn beside(store: &Store, identities: Option<&Identities>, fits: impl Fn(&Value) -> bool) -> Result<Beside> {
    let (mut found, mut sealed): (Vec<ProposalFile>, Option<String>) = (Vec::new(), None);
    for name in store.list("")?.into_iter().filter_map(|name| name.into_string().ok()).filter(|name| name.ends_with(".json")) {
        let Ok(Some(bytes)) = store.read_file(&name) else { continue };
        match sealing::unsealed(bytes, identities).map(|plain| serde_json::from_slice::<Value>(&plain)) {
            None => sealed = sealed.or(Some(name)),
            Some(Ok(says)) if says["format"] == "bangfu/pairing/1" && fits(&says) => found.push(ProposalFile { name, says }),
            Some(_) => {}
        }
    }
    let differ = found.iter().any(|file| file.says["seed"] != found[0].says["seed"]);
    Ok(match (found.len(), sealed) {
        (0, Some(name)) => Beside::Sealed(name),
        (0, None) => Beside::Nothing,
        _ if differ => Beside::Several(found.into_iter().map(|file| file.name).collect()),
        _ => Beside::One(found.swap_remove(0)),
    })
}
