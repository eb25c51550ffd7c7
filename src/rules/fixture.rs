//! Small hand-made schemes and records for the tests of the rules: everything is given by id, references are looked up when the
//! dataset is made, so that records may be added in any order.

use std::sync::Arc;

use crate::model::award_rule::{AwardRule, Better, Criterion, CriterionKey, Level, Missing, Pool, Quota, Rounding, Ties};
use crate::model::contact_log::{Contact, ContactLog};
use crate::model::dataset::{BranchRecords, Committee, Core, Dataset, Pairs};
use crate::model::day::{Day, Month, Period};
use crate::model::decimal::{Decimal, fraction};
use crate::model::pairing_words::{CollegeRule, PairingScope, SexRule};
use crate::model::records::{
    AssessmentMark, BranchIx, Form, Goal, Inspection, Nomination, Outcome, Pair, PairIx, Person, PersonIx, Report, Seriousness, Visit,
};
use crate::model::roster::Roster;
use crate::model::scheme::{
    Branch, Cadence, DutyRules, FormRules, HELPING, PairingPolicy, PairingRules, Pause, PauseReading, Per, Phase, PrivacyRules, Scheme,
    SchemeInfo, Term, Vocabulary, Window,
};
use crate::model::text_table::{Records, TextTable};
use crate::model::word::{Basis, OutcomeKind, Review, Side, Stage, Word};

/// A day by its text.
pub fn day(text: &str) -> Day {
    Day::parse(text.as_bytes()).unwrap()
}

/// A decimal by its text.
pub fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

/// Records by id, waiting to become a dataset.
#[derive(Clone)]
pub struct Fixture {
    /// The settings, free to be changed.
    pub scheme: Scheme,
    people: Vec<PersonRow>,
    pairs: Vec<(String, String, String, Day, Option<Day>)>,
    forms: Vec<(String, Form)>,
    goals: Vec<(String, Goal)>,
    nominations: Vec<NominationRow>,
    reports: Vec<(String, Report)>,
    visits: Vec<(String, Visit)>,
    inspections: Vec<(String, Option<String>, Inspection)>,
    outcomes: Vec<OutcomeRow>,
    marks: Vec<(String, AssessmentMark)>,
    contacts: Vec<(String, Contact)>,
}

/// A person of the roster.
#[derive(Clone)]
pub struct PersonRow {
    id: String,
    stage: Stage,
    branch: String,
    /// `class`, `major`, `grade`, `gender`, `college`.
    texts: [String; 5],
}

#[derive(Clone)]
struct NominationRow {
    branch: String,
    award: String,
    person: String,
    by: String,
    record: Nomination,
}

#[derive(Clone)]
struct OutcomeRow {
    person: String,
    what: String,
    level: Option<String>,
    record: Outcome,
}

/// A review of a nomination: the word, the score and the day.
pub type NominationReview<'a> = (Review, Option<&'a str>, Option<&'a str>);

impl Fixture {
    /// The first scheme's dates with the branches b1 and b2, and no record.
    pub fn empty() -> Self {
        Self {
            scheme: scheme(),
            people: Vec::new(),
            pairs: Vec::new(),
            forms: Vec::new(),
            goals: Vec::new(),
            nominations: Vec::new(),
            reports: Vec::new(),
            visits: Vec::new(),
            inspections: Vec::new(),
            outcomes: Vec::new(),
            marks: Vec::new(),
            contacts: Vec::new(),
        }
    }

    /// A person with a branch on the roster, or with none (`""`).
    pub fn person(&mut self, id: &str, stage: Stage, branch: &str) -> &mut Self {
        self.student(id, stage, branch, ["", "", ""])
    }

    /// A person with class, major and grade.
    pub fn student(&mut self, id: &str, stage: Stage, branch: &str, texts: [&str; 3]) -> &mut Self {
        let [class, major, grade] = texts.map(str::to_owned);
        let texts = [class, major, grade, String::new(), String::new()];
        self.people.push(PersonRow { id: id.into(), stage, branch: branch.into(), texts });
        self
    }

    /// Gives the last person a sex and a college.
    pub fn of(&mut self, gender: &str, college: &str) -> &mut Self {
        if let Some(row) = self.people.last_mut() {
            (row.texts[3], row.texts[4]) = (gender.to_owned(), college.to_owned());
        }
        self
    }

    /// Puts the rows of the roster in another order.
    pub fn turn_people(&mut self, by: usize) {
        if !self.people.is_empty() {
            let by = by % self.people.len();
            self.people.rotate_left(by);
        }
    }

    /// A pair whose branch is the part of its id before the last hyphen.
    pub fn pair(&mut self, id: &str, helper: &str, helped: &str, start: &str, end: Option<&str>) -> &mut Self {
        self.pairs.push((id.into(), helper.into(), helped.into(), day(start), end.map(day)));
        self
    }

    /// A talk of 30 minutes on each of these days, in the order of pair and day.
    pub fn contacts(&mut self, pair: &str, dates: &[&str]) -> &mut Self {
        for date in dates {
            self.contact(pair, date, TALK, 30);
        }
        self
    }

    /// A contact of a kind (`TALK`, `ATTEMPT`).
    pub fn contact(&mut self, pair: &str, date: &str, act: u8, minutes: u16) -> &mut Self {
        self.contacts.push((pair.into(), Contact { pair: PairIx::UNKNOWN, date: day(date), minutes, n: 1, act }));
        self
    }

    /// A form handed in.
    pub fn form(&mut self, pair: &str, month: &str, n: u32, received: &str, review: Option<(Review, Option<&str>)>) -> &mut Self {
        let form = Form {
            line: 2 + self.forms.len() as u32,
            n,
            pair: PairIx::UNKNOWN,
            month: Month::parse(month.as_bytes()).unwrap(),
            received: day(received),
            review: review.map(|(word, _)| word),
            reviewed: review.and_then(|(_, reviewed)| reviewed.map(day)),
            score: None,
        };
        self.forms.push((pair.into(), form));
        self
    }

    /// A goal.
    pub fn goal(&mut self, pair: &str, met: Option<&str>) -> &mut Self {
        let line = 2 + self.goals.len() as u32;
        self.goals.push((pair.into(), Goal { line, pair: PairIx::UNKNOWN, topic: 0, due: None, met: met.map(day) }));
        self
    }

    /// A nomination in a branch's file.
    pub fn nomination(
        &mut self,
        branch: &str,
        [award, person, by]: [&str; 3],
        date: &str,
        review: Option<NominationReview<'_>>,
    ) -> &mut Self {
        let record = Nomination {
            line: 2 + self.nominations.len() as u32,
            award: u16::MAX,
            person: PersonIx::UNKNOWN,
            by: PersonIx::UNKNOWN,
            date: day(date),
            review: review.map(|(word, _, _)| word),
            review_score: review.and_then(|(_, score, _)| score.map(decimal)),
            review_date: review.and_then(|(_, _, date)| date.map(day)),
        };
        self.nominations.push(NominationRow { branch: branch.into(), award: award.into(), person: person.into(), by: by.into(), record });
        self
    }

    /// A branch's report.
    pub fn report(&mut self, branch: &str, month: &str, sent: Option<&str>) -> &mut Self {
        let line = 2 + self.reports.len() as u32;
        let month = Month::parse(month.as_bytes()).unwrap();
        self.reports.push((branch.into(), Report { line, month, sent: sent.map(day) }));
        self
    }

    /// A visit.
    pub fn visit(&mut self, date: &str, person: &str, score: Option<&str>) -> &mut Self {
        let line = 2 + self.visits.len() as u32;
        let score = score.map(decimal);
        let visit = Visit { line, date: day(date), person: PersonIx::UNKNOWN, score, said_contacts: None, said_last: None };
        self.visits.push((person.into(), visit));
        self
    }

    /// An inspection of a branch, or of a person of it.
    pub fn inspection(&mut self, date: &str, branch: &str, person: Option<&str>, rating: Option<&str>) -> &mut Self {
        let inspection = Inspection {
            line: 2 + self.inspections.len() as u32,
            date: day(date),
            branch: BranchIx::NONE,
            person: None,
            rating: rating.map(decimal),
            serious: Seriousness::Ordinary,
        };
        self.inspections.push((branch.into(), person.map(str::to_owned), inspection));
        self
    }

    /// A serious finding about a person.
    pub fn serious(&mut self, date: &str, branch: &str, person: &str) -> &mut Self {
        self.inspection(date, branch, Some(person), None);
        self.inspections.iter_mut().rev().take(1).for_each(|(_, _, row)| row.serious = Seriousness::Serious);
        self
    }

    /// Marks in parts of an assessment, both by index.
    pub fn mark<const N: usize>(&mut self, assessment: u16, person: &str, marks: [(u16, &str); N]) -> &mut Self {
        for (part, mark) in marks {
            let line = 2 + self.marks.len() as u32;
            let mark = decimal(mark);
            let mark = AssessmentMark { line, assessment, part, person: PersonIx::UNKNOWN, mark, voters: None, electorate: None };
            self.marks.push((person.into(), mark));
        }
        self
    }

    /// Who voted on a person's part.
    pub fn voted(&mut self, person: &str, part: u16, voters: u32, electorate: u32) -> &mut Self {
        for (_, mark) in self.marks.iter_mut().filter(|(who, mark)| who == person && mark.part == part) {
            (mark.voters, mark.electorate) = (Some(voters), Some(electorate));
        }
        self
    }

    /// A change of stage.
    pub fn stage(&mut self, date: &str, person: &str, stage: Stage) -> &mut Self {
        self.outcome(date, person, OutcomeKind::Stage, stage.key())
    }

    /// An outcome without level, value and points; `what` is the stage for a stage outcome.
    pub fn outcome(&mut self, date: &str, person: &str, kind: OutcomeKind, what: &str) -> &mut Self {
        let record = Outcome {
            line: 2 + self.outcomes.len() as u32,
            date: day(date),
            person: PersonIx::UNKNOWN,
            kind,
            stage: Stage::parse(what).filter(|_| kind == OutcomeKind::Stage),
            level: None,
            value: None,
            points: None,
        };
        self.outcomes.push(OutcomeRow { person: person.into(), what: what.into(), level: None, record });
        self
    }

    /// Gives the last outcome a level.
    pub fn level(&mut self, level: &str) -> &mut Self {
        self.outcomes.last_mut().unwrap().level = Some(level.into());
        self
    }

    /// Gives the last outcome points of its own.
    pub fn points(&mut self, points: &str) -> &mut Self {
        self.outcomes.last_mut().unwrap().record.points = Some(decimal(points));
        self
    }

    /// A grade.
    pub fn grade(&mut self, date: &str, person: &str, measure: &str, value: &str) -> &mut Self {
        self.outcome(date, person, OutcomeKind::Grade, measure);
        self.outcomes.last_mut().unwrap().record.value = Some(decimal(value));
        self
    }

    /// Adds an award with one criterion `forms` to the scheme and gives it to be changed.
    pub fn award(&mut self, key: &str, side: Side) -> &mut AwardRule {
        self.scheme.awards.push(award(key, side));
        self.scheme.awards.last_mut().unwrap()
    }

    /// The dataset.
    pub fn dataset(&self) -> Dataset {
        let people = self.roster();
        let pairs = self.all_pairs(&people);
        let committee = self.committee(&people);
        let branches = self.scheme.branches.iter().map(|branch| self.branch_records(&branch.key, &people, &pairs)).collect();
        Dataset { core: Core::new(self.scheme.clone(), people, pairs, committee), branches }
    }

    fn branch_index(&self, key: &str) -> BranchIx {
        self.scheme.branch(key).map_or(BranchIx::NONE, |index| BranchIx(index as u16))
    }

    fn roster(&self) -> Roster {
        let mut texts = TextTable::keeping(vec!["id", "name", "class", "major", "grade", "gender", "college"]);
        let mut people = Vec::new();
        for (index, row) in self.people.iter().enumerate() {
            let line = 2 + index as u32;
            people.push(Person { line, stage: row.stage, branch: self.branch_index(&row.branch), stage_since: None, left: None });
            [&row.id, &format!("名{}", row.id)].into_iter().chain(&row.texts).for_each(|text| texts.push(text));
        }
        let (roster, doubled) = Roster::new(people, texts);
        assert_eq!(doubled, []);
        roster
    }

    fn all_pairs(&self, people: &Roster) -> Pairs {
        let mut sorted: Vec<_> = self.pairs.iter().map(|row| (self.branch_index(row.0.rsplit_once('-').unwrap().0), row)).collect();
        sorted.sort_by_key(|(branch, row)| (*branch, row.0.clone()));
        let mut pairs = Pairs::default();
        pairs.texts = TextTable::keeping(vec!["id"]);
        for (line, (branch, (id, helper, helped, start, end))) in sorted.iter().enumerate() {
            let (helper, helped) = (people.find(helper).unwrap(), people.find(helped).unwrap());
            let line = 2 + line as u32;
            pairs.rows.push(Pair { line, branch: *branch, basis: Basis::Assigned, helper, helped, topics: 1, start: *start, end: *end });
            pairs.texts.push(id);
        }
        let count = self.scheme.branches.len() as u16;
        pairs.starts = (0..=count).map(|branch| sorted.iter().filter(|row| row.0.0 < branch).count() as u32).collect();
        pairs
    }

    fn committee(&self, people: &Roster) -> Committee {
        let visits = self.visits.iter().map(|(person, visit)| Visit { person: people.find(person).unwrap(), ..*visit });
        let inspections = self.inspections.iter().map(|(branch, person, row)| Inspection {
            branch: self.branch_index(branch),
            person: person.as_ref().map(|id| people.find(id).unwrap()),
            ..*row
        });
        let marks = self.marks.iter().map(|(who, mark)| AssessmentMark { person: people.find(who).unwrap(), ..*mark });
        Committee {
            visits: records("committee/visits.csv", visits.collect()),
            inspections: records("committee/inspections.csv", inspections.collect()),
            outcomes: self.all_outcomes(people),
            assessments: records("committee/assessments.csv", marks.collect()),
            ..Committee::default()
        }
    }

    fn all_outcomes(&self, people: &Roster) -> Records<Outcome> {
        let mut texts = TextTable::keeping(vec!["what", "level"]);
        let rows = self.outcomes.iter().map(|row| {
            texts.push(&row.what);
            texts.push(row.level.as_deref().unwrap_or(""));
            let table = match row.record.kind {
                OutcomeKind::Discipline => &self.scheme.discipline_points,
                _ => &self.scheme.honour_points,
            };
            let level = row.level.as_ref().map(|level| table.iter().position(|(key, _)| key == level).unwrap() as u16);
            Outcome { person: people.find(&row.person).unwrap(), level, ..row.record }
        });
        let rows = rows.collect();
        Records::new(Arc::from("committee/outcomes.csv"), rows, texts, None)
    }

    fn branch_records(&self, branch: &str, people: &Roster, pairs: &Pairs) -> BranchRecords {
        let index = self.branch_index(branch);
        let pair = |id: &str| pairs.find_in(index, id.as_bytes());
        let forms = self.forms.iter().filter_map(|(id, form)| pair(id).map(|pair| Form { pair, ..*form }));
        let goals = self.goals.iter().filter_map(|(id, goal)| pair(id).map(|pair| Goal { pair, ..*goal }));
        let reports = self.reports.iter().filter(|(key, _)| key == branch).map(|(_, report)| *report);
        BranchRecords {
            forms: records(&format!("branches/{branch}/forms.csv"), forms.collect()),
            goals: records(&format!("branches/{branch}/goals.csv"), goals.collect()),
            reports: records(&format!("branches/{branch}/reports.csv"), reports.collect()),
            nominations: self.branch_nominations(branch, people),
            contacts: self.branch_contacts(index, pairs),
            ..BranchRecords::default()
        }
    }

    /// Lines count from 2 in the order of pair and day.
    fn branch_contacts(&self, branch: BranchIx, pairs: &Pairs) -> ContactLog {
        let pair = |id: &str| pairs.find_in(branch, id.as_bytes());
        let mut contacts: Vec<Contact> =
            self.contacts.iter().filter_map(|(id, contact)| pair(id).map(|pair| Contact { pair, ..*contact })).collect();
        contacts.sort_unstable();
        let lines = (2..).take(contacts.len()).collect();
        ContactLog { contacts, lines, ..ContactLog::default() }
    }

    fn branch_nominations(&self, branch: &str, people: &Roster) -> Records<Nomination> {
        let mut texts = TextTable::keeping(vec!["by"]);
        let rows = self.nominations.iter().filter(|row| row.branch == branch).map(|row| {
            texts.push(&row.by);
            Nomination {
                award: self.scheme.awards.iter().position(|award| award.key == row.award).unwrap() as u16,
                person: people.find(&row.person).unwrap(),
                by: people.find(&row.by).unwrap_or(PersonIx::UNKNOWN),
                ..row.record
            }
        });
        let rows = rows.collect();
        Records::new(Arc::from(format!("branches/{branch}/nominations.csv")), rows, texts, None)
    }
}

fn records<T>(file: &str, rows: Vec<T>) -> Records<T> {
    Records::new(Arc::from(file), rows, TextTable::default(), None)
}

/// Index of an act that counts.
pub const TALK: u8 = 0;
/// Index of an act that does not.
pub const ATTEMPT: u8 = 1;
/// Index of another act that counts.
pub const HELP: u8 = 2;

/// Kinds of contact: two that count and one that does not.
pub fn acts() -> Vocabulary {
    let term = |key: &str, counts| Term { key: key.into(), name: format!("形式{key}"), counts };
    Vocabulary { terms: vec![term("talk", true), term("attempt", false), term("help", true)] }
}

/// The document's cadence: once every 14 days, rolling, pauses stop the clock.
pub fn two_weeks() -> Cadence {
    Cadence {
        key: "two-weeks".into(),
        name: "每两周至少交流一次".into(),
        clause: Some("八（四）".into()),
        acts: Vec::new(),
        phase: HELPING.into(),
        at_least: 1,
        every: 14,
        window: Window::Rolling,
        pauses: PauseReading::Stop,
        minutes: 0,
        total_minutes: None,
        weekdays: Vec::new(),
        per: Per::Pair,
        min_days: 0,
        remind_days: 3,
    }
}

fn scheme() -> Scheme {
    let branch = |key: &str| Branch { key: key.into(), name: format!("支部{key}") };
    let period = |first, last| Period::new(day(first), day(last));
    Scheme {
        info: SchemeInfo {
            name: "一帮一".into(),
            document: String::new(),
            organization: String::new(),
            issued: None,
            period: period("2012-10-16", "2013-06-06"),
        },
        branches: vec![branch("b1"), branch("b2")],
        leaders: Vec::new(),
        phases: vec![Phase { key: HELPING.into(), name: "帮扶".into(), period: period("2012-11-06", "2013-06-06") }],
        pauses: vec![Pause { name: "寒假".into(), period: period("2013-01-19", "2013-02-26"), note: None }],
        holidays: Vec::new(),
        workdays: Vec::new(),
        topics: Vocabulary::default(),
        modes: Vocabulary::default(),
        acts: acts(),
        needs: Vocabulary::default(),
        cadences: vec![two_weeks()],
        pairing: pairing(),
        entry_days: 7,
        form: FormRules { due_day: 5, min_days: 7 },
        report_due_day: 10,
        inspections_per_month: 1,
        symposium_months: 2,
        visit_rest_days: 60,
        awards: Vec::new(),
        honour_points: [("school", 10), ("college", 5), ("class", 2)].map(points).to_vec(),
        discipline_points: [("warning", -10), ("criticism", -5)].map(points).to_vec(),
        assessments: Vec::new(),
        duty: DutyRules::default(),
        privacy: PrivacyRules { min_cell: 3, recipients: Vec::new(), retention: Vec::new() },
        max_per_day: 4,
        clauses: Vec::new(),
    }
}

fn points((level, points): (&str, i64)) -> (String, Decimal) {
    (level.into(), Decimal::whole(points))
}

fn pairing() -> PairingRules {
    PairingRules {
        helper_stages: vec![Stage::Probationary, Stage::Full],
        helped_stages: vec![Stage::Masses, Stage::League, Stage::Applicant, Stage::Activist, Stage::Candidate],
        helper_capacity: 1,
        helped_capacity: 1,
        helper_min: None,
        max_choices: 3,
        choices_until: None,
        policy: PairingPolicy::NeedFirst,
        scope: PairingScope::All,
        sex: SexRule::Any,
        college: CollegeRule::Same,
        grade_distance: None,
        fit: Vec::new(),
    }
}

/// A criterion of a weight, with full marks 10 and nothing else.
pub fn criterion(key: CriterionKey, weight: i64) -> Criterion {
    Criterion {
        key,
        weight: Decimal::whole(weight),
        full_marks: Some(Decimal::whole(10)),
        late_credit: fraction(1, 2),
        measure: Some("gpa".into()),
        what: Some("教学评估".into()),
        better: Better::Higher,
    }
}

fn award(key: &str, side: Side) -> AwardRule {
    AwardRule {
        key: key.into(),
        name: format!("奖{key}"),
        aliases: Vec::new(),
        clause: Some("七（三）".into()),
        side,
        pool: Pool::Paired,
        pool_stages: Vec::new(),
        winners_of: None,
        cutoff: None,
        quota: Quota::Seats(1),
        rounding: Rounding::Down,
        at_least: 0,
        level: Level::College,
        ties: Ties::LeaveOut,
        missing: Missing::Zero,
        excludes: Vec::new(),
        bar_disciplined: false,
        min_keeping: None,
        stages: Vec::new(),
        needs_nomination: None,
        needs_review: false,
        gates: Vec::new(),
        criteria: vec![criterion(CriterionKey::Forms, 1)],
    }
}
