//! `key new`: an identity file that only its owner may read, outside the data directory, locked with a passphrase where one is wanted.
//! It goes where commands will look for it: `-o`, else `--identity` or `BANGFU_IDENTITY`, else the user's own settings.

use std::path::{Path, PathBuf};

use inquire::{Password, PasswordDisplayMode};

use crate::app::{App, Writing};
use crate::failure::{Failure, Result};
use crate::i18n::{Message, say};
use crate::model::secret::Secret;
use crate::reports::answer::Answer;
use crate::store::output::{Nearby, make_private_folder, nearby};
use crate::store::sealed::identity::NewIdentity;
use crate::ui::Exit;

/// The name of an identity file that is not named.
const FILE: &str = "identity.txt";

#[derive(Debug, clap::Args)]
pub struct New {
    /// Lock the file with a passphrase, which is asked for on the terminal
    #[arg(long)]
    passphrase: bool,
}

/// Makes a key and answers with its public half.
pub fn run(app: &App, arguments: &New) -> Result<Exit> {
    let path = app.output.clone().or_else(|| app.identity.clone()).map_or_else(|| place(app), Ok)?;
    let identity = NewIdentity::generate(app.today);
    if !make(app, &path, &identity, arguments.passphrase)? {
        return Ok(Exit::Fine);
    }
    let file = path.display().to_string();
    let key = identity.public_key();
    let done = Answer::new(Message::new("key.made").with("file", file.as_str()))
        .note(Message::new("key.public").with("key", key.as_str()))
        .note(Message::new("key.made-hint"))
        .fact("file", &file)
        .fact("key", &key);
    // The file of `-o` is the identity, so the answer goes to the screen.
    app.to_screen().say_done(&done)?;
    Ok(Exit::Fine)
}

/// Where an identity file goes that `--identity` does not name: `-o`, else the user's own settings.
pub fn place(app: &App) -> Result<PathBuf> {
    let own = || App::settings_folder().map(|folder| folder.join(FILE));
    app.output.clone().or_else(own).ok_or_else(|| Failure::usage(Message::new("key.where")))
}

/// Writes an identity file; whether it was written, or only would be (`--dry-run`).
pub fn make(app: &App, path: &Path, identity: &NewIdentity, locked: bool) -> Result<bool> {
    let named = |key: &'static str| Message::new(key).with("file", path.display().to_string());
    if app.output.is_none() && app.writing == Writing::Apply {
        make_private_folder(path)?;
    }
    match nearby(path, app.data_directory().ok().as_deref()) {
        Nearby::InData => return Err(Failure::usage(named("key.in-data")).hint(Message::new("key.in-data-hint"))),
        Nearby::InRepository => app.note(&named("key.in-repository")),
        Nearby::Apart => {}
    }
    let passphrase = locked.then(|| passphrase(app)).transpose()?;
    if app.writing == Writing::DryRun {
        app.note(&named("key.would-make"));
        return Ok(false);
    }
    identity.write(path, passphrase.as_ref())?;
    Ok(true)
}

/// Asks for a new passphrase, twice.
fn passphrase(app: &App) -> Result<Secret> {
    if !app.can_ask() {
        return Err(Failure::usage(Message::new("key.no-terminal")));
    }
    let (prompt, again) = (say(app.lang, "key.ask-passphrase"), say(app.lang, "key.ask-again"));
    let differs = say(app.lang, "key.differs");
    let question = Password::new(&prompt).with_display_mode(PasswordDisplayMode::Masked);
    let asked = question.with_custom_confirmation_message(&again).with_custom_confirmation_error_message(&differs).prompt();
    let secret = asked.map(Secret::from).map_err(|_| Failure::usage(Message::new("log.stopped")))?;
    if secret.is_empty() { Err(Failure::usage(Message::new("key.empty-passphrase"))) } else { Ok(secret) }
}
