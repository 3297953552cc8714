//! `kenju batch`: runs a study unit by unit into one store.

use super::failure::{Failure, Kind};
use super::output::{Target, shown};
use super::persons::PersonsArgument;
use super::simulate::{baseline, default_until, not_allowed, of_scenario, warn_of_idleness};
use super::stop::SignalWatch;
use super::study::estimate::{Estimate, estimate};
use super::study::progress::{duration, size};
use super::study::summary::Summary;
use super::study::{WorkOptions, carry_out, of_store, solver};
use super::{BaselineOptions, Context, OutputOptions};
use crate::baseline::Baseline;
use crate::i18n::message;
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::{Format, csv, json};
use crate::run::Persons;
use crate::run::solve::simulated_persons;
use crate::scenario::Library;
use crate::scenario::error::Amount;
use crate::scenario::quantity::Quantity;
use crate::scenario::study::{PlanFile, Study};
use crate::study::store::{About, Access};
use crate::study::{Manifest, Store};
use clap::{Args, ValueHint};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Persons of a unit unless the plan or the command line says otherwise.
const PERSONS: u64 = 200_000;

/// Flags of `batch`.
#[derive(Debug, Args)]
pub struct Options {
    /// A plan file, or the id of an embedded study
    #[arg(value_name = "PLAN", value_hint = ValueHint::FilePath)]
    plan: OsString,
    /// Say how many units, how much time and how much disk, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// The store to write, or to go on with [default: the plan's name with the ending .kenju]
    #[arg(long, value_name = "STORE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Simulated persons of a unit, in place of the plan's
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    persons: Option<String>,
    /// Parameter draws, in place of the plan's
    #[arg(long, value_name = "K", allow_negative_numbers = true)]
    draws: Option<String>,
    /// Form of what is printed at the end
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    work: WorkOptions,
    #[command(flatten)]
    baseline: BaselineOptions,
}

/// Carries it out.
///
/// # Errors
/// A failure with its exit code.
pub fn batch(context: &Context, options: &Options) -> Result<(), Failure> {
    let target = Target::prepare(&OutputOptions { format: options.format, out: None }, context)?;
    let work = options.work.read(context)?;
    let asked = options.persons.as_deref().map(|text| persons(context, text)).transpose()?;
    let draws = options.draws.as_deref().map(|text| draws(context, text)).transpose()?;
    let baseline = baseline(context, &options.baseline)?;
    let mut study = PlanFile::find(&options.plan)
        .and_then(|plan| plan.resolve(Library::embedded(), &baseline))
        .map_err(|error| of_scenario(context, &error))?;
    study.draws = draws.unwrap_or(study.draws);
    let until = study.until.unwrap_or_else(|| default_until(&baseline));
    let persons = asked.unwrap_or_else(|| Persons::Count(study.persons.unwrap_or(PERSONS)));
    let persons = simulated_persons(&baseline, persons);
    let (about, manifest) = (About::of(&study), Manifest::new(&study, &baseline, persons, until));
    let units = manifest.unit_count(study.draws);
    if units > Amount::Units.limit() {
        let (units, most) = (units.to_string(), Amount::Units.limit().to_string());
        let text = message!(context.messages, "error-units", units = units, most = most);
        return Err(context.failure(Kind::TooLarge, text));
    }
    let path = options.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.kenju", study.id)));
    if !work.is_for_machines() {
        warn(context, &study, &baseline, until);
    }
    // Before anything is written: what cannot be computed here leaves no store behind.
    let solver = solver(&manifest, baseline.clone(), context)?;
    if options.dry_run {
        let done = done(&path, &manifest, context)?;
        let watch = SignalWatch::begin(context)?;
        let found = estimate((&about, &manifest), study.draws, done, baseline, work.threads, &watch, context);
        watch.end(context)?;
        return target.write(&render(&found?, &path, options.format, context), context);
    }
    drop(baseline);
    let created = Store::create(&path, &about, &manifest, study.draws);
    let mut store = created.map_err(|error| of_store(context, &error))?;
    carry_out(&mut store, &solver, work, context)?;
    target.write(&Summary::of(&store, context)?.render(options.format, context), context)
}

fn persons(context: &Context, text: &str) -> Result<Persons, Failure> {
    let asked: PersonsArgument = text.parse().map_err(|_| not_allowed(context, "--persons", text))?;
    Ok(asked.get())
}

fn draws(context: &Context, text: &str) -> Result<u32, Failure> {
    let most = Quantity::Draws.bounds().1 as u32;
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let draws = text.parse().ok().filter(|draws| plain && (0..=most).contains(draws));
    draws.ok_or_else(|| {
        let (found, most) = (crate::text::escape_untrusted(text), most.to_string());
        let text = message!(context.messages, "error-draws", found = found, now = "0", most = most);
        context.failure(Kind::Usage, text)
    })
}

/// Says which levers of the scenarios do nothing; once, not again under each reading.
fn warn(context: &Context, study: &Study, baseline: &Baseline, until: crate::num::units::Year) {
    for member in study.members.iter().filter(|member| member.reading.is_none() && member.point.is_empty()) {
        warn_of_idleness(context, baseline, &member.scenario, until);
    }
}

/// Finished units of the store, with the central values and with draws; none if there is no store yet.
fn done(path: &Path, manifest: &Manifest, context: &Context) -> Result<[u64; 2], Failure> {
    if !path.exists() {
        return Ok([0; 2]);
    }
    let fails = |error| of_store(context, &error);
    let store = Store::open(path, Access::Read).map_err(fails)?;
    if let Some(mixture) = store.mixture(manifest) {
        let (path, mixture) = (path.to_owned(), Box::new(mixture));
        return Err(fails(crate::study::StoreError::Mixed { path, mixture }));
    }
    let finished = store.finished().map_err(fails)?;
    let central = finished.iter().filter(|one| one.unit.draw == 0).count() as u64;
    Ok([central, finished.len() as u64 - central])
}

fn render(found: &Estimate, path: &Path, format: Format, context: &Context) -> String {
    let messages = context.messages;
    let count = |number: u64| Cell::number(number as f64, 0);
    let rows: [(&str, String, Cell); 8] = [
        ("scenarios", message!(messages, "estimate-scenarios"), count(found.scenarios)),
        ("draws", message!(messages, "estimate-draws"), count(u64::from(found.draws))),
        ("seeds", message!(messages, "estimate-seeds"), count(found.seeds)),
        ("persons", message!(messages, "estimate-persons"), count(found.persons)),
        ("units", message!(messages, "estimate-units"), count(found.units)),
        ("done", message!(messages, "estimate-done"), count(found.done)),
        (
            "seconds",
            message!(messages, "estimate-time", threads = found.threads.to_string()),
            Cell::shown(found.seconds, duration(found.seconds, context)),
        ),
        ("bytes", message!(messages, "estimate-disk"), Cell::shown(found.bytes as f64, size(found.bytes))),
    ];
    let for_readers = format.is_for_readers();
    let name = |key: &str, name: String| Cell::text(if for_readers { name } else { key.to_owned() });
    let table = Table {
        columns: vec![
            Column::words("what", message!(messages, "column-what")),
            Column::numbers("value", message!(messages, "column-value")),
        ],
        rows: rows.into_iter().map(|(key, words, cell)| vec![name(key, words), cell]).collect(),
    };
    match format {
        Format::Json => json::render(found),
        Format::Csv => csv::table(&table),
        Format::Table | Format::Md => {
            let mut document: Document = table.into();
            document.paragraph(message!(messages, "estimate-note", path = shown(path)));
            format.lay_out(&document)
        }
    }
}
