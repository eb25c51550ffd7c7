//! Who can open sealed records: `bangfu/keys/1`. Not here: changing it.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::scheme::Recipient;

/// The recipients of `bangfu.toml`.
pub struct KeyList<'a> {
    /// Them.
    pub recipients: &'a [Recipient],
    /// The public keys of the identity that was given.
    pub own: Option<&'a [String]>,
    /// How many boxes there are.
    pub boxes: usize,
}

impl KeyList<'_> {
    /// Whether a recipient is whoever asks; nothing without an identity.
    fn is_own(&self, recipient: &Recipient) -> Option<bool> {
        self.own.map(|own| own.contains(&recipient.key))
    }
}

impl Sheets for KeyList<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("name", "column.name"),
            Column::left("role", "key.role"),
            Column::left("key", "key.public-key"),
            Column::left("yours", "key.yours"),
        ];
        let row = |recipient: &Recipient| {
            let own = self.is_own(recipient) == Some(true);
            let mark = if own { Cell::word("yesno.yes") } else { Cell::Empty };
            vec![Cell::text(&recipient.name), Cell::text(&recipient.role), Cell::text(&recipient.key), mark]
        };
        let footer = vec![Message::new("key.count").with("count", self.recipients.len()).with("boxes", self.boxes)];
        vec![Sheet { title: Some(Message::new("key.title")), columns, rows: self.recipients.iter().map(row).collect(), footer }]
    }
}

impl Serialize for KeyList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let recipient = |recipient: &Recipient| {
            let role = (!recipient.role.is_empty()).then_some(&recipient.role);
            json!({ "name": recipient.name, "role": role, "key": recipient.key, "yours": self.is_own(recipient) })
        };
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("format", "bangfu/keys/1")?;
        map.serialize_entry("recipients", &self.recipients.iter().map(recipient).collect::<Vec<Value>>())?;
        map.serialize_entry("boxes", &self.boxes)?;
        map.end()
    }
}
