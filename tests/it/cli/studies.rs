//! Studies through the program: nothing that is finished is lost, whatever happens to a process or a disk.

use super::{failure, json, kenju, output};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::{TempDir, tempdir};

/// A small study: four scenarios under two readings, central values and draws.
const PLAN: &str = "(schema: 1, title: (ja: \"試験\", en: \"Test\"), scenarios: [\"salt-ambitious\"],
    readings: [(id: \"half\", limitation: Half)], persons: 1000, until: 2019, draws: 3)";

struct Study {
    folder: TempDir,
}

impl Study {
    fn new(plan: &str) -> Self {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("plan.ron"), plan).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs the whole study into a store and gives what `status` says.
    fn whole(&self, store: &str) -> Value {
        output(&["batch", &self.path("plan.ron"), "--out", &self.path(store), "--quiet"]);
        self.status(store)
    }

    fn status(&self, store: &str) -> Value {
        json(&["status", &self.path(store), "--format", "json"])
    }

    /// A process that works on a store on one thread.
    fn begin(&self, store: &str, more: &[&str]) -> Child {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kenju"));
        command.args(["batch", &self.path("plan.ron"), "--out", &self.path(store), "--threads", "1"]);
        command.args(more).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// How many units of a store are finished, judged from a copy: a look at a store takes back what a process that
    /// died had begun, and here `batch` itself must do that. `None` if there is no store yet.
    fn finished(&self, store: &str) -> Option<u64> {
        for ending in ["", "-journal"] {
            let copy = self.path(&format!("copy.kenju{ending}"));
            let _ = fs::remove_file(&copy);
            let _ = fs::copy(self.path(&format!("{store}{ending}")), &copy);
        }
        let status = kenju().args(["status", &self.path("copy.kenju"), "--format", "json"]).assert();
        let output = status.get_output();
        let found: Option<Value> = serde_json::from_slice(&output.stdout).ok();
        found.map(|found| found["done"].as_u64().unwrap())
    }

    /// The content is whole, that of `wanted`, and sound.
    fn assert_content(&self, store: &str, wanted: &Value) {
        let status = self.status(store);
        assert_eq!(status["done"], status["total"], "{store}");
        assert_eq!(status["content"], wanted["content"], "{store}");
        assert_eq!(status["begun"], 0, "{store}");
        output(&["verify", &self.path(store)]);
        assert!(!Path::new(&self.path(&format!("{store}-journal"))).exists(), "{store}");
    }
}

/// The same study with so many persons that a unit takes long beside the start of a process.
fn slow_plan() -> String {
    PLAN.replace("persons: 1000", "persons: 6000")
}

/// Kills a process that works on a study at moments spread evenly over the time that the whole study takes, each
/// followed by the same command again, until it has been killed so often. A study that is finished before is held
/// against one that never was interrupted, and another is begun. Gives how many kills fell between the first and the
/// last unit of a study.
fn killed(times: u32) -> u32 {
    let study = Study::new(&slow_plan());
    let begun = Instant::now();
    assert!(study.begin("whole.kenju", &["--quiet"]).wait().unwrap().success());
    let whole = begun.elapsed();
    let wanted = study.status("whole.kenju");
    assert_eq!((&wanted["done"], &wanted["total"]), (&16.into(), &16.into()));
    // A fixed sequence of shares that spreads them evenly.
    let waits = (1_u64..).map(|k| whole.mul_f64((k * 0x9e37 % 1000) as f64 / 1000.0));
    let (mut kills, mut amid, mut store) = (0, 0, 0);
    for wait in waits {
        let name = format!("killed-{store}.kenju");
        let mut process = study.begin(&name, &["--quiet"]);
        sleep(wait);
        if process.try_wait().unwrap().is_some_and(|status| status.success()) {
            study.assert_content(&name, &wanted);
            store += 1;
            continue;
        }
        process.kill().unwrap();
        process.wait().unwrap();
        kills += 1;
        amid += u32::from(study.finished(&name).is_some_and(|done| 0 < done && done < 16));
        if kills == times {
            let path = study.path(&name);
            // Killed before it was made: there is nothing to go on with, and `batch` begins.
            if kenju().args(["resume", &path, "--quiet"]).assert().get_output().status.code() != Some(0) {
                study.whole(&name);
            }
            study.assert_content(&name, &wanted);
            println!("{kills} kills in {} stores, {amid} of them amid the work", store + 1);
            break;
        }
    }
    amid
}

#[test]
fn a_study_killed_twenty_times_is_the_study_that_was_not() {
    let amid = killed(20);
    assert!(amid >= 3, "only {amid} of 20 kills fell amid the work");
}

/// By hand: `cargo test --test it -- --ignored --nocapture two_hundred_times`.
#[test]
#[ignore = "takes some minutes on an idle processor"]
fn a_study_killed_two_hundred_times_is_the_study_that_was_not() {
    let amid = killed(200);
    assert!(amid >= 50, "only {amid} of 200 kills fell amid the work");
}

#[test]
fn shards_joined_in_any_order_are_the_whole() {
    let study = Study::new(PLAN);
    let wanted = study.whole("whole.kenju");
    for shards in [1, 2, 3, 8] {
        let parts: Vec<String> = (1..=shards).map(|number| format!("part-{shards}-{number}.kenju")).collect();
        for (number, part) in (1..).zip(&parts) {
            let mut process = study.begin(part, &["--quiet", "--shard", &format!("{number}/{shards}")]);
            assert!(process.wait().unwrap().success());
        }
        for (order, reversed) in [("there", false), ("back", true)] {
            let mut paths: Vec<String> = parts.iter().map(|part| study.path(part)).collect();
            if reversed {
                paths.reverse();
            }
            let out = format!("joined-{shards}-{order}.kenju");
            let mut arguments = vec!["merge".to_owned(), study.path(&out)];
            arguments.extend(paths);
            output(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
            study.assert_content(&out, &wanted);
        }
    }
    // One part alone: what is missing is said.
    output(&["merge", &study.path("alone.kenju"), &study.path("part-2-1.kenju")]);
    let alone = study.status("alone.kenju");
    assert_eq!(alone["total"], 16);
    assert!(alone["done"].as_u64().unwrap() < 16 && !alone["missing"].as_array().unwrap().is_empty());
    let shown = output(&["status", &study.path("alone.kenju")]);
    assert!(shown.contains("Missing: 8 units"), "{shown}");
}

/// Two processes work on one store, so many times: nothing is lost or doubled, and in most rounds both of them write
/// units that the other one did not.
fn written_by_two(rounds: u32) {
    let study = Study::new(&slow_plan());
    let wanted = study.whole("whole.kenju");
    let mut shared = 0;
    for round in 0..rounds {
        let store = format!("shared-{round}.kenju");
        let writers: Vec<Child> = (0..2).map(|_| study.begin(&store, &["--progress", "json"])).collect();
        let units: Vec<BTreeSet<String>> = writers
            .into_iter()
            .map(|writer| {
                let ended = writer.wait_with_output().unwrap();
                let lines = String::from_utf8(ended.stderr).unwrap();
                assert!(ended.status.success(), "{lines}");
                let unit = |line: &str| {
                    let line: Value = serde_json::from_str(line).unwrap();
                    format!("{} {} {}", line["scenario"], line["draw"], line["seed"])
                };
                lines.lines().map(unit).collect()
            })
            .collect();
        assert_eq!(units[0].union(&units[1]).count(), 16, "round {round}");
        shared += u32::from(!units[0].is_subset(&units[1]) && !units[1].is_subset(&units[0]));
        study.assert_content(&store, &wanted);
    }
    println!("{rounds} rounds, both wrote in {shared}");
    assert!(2 * shared > rounds, "both wrote in {shared} of {rounds} rounds only");
}

#[test]
fn two_writers_lose_and_double_nothing() {
    written_by_two(3);
}

/// By hand: `cargo test --test it -- --ignored --nocapture fifty_rounds`.
#[test]
#[ignore = "takes some minutes on an idle processor"]
fn two_writers_lose_and_double_nothing_in_fifty_rounds() {
    written_by_two(50);
}

#[test]
fn draws_are_added_and_another_study_is_refused() {
    let study = Study::new(PLAN);
    let wanted = study.whole("whole.kenju");
    let (plan, grown) = (study.path("plan.ron"), study.path("grown.kenju"));
    output(&["batch", &plan, "--out", &grown, "--draws", "1", "--quiet"]);
    output(&["expand", &grown, "--draws", "+2", "--quiet"]);
    study.assert_content("grown.kenju", &wanted);
    assert!(failure(&["expand", &grown, "--draws", "1"], 2).contains('3'));
    failure(&["expand", &grown, "--draws", "+999999"], 2);
    let message = failure(&["batch", &plan, "--out", &grown, "--persons", "2000"], 3);
    assert!(message.contains("persons") && message.contains("2000"), "{message}");
    output(&["batch", &plan, "--out", &study.path("other.kenju"), "--persons", "1100", "--draws", "0"]);
    let message = failure(&["merge", &study.path("out.kenju"), &grown, &study.path("other.kenju")], 3);
    assert!(message.contains("persons"), "{message}");
    assert!(!Path::new(&study.path("out.kenju")).exists());
    study.assert_content("grown.kenju", &wanted);
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_there_would_be() {
    let study = Study::new(PLAN);
    let (plan, store) = (study.path("plan.ron"), study.path("none.kenju"));
    let found = json(&["batch", &plan, "--out", &store, "--dry-run", "--format", "json", "--quiet"]);
    assert_eq!((&found["units"], &found["scenarios"], &found["done"]), (&16.into(), &4.into(), &0.into()));
    assert!(found["seconds"].as_f64().unwrap() > 0.0 && found["bytes"].as_u64().unwrap() > 10_000);
    assert!(!Path::new(&store).exists());
    let real = study.whole("none.kenju");
    let (bytes, said) = (real["bytes"].as_f64().unwrap(), found["bytes"].as_f64().unwrap());
    assert!((0.5..2.0).contains(&(said / bytes)), "{said} said, {bytes} taken");
}

#[test]
fn damage_is_found_named_and_mended() {
    let study = Study::new(PLAN);
    let wanted = study.whole("store.kenju");
    let path = study.path("store.kenju");
    let change = |sql: &str| {
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        assert!(connection.execute(sql, []).unwrap() > 0, "{sql}");
    };
    change(
        "UPDATE value SET value = value + 1e-9 WHERE year = 2019 AND sex = 'male' AND indicator = 1
         AND unit = (SELECT unit FROM unit WHERE draw = 2 AND scenario = 1)",
    );
    let found = kenju().args(["verify", &path, "--format", "json"]).assert().code(3);
    let found: Value = serde_json::from_slice(&found.get_output().stdout).unwrap();
    assert_eq!(found["damages"][0]["what"], "salt-ambitious, draw 2, seed 1");
    failure(&["merge", &study.path("out.kenju"), &path], 3);
    output(&["verify", &path, "--repair"]);
    assert_eq!(study.status("store.kenju")["done"], 15);
    output(&["resume", &path, "--quiet"]);
    study.assert_content("store.kenju", &wanted);

    // Values of no unit are dropped; what the tables say of the study is held against plan and manifest.
    let verified = |repair: &[&str], code: i32| -> Value {
        let found = kenju().args(["verify", &path, "--format", "json"]).args(repair).assert().code(code);
        serde_json::from_slice(&found.get_output().stdout).unwrap()
    };
    change(
        "INSERT INTO value SELECT 99999, year, sex, indicator, 1.0, NULL, NULL, NULL FROM value WHERE unit = 1",
    );
    assert_eq!(verified(&[], 3)["damages"][0]["kind"], "orphans");
    assert!(verified(&["--repair"], 0)["dropped_values"].as_u64().unwrap() > 0);
    study.assert_content("store.kenju", &wanted);
    for (sql, undone, kind, what) in [
        ("SET title_en = 'Tesd'", "SET title_en = 'Test'", "study", "title"),
        ("SET note_ja = 'x', note_en = 'x'", "SET note_ja = NULL, note_en = NULL", "study", "note"),
        ("SET plan = plan || '('", "SET plan = substr(plan, 1, length(plan) - 1)", "study", "plan"),
        ("SET draws = 2", "SET draws = 3", "study", "draws"),
    ] {
        change(&format!("UPDATE study {sql}"));
        let found = verified(&[], 3);
        assert_eq!(
            (&found["damages"][0]["kind"], &found["damages"][0]["what"]),
            (&kind.into(), &what.into())
        );
        change(&format!("UPDATE study {undone}"));
    }
    for (column, value) in [("reading", "'x'"), ("point", "'{\"a\":\"1\"}'"), ("own_assumptions", "'[1]'")] {
        let connection = rusqlite::Connection::open(&path).unwrap();
        let old: Option<String> = connection
            .query_row(&format!("SELECT {column} FROM scenario WHERE scenario = 1"), [], |row| row.get(0))
            .unwrap();
        change(&format!("UPDATE scenario SET {column} = {value} WHERE scenario = 1"));
        assert_eq!(verified(&[], 3)["damages"][0]["what"], "salt-ambitious", "{column}");
        let put = format!("UPDATE scenario SET {column} = ?1 WHERE scenario = 1");
        connection.execute(&put, [old]).unwrap();
    }
    study.assert_content("store.kenju", &wanted);

    change("UPDATE scenario SET text = text || ' ' WHERE scenario = 1");
    let found = kenju().args(["verify", &path]).assert().code(3);
    assert!(String::from_utf8_lossy(&found.get_output().stdout).contains("salt-ambitious"));
    change("UPDATE study SET manifest = replace(manifest, '1000', '1001')");
    assert!(failure(&["status", &path], 3).contains("manifest"));

    let whole = fs::read(study.path("store.kenju")).unwrap();
    for (name, bytes) in [
        ("short", &whole[..whole.len() / 2]),
        ("text", &b"no store at all, but long enough to be read as one"[..]),
        ("tiny", b"x"),
    ] {
        let path = study.path(name);
        fs::write(&path, bytes).unwrap();
        for verb in ["status", "verify", "resume"] {
            let refused = kenju().args([verb, &path]).assert().code(3);
            assert!(
                !String::from_utf8_lossy(&refused.get_output().stderr).contains("panicked"),
                "{verb} {name}"
            );
        }
    }
    failure(&["status", &study.path("missing.kenju")], 4);
    failure(&["status", study.folder.path().to_str().unwrap()], 3);
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_keeps_what_is_finished() {
    let study = Study::new(PLAN);
    let wanted = study.whole("whole.kenju");
    let store = study.path("limited.kenju");
    // Blocks of 512 bytes in the standard shell: enough for the study and half of the units.
    let blocks = wanted["bytes"].as_u64().unwrap() * 6 / 10 / 512;
    let program = assert_cmd::cargo::cargo_bin!("kenju");
    let call = format!(
        "ulimit -f {blocks}; exec {} batch {} --out {store} --quiet",
        program.display(),
        study.path("plan.ron")
    );
    let ended = Command::new("sh").args(["-c", &call]).env("LC_ALL", "C").output().unwrap();
    let message = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(4), "{message}");
    assert!(message.contains("limited.kenju"), "{message}");
    let done = study.status("limited.kenju")["done"].as_u64().unwrap();
    assert!((1..16).contains(&done), "{done}");
    output(&["resume", &store, "--quiet"]);
    study.assert_content("limited.kenju", &wanted);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_a_store_to_go_on_with() {
    let study = Study::new(&PLAN.replace("draws: 3", "draws: 40"));
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let name = format!("{signal}.kenju");
        let process = study.begin(&name, &["--quiet"]);
        let store = study.path(&name);
        // Until the first unit is there.
        while kenju().args(["status", &store]).assert().get_output().status.code() != Some(0) {
            sleep(Duration::from_millis(20));
        }
        let sent = Command::new("kill").args(["-s", signal, &process.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let ended = process.wait_with_output().unwrap();
        let message = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(code), "{message}");
        assert!(message.contains("kenju resume"), "{message}");
        assert_eq!(study.status(&name)["begun"], 0);
        output(&["verify", &store]);
    }
}

/// Runs the program as somebody whom permissions keep out: as nobody, where the tests are run by root.
#[cfg(unix)]
fn kept_out(study: &Study, arguments: &[&str]) -> std::process::Output {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let program = assert_cmd::cargo::cargo_bin!("kenju");
    let probe = study.path("probe");
    fs::create_dir_all(&probe).unwrap();
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = if fs::write(format!("{probe}/x"), "").is_err() {
        Command::new(program)
    } else {
        // The folder of the program may be closed to others.
        let copy = study.path("kenju");
        if !Path::new(&copy).exists() {
            fs::copy(program, &copy).unwrap();
        }
        fs::set_permissions(study.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = Command::new(copy);
        command.uid(NOBODY).gid(NOBODY);
        command
    };
    let home = study.folder.path();
    command.args(arguments).current_dir(home).env("HOME", home).env("LC_ALL", "C").output().unwrap()
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_said_and_keeps_what_is_finished() {
    use std::os::unix::fs::PermissionsExt as _;
    let study = Study::new(PLAN);
    let wanted = study.whole("whole.kenju");
    let missing = study.path("no/such/folder/x.kenju");
    failure(&["batch", &study.path("plan.ron"), "--out", &missing], 4);
    let folder = study.path("locked");
    fs::create_dir(&folder).unwrap();
    let (plan, store) = (study.path("plan.ron"), study.path("locked/store.kenju"));
    output(&["batch", &plan, "--out", &store, "--draws", "1", "--quiet"]);
    let before = fs::read(&store).unwrap();
    let mode = |path: &str, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&store, 0o444);
    mode(&folder, 0o555);
    let new = study.path("locked/new.kenju");
    for arguments in [
        &["batch", &plan, "--out", &new, "--quiet"][..],
        &["batch", &plan, "--out", &store, "--quiet"],
        &["expand", &store, "--draws", "+2", "--quiet"],
    ] {
        let ended = kept_out(&study, arguments);
        let message = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(4), "{arguments:?}: {message}");
        assert!(message.contains(".kenju"), "{arguments:?}: {message}");
    }
    assert_eq!(fs::read(&store).unwrap(), before);
    assert!(!Path::new(&new).exists());
    let read = kept_out(&study, &["status", &store, "--format", "json"]);
    let read: Value = serde_json::from_slice(&read.stdout).unwrap();
    assert_eq!((&read["done"], &read["total"]), (&8.into(), &8.into()));
    mode(&folder, 0o755);
    mode(&store, 0o644);
    output(&["expand", &store, "--draws", "+2", "--quiet"]);
    study.assert_content("locked/store.kenju", &wanted);
}

#[test]
fn progress_is_a_line_for_each_unit_on_request_and_silence_without() {
    let study = Study::new(&PLAN.replace("draws: 3", "draws: 0"));
    let call = |extra: &[&str], store: &str| {
        let (plan, store) = (study.path("plan.ron"), study.path(store));
        let all = [&["batch", &plan, "--out", &store][..], extra].concat();
        let assert = kenju().args(all).assert().success();
        String::from_utf8(assert.get_output().stderr.clone()).unwrap()
    };
    let lines = call(&["--progress", "json"], "json.kenju");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((&lines[3]["done"], &lines[3]["total"]), (&4.into(), &4.into()));
    assert!(lines.iter().all(|line| line["seconds_left"].as_f64().unwrap() >= 0.0));
    assert_eq!(call(&["--quiet"], "quiet.kenju"), "");
    failure(&["batch", &study.path("plan.ron"), "--shard", "3/2"], 2);
}

#[test]
fn embedded_studies_are_found_and_slips_are_named() {
    for id in ["study-goal-2040", "study-thirteen-trials", "study-work-or-community"] {
        let store = tempdir().unwrap();
        let out = store.path().join("x.kenju");
        let arguments =
            ["batch", id, "--persons", "1000", "--draws", "0", "--dry-run", "--out", out.to_str().unwrap()];
        let found = json(&[&arguments[..], &["--format", "json", "--quiet"]].concat());
        assert!(found["units"].as_u64().unwrap() >= 13, "{found}");
    }
    assert!(failure(&["batch", "study-goal-2041"], 2).contains("study-goal-2040"));
    failure(&["batch", "missing.ron"], 4);
}

#[test]
fn a_mistake_of_a_newcomer_says_what_to_do_instead() {
    let study = Study::new(PLAN);
    let scenario = study.path("mine.ron");
    let text = "(schema: 1, title: (ja: \"試験\", en: \"Test\"), base: \"reference\", levers: [])";
    fs::write(&scenario, text).unwrap();
    let itself = study.path("itself.ron");
    fs::write(&itself, PLAN.replace("salt-ambitious", "reference")).unwrap();
    let (plan, store) = (study.path("plan.ron"), study.path("none.kenju"));
    let cases: [(&[&str], i32, &str); 8] = [
        (&["check", &plan], 3, "plan of a study: `kenju batch"),
        (&["batch", &scenario, "--dry-run"], 3, "name it in a plan"),
        (&["batch", "goal-2040", "--dry-run"], 2, "is a scenario: name it in `scenarios`"),
        (&["batch", "study-goal-204", "--dry-run"], 2, "did you mean `study-goal-2040`"),
        (&["run", "study-goal-2040"], 2, "is a study: kenju batch"),
        (&["batch", &itself, "--dry-run"], 3, "is always run"),
        (&["status", &store], 4, "kenju batch makes a store"),
        (&["report", &store], 4, "no such file"),
    ];
    for (arguments, code, words) in cases {
        let message = failure(arguments, code);
        assert!(message.contains(words), "{arguments:?}: {message}");
    }
    assert!(!Path::new(&store).exists());
}
