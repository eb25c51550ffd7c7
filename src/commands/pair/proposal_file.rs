//! Proposal files: opened, found beside the records, and asked again with what of sealed records they were asked with. Not here: what a
//! file says of its question and its pairs (`reports::pairing`).

use std::path::Path;

use zeroize::Zeroizing;

use crate::commands::sealing;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::reports::pairing::Written;
use crate::store::directory::Store;
use crate::store::sealed::identity::Identities;

/// A proposal file.
pub(super) struct ProposalFile {
    /// Its path as a person would name it.
    pub(super) name: String,
    /// What it says of its question, pairs and prices.
    pub(super) says: Written,
}

/// What lies beside the records.
pub(super) enum Beside {
    /// No proposal that fits.
    Nothing,
    /// One that fits.
    One(Box<ProposalFile>),
    /// Several that fit and have different seeds: their paths.
    Several(Vec<String>),
    /// None that can be read fits; this one is sealed for others, or no identity was given.
    Sealed(String),
}

/// The proposal of a path. Errors: it cannot be read, is sealed for others, or is none.
pub(super) fn named(path: &Path, identities: Option<&Identities>) -> Result<ProposalFile> {
    let says = serde_json::from_slice(&plain(path, identities)?).map_err(|_| no_proposal(path))?;
    Ok(ProposalFile { name: path.display().to_string(), says })
}

/// The bytes of a proposal, unsealed. Errors: they cannot be read, or are sealed for others.
pub(super) fn plain(path: &Path, identities: Option<&Identities>) -> Result<Zeroizing<Vec<u8>>> {
    let sealed = || Failure::usage(Message::new("pairing.verify.sealed").with("file", path.display().to_string()));
    sealing::unsealed(crate::store::foreign::read(path)?, identities).ok_or_else(sealed)
}

/// What to say of a file that is no proposal.
pub(super) fn no_proposal(path: &Path) -> Failure {
    Failure::usage(Message::new("pairing.verify.no-proposal").with("file", path.display().to_string()))
}

/// The proposal among the `*.json` at the top of the data directory that fits.
pub(super) fn beside(store: &Store, identities: Option<&Identities>, fits: impl Fn(&Written) -> bool) -> Result<Beside> {
    let (mut found, mut sealed): (Vec<ProposalFile>, Option<String>) = (Vec::new(), None);
    for name in store.list("")?.into_iter().filter_map(|name| name.into_string().ok()).filter(|name| name.ends_with(".json")) {
        let Ok(Some(bytes)) = store.read_file(&name) else { continue };
        match sealing::unsealed(bytes, identities).map(|plain| serde_json::from_slice::<Written>(&plain)) {
            None => sealed = sealed.or(Some(name)),
            Some(Ok(says)) if says.is_proposal() && fits(&says) => found.push(ProposalFile { name, says }),
            Some(_) => {}
        }
    }
    let differ = found.iter().any(|file| file.says.seed() != found[0].says.seed());
    Ok(match (found.len(), sealed) {
        (0, Some(name)) => Beside::Sealed(name),
        (0, None) => Beside::Nothing,
        _ if differ => Beside::Several(found.into_iter().map(|file| file.name).collect()),
        _ => Beside::One(Box::new(found.swap_remove(0))),
    })
}
