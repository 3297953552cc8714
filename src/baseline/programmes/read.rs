//! Reads `programmes.ron` and `kpi_series.csv` and refuses what does not fit together.

use super::{Class, Kpi, KpiPoint, Mode, Period, Programme, Register, RegisterFile, Scale};
use crate::baseline::error::LoadError;
use crate::baseline::levers::Target;
use crate::baseline::load::Files;
use crate::baseline::ron_file;
use crate::baseline::schema;
use crate::baseline::table::{Allowed, rows};
use crate::baseline::{Baseline, Text};
use crate::nearest::nearest;
use crate::text::{escape_untrusted, is_unsafe};
use std::collections::BTreeSet;

/// Version of the file's form that is understood.
const SCHEMA: u32 = 1;
/// How far `year` may stand from the date it belongs to: the column has three decimals.
const YEAR_TOLERANCE: f64 = 0.001;

/// Reads the register of a pack, if it has one, into `baseline`, whose levers are already there. Its
/// tables and sources join those of the pack.
pub(in crate::baseline) fn fill(files: &Files, baseline: &mut Baseline) -> Result<(), LoadError> {
    let Some(text) = files.text(schema::PROGRAMMES.file) else {
        return match files.text(schema::KPI_SERIES.file) {
            Some(_) => Err(LoadError::Missing { path: files.label(schema::PROGRAMMES.file) }),
            None => Ok(()),
        };
    };
    let mut read: RegisterFile = ron_file::parse(&files.label(schema::PROGRAMMES.file), text)?;
    points(files, &mut read.kpis)?;
    let known = baseline.sources.iter().map(|source| source.id.clone());
    let checker = Checker {
        files,
        text,
        sources: known.chain(read.sources.iter().map(|source| source.id.clone())).collect(),
        levers: baseline.levers.levers.iter().map(|lever| lever.id.clone()).collect(),
        only_shown: only_shown(baseline),
        enablers: baseline
            .pipelines
            .enablers
            .as_ref()
            .map(|enablers| enablers.items.iter().map(|item| item.id.clone()).collect()),
    };
    checker.file(&read)?;
    checker.kpis(&read.kpis)?;
    checker.programmes(&read)?;
    let new = read.tables.into_iter();
    let new: Vec<_> = new.filter(|table| baseline.tables.iter().all(|old| old.file != table.file)).collect();
    baseline.tables.extend(new);
    let new = read.sources.into_iter();
    let new: Vec<_> = new.filter(|source| baseline.sources.iter().all(|old| old.id != source.id)).collect();
    baseline.sources.extend(new);
    baseline.register = Register {
        title: Some(read.title),
        sections: read.sections,
        programmes: read.programmes,
        kpis: read.kpis,
    };
    Ok(())
}

/// The observed values of every key figure.
fn points(files: &Files, kpis: &mut [Kpi]) -> Result<(), LoadError> {
    let ids: Vec<String> = kpis.iter().map(|kpi| kpi.id.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    rows(files, schema::KPI_SERIES, |row| {
        let kpi = &mut kpis[row.word("series", &ids)?];
        let period: Period =
            row.text("period").parse().map_err(|allowed: String| row.fault("period", allowed))?;
        let year = row.number("year", Allowed::Finite)?;
        if (year - period.year()).abs() > YEAR_TOLERANCE {
            return Err(row.fault(
                "year",
                format!("{:.3}, where {period} lies on the model's calendar", period.year()),
            ));
        }
        let value = row
            .number("value", if kpi.scale == Scale::Share { Allowed::Share } else { Allowed::NotNegative })?;
        if row.text("unit") != kpi.unit.en {
            return Err(row.fault("unit", format!("`{}`, the unit of the series", kpi.unit.en)));
        }
        if kpi.points.last().is_some_and(|last| last.year >= period.year()) {
            return Err(row.fault("period", "a later date than in the row before of the same series"));
        }
        let text = |column| row.text(column).to_owned();
        for column in ["source", "url", "note"] {
            if row.text(column).chars().any(is_unsafe) {
                return Err(row.fault(column, "text without control or invisible characters"));
            }
        }
        kpi.points.push(KpiPoint {
            period,
            year: period.year(),
            value,
            source: text("source"),
            url: text("url"),
            note: text("note"),
        });
        Ok(())
    })
}

struct Checker<'a> {
    files: &'a Files,
    text: &'a str,
    sources: Vec<String>,
    /// Empty where the pack has no levers: then any name is allowed.
    levers: Vec<String>,
    /// Those of them that act on nothing.
    only_shown: Vec<String>,
    /// `None` where the pack has no enablers: then any name is allowed.
    enablers: Option<Vec<String>>,
}

/// Levers all of whose channels are only shown.
fn only_shown(baseline: &Baseline) -> Vec<String> {
    let levers = baseline.levers.levers.iter();
    let shown = levers.filter(|lever| lever.channels.iter().all(|channel| channel.acts == Target::Shown));
    shown.map(|lever| lever.id.clone()).collect()
}

impl Checker<'_> {
    /// The error for the entry with this identifier.
    fn wrong(&self, id: &str, message: &str) -> LoadError {
        let wanted = format!("id: \"{id}\"");
        let line = self.text.lines().position(|line| line.contains(&wanted)).map(|line| line as u64 + 1);
        let message = format!("`{}`: {message}", escape_untrusted(id));
        LoadError::Inconsistent { file: self.files.label(schema::PROGRAMMES.file), line, message }
    }

    fn file(&self, read: &RegisterFile) -> Result<(), LoadError> {
        let wrong = |message: String| {
            Err(LoadError::Inconsistent {
                file: self.files.label(schema::PROGRAMMES.file),
                line: None,
                message,
            })
        };
        if read.schema != SCHEMA {
            return wrong(format!("schema: found {}; allowed: {SCHEMA}", read.schema));
        }
        for kind in [schema::PROGRAMMES, schema::KPI_SERIES] {
            if read.tables.iter().filter(|table| table.file == kind.file).count() != 1 {
                return wrong(format!("tables: `{}` must be listed once", kind.file));
            }
        }
        if read.tables.len() != 2 {
            return wrong("tables: this file and the series only".to_owned());
        }
        for table in &read.tables {
            self.texts(&table.file, &[&table.title, &table.transformation])?;
            for source in &table.sources {
                self.known("source", source, &self.sources, &table.file)?;
            }
        }
        for source in &read.sources {
            self.texts(&source.id, &[&source.title])?;
            self.plain(&source.id, &[&source.publisher, &source.location, &source.licence])?;
        }
        self.texts("sections", &read.sections.iter().chain([&read.title]).collect::<Vec<_>>())
    }

    fn kpis(&self, kpis: &[Kpi]) -> Result<(), LoadError> {
        let mut seen = BTreeSet::new();
        for kpi in kpis {
            let wrong = |message: &str| Err(self.wrong(&kpi.id, message));
            self.id(&kpi.id, &mut seen)?;
            let optional = kpi.unfitted.iter().chain(&kpi.note);
            let targets = kpi.targets.iter().map(|target| &target.what);
            let texts: Vec<&Text> =
                [&kpi.title, &kpi.unit].into_iter().chain(optional).chain(targets).collect();
            self.texts(&kpi.id, &texts)?;
            if kpi.points.is_empty() {
                return wrong(&format!("no row of {} belongs to it", schema::KPI_SERIES.file));
            }
            for source in
                kpi.points.iter().map(|point| &point.source).chain(kpi.targets.iter().map(|t| &t.source))
            {
                self.known("source", source, &self.sources, &kpi.id)?;
            }
            for target in &kpi.targets {
                let Some(start) = kpi.points.iter().find(|point| point.period == target.start) else {
                    return wrong(&format!("no point of {} to count the target from", target.start));
                };
                let fits = target.value.is_finite()
                    && target.value != start.value
                    && target.by.year() > start.year
                    && (kpi.scale != Scale::Share || (0.0..=1.0).contains(&target.value));
                if !fits {
                    return wrong("a target must be an allowed value, differ from its start and come later");
                }
            }
            if let Some(lever) = &kpi.drives {
                if kpi.scale != Scale::Share {
                    return wrong("only a share can lead the reach of a lever");
                }
                self.lever(lever, &kpi.id)?;
            }
        }
        Ok(())
    }

    fn programmes(&self, read: &RegisterFile) -> Result<(), LoadError> {
        let kpis: Vec<String> = read.kpis.iter().map(|kpi| kpi.id.clone()).collect();
        let mut seen = BTreeSet::new();
        for programme in &read.programmes {
            let id = &programme.id;
            self.id(id, &mut seen)?;
            let figures = programme.figures.iter().flat_map(|figure| [&figure.what, &figure.unit]);
            let texts = [&programme.title, &programme.what, &programme.representation];
            self.texts(id, &texts.into_iter().chain(figures).chain(&programme.note).collect::<Vec<_>>())?;
            if !(1..=read.sections.len()).contains(&usize::from(programme.section)) {
                return Err(self.wrong(id, &format!("section: 1 to {}", read.sections.len())));
            }
            for figure in &programme.figures {
                self.known("source", &figure.source, &self.sources, id)?;
                if !figure.value.is_finite() {
                    return Err(self.wrong(id, "a figure is not a finite number"));
                }
            }
            for kpi in &programme.kpis {
                self.known("key figure", kpi, &kpis, id)?;
            }
            for lever in &programme.levers {
                self.lever(lever, id)?;
                if self.only_shown.contains(lever) {
                    return Err(self.wrong(id, &format!("`{lever}` is only shown: nothing acts through it")));
                }
            }
            if let (Some(enabler), Some(known)) = (&programme.enabler, &self.enablers) {
                self.known("enabler", enabler, known, id)?;
            }
            honest(programme).map_err(|message| self.wrong(id, message))?;
        }
        Ok(())
    }

    fn id(&self, id: &str, seen: &mut BTreeSet<String>) -> Result<(), LoadError> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if id.is_empty() || !id.bytes().all(plain) {
            return Err(self.wrong(id, "an identifier has the characters a-z, 0-9 and _ only"));
        }
        if !seen.insert(id.to_owned()) {
            return Err(self.wrong(id, "the identifier is given twice"));
        }
        Ok(())
    }

    fn lever(&self, lever: &str, id: &str) -> Result<(), LoadError> {
        if self.levers.is_empty() { Ok(()) } else { self.known("lever", lever, &self.levers, id) }
    }

    fn known(&self, what: &str, name: &str, list: &[String], id: &str) -> Result<(), LoadError> {
        if list.iter().any(|known| known == name) {
            return Ok(());
        }
        let meant = nearest(name, list.iter().map(String::as_str));
        let meant =
            meant.map(|name| format!(" (did you mean `{}`?)", escape_untrusted(name))).unwrap_or_default();
        Err(self.wrong(id, &format!("there is no {what} `{}`{meant}", escape_untrusted(name))))
    }

    fn texts(&self, id: &str, texts: &[&Text]) -> Result<(), LoadError> {
        self.plain(id, &texts.iter().flat_map(|text| [&text.ja, &text.en]).collect::<Vec<_>>())
    }

    fn plain(&self, id: &str, texts: &[&String]) -> Result<(), LoadError> {
        match texts.iter().find(|text| text.trim().is_empty() || text.chars().any(is_unsafe)) {
            Some(_) => Err(self.wrong(id, "a text is empty or holds control or invisible characters")),
            None => Ok(()),
        }
    }
}

/// Whether class, mode, levers and enabler say the same.
fn honest(programme: &Programme) -> Result<(), &'static str> {
    let acts = matches!(programme.mode, Mode::Lever | Mode::Pipeline);
    if acts && programme.levers.is_empty() {
        return Err("what acts through levers must name one");
    }
    if programme.mode == Mode::Shown && !programme.levers.is_empty() {
        return Err("what is only shown cannot name levers");
    }
    if matches!(programme.class, Class::Kpi | Class::Context) && programme.mode != Mode::Shown {
        return Err("a key figure or context has no domestic health effect: its mode is `shown`");
    }
    if programme.mode != Mode::Enabler && programme.enabler.is_some() {
        return Err("only what acts as an enabler can name one");
    }
    if programme.mode == Mode::Enabler && programme.enabler.is_some() != programme.levers.is_empty() {
        return Err(
            "what acts as an enabler names either an enabler of the pack or levers whose reach it moves; \
                    what changes nothing has the mode `shown`",
        );
    }
    if programme.trial && programme.mode != Mode::Pipeline {
        return Err("a trial is represented by a pipeline");
    }
    Ok(())
}
