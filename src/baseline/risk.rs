//! Reads risk factors: distributions by rank class, smoking, correlation of ranks, settings, graph.

use super::curve::Curve;
use super::error::LoadError;
use super::health::{
    CATEGORIES, FactorKind, RANK_CLASSES, RANKED_FACTORS, Risk, RiskFactor, RiskSetting, Smoking,
};
use super::load::{Files, MANIFEST};
use super::pathways::{self, Pathways};
use super::schema::{self, TableKind};
use super::table::{Allowed, Row, Scope, cells, rows};
use super::{Baseline, Text};
use crate::nearest::nearest;
use crate::num::grid::Grid;
use crate::num::units::{AgeSpan, Sex, Year, YearSpan};
use crate::text::escape_untrusted;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the manifest says of risk factors.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RiskHead {
    pub factors: Vec<FactorHead>,
    /// Name of the setting that is the correlation before and after mixing.
    pub mixing: String,
    pub mixing_ages: Vec<u8>,
}

/// What the manifest says of one factor.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactorHead {
    pub id: String,
    pub title: Text,
    pub unit: String,
    pub kind: KindHead,
    /// Name of the setting that is the share of variance of usual values.
    #[serde(default)]
    pub usual_share: Option<String>,
    #[serde(default)]
    pub from_age: u8,
    /// Lower bounds of the categories above the first, where categories are parts of the value.
    #[serde(default)]
    pub category_bounds: Vec<f64>,
}

/// How persons differ in a factor, by names.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) enum KindHead {
    Ranked,
    Smoking,
    Within { rank: String, condition: String },
    Lever,
}

const CLASS_COLUMNS: [&str; RANK_CLASSES] = [
    "class_1", "class_2", "class_3", "class_4", "class_5", "class_6", "class_7", "class_8", "class_9",
    "class_10", "class_11", "class_12", "class_13", "class_14", "class_15", "class_16",
];
const CATEGORY_COLUMNS: [&str; CATEGORIES] = ["category_1", "category_2", "category_3", "category_4"];

struct Reader<'a> {
    files: &'a Files,
    scope: &'a Scope,
    head: &'a RiskHead,
}

/// Reads the risk factors of a pack into `baseline`, whose conditions and causes are already there.
/// Sources of the graph join those of the pack.
pub(super) fn fill(
    files: &Files,
    scope: &Scope,
    head: &RiskHead,
    baseline: &mut Baseline,
) -> Result<(), LoadError> {
    let reader = Reader { files, scope, head };
    let settings = reader.settings()?;
    let conditions: Vec<&str> = baseline.conditions.iter().map(|condition| condition.id.as_str()).collect();
    let conditions = Some(conditions).filter(|names| !names.is_empty());
    let factors = reader.factors(&settings, conditions.as_deref())?;
    let own = |kind| matches!(kind, FactorKind::Ranked | FactorKind::Smoking);
    let ranked: Vec<usize> = (0..factors.len()).filter(|index| own(factors[*index].kind)).collect();
    if ranked.len() > RANKED_FACTORS {
        let message = format!(
            "{} factors have a rank of their own; at most {RANKED_FACTORS} are allowed",
            ranked.len()
        );
        return Err(reader.wrong(&factors[ranked[RANKED_FACTORS]].id, message));
    }
    let has_smoking = factors.iter().any(|factor| factor.kind == FactorKind::Smoking);
    let Pathways { edges, sources, .. } = Pathways::read(files)?;
    let mut all = baseline.sources.clone();
    all.extend(sources.into_iter().filter(|source| baseline.sources.iter().all(|old| old.id != source.id)));
    let causes: Vec<&str> = baseline.causes.iter().map(|cause| cause.id.as_str()).collect();
    let names = pathways::Names {
        factors: factors.iter().map(|factor| factor.id.as_str()).collect(),
        conditions,
        causes: Some(causes).filter(|names| !names.is_empty()),
        sources: all.iter().map(|source| source.id.as_str()).collect(),
    };
    pathways::check(files, &edges, &names)?;
    pathways::fit(files, &edges, &factors)?;
    let cholesky = reader.cholesky(&factors, &ranked)?;
    let risk = Risk {
        cholesky,
        ranked,
        mixing: reader.setting(&settings, &head.mixing)?.value,
        mixing_ages: head.mixing_ages.clone(),
        smoking: if has_smoking { Some(reader.smoking()?) } else { None },
        settings,
        factors,
        edges,
    };
    if let Some(table) = baseline.tables.iter_mut().find(|table| table.file == schema::PATHWAYS.file) {
        let cited: BTreeSet<&String> = risk.edges.iter().flat_map(|edge| &edge.sources).collect();
        let decay = all.iter().map(|source| &source.id).filter(|id| !cited.contains(id));
        let decay: Vec<String> = decay.filter(|id| cites_decay(&risk, id)).cloned().collect();
        let new: Vec<String> = cited.into_iter().cloned().chain(decay).collect();
        table.sources.extend(new);
        table.sources.sort();
        table.sources.dedup();
    }
    baseline.sources = all;
    baseline.risk = Some(risk);
    Ok(())
}

fn cites_decay(risk: &Risk, id: &str) -> bool {
    use super::health::QuitDecay::{HalfLife, Steps};
    risk.edges.iter().filter_map(|edge| edge.quit_decay.as_ref()).any(|decay| match decay {
        HalfLife { source, .. } | Steps { source, .. } => source == id,
    })
}

fn numbers<const N: usize>(
    row: &Row,
    columns: &[&'static str; N],
    allowed: Allowed,
) -> Result<[f64; N], LoadError> {
    let mut numbers = [0.0; N];
    for (number, column) in numbers.iter_mut().zip(columns) {
        *number = row.number(column, allowed)?;
    }
    Ok(numbers)
}

/// The rows of one factor by sex, year and age.
type Found<const N: usize> = BTreeMap<(Sex, u16, u8), [f64; N]>;

impl Reader<'_> {
    fn wrong(&self, about: &str, message: String) -> LoadError {
        let text = self.files.text(MANIFEST).unwrap_or_default();
        let wanted = format!("\"{about}\"");
        let line = text.lines().position(|line| line.contains(&wanted)).map(|line| line as u64 + 1);
        LoadError::Inconsistent { file: self.files.label(MANIFEST), line, message }
    }

    fn settings(&self) -> Result<Vec<RiskSetting>, LoadError> {
        let mut settings: Vec<RiskSetting> = Vec::new();
        rows(self.files, schema::RISK_SETTINGS, |row| {
            let id = escape_untrusted(row.text("setting"));
            let [value, low, high] = ["value", "low", "high"].map(|name| row.number(name, Allowed::Finite));
            let (value, low, high) = (value?, low?, high?);
            if id.is_empty() || settings.iter().any(|setting| setting.id == id) {
                return Err(row.fault("setting", "a name that no other row has"));
            }
            if low > value || high < value {
                return Err(row.inconsistent(format!(
                    "`low`, `value` and `high` must not fall; found {low}, {value}, {high}"
                )));
            }
            let note = Text { ja: escape_untrusted(row.text("ja")), en: escape_untrusted(row.text("en")) };
            settings.push(RiskSetting { id, value, low, high, note });
            Ok(())
        })?;
        Ok(settings)
    }

    /// A setting that the manifest names; it is a share.
    fn setting<'s>(&self, settings: &'s [RiskSetting], id: &str) -> Result<&'s RiskSetting, LoadError> {
        let names = settings.iter().map(|setting| setting.id.as_str());
        let Some(setting) = settings.iter().find(|setting| setting.id == id) else {
            let meant = nearest(id, names).map(|name| format!(" (did you mean `{name}`?)"));
            let message =
                format!("no setting `{}` is listed{}", escape_untrusted(id), meant.unwrap_or_default());
            return Err(self.wrong(id, message));
        };
        if !(0.0..=1.0).contains(&setting.low) || !(0.0..=1.0).contains(&setting.high) {
            return Err(self.wrong(id, format!("the setting `{id}` must lie from 0 to 1")));
        }
        Ok(setting)
    }

    fn factors(
        &self,
        settings: &[RiskSetting],
        conditions: Option<&[&str]>,
    ) -> Result<Vec<RiskFactor>, LoadError> {
        let heads = &self.head.factors;
        let names: Vec<&str> = heads.iter().map(|head| head.id.as_str()).collect();
        let missing = |what: &str, name: &str, list: &[&str]| {
            let meant = nearest(name, list.iter().copied());
            let meant = meant.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default();
            self.wrong(name, format!("no {what} `{}` is listed{meant}", escape_untrusted(name)))
        };
        if let Some(name) = names
            .iter()
            .enumerate()
            .find(|(index, name)| names[..*index].contains(name))
            .map(|(_, name)| name)
        {
            return Err(self.wrong(name, format!("the factor `{name}` is given twice")));
        }
        let mut ages = self.head.mixing_ages.windows(2);
        if !ages.all(|pair| pair[0] < pair[1]) {
            return Err(self.wrong(&self.head.mixing, "mixing_ages must rise".to_owned()));
        }
        let values =
            self.found(schema::RISK_FACTOR_VALUES, &names, &CLASS_COLUMNS, Allowed::Finite, |row| {
                if row.windows(2).all(|pair| pair[0] <= pair[1]) {
                    Ok(())
                } else {
                    Err("the values of the classes must not fall".to_owned())
                }
            })?;
        let shares =
            self.found(schema::RISK_FACTOR_CATEGORIES, &names, &CATEGORY_COLUMNS, Allowed::Share, |row| {
                let sum: f64 = row.iter().sum();
                if (sum - 1.0).abs() < 1e-6 {
                    Ok(())
                } else {
                    Err(format!("the shares of the categories add up to {sum}; they must add up to 1"))
                }
            })?;
        let mut factors = Vec::new();
        for (index, (head, (values, shares))) in heads.iter().zip(values.iter().zip(&shares)).enumerate() {
            let kind = match &head.kind {
                KindHead::Ranked => FactorKind::Ranked,
                KindHead::Smoking => FactorKind::Smoking,
                KindHead::Lever => FactorKind::Lever,
                KindHead::Within { rank, condition } => {
                    let position = names.iter().position(|name| name == rank);
                    let owner = position
                        .filter(|position| matches!(heads[*position].kind, KindHead::Ranked))
                        .ok_or_else(|| missing("ranked factor", rank, &names))?;
                    let place = |list: &[&str]| {
                        list.iter()
                            .position(|name| name == condition)
                            .ok_or_else(|| missing("condition", condition, list))
                    };
                    FactorKind::Within { rank: owner, condition: conditions.map(place).transpose()? }
                }
            };
            let has_values = matches!(kind, FactorKind::Ranked | FactorKind::Within { .. });
            if has_values == values.is_empty() {
                let what = if has_values { "there is no row for" } else { "there must be no row for" };
                let message = format!("{what} the factor {}", names[index]);
                let file = self.files.label(schema::RISK_FACTOR_VALUES.file);
                return Err(LoadError::Inconsistent { file, line: None, message });
            }
            let usual_share = match &head.usual_share {
                Some(name) => self.setting(settings, name)?.value,
                None => 1.0,
            };
            factors.push(RiskFactor {
                id: head.id.clone(),
                title: head.title.clone(),
                unit: head.unit.clone(),
                kind,
                usual_share,
                from_age: head.from_age,
                category_bounds: head.category_bounds.clone(),
                values: self.curve(schema::RISK_FACTOR_VALUES, names[index], values)?,
                categories: self.curve(schema::RISK_FACTOR_CATEGORIES, names[index], shares)?,
            });
        }
        Ok(factors)
    }

    /// The rows of a table by factor.
    fn found<const N: usize>(
        &self,
        kind: TableKind,
        factors: &[&str],
        columns: &[&'static str; N],
        allowed: Allowed,
        fits: impl Fn(&[f64]) -> Result<(), String>,
    ) -> Result<Vec<Found<N>>, LoadError> {
        let mut found = vec![Found::new(); factors.len()];
        let has_year = kind.columns.contains(&"year");
        rows(self.files, kind, |row| {
            let factor = row.word("factor", factors)?;
            let found_here = numbers(row, columns, allowed)?;
            fits(&found_here).map_err(|message| row.inconsistent(message))?;
            let year =
                if has_year { row.year("year", self.scope.years)?.0 } else { self.scope.years.first.0 };
            let key = (row.sex(self.scope)?, year, row.age(self.scope.ages)?);
            match found[factor].insert(key, found_here) {
                None => Ok(()),
                Some(_) => Err(row.inconsistent(format!("{} is already given", words(factors[factor], key)))),
            }
        })?;
        Ok(found)
    }

    /// Rows as a table over the years and ages that they have, which must be the same for each sex.
    fn curve<const N: usize>(
        &self,
        kind: TableKind,
        name: &str,
        found: &Found<N>,
    ) -> Result<Option<Curve<N>>, LoadError> {
        if found.is_empty() {
            return Ok(None);
        }
        let years: BTreeSet<u16> = found.keys().map(|key| key.1).collect();
        let ages: BTreeSet<u8> = found.keys().map(|key| key.2).collect();
        for sex in &self.scope.sexes {
            for year in &years {
                if let Some(age) = ages.iter().find(|age| !found.contains_key(&(*sex, *year, **age))) {
                    let key = words(name, (*sex, *year, *age));
                    return Err(LoadError::Absent { file: self.files.label(kind.file), key });
                }
            }
        }
        let (years, ages): (Vec<u16>, Vec<u8>) = (years.into_iter().collect(), ages.into_iter().collect());
        Ok(Some(Curve::new(&years, &ages, |sex, year, age| {
            found.get(&(sex, year, age)).copied().unwrap_or([0.0; N])
        })))
    }

    /// The Cholesky factor of the correlations of the table; pairs without a row are not correlated.
    fn cholesky(&self, factors: &[RiskFactor], ranked: &[usize]) -> Result<Vec<f64>, LoadError> {
        let names: Vec<&str> = ranked.iter().map(|index| factors[*index].id.as_str()).collect();
        let size = names.len();
        let mut matrix = vec![0.0; size * size];
        let mut seen = BTreeSet::new();
        rows(self.files, schema::RISK_CORRELATION, |row| {
            let (a, b) = (row.word("factor_a", &names)?, row.word("factor_b", &names)?);
            if a == b || !seen.insert((a.min(b), a.max(b))) {
                return Err(row.fault("factor_b", "another factor, each pair once"));
            }
            let value = row.number("correlation", Allowed::Between(-1.0, 1.0))?;
            matrix[a * size + b] = value;
            matrix[b * size + a] = value;
            Ok(())
        })?;
        for index in 0..size {
            matrix[index * size + index] = 1.0;
        }
        let mut lower = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let joint: f64 =
                    (0..column).map(|k| lower[row * size + k] * lower[column * size + k]).sum::<f64>();
                let rest = matrix[row * size + column] - joint;
                if row == column {
                    if rest <= 0.0 {
                        return Err(LoadError::Inconsistent {
                            file: self.files.label(schema::RISK_CORRELATION.file),
                            line: None,
                            message: format!(
                                "the correlations do not fit together (no such joint distribution, at {})",
                                names[row]
                            ),
                        });
                    }
                    lower[row * size + row] = rest.sqrt();
                } else {
                    lower[row * size + column] = rest / lower[column * size + column];
                }
            }
        }
        Ok(lower)
    }

    fn smoking(&self) -> Result<Smoking, LoadError> {
        let share = Allowed::Share;
        let state = cells(
            self.files,
            schema::SMOKING_START_STATE,
            self.scope,
            &[("never", share), ("former", share)],
            |shares| {
                let sum: f64 = shares.iter().sum();
                // Printed digits may pass 1 by their rounding.
                if sum <= 1.0 + 1e-5 { Ok(()) } else { Err(format!("the shares add up to {sum}; at most 1")) }
            },
        )?;
        let [never, former] = [0, 1].map(|column: usize| state.grids[column].clone());
        let mut events = Found::new();
        rows(self.files, schema::SMOKING_EVENTS, |row| {
            let key =
                (row.sex(self.scope)?, row.year("year", self.scope.years)?.0, row.age(self.scope.ages)?);
            let rates = numbers(row, &["start", "quit"], Allowed::NotNegative)?;
            match events.insert(key, rates) {
                None => Ok(()),
                Some(_) => Err(row.inconsistent(format!("{} is already given", words("smoking", key)))),
            }
        })?;
        let file = || self.files.label(schema::SMOKING_EVENTS.file);
        let youngest = events.keys().map(|key| key.2).min();
        let (Some(youngest), Some(curve)) =
            (youngest, self.curve(schema::SMOKING_EVENTS, "smoking", &events)?)
        else {
            return Err(LoadError::Absent { file: file(), key: "any year".to_owned() });
        };
        let event = |column: usize| {
            Grid::from_fn(self.scope.years, self.scope.ages, |sex, year, age| {
                if age < youngest { 0.0 } else { curve.at(sex, year, age)[column] }
            })
        };
        Ok(Smoking { never, former, quit_years: self.quit_years()?, start: event(0), quit: event(1) })
    }

    fn quit_years(&self) -> Result<Vec<(u8, u8, Grid)>, LoadError> {
        let kind = schema::SMOKING_QUIT_YEARS;
        let mut found: BTreeMap<(u8, u8), BTreeMap<(Sex, u8), f64>> = BTreeMap::new();
        rows(self.files, kind, |row| {
            let years = AgeSpan { first: 0, last: 120, open: false };
            let bound = |column: &'static str| match row.text(column).parse() {
                Ok(year) if years.contains(year) => Ok(year),
                _ => Err(row.fault(column, "a whole number from 0 to 120")),
            };
            let bin = (bound("first")?, bound("last")?);
            let key = (row.sex(self.scope)?, row.age(self.scope.ages)?);
            let share = row.number("share", Allowed::Share)?;
            match found.entry(bin).or_default().insert(key, share) {
                None => Ok(()),
                Some(_) => Err(row.inconsistent(format!(
                    "{}, age {}, {}-{} years is already given",
                    key.0, key.1, bin.0, bin.1
                ))),
            }
        })?;
        let file = self.files.label(kind.file);
        let ages: BTreeSet<u8> = found.values().flat_map(|rows| rows.keys().map(|key| key.1)).collect();
        let (Some(first), Some(last)) = (ages.first().copied(), ages.last().copied()) else {
            return Err(LoadError::Absent { file, key: "any age".to_owned() });
        };
        let bins: Vec<(u8, u8)> = found.keys().copied().collect();
        if bins[0].0 != 0
            || bins.iter().any(|bin| bin.0 > bin.1)
            || !bins.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0)
        {
            let message = "the years since quitting must start at 0 and follow each other without gap";
            return Err(LoadError::Inconsistent { file, line: None, message: message.to_owned() });
        }
        let mut grids = Vec::new();
        let start = YearSpan { first: self.scope.years.first, last: self.scope.years.first };
        for (bin, shares) in &found {
            for sex in &self.scope.sexes {
                if let Some(age) = (first..=last).find(|age| !shares.contains_key(&(*sex, *age))) {
                    let key = format!("{sex}, age {age}, {}-{} years", bin.0, bin.1);
                    return Err(LoadError::Absent { file, key });
                }
            }
            let share = |sex: Sex, _: Year, age: u8| {
                shares.get(&(sex, age.clamp(first, last))).copied().unwrap_or(0.0)
            };
            grids.push((bin.0, bin.1, Grid::from_fn(start, self.scope.ages, share)));
        }
        Ok(grids)
    }
}

fn words(name: &str, (sex, year, age): (Sex, u16, u8)) -> String {
    format!("{name}, year {year}, {sex}, age {age}")
}
