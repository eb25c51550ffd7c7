//! Findings of which only the first are listed and the others counted, so that a directory of any size in which every record is wrong
//! needs no more room than one in which few are. Not here: how they are put into words.

use std::collections::BTreeMap;

use super::{Code, Finding, Severity, sort};

/// Findings as they come in, batch by batch; all of a file come in one batch.
#[derive(Debug)]
pub struct Gathered {
    wanted: Wanted,
    most: usize,
    /// The first by place, when they are settled; before that up to twice as many.
    first: Vec<Finding>,
    settled: bool,
    /// How many others there are of each code.
    rest: Vec<usize>,
}

/// Which findings are gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Errors,
}

impl Gathered {
    /// None yet; at most so many are kept.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { wanted: Wanted::All, most, first: Vec::new(), settled: true, rest: vec![0; Code::ALL.len()] }
    }

    /// None yet; of errors at most so many are kept, warnings are passed over.
    #[must_use]
    pub fn of_errors(most: usize) -> Self {
        Self { wanted: Wanted::Errors, ..Self::new(most) }
    }

    /// Findings of which at most so many are kept.
    #[must_use]
    pub fn of(findings: Vec<Finding>, most: usize) -> Self {
        let mut gathered = Self::new(most);
        gathered.add(findings);
        gathered.settle();
        gathered
    }

    /// Adds a batch.
    pub fn add(&mut self, mut batch: Vec<Finding>) {
        if self.wanted == Wanted::Errors {
            batch.retain(|finding| finding.severity() == Severity::Error);
        }
        sort(&mut batch);
        if self.settled && self.first.len() >= self.most && self.first.last() < batch.first() {
            self.count(batch);
            return;
        }
        self.settled &= batch.is_empty();
        self.first.append(&mut batch);
        if self.first.len() > self.most.saturating_mul(2) {
            self.settle();
        }
    }

    /// The findings to be listed, in order, and the others by number.
    #[must_use]
    pub fn listed(mut self) -> (Vec<Finding>, NotListed) {
        self.settle();
        let counts = Code::ALL.iter().zip(self.rest).filter(|(_, count)| *count > 0);
        (self.first, NotListed { by_code: counts.map(|(code, count)| (code.word(), count)).collect() })
    }

    /// How many there are of a severity, listed or not.
    #[must_use]
    pub fn number_of(&mut self, severity: Severity) -> usize {
        self.settle();
        let counted = Code::ALL.iter().zip(&self.rest).filter(|(code, _)| code.severity() == severity);
        self.first.iter().filter(|finding| finding.severity() == severity).count() + counted.map(|(_, count)| count).sum::<usize>()
    }

    fn settle(&mut self) {
        if !self.settled {
            sort(&mut self.first);
            let rest = self.first.split_off(self.most.min(self.first.len()));
            self.count(rest);
            self.settled = true;
        }
    }

    fn count(&mut self, findings: Vec<Finding>) {
        for finding in &findings {
            if let Some(count) = self.rest.get_mut(finding.code as usize) {
                *count += 1;
            }
        }
    }
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

    use super::{Gathered, NotListed};
    use crate::finding::{Code, Finding, Severity};
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
                let mut gathered = Gathered::new(most);
                batches.iter().cycle().skip(turn).take(batches.len()).for_each(|batch| gathered.add(batch.clone()));
                let errors = all.iter().filter(|finding| finding.severity() == Severity::Error).count();
                assert_eq!(gathered.number_of(Severity::Error), errors);
                let (first, rest) = gathered.listed();
                assert_eq!(first, all.iter().take(most).cloned().collect::<Vec<_>>(), "{most} from {turn}");
                assert_eq!(rest.number(), all.len().saturating_sub(most));
            }
        }
    }

    #[test]
    fn what_is_said_twice_is_counted_once_and_counts_are_in_the_order_of_the_words() {
        let twice = [batch("a", 0..6), batch("a", 0..6)].concat();
        let (first, rest) = Gathered::of(twice, 2).listed();
        assert_eq!((first.len(), counts(&rest)), (2, vec![("bad-date", 3), ("day-in-future", 1)]));
    }
}
