//! `audit`: the signs with their places, as a table and as `bangfu/audit/1`; for people to judge, never scored. Not here: finding them.

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::readings;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::{Lang, Message};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PersonIx};
use crate::model::text::shortened;
use crate::rules::audit::{CODES, Sign, Spot, What};

/// The most characters of a copied text that are shown in a table.
const MOST_TEXT: usize = 40;
/// The most places of a sign that are shown in a table.
const MOST_PLACES: usize = 6;

/// Whether git could be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitEvidence {
    /// The history was read.
    Read,
    /// There is none, or it was not asked for.
    None,
    /// The clone is shallow: which commit was the first with a record cannot be told.
    Cut,
    /// It did not answer: what it said.
    Failed(String),
}

impl GitEvidence {
    /// Why there is none, in a word.
    fn missing(&self) -> Option<&'static str> {
        match self {
            Self::Read => None,
            Self::None => Some("none"),
            Self::Cut => Some("shallow"),
            Self::Failed(_) => Some("failed"),
        }
    }

    fn reading(&self) -> Message {
        match self {
            Self::Read => Message::new("audit.git"),
            Self::None => Message::new("audit.no-git"),
            Self::Cut => Message::new("audit.git-cut"),
            Self::Failed(reason) => Message::new("audit.git-failed").with("reason", reason.as_str()),
        }
    }
}

/// The answer `bangfu/audit/1`.
#[derive(Clone, Debug)]
pub struct AuditReport<'a> {
    core: &'a Core,
    as_of: Day,
    signs: Vec<Sign>,
    git: GitEvidence,
    lang: Lang,
}

impl<'a> AuditReport<'a> {
    /// The signs as of a day; of one branch where one is named (signs over several branches are of none).
    #[must_use]
    pub fn new(core: &'a Core, as_of: Day, mut signs: Vec<Sign>, branch: Option<BranchIx>, git: GitEvidence, lang: Lang) -> Self {
        signs.retain(|sign| branch.is_none() || sign.branch == branch);
        Self { core, as_of, signs, git, lang }
    }

    fn count(&self, code: &str) -> usize {
        self.signs.iter().filter(|sign| sign.what.code() == code).count()
    }

    fn person(&self, person: PersonIx) -> String {
        format!("{} {}", self.core.people.name(person), self.core.people.id(person))
    }

    /// A sign in a sentence.
    fn sentence(&self, sign: &Sign, text: impl Fn(&str) -> String) -> Message {
        let scheme = &self.core.scheme;
        match &sign.what {
            What::LateEntry { date, entered, days } => {
                let message = Message::new("audit.late-entry").with("date", *date).with("entered", *entered);
                message.with("days", *days).with("limit", scheme.entry_days)
            }
            What::SameText { text: same } => Message::new("audit.same-text").with("times", sign.spots.len()).with("text", text(same)),
            What::CrowdedDay { helper, day, count } => {
                let message = Message::new("audit.crowded-day").with("helper", self.person(*helper)).with("day", *day);
                message.with("count", *count).with("limit", scheme.max_per_day)
            }
            What::ClosedContacts { month, closed, pair, then, now } => {
                let message = Message::new("audit.closed-contacts").with("month", *month).with("closed", *closed);
                message.with("pair", pair.as_str()).with("then", *then).with("now", *now)
            }
            What::ClosedFile { month, closed, file, then, now } => {
                let message = Message::new("audit.closed-file").with("month", *month).with("closed", *closed);
                message.with("file", file.as_str()).with("then", *then).with("now", *now)
            }
            What::ClosedSettings { month, closed } => Message::new("audit.closed-settings").with("month", *month).with("closed", *closed),
            What::SaidCount { person, day, said, logged } => {
                let message = Message::new("audit.said-count").with("person", self.person(*person)).with("day", *day);
                message.with("month", day.month()).with("said", *said).with("logged", *logged)
            }
            What::SaidLast { person, day, said, logged } => {
                let message = Message::new("audit.said-last").with("person", self.person(*person)).with("day", *day);
                message.with("said", *said).with("logged", logged.map_or(String::new(), |day| day.to_string()))
            }
            What::LateCommit { commit, day } => {
                let message = Message::new("audit.late-commit").with("commit", commit.as_str()).with("day", *day);
                message.with("count", sign.spots.len()).with("limit", scheme.entry_days)
            }
        }
    }

    fn readings(&self) -> Vec<Message> {
        let scheme = &self.core.scheme;
        let mut lines = vec![Message::new("audit.judge").with("count", self.signs.len())];
        lines.push(Message::new("audit.readings").with("days", scheme.entry_days).with("most", scheme.max_per_day));
        lines.push(self.git.reading());
        lines.extend(readings::clauses(scheme, &["audit", "contacts"]));
        lines
    }
}

fn label(code: &str) -> &'static str {
    match code {
        "late-entry" => "audit.label.late-entry",
        "same-text" => "audit.label.same-text",
        "crowded-day" => "audit.label.crowded-day",
        "closed-month" => "audit.label.closed-month",
        "said-otherwise" => "audit.label.said-otherwise",
        _ => "audit.label.late-commit",
    }
}

fn place(spot: &Spot) -> String {
    if spot.line > 0 { format!("{}:{}", spot.file, spot.line) } else { spot.file.clone() }
}

impl Sheets for AuditReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("kind", "column.sign"),
            Column::left("branch", "column.branch"),
            Column::left("sign", "column.finding"),
            Column::left("places", "column.place-of-record"),
        ];
        let row = |sign: &Sign| {
            let places: Vec<String> = sign.spots.iter().take(MOST_PLACES).map(place).collect();
            let more = sign.spots.len().saturating_sub(MOST_PLACES);
            let places = Message::new("audit.places").with("places", places.join("\n"));
            let places = places.with("more", if more > 0 { more.to_string() } else { String::new() });
            vec![
                Cell::word(label(sign.what.code())),
                Cell::text(sign.branch.map_or("", |branch| self.core.scheme.branch_name(branch))),
                Cell::Say(self.sentence(sign, |text| shortened(text, MOST_TEXT))),
                Cell::Say(places),
            ]
        };
        let title = Some(Message::new("audit.title").with("day", self.as_of));
        vec![Sheet { title, columns, rows: self.signs.iter().map(row).collect(), footer: self.readings() }]
    }

    /// One place a row.
    fn flat(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("kind", "column.sign"),
            Column::left("branch", "column.branch"),
            Column::left("file", "column.file"),
            Column::right("line", "column.line"),
            Column::left("record", "column.record"),
            Column::left("sign", "column.finding"),
        ];
        let row = |sign: &Sign, spot: &Spot| {
            vec![
                Cell::text(sign.what.code()),
                Cell::text(sign.branch.map_or("", |branch| self.core.scheme.branch_key(branch))),
                Cell::text(&spot.file),
                Cell::Number(spot.line.into()),
                Cell::text(&spot.record),
                Cell::Say(self.sentence(sign, str::to_owned)),
            ]
        };
        let rows = self.signs.iter().flat_map(|sign| sign.spots.iter().map(move |spot| row(sign, spot))).collect();
        vec![Sheet { title: None, columns, rows, footer: Vec::new() }]
    }
}

impl Serialize for AuditReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let spot = |spot: &Spot| {
            let text = Some(spot.record.as_str()).filter(|record| !record.is_empty());
            json!({ "file": spot.file, "line": (spot.line > 0).then_some(spot.line), "record": text })
        };
        let sign = |sign: &Sign| {
            json!({
                "code": sign.what.code(),
                "branch": sign.branch.map(|branch| self.core.scheme.branch_key(branch)),
                "message": self.sentence(sign, str::to_owned).text(self.lang),
                "places": sign.spots.iter().map(spot).collect::<Vec<_>>(),
            })
        };
        let totals: serde_json::Map<String, Value> = CODES.iter().map(|code| ((*code).to_owned(), Value::from(self.count(code)))).collect();
        json!({
            "format": "bangfu/audit/1",
            "as_of": self.as_of,
            "git": self.git == GitEvidence::Read,
            "git_missing": self.git.missing(),
            "signs": self.signs.iter().map(sign).collect::<Vec<_>>(),
            "totals": totals,
        })
        .serialize(serializer)
    }
}
