//! How commands reach sealed records: the identity that was given, the boxes that it opens, and changes of boxes and recipients in one
//! transaction. Whoever has no identity may still seal. Not here: what is in a record (`screen`), who the recipients are (`key`).

mod agreement;

use std::path::Path;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::app::{App, Writing};
use crate::commands::writing::Done;
use crate::commands::{asking, reading};
use crate::failure::{Failure, Result};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::i18n::{Message, say};
use crate::model::dataset::Core;
use crate::model::scheme::{Recipient, Scheme};
use crate::model::sealed::OpenBox;
use crate::model::secret::Secret;
use crate::model::table::SEALED;
use crate::render;
use crate::reports::sheet::{Format, Sheets};
use crate::rules::relations::Looking;
use crate::store::directory::{Access, Store};
use crate::store::load::{Loaded, load_core};
use crate::store::needs::{Needs, Tables};
use crate::store::open::Root;
use crate::store::sealed::boxes::{self, BoxChange, ClosedBox, Opening};
use crate::store::sealed::file;
use crate::store::sealed::identity::{self, Identities};
use crate::store::sealed::seal::Sealer;
use crate::store::transaction::Transaction;

pub use agreement::agreed;

/// The identity of `--identity`, where one is given. Nobody waits for the lock while a person types a passphrase: ask before opening
/// the data directory.
pub fn identities(app: &App) -> Result<Option<Identities>> {
    app.identity.as_deref().map(|path| identity::open(path, &|| passphrase(app))).transpose()
}

/// The identity of `--identity`, which the command cannot do without.
pub fn needed(app: &App) -> Result<Identities> {
    identities(app)?.ok_or_else(|| Failure::usage(Message::new("identity.needed")).hint(Message::new("identity.needed-hint")))
}

/// Asks for the passphrase of an identity file.
fn passphrase(app: &App) -> Result<Secret> {
    if !app.can_ask() {
        return Err(Failure::usage(Message::new("identity.locked")).hint(Message::new("identity.locked-hint")));
    }
    let prompt = say(app.lang, "identity.ask");
    let asked = inquire::Password::new(&prompt).without_confirmation().prompt();
    asked.map(Secret::from).map_err(|_| Failure::usage(Message::new("log.stopped")))
}

/// Goes on where the user agrees on a terminal; elsewhere `--yes` says so.
fn ask(app: &App, question: &Message) -> Result<()> {
    if !app.can_ask() {
        let message = Message::new("screen.not-agreed").with("question", question.clone());
        return Err(Failure::usage(message).hint(Message::new("screen.yes-hint")));
    }
    if asking::agrees(app, &question.text(app.lang), false)? { Ok(()) } else { Err(Failure::usage(Message::new("log.stopped"))) }
}

/// The boxes that an identity opens, for an overview; all that is not as it should be is warned of. `None` where the file cannot be read.
pub fn open_boxes(app: &App, root: &Root, scheme: &Scheme, identities: &Identities) -> Option<Vec<OpenBox>> {
    let (boxes, mut findings) = opened(root, scheme, identities);
    let is_read = !findings.iter().any(is_of_all);
    if !is_read {
        // What stands in place of the header may be a box.
        findings.retain(|found| found.severity() == Severity::Error);
    }
    app.warn_of(root, findings);
    is_read.then_some(boxes)
}

/// The boxes that an identity opens, for a command that decides by them: an error in the file refuses, boxes that are foreign or erased
/// are warned of.
pub fn sound_boxes(app: &App, root: &Root, scheme: &Scheme, identities: &Identities) -> Result<Vec<OpenBox>> {
    let (boxes, findings) = opened(root, scheme, identities);
    app.refuse_errors(root, &findings)?;
    // The losses are told already.
    app.warn_of(root, findings.into_iter().filter(|found| !found.is_loss()).collect());
    Ok(boxes)
}

/// The boxes that an identity opens, and what is wrong with the file.
fn opened(root: &Root, scheme: &Scheme, identities: &Identities) -> (Vec<OpenBox>, Vec<Finding>) {
    let mut findings = Findings::default();
    let opening = boxes::open_all(&boxes::read(root, scheme, &mut findings), identities);
    findings.extend(opening.findings);
    (opening.boxes, findings.listed().0)
}

/// Whether a finding says that no box can be read: the file is not there to be read, or has another name or no header.
fn is_of_all(finding: &Finding) -> bool {
    finding.place.line <= 1 && finding.severity() == Severity::Error
}

/// Whether a finding keeps records from being sealed into the file. A damaged box harms no other.
fn is_in_the_way(finding: &Finding) -> bool {
    finding.severity() == Severity::Error && finding.code != Code::DamagedBox
}

/// Shows a report that rests on sealed records: on the screen as any other, in the file of `-o` sealed for the recipients.
pub fn show_sealed<R: Serialize + Sheets>(app: &App, report: &R, recipients: &[Recipient]) -> Result<()> {
    if app.output.is_none() {
        return app.show(report);
    }
    let bytes = Zeroizing::new(render::report(report, app.format, app.lang, app.width)?);
    app.answer(&file::seal(&Sealer::new(recipients)?, &bytes)?)
}

/// A file that may be sealed, in the clear; `None` where it is sealed for others or no identity is given.
#[must_use]
pub fn unsealed(bytes: Vec<u8>, identities: Option<&Identities>) -> Option<Zeroizing<Vec<u8>>> {
    if bytes.starts_with(file::BEGINS) { file::open(&bytes, identities?) } else { Some(Zeroizing::new(bytes)) }
}

/// A data directory with its boxes.
pub struct SealedSession<'a> {
    app: &'a App,
    store: Store,
    root: Root,
    /// Scheme, roster, pairs.
    pub core: Core,
    /// The boxes as they lie in the file.
    pub boxes: Vec<ClosedBox>,
    /// What is wrong with their lines.
    faults: Vec<Finding>,
}

/// A file beside the boxes that changes with them.
pub struct Beside {
    /// Its path.
    pub path: &'static str,
    /// What it was.
    pub old: Option<Vec<u8>>,
    /// What it is to be.
    pub new: Vec<u8>,
}

impl<'a> SealedSession<'a> {
    /// Opens the data directory. Only settings or a file of boxes that cannot be read refuse; a line that is no box is warned of.
    pub fn begin(app: &'a App, access: Access) -> Result<Self> {
        if access == Access::Write {
            app.needs_sentence()?;
        }
        let store = app.open(access)?;
        let root = Root::of(&store);
        let Loaded { value: core, findings } = load_core(&root, Needs::texts(Tables::NONE), Looking::Nothing);
        reading::refuse_settings(app, &root, &findings)?;
        let mut findings = Findings::default();
        let boxes = boxes::read(&root, &core.scheme, &mut findings);
        let faults = findings.listed().0;
        if faults.iter().any(is_of_all) {
            // With boxes that could not be read, keys would be changed for the others alone, and said to be changed for all.
            app.refuse_errors(&root, &faults)?;
        }
        app.warn_of(&root, faults.clone());
        Ok(Self { app, store, root, core, boxes, faults })
    }

    /// Opens the boxes; those that are damaged or foreign, or were erased and came back, are warned of and left out.
    pub fn open(&self, identities: &Identities) -> Vec<OpenBox> {
        self.opening(identities).boxes
    }

    /// Opens the boxes, with a warning of all that is not as it should be.
    pub fn opening(&self, identities: &Identities) -> Opening {
        let mut opening = boxes::open_all(&self.boxes, identities);
        crate::finding::sort(&mut opening.findings);
        self.app.warn_of(&self.root, opening.findings.clone());
        opening
    }

    /// The folder of the data directory.
    pub fn folder(&self) -> &Path {
        self.root.path()
    }

    /// A file of the data directory.
    pub fn read_file(&self, path: &str) -> Result<Option<Vec<u8>>> {
        self.store.read_file(path)
    }

    /// Changes boxes, sealing for the scheme's recipients; gives the ids of new boxes.
    pub fn apply(&self, changes: &[BoxChange]) -> Result<(Done, Vec<String>)> {
        self.apply_with(changes, &self.core.scheme.privacy.recipients, None)
    }

    /// Changes boxes, sealing for some recipients, and a file beside them: all or nothing.
    pub fn apply_with(&self, changes: &[BoxChange], recipients: &[Recipient], beside: Option<Beside>) -> Result<(Done, Vec<String>)> {
        let seals = changes.iter().any(|change| !matches!(change, BoxChange::Remove { .. }));
        let sealer = seals.then(|| Sealer::new(recipients)).transpose()?;
        let old = self.store.read_file(SEALED.file)?;
        let changed = boxes::changed(sealer.as_ref(), old.as_deref(), changes);
        if seals {
            self.refuse_faulty(changed.as_ref().ok().map(|(new, _)| new))?;
        }
        let (new, ids) = changed?;
        let mut transaction = Transaction::new(&self.store);
        if !changes.is_empty() {
            transaction.put(SEALED.file, old, new)?;
        }
        if let Some(beside) = beside {
            transaction.put(beside.path, beside.old, beside.new)?;
        }
        if self.app.writing == Writing::DryRun {
            self.app.show_changes(&transaction.changes())?;
            return Ok((Done::Shown, ids));
        }
        if transaction.changes().is_empty() {
            return Ok((Done::Same, ids));
        }
        transaction.commit()?;
        Ok((Done::Written, ids))
    }

    /// Refuses to seal into a file with errors in its lines, unless the change mends them.
    fn refuse_faulty(&self, new: Option<&Vec<u8>>) -> Result<()> {
        let is_mended = new.is_some_and(|new| {
            let mut left = Findings::default();
            boxes::read(&self.root.with([(SEALED.file.to_owned(), new.clone())].into()), &self.core.scheme, &mut left);
            !left.iter().any(is_in_the_way)
        });
        let faults: Vec<Finding> = self.faults.iter().filter(|found| is_in_the_way(found)).cloned().collect();
        if is_mended || faults.is_empty() {
            return Ok(());
        }
        if self.app.format == Format::Json || self.app.quiet {
            return self.app.refuse_errors(&self.root, &faults);
        }
        // They were told when the directory was opened.
        Err(Failure::refused(Message::new("failure.refused-errors").with("count", faults.len())))
    }
}
