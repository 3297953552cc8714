//! One lever in full: how it acts, how far it reaches over the years, whom, with what effect, on what evidence.

use super::page::Page;
use super::whatif::list::{percent, slider};
use super::{OverlayLine, words};
use crate::baseline::Baseline;
use crate::baseline::levers::{Channel, CostBasis, Evidence, Lever};
use crate::i18n::numbers::fixed;
use crate::i18n::{Messages, message};
use crate::num::units::Year;
use crate::report::levers::{evidence, measure, quality, said, tier as tier_name, unit};
use crate::ui::draft;
use crate::ui::state::{State, View};
use crate::ui::theme::{Role, Theme};
use crate::ui::widget::band_chart::{BandChart, Curve, Dash};
use crate::ui::widget::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;

/// Cells of the slider.
const SLIDER: usize = 42;

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    let Some(lever) = state.baseline.levers.levers.get(state.lever) else { return page.lines };
    let choose = |text| messages.choose(text);
    let reach = state.draft.reach(state.lever);
    page.heading(choose(&lever.title));
    page.line(
        Role::Headline,
        format!(
            "  {} {} {}",
            slider(lever, reach, SLIDER.min(cells.saturating_sub(24))),
            percent(draft::arrival(lever, reach)),
            words::reach(messages, lever, reach, true)
        ),
    );
    let coverage = &lever.coverage;
    page.paragraph(
        Role::Muted,
        &message!(
            messages,
            "ui-lever-marks",
            today = percent(draft::today(lever)),
            ambitious = percent(coverage.ambitious),
            maximum = percent(coverage.maximum),
            year = coverage.reached.to_string()
        ),
    );
    page.paragraph(Role::Text, &message!(messages, "ui-lever-of", of = choose(&coverage.of)));
    page.gap();
    if state.view == View::Table {
        path_lines(&mut page, state, lever, messages);
    }
    page.heading(&message!(messages, "ui-lever-mechanism"));
    page.paragraph(Role::Text, choose(&lever.mechanism));
    page.gap();
    page.heading(&message!(messages, "ui-lever-evidence", tier = evidence(lever, messages)));
    page.paragraph(Role::Text, choose(&lever.strength));
    page.gap();
    page.heading(&message!(messages, "ui-lever-eligible"));
    page.paragraph(Role::Text, &words::eligible(messages, state, lever));
    page.gap();
    page.heading(&message!(messages, "ui-lever-channels"));
    for channel in &lever.channels {
        channel_lines(&mut page, &state.baseline, channel, messages);
    }
    page.paragraph(Role::Muted, &message!(messages, "lever-grades"));
    page.gap();
    page.heading(&message!(messages, "ui-lever-basis"));
    page.paragraph(Role::Text, choose(&coverage.basis));
    page.gap();
    cost_lines(&mut page, lever, messages);
    page.heading(&message!(messages, "ui-lever-studies"));
    let studies = state.baseline.levers.evidence.iter().filter(|evidence| evidence.lever == lever.id);
    let before = page.lines.len();
    studies.for_each(|evidence| page.paragraph(Role::Text, &study(evidence, &state.baseline, messages)));
    if page.lines.len() == before {
        page.paragraph(Role::Muted, &message!(messages, "ui-lever-no-studies"));
    }
    page.gap();
    page.heading(&message!(messages, "ui-about-sources-title"));
    let mut ids: Vec<&String> = coverage.sources.iter().collect();
    ids.extend(lever.channels.iter().flat_map(|channel| &channel.sources));
    ids.extend(lever.costs.iter().flat_map(|cost| &cost.sources));
    let mut told: Vec<&String> = Vec::new();
    for id in ids {
        if told.contains(&id) {
            continue;
        }
        told.push(id);
        let source = state.baseline.sources.iter().find(|source| source.id == *id);
        page.paragraph(
            Role::Text,
            &source.map_or_else(
                || id.clone(),
                |source| {
                    format!("{id}: {} ({}) {}", choose(&source.title), source.publisher, source.location)
                },
            ),
        );
    }
    page.lines
}

fn channel_lines(page: &mut Page, pack: &Baseline, channel: &Channel, messages: &Messages) {
    let title = messages.choose(&channel.title);
    let effect = match channel.effect {
        None => message!(messages, "ui-channel-none"),
        Some(effect) => {
            let (value, unit) = (number(effect.default), in_words(&channel.unit, messages));
            let low = number(effect.pessimistic.min(effect.optimistic));
            let high = number(effect.pessimistic.max(effect.optimistic));
            if low == high {
                message!(messages, "ui-channel-fixed", value = value, unit = unit)
            } else {
                message!(messages, "ui-channel-effect", value = value, low = low, high = high, unit = unit)
            }
        }
    };
    page.paragraph(Role::Headline, &format!("{title}: {effect}"));
    let timing =
        format!("{}{}", words::onset(messages, channel.onset), words::lasting(messages, channel.lasting));
    let (believed, _, _) = channel.shrink;
    let shrink = if believed < 1.0 {
        message!(messages, "ui-channel-shrink", share = percent(believed))
    } else {
        String::new()
    };
    let measured = words::measured_in(messages, channel);
    // Said where it is not that of the lever, which stands above.
    let grade = match channel.tier {
        Some(tier) => format!("{} ({})", channel.grade, tier_name(tier, messages)),
        None => channel.grade.clone(),
    };
    let how = match words::target(messages, pack, &channel.acts) {
        None => message!(messages, "ui-channel-shown", measured = measured, grade = grade),
        Some(target) => message!(
            messages,
            "ui-channel-how",
            target = target,
            timing = timing,
            measured = measured,
            grade = grade
        ),
    };
    page.paragraph(Role::Text, &how);
    let basis = messages.choose(&channel.basis);
    page.paragraph(Role::Muted, &format!("{shrink}{basis}"));
}

/// The unit of an effect; what studies shorten to letters is written out.
fn in_words(symbol: &str, messages: &Messages) -> String {
    match symbol {
        "RR" => message!(messages, "measure-risk-ratio"),
        "HR" => message!(messages, "measure-hazard-ratio"),
        "OR" => message!(messages, "measure-odds-ratio"),
        _ => unit(symbol, messages),
    }
}

/// A number as a study would print it: up to four decimals, without empty ones.
fn number(value: f64) -> String {
    let text = fixed(value, 4);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    text.to_owned()
}

fn cost_lines(page: &mut Page, lever: &Lever, messages: &Messages) {
    page.heading(&message!(messages, "ui-lever-costs"));
    for cost in &lever.costs {
        let per = match cost.per {
            CostBasis::PersonYear => message!(messages, "ui-cost-person-year"),
            CostBasis::PersonOnce => message!(messages, "ui-cost-person-once"),
            CostBasis::Year => message!(messages, "ui-cost-year"),
        };
        page.paragraph(
            Role::Text,
            &message!(
                messages,
                "ui-cost",
                item = messages.choose(&cost.item),
                yen = fixed(cost.yen, 0),
                per = per,
                payer = messages.choose(&cost.payer),
                year = cost.year.as_str()
            ),
        );
    }
    if lever.costs.is_empty() {
        page.paragraph(Role::Muted, &message!(messages, "ui-cost-unknown"));
    }
    page.gap();
}

/// One study as a line: as the table of the pack has it, in the language of the study.
fn study(evidence: &Evidence, baseline: &Baseline, messages: &Messages) -> String {
    let said = |text: &str| said(text, baseline, messages);
    let value = evidence.value.map_or_else(|| "-".to_owned(), number);
    let range = evidence.low.zip(evidence.high);
    let range =
        range.map_or_else(String::new, |(low, high)| format!(" ({} - {})", number(low), number(high)));
    format!(
        "[{}] {}: {} {value}{range}. {} {}, {}. {}. {}",
        quality(&evidence.quality, messages),
        said(&evidence.target),
        measure(&evidence.measure, messages),
        evidence.study,
        evidence.year,
        said(&evidence.country),
        said(&evidence.design),
        said(&evidence.note)
    )
}

/// Draws coverage over the years: the reference path, and the path that is set.
pub fn draw_path(state: &State, theme: Theme, messages: &Messages, area: Rect, buffer: &mut Buffer) {
    if area.height < 3 {
        return;
    }
    let Some(chart) = chart(state, theme, messages) else { return };
    let heading = message!(messages, "ui-lever-path");
    paint::row(buffer, area, 0, &[(theme.style(Role::Title), heading)]);
    (&chart).render(Rect { y: area.y + 1, height: area.height - 1, ..area }, buffer);
}

/// The table twin of the chart: the years of the slider's path, reference and set.
fn path_lines(page: &mut Page, state: &State, lever: &Lever, messages: &Messages) {
    page.heading(&message!(messages, "ui-lever-path"));
    let path = state.draft.reach(state.lever);
    let path = path.and_then(|reach| draft::course(lever, reach, state.baseline.years));
    let row = |year: &str, told: [String; 2]| {
        let told: String = told.iter().map(|one| crate::ui::text::right(one, 12)).collect();
        format!("  {}{told}", crate::ui::text::left(year, 6))
    };
    let heads = [message!(messages, "ui-curve-reference"), message!(messages, "ui-curve-scenario")];
    page.line(Role::Muted, row("", heads));
    let (first, last) = state.years();
    for year in (first.0..=last.0).map(Year) {
        let reference = lever.reference_coverage(year);
        let set = path.as_ref().and_then(|path| path.at(year)).unwrap_or(reference);
        page.line(Role::Text, row(&year.to_string(), [percent(reference), percent(set)]));
    }
    page.gap();
}

/// Coverage over the years: the reference path, and the path that is set.
#[must_use]
pub fn chart(state: &State, theme: Theme, messages: &Messages) -> Option<BandChart> {
    let lever = state.baseline.levers.levers.get(state.lever)?;
    let (first, last) = state.window();
    let years = || (first.0..=last.0).map(Year);
    let at = |year: Year, share: f64| (f64::from(year.0), share * 100.0);
    let reference: Vec<(f64, f64)> = years().map(|year| at(year, lever.reference_coverage(year))).collect();
    let path = state.draft.reach(state.lever);
    let path = path.and_then(|reach| draft::course(lever, reach, state.baseline.years));
    let label = |points: &[(f64, f64)], name: String| {
        points.last().map_or_else(String::new, |end| format!("{name} {}%", fixed(end.1, 0)))
    };
    let mut curves = vec![Curve {
        label: label(&reference, message!(messages, "ui-curve-reference")),
        points: reference,
        dash: if path.is_some() { Dash::Dashed } else { Dash::Solid },
        glyph: '-',
        style: theme.style(Role::Muted),
    }];
    if let Some(path) = path {
        let share = |year: Year| path.at(year).unwrap_or_else(|| lever.reference_coverage(year));
        let own: Vec<(f64, f64)> = years().map(|year| at(year, share(year))).collect();
        curves.push(Curve {
            label: label(&own, message!(messages, "ui-curve-scenario")),
            points: own,
            dash: Dash::Solid,
            glyph: '=',
            style: theme.style(Role::Healthy),
        });
    }
    Some(BandChart {
        x: (f64::from(first.0), f64::from(last.0).max(f64::from(first.0) + 1.0)),
        y: (0.0, draft::top(lever) * 100.0),
        bands: Vec::new(),
        curves,
        points: Vec::new(),
        boundary: None,
        cursor: None,
        marks: state.marks,
        axis: theme.style(Role::Muted),
        cursor_style: theme.style(Role::Cursor),
    })
}
