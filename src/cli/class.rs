//! `kenju class`: the code of a class, and what the class understood.

use super::failure::{Failure, Kind};
use super::lesson::{class_code, find};
use super::output::{Target, reason, shown};
use super::simulate::baseline;
use super::{BaselineOptions, Context, OutputOptions};
use crate::i18n::message;
use crate::i18n::numbers::fixed;
use crate::lesson::class::{ClassError, collect, read_folder};
use crate::lesson::code::is_word;
use crate::lesson::{Lesson, ids};
use crate::report::Format;
use crate::report::class::{ClassFormat, aside_lines, render};
use crate::text::escape_untrusted;
use crate::ui::lesson::state::model;
use clap::{Args, Subcommand, ValueHint};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// Flags of `class`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    deed: Deed,
}

/// What to do for a class.
#[derive(Debug, Subcommand)]
enum Deed {
    /// Print the code that makes every machine show the same numbers (組のコードを作る)
    Code(CodeOptions),
    /// Make the report of a class from its result slips (結果票を集計する)
    Collect(CollectOptions),
}

#[derive(Debug, Args)]
struct CodeOptions {
    /// Word for the class: letters, digits and hyphens, such as tokyo-3b
    #[arg(value_name = "WORD")]
    word: String,
    /// Lesson: the id of an embedded one or a file
    #[arg(value_name = "LESSON")]
    lesson: OsString,
    #[command(flatten)]
    baseline: BaselineOptions,
}

#[derive(Debug, Args)]
struct CollectOptions {
    /// Folder with the result slips (files whose names end in .ron)
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// Word of the class [default: that of most slips]
    #[arg(long, value_name = "CODE")]
    class: Option<String>,
    /// File of the lesson, if it is none that comes with the program
    #[arg(long, value_name = "LESSON")]
    lesson: Option<OsString>,
    #[command(flatten)]
    baseline: BaselineOptions,
    /// Form of the report
    #[arg(long, value_enum, default_value_t = ClassFormat::Table, value_name = "FORMAT")]
    format: ClassFormat,
    /// Write to this file instead of standard output; an existing file is replaced in one step
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn class(context: &Context, options: &Options) -> Result<(), Failure> {
    match &options.deed {
        Deed::Code(options) => code(context, options),
        Deed::Collect(options) => gather(context, options),
    }
}

fn code(context: &Context, options: &CodeOptions) -> Result<(), Failure> {
    let target = Target::prepare(&OutputOptions { format: Format::Table, out: None }, context)?;
    let baseline = baseline(context, &options.baseline)?;
    let lesson = find(context, &options.lesson, &baseline)?;
    let code = class_code(context, &options.word, &lesson, &baseline)?;
    let full = code.full(&lesson, model(&baseline));
    let id = escape_untrusted(&lesson.id);
    let line = message!(
        context.messages,
        "lesson-code-line",
        code = full.as_str(),
        lesson = id.as_str(),
        seed = code.seed().to_string(),
        persons = fixed(lesson.persons() as f64, 0)
    );
    let argument = escape_untrusted(&options.lesson.to_string_lossy());
    let usage = message!(context.messages, "lesson-code-use", code = full, lesson = argument);
    target.write(&format!("{line}\n{usage}\n"), context)
}

fn gather(context: &Context, options: &CollectOptions) -> Result<(), Failure> {
    let messages = context.messages;
    let target =
        Target::prepare(&OutputOptions { format: Format::Table, out: options.out.clone() }, context)?;
    let word = match &options.class {
        None => None,
        Some(text) => {
            // In full or the word alone: slips hold the word.
            let word = text.split('.').next().unwrap_or_default().to_ascii_uppercase();
            if !is_word(&word) {
                let most = crate::lesson::code::LONGEST.to_string();
                let found = escape_untrusted(text);
                let text = message!(messages, "lesson-code-form", found = found, most = most);
                return Err(context.failure(Kind::Usage, text));
            }
            Some(word)
        }
    };
    let baseline = baseline(context, &options.baseline)?;
    let own: Option<Lesson> =
        options.lesson.as_ref().map(|argument| find(context, argument, &baseline)).transpose()?;
    let handed = read_folder(&options.folder).map_err(|error| {
        let text = message!(messages, "error-read", path = shown(&options.folder), reason = reason(&error));
        context.failure(Kind::Io, text)
    })?;
    if handed.is_empty() {
        let text = message!(messages, "class-empty", path = shown(&options.folder));
        return Err(context.failure(Kind::Content, text));
    }
    let known = |id: &str| match &own {
        Some(own) => (own.id == id).then(|| own.clone()),
        None => {
            ids().find(|known| *known == id).and_then(|known| Lesson::find(OsStr::new(known), &baseline).ok())
        }
    };
    match collect(handed, (word.as_deref(), own.as_ref().map(|own| own.id.as_str())), known) {
        Ok(report) => target.write(&render(&report, options.format, messages), context),
        Err(ClassError::Nothing(aside)) => {
            let lines = aside_lines(&aside, messages);
            let text = message!(messages, "class-nothing", count = aside.len().to_string());
            Err(context.failure(Kind::Content, format!("{text}\n{lines}")))
        }
        Err(ClassError::UnknownLesson(lesson)) => {
            let lesson = escape_untrusted(&lesson);
            let text = message!(messages, "class-unknown-lesson", lesson = lesson);
            Err(context.failure(Kind::Content, text))
        }
    }
}
