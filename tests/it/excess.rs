//! How much faster cases die: the ratio among simulated persons is the one the pack gives, whatever
//! care need and other conditions add on the way.

use kenju::baseline::Baseline;
use kenju::model::levers::LeverSet;
use kenju::model::person::Person;
use kenju::model::reference::Reference;
use kenju::model::step;
use kenju::model::tables::{CohortTable, Frame, Inputs, OriginKind, cohort_hazards, cohort_tables};
use kenju::num::draws::Draws;
use kenju::num::units::{Sex, Year, YearSpan};
use kenju::plan::Plan;
use rayon::prelude::*;

/// Residents per simulated person.
const WEIGHT: f64 = 400.0;
const LAST: Year = Year(2024);

/// Persons and their hazard of the multiplied causes: without the condition, with it; and the hazard
/// that cases would have at the pack's multiplier of persons without.
#[derive(Clone, Copy, Default)]
struct Sums {
    persons: [f64; 2],
    hazard: [f64; 2],
    multiplier: f64,
}

/// Lives the stock of one cohort and sums up every row for one condition.
fn live(inputs: &Inputs<'_>, table: &CohortTable<64>, condition: usize) -> Vec<Sums> {
    let (frame, draws) = (inputs.frame, Draws::new(11, 0));
    let multiplier = &inputs.baseline.conditions[condition].multipliers[0];
    let mut rows = vec![Sums::default(); table.rows.len()];
    for origin in table.origins.iter().filter(|origin| origin.kind == OriginKind::Stock) {
        for serial in 0..(origin.represented / WEIGHT) as u32 {
            let mut person = Person::new(frame, table, origin, serial, draws);
            person.deal_states(frame, origin, draws);
            for (index, row) in table.rows.iter().enumerate() {
                person.begin_row(frame, table, index, draws);
                let has = usize::from(person.conditions[condition] > 0);
                let lanes = multiplier.causes.iter().map(|cause| frame.processes.deaths.start + cause);
                let hazard: f64 = lanes.map(|lane| row.cell[lane] * person.factor[lane]).sum();
                rows[index].persons[has] += 1.0;
                rows[index].hazard[has] += hazard;
                if has == 1 {
                    let by_state = &multiplier.by_state[usize::from(person.conditions[condition]) - 1];
                    rows[index].multiplier +=
                        by_state.held(table.cohort.sex, inputs.baseline.years.first, table.ages[index]);
                }
                if index + 1 < table.rows.len() && !step::advance(&mut person, table, index, frame, draws) {
                    break;
                }
            }
        }
    }
    rows
}

/// Without the scales of the calibration the ratio of dementia grows from 1.0 to 1.6 times the given one
/// within six years, because cases acquire care need.
#[test]
fn cases_die_as_much_faster_as_the_pack_says() {
    let baseline = Baseline::japan().unwrap();
    let (plan, levers) = (Plan::default_trends(), LeverSet::default());
    let frame = Frame::new(&baseline);
    let reference = Reference::new(&baseline, &plan).unwrap();
    let calibration = baseline.calibration().unwrap();
    let inputs = Inputs {
        baseline: &baseline,
        plan: &plan,
        levers: &levers,
        reference: &reference,
        frame: &frame,
        calibration: Some(&calibration),
        default_reference: None,
        years: YearSpan { first: Year(2016), last: LAST },
    };
    let tables: Vec<CohortTable<64>> = cohort_tables(cohort_hazards(&inputs), &inputs);
    for (id, ages, tolerance) in [("dementia", 75..=94, 0.04), ("diabetes", 60..=89, 0.05)] {
        let condition = baseline.conditions.iter().position(|condition| condition.id == id).unwrap();
        let lived: Vec<Vec<Sums>> = tables.par_iter().map(|table| live(&inputs, table, condition)).collect();
        for sex in Sex::ALL {
            for year in [Year(2016), Year(2020), LAST] {
                let (mut found, mut wanted) = (0.0, 0.0);
                for (table, rows) in tables.iter().zip(&lived).filter(|(table, _)| table.cohort.sex == sex) {
                    let Some(index) = year.0.checked_sub(table.first_year.0).map(usize::from) else {
                        continue;
                    };
                    if index >= rows.len() || !ages.contains(&table.ages[index]) {
                        continue;
                    }
                    let Sums { persons, hazard, multiplier } = rows[index];
                    if persons[0] > 0.0 {
                        found += hazard[1];
                        wanted += multiplier * hazard[0] / persons[0];
                    }
                }
                let ratio = found / wanted;
                assert!((ratio - 1.0).abs() < tolerance, "{id}, {sex}, {year}: {ratio} of the ratio given");
            }
        }
    }
}
