//! What trialling first is worth, in tables and in one plain sentence per trial.

use super::{break_even, missing, percent};
use crate::analysis::trials::worth::{Advice, Summed, Worth};
use crate::analysis::trials::{TrialRow, Trials};
use crate::i18n::{Messages, message, numbers};
use crate::outcome::series::Estimate;
use crate::report::document::{Cell, Column, Table};

/// Yen of the unit in which costs are shown.
const HUNDRED_MILLION: f64 = 1e8;

fn years(value: f64) -> Cell {
    Cell::shown(value, numbers::signed(value, 0))
}

fn plain(value: f64) -> String {
    numbers::fixed(value.abs(), 0)
}

fn sum_columns(messages: &Messages) -> Vec<Column> {
    vec![
        Column::numbers("trial_first", message!(messages, "trials-trial-first")),
        Column::numbers("at_once", message!(messages, "trials-at-once")),
        Column::numbers("value", message!(messages, "trials-value")),
        Column::numbers("error", message!(messages, "trials-value-error")),
    ]
}

fn cells(sum: &Summed, messages: &Messages) -> [Cell; 4] {
    let [first, now, value] = [sum.trial_first, sum.at_once, sum.of_trialling].map(|one| years(one.value));
    [first, now, value, error(sum.of_trialling, messages)]
}

/// An error; in words where too few lives differ for one to be told.
fn error(one: Estimate, messages: &Messages) -> Cell {
    if one.se.is_finite() {
        Cell::shown(one.se, numbers::fixed(one.se, 0))
    } else {
        Cell::text(message!(messages, "precision-too-few"))
    }
}

/// The break-even share where scaling up at once gains more than noise.
fn even(sum: &Summed) -> Cell {
    break_even(sum.break_even, relative_error(sum.at_once)).map_or_else(missing, percent)
}

fn relative_error(one: Estimate) -> f64 {
    if one.value == 0.0 { 0.0 } else { one.se / one.value.abs() }
}

/// Summed healthy person-years of all trials: undiscounted, and the value at the usual rate.
pub fn sums(found: &Trials, messages: &Messages) -> Table {
    let mut columns = vec![Column::words("id", message!(messages, "column-id"))];
    columns.extend(sum_columns(messages));
    columns.push(Column::numbers("value_discounted", message!(messages, "trials-value-discounted")));
    let rows = found.trials.iter().map(|row| {
        let mut line = vec![Cell::text(&row.id)];
        match row.worth.as_ref().and_then(|worth| Some((worth.sums.first()?, worth.sums.get(1)))) {
            Some((sum, discounted)) => {
                line.extend(cells(sum, messages));
                line.push(discounted.map_or_else(missing, |sum| years(sum.of_trialling.value)));
            }
            None => line.extend(std::iter::repeat_with(missing).take(5)),
        }
        line
    });
    Table { rows: rows.collect(), columns }
}

/// Programme cost of either way, what a healthy person-year then costs, and the break-even share.
pub fn costs(found: &Trials, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("id", message!(messages, "column-id")),
        Column::numbers("break_even", message!(messages, "trials-break-even")),
        Column::numbers("cost_first", message!(messages, "trials-cost-first")),
        Column::numbers("cost_at_once", message!(messages, "trials-cost-at-once")),
        Column::numbers("price", message!(messages, "trials-price")),
    ];
    let rows = found.trials.iter().map(|row| {
        let sum = row.worth.as_ref().and_then(|worth| worth.sums.first());
        let mut line = vec![Cell::text(&row.id), sum.map_or_else(missing, even)];
        match row.cost {
            Some(both) => line.extend(both.map(|yen| Cell::number(yen / HUNDRED_MILLION, 1))),
            None => line.extend([missing(), missing()]),
        }
        let price =
            row.worth.as_ref().and_then(|worth| worth.price).filter(|_| row.worth_it == Advice::AtOnce);
        line.push(price.map_or_else(missing, |yen| Cell::number(yen, 0)));
        line
    });
    Table { columns, rows: rows.collect() }
}

/// The sums of one trial by discount rate.
pub fn one(worth: &Worth, messages: &Messages) -> Table {
    let mut columns = vec![Column::numbers("discount_rate", message!(messages, "trials-discount"))];
    columns.extend(sum_columns(messages));
    columns.push(Column::numbers("break_even", message!(messages, "trials-break-even")));
    let rows = worth.sums.iter().map(|sum| {
        let mut line = vec![percent(sum.discount_rate)];
        line.extend(cells(sum, messages));
        line.push(even(sum));
        line
    });
    Table { rows: rows.collect(), columns }
}

/// The same year by year.
pub fn profile(worth: &Worth, messages: &Messages) -> Table {
    let columns = vec![
        Column::words("year", message!(messages, "column-year")),
        Column::numbers("trial_first", message!(messages, "trials-trial-first")),
        Column::numbers("trial_first_se", message!(messages, "trials-value-error")),
        Column::numbers("at_once", message!(messages, "trials-at-once")),
        Column::numbers("at_once_se", message!(messages, "trials-value-error")),
    ];
    let rows = worth.by_year.iter().map(|year| {
        vec![
            Cell::text(year.year.to_string()),
            years(year.trial_first.value),
            error(year.trial_first, messages),
            years(year.at_once.value),
            error(year.at_once, messages),
        ]
    });
    Table { columns, rows: rows.collect() }
}

/// Whether it is worth it to run the trial first, and why.
pub fn advice(found: &Trials, row: &TrialRow, messages: &Messages) -> String {
    let sum = row.worth.as_ref().and_then(|worth| worth.sums.first());
    let until = found.until.to_string();
    match (row.worth_it, sum) {
        (Advice::NoLever, _) => message!(messages, "trials-advice-no-lever"),
        (Advice::NoBelief, _) => message!(messages, "trials-advice-no-belief"),
        (Advice::NotInModel, _) => message!(messages, "trials-advice-not-in-model"),
        (Advice::NoScaleUp, _) | (_, None) => message!(messages, "trials-advice-no-scale-up", until = until),
        (Advice::Never, Some(_)) => message!(messages, "trials-advice-never", until = until),
        // An error that is not known holds nothing.
        (Advice::NotTold, Some(sum)) if sum.of_trialling.se == 0.0 || !sum.of_trialling.se.is_finite() => {
            message!(messages, "trials-advice-too-few")
        }
        (Advice::NotTold, Some(sum)) => message!(
            messages,
            "trials-advice-not-told",
            value = numbers::signed(sum.of_trialling.value, 0),
            error = plain(sum.of_trialling.se)
        ),
        (Advice::TrialFirst, Some(sum)) => message!(
            messages,
            "trials-advice-first",
            until = until,
            value = plain(sum.of_trialling.value),
            harm = plain(sum.harm_avoided),
            waiting = plain(sum.waiting),
            missed = plain(sum.missed)
        ),
        (Advice::AtOnce, Some(sum)) => {
            let health = message!(
                messages,
                "trials-advice-at-once",
                until = until,
                value = plain(sum.of_trialling.value),
                share = numbers::percent(sum.of_trialling.value.abs() / sum.at_once.value, 0),
                waiting = plain(sum.waiting),
                missed = plain(sum.missed),
                harm = plain(sum.harm_avoided)
            );
            let price = match (row.worth.as_ref().and_then(|worth| worth.price), row.cost) {
                (Some(price), Some([first, now])) => {
                    // Japanese counts money in 億 and 万, English in billions and millions.
                    let [large, small] = messages.language().pick([HUNDRED_MILLION, 1e4], [1e9, 1e6]);
                    message!(
                        messages,
                        "trials-advice-price",
                        saved = numbers::fixed((now - first) / large, 1),
                        price = numbers::fixed(price / small, messages.language().pick(0, 1))
                    )
                }
                _ => message!(messages, "trials-advice-no-price"),
            };
            format!("{health}{}{price}", messages.language().pick("", " "))
        }
    }
}

/// Figures for machines.
pub fn tidy(worth: &Worth, add: &mut dyn FnMut(&str, f64)) {
    for (index, sum) in worth.sums.iter().enumerate() {
        let kind = if index == 0 { "sum" } else { "discounted_sum" };
        for (figure, one) in [
            ("trial_first", sum.trial_first),
            ("at_once", sum.at_once),
            ("value_of_trialling", sum.of_trialling),
        ] {
            add(&format!("{figure}_{kind}"), one.value);
            add(&format!("{figure}_{kind}_se"), one.se);
        }
        for (figure, value) in
            [("waiting", sum.waiting), ("missed", sum.missed), ("harm_avoided", sum.harm_avoided)]
        {
            add(&format!("{figure}_{kind}"), value);
        }
    }
    if let Some(price) = worth.price {
        add("price_of_a_healthy_year", price);
    }
    for year in &worth.by_year {
        add(&format!("trial_first_{}", year.year), year.trial_first.value);
        add(&format!("at_once_{}", year.year), year.at_once.value);
    }
}
