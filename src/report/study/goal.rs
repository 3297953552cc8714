//! Healthy life expectancy on the way to the goal: the chart, and where each scenario stands.

use super::chart::{Chart, Level, Line, Panel, Point};
use super::compose::{Composer, table};
use super::{Shown, is_sure};
use crate::baseline::{Goal, Indicator as OfficialIndicator};
use crate::i18n::{message, numbers};
use crate::outcome::differing::Precision;
use crate::outcome::goal::SURVEY_ERROR;
use crate::outcome::series::{Chance, Estimate, Group};
use crate::report::chance;
use crate::report::document::{Cell, Column, Table};
use crate::report::goal::verdict;
use crate::report::precision;
use crate::report::series::group_name;

/// Adds the section.
pub fn add(composer: &mut Composer<'_>) {
    let messages = composer.messages;
    composer.section("goal", message!(messages, "report-goal"));
    let study = composer.study;
    match study.baseline.goal {
        Some(goal) => {
            composer.paragraph(message!(
                messages,
                "report-goal-intro",
                gain = numbers::years(messages.language(), goal.gain, 2),
                from = goal.from.to_string(),
                year = goal.year.to_string()
            ));
        }
        None => composer.paragraph(message!(messages, "report-no-goal")),
    }
    levels(composer);
    if let Some(goal) = &study.baseline.goal {
        standing(composer, goal);
        chances(composer, goal);
    }
    differences(composer);
}

/// First and last year of the results.
fn years(composer: &Composer<'_>) -> Option<(u16, u16)> {
    let first = composer.study.output.scenarios.first()?;
    let years = || first.series.iter().map(|row| row.year.0);
    Some((years().min()?, years().max()?))
}

fn levels(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    let Some(years) = years(composer) else { return };
    let shown: Vec<Shown<'_>> = study.each(messages).collect();
    let panels = study.sexes().into_iter().map(|group| level_panel(composer, &shown, group, years)).collect();
    let mut legend: Vec<String> = shown.iter().map(|one| one.name(messages)).collect();
    legend.push(message!(messages, "report-legend-observed", error = numbers::fixed(SURVEY_ERROR, 1)));
    if study.baseline.goal.is_some() {
        legend.push(message!(messages, "report-legend-goal"));
    }
    let levels = study.output.scenarios.iter().flat_map(|one| &one.series);
    legend.extend(band_words(composer, levels.map(|row| &row.expectancies.healthy_life_expectancy)));
    let data = level_data(composer, &shown, years);
    let caption =
        message!(messages, "report-figure-levels", first = years.0.to_string(), last = years.1.to_string());
    let command = study.commands.compare.clone();
    composer.figure(caption, panels, legend, data, &command);
}

/// What the shaded bands mean, where there are any.
fn band_words<'a>(composer: &Composer<'_>, shown: impl Iterator<Item = &'a Estimate>) -> Option<String> {
    let (draws, messages) = (composer.study.output.manifest.draws, composer.messages);
    if draws == 0 {
        return None;
    }
    let words = message!(messages, "report-legend-band", draws = draws.to_string());
    let included = shown.filter_map(|one| one.interval).any(|own| own.includes_monte_carlo);
    let remark = if included { message!(messages, "report-legend-band-included") } else { String::new() };
    Some([words, remark].concat())
}

fn official(composer: &Composer<'_>, group: Group) -> Vec<(u16, f64)> {
    let values = composer.study.baseline.official.iter().filter(|one| {
        one.indicator == OfficialIndicator::HealthyLifeExpectancy
            && one.age == 0
            && !one.projected
            && Group::of(one.sex) == group
    });
    values.map(|one| (one.year.0, one.value)).collect()
}

fn level_panel(composer: &Composer<'_>, shown: &[Shown<'_>], group: Group, years: (u16, u16)) -> Panel {
    let messages = composer.messages;
    let lines: Vec<Line> = shown
        .iter()
        .map(|one| {
            let rows = || one.result.series.iter().filter(|row| row.sex == group);
            let healthy = |row: &crate::outcome::series::YearResult| row.expectancies.healthy_life_expectancy;
            Line {
                style: one.place,
                key: one.key.clone(),
                values: rows().map(|row| (row.year.0, healthy(row).value)).collect(),
                band: rows().filter_map(|row| band(row.year.0, &healthy(row))).collect(),
            }
        })
        .collect();
    let points: Vec<Point> = official(composer, group)
        .into_iter()
        .filter(|(year, _)| (years.0..=years.1).contains(year))
        .map(|(year, value)| Point { year, value, error: SURVEY_ERROR })
        .collect();
    let start = |goal: &Goal| {
        let first = shown.first()?.at(goal.from.0, group)?;
        Some(first.expectancies.healthy_life_expectancy.value)
    };
    let goal = composer.study.baseline.goal.as_ref();
    let levels = goal.and_then(|goal| Some((goal, start(goal)?))).map_or_else(Vec::new, |(goal, start)| {
        let (wanted, interim) = (start + goal.gain, start + goal.interim_gain);
        let until = goal.interim_year.0 + 4;
        vec![
            Level {
                name: message!(messages, "report-level-goal", value = numbers::fixed(wanted, 2)),
                value: wanted,
                years,
            },
            Level {
                name: message!(messages, "report-level-interim", value = numbers::fixed(interim, 2)),
                value: interim,
                years: (years.0, until.min(years.1)),
            },
        ]
    });
    let title = message!(messages, "report-panel", group = group_name(group, messages));
    let mut words = vec![message!(messages, "report-describe-levels", panel = title.as_str())];
    for (one, line) in shown.iter().zip(&lines) {
        if let Some((first, last)) = line.values.first().zip(line.values.last()) {
            words.push(message!(
                messages,
                "report-describe-line",
                name = one.name(messages),
                from = numbers::fixed(first.1, 2),
                first = first.0.to_string(),
                to = numbers::fixed(last.1, 2),
                last = last.0.to_string()
            ));
        }
    }
    words.extend(levels.iter().map(|level| {
        message!(
            messages,
            "report-describe-level",
            name = level.name.as_str(),
            last = level.years.1.to_string()
        )
    }));
    let description = words.join(messages.language().pick("", " "));
    Panel { title, description, chart: Chart { years, lines, levels, points, differences: false } }
}

fn band(year: u16, one: &Estimate) -> Option<(u16, f64, f64)> {
    let [low, _, high] = super::comparison::interval(one)?;
    Some((year, low, high))
}

fn level_data(composer: &Composer<'_>, shown: &[Shown<'_>], years: (u16, u16)) -> Table {
    let messages = composer.messages;
    let sexes = composer.study.sexes();
    let mut columns = vec![Column::numbers("year", message!(messages, "column-year"))];
    for group in &sexes {
        let group = group_name(*group, messages);
        let of = |what: &str| message!(messages, "report-column-years", group = group.as_str(), what = what);
        columns.push(Column::numbers("official", of(&message!(messages, "report-observed"))));
        columns.extend(shown.iter().map(|one| Column::numbers("value", of(&one.key))));
    }
    let rows = (years.0..=years.1).map(|year| {
        let mut cells = vec![Cell::whole(u32::from(year))];
        for group in &sexes {
            let found = official(composer, *group).into_iter().find(|(of, _)| *of == year);
            cells.push(found.map_or(Cell::Empty, |(_, value)| Cell::number(value, 2)));
            cells.extend(shown.iter().map(|one| {
                let row = one.at(year, *group);
                row.map_or(Cell::Empty, |row| Cell::number(row.expectancies.healthy_life_expectancy.value, 2))
            }));
        }
        cells
    });
    table(columns, rows.collect())
}

fn standing(composer: &mut Composer<'_>, goal: &Goal) {
    let (study, messages) = (composer.study, composer.messages);
    let year = goal.year.to_string();
    let columns = vec![
        Column::words("scenario", message!(messages, "column-scenario")),
        Column::words("sex", message!(messages, "column-sex")),
        Column::numbers(
            "gain",
            message!(messages, "report-column-gain", from = goal.from.to_string(), year = year.as_str()),
        ),
        Column::numbers("target", message!(messages, "report-column-target")),
        Column::words("verdict", message!(messages, "column-verdict")),
        Column::numbers(
            "interim_gain",
            message!(messages, "report-column-interim", year = goal.interim_year.to_string()),
        ),
        Column::numbers("interim_target", message!(messages, "report-column-interim-target")),
    ];
    let mut rows = Vec::new();
    for one in study.each(messages) {
        for group in study.sexes() {
            let Some(status) = one.result.goal.get(group.as_str()) else { continue };
            let signed = |value: f64| Cell::shown(value, numbers::signed(value, 2));
            rows.push(vec![
                Cell::text(&one.key),
                Cell::text(group_name(group, messages)),
                signed(status.gain_2040),
                signed(status.target),
                Cell::text(verdict(goal, status, messages)),
                signed(status.interim.gain),
                signed(status.interim.target),
            ]);
        }
    }
    let note = message!(
        messages,
        "report-survey-note",
        error = numbers::years(messages.language(), SURVEY_ERROR, 1)
    );
    let command = study.commands.compare.clone();
    composer.table(message!(messages, "report-table-goal"), table(columns, rows), vec![note], &command);
}

/// The share of draws that reach the goal, by reading of the trend, with its limits; nothing without draws.
fn chances(composer: &mut Composer<'_>, goal: &Goal) {
    let (study, messages) = (composer.study, composer.messages);
    let readings = [
        message!(messages, "report-trend-own"),
        message!(messages, "report-trend-none"),
        message!(messages, "report-trend-half"),
        message!(messages, "report-trend-full"),
        message!(messages, "report-trend-mixed"),
    ];
    let sexes = || study.sexes().into_iter().filter(|group| *group != Group::Both);
    let mut columns = vec![
        Column::words("scenario", message!(messages, "column-scenario")),
        Column::words("trend", message!(messages, "report-column-trend")),
    ];
    for group in sexes() {
        let group = group_name(group, messages);
        for (key, what) in [
            ("chance", message!(messages, "report-column-chance")),
            ("chance_low", message!(messages, "report-column-chance-low")),
            ("chance_high", message!(messages, "report-column-chance-high")),
        ] {
            let name = message!(messages, "report-column-group-percent", group = group.as_str(), what = what);
            columns.push(Column::numbers(key, name));
        }
    }
    let mut rows = Vec::new();
    for one in study.each(messages) {
        let of = |group: Group| {
            let status = one.result.goal.get(group.as_str())?;
            let own = Chance::of(status.chance, status.chance_limits)?;
            let [none, half, full, mixed] = status.chance_by_reading?.all();
            Some([own, none, half, full, mixed])
        };
        let all: Vec<Option<[Chance; 5]>> = sexes().map(of).collect();
        if all.iter().all(Option::is_none) {
            continue;
        }
        for (place, reading) in readings.iter().enumerate() {
            let mut cells = vec![Cell::text(&one.key), Cell::text(reading)];
            for found in &all {
                cells.extend(found.map_or([Cell::Empty, Cell::Empty, Cell::Empty], |found| {
                    let Chance { share, limits } = found[place];
                    [share, limits.low, limits.high].map(|share| {
                        let (value, shown) = chance::in_percent(share);
                        Cell::shown(value, shown)
                    })
                }));
            }
            rows.push(cells);
        }
    }
    let draws = study.output.manifest.draws;
    let notes = vec![chance::note(draws, messages), message!(messages, "report-chance-note")];
    let caption = message!(messages, "report-table-chance", year = goal.year.to_string());
    let command = study.commands.compare.clone();
    composer.table(caption, table(columns, rows), notes, &command);
}

/// What each scenario adds, on an axis of its own: in the levels it is thinner than a line.
fn differences(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    let Some(years) = years(composer) else { return };
    let shown: Vec<Shown<'_>> = study.each(messages).filter(|one| one.difference.is_some()).collect();
    if shown.is_empty() {
        return;
    }
    let panels =
        study.sexes().into_iter().map(|group| difference_panel(composer, &shown, group, years)).collect();
    let mut legend: Vec<String> = shown.iter().map(|one| one.name(messages)).collect();
    let rows = shown.iter().filter_map(|one| one.difference).flat_map(|all| &all.series);
    let words = band_words(composer, rows.map(|row| &row.expectancies.healthy_life_expectancy));
    legend.push(words.unwrap_or_else(|| message!(messages, "report-legend-error")));
    let mut columns = vec![Column::numbers("year", message!(messages, "column-year"))];
    for group in study.sexes() {
        let group = group_name(group, messages);
        for one in &shown {
            let of =
                |what: &str| message!(messages, "report-column-years", group = group.as_str(), what = what);
            columns.push(Column::numbers("difference", of(&one.key)));
            columns.push(Column::numbers(
                "se",
                of(&message!(messages, "report-error-of", key = one.key.as_str())),
            ));
        }
    }
    let rows = (years.0..=years.1).map(|year| {
        let mut cells = vec![Cell::whole(u32::from(year))];
        for group in study.sexes() {
            for one in &shown {
                let row = one
                    .difference
                    .and_then(|all| all.series.iter().find(|row| row.year.0 == year && row.sex == group));
                let value = row.map(|row| row.expectancies.healthy_life_expectancy);
                cells.extend(value.map_or([Cell::Empty, Cell::Empty], |one| {
                    [
                        Cell::shown(one.value, numbers::signed(one.value, 4)),
                        precision::cell(&one, 4, messages),
                    ]
                }));
            }
        }
        cells
    });
    let data = table(columns, rows.collect());
    let command = study.commands.compare.clone();
    composer.figure(message!(messages, "report-figure-differences"), panels, legend, data, &command);
}

fn difference_panel(composer: &Composer<'_>, shown: &[Shown<'_>], group: Group, years: (u16, u16)) -> Panel {
    let messages = composer.messages;
    let title = message!(messages, "report-panel", group = group_name(group, messages));
    let mut words = vec![message!(messages, "report-describe-differences", panel = title.as_str())];
    let mut lines = Vec::new();
    for one in shown {
        let rows = one.difference.iter().flat_map(|all| &all.series).filter(|row| row.sex == group);
        let values: Vec<(u16, Estimate)> =
            rows.map(|row| (row.year.0, row.expectancies.healthy_life_expectancy)).collect();
        if let Some((year, last)) = values.last() {
            let change = numbers::years_difference(messages.language(), last.value, 3);
            let change = if is_sure(*last) {
                change
            } else {
                message!(messages, "report-unsure-change", change = change)
            };
            words.push(message!(
                messages,
                "report-describe-change",
                name = one.name(messages),
                change = change,
                last = year.to_string()
            ));
        }
        let bounds = |(year, one): &(u16, Estimate)| match super::comparison::interval(one) {
            Some([low, _, high]) => Some((*year, low, high)),
            // Without an error there is nothing to shade.
            None if matches!(one.precision(), Precision::TooFew { .. }) => None,
            None => Some((*year, one.value - super::SURE * one.se, one.value + super::SURE * one.se)),
        };
        lines.push(Line {
            style: one.place,
            key: one.key.clone(),
            values: values.iter().map(|(year, one)| (*year, one.value)).collect(),
            band: values.iter().filter_map(bounds).collect(),
        });
    }
    let description = words.join(messages.language().pick("", " "));
    let chart = Chart { years, lines, levels: Vec::new(), points: Vec::new(), differences: true };
    Panel { title, description, chart }
}
