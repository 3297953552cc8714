//! Deaths by cause, sex, year and five-year group.
//!
//! Cancer, heart disease, stroke, diabetes, renal failure, hypertensive disease, liver disease and all
//! causes are published by group every year. Sites of cancer are shares of all cancer deaths,
//! ischaemic heart disease is a share of heart disease, and eight further causes are raked: the age
//! pattern of 2024 is led to the published total of the year and to what the other causes leave of
//! each group.

use super::super::source::{Source, Values, letter};
use super::base::{FIRST, GROUPS, LAST};
use super::math::{bisect, expit, logit, trend};
use super::{CAUSES, cause};
use kenju::num::units::Sex;
use std::collections::BTreeMap;
use std::path::Path;

/// Deaths by five-year group.
pub type Groups = [f64; GROUPS];
/// Deaths of every cause.
pub type ByCause = [Groups; CAUSES.len()];

const SITES: [&str; 5] = ["lung", "stomach", "colorectal", "breast", "cervix"];
/// Causes published by age every year under another name than the model's.
const PUBLISHED: [(&str, &str); 5] = [
    ("stroke", "stroke"),
    ("diabetes", "diabetes"),
    ("renal_failure", "renal_failure"),
    ("hypertensive", "hypertensive_disease"),
    ("liver", "liver_disease"),
];
/// The parts of heart disease beside the ischaemic one that are published, with their code of 2024.
const OTHER_HEART: [(&str, &str); 3] =
    [("endocarditis_nonrheumatic", "09204"), ("arrhythmia", "09206"), ("heart_failure", "09207")];
/// The causes that are raked, in the order of the rows.
const RAKED: [&str; 8] =
    ["pneumonia", "senility", "suicide", "accidents", "copd", "dementia", "aspiration_pneumonia", "other"];
const ROUNDS: usize = 400;

/// The published counts.
struct Published {
    by_age: BTreeMap<(String, u16, usize), Groups>,
    /// The full list of 2024.
    latest: BTreeMap<(String, usize), Groups>,
    totals: Values,
    single: Values,
}

impl Published {
    fn read(folder: &Path) -> Result<Self, String> {
        let source = Source::read(folder, "deaths_by_cause")?;
        let detail = Source::read(folder, "deaths_by_cause_2024_detail")?;
        let mut by_age = BTreeMap::new();
        let found =
            source.values(&[("source_id", "VS_T5-15")], &["cause", "year", "sex", "age_start"], "deaths")?;
        for (key, deaths) in found.iter() {
            let words: Vec<&str> = key.split(' ').collect();
            let year = words[1].parse().map_err(|_| format!("deaths_by_cause: {key}"))?;
            let place = by_age.entry((words[0].to_owned(), year, sex_of(words[2]))).or_insert([0.0; GROUPS]);
            place[group_of(words[3])?] += deaths;
        }
        let mut latest = BTreeMap::new();
        let custody =
            source.values(&[("source_id", "VS2024_custody_T2")], &["cause", "sex", "age_start"], "deaths")?;
        let detail = detail.values(&[], &["code", "sex", "age_start"], "deaths")?;
        for (key, deaths) in custody.iter().chain(detail.iter()) {
            let words: Vec<&str> = key.split(' ').collect();
            let place = latest.entry((words[0].to_owned(), sex_of(words[1]))).or_insert([0.0; GROUPS]);
            place[group_of(words[2])?] += deaths;
        }
        let totals = Source::read(folder, "deaths_by_cause_totals")?;
        let single = Source::read(folder, "deaths_single_totals")?;
        Ok(Self {
            by_age,
            latest,
            totals: totals.values(&[], &["cause", "year", "sex"], "deaths")?,
            single: single.values(&[], &["cause", "year", "sex"], "deaths")?,
        })
    }

    fn groups(&self, cause: &str, year: u16, sex: Sex) -> Result<&Groups, String> {
        self.by_age
            .get(&(cause.to_owned(), year, sex.index()))
            .ok_or_else(|| format!("no deaths of {cause} in {year}"))
    }

    fn latest(&self, cause: &str, sex: Sex) -> Result<&Groups, String> {
        self.latest
            .get(&(cause.to_owned(), sex.index()))
            .ok_or_else(|| format!("no deaths of {cause} in 2024"))
    }

    fn total(&self, cause: &str, year: u16, sex: Sex) -> Result<f64, String> {
        self.totals.get(format!("{cause} {year} {}", letter(sex)))
    }

    /// A total found for this work.
    fn single(&self, cause: &str, year: u16, sex: &str) -> Result<f64, String> {
        self.single.get(format!("{cause} {year} {sex}"))
    }

    fn single_by_sex(&self, cause: &str, year: u16) -> Result<[f64; 2], String> {
        Ok([self.single(cause, year, "M")?, self.single(cause, year, "F")?])
    }

    fn dementia_of_2024(&self, sex: Sex) -> Result<Groups, String> {
        let (vascular, alzheimer) =
            (self.latest("dementia_vascular_unspecified", sex)?, self.latest("alzheimer", sex)?);
        Ok(std::array::from_fn(|group| vascular[group] + alzheimer[group]))
    }
}

fn sex_of(letter: &str) -> usize {
    usize::from(letter == "F")
}

fn group_of(age: &str) -> Result<usize, String> {
    age.parse::<usize>().map(|age| (age / 5).min(GROUPS - 1)).map_err(|_| format!("no age: {age}"))
}

fn sum(groups: &Groups) -> f64 {
    groups.iter().sum()
}

/// Linear between the years given, held outside.
fn series(points: &BTreeMap<u16, f64>, year: u16) -> f64 {
    let positions: Vec<f64> = points.keys().map(|year| f64::from(*year)).collect();
    let values: Vec<f64> = points.values().copied().collect();
    super::math::interpolate(f64::from(year), &positions, &values)
}

/// Deaths of every cause by year and sex.
pub fn deaths(folder: &Path) -> Result<BTreeMap<(u16, usize), ByCause>, String> {
    let published = Published::read(folder)?;
    let sites = site_shares(folder, &published)?;
    let ischaemic = ischaemic_shares(&published)?;
    let mut found = BTreeMap::new();
    for sex in Sex::ALL {
        let dementia = dementia_totals(&published, sex)?;
        let aspiration = aspiration_totals(&published, sex)?;
        for year in FIRST..=LAST {
            let totals = [dementia[&year], aspiration[&year], obstructive_total(&published, year, sex)?];
            let share = ischaemic[&(year, sex.index())];
            let made = assemble(&published, &sites, share, totals, year, sex)?;
            found.insert((year, sex.index()), made);
        }
    }
    Ok(found)
}

type SiteShares = BTreeMap<(u16, usize, usize), Groups>;

/// Share of each site in all cancer deaths: registry rates 2016-2019, counts of 2024, linear between.
fn site_shares(folder: &Path, published: &Published) -> Result<SiteShares, String> {
    let rates = Source::read(folder, "cancer_rates_by_age")?.values(
        &[("measure", "mortality")],
        &["site", "year", "sex", "age_start"],
        "rate_per_100k",
    )?;
    let mut shares = BTreeMap::new();
    for sex in Sex::ALL {
        let all = published.latest("cancer", sex)?;
        for (index, site) in SITES.into_iter().enumerate() {
            if sex == Sex::Male && ["breast", "cervix"].contains(&site) {
                continue;
            }
            // The list of 2024 has no cervix: its pattern within 85 and over is that of the uterus.
            let cervix = site == "cervix";
            let counts = if cervix {
                published.latest("02113", sex)?.map(|deaths| if deaths > 0.0 { deaths } else { 0.5 })
            } else {
                *published.latest(&format!("{site}_cancer"), sex)?
            };
            let latest: Groups = std::array::from_fn(|group| counts[group] / all[group].max(1e-9));
            for year in FIRST..=2019 {
                let cancer = published.groups("cancer", year, sex)?;
                let ratio = |from: usize| -> Result<f64, String> {
                    let rate = |site: &str| rates.get(format!("{site} {year} {} {from}", letter(sex)));
                    let all = rate("all_cancers")?;
                    Ok(if all > 0.0 { rate(site)? / all } else { 0.0 })
                };
                let mut share = [0.0; GROUPS];
                for (group, share) in share.iter_mut().enumerate().take(17) {
                    *share = ratio(5 * group)?;
                }
                let oldest = ratio(85)?;
                let deaths: f64 = cancer[17..].iter().sum();
                let with_pattern: f64 = (17..GROUPS).map(|group| latest[group] * cancer[group]).sum();
                for group in 17..GROUPS {
                    share[group] = latest[group] * oldest * deaths / with_pattern.max(1e-9);
                }
                shares.insert((year, sex.index(), index), share);
            }
            let before = shares[&(2019, sex.index(), index)];
            for year in 2020..=LAST {
                let along = f64::from(year - 2019) / 5.0;
                let after = if cervix { &before } else { &latest };
                let share = std::array::from_fn(|group| (1.0 - along) * before[group] + along * after[group]);
                shares.insert((year, sex.index(), index), share);
            }
        }
    }
    Ok(shares)
}

/// Share of ischaemic disease in heart disease by year and sex.
fn ischaemic_shares(published: &Published) -> Result<BTreeMap<(u16, usize), f64>, String> {
    let mut shares = BTreeMap::new();
    let heart = |year: u16| published.totals.get(format!("heart_disease {year} B"));
    let mut left = [0.0; 2];
    for (place, year) in left.iter_mut().zip([2018_u16, 2019]) {
        let mut others = 0.0;
        for (part, _) in OTHER_HEART {
            others += match year {
                2018 => published.single(part, 2018, "B")?,
                _ => published.single_by_sex(part, 2019)?.iter().sum(),
            };
        }
        *place = (heart(year)? - others) / heart(year)?;
    }
    for sex in Sex::ALL {
        let latest = sum(published.latest("heart_disease", sex)?);
        let ischaemic = sum(published.latest("ischaemic_heart_disease", sex)?);
        let (mut rest_latest, mut rest) = (latest, sum(published.groups("heart_disease", 2019, sex)?));
        let heart = rest;
        for (part, code) in OTHER_HEART {
            rest_latest -= sum(published.latest(code, sex)?);
            rest -= published.single(part, 2019, letter(sex))?;
        }
        let share = rest * (ischaemic / rest_latest) / heart;
        for year in FIRST..=LAST {
            let value = match year {
                ..=2018 => share * left[0] / left[1],
                2019 => share,
                _ => share + f64::from(year - 2019) / 5.0 * (ischaemic / latest - share),
            };
            shares.insert((year, sex.index()), value);
        }
    }
    Ok(shares)
}

fn dementia_totals(published: &Published, sex: Sex) -> Result<BTreeMap<u16, f64>, String> {
    let (vascular, alzheimer) = ("dementia_vascular_unspecified", "alzheimer");
    let of_2019 = published.single_by_sex(vascular, 2019)?;
    let both = |one: [f64; 2]| one[0] + one[1];
    let all_2019 = [of_2019, published.single_by_sex(alzheimer, 2019)?];
    let own = all_2019[0][sex.index()] + all_2019[1][sex.index()];
    let latest = Sex::ALL.map(|sex| published.latest(vascular, sex).map(sum));
    let latest = [latest[0].clone()?, latest[1].clone()?];
    let part = [of_2019[sex.index()] / both(of_2019), latest[sex.index()] / both(latest)];
    let of_2018 = published.single(vascular, 2018, "B")? + published.single(alzheimer, 2018, "B")?;
    let mut points = BTreeMap::new();
    points.insert(2019, own);
    points.insert(2024, sum(&published.dementia_of_2024(sex)?));
    let of_2018 = own / (both(all_2019[0]) + both(all_2019[1])) * of_2018;
    points.insert(2018, of_2018);
    for year in [2021_u16, 2022] {
        let share = part[0] + (part[1] - part[0]) * f64::from(year - 2019) / 5.0;
        let total = published.single(vascular, year, "B")? * share;
        points.insert(year, published.single(alzheimer, year, letter(sex))? + total);
    }
    // Only Alzheimer disease is known of 2016, before the change of coding.
    let alzheimer = published.single(alzheimer, 2016, "B")? / published.single(alzheimer, 2018, "B")?;
    points.insert(2016, of_2018 * alzheimer);
    let all = |year| published.total("all_causes", year, sex);
    points.insert(2017, of_2018 * all(2017)? / all(2018)?);
    Ok((FIRST..=LAST).map(|year| (year, series(&points, year))).collect())
}

fn aspiration_totals(published: &Published, sex: Sex) -> Result<BTreeMap<u16, f64>, String> {
    let name = "aspiration_pneumonia";
    let of_2021 = published.single_by_sex(name, 2021)?;
    let all = |year| published.total("all_causes", year, sex);
    let mut points = BTreeMap::new();
    let own = of_2021[sex.index()];
    points.insert(2020, published.single(name, 2020, "B")? * own / (of_2021[0] + of_2021[1]));
    points.insert(2021, own);
    points.insert(2022, published.single(name, 2022, letter(sex))?);
    points.insert(2024, sum(published.latest(name, sex)?));
    let (mut positions, mut shares) = (Vec::new(), Vec::new());
    for (year, deaths) in &points {
        positions.push(f64::from(*year));
        shares.push(deaths / all(*year)?);
    }
    let change = trend(&positions, &shares);
    for year in 2017..=2019_u16 {
        points.insert(year, (shares[0] - change * f64::from(2020 - year)) * all(year)?);
    }
    points.insert(2016, points[&2017] / all(2017)? * all(2016)?);
    Ok((FIRST..=LAST).map(|year| (year, series(&points, year))).collect())
}

/// Chronic obstructive disease from bronchitis and emphysema, which are published every year.
fn obstructive_total(published: &Published, year: u16, sex: Sex) -> Result<f64, String> {
    let part = |year| published.total("chronic_bronchitis_emphysema", year, sex);
    let ratio_2019 = published.single("copd", 2019, letter(sex))? / part(2019)?;
    let ratio_2024 = sum(published.latest("copd", sex)?) / part(2024)?;
    match year {
        2016 => {
            let all = |year| published.total("all_causes", year, sex);
            Ok(part(2017)? * ratio_2019 * all(2016)? / all(2017)?)
        }
        2017..=2019 => Ok(part(year)? * ratio_2019),
        _ => Ok(part(year)? * (ratio_2019 + (ratio_2024 - ratio_2019) * f64::from(year - 2019) / 5.0)),
    }
}

/// Deaths of all causes of one year and sex; `totals` are of dementia, aspiration pneumonia and COPD.
fn assemble(
    published: &Published,
    sites: &SiteShares,
    ischaemic: f64,
    totals: [f64; 3],
    year: u16,
    sex: Sex,
) -> Result<ByCause, String> {
    let mut deaths = [[0.0; GROUPS]; CAUSES.len()];
    let cancer = published.groups("cancer", year, sex)?;
    let mut left = *cancer;
    for (index, site) in SITES.into_iter().enumerate() {
        if let Some(share) = sites.get(&(year, sex.index(), index)) {
            let of_site: Groups = std::array::from_fn(|group| share[group] * cancer[group]);
            left = std::array::from_fn(|group| left[group] - of_site[group]);
            deaths[cause(&format!("cancer_{site}"))] = of_site;
        }
    }
    deaths[cause("cancer_other")] = left.map(|deaths| deaths.max(0.0));
    let heart = if year < LAST {
        published.groups("heart_disease", year, sex)?
    } else {
        published.latest("heart_disease", sex)?
    };
    let of_heart = ischaemic_deaths(published, heart, ischaemic, sex)?;
    let published_heart = published.groups("heart_disease", year, sex)?;
    deaths[cause("heart_other")] = std::array::from_fn(|group| published_heart[group] - of_heart[group]);
    deaths[cause("ischaemic_heart_disease")] = of_heart;
    for (own, name) in PUBLISHED {
        deaths[cause(own)] = *published.groups(name, year, sex)?;
    }
    let all = published.groups("all_causes", year, sex)?;
    let left: Groups = std::array::from_fn(|group| {
        let known: f64 = deaths.iter().map(|of_cause| of_cause[group]).sum();
        (all[group] - known).max(0.0)
    });
    let mut seed = seeds(published, year, sex)?;
    if year < LAST {
        let latest = published.latest("all_causes", sex)?;
        for row in &mut seed {
            for group in 0..GROUPS {
                row[group] *= if latest[group] > 0.0 { all[group] / latest[group] } else { 1.0 };
            }
        }
    }
    let mut margin = [0.0; RAKED.len()];
    for (place, name) in margin.iter_mut().zip(RAKED) {
        *place = match name {
            "dementia" => totals[0],
            "aspiration_pneumonia" => totals[1],
            "copd" => totals[2],
            "other" => 0.0,
            _ => published.total(name, year, sex)?,
        };
    }
    margin[RAKED.len() - 1] = sum(&left) - margin.iter().sum::<f64>();
    rake(&mut seed, &margin, &left);
    for (row, name) in seed.into_iter().zip(RAKED) {
        deaths[cause(name)] = row;
    }
    Ok(deaths)
}

/// The age pattern of 2024, its log odds moved until the share of all heart disease is met.
fn ischaemic_deaths(published: &Published, heart: &Groups, share: f64, sex: Sex) -> Result<Groups, String> {
    let (all, part) =
        (published.latest("heart_disease", sex)?, published.latest("ischaemic_heart_disease", sex)?);
    let pattern: Groups =
        std::array::from_fn(|group| logit((part[group] / all[group].max(1e-9)).clamp(1e-4, 1.0 - 1e-4)));
    let at =
        |shift: f64| -> Groups { std::array::from_fn(|group| expit(pattern[group] + shift) * heart[group]) };
    let shift = bisect(-3.0, 3.0, 60, |shift| sum(&at(shift)) < share * sum(heart));
    Ok(at(shift))
}

/// Deaths of 2024 as the starting pattern of the raked causes.
fn seeds(published: &Published, year: u16, sex: Sex) -> Result<[Groups; RAKED.len()], String> {
    let mut seeds = [[0.0; GROUPS]; RAKED.len()];
    for (seed, name) in seeds.iter_mut().zip(RAKED) {
        *seed = match name {
            "dementia" => published.dementia_of_2024(sex)?,
            "other" => [0.0; GROUPS],
            _ => *published.latest(name, sex)?,
        };
    }
    let mut rest = *published.latest("all_causes", sex)?;
    let by_age = ["cancer", "heart_disease"].into_iter().chain(PUBLISHED.map(|(_, name)| name));
    // COVID-19 is inside the other causes from 2020 on.
    for name in by_age.chain((year < 2020).then_some("covid19")) {
        let deaths = published.latest(name, sex)?;
        rest = std::array::from_fn(|group| rest[group] - deaths[group]);
    }
    for seed in &seeds {
        rest = std::array::from_fn(|group| rest[group] - seed[group]);
    }
    seeds[RAKED.len() - 1] = rest.map(|deaths| deaths.max(0.5));
    for (seed, name) in seeds.iter_mut().zip(RAKED) {
        let least = if ["pneumonia", "accidents", "other"].contains(&name) { 0.01 } else { 1e-6 };
        *seed = seed.map(|deaths| deaths.max(least));
    }
    Ok(seeds)
}

/// Iterative proportional fitting to the sums of rows and of columns.
fn rake(table: &mut [Groups; RAKED.len()], rows: &[f64; RAKED.len()], columns: &Groups) {
    for _ in 0..ROUNDS {
        for (row, wanted) in table.iter_mut().zip(rows) {
            let factor = wanted / sum(row);
            *row = row.map(|deaths| deaths * factor);
        }
        for (group, wanted) in columns.iter().enumerate() {
            let found: f64 = table.iter().map(|row| row[group]).sum();
            let factor = if found > 0.0 { wanted / found } else { 0.0 };
            for row in table.iter_mut() {
                row[group] *= factor;
            }
        }
    }
}
