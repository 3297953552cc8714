//! Why a scenario could not be had: the errors of this layer and their kinds.

use super::diagnose::Diagnostic;
use super::library::Library;
use super::problem::{Choice, quoted};
use crate::language::Language;
use crate::text::escape_untrusted;
use std::fmt;

/// What kind of error it is; the program's exit code follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The content is wrong (exit code 3).
    Content,
    /// The file cannot be read: missing, not a regular file, unreadable (exit code 4).
    Io,
    /// The file is larger than allowed (exit code 6).
    TooLarge,
    /// The argument names neither an embedded scenario nor a file (exit code 2).
    Usage,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IoProblem {
    /// There is none.
    Missing,
    /// It is a directory.
    Directory,
    /// It is a device, a pipe or a socket.
    NotRegular,
    /// The permissions forbid it.
    Unreadable,
    /// Anything else the system says.
    Other(std::io::ErrorKind),
}

/// Why a scenario could not be had.
#[derive(Debug, Clone, PartialEq)]
pub enum ScenarioError {
    /// The content is wrong.
    Content(Box<Diagnostic>),
    /// A file cannot be read.
    Io {
        /// The file, as it was named.
        file: String,
        /// Why.
        problem: IoProblem,
        /// The file that names it as its base.
        base_of: Option<String>,
    },
    /// A file, or a file together with its bases, is larger than allowed.
    TooLarge {
        /// The file, as it was named.
        file: String,
        /// Its size, bytes; a lower bound if it grew while it was read.
        size: u64,
        /// The largest size allowed, bytes.
        limit: u64,
    },
    /// A study asks for more than is allowed.
    TooMany {
        /// The file, as it was named.
        file: String,
        /// What there would be too many of.
        what: Amount,
        /// How many.
        count: u64,
    },
    /// The argument names neither an embedded scenario nor a file.
    UnknownId(Choice),
    /// The argument names neither an embedded study nor a file.
    UnknownStudy(Choice),
}

/// What a study may not have without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Scenarios, points of grids and readings included.
    Scenarios,
    /// Units: scenarios x draws x seeds.
    Units,
}

impl Amount {
    /// Most of them.
    #[must_use]
    pub const fn limit(self) -> u64 {
        match self {
            Self::Scenarios => 1_000,
            Self::Units => 1_000_000,
        }
    }

    fn words(self, language: Language) -> &'static str {
        match self {
            Self::Scenarios => {
                language.pick("シナリオ（格子と読みを含む）", "scenarios (grids and readings included)")
            }
            Self::Units => {
                language.pick("計算単位（シナリオ×引く回数×種）", "units (scenarios x draws x seeds)")
            }
        }
    }
}

impl From<Diagnostic> for ScenarioError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Content(Box::new(diagnostic))
    }
}

impl From<Box<Diagnostic>> for ScenarioError {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Content(diagnostic)
    }
}

impl std::error::Error for ScenarioError {}

impl fmt::Display for ScenarioError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.summary(Language::En))
    }
}

impl ScenarioError {
    /// The kind, from which the exit code follows.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Content(_) => ErrorKind::Content,
            Self::Io { .. } => ErrorKind::Io,
            Self::TooLarge { .. } | Self::TooMany { .. } => ErrorKind::TooLarge,
            Self::UnknownId(_) | Self::UnknownStudy(_) => ErrorKind::Usage,
        }
    }

    /// The error on one line: file, line, column, field, what was found. Safe to print.
    #[must_use]
    pub fn summary(&self, language: Language) -> String {
        match self {
            Self::Content(diagnostic) => diagnostic.summary(language),
            Self::Io { file, .. } | Self::TooLarge { file, .. } | Self::TooMany { file, .. } => {
                format!("{}: {}", escape_untrusted(file), self.headline(language))
            }
            Self::UnknownId(_) | Self::UnknownStudy(_) => self.headline(language),
        }
    }

    /// What is allowed at the place of the mistake; nothing for files that cannot be read.
    #[must_use]
    pub fn allowed(&self, language: Language) -> Option<String> {
        match self {
            Self::Content(diagnostic) => Some(diagnostic.allowed(language)),
            Self::Io { .. }
            | Self::TooLarge { .. }
            | Self::TooMany { .. }
            | Self::UnknownId(_)
            | Self::UnknownStudy(_) => None,
        }
    }

    /// What was probably meant.
    #[must_use]
    pub fn meant(&self) -> Option<String> {
        match self {
            Self::Content(diagnostic) => diagnostic.meant(),
            Self::Io { .. }
            | Self::TooLarge { .. }
            | Self::TooMany { .. }
            | Self::UnknownId(_)
            | Self::UnknownStudy(_) => None,
        }
    }

    /// The whole message: the sentence, the place with a caret, the field, what was found, what is
    /// allowed and what was probably meant. Safe to print; ends with a line feed.
    #[must_use]
    pub fn render(&self, language: Language, colour: bool) -> String {
        match self {
            Self::Content(diagnostic) => diagnostic.render(language, colour),
            Self::Io { file, base_of, .. } => {
                let mut notes = vec![(language.pick("許されるもの", "allowed"), readable_files(language))];
                if let Some(including) = base_of {
                    let including = escape_untrusted(including);
                    let note = language.pick(
                        format!("{including} がこのファイルを使います"),
                        format!("{including} names it"),
                    );
                    notes.insert(0, (language.pick("補足", "note"), note));
                }
                super::render::without_source(language, colour, &self.headline(language), Some(file), &notes)
            }
            Self::TooLarge { file, limit, .. } => {
                let most = language.pick(format!("{limit} バイトまで"), format!("at most {limit} bytes"));
                let notes = [(language.pick("許されるもの", "allowed"), most)];
                super::render::without_source(language, colour, &self.headline(language), Some(file), &notes)
            }
            Self::TooMany { file, what, .. } => {
                let limit = what.limit();
                let most = language.pick(format!("{limit} まで"), format!("at most {limit}"));
                let notes = [(language.pick("許されるもの", "allowed"), most)];
                super::render::without_source(language, colour, &self.headline(language), Some(file), &notes)
            }
            Self::UnknownId(choice) | Self::UnknownStudy(choice) => {
                let known = choice.allowed.join(", ");
                // The likely name first: the list is long.
                let mut notes: Vec<_> = choice
                    .nearest
                    .iter()
                    .map(|nearest| super::render::did_you_mean(language, nearest))
                    .collect();
                notes.extend(self.other_kind(language).map(|words| super::render::help(language, words)));
                notes.push((
                    language.pick("許されるもの", "allowed"),
                    language.pick(format!("{known}、またはファイル"), format!("{known}, or a file")),
                ));
                super::render::without_source(language, colour, &self.headline(language), None, &notes)
            }
        }
    }

    /// What to do with the id of a study where a scenario is wanted, and the other way round.
    fn other_kind(&self, language: Language) -> Option<String> {
        match self {
            Self::UnknownId(choice) if super::study::ids().any(|id| id == choice.found) => {
                let id = quoted(&choice.found);
                Some(language.pick(
                    format!(
                        "{id} は研究です：kenju batch で計算し、保存ファイルから kenju report を作ります"
                    ),
                    format!("{id} is a study: kenju batch computes it, and kenju report reads its store"),
                ))
            }
            Self::UnknownStudy(choice) if Library::embedded().get(&choice.found).is_some() => {
                let id = quoted(&choice.found);
                Some(language.pick(
                    format!("{id} はシナリオです：計画の `scenarios` に書きます（docs/studies.md）"),
                    format!("{id} is a scenario: name it in `scenarios` of a plan (docs/studies.md)"),
                ))
            }
            _ => None,
        }
    }

    fn headline(&self, language: Language) -> String {
        match self {
            Self::Content(diagnostic) => diagnostic.problem.headline(&diagnostic.field, language),
            Self::Io { problem, .. } => problem.headline(language),
            Self::TooLarge { size, .. } => language.pick(
                format!("ファイルが大きすぎます：{size} バイト"),
                format!("the file is too large: {size} bytes"),
            ),
            Self::TooMany { what, count, .. } => {
                let words = what.words(language);
                language.pick(format!("{words}が多すぎます：{count}"), format!("too many {words}: {count}"))
            }
            Self::UnknownId(choice) => {
                let found = quoted(&choice.found);
                language.pick(
                    format!("{found} という内蔵シナリオもファイルもありません"),
                    format!("there is neither an embedded scenario nor a file {found}"),
                )
            }
            Self::UnknownStudy(choice) => {
                let found = quoted(&choice.found);
                language.pick(
                    format!("{found} という内蔵の研究もファイルもありません"),
                    format!("there is neither an embedded study nor a file {found}"),
                )
            }
        }
    }
}

fn readable_files(language: Language) -> String {
    language.pick("読み取れる通常のファイル", "a regular file that can be read").to_owned()
}

impl IoProblem {
    fn headline(self, language: Language) -> String {
        match self {
            Self::Missing => language.pick("ファイルがありません", "there is no such file").to_owned(),
            Self::Directory => {
                language.pick("ファイルではなくフォルダーです", "this is a directory, not a file").to_owned()
            }
            Self::NotRegular => language
                .pick(
                    "通常のファイルではありません（デバイス、パイプ、ソケット）",
                    "this is not a regular file (a device, a pipe or a socket)",
                )
                .to_owned(),
            Self::Unreadable => language
                .pick("読み取りが許可されていません", "the file may not be read (permission denied)")
                .to_owned(),
            Self::Other(kind) => language
                .pick(format!("読み取れません（{kind}）"), format!("the file cannot be read ({kind})")),
        }
    }
}

impl From<&std::io::Error> for IoProblem {
    fn from(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Self::Missing,
            std::io::ErrorKind::IsADirectory => Self::Directory,
            std::io::ErrorKind::PermissionDenied => Self::Unreadable,
            kind => Self::Other(kind),
        }
    }
}
