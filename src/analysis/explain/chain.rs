//! The links from a lever to an outcome: reach, exposure, incidence, limitation and care need, deaths.
//!
//! Each link is the difference between the world in which only this lever is changed and the one in
//! which none is, on the same persons. Rates are compared at the ages of the latter, so that a longer
//! life alone changes none of them.

use crate::baseline::Baseline;
use crate::baseline::levers::Target;
use crate::model::levers::ActiveLever;
use crate::model::levers::mean::MeanDose;
use crate::model::observe::expected_deaths_from;
use crate::num::units::{Sex, Year};
use crate::outcome::differing::{Differing, Part, differing_groups};
use crate::outcome::series::Estimate;
use crate::outcome::stocks::{CARE, HEALTHY, INDEPENDENT, PERSONS, Stock};
use crate::outcome::totals::without_each;
use crate::run::solve::Solved as Lived;
use serde::{Deserialize, Serialize};

/// Age from which the mean change of a risk factor is taken.
const ADULT: u8 = 20;
/// Standard errors that a change must exceed to be shown as a link.
const SURE: f64 = 2.0;

/// The links of one lever.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// Whom it reaches.
    pub reach: Reach,
    /// The same year by year, from the first in which it reaches others than along its reference path.
    pub reach_by_year: Vec<YearReach>,
    /// What its channels do to those reached and to the population.
    pub channels: Vec<ChannelLink>,
    /// What then differs by more than twice its error, by stage and size.
    pub links: Vec<Link>,
    /// What differs by no more than that, or by an error that cannot be told: noise as far as these persons show.
    pub below_error: Vec<Link>,
    /// How many links are not told from none: those below their error, and those that do not differ at all.
    pub unmoved: usize,
}

/// Whom a lever reaches beyond its reference path.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Reach {
    /// Coverage along the reference path, before differences by sex and age.
    pub coverage_reference: f64,
    /// Coverage here.
    pub coverage: f64,
    /// Persons of its sexes, ages and work.
    pub eligible: f64,
    /// Persons reached here only.
    pub more: f64,
    /// Persons reached along the reference path only.
    pub fewer: f64,
    /// Person-years reached more minus fewer, from the first year on.
    pub person_years: f64,
}

/// Whom a lever reaches in one year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct YearReach {
    /// Calendar year.
    pub year: Year,
    /// Coverage along the reference path, before differences by sex and age.
    pub coverage_reference: f64,
    /// Coverage here.
    pub coverage: f64,
    /// Persons reached here only.
    pub more: f64,
    /// Persons reached along the reference path only.
    pub fewer: f64,
}

/// What one channel does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelLink {
    /// Identifier of the channel.
    pub channel: String,
    /// Effect on a person reached, in the unit of the channel; `None` without usable evidence.
    pub effect: Option<f64>,
    /// Unit.
    pub unit: String,
    /// Whether the effect is a ratio.
    pub ratio: bool,
    /// Quality of the evidence for it.
    pub grade: String,
    /// Persons times the share of the effect that acts in them.
    pub persons_at_full_effect: f64,
    /// Mean change among persons of 20 and over, in the unit of the channel; `None` for ratios.
    pub mean_change: Option<f64>,
}

/// A stage of the way to the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Persons whom another lever reaches in the year because of this one; no error is computed.
    Reach,
    /// Onsets of a condition in the year, at given ages.
    Incidence,
    /// Persons with certified care need on 1 October.
    CareNeed,
    /// Persons with activity limitation on 1 October.
    Limitation,
    /// Deaths from a cause in the year, at given ages.
    Deaths,
}

impl Stage {
    /// All of them, from cause to outcome.
    pub const ALL: [Self; 5] = [Self::Reach, Self::Incidence, Self::CareNeed, Self::Limitation, Self::Deaths];
}

/// A link: what one thing changes by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Stage.
    pub stage: Stage,
    /// Condition, cause, level of care need (`from_1`, `from_2`) or `limited`.
    pub id: String,
    /// Change, persons (in the year or on 1 October).
    pub change: f64,
    /// Its Monte-Carlo error; infinite (JSON: null) where too few lives differ for one to be told.
    #[serde(deserialize_with = "super::kept::error")]
    pub se: f64,
    /// Where no error can be told: groups of persons in which any life differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub too_few_differ: Option<u32>,
    /// Relative change; `None` for persons reached.
    pub relative: Option<f64>,
}

impl Link {
    fn of(stage: Stage, id: &str, change: Estimate, before: f64) -> Self {
        Self {
            stage,
            id: id.to_owned(),
            change: change.value,
            se: change.se,
            too_few_differ: change.too_few_differ,
            relative: Some(change.value / before),
        }
    }

    /// Its change as an estimate.
    #[must_use]
    pub const fn estimate(&self) -> Estimate {
        Estimate { value: self.change, se: self.se, too_few_differ: self.too_few_differ, interval: None }
    }
}

impl Chain {
    /// Person-years reached more or fewer.
    #[must_use]
    pub fn person_years_touched(&self) -> f64 {
        self.reach_by_year.iter().map(|own| own.more.abs() + own.fewer.abs()).sum()
    }

    /// The links of a lever between the world without and the one with its change.
    #[must_use]
    pub fn of(
        baseline: &Baseline,
        id: &str,
        worlds: (&Lived, &Lived),
        active: Option<&ActiveLever<'_>>,
        dose: Option<&MeanDose>,
        year: Year,
    ) -> Self {
        let reach = reach(baseline, id, worlds, active, dose, year);
        let channels = match (active, dose) {
            (Some(active), Some(dose)) => channels(worlds.0, active, dose, &reach, year),
            _ => Vec::new(),
        };
        let mut all = links(baseline, worlds, year);
        all.extend(reach_of_others(id, worlds, year));
        let size = |link: &Link| link.relative.unwrap_or(link.change).abs();
        let (mut moved, still): (Vec<Link>, Vec<Link>) =
            all.into_iter().partition(|link| link.change != 0.0 && link.change.abs() > SURE * link.se);
        moved.sort_by(|a, b| a.stage.cmp(&b.stage).then(size(b).total_cmp(&size(a))).then(a.id.cmp(&b.id)));
        let unmoved = still.len();
        let mut below_error: Vec<Link> = still.into_iter().filter(|link| link.change != 0.0).collect();
        below_error.sort_by(|a, b| a.stage.cmp(&b.stage).then(a.id.cmp(&b.id)));
        let reach_by_year = reach_by_year(baseline, id, worlds, active, year);
        Self { reach, reach_by_year, channels, links: moved, below_error, unmoved }
    }
}

/// Sum of one reach measure of a lever to a year, and in it.
fn reached(world: &Lived, id: &str, measure: usize, year: Year) -> [f64; 2] {
    let Some((_, grids)) = world.reach.iter().find(|(lever, _)| lever == id) else { return [0.0; 2] };
    let grid = &grids[measure];
    let of =
        |year: Year| -> f64 { Sex::ALL.iter().map(|sex| grid.row(*sex, year).iter().sum::<f64>()).sum() };
    [grid.years().iter().filter(|earlier| *earlier <= year).map(of).sum(), of(year)]
}

fn reach(
    baseline: &Baseline,
    id: &str,
    (base, single): (&Lived, &Lived),
    active: Option<&ActiveLever<'_>>,
    dose: Option<&MeanDose>,
    year: Year,
) -> Reach {
    let lever = baseline.levers.lever(id);
    let usual = lever.map_or(0.0, |lever| lever.reference_coverage(year));
    // What the first scenario reaches beyond the reference path is no part of the difference.
    let difference = |measure: usize| {
        let (own, before) = (reached(single, id, measure, year), reached(base, id, measure, year));
        [own[0] - before[0], own[1] - before[1]]
    };
    let (more, fewer) = (difference(0), difference(1));
    Reach {
        coverage_reference: usual,
        coverage: active.map_or(usual, |active| active.coverage(year)),
        eligible: dose.map_or(0.0, |dose| dose.eligible),
        more: more[1],
        fewer: fewer[1],
        person_years: more[0] - fewer[0],
    }
}

/// Reach of each year up to one; what the first world reaches beyond the reference path is no part of it.
fn reach_by_year(
    baseline: &Baseline,
    id: &str,
    (base, single): (&Lived, &Lived),
    active: Option<&ActiveLever<'_>>,
    until: Year,
) -> Vec<YearReach> {
    let years = base.cells.population.years();
    let of = |year: Year| {
        let usual = baseline.levers.lever(id).map_or(0.0, |lever| lever.reference_coverage(year));
        let difference =
            |measure: usize| reached(single, id, measure, year)[1] - reached(base, id, measure, year)[1];
        YearReach {
            year,
            coverage_reference: usual,
            coverage: active.map_or(usual, |active| active.coverage(year)),
            more: difference(0),
            fewer: difference(1),
        }
    };
    let nothing = |own: &YearReach| own.more == 0.0 && own.fewer == 0.0;
    years.iter().filter(|year| *year <= until).map(of).skip_while(nothing).collect()
}

/// Persons whom other levers reach more or fewer.
fn reach_of_others(id: &str, (base, single): (&Lived, &Lived), year: Year) -> Vec<Link> {
    let others = single.reach.iter().map(|(lever, _)| lever).filter(|lever| *lever != id);
    let net =
        |world: &Lived, lever: &str| reached(world, lever, 0, year)[1] - reached(world, lever, 1, year)[1];
    others
        .map(|lever| (lever, net(single, lever) - net(base, lever)))
        // Where those of another lever live longer, it reaches a few more: that is no link.
        .filter(|(lever, _)| !base.reach.iter().any(|(known, _)| known == *lever))
        .map(|(lever, change)| Link {
            stage: Stage::Reach,
            id: lever.clone(),
            change,
            se: 0.0,
            too_few_differ: None,
            relative: None,
        })
        .collect()
}

fn channels(
    base: &Lived,
    active: &ActiveLever<'_>,
    dose: &MeanDose,
    reach: &Reach,
    year: Year,
) -> Vec<ChannelLink> {
    let ages = base.cells.population.ages();
    let adults: f64 = Sex::ALL
        .iter()
        .flat_map(|sex| ages.iter().filter(|age| *age >= ADULT).map(move |age| (*sex, age)))
        .map(|(sex, age)| base.cells.population.get(sex, year, age))
        .sum();
    // Only persons in a certain state may be eligible: the simulation knows how many are.
    let share = if active.requires.is_some() && dose.reached != 0.0 {
        ((reach.more - reach.fewer) / dose.reached).clamp(0.0, 1.0)
    } else {
        1.0
    };
    let link = |own: &crate::model::levers::mean::ChannelDose| {
        let channel = &active.definition.channels[own.channel];
        let persons = own.persons * share;
        let mean = !channel.acts.is_ratio() && channel.acts != Target::Shown && adults > 0.0;
        ChannelLink {
            channel: channel.id.clone(),
            effect: own.effect,
            unit: channel.unit.clone(),
            ratio: channel.acts.is_ratio(),
            grade: channel.grade.clone(),
            persons_at_full_effect: persons,
            mean_change: own.effect.filter(|_| mean).map(|effect| effect * persons / adults),
        }
    };
    dose.channels.iter().map(link).collect()
}

/// A stage, what of it is measured, what that is made of, and how it is read off a stock.
type Measure<'a> = (Stage, &'static str, &'a [Part], &'a dyn Fn(&Stock) -> f64);

fn links(baseline: &Baseline, (base, single): (&Lived, &Lived), year: Year) -> Vec<Link> {
    let conditions = baseline.conditions.iter().enumerate();
    let incidence = conditions.filter_map(|(index, condition)| {
        let onsets = 3 * index + 2;
        counted((base, single), (onsets, onsets), year, Stage::Incidence, &condition.id)
    });
    // Deaths given the state are as rare as the state itself; their relative change is read off the chances of it.
    let (first, expected) = (3 * baseline.conditions.len(), expected_deaths_from(baseline));
    let deaths = baseline.causes.iter().enumerate().filter_map(|(index, cause)| {
        let measures = (expected + index, first + index);
        counted((base, single), measures, year, Stage::Deaths, &cause.id)
    });
    let mut all: Vec<Link> = incidence.chain(deaths).collect();
    let care = |stock: &Stock| stock[CARE] + stock[CARE + 1] + stock[CARE + 2];
    let measures: [Measure<'_>; 3] = [
        (Stage::CareNeed, "from_1", &[Part::Care], &care),
        (Stage::CareNeed, "from_2", &[Part::Dependent], &|stock| stock[PERSONS] - stock[INDEPENDENT]),
        (Stage::Limitation, "limited", &[Part::Limited], &|stock| stock[PERSONS] - stock[HEALTHY]),
    ];
    for measure in measures {
        all.extend(stocked((base, single), year, measure));
    }
    all
}

/// The change of an event at the ages of the world without the lever: its relative change is that of
/// `measure`, its number that of `level`.
fn counted(
    (base, single): (&Lived, &Lived),
    (measure, level): (usize, usize),
    year: Year,
    stage: Stage,
    id: &str,
) -> Option<Link> {
    let (before, after) = (base.details.get(measure)?, single.details.get(measure)?);
    let (persons, others) = (base.sheet.as_ref()?, single.sheet.as_ref()?);
    let (mut was, mut is, mut number) = (0.0, 0.0, 0.0);
    let levels = base.details.get(level)?;
    for sex in Sex::ALL {
        for age in before.ages().iter() {
            let [there, here] = [persons, others].map(|sheet| sheet.get(sex, year, age).persons);
            was += before.get(sex, year, age);
            number += levels.get(sex, year, age);
            if here > 0.0 {
                is += after.get(sex, year, age) * (there / here);
            }
        }
    }
    let totals = |world: &Lived| {
        world.totals.as_ref().map_or_else(Vec::new, |totals| totals.of_each(&Sex::ALL, year, measure))
    };
    if was <= 0.0 {
        return None;
    }
    let scale = if measure == level { 1.0 } else { number / was };
    let (from, to) = (totals(base), totals(single));
    let without = without_each(&to).into_iter().zip(without_each(&from));
    let paired: Vec<f64> = without.map(|(own, base)| scale * (own - base)).collect();
    let groups = differing((base, single), year).map(|_| differing_groups(&from, &to));
    let change = Estimate::jackknifed(scale * (is - was), &paired, groups);
    Some(Link::of(stage, id, change, was * scale))
}

/// The change of a number of persons on 1 October.
fn stocked(
    (base, single): (&Lived, &Lived),
    year: Year,
    (stage, id, made_of, measure): Measure<'_>,
) -> Option<Link> {
    let last = base.rows.iter().rposition(|(of, _)| *of == year)?;
    let (was, is) = (measure(&base.stocks[last]), measure(&single.stocks[last]));
    let groups = base.stock_replicates.len().max(single.stock_replicates.len());
    let of = |world: &Lived, group: usize| {
        measure(world.stock_replicates.get(group).map_or(&world.stocks[last], |stocks| &stocks[last]))
    };
    let paired: Vec<f64> = (0..groups).map(|group| of(single, group) - of(base, group)).collect();
    let groups = differing((base, single), year).map(|all| all.least(made_of, false));
    (was > 0.0).then(|| Link::of(stage, id, Estimate::jackknifed(is - was, &paired, groups), was))
}

/// Where the lives of two worlds differ in a year, both sexes; `None` if they provably do not.
fn differing((base, single): (&Lived, &Lived), year: Year) -> Option<Differing> {
    let last = base.rows.iter().rposition(|(of, _)| *of == year)?;
    Differing::of(&[(1.0, single.departures[last].as_ref()), (-1.0, base.departures[last].as_ref())])
}
