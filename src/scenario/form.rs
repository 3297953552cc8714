//! How each field of a scenario is written, for the messages about its form.
//!
//! A list of type names helps nobody who writes a file; an example of the field does. A test reads every
//! example, so none can fall behind the schema.

use super::quantity::Quantity;
use super::study;
use crate::language::Language;

/// How the field at a path such as `hazard_changes[1].factor` is written; `None` for unknown fields and
/// texts, which need no example.
#[must_use]
pub fn of(field: &str, language: Language) -> Option<String> {
    let field = without_numbers(field);
    if let Some(quantity) = quantity_of(&field) {
        return Some(quantity.allowed(language));
    }
    let plan = study::form::EXAMPLES.iter();
    let found = EXAMPLES.iter().chain(plan).find(|(name, _)| *name == field);
    found.map(|(_, examples)| examples.join(", "))
}

/// Fields with every way to write them; `[]` stands for any item of a list.
const EXAMPLES: [(&str, &[&str]); 23] = [
    ("", &["(schema: 1, title: (ja: \"...\", en: \"...\"), ...)"]),
    ("base", &["\"reference\"", "\"./file.ron\""]),
    ("title", &["(ja: \"...\", en: \"...\")"]),
    ("note", &["(ja: \"...\", en: \"...\")"]),
    ("assumptions", &["(mortality: Anchored, limitation: NoChange, care_need: Unchanged)"]),
    (
        "assumptions.mortality",
        &[
            "Anchored",
            "ExcessVanishes(by: 2030)",
            "WorldPopulationProspects",
            "Frozen",
            "Own(male: 84.0, female: 90.0)",
            "Ipss2023Check",
        ],
    ),
    ("assumptions.limitation", &["NoChange", "Half", "Full", "Own(male: -0.01, female: -0.01)"]),
    ("assumptions.care_need", &["Unchanged", "ObservedFall"]),
    ("hazard_changes", &["[(process: CareOnset, sex: Male, ages: (65, 110), from: 2026, factor: 0.9), ...]"]),
    (
        "hazard_changes[].process",
        &["Death", "CareOnset", "CareProgression", "CareRecovery", "Condition(\"illness\")"],
    ),
    ("hazard_changes[].sex", &["Male", "Female"]),
    ("hazard_changes[].ages", &["(65, 110)"]),
    ("levers", &["[(id: \"salt_food_environment\", coverage: Ambitious), ...]"]),
    ("levers[].id", &["\"salt_food_environment\""]),
    (
        "levers[].coverage",
        &[
            "Observed",
            "Nothing",
            "Today",
            "Ambitious",
            "Maximum",
            "Reach(share: 0.6, from: 2026, by: 2032)",
            "Logistic(share: 0.6, from: 2026, by: 2032)",
            "Points([(2026, 0.1), (2030, 0.4)])",
            "Fitted(figure: \"shc_rate\")",
            "Diffusion(ceiling_large: 0.8, ceiling_small: 0.3, speed: 1.5)",
        ],
    ),
    ("levers[].effects", &["{\"channel\": 0.8}"]),
    ("trials", &["(start: Planned, only: [\"trial_exercise\"])"]),
    ("trials.start", &["Planned", "Anew"]),
    ("trials.only", &["[\"trial_exercise\", ...]"]),
    ("trials.enablers", &["[(id: \"erp\", strength: 0.5, reading: Low), ...]"]),
    ("trials.enablers[].reading", &["Low", "Central", "High"]),
    ("trials.world", &["Expected", "Drawn(draw: 1)"]),
    ("shocks", &["[Pandemic(year: 2030, severity: 0.15, years: 1), ...]"]),
];

fn quantity_of(field: &str) -> Option<Quantity> {
    match field {
        "schema" => Some(Quantity::SchemaVersion),
        "assumptions.mortality.by" => Some(Quantity::VanishingYear),
        "hazard_changes[].from" => Some(Quantity::ChangeYear),
        "assumptions.mortality.male" | "assumptions.mortality.female" => Some(Quantity::LifeExpectancy),
        "assumptions.limitation.male" | "assumptions.limitation.female" => Some(Quantity::Pace),
        "hazard_changes[].factor" | "levers[].coverage.speed" => Some(Quantity::Factor),
        "start" | "levers[].coverage.from" | "levers[].coverage.by" => Some(Quantity::PolicyYear),
        "levers[].coverage.share"
        | "levers[].coverage.ceiling_large"
        | "levers[].coverage.ceiling_small"
        | "levers[].adherence"
        | "trials.enablers[].strength"
        | "shocks[].attendance_fall" => Some(Quantity::Share),
        "trials.world.draw" => Some(Quantity::Draw),
        "levers[].correlation" => Some(Quantity::Correlation),
        "shocks[].year" => Some(Quantity::ShockYear),
        "shocks[].years" => Some(Quantity::ShockLength),
        "shocks[].severity" => Some(Quantity::Severity),
        "shocks[].vaccine_delay_days" | "shocks[].emergency_approval_days_saved" => Some(Quantity::Days),
        "shocks[].averted_per_14_days" => Some(Quantity::AvertedShare),
        _ if field.starts_with("levers[].effects.") => Some(Quantity::Effect),
        _ => study::form::quantity_of(field),
    }
}

/// The path with `[]` for `[3]`; an item itself is written as its list is.
fn without_numbers(field: &str) -> String {
    let mut path = String::with_capacity(field.len());
    let mut inside = false;
    for character in field.chars() {
        if character == ']' {
            inside = false;
        }
        if !inside {
            path.push(character);
        }
        if character == '[' {
            inside = true;
        }
    }
    match path.strip_suffix("[]") {
        Some(list) => list.to_owned(),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    /// Puts a value into an otherwise fitting scenario.
    fn scenario(field: &str, value: &str) -> String {
        let value = value.replace(", ...", "");
        let title = "title: (ja: \"a\", en: \"b\")";
        match field.split_once("[].") {
            Some((list, inner)) => {
                if list == "trials.enablers" {
                    return format!(
                        "(schema: 1, {title}, trials: (start: Anew, enablers: [(id: \"a\", {inner}: {value})]))"
                    );
                }
                let rest: &[(&str, &str)] = if list == "levers" {
                    &[("id", "\"a\""), ("coverage", "Today")]
                } else {
                    &[("process", "Death"), ("ages", "(0, 1)"), ("from", "2030"), ("factor", "1")]
                };
                let rest: String = rest
                    .iter()
                    .filter(|(name, _)| *name != inner)
                    .flat_map(|(name, value)| [", ", name, ": ", value])
                    .collect();
                format!("(schema: 1, {title}, {list}: [({inner}: {value}{rest})])")
            }
            None => match field.split_once('.') {
                Some(("trials", inner)) if inner != "start" => {
                    format!("(schema: 1, {title}, trials: (start: Anew, {inner}: {value}))")
                }
                Some((outer, inner)) => format!("(schema: 1, {title}, {outer}: ({inner}: {value}))"),
                None if field == "title" => format!("(schema: 1, title: {value})"),
                None if field.is_empty() => value,
                None => format!("(schema: 1, {title}, {field}: {value})"),
            },
        }
    }

    #[test]
    fn every_example_is_read() {
        for (field, examples) in EXAMPLES {
            for example in examples {
                let text = scenario(field, example);
                assert!(parse(&text, "example.ron").is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn every_named_value_of_the_schema_has_an_example() {
        for field in [
            "assumptions.mortality",
            "assumptions.limitation",
            "assumptions.care_need",
            "hazard_changes[].process",
            "hazard_changes[].sex",
            "levers[].coverage",
            "trials.start",
            "trials.enablers[].reading",
            "trials.world",
        ] {
            let wrong = parse(&scenario(field, "Nowhere"), "example.ron").unwrap_err();
            let super::super::problem::Problem::UnknownValue(choice) = &wrong.problem else {
                panic!("{wrong:?}")
            };
            let (_, examples) = EXAMPLES.iter().find(|(name, _)| *name == field).unwrap();
            let names: Vec<&str> =
                examples.iter().map(|example| example.split('(').next().unwrap()).collect();
            assert_eq!(names, choice.allowed, "{field}");
        }
    }

    #[test]
    fn items_and_numbers_are_found() {
        assert!(of("hazard_changes[12].factor", Language::En).unwrap().contains("0 to 10"));
        assert_eq!(of("hazard_changes[3]", Language::En), of("hazard_changes", Language::Ja));
        assert_eq!(of("nothing", Language::En), None);
        assert_eq!(of("title.ja", Language::En), None);
    }
}
