//! `fmt`: the canonical form of every file. No fact changes; a contact that lies in another branch's folder than its pair moves there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::{App, Writing};
use crate::failure::{Failure, Result};
use crate::finding::{self, Finding, Severity};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::table::{self, Home, Table};
use crate::reports::sheet::Format;
use crate::rules::relations::Looking;
use crate::store::canonical::canonical;
use crate::store::directory::{Access, Store};
use crate::store::load::{load, load_core};
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
    /// What is wrong within files in their canonical form: it cannot be put right without guessing either. Where nothing is written,
    /// by its place in the files as they are.
    fn remaining(&self, root: &Root, after: &Root, writes: bool) -> Vec<Finding> {
        let left = |finding: &Finding| self.findings.iter().any(|known| known.place.file == finding.place.file);
        let errors = |root: &Root| {
            let found = load(root, Needs::VALIDATE, Looking::Nothing).findings;
            found.into_iter().filter(|finding| finding.severity() == Severity::Error && !left(finding)).collect::<Vec<_>>()
        };
        let remaining = errors(after);
        if writes || remaining.is_empty() {
            return remaining;
        }
        let is_left = |now: &Finding| remaining.iter().any(|finding| finding.code == now.code && finding.args == now.args);
        errors(root).into_iter().filter(is_left).collect()
    }

    /// Tells what is wrong, on stderr: the answer is about forms. Errors: files are left as they are.
    fn tell_faults(&self, app: &App, root: &Root, remaining: &[Finding]) -> Result<()> {
        app.warn_of(root, remaining.to_vec());
        if !remaining.is_empty() {
            app.note(&Message::new("fmt.remaining").with("count", remaining.len()));
        }
        if self.findings.is_empty() {
            return Ok(());
        }
        app.warn_of(root, self.findings.clone());
        let files: BTreeSet<&str> = self.findings.iter().map(|finding| finding.place.file.as_ref()).collect();
        Err(Failure::refused(Message::new("fmt.left").with("count", files.len())))
    }
}

/// Rewrites what is not canonical; files with errors that cannot be repaired without guessing are left and named (exit 4), and so are
/// errors in cells of the others (exit 1).
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    app.needs_sentence()?;
    let store = app.open(if arguments.check { Access::Read } else { Access::Write })?;
    let root = Root::of(&store);
    let core = load_core(&root, Needs::CHECK, Looking::Nothing).value;
    let plan = plan(&store, &core)?;
    let writes = !arguments.check && app.writing != Writing::DryRun;
    let after = root.with(plan.new.clone());
    let remaining = plan.remaining(&root, &after, writes);
    let shown = if writes { &after } else { &root };
    let changed: Vec<&String> = plan.new.keys().filter(|path| plan.old.get(*path) != plan.new.get(*path)).collect();
    if arguments.check {
        tell(app, &changed)?;
        plan.tell_faults(app, shown, &remaining)?;
        return Ok(Exit::no_if(!changed.is_empty() || !remaining.is_empty()));
    }
    let mut transaction = Transaction::new(&store);
    for path in &changed {
        transaction.put(path, plan.old.get(*path).cloned(), plan.new.get(*path).cloned().unwrap_or_default())?;
    }
    let count = changed.len();
    // That nothing was to be done is no answer where a file could not be looked at.
    let has_answer = count > 0 || plan.findings.is_empty();
    if app.writing == Writing::DryRun {
        if has_answer {
            app.show_changes(&transaction.changes())?;
        }
    } else {
        transaction.commit()?;
        if has_answer {
            app.say(&Message::new("fmt.done").with("count", count))?;
        }
    }
    plan.tell_faults(app, shown, &remaining)?;
    Ok(Exit::no_if(!remaining.is_empty()))
}

/// The files that are not in canonical form, one a line, with `--format json` as `bangfu/fmt/1`.
fn tell(app: &App, changed: &[&String]) -> Result<()> {
    if app.format == Format::Json {
        return app.answer_json(&serde_json::json!({ "format": "bangfu/fmt/1", "files": changed }));
    }
    let lines: Vec<String> = changed.iter().map(|path| format!("{path}\n")).collect();
    app.answer(lines.concat().as_bytes())
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
    bring_home(core, &mut plan.new, |path| plan.old.contains_key(path))?;
    finding::sort(&mut plan.findings);
    Ok(plan)
}

fn paths(core: &Core, table: &Table) -> Vec<String> {
    match table.home {
        Home::Branch => core.scheme.branches.iter().map(|branch| table.path(&branch.key)).collect(),
        Home::Top | Home::Committee => vec![table.path("")],
    }
}
