//! Lays the functions that the daily commands call side by side in the release program. The system brings a program in by pieces of
//! 64 KiB, so a command that calls one of fourteen megabytes of functions, here and there, has most of them in memory.
//!
//! `daily_functions.txt` names them in the order wanted (`benches/daily_functions.py` writes it). It is only a wish: a name that the
//! program does not have is passed over, and where the linker cannot do it nothing is asked of it. Not here: anything that the program
//! does depends on.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a build script writes files and speaks to cargo by its output")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build");
    if let Some(script) = is_wanted().then(linker_script).flatten() {
        println!("cargo::rustc-link-arg-bins={}", argument(&script));
    }
}

/// Whether it is a release build for the Linux that builds it.
fn is_wanted() -> bool {
    let is = |name: &str, wanted: &str| env::var(name).is_ok_and(|value| value == wanted);
    let release = is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    release && env::var("HOST") == env::var("TARGET")
}

/// A linker script that puts the named functions before all others; none where the linker at hand does not take it.
fn linker_script() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("OUT_DIR")?);
    let names = fs::read_to_string("build/daily_functions.txt").ok()?;
    let sections: String = names.lines().filter(|line| !line.starts_with('#')).map(|name| format!("  *(.text.{name})\n")).collect();
    let script = folder.join("daily_functions.ld");
    fs::write(&script, format!("SECTIONS {{ .text.daily : {{\n{sections}}} }} INSERT BEFORE .text;\n")).ok()?;
    links(&script, &folder).then_some(script)
}

fn argument(script: &Path) -> String {
    format!("-Wl,--script={}", script.display())
}

/// Whether an empty program can be linked by the script and runs.
fn links(script: &Path, folder: &Path) -> bool {
    let (source, program) = (folder.join("empty.rs"), folder.join("empty"));
    let (Some(rustc), Ok(())) = (env::var_os("RUSTC"), fs::write(&source, "fn main() {}\n")) else { return false };
    let mut build = Command::new(rustc);
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    build.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    if let Some(linker) = env::var_os("RUSTC_LINKER") {
        build.arg("-C").arg(format!("linker={}", linker.display()));
    }
    build.arg("-C").arg(format!("link-arg={}", argument(script))).arg("-o").arg(&program).arg(&source);
    let built = build.output().is_ok_and(|done| done.status.success());
    built && Command::new(&program).output().is_ok_and(|done| done.status.success())
}
