//! From the files of a pack to its checked content.

mod bounds;
mod causes;
mod conditions;
mod targets;

use super::error::LoadError;
use super::levers::LeverCatalogue;
use super::load::{Files, MANIFEST};
use super::manifest::Manifest;
use super::pipelines::{self, Joined, Pipelines};
use super::programmes::{self, Register};
use super::schema::{self, TableKind};
use super::table::{Allowed, Cells, Scope, cells, rows};
use super::{
    Baseline, CARE_LEVELS, Care, HealthyLifeExpectancyTarget, Indicator, LifeExpectancyAnchor, Limitation,
    Mortality, MortalityPaths, OfficialMortality, OfficialValue,
};
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use crate::text::escape_untrusted;
use std::collections::{BTreeMap, BTreeSet};

/// Years an official figure may be of.
const OFFICIAL_YEARS: YearSpan = YearSpan::new(1850, 2200);
const LEVELS: [(&str, Allowed); CARE_LEVELS] =
    [("level_1", Allowed::Share), ("level_2", Allowed::Share), ("level_3", Allowed::Share)];
const RATIOS: [(&str, Allowed); CARE_LEVELS] = [("level_1", RATIO), ("level_2", RATIO), ("level_3", RATIO)];
/// No measured ratio comes near it; beyond it the hazards of a step could not be computed.
const RATIO: Allowed = Allowed::PositiveTo(1000.0);
/// Death rates per person-year: above it nobody would see the next fortnight.
const RATE: Allowed = Allowed::PositiveTo(20.0);
/// Return from level 1 to independence, per year: above it persons would change within weeks.
const RECOVERY: Allowed = Allowed::Between(0.0, 5.0);

/// Reads all tables of a pack.
pub(super) fn baseline(files: &Files) -> Result<Baseline, LoadError> {
    let manifest = Manifest::read(files)?;
    let scope = Scope { sexes: manifest.sexes.clone(), years: manifest.years, ages: manifest.ages };
    let reader = Reader { files, manifest: &manifest, scope: &scope };
    let mut baseline = Baseline {
        digest: files.digest(),
        inputs: files.inputs_digest(&manifest.facts()),
        calibration_file: files.calibration(),
        population: reader.grid(schema::POPULATION, ("persons", Allowed::NotNegative))?,
        entrants: reader.all_years(schema::ENTRANTS, ("persons", Allowed::NotNegative))?,
        net_migration: if manifest.has(schema::NET_MIGRATION) {
            Some(reader.all_years(schema::NET_MIGRATION, ("persons", Allowed::Finite))?)
        } else {
            None
        },
        mortality: reader.mortality()?,
        limitation: if manifest.has(schema::LIMITATION) { Some(reader.limitation()?) } else { None },
        care: if manifest.has(schema::CARE_PREVALENCE) { Some(reader.care()?) } else { None },
        conditions: reader.conditions()?,
        causes: reader.causes()?,
        risk: None,
        levers: LeverCatalogue::default(),
        costs: None,
        errors: None,
        register: Register::default(),
        pipelines: Pipelines::default(),
        official_cause_deaths: reader.official_cause_deaths()?,
        targets: reader.targets()?,
        official: if manifest.has(schema::OFFICIAL) { reader.official()? } else { Vec::new() },
        id: manifest.id,
        title: manifest.title,
        sexes: manifest.sexes,
        ages: manifest.ages,
        years: manifest.years,
        goal: manifest.goal,
        tables: manifest.tables,
        sources: manifest.sources,
    };
    if let Some(head) = manifest.risk {
        // Last, because the graph of relative risks names conditions and causes of death.
        super::risk::fill(files, &scope, &head, &mut baseline)?;
    }
    // The levers name factors, conditions and causes of death.
    super::lever_file::fill(files, &scope, &mut baseline)?;
    super::costs::fill(files, &mut baseline)?;
    super::uncertainty::fill(files, &mut baseline)?;
    // After the levers, which trials and enablers name.
    let mut joined =
        Joined { levers: &baseline.levers, tables: &mut baseline.tables, sources: &mut baseline.sources };
    baseline.pipelines = pipelines::read(files, &mut joined)?;
    // After the levers, which programmes name.
    programmes::fill(files, &mut baseline)?;
    bounds::check(files, &baseline)?;
    Ok(baseline)
}

struct Reader<'a> {
    files: &'a Files,
    manifest: &'a Manifest,
    scope: &'a Scope,
}

/// The years of `span` of a table.
fn narrowed(grid: &Grid, span: YearSpan) -> Grid {
    Grid::from_fn(span, grid.ages(), |sex, year, age| grid.get(sex, year, age))
}

fn single(year: Year) -> YearSpan {
    YearSpan { first: year, last: year }
}

impl Reader<'_> {
    fn cells(&self, kind: TableKind, values: &[(&str, Allowed)]) -> Result<Cells, LoadError> {
        cells(self.files, kind, self.scope, values, |_| Ok(()))
    }

    fn grid(&self, kind: TableKind, value: (&str, Allowed)) -> Result<Grid, LoadError> {
        Ok(self.cells(kind, &[value])?.grids.swap_remove(0))
    }

    fn absent_year(&self, kind: TableKind, year: Year) -> LoadError {
        LoadError::Absent { file: self.files.label(kind.file), key: format!("year {year}") }
    }

    /// A table that must have every year of the pack.
    fn all_years(&self, kind: TableKind, value: (&str, Allowed)) -> Result<Grid, LoadError> {
        let mut found = self.cells(kind, &[value])?;
        match self.scope.years.iter().find(|year| !found.years.contains(year)) {
            Some(year) => Err(self.absent_year(kind, year)),
            None => Ok(found.grids.swap_remove(0)),
        }
    }

    fn mortality(&self) -> Result<Mortality, LoadError> {
        if self.manifest.has(schema::MORTALITY_WITHOUT_CONDITIONS) {
            let rates = self.grid(schema::MORTALITY_WITHOUT_CONDITIONS, ("rate", Allowed::NotNegative))?;
            self.closed(schema::MORTALITY_WITHOUT_CONDITIONS, &rates)?;
            return Ok(Mortality::WithoutConditions(rates));
        }
        let observed = self.cells(schema::MORTALITY, &[("rate", RATE)])?;
        let first = self.scope.years.first;
        let last = observed.years.last().copied().unwrap_or(first);
        let span = YearSpan { first, last };
        let fraction = self.cells(schema::INFANT_FRACTION, &[("years", Allowed::Share)])?;
        for (kind, found) in [(schema::MORTALITY, &observed), (schema::INFANT_FRACTION, &fraction)] {
            if let Some(year) = span.iter().find(|year| !found.years.contains(year)) {
                return Err(self.absent_year(kind, year));
            }
        }
        let rates = narrowed(&observed.grids[0], span);
        self.closed(schema::MORTALITY, &rates)?;
        let decline = self.cells(schema::MORTALITY_DECLINE, &[("decline", Allowed::Between(-1.0, 1.0))])?;
        let led_into = YearSpan { first: Year(first.0 + 1), last: self.scope.years.last };
        if let Some(year) = led_into.iter().find(|year| !decline.years.contains(year)) {
            return Err(self.absent_year(schema::MORTALITY_DECLINE, year));
        }
        let anchors = self.anchors()?;
        Ok(Mortality::Official(OfficialMortality {
            observed: rates,
            infant_fraction: narrowed(&fraction.grids[0], span),
            decline: narrowed(&decline.grids[0], led_into),
            paths: self.paths(&anchors, span)?,
            anchors,
        }))
    }

    /// An open age without deaths would give an endless life.
    fn closed(&self, kind: TableKind, rates: &Grid) -> Result<(), LoadError> {
        let last = self.scope.ages.last;
        for sex in &self.scope.sexes {
            for year in rates.years().iter() {
                if self.scope.ages.open && rates.get(*sex, year, last) <= 0.0 {
                    return Err(LoadError::Inconsistent {
                        file: self.files.label(kind.file),
                        line: None,
                        message: format!(
                            "year {year}, {sex}: the rate of the open age {last} must be above 0"
                        ),
                    });
                }
            }
        }
        Ok(())
    }

    /// Refuses a key that was already there; remembers its line.
    fn unique<K: Ord>(
        &self,
        kind: TableKind,
        seen: &mut BTreeMap<K, u64>,
        key: K,
        line: u64,
        words: impl FnOnce() -> String,
    ) -> Result<(), LoadError> {
        match seen.insert(key, line) {
            None => Ok(()),
            Some(first) => {
                Err(LoadError::Duplicate { file: self.files.label(kind.file), line, first, key: words() })
            }
        }
    }

    fn anchors(&self) -> Result<Vec<LifeExpectancyAnchor>, LoadError> {
        let kind = schema::LIFE_EXPECTANCY_ANCHOR;
        let (mut anchors, mut seen) = (Vec::new(), BTreeMap::new());
        rows(self.files, kind, |row| {
            let projection = row.text("projection");
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
            if projection.is_empty() || !projection.bytes().all(plain) {
                return Err(row.fault("projection", "a name of the characters a-z, 0-9, - and _"));
            }
            let (sex, year) = (row.sex(self.scope)?, row.year("year", OFFICIAL_YEARS)?);
            let key = (projection.to_owned(), sex, year);
            self.unique(kind, &mut seen, key, row.line, || format!("{projection}, {sex}, year {year}"))?;
            let value = row.number("years", Allowed::Between(20.0, 120.0))?;
            anchors.push(LifeExpectancyAnchor { projection: projection.to_owned(), sex, year, value });
            Ok(())
        })?;
        let points: BTreeSet<_> = anchors.iter().map(|anchor| (&anchor.projection, anchor.year)).collect();
        for (projection, year) in points {
            for sex in &self.scope.sexes {
                let there = |anchor: &LifeExpectancyAnchor| {
                    (&anchor.projection, anchor.year, anchor.sex) == (projection, year, *sex)
                };
                if !anchors.iter().any(there) {
                    let key = format!("{projection}, {sex}, year {year}");
                    return Err(LoadError::Absent { file: self.files.label(kind.file), key });
                }
            }
        }
        Ok(anchors)
    }

    /// The paths of the manifest; every anchor they name must be there for every sex.
    fn paths(
        &self,
        anchors: &[LifeExpectancyAnchor],
        observed: YearSpan,
    ) -> Result<MortalityPaths, LoadError> {
        let paths = self.manifest.mortality_paths.clone().unwrap_or_default();
        let wrong = |message: String| LoadError::Inconsistent {
            file: self.files.label(MANIFEST),
            line: None,
            message: format!("mortality_paths: {message}"),
        };
        let calm = paths.without_excess.as_ref();
        if let Some(calm) = calm.filter(|calm| !observed.contains(calm.from)) {
            return Err(wrong(format!(
                "without_excess: found from {}; allowed: a year of `{}`, {} to {}",
                calm.from,
                schema::MORTALITY.file,
                observed.first,
                observed.last
            )));
        }
        for (start, names) in [
            (observed.last, Some(&paths.default)),
            (calm.map_or(observed.last, |calm| calm.from), calm.map(|calm| &calm.anchors)),
        ] {
            let mut before = start;
            for name in names.into_iter().flatten() {
                let shown = escape_untrusted(&name.projection);
                if name.year <= before {
                    return Err(wrong(format!("`{shown}`, {}: the year must be after {before}", name.year)));
                }
                before = name.year;
                for sex in &self.scope.sexes {
                    let there = |anchor: &LifeExpectancyAnchor| {
                        (&anchor.projection, anchor.year, anchor.sex) == (&name.projection, name.year, *sex)
                    };
                    if !anchors.iter().any(there) {
                        let key = format!("{shown}, {sex}, year {}, which mortality_paths names", name.year);
                        let file = self.files.label(schema::LIFE_EXPECTANCY_ANCHOR.file);
                        return Err(LoadError::Absent { file, key });
                    }
                }
            }
        }
        Ok(paths)
    }

    fn limitation(&self) -> Result<Limitation, LoadError> {
        let curve = self.cells(schema::LIMITATION, &[("share", Allowed::InnerShare)])?;
        let (first, last) = (curve.years[0], curve.years[curve.years.len() - 1]);
        let mut shares = narrowed(&curve.grids[0], YearSpan { first, last });
        for pair in curve.years.windows(2) {
            // Years between two reference years hold shares in between, so that no cell is empty.
            for year in (pair[0].0 + 1..pair[1].0).map(Year) {
                let along = f64::from(year.0 - pair[0].0) / f64::from(pair[1].0 - pair[0].0);
                for sex in &self.scope.sexes {
                    for age in self.scope.ages.iter() {
                        let (from, to) = (shares.get(*sex, pair[0], age), shares.get(*sex, pair[1], age));
                        shares.set(*sex, year, age, from + along * (to - from));
                    }
                }
            }
        }
        let kind = schema::HEALTHY_LIFE_EXPECTANCY_TARGET;
        let found = self.cells(kind, &[("years", Allowed::Between(0.0, 120.0))])?;
        let youngest = self.scope.ages.first;
        let targets = found.years.iter().flat_map(|year| {
            let value = |sex| found.grids[0].get(sex, *year, youngest);
            self.scope.sexes.iter().map(move |sex| HealthyLifeExpectancyTarget {
                year: *year,
                sex: *sex,
                value: value(*sex),
            })
        });
        let targets = targets.collect();
        let (observed_pace, pace_years) = self.pace()?;
        Ok(Limitation { curve: shares, curve_years: curve.years, targets, observed_pace, pace_years })
    }

    fn pace(&self) -> Result<([f64; 2], YearSpan), LoadError> {
        let kind = schema::LIMITATION_PACE;
        let (mut pace, mut span, mut seen) = ([0.0; 2], None, BTreeMap::new());
        rows(self.files, kind, |row| {
            let sex = row.sex(self.scope)?;
            self.unique(kind, &mut seen, sex, row.line, || sex.to_string())?;
            let first = row.year("first_year", OFFICIAL_YEARS)?;
            let last =
                row.year("last_year", YearSpan { first: Year(first.0 + 1), last: OFFICIAL_YEARS.last })?;
            if *span.get_or_insert(YearSpan { first, last }) != (YearSpan { first, last }) {
                return Err(row.fault("first_year", "the same years for every sex"));
            }
            pace[sex.index()] = row.number("logit_per_year", Allowed::Between(-1.0, 1.0))?;
            Ok(())
        })?;
        let file = self.files.label(kind.file);
        match self.scope.sexes.iter().find(|sex| !seen.contains_key(sex)) {
            Some(sex) => Err(LoadError::Absent { file, key: sex.to_string() }),
            None => {
                span.map(|span| (pace, span)).ok_or(LoadError::Absent { file, key: "any sex".to_owned() })
            }
        }
    }

    fn care(&self) -> Result<Care, LoadError> {
        let kind = schema::CARE_PREVALENCE;
        let found = cells(self.files, kind, self.scope, &LEVELS, |shares| {
            let sum: f64 = shares.iter().sum();
            if sum <= 1.0 {
                Ok(())
            } else {
                Err(format!("the shares of the levels add up to {sum}; at most 1"))
            }
        })?;
        if found.years.len() > 2 {
            return Err(LoadError::Inconsistent {
                file: self.files.label(kind.file),
                line: None,
                message: format!(
                    "{} years; allowed: the reference year and one later year as alternative",
                    found.years.len()
                ),
            });
        }
        let of = |year: Year| std::array::from_fn(|level| narrowed(&found.grids[level], single(year)));
        let ratios = self.cells(schema::CARE_MORTALITY_RATIO, &RATIOS)?.grids;
        let [recovery, limitation_log_odds, mortality_ratio_power] = self.care_parameters()?;
        Ok(Care {
            prevalence: of(found.years[0]),
            alternative: of(found.years[found.years.len() - 1]),
            mortality_ratio: std::array::from_fn(|level| ratios[level].clone()),
            recovery: recovery.0,
            recovery_range: recovery.1,
            limitation_log_odds: limitation_log_odds.0,
            limitation_log_odds_range: limitation_log_odds.1,
            log_mortality_ratio_factor_range: mortality_ratio_power.1,
        })
    }

    fn care_parameters(&self) -> Result<[(f64, [f64; 2]); 3], LoadError> {
        const NAMES: [&str; 3] = ["recovery", "limitation_log_odds", "log_mortality_ratio_factor"];
        let kind = schema::CARE_PARAMETERS;
        let (mut found, mut seen) = ([(0.0, [0.0; 2]); 3], BTreeMap::new());
        rows(self.files, kind, |row| {
            let name = row.word("parameter", &NAMES)?;
            self.unique(kind, &mut seen, name, row.line, || NAMES[name].to_owned())?;
            let allowed = match name {
                0 => RECOVERY,
                1 => Allowed::Between(-10.0, 10.0),
                // The ratios of the table are the central ones; only their range is a free choice.
                _ => Allowed::Between(1.0, 1.0),
            };
            let value = row.number("value", allowed)?;
            let low = row.number("low", if name == 1 { Allowed::Finite } else { Allowed::NotNegative })?;
            let high = row.number("high", Allowed::Finite)?;
            if low > value || high < value {
                return Err(row.inconsistent(format!(
                    "`low`, `value` and `high` must not fall; found {low}, {value}, {high}"
                )));
            }
            found[name] = (value, [low, high]);
            Ok(())
        })?;
        match (0..NAMES.len()).find(|name| !seen.contains_key(name)) {
            Some(name) => Err(LoadError::Absent {
                file: self.files.label(kind.file),
                key: format!("parameter {}", NAMES[name]),
            }),
            None => Ok(found),
        }
    }

    fn official(&self) -> Result<Vec<OfficialValue>, LoadError> {
        const INDICATORS: [(&str, Indicator); 5] = [
            ("life_expectancy", Indicator::LifeExpectancy),
            ("healthy_life_expectancy", Indicator::HealthyLifeExpectancy),
            ("independent_life_expectancy", Indicator::IndependentLifeExpectancy),
            ("population", Indicator::Population),
            ("deaths", Indicator::Deaths),
        ];
        let kind = schema::OFFICIAL;
        let names = INDICATORS.map(|(name, _)| name);
        let sources: Vec<&str> = self.manifest.sources.iter().map(|source| source.id.as_str()).collect();
        let (mut values, mut seen) = (Vec::new(), BTreeMap::new());
        rows(self.files, kind, |row| {
            let indicator = row.word("indicator", &names)?;
            let sex =
                [Some(Sex::Male), Some(Sex::Female), None][row.word("sex", &["male", "female", "both"])?];
            let (year, age) = (row.year("year", OFFICIAL_YEARS)?, row.age(self.scope.ages)?);
            let projected = row.word("projected", &["false", "true"])? == 1;
            let source = row.word("source", &sources)?;
            let key = (indicator, year, sex, age, projected, source);
            self.unique(kind, &mut seen, key, row.line, || {
                format!("{}, year {year}, {}, age {age}", names[indicator], row.text("sex"))
            })?;
            values.push(OfficialValue {
                indicator: INDICATORS[indicator].1,
                year,
                sex,
                age,
                value: row.number("value", Allowed::NotNegative)?,
                projected,
                source: sources[source].to_owned(),
            });
            Ok(())
        })?;
        Ok(values)
    }
}
