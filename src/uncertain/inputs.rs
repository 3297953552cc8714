//! The list of uncertain inputs of a pack, in a fixed order.

use super::score::Luck;
use super::shape::Shape;
use super::trend;
use crate::baseline::Baseline;
use crate::baseline::health::{Edge, Form, LimitationEffect, QuitDecay};
use crate::baseline::levers::{Channel, Lever, Target};
use crate::baseline::trials::Assumed;
use std::collections::BTreeSet;

/// What an input is about: the groups in which inputs are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Effect, shrinkage and timing of policy levers.
    Lever,
    /// Relative risks of risk factors and conditions, and how fast they act.
    RelativeRisk,
    /// What conditions and care need do to activity limitation, care need and death.
    Disability,
    /// Survey error of healthy life expectancy and of the limitation curve.
    Survey,
    /// Trends after the last observation.
    Trend,
    /// Unit costs.
    Cost,
    /// How far and how fast the programmes of prevention trials spread.
    Adoption,
}

/// Where an input stands in a pack; numbers are positions in its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Effect { lever: usize, channel: usize },
    Believed { lever: usize, channel: usize },
    Timing { lever: usize, channel: usize },
    Ratio { edge: usize, stratum: usize, category: usize },
    EdgeBelieved { edge: usize },
    Lag { edge: usize },
    QuitHalfLife { edge: usize },
    UsualShare { factor: usize },
    Mixing,
    Limitation { condition: usize },
    CareOnset { condition: usize, state: usize },
    CareProgression { condition: usize, state: usize },
    Recovery,
    LevelOneLimitation,
    CareMortality,
    SurveyTarget { target: usize },
    CurveSlope { sex: usize },
    Pace { sex: usize },
    LifeExpectancy { sex: usize },
    ConditionCost { condition: usize },
    Ceiling { trial: usize },
    Speed { trial: usize },
    TakenUp,
}

impl Place {
    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::Effect { .. } | Self::Believed { .. } | Self::Timing { .. } => Kind::Lever,
            Self::Ratio { .. }
            | Self::EdgeBelieved { .. }
            | Self::Lag { .. }
            | Self::QuitHalfLife { .. }
            | Self::UsualShare { .. }
            | Self::Mixing => Kind::RelativeRisk,
            Self::Limitation { .. }
            | Self::CareOnset { .. }
            | Self::CareProgression { .. }
            | Self::Recovery
            | Self::LevelOneLimitation
            | Self::CareMortality => Kind::Disability,
            Self::SurveyTarget { .. } | Self::CurveSlope { .. } => Kind::Survey,
            Self::Pace { .. } | Self::LifeExpectancy { .. } => Kind::Trend,
            Self::ConditionCost { .. } => Kind::Cost,
            Self::Ceiling { .. } | Self::Speed { .. } | Self::TakenUp => Kind::Adoption,
        }
    }
}

/// An uncertain input.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Name, unique in the pack.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// Value of draw 0.
    pub central: f64,
    /// Unit; empty for a ratio or share.
    pub unit: &'static str,
    /// How it is distributed.
    pub shape: Shape,
    /// Where its luck comes from.
    pub luck: Luck,
    /// Identifiers of the sources of value and range.
    pub sources: Vec<String>,
    /// Values are held between these: an effect must stay one that the model can carry.
    pub least: f64,
    /// See `least`.
    pub most: f64,
    pub(super) place: Place,
}

/// Name of the stream of everything that says how far crude associations are causes: believed too much
/// of one, believed too much of all.
pub(super) const SHRINKAGE: &str = "shrinkage of crude associations";

/// The uncertain inputs of a pack.
#[must_use]
pub fn inputs(baseline: &Baseline) -> Vec<Input> {
    let correlation = baseline.errors.as_ref().map_or(0.0, |errors| errors.study_correlation.value);
    let mut list = List { inputs: Vec::new(), correlation };
    list.levers(baseline);
    list.edges(baseline);
    list.exposures(baseline);
    list.conditions(baseline);
    list.care(baseline);
    trend::add(&mut list, baseline);
    list.costs(baseline);
    list.adoption(baseline);
    list.inputs
}

/// The list as it grows.
pub(super) struct List {
    inputs: Vec<Input>,
    /// Correlation of two estimates of one study.
    correlation: f64,
}

impl List {
    pub(super) fn push(&mut self, input: Input) {
        self.inputs.push(input);
    }

    fn add(
        &mut self,
        place: Place,
        id: String,
        central: f64,
        shape: Option<Shape>,
        luck: Luck,
        sources: &[String],
    ) {
        let Some(shape) = shape else { return };
        let (least, most) = match shape {
            // What has no value below 0 in its range has none below 0 at all.
            Shape::Lognormal { .. } => (f64::MIN_POSITIVE, f64::MAX),
            Shape::Triangular { low, high, .. } | Shape::Uniform { low, high } => (low, high),
            Shape::Halves(halves) | Shape::LogHalves(halves) => (halves.low, halves.high),
            Shape::Beta { .. } => (0.0, 1.0),
            Shape::Normal { .. } => (f64::MIN, f64::MAX),
        };
        self.inputs.push(Input {
            id,
            kind: place.kind(),
            central,
            unit: "",
            shape,
            luck,
            sources: sources.to_vec(),
            least,
            most,
            place,
        });
    }

    fn levers(&mut self, baseline: &Baseline) {
        for (lever, definition) in baseline.levers.levers.iter().enumerate() {
            for (channel, known) in definition.channels.iter().enumerate() {
                self.channel(definition, known, (lever, channel));
            }
        }
    }

    fn channel(&mut self, definition: &Lever, known: &Channel, (lever, channel): (usize, usize)) {
        let name = format!("{}.{}", definition.id, known.id);
        let Some(effect) = &known.effect else { return };
        // A null stays null, and with it whatever would only scale it.
        if effect.default == known.acts.null() {
            return;
        }
        // Channels that carry the same estimate of the same studies are one estimate.
        let first = definition
            .channels
            .iter()
            .find(|other| other.effect == known.effect && other.sources == known.sources)
            .map_or(known, |other| other);
        let luck = Luck::own(format!("effect of {}.{}", definition.id, first.id));
        let place = Place::Effect { lever, channel };
        let before = self.inputs.len();
        self.add(
            place,
            format!("{name} effect"),
            effect.default,
            Shape::stated(effect),
            luck,
            &known.sources,
        );
        if let Some(added) = self.inputs.get_mut(before) {
            (added.least, added.most) = bounds(&known.acts, added);
        }
        let (value, low, high) = known.shrink;
        self.add(
            Place::Believed { lever, channel },
            format!("{name} believed"),
            value,
            Shape::range((value, low, high)),
            Luck::own(SHRINKAGE),
            &known.sources,
        );
        if let (Some(timing), Some(years)) = (&known.timing, known.years()) {
            self.add(
                Place::Timing { lever, channel },
                format!("{name} years"),
                years,
                Shape::stated(timing),
                Luck::own(format!("years of {name}")),
                &known.sources,
            );
        }
    }

    fn edges(&mut self, baseline: &Baseline) {
        let edges = baseline.risk.as_ref().map_or(&[][..], |risk| &risk.edges);
        for (edge, known) in edges.iter().enumerate() {
            self.ratios(edge, known);
            let id = &known.id;
            self.add(
                Place::EdgeBelieved { edge },
                format!("{id} believed"),
                known.shrink.0,
                Shape::range(known.shrink),
                Luck::own(SHRINKAGE),
                &known.sources,
            );
            let (value, low, high) = known.lag;
            self.add(
                Place::Lag { edge },
                format!("{id} lag"),
                value,
                Shape::ratio(low, value, high),
                Luck::own(format!("lag of {id}")),
                &known.sources,
            );
            if let Some(QuitDecay::HalfLife { years, low, high, source, .. }) = &known.quit_decay {
                self.add(
                    Place::QuitHalfLife { edge },
                    format!("{id} half-life after quitting"),
                    *years,
                    Shape::ratio(*low, *years, *high),
                    Luck::own(format!("half-life of {id}")),
                    std::slice::from_ref(source),
                );
            }
        }
    }

    fn ratios(&mut self, edge: usize, known: &Edge) {
        let amount = matches!(known.form, Form::Additive { .. });
        for (stratum, found) in known.strata.iter().enumerate() {
            for (category, value) in found.rr.iter().enumerate() {
                let (low, high) = (found.low[category], found.high[category]);
                let null = if amount { 0.0 } else { 1.0 };
                let shape = if *value == null {
                    None
                } else if amount {
                    Shape::slope((*value, low, high))
                } else {
                    Shape::ratio(low, *value, high)
                };
                let (id, ages) = (&known.id, found.ages);
                let sex = match found.sex {
                    crate::baseline::health::StratumSex::Male => "male ",
                    crate::baseline::health::StratumSex::Female => "female ",
                    crate::baseline::health::StratumSex::Both => "",
                };
                let name = if found.rr.len() > 1 {
                    format!("{id} {sex}{}-{} category {}", ages.0, ages.1, category + 1)
                } else {
                    format!("{id} {sex}{}-{}", ages.0, ages.1)
                };
                let luck =
                    Luck::of_study(format!("ratios of {id}"), format!("ratio {name}"), self.correlation);
                let place = Place::Ratio { edge, stratum, category };
                self.add(place, name, *value, shape, luck, &known.sources);
            }
        }
    }

    fn exposures(&mut self, baseline: &Baseline) {
        let Some(risk) = &baseline.risk else { return };
        let source = sources_of(baseline, "risk_settings.csv");
        for setting in &risk.settings {
            let place = match setting.id.strip_suffix("_usual_share_of_variance") {
                Some(factor) => {
                    let Some(factor) = risk.factor(factor) else { continue };
                    Place::UsualShare { factor }
                }
                None if setting.id == "rank_mixing_r" => Place::Mixing,
                // The others were used when the tables of the pack were made.
                None => continue,
            };
            let range = (setting.value, setting.low, setting.high);
            let luck = Luck::own(setting.id.clone());
            self.add(place, setting.id.clone(), setting.value, Shape::range(range), luck, &source);
        }
    }

    fn conditions(&mut self, baseline: &Baseline) {
        for (condition, known) in baseline.conditions.iter().enumerate() {
            let id = &known.id;
            if let LimitationEffect::LogOdds(value) = known.limitation {
                let [low, high] = known.limitation_range;
                // The range is a factor on the crude log odds: what is uncertain is the share believed.
                let shape = Shape::ratio(low, value, high);
                let place = Place::Limitation { condition };
                let luck = Luck::own(SHRINKAGE);
                self.add(place, format!("{id} limitation log odds"), value, shape, luck, &known.sources);
            }
            let care = [
                ("care onset", known.care_onset, known.care_onset_range),
                ("care progression", known.care_progression, known.care_progression_range),
            ];
            for (what, values, ranges) in care {
                for state in 0..2 {
                    let (value, [low, high]) = (values[state], ranges[state]);
                    let shape = if value == 1.0 { None } else { Shape::ratio(low, value, high) };
                    let place = match what {
                        "care onset" => Place::CareOnset { condition, state },
                        _ => Place::CareProgression { condition, state },
                    };
                    let name = format!("{id} {what} state {}", state + 1);
                    // The same number in both states is one estimate.
                    let same = state == 1 && values[0] == values[1] && ranges[0] == ranges[1];
                    let own = if same { format!("{id} {what} state 1") } else { name.clone() };
                    let luck = Luck::of_study(format!("{id} {what}"), own, self.correlation);
                    self.add(place, name, value, shape, luck, &known.sources);
                }
            }
        }
    }

    fn care(&mut self, baseline: &Baseline) {
        let Some(care) = &baseline.care else { return };
        let source = sources_of(baseline, "care_parameters.csv");
        let range = |value, [low, high]: [f64; 2]| Shape::range((value, low, high));
        let rows = [
            ("care recovery", Place::Recovery, care.recovery, range(care.recovery, care.recovery_range)),
            (
                "care level 1 limitation log odds",
                Place::LevelOneLimitation,
                care.limitation_log_odds,
                range(care.limitation_log_odds, care.limitation_log_odds_range),
            ),
            ("care mortality log factor", Place::CareMortality, 1.0, {
                let [low, high] = care.log_mortality_ratio_factor_range;
                Shape::ratio(low, 1.0, high)
            }),
        ];
        for (id, place, value, shape) in rows {
            self.add(place, id.to_owned(), value, shape, Luck::own(id), &source);
        }
    }

    fn costs(&mut self, baseline: &Baseline) {
        let costs = baseline.costs.as_ref().map_or(&[][..], |costs| &costs.conditions);
        for (condition, cost) in costs.iter().enumerate() {
            let id = format!("{} cost", cost.condition);
            let range = Shape::range((cost.yen, cost.low, cost.high));
            // Costs that rest on the same figures are one estimate.
            let first = costs
                .iter()
                .find(|other| {
                    (other.yen, other.low, other.high, &other.sources)
                        == (cost.yen, cost.low, cost.high, &cost.sources)
                })
                .map_or(&cost.condition, |other| &other.condition);
            let luck = Luck::own(format!("{first} cost"));
            let place = Place::ConditionCost { condition };
            self.add(place, id, cost.yen, range, luck, &cost.sources);
        }
    }

    fn adoption(&mut self, baseline: &Baseline) {
        let pipelines = &baseline.pipelines;
        for (trial, known) in pipelines.trials.iter().enumerate() {
            let Some(adoption) = known.adoption.as_ref().filter(|_| known.lever.is_some()) else { continue };
            let rows = [
                ("ceiling", Place::Ceiling { trial }, adoption.ceiling),
                ("speed", Place::Speed { trial }, adoption.speed),
            ];
            for (what, place, Assumed { value, low, high }) in rows {
                let id = format!("{}: {what} of adoption", known.id);
                let luck = Luck::own(id.clone());
                self.add(place, id, value, Shape::range((value, low, high)), luck, &known.sources);
            }
        }
        if let Some(enablers) = &pipelines.enablers {
            let Assumed { value, low, high } = enablers.positive_adopted;
            let id = "chance that a positive trial is taken up";
            let range = Shape::range((value, low, high));
            // The totals of the enablers rest on what their items rest on.
            let sources: BTreeSet<String> =
                enablers.items.iter().flat_map(|item| item.sources.iter().cloned()).collect();
            let sources: Vec<String> = sources.into_iter().collect();
            self.add(Place::TakenUp, id.to_owned(), value, range, Luck::own(id), &sources);
        }
    }
}

/// Sources of a table of the pack.
fn sources_of(baseline: &Baseline, file: &str) -> Vec<String> {
    let table = baseline.tables.iter().find(|table| table.file == file);
    table.map(|table| table.sources.clone()).unwrap_or_default()
}

/// Effects that the model can carry: ratios above 0, shares and points inside the unit.
fn bounds(acts: &Target, input: &Input) -> (f64, f64) {
    let (least, most) = match acts {
        Target::Abstinence => (0.0, 1.0),
        Target::ReachPoints(_) => (-1.0, 1.0),
        _ if acts.is_ratio() => (1e-3, 1e3),
        _ => (f64::MIN, f64::MAX),
    };
    (least.max(input.least), most.min(input.most))
}
