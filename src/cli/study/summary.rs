//! How far a study is, in every form.

use super::of_store;
use super::progress::{duration, size};
use crate::cli::Context;
use crate::cli::failure::Failure;
use crate::i18n::{message, numbers};
use crate::report::document::{Cell, Column, Document, Table};
use crate::report::{Format, csv, json};
use crate::study::{Manifest, Store};
use serde::Serialize;

/// Missing units that are named; there may be a million.
const NAMED: usize = 20;

/// How far a study is.
#[derive(Debug, Serialize)]
pub struct Summary {
    store: String,
    study: String,
    title: Title,
    manifest_digest: String,
    content: String,
    done: u64,
    total: u64,
    /// Groups that a process has begun, or had begun when it was stopped.
    begun: u64,
    draws: u32,
    seconds: f64,
    bytes: u64,
    scenarios: Vec<Scenario>,
    missing: Vec<Missing>,
    manifest: Manifest,
}

#[derive(Debug, Serialize)]
struct Title {
    ja: String,
    en: String,
}

#[derive(Debug, Serialize)]
struct Scenario {
    id: String,
    compared_with: String,
    done: u64,
    total: u64,
}

#[derive(Debug, Serialize)]
struct Missing {
    scenario: String,
    draw: u32,
    seed: u64,
}

impl Summary {
    /// Reads it off a store.
    ///
    /// # Errors
    /// What is wrong with the store.
    pub fn of(store: &Store, context: &Context) -> Result<Self, Failure> {
        let fails = |error| of_store(context, &error);
        let manifest = store.manifest();
        let progress = store.progress().map_err(fails)?;
        let id = |at: usize| manifest.scenarios.get(at).map_or_else(String::new, |one| one.id.clone());
        let each = progress.total / manifest.scenarios.len().max(1) as u64;
        let mut done = vec![0_u64; manifest.scenarios.len()];
        for finished in store.finished().map_err(fails)? {
            if let Some(count) = done.get_mut(finished.unit.scenario) {
                *count += u64::from(finished.unit.draw <= store.draws());
            }
        }
        let scenarios = manifest.scenarios.iter().zip(&done).map(|(scenario, &done)| Scenario {
            id: scenario.id.clone(),
            compared_with: id(scenario.compared_with),
            done,
            total: each,
        });
        let missing = store.missing().map_err(fails)?.into_iter().take(NAMED);
        let [ja, en] = store.about().title.clone();
        Ok(Self {
            store: store.path().to_string_lossy().into_owned(),
            study: store.about().id.clone(),
            title: Title { ja, en },
            manifest_digest: manifest.digest(),
            content: store.content().map_err(fails)?,
            done: progress.done,
            total: progress.total,
            begun: progress.claims,
            draws: store.draws(),
            seconds: progress.seconds,
            bytes: progress.bytes,
            scenarios: scenarios.collect(),
            missing: missing
                .map(|unit| Missing { scenario: id(unit.scenario), draw: unit.draw, seed: unit.seed })
                .collect(),
            manifest: manifest.clone(),
        })
    }

    /// In a form.
    pub fn render(&self, format: Format, context: &Context) -> String {
        match format {
            Format::Json => json::render(self),
            Format::Csv => csv::table(&self.table(context)),
            Format::Table | Format::Md => format.lay_out(&self.document(context)),
        }
    }

    fn document(&self, context: &Context) -> Document {
        let messages = context.messages;
        let mut document = Document::default();
        document.heading(1, messages.language().pick(&self.title.ja, &self.title.en));
        let count = |number: u64| numbers::fixed(number as f64, 0);
        document.paragraph(message!(
            messages,
            "status-units",
            done = count(self.done),
            total = count(self.total),
            draws = count(u64::from(self.draws)),
            seeds = count(self.manifest.seeds.len() as u64),
            persons = count(self.manifest.persons),
            time = duration(self.seconds, context),
            size = size(self.bytes)
        ));
        document.table(self.table(context));
        if self.done < self.total {
            let first = self
                .missing
                .iter()
                .map(|one| format!("{} (draw {}, seed {})", one.scenario, one.draw, one.seed));
            let first = first.take(3).collect::<Vec<_>>().join("; ");
            let missing = count(self.total - self.done);
            document.paragraph(message!(messages, "status-missing", missing = missing, first = first));
        }
        document.paragraph(message!(
            messages,
            "status-digests",
            manifest = self.manifest_digest.as_str(),
            content = self.content.as_str(),
            baseline = self.manifest.baseline.as_str(),
            engine = self.manifest.engine.as_str()
        ));
        document
    }

    fn table(&self, context: &Context) -> Table {
        let messages = context.messages;
        let whole = |count: u64| Cell::number(count as f64, 0);
        Table {
            columns: vec![
                Column::words("scenario", message!(messages, "column-id")),
                Column::words("compared_with", message!(messages, "column-compared-with")),
                Column::numbers("done", message!(messages, "column-done")),
                Column::numbers("total", message!(messages, "column-total")),
            ],
            rows: self
                .scenarios
                .iter()
                .map(|one| {
                    vec![
                        Cell::text(&one.id),
                        Cell::text(&one.compared_with),
                        whole(one.done),
                        whole(one.total),
                    ]
                })
                .collect(),
        }
    }
}
