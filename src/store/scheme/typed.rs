//! What the value of a setting may be: text, key, number, day, decimal, share, word, list, section. Each reads one kind, or says what
//! was found and what is wanted. Not here: the meaning of a setting.

use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};

use super::walker::Setting;
use crate::finding::Code;
use crate::i18n::{Message, Value};
use crate::model::day::{Day, DayFault};
use crate::model::decimal::{Decimal, Fraction, fraction, parse_ratio};
use crate::model::id::is_id;
use crate::model::word::Word;
use crate::store::day_guess::guess;

/// The most bytes of a text (data.md, types).
const MOST_BYTES: usize = 64 * 1024;

impl<'d> Setting<'d> {
    /// Says that the value is of the wrong kind; `instead` is what to write, where that is known.
    fn wrong_type(self, want: &'static str, instead: &str) {
        let finding = self.finding(Code::WrongType).with("have", Value::Word(self.kind()));
        self.blame(finding.with("want", Value::Word(want)).with("guess", instead));
    }

    fn kind(self) -> &'static str {
        match self.value {
            DeValue::String(_) => "type.text",
            DeValue::Integer(_) => "type.whole",
            DeValue::Float(_) => "type.float",
            DeValue::Boolean(_) => "type.flag",
            DeValue::Datetime(moment) if moment.time.is_some() => "type.moment",
            DeValue::Datetime(_) => "type.day",
            DeValue::Array(list) if list.is_empty() || !list.iter().all(|item| item.get_ref().is_table()) => "type.list",
            DeValue::Array(_) => "type.sections",
            DeValue::Table(_) => "type.section",
        }
    }

    /// Says why the value will not do.
    pub fn bad(self, reason: Message) {
        self.blame(self.finding(Code::BadSetting).with("section", self.section.name).with("reason", reason));
    }

    /// A text without control characters.
    pub fn string(self) -> Option<&'d str> {
        let DeValue::String(text) = self.value else {
            let quoted = matches!(self.value, DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_));
            self.wrong_type("type.text", &if quoted { format!("\"{}\"", self.raw()) } else { String::new() });
            return None;
        };
        self.sound(text)
    }

    fn sound(self, text: &'d str) -> Option<&'d str> {
        if let Some(control) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            let code = if control == '\0' { Code::NulByte } else { Code::ControlCharacter };
            let at = self.start + self.raw().find(control).unwrap_or(0);
            let finding = self.section.document.finding(code, at).with("key", self.key);
            self.blame(finding.with("value", format!("U+{:04X}", u32::from(control))));
            return None;
        }
        if text.len() > MOST_BYTES {
            let finding = self.finding(Code::OverLongField).with("column", self.key);
            self.blame(finding.with("have", text.len()).with("limit", MOST_BYTES));
            return None;
        }
        Some(text)
    }

    /// A text of one line that is not empty: a name.
    pub fn line(self) -> Option<&'d str> {
        let text = self.string()?;
        let reason = match (text.trim().is_empty(), text.contains(['\n', '\r'])) {
            (true, _) => "setting.empty",
            (_, true) => "setting.one-line",
            _ => return Some(text),
        };
        self.bad(Message::new(reason));
        None
    }

    /// A key, which must be an id (data.md, types).
    pub fn id(self) -> Option<&'d str> {
        let text = self.string()?;
        if !is_id(text) {
            self.blame(self.finding(Code::BadId));
            return None;
        }
        Some(text)
    }

    /// `true` or `false`.
    pub fn flag(self) -> Option<bool> {
        let found = self.value.as_bool();
        if found.is_none() {
            let instead = self.value.as_str().filter(|text| matches!(*text, "true" | "false")).unwrap_or("");
            self.wrong_type("type.flag", instead);
        }
        found
    }

    /// A whole number within a range.
    pub fn whole(self, range: RangeInclusive<i64>) -> Option<i64> {
        let DeValue::Integer(number) = self.value else {
            let instead = self.value.as_str().filter(|text| text.parse::<i64>().is_ok()).unwrap_or("");
            self.wrong_type("type.whole", instead);
            return None;
        };
        let found = i64::from_str_radix(number.as_str(), number.radix()).ok().filter(|number| range.contains(number));
        if found.is_none() {
            let reason = Message::new("setting.between").with("first", *range.start()).with("last", *range.end());
            self.bad(reason);
        }
        found
    }

    /// A whole number within a range, as the model keeps it.
    pub fn small<T: TryFrom<i64>>(self, range: RangeInclusive<i64>) -> Option<T> {
        self.whole(range).and_then(|number| T::try_from(number).ok())
    }

    /// A day: a bare TOML date, or a text `YYYY-MM-DD`.
    pub fn day(self) -> Option<Day> {
        let written = match self.value {
            DeValue::String(text) => text,
            DeValue::Datetime(moment) if moment.time.is_none() && moment.offset.is_none() => self.raw(),
            _ => {
                let without_time = self.raw().get(..10).filter(|_| self.value.is_datetime()).unwrap_or(self.raw());
                self.wrong_type("type.day", &guess(without_time).unwrap_or_default());
                return None;
            }
        };
        match Day::parse(written.as_bytes()) {
            Ok(day) => return Some(day),
            Err(DayFault::Shape) => self.blame(self.finding(Code::BadDate).with("guess", guess(written).unwrap_or_default())),
            Err(fault) => self.blame(self.finding(fault.into())),
        }
        None
    }

    /// The text of a decimal or a share: quoted, or a bare whole number.
    fn numeral(self, want: &'static str) -> Option<String> {
        match self.value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
            _ => {
                let quoted = matches!(self.value, DeValue::Float(_));
                self.wrong_type(want, &if quoted { format!("\"{}\"", self.raw()) } else { String::new() });
                None
            }
        }
    }

    /// A decimal number.
    pub fn decimal(self) -> Option<Decimal> {
        let found = Decimal::parse(&self.numeral("type.decimal")?);
        if found.is_none() {
            self.blame(self.finding(Code::BadDecimal));
        }
        found
    }

    /// A decimal number that is not negative.
    pub fn weight(self) -> Option<Decimal> {
        let found = self.decimal()?;
        if found.is_negative() {
            self.bad(Message::new("setting.negative"));
            return None;
        }
        Some(found)
    }

    /// A share between 0 and 1: `10%`, `0.1` or `1/10`.
    pub fn share(self) -> Option<Fraction> {
        let Some(found) = parse_ratio(&self.numeral("type.share")?) else {
            self.bad(Message::new("setting.share"));
            return None;
        };
        if found < fraction(0, 1) || found > fraction(1, 1) {
            self.bad(Message::new("setting.share-range"));
            return None;
        }
        Some(found)
    }

    /// One of some words.
    pub fn word<T: Copy>(self, known: &[(&'static str, T)]) -> Option<T> {
        let text = self.string()?;
        let found = known.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            self.unknown_word(Code::UnknownWord, known.iter().map(|(word, _)| *word));
        }
        found
    }

    /// A word built into the program, by its key or its Chinese form.
    pub fn built_in<W: Word>(self) -> Option<W> {
        let text = self.string()?;
        let found = W::parse(text);
        if found.is_none() {
            self.unknown_word(Code::UnknownWord, W::ALL.iter().flat_map(|word| [word.key(), word.zh()]));
        }
        found
    }

    /// The items of a list.
    pub fn list(self) -> Vec<Self> {
        self.items("type.list", "")
    }

    /// The sections of a list, each written under its title.
    pub fn sections(self, title: &str) -> Vec<Self> {
        self.items("type.sections", title)
    }

    fn items(self, want: &'static str, instead: &str) -> Vec<Self> {
        let DeValue::Array(items) = self.value else {
            self.wrong_type(want, instead);
            return Vec::new();
        };
        items.iter().map(|item| Self::of(self.section, self.key, item)).collect()
    }

    /// The items of a list, each read by itself and none twice.
    pub fn set<T: PartialEq>(self, read: impl Fn(Self) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for item in self.list() {
            match read(item) {
                Some(value) if found.contains(&value) => item.blame(item.finding(Code::DoubledWord)),
                Some(value) => found.push(value),
                None => {}
            }
        }
        found
    }

    /// A section, and where it begins; `title` is how it is written.
    pub fn table(self, title: &str) -> Option<(&'d DeTable<'d>, usize)> {
        let found = self.value.as_table().map(|table| (table, self.start));
        if found.is_none() {
            self.wrong_type("type.section", title);
        }
        found
    }
}
