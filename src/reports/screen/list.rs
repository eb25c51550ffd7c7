//! Opened boxes as a list (texts left out) or in full: `bangfu/screening/1`. For the screen of whoever holds a key, never for a file.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::sealed::{CATEGORY, CONCERN, OpenBox, SEVERITY, fields};
use crate::model::text;
use crate::model::word::{SealedKind, Word};
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};

/// How much of each record is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What it is and how severe; no texts.
    Brief,
    /// Everything.
    Full,
}

/// Opened boxes.
pub struct ScreenList<'a> {
    /// For names.
    pub core: &'a Core,
    /// The boxes, in the order in which they are shown.
    pub boxes: Vec<&'a OpenBox>,
    /// How much of each.
    pub detail: Detail,
    /// Boxes that could not be opened.
    pub closed: usize,
}

impl ScreenList<'_> {
    fn name(&self, id: &str) -> &str {
        self.core.people.find(id).map_or("", |person| self.core.people.name(person))
    }

    /// A person as people read it: name and id.
    fn person(&self, id: &str) -> String {
        [self.name(id), id].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn category_name<'s>(&'s self, key: &'s str) -> &'s str {
        let needs = &self.core.scheme.needs;
        needs.index(key).and_then(|index| needs.get(index)).map_or(key, |need| need.name.as_str())
    }

    /// What a record is about, in short: categories by name, a referral's concern and owner.
    fn about(&self, open: &OpenBox) -> Cell {
        let record = &open.record;
        match record.kind {
            SealedKind::Screening => Cell::text(&record.categories().map(|key| self.category_name(key)).collect::<Vec<_>>().join("、")),
            SealedKind::Referral => Cell::text(&[record.field(CONCERN), record.field("owner")].join(" → ")),
            SealedKind::Profile | SealedKind::Note | SealedKind::Erased => Cell::Empty,
        }
    }

    fn brief(&self) -> Sheet {
        let columns = vec![
            Column::left("box", "column.box"),
            Column::left("kind", "screen.kind"),
            Column::left("person", "column.person"),
            Column::left("date", "column.date"),
            Column::left("by", "column.by"),
            Column::left("about", "screen.about"),
            Column::right("severity", "screen.severity"),
            Column::left("closed", "screen.closed"),
        ];
        let row = |open: &&OpenBox| {
            let record = &open.record;
            vec![
                Cell::text(&open.id),
                Cell::word(record.kind.label()),
                Cell::text(&self.person(record.person.reveal())),
                Cell::Day(record.date),
                Cell::text(&self.person(record.by.reveal())),
                self.about(open),
                record.severity().map_or(Cell::Empty, Cell::number),
                Cell::day(record.closed()),
            ]
        };
        Sheet { title: Some(Message::new("screen.title")), columns, rows: self.boxes.iter().map(row).collect(), footer: self.footer() }
    }

    fn footer(&self) -> Vec<Message> {
        let closed = (self.closed > 0).then(|| Message::new("screen.still-closed").with("count", self.closed));
        std::iter::once(Message::new("list.count").with("count", self.boxes.len())).chain(closed).collect()
    }

    /// One record with all that is in it.
    fn full(&self, open: &OpenBox) -> Sheet {
        let record = &open.record;
        let columns = vec![Column::left("field", "screen.field"), Column::left("text", "screen.text")];
        let head = [("person", self.person(record.person.reveal())), ("by", self.person(record.by.reveal()))];
        let fields = record.all().into_iter().map(|(name, text)| match name {
            CATEGORY => (name, record.categories().map(|key| self.category_name(key)).collect::<Vec<_>>().join("、")),
            _ => (name, text::shown(text.reveal()).into_owned()),
        });
        let row = |(name, text): (&str, String)| vec![field_name(name), Cell::text(&text)];
        let rows = head.into_iter().filter(|(_, text)| !text.is_empty()).chain(fields).map(row).collect();
        let title = Message::new("screen.one").with("box", open.id.as_str()).word("kind", record.kind.label()).with("day", record.date);
        Sheet { title: Some(title), columns, rows, footer: Vec::new() }
    }
}

/// The name of a field for people; fields of a later version by their key.
fn field_name(name: &str) -> Cell {
    crate::i18n::key_of("sealedfield.", name).map_or_else(|| Cell::text(name), Cell::word)
}

impl Sheets for ScreenList<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        match self.detail {
            Detail::Brief => vec![self.brief()],
            Detail::Full => {
                let mut sheets: Vec<Sheet> = self.boxes.iter().map(|open| self.full(open)).collect();
                if let Some(last) = sheets.last_mut() {
                    last.footer = self.footer();
                }
                sheets
            }
        }
    }

    fn flat(&self) -> Vec<Sheet> {
        vec![Sheet { title: None, footer: Vec::new(), ..self.brief() }]
    }
}

/// One box in JSON.
struct BoxJson<'a>(&'a ScreenList<'a>, &'a OpenBox);

impl Serialize for BoxJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(list, OpenBox { id, record, .. }) = self;
        let some = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("box", id)?;
        map.serialize_entry("kind", record.kind.key())?;
        map.serialize_entry("person", &some(record.person.reveal()))?;
        map.serialize_entry("name", &some(list.name(record.person.reveal())))?;
        map.serialize_entry("date", &record.date.to_string())?;
        map.serialize_entry("by", &some(record.by.reveal()))?;
        let known = fields(record.kind).iter().copied();
        let others: Vec<&str> = record.all().into_iter().map(|(name, _)| name).filter(|name| !fields(record.kind).contains(name)).collect();
        for name in known.chain(others).filter(|name| list.detail == Detail::Full || !is_text(name)) {
            match name {
                CATEGORY => map.serialize_entry(name, &record.categories().collect::<Vec<_>>())?,
                SEVERITY => map.serialize_entry(name, &record.severity())?,
                _ => map.serialize_entry(name, &some(record.field(name)))?,
            }
        }
        map.end()
    }
}

/// Whether a field is a text that a list leaves out.
fn is_text(name: &str) -> bool {
    !matches!(name, CATEGORY | SEVERITY | CONCERN | "owner" | "closed" | "consent" | "boxes")
}

impl Serialize for ScreenList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let boxes: Vec<BoxJson<'_>> = self.boxes.iter().map(|open| BoxJson(self, open)).collect();
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("format", "bangfu/screening/1")?;
        map.serialize_entry("boxes", &boxes)?;
        map.serialize_entry("closed", &self.closed)?;
        map.end()
    }
}
