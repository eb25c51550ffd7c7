//! Two wishes to the linker for the release program, so that a short command starts sooner; where it cannot do one, that is not asked of
//! it. `BANGFU_PLAIN_LINK=1` asks for neither.
//!
//! Functions that the daily commands call lie side by side. The system brings a program in by pieces of 64 KiB, so a command that calls
//! one of fourteen megabytes of functions, here and there, has most of them in memory. `daily_functions.txt` names them in the order
//! wanted (`benches/daily_functions.py` writes it); a name that the program does not have is passed over.
//!
//! What unwinds after a panic (libgcc's part for exceptions) is put into the program: a library less to find, map and bind at every start,
//! an eighth of what `--version` takes. That part may need the C library of the system that builds (2.35 for `_dl_find_object`), where the
//! rest of the program is content with 2.34.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a build script writes files and speaks to cargo by its output")]

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed={PLAIN}");
    let Some(folder) = env::var_os("OUT_DIR").map(PathBuf::from).filter(|_| is_wanted()) else { return };
    let mut granted = Vec::new();
    for (wish, probe) in [(daily_functions as Wish, "fn main() {}\n"), (own_unwinder, UNWINDS)] {
        if let Some(argument) =
            wish(&folder).ok().filter(|argument| links(probe, &[granted.as_slice(), std::slice::from_ref(argument)].concat(), &folder))
        {
            println!("cargo::rustc-link-arg-bins={argument}");
            granted.push(argument);
        }
    }
}

/// Writes what the linker is to read into a folder, and gives the argument that tells it.
type Wish = fn(&Path) -> io::Result<String>;

/// Set to anything but nothing, it asks for no wish.
const PLAIN: &str = "BANGFU_PLAIN_LINK";

/// A program that ends well if a panic can be caught.
const UNWINDS: &str = "fn main() { assert!(std::panic::catch_unwind(|| panic!()).is_err()) }\n";

/// Whether it is a release build for the Linux that builds it.
fn is_wanted() -> bool {
    let is = |name: &str, wanted: &str| env::var(name).is_ok_and(|value| value == wanted);
    let release = is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    let plain = env::var_os(PLAIN).is_some_and(|value| !value.is_empty());
    release && !plain && env::var("HOST") == env::var("TARGET")
}

/// The argument that puts the named functions before all others, by a linker script.
fn daily_functions(folder: &Path) -> io::Result<String> {
    let names = fs::read_to_string("build/daily_functions.txt")?;
    let sections: String = names.lines().filter(|line| !line.starts_with('#')).map(|name| format!("  *(.text.{name})\n")).collect();
    let script = folder.join("daily_functions.ld");
    fs::write(&script, format!("SECTIONS {{ .text.daily : {{\n{sections}}} }} INSERT BEFORE .text;\n"))?;
    Ok(format!("-Wl,--script={}", script.display()))
}

/// The argument that has the unwinder's shared library looked for in a folder before those of the system, where its name stands for the
/// one to be put in. A program that ends with its first panic needs none.
fn own_unwinder(folder: &Path) -> io::Result<String> {
    if env::var("CARGO_CFG_PANIC").is_ok_and(|panic| panic == "abort") {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let place = folder.join("unwinder");
    fs::create_dir_all(&place)?;
    fs::write(place.join("libgcc_s.so"), "INPUT(-l:libgcc_eh.a)\n")?;
    Ok(format!("-L{}", place.display()))
}

/// Whether a program can be linked with some arguments and runs well.
fn links(text: &str, arguments: &[String], folder: &Path) -> bool {
    let (source, program) = (folder.join("probe.rs"), folder.join("probe"));
    let (Some(rustc), Ok(())) = (env::var_os("RUSTC"), fs::write(&source, text)) else { return false };
    let mut build = Command::new(rustc);
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    build.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    if let Some(linker) = env::var_os("RUSTC_LINKER") {
        build.arg("-C").arg(format!("linker={}", linker.display()));
    }
    for argument in arguments {
        build.arg("-C").arg(format!("link-arg={argument}"));
    }
    build.arg("-o").arg(&program).arg(&source).current_dir(folder);
    let built = build.output().is_ok_and(|done| done.status.success());
    built && Command::new(&program).current_dir(folder).output().is_ok_and(|done| done.status.success())
}
