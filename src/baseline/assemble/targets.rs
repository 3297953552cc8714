//! Figures that the simulation is held against.
//!
//! `what` names the quantity: `onset:NAME` and `prevalence:NAME` of a condition, `deaths:NAME` of one
//! cause or of several joined by `+`, `deaths` of all causes, `care_need` or `care_need:1` to `care_need:3`.

use super::{OFFICIAL_YEARS, Reader};
use crate::baseline::CARE_LEVELS;
use crate::baseline::error::LoadError;
use crate::baseline::health::{Respondents, Target, TargetKind, TargetQuantity, TargetUnit};
use crate::baseline::risk::KindHead;
use crate::baseline::schema;
use crate::baseline::table::{Allowed, Row, rows};
use crate::nearest::nearest;
use crate::num::units::Sex;
use std::collections::BTreeMap;

impl Reader<'_> {
    /// The targets of the pack, in the order of its table.
    pub(super) fn targets(&self) -> Result<Vec<Target>, LoadError> {
        let kind = schema::TARGETS;
        if !self.manifest.has(kind) {
            return Ok(Vec::new());
        }
        let sources: Vec<&str> = self.manifest.sources.iter().map(|source| source.id.as_str()).collect();
        let surveys = self.surveys()?;
        let (mut targets, mut seen) = (Vec::new(), BTreeMap::new());
        rows(self.files, kind, |row| {
            let id = row.text("id").to_owned();
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
            if id.is_empty() || !id.bytes().all(plain) {
                return Err(row.fault("id", "a name of the characters a-z, 0-9, - and _"));
            }
            self.unique(kind, &mut seen, id.clone(), row.line, || id.clone())?;
            let sex =
                [Some(Sex::Male), Some(Sex::Female), None][row.word("sex", &["male", "female", "both"])?];
            let what = self.quantity(row)?;
            let unit = match (&what, row.word("unit", &["persons", "share", "mean"])?) {
                (TargetQuantity::FactorMean(_), 2) => TargetUnit::Mean,
                (TargetQuantity::FactorMean(_), _) => return Err(row.fault("unit", "mean")),
                (_, 0) => TargetUnit::Persons,
                (_, 1) => TargetUnit::Share,
                _ => return Err(row.fault("unit", "persons, share")),
            };
            let allowed = match unit {
                TargetUnit::Persons => Allowed::NotNegative,
                TargetUnit::Share => Allowed::Share,
                TargetUnit::Mean => Allowed::Finite,
            };
            targets.push(Target {
                id,
                what,
                respondents: respondents(row, unit, sex, &surveys)?,
                year: row.year("year", OFFICIAL_YEARS)?,
                sex,
                ages: row.ages(self.scope.ages)?,
                value: row.number("value", allowed)?,
                unit,
                tolerance: row.number("tolerance", Allowed::PositiveTo(f64::MAX))?,
                kind: [TargetKind::Fitted, TargetKind::Free][row.word("kind", &["fitted", "free"])?],
                source: sources[row.word("source", &sources)?].to_owned(),
            });
            Ok(())
        })?;
        Ok(targets)
    }

    fn quantity(&self, row: &Row) -> Result<TargetQuantity, LoadError> {
        let text = row.text("what");
        let (what, name) = text.split_once(':').unwrap_or((text, ""));
        let conditions = || self.manifest.conditions.iter().map(|head| head.id.as_str());
        let causes = || self.manifest.causes.iter().map(|head| head.id.as_str());
        let level = name.parse::<usize>().ok().filter(|level| (1..=CARE_LEVELS).contains(level));
        match (what, level) {
            ("onset", _) => position(row, name, conditions()).map(TargetQuantity::Onset),
            ("prevalence", _) => position(row, name, conditions()).map(TargetQuantity::Prevalence),
            ("deaths", _) if text == what => Ok(TargetQuantity::Deaths((0..causes().count()).collect())),
            ("deaths", _) => {
                let causes = name.split('+').map(|name| position(row, name, causes()));
                Ok(TargetQuantity::Deaths(causes.collect::<Result<_, _>>()?))
            }
            ("care_need", Some(level)) => Ok(TargetQuantity::CareNeed(Some(level - 1))),
            ("care_need", None) if text == what => Ok(TargetQuantity::CareNeed(None)),
            ("smoking", _) if text == what && self.factors(|kind| matches!(kind, KindHead::Smoking)).count() > 0 => {
                Ok(TargetQuantity::Smoking)
            }
            ("mean", _) => self.ranked(row, name).map(TargetQuantity::FactorMean),
            ("at_least", _) => {
                let (bound, name) = name.split_once(':').unwrap_or((name, ""));
                match bound.parse::<f64>() {
                    Ok(bound) if bound.is_finite() => {
                        Ok(TargetQuantity::FactorAtLeast(self.ranked(row, name)?, bound))
                    }
                    _ => Err(row.fault("what", "at_least:BOUND:NAME with a number")),
                }
            }
            _ => Err(row.fault(
                "what",
                "onset:, prevalence:, deaths:, mean: with a name, deaths, care_need, care_need:1 to 3, smoking, \
                 at_least:BOUND:NAME",
            )),
        }
    }

    /// Names of the risk factors of some kind.
    fn factors(&self, of: impl Fn(&KindHead) -> bool + Clone) -> impl Iterator<Item = &str> + Clone {
        let heads = self.manifest.risk.iter().flat_map(|head| &head.factors);
        heads.filter(move |head| of(&head.kind)).map(|head| head.id.as_str())
    }

    /// The position of a ranked factor among all factors.
    fn ranked(&self, row: &Row, name: &str) -> Result<usize, LoadError> {
        let ranked = self.factors(|kind| matches!(kind, KindHead::Ranked));
        position(row, name, ranked)?;
        position(row, name, self.factors(|_| true))
    }

    /// Respondents of the surveys by name.
    fn surveys(&self) -> Result<BTreeMap<String, Vec<Respondents>>, LoadError> {
        let mut surveys: BTreeMap<String, Vec<Respondents>> = BTreeMap::new();
        if !self.manifest.has(schema::SURVEY_AGES) {
            return Ok(surveys);
        }
        rows(self.files, schema::SURVEY_AGES, |row| {
            let sex = row.sex(self.scope)?;
            let ages = row.ages(self.scope.ages)?;
            let groups = surveys.entry(row.text("survey").to_owned()).or_default();
            if groups.iter().any(|group| group.sex == sex && group.ages.0 <= ages.1 && ages.0 <= group.ages.1)
            {
                let message =
                    format!("{sex}, ages {} to {}: another group holds some of them", ages.0, ages.1);
                return Err(row.inconsistent(message));
            }
            let persons = row.number("respondents", Allowed::PositiveTo(f64::MAX))?;
            groups.push(Respondents { sex, ages, persons });
            Ok(())
        })?;
        Ok(surveys)
    }
}

/// The respondents that a target is weighted by: those of its sex in the survey it names.
fn respondents(
    row: &Row,
    unit: TargetUnit,
    sex: Option<Sex>,
    surveys: &BTreeMap<String, Vec<Respondents>>,
) -> Result<Vec<Respondents>, LoadError> {
    let name = row.text("survey");
    if name.is_empty() {
        return Ok(Vec::new());
    }
    if unit == TargetUnit::Persons {
        return Err(row.fault("survey", "nothing: a number of persons is that of the residents"));
    }
    let names: Vec<&str> = surveys.keys().map(String::as_str).collect();
    let groups = surveys
        .get(name)
        .ok_or_else(|| row.fault_near("survey", names.join(", "), nearest(name, names.iter().copied())))?;
    let of_sex = |group: &&Respondents| sex.is_none_or(|sex| sex == group.sex);
    let found: Vec<Respondents> = groups.iter().filter(of_sex).copied().collect();
    if found.is_empty() {
        return Err(row.fault("survey", "a survey with respondents of the sex"));
    }
    Ok(found)
}

fn position<'a>(
    row: &Row,
    name: &str,
    allowed: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, LoadError> {
    allowed.clone().position(|known| known == name).ok_or_else(|| {
        let meant = nearest(name, allowed.clone());
        row.fault_near("what", allowed.collect::<Vec<_>>().join(", "), meant)
    })
}
