//! `pack.ron`: what a pack is, its conditions, its tables and their sources.

pub(super) mod health;

use super::calibration::CALIBRATION;
use super::error::LoadError;
use super::load::{Files, MANIFEST, OF_POLICY};
use super::provenance::{Source, TableInfo};
use super::risk::RiskHead;
use super::ron_file;
use super::schema::{self, TableKind};
use super::{Goal, MortalityPaths, Text};
use crate::nearest::nearest;
use crate::num::units::{AgeSpan, Sex, YearSpan};
use crate::text::{escape_untrusted, is_unsafe};
use health::{CauseHead, ConditionHead};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Earliest and latest calendar year of a pack.
const YEARS: YearSpan = YearSpan::new(1900, 2200);
/// Oldest age of a pack.
const OLDEST: u8 = 120;

/// The content of `pack.ron`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub id: String,
    pub title: Text,
    pub sexes: Vec<Sex>,
    pub ages: AgeSpan,
    pub years: YearSpan,
    #[serde(default)]
    pub goal: Option<Goal>,
    #[serde(default)]
    pub mortality_paths: Option<MortalityPaths>,
    #[serde(default)]
    pub conditions: Vec<ConditionHead>,
    #[serde(default)]
    pub causes: Vec<CauseHead>,
    #[serde(default)]
    pub risk: Option<RiskHead>,
    #[serde(skip_serializing)]
    pub tables: Vec<TableInfo>,
    #[serde(skip_serializing)]
    pub sources: Vec<Source>,
}

impl Manifest {
    /// Reads and checks the manifest, and that the tables it names are the files that are there.
    pub(super) fn read(files: &Files) -> Result<Self, LoadError> {
        let file = files.label(MANIFEST);
        let text = files.text(MANIFEST).ok_or_else(|| LoadError::Missing { path: file.clone() })?;
        let manifest: Self = ron_file::parse(&file, text)?;
        let checker = Checker { file, text };
        checker.scope(&manifest)?;
        checker.goal(&manifest)?;
        checker.names(&manifest)?;
        checker.texts(&manifest)?;
        checker.health(&manifest)?;
        checker.tables(&manifest, files)?;
        Ok(manifest)
    }

    /// What the manifest says of the model, in a canonical form: all but the lists of tables and sources.
    ///
    /// # Panics
    /// Never: a manifest holds only finite numbers, strings and enums, which always serialise.
    pub(super) fn facts(&self) -> String {
        serde_json::to_string(self).expect("a manifest has only finite numbers and strings")
    }

    /// Whether the pack has this table.
    pub(super) fn has(&self, kind: TableKind) -> bool {
        self.tables.iter().any(|table| table.file == kind.file)
    }
}

/// A name as the manifest spells it.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Checks that span several fields; finds their line by the text they contain.
struct Checker<'a> {
    file: String,
    text: &'a str,
}

impl Checker<'_> {
    fn fault(&self, about: Option<&str>, message: String) -> LoadError {
        let line = about.and_then(|about| {
            self.text.lines().position(|line| line.contains(about)).map(|line| line as u64 + 1)
        });
        LoadError::Inconsistent { file: self.file.clone(), line, message }
    }

    fn scope(&self, manifest: &Manifest) -> Result<(), LoadError> {
        let (ages, years) = (manifest.ages, manifest.years);
        if manifest.sexes.is_empty()
            || manifest.sexes.iter().collect::<BTreeSet<_>>().len() < manifest.sexes.len()
        {
            return Err(self.fault(Some("sexes"), "sexes: each sex once, and at least one".to_owned()));
        }
        if ages.is_empty() || ages.last > OLDEST {
            let message =
                format!("ages: found {} to {}; allowed: rising ages up to {OLDEST}", ages.first, ages.last);
            return Err(self.fault(Some("ages"), message));
        }
        if years.first >= years.last || !YEARS.contains(years.first) || !YEARS.contains(years.last) {
            let message = format!(
                "years: found {} to {}; allowed: at least two rising years from {} to {}",
                years.first, years.last, YEARS.first, YEARS.last
            );
            return Err(self.fault(Some("years"), message));
        }
        Ok(())
    }

    fn goal(&self, manifest: &Manifest) -> Result<(), LoadError> {
        let Some(goal) = &manifest.goal else { return Ok(()) };
        let years = [goal.from, goal.interim_year, goal.year];
        let ordered = years.windows(2).all(|pair| pair[0] < pair[1]);
        if !ordered || !years.iter().all(|year| manifest.years.contains(*year)) {
            let message = format!(
                "goal: found years {}, {} and {}; allowed: rising years within {} to {}",
                goal.from, goal.interim_year, goal.year, manifest.years.first, manifest.years.last
            );
            return Err(self.fault(Some("goal"), message));
        }
        if ![goal.gain, goal.interim_gain].iter().all(|gain| gain.is_finite() && *gain > 0.0) {
            let message = format!(
                "goal: found gains {} and {}; allowed: positive numbers of years",
                goal.gain, goal.interim_gain
            );
            return Err(self.fault(Some("goal"), message));
        }
        Ok(())
    }

    fn names(&self, manifest: &Manifest) -> Result<(), LoadError> {
        let conditions = manifest.conditions.iter().map(|condition| &condition.id);
        let causes = manifest.causes.iter().map(|cause| &cause.id);
        for name in std::iter::once(&manifest.id).chain(conditions).chain(causes) {
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
            if name.is_empty() || name.len() > 40 || !name.bytes().all(plain) {
                let message = format!(
                    "id: found `{}`; allowed: 1 to 40 of the characters a-z, 0-9, - and _",
                    escape_untrusted(name)
                );
                return Err(self.fault(Some(&quoted(name)), message));
            }
        }
        let lists = [
            (
                "condition",
                manifest.conditions.iter().map(|condition| condition.id.as_str()).collect::<Vec<_>>(),
            ),
            ("cause of death", manifest.causes.iter().map(|cause| cause.id.as_str()).collect()),
            ("table", manifest.tables.iter().map(|table| table.file.as_str()).collect()),
            ("source", manifest.sources.iter().map(|source| source.id.as_str()).collect()),
        ];
        for (what, names) in lists {
            let mut seen = BTreeSet::new();
            for name in names {
                if !seen.insert(name) {
                    let message = format!("the {what} `{}` is given twice", escape_untrusted(name));
                    return Err(self.fault(Some(&quoted(name)), message));
                }
            }
        }
        Ok(())
    }

    fn texts(&self, manifest: &Manifest) -> Result<(), LoadError> {
        let mut texts = vec![&manifest.title.ja, &manifest.title.en];
        for condition in &manifest.conditions {
            texts.extend([&condition.title.ja, &condition.title.en]);
        }
        for cause in &manifest.causes {
            texts.extend([&cause.title.ja, &cause.title.en]);
        }
        for factor in manifest.risk.iter().flat_map(|risk| &risk.factors) {
            texts.extend([&factor.id, &factor.title.ja, &factor.title.en, &factor.unit]);
        }
        for table in &manifest.tables {
            texts.extend([&table.title.ja, &table.title.en, &table.unit]);
            texts.extend([&table.transformation.ja, &table.transformation.en]);
        }
        for source in &manifest.sources {
            texts.extend([&source.id, &source.title.ja, &source.title.en]);
            texts.extend([&source.publisher, &source.location, &source.licence]);
        }
        for text in texts {
            // A text that is wrapped in the file holds line feeds; nothing else invisible is wanted.
            if text.chars().any(|character| is_unsafe(character) && character != '\n') {
                let start: String = escape_untrusted(text).chars().take(60).collect();
                let message = format!("the text `{start}` holds control or invisible characters");
                return Err(self.fault(Some(text), message));
            }
        }
        Ok(())
    }

    fn tables(&self, manifest: &Manifest, files: &Files) -> Result<(), LoadError> {
        let sources: Vec<&str> = manifest.sources.iter().map(|source| source.id.as_str()).collect();
        for table in &manifest.tables {
            let shown = escape_untrusted(&table.file);
            if !schema::table_names().any(|name| name == table.file) {
                let meant = nearest(&table.file, schema::table_names());
                let meant = meant.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default();
                return Err(
                    self.fault(Some(&quoted(&table.file)), format!("no pack has a table `{shown}`{meant}"))
                );
            }
            if files.text(&table.file).is_none() {
                return Err(LoadError::Missing { path: files.label(&table.file) });
            }
            if table.sources.is_empty() {
                let message = format!("the table `{shown}` cites no source; cite at least one");
                return Err(self.fault(Some(&quoted(&table.file)), message));
            }
            for id in &table.sources {
                if !sources.contains(&id.as_str()) {
                    let meant = nearest(id, sources.iter().copied());
                    let meant = meant.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default();
                    let message = format!(
                        "the table `{shown}` cites the source `{}`, which is not listed{meant}",
                        escape_untrusted(id)
                    );
                    return Err(self.fault(Some(&quoted(id)), message));
                }
            }
        }
        // The calibration is made by the program from the other files; it and policy content say
        // themselves what they are.
        let own = |name: &str| name == CALIBRATION || OF_POLICY.contains(&name);
        for name in files.names().filter(|name| !own(name)) {
            if name != MANIFEST && !manifest.tables.iter().any(|table| table.file == name) {
                let message = format!(
                    "the file {} is not listed in `tables`: say what it is and where it comes from",
                    files.label(name)
                );
                return Err(self.fault(Some("tables"), message));
            }
        }
        self.groups(manifest)
    }

    fn groups(&self, manifest: &Manifest) -> Result<(), LoadError> {
        let need = |kind: TableKind, because: &str| need(self, manifest, kind, because);
        need(schema::POPULATION, "every pack has it")?;
        need(schema::ENTRANTS, "every pack has it")?;
        let groups = [
            schema::OFFICIAL_MORTALITY_GROUP,
            schema::LIMITATION_GROUP,
            schema::CARE_GROUP,
            schema::RISK_GROUP,
            schema::SMOKING_GROUP,
        ];
        for group in groups {
            if let Some(present) = group.iter().find(|kind| manifest.has(**kind)) {
                for kind in group {
                    need(*kind, &format!("it goes with `{}`", present.file))?;
                }
            }
        }
        if manifest.risk.is_some() != manifest.has(schema::PATHWAYS) {
            let message = format!("`risk` and the file `{}` go together", schema::PATHWAYS.file);
            return Err(self.fault(Some("tables"), message));
        }
        let official = manifest.has(schema::MORTALITY);
        if official == manifest.has(schema::MORTALITY_WITHOUT_CONDITIONS) {
            let message = format!(
                "a pack has either `{}` or `{}`",
                schema::MORTALITY.file,
                schema::MORTALITY_WITHOUT_CONDITIONS.file
            );
            return Err(self.fault(Some("tables"), message));
        }
        if !official && manifest.has(schema::NET_MIGRATION) {
            let message = format!(
                "`{}` needs official mortality (`{}`): without it the population is that of the simulated persons, who do not migrate",
                schema::NET_MIGRATION.file,
                schema::MORTALITY.file
            );
            return Err(self.fault(Some(&quoted(schema::NET_MIGRATION.file)), message));
        }
        if !official && manifest.mortality_paths.is_some() {
            let message =
                format!("mortality_paths: they need official mortality (`{}`)", schema::MORTALITY.file);
            return Err(self.fault(Some("mortality_paths"), message));
        }
        self.health_tables(manifest)
    }
}

/// Refuses a pack without this table.
fn need(checker: &Checker, manifest: &Manifest, kind: TableKind, because: &str) -> Result<(), LoadError> {
    if manifest.has(kind) {
        return Ok(());
    }
    Err(checker.fault(Some("tables"), format!("the table `{}` is missing: {because}", kind.file)))
}
