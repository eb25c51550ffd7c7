//! What is shown of sealed records to whoever can open them: the list, one person's records, the counts that give nobody away.
//! Not here: opening boxes, and what may be shown to others (`audience`).

pub mod list;
pub mod stats;
