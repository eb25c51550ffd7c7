//! What a change of a file would do, line by line: for `--dry-run`. Records are lines, so lines are compared. Not here: making it.

use similar::{ChangeTag, TextDiff};

use super::transaction::FileChange;

/// The lines that go and come, under the file's name, as `diff -U0` has them.
#[must_use]
pub fn lines(change: &FileChange) -> String {
    let text = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let (old, new) = (text(&change.old), text(&change.new));
    let mut out = format!("--- {0}\n+++ {0}\n", change.path);
    for line in TextDiff::from_lines(&old, &new).iter_all_changes() {
        let mark = match line.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => continue,
        };
        out.push(mark);
        out.push_str(line.value().trim_end_matches(['\n', '\r']));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{FileChange, lines};

    #[test]
    fn only_what_changes_is_shown() {
        let change = FileChange { path: "a.csv".into(), old: Some(b"id\n1\n2\n".to_vec()), new: Some(b"id\n1\n3\n2\n".to_vec()) };
        assert_eq!(lines(&change), "--- a.csv\n+++ a.csv\n+3\n");
    }
}
