//! Which columns hold words built into the program. One list serves the canonical form, the commands that write, and lists.
//! Not here: the words themselves (`word`), and the words that a scheme defines.

use super::table::Table;
use super::word::{Basis, CaseScope, CriticismScope, Measure, MeetingKind, OutcomeKind, Review, Side, Stage, Word, YesNo};

/// A word built into the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltIn {
    /// The key written to files.
    pub key: &'static str,
    /// The catalogue key under which it is shown.
    pub label: &'static str,
}

/// The word that a cell holds, by key or Chinese form. `kind` is the row's cell of that name: what an outcome is about is a word only
/// where it is a stage.
#[must_use]
pub fn built_in(table: &Table, column: &str, cell: &str, kind: &str) -> Option<BuiltIn> {
    match (table.file, column) {
        ("people.csv", "stage") => of::<Stage>(cell),
        ("pairs.csv", "basis") => of::<Basis>(cell),
        ("choices.csv", "by") => of::<Side>(cell),
        ("forms.csv" | "nominations.csv", "review") => of::<Review>(cell),
        ("inspections.csv", "serious") => of::<YesNo>(cell),
        ("meetings.csv", "kind") => of::<MeetingKind>(cell),
        ("outcomes.csv", "kind") => of::<OutcomeKind>(cell),
        ("outcomes.csv", "what") if OutcomeKind::parse(kind) == Some(OutcomeKind::Stage) => of::<Stage>(cell),
        ("duty.csv", "measure") => of::<Measure>(cell),
        ("duty.csv", "scope") => of::<CriticismScope>(cell),
        ("cases.csv", "scope") => of::<CaseScope>(cell),
        _ => None,
    }
}

/// The cells of a record's key, in the table's order, as they are compared: words built into the program by key, however they are written.
pub fn compared(table: &Table, key: &mut [String]) {
    let kind = table.key_columns().position(|column| column.name == "kind").and_then(|place| key.get(place)).cloned().unwrap_or_default();
    for (column, cell) in table.key_columns().zip(key) {
        if let Some(word) = built_in(table, column.name, cell, &kind) {
            word.key.clone_into(cell);
        }
    }
}

fn of<W: Word>(cell: &str) -> Option<BuiltIn> {
    W::parse(cell).map(|word| BuiltIn { key: word.key(), label: word.label() })
}

#[cfg(test)]
mod tests {
    use super::{built_in, compared};
    use crate::model::table::{CONTACTS, OUTCOMES, PEOPLE};

    #[test]
    fn a_word_is_one_only_in_its_column() {
        let key = |table, column, cell, kind| built_in(table, column, cell, kind).map(|word| word.key);
        assert_eq!(key(&PEOPLE, "stage", "正式党员", ""), Some("full"));
        assert_eq!(key(&PEOPLE, "note", "正式党员", ""), None);
        assert_eq!(key(&OUTCOMES, "what", "正式党员", "发展"), Some("full"));
        assert_eq!(key(&OUTCOMES, "what", "正式党员", "honour"), None);
        assert_eq!(key(&CONTACTS, "by", "帮扶人", ""), None);
    }

    #[test]
    fn a_key_is_the_same_in_either_language() {
        let of = |cells: [&str; 4]| {
            let mut key = cells.map(str::to_owned);
            compared(&OUTCOMES, &mut key);
            key
        };
        assert_eq!(of(["2013-06-01", "1", "发展", "预备党员"]), of(["2013-06-01", "1", "stage", "probationary"]));
        assert_ne!(of(["2013-06-01", "1", "获奖", "预备党员"]), of(["2013-06-01", "1", "honour", "probationary"]));
    }
}
