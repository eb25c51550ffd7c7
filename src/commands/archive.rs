//! `archive`: the file of a pair (帮扶档案), or of many, as documents.

mod person;

use std::path::{Path, PathBuf};

use crate::app::{App, Writing};
use crate::commands::own_document::OwnDocument;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::{Pair, PairIx, PersonIx};
use crate::render::paper_extension;
use crate::reports::paper::{JudgedBranch, Paper, file_filling, pair_file};
use crate::rules::relations::Looking;
use crate::store::load::load_branch;
use crate::store::needs::{Needs, Tables};
use crate::store::output;
use crate::ui::Exit;
use person::Person;

/// What the files are made of.
const TABLES: Tables = Tables::CONTACTS
    .and(Tables::FORMS)
    .and(Tables::GOALS)
    .and(Tables::VISITS)
    .and(Tables::OUTCOMES)
    .and(Tables::INSPECTIONS)
    .and(Tables::DUTY);

/// The file of a pair, or of many, as documents
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The pair: its id, or the id or name of one of the two
    #[arg(value_name = "PAIR", required_unless_present_any = ["person", "all"], conflicts_with_all = ["person", "all"])]
    pair: Option<String>,
    /// Every pair of this person, on either side, and the person's own record over the year
    #[arg(long, value_name = "PERSON", conflicts_with = "all")]
    person: Option<String>,
    /// Every pair
    #[arg(long)]
    all: bool,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day as of which the file is made (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// A Word file of your own for the person's own record, whose named places are filled
    #[arg(long, value_name = "FILE", requires = "person", conflicts_with_all = ["places", "pair", "all"])]
    record_template: Option<PathBuf>,
    #[command(flatten)]
    own: OwnDocument,
}

/// What is asked for: one pair, whose file may go anywhere, or several, which go into a folder.
struct Asked {
    pairs: Vec<PairIx>,
    folder: Option<PathBuf>,
    /// The person whose own record is asked for too.
    member: Option<PersonIx>,
}

/// Makes the files; several go into the folder of `-o`, one each.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = reading::open(app)?;
    let needs = Needs::texts(TABLES);
    let core = reading::core_or_warn(app, &opened, needs)?;
    let asked = asked(app, &core, arguments)?;
    let (mut made, mut kept, mut fillings) = (0_usize, Vec::new(), Vec::new());
    for branch in core.branch_indexes() {
        let own = |pair: &PairIx| core.pairs.get(*pair).is_some_and(|row| row.branch == branch);
        let pairs: Vec<PairIx> = asked.pairs.iter().copied().filter(own).collect();
        if pairs.is_empty() {
            continue;
        }
        let loaded = load_branch(&opened.root, &core, branch, needs, Looking::Errors);
        app.warn_of(&opened.root, loaded.findings);
        if asked.member.is_some() {
            kept.push((branch, pairs, loaded.value));
            continue;
        }
        let judged = JudgedBranch::new(&core, branch, &loaded.value, as_of);
        if arguments.own.is_asked() {
            fillings.extend(pairs.into_iter().filter_map(|pair| file_filling(&core, pair, &judged)));
            continue;
        }
        let papers = pairs.into_iter().filter_map(|pair| Some((pair, pair_file(&core, pair, &judged)?)));
        for (pair, paper) in papers {
            match &asked.folder {
                None => app.show_paper(&paper)?,
                Some(folder) => save(app, &paper, folder, core.pairs.id(pair))?,
            }
            made += 1;
        }
    }
    if let Some(person) = asked.member {
        person::make(app, arguments, &Person { core: &core, person, branches: &kept, as_of })?;
    } else if arguments.own.is_asked() {
        arguments.own.answer(app, &fillings, app.lang)?;
    } else if let Some(folder) = &asked.folder {
        told(app, made, folder);
    }
    Ok(Exit::Fine)
}

/// Says how many files there are now.
fn told(app: &App, made: usize, folder: &Path) {
    if app.writing == Writing::Apply {
        app.note(&Message::new("archive.made").with("count", made).with("folder", folder.display().to_string()));
    }
}

/// Writes a paper into a folder, or tells that it would.
fn save(app: &App, paper: &Paper, folder: &Path, name: &str) -> Result<()> {
    if app.writing == Writing::Apply {
        return app.save_paper(paper, folder, name);
    }
    app.would_write(&folder.join(format!("{name}.{}", paper_extension(app.format)?)));
    Ok(())
}

/// The folder that the files go into, made where it is missing. A document of one's own sees to its place itself.
fn made_folder(app: &App, arguments: &Arguments, folder: Option<PathBuf>) -> Result<Option<PathBuf>> {
    match folder {
        Some(folder) if !arguments.own.is_asked() => {
            paper_extension(app.format)?;
            if app.writing == Writing::Apply {
                output::folder(&folder)?;
            }
            Ok(Some(folder))
        }
        _ => Ok(None),
    }
}

fn asked(app: &App, core: &Core, arguments: &Arguments) -> Result<Asked> {
    let named = |path: &Path| path.extension().is_some_and(|extension| extension == "docx" || extension == "html");
    if let Some(pair) = &arguments.pair {
        let pairs = vec![spoken::pair(core, pair, app.today)?];
        let folder = app.output.clone().filter(|path| !named(path));
        return Ok(Asked { pairs, folder: made_folder(app, arguments, folder)?, member: None });
    }
    let branch = reading::asked_branch(core, arguments.branch.as_deref())?;
    let person = spoken::asked_person(core, arguments.person.as_deref())?;
    let of_person = |pair: &Pair| person.is_none_or(|person| pair.helper == person || pair.helped == person);
    let own = core.pairs.iter().filter(|(_, pair)| branch.is_none_or(|branch| pair.branch == branch) && of_person(pair));
    let pairs: Vec<PairIx> = own.map(|(index, _)| index).collect();
    if pairs.is_empty() {
        return Err(Failure::usage(Message::new("archive.none")));
    }
    if app.output.is_none() && !arguments.own.is_asked() {
        return Err(Failure::usage(Message::new("archive.needs-folder")));
    }
    // What a person's files go into is made once all of them are known.
    let folder = if person.is_some() { None } else { made_folder(app, arguments, app.output.clone())? };
    Ok(Asked { pairs, folder, member: person })
}
