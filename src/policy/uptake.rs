//! How far a lever is taken up: coverage and adherence along the reference path and as a scenario sets them.
//!
//! The one place that says which of the two worlds has what in a year. A scenario's own adherence holds
//! from the first year of its path; a setting without a path begins in the year in which policies start,
//! because no policy changes the past.

use crate::baseline::levers::{Lever, TODAY};
use crate::num::units::{Year, YearSpan};
use crate::plan::LeverSetting;

/// Coverage of a year before differences by sex and age: along the reference path, and as set.
#[must_use]
pub fn coverage(lever: &Lever, setting: Option<&LeverSetting>, year: Year) -> [f64; 2] {
    let reference = lever.reference_coverage(year);
    let own = setting.and_then(|setting| setting.coverage.as_ref()?.at(year));
    [reference, own.unwrap_or(reference)]
}

/// Share of those covered in whom the effect applies: along the reference path, and as set.
#[must_use]
pub fn adherence(lever: &Lever, setting: Option<&LeverSetting>, year: Year) -> [f64; 2] {
    let usual = lever.coverage.adherence;
    let own = setting.and_then(|setting| {
        let from = setting.coverage.as_ref().map_or(TODAY, |path| path.from);
        setting.adherence.filter(|_| year >= from)
    });
    [usual, own.unwrap_or(usual)]
}

/// Whether more or fewer persons are reached, or take part, than along the reference path in some year.
#[must_use]
pub fn differs(lever: &Lever, setting: &LeverSetting, years: YearSpan) -> bool {
    years.iter().any(|year| {
        let [reference, own] = coverage(lever, Some(setting), year);
        let [usual, adherence] = adherence(lever, Some(setting), year);
        own != reference || (adherence != usual && reference > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::samples::{lever, set};

    #[test]
    fn own_adherence_begins_with_the_path_and_never_in_the_past() {
        let known = lever("a", "mixed", "[(2016, 0.5)]", &[]);
        let mut setting = set("a", 2030, 0.7);
        setting.adherence = Some(0.4);
        assert_eq!(adherence(&known, Some(&setting), Year(2029)), [1.0, 1.0]);
        assert_eq!(adherence(&known, Some(&setting), Year(2030)), [1.0, 0.4]);
        setting.coverage = None;
        assert_eq!(adherence(&known, Some(&setting), Year(2025)), [1.0, 1.0]);
        assert_eq!(adherence(&known, Some(&setting), TODAY), [1.0, 0.4]);
        assert!(differs(&known, &setting, YearSpan { first: Year(2016), last: TODAY }));
        assert!(!differs(&known, &setting, YearSpan { first: Year(2016), last: Year(2025) }));
    }
}
