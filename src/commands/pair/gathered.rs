//! What a question for pairs rests on: choices of all branches, the digests of the files, and an office's own costs with every fault
//! in them. Not here: the questions.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::commands::reading::Opened;
use crate::commands::sealing;
use crate::commands::writing::Session;
use crate::failure::{Failure, Result};
use crate::finding::Findings;
use crate::i18n::Message;
use crate::import::costs::{CostFile, CostRow, read};
use crate::matching::pairing::{Levels, OwnCosts, Profiles, Question, personal_bars};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::netstring::hex;
use crate::model::pairing_words::FitAttribute;
use crate::model::records::{Choice, PersonIx};
use crate::model::sealed::OpenBox;
use crate::model::table::{APART, CHOICES, OUTCOMES, PAIRS, PEOPLE};
use crate::model::word::Side;
use crate::reports::pairing::{Input, Told, bar};
use crate::reports::sheet::Sheets;
use crate::rules::need_levels::need_levels;
use crate::rules::relations::Looking;
use crate::rules::traits;
use crate::store::load::{SCHEME_FILE, each_branch};
use crate::store::needs::{Needs, Tables};
use crate::store::open::Root;
use crate::store::sealed::identity::Identities;

/// How many faults of a file are told.
const MOST_TOLD: usize = 20;

/// The choices of all branches; an error in a file that decides refuses.
pub(super) fn choices(app: &App, opened: &Opened, core: &Core) -> Result<Vec<Choice>> {
    let parts = each_branch(&opened.root, core, Needs::PAIRING, Looking::Errors, |_, records| std::mem::take(&mut records.choices.rows));
    app.refuse_errors(&opened.root, &parts.findings)?;
    Ok(parts.value.concat())
}

/// The choices of all branches as a session sees them; an error in a file that decides refuses.
pub(super) fn choices_held(session: &Session<'_>) -> Result<Vec<Choice>> {
    session.refuse(Needs::PAIRING)?;
    let branches = session.core.branch_indexes();
    Ok(branches.flat_map(|branch| session.branch_tables(branch, Tables::CHOICES).choices.rows).collect())
}

/// How urgent each need is, from the screenings that an identity opens, and what its profiles say that earns points. Without one, or
/// without screenings, all needs are equal. Errors: the sealed records have an error.
pub(super) fn sealed(app: &App, root: &Root, core: &Core, identities: Option<&Identities>, as_of: Day) -> Result<(Levels, Profiles)> {
    let boxes = identities.map(|identities| sealing::sound_boxes(app, root, &core.scheme, identities)).transpose()?.unwrap_or_default();
    let known = need_levels(&boxes, as_of).into_iter().filter_map(|(id, level)| Some((core.people.find(&id)?, level)));
    let known: HashMap<PersonIx, u8> = known.collect();
    let levels = if known.is_empty() { Levels::Equal } else { Levels::Known(known) };
    Ok((levels, profiles(&boxes, core, as_of)))
}

/// Takes into the question of a proposal file what of sealed records it was asked with. Errors: as `sealed`.
pub(super) fn take_sealed(app: &App, root: &Root, identities: Option<&Identities>, told: &mut Told<'_>) -> Result<()> {
    if !told.levels && !told.profiles {
        return Ok(());
    }
    let (levels, profiles) = sealed(app, root, told.question.core, identities, told.question.as_of)?;
    told.question.levels = if told.levels { levels } else { Levels::Equal };
    told.question.profiles = if told.profiles { profiles } else { Profiles::default() };
    Ok(())
}

fn profiles(boxes: &[OpenBox], core: &Core, as_of: Day) -> Profiles {
    let mut profiles = Profiles::default();
    let counted = core.scheme.pairing.fit.iter().map(|(attribute, _)| *attribute).filter(|attribute| attribute.is_sealed());
    for attribute in counted {
        let entries = match attribute {
            FitAttribute::Skills => traits::skills(boxes, &core.scheme.needs, as_of),
            other => traits::entries(boxes, other.word(), as_of),
        };
        for (person, entry) in entries.iter().filter_map(|(id, entry)| Some((core.people.find(id)?, entry))) {
            profiles.add(attribute, person, entry);
        }
        if attribute == FitAttribute::Skills {
            let needs = traits::needs(boxes, as_of).into_iter();
            needs.filter_map(|(id, need)| Some((core.people.find(id)?, need))).for_each(|(person, need)| profiles.add_need(person, need));
        }
    }
    profiles
}

/// Shows a report on a proposal; one that rests on sealed records goes into a file only sealed itself (rules.md R10).
pub(super) fn show<R: Serialize + Sheets>(app: &App, report: &R, question: &Question<'_>) -> Result<()> {
    match question.is_sealed() {
        true => sealing::show_sealed(app, report, &question.core.scheme.privacy.recipients),
        false => app.show(report),
    }
}

/// Shows a report on a proposal that is applied: into the file of `-o`, or as a table before the answer.
pub(super) fn show_beside<R: Serialize + Sheets>(app: &App, report: &R, question: &Question<'_>) -> Result<()> {
    match app.output {
        Some(_) => show(app, report, question),
        None => app.show_sheets_or_nothing(report.sheets()),
    }
}

/// The files that decide, each with its digest; files that are not there are left out.
pub(super) fn inputs(root: &Root, core: &Core) -> Vec<Input> {
    let mut paths = vec![SCHEME_FILE.to_owned(), PEOPLE.path(""), APART.path(""), OUTCOMES.path("")];
    let branches = core.scheme.branches.iter();
    paths.extend(branches.flat_map(|branch| [PAIRS.path(&branch.key), CHOICES.path(&branch.key)]));
    let digest_of = |path: String| {
        let bytes = root.read(&Arc::from(path.as_str()), &mut Findings::default())?;
        Some((path, digest(&bytes)))
    };
    paths.into_iter().filter_map(digest_of).collect()
}

/// SHA-256 in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Takes an office's own costs into a question; gives the digest of the file. Errors: any fault in the file, named with its line.
pub(super) fn take_costs(question: &mut Question<'_>, path: &Path) -> Result<Input> {
    let bytes = crate::store::foreign::read(path)?;
    let CostFile { rows, mut faults } = read(&bytes).map_err(|fault| faulty(path, vec![(0, fault)]))?;
    let mut costs = OwnCosts::default();
    let mut sound = Vec::new();
    for row in &rows {
        match persons(question.core, row) {
            Ok((helper, helped)) if !costs.add(helper, helped, row.cost) => faults.push((row.line, said("costs.twice", row))),
            Ok(pair) => sound.push((row, pair)),
            Err(fault) => faults.push((row.line, fault)),
        }
    }
    if costs.spread().is_none() {
        let line = |row: Option<&CostRow>| row.map_or(0, |row| i64::from(row.line));
        let most = line(rows.iter().max_by_key(|row| row.cost));
        let least = line(rows.iter().min_by_key(|row| row.cost));
        faults.push((0, Message::new("costs.spread-too-large").with("most", most).with("least", least)));
    }
    question.costs = Some(costs);
    faults.extend(unfit(question, &sound));
    faults.sort_by_key(|(line, _)| *line);
    if faults.is_empty() { Ok(("--costs".to_owned(), digest(&bytes))) } else { Err(faulty(path, faults)) }
}

fn said(key: &'static str, row: &CostRow) -> Message {
    let message = Message::new(key).with("line", i64::from(row.line));
    message.with("helper", row.helper.as_str()).with("helped", row.helped.as_str())
}

fn persons(core: &Core, row: &CostRow) -> std::result::Result<(PersonIx, PersonIx), Message> {
    let unknown = |id: &str| Message::new("costs.unknown-person").with("line", i64::from(row.line)).with("person", id);
    let find = |id: &str| core.people.find(id).ok_or_else(|| unknown(id));
    let (helper, helped) = (find(&row.helper)?, find(&row.helped)?);
    if helper == helped { Err(said("costs.same-person", row)) } else { Ok((helper, helped)) }
}

/// Rows with somebody who cannot be on that side at all.
fn unfit(question: &Question<'_>, rows: &[(&CostRow, (PersonIx, PersonIx))]) -> Vec<(u32, Message)> {
    let sides = rows.iter().flat_map(|(_, (helper, helped))| [(*helper, Side::Helper), (*helped, Side::Helped)]);
    let sides: Vec<(PersonIx, Side)> = sides.collect();
    let lines = rows.iter().flat_map(|(row, _)| [row.line, row.line]);
    let bars = personal_bars(question, &sides);
    let faults = sides.iter().zip(lines).zip(bars).filter_map(|(((person, _), line), barred)| Some((person, line, barred?)));
    let told = faults.map(|(person, line, barred)| {
        let message = Message::new("costs.unfit-person").with("line", i64::from(line));
        (line, message.with("person", question.core.people.id(*person)).word("bar", bar(barred)))
    });
    told.collect()
}

fn faulty(path: &Path, faults: Vec<(u32, Message)>) -> Failure {
    let file = path.display().to_string();
    let message = Message::new("costs.faulty").with("file", file.as_str()).with("count", faults.len());
    Failure::refused(message).faults(faults.into_iter().map(|(_, fault)| fault.with("file", file.as_str())), MOST_TOLD)
}
