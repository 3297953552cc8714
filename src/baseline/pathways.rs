//! The directed graph of relative risks: its file, and the rules it must keep.
//!
//! A risk may reach an outcome on one way only once. So the graph has no cycle, two nodes are joined
//! by one edge at most, and an edge that stands for a whole effect (`Total`) is refused where another
//! directed path joins its ends: the effect of that path would be counted twice.

use super::error::LoadError;
use super::health::{CATEGORIES, Edge, FactorKind, Form, Node, QuitDecay, RiskFactor};
use super::load::Files;
use super::provenance::Source;
use super::ron_file;
use super::schema;
use crate::nearest::nearest;
use crate::text::escape_untrusted;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Version of the file's form that is understood.
const SCHEMA: u32 = 1;

/// The content of `pathways.ron`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pathways {
    schema: u32,
    pub edges: Vec<Edge>,
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// Names an edge may use.
pub(super) struct Names<'a> {
    pub factors: Vec<&'a str>,
    /// `None` when the pack lists none: then any name is allowed.
    pub conditions: Option<Vec<&'a str>>,
    /// As `conditions`.
    pub causes: Option<Vec<&'a str>>,
    pub sources: Vec<&'a str>,
}

impl Pathways {
    /// Reads the file without checking the graph.
    pub(super) fn read(files: &Files) -> Result<Self, LoadError> {
        let name = schema::PATHWAYS.file;
        let file = files.label(name);
        let text = files.text(name).ok_or_else(|| LoadError::Missing { path: file.clone() })?;
        let read: Self = ron_file::parse(&file, text)?;
        ron_file::schema(&file, read.schema, SCHEMA)?;
        Ok(read)
    }
}

/// Checks the graph; the error carries the line of the edge.
pub(super) fn check(files: &Files, edges: &[Edge], names: &Names) -> Result<(), LoadError> {
    faults(edges, names).map_err(|(edge, message)| located(files, edges, edge, message))
}

/// Whether edges fit the factors they start from; the error carries the line of the edge.
pub(super) fn fit(files: &Files, edges: &[Edge], factors: &[RiskFactor]) -> Result<(), LoadError> {
    for (index, edge) in edges.iter().enumerate() {
        let Node::Factor(name) = &edge.from else { continue };
        let Some(factor) = factors.iter().find(|factor| factor.id == *name) else { continue };
        let valued = factor.values.is_some();
        let fits = match &edge.form {
            Form::LogLinear { .. } => valued,
            Form::Categorical { cuts } => match factor.categories {
                Some(_) => cuts.iter().all(|cut| factor.category_bounds.contains(cut)),
                None => valued,
            },
            Form::States => {
                factor.categories.is_some() && edge.strata.iter().all(|s| s.rr.len() <= CATEGORIES)
            }
            Form::Smoking => factor.kind == FactorKind::Smoking,
            Form::Additive { .. } => matches!(edge.to, Node::Factor(_)),
            Form::Binary => false,
        };
        if !fits {
            let message =
                format!("edge `{}`: this form does not fit the factor {name}", escape_untrusted(&edge.id));
            return Err(located(files, edges, index, message));
        }
    }
    Ok(())
}

fn located(files: &Files, edges: &[Edge], edge: usize, message: String) -> LoadError {
    let text = files.text(schema::PATHWAYS.file).unwrap_or_default();
    let wanted = format!("id: \"{}\"", edges[edge].id);
    let line = text.lines().position(|line| line.contains(&wanted)).map(|line| line as u64 + 1);
    LoadError::Inconsistent { file: files.label(schema::PATHWAYS.file), line, message }
}

/// The first edge that breaks a rule, with words.
fn faults(edges: &[Edge], names: &Names) -> Result<(), (usize, String)> {
    let mut ids = BTreeSet::new();
    let mut ends = BTreeSet::new();
    for (index, edge) in edges.iter().enumerate() {
        let id = escape_untrusted(&edge.id);
        let wrong = |message: String| Err((index, format!("edge `{id}`: {message}")));
        if !ids.insert(&edge.id) {
            return wrong("the id is given twice".to_owned());
        }
        if !ends.insert((words(&edge.from), words(&edge.to))) {
            return wrong(format!("{} -> {} is given twice", words(&edge.from), words(&edge.to)));
        }
        if matches!(edge.from, Node::Death(_) | Node::CareOnset) {
            return wrong(format!("{} cannot be the start of an edge", words(&edge.from)));
        }
        for node in [&edge.from, &edge.to] {
            let (what, name, list) = match node {
                Node::Factor(name) => ("factor", name, Some(&names.factors)),
                Node::Condition(name) => ("condition", name, names.conditions.as_ref()),
                Node::Death(name) => ("cause of death", name, names.causes.as_ref()),
                Node::CareOnset => continue,
            };
            if let Some(message) = list.and_then(|list| unknown(what, name, list)) {
                return wrong(message);
            }
        }
        let decay = edge.quit_decay.as_ref().map(|decay| match decay {
            QuitDecay::HalfLife { source, .. } | QuitDecay::Steps { source, .. } => source,
        });
        if edge.sources.is_empty() {
            return wrong("it cites no source; cite at least one".to_owned());
        }
        if let Some(message) =
            edge.sources.iter().chain(decay).find_map(|id| unknown("source", id, &names.sources))
        {
            return wrong(message);
        }
        numbers(edge).or_else(wrong)?;
    }
    let (from, to) = numbered(edges);
    let nodes = from.iter().chain(&to).max().map_or(0, |last| last + 1);
    let mut next = vec![Vec::new(); nodes];
    for (start, end) in from.iter().zip(&to) {
        next[*start].push(*end);
    }
    for (index, edge) in edges.iter().enumerate() {
        let id = escape_untrusted(&edge.id);
        if reaches(&next, to[index], from[index], None) {
            return Err((index, format!("edge `{id}`: it closes a cycle; the graph must have none")));
        }
    }
    for (index, edge) in edges.iter().enumerate() {
        let id = escape_untrusted(&edge.id);
        let total = edge.effect == super::health::Effect::Total;
        if total && reaches(&next, from[index], to[index], Some((from[index], to[index]))) {
            let message = format!(
                "edge `{id}`: it is `Total`, but another path leads from {} to {}; what is left beside that path is `Direct`",
                words(&edge.from),
                words(&edge.to)
            );
            return Err((index, message));
        }
    }
    Ok(())
}

fn unknown(what: &str, name: &str, list: &[&str]) -> Option<String> {
    if list.contains(&name) {
        return None;
    }
    let meant = nearest(name, list.iter().copied());
    let meant = meant.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default();
    Some(format!("no {what} `{}` is listed{meant}", escape_untrusted(name)))
}

fn words(node: &Node) -> String {
    match node {
        Node::Factor(name) => format!("factor {}", escape_untrusted(name)),
        Node::Condition(name) => format!("condition {}", escape_untrusted(name)),
        Node::Death(name) => format!("death from {}", escape_untrusted(name)),
        Node::CareOnset => "care onset".to_owned(),
    }
}

/// The two ends of every edge as numbers of nodes.
fn numbered(edges: &[Edge]) -> (Vec<usize>, Vec<usize>) {
    let mut known = BTreeMap::new();
    let mut number = |node: &Node| {
        let next = known.len();
        *known.entry(words(node)).or_insert(next)
    };
    edges.iter().map(|edge| (number(&edge.from), number(&edge.to))).unzip()
}

/// Whether a path leads from one node to another without the edge `without`.
fn reaches(next: &[Vec<usize>], from: usize, to: usize, without: Option<(usize, usize)>) -> bool {
    let mut seen = vec![false; next.len()];
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for &after in &next[node] {
            if Some((node, after)) == without {
                continue;
            }
            if after == to {
                return true;
            }
            if !std::mem::replace(&mut seen[after], true) {
                open.push(after);
            }
        }
    }
    false
}

/// Whether the numbers of an edge can be used.
fn numbers(edge: &Edge) -> Result<(), String> {
    let wanted = match &edge.form {
        Form::Categorical { cuts } => {
            if !cuts.windows(2).all(|pair| pair[0] < pair[1]) || !cuts.iter().all(|cut| cut.is_finite()) {
                return Err("cuts must be rising numbers".to_owned());
            }
            Some(cuts.len() + 1)
        }
        Form::States => None,
        Form::LogLinear { per, reference, clamp, .. } => {
            let finite = [per, reference, &clamp.0, &clamp.1].iter().all(|number| number.is_finite());
            if !finite || *per <= 0.0 || clamp.0 >= clamp.1 {
                return Err("per must be above 0 and clamp must rise".to_owned());
            }
            Some(1)
        }
        Form::Additive { per } if !per.is_finite() || *per <= 0.0 => {
            return Err("per must be above 0".to_owned());
        }
        _ => Some(1),
    };
    if (edge.form == Form::Smoking) != edge.quit_decay.is_some() {
        return Err("`Smoking` and `quit_decay` go together".to_owned());
    }
    match &edge.quit_decay {
        Some(QuitDecay::HalfLife { years, low, high, .. })
            if !(0.0 < *low && low <= years && years <= high && high.is_finite()) =>
        {
            return Err("the half-life must be above 0 and lie between `low` and `high`".to_owned());
        }
        Some(QuitDecay::Steps { bins, .. }) => {
            let shares = bins.iter().all(|(first, last, share)| first <= last && (0.0..=1.0).contains(share));
            let joined = bins.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0);
            if bins.first().is_none_or(|first| first.0 != 0) || !shares || !joined {
                return Err("the steps of `quit_decay` must start at 0, follow each other without gap and have shares from 0 to 1".to_owned());
            }
        }
        _ => {}
    }
    for (name, (value, low, high)) in [("shrink", edge.shrink), ("lag", edge.lag)] {
        if !(0.0 <= low && low <= value && value <= high && high.is_finite()) {
            return Err(format!(
                "{name}: found ({value}, {low}, {high}); allowed: value, low, high with 0 <= low <= value <= high"
            ));
        }
    }
    if edge.strata.is_empty() {
        return Err("it has no strata".to_owned());
    }
    for (index, stratum) in edge.strata.iter().enumerate() {
        let count = stratum.rr.len();
        if wanted.is_some_and(|wanted| wanted != count)
            || count == 0
            || stratum.low.len() != count
            || stratum.high.len() != count
        {
            return Err(format!("stratum {}: rr, low and high need one number per category", index + 1));
        }
        for ((rr, low), high) in stratum.rr.iter().zip(&stratum.low).zip(&stratum.high) {
            if !(0.0 < *low && low <= rr && rr <= high && high.is_finite()) {
                return Err(format!(
                    "stratum {}: found rr {rr}, low {low}, high {high}; allowed: 0 < low <= rr <= high",
                    index + 1
                ));
            }
        }
        if stratum.ages.0 > stratum.ages.1 {
            return Err(format!("stratum {}: the ages fall", index + 1));
        }
        let overlaps = |other: &super::health::Stratum| {
            use super::health::StratumSex::Both;
            let sexes = stratum.sex == other.sex || stratum.sex == Both || other.sex == Both;
            sexes && stratum.ages.0 <= other.ages.1 && other.ages.0 <= stratum.ages.1
        };
        if edge.strata[..index].iter().any(overlaps) {
            return Err(format!("stratum {}: it overlaps an earlier one", index + 1));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
