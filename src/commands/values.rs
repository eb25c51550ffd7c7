//! Words as the files keep them: those built into the program and those of the scheme, by key. Whether a value is right is for the
//! validator; days, persons and the scheme's words as people say them are in `spoken`.

use crate::model::records::WordSet;
use crate::model::scheme::Vocabulary;
use crate::model::table::Table;
use crate::model::table_words::built_in;
use crate::store::edit::Cells;

/// Words built into the program by key.
#[must_use]
pub fn by_key(table: &Table, cells: Cells) -> Cells {
    let kind = cells.iter().find(|(column, _)| *column == "kind").map_or_else(String::new, |(_, kind)| kind.clone());
    let word = |column: &str, text: String| built_in(table, column, text.trim(), &kind).map_or(text, |word| word.key.to_owned());
    cells.into_iter().map(|(column, text)| (column, word(column, text))).collect()
}

/// The keys of a set of a vocabulary's words.
#[must_use]
pub fn keys(vocabulary: &Vocabulary, set: WordSet) -> Vec<&str> {
    vocabulary.keys().enumerate().filter(|(index, _)| set >> index & 1 == 1).map(|(_, key)| key).collect()
}
