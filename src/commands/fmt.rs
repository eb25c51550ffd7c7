//! `fmt`: the canonical form of every file. No fact changes; a contact that lies in another branch's folder than its pair moves there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::{App, Writing};
use crate::failure::{Failure, Result};
use crate::finding::{self, Finding};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::table::{self, Home, Table};
use crate::rules::relations::Looking;
use crate::store::canonical::canonical;
use crate::store::directory::{Access, Store};
use crate::store::load::load_core;
use crate::store::misfiled::bring_home;
use crate::store::needs::Needs;
use crate::store::open::Root;
use crate::store::transaction::Transaction;
use crate::ui::Exit;

/// Put every file into canonical form
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only tell which files are not in canonical form: exit 1 if any
    #[arg(long)]
    check: bool,
}

/// What the files are and what they are to be.
struct Plan {
    old: BTreeMap<String, Vec<u8>>,
    new: BTreeMap<String, Vec<u8>>,
    findings: Vec<Finding>,
}

impl Plan {
    /// Says how many files are left as they are.
    fn refusal(&self) -> Failure {
        let files: BTreeSet<&str> = self.findings.iter().map(|finding| finding.place.file.as_ref()).collect();
        Failure::refused(Message::new("fmt.left").with("count", files.len()))
    }
}

/// Rewrites what is not canonical; files with errors that cannot be repaired without guessing are left and named (exit 4).
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    app.needs_sentence()?;
    let store = app.open(if arguments.check { Access::Read } else { Access::Write })?;
    let root = Root::new(store.root());
    let core = load_core(&root, Needs::CHECK, Looking::Nothing).value;
    let plan = plan(&store, &core)?;
    let changed: Vec<&String> = plan.new.keys().filter(|path| plan.old.get(*path) != plan.new.get(*path)).collect();
    if arguments.check {
        let lines: Vec<String> = changed.iter().map(|path| format!("{path}\n")).collect();
        app.answer(lines.concat().as_bytes())?;
        app.refuse_errors(&root, &plan.findings).map_err(|_| plan.refusal())?;
        return Ok(Exit::no_if(!changed.is_empty()));
    }
    let mut transaction = Transaction::new(&store);
    for path in &changed {
        transaction.put(path, plan.old.get(*path).cloned(), plan.new.get(*path).cloned().unwrap_or_default())?;
    }
    let count = changed.len();
    if app.writing == Writing::DryRun {
        app.show_changes(&transaction.changes())?;
    } else {
        transaction.commit()?;
        app.say(&Message::new("fmt.done").with("count", count))?;
    }
    app.refuse_errors(&root, &plan.findings).map_err(|_| plan.refusal())?;
    Ok(Exit::Fine)
}

fn plan(store: &Store, core: &Core) -> Result<Plan> {
    let mut plan = Plan { old: BTreeMap::new(), new: BTreeMap::new(), findings: Vec::new() };
    for table in table::ALL {
        for path in paths(core, table) {
            let Some(bytes) = store.read_file(&path)? else { continue };
            match canonical(table, &Arc::from(path.as_str()), &bytes) {
                Ok(new) => drop(plan.new.insert(path.clone(), new)),
                Err(found) => plan.findings.extend(found),
            }
            plan.old.insert(path, bytes);
        }
    }
    bring_home(core, &mut plan.new)?;
    finding::sort(&mut plan.findings);
    Ok(plan)
}

fn paths(core: &Core, table: &Table) -> Vec<String> {
    match table.home {
        Home::Branch => core.scheme.branches.iter().map(|branch| table.path(&branch.key)).collect(),
        Home::Top | Home::Committee => vec![table.path("")],
    }
}
