//! `--draws`, `--tolerance` and `kenju uncertainty`.

use super::{failure, json, output};

const SMALL: [&str; 4] = ["--persons", "1000", "--until", "2040"];

fn with(head: &[&str], tail: &[&str]) -> Vec<String> {
    head.iter().chain(&SMALL).chain(tail).map(|text| (*text).to_owned()).collect()
}

fn call(head: &[&str], tail: &[&str]) -> String {
    let all = with(head, tail);
    output(&all.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn every_estimate_has_its_interval_and_the_goal_its_chances() {
    let text = call(&["compare", "reference", "trend-half"], &["--draws", "20", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found["manifest"]["draws"], 20);
    for series in [&found["scenarios"][0]["series"], &found["differences"][0]["series"]] {
        for row in series.as_array().unwrap() {
            let estimate = &row["healthy_life_expectancy"];
            let at = |key: &str| estimate[key].as_f64().unwrap();
            assert!(at("p05") <= at("p50") && at("p50") <= at("p95"), "{row}");
            assert!((0.0..=1.0).contains(&at("monte_carlo_share")));
        }
    }
    let goal = &found["scenarios"][0]["goal"]["male"];
    let by = &goal["chance_by_reading"];
    let chance = |key: &str| by[key].as_f64().unwrap();
    assert!(chance("none") <= chance("half") && chance("half") <= chance("full"));
    assert!((chance("mixed") - (chance("none") + chance("half") + chance("full")) / 3.0).abs() < 1e-12);
    assert_eq!(goal["chance"], by["none"], "the reference reads no further change");
    assert!(goal["interim"]["chance"].is_number());
    let inside = |share: &serde_json::Value, limits: &serde_json::Value| {
        let at = |key: &str| limits[key].as_f64().unwrap();
        let share = share.as_f64().unwrap();
        assert!(
            0.0 <= at("low") && at("low") <= share && share <= at("high") && at("high") <= 1.0,
            "{limits}"
        );
        assert!(at("high") - at("low") > 0.13, "20 draws leave more open: {limits}");
    };
    inside(&goal["chance"], &goal["chance_limits"]);
    inside(&goal["interim"]["chance"], &goal["interim"]["chance_limits"]);
    for reading in ["none", "half", "full", "mixed"] {
        inside(&by[reading], &by["limits"][reading]);
    }
    assert_eq!(found["uncertainty"]["checks"].as_array().unwrap().len(), 6);
}

/// Few persons and draws: where the persons' part cannot be told from the inputs', every form says so, and nowhere else.
#[test]
fn an_interval_is_marked_where_the_persons_could_not_be_taken_out() {
    let call = |format: &str| {
        call(&["compare", "reference", "salt-ambitious"], &["--draws", "20", "--format", format])
    };
    let found: serde_json::Value = serde_json::from_str(&call("json")).unwrap();
    let mut marks = Vec::new();
    for place in ["scenarios", "differences"] {
        for one in found[place].as_array().unwrap() {
            for row in one["series"].as_array().unwrap() {
                let own = &row["healthy_life_expectancy"];
                // With 20 draws the inputs' part is told from none by two standard errors.
                let share = own["monte_carlo_share"].as_f64().unwrap();
                let told = share == 0.0 || 1.0 - share >= 2.0 * (2.0 * (1.0 + share * share) / 19.0).sqrt();
                let mark = own["includes_monte_carlo"].as_bool().unwrap_or(false);
                assert_eq!(mark, !told, "{own}");
                marks.push((row["year"].to_string(), mark.to_string()));
            }
        }
    }
    assert!(marks.iter().any(|(_, mark)| mark == "true") && marks.iter().any(|(_, mark)| mark == "false"));
    let csv = call("csv");
    let rows = csv.lines().filter(|line| {
        let name = line.split(',').nth(2).unwrap();
        ["healthy_life_expectancy", "difference_healthy_life_expectancy"].contains(&name)
    });
    let of = |line: &str| {
        let mark = line.rsplit(',').next().unwrap().to_owned();
        (line.split(',').next().unwrap().to_owned(), mark)
    };
    assert_eq!(rows.map(of).collect::<Vec<_>>(), marks);
}

#[test]
fn the_bytes_do_not_depend_on_threads() {
    let run = |threads: &str| {
        let tail = ["--draws", "20", "--format", "json", "--threads", threads];
        call(&["compare", "reference", "trend-half"], &tail)
    };
    assert_eq!(run("1"), run("3"));
}

#[test]
fn other_forms_show_intervals_and_chances() {
    let csv = call(&["run"], &["--draws", "20", "--format", "csv"]);
    let header = csv.lines().next().unwrap();
    assert!(
        header.ends_with(
            "scenario_digest,mean,p025,p05,p50,p95,p975,monte_carlo_share,draws,includes_monte_carlo"
        ),
        "{header}"
    );
    for name in ["goal_chance", "goal_chance_low", "goal_chance_mixed", "goal_chance_mixed_high"] {
        assert!(csv.contains(&format!("2040,male,{name},")), "{name}");
    }
    let plain = call(&["run"], &["--format", "csv"]);
    assert!(plain.lines().next().unwrap().ends_with("scenario_digest"));
    let table = call(&["run"], &["--draws", "20"]);
    let table = table.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["Uncertainty of the inputs, 2040", "in 90 of 100 draws", "By reading of the trend", "of 20 draws)"]
    {
        assert!(table.contains(words), "{words}");
    }
}

#[test]
fn too_few_and_too_many_draws_are_refused_with_what_is_allowed() {
    for draws in ["-1", "many", "1.5", "5"] {
        let message = failure(&["run", "--draws", draws], 2);
        assert!(message.contains("20"), "{message}");
    }
    failure(&["run", "--tolerance", "0"], 2);
    failure(&["compare", "reference", "salons-10", "--tolerance", "nan"], 2);
    let message = failure(&["run", "--draws", "10001"], 6);
    assert!(message.contains("10,000") && message.contains("MB"), "{message}");
    failure(&["run", "--draws", "5000", "--persons", "100M"], 6);
}

#[test]
fn uncertain_inputs_are_listed_with_distribution_and_reason() {
    let list = json(&["uncertainty", "--format", "json"]);
    let list = list.as_array().unwrap();
    let of = |id: &str| list.iter().find(|entry| entry["id"] == id).unwrap_or_else(|| panic!("{id}"));
    let survey = of("healthy life expectancy 2022 male");
    assert_eq!(survey["distribution"], "normal");
    assert_eq!(survey["standard_deviation"], 0.1);
    assert_eq!(survey["correlation"], 0.5);
    assert_eq!(of("discount rate")["held_because"], "choice");
    assert!(
        list.iter().all(|entry| entry["drawn"] == false || !entry["sources"].as_array().unwrap().is_empty())
    );
    assert!(output(&["uncertainty"]).contains("lognormal"));
    assert!(output(&["uncertainty", "--lang", "ja"]).contains("対数正規"));
}
