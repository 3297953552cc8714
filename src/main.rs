//! The program: parses the command line, carries it out, prints the error and sets the exit code.

use kenju::cli;
use std::io::{Write as _, stderr, stdout};
use std::panic::catch_unwind;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The panic has been reported by the hook; what is left is the exit code of the contract.
    let Ok(result) = catch_unwind(|| cli::parse(std::env::args_os()).and_then(cli::execute)) else {
        return ExitCode::from(1);
    };
    let Err(failure) = result else { return ExitCode::SUCCESS };
    // Nobody is left to tell when the message itself cannot be written.
    let _ = if failure.is_answer() {
        write!(stdout(), "{failure}").and_then(|()| stdout().flush())
    } else {
        write!(stderr(), "{failure}")
    };
    failure.exit_code()
}
