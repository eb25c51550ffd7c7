//! What a command that writes did: a sentence for people, `bangfu/done/1` for programs. Not here: doing it.

use serde_json::{Map, Value, json};

use crate::i18n::{Lang, Message};
use crate::model::record_key;
use crate::model::table::Table;

/// The answer of a command that wrote.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was done, in a sentence.
    pub message: Message,
    /// What else is to be known.
    pub notes: Vec<Message>,
    /// The records that were touched.
    pub records: Vec<Touched>,
    /// Further facts for programs, by key.
    pub facts: Vec<(&'static str, String)>,
}

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Added,
    /// Some of its cells changed.
    Amended,
    /// It is gone.
    Removed,
}

impl Action {
    fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Amended => "amended",
            Self::Removed => "removed",
        }
    }

    /// The catalogue key of a sentence that says it of a record.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Added => "done.added",
            Self::Amended => "done.amended",
            Self::Removed => "done.removed",
        }
    }
}

/// A record that was touched.
#[derive(Clone, Debug)]
pub struct Touched {
    /// What was done to it.
    pub action: Action,
    /// Its table.
    pub table: &'static Table,
    /// Its file.
    pub file: String,
    /// The cells of its key, in the table's order.
    pub key: Vec<String>,
}

impl Touched {
    /// Its name in commands.
    #[must_use]
    pub fn name(&self) -> String {
        record_key::name(self.table, &self.key.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// A sentence that says what was done to it.
    #[must_use]
    pub fn sentence(&self) -> Message {
        Message::new(self.action.sentence()).with("record", self.name()).with("file", self.file.as_str())
    }

    fn json(&self) -> Value {
        let columns = self.table.key_columns().map(|column| column.name.to_owned());
        let key: Map<String, Value> = columns.zip(self.key.iter().map(|cell| Value::from(cell.as_str()))).collect();
        json!({ "action": self.action.word(), "file": self.file, "record": self.name(), "key": key })
    }
}

impl Answer {
    /// A sentence alone.
    #[must_use]
    pub fn new(message: Message) -> Self {
        Self { message, notes: Vec::new(), records: Vec::new(), facts: Vec::new() }
    }

    /// One record, and what to say of it.
    #[must_use]
    pub fn of(touched: Touched, message: Option<Message>) -> Self {
        let message = message.unwrap_or_else(|| touched.sentence());
        Self { records: vec![touched], ..Self::new(message) }
    }

    /// Says it in other words.
    #[must_use]
    pub fn saying(self, message: Message) -> Self {
        Self { message, ..self }
    }

    /// Adds something else to be known.
    #[must_use]
    pub fn note(mut self, note: Message) -> Self {
        self.notes.push(note);
        self
    }

    /// Adds a fact for programs.
    #[must_use]
    pub fn fact(mut self, key: &'static str, value: impl ToString) -> Self {
        self.facts.push((key, value.to_string()));
        self
    }

    /// The sentences, one a line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        std::iter::once(&self.message).chain(&self.notes).map(|message| format!("{}\n", message.text(lang))).collect()
    }

    /// `bangfu/done/1`.
    #[must_use]
    pub fn json(&self, lang: Lang) -> Value {
        let mut object = Map::new();
        object.insert("format".to_owned(), Value::from("bangfu/done/1"));
        object.insert("message".to_owned(), Value::from(self.text(lang).trim_end()));
        object.insert("records".to_owned(), self.records.iter().map(Touched::json).collect());
        object.extend(self.facts.iter().map(|(key, value)| ((*key).to_owned(), Value::from(value.as_str()))));
        Value::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Answer, Touched};
    use crate::i18n::{Lang, Message};
    use crate::model::table::CONTACTS;

    #[test]
    fn an_answer_names_the_record_for_people_and_programs() {
        let key = ["a-1", "2012-11-08", "2"].map(str::to_owned).to_vec();
        let touched = Touched { action: Action::Removed, table: &CONTACTS, file: "branches/a/contacts.csv".to_owned(), key };
        let answer = Answer::of(touched, None).note(Message::new("pair.unknown")).fact("next_due", "2012-11-20");
        let text = answer.text(Lang::En);
        assert!(text.contains("a-1@2012-11-08#2") && text.lines().count() == 2, "{text}");
        let json = answer.json(Lang::Zh);
        assert_eq!(json["records"][0]["record"], "a-1@2012-11-08#2");
        assert_eq!(json["records"][0]["key"]["n"], "2");
        assert_eq!(json["next_due"], "2012-11-20");
    }
}
