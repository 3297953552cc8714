//! The prevention trials for readers and machines: chances, gains with and without trialling first, and
//! every assumption that led there.

pub mod worth;

use super::document::{Cell, Column, Document, Table};
use super::series::{group_name, manifest};
use super::{Format, csv, json};
use crate::analysis::trials::{Gain, TrialRow, Trials};
use crate::baseline::Baseline;
use crate::baseline::trials::{Adopter, Assumed, Measure, Ministry, Trial};
use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::Group;
use crate::policy::pipeline::Start;
use crate::policy::pipeline::prior::NoPrior;
use crate::policy::workplace::target_check;

/// The trials in a form; one trial (`single`) is told in full.
#[must_use]
pub fn render(
    baseline: &Baseline,
    found: &Trials,
    single: bool,
    format: Format,
    messages: &Messages,
) -> String {
    match format {
        Format::Json => json::render(found),
        Format::Csv => csv::table(&tidy(found)),
        Format::Table | Format::Md => format.lay_out(&document(baseline, found, single, messages)),
    }
}

/// The report for readers.
#[must_use]
pub fn document(baseline: &Baseline, found: &Trials, single: bool, messages: &Messages) -> Document {
    let mut document = Document::default();
    if single && let Some(row) = found.trials.first() {
        detail(&mut document, baseline, found, row, messages);
    } else {
        document.heading(1, message!(messages, "trials-title"));
        document.paragraph(started(found.start, messages));
        document.table(names(found, messages));
        document.table(chances(found, messages));
        document.paragraph(message!(messages, "trials-sum-heading", year = found.until.to_string()));
        document.table(worth::sums(found, messages));
        document.table(worth::costs(found, messages));
        document.paragraph(message!(messages, "trials-dash-note"));
        document.paragraph(message!(messages, "trials-gain-note", year = found.until.to_string()));
        document.heading(2, message!(messages, "trials-advice-heading"));
        for row in &found.trials {
            document.paragraph(format!("{}: {}", row.id, worth::advice(found, row, messages)));
        }
        workplace(&mut document, baseline, messages);
    }
    document.paragraph(message!(messages, "trials-assumed-note"));
    super::precision::explain(&mut document, messages);
    if let Some(run) = &found.manifest {
        document.paragraph(manifest(run, found.kenju, messages));
    }
    document
}

fn started(start: Start, messages: &Messages) -> String {
    match start {
        Start::Planned => message!(messages, "trials-start-planned"),
        Start::Anew(year) => message!(messages, "trials-start-anew", year = year.to_string()),
    }
}

fn percent(share: f64) -> Cell {
    Cell::shown(share, numbers::percent(share, 1))
}

/// A figure that there is not; the note below the tables says why.
fn missing() -> Cell {
    Cell::text("-")
}

/// Names stand by themselves: beside the figures they would not fit a terminal.
fn names(found: &Trials, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("id", message!(messages, "column-id")),
        Column::words("title", message!(messages, "column-title")),
    ];
    let rows =
        found.trials.iter().map(|row| vec![Cell::text(&row.id), Cell::text(messages.choose(&row.title))]);
    Table { columns, rows: rows.collect() }
}

fn chances(found: &Trials, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("id", message!(messages, "column-id")),
        Column::numbers("power_at_default", message!(messages, "trials-power")),
        Column::numbers("zero_mass", message!(messages, "trials-zero-mass")),
        Column::numbers("positive", message!(messages, "trials-positive")),
        Column::numbers("real", message!(messages, "trials-real")),
        Column::numbers("adopted", message!(messages, "trials-adopted")),
        Column::numbers("coverage", message!(messages, "trials-coverage", year = found.until.to_string())),
    ];
    let rows = found.trials.iter().map(|row| {
        vec![
            Cell::text(&row.id),
            row.power_at_default.map_or_else(missing, percent),
            percent(row.zero_mass),
            percent(row.positive),
            percent(row.real_given_positive),
            percent(row.adopted),
            row.coverage.map_or_else(missing, |[_, expected, _]| percent(expected)),
        ]
    });
    Table { columns, rows: rows.collect() }
}

/// Decimals of a gain of healthy life expectancy, years: a thousandth is nine hours.
pub const DECIMALS: usize = 4;

/// The share of a gain that the engine tells from nothing: that of noise would say nothing.
fn break_even(share: Option<f64>, relative_error: f64) -> Option<f64> {
    share.filter(|_| relative_error <= 0.5)
}

fn detail(document: &mut Document, baseline: &Baseline, found: &Trials, row: &TrialRow, messages: &Messages) {
    document.heading(1, format!("{} ({})", messages.choose(&row.title), row.id));
    let Some(trial) = baseline.pipelines.trial(&row.id) else { return };
    document.paragraph(messages.choose(&trial.what));
    document.paragraph(started(found.start, messages));
    document.heading(2, message!(messages, "trials-design"));
    document.table(inputs(trial, row, messages));
    document.paragraph(messages.choose(&trial.design.basis));
    document.paragraph(messages.choose(&trial.endpoint.basis));
    if let Some(adoption) = &trial.adoption {
        document.paragraph(messages.choose(&adoption.basis));
    }
    document.heading(2, message!(messages, "trials-result"));
    document.table(results(found, trial, row, messages));
    document.paragraph(message!(messages, "trials-curse-note"));
    if let Some(reason) = row.no_prior {
        document.paragraph(match reason {
            NoPrior::NoChannel => message!(messages, "trials-no-channel"),
            NoPrior::NoEvidence => message!(messages, "trials-no-evidence"),
            NoPrior::Shape => message!(messages, "trials-no-shape"),
        });
    } else if row.lever.is_none() {
        document.paragraph(message!(messages, "trials-no-lever"));
    }
    document.heading(2, message!(messages, "trials-advice-heading"));
    document.paragraph(worth::advice(found, row, messages));
    if let Some(worth) = &row.worth {
        document.heading(2, message!(messages, "trials-value"));
        document.paragraph(message!(messages, "trials-sum-heading", year = found.until.to_string()));
        document.table(worth::one(worth, messages));
        document.paragraph(message!(messages, "trials-gain-note", year = found.until.to_string()));
        document.heading(2, message!(messages, "trials-profile-heading"));
        document.table(worth::profile(worth, messages));
    }
    if let Some(gains) = &row.gains {
        document.heading(2, message!(messages, "trials-expectancy-heading"));
        document.table(by_sex(gains, found, messages));
    }
    if let Some(enablers) = &baseline.pipelines.enablers {
        document.paragraph(messages.choose(&enablers.basis));
    }
    document.paragraph(format!("{}: {}", message!(messages, "trials-sources"), trial.sources.join(" ")));
}

/// A value with its range.
fn ranged(assumed: &Assumed, decimals: usize) -> String {
    let shown = |value: f64| numbers::fixed(value, decimals);
    format!("{} ({} - {})", shown(assumed.value), shown(assumed.low), shown(assumed.high))
}

fn pairs(messages: &Messages, rows: Vec<(String, String)>) -> Table {
    let columns = vec![
        Column::words("what", message!(messages, "trials-what")),
        Column::words("value", message!(messages, "trials-figure")),
    ];
    let rows = rows.into_iter().map(|(name, value)| vec![Cell::text(name), Cell::text(value)]);
    Table { columns, rows: rows.collect() }
}

fn inputs(trial: &Trial, row: &TrialRow, messages: &Messages) -> Table {
    let ministry = match trial.ministry {
        Ministry::Mhlw => message!(messages, "trials-ministry-mhlw"),
        Ministry::Meti => message!(messages, "trials-ministry-meti"),
    };
    let design = &trial.design;
    let mut rows = vec![(message!(messages, "trials-ministry"), ministry)];
    if let (Some(lever), Some(channel)) = (&trial.lever, &trial.channel) {
        rows.push((message!(messages, "trials-lever"), format!("{lever} / {channel}")));
    }
    let endpoint = messages.choose(&trial.endpoint.title);
    rows.push((message!(messages, "trials-endpoint"), format!("{endpoint} [{}]", trial.endpoint.unit)));
    let (name, assumed) = match &trial.endpoint.measure {
        Measure::Mean { deviation } => (message!(messages, "trials-deviation"), deviation),
        Measure::Rate { per_year } => (message!(messages, "trials-rate"), per_year),
        Measure::Odds { control } | Measure::Points { control } => {
            (message!(messages, "trials-control"), control)
        }
    };
    rows.push((name, ranged(assumed, 3)));
    rows.push((message!(messages, "trials-arms"), design.arms.to_string()));
    rows.push((message!(messages, "trials-per-arm"), ranged(&design.per_arm, 0)));
    rows.push((message!(messages, "trials-retained"), ranged(&design.retained, 2)));
    rows.push((message!(messages, "trials-follow-up"), numbers::fixed(design.follow_up, 1)));
    if let Some(clusters) = &design.clusters {
        rows.push((message!(messages, "trials-cluster-size"), ranged(&clusters.size, 0)));
        rows.push((message!(messages, "trials-cluster-correlation"), ranged(&clusters.correlation, 3)));
    }
    if let Some(surrogate) = &trial.endpoint.surrogate {
        rows.push((message!(messages, "trials-carries"), ranged(&surrogate.carries, 2)));
    }
    if let Some(adoption) = &trial.adoption {
        let by = adoption.by.iter().map(|who| adopter(*who, messages)).collect::<Vec<_>>().join(", ");
        rows.push((message!(messages, "trials-adopters"), by));
        rows.push((message!(messages, "trials-ceiling"), ranged(&adoption.ceiling, 2)));
        rows.push((message!(messages, "trials-speed"), ranged(&adoption.speed, 2)));
    }
    rows.push((message!(messages, "trials-lag"), numbers::fixed(row.system.evidence_lag, 1)));
    rows.push((
        message!(messages, "trials-positive-adopted"),
        numbers::percent(row.system.positive_adopted, 1),
    ));
    rows.push((message!(messages, "trials-null-adopted"), numbers::percent(row.system.null_adopted, 1)));
    rows.push((message!(messages, "trials-width"), numbers::fixed(row.system.interval_width, 2)));
    let cost = message!(messages, "trials-cost-of-trial");
    let yen = trial.cost.as_ref().map(|cost| numbers::fixed(cost.yen, 0));
    rows.push((cost, yen.unwrap_or_else(|| message!(messages, "trials-cost-unknown"))));
    pairs(messages, rows)
}

fn adopter(who: Adopter, messages: &Messages) -> String {
    match who {
        Adopter::Insurers => message!(messages, "trials-by-insurers"),
        Adopter::Municipalities => message!(messages, "trials-by-municipalities"),
        Adopter::Employers => message!(messages, "trials-by-employers"),
        Adopter::Facilities => message!(messages, "trials-by-facilities"),
    }
}

fn results(found: &Trials, trial: &Trial, row: &TrialRow, messages: &Messages) -> Table {
    let share = |value: f64| numbers::percent(value, 1);
    let effect = |value: f64| format!("{} {}", numbers::fixed(value, 3), trial.endpoint.unit);
    let mut rows = vec![(message!(messages, "trials-error"), numbers::fixed(row.standard_error, 4))];
    if let Some(power) = row.power_at_default {
        rows.push((message!(messages, "trials-power"), share(power)));
    }
    rows.push((message!(messages, "trials-zero-mass"), share(row.zero_mass)));
    rows.push((message!(messages, "trials-positive"), share(row.positive)));
    rows.push((message!(messages, "trials-real"), share(row.real_given_positive)));
    rows.push((message!(messages, "trials-effect-before"), effect(row.effect)));
    rows.push((message!(messages, "trials-effect-after"), effect(row.effect_given_positive)));
    rows.push((message!(messages, "trials-estimate"), effect(row.estimate_given_positive)));
    rows.push((message!(messages, "trials-adopted"), share(row.adopted)));
    if let Some(factor) = row.effect_factor {
        rows.push((message!(messages, "trials-effect-factor"), share(factor)));
    }
    rows.push((message!(messages, "trials-first-use"), row.first_use.to_string()));
    if let Some([reference, expected, whole]) = row.coverage {
        let year = found.until.to_string();
        rows.push((message!(messages, "trials-coverage-reference", year = year.as_str()), share(reference)));
        rows.push((message!(messages, "trials-coverage", year = year.as_str()), share(expected)));
        rows.push((message!(messages, "trials-coverage-whole", year = year.as_str()), share(whole)));
    }
    pairs(messages, rows)
}

fn by_sex(gains: &[Gain], found: &Trials, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("sex", message!(messages, "column-sex")),
        Column::words("when", message!(messages, "trials-when")),
        Column::numbers("trial_first", message!(messages, "trials-trial-first")),
        Column::numbers("at_once", message!(messages, "trials-at-once")),
        Column::numbers("value", message!(messages, "trials-value")),
        Column::numbers("break_even", message!(messages, "trials-break-even")),
        Column::numbers("relative_se", message!(messages, "trials-relative-se")),
    ];
    let mut rows = Vec::new();
    for gain in gains {
        for (when, value) in
            [(found.until.to_string(), gain.last_year), (message!(messages, "trials-mean"), gain.mean)]
        {
            let signed = |value: f64| Cell::shown(value, numbers::signed(value, DECIMALS));
            rows.push(vec![
                Cell::text(group_name(gain.sex, messages)),
                Cell::text(when),
                signed(value.trial_first),
                signed(value.at_once),
                signed(value.of_trialling),
                break_even(value.break_even, gain.relative_se).map_or(Cell::Empty, percent),
                percent(gain.relative_se),
            ]);
        }
    }
    Table { columns, rows }
}

/// The three-fold target on organisations, which is about reach and never a health effect.
fn workplace(document: &mut Document, baseline: &Baseline, messages: &Messages) {
    let Some(workplace) = &baseline.pipelines.workplace else { return };
    let check = target_check(workplace);
    let reached = match check.reached {
        Some(true) => message!(messages, "trials-target-reached"),
        Some(false) => message!(messages, "trials-target-missed"),
        None => message!(messages, "trials-target-open"),
    };
    document.paragraph(message!(
        messages,
        "trials-workplace",
        year = check.latest.to_string(),
        number = numbers::fixed(check.organisations, 0),
        multiple = numbers::fixed(check.multiple, 1),
        wanted = numbers::fixed(check.wanted, 0),
        by = check.by.to_string(),
        reached = reached
    ));
}

/// One figure a row, in full precision, with keys that are never translated.
fn tidy(found: &Trials) -> Table {
    let columns = ["trial", "sex", "figure", "value"].map(|key| Column::words(key, key)).into();
    let mut rows = Vec::new();
    for row in &found.trials {
        let mut add = |sex: Option<Group>, figure: &str, value: f64| {
            let sex = sex.map_or(Cell::Empty, |sex| Cell::text(sex.as_str()));
            rows.push(vec![Cell::text(&row.id), sex, Cell::text(figure), Cell::number(value, 0)]);
        };
        add(None, "standard_error", row.standard_error);
        if let Some(power) = row.power_at_default {
            add(None, "power_at_default", power);
        }
        for (figure, value) in [
            ("zero_mass", row.zero_mass),
            ("positive", row.positive),
            ("real_given_positive", row.real_given_positive),
            ("effect", row.effect),
            ("effect_given_positive", row.effect_given_positive),
            ("estimate_given_positive", row.estimate_given_positive),
            ("evidence_lag", row.system.evidence_lag),
            ("positive_adopted", row.system.positive_adopted),
            ("null_adopted", row.system.null_adopted),
            ("interval_width", row.system.interval_width),
            ("adopted", row.adopted),
            ("first_use", f64::from(row.first_use.0)),
        ] {
            add(None, figure, value);
        }
        for (figure, value) in ["coverage_reference", "coverage_expected", "coverage_if_adopted"]
            .into_iter()
            .zip(row.coverage.into_iter().flatten())
        {
            add(None, figure, value);
        }
        for (figure, value) in
            ["cost_trial_first", "cost_at_once"].into_iter().zip(row.cost.into_iter().flatten())
        {
            add(None, figure, value);
        }
        if let Some(factor) = row.effect_factor {
            add(None, "effect_factor", factor);
        }
        if let Some(worth) = &row.worth {
            worth::tidy(worth, &mut |figure, value| add(None, figure, value));
        }
        for gain in row.gains.iter().flatten() {
            for (when, value) in [("last_year", gain.last_year), ("mean", gain.mean)] {
                add(Some(gain.sex), &format!("trial_first_{when}"), value.trial_first);
                add(Some(gain.sex), &format!("at_once_{when}"), value.at_once);
                add(Some(gain.sex), &format!("value_of_trialling_{when}"), value.of_trialling);
                if let Some(share) = value.break_even {
                    add(Some(gain.sex), &format!("break_even_{when}"), share);
                }
            }
            add(Some(gain.sex), "relative_se", gain.relative_se);
        }
    }
    Table { columns, rows }
}
