//! Short definitions with the official figures they follow, and how differences are found.

use super::compose::{Composer, table};
use crate::baseline::Indicator;
use crate::i18n::{message, numbers};
use crate::outcome::goal::SURVEY_ERROR;
use crate::report::document::{Cell, Column};

/// Adds the section.
pub fn add(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    composer.section("methods", message!(messages, "report-methods"));
    let definitions = [
        (
            Indicator::LifeExpectancy,
            message!(messages, "life-expectancy"),
            message!(messages, "report-define-life"),
        ),
        (
            Indicator::HealthyLifeExpectancy,
            message!(messages, "healthy-life-expectancy"),
            message!(messages, "report-define-healthy"),
        ),
        (
            Indicator::IndependentLifeExpectancy,
            message!(messages, "independent-life-expectancy"),
            message!(messages, "report-define-independent"),
        ),
    ];
    let columns = vec![
        Column::words("indicator", message!(messages, "column-indicator")),
        Column::words("definition", message!(messages, "report-column-definition")),
        Column::words("sources", message!(messages, "report-column-official")),
    ];
    let rows = definitions.into_iter().map(|(indicator, name, definition)| {
        vec![Cell::text(name), Cell::text(definition), Cell::text(official(composer, indicator))]
    });
    let rows = rows.collect();
    let command = study.commands.sources.clone();
    composer.table(
        message!(messages, "report-table-definitions"),
        table(columns, rows),
        Vec::new(),
        &command,
    );
    let survey = numbers::years(messages.language(), SURVEY_ERROR, 1);
    for text in [
        message!(messages, "report-method-levels"),
        message!(messages, "report-method-differences", survey = survey),
        message!(messages, "report-method-levers"),
        message!(messages, "report-method-shares"),
        message!(messages, "report-method-limits"),
    ] {
        composer.paragraph(text);
    }
}

/// Titles and publishers of the official figures of an indicator at birth, each once.
fn official(composer: &Composer<'_>, indicator: Indicator) -> String {
    let (baseline, messages) = (composer.study.baseline, composer.messages);
    let cited = |id: &str| {
        let figures = baseline.official.iter();
        let mut of = figures.filter(|one| one.indicator == indicator && one.age == 0 && !one.projected);
        of.any(|one| one.source == id)
    };
    let sources = baseline.sources.iter().filter(|source| cited(&source.id));
    let names = sources.map(|source| {
        let title = messages.choose(&source.title);
        message!(messages, "report-source", title = title, publisher = source.publisher.as_str())
    });
    names.collect::<Vec<_>>().join("; ")
}
