//! A scenario together with the text it was read from, and the chain of its bases.
//!
//! A file may name another as its base. That name is hostile until proved otherwise: it must stay inside
//! the folder of the file that the user named, links followed, and the chain must end soon.

use super::diagnose::Diagnostic;
use super::error::{IoProblem, ScenarioError};
use super::library::Library;
use super::locate;
use super::parse;
use super::problem::{Choice, Problem};
use super::schema::{BaseName, Scenario};
use crate::nearest::nearest;
use crate::text::escape_untrusted;
use std::path::{Component, Path, PathBuf};

/// Most bases upon each other.
pub const MOST_BASES: usize = 16;
/// Most bytes of a file and its bases together.
pub const MOST_CHAIN_BYTES: u64 = 8 << 20;

/// A scenario as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Identifier: the file's name without ending, hidden characters written out.
    pub id: String,
    /// The file as it was named; embedded scenarios as `scenarios/ID.ron`.
    pub file: String,
    /// Its text after decoding.
    pub text: String,
    /// What it says.
    pub scenario: Scenario,
    /// Where it lies; `None` if it is embedded.
    path: Option<PathBuf>,
}

impl Document {
    /// A scenario from bytes that lie in no folder: its bases can only be embedded ones.
    ///
    /// # Errors
    /// [`ScenarioError::Content`], [`ScenarioError::TooLarge`].
    pub fn from_bytes(id: &str, file: &str, bytes: &[u8]) -> Result<Self, ScenarioError> {
        let size = bytes.len() as u64;
        if size > parse::MOST_BYTES {
            return Err(ScenarioError::TooLarge { file: file.to_owned(), size, limit: parse::MOST_BYTES });
        }
        let text = parse::decode(bytes, file)?;
        let scenario = parse::parse(&text, file)?;
        Ok(Self { id: id.to_owned(), file: file.to_owned(), text, scenario, path: None })
    }

    /// A scenario from a file.
    ///
    /// # Errors
    /// Any [`ScenarioError`] except [`ScenarioError::UnknownId`].
    pub fn from_file(path: &Path) -> Result<Self, ScenarioError> {
        Self::from_named_file(path, &path.to_string_lossy())
    }

    fn from_named_file(path: &Path, file: &str) -> Result<Self, ScenarioError> {
        let bytes = parse::read(path, file)?;
        let id = path.file_stem().map(|stem| escape_untrusted(&stem.to_string_lossy())).unwrap_or_default();
        Ok(Self { path: Some(path.to_owned()), ..Self::from_bytes(&id, file, &bytes)? })
    }

    /// A scenario that another kind of file makes up; its bases are looked for from that file.
    #[must_use]
    pub fn made_up(id: String, source: &Self, scenario: Scenario) -> Self {
        let (file, text, path) = (source.file.clone(), source.text.clone(), source.path.clone());
        Self { id, file, text, scenario, path }
    }

    /// Another kind of file, as the place from which scenarios are named.
    #[must_use]
    pub fn holder(file: &str, text: String, path: Option<PathBuf>, scenario: Scenario) -> Self {
        Self { id: String::new(), file: file.to_owned(), text, scenario, path }
    }

    /// The scenario that the text names at a path of its fields.
    pub(super) fn named(
        &self,
        field: &str,
        name: &BaseName,
        library: &Library,
    ) -> Result<Self, ScenarioError> {
        let root = self.path.as_deref().map(folder_of);
        self.base(field, name, root.as_deref(), library)
    }

    /// A mistake in the `base` field.
    fn base_problem(&self, problem: Problem) -> ScenarioError {
        self.name_problem("base", problem)
    }

    /// A mistake in a field that names a scenario.
    fn name_problem(&self, field: &str, problem: Problem) -> ScenarioError {
        let found = locate::value_of(&self.text, field).or_else(|| locate::find(&self.text, field));
        let bytes = found.unwrap_or(0..0);
        Diagnostic { field: field.to_owned(), ..Diagnostic::at(&self.file, &self.text, bytes, problem) }
            .into()
    }

    /// This document and its bases, from the scenario itself to the last base.
    ///
    /// # Errors
    /// Any [`ScenarioError`] except [`ScenarioError::UnknownId`]; the bases' own mistakes name the base.
    pub fn chain(self, library: &Library) -> Result<Vec<Self>, ScenarioError> {
        let root = self.path.as_deref().map(folder_of);
        let mut identities = vec![self.identity(library)];
        let mut bytes = self.text.len() as u64;
        let mut chain = vec![self];
        loop {
            let including = &chain[chain.len() - 1];
            let Some(name) = &including.scenario.base else { return Ok(chain) };
            let base = including.base("base", name, root.as_deref(), library)?;
            let identity = base.identity(library);
            if identities.contains(&identity) {
                let names = chain.iter().map(|document| document.file.clone()).chain([base.file]).collect();
                return Err(including.base_problem(Problem::BaseCycle { chain: names }));
            }
            if chain.len() > MOST_BASES {
                return Err(including.base_problem(Problem::BaseTooDeep { limit: MOST_BASES }));
            }
            bytes += base.text.len() as u64;
            if bytes > MOST_CHAIN_BYTES {
                let file = chain[0].file.clone();
                return Err(ScenarioError::TooLarge { file, size: bytes, limit: MOST_CHAIN_BYTES });
            }
            identities.push(identity);
            chain.push(base);
        }
    }

    /// The same for two names of one file. Files have absolute paths, embedded scenarios their ids; a
    /// scenario that lies nowhere has none of these, whatever its id.
    fn identity(&self, library: &Library) -> PathBuf {
        match &self.path {
            Some(path) => path.canonicalize().unwrap_or_else(|_| path.clone()),
            None if library.get(&self.id) == Some(self) => PathBuf::from(&self.id),
            None => PathBuf::new(),
        }
    }

    fn base(
        &self,
        field: &str,
        name: &BaseName,
        root: Option<&Path>,
        library: &Library,
    ) -> Result<Self, ScenarioError> {
        if !name.is_file() {
            return library.get(name.as_str()).cloned().ok_or_else(|| {
                let allowed: Vec<String> = library.ids().map(str::to_owned).collect();
                let meant = nearest(name.as_str(), library.ids()).map(str::to_owned);
                let found = name.as_str().to_owned();
                let choice = Choice { found, allowed, nearest: meant };
                self.name_problem(field, Problem::BaseUnknown(choice))
            });
        }
        let outside = || self.name_problem(field, Problem::BaseOutside { found: name.as_str().to_owned() });
        // A backslash is no separator on every system; a file that means one thing everywhere has none.
        let (Some(path), Some(root), false) = (&self.path, root, name.as_str().contains('\\')) else {
            return Err(outside());
        };
        let shown = joined(Path::new(&self.file).parent().unwrap_or(Path::new("")), name.as_str());
        let shown =
            shown.map_or_else(|| name.as_str().to_owned(), |path| path.to_string_lossy().into_owned());
        let as_base = |error| match error {
            ScenarioError::Io { file, problem, .. } => {
                ScenarioError::Io { file, problem, base_of: Some(self.file.clone()) }
            }
            other => other,
        };
        let io = |error: std::io::Error| {
            as_base(ScenarioError::Io {
                file: shown.clone(),
                problem: IoProblem::from(&error),
                base_of: None,
            })
        };
        let root = root.canonicalize().map_err(io)?;
        // Looked at as a name first, so that nothing outside is touched, then with links followed.
        let folder = folder_of(path).canonicalize().map_err(io)?;
        let target =
            joined(&folder, name.as_str()).filter(|path| path.starts_with(&root)).ok_or_else(outside)?;
        let target = target.canonicalize().map_err(io)?;
        if !target.starts_with(&root) {
            return Err(outside());
        }
        Self::from_named_file(&target, &shown).map_err(as_base)
    }
}

/// The folder a file lies in.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A relative name under a folder with `.` and `..` worked out; `None` if it is absolute or leads above
/// the root of the file system.
fn joined(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for component in Path::new(name).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => path.push(part),
            Component::ParentDir if path.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}
