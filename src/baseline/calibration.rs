//! Normalisers of a pack: the mean relative hazards of its reference, found once with many persons.
//!
//! Conditions, causes of death and risk factors act by ratios. For a cell's mean hazard to be the
//! official one, its base hazard is divided by the mean ratio of the persons in it. That mean has no
//! closed form; `kenju calibrate` finds it with millions of persons and stores it here with the
//! digest of everything it depends on. It is never recomputed in a run, because then a person's
//! hazards would depend on the other persons of the run.
//!
//! The file is a table with one line before its header: a mark, the digest of the pack without its
//! calibration, the version of the model's structure, and the number of persons. It is read when it
//! is first needed, because most questions need no persons.

use super::Baseline;
use crate::num::digest::Digest;
use crate::num::grid::Grid;
use crate::num::units::{Sex, Year, YearSpan};
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// Name of the file in a pack.
pub const CALIBRATION: &str = "calibration.csv";
/// Version of the model's structure; raised whenever a change of code changes the normalisers.
pub const STRUCTURE: u32 = 2;
const MARK: &str = "kenju calibration";

/// Normalisers by sex, year and age on 1 October.
#[derive(Debug, Clone)]
pub struct Calibration {
    /// Persons it was made with.
    pub persons: u64,
    /// Per condition: mean ratio of onset among all persons, for dealing initial states.
    pub start: Vec<Grid>,
    /// Per condition: mean ratio of onset among persons without it.
    pub onset: Vec<Grid>,
    /// Per cause of death: mean ratio.
    pub death: Vec<Grid>,
    /// Scales of the multipliers of the conditions (by position) that have some: what of them is left
    /// beside care need and other conditions.
    pub direct: Vec<(usize, Grid)>,
    /// Base hazards of the three upward moves in care need over the step, per year.
    pub care: [Grid; 3],
    /// Base odds of activity limitation.
    pub limitation: Grid,
}

/// The calibration file of a pack, read when first needed.
#[derive(Debug, Clone, Default)]
pub struct CalibrationFile {
    text: Option<String>,
    read: OnceLock<Result<Arc<Calibration>, String>>,
}

impl CalibrationFile {
    /// The file's text; `None` if the pack has none.
    #[must_use]
    pub const fn new(text: Option<String>) -> Self {
        Self { text, read: OnceLock::new() }
    }
}

impl Baseline {
    /// Whether the pack needs normalisers: it tells causes of death apart, so ratios act on official rates.
    #[must_use]
    pub const fn needs_calibration(&self) -> bool {
        !self.causes.is_empty()
    }

    /// The normalisers of the pack.
    ///
    /// # Errors
    /// A message that names the command to run when there are none, or when they were made for other
    /// data or another structure of the model.
    pub fn calibration(&self) -> Result<Arc<Calibration>, String> {
        self.calibration_file.read.get_or_init(|| self.read_calibration().map(Arc::new)).clone()
    }

    /// Digest of the normalisers alone, to tell a new calibration from new data; empty without any.
    #[must_use]
    pub fn calibration_digest(&self) -> String {
        let text = self.calibration_file.text.as_ref();
        text.map_or_else(String::new, |text| Digest::of([(CALIBRATION, text.as_bytes())]).to_string())
    }

    fn read_calibration(&self) -> Result<Calibration, String> {
        let renew = "run `kenju calibrate` with this pack to renew it";
        let Some(text) = &self.calibration_file.text else {
            return Err(format!("the pack `{}` has no {CALIBRATION}; {renew}", self.id));
        };
        let (head, table) = text.split_once('\n').unwrap_or((text, ""));
        let fields: Vec<&str> = head.split(',').collect();
        let [mark, inputs, structure, persons] = fields[..] else {
            return Err(format!("{CALIBRATION}:1: found {} fields, expected 4; {renew}", fields.len()));
        };
        if mark != MARK {
            return Err(format!("{CALIBRATION}:1: this is not a calibration; {renew}"));
        }
        if inputs != self.inputs.as_str() || structure != STRUCTURE.to_string() {
            return Err(format!(
                "{CALIBRATION} is stale: it was made for data {inputs} and model structure {structure}, \
                 this is data {} and structure {STRUCTURE}; {renew}",
                self.inputs
            ));
        }
        let persons =
            persons.trim().parse().map_err(|_| format!("{CALIBRATION}:1: no number of persons; {renew}"))?;
        let mut calibration = self.empty_calibration(persons);
        calibration.fill(self, table)?;
        Ok(calibration)
    }

    /// Normalisers of one for every process.
    #[must_use]
    pub fn empty_calibration(&self, persons: u64) -> Calibration {
        let grid = |value: f64| Grid::filled(self.years, self.ages, value);
        let grids = |count: usize| vec![grid(1.0); count];
        Calibration {
            persons,
            start: grids(self.conditions.len()),
            onset: grids(self.conditions.len()),
            death: grids(self.causes.len()),
            direct: multiplying(self).map(|condition| (condition, grid(1.0))).collect(),
            care: [grid(0.0), grid(0.0), grid(0.0)],
            limitation: grid(0.0),
        }
    }
}

impl Calibration {
    fn columns(&self) -> impl Iterator<Item = &Grid> {
        let direct = self.direct.iter().map(|(_, grid)| grid);
        let before = self.start.iter().chain(&self.onset).chain(&self.death).chain(direct);
        before.chain(&self.care).chain([&self.limitation])
    }

    fn columns_mut(&mut self) -> Vec<&mut Grid> {
        self.start
            .iter_mut()
            .chain(&mut self.onset)
            .chain(&mut self.death)
            .chain(self.direct.iter_mut().map(|(_, grid)| grid))
            .chain(&mut self.care)
            .chain([&mut self.limitation])
            .collect()
    }

    fn names(baseline: &Baseline) -> Vec<String> {
        let conditions = |what: &'static str| {
            baseline.conditions.iter().map(move |condition| format!("{what}_{}", condition.id))
        };
        conditions("start")
            .chain(conditions("onset"))
            .chain(baseline.causes.iter().map(|cause| format!("death_{}", cause.id)))
            .chain(multiplying(baseline).map(|index| format!("direct_{}", baseline.conditions[index].id)))
            .chain(["care_1", "care_2", "care_3", "limitation"].map(str::to_owned))
            .collect()
    }

    /// The file's text: six significant digits, which is finer than the error of the means.
    #[must_use]
    pub fn to_text(&self, baseline: &Baseline) -> String {
        let mut text = format!("{MARK},{},{STRUCTURE},{}\n", baseline.inputs, self.persons);
        text.push_str("sex,year,age,");
        text.push_str(&Self::names(baseline).join(","));
        text.push('\n');
        for (sex, year, age) in cells(baseline) {
            // Writing into a string cannot fail.
            let _ = write!(text, "{sex},{year},{age}");
            for grid in self.columns() {
                let _ = write!(text, ",{}", short(grid.get(sex, year, age)));
            }
            text.push('\n');
        }
        text
    }

    fn fill(&mut self, baseline: &Baseline, table: &str) -> Result<(), String> {
        let mut lines = table.lines().zip(2_usize..);
        let names = Self::names(baseline);
        let header = lines.next().map_or("", |(line, _)| line);
        if !header.split(',').skip(3).eq(names.iter().map(String::as_str)) {
            return Err(format!(
                "{CALIBRATION}:2: the columns are not those of the pack's conditions and causes"
            ));
        }
        let mut columns = self.columns_mut();
        for (sex, year, age) in cells(baseline) {
            let expected = format!("{sex},{year},{age}");
            let (line, number) =
                lines.next().ok_or_else(|| format!("{CALIBRATION}: the row {expected} is missing"))?;
            let values = line
                .strip_prefix(expected.as_str())
                .and_then(|rest| rest.strip_prefix(','))
                .ok_or_else(|| format!("{CALIBRATION}:{number}: expected the row {expected}"))?;
            let mut count = 0;
            for (column, value) in columns.iter_mut().zip(values.split(',')) {
                let value: f64 =
                    value.parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0).ok_or_else(
                        || format!("{CALIBRATION}:{number}: a value is not a number of at least 0"),
                    )?;
                column.set(sex, year, age, value);
                count += 1;
            }
            if count != names.len() {
                return Err(format!(
                    "{CALIBRATION}:{number}: found {count} values, expected {}",
                    names.len()
                ));
            }
        }
        Ok(())
    }
}

/// Positions of the conditions that put factors on causes of death.
fn multiplying(baseline: &Baseline) -> impl Iterator<Item = usize> {
    let conditions = baseline.conditions.iter().enumerate();
    conditions.filter(|(_, condition)| !condition.multipliers.is_empty()).map(|(index, _)| index)
}

/// Cells in the order of the file.
fn cells(baseline: &Baseline) -> impl Iterator<Item = (Sex, Year, u8)> {
    let (years, ages): (YearSpan, _) = (baseline.years, baseline.ages);
    baseline
        .sexes
        .clone()
        .into_iter()
        .flat_map(move |sex| years.iter().flat_map(move |year| ages.iter().map(move |age| (sex, year, age))))
}

/// A number with six significant digits, without needless zeros.
fn short(value: f64) -> String {
    if value == 0.0 || value == 1.0 {
        return format!("{value}");
    }
    let text = format!("{value:.5e}");
    let rounded: f64 = text.parse().unwrap_or(value);
    let plain = format!("{rounded}");
    if plain.len() <= text.len() { plain } else { text }
}
