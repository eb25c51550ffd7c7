//! Other people's spreadsheets: bytes in, records and what is wrong with them out. Nothing is repaired by a guess. Not here: files,
//! and what the records replace.

pub mod roster;
