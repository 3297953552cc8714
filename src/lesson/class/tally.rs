//! Counting what a class has predicted, answered and set.

use super::{LeverTally, PredictionTally, QuestionTally};
use crate::baseline::Text;
use crate::lesson::file::Lesson;
use crate::lesson::play::{is_right, score};
use crate::lesson::record::{Given, Reach};
use crate::lesson::results::Direction;
use crate::lesson::schema::{Answer, Step, Wording, title};
use crate::lesson::slip::Content;
use std::collections::BTreeMap;

/// The predictions of the class, and confidence and hit of every single one.
pub(super) fn predictions(lesson: &Lesson, contents: &[&Content]) -> (Vec<PredictionTally>, Vec<(u8, bool)>) {
    let mut tallies = Vec::new();
    let mut scores = Vec::new();
    for step in &lesson.form.steps {
        let Step::Predict { id, of, .. } = step else { continue };
        let asked = lesson.form.results.iter().find(|asked| asked.id == *of);
        let found =
            contents.first().and_then(|first| first.results.iter().find(|found| found.id == of.as_str()));
        let (Some(asked), Some(found)) = (asked, found) else { continue };
        let unit = asked.unit;
        let (result, direction) = (found.value * unit.per_year(), found.direction());
        let made: Vec<_> = contents
            .iter()
            .filter_map(|content| content.predictions.iter().find(|one| one.id == id.as_str()))
            .collect();
        let scored = !found.is_unclear();
        let hits: Vec<(u8, bool)> =
            made.iter().filter(|_| scored).map(|one| (one.confidence, one.direction == direction)).collect();
        let count = made.len().max(1) as f64;
        let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / count;
        let mut sizes: Vec<f64> = made.iter().map(|one| one.size).collect();
        sizes.sort_by(f64::total_cmp);
        tallies.push(PredictionTally {
            id: id.as_str().to_owned(),
            title: title(&asked.title),
            unit,
            wording: if found.se == 0.0 { exact(lesson.wording(asked)) } else { lesson.wording(asked) },
            result,
            margin: found.margin() * unit.per_year(),
            direction,
            said: Direction::ALL.map(|one| made.iter().filter(|own| own.direction == one).count()),
            scored,
            right: hits.iter().filter(|(_, hit)| *hit).count(),
            mean_size: mean(&mut sizes.iter().copied()),
            median_size: median(&sizes),
            mean_error: mean(&mut sizes.iter().map(|size| (size - result).abs())),
            mean_confidence: mean(&mut made.iter().map(|one| f64::from(one.confidence))),
            brier: scored.then(|| mean(&mut hits.iter().map(|(confidence, hit)| score(*confidence, *hit)))),
        });
        scores.extend(hits);
    }
    (tallies, scores)
}

/// Without noise a difference is none, not unclear.
fn exact(wording: Wording) -> Wording {
    if wording == Wording::Noisy { Wording::Change } else { wording }
}

fn median(sorted: &[f64]) -> f64 {
    match sorted.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => sorted[count / 2],
        count => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
    }
}

/// The questions of the class.
pub(super) fn questions(lesson: &Lesson, contents: &[&Content]) -> Vec<QuestionTally> {
    let results = contents.first().map_or(&[][..], |first| &first.results);
    let value = |name: &str| {
        let asked = lesson.form.results.iter().find(|asked| asked.id.as_str() == name)?;
        results.iter().find(|found| found.id == name).map(|found| found.value * asked.unit.per_year())
    };
    let mut tallies = Vec::new();
    for step in &lesson.form.steps {
        let Step::Quiz { id, title: heading, answer, .. } = step else { continue };
        let given: Vec<Option<&Given>> = contents
            .iter()
            .filter_map(|content| content.answers.iter().find(|own| own.id == id.as_str()))
            .map(|own| own.given.as_ref())
            .collect();
        // By the words shown: numbers as they were typed, so that 69 and 69.0 stay apart as given.
        let mut counts: BTreeMap<(String, String), (usize, bool)> = BTreeMap::new();
        for one in given.iter().flatten() {
            let words = words(one, answer);
            let right = is_right(one, answer, value).unwrap_or(false);
            counts.entry((words.ja, words.en)).or_insert((0, right)).0 += 1;
        }
        let mut answers: Vec<(Text, usize, bool)> =
            counts.into_iter().map(|((ja, en), (count, right))| (Text { ja, en }, count, right)).collect();
        answers.sort_by_key(|one| std::cmp::Reverse(one.1));
        tallies.push(QuestionTally {
            id: id.as_str().to_owned(),
            title: title(heading),
            right: answers.iter().filter(|one| one.2).map(|one| one.1).sum(),
            passed: given.iter().filter(|one| one.is_none()).count(),
            answers,
        });
    }
    tallies
}

/// An answer in words.
fn words(given: &Given, answer: &Answer) -> Text {
    let same = |text: String| Text { ja: text.clone(), en: text };
    match (given, answer) {
        (Given::One(chosen), Answer::One { options, .. }) => usize::from(*chosen)
            .checked_sub(1)
            .and_then(|place| options.get(place))
            .map_or_else(|| same(chosen.to_string()), title),
        (Given::Number(typed), _) => same(typed.clone()),
        (Given::Order(things, _), Answer::Order { items }) => {
            let item = |thing: &u8| usize::from(*thing).checked_sub(1).and_then(|place| items.get(place));
            let named: Vec<Text> = things.iter().filter_map(item).map(title).collect();
            let join = |of: &dyn Fn(&Text) -> String| named.iter().map(of).collect::<Vec<_>>().join(" > ");
            Text { ja: join(&|text| text.ja.clone()), en: join(&|text| text.en.clone()) }
        }
        (Given::Order(things, _), _) => {
            let numbers: Vec<String> = things.iter().map(ToString::to_string).collect();
            same(numbers.join(" > "))
        }
        (Given::One(chosen), _) => same(chosen.to_string()),
    }
}

/// How the levers were left.
pub(super) fn levers(lesson: &Lesson, contents: &[&Content]) -> Vec<LeverTally> {
    let mut tallies: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for lever in contents.iter().flat_map(|content| &content.levers) {
        let kind = match lever.reach {
            Reach::Nothing => 0,
            Reach::Today => 1,
            Reach::Ambitious => 2,
            Reach::Maximum => 3,
            Reach::Share(_) => 4,
        };
        tallies.entry(&lever.id).or_default()[kind] += 1;
    }
    let title = |id: &str| {
        let named = lesson.form.unlocked.iter().zip(&lesson.unlocked_titles);
        let own = named.into_iter().find(|(lever, _)| lever.as_str() == id).map(|(_, title)| title.clone());
        own.unwrap_or_else(|| Text { ja: id.to_owned(), en: id.to_owned() })
    };
    tallies.into_iter().map(|(id, set)| LeverTally { id: id.to_owned(), title: title(id), set }).collect()
}
