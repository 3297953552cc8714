//! The rules that `levers.ron` must keep. Each fault names the line of the lever or channel.

mod channels;
mod related;

use crate::baseline::error::LoadError;
use crate::baseline::health::FactorKind;
use crate::baseline::levers::{
    Coverage, Eligibility, Lever, LeverCaps, LeverGroup, MOST_STACKING_GROUPS, Overlap, PersonState, Target,
    Topic, stacking_groups,
};
use crate::baseline::load::Files;
use crate::baseline::provenance::{Source, TableInfo};
use crate::baseline::schema::{EMPLOYMENT, LEVER_FILES, LEVERS};
use crate::baseline::{Baseline, CARE_LEVELS, Text};
use crate::nearest::nearest;
use crate::num::draws::colliding;
use crate::text::{escape_untrusted, is_unsafe};
use std::collections::{BTreeMap, BTreeSet};

/// Longest id: it is part of the name of a random stream and of columns.
const LONGEST_ID: usize = 40;
/// Largest factor of a coverage profile: above it one group would stand for all.
const LARGEST_FACTOR: f64 = 100.0;

/// What is checked.
pub(super) struct Content<'a> {
    pub caps: LeverCaps,
    pub overlaps: &'a [Overlap],
    pub levers: &'a [Lever],
    pub topics: &'a [Topic],
    pub tables: &'a [TableInfo],
    /// Those of the pack and of the levers.
    pub sources: &'a [Source],
}

/// What is wrong, with texts that stand in the file one after the other and lead to its line.
#[derive(Debug)]
struct Fault {
    path: Vec<String>,
    message: String,
}

type Checked = Result<(), Fault>;

/// Names that levers may use.
struct Names<'a> {
    baseline: &'a Baseline,
    levers: Vec<&'a str>,
    sources: Vec<&'a str>,
    employment: bool,
}

/// Checks all rules.
pub(super) fn check(
    files: &Files,
    text: &str,
    baseline: &Baseline,
    content: &Content,
) -> Result<(), LoadError> {
    let names = Names {
        baseline,
        levers: content.levers.iter().map(|lever| lever.id.as_str()).collect(),
        sources: content.sources.iter().map(|source| source.id.as_str()).collect(),
        employment: files.text(EMPLOYMENT.file).is_some(),
    };
    let all = || {
        caps(content.caps)?;
        ids(content)?;
        sources(content.sources)?;
        tables(files, content.tables, &names)?;
        for topic in content.topics {
            texts(&[("title", &topic.title)]).map_err(|fault| within(&topic.id, fault))?;
        }
        for each in content.levers {
            lever(each, &names).map_err(|fault| within(&each.id, fault))?;
        }
        circles(content.levers)?;
        groups(stacking_groups(content.levers, content.overlaps).len())?;
        for each in content.overlaps {
            related::overlap(each, content.levers, baseline).map_err(|fault| within_edge(each, &fault))?;
        }
        for rule in [related::among, related::channels] {
            for each in content.levers {
                rule(each, content.levers, baseline).map_err(|fault| within(&each.id, fault))?;
            }
        }
        Ok(())
    };
    all().map_err(|fault: Fault| LoadError::Inconsistent {
        file: files.label(LEVERS),
        line: line(text, &fault.path),
        message: fault.message,
    })
}

fn wrong(message: impl Into<String>) -> Checked {
    Err(Fault { path: Vec::new(), message: message.into() })
}

/// The fault as one of the thing with this id.
fn within(id: &str, fault: Fault) -> Fault {
    let mut path = vec![format!("id: \"{id}\"")];
    path.extend(fault.path);
    Fault { path, message: format!("`{}`: {}", escape_untrusted(id), fault.message) }
}

fn within_edge(overlap: &Overlap, fault: &Fault) -> Fault {
    let edge = &overlap.edge;
    Fault {
        path: vec![format!("edge: \"{edge}\"")],
        message: format!("overlap of `{}`: {}", escape_untrusted(edge), fault.message),
    }
}

/// The line on which the last of the texts is found, each looked for after the one before.
fn line(text: &str, path: &[String]) -> Option<u64> {
    let mut found = None;
    let mut from = 0;
    for wanted in path {
        let Some(place) = text[from..].find(wanted.as_str()) else { break };
        from += place;
        found = Some(text[..from].matches('\n').count() as u64 + 1);
        from += wanted.len();
    }
    found
}

fn unknown(what: &str, name: &str, list: &[&str]) -> Checked {
    if list.contains(&name) {
        return Ok(());
    }
    let meant = nearest(name, list.iter().copied());
    let meant = meant.map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default();
    wrong(format!("no {what} `{}` is listed{meant}", escape_untrusted(name)))
}

fn caps(caps: LeverCaps) -> Checked {
    if !caps.blood_pressure.is_finite() || caps.blood_pressure > 0.0 {
        return wrong(format!("caps: blood_pressure: found {}; allowed: 0 or less", caps.blood_pressure));
    }
    if !(caps.care_onset > 0.0 && caps.care_onset <= 1.0) {
        return wrong(format!("caps: care_onset: found {}; allowed: above 0 and up to 1", caps.care_onset));
    }
    Ok(())
}

fn plain(id: &str) -> Checked {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    if id.is_empty() || id.len() > LONGEST_ID || !id.bytes().all(allowed) {
        return wrong(format!("id: allowed are 1 to {LONGEST_ID} of the characters a-z, 0-9, - and _"));
    }
    Ok(())
}

fn ids(content: &Content) -> Checked {
    let levers = content.levers.iter().map(|lever| lever.id.as_str());
    let all: Vec<&str> = levers.chain(content.topics.iter().map(|topic| topic.id.as_str())).collect();
    let mut seen = BTreeSet::new();
    for id in all {
        plain(id).map_err(|fault| within(id, fault))?;
        if !seen.insert(id) {
            return wrong("the id is given twice").map_err(|fault| within(id, fault));
        }
    }
    let streams: Vec<String> = content.levers.iter().map(Lever::stream).collect();
    let streams: Vec<&str> = streams.iter().map(String::as_str).collect();
    match colliding(&streams) {
        Some((first, second)) => {
            wrong(format!("`{first}` and `{second}` share a stream of random numbers; rename one"))
        }
        None => Ok(()),
    }
}

fn groups(found: usize) -> Checked {
    if found > MOST_STACKING_GROUPS {
        return wrong(format!("stacking: found {found} groups; allowed: at most {MOST_STACKING_GROUPS}"));
    }
    Ok(())
}

fn sources(sources: &[Source]) -> Checked {
    let mut seen = BTreeSet::new();
    for source in sources {
        if !seen.insert(source.id.as_str()) {
            return wrong("the source is given twice").map_err(|fault| within(&source.id, fault));
        }
        texts(&[("title", &source.title)]).map_err(|fault| within(&source.id, fault))?;
        for text in [&source.publisher, &source.location, &source.licence] {
            visible(text).map_err(|fault| within(&source.id, fault))?;
        }
    }
    Ok(())
}

fn tables(files: &Files, tables: &[TableInfo], names: &Names) -> Checked {
    let mut seen = BTreeSet::new();
    for table in tables {
        let about = |fault: Fault| Fault {
            path: vec![format!("file: \"{}\"", table.file)],
            message: format!("table `{}`: {}", escape_untrusted(&table.file), fault.message),
        };
        unknown("file of levers", &table.file, &LEVER_FILES).map_err(about)?;
        if !seen.insert(table.file.as_str()) {
            return wrong("it is listed twice").map_err(about);
        }
        if files.text(&table.file).is_none() {
            return wrong("the pack has no such file").map_err(about);
        }
        cited(&table.sources, names).map_err(about)?;
        texts(&[("title", &table.title), ("transformation", &table.transformation)]).map_err(about)?;
        visible(&table.unit).map_err(about)?;
    }
    match files.names().find(|name| LEVER_FILES.contains(name) && !seen.contains(name)) {
        Some(name) => wrong(format!(
            "the file {} is not listed in `tables`: say what it is and where it comes from",
            files.label(name)
        )),
        None => Ok(()),
    }
}

fn cited(sources: &[String], names: &Names) -> Checked {
    if sources.is_empty() {
        return wrong("it cites no source; cite at least one");
    }
    sources.iter().try_for_each(|id| unknown("source", id, &names.sources))
}

fn visible(text: &str) -> Checked {
    if text.chars().any(|character| is_unsafe(character) && character != '\n') {
        let start: String = escape_untrusted(text).chars().take(60).collect();
        return wrong(format!("the text `{start}` holds control or invisible characters"));
    }
    Ok(())
}

fn texts(texts: &[(&str, &Text)]) -> Checked {
    for (field, text) in texts {
        if text.ja.trim().is_empty() || text.en.trim().is_empty() {
            return wrong(format!("{field}: both languages are needed"));
        }
        visible(&text.ja)?;
        visible(&text.en)?;
    }
    Ok(())
}

fn lever(lever: &Lever, names: &Names) -> Checked {
    texts(&[("title", &lever.title), ("mechanism", &lever.mechanism), ("strength", &lever.strength)])?;
    eligibility(&lever.eligibility, names)?;
    coverage(&lever.coverage, names)?;
    if lever.channels.is_empty() {
        return wrong("it has no channel; one that is `Shown` is enough");
    }
    let mut seen = BTreeSet::new();
    for channel in &lever.channels {
        let about = |fault| within(&channel.id, fault);
        plain(&channel.id).map_err(about)?;
        if !seen.insert(channel.id.as_str()) {
            return wrong("the channel is given twice").map_err(about);
        }
        let reach = channel.acts.lever().is_some() || channel.acts == Target::Shown;
        if lever.group == LeverGroup::Enabler && !reach {
            return wrong(
                "an enabler acts on the reach of other levers or is `Shown`; it never acts on risk",
            )
            .map_err(about);
        }
        channels::check(channel, lever, names).map_err(about)?;
    }
    for cost in &lever.costs {
        texts(&[("item", &cost.item), ("payer", &cost.payer), ("basis", &cost.basis)])?;
        visible(&cost.year)?;
        if !cost.yen.is_finite() || cost.yen < 0.0 {
            return wrong(format!("costs: found {} yen; allowed: 0 or more", cost.yen));
        }
        cost.sources.iter().try_for_each(|id| unknown("source", id, &names.sources))?;
    }
    Ok(())
}

fn ages(field: &str, (first, last): (u8, u8), names: &Names) -> Checked {
    let span = names.baseline.ages;
    if first > last || !span.contains(first) || !span.contains(last) {
        return wrong(format!(
            "{field}: found ages {first} to {last}; allowed: rising ages from {} to {}",
            span.first, span.last
        ));
    }
    Ok(())
}

fn eligibility(eligibility: &Eligibility, names: &Names) -> Checked {
    ages("eligibility", eligibility.ages, names)?;
    if eligibility.employed && !names.employment {
        return wrong(format!("eligibility: `employed` needs the table `{}`", EMPLOYMENT.file));
    }
    let baseline = names.baseline;
    let factors = || baseline.risk.iter().flat_map(|risk| &risk.factors);
    match &eligibility.state {
        None => Ok(()),
        Some(PersonState::Condition(name)) => condition(name, names),
        Some(PersonState::Smoker) => {
            if factors().any(|factor| factor.kind == FactorKind::Smoking) {
                return Ok(());
            }
            wrong("eligibility: `Smoker` needs a factor of kind `Smoking`")
        }
        Some(PersonState::RankFrom { factor, rank }) => {
            let ranked: Vec<&str> = factors()
                .filter(|factor| factor.kind == FactorKind::Ranked)
                .map(|factor| factor.id.as_str())
                .collect();
            unknown("risk factor with ranks", factor, &ranked)?;
            if (0.0..1.0).contains(rank) {
                return Ok(());
            }
            wrong(format!("eligibility: found rank {rank}; allowed: from 0 to below 1"))
        }
        Some(PersonState::CareLevelFrom(level)) => {
            if baseline.care.is_some() && (1..=CARE_LEVELS).contains(&usize::from(*level)) {
                return Ok(());
            }
            wrong(format!(
                "eligibility: found care level {level}; allowed: 1 to {CARE_LEVELS} in a pack with care need"
            ))
        }
    }
}

fn condition(name: &str, names: &Names) -> Checked {
    let known: Vec<&str> = names.baseline.conditions.iter().map(|condition| condition.id.as_str()).collect();
    unknown("condition", name, &known)
}

fn coverage(coverage: &Coverage, names: &Names) -> Checked {
    texts(&[("of", &coverage.of), ("basis", &coverage.basis)])?;
    let Coverage { reference, ambitious, maximum, .. } = coverage;
    let share = |value: f64| (0.0..=1.0).contains(&value);
    if reference.is_empty() || !reference.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return wrong("coverage: reference needs points in order of year");
    }
    if !share(*maximum) || !share(*ambitious) || ambitious > maximum {
        return wrong(format!(
            "coverage: found ambitious {ambitious}, maximum {maximum}; allowed: 0 <= ambitious <= maximum <= 1"
        ));
    }
    if let Some((year, value)) = reference.iter().find(|(_, value)| !share(*value) || value > maximum) {
        return wrong(format!(
            "coverage: found reference {value} in {year}; allowed: from 0 to the maximum, {maximum}"
        ));
    }
    let years = names.baseline.years;
    if !years.contains(coverage.reached) {
        return wrong(format!(
            "coverage: found reached {}; allowed: {} to {}",
            coverage.reached, years.first, years.last
        ));
    }
    for part in &coverage.profile {
        ages("coverage: profile", part.ages, names)?;
        if !(0.0..=LARGEST_FACTOR).contains(&part.factor) {
            return wrong(format!(
                "coverage: profile: found factor {}; allowed: 0 to {LARGEST_FACTOR}",
                part.factor
            ));
        }
    }
    if !(coverage.adherence > 0.0 && coverage.adherence <= 1.0) {
        return wrong(format!(
            "coverage: found adherence {}; allowed: above 0 and up to 1",
            coverage.adherence
        ));
    }
    if !(-1.0 < coverage.correlation && coverage.correlation < 1.0) {
        return wrong(format!(
            "coverage: found correlation {}; allowed: between -1 and 1",
            coverage.correlation
        ));
    }
    cited(&coverage.sources, names)
}

/// Reach may not lead back to the lever it starts from.
fn circles(levers: &[Lever]) -> Checked {
    let reached: BTreeMap<&str, Vec<&str>> = levers
        .iter()
        .map(|lever| {
            let ends = lever.channels.iter().filter_map(|channel| channel.acts.lever());
            (lever.id.as_str(), ends.map(String::as_str).collect())
        })
        .collect();
    for lever in levers {
        let (mut open, mut seen) = (vec![lever.id.as_str()], BTreeSet::new());
        while let Some(id) = open.pop() {
            for &next in reached.get(id).into_iter().flatten() {
                if next == lever.id {
                    return wrong("its reach leads back to itself").map_err(|fault| within(&lever.id, fault));
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
    }
    Ok(())
}
