//! Whether a decided list still follows from the records, as JSON `bangfu/award-verify/1` and as sentences that name each setting and
//! record that changed. Not here: the comparison (`rules::award::verification`).

use serde::ser::{Serialize, Serializer};

use crate::i18n::Message;
use crate::model::award_rule::AwardRule;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decision::{Decision, path};
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};
use crate::rules::award::verification::{Difference, Digest, Figure, FigureChange, Verification};

/// The file of the settings.
const SETTINGS: &str = "bangfu.toml";

/// A decision and what became of what it rests on.
pub struct VerificationReport<'a> {
    core: &'a Core,
    rule: &'a AwardRule,
    decision: &'a Decision,
    found: Verification,
}

impl<'a> VerificationReport<'a> {
    /// What was found of a decision.
    #[must_use]
    pub fn new(core: &'a Core, rule: &'a AwardRule, decision: &'a Decision, found: Verification) -> Self {
        Self { core, rule, decision, found }
    }

    fn verdict(&self) -> Message {
        let key = match (self.found.is_unchanged(), self.found.follows(), self.found.same_list()) {
            (true, ..) => "verification.follows",
            (false, true, _) => "verification.follows-changed",
            (false, false, true) => "verification.other-figures",
            (false, false, false) => "verification.follows-not",
        };
        Message::new(key)
            .with("award", self.rule.name.as_str())
            .with("day", self.decision.date)
            .with("as_of", self.decision.as_of)
            .with("records", self.found.count)
            .with("settings", self.decision.readings.len())
    }

    /// Everything that is different, a sentence each.
    fn changes(&self) -> Vec<Message> {
        let mut said: Vec<Message> = Vec::new();
        if self.found.digests == Digest::Altered {
            said.push(Message::new("verification.altered").with("file", path(&self.rule.key)));
        }
        said.extend(self.found.settings.iter().map(setting));
        said.extend(self.found.records.iter().map(|(file, difference)| record(file, difference)));
        said.extend(self.found.sizes.map(|([pool, seats], [pool_now, seats_now])| {
            let sizes = Message::new("verification.sizes").with("pool", pool).with("seats", seats);
            sizes.with("pool_now", pool_now).with("seats_now", seats_now)
        }));
        said.extend(self.found.figures.iter().map(|change| self.figure(change)));
        said
    }

    fn figure(&self, change: &FigureChange) -> Message {
        let people = &self.core.people;
        Message::new("verification.figure")
            .with("person", people.id(change.person))
            .with("name", people.name(change.person))
            .with("then", figure(change.then.as_ref()))
            .with("now", figure(change.now.as_ref()))
    }
}

fn setting(difference: &Difference) -> Message {
    let said = |key| Message::new(key).with("name", difference.name.as_str());
    match (&difference.then, &difference.now) {
        (None, Some(now)) => said("verification.setting-added").with("now", now.as_str()),
        (Some(then), None) => said("verification.setting-removed").with("then", then.as_str()),
        (then, now) => said("verification.setting-changed")
            .with("then", then.as_deref().unwrap_or_default())
            .with("now", now.as_deref().unwrap_or_default()),
    }
}

fn record(file: &str, difference: &Difference) -> Message {
    let key = match (&difference.then, &difference.now) {
        (None, _) => "verification.record-added",
        (_, None) => "verification.record-removed",
        _ => "verification.record-changed",
    };
    Message::new(key).with("file", file).with("record", difference.name.as_str())
}

fn figure(figure: Option<&Figure>) -> Message {
    let Some(figure) = figure else { return Message::new("verification.not-in-pool") };
    let computed = figure.computed.label();
    match (figure.rank, &figure.score, &figure.code) {
        (Some(rank), Some(score), _) => {
            Message::new("verification.ranked").with("rank", rank).with("score", score.as_str()).word("computed", computed)
        }
        (_, _, code) => Message::new("verification.barred").word("computed", computed).with("code", code.as_deref().unwrap_or_default()),
    }
}

impl Sheets for VerificationReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        vec![Sheet { title: Some(self.verdict()), footer: self.changes(), ..Sheet::default() }]
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("file", "verification.column.file"),
            Column::left("record", "column.record"),
            Column::left("change", "draw.column.change"),
        ];
        let row = |file: &str, difference: &Difference| vec![Cell::text(file), Cell::text(&difference.name), Cell::text(difference.word())];
        let settings = self.found.settings.iter().map(|difference| row(SETTINGS, difference));
        let records = self.found.records.iter().map(|(file, difference)| row(file, difference));
        vec![Sheet { title: None, columns, rows: settings.chain(records).collect(), footer: Vec::new() }]
    }
}

#[derive(serde::Serialize)]
struct VerificationJson<'r> {
    format: &'static str,
    award: &'r str,
    as_of: Day,
    date: Day,
    unchanged: bool,
    follows: bool,
    same_list: bool,
    digests_as_written: bool,
    changes: Vec<ChangeJson<'r>>,
    pool: [u32; 2],
    seats: [u32; 2],
    figures: Vec<FigureJson<'r>>,
}

#[derive(serde::Serialize)]
struct ChangeJson<'r> {
    file: &'r str,
    record: &'r str,
    change: &'static str,
    then: Option<&'r str>,
    now: Option<&'r str>,
}

#[derive(serde::Serialize)]
struct FigureJson<'r> {
    person: &'r str,
    name: &'r str,
    then: Option<ComputedJson<'r>>,
    now: Option<ComputedJson<'r>>,
}

#[derive(serde::Serialize)]
struct ComputedJson<'r> {
    rank: Option<u32>,
    score: Option<&'r str>,
    fractions: &'r [String],
    computed: &'static str,
    code: Option<&'r str>,
}

fn change<'r>(file: &'r str, difference: &'r Difference) -> ChangeJson<'r> {
    let Difference { name, then, now } = difference;
    ChangeJson { file, record: name, change: difference.word(), then: then.as_deref(), now: now.as_deref() }
}

fn computed(figure: &Figure) -> ComputedJson<'_> {
    ComputedJson {
        rank: figure.rank,
        score: figure.score.as_deref(),
        fractions: &figure.fractions,
        computed: figure.computed.word(),
        code: figure.code.as_deref(),
    }
}

impl Serialize for VerificationReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let found = &self.found;
        let settings = found.settings.iter().map(|difference| change(SETTINGS, difference));
        let records = found.records.iter().map(|(file, difference)| change(file, difference));
        let (then, now) = found.sizes.unwrap_or(([self.decision.pool, self.decision.seats], [self.decision.pool, self.decision.seats]));
        let figures = found.figures.iter().map(|change| FigureJson {
            person: self.core.people.id(change.person),
            name: self.core.people.name(change.person),
            then: change.then.as_ref().map(computed),
            now: change.now.as_ref().map(computed),
        });
        VerificationJson {
            format: "bangfu/award-verify/1",
            award: &self.rule.key,
            as_of: self.decision.as_of,
            date: self.decision.date,
            unchanged: found.is_unchanged(),
            follows: found.follows(),
            same_list: found.same_list(),
            digests_as_written: found.digests == Digest::AsWritten,
            changes: settings.chain(records).collect(),
            pool: [then[0], now[0]],
            seats: [then[1], now[1]],
            figures: figures.collect(),
        }
        .serialize(serializer)
    }
}
