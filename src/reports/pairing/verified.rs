//! A proposal file held against the records: the pairs proven by the file's own prices, all else in it told again and compared, and what
//! changed since. Not here: the proof (`matching::verify`), how the file's pairs and prices are read (`written`).

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{PairingReport, words};
use crate::i18n::{Lang, Message};
use crate::matching::graph::Costs;
use crate::matching::pairing::Programme;
use crate::matching::verify::Flaw;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};

/// How many differences are told.
const MOST_TOLD: usize = 5;

/// The answer `bangfu/proof/1`.
pub struct Verified {
    pairs: usize,
    eligible: usize,
    applied: usize,
    /// Why the pairs are not proven to be allowed and the best.
    flaw: Option<Message>,
    unique: bool,
    /// Places in the file that say something else than the records.
    differences: Vec<String>,
    /// Whether all that decides is as it was.
    same_records: bool,
    /// Files that are not as they were.
    changed: Vec<String>,
    lang: Lang,
}

impl Verified {
    /// Holds a file against the proposal that its pairs and prices make.
    #[must_use]
    pub fn of(file: &Value, report: &PairingReport<'_>, lang: Lang) -> Self {
        let again = serde_json::to_value(report).unwrap_or_default();
        let mut differences = Vec::new();
        // Older files have no digest of their grounds; the prices that it is for are proven all the same.
        let is_compared = |key: &String| !matches!(key.as_str(), "inputs" | "digest") && (key != "grounds" || file.get(key).is_some());
        for key in keys(file, &again).into_iter().filter(is_compared) {
            compare(&key, &file[&key], &again[&key], &mut differences);
        }
        let programme = &report.proposal.programme;
        Self {
            pairs: report.proposal.assignment.pairs.len(),
            eligible: programme.eligible(),
            applied: programme.question.open.len(),
            flaw: report.proposal.proof.err().map(|flaw| told(programme, flaw)),
            unique: report.proposal.is_unique(),
            differences,
            same_records: file["digest"] == again["digest"],
            changed: changed(&file["inputs"], &again["inputs"]),
            lang,
        }
    }

    /// A file whose pairs or prices do not even fit the persons.
    #[must_use]
    pub fn unfit(file: &Value, programme: &Programme<'_>, inputs: &Value, flaw: Message, lang: Lang) -> Self {
        Self {
            pairs: file["pairs"].as_array().map_or(0, Vec::len),
            eligible: programme.eligible(),
            applied: programme.question.open.len(),
            flaw: Some(flaw),
            unique: false,
            differences: Vec::new(),
            same_records: file["digest"] == programme.digest().as_str(),
            changed: changed(&file["inputs"], inputs),
            lang,
        }
    }

    /// Whether everything that the file says is proven.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.flaw.is_none() && self.differences.is_empty() && self.same_records
    }

    fn checks(&self) -> Vec<(Message, Cell)> {
        let yes_or = |wrong: Option<Message>| wrong.map_or(Cell::word("yesno.yes"), Cell::Say);
        let yes_no = |yes: bool| Cell::word(if yes { "yesno.yes" } else { "yesno.no" });
        let differences = (!self.differences.is_empty()).then(|| {
            let shown = self.differences.iter().take(MOST_TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
            Message::new("pairing.verify.differs").with("count", self.differences.len()).with("places", shown)
        });
        let files = self.changed.join(", ");
        let records = match (self.same_records, self.changed.is_empty()) {
            (true, true) => Cell::word("yesno.yes"),
            (true, false) => Cell::Say(Message::new("pairing.verify.changed-in-vain").with("files", files)),
            (false, _) => Cell::Say(Message::new("pairing.verify.changed").with("files", files)),
        };
        vec![
            (Message::new("pairing.verify.pairs"), Cell::number(self.pairs)),
            (Message::new("pairing.verify.eligible"), Cell::number(self.eligible)),
            (Message::new("pairing.verify.applied"), Cell::number(self.applied)),
            (Message::new("pairing.verify.best"), yes_or(self.flaw.clone())),
            (Message::new("pairing.verify.unique"), yes_no(self.unique)),
            (Message::new("pairing.verify.follows"), yes_or(differences)),
            (Message::new("pairing.verify.records"), records),
        ]
    }

    fn verdict(&self) -> Message {
        Message::new(match (self.is_proven(), self.flaw.is_none()) {
            (true, _) => "pairing.verify.proven",
            (false, true) if self.differences.is_empty() => "pairing.verify.proven-now",
            (false, true) => "pairing.verify.words-differ",
            (false, false) => "pairing.verify.not-proven",
        })
    }
}

impl Sheets for Verified {
    fn sheets(&self) -> Vec<Sheet> {
        let columns = vec![Column::left("check", "pairing.verify.check"), Column::left("result", "pairing.verify.result")];
        let rows = self.checks().into_iter().map(|(check, result)| vec![Cell::Say(check), result]).collect();
        vec![Sheet { title: None, columns, rows, footer: vec![self.verdict()] }]
    }
}

impl Serialize for Verified {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json!({
            "format": "bangfu/proof/1",
            "proven": self.is_proven(),
            "optimal": self.flaw.is_none(),
            "unique": self.unique,
            "flaw": self.flaw.as_ref().map(|flaw| flaw.text(self.lang)),
            "differences": self.differences,
            "same_records": self.same_records,
            "changed": self.changed,
            "pairs": self.pairs,
            "eligible": self.eligible,
            "applied": self.applied,
            "verdict": self.verdict().text(self.lang),
        })
        .serialize(serializer)
    }
}

/// The keys of two objects, those of the first in their order.
fn keys(one: &Value, other: &Value) -> Vec<String> {
    let of = |value: &Value| value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let mut keys = of(one);
    let further: Vec<String> = of(other).into_iter().filter(|key| !keys.contains(key)).collect();
    keys.extend(further);
    keys
}

/// Gathers the places where two values differ.
fn compare(place: &str, one: &Value, other: &Value, differences: &mut Vec<String>) {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let items = one.iter().zip(other).enumerate();
            items.for_each(|(index, (one, other))| compare(&format!("{place}[{index}]"), one, other, differences));
        }
        (Value::Object(one_object), Value::Object(other_object)) => {
            if one_object == other_object {
                return;
            }
            for key in keys(one, other) {
                compare(&format!("{place}.{key}"), &one[&key], &other[&key], differences);
            }
        }
        (one, other) if one != other => differences.push(place.to_owned()),
        _ => {}
    }
}

/// The files whose digests differ, or that only one of the two names.
fn changed(told: &Value, now: &Value) -> Vec<String> {
    let mut files: Vec<String> = keys(told, now).into_iter().filter(|file| told[file] != now[file]).collect();
    files.sort();
    files
}

/// A flaw in words, with the persons.
fn told(programme: &Programme<'_>, flaw: Flaw) -> Message {
    let core = programme.question.core;
    let student = |row: usize| words::person(core, programme.student(row).person);
    let helper = |column: usize| words::person(core, programme.helper(column).person);
    let pair = |key: &'static str, row, column| Message::new(key).with("helper", helper(column)).with("helped", student(row));
    match flaw {
        Flaw::PairNotTight { row, column } if programme.instance.pair(row, column).is_none() => {
            let rule = programme.bar(programme.helper(column), programme.student(row)).map_or("pairing.nothing", words::bar);
            pair("pairing.flaw.barred", row, column).word("bar", rule)
        }
        Flaw::PairNotTight { row, column } => pair("pairing.flaw.dear", row, column),
        Flaw::PairUndercuts { row, column } => pair("pairing.flaw.better", row, column),
        Flaw::PairOrder { row, column } => pair("pairing.flaw.twice", row, column),
        Flaw::RowOverfull { row } => Message::new("pairing.flaw.overfull").with("person", student(row)),
        Flaw::ColumnOverfull { column } => Message::new("pairing.flaw.overfull").with("person", helper(column)),
        Flaw::OutsideUndercuts { row } | Flaw::OutsideNotTight { row } | Flaw::RowPriceTooLarge { row } => {
            Message::new("pairing.flaw.price").with("person", student(row))
        }
        Flaw::ColumnPricePositive { column } | Flaw::FreePlacePriced { column } | Flaw::ColumnPriceTooLarge { column } => {
            Message::new("pairing.flaw.price").with("person", helper(column))
        }
        Flaw::PriceCount | Flaw::UnknownPair { .. } => Message::new("pairing.flaw.shape"),
    }
}
