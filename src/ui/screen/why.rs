//! Why the scenario differs from the reference: each lever's share, the links of its effect, or the reason
//! why it has none.

use super::page::Page;
use super::{OverlayLine, headline, words as screen_words};
use crate::analysis::explain::{Contribution, Effect, Explanation, Part};
use crate::i18n::numbers::{self, fixed, signed};
use crate::i18n::{Messages, message};
use crate::outcome::series::Group;
use crate::report::explain::{ExplainReport, words};
use crate::text::escape_untrusted;
use crate::ui::action::Command;
use crate::ui::answer::Measure;
use crate::ui::state::State;
use crate::ui::text;
use crate::ui::theme::Role;

/// All lines of the page.
#[must_use]
pub fn lines(state: &State, messages: &Messages, cells: usize) -> Vec<OverlayLine> {
    let mut page = Page::new(cells);
    if state.draft.is_empty() && state.world.plan.hazard_changes.is_empty() {
        page.paragraph(Role::Text, &message!(messages, "ui-why-empty"));
        return page.lines;
    }
    let found = state.current().and_then(|answer| answer.explanation.as_ref());
    let Some((_, explanation)) = found.filter(|(trend, _)| *trend == state.trend) else {
        let under_way = message!(messages, "ui-why-computing", key = state.key_name(Command::Stop));
        page.paragraph(Role::Warning, &screen_words::awaited(messages, state, under_way));
        return page.lines;
    };
    let report = ExplainReport { baseline: &state.baseline, explanation };
    page.paragraph(Role::Headline, &words::summary(&report, messages));
    screen_words::fewer(&mut page, state, explanation, messages);
    page.gap();
    page.heading(&message!(messages, "explain-shares"));
    for (index, total) in explanation.total.iter().enumerate() {
        shares(&mut page, state, explanation, (index, total), messages, cells);
    }
    for one in &explanation.contributions {
        branch(&mut page, state, explanation, one, messages);
    }
    page.gap();
    page.paragraph(Role::Muted, &message!(messages, "explain-method"));
    if let Some(orders) = explanation.sampled_orders {
        let orders = orders.to_string();
        page.paragraph(Role::Muted, &message!(messages, "explain-method-sampled", orders = orders));
    }
    page.lines
}

/// The parts of the difference of one group as a table.
fn shares(
    page: &mut Page,
    state: &State,
    explanation: &Explanation,
    (index, total): (usize, &Effect),
    messages: &Messages,
    cells: usize,
) {
    let column = (cells * 9 / 40).clamp(14, 20);
    let label = cells.saturating_sub(3 * column + 2);
    let row = |name: &str, told: [String; 3]| {
        let mut line = text::left(&format!("  {}", escape_untrusted(name)), label);
        for one in &told {
            line.push_str(&text::right(one, column));
        }
        line
    };
    let estimates = |effect: &Effect| {
        let all =
            [effect.life_expectancy, effect.healthy_life_expectancy, effect.independent_life_expectancy];
        all.map(|one| headline::with_error(messages, one.value, Some(one.se)))
    };
    let names = [Measure::Life, Measure::Healthy, Measure::Independent];
    let names = names.map(|measure| screen_words::short_measure(messages, measure));
    let group = match total.sex {
        Group::Male => message!(messages, "sex-male"),
        Group::Female => message!(messages, "sex-female"),
        Group::Both => message!(messages, "sex-both"),
    };
    page.line(Role::Muted, row(&group, names));
    for one in &explanation.contributions {
        if let Some(share) = one.share.get(index) {
            page.line(Role::Text, row(&words::name(one, &state.baseline, messages), estimates(share)));
        }
    }
    page.line(Role::Headline, row(&message!(messages, "explain-total"), estimates(total)));
}

/// The links of one lever, from reach to outcome, or the reason why there are none.
fn branch(
    page: &mut Page,
    state: &State,
    explanation: &Explanation,
    one: &Contribution,
    messages: &Messages,
) {
    if one.part != Part::Lever {
        return;
    }
    let baseline = &state.baseline;
    let lever = words::name(one, baseline, messages);
    page.gap();
    page.heading(&message!(messages, "explain-chain-heading", lever = lever.as_str()));
    if let Some(reason) = &one.no_effect {
        let line = words::without_effect(&lever, reason, explanation.year, messages);
        page.paragraph(Role::Warning, &line);
        if let Some(found) = words::found(baseline.levers.lever(&one.id), reason, messages) {
            page.paragraph(Role::Text, &found);
        }
    }
    let Some(chain) = &one.chain else { return };
    let reach = &chain.reach;
    page.paragraph(
        Role::Text,
        &message!(
            messages,
            "explain-reach",
            coverage = numbers::percent(reach.coverage, 1),
            reference = numbers::percent(reach.coverage_reference, 1),
            eligible = fixed(reach.eligible, 0),
            year = explanation.year.to_string(),
            more = fixed(reach.more, 0),
            fewer = fixed(reach.fewer, 0),
            years = fixed(reach.person_years, 0)
        ),
    );
    if one.no_effect.is_some() {
        return;
    }
    let known = baseline.levers.lever(&one.id);
    for link in &chain.channels {
        let title = known
            .and_then(|lever| lever.channel(&link.channel))
            .map_or(link.channel.as_str(), |channel| messages.choose(&channel.title));
        let effect = match link.effect {
            None => message!(messages, "explain-no-evidence-effect"),
            Some(effect) if link.ratio => fixed(effect, 3),
            Some(effect) => format!("{} {}", signed(effect, 2), link.unit),
        };
        let persons = signed(link.persons_at_full_effect, 0);
        let mean = link.mean_change.map_or_else(String::new, |mean| {
            message!(messages, "ui-why-mean", change = format!("{} {}", signed(mean, 3), link.unit))
        });
        let line = message!(
            messages,
            "ui-why-channel",
            title = title,
            effect = effect,
            persons = persons,
            mean = mean
        );
        page.paragraph(Role::Text, &format!("+- {line}"));
    }
    for link in words::shown(chain) {
        let relative = link
            .relative
            .map_or_else(String::new, |share| format!(", {}", numbers::signed_percent(share, 2)));
        let line = message!(
            messages,
            "ui-why-link",
            stage = words::stage(link.stage, messages),
            item = words::link(link, baseline, messages),
            change = signed(link.change, 0),
            error = fixed(link.se, 0),
            relative = relative
        );
        page.paragraph(Role::Text, &format!("   +- {line}"));
    }
    for below in words::below_error(chain, baseline, messages) {
        page.paragraph(Role::Muted, &below);
    }
    let rest = (words::hidden(chain) - chain.below_error.len()).to_string();
    page.paragraph(Role::Muted, &message!(messages, "explain-unmoved", count = rest));
}
