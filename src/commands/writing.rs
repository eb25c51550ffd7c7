//! How commands write: hold the lock, load, decide, see that the records are as sound after as before, then commit, or with
//! `--dry-run` show what would change. One validator for both doors: what is let in here, `validate` accepts.

mod closed;
pub mod many;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::{App, Writing};
use crate::commands::found::Found;
use crate::failure::{Failure, Kind, Result};
use crate::finding::{self, Code, Finding, Findings, Severity};
use crate::i18n::{Message, Value};
use crate::model::dataset::{BranchRecords, Core};
use crate::model::records::BranchIx;
use crate::model::table::{CHOICES, Home, OUTCOMES, PAIRS, PEOPLE, Table};
use crate::model::text_table::TextTable;
use crate::rules::relations::Looking;
use crate::store::directory::{Access, Store};
use crate::store::edit::{self, Change, Others, edited};
use crate::store::foreign::is_same_file;
use crate::store::load::{SCHEME_FILE, each_branch, load_branch, load_core};
use crate::store::misnamed::{OtherName, folder_and_name};
use crate::store::needs::{Needs, Tables};
use crate::store::open::Root;
use crate::store::scheme::records_rest_on;
use crate::store::texts::read_texts;
use crate::store::toml_comments::kept;
use crate::store::transaction::Transaction;

/// How many faults that a change would make are told.
const MOST_TOLD: usize = 6;

/// A data directory held for writing, with what every question needs.
pub struct Session<'a> {
    app: &'a App,
    store: Store,
    root: Root,
    /// Scheme, roster, pairs, the committee's records.
    pub core: Core,
    /// What is wrong with settings on which hardly anything that is written rests.
    settings: Vec<Finding>,
    /// What the system said of the first of the branches' files that could not be read.
    unread: RefCell<Option<Failure>>,
    /// The file that new records come from (`import`).
    pub source: Option<PathBuf>,
}

/// A change of one record.
#[derive(Clone, Debug)]
pub struct RecordChange {
    /// The table.
    pub table: &'static Table,
    /// The branch of a branch's table.
    pub branch: Option<BranchIx>,
    /// The change.
    pub change: Change,
}

/// What was done, for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// The records are on the disk.
    Written,
    /// The records say so already.
    Same,
    /// The change was shown (`--dry-run`).
    Shown,
}

/// The files of some changes: each with its table, its branch and what changes in it.
type Files = BTreeMap<String, (&'static Table, Option<BranchIx>, Vec<Change>)>;

impl<'a> Session<'a> {
    /// Takes the lock and loads. What cannot be read refuses: something else would be decided without it.
    pub fn begin(app: &'a App) -> Result<Self> {
        app.needs_sentence()?;
        Self::for_document(app)
    }

    /// The same for a command whose answer is a report; a Word file, which a report is not, is refused before anything is written.
    pub fn for_report(app: &'a App) -> Result<Self> {
        match app.format {
            crate::reports::sheet::Format::Docx => Err(crate::render::not_here("table, csv, md, json, html, xlsx")),
            _ => Self::for_document(app),
        }
    }

    /// The same for a command whose answer may be a document.
    pub fn for_document(app: &'a App) -> Result<Self> {
        let store = app.open(Access::Write)?;
        let root = Root::of(&store);
        let loaded = load_core(&root, Needs::texts(Tables::ALL), Looking::Warnings(app.today));
        if let Some(failure) = unread(&loaded.findings) {
            return Err(failure);
        }
        let of_settings = |finding: &Finding| finding.place.file.as_ref() == SCHEME_FILE && finding.severity() == Severity::Error;
        let settings: Vec<Finding> = loaded.findings.into_iter().filter(of_settings).collect();
        if records_rest_on(&root, &settings) {
            app.refuse_errors(&root, &settings)?;
        }
        Ok(Self { app, store, root, core: loaded.value, settings, unread: RefCell::default(), source: None })
    }

    /// Refuses (exit 4) where any setting has an error, for what rests on those of awards and duties too.
    pub fn refuse_settings(&self) -> Result<()> {
        self.app.refuse_errors(&self.root, &self.settings)
    }

    /// Where files are read while this holds the directory.
    #[must_use]
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// Refuses (exit 4) where a file that a decision rests on has an error.
    pub fn refuse(&self, needs: Needs) -> Result<()> {
        let core = load_core(&self.root, needs, Looking::Errors);
        let branches = each_branch(&self.root, &core.value, needs, Looking::Errors, |_, _| ());
        let mut findings = core.findings;
        findings.extend(branches.findings);
        finding::sort(&mut findings);
        self.app.refuse_errors(&self.root, &findings)
    }

    /// One branch's records, with their texts.
    #[must_use]
    pub fn branch(&self, branch: BranchIx) -> BranchRecords {
        self.branch_tables(branch, Tables::ALL)
    }

    /// One branch's records of some tables, with their texts.
    #[must_use]
    pub fn branch_tables(&self, branch: BranchIx, tables: Tables) -> BranchRecords {
        let loaded = load_branch(&self.root, &self.core, branch, Needs::texts(tables), Looking::Nothing);
        self.note_unread(&loaded.findings);
        loaded.value
    }

    /// The texts of a table as they stand, in the order of its key.
    #[must_use]
    pub fn texts(&self, table: &'static Table, branch: Option<BranchIx>) -> TextTable {
        let mut findings = Findings::default();
        let texts = read_texts(&self.root, &self.core, table, branch, &mut findings);
        self.note_unread(&findings.listed().0);
        texts
    }

    /// What a record has in columns that its table does not know.
    pub fn others(&self, found: &Found) -> Result<Others> {
        let path = self.path(found.table, found.branch);
        let bytes = self.store.read_file(&path)?.unwrap_or_default();
        Ok(edit::others(found.table, &path, &bytes, &found.key))
    }

    /// Remembers that something could not be read, so that nothing is written on the strength of it.
    fn note_unread(&self, findings: &[Finding]) {
        if let Some(failure) = unread(findings) {
            self.unread.borrow_mut().get_or_insert(failure);
        }
    }

    /// Refuses where something could not be read.
    fn refuse_unread(&self) -> Result<()> {
        self.unread.borrow().clone().map_or(Ok(()), Err)
    }

    /// The path of a table's file.
    #[must_use]
    pub fn path(&self, table: &Table, branch: Option<BranchIx>) -> String {
        table.path(branch.map_or("", |branch| self.core.scheme.branch_key(branch)))
    }

    /// Makes the changes, all or none. Errors: a file that would be written has an error that the changes do not mend (exit 4), or the
    /// changes would make the records wrong (exit 2).
    pub fn apply(&self, changes: Vec<RecordChange>) -> Result<Done> {
        self.refuse_unread()?;
        let files = self.files(changes);
        let before = self.findings_of(&self.root, &files);
        let mends = files.values().flat_map(|(_, _, changes)| changes).all(|change| change.coming().is_none());
        if !mends {
            self.refuse_unfilled(&files, &before)?;
        }
        let mut transaction = Transaction::new(&self.store);
        let mut over = BTreeMap::new();
        for (path, (table, _, changes)) in &files {
            let old = self.store.read_file(path)?;
            let new = edited(table, path, old.as_deref(), changes)?;
            over.insert(path.clone(), new.clone());
            transaction.put(path, old, new)?;
        }
        let after = self.findings_of(&self.root.with(over), &files);
        if errors(&after) >= errors(&before) {
            self.refuse_faulty(&files, &before)?;
        }
        self.judge_new(new_findings(&before, &after), &files)?;
        self.finish(transaction, &files)
    }

    /// Writes a whole TOML file, whose comments stay. Errors: as `apply`.
    pub fn put_file(&self, path: &str, new: Vec<u8>) -> Result<Done> {
        let files = Files::new();
        let before = self.findings_of(&self.root, &files);
        let old = self.store.read_file(path)?;
        let new = kept(path, old.as_deref(), new);
        let after = self.findings_of(&self.root.with(BTreeMap::from([(path.to_owned(), new.clone())])), &files);
        self.judge_new(new_findings(&before, &after), &files)?;
        let mut transaction = Transaction::new(&self.store);
        transaction.put(path, old, new)?;
        self.finish(transaction, &files)
    }

    fn finish(&self, transaction: Transaction<'_>, files: &Files) -> Result<Done> {
        let closed = closed::touched(&self.root, files, &transaction.changes());
        if self.app.writing == Writing::DryRun {
            self.app.show_changes(&transaction.changes())?;
            closed.iter().for_each(|message| self.app.note(message));
            return Ok(Done::Shown);
        }
        if transaction.changes().is_empty() {
            return Ok(Done::Same);
        }
        transaction.commit()?;
        closed.iter().for_each(|message| self.app.note(message));
        Ok(Done::Written)
    }

    fn files(&self, changes: Vec<RecordChange>) -> Files {
        let mut files = Files::new();
        for RecordChange { table, branch, change } in changes {
            files.entry(self.path(table, branch)).or_insert((table, branch, Vec::new())).2.push(change);
        }
        files
    }

    /// Refuses where a file that would be written has an error already that new records do not mend, or is not there while another seems
    /// to be it, which would never be missed again. An import mends that a roster is not there or empty, and takes in the file that it
    /// comes from.
    fn refuse_unfilled(&self, files: &Files, before: &[Finding]) -> Result<()> {
        let is_source = |other: &str| self.source.as_deref().is_some_and(|source| is_same_file(&self.root.path().join(other), source));
        let others: Vec<(&Finding, OtherName)> = before.iter().filter_map(|finding| Some((finding, OtherName::told(finding)?))).collect();
        let come_from: BTreeSet<&str> =
            others.iter().filter(|(_, other)| is_source(&other.path)).map(|(_, other)| other.meant.as_str()).collect();
        for (finding, other) in others.iter().filter(|(_, other)| files.contains_key(&other.meant)) {
            if finding.code == Code::UnknownFile && !come_from.contains(other.meant.as_str()) {
                let advice = Message::new("help.misnamed-file")
                    .with("value", folder_and_name(&other.path).1)
                    .with("nearest", folder_and_name(&other.meant).1);
                return Err(Failure::refused(finding.sentence()).hint(advice));
            }
            if come_from.contains(other.meant.as_str()) && !is_source(&other.path) {
                self.app.note(&Message::new("done.warning").with("message", finding.sentence()));
            }
        }
        let is_filled = |finding: &Finding| match finding.code {
            Code::MissingFile | Code::NobodyInRoster => self.source.is_some(),
            Code::MisnamedFile => come_from.contains(finding.place.file.as_ref()),
            _ => false,
        };
        let left: Vec<Finding> = before.iter().filter(|found| !is_filled(found)).cloned().collect();
        self.refuse_faulty(files, &left)
    }

    /// Refuses where a file that would be written has an error already.
    fn refuse_faulty(&self, files: &Files, before: &[Finding]) -> Result<()> {
        let faulty: Vec<Finding> = before.iter().filter(|found| files.contains_key(found.place.file.as_ref())).cloned().collect();
        self.app.refuse_errors(&self.root, &faulty)
    }

    /// What is wrong with the records that changes of these files can touch.
    fn findings_of(&self, root: &Root, files: &Files) -> Vec<Finding> {
        let looking = Looking::Warnings(self.app.today);
        let core = load_core(root, Needs::VALIDATE, looking);
        let mut findings = core.findings;
        let everyone = files.values().any(|(table, _, _)| table.home == Home::Top && table.file == PEOPLE.file);
        if everyone {
            findings.extend(each_branch(root, &core.value, Needs::VALIDATE, looking, |_, _| ()).findings);
        } else {
            let branches: BTreeSet<BranchIx> = files.values().filter_map(|(_, branch, _)| *branch).collect();
            let found = |branch| load_branch(root, &core.value, branch, Needs::VALIDATE, looking).findings;
            findings.extend(branches.into_iter().flat_map(found));
            // A student's choices lie in several branches' files, and hang on the stages.
            if files.values().any(|(table, _, _)| [CHOICES.file, OUTCOMES.file].contains(&table.file)) {
                let needs = Needs { tables: Tables::CHOICES, ..Needs::VALIDATE };
                findings.extend(each_branch(root, &core.value, needs, looking, |_, _| ()).findings);
            }
        }
        finding::sort(&mut findings);
        findings
    }

    /// Refuses what would make the records wrong; tells what is only odd.
    fn judge_new(&self, new: Vec<&Finding>, files: &Files) -> Result<()> {
        let (mut errors, warnings): (Vec<&Finding>, Vec<&Finding>) = new.into_iter().partition(|found| found.severity() == Severity::Error);
        // What follows from it elsewhere is told after what is wrong with the change itself.
        let is_elsewhere = |found: &Finding| !files.contains_key(found.place.file.as_ref());
        errors.sort_by_key(|found| is_elsewhere(found));
        let Some((first, rest)) = errors.split_first() else {
            let said = warnings.iter().map(|warning| Message::new("done.warning").with("message", warning.sentence()));
            let mut told: Vec<String> = Vec::new();
            for warning in said {
                let text = warning.text(self.app.lang);
                if !told.contains(&text) {
                    self.app.note(&warning);
                    told.push(text);
                }
            }
            return Ok(());
        };
        if is_elsewhere(first)
            && let Some(named) = still_named(first)
        {
            let told = |key| Message::new(key).with("value", named.as_str());
            let of_people = files.values().any(|(table, _, _)| table.file == PEOPLE.file);
            let hints: &[&'static str] = match gives_other_id(files) {
                true => &["done.other-id-hint"],
                false if of_people => &["done.left-hint", "done.still-named-hint"],
                false => &["done.still-named-hint"],
            };
            let failure = hints.iter().fold(Failure::usage(told("done.still-named")), |failure, hint| failure.hint(told(hint)));
            let places = errors
                .iter()
                .map(|found| Message::new("done.elsewhere").with("place", found.place.to_string()).with("message", found.sentence()));
            return Err(failure.faults(places, MOST_TOLD));
        }
        let say = |found: &Finding| match is_elsewhere(found) {
            true => Message::new("done.elsewhere").with("place", found.place.to_string()).with("message", found.sentence()),
            false => found.sentence(),
        };
        let advice = match first.code {
            // Nothing was written, so that nothing can be moved.
            Code::MisfiledRecord => Message::new("done.misfiled-hint"),
            _ => first.advice(),
        };
        let failure = Failure::usage(say(first)).hint(advice);
        // What is odd about the change itself may be what is wrong with it.
        let odd = warnings.iter().filter(|found| !is_elsewhere(found));
        let told: Vec<Message> = rest.iter().chain(odd).map(|found| say(found)).collect();
        Err(failure.faults(told.into_iter(), MOST_TOLD - 1))
    }
}

/// Whether somebody or a pair would get another id.
fn gives_other_id(files: &Files) -> bool {
    let is_id = |change: &Change| matches!(change, Change::Amend { cells, .. } if cells.iter().any(|(column, _)| *column == "id"));
    files.values().flat_map(|(_, _, changes)| changes).any(is_id)
}

/// Whom or what a reference names that leads nowhere.
fn still_named(finding: &Finding) -> Option<String> {
    let is_reference = matches!(finding.code, Code::UnknownPerson | Code::UnknownPair);
    finding.text("value").filter(|_| is_reference).map(str::to_owned)
}

/// What the system said where a file could not be read.
fn unread<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Option<Failure> {
    let finding = findings.into_iter().find(|finding| finding.code == Code::UnreadableFile)?;
    let message = Message::new("store.cannot-read").with("file", finding.place.file.as_ref());
    Some(Failure::new(Kind::Io, message).hint(finding.sentence()))
}

fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|found| found.severity() == Severity::Error).count()
}

/// What makes two findings the same although lines moved: places of other records are not looked at.
type Likeness<'f> = (finding::Code, &'f Arc<str>, Vec<&'f (&'static str, Value)>);

fn likeness(finding: &Finding) -> Likeness<'_> {
    (finding.code, &finding.place.file, finding.args.iter().filter(|(name, _)| *name != "other").collect())
}

/// The findings that were not there before.
fn new_findings<'f>(before: &'f [Finding], after: &'f [Finding]) -> Vec<&'f Finding> {
    let mut known: HashMap<Likeness<'f>, usize> = HashMap::new();
    for finding in before {
        *known.entry(likeness(finding)).or_default() += 1;
    }
    let mut is_new = |finding: &'f Finding| match known.get_mut(&likeness(finding)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    // Where pairs could not be read before, nobody was said to be unpaired.
    let of_pairs = format!("/{}", PAIRS.file);
    let were_unknown = before.iter().any(|found| found.severity() == Severity::Error && found.place.file.ends_with(&of_pairs));
    let is_told = |finding: &&Finding| !(were_unknown && finding.code == Code::NotPairedOnDay);
    after.iter().filter(|finding| is_new(finding)).filter(is_told).collect()
}

#[cfg(test)]
mod tests {
    use super::new_findings;
    use crate::finding::{Code, Finding};
    use crate::source::Place;

    #[test]
    fn a_fault_is_new_only_where_it_was_not_before_whatever_its_line() {
        let fault = |line, person: &str, other: &str| {
            let place = Place { file: "branches/a/pairs.csv".into(), line, column: 0 };
            Finding::new(Code::CapacityExceeded, place).with("person", person).with("other", other)
        };
        let before = [fault(3, "1", "a:2"), fault(5, "2", "a:4")];
        let after = [fault(4, "1", "a:3"), fault(6, "2", "a:5"), fault(7, "2", "a:5")];
        assert_eq!(new_findings(&before, &after), [&after[2]]);
        assert!(new_findings(&after, &before).is_empty());
    }
}
