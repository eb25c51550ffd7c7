//! What a school's own document can be filled with: places by name, each with what stands in it for one pair, branch or person, and lists
//! whose rows repeat. Not here: the document, and how a place is found in it.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::{Lang, Message, say};

/// What one document is filled with.
#[derive(Clone, Debug)]
pub struct Filling {
    /// The name of its file among others, without an extension.
    pub name: String,
    /// The places that stand once.
    pub places: Vec<Place>,
    /// The places that stand in a row for each of several things.
    pub lists: Vec<List>,
}

/// A place and its content.
#[derive(Clone, Debug)]
pub struct Place {
    names: [String; 2],
    /// What stands in it.
    pub cell: Cell,
}

/// Things of one kind, a row each.
#[derive(Clone, Debug)]
pub struct List {
    key: &'static str,
    columns: Vec<&'static str>,
    /// The cells of each, as many as columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Place {
    /// A place by the catalogue key of its name.
    #[must_use]
    pub fn of(key: &'static str, cell: Cell) -> Self {
        Self { names: [Lang::Zh, Lang::En].map(|lang| say(lang, key)), cell }
    }

    /// A place for a figure, by the figure's key and its name for people.
    #[must_use]
    pub fn figure(key: String, header: &Message, cell: Cell) -> Self {
        Self { names: [header.text(Lang::Zh).replace(char::is_whitespace, ""), key], cell }
    }

    /// Its names in Chinese and in English, either of which a document may use.
    #[must_use]
    pub fn names(&self) -> &[String; 2] {
        &self.names
    }
}

impl List {
    /// A list by the catalogue keys of its name and of its columns.
    #[must_use]
    pub fn of<const N: usize>(key: &'static str, columns: [&'static str; N], rows: impl Iterator<Item = [Cell; N]>) -> Self {
        Self { key, columns: columns.to_vec(), rows: rows.map(Vec::from).collect() }
    }

    /// The names of each column's place, in Chinese and in English.
    pub fn names(&self) -> impl Iterator<Item = [String; 2]> {
        self.columns.iter().map(|column| [Lang::Zh, Lang::En].map(|lang| format!("{}.{}", say(lang, self.key), say(lang, column))))
    }
}

/// The places of a document with what they would be filled with: `bangfu/places/1`.
#[derive(Clone, Copy, Debug)]
pub struct PlacesReport<'a> {
    /// What the document would be filled with.
    pub filling: &'a Filling,
    /// What a document for the person's own record beside it would be filled with.
    pub record: Option<&'a Filling>,
}

impl<'a> PlacesReport<'a> {
    /// The places of one document.
    #[must_use]
    pub fn of(filling: &'a Filling) -> Self {
        Self { filling, record: None }
    }
}

/// Each place's two names, whether it is of a list, and what stands in it; of a list the first row's.
fn rows(filling: &Filling) -> impl Iterator<Item = ([String; 2], Repeats, Cell)> {
    let single = filling.places.iter().map(|place| (place.names.clone(), Repeats::Never, place.cell.clone()));
    let first = |list: &List, at: usize| list.rows.first().and_then(|row| row.get(at)).cloned().unwrap_or(Cell::Empty);
    let of_list = move |list: &List| {
        let row = |(at, names)| (names, Repeats::InRows, first(list, at));
        list.names().enumerate().map(row).collect::<Vec<_>>()
    };
    single.chain(filling.lists.iter().flat_map(of_list))
}

fn sheet(filling: &Filling, title: &'static str) -> Sheet {
    let columns = vec![
        Column::left("place", "column.place-zh"),
        Column::left("place_en", "column.place-en"),
        Column::left("repeats", "column.repeats"),
        Column::left("value", "column.place-value"),
    ];
    let braced = |name: &str| Cell::Text(format!("{{{{{name}}}}}"));
    let row = |([zh, en], repeats, cell): ([String; 2], Repeats, Cell)| {
        let repeats = if repeats == Repeats::InRows { Cell::word("places.in-rows") } else { Cell::Empty };
        vec![braced(&zh), braced(&en), repeats, cell]
    };
    let footer = vec![Message::new("places.note")];
    Sheet { title: Some(Message::new(title)), columns, rows: rows(filling).map(row).collect(), footer }
}

fn json(filling: &Filling) -> Vec<serde_json::Value> {
    let place = |([zh, en], repeats, _): ([String; 2], Repeats, Cell)| serde_json::json!({ "zh": zh, "en": en, "repeats": repeats == Repeats::InRows });
    rows(filling).map(place).collect()
}

/// Whether a place stands in a row that repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Repeats {
    Never,
    InRows,
}

impl Sheets for PlacesReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let own = self.record.map(|record| sheet(record, "places.title-record"));
        std::iter::once(sheet(self.filling, "places.title")).chain(own).collect()
    }
}

impl Serialize for PlacesReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Places", 3)?;
        object.serialize_field("format", "bangfu/places/1")?;
        object.serialize_field("places", &json(self.filling))?;
        if let Some(record) = self.record {
            object.serialize_field("record", &json(record))?;
        }
        object.end()
    }
}
