//! One run of the activity (实施方案): dates, vocabularies and the settings of every rule, as `bangfu.toml` gives them (data.md).
//! Award settings are in `award_rule`. Not here: how the file is read.

use std::collections::BTreeSet;

use super::assessment_rule::Assessment;
use super::award_rule::AwardRule;
use super::calendar::Calendar;
use super::day::{Day, Period};
use super::decimal::{Decimal, Fraction};
use super::pairing_words::{CollegeRule, FitAttribute, PairingScope, SexRule};
use super::records::{BranchIx, WordSet};
use super::word::{Side, Stage, key_and_name, word_of};

/// The phase that a cadence counts in when its setting names none.
pub const HELPING: &str = "helping";

/// The whole of `bangfu.toml`.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Name, document, organisation, dates.
    pub info: SchemeInfo,
    /// Branches (党支部) in the file's order, which is the order of every report.
    pub branches: Vec<Branch>,
    /// The leading group.
    pub leaders: Vec<Leader>,
    /// Phases.
    pub phases: Vec<Phase>,
    /// Days on which clocks stand still.
    pub pauses: Vec<Pause>,
    /// Days off, for the working days of a public notice.
    pub holidays: Vec<Pause>,
    /// Weekend days that are worked.
    pub workdays: Vec<Day>,
    /// Fields of help (帮扶内容).
    pub topics: Vocabulary,
    /// Ways to meet (方式).
    pub modes: Vocabulary,
    /// Kinds of contact (形式).
    pub acts: Vocabulary,
    /// Screening categories (排查类别).
    pub needs: Vocabulary,
    /// Duties to have contact.
    pub cadences: Vec<Cadence>,
    /// Who may be paired, and how often.
    pub pairing: PairingRules,
    /// `[contacts] entry_days`: a contact entered later than so many days is a late entry.
    pub entry_days: i32,
    /// Monthly forms.
    pub form: FormRules,
    /// `[report] due_day`: day of the next month by which a branch's report is due.
    pub report_due_day: u32,
    /// `[inspection] per_month`.
    pub inspections_per_month: u32,
    /// `[meeting] symposium_months`.
    pub symposium_months: u32,
    /// `[visit] rest_days`.
    pub visit_rest_days: i32,
    /// Awards in the file's order.
    pub awards: Vec<AwardRule>,
    /// `[outcome_points.honour]`: level and points.
    pub honour_points: Vec<(String, Decimal)>,
    /// `[outcome_points.discipline]`: level and points.
    pub discipline_points: Vec<(String, Decimal)>,
    /// Weighted assessments.
    pub assessments: Vec<Assessment>,
    /// Thresholds of the duty proposals.
    pub duty: DutyRules,
    /// Privacy settings.
    pub privacy: PrivacyRules,
    /// `[audit] max_per_day`.
    pub max_per_day: u32,
    /// `clause` of a section, by the section's name.
    pub clauses: Vec<(&'static str, String)>,
}

impl Scheme {
    /// The phase with this key.
    #[must_use]
    pub fn phase(&self, key: &str) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.key == key)
    }

    /// The days of the helping phase; the scheme's own days where no phase has that key.
    #[must_use]
    pub fn helping(&self) -> Period {
        self.phase(HELPING).map_or(self.info.period, |phase| phase.period)
    }

    /// The calendar in which the pauses stop the clock.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        Calendar::with_pauses(self.pauses.iter().map(|pause| pause.period))
    }

    /// Whether a kind of contact counts; one that the scheme does not name does.
    #[must_use]
    pub fn act_counts(&self, act: u8) -> bool {
        self.acts.get(act).is_none_or(|act| act.counts)
    }

    /// The branch with an index; none for `BranchIx::NONE`.
    #[must_use]
    pub fn branch_at(&self, branch: BranchIx) -> Option<&Branch> {
        self.branches.get(usize::from(branch.0))
    }

    /// The key of a branch, which is also its folder; empty for none.
    #[must_use]
    pub fn branch_key(&self, branch: BranchIx) -> &str {
        self.branch_at(branch).map_or("", |branch| branch.key.as_str())
    }

    /// The name of a branch; empty for none.
    #[must_use]
    pub fn branch_name(&self, branch: BranchIx) -> &str {
        self.branch_at(branch).map_or("", |branch| branch.name.as_str())
    }

    /// The index of a branch.
    #[must_use]
    pub fn branch(&self, key: &str) -> Option<usize> {
        self.branches.iter().position(|branch| branch.key == key)
    }

    /// The index of the award with this key, name or alias.
    #[must_use]
    pub fn award_index(&self, name: &str) -> Option<usize> {
        let is_named = |award: &AwardRule| award.name == name || award.aliases.iter().any(|alias| alias == name);
        self.awards.iter().position(|award| award.key == name).or_else(|| self.awards.iter().position(is_named))
    }

    /// The award with this key, name or alias.
    #[must_use]
    pub fn award(&self, name: &str) -> Option<&AwardRule> {
        self.award_index(name).and_then(|index| self.awards.get(index))
    }

    /// The grades that an award's criteria and gates, or the pairing's minimum, look at.
    #[must_use]
    pub fn used_grades(&self) -> BTreeSet<&str> {
        let of_awards = self.awards.iter().flat_map(|award| {
            let criteria = award.criteria.iter().filter_map(|criterion| criterion.measure.as_deref());
            criteria.chain(award.gates.iter().map(|gate| gate.measure.as_str()))
        });
        of_awards.chain(self.pairing.helper_min.iter().map(|least| least.measure.as_str())).collect()
    }

    /// The clause of the document that a section rests on.
    #[must_use]
    pub fn clause(&self, section: &str) -> Option<&str> {
        self.clauses.iter().find(|(name, _)| *name == section).map(|(_, clause)| clause.as_str())
    }
}

/// `[scheme]`.
#[derive(Clone, Debug)]
pub struct SchemeInfo {
    /// Name of the activity.
    pub name: String,
    /// Number of the document.
    pub document: String,
    /// Who owns the scheme.
    pub organization: String,
    /// Day of issue.
    pub issued: Option<Day>,
    /// The scheme's time.
    pub period: Period,
}

/// `[[branch]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Key, also the folder's name.
    pub key: String,
    /// Name.
    pub name: String,
}

/// `[[leader]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leader {
    /// 组长, 副组长, 成员 …
    pub role: String,
    /// Name.
    pub name: String,
}

/// `[[phase]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Key: `screening`, `profile`, `helping` or another.
    pub key: String,
    /// Name.
    pub name: String,
    /// Its days.
    pub period: Period,
}

/// `[[pause]]` or `[[holiday]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Name, for instance 寒假.
    pub name: String,
    /// Its days.
    pub period: Period,
    /// Where it comes from.
    pub note: Option<String>,
}

/// Words that a scheme defines: at most 64, so that a list of them is a set of bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The words in the file's order.
    pub terms: Vec<Term>,
}

impl Vocabulary {
    /// The most words that one vocabulary holds.
    pub const MOST: usize = 64;

    /// The index of a key.
    #[must_use]
    pub fn index(&self, key: &str) -> Option<u8> {
        self.terms.iter().position(|term| term.key == key).map(|index| index as u8)
    }

    /// The index of a word given by key or by name, as a person types it.
    #[must_use]
    pub fn index_of_word(&self, word: &str) -> Option<u8> {
        self.index(word).or_else(|| self.terms.iter().position(|term| term.name == word).map(|index| index as u8))
    }

    /// The term with an index.
    #[must_use]
    pub fn get(&self, index: u8) -> Option<&Term> {
        self.terms.get(usize::from(index))
    }

    /// The words of a set, in the file's order.
    pub fn in_set(&self, set: WordSet) -> impl Iterator<Item = &Term> {
        self.terms.iter().enumerate().filter(move |(index, _)| set >> index & 1 == 1).map(|(_, term)| term)
    }

    /// All of them with their names, for those who look for one.
    #[must_use]
    pub fn listed(&self) -> String {
        self.terms.iter().map(|term| key_and_name(&term.key, &term.name)).collect::<Vec<_>>().join(" ")
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.terms.iter().map(|term| term.key.as_str())
    }
}

/// A word of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Key used in files.
    pub key: String,
    /// Name shown to people.
    pub name: String,
    /// For kinds of contact: whether a contact of this kind counts.
    pub counts: bool,
}

/// `[[cadence]]`: a duty to have contact so often (rules.md R4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// The document's clause.
    pub clause: Option<String>,
    /// Indexes of the acts that count; empty: every act whose `counts` is true.
    pub acts: Vec<u8>,
    /// Key of the phase in which days count.
    pub phase: String,
    /// How many contacts a window owes.
    pub at_least: u32,
    /// Counted days of a rolling or fixed window.
    pub every: i32,
    /// How days are gathered into windows.
    pub window: Window,
    /// Whether pauses stop the clock.
    pub pauses: PauseReading,
    /// A contact shorter than so many minutes does not count.
    pub minutes: u32,
    /// Instead of `at_least`: the minutes that a window owes.
    pub total_minutes: Option<u32>,
    /// Weekdays on which a contact counts, 1 = Monday; empty: all.
    pub weekdays: Vec<u8>,
    /// Whose contacts count.
    pub per: Per,
    /// A window is due if so many of its days lie in the pair's time; 0: half the window, rounded up.
    pub min_days: i32,
    /// Days before the due day on which the pair is called due.
    pub remind_days: i32,
}

/// `window` of a cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// From each contact anew.
    Rolling,
    /// So many counted days laid end to end from the phase's first day.
    Fixed,
    /// Monday to Sunday.
    Week,
    /// Calendar months.
    Month,
    /// Each counted day.
    Day,
    /// The phase as one window.
    Phase,
}

impl Window {
    /// All windows with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("rolling", Self::Rolling),
        ("fixed", Self::Fixed),
        ("week", Self::Week),
        ("month", Self::Month),
        ("day", Self::Day),
        ("phase", Self::Phase),
    ];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `pauses` of a cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseReading {
    /// Pauses stop the clock.
    Stop,
    /// Every day counts.
    Ignore,
}

impl PauseReading {
    /// Both readings with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("stop", Self::Stop), ("ignore", Self::Ignore)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Ignore => "ignore",
        }
    }
}

/// `per` of a cadence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// The pair's own contacts.
    Pair,
    /// The contacts of all pairs of the helper count for each of them.
    Helper,
}

impl Per {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("pair", Self::Pair), ("helper", Self::Helper)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `[pairing]`.
#[derive(Clone, Debug)]
pub struct PairingRules {
    /// Stages that a helper may have.
    pub helper_stages: Vec<Stage>,
    /// Stages that a helped student may have.
    pub helped_stages: Vec<Stage>,
    /// Pairs that a helper may be in at once.
    pub helper_capacity: u32,
    /// Pairs that a helped student may be in at once.
    pub helped_capacity: u32,
    /// A grade that a helper must have.
    pub helper_min: Option<Threshold>,
    /// Choices that a person may make.
    pub max_choices: u32,
    /// Last day of choosing.
    pub choices_until: Option<Day>,
    /// `need-first` or `voluntary-first`.
    pub policy: PairingPolicy,
    /// Which pairs are allowed across branches.
    pub scope: PairingScope,
    /// Which pairs are allowed across sexes.
    pub sex: SexRule,
    /// Which pairs are allowed across colleges.
    pub college: CollegeRule,
    /// The most grades between the two.
    pub grade_distance: Option<u32>,
    /// Points for what the two have in common, none below 0.
    pub fit: Vec<(FitAttribute, Decimal)>,
}

impl PairingRules {
    /// Stages that a person on a side may have.
    #[must_use]
    pub fn stages(&self, side: Side) -> &[Stage] {
        match side {
            Side::Helper => &self.helper_stages,
            Side::Helped => &self.helped_stages,
        }
    }
}

/// `policy` of `[pairing]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairingPolicy {
    /// Cover need first.
    NeedFirst,
    /// Honour choices first.
    VoluntaryFirst,
}

impl PairingPolicy {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("need-first", Self::NeedFirst), ("voluntary-first", Self::VoluntaryFirst)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }

    /// What it is called in Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::NeedFirst => "需要优先",
            Self::VoluntaryFirst => "自愿优先",
        }
    }
}

/// A threshold on a measure. 以上/以下 include the number unless `edge` says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The measure's key.
    pub measure: String,
    /// The number.
    pub value: Decimal,
    /// Whether the number itself passes.
    pub edge: Edge,
}

/// Whether a threshold includes its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The number passes.
    Inclusive,
    /// The number does not pass.
    Exclusive,
}

impl Edge {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("inclusive", Self::Inclusive), ("exclusive", Self::Exclusive)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `[form]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormRules {
    /// Day of the next month by which a form is due.
    pub due_day: u32,
    /// A form is due if the pair was active on so many unpaused days of the month.
    pub min_days: i32,
}

/// `[duty]`. A missing setting means that this ground is not used.
#[derive(Clone, Debug, Default)]
pub struct DutyRules {
    /// Whether the scheme has the section: without it nothing is proposed, for a serious finding neither.
    pub in_force: bool,
    /// Keeping rate below which a proposal is due.
    pub min_keeping: Option<Fraction>,
    /// Missing forms from which on a proposal is due.
    pub max_missing_forms: Option<u32>,
    /// Counted days without a pair from which on a proposal is due.
    pub max_days_without_pair: Option<i32>,
}

/// `[privacy]`.
#[derive(Clone, Debug)]
pub struct PrivacyRules {
    /// Cells of a count below this number are hidden.
    pub min_cell: u32,
    /// Who may open sealed records.
    pub recipients: Vec<Recipient>,
    /// Record class and days to keep.
    pub retention: Vec<(String, i32)>,
}

/// `[[recipient]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// Public key.
    pub key: String,
}
