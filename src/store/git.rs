//! Asks git, whatever the user's settings and the hook that it runs in. Not here: what is asked.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use super::file_system::{EntryKind, FileSystem, RealFileSystem};

/// The name of what makes a folder a repository.
pub(super) const GIT: &str = ".git";

/// Which index git is to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Index {
    /// The one that a hook runs on, where this is a hook.
    OfHook,
    /// The repository's own.
    Own,
}

/// Why git gave no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is no git.
    NoGit,
    /// The folder is in no repository.
    NoRepository,
    /// What it said.
    Said(String),
}

/// What a hook sets for its own folder, and what gives paths another meaning.
const NOT_INHERITED: [&str; 6] =
    ["GIT_DIR", "GIT_WORK_TREE", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"];

/// It writes nothing, fetches nothing, asks nobody, and takes the history as it was made: replaced objects and grafts may cut it.
const SET: [(&str, &str); 6] = [
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    ("LC_ALL", "C"),
];

/// Git in a folder, with words of which the first is its command.
pub(super) fn command(folder: &Path, index: Index, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    if index == Index::Own {
        command.env_remove("GIT_INDEX_FILE");
    }
    for name in NOT_INHERITED {
        command.env_remove(name);
    }
    command.envs(SET);
    command.current_dir(folder).args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotepath=false"]).args(words);
    command.stdin(Stdio::null());
    command
}

/// What git answers.
pub(super) fn ask(folder: &Path, index: Index, words: &[&str]) -> Result<Vec<u8>, Refusal> {
    let output = command(folder, index, words).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Refusal::NoGit,
        _ => Refusal::Said(error.to_string()),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = reason(&output.stderr, output.status);
    Err(if said.contains("not a git repository") && !may_be_in_repository(folder) { Refusal::NoRepository } else { Refusal::Said(said) })
}

/// Why git failed: its own words, without what it traces or warns of before.
pub(super) fn reason(stderr: &[u8], status: ExitStatus) -> String {
    let said = String::from_utf8_lossy(stderr);
    let fault = said.lines().find(|line| line.starts_with("fatal:") || line.starts_with("error:"));
    fault.or_else(|| said.lines().next()).map_or_else(|| status.to_string(), str::to_owned)
}

/// Whether a folder lies in a repository by what stands in it and above, or by what a hook or the user has set: git may find none since
/// it is damaged, or on another disk.
pub(super) fn may_be_in_repository(folder: &Path) -> bool {
    let real = RealFileSystem.real_path(folder).unwrap_or_else(|_| folder.to_owned());
    let kind = |path: &Path| RealFileSystem.look(path).ok().flatten().map(|entry| entry.kind);
    // An empty folder of that name is none.
    let has_git = |folder: &Path| match kind(&folder.join(GIT)) {
        Some(EntryKind::Folder) => ["HEAD", "objects", "refs"].into_iter().any(|part| kind(&folder.join(GIT).join(part)).is_some()),
        other => other.is_some(),
    };
    real.ancestors().any(has_git) || top_as_set(folder).is_some_and(|top| real.starts_with(top))
}

/// The working tree of the repository that a hook or the user has set, asked for in a folder.
fn top_as_set(folder: &Path) -> Option<PathBuf> {
    let output = Command::new("git").current_dir(folder).args(["rev-parse", "--show-toplevel"]).stdin(Stdio::null()).output().ok()?;
    let top = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    RealFileSystem.real_path(Path::new(top.trim_end_matches('\n'))).ok()
}

#[cfg(test)]
mod tests {
    use super::{Index, Refusal, ask, may_be_in_repository};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "tests write the files themselves")]
    fn a_damaged_repository_is_not_taken_for_none() {
        let folder = tempfile::tempdir().unwrap();
        let ask = || ask(folder.path(), Index::Own, &["rev-parse", "--show-toplevel"]);
        assert_eq!((ask(), may_be_in_repository(folder.path())), (Err(Refusal::NoRepository), false));
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(ask(), Err(Refusal::NoRepository), "an empty folder");
        std::fs::remove_dir(folder.path().join(".git")).unwrap();
        std::fs::write(folder.path().join(".git"), "gitdir: /nowhere\n").unwrap();
        assert!(matches!(ask(), Err(Refusal::Said(said)) if said.contains("not a git repository")));
        assert!(may_be_in_repository(folder.path()));
    }
}
