//! What is found wrong, as it comes in. Of a long list only the first are told one by one and the others counted, so that a directory
//! in which every record is wrong needs little more time, and no more room, than one in which few are: what lies behind the list is
//! not even put together. Not here: how findings are put into words.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Code, Finding, Severity, sort};
use crate::i18n::Value;
use crate::model::lost_ids::{Lost, LostIds};
use crate::source::Place;

/// Findings of which the first by place are listed and the others counted.
#[derive(Debug)]
pub struct Findings {
    wanted: Wanted,
    most: usize,
    /// The first by place, when they are settled; before that some more.
    list: Vec<Finding>,
    settled: bool,
    /// As many as are listed lie up to this place.
    end: Option<Place>,
    /// How many others there are of each code; empty while there are none.
    rest: Vec<usize>,
    /// How many came in.
    told: usize,
    references: References,
    /// How many references to what was lost are still told, and whether there was any.
    spared: usize,
    met_lost: Cell<bool>,
    lines: LostLines,
}

/// Which findings are gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Errors,
}

/// What is done with references to somebody or something unknown, which may have stood in a line that could not be read.
#[derive(Clone, Debug)]
enum References {
    /// They are told.
    Told,
    /// They wait until it is known what was lost.
    Held(Vec<Finding>),
    /// They are told unless what they name was lost.
    Sifted(Arc<LostIds>),
}

/// Lines with an error that may have kept them from being read, file by file.
pub type LostLines = Vec<(Arc<str>, Vec<u32>)>;

impl Default for Findings {
    fn default() -> Self {
        Self::new(usize::MAX)
    }
}

impl From<Vec<Finding>> for Findings {
    fn from(list: Vec<Finding>) -> Self {
        Self { told: list.len(), settled: false, list, ..Self::default() }
    }
}

impl Findings {
    /// None yet; at most so many are listed.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            wanted: Wanted::All,
            most,
            list: Vec::new(),
            settled: true,
            end: None,
            rest: Vec::new(),
            told: 0,
            references: References::Told,
            spared: 0,
            met_lost: Cell::new(false),
            lines: Vec::new(),
        }
    }

    /// None yet; of errors at most so many are listed, warnings are passed over.
    #[must_use]
    pub fn of_errors(most: usize) -> Self {
        Self { wanted: Wanted::Errors, ..Self::new(most) }
    }

    /// Findings of which at most so many are listed.
    #[must_use]
    pub fn of(findings: Vec<Finding>, most: usize) -> Self {
        let mut all = Self { most, ..Self::from(findings) };
        all.settle();
        all
    }

    /// None yet, gathered apart from these to be added to them: what lies behind their list need not be put together.
    #[must_use]
    pub fn apart(&self) -> Self {
        let references = match &self.references {
            References::Held(_) => References::Held(Vec::new()),
            others => others.clone(),
        };
        Self { wanted: self.wanted, end: self.end.clone(), references, ..Self::new(self.most) }
    }

    /// From now on references to the unknown are held back.
    pub fn hold_references(&mut self) {
        self.references = References::Held(Vec::new());
    }

    /// Whether references are held back: what may have been meant is looked for when they are told.
    #[must_use]
    pub fn holds_back(&self) -> bool {
        matches!(self.references, References::Held(_))
    }

    /// From now on references are told unless they name what was lost.
    pub fn sift_references(&mut self, lost: &Arc<LostIds>) {
        self.tell_references(lost, |_| None);
    }

    /// The same, those that were held back too, each with what may have been meant by it.
    pub fn tell_references(&mut self, lost: &Arc<LostIds>, meant: impl Fn(&str) -> Option<String>) {
        let sifted = if lost.persons.is_none() && lost.pairs.is_none() { References::Told } else { References::Sifted(Arc::clone(lost)) };
        self.lines = Vec::new();
        let References::Held(held) = std::mem::replace(&mut self.references, sifted) else { return };
        for finding in held {
            let place = (&finding.place.file, finding.place.line);
            if !self.counts_reference(finding.code, named(&finding), place) {
                let nearest = meant(named(&finding));
                self.push(nearest.into_iter().fold(finding, |finding, nearest| finding.with("nearest", nearest)));
            }
        }
    }

    /// From now on whatever pair a reference names was lost.
    pub fn lose_pairs(&mut self) {
        let persons = match &self.references {
            References::Sifted(lost) => lost.persons.clone(),
            References::Told | References::Held(_) => Lost::default(),
        };
        self.references = References::Sifted(Arc::new(LostIds { persons, pairs: Lost::Any }));
        self.spare_first();
    }

    /// The first reference to what was lost is told for all of them.
    pub fn spare_first(&mut self) {
        self.spared = 1;
        if let References::Held(held) = &mut self.references {
            sort(held);
        }
    }

    /// Whether there was a reference to what was lost.
    #[must_use]
    pub fn met_lost(&self) -> bool {
        self.met_lost.get()
    }

    /// Whether references of a kind are held back.
    #[must_use]
    pub fn holds(&self, code: Code) -> bool {
        matches!(&self.references, References::Held(held) if held.iter().any(|finding| finding.code == code))
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        if self.wanted == Wanted::Errors && finding.severity() != Severity::Error && !finding.is_loss() {
            return;
        }
        match &mut self.references {
            References::Held(held) if is_reference(finding.code) => {
                self.told += 1;
                return held.push(finding);
            }
            References::Sifted(lost) if is_lost(lost, finding.code, named(&finding)) => {
                self.met_lost.set(true);
                match self.spared.checked_sub(1) {
                    Some(left) => self.spared = left,
                    None => return,
                }
            }
            References::Told | References::Held(_) | References::Sifted(_) => {}
        }
        self.told += 1;
        self.list.push(finding);
        self.settled = false;
        self.settle_if_long();
    }

    /// Counts that what a cell of a line names is unknown, as `counts` does; nothing is to be told of what was lost.
    pub fn counts_reference(&mut self, code: Code, name: &str, place: (&Arc<str>, u32)) -> bool {
        match &self.references {
            References::Held(_) => false,
            References::Told | References::Sifted(_) => {
                let is_lost = self.names_lost(code, name);
                self.met_lost.set(self.met_lost.get() || is_lost);
                if is_lost && self.spared == 0 {
                    return true;
                }
                let counted = self.counts_behind(code, place.0, place.1);
                self.spared -= usize::from(counted && is_lost);
                counted
            }
        }
    }

    /// Counts a finding in a line, unless it may be one of those that are listed; whether it was counted. For findings of which a
    /// line can have no second one that is the same: each of those is counted.
    pub fn counts(&mut self, code: Code, file: &Arc<str>, line: u32) -> bool {
        let told = matches!(self.references, References::Told) || !is_reference(code);
        told && self.counts_behind(code, file, line)
    }

    /// Whether nothing is to be told of a reference to this, since it stood in a line that could not be read.
    #[must_use]
    pub fn is_lost(&self, code: Code, name: &str) -> bool {
        let is_lost = self.names_lost(code, name);
        self.met_lost.set(self.met_lost.get() || is_lost);
        is_lost && self.spared == 0
    }

    fn names_lost(&self, code: Code, name: &str) -> bool {
        matches!(&self.references, References::Sifted(lost) if is_lost(lost, code, name))
    }

    fn counts_behind(&mut self, code: Code, file: &Arc<str>, line: u32) -> bool {
        if self.wanted == Wanted::Errors && code.severity() != Severity::Error {
            return true;
        }
        let behind = |end: &Place| if Arc::ptr_eq(&end.file, file) { line > end.line } else { *file > end.file };
        let counted = self.end.as_ref().is_some_and(behind);
        if counted {
            self.told += 1;
            self.count(code, file, line);
        }
        counted
    }

    /// Adds a finding in a cell of a line, the only one of its code there; what it says is put together only where it may be listed.
    pub fn tell(&mut self, code: Code, (file, line): (&Arc<str>, u32), cell: &'static str, args: impl FnOnce(Finding) -> Finding) {
        if !self.counts(code, file, line) {
            self.push(args(Finding::in_cell(code, Place::new(file, line, 0), cell)));
        }
    }

    /// Adds those that were gathered apart.
    pub fn add(&mut self, mut other: Self) {
        other.settle();
        if !other.rest.is_empty() {
            self.rest.resize(Code::ALL.len(), 0);
            self.rest.iter_mut().zip(other.rest).for_each(|(sum, count)| *sum += count);
        }
        self.told += other.told;
        self.lines.append(&mut other.lines);
        if let (References::Held(held), References::Held(others)) = (&mut self.references, &mut other.references) {
            held.append(others);
        }
        let behind = self.end.as_ref().zip(other.list.first()).is_some_and(|(end, first)| *end < first.place);
        if behind {
            other.list.iter().for_each(|finding| self.count(finding.code, &finding.place.file, finding.place.line));
            return;
        }
        self.settled &= other.list.is_empty();
        self.list.append(&mut other.list);
        self.settle_if_long();
    }

    /// The findings to be listed, in order, and the others by number.
    #[must_use]
    pub fn listed(mut self) -> (Vec<Finding>, NotListed) {
        self.settle();
        let counts = Code::ALL.iter().zip(self.rest).filter(|(_, count)| *count > 0);
        (self.list, NotListed { by_code: counts.map(|(code, count)| (code.word(), count)).collect() })
    }

    /// How many there are of a severity, listed or not.
    #[must_use]
    pub fn number_of(&mut self, severity: Severity) -> usize {
        self.settle();
        let counted = Code::ALL.iter().zip(&self.rest).filter(|(code, _)| code.severity() == severity);
        self.list.iter().filter(|finding| finding.severity() == severity).count() + counted.map(|(_, count)| count).sum::<usize>()
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_error(&self) -> bool {
        let counted = |code: &Code| self.rest.get(*code as usize).is_some_and(|count| *count > 0);
        super::has_error(&self.list) || Code::ALL.iter().any(|code| code.severity() == Severity::Error && counted(code))
    }

    /// Those that are to be listed, as far as they are known, in any order.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.list.iter()
    }

    /// How many came in so far: it grows with each, listed or not.
    #[must_use]
    pub fn told(&self) -> usize {
        self.told
    }

    /// Whether none came in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.told == 0
    }

    /// The lines with an error in files of a kind that may have kept them from being read, each file's once and in order. Asked for
    /// while references are held back.
    #[must_use]
    pub fn faulty_lines(&self, is_of: impl Fn(&str) -> bool) -> LostLines {
        let mut files = BTreeMap::<&Arc<str>, Vec<u32>>::new();
        for run in self.list.chunk_by(|one, next| Arc::ptr_eq(&one.place.file, &next.place.file)) {
            let lines = run.iter().filter(|finding| loses(finding.code)).map(|finding| finding.place.line);
            if let Some(first) = run.first().filter(|first| is_of(&first.place.file)) {
                files.entry(&first.place.file).or_default().extend(lines);
            }
        }
        for (file, lines) in self.lines.iter().filter(|(file, _)| is_of(file)) {
            files.entry(file).or_default().extend(lines);
        }
        files.retain(|_, lines| !lines.is_empty());
        let sorted = |(file, mut lines): (&Arc<str>, Vec<u32>)| {
            lines.sort_unstable();
            lines.dedup();
            (Arc::clone(file), lines)
        };
        files.into_iter().map(sorted).collect()
    }

    fn settle_if_long(&mut self) {
        // As soon as there is an end, what lies behind it need not be put together. Putting them in order again costs less than putting
        // together a few that are not listed in the end.
        let long = if self.end.is_none() { self.most } else { self.most.saturating_add(self.most / 8) };
        if self.list.len() > long {
            self.settle();
        }
    }

    /// Puts them in order and counts those that are not to be listed.
    pub fn settle(&mut self) {
        if !self.settled {
            sort(&mut self.list);
            let rest = self.list.split_off(self.most.min(self.list.len()));
            rest.iter().for_each(|finding| self.count(finding.code, &finding.place.file, finding.place.line));
            if self.list.len() == self.most {
                self.end = self.list.last().map(|last| last.place.clone());
            }
            self.settled = true;
        }
    }

    fn count(&mut self, code: Code, file: &Arc<str>, line: u32) {
        if self.rest.is_empty() {
            self.rest.resize(Code::ALL.len(), 0);
        }
        if let Some(count) = self.rest.get_mut(code as usize) {
            *count += 1;
        }
        if matches!(self.references, References::Held(_)) && loses(code) {
            match self.lines.last_mut() {
                Some((last, lines)) if Arc::ptr_eq(last, file) => lines.push(line),
                _ => self.lines.push((Arc::clone(file), vec![line])),
            }
        }
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

/// Whether a finding says that what a cell names is unknown.
fn is_reference(code: Code) -> bool {
    matches!(code, Code::UnknownPerson | Code::UnknownPair)
}

/// Whether a finding may have kept its line from being read; a reference to somebody unknown does not.
fn loses(code: Code) -> bool {
    code.severity() == Severity::Error && code != Code::UnknownPerson
}

/// Whether what a reference names stood in a line that could not be read.
fn is_lost(lost: &LostIds, code: Code, name: &str) -> bool {
    match code {
        Code::UnknownPerson => lost.persons.has(name),
        Code::UnknownPair => lost.pairs.has(name),
        _ => false,
    }
}

/// What a reference names.
fn named(finding: &Finding) -> &str {
    let value = finding.args.iter().find(|(name, _)| *name == "value").map(|(_, value)| value);
    if let Some(Value::Text(text)) = value { text } else { "" }
}

/// How many findings are not listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotListed {
    by_code: BTreeMap<&'static str, usize>,
}

impl NotListed {
    /// All of them.
    #[must_use]
    pub fn number(&self) -> usize {
        self.by_code.values().sum()
    }

    /// By code, in the order of the codes' words.
    pub fn by_code(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.by_code.iter().map(|(code, count)| (*code, *count))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Findings, NotListed};
    use crate::finding::{Code, Finding, Severity};
    use crate::model::lost_ids::{Lost, LostIds};
    use crate::source::Place;

    fn batch(file: &str, lines: std::ops::Range<u32>) -> Vec<Finding> {
        let file = Arc::from(file);
        let code = |line: u32| if line.is_multiple_of(3) { Code::DayInFuture } else { Code::BadDate };
        lines.map(|line| Finding::new(code(line), Place::new(&file, line, 1)).with("value", line)).collect()
    }

    fn counts(not_listed: &NotListed) -> Vec<(&'static str, usize)> {
        not_listed.by_code().collect()
    }

    #[test]
    fn the_same_are_listed_and_counted_whatever_the_order_of_the_batches() {
        let batches = [batch("b", 0..30), batch("a", 10..15), batch("c", 0..9), batch("a0", 0..40), batch("d", 0..0)];
        let mut all: Vec<Finding> = batches.iter().flatten().cloned().collect();
        all.sort();
        for turn in 0..batches.len() {
            for most in [0, 1, 7, 45, 84, 1000] {
                let mut gathered = Findings::new(most);
                batches.iter().cycle().skip(turn).take(batches.len()).for_each(|batch| gathered.add(Findings::of(batch.clone(), most)));
                let errors = all.iter().filter(|finding| finding.severity() == Severity::Error).count();
                assert_eq!(gathered.number_of(Severity::Error), errors);
                let (first, rest) = gathered.listed();
                assert_eq!(first, all.iter().take(most).cloned().collect::<Vec<_>>(), "{most} from {turn}");
                assert_eq!(rest.number(), all.len().saturating_sub(most));
            }
        }
    }

    /// Told line by line, each file apart, as readers do; what lies behind the list is not put together.
    #[test]
    fn what_lies_behind_the_list_is_counted_without_being_put_together() {
        let files: [Arc<str>; 3] = ["b", "a", "c"].map(Arc::from);
        let code = |line: u32| if line.is_multiple_of(3) { Code::DayInFuture } else { Code::BadDate };
        for most in [0, 1, 5, 20, 45, 1000] {
            let (mut all, mut made) = (Findings::new(most), 0);
            for file in &files {
                let mut own = all.apart();
                for line in 1..=30 {
                    own.tell(code(line), (file, line), "date", |finding| {
                        made += 1;
                        finding.with("value", line)
                    });
                }
                all.add(own);
            }
            assert_eq!((all.number_of(Severity::Error), all.number_of(Severity::Warning)), (60, 30), "{most}");
            let (first, rest) = all.listed();
            let places: Vec<String> = first.iter().map(|finding| finding.place.to_string()).collect();
            let expected = ["a", "b", "c"].into_iter().flat_map(|file| (1..=30).map(move |line| format!("{file}:{line}")));
            assert_eq!(places, expected.take(most).collect::<Vec<_>>());
            assert_eq!((rest.number(), made < 90), (90 - most.min(90), (1..60).contains(&most)), "{most}: {made}");
        }
    }

    #[test]
    fn of_errors_alone_warnings_are_neither_listed_nor_counted() {
        let mut errors = Findings::of_errors(3);
        errors.extend(batch("a", 0..30));
        let (first, rest) = errors.listed();
        assert_eq!((first.len(), counts(&rest)), (3, vec![("bad-date", 17)]));
    }

    /// A reference to an id that stood in a line that could not be read is no fault of its own, whenever it is found.
    #[test]
    fn references_to_what_was_lost_are_not_told() {
        let file: Arc<str> = Arc::from("branches/a/pairs.csv");
        let unknown = |line, id: &str| Finding::new(Code::UnknownPerson, Place::new(&file, line, 2)).with("value", id);
        let mut findings = Findings::new(2);
        findings.hold_references();
        let mut own = findings.apart();
        own.extend([unknown(3, "lost"), unknown(4, "never")]);
        (5..30).for_each(|line| own.tell(Code::BadDate, (&file, line), "start", |finding| finding));
        assert!(!own.is_empty());
        findings.add(own);
        let faulty = findings.faulty_lines(|path| path.ends_with("/pairs.csv"));
        assert_eq!(faulty, [(Arc::clone(&file), (5..30).collect::<Vec<u32>>())]);
        let persons = Lost::Words([&b"lost"[..]].into_iter().collect());
        findings.sift_references(&Arc::new(LostIds { persons, pairs: Lost::default() }));
        let mut later = findings.apart();
        later.extend([unknown(40, "lost"), unknown(41, "nobody")]);
        findings.add(later);
        let (first, rest) = findings.listed();
        let lines: Vec<u32> = first.iter().map(|finding| finding.place.line).collect();
        assert_eq!((lines, counts(&rest)), (vec![4, 5], vec![("bad-date", 24), ("unknown-person", 1)]));
    }

    #[test]
    fn what_is_said_twice_is_counted_once_and_counts_are_in_the_order_of_the_words() {
        let twice = [batch("a", 0..6), batch("a", 0..6)].concat();
        let (first, rest) = Findings::of(twice, 2).listed();
        assert_eq!((first.len(), counts(&rest)), (2, vec![("bad-date", 3), ("day-in-future", 1)]));
    }
}
