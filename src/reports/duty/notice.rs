//! `duty notice`: criticisms that the committee decided, as a list meant for publication: names, classes, the measure and the document
//! alone (rules.md R10, audience public). Not here: grounds, ids, votes, and proposals, which are not published.

use serde::ser::{Serialize, Serializer};
use serde_json::json;

use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{BranchIx, DutyDecision};
use crate::model::word::{CriticismScope, Measure, Word};
use crate::reports::paper::{Official, Paper, long_day, nested};
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};

/// The answer `bangfu/duty-notice/1`.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    core: &'a Core,
    scope: CriticismScope,
    as_of: Day,
    /// Rows of the decisions, by date and name.
    rows: Vec<usize>,
}

impl<'a> Notice<'a> {
    /// The criticisms decided in a period whose scope reaches so far; for a branch only those of its members.
    #[must_use]
    pub fn new(core: &'a Core, scope: CriticismScope, branch: Option<BranchIx>, decided: Period) -> Self {
        let of_branch =
            |row: &DutyDecision| branch.is_none_or(|branch| core.people.get(row.person).map(|known| known.branch) == Some(branch));
        let reaches = |row: &DutyDecision| row.measure == Measure::Criticism && row.scope.is_some_and(|known| known >= scope);
        let listed = core.committee.duty.iter().filter(|(_, row)| decided.contains(row.date) && reaches(row) && of_branch(row));
        let mut rows: Vec<usize> = listed.map(|(index, _)| index).collect();
        let place = |index: &usize| core.committee.duty.rows.get(*index).map(|row| (row.date, core.people.id(row.person)));
        rows.sort_by(|a, b| place(a).cmp(&place(b)));
        Self { core, scope, as_of: decided.last, rows }
    }

    /// Whether there is nothing to publish.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn decisions(&self) -> impl Iterator<Item = (usize, &DutyDecision)> {
        self.rows.iter().filter_map(|index| self.core.committee.duty.rows.get(*index).map(|row| (*index, row)))
    }

    /// The notice as an official document (通报).
    #[must_use]
    pub fn paper(&self) -> Paper {
        let info = &self.core.scheme.info;
        let basis = Message::new("duty.notice.basis").with("scheme", nested(&info.name));
        let opening = basis.with("clause", self.core.scheme.clause("duty").unwrap_or_default()).with("count", self.rows.len());
        let list = self.sheets().into_iter().next().unwrap_or_default();
        Official {
            title: list.title.clone().unwrap_or_else(|| Message::new("duty.notice.title")),
            number: String::new(),
            opening: vec![opening],
            list,
            rest: vec![Message::new("duty.notice.scope").word("scope", self.scope.label())],
            signed: vec![Message::new("paper.of").with("text", info.organization.as_str()), long_day(self.as_of)],
        }
        .paper()
    }

    fn document(&self, index: usize) -> &str {
        self.core.committee.duty.text(index, "document")
    }
}

impl Sheets for Notice<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let info = &self.core.scheme.info;
        let title = Message::new("duty.notice.title").with("organization", info.organization.as_str()).with("scheme", nested(&info.name));
        let columns = vec![
            Column::left("name", "column.name"),
            Column::left("class", "column.class"),
            Column::left("measure", "column.duty.measure"),
            Column::left("date", "column.decision"),
            Column::left("document", "column.document"),
        ];
        let row = |(index, row): (usize, &DutyDecision)| {
            vec![
                Cell::text(self.core.people.name(row.person)),
                Cell::text(self.core.people.text(row.person, "class")),
                Cell::word(row.measure.label()),
                Cell::Day(row.date),
                Cell::text(self.document(index)),
            ]
        };
        let mut footer = vec![Message::new("duty.notice.scope").word("scope", self.scope.label())];
        footer.extend(self.core.scheme.clause("duty").map(|clause| Message::new("duty.notice.clause").with("clause", clause)));
        let signed = Message::new("duty.notice.signed").with("organization", info.organization.as_str());
        footer.push(signed.with("day", self.as_of));
        vec![Sheet { title: Some(title), columns, rows: self.decisions().map(row).collect(), footer }]
    }
}

impl Serialize for Notice<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let row = |(index, row): (usize, &DutyDecision)| {
            json!({
                "name": self.core.people.name(row.person),
                "class": text(self.core.people.text(row.person, "class")),
                "measure": row.measure.key(),
                "date": row.date,
                "document": text(self.document(index)),
            })
        };
        json!({
            "format": "bangfu/duty-notice/1",
            "audience": "public",
            "scope": self.scope.key(),
            "as_of": self.as_of,
            "organization": self.core.scheme.info.organization,
            "clause": self.core.scheme.clause("duty"),
            "rows": self.decisions().map(row).collect::<Vec<_>>(),
        })
        .serialize(serializer)
    }
}
