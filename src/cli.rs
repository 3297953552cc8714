//! The command line: verbs and flags. What a verb does is in the file of its name.
//!
//! Help and the faults clap finds by itself are in English, because they are made when the program
//! is compiled; everything a verb prints is in the language of the reader.

mod batch;
mod calibrate;
mod check;
mod chosen;
mod class;
mod compare;
mod completions;
mod diff;
mod doctor;
mod expand;
mod explain;
mod failure;
mod input;
mod interface;
mod keys;
mod lesson;
mod levers;
mod life_table;
mod man;
mod merge;
mod output;
mod paths;
mod persons;
mod programmes;
mod replay;
mod report;
mod rerun;
mod resume;
mod run;
mod scenarios;
mod schema;
mod simulate;
mod sources;
mod status;
mod stop;
mod studies;
mod study;
mod sullivan;
mod trials;
mod uncertainty;
mod validate;
mod verify;

pub use failure::{Failure, Kind};

use crate::i18n::{self, Messages, message};
use crate::language::Language;
use crate::report::Format;
use crate::report::class::ClassFormat;
use crate::report::study::StudyFormat;
use crate::text::{escape_untrusted, escape_untrusted_lines};
use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "kenju",
    version,
    about = "Health-strategy scenarios for Japan (日本の健康施策シナリオ・シミュレーター)",
    long_about = "Health-strategy scenarios for Japan: what would it take to reach the 2040 goal of three more \
                  healthy years, and what does each policy really add?\n\
                  健康寿命を2040年までに3年延ばすには何が必要か、各施策は何を加えるのかを示します。\n\n\
                  Without a verb, kenju opens its interface; where input or output is not a terminal it prints \
                  the reference as text.",
    after_help = "Exit codes: 0 ok, 1 internal, 2 usage, 3 invalid content, 4 input or output, 5 locked, 6 \
                  refused as too large, 130/143/129 after SIGINT/SIGTERM/SIGHUP, 131 after SIGQUIT in the interface."
)]
pub struct Arguments {
    /// Language of results and messages; help is in English [default: from LC_ALL, LC_MESSAGES, LANG, then the system]
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    lang: Option<Language>,
    /// No progress bar and no remarks on standard error
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Simulate scenarios (シナリオを計算する)
    Run(run::Options),
    /// Paired differences from the first scenario (最初のシナリオとの差を計算する)
    Compare(compare::Options),
    /// Why the second scenario differs from the first (差の理由を説明する)
    Explain(explain::Options),
    /// A study as a page, a workbook or Markdown (報告書を作る)
    Report(report::Options),
    /// Validate scenario files (シナリオファイルを検査する)
    Check(check::Options),
    /// List the embedded scenarios, or show one (組み込みシナリオの一覧)
    Scenarios(scenarios::Options),
    /// List the policy levers, or show one with its evidence (施策の一覧と根拠)
    Levers(levers::Options),
    /// Open the interface on a scenario, or print a screen as text (画面を開く)
    Tui(interface::Options),
    /// Learn the interface in six steps; the last one writes a report (画面の使い方を六つの手順で学ぶ)
    Tutorial(interface::Options),
    /// Compute the steps of a session of the interface again (画面での操作の記録を計算し直す)
    Replay(replay::Options),
    /// Print the keys of the interface as a settings file, or check one (キー設定の出力と検査)
    Keys(keys::Options),
    /// Lessons for a class: predict, act, reveal (授業)
    Lesson(lesson::Options),
    /// The code of a class and the report of what it understood (組のコードと集計)
    Class(class::Options),
    /// List the programmes of the national strategy, or show one (施策の台帳)
    Programmes(programmes::Options),
    /// List the uncertain inputs and how they are drawn (不確実な入力の一覧)
    Uncertainty(uncertainty::Options),
    /// List where every number comes from, or show one source (出典の一覧)
    Sources(sources::Options),
    /// Life table from deaths or probabilities of death (生命表を計算する)
    LifeTable(life_table::Options),
    /// Healthy life expectancy by Sullivan's method (サリバン法で健康寿命を計算する)
    Sullivan(sullivan::Options),
    /// Find the normalisers of a pack and write them (地域データの較正)
    Calibrate(calibrate::Options),
    /// Hold the simulation against targets, anchors and projections (モデルの検証)
    Validate(validate::Options),
    /// What the prevention trials may show, and what running them first is worth (実証事業の見込み)
    Trials(trials::Options),
    /// List the embedded studies, or show the plan of one (組み込みの一括計算の一覧)
    Studies(studies::Options),
    /// Run a study: scenarios x draws x seeds, unit by unit into one store (一括計算)
    Batch(batch::Options),
    /// How far a study is (一括計算の進み具合)
    Status(status::Options),
    /// Go on with a study that was stopped (中断した一括計算を続ける)
    Resume(resume::Options),
    /// Add draws to a study and compute them (引く回数を増やす)
    Expand(expand::Options),
    /// Join parts of a study (分けて計算した結果をまとめる)
    Merge(merge::Options),
    /// Look for damage in a store (保存ファイルの破損を調べる)
    Verify(verify::Options),
    /// Compute a result again from nothing but itself (結果を同じ条件で計算し直す)
    Rerun(rerun::Options),
    /// Why two results differ (二つの結果が違う理由)
    Diff(diff::Options),
    /// Every column, key and table: unit and meaning (項目の一覧)
    Schema(schema::Options),
    /// Print a shell completion script (シェル補完スクリプトを出力する)
    Completions(completions::Options),
    /// Print the manual page (マニュアルを出力する)
    Man(man::Options),
    /// Print where settings and drafts are kept (設定や下書きの置き場所を出力する)
    Paths(paths::Options),
    /// Say what this installation is and can do (動作環境を調べる)
    Doctor(doctor::Options),
}

/// Form and place of the data a verb prints.
#[derive(Debug, Clone, Args)]
struct OutputOptions {
    /// Form of the output
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    format: Format,
    /// Write to this file instead of standard output; an existing file is replaced in one step
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
}

/// What is simulated and how. Numbers are read later, where the language of the answer is known.
#[derive(Debug, Clone, Args)]
struct SimulationOptions {
    /// Simulated persons: a number from 1000 up (200k, 5M, 1e6) or `all`, every resident one to one
    #[arg(long, value_name = "N|all", default_value = "200k", allow_negative_numbers = true)]
    persons: String,
    /// Seed of the random draws
    #[arg(long, value_name = "SEED", default_value = "1", allow_negative_numbers = true)]
    seed: String,
    /// Worker threads; the results do not depend on them [default: one per processor]
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    threads: Option<String>,
    /// Last year [default: the year of the pack's goal (Japan: 2040), or its last year]
    #[arg(long, value_name = "YEAR", allow_negative_numbers = true)]
    until: Option<String>,
    /// Add results by age, care level and condition
    #[arg(long)]
    detail: bool,
    /// Add the unanchored estimates of the simulation
    #[arg(long)]
    raw: bool,
    #[command(flatten)]
    baseline: BaselineOptions,
}

/// Parameter draws.
#[derive(Debug, Clone, Args)]
struct DrawOptions {
    /// Draws of the uncertain inputs: intervals and chances are added to every expectancy [default: none]
    #[arg(long, value_name = "K", allow_negative_numbers = true)]
    draws: Option<String>,
    /// Stop drawing once the ends of the intervals (healthy life expectancy, last year; of differences in a
    /// comparison) are known to this standard error in years; --draws is then the most [default: 1000]
    #[arg(long, value_name = "YEARS", allow_negative_numbers = true)]
    tolerance: Option<String>,
}

/// Which baseline pack is used.
#[derive(Debug, Clone, Args)]
struct BaselineOptions {
    /// Folder of another baseline pack [default: Japan, embedded]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    baseline: Option<PathBuf>,
}

impl ValueEnum for Language {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

impl ValueEnum for ClassFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

impl ValueEnum for StudyFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

/// Reads the command line.
///
/// # Errors
/// What clap says, with control characters of the arguments written out; help and version are
/// "errors" too, with exit code 0.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, Failure> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    Arguments::try_parse_from(&arguments).map_err(|error| {
        // Escaped before clap quotes them: its own rendering drops escape sequences in silence.
        let shown = arguments.iter().map(|argument| escape_untrusted(&argument.to_string_lossy()));
        let error = Arguments::try_parse_from(shown).err().unwrap_or(error);
        let text = error.render().to_string();
        if error.use_stderr() {
            Failure::Failed { kind: Kind::Usage, message: escape_untrusted_lines(&text) }
        } else {
            Failure::Help(text)
        }
    })
}

/// Carries out what the command line asks for.
///
/// # Errors
/// A [`Failure`] with its exit code and the message to print.
pub fn execute(arguments: Arguments) -> Result<(), Failure> {
    let context = Context { messages: Messages::of(i18n::choose(arguments.lang)), quiet: arguments.quiet };
    match arguments.verb {
        None => interface::interface(&context),
        Some(Verb::Run(options)) => run::run(&context, &options),
        Some(Verb::Compare(options)) => compare::compare(&context, &options),
        Some(Verb::Explain(options)) => explain::explain(&context, &options),
        Some(Verb::Report(options)) => report::report(&context, &options),
        Some(Verb::Check(options)) => check::check(&context, &options),
        Some(Verb::Scenarios(options)) => scenarios::scenarios(&context, &options),
        Some(Verb::Levers(options)) => levers::levers(&context, &options),
        Some(Verb::Uncertainty(options)) => uncertainty::uncertainty(&context, &options),
        Some(Verb::Tui(options)) => interface::tui(&context, &options),
        Some(Verb::Tutorial(options)) => interface::tutorial(&context, &options),
        Some(Verb::Replay(options)) => replay::replay(&context, &options),
        Some(Verb::Keys(options)) => keys::keys(&context, &options),
        Some(Verb::Lesson(options)) => lesson::lesson(&context, &options),
        Some(Verb::Class(options)) => class::class(&context, &options),
        Some(Verb::Programmes(options)) => programmes::programmes(&context, &options),
        Some(Verb::Sources(options)) => sources::sources(&context, &options),
        Some(Verb::LifeTable(options)) => life_table::life_table(&context, &options),
        Some(Verb::Sullivan(options)) => sullivan::sullivan(&context, &options),
        Some(Verb::Calibrate(options)) => calibrate::calibrate(&context, &options),
        Some(Verb::Validate(options)) => validate::validate(&context, &options),
        Some(Verb::Trials(options)) => trials::trials(&context, &options),
        Some(Verb::Studies(options)) => studies::studies(&context, &options),
        Some(Verb::Batch(options)) => batch::batch(&context, &options),
        Some(Verb::Status(options)) => status::status(&context, &options),
        Some(Verb::Resume(options)) => resume::resume(&context, &options),
        Some(Verb::Expand(options)) => expand::expand(&context, &options),
        Some(Verb::Merge(options)) => merge::merge(&context, &options),
        Some(Verb::Verify(options)) => verify::verify(&context, &options),
        Some(Verb::Rerun(options)) => rerun::rerun(&context, &options),
        Some(Verb::Diff(options)) => diff::diff(&context, &options),
        Some(Verb::Schema(options)) => schema::schema(&context, &options),
        Some(Verb::Completions(options)) => completions::completions(&context, &options),
        Some(Verb::Man(options)) => man::man(&context, &options),
        Some(Verb::Paths(options)) => paths::paths(&context, &options),
        Some(Verb::Doctor(options)) => doctor::doctor(&context, &options),
    }
}

/// What every verb needs to speak.
#[derive(Debug, Clone, Copy)]
struct Context {
    messages: &'static Messages,
    quiet: bool,
}

impl Context {
    /// A failure whose message begins with the word for "error".
    fn failure(&self, kind: Kind, message: impl AsRef<str>) -> Failure {
        Failure::Failed { kind, message: self.worded(message) }
    }

    fn worded(&self, message: impl AsRef<str>) -> String {
        format!("{}: {}", message!(self.messages, "error-prefix"), message.as_ref())
    }
}

/// Whether messages on standard error may be coloured.
fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
