//! A criterion with the settings it needs, checked once: what is measured and what gives the full fraction.

use num_traits::Signed;

use super::fault::Fault;
use crate::model::award_rule::{AwardRule, Better, Criterion, CriterionKey, Ties};
use crate::model::decimal::{Decimal, Fraction, fraction};

/// What is measured of a person.
#[derive(Clone, Debug)]
pub enum Measurement {
    /// Forms passed of forms due.
    Forms {
        /// What a form passed late is worth.
        late_credit: Fraction,
    },
    /// Keeping rates.
    Cadence,
    /// Visit scores.
    Visits,
    /// Points of the helped.
    HelpedOutcomes {
        /// Points that give the full fraction.
        full: Fraction,
    },
    /// Progress of the helped.
    HelpedProgress(GradeMeasure),
    /// Helped who became probationary members.
    Developed {
        /// How many give the full fraction.
        full: Fraction,
    },
    /// The person's own points.
    OwnOutcomes {
        /// Points that give the full fraction.
        full: Fraction,
    },
    /// Inspections of the branch.
    Inspection,
    /// Progress of the person.
    Grades(GradeMeasure),
    /// Points of other outcomes of a name.
    Evaluation {
        /// The name.
        what: String,
        /// Points that give the full fraction.
        full: Fraction,
    },
    /// Goals met of goals set.
    Goals,
    /// The score of the latest review.
    Review,
}

/// How progress in a grade is measured.
#[derive(Clone, Debug)]
pub struct GradeMeasure {
    /// The grade's key.
    pub measure: String,
    /// Which way is better.
    pub better: Better,
    /// The difference that gives the full fraction.
    pub full: Fraction,
}

/// A weighted criterion, ready to be measured.
#[derive(Clone, Debug)]
pub struct Weighted {
    /// The criterion's key.
    pub key: CriterionKey,
    /// Its weight as written.
    pub weight: Decimal,
    /// What is measured.
    pub measurement: Measurement,
}

impl Measurement {
    /// The measurement of a criterion of an award. Errors: a setting is missing or no positive number.
    pub fn of(award: &str, criterion: &Criterion) -> Result<Self, Fault> {
        let bad = |setting| Fault::BadCriterion { award: award.to_owned(), criterion: criterion.key, setting };
        let full = || {
            let full = criterion.full_marks.map(Decimal::fraction).filter(Fraction::is_positive);
            full.ok_or_else(|| bad("full_marks"))
        };
        let grade = || {
            let measure = criterion.measure.clone().ok_or_else(|| bad("measure"))?;
            Ok(GradeMeasure { measure, better: criterion.better, full: full()? })
        };
        Ok(match criterion.key {
            CriterionKey::Forms => Self::Forms { late_credit: criterion.late_credit.clone() },
            CriterionKey::Cadence => Self::Cadence,
            CriterionKey::Visits => Self::Visits,
            CriterionKey::HelpedOutcomes => Self::HelpedOutcomes { full: full()? },
            CriterionKey::HelpedProgress => Self::HelpedProgress(grade()?),
            CriterionKey::Developed => Self::Developed { full: full()? },
            CriterionKey::OwnOutcomes => Self::OwnOutcomes { full: full()? },
            CriterionKey::Inspection => Self::Inspection,
            CriterionKey::Grades => Self::Grades(grade()?),
            CriterionKey::Evaluation => Self::Evaluation { what: criterion.what.clone().ok_or_else(|| bad("what"))?, full: full()? },
            CriterionKey::Goals => Self::Goals,
            CriterionKey::Review => Self::Review,
        })
    }
}

/// The criteria of an award in the file's order.
pub fn weighted(rule: &AwardRule) -> Result<Vec<Weighted>, Fault> {
    rule.criteria.iter().map(|criterion| ready(rule, criterion)).collect()
}

fn ready(rule: &AwardRule, criterion: &Criterion) -> Result<Weighted, Fault> {
    let measurement = Measurement::of(&rule.key, criterion)?;
    Ok(Weighted { key: criterion.key, weight: criterion.weight, measurement })
}

/// The criteria that break a tie, in order; none where ties are not broken by criteria. One that the award weighs is measured with
/// the award's settings; one that it does not weigh must need no setting.
pub fn tie_breakers(rule: &AwardRule) -> Result<Vec<Weighted>, Fault> {
    let Ties::Criteria(keys) = &rule.ties else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for key in keys {
        let of_key: Vec<&Criterion> = rule.criteria.iter().filter(|criterion| criterion.key == *key).collect();
        if of_key.is_empty() {
            found.push(ready(rule, &bare(*key))?);
        }
        for criterion in of_key {
            found.push(ready(rule, criterion)?);
        }
    }
    Ok(found)
}

/// A criterion with the defaults of its settings.
fn bare(key: CriterionKey) -> Criterion {
    Criterion {
        key,
        weight: Decimal::whole(0),
        full_marks: None,
        late_credit: fraction(1, 2),
        measure: None,
        what: None,
        better: Better::Higher,
    }
}
