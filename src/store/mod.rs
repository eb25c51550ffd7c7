//! The data directory and the dataset: the only room that touches files.

pub mod chunks;
pub mod csv;
pub mod day_guess;
pub mod decode;
pub mod header;
pub mod load;
pub mod needs;
pub mod open;
pub mod row;
pub mod scheme;
pub mod survey;
pub mod table_reader;
pub mod threads;
