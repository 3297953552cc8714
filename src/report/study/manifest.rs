//! What was run, and the command that gives each table and figure again. No date: the same command
//! gives the same bytes.

use super::compose::{Composer, table};
use super::paper::Item;
use super::{Finished, Origin};
use crate::i18n::{Messages, message};
use crate::report::document::{Cell, Column};

/// Which seed the central numbers are of, where the draws are of several; `None` where there is one.
pub fn seeds_note(origin: &Origin, messages: &Messages) -> Option<String> {
    let first = origin.seeds.first().filter(|_| origin.seeds.len() > 1)?;
    let all: Vec<String> = origin.seeds.iter().map(u64::to_string).collect();
    Some(message!(messages, "report-seeds-note", first = first.to_string(), all = all.join(", ")))
}

/// Adds the section.
pub fn add(composer: &mut Composer<'_>) {
    let (study, messages) = (composer.study, composer.messages);
    composer.section("manifest", message!(messages, "report-manifest"));
    composer.paragraph(message!(messages, "report-manifest-intro"));
    composer.add(Item::Code(study.commands.report.clone()));
    if let Some(origin) = study.origin {
        let Finished { done, all } = origin.units;
        composer.paragraph(if done < all {
            let (done, total) = (done.to_string(), all.to_string());
            message!(messages, "report-manifest-batch-part", done = done, total = total)
        } else {
            message!(messages, "report-manifest-batch")
        });
        composer.add(Item::Code(origin.batch.clone()));
        if let Some((file, plan)) = &origin.plan {
            composer.paragraph(message!(messages, "report-manifest-plan", file = file.as_str()));
            composer.add(Item::Code(plan.clone()));
        }
        if let Some(note) = seeds_note(origin, messages) {
            composer.paragraph(note);
        }
    }
    let manifest = &study.output.manifest;
    let number = |value: u64| Cell::shown(value as f64, value.to_string());
    let year = study.output.scenarios.first().and_then(|one| one.series.last()).map(|row| row.year.0);
    let mut rows = vec![
        vec![Cell::text(message!(messages, "doctor-version")), Cell::text(study.output.kenju)],
        vec![
            Cell::text(message!(messages, "doctor-baseline")),
            Cell::text(messages.choose(&study.baseline.title)),
        ],
        vec![Cell::text(message!(messages, "report-persons")), number(manifest.persons)],
        // A seed may have more digits than a workbook keeps of a number.
        vec![Cell::text(message!(messages, "report-seed")), Cell::text(manifest.seed.to_string())],
        vec![Cell::text(message!(messages, "report-draws")), number(u64::from(manifest.draws))],
        vec![
            Cell::text(message!(messages, "report-last-year")),
            year.map_or(Cell::Empty, |year| Cell::whole(u32::from(year))),
        ],
        vec![
            Cell::text(message!(messages, "report-digest-baseline")),
            Cell::text(manifest.baseline.as_str()),
        ],
        vec![Cell::text(message!(messages, "report-digest-engine")), Cell::text(&manifest.engine)],
    ];
    if let Some(origin) = study.origin {
        let of = |name: String, digest: &str| vec![Cell::text(name), Cell::text(digest)];
        rows.push(of(message!(messages, "report-digest-study"), &origin.manifest));
        rows.push(of(message!(messages, "report-digest-content"), &origin.content));
    }
    for one in study.each(messages) {
        let name =
            message!(messages, "report-digest-scenario", key = one.key.as_str(), id = one.result.id.as_str());
        rows.push(vec![Cell::text(name), Cell::text(one.result.digest.as_str())]);
    }
    let columns = vec![
        Column::words("item", message!(messages, "doctor-item")),
        Column::words("value", message!(messages, "column-value")),
    ];
    let command = study.commands.report.clone();
    composer.table(message!(messages, "report-table-manifest"), table(columns, rows), Vec::new(), &command);
    let columns = vec![
        Column::words("exhibit", message!(messages, "report-column-exhibit")),
        Column::words("caption", message!(messages, "report-column-shows")),
        Column::words("command", message!(messages, "report-column-command")),
    ];
    let rows = composer.origins.iter().map(|origin| origin.iter().map(Cell::text).collect()).collect();
    let notes = vec![message!(messages, "report-commands-note")];
    composer.table(message!(messages, "report-table-commands"), table(columns, rows), notes, &command);
}
