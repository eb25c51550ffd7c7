//! The data directory and the dataset: the only room that touches files.

pub mod chunks;
pub mod csv;
pub mod day_guess;
pub mod decode;
pub mod directory;
pub mod edit;
pub mod file_system;
pub mod header;
mod journal;
pub mod load;
pub mod locate;
pub mod lock;
pub mod needs;
pub mod numbering;
pub mod open;
pub mod output;
pub mod path;
pub mod quoting;
mod recovery;
pub mod row;
pub mod scheme;
mod sheet_lines;
pub mod survey;
pub mod table_reader;
pub mod threads;
pub mod transaction;
