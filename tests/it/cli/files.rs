//! `--out`, and arguments that are no ordinary files.

use super::{failure, kenju, output};
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn out_replaces_a_file_in_one_step_and_leaves_nothing_else() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("result.json");
    fs::write(&file, "old").unwrap();
    let arguments = ["run", "--until", "2016", "--format", "json"];
    let silent = kenju().args(arguments).args(["--out", text(&file)]).assert().success();
    assert!(silent.get_output().stdout.is_empty());
    assert_eq!(fs::read_to_string(&file).unwrap(), output(&arguments));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn out_takes_a_plain_name_in_the_working_directory() {
    let folder = tempdir().unwrap();
    kenju().current_dir(&folder).args(["scenarios", "--out", "list.txt"]).assert().success();
    assert_eq!(fs::read_to_string(folder.path().join("list.txt")).unwrap(), output(&["scenarios"]));
}

#[test]
fn out_never_takes_the_place_of_something_else() {
    let folder = tempdir().unwrap();
    let message = failure(&["run", "--out", text(folder.path())], 4);
    assert!(message.contains("directory"), "{message}");
    assert!(folder.path().is_dir());
    let nowhere = folder.path().join("missing").join("file");
    failure(&["run", "--out", text(&nowhere)], 4);
    let below_a_file = folder.path().join("file");
    fs::write(&below_a_file, "").unwrap();
    failure(&["run", "--out", text(&below_a_file.join("x"))], 4);
    failure(&["run", "--out", ""], 2);
}

#[cfg(unix)]
#[test]
fn out_follows_links_and_keeps_permissions() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempdir().unwrap();
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&file, &link).unwrap();
    kenju().args(["scenarios", "--out", text(&link)]).assert().success();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), output(&["scenarios"]));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    failure(&["scenarios", "--out", text(&file)], 4);
}

#[cfg(target_os = "linux")]
#[test]
fn devices_are_written_and_stay_devices() {
    use std::os::unix::fs::FileTypeExt as _;
    kenju().args(["scenarios", "--out", "/dev/null"]).assert().success();
    let message = failure(&["run", "--until", "2016", "--out", "/dev/full"], 4);
    assert!(message.contains("/dev/full"), "{message}");
    for device in ["/dev/null", "/dev/full"] {
        assert!(fs::metadata(device).unwrap().file_type().is_char_device());
    }
}

#[cfg(unix)]
#[test]
fn pipes_are_refused_instead_of_blocking() {
    let folder = tempdir().unwrap();
    let pipe = folder.path().join("pipe.ron");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for arguments in [
        &["run", text(&pipe)][..],
        &["check", text(&pipe)],
        &["life-table", text(&pipe)],
        &["sullivan", text(&pipe)],
        &["run", "--out", text(&pipe)],
        &["run", "--baseline", text(&pipe)],
    ] {
        failure(arguments, 4);
    }
}

#[test]
fn missing_files_and_directories_are_told_apart_from_content() {
    let folder = tempdir().unwrap();
    let missing = folder.path().join("missing.ron");
    for verb in ["run", "check", "life-table", "sullivan"] {
        assert!(failure(&[verb, text(&missing)], 4).contains("missing.ron"));
        failure(&[verb, text(folder.path())], 4);
    }
    failure(&["run", "--baseline", text(&missing)], 4);
    failure(&["run", "--baseline", text(folder.path())], 4);
    failure(&["sources", "--baseline", text(&missing)], 4);
}

#[test]
fn another_pack_is_read_from_its_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/illness-death");
    let result = super::json(&[
        "run",
        "--baseline",
        folder,
        "--until",
        "2017",
        "--persons",
        "20k",
        "--format",
        "json",
    ]);
    assert!(result["scenarios"][0]["series"][0]["life_expectancy"]["value"].is_f64());
    let japan = concat!(env!("CARGO_MANIFEST_DIR"), "/data/japan");
    let embedded = output(&["run", "--until", "2017", "--format", "json"]);
    assert_eq!(output(&["run", "--until", "2017", "--format", "json", "--baseline", japan]), embedded);
}

#[test]
fn a_file_that_is_read_is_not_overwritten() {
    let folder = tempdir().unwrap();
    let scenario = folder.path().join("mine.ron");
    let text_of = output(&["scenarios", "trend-half"]);
    fs::write(&scenario, &text_of).unwrap();
    let other_name = folder.path().join(".").join("mine.ron");
    for arguments in [
        &["run", text(&scenario), "--out", text(&other_name), "--until", "2016"][..],
        &["compare", "reference", text(&scenario), "--out", text(&scenario), "--until", "2016"],
    ] {
        assert!(failure(arguments, 2).contains("mine.ron"));
        assert_eq!(fs::read_to_string(&scenario).unwrap(), text_of);
    }
    let table = folder.path().join("table.csv");
    fs::write(&table, "age,qx\n0,0.1\n1,1\n").unwrap();
    failure(&["life-table", text(&table), "--out", text(&table)], 2);
    // An embedded scenario is no file, whatever the file is called.
    let named = folder.path().join("reference");
    fs::write(&named, "").unwrap();
    super::kenju()
        .current_dir(folder.path())
        .args(["run", "reference", "--until", "2016", "--out", "reference"])
        .assert()
        .success();
    assert!(fs::read_to_string(&named).unwrap().contains("2016"));
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_refused() {
    let folder = tempdir().unwrap();
    let link = folder.path().join("link.csv");
    std::os::unix::fs::symlink(folder.path().join("nothing.csv"), &link).unwrap();
    assert!(failure(&["scenarios", "--out", text(&link)], 4).contains("link.csv"));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn a_directory_without_a_manifest_is_no_pack() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("holiday.jpg"), "").unwrap();
    for language in ["ja", "en"] {
        let message = failure(&["run", "--baseline", text(folder.path()), "--lang", language], 4);
        assert!(message.contains("pack.ron") && !message.contains("holiday"), "{message}");
    }
}
