//! What should never be committed, with its places: `bangfu/guard/1`. What was found is not repeated. Not here: finding it
//! (`rules::leaks`).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::rules::leaks::Leak;

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The file, by its path in the repository.
    pub file: String,
    /// The line.
    pub line: u32,
    /// What it is.
    pub leak: Leak,
    /// Whether it stands among the staged changes as well.
    pub staged: bool,
}

/// What was found, by file and line.
pub struct GuardReport {
    /// Each place once.
    pub found: Vec<Found>,
}

fn sentence(leak: Leak) -> &'static str {
    match leak {
        Leak::IdentityNumber => "guard.identity-number",
        Leak::MobileNumber => "guard.mobile-number",
        Leak::ScreeningWord => "guard.screening-word",
        Leak::SecretKey => "guard.secret-key",
        Leak::OpenedRecord => "guard.opened-record",
    }
}

impl Sheets for GuardReport {
    fn sheets(&self) -> Vec<Sheet> {
        if self.found.is_empty() {
            return vec![Sheet { footer: vec![Message::new("guard.fine")], ..Sheet::default() }];
        }
        let columns =
            vec![Column::left("place", "guard.place"), Column::left("what", "guard.what"), Column::left("staged", "guard.staged")];
        let row = |found: &Found| {
            let staged = if found.staged { Cell::word("yesno.yes") } else { Cell::Empty };
            vec![Cell::Text(format!("{}:{}", found.file, found.line)), Cell::word(sentence(found.leak)), staged]
        };
        let footer = vec![Message::new("guard.found").with("count", self.found.len()), Message::new("guard.hint")];
        vec![Sheet { title: None, columns, rows: self.found.iter().map(row).collect(), footer }]
    }
}

impl Serialize for GuardReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let found = |found: &Found| json!({ "file": found.file, "line": found.line, "kind": found.leak.word(), "staged": found.staged });
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("format", "bangfu/guard/1")?;
        map.serialize_entry("found", &self.found.iter().map(found).collect::<Vec<Value>>())?;
        map.end()
    }
}
