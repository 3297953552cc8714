//! Holds the shape of the source: layers point downward, files stay small and say what they are,
//! only the program prints, and the model computes with the same bits on every machine.

use std::fs;
use std::path::{Path, PathBuf};

/// What each layer may use besides itself. `language`, `text`, `nearest` and `files` know nothing of health
/// and may be used by all.
const LAYERS: [(&str, &[&str]); 21] = [
    ("language", &[]),
    ("text", &[]),
    ("nearest", &[]),
    ("files", &[]),
    ("num", &[]),
    ("baseline", &["num"]),
    ("plan", &["num"]),
    ("policy", &["num", "baseline", "plan"]),
    ("outcome", &["num", "baseline", "plan"]),
    ("model", &["num", "baseline", "plan", "policy", "outcome"]),
    ("uncertain", &["num", "baseline", "plan"]),
    ("run", &["num", "baseline", "plan", "policy", "outcome", "model", "uncertain"]),
    ("analysis", &["num", "baseline", "plan", "policy", "outcome", "model", "uncertain", "run"]),
    ("scenario", &["num", "baseline", "plan", "policy"]),
    ("study", &["num", "baseline", "outcome", "run", "scenario"]),
    ("lesson", &["num", "baseline", "plan", "outcome", "run", "scenario"]),
    ("i18n", &["baseline"]),
    (
        "report",
        &[
            "num",
            "baseline",
            "plan",
            "policy",
            "outcome",
            "uncertain",
            "run",
            "analysis",
            "scenario",
            "study",
            "lesson",
            "i18n",
        ],
    ),
    (
        "cli",
        &[
            "num", "baseline", "plan", "policy", "outcome", "run", "analysis", "scenario", "study", "lesson",
            "i18n", "report", "ui",
        ],
    ),
    (
        "ui",
        &[
            "num", "baseline", "plan", "policy", "outcome", "run", "analysis", "scenario", "lesson", "i18n",
            "report",
        ],
    ),
    ("lib", &[]),
];

const WORDS: [&str; 4] = ["language", "text", "nearest", "files"];

/// Most lines of a source file.
const LIMIT: usize = 600;

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below a folder with its text.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found.sort();
    found
}

/// The top module a file belongs to.
fn layer(path: &Path) -> String {
    let inside = path.strip_prefix(source()).unwrap();
    inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs")
}

/// The code of a file without comments, texts of documentation and unit tests at its end.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    let lines = text[..end].lines().map(|line| match line.find("//") {
        Some(start) if !line[..start].contains('"') => &line[..start],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_module_is_a_known_layer() {
    for (path, _) in files(&source()) {
        let layer = layer(&path);
        assert!(layer == "main" || LAYERS.iter().any(|(name, _)| *name == layer), "{layer} has no place");
    }
}

#[test]
fn layers_use_only_what_lies_below() {
    let mut uses = 0;
    for (path, text) in files(&source()).into_iter().filter(|(path, _)| !is_test(path)) {
        let layer = layer(&path);
        let allowed = LAYERS.iter().find(|(name, _)| *name == layer).map_or(&[][..], |(_, allowed)| allowed);
        for part in code(&text).split("crate::").skip(1) {
            let used: String = part
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_' || c.is_ascii_digit())
                .collect();
            uses += 1;
            let fine = used == layer || WORDS.contains(&used.as_str()) || allowed.contains(&used.as_str());
            assert!(fine, "{} uses crate::{used}", path.display());
        }
    }
    assert!(uses > 100, "the search finds only {uses} uses");
}

#[test]
fn files_are_small_and_say_what_they_are() {
    for folder in ["src", "tests", "benches", "examples"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for (path, text) in files(&folder) {
            assert!(text.starts_with("//!"), "{} does not begin with what it is", path.display());
            let lines = text.lines().count();
            assert!(lines <= LIMIT, "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn the_program_is_thin_and_the_library_never_prints_or_exits() {
    let main = fs::read_to_string(source().join("main.rs")).unwrap();
    assert!(main.lines().count() < 60);
    let printing = ["println!", "print!", "eprintln!", "eprint!", "process::exit", "dbg!"];
    for (path, text) in files(&source()) {
        let code = code(&text);
        for word in printing {
            assert!(!code.contains(word), "{} contains {word}", path.display());
        }
    }
}

#[test]
fn model_arithmetic_gives_the_same_bits_everywhere() {
    // The system's mathematics differs between machines in the last bit; `libm` does not.
    let functions = [
        "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "mul_add", "sin",
        "cos", "tan", "tanh", "sinh", "cosh", "cbrt", "hypot", "asin", "acos", "atan", "atan2",
    ];
    // Sums over parallel iterators depend on how the work was split.
    let sums = [".par_iter().sum", "par_iter().map(|x| x).sum", ".reduce(||"];
    let mut seen = 0;
    for (path, text) in files(&source()).into_iter().filter(|(path, _)| !is_test(path)) {
        if !["num", "outcome", "model", "uncertain", "run", "plan", "policy", "analysis"]
            .contains(&layer(&path).as_str())
        {
            continue;
        }
        seen += 1;
        let code = code(&text);
        for function in functions {
            for form in [format!(".{function}("), format!("f64::{function}"), format!("f32::{function}")] {
                let found = code.match_indices(&form).find(|(start, _)| {
                    // A longer name that begins the same way is another function.
                    let rest = &code[start + form.len()..];
                    form.ends_with('(')
                        || !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
                });
                assert!(found.is_none(), "{} uses {form}", path.display());
            }
        }
        for form in sums {
            assert!(!code.contains(form), "{} uses {form}", path.display());
        }
        assert!(
            !code.contains("HashMap") && !code.contains("HashSet"),
            "{} has no fixed order",
            path.display()
        );
    }
    assert!(seen > 15, "only {seen} files were looked at");
}

#[test]
fn lower_layers_know_no_terminal_files_or_language() {
    let foreign =
        ["std::io", "std::fs", "std::env", "std::thread", "ratatui", "crossterm", "fluent", "Language"];
    for (path, text) in files(&source()).into_iter().filter(|(path, _)| !is_test(path)) {
        if !["num", "outcome", "model", "uncertain", "plan", "policy", "analysis"]
            .contains(&layer(&path).as_str())
        {
            continue;
        }
        let code = code(&text);
        for word in foreign {
            assert!(!code.contains(word), "{} knows {word}", path.display());
        }
    }
}
