//! Rows of voluntary choices. A choice is known by helper, helped and who chose; it lies in the folder of the helper's branch.

use super::plan::Effect;
use super::record::Record;
use super::row::{Fault, HELPED, HELPER, Row};
use crate::i18n::Message;
use crate::model::records::BranchIx;
use crate::model::word::{Side, Word};

/// The record that a row makes.
pub fn record(row: &Row<'_>) -> Result<Record, Fault> {
    let core = row.known.core;
    let helper = row.person(&HELPER)?.ok_or_else(|| row.missing("helper"))?;
    let helped = row.person(&HELPED)?.ok_or_else(|| row.missing("helped"))?;
    let date = row.required_day("date")?;
    row.refuse_future("date", date)?;
    if helper == helped {
        return Err(row.fault("helped", Message::new("import.helps-oneself")));
    }
    let branch = core.people.get(helper).map_or(BranchIx::NONE, |person| person.branch);
    if branch == BranchIx::NONE {
        return Err(row.fault("helper", Message::new("import.helper-without-branch").with("id", core.people.id(helper))));
    }
    let by = by(row, core.people.name(helper), core.people.name(helped))?.key().to_owned();
    let cells = vec![
        ("helper", core.people.id(helper).to_owned()),
        ("helped", core.people.id(helped).to_owned()),
        ("by", by),
        ("date", date.to_string()),
    ];
    let identity: Vec<String> = cells.iter().take(3).map(|(_, text)| text.clone()).collect();
    Ok(Record { branch: Some(branch), claim: identity.clone(), identity, cells, defaults: Vec::new(), own: None })
}

/// The side that chose, by its word or by the name of the person on it.
fn by(row: &Row<'_>, helper: &str, helped: &str) -> Result<Side, Fault> {
    let word = row.required("by")?;
    let by_name = || {
        if word == helper {
            Some(Side::Helper)
        } else if word == helped {
            Some(Side::Helped)
        } else {
            None
        }
    };
    Side::parse_shown(&word).or_else(by_name).ok_or_else(|| row.fault("by", Message::new("import.no-side").with("value", word.as_str())))
}

/// What a row does to the choices.
#[must_use]
pub fn effect(row: &Row<'_>, record: &Record) -> Effect {
    row.known.effect_of(record).unwrap_or(Effect::New)
}
