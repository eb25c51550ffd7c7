//! What a setting means where `bangfu.toml` does not give it: the defaults marked "d" in data.md, all in one place.
//! Defaults of cadences, awards and criteria stand with them, since such a section only exists where it is written.

use super::day::{Day, Period};
use super::pairing_words::{CollegeRule, PairingScope, SexRule};
use super::scheme::{DutyRules, FormRules, PairingPolicy, PairingRules, PrivacyRules, Scheme, SchemeInfo, Vocabulary};
use super::word::{Stage, Word};

impl Default for Scheme {
    /// A scheme of which nothing is known but the defaults: no branch, no word, and the single day 1900-01-01.
    fn default() -> Self {
        Self {
            info: SchemeInfo::default(),
            branches: Vec::new(),
            leaders: Vec::new(),
            phases: Vec::new(),
            pauses: Vec::new(),
            holidays: Vec::new(),
            workdays: Vec::new(),
            topics: Vocabulary::default(),
            modes: Vocabulary::default(),
            acts: Vocabulary::default(),
            needs: Vocabulary::default(),
            cadences: Vec::new(),
            pairing: PairingRules::default(),
            entry_days: 7,
            form: FormRules::default(),
            report_due_day: 10,
            inspections_per_month: 1,
            symposium_months: 2,
            visit_rest_days: 60,
            awards: Vec::new(),
            honour_points: Vec::new(),
            discipline_points: Vec::new(),
            assessments: Vec::new(),
            duty: DutyRules::default(),
            privacy: PrivacyRules::default(),
            max_per_day: 4,
            clauses: Vec::new(),
        }
    }
}

impl Default for SchemeInfo {
    fn default() -> Self {
        let period = Period::new(Day::MIN, Day::MIN);
        Self { name: String::new(), document: String::new(), organization: String::new(), issued: None, period }
    }
}

impl Default for PairingRules {
    /// Members help, all others are helped (rules.md R2), each in one pair at a time (R3).
    fn default() -> Self {
        let (helper_stages, helped_stages) = Stage::ALL.iter().partition(|stage| stage.is_member());
        Self {
            helper_stages,
            helped_stages,
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
}

impl Default for FormRules {
    fn default() -> Self {
        Self { due_day: 5, min_days: 7 }
    }
}

impl Default for PrivacyRules {
    fn default() -> Self {
        Self { min_cell: 3, recipients: Vec::new(), retention: Vec::new() }
    }
}
