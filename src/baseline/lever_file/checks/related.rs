//! Rules that join levers with each other, or with what the engine can carry out exactly.

use super::{Checked, texts, unknown, within, wrong};
use crate::baseline::Baseline;
use crate::baseline::health::{FactorKind, Node};
use crate::baseline::levers::{Channel, Lever, Overlap, PersonState, Target};

/// Rules of each channel.
pub(super) fn channels(lever: &Lever, levers: &[Lever], baseline: &Baseline) -> Checked {
    let one = |channel: &Channel| of_channel(channel, lever, levers, baseline);
    lever.channels.iter().try_for_each(|each| one(each).map_err(|fault| within(&each.id, fault)))
}

/// Coverage that counts among those of another lever needs that lever's reach to be one share of all eligible.
pub(super) fn among(lever: &Lever, levers: &[Lever], _: &Baseline) -> Checked {
    let Some(other) = lever.coverage.among.as_deref() else { return Ok(()) };
    let ids: Vec<&str> = levers.iter().map(|lever| lever.id.as_str()).collect();
    unknown("lever", other, &ids)?;
    let Some(source) = levers.iter().find(|known| known.id == other) else { return Ok(()) };
    let (own, offered) = (&lever.eligibility, &source.eligibility);
    let all = offered.sex.is_none_or(|sex| own.sex == Some(sex))
        && offered.ages.0 <= own.ages.0
        && own.ages.1 <= offered.ages.1
        && !offered.employed
        && offered.state.is_none();
    if other == lever.id || !all || !source.coverage.profile.is_empty() || source.coverage.among.is_some() {
        return wrong(
            "coverage: `among` must name another lever that may reach all sexes and ages of this one, \
             whatever their work and state, without a profile and without `among`",
        );
    }
    if source.coverage.reference.iter().any(|(_, share)| *share <= 0.0) {
        return wrong("coverage: `among` must name a lever whose reference coverage is above 0");
    }
    Ok(())
}

/// An overlap names an edge of the graph of relative risks and a stacking group of some channel.
pub(super) fn overlap(overlap: &Overlap, levers: &[Lever], baseline: &Baseline) -> Checked {
    let edges: Vec<&str> =
        baseline.risk.iter().flat_map(|risk| &risk.edges).map(|edge| edge.id.as_str()).collect();
    unknown("edge", &overlap.edge, &edges)?;
    let channels = levers.iter().flat_map(|lever| &lever.channels);
    let groups: Vec<&str> = channels.filter_map(|channel| channel.stacking.as_deref()).collect();
    unknown("stacking", &overlap.stacking, &groups)?;
    texts(&[("basis", &overlap.basis)])
}

fn of_channel(channel: &Channel, lever: &Lever, levers: &[Lever], baseline: &Baseline) -> Checked {
    match &channel.acts {
        Target::Passage(other) => {
            let counts =
                |known: &&Lever| known.id == *other && known.coverage.among.as_ref() == Some(&lever.id);
            if !levers.iter().any(|known| counts(&known)) {
                return wrong(format!("`Passage` needs `among: \"{}\"` in the lever `{other}`", lever.id));
            }
        }
        Target::ReachPoints(_) | Target::ReachOdds { .. } if lever.eligibility.state.is_some() => {
            return wrong(
                "a lever of reach cannot ask for a state: how many of its target have it is not known",
            );
        }
        Target::Abstinence if lever.coverage.reference.iter().any(|(_, share)| *share > 0.0) => {
            return wrong(
                "`Abstinence` needs a reference coverage of 0: what is done today is in the rates of smoking, \
                 and which former smokers owe it to the lever is not known",
            );
        }
        Target::Death(causes) => {
            if let Some(PersonState::Condition(id)) = &lever.eligibility.state
                && deadly(baseline, id, causes)
            {
                return wrong(format!(
                    "`Death` among persons with `{id}`, which itself changes the chance of dying of it: deaths are \
                     expected over the chance of having the condition, which the lever would not follow; act on \
                     the onset of the condition, or on deaths of all who are eligible"
                ));
            }
        }
        Target::Exposure(factor) | Target::Score(factor) => {
            let onto_death = baseline.risk.iter().flat_map(|risk| &risk.edges).any(|edge| {
                matches!((&edge.from, &edge.to), (Node::Factor(from), Node::Death(_)) if from == factor)
            });
            let within_condition = baseline
                .risk
                .iter()
                .flat_map(|risk| &risk.factors)
                .any(|known| known.id == *factor && matches!(known.kind, FactorKind::Within { .. }));
            if onto_death && within_condition {
                return wrong(format!(
                    "`{factor}` belongs to persons with a condition and acts on deaths: deaths are expected over the \
                     chance of having the condition, which the lever would not follow"
                ));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether a condition changes the hazard of death from one of these causes.
fn deadly(baseline: &Baseline, condition: &str, causes: &[String]) -> bool {
    let Some(index) = baseline.conditions.iter().position(|known| known.id == condition) else {
        return false;
    };
    let acts = |cause: usize| {
        let owned = baseline.causes[cause].owner.as_ref().is_some_and(|owner| owner.0 == index);
        let known = &baseline.conditions[index].multipliers;
        owned || known.iter().any(|multiplier| multiplier.causes.contains(&cause))
    };
    let position = |id: &String| baseline.causes.iter().position(|known| known.id == *id);
    causes.iter().filter_map(position).any(acts)
}
