//! `key list`, `key add`, `key remove`, `key rotate`: the recipients in `bangfu.toml`, whose comments stay, and every box sealed anew for
//! them. A box that the given identity does not open stays as it is, and that is said.

use crate::app::App;
use crate::commands::key::new;
use crate::commands::sealing::{Beside, SealedSession, identities};
use crate::commands::writing::Done;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::scheme::Recipient;
use crate::model::sealed::OpenBox;
use crate::reports::answer::Answer;
use crate::reports::key_list::KeyList;
use crate::store::directory::Access;
use crate::store::load::SCHEME_FILE;
use crate::store::sealed::boxes::BoxChange;
use crate::store::sealed::identity::{Identities, NewIdentity};
use crate::store::sealed::seal::public_key;
use crate::store::toml_document::TomlDocument;
use crate::ui::Exit;

/// The list of recipients in the settings.
pub(super) const RECIPIENT: &str = "recipient";

#[derive(Debug, clap::Args)]
pub struct List {}

#[derive(Debug, clap::Args)]
pub struct Add {
    /// Who it is
    #[arg(value_name = "NAME")]
    name: String,
    /// The public key, age1…
    #[arg(value_name = "PUBLIC-KEY")]
    key: String,
    /// In which role
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct Remove {
    /// Who it is
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Debug, clap::Args)]
pub struct Rotate {
    /// Who has a new key (nobody: everything is only sealed anew)
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The new public key (one is made, in the file of -o)
    #[arg(value_name = "PUBLIC-KEY")]
    key: Option<String>,
    /// Lock the new file with a passphrase, which is asked for on the terminal
    #[arg(long)]
    passphrase: bool,
}

/// Lists the recipients; with an identity, which of them you are.
pub fn list(app: &App, _: &List) -> Result<Exit> {
    let own = identities(app)?.map(|identities| identities.public_keys());
    let session = SealedSession::begin(app, Access::Read)?;
    let recipients = &session.core.scheme.privacy.recipients;
    app.show(&KeyList { recipients, own: own.as_deref(), boxes: session.boxes.len() })?;
    Ok(Exit::Fine)
}

/// Lets somebody open sealed records, those that are there as well.
pub fn add(app: &App, arguments: &Add) -> Result<Exit> {
    let key = sound_key(&arguments.key)?;
    let identities = identities(app)?;
    let session = SealedSession::begin(app, Access::Write)?;
    let mut recipients = session.core.scheme.privacy.recipients.clone();
    let new = Recipient { name: arguments.name.trim().to_owned(), role: arguments.role.clone().unwrap_or_default(), key };
    if new.name.is_empty() || new.name.chars().chain(new.role.chars()).any(char::is_control) {
        return Err(Failure::usage(Message::new("key.bad-name")));
    }
    if recipients.contains(&new) {
        app.say(&Message::new("done.same"))?;
        return Ok(Exit::Fine);
    }
    if let Some(other) = recipients.iter().find(|other| other.name == new.name || other.key == new.key) {
        return Err(Failure::usage(Message::new("key.there").with("name", other.name.as_str())));
    }
    let settings = [("name", new.name.as_str()), ("role", &new.role), ("key", &new.key)];
    let given: Vec<_> = settings.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let beside = settings_with(&session, |document| document.add_entry(RECIPIENT, &given))?;
    recipients.push(new);
    finish(app, &session, identities.as_ref(), &recipients, beside, Message::new("key.added").with("name", arguments.name.trim()))
}

/// Lets somebody open sealed records no longer; what was read before stays read.
pub fn remove(app: &App, arguments: &Remove) -> Result<Exit> {
    let identities = identities(app)?;
    let session = SealedSession::begin(app, Access::Write)?;
    let mut recipients = session.core.scheme.privacy.recipients.clone();
    known(&recipients, &arguments.name)?;
    recipients.retain(|other| other.name != arguments.name);
    if recipients.is_empty() && !session.boxes.is_empty() {
        return Err(Failure::usage(Message::new("key.last").with("name", arguments.name.as_str())).hint(Message::new("key.last-hint")));
    }
    if let Some(own) = identities.as_ref().filter(|own| !session.boxes.is_empty() && !names_any(&recipients, own)) {
        app.note(&Message::new("key.not-yours-then").with("key", own.public_keys().join(" ")));
    }
    let beside = settings_with(&session, |document| document.remove_entry(RECIPIENT, ("name", &arguments.name)))?;
    let said = Message::new("key.removed").with("name", arguments.name.as_str());
    finish(app, &session, identities.as_ref(), &recipients, beside, said)
}

fn names_any(recipients: &[Recipient], own: &Identities) -> bool {
    own.public_keys().iter().any(|key| recipients.iter().any(|recipient| recipient.key == *key))
}

/// Seals everything anew; for whoever is named with a new key.
pub fn rotate(app: &App, arguments: &Rotate) -> Result<Exit> {
    let identities = identities(app)?;
    let Some(name) = &arguments.name else {
        let session = SealedSession::begin(app, Access::Write)?;
        let recipients = &session.core.scheme.privacy.recipients;
        return finish(app, &session, identities.as_ref(), recipients, None, Message::new("key.sealed-anew"));
    };
    let Some(key) = new_key(app, arguments, name, identities.as_ref())? else { return Ok(Exit::Fine) };
    let session = SealedSession::begin(app, Access::Write)?;
    let mut recipients = session.core.scheme.privacy.recipients.clone();
    let old = known(&recipients, name)?;
    must_open(&session, identities.as_ref())?;
    if let Some(other) = recipients.iter().find(|other| other.key == key) {
        return Err(Failure::usage(Message::new("key.there").with("name", other.name.as_str())));
    }
    recipients.iter_mut().filter(|other| other.key == old.key).for_each(|other| other.key.clone_from(&key));
    let beside = settings_with(&session, |document| document.amend_entry(RECIPIENT, ("name", name), "key", &key))?;
    finish(app, &session, identities.as_ref(), &recipients, beside, Message::new("key.rotated").with("name", name.as_str()))
}

/// The new public key of somebody. A file is made only where it can be of use, and nobody waits for the lock while a passphrase is typed.
fn new_key(app: &App, arguments: &Rotate, name: &str, identities: Option<&Identities>) -> Result<Option<String>> {
    if let Some(key) = &arguments.key {
        return sound_key(key).map(Some);
    }
    {
        // What is wrong with the records does not go into the file of `-o`.
        let screen = app.to_screen();
        let session = SealedSession::begin(&screen, Access::Read)?;
        known(&session.core.scheme.privacy.recipients, name)?;
        must_open(&session, identities)?;
    }
    made(app, arguments)
}

/// Makes a new identity file; its public key, or nothing with `--dry-run`.
fn made(app: &App, arguments: &Rotate) -> Result<Option<String>> {
    let path = new::place(app)?;
    let identity = NewIdentity::generate(app.today);
    let made = new::make(app, &path, &identity, arguments.passphrase)?;
    if made {
        app.note(&Message::new("key.made").with("file", path.display().to_string()));
    }
    Ok(made.then(|| identity.public_key()))
}

fn known(recipients: &[Recipient], name: &str) -> Result<Recipient> {
    let names = || recipients.iter().map(|recipient| recipient.name.as_str()).collect::<Vec<_>>().join(" ");
    let unknown = || Failure::usage(Message::new("key.no-such").with("name", name).with("known", names()));
    recipients.iter().find(|recipient| recipient.name == name).cloned().ok_or_else(unknown)
}

/// A public key. A secret one given by mistake is not repeated.
fn sound_key(text: &str) -> Result<String> {
    match public_key(text.trim()) {
        Some(key) => Ok(key.to_string()),
        None if text.to_ascii_uppercase().contains("AGE-SECRET-KEY") => Err(Failure::usage(Message::new("key.secret"))),
        None => Err(Failure::usage(Message::new("key.no-key"))),
    }
}

/// The settings with a change, to be written with the boxes.
pub(super) fn settings_with(session: &SealedSession<'_>, change: impl FnOnce(&mut TomlDocument) -> Result<()>) -> Result<Option<Beside>> {
    let old = session.read_file(SCHEME_FILE)?;
    let mut document = TomlDocument::read(SCHEME_FILE, old.as_deref())?;
    change(&mut document)?;
    Ok(Some(Beside { path: SCHEME_FILE, new: document.bytes(), old }))
}

/// Boxes can be sealed for others only by whoever opens them.
fn must_open(session: &SealedSession<'_>, identities: Option<&Identities>) -> Result<()> {
    if identities.is_some() || session.boxes.is_empty() {
        return Ok(());
    }
    let failure = Failure::usage(Message::new("key.needs-identity").with("count", session.boxes.len()));
    Err(failure.hint(Message::new("identity.needed-hint")))
}

/// Seals anew every box that opens, writes, and says plainly what that does and does not protect.
fn finish(
    app: &App,
    session: &SealedSession<'_>,
    identities: Option<&Identities>,
    recipients: &[Recipient],
    beside: Option<Beside>,
    said: Message,
) -> Result<Exit> {
    must_open(session, identities)?;
    let opening = identities.map(|identities| session.opening(identities));
    // What was erased and came back is no less secret.
    let boxes: Vec<OpenBox> = opening.map(|opening| [opening.boxes, opening.erased].concat()).unwrap_or_default();
    let left = session.boxes.len() - boxes.len();
    let count = boxes.len();
    let changes: Vec<BoxChange> = boxes.into_iter().map(|open| BoxChange::Replace { id: open.id, record: open.record }).collect();
    let plainly = match said.key {
        "key.added" => "key.can-read",
        "key.removed" => "key.keeps",
        _ => "key.once-read",
    };
    let plainly = Message { key: plainly, ..said.clone() }.with("count", count);
    let done = session.apply_with(&changes, recipients, beside)?.0;
    if done == Done::Shown {
        return Ok(Exit::Fine);
    }
    let said = if done == Done::Same { Message::new("done.same") } else { said };
    let mut done = Answer::new(said).note(Message::new("key.resealed").with("count", count));
    if left > 0 {
        done = done.note(Message::new("key.left").with("count", left));
    }
    done = done.note(plainly);
    // The file of `-o` is an identity.
    app.to_screen().say_done(&done.fact("resealed", count).fact("left", left))?;
    Ok(Exit::Fine)
}
