//! One file per subcommand: `Arguments` (its flags, by clap's derive) and `run`. A command only turns flags into a question, in four
//! beats: load → decide (pure) → show → apply; `--dry-run` is the same path without the last.
//!
//! Adding a command `x`:
//! 1. its file here, with `Arguments` (by derive) and `pub fn run(app: &App, arguments: &Arguments) -> Result<Exit>`;
//!    subcommands of it in `commands/x/`;
//! 2. its line in the table of `cli`;
//! 3. its help in both catalogues: `cli.x.about`, and `cli.x.<flag>` for each flag that `cli.flag.<flag>` does not explain; with
//!    subcommands `cli.x.<subcommand>.about` and so on (a test names what is missing);
//! 4. transcripts under `tests/cli/x/`.
//!
//! A value named PAIR, PERSON, HELPER, HELPED, ID, BRANCH, MONTH, AWARD, CADENCE, TOPICS, MODE, ACT or CODE is completed by the shell.
//! The answer goes out through `App::show` (a report), `App::show_sheets` or `App::say`; nothing else prints. Problems of the records
//! go through `App::refuse_errors` or `App::warn_of`.

pub mod archive;
pub mod asking;
pub mod assess;
pub mod audit;
pub mod award;
pub mod blame;
pub mod case;
pub mod check;
pub mod choose;
pub mod close;
pub mod completions;
pub mod contacts;
pub mod due;
pub mod duty;
pub mod explain;
pub mod fmt;
pub mod form;
pub mod found;
pub mod goal;
pub mod guard;
pub mod import;
pub mod init;
pub mod inspect;
pub mod key;
pub mod log;
pub mod man;
pub mod meeting;
pub mod outcome;
pub mod own_document;
pub mod pair;
pub mod person;
pub mod plain;
pub mod reading;
pub mod records;
pub mod reopen;
pub mod report;
pub mod rollup;
pub mod schema;
pub mod screen;
pub mod sealing;
pub mod site;
pub mod spoken;
pub mod status;
pub mod summary;
pub mod validate;
pub mod values;
pub mod visit;
pub mod writing;
