//! Curves against closed forms, against logistic curves whose parameters are known, and the share of
//! further observations that their intervals hold.

use super::*;
use crate::num::draws::{Draws, StreamId, open_unit};
use crate::num::special::normal_quantile;
use rand::TryRng as _;

fn logistic(ceiling: f64, rate: f64, midpoint: f64, time: f64) -> f64 {
    ceiling / (1.0 + (-rate * (time - midpoint)).exp())
}

#[test]
fn a_line_is_the_closed_form() {
    // Five points by hand: mean time 2, mean value 3.2, Sxx 10, Sxy 8.
    let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 4.0), (3.0, 4.0), (4.0, 4.0)];
    let line = Curve::line(&points).unwrap();
    let Form::Line { level, slope } = line.form else { panic!("a line") };
    assert!((level - 3.2).abs() < 1e-12 && (slope - 0.7).abs() < 1e-12, "{level} {slope}");
    let squares: f64 = points.iter().map(|(x, y)| (y - 3.2 - 0.7 * (x - 2.0)).powi(2)).sum();
    let scatter = (squares / 3.0).sqrt();
    assert!((line.scatter - scatter).abs() < 1e-12);
    // The textbook interval for one more observation at time 6.
    let half = 3.182_446 * scatter * (1.0_f64 + 1.0 / 5.0 + 16.0 / 10.0).sqrt();
    let expected = line.at(6.0);
    assert!((expected.value - 6.0).abs() < 1e-12);
    assert!((expected.high - expected.value - half).abs() < 1e-6 * half);
    assert!((expected.value - expected.low - half).abs() < 1e-6 * half);
    let (n, k) = (5.0_f64, 3.0);
    let aicc = n * (squares / n).ln() + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0);
    assert!((line.aicc - aicc).abs() < 1e-9, "{} {aicc}", line.aicc);
}

#[test]
fn an_exact_logistic_curve_is_found_again() {
    for (ceiling, rate, midpoint) in [(24_000.0, 0.8, 2020.9), (0.65, 0.12, 2012.0), (3_500.0, 0.5, 2019.0)] {
        let points: Vec<Point> = (0..9)
            .map(|n| 2016.5 + f64::from(n))
            .map(|t| (t, logistic(ceiling, rate, midpoint, t)))
            .collect();
        let curve = Curve::logistic(&points).unwrap();
        let Form::Logistic { ceiling: found, rate: r, midpoint: m, ceiling_error } = curve.form else {
            panic!("a logistic curve")
        };
        assert!((found / ceiling - 1.0).abs() < 1e-6 && (r / rate - 1.0).abs() < 1e-5, "{found} {r}");
        assert!((m - midpoint).abs() < 1e-4 && ceiling_error < 1e-4, "{m} {ceiling_error}");
        assert!(curve.aicc < Curve::line(&points).unwrap().aicc);
    }
}

#[test]
fn an_interval_holds_the_share_it_promises() {
    // One further observation beyond the points, in 1,000 repetitions of each form.
    for is_line in [true, false] {
        let mut random = Draws::new(7, 0).generator(StreamId::of("coverage of intervals"));
        let mut noise = move || {
            let Ok(word) = random.try_next_u32();
            normal_quantile(open_unit(word))
        };
        let truth = |t: f64| if is_line { 100.0 + 3.0 * t } else { logistic(200.0, 0.6, 4.0, t) };
        let (mut inside, mut all) = (0, 0);
        for _ in 0..1_000 {
            let points: Vec<Point> = (0..10).map(f64::from).map(|t| (t, truth(t) + 4.0 * noise())).collect();
            let further = truth(12.0) + 4.0 * noise();
            let curve = if is_line { Curve::line(&points) } else { Curve::logistic(&points) };
            let Some(curve) = curve else { continue };
            let expected = curve.at(12.0);
            all += 1;
            inside += usize::from((expected.low..=expected.high).contains(&further));
        }
        let share = inside as f64 / f64::from(all);
        assert!(all > 950, "{all}");
        // Four binomial standard errors; the tangent of the logistic curve may cost a little more.
        let slack = if is_line { 0.028 } else { 0.045 };
        assert!((share - INTERVAL).abs() < slack, "line {is_line}: {share}");
    }
}

#[test]
fn a_ceiling_that_the_points_do_not_tell_is_not_given() {
    // Growth at a steady rate has no ceiling.
    let points: Vec<Point> = (0..9).map(f64::from).map(|t| (t, (0.3 * t).exp())).collect();
    assert!(Curve::logistic(&points).is_none());
    let few: Vec<Point> = (0..4).map(f64::from).map(|t| (t, logistic(1.0, 1.0, 2.0, t))).collect();
    assert!(Curve::logistic(&few).is_none());
    assert!(Curve::line(&few[..2]).is_none());
    assert!(Curve::line(&[(1.0, 2.0), (1.0, 3.0), (1.0, 4.0)]).is_none());
    let flat: Vec<Point> = (0..6).map(f64::from).map(|t| (t, 0.0)).collect();
    assert!(Curve::logistic(&flat).is_none());
}

#[test]
fn a_falling_share_has_a_curve_too() {
    let points: Vec<Point> = (0..12).map(f64::from).map(|t| (t, logistic(0.4, -0.5, 5.0, t))).collect();
    let Form::Logistic { rate, ceiling, .. } = Curve::logistic(&points).unwrap().form else {
        panic!("a logistic curve")
    };
    assert!((rate + 0.5).abs() < 1e-5 && (ceiling - 0.4).abs() < 1e-5);
}
