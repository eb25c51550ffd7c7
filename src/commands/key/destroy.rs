//! `key destroy`: crypto-erasure. The working tree loses its boxes and recipients, the given identity file is destroyed; what git's
//! history holds is then noise for whoever has no other key. The program says whose keys those are: only they can finish it.

use super::recipients::{RECIPIENT, settings_with};
use crate::app::App;
use crate::commands::sealing::{SealedSession, agreed};
use crate::commands::writing::Done;
use crate::failure::Result;
use crate::i18n::Message;
use crate::reports::answer::Answer;
use crate::store::sealed::boxes::BoxChange;
use crate::store::sealed::identity;
use crate::ui::Exit;

#[derive(Debug, clap::Args)]
pub struct Destroy {
    /// Destroy without asking
    #[arg(long)]
    yes: bool,
}

/// Makes everything sealed unreadable, as far as this machine goes.
pub fn run(app: &App, arguments: &Destroy) -> Result<Exit> {
    let file = app.identity.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
    let everything = |session: &SealedSession<'_>| {
        let ids: Vec<String> = session.boxes.iter().map(|closed| closed.id.clone()).collect();
        Ok(Some((ids, session.core.scheme.privacy.recipients.clone())))
    };
    let question = |(ids, _): &(Vec<String>, _)| Some(Message::new("key.ask-destroy").with("count", ids.len()).with("file", file.as_str()));
    let Some((session, (ids, recipients))) = agreed(app, arguments.yes, everything, question)? else { return Ok(Exit::Fine) };
    let count = ids.len();
    let beside = settings_with(&session, |document| {
        recipients.iter().try_for_each(|recipient| document.remove_entry(RECIPIENT, ("name", &recipient.name)))
    })?;
    let changes: Vec<BoxChange> = ids.into_iter().map(|id| BoxChange::Remove { id }).collect();
    let done = session.apply_with(&changes, &[], beside)?.0;
    if done == Done::Shown {
        return Ok(Exit::Fine);
    }
    // First the records: were the key gone and the records still there, nobody could tell what they were.
    if let Some(path) = &app.identity {
        identity::destroy(path)?;
    }
    let names = recipients.iter().map(|recipient| recipient.name.as_str()).collect::<Vec<_>>().join("、");
    let mut answer = Answer::new(Message::new("key.destroyed").with("count", count));
    if !file.is_empty() {
        answer = answer.note(Message::new("key.file-destroyed").with("file", file.as_str()));
    }
    if !names.is_empty() {
        answer = answer.note(Message::new("key.others").with("names", names));
    }
    app.say_done(&answer.note(Message::new("key.copies")))?;
    Ok(Exit::Fine)
}
