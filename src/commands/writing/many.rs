//! Very many changes of one table at once: worked out piece by piece, so that they need not all lie in memory, and with those that would
//! make the records wrong told apart from the others.

use std::collections::BTreeMap;

use super::{Done, Files, RecordChange, Session, new_findings};
use crate::commands::blame::Blame;
use crate::failure::{Failure, Result};
use crate::finding::{Finding, Severity};
use crate::model::records::BranchIx;
use crate::model::table::Table;
use crate::store::edit::{Change, edited};
use crate::store::transaction::Transaction;

/// So many changes are worked out at a time.
const AT_ONCE: usize = 1 << 13;

/// Changes of which some would make the records wrong.
pub struct Wrong {
    /// What would be wrong, by the record that it is about.
    pub blame: Blame,
    /// What to say where it is about none of the changes.
    pub failure: Failure,
}

/// What came of very many changes: done, or wrong so that nothing was written.
pub type Outcome = std::result::Result<Done, Wrong>;

impl Session<'_> {
    /// Makes changes of a table in some branches' files, or in its one file under none; no change moves a record. All or none.
    ///
    /// # Errors
    /// As `apply`, except where a change would make the records wrong.
    pub fn apply_many(
        &self,
        table: &'static Table,
        branches: &[Option<BranchIx>],
        changes: &mut dyn Iterator<Item = RecordChange>,
    ) -> Result<Outcome> {
        self.refuse_unread()?;
        let files: Files = branches.iter().map(|branch| (self.path(table, *branch), (table, *branch, Vec::new()))).collect();
        let before = self.findings_of(&self.root, &files);
        self.refuse_unfilled(&files, &before)?;
        let new = self.edited_by_pieces(table, &files, changes)?;
        let mut transaction = Transaction::new(&self.store);
        for (path, bytes) in &new {
            transaction.put(path, self.store.read_file(path)?, bytes.clone())?;
        }
        let after = self.findings_of(&self.root.with(new), &files);
        let found = new_findings(&before, &after);
        let blame = blame(&files, &transaction, &found);
        match self.judge_new(found, &files) {
            Ok(()) => self.finish(transaction, &files).map(Ok),
            Err(failure) => Ok(Err(Wrong { blame, failure })),
        }
    }

    /// The files as they would be; those that do not change are left out.
    fn edited_by_pieces(
        &self,
        table: &'static Table,
        files: &Files,
        changes: &mut dyn Iterator<Item = RecordChange>,
    ) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut new: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        loop {
            let mut piece: BTreeMap<Option<BranchIx>, Vec<Change>> = BTreeMap::new();
            for RecordChange { branch, change, .. } in Iterator::take(&mut *changes, AT_ONCE) {
                piece.entry(branch).or_default().push(change);
            }
            if piece.is_empty() {
                return Ok(new);
            }
            for (path, (_, branch, _)) in files {
                let Some(changes) = piece.remove(branch) else { continue };
                let old = new.remove(path).map_or_else(|| self.store.read_file(path), |bytes| Ok(Some(bytes)))?;
                new.insert(path.clone(), edited(table, path, old.as_deref(), &changes)?);
            }
        }
    }
}

/// What is wrong with the files as they would be, by record.
fn blame(files: &Files, transaction: &Transaction<'_>, found: &[&Finding]) -> Blame {
    let mut blame = Blame::default();
    for file in transaction.changes() {
        let Some((table, branch, _)) = files.get(&file.path) else { continue };
        let is_here = |found: &&&Finding| found.severity() == Severity::Error && found.place.file.as_ref() == file.path;
        let here: Vec<&Finding> = found.iter().filter(is_here).copied().collect();
        blame.add(table, *branch, &file.path, file.new.as_deref().unwrap_or_default(), &here);
    }
    blame
}
