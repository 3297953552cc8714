//! Share of persons who are employed, by sex and single age: a step inside each published group.
//!
//! No complete table by sex and age was found. Each group takes the best figure there is: an employment
//! rate of 2022; below 60 labour force participation times the ratio of employment to it in the group
//! where both are known (men 45-49, women 25-29), at most the rate that the survey of 2022 calls the
//! highest; from 70 the participation of both sexes, split by the ratio of men to women at 65-69.

use super::Built;
use super::source::{Source, letter};
use super::text::Table;
use kenju::num::grid::Grid;
use kenju::num::units::{Sex, Year};
use std::path::Path;

/// Groups below 60 (first and last age); what is below 15 does not work.
const YOUNG: [(u8, u8); 9] =
    [(15, 19), (20, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 49), (50, 54), (55, 59)];
/// Groups with a published rate by sex.
const OLDER: [(u8, u8); 2] = [(60, 64), (65, 69)];
/// Groups with participation of both sexes together only.
const OLD: [(u8, u8); 2] = [(70, 74), (75, 110)];
/// Residents that weigh the sexes and the check: the last year of the official table.
const YEAR: Year = Year(2021);

/// Writes `employment.csv`.
pub fn build(folder: &Path, residents: &Grid, built: &mut Built) -> Result<(), String> {
    let source = Source::read(folder, "employment")?;
    let read = |measure: &str| {
        source.values(&[("measure", measure), ("note", "")], &["sex", "age_from", "age_to"], "value")
    };
    let (participation, rate) = (read("labour_force_participation")?, read("employment_rate")?);
    let peak = source.values(&[("measure", "employment_rate")], &["sex", "age_from", "age_to"], "value")?;
    let key = |sex: &str, (first, last): (u8, u8)| format!("{sex} {first} {last}");
    let persons = |sex: Sex, (first, last): (u8, u8)| -> f64 {
        (first..=last).map(|age| residents.get(sex, YEAR, age)).sum()
    };
    // Employed persons in the labour force, and men to women, at 65-69.
    let group = OLDER[1];
    let [men, women] = Sex::ALL.map(|sex| rate.get(key(letter(sex), group)));
    let (men, women) = (men?, women?);
    let both = (men * persons(Sex::Male, group) + women * persons(Sex::Female, group))
        / (persons(Sex::Male, group) + persons(Sex::Female, group));
    let employed = both / participation.get(key("B", group))?;
    let ratio = men / women;
    let mut table = Table::new("employment", "sex,age,share");
    for sex in Sex::ALL {
        let mut shares = vec![0.0; 111];
        let mut set = |(first, last): (u8, u8), percent: f64| {
            shares[usize::from(first)..=usize::from(last)].fill(percent / 100.0);
        };
        let known = if sex == Sex::Male { (45, 49) } else { (25, 29) };
        let highest = peak.get(key(letter(sex), known))?;
        let factor = highest / participation.get(key(letter(sex), known))?;
        for group in YOUNG {
            set(group, (participation.get(key(letter(sex), group))? * factor).min(highest));
        }
        for group in OLDER {
            set(group, rate.get(key(letter(sex), group))?);
        }
        for group in OLD {
            let percent = participation.get(key("B", group))? * employed;
            let (men, women) = (persons(Sex::Male, group), persons(Sex::Female, group));
            let of_women = percent * (men + women) / (ratio * men + women);
            set(group, if sex == Sex::Male { of_women * ratio } else { of_women });
        }
        for (age, share) in shares.iter().enumerate() {
            table.row(format_args!("{sex},{age}"), &[*share]);
        }
        let (mut working, mut all) = (0.0, 0.0);
        for age in 15..=110 {
            let residents = residents.get(sex, YEAR, age);
            working += residents * shares[usize::from(age)];
            all += residents;
        }
        let printed = peak.get(key(letter(sex), (15, 110)))?;
        built.notes.push(format!(
            "employment {sex}: {:.1}% of those 15 and over, printed {printed}% (2022)",
            100.0 * working / all
        ));
    }
    built.put("japan", table);
    Ok(())
}
