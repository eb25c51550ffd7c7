//! Two wishes to the linker for the release program, so that a short command starts sooner; where it cannot do one, that is not asked of
//! it. Not here: anything that what the program does depends on.
//!
//! Functions that the daily commands call lie side by side. The system brings a program in by pieces of 64 KiB, so a command that calls
//! one of fourteen megabytes of functions, here and there, has most of them in memory. `daily_functions.txt` names them in the order
//! wanted (`benches/daily_functions.py` writes it); a name that the program does not have is passed over.
//!
//! What unwinds after a panic (libgcc's part for exceptions) is put into the program: a library less to find, map and bind at every start,
//! an eighth of what `--version` takes.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a build script writes files and speaks to cargo by its output")]

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build");
    let Some(folder) = env::var_os("OUT_DIR").map(PathBuf::from).filter(|_| is_wanted()) else { return };
    for wish in [daily_functions, own_unwinder] {
        if let Some(argument) = wish(&folder).ok().filter(|argument| links(argument, &folder)) {
            println!("cargo::rustc-link-arg-bins={argument}");
        }
    }
}

/// Whether it is a release build for the Linux that builds it.
fn is_wanted() -> bool {
    let is = |name: &str, wanted: &str| env::var(name).is_ok_and(|value| value == wanted);
    let release = is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    release && env::var("HOST") == env::var("TARGET")
}

/// The argument that puts the named functions before all others, by a linker script.
fn daily_functions(folder: &Path) -> io::Result<String> {
    let names = fs::read_to_string("build/daily_functions.txt")?;
    let sections: String = names.lines().filter(|line| !line.starts_with('#')).map(|name| format!("  *(.text.{name})\n")).collect();
    let script = folder.join("daily_functions.ld");
    fs::write(&script, format!("SECTIONS {{ .text.daily : {{\n{sections}}} }} INSERT BEFORE .text;\n"))?;
    Ok(format!("-Wl,--script={}", script.display()))
}

/// The argument that has the shared library of the unwinder looked for first in a folder where its name stands for the one to be put in.
fn own_unwinder(folder: &Path) -> io::Result<String> {
    let place = folder.join("unwinder");
    fs::create_dir_all(&place)?;
    fs::write(place.join("libgcc_s.so"), "INPUT(-l:libgcc_eh.a)\n")?;
    Ok(format!("-L{}", place.display()))
}

/// Whether a program that unwinds can be linked with an argument and runs.
fn links(argument: &str, folder: &Path) -> bool {
    let (source, program) = (folder.join("probe.rs"), folder.join("probe"));
    let text = "fn main() { assert!(std::panic::catch_unwind(|| panic!()).is_err()) }\n";
    let (Some(rustc), Ok(())) = (env::var_os("RUSTC"), fs::write(&source, text)) else { return false };
    let mut build = Command::new(rustc);
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    build.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    if let Some(linker) = env::var_os("RUSTC_LINKER") {
        build.arg("-C").arg(format!("linker={}", linker.display()));
    }
    build.arg("-C").arg(format!("link-arg={argument}")).arg("-o").arg(&program).arg(&source);
    let built = build.output().is_ok_and(|done| done.status.success());
    built && Command::new(&program).output().is_ok_and(|done| done.status.success())
}
