//! Digests the source of the model into the program, so that every output can name the engine that
//! computed it: equal digests compute equal results.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders and files whose text decides a result: the model with what it stands on, the reading of the
/// pack, curves through observed series, and the lock file, which fixes the versions of the crates that compute (`libm`, `rayon`). The
/// whole lock file is taken: a digest that changes too often is better than one that misses a change.
const ENGINE: [&str; 16] = [
    "Cargo.lock",
    "src/baseline",
    "src/baseline.rs",
    "src/model",
    "src/model.rs",
    "src/num",
    "src/num.rs",
    "src/outcome",
    "src/outcome.rs",
    "src/plan.rs",
    "src/policy",
    "src/policy.rs",
    "src/run",
    "src/run.rs",
    "src/uncertain",
    "src/uncertain.rs",
];

/// What decides an explanation beside the engine.
const ANALYSIS: [&str; 2] = ["src/analysis", "src/analysis.rs"];

fn main() -> io::Result<()> {
    println!("cargo::rustc-env=KENJU_ENGINE_DIGEST={}", digest(&ENGINE)?);
    println!("cargo::rustc-env=KENJU_ANALYSIS_DIGEST={}", digest(&ANALYSIS)?);
    Ok(())
}

/// Digest of the text of files and folders.
fn digest(parts: &[&str]) -> io::Result<String> {
    let source = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for part in parts {
        let path = source.join(part);
        println!("cargo::rerun-if-changed={}", path.display());
        collect(&path, &mut files)?;
    }
    files.sort();
    let mut hasher = Sha256::new();
    for file in files {
        let name = file.strip_prefix(&source).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        // Line ends may differ between checkouts of the same commit.
        let text = fs::read_to_string(&file)?.replace("\r\n", "\n");
        hasher.update(name.as_bytes());
        hasher.update([0]);
        hasher.update(text.as_bytes());
        hasher.update([0]);
    }
    let digest = hasher.finalize();
    let start = digest.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    Ok(format!("{start:016x}"))
}

/// Gathers the Rust files at `path` (or the lock file), leaving out tests: they decide nothing.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() && !path.ends_with("tests") {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "lock")
        && !path.ends_with("tests.rs")
    {
        files.push(path.to_owned());
    }
    Ok(())
}
