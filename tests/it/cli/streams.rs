//! Standard output, pipes, signals, locales and threads.

use super::{kenju, output};
use assert_cmd::cargo::cargo_bin;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Waits for a child, and ends it when it takes too long.
fn wait(mut child: Child, limit: Duration) -> std::process::Output {
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > limit {
            child.kill().unwrap();
            panic!("the program did not end by itself");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn a_reader_that_leaves_ends_the_program_quietly() {
    for arguments in
        [&["run", "--format", "csv"][..], &[], &["scenarios"], &["completions", "bash"], &["--help"]]
    {
        let mut child = Command::new(cargo_bin!("kenju"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let ended = wait(child, Duration::from_mins(1));
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
        assert!(ended.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&ended.stderr));
    }
}

#[test]
fn nothing_but_data_is_printed_where_nobody_watches() {
    let ended = kenju().args(["run", "--until", "2016"]).assert().success();
    assert!(ended.get_output().stderr.is_empty());
}

/// The bytes of a run must not depend on locale, time zone, threads or processor.
fn bytes_are_the_same_everywhere(arguments: &[&str]) {
    for format in ["json", "csv"] {
        let call = |variables: [(&str, &str); 2], threads: &str| {
            let assert = kenju()
                .env_remove("LC_ALL")
                .envs(variables)
                .args(arguments)
                .args(["--raw", "--detail", "--format", format, "--threads", threads])
                .assert()
                .success();
            assert.get_output().stdout.clone()
        };
        let plain = call([("LANG", "C"), ("TZ", "UTC")], "1");
        assert!(!plain.is_empty());
        assert_eq!(plain, call([("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Chatham")], "2"));
        assert_eq!(plain, call([("LANG", "ja_JP.UTF-8"), ("TZ", "Asia/Tokyo")], "7"));
        // The system's mathematics takes another path without these; ours must not notice.
        let plainer = ("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-AVX2");
        assert_eq!(plain, call([("LANG", "C"), plainer], "2"));
    }
}

#[test]
fn bytes_of_japan_do_not_depend_on_the_machine() {
    bytes_are_the_same_everywhere(&["run", "example-care-onset", "--until", "2018", "--persons", "20k"]);
}

#[test]
fn bytes_of_the_fixture_do_not_depend_on_the_machine() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/illness-death");
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/illness-incidence-down.ron");
    let settings = ["--baseline", data, "--until", "2040", "--persons", "20k"];
    bytes_are_the_same_everywhere(&[&["run", scenario], &settings[..]].concat());
}

#[test]
fn another_seed_gives_other_raw_estimates() {
    let of = |seed| {
        let settings = ["--until", "2016", "--persons", "5k", "--format", "csv", "--seed", seed];
        output(&[&["run", "--raw"], &settings[..]].concat())
    };
    assert_ne!(of("1"), of("2"));
}

#[test]
fn the_language_comes_from_the_locale_unless_it_is_chosen() {
    let first_line = |variable: &str, value: &str, arguments: &[&str]| {
        let assert = kenju().env_remove("LC_ALL").env(variable, value).args(arguments).assert().success();
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    };
    assert!(first_line("LANG", "ja_JP.UTF-8", &["scenarios"]).contains("名称"));
    assert!(first_line("LC_ALL", "ja_JP.eucJP", &["scenarios"]).contains("名称"));
    assert!(first_line("LC_ALL", "tr_TR.UTF-8", &["scenarios"]).contains("Title"));
    assert!(first_line("LANG", "ja_JP.UTF-8", &["scenarios", "--lang", "en"]).contains("Title"));
    assert!(first_line("LC_ALL", "\u{1b}[2J", &["doctor"]).contains("\\u{1b}"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let child = Command::new(cargo_bin!("kenju"))
        .args(["run", "--until", "2016"])
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let ended = wait(child, Duration::from_mins(1));
    assert_eq!(ended.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("standard output"));
}

#[cfg(unix)]
#[test]
fn signals_end_a_run_with_their_own_exit_codes() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let child = Command::new(cargo_bin!("kenju"))
            .args(["run", "--raw", "--persons", "150M"])
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Time to read the pack and to install the handlers; the run itself takes minutes.
        std::thread::sleep(Duration::from_millis(700));
        let id = child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
        let ended = wait(child, Duration::from_secs(20));
        assert_eq!(ended.status.code(), Some(code), "{signal}");
        assert!(ended.stdout.is_empty());
        assert!(String::from_utf8_lossy(&ended.stderr).contains("interrupted"));
    }
}
