//! `guard`: looks through the working tree and the staged changes for what should never be committed. Made for a pre-commit hook: the
//! answer is "no" where something was found, and a failure where what it goes by (settings, roster) cannot be read.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::App;
use crate::commands::reading;
use crate::failure::Result;
use crate::finding::{Finding, Findings};
use crate::i18n::Message;
use crate::import::any_text::{Closed, each_line};
use crate::model::table::{PEOPLE, SEALED};
use crate::reports::guard::{Found, GuardReport, NotSeen, Reason};
use crate::rules::leaks::{Beside, Leak, Watch};
use crate::rules::relations::Looking;
use crate::store::load::{SCHEME_FILE, load_core};
use crate::store::needs::{Needs, Tables};
use crate::store::sealed::boxes;
use crate::store::working_tree::{Seen, Standing, Unread, each};
use crate::ui::Exit;

/// Look for what should never be committed
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Shows what was found.
pub fn run(app: &App, _: &Arguments) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = load_core(&opened.root, Needs::texts(Tables::NONE), Looking::Nothing);
    let boxes = boxes::read(&opened.root, &core.value.scheme, &mut Findings::default());
    let mut search = Search { watch: Watch::new(&core.value, boxes.iter().map(|closed| closed.id.as_str())), ..Search::default() };
    let seen = each(opened.root.path(), &mut |file, standing, bytes| search.look(file, standing, bytes))?;
    let report = search.report();
    let goes_by = |found: &Finding| [SCHEME_FILE, PEOPLE.file].contains(&found.place.file.as_ref());
    let findings: Vec<Finding> = core.findings.into_iter().filter(goes_by).collect();
    match report.found.is_empty() {
        // With half the names "nothing found" would say too much.
        true => app.refuse_errors(&opened.root, &findings)?,
        false => app.warn_of(&opened.root, findings),
    }
    app.show(&report)?;
    report.not_seen.iter().for_each(|one| app.note(&one.message()));
    if seen == Seen::WithoutGit {
        app.note(&Message::new("guard.without-git"));
    }
    Ok(Exit::no_if(!report.found.is_empty()))
}

/// What is looked for, and what was found.
#[derive(Default)]
struct Search<'a> {
    watch: Watch<'a>,
    /// Each place once, and whether it is staged.
    places: BTreeMap<(String, u32, Leak), bool>,
    not_seen: BTreeSet<NotSeen>,
}

impl Search<'_> {
    fn look(&mut self, file: &str, standing: Standing, bytes: std::result::Result<&[u8], Unread>) {
        let Self { watch, places, not_seen } = self;
        let is_sealed = file.rsplit('/').next() == Some(SEALED.file);
        let mut take = |line: u32, leaks: Vec<Leak>| {
            for leak in leaks.into_iter().filter(|leak| !is_sealed || may_be_sealed_in_the_open(*leak)) {
                *places.entry((file.to_owned(), line, leak)).or_default() |= standing == Standing::Staged;
            }
        };
        // The name of a file is committed too.
        take(0, watch.scan(file, Beside::Nobody));
        let beside = watch.beside(file);
        let outcome = match bytes {
            Ok(bytes) => each_line(bytes, &mut |line, text| take(line, watch.scan(text, beside))).map_err(reason_of),
            Err(Unread::TooLarge) => Err(Reason::TooLarge),
            Err(Unread::Unreadable) => Err(Reason::Unreadable),
        };
        if let Err(reason) = outcome {
            not_seen.insert(NotSeen { file: file.to_owned(), reason });
        }
    }

    fn report(self) -> GuardReport {
        let found = self.places.into_iter().map(|((file, line, leak), staged)| Found { file, line, leak, staged });
        GuardReport { found: found.collect(), not_seen: self.not_seen.into_iter().collect() }
    }
}

/// In what is sealed anything may look like a number, and boxes are named.
fn may_be_sealed_in_the_open(leak: Leak) -> bool {
    matches!(leak, Leak::ScreeningWord | Leak::SecretKey)
}

fn reason_of(closed: Closed) -> Reason {
    match closed {
        Closed::Password => Reason::Password,
        Closed::Damaged => Reason::Damaged,
        Closed::TooLarge => Reason::TooLarge,
        Closed::Pdf => Reason::Pdf,
    }
}
