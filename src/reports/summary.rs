//! `summary`: the season in figures under the document's three aims (三), month by month and branch by branch, its awards (`awards`) and
//! what was learned (`lessons`). As JSON `bangfu/summary/1` and as sheets. Not here: the rules.

mod awards;
mod lessons;

use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use awards::SeasonAward;
use lessons::Lesson;

use super::masthead::masthead;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month, Period};
use crate::model::records::BranchIx;
use crate::model::scheme::Vocabulary;
use crate::rules::award::RecordIndex;
use crate::rules::rollup::Figures;
use crate::rules::season::{BranchSeason, SeasonQuestion, season};

/// One branch's share.
pub struct BranchPart {
    branch: BranchIx,
    season: BranchSeason,
    /// What the branch's monthly reports named as problems.
    problems: Vec<(Month, String)>,
    /// The same with its plans, for all branches together.
    reported: Vec<Lesson>,
}

/// Works out a branch's share.
#[must_use]
pub fn part(core: &Core, branch: BranchIx, records: &BranchRecords, question: &SeasonQuestion<'_>) -> BranchPart {
    let reports = &records.reports;
    let sent = reports.iter().filter(|(_, report)| report.sent.is_some_and(|sent| sent <= question.as_of));
    let problems = sent.map(|(row, report)| (report.month, reports.text(row, "problems").to_owned()));
    BranchPart {
        branch,
        season: season(core, branch, records, question),
        problems: problems.filter(|(_, text)| !text.is_empty()).collect(),
        reported: lessons::reported(branch, records, question.as_of),
    }
}

/// The answer.
pub struct Summary<'a> {
    core: &'a Core,
    as_of: Day,
    period: Period,
    parts: Vec<BranchPart>,
    total: BranchSeason,
    awards: Vec<SeasonAward<'a>>,
    lessons: Vec<Lesson>,
}

impl<'a> Summary<'a> {
    /// Puts the branches' shares together; the college's counts are their sums. `index` has the records of all branches, which awards
    /// need, `only` the branch that is asked for.
    #[must_use]
    pub fn new(index: &RecordIndex<'a>, question: &SeasonQuestion<'_>, mut parts: Vec<BranchPart>, only: Option<BranchIx>) -> Self {
        let core = index.core;
        let mut total = BranchSeason::default();
        parts.iter().for_each(|part| total.add(&part.season));
        let mut lessons: Vec<Lesson> = parts.iter_mut().flat_map(|part| std::mem::take(&mut part.reported)).collect();
        lessons.extend(lessons::committee(core, question.as_of, only));
        let awards = awards::awards(index, only);
        Self { core, as_of: question.as_of, period: question.period, parts, total, awards, lessons: lessons::ordered(lessons) }
    }
}

/// A count of the season: its key, its header, its value.
type Count = (&'static str, &'static str, fn(&BranchSeason, &Figures) -> i64);

/// The aims of the document (三) with the figures that tell of each.
const AIMS: [(&str, &[Count]); 3] = [
    (
        "summary.aim-party",
        &[
            ("helped", "summary.helped", |season, _| season.helped.len() as i64),
            ("developed", "rollup.developed", |_, sum| sum.developed.into()),
            ("stages_gained", "summary.stages-gained", |season, _| season.stages_gained.into()),
        ],
    ),
    (
        "summary.aim-duty",
        &[
            ("pairs", "rollup.pairs", |season, _| season.pairs.into()),
            ("helpers", "summary.helpers", |season, _| season.helpers.len() as i64),
            ("without_breach", "summary.without-breach", |season, _| season.without_breach.into()),
            ("late_days", "rollup.late-days", |_, sum| sum.late_days.into()),
            ("forms_due", "rollup.forms-due", |_, sum| sum.forms.due.into()),
            ("forms_on_time", "rollup.forms-on-time", |_, sum| sum.forms.on_time.into()),
            ("forms_late", "rollup.forms-late", |_, sum| sum.forms.late.into()),
            ("forms_missing", "rollup.forms-missing", |_, sum| sum.forms.missing.into()),
        ],
    ),
    (
        "summary.aim-service",
        &[
            ("contacts", "rollup.contacts", |_, sum| sum.contacts.into()),
            ("minutes", "rollup.minutes", |_, sum| i64::try_from(sum.minutes).unwrap_or(i64::MAX)),
            ("goals_set", "summary.goals-set", |season, _| season.goals_set.into()),
            ("goals_met", "rollup.goals-met", |_, sum| sum.goals_met.into()),
            ("honours", "rollup.honours", |_, sum| sum.honours.into()),
            ("disciplines", "rollup.disciplines", |_, sum| sum.disciplines.into()),
            ("visits", "rollup.visits", |_, sum| sum.visits.into()),
        ],
    ),
];

/// A month's figure: its key, its header, its value.
type Monthly = (&'static str, &'static str, fn(&Figures) -> i64);

/// The figures shown of each month.
const MONTHLY: [Monthly; 9] = [
    ("pairs", "rollup.pairs", |f| f.pairs.into()),
    ("contacts", "rollup.contacts", |f| f.contacts.into()),
    ("contacted", "rollup.contacted", |f| f.contacted.into()),
    ("keeping", "rollup.keeping", |f| f.keeping.into()),
    ("late_days", "rollup.late-days", |f| f.late_days.into()),
    ("forms_due", "rollup.forms-due", |f| f.forms.due.into()),
    ("forms_missing", "rollup.forms-missing", |f| f.forms.missing.into()),
    ("goals_met", "rollup.goals-met", |f| f.goals_met.into()),
    ("developed", "rollup.developed", |f| f.developed.into()),
];

fn by_word(vocabulary: &Vocabulary, counts: &[u32]) -> Value {
    vocabulary.keys().zip(counts).map(|(key, count)| (key.to_owned(), Value::from(*count))).collect::<Map<_, _>>().into()
}

impl Summary<'_> {
    fn season_json(&self, season: &BranchSeason) -> Map<String, Value> {
        let sum = season.sum(self.core);
        let counts = AIMS.iter().flat_map(|(_, counts)| counts.iter());
        let mut object: Map<String, Value> = counts.map(|(key, _, value)| ((*key).to_owned(), Value::from(value(season, &sum)))).collect();
        object.insert("keeping_rate".to_owned(), Value::from(season.kept.digits()));
        object.insert("by_topic".to_owned(), by_word(&self.core.scheme.topics, &sum.by_topic));
        object.insert("by_mode".to_owned(), by_word(&self.core.scheme.modes, &sum.by_mode));
        object.insert("visit_score".to_owned(), Value::from(sum.visit_score.digits()));
        object.insert("inspection".to_owned(), Value::from(sum.inspection.digits()));
        object.insert("months".to_owned(), season.months.iter().map(month_json).collect());
        object
    }

    fn branch_json(&self, part: &BranchPart) -> Value {
        let mut object = Map::from_iter([("branch".to_owned(), Value::from(self.core.scheme.branch_key(part.branch)))]);
        object.extend(self.season_json(&part.season));
        let problem = |(month, text): &(Month, String)| json!({ "month": month.to_string(), "text": text.replace('↵', "\n") });
        object.insert("problems".to_owned(), part.problems.iter().map(problem).collect());
        object.into()
    }

    /// The sum, where it is of several branches.
    fn college(&self) -> Option<&BranchSeason> {
        Some(&self.total).filter(|_| self.parts.len() > 1)
    }

    /// The aims: a figure a line, a branch a column.
    fn aims(&self) -> Sheet {
        let branches = self.parts.iter().map(|part| Column {
            header: Message::new("paper.of").with("text", self.core.scheme.branch_name(part.branch)),
            ..Column::right("branch", "column.branch")
        });
        let columns = [Column::left("figure", "rollup.figure")]
            .into_iter()
            .chain(branches)
            .chain(self.college().map(|_| Column::right("total", "rollup.total")));
        let seasons: Vec<(&BranchSeason, Figures)> =
            self.parts.iter().map(|part| &part.season).chain(self.college()).map(|season| (season, season.sum(self.core))).collect();
        let mut rows = Vec::new();
        for (aim, counts) in AIMS {
            rows.push(std::iter::once(Cell::word(aim)).chain(seasons.iter().map(|_| Cell::Empty)).collect());
            for (_, header, value) in counts {
                let label = Cell::Say(Message::new("summary.line").word("text", header));
                rows.push(std::iter::once(label).chain(seasons.iter().map(|(season, sum)| Cell::Number(value(season, sum)))).collect());
            }
            if aim == "summary.aim-duty" {
                let label = Cell::Say(Message::new("summary.line").word("text", "summary.keeping-rate"));
                let rate = |(season, _): &(&BranchSeason, Figures)| season.kept.digits().map_or(Cell::Empty, Cell::Digits);
                rows.push(std::iter::once(label).chain(seasons.iter().map(rate)).collect());
            }
        }
        let title = Message::new("summary.title").with("scheme", self.core.scheme.info.name.as_str());
        let title = title.with("from", self.period.first).with("to", self.period.last);
        Sheet { title: Some(title), columns: columns.collect(), rows, footer: vec![Message::new("summary.as-of").with("day", self.as_of)] }
    }

    fn months(&self) -> Sheet {
        let columns = std::iter::once(Column::left("month", "column.month"));
        let columns = columns.chain(MONTHLY.iter().map(|(key, header, _)| Column::right(key, header))).collect();
        let row = |(month, figures): &(Month, Figures)| {
            std::iter::once(Cell::Text(month.to_string())).chain(MONTHLY.iter().map(|(_, _, value)| Cell::Number(value(figures)))).collect()
        };
        let rows = self.total.months.iter().map(row).collect();
        let scheme = &self.core.scheme;
        let footer = scheme.cadences.iter().map(|cadence| super::readings::cadence(scheme, cadence)).collect();
        Sheet { title: Some(Message::new("summary.months")), columns, rows, footer }
    }
}

fn month_json((month, figures): &(Month, Figures)) -> Value {
    let mut object = Map::from_iter([("month".to_owned(), Value::from(month.to_string()))]);
    object.extend(MONTHLY.iter().map(|(key, _, value)| ((*key).to_owned(), Value::from(value(figures)))));
    object.into()
}

impl Sheets for Summary<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        vec![self.aims(), self.months(), awards::sheet(self.core, self.as_of, &self.awards), lessons::sheet(self.core, &self.lessons)]
    }

    fn flat(&self) -> Vec<Sheet> {
        vec![Sheet { title: None, footer: Vec::new(), ..self.months() }]
    }

    fn lead(&self) -> Vec<Message> {
        masthead(&self.core.scheme)
    }
}

impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json!({
            "format": "bangfu/summary/1",
            "as_of": self.as_of,
            "from": self.period.first,
            "to": self.period.last,
            "branches": self.parts.iter().map(|part| self.branch_json(part)).collect::<Vec<_>>(),
            "total": self.season_json(&self.total),
            "awards": awards::json(self.core, &self.awards),
            "lessons": lessons::json(self.core, &self.lessons),
        })
        .serialize(serializer)
    }
}
