//! Records that lie in another branch's folder than their pair are brought home (data.md: an error that `fmt` repairs).
//! Pure: bytes in, bytes out. Not here: finding them for a message (`decode`).

use std::collections::BTreeMap;

use super::chunks::Input;
use super::edit::{Change, edited, others};
use super::table_reader::{Buffers, Depth, read_rows};
use crate::failure::Result;
use crate::finding::Findings;
use crate::model::dataset::Core;
use crate::model::table::{CONTACTS, FORMS, GOALS, Table};

/// The tables whose records lie with their pair.
const WITH_PAIR: [&Table; 3] = [&CONTACTS, &FORMS, &GOALS];

/// A record that moves: from which file to which, and how it is known and what it holds.
struct Move {
    from: String,
    to: String,
    key: Vec<String>,
    cells: Vec<(&'static str, String)>,
}

/// Moves misfiled records between canonical files; a file that does not exist yet is made. A record stays where it is if its home is there
/// but not among these files, since it has an error.
pub fn bring_home(core: &Core, files: &mut BTreeMap<String, Vec<u8>>, is_there: impl Fn(&str) -> bool) -> Result<()> {
    for table in WITH_PAIR {
        let mut moves: Vec<Move> = core.scheme.branches.iter().flat_map(|branch| strays(core, table, &branch.key, files)).collect();
        moves.retain(|stray| files.contains_key(&stray.to) || !is_there(&stray.to));
        for stray in moves {
            let old = files.get(&stray.from).map(Vec::as_slice);
            let others = others(table, &stray.from, old.unwrap_or_default(), &stray.key);
            let from = edited(table, &stray.from, old, &[Change::Remove { key: stray.key }])?;
            let bring = [Change::Bring { cells: stray.cells, others }];
            let to = edited(table, &stray.to, files.get(&stray.to).map(Vec::as_slice), &bring)?;
            files.insert(stray.from, from);
            files.insert(stray.to, to);
        }
    }
    Ok(())
}

/// The records of a branch's file whose pair is another branch's, the last first, so that numbers of those before stay as they are.
fn strays(core: &Core, table: &'static Table, branch: &str, files: &BTreeMap<String, Vec<u8>>) -> Vec<Move> {
    let path = table.path(branch);
    let Some(bytes) = files.get(&path) else { return Vec::new() };
    let mut strays = Vec::new();
    let file = path.as_str().into();
    let mut take = |row: &mut super::row::Row<'_>| {
        let home = core.pairs.find(row.text(0)).and_then(|pair| core.pairs.get(pair)).map(|pair| pair.branch);
        let home = home.and_then(|home| core.scheme.branch_at(home)).filter(|home| home.key != branch);
        if let Some(home) = home {
            let cells = table.columns.iter().enumerate().map(|(column, known)| (known.name, row.text(column).to_owned()));
            let cells: Vec<_> = cells.filter(|(_, text)| !text.is_empty()).collect();
            let key = table.key().map(|column| row.text(column).to_owned()).collect();
            strays.push(Move { from: path.clone(), to: table.path(&home.key), key, cells });
        }
    };
    let read = read_rows(
        table,
        &file,
        Input::new(&mut bytes.as_slice()),
        Depth::Everything,
        &mut Buffers::default(),
        &mut Findings::default(),
        &mut take,
    );
    debug_assert!(read.is_ok(), "bytes in memory can be read");
    strays.reverse();
    strays
}
