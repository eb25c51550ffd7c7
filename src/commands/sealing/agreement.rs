//! A yes to what is to be done with sealed records. Nobody waits for the lock while a person thinks: what was shown is worked out again
//! under it, and done only where it is the same. Not here: what is to be done.

use super::{SealedSession, ask};
use crate::app::{App, Writing};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::store::directory::Access;

/// Decides, tells and asks without the lock, then decides again under it; `--yes` and `--dry-run` decide once. Gives what was agreed on
/// with the session that holds the directory; nothing where there is nothing to do. `tell` shows what is to be shown of a plan, once, and
/// gives the question, where there is one.
pub fn agreed<'a, P: PartialEq>(
    app: &'a App,
    yes: bool,
    decide: impl Fn(&SealedSession<'_>) -> Result<Option<P>>,
    tell: impl FnOnce(&P) -> Option<Message>,
) -> Result<Option<(SealedSession<'a>, P)>> {
    app.needs_sentence()?;
    if yes || app.writing == Writing::DryRun {
        let session = SealedSession::begin(app, Access::Write)?;
        let plan = decide(&session)?;
        return Ok(plan.map(|plan| {
            tell(&plan);
            (session, plan)
        }));
    }
    let shown = {
        let session = SealedSession::begin(app, Access::Read)?;
        decide(&session)?
    };
    let Some(shown) = shown else { return Ok(None) };
    tell(&shown).map_or(Ok(()), |question| ask(app, &question))?;
    let session = SealedSession::begin(app, Access::Write)?;
    match decide(&session)?.filter(|plan| *plan == shown) {
        Some(plan) => Ok(Some((session, plan))),
        None => Err(Failure::refused(Message::new("screen.moved-meanwhile"))),
    }
}
