//! Why two scenarios differ: each lever's fair share of the difference and the way it takes.
//!
//! The difference is split in a fixed order. Assumptions that are no policy come first and one by
//! one: mortality, limitation, care need, then changes of hazards (which shocks are made of), so that
//! no trend is booked to a lever. What remains is shared among the levers that differ ([`game`]). All
//! worlds are lived by the same persons, so every share has the error of paired persons. For each
//! lever the links of its effect are followed ([`chain`]); a lever without any effect gets the reason
//! ([`reason`]).

pub mod chain;
pub mod game;
mod parts;
pub mod reason;

use crate::baseline::levers::Lever;
use crate::baseline::{Baseline, Text};
use crate::model::levers::LeverSet;
use crate::model::tables::Frame;
use crate::num::digest::Digest;
use crate::num::units::{Year, YearSpan};
use crate::outcome::economics::{Costs, Outcomes};
use crate::outcome::series::{Estimate, Group};
use crate::plan::Plan;
use crate::run::economics::between;
use crate::run::solve::{Solved, Wanted, simulated_persons, solve_each, with_reach};
use crate::run::{Manifest, RunError, RunSettings, Watch, World, engine_digest};
use chain::Chain;
use game::{EXPECTANCIES, Orders, Position, combine};
use parts::{Game, Worlds, setting};
use reason::{Case, NoEffect, Through};
use serde::Serialize;
use std::collections::BTreeMap;

/// Levers up to which all orders are looked at.
pub const EXACT: usize = 6;
/// Pairs of orders that are sampled beyond. An order and its reverse together are exact as long as levers act
/// on one another two by two only, so a few pairs suffice; the error that is left is computed.
pub const PAIRS: usize = 3;

/// Number of levers among which a difference is shared: those that differ and can do something.
#[must_use]
pub fn players(baseline: &Baseline, from: &Plan, to: &Plan, until: Year) -> usize {
    Game::new(baseline, from, to, until).players.len()
}

/// Why two scenarios differ in one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Version of the program.
    pub kenju: &'static str,
    /// What was run.
    pub manifest: Manifest,
    /// The scenario subtracted.
    pub from: Named,
    /// The scenario it is subtracted from.
    pub to: Named,
    /// Year looked at.
    pub year: Year,
    /// Worlds that were compared.
    pub worlds: usize,
    /// Sampled orders of levers; `None` if all were looked at.
    pub sampled_orders: Option<usize>,
    /// The whole difference.
    pub total: Vec<Effect>,
    /// Its parts, which add up to it: assumptions in their order, then levers in that of the pack.
    pub contributions: Vec<Contribution>,
}

/// A scenario of an explanation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Digest of its plan.
    pub digest: Digest,
    /// What in it goes beyond the evidence of the pack, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_assumptions: Vec<Text>,
}

/// A difference in the expectancies of one group, years, with Monte-Carlo errors of paired persons.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effect {
    /// Whom it describes.
    pub sex: Group,
    /// Life expectancy.
    pub life_expectancy: Estimate,
    /// Healthy life expectancy, official variant.
    pub healthy_life_expectancy: Estimate,
    /// Independent life expectancy.
    pub independent_life_expectancy: Estimate,
}

/// What a part of the difference belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Another reading of mortality.
    Mortality,
    /// Another trend of limitation.
    Limitation,
    /// Another trend of care need.
    CareNeed,
    /// Changes of hazards: the user's own, and those of shocks.
    HazardChanges,
    /// A lever.
    Lever,
}

/// One part of the difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// What it belongs to.
    pub part: Part,
    /// Identifier of the lever; the word of the part otherwise.
    pub id: String,
    /// Its share of the difference.
    pub share: Vec<Effect>,
    /// Error of the share from sampling orders of levers, beside that of the persons: life, healthy and
    /// independent life expectancy by group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampling_se: Option<Vec<[f64; 3]>>,
    /// What a lever does if it alone is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alone: Option<Vec<Effect>>,
    /// What a lever adds when all others are there already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_last: Option<Vec<Effect>>,
    /// Why it does nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_effect: Option<NoEffect>,
    /// The links of what a lever does if it alone is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<Chain>,
    /// Persons and events of the year that differ if it alone is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<Outcomes>,
    /// What that costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<Costs>,
}

/// Which orders of levers are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Levers up to which all orders are looked at.
    pub exact: usize,
    /// Pairs of orders that are sampled beyond.
    pub pairs: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { exact: EXACT, pairs: PAIRS }
    }
}

/// Why `to` differs from `from` in the last year of the settings.
///
/// # Errors
/// As [`crate::run::run`].
pub fn explain(
    baseline: &Baseline,
    from: &World,
    to: &World,
    settings: &RunSettings,
    effort: Effort,
    watch: &dyn Watch,
) -> Result<Explanation, RunError> {
    let game = Game::new(baseline, &from.plan, &to.plan, settings.until);
    let orders = Orders::of(game.players.len(), effort.exact, effort.pairs, settings.seed);
    let mut worlds = Worlds::default();
    let steps: Vec<(Part, usize)> =
        game.steps.iter().map(|(part, plan)| (*part, worlds.add(plan.clone(), false))).collect();
    let first = worlds.add(from.plan.clone(), false);
    // Links are told of levers only: without one, exact levels need no persons.
    let levers = !game.players.is_empty() || !game.idle.is_empty();
    let start = worlds.add(game.coalition(0), levers);
    let end = worlds.add(to.plan.clone(), false);
    let all = (1_u64 << game.players.len()) - 1;
    let coalitions: BTreeMap<u64, usize> = orders
        .coalitions()
        .into_iter()
        .chain((0..game.players.len()).flat_map(|player| [1 << player, all & !(1 << player)]))
        .map(|coalition| {
            let single = coalition.is_power_of_two();
            let plan = if coalition == all { to.plan.clone() } else { game.coalition(coalition) };
            let place = worlds.add(plan, single);
            (coalition, place)
        })
        .collect();
    let idle: Vec<usize> = game.idle.iter().map(|id| worlds.add(game.with_only(id), true)).collect();

    let wanted: Vec<Wanted> = worlds
        .detailed
        .iter()
        .map(|detailed| if *detailed { Wanted::Details } else { Wanted::LastYear })
        .collect();
    let year = settings.until;
    let lived = solve_each(baseline, &worlds.list, &wanted, settings, watch, &mut |index, solved| {
        (position(&solved, year), worlds.detailed[index].then_some(solved))
    })?;
    let at = |place: usize| &lived[place].0;
    let groups = groups(baseline);
    let difference = |to: usize, from: usize| effects(&groups, &combine(&[(1.0, at(to)), (-1.0, at(from))]));

    let mut contributions = Vec::new();
    let mut before = first;
    for (part, place) in steps {
        contributions.push(Contribution::of_assumption(part, difference(place, before)));
        before = place;
    }
    let values = orders.values(game.players.len(), &|coalition| at(coalitions[&coalition]));
    let teller = Teller { baseline, game: &game, year, base: lived[start].1.as_ref() };
    let mut of_levers = Vec::new();
    for (player, (id, value)) in game.players.iter().zip(&values).enumerate() {
        let single = coalitions[&(1 << player)];
        let alone = difference(single, start);
        let last = difference(end, coalitions[&(all & !(1 << player))]);
        let share = effects(&groups, &value.share);
        let nothing = [&share, &alone, &last].into_iter().flatten().all(Effect::is_nothing);
        let (chain, reason) = teller.tell(id, lived[single].1.as_ref(), nothing);
        let (outcomes, costs) = teller.economics(id, lived[single].1.as_ref());
        of_levers.push(Contribution {
            part: Part::Lever,
            id: id.clone(),
            share,
            sampling_se: value.sampling.clone(),
            alone: Some(alone),
            added_last: Some(last),
            no_effect: reason,
            chain,
            outcomes,
            costs,
        });
    }
    for (id, place) in game.idle.iter().zip(idle) {
        let (chain, reason) = teller.tell(id, lived[place].1.as_ref(), true);
        let (outcomes, costs) = teller.economics(id, lived[place].1.as_ref());
        let nothing: Vec<Effect> = groups.iter().map(|group| Effect::nothing(*group)).collect();
        of_levers.push(Contribution {
            part: Part::Lever,
            id: id.clone(),
            share: nothing.clone(),
            sampling_se: None,
            alone: Some(nothing.clone()),
            added_last: Some(nothing),
            no_effect: reason,
            chain,
            outcomes,
            costs,
        });
    }
    let place = |one: &Contribution| baseline.levers.levers.iter().position(|lever| lever.id == one.id);
    of_levers.sort_by_key(place);
    contributions.extend(of_levers);
    Ok(Explanation {
        kenju: env!("CARGO_PKG_VERSION"),
        manifest: manifest(baseline, settings),
        from: Named::of(from),
        to: Named::of(to),
        year,
        worlds: worlds.list.len(),
        sampled_orders: match &orders {
            Orders::All(_) => None,
            Orders::Sampled(orders) => Some(orders.len()),
        },
        total: difference(end, first),
        contributions,
    })
}

fn manifest(baseline: &Baseline, settings: &RunSettings) -> Manifest {
    Manifest {
        seed: settings.seed,
        persons: simulated_persons(baseline, settings.persons),
        draws: 0,
        baseline: baseline.digest.clone(),
        engine: engine_digest().to_owned(),
        recipe: None,
    }
}

/// The groups of a pack in the order of its results.
fn groups(baseline: &Baseline) -> Vec<Group> {
    let mut groups: Vec<Group> = baseline.sexes.iter().map(|sex| Group::of(Some(*sex))).collect();
    if groups.len() == 2 {
        groups.push(Group::Both);
    }
    groups
}

fn position(solved: &Solved, year: Year) -> Position {
    // Life, healthy and independent life expectancy among the nine.
    let three = |table: &[[f64; 9]]| {
        let rows = solved.rows.iter().zip(table).filter(|((of, _), _)| *of == year);
        rows.map(|(_, values)| EXPECTANCIES.map(|place| values[place])).collect()
    };
    let departures = solved.rows.iter().zip(&solved.departures).filter(|((of, _), _)| *of == year);
    Position {
        central: three(&solved.central),
        replicates: solved.replicates.iter().map(|table| three(table)).collect(),
        departures: departures.map(|(_, own)| own.clone()).collect(),
    }
}

fn effects(groups: &[Group], estimates: &[[Estimate; 3]]) -> Vec<Effect> {
    let of = |(sex, [life, healthy, independent]): (&Group, &[Estimate; 3])| Effect {
        sex: *sex,
        life_expectancy: *life,
        healthy_life_expectancy: *healthy,
        independent_life_expectancy: *independent,
    };
    groups.iter().zip(estimates).map(of).collect()
}

impl Effect {
    /// Life, healthy and independent life expectancy.
    #[must_use]
    pub const fn three(&self) -> [Estimate; 3] {
        [self.life_expectancy, self.healthy_life_expectancy, self.independent_life_expectancy]
    }

    fn is_nothing(&self) -> bool {
        self.three().iter().all(Estimate::is_nothing)
    }

    const fn nothing(sex: Group) -> Self {
        let zero = Estimate::new(0.0, 0.0);
        Self { sex, life_expectancy: zero, healthy_life_expectancy: zero, independent_life_expectancy: zero }
    }
}

impl Named {
    fn of(world: &World) -> Self {
        Self {
            id: world.id.clone(),
            title: world.title.clone(),
            digest: world.plan.digest(),
            own_assumptions: world.own_assumptions.clone(),
        }
    }
}

impl Contribution {
    fn of_assumption(part: Part, share: Vec<Effect>) -> Self {
        let id = match part {
            Part::Mortality => "mortality",
            Part::Limitation => "limitation",
            Part::CareNeed => "care_need",
            Part::HazardChanges | Part::Lever => "hazard_changes",
        };
        Self {
            part,
            id: id.to_owned(),
            share,
            sampling_se: None,
            alone: None,
            added_last: None,
            no_effect: None,
            chain: None,
            outcomes: None,
            costs: None,
        }
    }
}

/// Tells of one lever.
struct Teller<'a> {
    baseline: &'a Baseline,
    game: &'a Game<'a>,
    year: Year,
    base: Option<&'a Solved>,
}

impl Teller<'_> {
    /// What a lever brings and costs, from the first year to the one looked at.
    fn economics(&self, id: &str, single: Option<&Solved>) -> (Option<Outcomes>, Option<Costs>) {
        let (Some(base), Some(single)) = (self.base, single) else { return (None, None) };
        // Only the lever itself sets the year that is discounted to.
        let only = |plan: &Plan| Plan {
            levers: setting(plan, id).cloned().into_iter().collect(),
            ..Plan::default_trends()
        };
        let [before, after] = [self.game.from, self.game.to].map(only);
        let mut all = between(self.baseline, (base, single), [&before, &after]);
        all.pop_last().map_or((None, None), |(_, (outcomes, costs))| (Some(outcomes), costs))
    }

    /// What a lever changes of those it acts through; `plan` has their coverage after it has acted.
    fn through(&self, lever: &Lever, plan: &Plan) -> Vec<Through> {
        let known = self.baseline.levers.levers.iter();
        let targets = known
            .filter(|known| lever.channels.iter().any(|channel| channel.acts.lever() == Some(&known.id)));
        targets
            .map(|known| {
                let usual = known.reference_coverage(self.year);
                let own = setting(plan, &known.id).and_then(|own| own.coverage.as_ref()?.at(self.year));
                Through { lever: known.title.clone(), more: own.unwrap_or(usual) - usual }
            })
            .collect()
    }

    /// The links of a lever, and the reason if it does nothing.
    fn tell(&self, id: &str, single: Option<&Solved>, nothing: bool) -> (Option<Chain>, Option<NoEffect>) {
        let baseline = self.baseline;
        let Some(setting) = setting(self.game.to, id).or_else(|| setting(self.game.from, id)) else {
            return (None, None);
        };
        // Its reference was solved before: it has one.
        let Ok(plan) = with_reach(baseline, &self.game.with_only(id)) else { return (None, None) };
        let frame = Frame::new(baseline);
        let years = YearSpan { first: baseline.years.first, last: self.year };
        let set = LeverSet::new(baseline, &plan, &frame.processes, frame.exposures.as_ref(), years);
        let (Some(base), Some(single)) = (self.base, single) else { return (None, None) };
        let active = set.set_lever(id);
        let dose = active.map(|active| {
            crate::model::levers::mean::mean_dose(baseline, active, &base.cells.population, years, self.year)
        });
        let chain = Chain::of(baseline, id, (base, single), active, dose.as_ref(), self.year);
        let reason = nothing.then(|| {
            let lever = baseline.levers.lever(id);
            let reached = chain.reach.person_years_touched;
            let through = lever.map_or_else(Vec::new, |lever| self.through(lever, &plan));
            let (dose, year) = (dose.as_ref(), self.year);
            Case { baseline, lever, setting, set: &set, dose, reached, through, year }.reason()
        });
        (Some(chain), reason)
    }
}
