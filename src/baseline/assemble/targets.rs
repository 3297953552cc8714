//! Figures that the simulation is held against.
//!
//! `what` names the quantity: `onset:NAME` and `prevalence:NAME` of a condition, `deaths:NAME` of one
//! cause or of several joined by `+`, `deaths` of all causes, `care_need` or `care_need:1` to `care_need:3`.

use super::{OFFICIAL_YEARS, Reader};
use crate::baseline::CARE_LEVELS;
use crate::baseline::error::LoadError;
use crate::baseline::health::{Target, TargetKind, TargetQuantity, TargetUnit};
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
            let unit = [TargetUnit::Persons, TargetUnit::Share][row.word("unit", &["persons", "share"])?];
            let allowed = if unit == TargetUnit::Share { Allowed::Share } else { Allowed::NotNegative };
            targets.push(Target {
                id,
                what: self.quantity(row)?,
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
            _ => Err(row.fault(
                "what",
                "onset:, prevalence:, deaths: with a name, deaths, care_need, care_need:1 to 3",
            )),
        }
    }
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
