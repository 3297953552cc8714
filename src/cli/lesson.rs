//! `kenju lesson`: the lessons, one of them to work through, and the proof of what they claim.

use super::failure::{Failure, Kind};
use super::interface::opens;
use super::output::{Target, reason, shown};
use super::simulate::{baseline, of_run, of_scenario, threads, watched};
use super::stop::SignalWatch;
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::Baseline;
use crate::i18n::message;
use crate::lesson::claims::Verdict;
use crate::lesson::code::{ClassCode, CodeError, LONGEST};
use crate::lesson::play::Player;
use crate::lesson::record::Record;
use crate::lesson::results::{Found, batches, run};
use crate::lesson::slip::MOST_STUDENTS;
use crate::lesson::{Lesson, LessonError, claims, ids};
use crate::report::lesson::{self as report, Checked};
use crate::report::{Format, csv, json};
use crate::run::session::Session;
use crate::text::escape_untrusted;
use crate::ui::lesson::plain::{PlainError, play};
use crate::ui::lesson::{LessonOptions, state};
use crate::ui::settings::Settings;
use crate::ui::theme::ColourChoice;
use crate::ui::{Ending, UiError};
use clap::{Args, Subcommand, ValueHint};
use std::ffi::{OsStr, OsString};
use std::io::{BufReader, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

/// Flags of `lesson`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    deed: Deed,
}

/// What to do with lessons.
#[derive(Debug, Subcommand)]
enum Deed {
    /// List the lessons (授業の一覧)
    List(ListOptions),
    /// Work through a lesson in the interface, or by lines (授業を始める)
    Start(StartOptions),
    /// Validate lessons and run the model to prove what they claim (授業の主張を確かめる)
    Check(CheckOptions),
}

#[derive(Debug, Args)]
struct ListOptions {
    #[command(flatten)]
    output: OutputOptions,
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct StartOptions {
    /// Lesson: the id of an embedded one or a file
    #[arg(value_name = "LESSON")]
    lesson: OsString,
    /// Class code: every machine of the class shows the same numbers
    #[arg(long, value_name = "CODE")]
    class: Option<String>,
    /// Your number in the class; no name is asked for
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    student: Option<String>,
    /// Questions and answers by lines instead of the interface
    #[arg(long)]
    plain: bool,
    /// Begin anew, whatever an earlier session has left
    #[arg(long)]
    fresh: bool,
    /// Begin in the large mode for a projector
    #[arg(long)]
    large: bool,
    /// Write the result slip to this file at the end
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    slip: Option<PathBuf>,
    /// Worker threads; the numbers do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    #[command(flatten)]
    baseline: BaselineOptions,
}

#[derive(Debug, Args)]
struct CheckOptions {
    /// Lessons: ids of embedded ones or files [default: every embedded lesson]
    #[arg(value_name = "LESSON")]
    lessons: Vec<OsString>,
    /// Class code or its word: proves the claims for the numbers that this class will see
    #[arg(long, value_name = "CODE")]
    class: Option<String>,
    /// With how many seeds the claims are proved, each with other persons
    #[arg(long, value_name = "N", default_value = "1", allow_negative_numbers = true)]
    seeds: String,
    /// Worker threads; the numbers do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    #[command(flatten)]
    baseline: BaselineOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// Most seeds of a check.
const MOST_SEEDS: u64 = 1000;

/// From one seed of a check to the next: beyond the draws that results add.
const NEXT_SEED: u64 = 1000;

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn lesson(context: &Context, options: &Options) -> Result<(), Failure> {
    match &options.deed {
        Deed::List(options) => list(context, options),
        Deed::Start(options) => start(context, options),
        Deed::Check(options) => check(context, options),
    }
}

/// The lesson the user named.
pub fn find(context: &Context, argument: &OsStr, baseline: &Baseline) -> Result<Lesson, Failure> {
    Lesson::find(argument, baseline).map_err(|error| match error {
        LessonError::File(faults) => together(faults.iter().map(|fault| of_scenario(context, fault))),
        LessonError::Unknown(choice) => {
            let (found, known) = (escape_untrusted(&choice.found), choice.allowed.join(", "));
            let text = match choice.nearest {
                Some(nearest) => message!(
                    context.messages,
                    "lesson-unknown-nearest",
                    found = found,
                    nearest = nearest,
                    known = known
                ),
                None => message!(context.messages, "lesson-unknown", found = found, known = known),
            };
            context.failure(Kind::Usage, text)
        }
    })
}

/// Several failures as one: all messages, the worst kind.
fn together(failures: impl Iterator<Item = Failure>) -> Failure {
    let join = |one: Failure, other: Failure| match (one, other) {
        (Failure::Failed { kind, message }, Failure::Failed { kind: more, message: text }) => {
            Failure::Failed { kind: kind.max(more), message: format!("{}\n\n{text}", message.trim_end()) }
        }
        (one, _) => one,
    };
    failures.reduce(join).unwrap_or(Failure::Reported(Kind::Internal))
}

/// A class code for a lesson.
pub fn class_code(
    context: &Context,
    text: &str,
    lesson: &Lesson,
    baseline: &Baseline,
) -> Result<ClassCode, Failure> {
    ClassCode::read(text, lesson, state::model(baseline)).map_err(|error| {
        let found = escape_untrusted(text);
        match error {
            CodeError::Form => {
                let most = LONGEST.to_string();
                let text = message!(context.messages, "lesson-code-form", found = found, most = most);
                context.failure(Kind::Usage, text)
            }
            CodeError::Check => {
                // A code of another lesson is the commonest mistake in a class.
                let other = ids().find(|id| {
                    let other = Lesson::find(OsStr::new(id), baseline);
                    other.is_ok_and(|other| ClassCode::read(text, &other, state::model(baseline)).is_ok())
                });
                let text = match other {
                    Some(other) => {
                        message!(context.messages, "lesson-code-other", found = found, lesson = other)
                    }
                    None => message!(context.messages, "lesson-code-check", found = found),
                };
                context.failure(Kind::Content, text)
            }
        }
    })
}

fn list(context: &Context, options: &ListOptions) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let baseline = baseline(context, &BaselineOptions { baseline: None })?;
    let lessons =
        ids().map(|id| find(context, OsStr::new(id), &baseline)).collect::<Result<Vec<Lesson>, Failure>>()?;
    let format = options.output.format;
    let mut table = report::list(&lessons, context.messages);
    let text = match format {
        Format::Json => json::render(&lessons.iter().map(report::entry).collect::<Vec<_>>()),
        Format::Csv => csv::table(&table),
        Format::Table | Format::Md => {
            if format == Format::Table {
                // Digests and aims are long; in a terminal they would break the rows.
                table.columns.truncate(5);
                table.rows.iter_mut().for_each(|row| row.truncate(5));
            }
            format.lay_out(&table.into())
        }
    };
    target.write(&text, context)
}

fn check(context: &Context, options: &CheckOptions) -> Result<(), Failure> {
    let target = Target::prepare(&options.output, context)?;
    let threads = options.threads.as_deref().map(|text| threads(context, text)).transpose()?;
    let seeds = options.seeds.parse().ok().filter(|seeds| (1..=MOST_SEEDS).contains(seeds));
    let seeds = seeds.ok_or_else(|| {
        let allowed = message!(context.messages, "lesson-allowed-seeds", most = MOST_SEEDS.to_string());
        let found = escape_untrusted(&options.seeds);
        let text =
            message!(context.messages, "error-value", flag = "--seeds", found = found, allowed = allowed);
        context.failure(Kind::Usage, text)
    })?;
    let baseline = Arc::new(baseline(context, &options.baseline)?);
    let named: Vec<OsString> = if options.lessons.is_empty() {
        ids().map(OsString::from).collect()
    } else {
        options.lessons.clone()
    };
    let (mut lessons, mut worst) = (Vec::new(), None);
    for argument in &named {
        match find(context, argument, &baseline) {
            Ok(lesson) => lessons.push(lesson),
            // All files are looked at; the worst of their failures is that of the command.
            Err(Failure::Failed { kind, message }) => {
                let _ = writeln!(std::io::stderr(), "{}", message.trim_end());
                worst = worst.max(Some(kind));
            }
            Err(other) => return Err(other),
        }
    }
    let runs = Session::new(Arc::clone(&baseline));
    let mut checked = Vec::with_capacity(lessons.len());
    for lesson in &lessons {
        let class = options.class.as_deref().map(|text| class_code(context, text, lesson, &baseline));
        let first = class.transpose()?.map_or_else(|| lesson.seed(), |code| code.seed());
        let mut verdicts: Vec<Vec<Verdict>> = Vec::new();
        for number in 0..seeds {
            let found = watched(context, threads, |watch| {
                let mut all: Vec<Found> = Vec::new();
                for batch in batches(lesson, first + number * NEXT_SEED) {
                    all.extend(run(lesson, &batch, &baseline, &runs, watch)?);
                }
                Ok(all)
            })?;
            verdicts.push(claims::judge(lesson, &found));
        }
        checked.push(Checked { lesson, verdicts: claims::together(verdicts) });
    }
    if checked.iter().any(|one| one.failed() > 0) {
        worst = worst.max(Some(Kind::Content));
    }
    let text = match options.output.format {
        Format::Json => json::render(&checked.iter().map(Checked::entry).collect::<Vec<_>>()),
        Format::Csv => csv::table(&report::claims(&checked, context.messages)),
        Format::Md => Format::Md.lay_out(&report::claims(&checked, context.messages).into()),
        Format::Table => Format::Table.lay_out(&report::document(&checked, context.messages)),
    };
    target.write(&text, context)?;
    worst.map_or(Ok(()), |kind| Err(Failure::Reported(kind)))
}

fn start(context: &Context, options: &StartOptions) -> Result<(), Failure> {
    if let Some(text) = &options.threads {
        let threads = threads(context, text)?;
        let built = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
        built.map_err(|error| {
            let text = message!(context.messages, "error-threads", reason = error.to_string());
            context.failure(Kind::Internal, text)
        })?;
    }
    let student = options.student.as_deref().map(|text| student(context, text)).transpose()?;
    if let Some(file) = &options.slip {
        Target::prepare(&OutputOptions { format: Format::Table, out: Some(file.clone()) }, context)?;
    }
    let baseline = baseline(context, &options.baseline)?;
    let lesson = find(context, &options.lesson, &baseline)?;
    let class = options.class.as_deref().map(|text| class_code(context, text, &lesson, &baseline));
    let class = class.transpose()?;
    let mut start = LessonOptions {
        language: context.messages.language(),
        baseline: Arc::new(baseline),
        lesson: Arc::new(lesson),
        class,
        student,
        record: None,
        fresh: options.fresh,
        slip: options.slip.clone(),
        large: options.large,
        colour: ColourChoice::Auto,
        own: Settings::default(),
    };
    start.record = crate::ui::draft_place(|name| std::env::var(name).ok())
        .and_then(|draft| draft.parent().map(|folder| Record::place(folder, &start.identity())));
    let mut held = None;
    if let Some(file) = &start.record {
        let unwritable = |error: std::io::Error| {
            let text = message!(context.messages, "error-write", path = shown(file), reason = reason(&error));
            context.failure(Kind::Io, text)
        };
        match Record::hold(file) {
            Ok(Some(lock)) => held = Some(lock),
            Ok(None) => {
                return Err(context.failure(Kind::Locked, message!(context.messages, "lesson-locked")));
            }
            // A folder that cannot be written to is told where work is first kept.
            Err(_) => {}
        }
        // A record that cannot be taken up is somebody's work all the same.
        let known = Record::read(file, &start.lesson, &start.identity())
            .and_then(|record| Player::resume(Arc::clone(&start.lesson), record));
        if options.fresh || known.is_none() {
            Record::set_aside(file).map_err(unwritable)?;
        }
    }
    let ended = begin(context, options, &mut start);
    drop(held);
    ended
}

fn begin(context: &Context, options: &StartOptions, start: &mut LessonOptions) -> Result<(), Failure> {
    if options.plain || !opens() {
        return lines(context, start);
    }
    start.own = super::interface::own_settings(context)?;
    match crate::ui::lesson::start(start) {
        Ok(Ending::Quit) => Ok(()),
        Ok(ending) => Err(Failure::Signal { number: ending.exit_code() - 128, message: String::new() }),
        Err(error) => {
            let kind = if matches!(error, UiError::Crashed(_)) { Kind::Internal } else { Kind::Io };
            Err(context.failure(kind, error.to_string()))
        }
    }
}

fn lines(context: &Context, start: &LessonOptions) -> Result<(), Failure> {
    let quiet = Context { quiet: true, ..*context };
    let watch = SignalWatch::begin(&quiet)?;
    let mut input = BufReader::new(std::io::stdin());
    let echoes = !std::io::stdin().is_terminal();
    let result = play(start, &mut input, echoes, &mut std::io::stdout(), &watch);
    watch.end(context)?;
    result.map_err(|error| match error {
        PlainError::Run(error) => of_run(context, &error),
        PlainError::Io(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Failure::ClosedOutput,
        PlainError::Io(error) => context.failure(Kind::Io, error.to_string()),
    })
}

fn student(context: &Context, text: &str) -> Result<u32, Failure> {
    let number = text.parse().ok().filter(|number| (1..=MOST_STUDENTS).contains(number));
    number.ok_or_else(|| {
        let (found, allowed) = (escape_untrusted(text), message!(context.messages, "lesson-allowed-student"));
        let text =
            message!(context.messages, "error-value", flag = "--student", found = found, allowed = allowed);
        context.failure(Kind::Usage, text)
    })
}
