//! Lessons: their claims, their mistakes, the figures by hand, class codes and the same numbers everywhere.

mod class;
#[cfg(target_os = "linux")]
mod terminal;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use kenju::baseline::Baseline;
use kenju::lesson::{Lesson, ids};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::Path;

/// The program in English, with a folder of its own for what it keeps.
fn kenju(home: &Path) -> Command {
    let mut command = cargo_bin_cmd!("kenju");
    command.env("LC_ALL", "C").env("XDG_STATE_HOME", home).env("XDG_CONFIG_HOME", home);
    command.env_remove("NO_COLOR").current_dir(home).timeout(std::time::Duration::from_mins(2));
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn source(id: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/lessons");
    std::fs::read_to_string(folder.join(format!("{id}.ron"))).unwrap()
}

#[test]
fn every_shipped_lesson_proves_its_claims() {
    let home = tempfile::tempdir().unwrap();
    let assert = kenju(home.path()).args(["lesson", "check", "--format", "json"]).assert().success();
    let all: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), ids().count());
    for lesson in all {
        let minutes = lesson["minutes"].as_u64().unwrap();
        assert!((15..=45).contains(&minutes), "{lesson}");
        assert_eq!(lesson["ok"], true, "{lesson}");
        let claims = lesson["claims"].as_array().unwrap();
        assert!(claims.len() >= 4 && claims.iter().all(|claim| claim["holds"] == true), "{lesson}");
    }
}

#[test]
fn a_copy_with_a_false_claim_fails() {
    let home = tempfile::tempdir().unwrap();
    let changes = [
        ("smoking-over-time", "Rises(\"limited_2040\")", "Falls(\"limited_2040\")"),
        (
            "difference-or-noise",
            "LessSure(of: \"small_1\", than: \"many\")",
            "LessSure(of: \"many\", than: \"small_1\")",
        ),
    ];
    for (id, true_claim, false_claim) in changes {
        let copy = source(id).replace(true_claim, false_claim);
        assert_ne!(copy, source(id));
        let file = home.path().join(format!("{id}.ron"));
        std::fs::write(&file, copy).unwrap();
        let argument = format!("./{id}.ron");
        let assert = kenju(home.path()).args(["lesson", "check", &argument]).assert().code(3);
        let said = text(&assert.get_output().stdout);
        assert!(said.contains("[NO]") && said.contains("1 of "), "{said}");
        let assert =
            kenju(home.path()).args(["lesson", "check", &argument, "--format", "json"]).assert().code(3);
        let json: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
        let failed = json[0]["claims"].as_array().unwrap().iter().filter(|claim| claim["holds"] == false);
        assert_eq!((json[0]["ok"].as_bool(), failed.count()), (Some(false), 1));
    }
}

#[test]
fn mistakes_are_told_with_their_place_and_what_was_meant() {
    let home = tempfile::tempdir().unwrap();
    // What is replaced, by what, and what the message must hold.
    let cases: [(&str, &str, &str, &[&str]); 9] = [
        ("smoking-over-time", "persons: 60000,", "person: 60000,", &["no field `person`", "`persons`"]),
        (
            "smoking-over-time",
            "[\"tobacco_control\"]",
            "[\"tobaco_control\"]",
            &["tobacco_control", "unlocked[0]"],
        ),
        (
            "smoking-over-time",
            "scenario: \"smoking-5-points\"",
            "scenario: \"smoking-5-point\"",
            &["worlds[0].scenario", "smoking-5-points"],
        ),
        ("smoking-over-time", "of: \"life_2030\",", "of: \"life_2031\",", &["steps[1].of", "life_2030"]),
        ("smoking-over-time", "of: \"early\",", "of: \"late\",", &["steps[2].of", "earlier prediction"]),
        ("smoking-over-time", "line: (-60, 300, 5)", "line: (60, 300, 5)", &["steps[1].line", "number line"]),
        ("three-expectancies", "right: 2", "right: 4", &["answer", "options"]),
        (
            "three-expectancies",
            "deaths: 1, limited_share: 0.50",
            "deaths: 0, limited_share: 0.50",
            &["hand[4]"],
        ),
        // The chart of the reference shows the reading that is predicted later.
        (
            "trend-or-policy",
            "        Predict(\n            id: \"trend\"",
            "        Look(minutes: 1, title: (ja: \"a\", en: \"a\"), text: (ja: \"a\", en: \"a\"), at: Reference),\n        Predict(\n            id: \"trend\"",
            &["has been shown already"],
        ),
    ];
    for (id, from, to, wanted) in cases {
        let copy = source(id).replacen(from, to, 1);
        assert_ne!(copy, source(id), "{from}");
        std::fs::write(home.path().join("copy.ron"), copy).unwrap();
        let assert = kenju(home.path()).args(["lesson", "check", "./copy.ron"]).assert().code(3);
        let said = text(&assert.get_output().stderr);
        for word in wanted {
            assert!(said.contains(word), "{word} is not in:\n{said}");
        }
        assert!(said.contains("copy.ron:") && !said.contains("panicked"), "{said}");
    }
    // Everything that is wrong is told at once.
    let copy = source("smoking-over-time")
        .replace("[\"tobacco_control\"]", "[\"tobaco_control\"]")
        .replace("line: (-60, 300, 5)", "line: (60, 300, 5)")
        .replace("Rises(\"life_2030\")", "Rises(\"life_2031\")");
    std::fs::write(home.path().join("copy.ron"), copy).unwrap();
    let assert = kenju(home.path()).args(["lesson", "check", "./copy.ron"]).assert().code(3);
    let said = text(&assert.get_output().stderr);
    for word in ["unlocked[0]", "steps[1].line", "steps[3].line", "claims[0]"] {
        assert!(said.contains(word), "{word} is not in:\n{said}");
    }
    let assert = kenju(home.path()).args(["lesson", "check", "smoking-over-tme"]).assert().code(2);
    assert!(text(&assert.get_output().stderr).contains("did you mean smoking-over-time?"));
    kenju(home.path()).args(["lesson", "check", "./none.ron"]).assert().code(4);
}

#[test]
fn the_figures_by_hand_are_those_of_the_tool() {
    let baseline = Baseline::japan().unwrap();
    let lesson = Lesson::find(OsStr::new("three-expectancies"), &baseline).unwrap();
    let hand = lesson.hand.unwrap();
    let home = tempfile::tempdir().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lessons/five-ages.csv");
    let assert = kenju(home.path()).arg("sullivan").arg(file).args(["--format", "json"]).assert().success();
    let tool: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    let mut lived = Vec::new();
    for (row, own) in tool["rows"].as_array().unwrap().iter().zip(&hand.rows) {
        for (key, value) in [
            ("life_expectancy", own.life_expectancy),
            ("healthy_life_expectancy", own.healthy_life_expectancy),
            ("L", own.person_years),
        ] {
            assert!((row[key].as_f64().unwrap() - value).abs() < 1e-9, "{key}");
        }
        lived.push(own.person_years / 1000.0);
    }
    // What a student writes on paper, for 100 newborns.
    let paper = [1980.0, 1940.0, 1860.0, 1500.0, 600.0];
    assert!(lived.iter().zip(paper).all(|(one, other)| (one - other).abs() < 1e-6), "{lived:?}");
    let healthy = [1881.0, 1843.0, 1674.0, 1200.0, 300.0];
    let shares = lesson.form.hand.iter().map(|group| 1.0 - group.limited_share);
    assert!(
        paper.iter().zip(shares).zip(healthy).all(|((years, share), own)| (years * share - own).abs() < 1e-6)
    );
    assert!((hand.rows[0].life_expectancy - 78.8).abs() < 1e-9);
    assert!((hand.rows[0].healthy_life_expectancy - 68.98).abs() < 1e-9);
    for language in ["ja", "en"] {
        let guide = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("docs/lessons/three-expectancies.{language}.md"));
        let guide = std::fs::read_to_string(guide).unwrap();
        for figure in ["1881", "1843", "1674", "1200", "300", "6898", "68.98", "78.8"] {
            assert!(guide.contains(figure), "{language}: {figure}");
        }
    }
}

/// The slip without its times.
fn timeless(slip: &str) -> String {
    slip.split("    times: (").next().unwrap().to_owned()
}

#[test]
fn the_same_class_code_gives_the_same_slip_on_one_and_two_threads() {
    let home = tempfile::tempdir().unwrap();
    let said =
        kenju(home.path()).args(["class", "code", "spring-24", "difference-or-noise"]).assert().success();
    let said = text(&said.get_output().stdout);
    let code = said.split(' ').next().unwrap().to_owned();
    assert!(code.starts_with("SPRING-24.") && code.len() == 14, "{said}");
    let lines = "\nup\n25\n70\n\nsame\n40\n33\n\n\n2\n\nup\n30\n80\n\n1 maximum\n\n\
                 same\n0\n90\n\n3\n\nno names here\n";
    let slip = |threads: &str, class: &str, name: &str| {
        let file = home.path().join(name);
        let arguments = ["lesson", "start", "difference-or-noise", "--plain", "--fresh", "--student", "4"];
        let command = kenju(home.path())
            .args(arguments)
            .args(["--class", class, "--threads", threads, "--slip"])
            .arg(&file)
            .write_stdin(lines)
            .assert()
            .success();
        let said = text(&command.get_output().stdout);
        assert!(said.contains("14/14 End"), "{said}");
        std::fs::read_to_string(file).unwrap()
    };
    let one = slip("1", &code, "one.ron");
    let two = slip("2", &code, "two.ron");
    assert_eq!(timeless(&one), timeless(&two));
    // The word alone gives the same numbers, another word others.
    assert_eq!(timeless(&one), timeless(&slip("2", "spring-24", "three.ron")));
    assert_ne!(timeless(&one), timeless(&slip("2", "autumn-24", "four.ron")));
    // No name, no folder, no machine, nothing that was written.
    let machine = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let folder = home.path().to_string_lossy().into_owned();
    let user = std::env::var("USER").unwrap_or_default();
    for secret in ["no names here", folder.as_str(), machine.trim(), user.as_str(), "/tmp", "home"] {
        assert!(secret.is_empty() || !one.contains(secret), "{secret}");
    }
    // A code of another version is refused instead of showing other numbers.
    let wrong = format!("SPRING-24.{}", if code.ends_with("0000") { "0001" } else { "0000" });
    let refused = kenju(home.path())
        .args(["lesson", "start", "difference-or-noise", "--plain", "--class", &wrong])
        .assert()
        .code(3);
    assert!(text(&refused.get_output().stderr).contains("does not belong to this lesson"));
    let refused = kenju(home.path())
        .args(["lesson", "start", "trend-or-policy", "--plain", "--class", &code])
        .assert()
        .code(3);
    assert!(text(&refused.get_output().stderr).contains("another lesson: difference-or-noise"));
    kenju(home.path())
        .args(["lesson", "start", "difference-or-noise", "--plain", "--class", "=cmd|x"])
        .assert()
        .code(2);
}

#[test]
fn lines_show_no_result_before_its_prediction_and_go_on_where_they_were_left() {
    let home = tempfile::tempdir().unwrap();
    let start = |lines: &str, more: &[&str]| {
        let assert = kenju(home.path())
            .args(["lesson", "start", "trend-or-policy", "--plain"])
            .args(more)
            .write_stdin(lines.to_owned())
            .assert()
            .success();
        text(&assert.get_output().stdout)
    };
    // Empty lines never pass a prediction.
    let said = start("\n\n\n\n\n\n\n\n\n\n\n\n", &["--fresh"]);
    assert!(!said.contains("+1.86") && !said.contains("3/13"), "{said}");
    let said = start("up\n2\n70\n", &[]);
    assert!(
        said.contains("goes on at step 2") && said.contains("3/13 Reveal") && said.contains("+1.86"),
        "{said}"
    );
    let said = start("q\n", &[]);
    assert!(said.contains("goes on at step 3"), "{said}");
    let said = start("q\n", &["--fresh"]);
    assert!(said.contains("1/13 Read") && !said.contains("goes on at step"), "{said}");
    // Nonsense is asked for again, in Japanese too.
    let assert = kenju(home.path())
        .args(["lesson", "start", "trend-or-policy", "--plain", "--fresh", "--lang", "ja"])
        .write_stdin("\nsideways\n上がる\n99\n70\n上がる\n2.0\n75\n上がる\n2.0\n70\n\n")
        .assert()
        .success();
    let said = text(&assert.get_output().stdout);
    assert!(said.contains("のどれかを入力してください") && said.contains("予想になりません"), "{said}");
    assert!(said.contains("答え合わせ") && said.contains("+1.86"), "{said}");
}

#[test]
fn every_lesson_has_a_guide_in_both_languages_that_names_its_steps() {
    let baseline = Baseline::japan().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lessons");
    for id in ids() {
        let lesson = Lesson::find(OsStr::new(id), &baseline).unwrap();
        for language in ["ja", "en"] {
            let guide = std::fs::read_to_string(folder.join(format!("{id}.{language}.md"))).unwrap();
            let minutes = lesson.minutes();
            let total = if language == "ja" { format!("{minutes}分") } else { format!("{minutes} minutes") };
            assert!(guide.contains(&total), "{id}.{language}: {total}");
            for step in &lesson.form.steps {
                let (_, title, _) = step.parts();
                let title = if language == "ja" { title.ja.as_str() } else { title.en.as_str() };
                assert!(guide.contains(title), "{id}.{language}: {title}");
            }
        }
    }
}

#[test]
fn the_example_of_the_schema_page_is_a_lesson() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lessons.md");
    let page = std::fs::read_to_string(page).unwrap();
    let example = page.split("```ron\n").nth(1).unwrap().split("```").next().unwrap();
    let baseline = Baseline::japan().unwrap();
    Lesson::from_bytes("example", "example.ron", example.as_bytes(), None, &baseline).unwrap();
    // Every kind of step, claim and difference stands on the page.
    for word in [
        "Read", "Look", "Predict", "Act", "Reveal", "Explain", "Quiz", "Reflect", "Rises", "Falls", "Noise",
        "LessSure", "More", "Between", "Level", "Effect", "Gain", "Gap", "One", "Number", "Order",
    ] {
        assert!(page.contains(&format!("`{word}")), "{word}");
    }
}
