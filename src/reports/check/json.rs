//! The report as `bangfu/check/1` (commands.md). Ids are looked up as they are written; nothing is built beforehand.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::{CheckReport, RowView, Totals};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::BranchIx;
use crate::model::word::Word;
use crate::rules::cadence::{Breach, CadenceFrame};

#[derive(serde::Serialize)]
struct ReportJson<'r> {
    format: &'static str,
    as_of: Day,
    cadences: Vec<CadenceJson<'r>>,
    pairs: RowsJson<'r>,
    totals: Totals,
}

#[derive(serde::Serialize)]
struct CadenceJson<'r> {
    key: &'r str,
    at_least: u32,
    every: Option<i32>,
    window: &'static str,
    pauses: &'static str,
    clause: Option<&'r str>,
    /// Where minutes are owed instead of contacts: what a missed window owed are minutes too.
    #[serde(skip_serializing_if = "Option::is_none")]
    total_minutes: Option<u32>,
}

struct RowsJson<'r>(&'r CheckReport<'r>);

#[derive(serde::Serialize)]
struct RowJson<'r> {
    pair: &'r str,
    branch: &'r str,
    helper: &'r str,
    helped: &'r str,
    cadence: &'r str,
    status: &'static str,
    contacts: u32,
    last_contact: Option<Day>,
    next_due: Option<Day>,
    late_days: i32,
    keeping_rate: String,
    gaps: GapsJson<'r>,
}

struct GapsJson<'r>(&'r [Breach]);

#[derive(serde::Serialize)]
#[serde(untagged)]
enum GapJson {
    Rolling { from: Day, to: Day, days: Option<i32>, over: i32, missed: Option<i32>, open: bool },
    Missed { from: Day, to: Day, contacts: u32, owed: u32 },
}

impl Serialize for CheckReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cadences = self.frames.iter().map(cadence).collect();
        let report =
            ReportJson { format: "bangfu/check/1", as_of: self.question.as_of, cadences, pairs: RowsJson(self), totals: self.totals };
        report.serialize(serializer)
    }
}

impl Serialize for RowsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.totals.rows))?;
        for (frame, branch, row) in self.0.rows() {
            rows.serialize_element(&row_json(self.0.core, frame, branch, &row))?;
        }
        rows.end()
    }
}

impl Serialize for GapsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(gap))
    }
}

fn cadence<'r>(frame: &'r CadenceFrame<'_>) -> CadenceJson<'r> {
    let cadence = frame.cadence;
    CadenceJson {
        key: &cadence.key,
        at_least: cadence.at_least,
        every: (cadence.every > 0).then_some(cadence.every),
        window: cadence.window.word(),
        pauses: cadence.pauses.word(),
        clause: cadence.clause.as_deref(),
        total_minutes: cadence.total_minutes,
    }
}

fn row_json<'r>(core: &'r Core, frame: &'r CadenceFrame<'_>, branch: BranchIx, row: &RowView<'r>) -> RowJson<'r> {
    let person = |side: fn(&crate::model::records::Pair) -> crate::model::records::PersonIx| {
        core.pairs.get(row.pair).map_or("", |pair| core.people.id(side(pair)))
    };
    RowJson {
        pair: core.pairs.id(row.pair),
        branch: core.scheme.branch_key(branch),
        helper: person(|pair| pair.helper),
        helped: person(|pair| pair.helped),
        cadence: &frame.cadence.key,
        status: row.status.key(),
        contacts: row.contacts,
        last_contact: row.last_contact,
        next_due: row.next_due,
        late_days: row.late_days,
        keeping_rate: row.keeping_digits(),
        gaps: GapsJson(row.breaches),
    }
}

fn gap(breach: &Breach) -> GapJson {
    match *breach {
        Breach::Gap { from, to, days, over, missed, open } => {
            GapJson::Rolling { from, to, days: Some(days), over, missed: Some(missed), open: open.is_open() }
        }
        Breach::Run { from, to, over, open } => GapJson::Rolling { from, to, days: None, over, missed: None, open: open.is_open() },
        Breach::Missed { from, to, contacts, owed } => GapJson::Missed { from, to, contacts, owed },
    }
}
