//! The author's own assumptions in words.
//!
//! A scenario may go beyond the evidence, but then everything that shows it must say so. These are the
//! sentences it says.

use super::describe::{self, percent, title};
use super::levers::POLICY_START;
use super::resolve::Assumptions;
use super::schema::{
    self, HazardChange, Limitation, Mortality, Process, ReadingName, SexName, Share, Shock, Trials,
};
use crate::baseline::levers::Lever;
use crate::baseline::{Baseline, Text};
use crate::num::units::Year;
use crate::text::escape_untrusted;

/// What in a scenario is its author's own assumption; empty if nothing is.
#[must_use]
pub fn assumptions(assumptions: Assumptions, changes: &[HazardChange]) -> Vec<Text> {
    let mut words = Vec::new();
    if let Mortality::Own { male, female } = assumptions.mortality {
        let (male, female) = (male.get(), female.get());
        words.push(Text {
            ja: format!("独自の仮定：2040年の平均寿命を男性{male}年、女性{female}年とする"),
            en: format!(
                "own assumption: life expectancy in 2040 of {male} years for men, {female} for women"
            ),
        });
    }
    if let Limitation::Own { male, female } = assumptions.limitation {
        let (male, female) = (male.get(), female.get());
        words.push(Text {
            ja: format!("独自の仮定：同じ年齢での日常生活の制限のロジットが毎年、男性{male}、女性{female}変わる"),
            en: format!(
                "own assumption: the logit of activity limitation at a given age changes by {male} a year for men, {female} for women"
            ),
        });
    }
    words.extend(changes.iter().map(change));
    if changes.iter().any(|change| is_care(&change.process)) {
        words.push(Text {
            ja: "独自の仮定：要介護度が高いほど死亡率が高いという観測された関連を因果として使う。要介護の変化は寿命も変える".to_owned(),
            en: "own assumption: the observed association of care need with mortality is used as a cause, so that a change of care need also changes the length of life".to_owned(),
        });
    }
    words
}

/// Whether a change of the process moves persons between levels of care need, and so their mortality.
const fn is_care(process: &Process) -> bool {
    matches!(process, Process::CareOnset | Process::CareProgression | Process::CareRecovery)
}

fn change(change: &HazardChange) -> Text {
    let (first, last) = change.ages.get();
    let (from, factor) = (change.from.year(), change.factor.get());
    let (process_ja, process_en) = process(&change.process);
    let (sex_ja, sex_en) = match change.sex {
        None => ("男女", "men and women"),
        Some(SexName::Male) => ("男性", "men"),
        Some(SexName::Female) => ("女性", "women"),
    };
    Text {
        ja: format!("独自の仮定：{from}年から、{first}〜{last}歳の{sex_ja}の{process_ja}を{factor}倍にする"),
        en: format!(
            "own assumption: from {from}, {process_en} of {sex_en} aged {first} to {last} multiplied by {factor}"
        ),
    }
}

fn process(process: &Process) -> (String, String) {
    let (ja, en) = match process {
        Process::Death => ("死亡率", "the hazard of death"),
        Process::CareOnset => ("新規の要支援・要介護認定の発生率", "the hazard of first certified care need"),
        Process::CareProgression => ("要介護度の悪化の発生率", "the hazard of progression of care need"),
        Process::CareRecovery => ("要介護状態からの回復の発生率", "the hazard of recovery from care need"),
        Process::Condition(id) => {
            let id = id.as_str();
            return (format!("「{id}」の発生率"), format!("the hazard of onset of \"{id}\""));
        }
    };
    (ja.to_owned(), en.to_owned())
}

/// What in the levers goes beyond the pack: own effects, coverage above the maximum, own adherence and
/// own selection.
#[must_use]
pub fn levers(levers: &[schema::Lever], start: Year, baseline: &Baseline) -> Vec<Text> {
    let mut words = Vec::new();
    for set in levers {
        let Some(known) = baseline.levers.lever(set.id.as_str()) else { continue };
        let title = title(known);
        let mut say = |ja: String, en: String| {
            words.push(Text {
                ja: format!("独自の仮定：施策「{}」の{ja}", title.ja),
                en: format!("own assumption for the lever \"{}\": {en}", title.en),
            });
        };
        let shares = super::levers::shares(baseline, known, &set.coverage, start);
        let beyond = |(year, share): &(Year, f64)| {
            *share > known.coverage.maximum && *share > known.reference_coverage(*year)
        };
        let highest = baseline.years.iter().zip(shares).filter(beyond).map(|(_, share)| share);
        if let Some(highest) = highest.reduce(f64::max) {
            let (highest, most) = (percent(highest), percent(known.coverage.maximum));
            say(
                format!("実施率を、到達できるとされる最大{most}を超える{highest}とする"),
                format!("coverage of {highest}, above the maximum of {most}"),
            );
        }
        for (channel, effect) in set.effects.as_slice() {
            let (effect, channel) = (effect.get(), channel.as_str());
            let (ja, en) = usual(known, channel);
            say(
                format!("効果「{channel}」を{effect}とする（{ja}）"),
                format!("an effect \"{channel}\" of {effect} ({en})"),
            );
        }
        if let Some(adherence) = set.adherence {
            let (own, usual) = (percent(adherence.get()), percent(known.coverage.adherence));
            say(
                format!("実際に参加する割合を{own}とする（標準は{usual}）"),
                format!("adherence of {own} (default {usual})"),
            );
        }
        if let Some(correlation) = set.correlation {
            let (own, usual) = (correlation.get(), known.coverage.correlation);
            say(
                format!("参加とリスクの相関を{own}とする（標準は{usual}）"),
                format!("a correlation of {own} between participation and risk (default {usual})"),
            );
        }
    }
    words
}

/// What the pack holds of an effect, in words.
fn usual(known: &Lever, channel: &str) -> (String, String) {
    let channel = known.channel(channel);
    let Some((effect, channel)) = channel.and_then(|channel| Some((channel.effect?.default, channel))) else {
        return ("根拠となる値なし".to_owned(), "no usable evidence".to_owned());
    };
    let believed = channel.shrink.0;
    if believed == 1.0 {
        return (format!("標準は{effect}"), format!("default {effect}"));
    }
    let part = percent(believed);
    (format!("標準は{effect}の{part}を信じる"), format!("default {effect}, of which {part} is believed"))
}

/// Every shock is an assumption of the scenario: nobody knows the next one.
#[must_use]
pub fn shocks(shocks: &[Shock], baseline: &Baseline) -> Vec<Text> {
    let sentence = |text: Text| Text {
        ja: format!("シナリオの仮定：{}", text.ja),
        en: format!("scenario assumption: {}", text.en),
    };
    describe::policies(&[], shocks, POLICY_START, baseline).into_iter().map(sentence).collect()
}

/// What trials rest on: the strategy gives neither sizes nor chances, and one draw is no expectation.
#[must_use]
pub fn trials(trials: &Trials, baseline: &Baseline) -> Vec<Text> {
    let mut words = vec![Text {
        ja: "シナリオの仮定：実証事業の規模、効果の事前の見込み、採用の確率、普及の速さと上限は前提（方針に記載はない）".to_owned(),
        en: "scenario assumption: sizes of the trials, what is believed before them, chances of adoption, speed and ceiling of scale-up are stated assumptions (the strategy gives none)".to_owned(),
    }];
    if let Some((_, draw)) = super::trials::drawn(trials) {
        words.push(Text {
            ja: format!("シナリオの仮定：期待値ではなく、実証事業の結果を1回引いたもの（{draw}番）"),
            en: format!(
                "scenario assumption: one draw of the results of the trials (number {draw}), not an expectation"
            ),
        });
    }
    let items = baseline.pipelines.enablers.as_ref().map_or(&[][..], |enablers| &enablers.items);
    for set in trials.enablers.as_slice() {
        let Some(known) = items.iter().find(|item| item.id == set.id.as_str()) else { continue };
        let (ja, en) = match set.reading {
            Some(ReadingName::Low) => ("範囲の下限", "the low end of its range"),
            None | Some(ReadingName::Central) => ("標準の値", "its central value"),
            Some(ReadingName::High) => ("範囲の上限", "the high end of its range"),
        };
        let built = percent(set.strength.map_or(1.0, Share::get));
        let (title_ja, title_en) = (escape_untrusted(&known.title.ja), escape_untrusted(&known.title.en));
        words.push(Text {
            ja: format!("独自の仮定：基盤「{title_ja}」の整備を計画の{built}とし、効き方は{ja}とする"),
            en: format!(
                "own assumption: the enabler \"{title_en}\" is built to {built} of its plan and acts by {en}"
            ),
        });
    }
    words
}
