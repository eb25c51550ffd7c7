//! What would change, line by line: the answer of `--dry-run`. Pure. Not here: how it is shown.

use std::fmt;

use super::transaction::FileChange;

/// What changes in one file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FileDiff {
    /// Path in the data directory.
    #[serde(rename = "file")]
    pub path: String,
    /// What becomes of the file as a whole.
    pub fate: Fate,
    /// The runs of lines that change, in order.
    pub hunks: Vec<Hunk>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is new.
    New,
    /// Its content changes.
    Changed,
    /// It goes.
    Removed,
}

/// A run of old lines and the new ones in their place. Line numbers count from 1; a run of no lines stands after that line.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Hunk {
    /// First old line.
    pub old_line: usize,
    /// The old lines.
    pub old: Vec<String>,
    /// First new line.
    pub new_line: usize,
    /// The new lines.
    pub new: Vec<String>,
}

/// Where the shortest difference needs more changes than this, all that differs is shown as replaced.
const MOST_CHANGES: usize = 2_000;

/// What a change of a file changes.
#[must_use]
pub fn diff(change: &FileChange) -> FileDiff {
    let fate = match (&change.old, &change.new) {
        (None, _) => Fate::New,
        (_, None) => Fate::Removed,
        _ => Fate::Changed,
    };
    let (old, new) = (lines_of(change.old.as_deref()), lines_of(change.new.as_deref()));
    FileDiff { path: change.path.clone(), fate, hunks: hunks(&old, &new) }
}

/// Lines with what shows how they end: a carriage return as it is, a missing last line feed as a remark.
fn lines_of(bytes: Option<&[u8]>) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes.unwrap_or_default());
    let line = |line: &str| line.strip_suffix('\n').map_or_else(|| format!("{line}\n\\ No newline at end of file"), str::to_owned);
    text.split_inclusive('\n').map(line).collect()
}

impl fmt::Display for FileDiff {
    /// The form of `diff -U0`, which `git apply --unidiff-zero` takes.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |mark: &str, absent: bool| if absent { "/dev/null".to_owned() } else { format!("{mark}/{}", self.path) };
        writeln!(out, "--- {}", side("a", self.fate == Fate::New))?;
        writeln!(out, "+++ {}", side("b", self.fate == Fate::Removed))?;
        for hunk in &self.hunks {
            writeln!(out, "@@ -{} +{} @@", range(hunk.old_line, hunk.old.len()), range(hunk.new_line, hunk.new.len()))?;
            hunk.old.iter().try_for_each(|line| writeln!(out, "-{line}"))?;
            hunk.new.iter().try_for_each(|line| writeln!(out, "+{line}"))?;
        }
        Ok(())
    }
}

/// A run of lines as unified diffs write it.
fn range(line: usize, len: usize) -> String {
    match len {
        0 => format!("{},0", line - 1),
        1 => line.to_string(),
        _ => format!("{line},{len}"),
    }
}

fn hunks(old: &[String], new: &[String]) -> Vec<Hunk> {
    let same_head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.get(same_head..).unwrap_or_default(), new.get(same_head..).unwrap_or_default());
    let same_tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let a = old_rest.get(..old_rest.len() - same_tail).unwrap_or_default();
    let b = new_rest.get(..new_rest.len() - same_tail).unwrap_or_default();
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut ended_at = None;
    for step in steps(a, b) {
        let (Step::Drop(i, j) | Step::Take(i, j)) = step;
        if ended_at != Some((i, j)) {
            hunks.push(Hunk { old_line: same_head + i + 1, new_line: same_head + j + 1, ..Hunk::default() });
        }
        let Some(hunk) = hunks.last_mut() else { continue };
        match step {
            Step::Drop(..) => hunk.old.extend(a.get(i).cloned()),
            Step::Take(..) => hunk.new.extend(b.get(j).cloned()),
        }
        ended_at = Some(if matches!(step, Step::Drop(..)) { (i + 1, j) } else { (i, j + 1) });
    }
    hunks
}

/// A step of a difference, with the place in both texts before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The old line goes.
    Drop(usize, usize),
    /// The new line comes.
    Take(usize, usize),
}

/// The fewest steps from one text to the other (Myers 1986), or all lines where there would be too many.
fn steps(a: &[String], b: &[String]) -> Vec<Step> {
    if a.is_empty() || b.is_empty() {
        return replaced(a, b);
    }
    let most = (a.len() + b.len()).min(MOST_CHANGES);
    // Furthest old line on each diagonal `old - new`, shifted by `most + 1`; one copy for each number of changes, to walk back.
    let mut reach = vec![0_usize; 2 * most + 3];
    let mut history = Vec::new();
    for changes in 0..=most {
        history.push(reach.get(most + 1 - changes..=most + 1 + changes).unwrap_or_default().to_vec());
        for diagonal in (most + 1 - changes..=most + 1 + changes).step_by(2) {
            let mut i = start(&reach, diagonal, most + 1, changes);
            while let Some(j) = (i + most + 1).checked_sub(diagonal)
                && i < a.len()
                && j < b.len()
                && a.get(i) == b.get(j)
            {
                i += 1;
            }
            if let Some(slot) = reach.get_mut(diagonal) {
                *slot = i;
            }
            if i >= a.len() && i + most + 1 >= b.len() + diagonal {
                return walk_back(a.len(), b.len(), &history);
            }
        }
    }
    replaced(a, b)
}

/// Where a diagonal is entered: from the one below by taking a new line, or from the one above by dropping an old one.
fn start(reach: &[usize], diagonal: usize, zero: usize, changes: usize) -> usize {
    let at = |diagonal: usize| reach.get(diagonal).copied().unwrap_or(0);
    if changes == 0 {
        return 0;
    }
    let lowest = diagonal + changes == zero;
    let highest = diagonal == zero + changes;
    if lowest || (!highest && at(diagonal - 1) < at(diagonal + 1)) { at(diagonal + 1) } else { at(diagonal - 1) + 1 }
}

fn walk_back(old: usize, new: usize, history: &[Vec<usize>]) -> Vec<Step> {
    let (mut i, mut j) = (old as isize, new as isize);
    let mut steps = Vec::new();
    for (changes, reach) in history.iter().enumerate().rev() {
        let changes = changes as isize;
        if changes == 0 {
            break;
        }
        let at = |diagonal: isize| usize::try_from(diagonal + changes).ok().and_then(|index| reach.get(index)).map_or(0, |i| *i as isize);
        let diagonal = i - j;
        let down = diagonal == -changes || (diagonal != changes && at(diagonal - 1) < at(diagonal + 1));
        let before = if down { diagonal + 1 } else { diagonal - 1 };
        i = at(before);
        j = i - before;
        steps.push(if down { Step::Take(i as usize, j as usize) } else { Step::Drop(i as usize, j as usize) });
    }
    steps.reverse();
    steps
}

fn replaced(a: &[String], b: &[String]) -> Vec<Step> {
    let dropped = (0..a.len()).map(|i| Step::Drop(i, 0));
    dropped.chain((0..b.len()).map(|j| Step::Take(a.len(), j))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{diff, steps};
    use crate::store::transaction::FileChange;

    fn change(old: Option<&str>, new: Option<&str>) -> FileChange {
        let bytes = |text: &str| text.as_bytes().to_vec();
        FileChange { path: "people.csv".to_owned(), old: old.map(bytes), new: new.map(bytes) }
    }

    fn shown(old: Option<&str>, new: Option<&str>) -> String {
        diff(&change(old, new)).to_string()
    }

    #[test]
    fn each_change_is_shown_with_its_lines() {
        let old = "id\n1\n2\n3\n4\n5\n";
        let new = "id\n0\n1\n2\n三\n4\n5";
        let want = "--- a/people.csv\n+++ b/people.csv\n@@ -1,0 +2 @@\n+0\n@@ -4 +5 @@\n-3\n+三\n@@ -6 +7 @@\n-5\n+5\n\\ No newline at end of file\n";
        assert_eq!(shown(Some(old), Some(new)), want);
        assert_eq!(shown(None, Some("id\n1\n")), "--- /dev/null\n+++ b/people.csv\n@@ -0,0 +1,2 @@\n+id\n+1\n");
        assert_eq!(shown(Some("id\n"), None), "--- a/people.csv\n+++ /dev/null\n@@ -1 +0,0 @@\n-id\n");
        assert_eq!(shown(Some("a\r\n"), Some("a\n")), "--- a/people.csv\n+++ b/people.csv\n@@ -1 +1 @@\n-a\r\n+a\n");
    }

    #[test]
    fn what_differs_too_much_is_replaced() {
        let old: String = (0..3000).map(|line| format!("a{line}\n")).collect();
        let new: String = (0..3000).map(|line| format!("b{line}\n")).collect();
        let hunks = diff(&change(Some(&old), Some(&new))).hunks;
        assert_eq!((hunks.len(), hunks[0].old.len(), hunks[0].new.len()), (1, 3000, 3000));
    }

    /// Length of the longest common subsequence, the slow way.
    fn common(a: &[String], b: &[String]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut corner = 0;
            for (j, y) in b.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if x == y { corner + 1 } else { above.max(row[j]) };
                corner = above;
            }
        }
        row[b.len()]
    }

    proptest! {
        /// The hunks turn the old text into the new one, with as few changes as can be.
        #[test]
        fn hunks_are_the_difference(old in "([abc]\n){0,12}[ab]?", new in "([abc]\n){0,12}[ab]?") {
            let difference = diff(&change(Some(&old), Some(&new)));
            let mut lines = super::lines_of(Some(old.as_bytes()));
            for hunk in difference.hunks.iter().rev() {
                let gone: Vec<String> = lines.splice(hunk.old_line - 1..hunk.old_line - 1 + hunk.old.len(), hunk.new.clone()).collect();
                prop_assert_eq!(&gone, &hunk.old);
            }
            prop_assert_eq!(&lines, &super::lines_of(Some(new.as_bytes())));
            let (a, b) = (super::lines_of(Some(old.as_bytes())), super::lines_of(Some(new.as_bytes())));
            prop_assert_eq!(steps(&a, &b).len(), if a.is_empty() || b.is_empty() { a.len() + b.len() } else { a.len() + b.len() - 2 * common(&a, &b) });
        }
    }
}
