//! What the RON reader cannot know of a lesson: names that belong together, and that nothing is shown before
//! it was asked for. Every fault is told, not only the first.

use super::{Fault, HAND, Source};
use crate::baseline::Baseline;
use crate::lesson::results::REFERENCE;
use crate::lesson::schema::{Answer, Asked, Claim, LessonFile, Step, View, What};
use crate::num::units::Year;
use crate::run::World;
use crate::scenario::problem::Problem;
use crate::scenario::schema::ChangeYear;

/// Results: worlds, years and whom they are about.
pub(super) fn results(source: &Source, form: &LessonFile, baseline: &Baseline, hand: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut known = vec![REFERENCE];
    known.extend(hand.then_some(HAND));
    known.extend(form.worlds.iter().map(|world| world.id.as_str()));
    for (number, asked) in form.results.iter().enumerate() {
        let at = |field: &str| format!("results[{number}].{field}");
        if form.results[..number].iter().any(|before| before.id == asked.id) {
            faults.push(source.twice(&at("id"), asked.id.as_str()));
        }
        let world = asked.what.world();
        if !known.contains(&world) {
            faults.push(source.unknown(&at("what.world"), ("世界", "world"), world, &known));
        }
        if world == HAND {
            if matches!(asked.what, What::Effect { .. } | What::Gain { .. }) {
                faults.push(source.told(
                    &at("what"),
                    ("手計算の表には年も施策もありません", "the small table has neither years nor policies"),
                    ("Level(...)、Gap(...)", "Level(...) or Gap(...)"),
                ));
            }
            continue;
        }
        if asked.sex.is_none() {
            faults.push(source.mistake(&at("sex"), Problem::MissingField));
        }
        let (first, last) = (baseline.years.first, baseline.years.last);
        let allowed = (first.0, last.0);
        if let Some(year) = asked.year.map(ChangeYear::year)
            && !(first..=last).contains(&year)
        {
            faults.push(source.mistake(&at("year"), Problem::YearOutside { found: year.0, allowed }));
        }
        if let What::Gain { from, .. } = asked.what
            && !(first..=last).contains(&Year(from))
        {
            faults.push(source.mistake(&at("what.from"), Problem::YearOutside { found: from, allowed }));
        }
    }
    faults
}

/// Claims: results that exist, bounds that hold something.
pub(super) fn claims(source: &Source, form: &LessonFile) -> Vec<Fault> {
    let mut faults = Vec::new();
    let known: Vec<&str> = form.results.iter().map(|asked| asked.id.as_str()).collect();
    for (number, claim) in form.claims.iter().enumerate() {
        let named = match claim {
            Claim::Rises(of) | Claim::Falls(of) | Claim::Noise(of) | Claim::Between { of, .. } => {
                vec![of.as_str()]
            }
            Claim::More { of, than } | Claim::LessSure { of, than } => vec![of.as_str(), than.as_str()],
        };
        for name in named {
            if !known.contains(&name) {
                faults.push(source.unknown(&format!("claims[{number}]"), ("結果", "result"), name, &known));
            }
        }
        if let Claim::Between { low, high, .. } = claim
            && !(low.is_finite() && high.is_finite() && low <= high)
        {
            faults.push(source.told(
                &format!("claims[{number}]"),
                ("範囲が逆か、有限の数ではありません", "the bounds run backwards or are no finite numbers"),
                ("low <= high", "low <= high"),
            ));
        }
    }
    faults
}

/// Names of steps, and that nothing is shown before it was asked for.
pub(super) fn steps(source: &Source, form: &LessonFile, worlds: &[World]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if form.steps.is_empty() {
        faults.push(source.told(
            "steps",
            ("手順が1つもありません", "there is no step"),
            ("1つ以上の手順", "at least one step"),
        ));
    }
    let results: Vec<&str> = form.results.iter().map(|asked| asked.id.as_str()).collect();
    let mut ids: Vec<&str> = Vec::new();
    let mut predicted: Vec<(&str, &str)> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    // Charts of the reference show its levels and its readings, levers that are moved what they do.
    let (mut charts, mut moved) = (false, false);
    let on_charts = |asked: &Asked| {
        let world = worlds.iter().find(|world| world.id == asked.what.world());
        world.is_some_and(|world| world.plan.digest() == world.plan.trends_only().digest())
    };
    let by_levers = |asked: &Asked| {
        let world = worlds.iter().find(|world| world.id == asked.what.world());
        let free = |id: &str| form.unlocked.iter().any(|lever| lever.as_str() == id);
        world.is_some_and(|world| {
            let plain = world.plan.levers.iter().all(|setting| {
                free(&setting.lever)
                    && setting.effects.is_empty()
                    && setting.adherence.is_none()
                    && setting.correlation.is_none()
            });
            let many = asked.persons.is_none() && asked.draw == 0;
            plain && !world.plan.levers.is_empty() && world.plan.hazard_changes.is_empty() && many
        })
    };
    for (number, step) in form.steps.iter().enumerate() {
        let at = |field: &str| format!("steps[{number}].{field}");
        if let Some(id) = step.id() {
            if ids.contains(&id) {
                faults.push(source.twice(&at("id"), id));
            }
            ids.push(id);
        }
        let result = |field: &str, name: &str| {
            let known = results.contains(&name);
            (!known).then(|| source.unknown(&at(field), ("結果", "result"), name, &results))
        };
        match step {
            Step::Look { at: View::Results(shown), .. } => {
                for name in shown {
                    faults.extend(result("at", name.as_str()));
                    seen.push(name.as_str());
                }
            }
            Step::Look { at: View::Hand, .. } if form.hand.is_empty() => {
                faults.push(source.told(
                    &at("at"),
                    ("`hand` の表がありません", "there is no table `hand`"),
                    ("`hand` に年齢の行を書く", "give the rows of ages in `hand`"),
                ));
            }
            Step::Look { at: View::Reference, .. } => charts = true,
            Step::Predict { id, of, line, .. } => {
                faults.extend(result("of", of.as_str()));
                let asked = form.results.iter().find(|asked| asked.id == *of);
                if asked.is_some_and(|asked| matches!(asked.what, What::Level { .. })) {
                    faults.push(source.told(
                        &at("of"),
                        ("水準の向きは予想できません", "a level has no direction that could be predicted"),
                        (
                            "差の結果（`Effect`、`Gain`、`Gap`）",
                            "a result that is a difference (`Effect`, `Gain`, `Gap`)",
                        ),
                    ));
                }
                faults.extend(check_line(source, &at("line"), *line));
                let shown =
                    asked.is_some_and(|asked| (charts && on_charts(asked)) || (moved && by_levers(asked)));
                // The same number under another name is the same number.
                let number = |id: &str| {
                    form.results.iter().find(|asked| asked.id.as_str() == id).map(|asked| {
                        (&asked.what, asked.measure, asked.sex, asked.year, asked.persons, asked.draw)
                    })
                };
                let seen_before = |name: &&str| number(name).is_some() && number(name) == number(of.as_str());
                if shown || seen.iter().any(seen_before) {
                    faults.push(source.told(
                        &at("of"),
                        ("この結果はもう見せています", "this result has been shown already"),
                        ("まだ見せていない結果", "a result that no earlier step shows"),
                    ));
                }
                predicted.push((id.as_str(), of.as_str()));
            }
            Step::Act { after: name, .. } | Step::Reveal { of: name, .. } => {
                let field = if matches!(step, Step::Act { .. }) { "after" } else { "of" };
                let known: Vec<&str> = predicted.iter().map(|(id, _)| *id).collect();
                if let Some((_, of)) = predicted.iter().find(|(id, _)| id == &name.as_str()) {
                    seen.push(of);
                } else {
                    let kind = ("これより前の予想", "earlier prediction");
                    faults.push(source.unknown(&at(field), kind, name.as_str(), &known));
                }
                if let Step::Reveal { also, .. } = step {
                    for name in also {
                        faults.extend(result("also", name.as_str()));
                        seen.push(name.as_str());
                    }
                }
                if matches!(step, Step::Act { .. }) {
                    (charts, moved) = (true, true);
                }
                if matches!(step, Step::Act { .. }) && form.unlocked.is_empty() {
                    faults.push(source.told(
                        &at("after"),
                        ("動かせる施策がありません", "no lever is unlocked"),
                        ("`unlocked` に施策を書く", "name levers in `unlocked`"),
                    ));
                }
            }
            Step::Quiz { answer, .. } => {
                faults.extend(check_answer(source, &at("answer"), answer, &result));
                // The right number is shown with the verdict.
                if let Answer::Number { of, .. } = answer {
                    seen.push(of.as_str());
                }
            }
            _ => {}
        }
    }
    faults
}

fn check_line(source: &Source, path: &str, (low, high, step): (f64, f64, f64)) -> Option<Fault> {
    let finite = [low, high, step].into_iter().all(f64::is_finite);
    let marks = (high - low) / step;
    if finite && low <= 0.0 && high >= 0.0 && low < high && step > 0.0 && (2.0..=400.0).contains(&marks) {
        return None;
    }
    Some(source.told(
        path,
        ("数直線になりません", "this makes no number line"),
        (
            "(始め, 終わり, 刻み)：0 を含み、刻みは2から400個",
            "(first, last, step) with 0 between first and last, and 2 to 400 steps",
        ),
    ))
}

fn check_answer(
    source: &Source,
    path: &str,
    answer: &Answer,
    result: &dyn Fn(&str, &str) -> Option<Fault>,
) -> Option<Fault> {
    match answer {
        Answer::One { options, right } => {
            let count = options.len();
            if !(2..=9).contains(&count) || *right == 0 || usize::from(*right) > count {
                return Some(source.told(
                    path,
                    (
                        "選択肢か正答の番号が合いません",
                        "the options and the number of the right one do not fit",
                    ),
                    (
                        "2から9個の選択肢と、そのうちの1つの番号",
                        "2 to 9 options, and the number of one of them",
                    ),
                ));
            }
        }
        Answer::Number { of, tolerance } => {
            if let Some(fault) = result("answer.of", of.as_str()) {
                return Some(fault);
            }
            if !(tolerance.is_finite() && *tolerance >= 0.0) {
                return Some(source.told(
                    path,
                    ("許す誤差が数ではありません", "the tolerance is no number"),
                    ("0 以上の数", "a number from 0 up"),
                ));
            }
        }
        Answer::Order { items } => {
            if !(2..=9).contains(&items.len()) {
                return Some(source.told(
                    path,
                    ("並べるものの数が合いません", "so many things cannot be put in order"),
                    ("2から9個", "2 to 9"),
                ));
            }
        }
    }
    None
}
