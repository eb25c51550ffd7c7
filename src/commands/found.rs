//! A record found in the files, to be amended or removed: which file, and its key as it is written there. Not here: how it is found,
//! which is each command's own; how bytes change (`store::edit`).

use super::records::carry_out;
use super::values::kept_cells;
use super::writing::{RecordChange, Session};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::records::BranchIx;
use crate::model::table::Table;
use crate::model::text_table::Records;
use crate::reports::answer::Answer;
use crate::store::edit::{Cells, Change};
use crate::ui::Exit;

/// Where a record lies.
pub struct Found {
    /// Its table.
    pub table: &'static Table,
    /// The branch of a branch's table.
    pub branch: Option<BranchIx>,
    /// The cells of its key, as they are written.
    pub key: Vec<String>,
}

impl Found {
    /// The record in a row of a table.
    #[must_use]
    pub fn at<T>(table: &'static Table, branch: Option<BranchIx>, records: &Records<T>, row: usize) -> Self {
        Self { table, branch, key: table.key_columns().map(|column| records.text(row, column.name).to_owned()).collect() }
    }

    /// The first record of a table that is meant; it is given each row. Errors: where none is, what is said of that.
    pub fn first<T>(
        table: &'static Table,
        branch: Option<BranchIx>,
        records: &Records<T>,
        meant: impl Fn(usize, &T) -> bool,
        none: Message,
    ) -> Result<Self> {
        let found = records.iter().find(|(row, record)| meant(*row, record));
        found.map(|(row, _)| Self::at(table, branch, records, row)).ok_or_else(|| Failure::usage(none))
    }

    /// Writes some cells of the record anew; whether it was done, or only shown.
    pub fn rewrite(self, app: &App, session: &Session<'_>, cells: Cells) -> Result<Exit> {
        self.change(app, session, |key| Change::Amend { key, cells })
    }

    /// Writes some cells of the record anew, and says so in words of its own.
    pub fn rewrite_saying(self, app: &App, session: &Session<'_>, cells: Cells, say: impl FnOnce(Answer) -> Answer) -> Result<Exit> {
        let Self { table, branch, key } = self;
        carry_out(app, session, RecordChange { table, branch, change: Change::Amend { key, cells } }, say)
    }

    /// Takes the record out of its file.
    pub fn remove(self, app: &App, session: &Session<'_>) -> Result<Exit> {
        self.change(app, session, |key| Change::Remove { key })
    }

    fn change(self, app: &App, session: &Session<'_>, change: impl FnOnce(Vec<String>) -> Change) -> Result<Exit> {
        let Self { table, branch, key } = self;
        carry_out(app, session, RecordChange { table, branch, change: change(key) }, |answer| answer)
    }
}

/// Writes some cells of a record anew, as people say them, that `find` finds once the records are held.
pub fn amend(app: &App, cells: Cells, find: impl FnOnce(&Session<'_>) -> Result<Found>) -> Result<Exit> {
    let session = Session::begin(app)?;
    let found = find(&session)?;
    let cells = kept_cells(app, &session.core, found.table, cells)?;
    found.rewrite(app, &session, cells)
}

/// Takes a record out of its file that `find` finds once the records are held.
pub fn remove(app: &App, find: impl FnOnce(&Session<'_>) -> Result<Found>) -> Result<Exit> {
    let session = Session::begin(app)?;
    find(&session)?.remove(app, &session)
}

/// The cells of a record that have a text.
pub fn filled(cells: Vec<(&'static str, Option<String>)>) -> Cells {
    cells.into_iter().filter_map(|(column, text)| Some((column, text?))).collect()
}
