//! Labels of the register in the reader's language.

use crate::baseline::Baseline;
use crate::baseline::programmes::{Class, Figure, FigureKind, Ministry, Mode, Period, Programme};
use crate::i18n::{Messages, message, numbers};
use crate::language::Language;

/// A class in words with its letter.
fn class(class: Class, messages: &Messages) -> String {
    let words = match class {
        Class::Target => message!(messages, "programmes-class-target"),
        Class::Direct => message!(messages, "programmes-class-direct"),
        Class::Enabler => message!(messages, "programmes-class-enabler"),
        Class::Shock => message!(messages, "programmes-class-shock"),
        Class::Kpi => message!(messages, "programmes-class-kpi"),
        Class::Context => message!(messages, "programmes-class-context"),
    };
    format!("{} {words}", class.letter())
}

/// How a programme is represented, in a word or two.
pub fn mode(mode: Mode, messages: &Messages) -> String {
    match mode {
        Mode::Outcome => message!(messages, "programmes-mode-outcome"),
        Mode::Lever => message!(messages, "programmes-mode-lever"),
        Mode::Pipeline => message!(messages, "programmes-mode-pipeline"),
        Mode::Enabler => message!(messages, "programmes-mode-enabler"),
        Mode::Shock => message!(messages, "programmes-mode-shock"),
        Mode::Shown => message!(messages, "programmes-mode-shown"),
    }
}

/// What the letters and the words of the list mean.
pub fn legend(messages: &Messages) -> String {
    let classes = Class::ALL.map(|each| class(each, messages)).join("; ");
    let lines = [
        message!(messages, "programmes-legend-class", classes = classes),
        message!(messages, "programmes-legend-mode", shown = mode(Mode::Shown, messages)),
        message!(messages, "programmes-legend-progress"),
    ];
    lines.join("\n")
}

/// Section, class, ministries and whether it is one of the trials.
pub fn head(programme: &Programme, baseline: &Baseline, messages: &Messages) -> String {
    let section = baseline.register.sections.get(usize::from(programme.section).saturating_sub(1));
    let section = section.map_or_else(String::new, |title| messages.choose(title).to_owned());
    let classes: Vec<String> = [Some(programme.class), programme.also]
        .into_iter()
        .flatten()
        .map(|each| class(each, messages))
        .collect();
    let mut lines = vec![
        format!("{}: {}. {section}", message!(messages, "programmes-column-section"), programme.section),
        format!("{}: {}", message!(messages, "programmes-column-class"), classes.join(", ")),
    ];
    if !programme.ministries.is_empty() {
        let names: Vec<String> = programme.ministries.iter().map(|each| ministry(*each, messages)).collect();
        lines.push(format!("{}: {}", message!(messages, "programmes-column-ministries"), names.join(", ")));
    }
    if programme.trial {
        lines.push(message!(messages, "programmes-trial"));
    }
    lines.join("\n")
}

fn ministry(ministry: Ministry, messages: &Messages) -> String {
    match ministry {
        Ministry::CabinetSecretariat => message!(messages, "ministry-cabinet-secretariat"),
        Ministry::CabinetOffice => message!(messages, "ministry-cabinet-office"),
        Ministry::InternalAffairs => message!(messages, "ministry-internal-affairs"),
        Ministry::ForeignAffairs => message!(messages, "ministry-foreign-affairs"),
        Ministry::Education => message!(messages, "ministry-education"),
        Ministry::Health => message!(messages, "ministry-health"),
        Ministry::Economy => message!(messages, "ministry-economy"),
        Ministry::Amed => message!(messages, "ministry-amed"),
    }
}

/// A date as a reader writes it.
pub fn period(period: Period, messages: &Messages) -> String {
    let digits = |number: u8| match messages.language() {
        Language::Ja => number.to_string(),
        Language::En => format!("{number:02}"),
    };
    match period {
        Period::Calendar(year) => message!(messages, "period-calendar", year = year.to_string()),
        Period::Fiscal(year) => message!(messages, "period-fiscal", year = year.to_string()),
        Period::FiscalEnd(year) => message!(messages, "period-fiscal-end", year = year.to_string()),
        Period::Month(year, month) => {
            message!(messages, "period-month", year = year.to_string(), month = digits(month))
        }
        Period::Day(year, month, day) => message!(
            messages,
            "period-day",
            year = year.to_string(),
            month = digits(month),
            day = digits(day)
        ),
    }
}

/// How far a number stands from an observation.
pub fn kind(kind: FigureKind, messages: &Messages) -> String {
    match kind {
        FigureKind::Observed => message!(messages, "programmes-kind-observed"),
        FigureKind::Derived => message!(messages, "programmes-kind-derived"),
        FigureKind::Target => message!(messages, "programmes-kind-target"),
        FigureKind::Planned => message!(messages, "programmes-kind-planned"),
    }
}

/// The same for machines.
pub const fn kind_key(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Observed => "observed",
        FigureKind::Derived => "derived",
        FigureKind::Target => "target",
        FigureKind::Planned => "planned",
    }
}

/// A number of the document with the decimals it has there; a year without separators.
pub fn plain(figure: &Figure) -> String {
    let whole = figure.value.fract() == 0.0;
    // A date given as a number: "the year 2024" is 2024 and not 2,024.
    if whole && figure.unit.en == "years" && (1900.0..2200.0).contains(&figure.value) {
        return format!("{:.0}", figure.value);
    }
    let written = figure.value.to_string();
    let decimals = written.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    numbers::fixed(figure.value, if whole { 0 } else { decimals })
}
