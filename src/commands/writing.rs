//! How commands write: hold the lock, load, decide, see that the records are as sound after as before, then commit, or with
//! `--dry-run` show what would change. One validator for both doors: what is let in here, `validate` accepts.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::{App, Writing};
use crate::failure::{Failure, Kind, Result};
use crate::finding::{self, Finding, Severity};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::records::BranchIx;
use crate::model::table::{Home, PEOPLE, Table};
use crate::rules::relations::Looking;
use crate::store::directory::{Access, Store};
use crate::store::edit::{Change, edited};
use crate::store::load::{each_branch, load_branch, load_core};
use crate::store::needs::{Needs, Tables};
use crate::store::open::Root;
use crate::store::transaction::Transaction;

/// A data directory held for writing, with what every question needs.
pub struct Session<'a> {
    app: &'a App,
    store: Store,
    root: Root,
    /// Scheme, roster, pairs, the committee's records.
    pub core: Core,
}

/// A change of one record.
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
    /// The change was shown (`--dry-run`).
    Shown,
}

impl<'a> Session<'a> {
    /// Takes the lock and loads.
    pub fn begin(app: &'a App) -> Result<Self> {
        let store = app.open(Access::Write)?;
        let root = Root::of(&store);
        let loaded = load_core(&root, Needs::texts(Tables::ALL), Looking::Warnings(app.today));
        Ok(Self { app, store, root, core: loaded.value })
    }

    /// One branch's records.
    #[must_use]
    pub fn branch(&self, branch: BranchIx) -> BranchRecords {
        load_branch(&self.root, &self.core, branch, Needs::ALL, Looking::Nothing).value
    }

    /// The path of a table's file.
    #[must_use]
    pub fn path(&self, table: &Table, branch: Option<BranchIx>) -> String {
        let branches = &self.core.scheme.branches;
        let key = branch.and_then(|branch| branches.get(usize::from(branch.0))).map_or("", |branch| branch.key.as_str());
        table.path(key)
    }

    /// Makes the changes, all or none. Errors: a file that would be written has an error already (exit 4), or the changes would make
    /// the records wrong (exit 2).
    pub fn apply(&self, changes: Vec<RecordChange>) -> Result<Done> {
        let mut files: BTreeMap<String, (&'static Table, Option<BranchIx>, Vec<Change>)> = BTreeMap::new();
        for RecordChange { table, branch, change } in changes {
            files.entry(self.path(table, branch)).or_insert((table, branch, Vec::new())).2.push(change);
        }
        let before = self.findings_of(&self.root, &files);
        let faulty: Vec<Finding> = before.iter().filter(|found| files.contains_key(found.place.file.as_ref())).cloned().collect();
        self.app.refuse_errors(&self.root, &faulty)?;
        let mut transaction = Transaction::new(&self.store);
        let mut over = BTreeMap::new();
        for (path, (table, _, changes)) in &files {
            let old = self.store.read_file(path)?;
            let new = edited(table, path, old.as_deref(), changes)?;
            over.insert(path.clone(), new.clone());
            transaction.put(path, old, new)?;
        }
        let after = self.root.with(over);
        self.refuse_new_errors(&after, &before, &files)?;
        if self.app.writing == Writing::DryRun {
            let shown: Vec<String> = transaction.changes().iter().map(|change| crate::store::diff::lines(change)).collect();
            self.app.answer(crate::render::visible::visible(&shown.concat()).as_bytes())?;
            return Ok(Done::Shown);
        }
        transaction.commit()?;
        Ok(Done::Written)
    }

    /// What is wrong with the records that changes of these files can touch.
    fn findings_of(&self, root: &Root, files: &BTreeMap<String, (&'static Table, Option<BranchIx>, Vec<Change>)>) -> Vec<Finding> {
        let looking = Looking::Warnings(self.app.today);
        let core = load_core(root, Needs::VALIDATE, looking);
        let mut findings = core.findings;
        let everyone = files.values().any(|(table, _, _)| table.home == Home::Top && table.file == PEOPLE.file);
        if everyone {
            findings.extend(each_branch(root, &core.value, Needs::VALIDATE, looking, |_, _| ()).findings);
        } else {
            let branches: std::collections::BTreeSet<BranchIx> = files.values().filter_map(|(_, branch, _)| *branch).collect();
            findings
                .extend(branches.into_iter().flat_map(|branch| load_branch(root, &core.value, branch, Needs::VALIDATE, looking).findings));
        }
        finding::sort(&mut findings);
        findings
    }

    fn refuse_new_errors(
        &self,
        after: &Root,
        before: &[Finding],
        files: &BTreeMap<String, (&'static Table, Option<BranchIx>, Vec<Change>)>,
    ) -> Result<()> {
        let mut known: Vec<Sort<'_>> = before.iter().map(sort_of).collect();
        let found = self.findings_of(after, files);
        let mut new = found.iter().filter(|finding| match known.iter().position(|known| *known == sort_of(finding)) {
            Some(at) => {
                known.swap_remove(at);
                false
            }
            None => finding.severity() == Severity::Error,
        });
        let Some(first) = new.next() else { return Ok(()) };
        let mut failure = Failure::new(Kind::Usage, Message { key: first.code.message_key(), args: first.args.clone() });
        failure.hints.push(Message { key: first.code.help_key(), args: first.args.clone() });
        failure.hints.extend(new.take(5).map(|finding| Message { key: finding.code.message_key(), args: finding.args.clone() }));
        Err(failure)
    }
}

/// What makes two findings the same although lines moved.
type Sort<'f> = (finding::Code, &'f Arc<str>, &'f [(&'static str, crate::i18n::Value)]);

fn sort_of(finding: &Finding) -> Sort<'_> {
    (finding.code, &finding.place.file, &finding.args)
}
