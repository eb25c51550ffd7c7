//! `archive --person`: the file of each pair of a person, and the person's own record over the year; either in a document of one's own.

use super::{Arguments, save, told};
use crate::app::{App, Writing};
use crate::commands::own_document::OwnDocument;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx, PersonIx};
use crate::render::paper_extension;
use crate::reports::paper::{JudgedBranch, file_filling, member_filling, member_record, pair_file};
use crate::reports::places::{Filling, PlacesReport};
use crate::store::output;

/// Whose files they are, with all that they are made of.
pub(super) struct Person<'a> {
    pub core: &'a Core,
    pub person: PersonIx,
    /// The person's pairs of each branch, with the branch's records.
    pub branches: &'a [(BranchIx, Vec<PairIx>, BranchRecords)],
    pub as_of: Day,
}

/// Makes them; a document of one's own that cannot be filled leaves everything as it was.
pub(super) fn make(app: &App, arguments: &Arguments, files: &Person<'_>) -> Result<()> {
    let (core, as_of) = (files.core, files.as_of);
    let judged: Vec<_> =
        files.branches.iter().map(|(branch, _, records)| (*branch, JudgedBranch::new(core, *branch, records, as_of))).collect();
    let pairs: Vec<(PairIx, &JudgedBranch<'_>)> =
        files.branches.iter().zip(&judged).flat_map(|((_, pairs, _), (_, judged))| pairs.iter().map(move |pair| (*pair, judged))).collect();
    let fillings: Vec<Filling> = pairs.iter().filter_map(|(pair, judged)| file_filling(core, *pair, judged)).collect();
    let record = [member_filling(core, files.person, &judged, as_of)];
    let (own, own_record) = (&arguments.own, OwnDocument::of(arguments.record_template.clone()));
    if let (true, Some(first), [record]) = (own.lists_places(), fillings.first(), &record) {
        return app.show(&PlacesReport { filling: first, record: Some(record) });
    }
    let folder = app.output.as_deref().ok_or_else(|| Failure::usage(Message::new("archive.needs-folder")))?;
    paper_extension(app.format)?;
    let documents = (own.documents(app, &fillings, app.lang)?, own_record.documents(app, &record, app.lang)?);
    if app.writing == Writing::Apply {
        output::folder(folder)?;
    }
    if own.is_asked() {
        own.fill_folder(app, folder, &fillings, &documents.0)?;
    } else {
        let papers = pairs.iter().filter_map(|(pair, judged)| Some((core.pairs.id(*pair), pair_file(core, *pair, judged)?)));
        papers.into_iter().try_for_each(|(name, paper)| save(app, &paper, folder, name))?;
    }
    if own_record.is_asked() {
        own_record.fill_folder(app, folder, &record, &documents.1)?;
    } else {
        save(app, &member_record(core, files.person, &judged, as_of), folder, core.people.id(files.person))?;
    }
    told(app, pairs.len() + 1, folder);
    Ok(())
}
