//! The program `kenju`: opens the interface on the embedded Japanese pack and reference.

use kenju::baseline::{Baseline, Text};
use kenju::i18n;
use kenju::plan::{CareNeedAssumption, MortalityAssumption, Plan};
use kenju::run::{Persons, RunSettings, World};
use kenju::ui::theme::ColourChoice;
use kenju::ui::{UiOptions, start};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let baseline = match Baseline::japan() {
        Ok(baseline) => Arc::new(baseline),
        Err(error) => {
            eprintln!("kenju: {error}");
            return ExitCode::from(1);
        }
    };
    let until = baseline.goal.map_or(baseline.years.last, |goal| goal.year);
    let world = World {
        id: "reference".to_owned(),
        title: Text { ja: "基準シナリオ".to_owned(), en: "Reference".to_owned() },
        plan: Plan {
            mortality: MortalityAssumption::Anchored,
            limitation_pace: [0.0; 2],
            care_need: CareNeedAssumption::Unchanged,
            hazard_changes: Vec::new(),
        },
    };
    let options = UiOptions {
        language: i18n::choose(None),
        baseline,
        world,
        settings: RunSettings { persons: Persons::Count(200_000), seed: 1, until, detail: false, raw: false },
        ascii: false,
        colour: ColourChoice::Auto,
    };
    match start(options) {
        Ok(ending) => ExitCode::from(ending.exit_code()),
        Err(error) => {
            eprintln!("kenju: {error}");
            ExitCode::from(1)
        }
    }
}
