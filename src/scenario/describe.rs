//! What levers, trials and shocks of a scenario do, in words with their numbers.

use super::levers::{attendance_fall, severity, shares, shock_years, timing, years};
use super::schema::{Coverage, Lever, PolicyYear, Shock, Trials};
use super::trials as set_trials;
use crate::baseline::levers as pack;
use crate::baseline::{Baseline, Text};
use crate::num::units::{Year, YearSpan};
use crate::policy::pipeline::{Pipeline, drawn};
use crate::text::escape_untrusted;
use std::fmt::Write as _;

/// One entry for each lever and each shock.
#[must_use]
pub fn policies(levers: &[Lever], shocks: &[Shock], start: Year, baseline: &Baseline) -> Vec<Text> {
    let lever =
        |set: &Lever| baseline.levers.lever(set.id.as_str()).map(|known| lever(set, known, start, baseline));
    levers.iter().filter_map(lever).chain(shocks.iter().map(|one| shock(one, baseline))).collect()
}

/// A share in percent with one decimal.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

/// The title of a lever, harmless.
pub(super) fn title(known: &pack::Lever) -> Text {
    Text { ja: escape_untrusted(&known.title.ja), en: escape_untrusted(&known.title.en) }
}

/// The year before the first step, and that of arrival.
fn ends(coverage: &Coverage, known: &pack::Lever, start: Year) -> (Year, Year) {
    let (from, by) = match coverage {
        Coverage::Observed | Coverage::Today => (start, start),
        Coverage::Nothing
        | Coverage::Ambitious
        | Coverage::Maximum
        | Coverage::Fitted { .. }
        | Coverage::Diffusion { .. } => years(known, start, None),
        Coverage::Reach { from, by, .. } | Coverage::Logistic { from, by, .. } => {
            years(known, from.map_or(start, PolicyYear::year), by.map(PolicyYear::year))
        }
        Coverage::Points(points) => {
            let year = |point: Option<&(PolicyYear, _)>| point.map_or(start, |(year, _)| year.year());
            (year(points.as_slice().first()), year(points.as_slice().last()))
        }
    };
    (Year(from.0 - 1), by)
}

fn word(coverage: &Coverage) -> (&'static str, &'static str) {
    match coverage {
        Coverage::Observed => ("これまでの推移のまま", "reference path"),
        Coverage::Nothing => ("実施しない", "none"),
        Coverage::Today => ("現在の水準を保つ", "held at today's coverage"),
        Coverage::Ambitious => ("意欲的な水準", "ambitious"),
        Coverage::Maximum => ("最大限の水準", "maximum"),
        Coverage::Reach { .. } => ("指定した実施率へ直線的に", "to a stated coverage, linearly"),
        Coverage::Logistic { .. } => ("指定した実施率へS字状に", "to a stated coverage, along an S curve"),
        Coverage::Points(_) => ("指定した年ごとの実施率", "coverage as stated year by year"),
        Coverage::Fitted { .. } => {
            ("観測値に当てはめた曲線に沿って", "along the curve fitted to an observed series")
        }
        Coverage::Diffusion { .. } => {
            ("普及曲線の上限または速さを変えて", "along its curves of diffusion with other ceilings or speed")
        }
    }
}

fn lever(set: &Lever, known: &pack::Lever, start: Year, baseline: &Baseline) -> Text {
    let span = baseline.years;
    let (ja, en) = word(&set.coverage);
    let (id, title) = (set.id.as_str(), title(known));
    let mut text =
        Text { ja: format!("{}（{id}）：{ja}", title.ja), en: format!("{} ({id}): {en}", title.en) };
    if set.coverage != Coverage::Observed {
        let shares = shares(baseline, known, &set.coverage, start);
        let at = |year: Year| {
            let index = usize::from(year.0.clamp(span.first.0, span.last.0) - span.first.0);
            percent(shares.get(index).copied().unwrap_or_default())
        };
        let (before, arrival) = ends(&set.coverage, known, start);
        let (low, high) = (at(before), at(arrival));
        let reference = percent(known.reference_coverage(arrival));
        // Writing to a string cannot fail.
        let _ = write!(text.ja, "。実施率 {before}年 {low} → {arrival}年 {high}（基準では {reference}）");
        let _ =
            write!(text.en, ", coverage {low} in {before} to {high} in {arrival} (reference {reference})");
    }
    text
}

fn shock(one: &Shock, baseline: &Baseline) -> Text {
    let YearSpan { first, last } = shock_years(one);
    let (years_ja, years_en) = if first == last {
        (format!("{first}年"), first.to_string())
    } else {
        (format!("{first}〜{last}年"), format!("{first}-{last}"))
    };
    let (severity, fall) = (severity(one), percent(attendance_fall(one, baseline)));
    let (earlier, averted) = timing(one);
    let averted = percent(averted);
    let (timing_ja, timing_en) = if earlier == 0.0 {
        (String::new(), String::new())
    } else {
        let days = earlier.abs();
        let (ja, en) = if earlier > 0.0 { ("早い", "earlier") } else { ("遅い", "later") };
        (
            format!("。対策が{days}日{ja}（14日早いごとに死亡の{averted}を防ぐ）"),
            format!(
                "; countermeasures {days} days {en} (every 14 days earlier avert {averted} of the deaths)"
            ),
        )
    };
    Text {
        ja: format!(
            "パンデミック（{years_ja}）：対策の時期を変えなければ初年の平均寿命が{severity}年短くなる死亡率の上昇、健診・検診の受診が{fall}減{timing_ja}"
        ),
        en: format!(
            "pandemic ({years_en}): mortality rises so that life expectancy falls by {severity} years in the first year if countermeasures keep their time, attendance at checkups and screening falls by {fall}{timing_en}"
        ),
    }
}

/// One entry for each trial of a scenario, in the order of the pack.
#[must_use]
pub fn trials(trials: &Trials, levers: &[Lever], first: Year, baseline: &Baseline) -> Vec<Text> {
    let enabled = set_trials::enabled(trials);
    let start = set_trials::start(trials, first);
    let chosen = baseline.pipelines.trials.iter().filter(|trial| set_trials::chosen(trials, trial));
    chosen
        .map(|known| {
            let pipeline = Pipeline::of(baseline, known, start, &enabled);
            let named =
                pipeline.lever.is_some_and(|lever| levers.iter().any(|set| set.id.as_str() == lever.id));
            trial(&pipeline, set_trials::drawn(trials), named, baseline.years)
        })
        .collect()
}

fn trial(pipeline: &Pipeline<'_>, draw: Option<(u64, u32)>, named: bool, span: YearSpan) -> Text {
    let known = pipeline.trial;
    let (id, first, result) = (&known.id, pipeline.schedule.first, pipeline.schedule.result);
    let (title_ja, title_en) = (escape_untrusted(&known.title.ja), escape_untrusted(&known.title.en));
    let mut text = Text {
        ja: format!("実証事業「{title_ja}」（{id}）：{first}年度開始、結果は{result}年度末"),
        en: format!(
            "trial \"{title_en}\" ({id}): starts in fiscal {first}, result at the end of fiscal {result}"
        ),
    };
    let mut say = |ja: &str, en: &str| {
        text.ja.push_str(ja);
        text.en.push_str(en);
    };
    let Some(lever) = pipeline.lever else {
        say(
            "。モデルの施策には結びつかない：何も変わらない",
            "; tests no lever of the model: nothing changes",
        );
        return text;
    };
    if let Some((seed, draw)) = draw {
        let outcome = drawn::outcome(pipeline, seed, draw);
        say(&format!("。引いた結果（{draw}番）では"), &format!("; in draw {draw}"));
        if outcome.positive {
            say("陽性", " positive");
        } else {
            say("陽性でない", " not positive");
        }
        if !outcome.adopted {
            say("、普及しない", ", not scaled up");
            return text;
        }
        say("、普及する", ", scaled up");
    } else {
        let (positive, adopted) = (percent(pipeline.verdict.positive), percent(pipeline.adopted()));
        say(
            &format!("。陽性の確率 {positive}、普及の確率 {adopted}"),
            &format!("; chance of a positive result {positive}, of scale-up {adopted}"),
        );
    }
    let name = title(lever);
    if named {
        say(
            &format!("。施策「{}」はシナリオが直接定めているので、そちらに従う", name.ja),
            &format!("; the scenario sets the lever \"{}\" itself, and that holds", name.en),
        );
        return text;
    }
    let until = span.last;
    let (path, benefit) = match draw {
        Some((seed, draw)) => {
            (pipeline.path_given_adoption(until), drawn::outcome(pipeline, seed, draw).acting)
        }
        None => (pipeline.expected_path(until), pipeline.benefit_given_adoption()),
    };
    let Some(path) = path else {
        say("。最後の年までに普及しない", "; no scale-up before the last year");
        return text;
    };
    let (before, reference) =
        (percent(lever.reference_coverage(result)), percent(lever.reference_coverage(until)));
    let reached = percent(path.at(until).unwrap_or_default());
    say(
        &format!(
            "。施策「{}」（{}）の実施率 {result}年 {before} → {until}年 {reached}（基準では {reference}）",
            name.ja, lever.id
        ),
        &format!(
            "; coverage of \"{}\" ({}) {before} in {result} to {reached} in {until} (reference {reference})",
            name.en, lever.id
        ),
    );
    let more = |(at, share): (usize, &f64)| *share > lever.reference_coverage(Year(path.from.0 + at as u16));
    if !path.shares.iter().enumerate().any(more) {
        say(
            "。基準がすでに普及の上限に達しているので、何も変わらない",
            "; the reference is already beyond the ceiling of the scale-up: nothing changes",
        );
    } else if is_null(lever) {
        say(
            "。この施策の効果の標準値はゼロなので、差もゼロ",
            "; the default effect of this lever is nothing, and so is the difference",
        );
    } else if let Some(factor) = pipeline.effect_factor(benefit) {
        let more = factor > 1.0;
        let factor = percent(factor);
        if draw.is_some() {
            say(
                &format!("。引いた効果は標準の{factor}"),
                &format!("; the drawn effect is {factor} of the default"),
            );
        } else {
            let (ja, en) = why_beside_default(more);
            say(
                &format!("。普及するものの平均の効果は標準の{factor}（{ja}）"),
                &format!("; what is scaled up does {factor} of the default on average, since {en}"),
            );
        }
    }
    text
}

/// Why what is scaled up does more, or less, than the default on average.
const fn why_beside_default(more: bool) -> (&'static str, &'static str) {
    if more {
        (
            "効果の幅が一方に偏って平均が標準の値を超えるか、精度の高い実証が大きな効果を選び出すため",
            "a skewed range has its mean beyond the default, or a precise trial picks the larger effects",
        )
    } else {
        ("効果のないものも普及しうるため", "some of it has no effect")
    }
}

/// Whether the pack believes no effect of any channel.
fn is_null(lever: &pack::Lever) -> bool {
    let nothing = |channel: &pack::Channel| {
        channel.effect.is_none_or(|effect| effect.default == channel.acts.null() || channel.shrink.0 == 0.0)
    };
    lever.channels.iter().all(nothing)
}
