//! Files and arguments that mean no good: what cannot be read, what is too large, hostile names.

use super::super::error::{ErrorKind, IoProblem};
use super::super::parse::MOST_BYTES;
use super::*;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn load(path: &Path) -> ScenarioError {
    let error = Library::embedded().load(path, pack()).unwrap_err();
    for language in Language::ALL {
        message(&error, language);
    }
    error
}

fn io_problem(path: &Path) -> IoProblem {
    let error = load(path);
    assert_eq!(error.kind(), ErrorKind::Io);
    match error {
        ScenarioError::Io { problem, .. } => problem,
        other => panic!("{other}"),
    }
}

#[test]
fn what_is_no_readable_file() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    assert_eq!(io_problem(folder.path()), IoProblem::Directory);
    assert_eq!(io_problem(&path("none.ron")), IoProblem::Missing);
    assert_eq!(io_problem(&path("none/none")), IoProblem::Missing);
    fs::write(path("file"), with("")).unwrap();
    assert_eq!(io_problem(&path("file/none.ron")), IoProblem::Missing);
    assert!(matches!(io_problem(&path(&"n".repeat(300))), IoProblem::Other(_)));
}

#[cfg(unix)]
#[test]
fn pipes_devices_sockets_and_forbidden_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let made = std::process::Command::new("mkfifo").arg(path("pipe.ron")).status().unwrap();
    assert!(made.success());
    assert_eq!(io_problem(&path("pipe.ron")), IoProblem::NotRegular);
    for device in ["/dev/zero", "/dev/null"] {
        assert_eq!(io_problem(Path::new(device)), IoProblem::NotRegular);
    }
    let _socket = std::os::unix::net::UnixListener::bind(path("socket")).unwrap();
    assert_eq!(io_problem(&path("socket")), IoProblem::NotRegular);
    std::os::unix::fs::symlink("gone.ron", path("link")).unwrap();
    assert_eq!(io_problem(&path("link")), IoProblem::Missing);
    fs::write(path("secret.ron"), with("")).unwrap();
    fs::set_permissions(path("secret.ron"), fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything; then the file is simply read.
    match Library::embedded().load(path("secret.ron"), pack()) {
        Ok(scenario) => assert!(fs::read(path("secret.ron")).is_ok() && scenario.id == "secret"),
        Err(_) => assert_eq!(io_problem(&path("secret.ron")), IoProblem::Unreadable),
    }
}

#[test]
fn the_words_of_the_system_become_ours() {
    use std::io::{Error, ErrorKind as System};
    for (system, ours) in [
        (System::NotFound, IoProblem::Missing),
        (System::PermissionDenied, IoProblem::Unreadable),
        (System::IsADirectory, IoProblem::Directory),
        (System::TimedOut, IoProblem::Other(System::TimedOut)),
    ] {
        assert_eq!(IoProblem::from(&Error::from(system)), ours);
    }
}

#[test]
fn large_files_are_refused_with_their_size() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("large.ron");
    let padded = |size: u64| {
        let text = with("");
        format!("{text}{}", " ".repeat(size as usize - text.len()))
    };
    fs::write(&path, padded(MOST_BYTES)).unwrap();
    assert!(Library::embedded().load(&path, pack()).is_ok());
    fs::write(&path, padded(MOST_BYTES + 1)).unwrap();
    let error = load(&path);
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let text = message(&error, Language::En);
    assert!(text.contains("1048577 bytes") && text.contains("at most 1048576 bytes"), "{text}");
    // A huge file is refused by its size alone.
    fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(load(&path).kind(), ErrorKind::TooLarge);
    assert_eq!(resolved(padded(MOST_BYTES + 1)).unwrap_err().kind(), ErrorKind::TooLarge);
}

#[test]
fn arguments_that_name_nothing() {
    let load = |argument: &str| Library::embedded().load(argument, pack()).unwrap_err();
    for (argument, kind) in [
        ("refernce", ErrorKind::Usage),
        ("", ErrorKind::Usage),
        ("\u{1b}[2J\u{202e}", ErrorKind::Usage),
        ("refernce.ron", ErrorKind::Io),
        ("./refernce", ErrorKind::Io),
        ("none/none", ErrorKind::Io),
        ("a\0b.ron", ErrorKind::Io),
    ] {
        let error = load(argument);
        assert_eq!(error.kind(), kind, "{argument:?}");
        for language in Language::ALL {
            message(&error, language);
        }
    }
    assert!(message(&load("refernce"), Language::En).contains("did you mean `reference`?"));
    assert!(message(&load("trend_half"), Language::En).contains("did you mean `trend-half`?"));
}

#[cfg(unix)]
#[test]
fn hostile_file_names_are_shown_escaped() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = TempDir::new().unwrap();
    let name = OsStr::from_bytes(b"\x1b[2J\xe2\x80\xae\n\xff.ron");
    let path = folder.path().join(name);
    fs::write(&path, with("")).unwrap();
    let scenario = Library::embedded().load(&path, pack()).unwrap();
    assert_eq!(scenario.id, "\\u{1b}[2J\\u{202e}\\u{a}\u{fffd}");
    fs::write(&path, with("nothing: 1,")).unwrap();
    let error = load(&path);
    assert_eq!(error.kind(), ErrorKind::Content);
    assert!(message(&error, Language::En).contains("\\u{1b}[2J\\u{202e}\\u{a}"));
}
