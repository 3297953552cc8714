//! Shocks: what a pandemic year does to the hazard of death and to attendance, and what an earlier or
//! later countermeasure changes of it.
//!
//! Severity is stated as users know it, in years of life expectancy lost in the first year. The factor on
//! the hazard of death that costs so much is solved on the last observed rates of each sex: with one
//! factor f at all ages, life expectancy falls by about e† ln f, where e† is the mean number of years lost
//! at a death (about 10 in Japan). A COVID-like rise is close to one factor at all ages, because the
//! lethality of the infection rises with age as mortality itself does. Mortality of the shock year lies
//! a little below the last observed one, so the loss in a run departs from the severity by a few percent.

use crate::baseline::levers::AdoptionPoint;
use crate::num::units::Year;

/// Years of life expectancy that a pandemic costs in its first year, unless the scenario says otherwise:
/// least, default, most. Default: the change from 2020 to 2021 in Japan (Munira, Okada, Nishiura, PeerJ
/// 2023: women -0.15, men -0.12); most is a scenario value.
pub const SEVERITY: [f64; 3] = [0.0, 0.15, 0.36];

/// Share of the shock's deaths averted for every 14 days that countermeasures come earlier: least,
/// default, most. Most: vaccination 14 days earlier would have averted 48% of the deaths of 2021 in a
/// model without behavioural response (Kayano et al., Scientific Reports 2023); the default is an
/// assumption.
pub const AVERTED_PER_14_DAYS: [f64; 3] = [0.0, 0.1, 0.48];

/// Largest factor that is looked for.
const MOST: f64 = 20.0;

/// Life expectancy at the youngest age when every yearly hazard is multiplied by `factor`: hazards
/// constant within each year of age, the last one for ever.
fn life_expectancy(hazards: &[f64], factor: f64) -> f64 {
    let (mut alive, mut lived) = (1.0, 0.0);
    for (age, hazard) in hazards.iter().enumerate() {
        let hazard = hazard * factor;
        if age + 1 == hazards.len() {
            return lived + if hazard > 0.0 { alive / hazard } else { alive };
        }
        let left = alive * libm::exp(-hazard);
        lived += if hazard > 0.0 { (alive - left) / hazard } else { alive };
        alive = left;
    }
    lived
}

/// The factor on all hazards of death by which life expectancy falls by `severity` years; at most 20.
#[must_use]
pub fn death_factor(hazards: &[f64], severity: f64) -> f64 {
    if severity <= 0.0 {
        return 1.0;
    }
    let wanted = life_expectancy(hazards, 1.0) - severity;
    let (mut low, mut high) = (1.0, MOST);
    // Halving 60 times reaches the last bit of the factor.
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if life_expectancy(hazards, middle) > wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The factor when countermeasures come `days_earlier` (negative: later) than assumed in it.
///
/// Every 14 days avert the share `averted` of the shock's deaths that are left, and 14 days later undo
/// that: the excess over 1 is multiplied by (1 - averted)^(days / 14).
#[must_use]
pub fn with_timing(factor: f64, days_earlier: f64, averted: f64) -> f64 {
    1.0 + (factor - 1.0) * libm::pow(1.0 - averted, days_earlier / 14.0)
}

/// Series whose fall in 2020 stands for attendance in a pandemic year.
const ATTENDANCE: &str = "shc_rate_total";

/// Part of the attendance at checkups and screening that a pandemic year costs: the fall of the rate of
/// specific health checkups from FY2019 to FY2020, as part of the rate. That cancer screening and the other
/// levers of checkups and screening lose as much is an assumption. `None` if the pack has no such series.
#[must_use]
pub fn observed_attendance_fall(adoption: &[AdoptionPoint]) -> Option<f64> {
    // A fiscal year belongs to the calendar year in which it begins.
    let rate = |year: u16| {
        let fits = |point: &&AdoptionPoint| {
            point.series == ATTENDANCE && Year(libm::floor(point.year) as u16) == Year(year)
        };
        adoption.iter().find(fits).map(|point| point.value)
    };
    match (rate(2019), rate(2020)) {
        (Some(before), Some(in_it)) if before > 0.0 => Some((1.0 - in_it / before).clamp(0.0, 1.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baseline::{Baseline, Mortality};
    use crate::num::units::Sex;

    #[test]
    fn the_factor_costs_the_severity_and_agrees_with_the_entropy_of_the_life_table() {
        let Mortality::Official(official) = Baseline::japan().unwrap().mortality else { panic!("official") };
        let last = official.observed.years().last;
        for sex in Sex::ALL {
            let rates = official.observed.row(sex, last);
            let whole = life_expectancy(rates, 1.0);
            // Official life expectancy of 2024: 81.09 and 87.13 years.
            let known = if sex == Sex::Male { 81.09 } else { 87.13 };
            assert!((whole - known).abs() < 0.15, "{sex} {whole}");
            for severity in [0.01, 0.15, 0.36, 2.0] {
                let factor = death_factor(rates, severity);
                assert!((whole - life_expectancy(rates, factor) - severity).abs() < 1e-9);
                // Years lost at a death: about 9 to 11 in Japan.
                let lost = severity / libm::log(factor);
                assert!((8.5..=11.5).contains(&lost), "{sex} {severity} {lost}");
            }
            assert_eq!(death_factor(rates, 0.0), 1.0);
        }
    }

    #[test]
    fn earlier_countermeasures_avert_their_share_and_later_ones_undo_it() {
        assert_eq!(with_timing(1.02, 0.0, 0.1), 1.02);
        assert!((with_timing(1.02, 14.0, 0.1) - 1.018).abs() < 1e-12);
        assert!((with_timing(1.02, 28.0, 0.1) - 1.0162).abs() < 1e-12);
        assert!((with_timing(with_timing(1.02, -14.0, 0.48), 14.0, 0.48) - 1.02).abs() < 1e-12);
        assert_eq!(with_timing(1.02, 140.0, 0.0), 1.02, "a null stays null");
        assert_eq!(with_timing(1.0, 14.0, 0.1), 1.0);
    }

    #[test]
    fn attendance_falls_as_it_did() {
        let point = |series: &str, year: f64, value: f64| AdoptionPoint {
            population: String::new(),
            series: series.to_owned(),
            lever: String::new(),
            period: String::new(),
            year,
            value,
            unit: String::new(),
            source: String::new(),
            url: String::new(),
            note: String::new(),
        };
        let known =
            [point(ATTENDANCE, 2019.5, 0.556), point("x", 2020.0, 0.1), point(ATTENDANCE, 2020.5, 0.534)];
        let fall = observed_attendance_fall(&known).unwrap();
        assert!((fall - 0.022 / 0.556).abs() < 1e-12, "{fall}");
        assert_eq!(observed_attendance_fall(&known[..2]), None);
    }
}
