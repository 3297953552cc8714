//! Every rule of the graph is broken once.

use super::*;
use crate::baseline::health::{EdgeStatus, Effect, Stratum, StratumSex, Value};

fn factor(name: &str) -> Node {
    Node::Factor(name.to_owned())
}

fn condition(name: &str) -> Node {
    Node::Condition(name.to_owned())
}

fn edge(from: Node, to: Node, effect: Effect) -> Edge {
    Edge {
        id: format!("{} {}", words(&from), words(&to)),
        from,
        to,
        effect,
        form: Form::Binary,
        quit_decay: None,
        strata: vec![Stratum {
            sex: StratumSex::Both,
            ages: (20, 120),
            rr: vec![1.5],
            low: vec![1.2],
            high: vec![1.9],
            status: EdgeStatus::Observed,
        }],
        shrink: (1.0, 1.0, 1.0),
        lag: (0.0, 0.0, 0.0),
        evidence: "cohort".to_owned(),
        sources: vec!["Author2020".to_owned()],
        note: String::new(),
    }
}

fn names() -> Names<'static> {
    Names {
        factors: vec!["pressure", "weight"],
        conditions: Some(vec!["stroke", "diabetes", "dementia"]),
        causes: Some(vec!["suicide"]),
        sources: vec!["Author2020"],
    }
}

/// weight -> diabetes -> stroke, weight -> stroke direct.
fn graph() -> Vec<Edge> {
    vec![
        edge(factor("weight"), condition("diabetes"), Effect::Total),
        edge(condition("diabetes"), condition("stroke"), Effect::Total),
        edge(factor("weight"), condition("stroke"), Effect::Direct),
        edge(factor("pressure"), Node::Death("suicide".to_owned()), Effect::Total),
    ]
}

fn message(change: impl FnOnce(&mut Vec<Edge>)) -> String {
    let mut edges = graph();
    change(&mut edges);
    faults(&edges, &names()).unwrap_err().1
}

#[test]
fn a_sound_graph_is_taken() {
    assert_eq!(faults(&graph(), &names()), Ok(()));
    let open = Names { conditions: None, causes: None, ..names() };
    let mut edges = graph();
    edges.push(edge(factor("weight"), Node::Death("anything".to_owned()), Effect::Total));
    assert_eq!(faults(&edges, &open), Ok(()));
}

#[test]
fn cycles_and_double_counting_are_refused() {
    let text = message(|edges| edges.push(edge(condition("stroke"), condition("diabetes"), Effect::Direct)));
    assert!(text.contains("closes a cycle"), "{text}");
    let text = message(|edges| edges.push(edge(condition("stroke"), condition("stroke"), Effect::Direct)));
    assert!(text.contains("closes a cycle"), "{text}");
    let text = message(|edges| edges[2].effect = Effect::Total);
    assert_eq!(
        text,
        "edge `factor weight condition stroke`: it is `Total`, but another path leads from factor weight to condition stroke; what is left beside that path is `Direct`"
    );
    let text = message(|edges| {
        let mut twin = edges[0].clone();
        twin.id = "another".to_owned();
        edges.push(twin);
    });
    assert!(text.contains("factor weight -> condition diabetes is given twice"), "{text}");
    let text = message(|edges| edges[1].id = edges[0].id.clone());
    assert!(text.contains("the id is given twice"), "{text}");
}

#[test]
fn unknown_names_are_refused_with_the_likely_one() {
    for (node, expected) in [
        (factor("wieght"), "no factor `wieght` is listed (did you mean `weight`?)"),
        (condition("strok"), "no condition `strok` is listed (did you mean `stroke`?)"),
    ] {
        let text = message(|edges| edges[3].from = node);
        assert!(text.ends_with(expected), "{text}");
    }
    let text = message(|edges| edges[3].to = Node::Death("suicid".to_owned()));
    assert!(text.ends_with("no cause of death `suicid` is listed (did you mean `suicide`?)"), "{text}");
    let text = message(|edges| edges[3].from = Node::CareOnset);
    assert!(text.contains("cannot be the start"), "{text}");
    let text = message(|edges| edges[0].sources[0] = "Author2021".to_owned());
    assert!(text.ends_with("no source `Author2021` is listed (did you mean `Author2020`?)"), "{text}");
    let text = message(|edges| edges[0].sources.clear());
    assert!(text.contains("cites no source"), "{text}");
}

type Change = fn(&mut Edge);

#[test]
fn numbers_outside_their_range_are_refused() {
    let stratum = "allowed: 0 < low <= rr <= high";
    let changes: [(Change, &str); 12] = [
        (|edge| edge.strata[0].rr[0] = 1.1, stratum),
        (|edge| edge.strata[0].low[0] = 0.0, stratum),
        (|edge| edge.strata[0].high[0] = f64::INFINITY, stratum),
        (|edge| edge.strata[0].rr[0] = f64::NAN, stratum),
        (|edge| edge.strata[0].low.clear(), "one number per category"),
        (|edge| edge.strata[0].ages = (50, 40), "the ages fall"),
        (|edge| edge.strata.push(edge.strata[0].clone()), "overlaps"),
        (|edge| edge.shrink = (0.5, 0.6, 1.0), "shrink"),
        (|edge| edge.lag = (-1.0, -2.0, 1.0), "lag"),
        (|edge| edge.form = Form::Categorical { cuts: vec![5.0, 4.0] }, "rising"),
        (|edge| edge.form = Form::Smoking, "go together"),
        (
            |edge| {
                edge.form =
                    Form::LogLinear { per: 0.0, reference: 1.0, clamp: (0.0, 2.0), value: Value::Measured };
            },
            "per must be above 0",
        ),
    ];
    for (change, expected) in changes {
        let text = message(|edges| change(&mut edges[3]));
        assert!(text.contains(expected), "{text} does not say {expected}");
    }
}
