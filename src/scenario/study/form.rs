//! How each field of a plan is written, for the messages about its form.

use crate::scenario::quantity::Quantity;

/// Fields with the ways to write them; `[]` stands for any item of a list.
pub const EXAMPLES: [(&str, &[&str]); 10] = [
    ("reference", &["\"reference\"", "\"./file.ron\""]),
    ("scenarios", &["[\"goal-2040\", \"./file.ron\", ...]"]),
    (
        "grids",
        &["[(id: \"salt\", levers: [(id: \"salt_food_environment\", coverage: [Today, Ambitious])]), ...]"],
    ),
    ("grids[].levers", &["[(id: \"salt_food_environment\", coverage: [Today, Ambitious]), ...]"]),
    ("grids[].levers[].coverage", &["[Today, Ambitious, Maximum, Reach(share: 0.6), ...]"]),
    ("readings", &["[(id: \"half\", limitation: Half), ...]"]),
    ("readings[].limitation", &["NoChange", "Half", "Full", "Own(male: -0.01, female: -0.01)"]),
    ("readings[].care_need", &["Unchanged", "ObservedFall"]),
    ("seeds", &["[1, 2, ...]"]),
    ("detail", &["true", "false"]),
];

/// The range of a number of a plan.
#[must_use]
pub fn quantity_of(field: &str) -> Option<Quantity> {
    match field {
        "persons" => Some(Quantity::Persons),
        "draws" => Some(Quantity::Draws),
        "until" => Some(Quantity::ChangeYear),
        "readings[].mortality.by" => Some(Quantity::VanishingYear),
        "readings[].mortality.male" | "readings[].mortality.female" => Some(Quantity::LifeExpectancy),
        "readings[].limitation.male" | "readings[].limitation.female" => Some(Quantity::Pace),
        "grids[].levers[].coverage[].share" => Some(Quantity::Share),
        "grids[].levers[].coverage[].from" | "grids[].levers[].coverage[].by" => Some(Quantity::PolicyYear),
        _ => None,
    }
}
