//! Other people's spreadsheets: bytes in, records and what is wrong with them out. Nothing is repaired by a guess: what a file is, how it is
//! encoded and where its table stands are decided by rules that say what they chose, and ask where they cannot know. The way of a file:
//! `file_kind` → `encoding` and `delimited`, or `workbook` → `grid` → `header` → `table` → `row` → one of `roster`, `contacts`, `outcomes`,
//! `choices` → `plan`. Not here: files, and writing what a plan says.

pub mod any_text;
pub mod bounds;
mod choices;
mod compound_file;
mod contacts;
pub mod costs;
pub mod damage;
mod day_shape;
pub mod delimited;
pub mod details;
pub mod details_table;
pub mod encoding;
pub mod file_kind;
mod formulas;
pub mod grid;
pub mod header;
pub mod known;
mod merged;
mod ods_tags;
pub mod outcomes;
mod own_contact;
pub mod plan;
pub mod record;
pub mod refused;
mod roster;
pub mod row;
pub mod shape;
pub mod table;
pub mod workbook;
