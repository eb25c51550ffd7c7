//! One row of a foreign table as the importers ask it: texts, ids, days, persons, words, each refused by the name of its cell where it
//! is not what its column holds.

use std::collections::BTreeMap;

use super::damage::{IdColumn, Typing};
use super::day_shape;
use super::grid::{Cell, Nature};
use super::known::Known;
use super::shape::{Shape, TO_MEND};
use super::table::{Source, Table};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::decimal::Decimal;
use crate::model::id;
use crate::model::records::PersonIx;
use crate::model::scheme::Vocabulary;
use crate::model::text;

/// Why a row cannot be taken, and which of its cells says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The column of the file, from 0; none where it is the row as a whole.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: Message,
}

/// The columns that name a helper, the id first.
pub const HELPER: [&str; 3] = ["helper_id", "helper", "helper_name"];
/// The columns that name a helped student, the id first.
pub const HELPED: [&str; 3] = ["helped_id", "helped", "helped_name"];

/// What the columns of ids look like as a whole.
pub type IdColumns = BTreeMap<&'static str, IdColumn>;

/// Looks at the columns of ids.
#[must_use]
pub fn id_columns(table: &Table, known: &Known<'_>) -> IdColumns {
    let typing = if matches!(table.source, Source::Sheet { .. }) { Typing::Typed } else { Typing::Untyped };
    let of = |column: &'static str| {
        let people = &known.core.people;
        let ids = table.body().map(|row| table.cell(row, column).text);
        let of_persons = people.iter().map(|(person, _)| people.id(person)).filter(|_| column != "pair");
        (column, IdColumn::of(typing, ids, of_persons))
    };
    table.header.columns.iter().filter(|(_, column)| Shape::is_id(column)).map(|(_, column)| of(column)).collect()
}

/// A row.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    /// The table.
    pub table: &'r Table,
    /// The records.
    pub known: &'r Known<'r>,
    /// The columns of ids.
    pub ids: &'r IdColumns,
    /// Its place in the grid.
    pub at: usize,
}

impl<'r> Row<'r> {
    /// A fault in a column, or in the row where the file has no such column.
    #[must_use]
    pub fn fault(&self, column: &str, message: Message) -> Fault {
        Fault { column: self.table.header.at(column), message }
    }

    /// The fault of a cell that must have something.
    #[must_use]
    pub fn missing(&self, column: &str) -> Fault {
        self.fault(column, Message::new("import.missing").word("column", header(column)))
    }

    /// Refuses a day after today.
    pub fn refuse_future(&self, column: &str, day: Day) -> Result<(), Fault> {
        let today = self.known.today;
        if day <= today { Ok(()) } else { Err(self.fault(column, Message::new("failure.future").with("day", day).with("today", today))) }
    }

    /// A cell of which the file gives a value.
    fn cell(&self, column: &str) -> Result<Cell<'r>, Fault> {
        let cell = self.table.cell(self.at, column);
        match cell.nature {
            Nature::NoValue => Err(self.fault(column, Message::new("import.no-value"))),
            Nature::Merged => Err(self.fault(column, Message::new("import.merged").word("column", header(column)))),
            Nature::Boolean => Err(self.fault(column, Message::new("import.boolean").with("value", cell.text))),
            Nature::Error => Err(self.fault(column, Message::new("import.error-value").with("value", cell.text))),
            _ if TO_MEND.iter().any(|mark| cell.text.starts_with(mark)) => {
                Err(self.fault(column, Message::new("import.not-mended").with("value", cell.text)))
            }
            _ => Ok(cell),
        }
    }

    /// A text, fit to be stored; empty where there is none.
    pub fn text(&self, column: &str) -> Result<String, Fault> {
        let cell = self.cell(column)?;
        if matches!(cell.nature, Nature::Day | Nature::Time) {
            return Err(self.fault(column, Message::new("import.became-day").with("value", cell.text)));
        }
        if cell.text.contains('\u{FFFD}') {
            return Err(self.fault(column, Message::new("import.lost-characters").with("value", "U+FFFD")));
        }
        text::stored(cell.text).map(std::borrow::Cow::into_owned).map_err(|fault| self.fault(column, unfit(fault)))
    }

    /// A text that must be there.
    pub fn required(&self, column: &str) -> Result<String, Fault> {
        let text = self.text(column)?;
        if text.is_empty() { Err(self.missing(column)) } else { Ok(text) }
    }

    /// A day, where there is one.
    pub fn day(&self, column: &str) -> Result<Option<Day>, Fault> {
        let cell = self.cell(column)?;
        if cell.text.is_empty() {
            return Ok(None);
        }
        day_shape::day(cell, self.known.year).map(Some).map_err(|message| self.fault(column, message))
    }

    /// A day that must be there.
    pub fn required_day(&self, column: &str) -> Result<Day, Fault> {
        self.day(column)?.ok_or_else(|| self.missing(column))
    }

    /// An id or a name that no spreadsheet has damaged; `is_known` says that the records have it.
    pub fn reference(&self, column: &str, is_known: impl Fn(&str) -> bool) -> Result<&'r str, Fault> {
        let cell = self.cell(column)?;
        let damage = self.ids.get(column).and_then(|ids| ids.damage(cell, is_known(cell.text))).filter(|_| !cell.text.is_empty());
        damage.map_or(Ok(cell.text), |message| Err(self.fault(column, message)))
    }

    /// An id that must be there.
    pub fn id(&self, column: &str, is_known: impl Fn(&str) -> bool) -> Result<&'r str, Fault> {
        let text = self.reference(column, is_known)?;
        match text {
            "" => Err(self.missing(column)),
            text if !id::is_id(text) => Err(self.fault(column, Message::new("import.bad-id").with("value", text))),
            text => Ok(text),
        }
    }

    /// The person that the first filled of some columns names; others that are filled must name the same. The first holds an id, the
    /// rest ids or names.
    pub fn person(&self, columns: &[&'static str]) -> Result<Option<PersonIx>, Fault> {
        let mut found: Option<PersonIx> = None;
        for column in columns {
            let text = self.reference(column, |id| self.known.core.people.find(id).is_some())?;
            if text.is_empty() {
                continue;
            }
            match found {
                None => found = Some(self.known.person(text).map_err(|message| self.fault(column, message))?),
                Some(person) if self.is_named(person, text) => {}
                Some(person) => {
                    let people = &self.known.core.people;
                    let message = Message::new("import.other-name").with("id", people.id(person)).with("name", people.name(person));
                    return Err(self.fault(column, message));
                }
            }
        }
        Ok(found)
    }

    fn is_named(&self, person: PersonIx, text: &str) -> bool {
        let people = &self.known.core.people;
        let is_either = people.id(person) == text || id::folded(people.name(person)) == id::folded(text);
        is_either || self.known.person(text) == Ok(person)
    }

    /// The key of a word of the scheme given by key or name; empty where there is none.
    pub fn term(&self, column: &str, vocabulary: &Vocabulary, unknown: &'static str) -> Result<String, Fault> {
        let word = self.text(column)?;
        if word.is_empty() { Ok(word) } else { self.key_of(column, vocabulary, &word, unknown) }
    }

    /// The keys of several words of the scheme, joined as the files join them.
    pub fn terms(&self, column: &str, vocabulary: &Vocabulary, unknown: &'static str) -> Result<String, Fault> {
        let words = self.text(column)?;
        let parts =
            words.split([',', ';', '，', '；', '、', '/', '／', '+', text::STORED_BREAK]).map(str::trim).filter(|part| !part.is_empty());
        let keys: Vec<String> = parts.map(|part| self.key_of(column, vocabulary, part, unknown)).collect::<Result<_, _>>()?;
        Ok(keys.join(";"))
    }

    fn key_of(&self, column: &str, vocabulary: &Vocabulary, word: &str, unknown: &'static str) -> Result<String, Fault> {
        let found = vocabulary.index_of_word(word).and_then(|index| vocabulary.get(index));
        let names = || vocabulary.terms.iter().map(|term| term.name.as_str()).collect::<Vec<_>>().join(" ");
        found
            .map(|term| term.key.clone())
            .ok_or_else(|| self.fault(column, Message::new(unknown).with("value", word).with("known", names())))
    }

    /// A number with at most two decimals as it is written, where there is one.
    pub fn decimal(&self, column: &str) -> Result<String, Fault> {
        let text = self.text(column)?;
        match text.is_empty() || Decimal::parse(&text).is_some() {
            true => Ok(text),
            false => Err(self.fault(column, Message::new("import.no-decimal").with("value", text))),
        }
    }

    /// Minutes, where there are any; the word for them may stand behind.
    pub fn minutes(&self, column: &str) -> Result<String, Fault> {
        let text = self.text(column)?;
        let number = ["分钟", "分", "min"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text).trim();
        match text.is_empty() || number.parse::<u16>().is_ok_and(|minutes| minutes < u16::MAX) {
            true => Ok(number.trim_start_matches('0').to_owned())
                .map(|plain| if plain.is_empty() && !number.is_empty() { "0".to_owned() } else { plain }),
            false => Err(self.fault(column, Message::new("import.no-minutes").with("value", text.as_str()))),
        }
    }
}

fn unfit(fault: text::TextFault) -> Message {
    match fault {
        text::TextFault::Control(c, _) => Message::new("import.control-character").with("code", format!("U+{:04X}", u32::from(c))),
        text::TextFault::TooLong(have) => Message::new("import.text-too-long").with("have", have).with("limit", text::LONGEST),
    }
}

/// The catalogue key of a column's header.
#[must_use]
pub fn header(column: &str) -> &'static str {
    let own = match column {
        "helper_id" | "helper_name" => "helper",
        "helped_id" | "helped_name" => "helped",
        "status" => "stage",
        other => other,
    };
    crate::i18n::key_of("column.", own).unwrap_or("column.note")
}
