//! Names of the readings of the future.

use crate::baseline::{Baseline, Mortality};
use crate::i18n::{Messages, message, numbers};
use crate::num::units::Year;
use crate::plan::{CareNeedAssumption, MortalityAssumption};

/// A mortality assumption; `observed` is the last observed year.
#[must_use]
pub fn mortality(messages: &Messages, assumption: MortalityAssumption, observed: Option<Year>) -> String {
    let Some(observed) = observed else { return message!(messages, "ui-mortality-pack") };
    match assumption {
        MortalityAssumption::Anchored => message!(messages, "ui-mortality-anchored"),
        MortalityAssumption::ExcessVanishes { by } => {
            message!(messages, "ui-mortality-excess", year = by.to_string())
        }
        MortalityAssumption::WorldPopulationProspects => message!(messages, "ui-mortality-wpp"),
        MortalityAssumption::Frozen => {
            message!(messages, "ui-mortality-frozen", year = observed.to_string())
        }
        MortalityAssumption::Own { .. } => message!(messages, "ui-mortality-own"),
        MortalityAssumption::Ipss2023Check => message!(messages, "ui-mortality-ipss2023"),
    }
}

/// An assumption on care need.
#[must_use]
pub fn care_need(messages: &Messages, assumption: CareNeedAssumption) -> String {
    match assumption {
        CareNeedAssumption::Unchanged => message!(messages, "ui-care-unchanged"),
        CareNeedAssumption::ObservedFall => message!(messages, "ui-care-fall"),
    }
}

/// The last year whose death rates are observed; `None` for a pack without official rates.
#[must_use]
pub fn last_observed(baseline: &Baseline) -> Option<Year> {
    match &baseline.mortality {
        Mortality::Official(official) => Some(official.observed.years().last),
        Mortality::WithoutConditions(_) => None,
    }
}

/// A trend of limitation: its share of the observed pace, for men and women.
#[must_use]
pub fn limitation(messages: &Messages, baseline: &Baseline, pace: [f64; 2]) -> String {
    let Some(limitation) = &baseline.limitation else { return message!(messages, "ui-mortality-pack") };
    let shares: Vec<f64> = pace.iter().zip(limitation.observed_pace).map(|(own, all)| own / all).collect();
    let all = |share: f64| shares.iter().all(|own| (own - share).abs() < 1e-9);
    if all(0.0) {
        message!(messages, "ui-trend-none")
    } else if all(0.5) {
        message!(messages, "ui-trend-half")
    } else if all(1.0) {
        message!(messages, "ui-trend-full")
    } else {
        let [men, women] = [shares[0], shares[1]].map(|share| numbers::percent(share, 0));
        message!(messages, "report-own-pace", men = men, women = women)
    }
}
