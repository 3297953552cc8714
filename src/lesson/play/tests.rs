//! The rules of a student's way.

use super::*;
use crate::baseline::Baseline;
use crate::lesson::record::Versions;
use proptest::prelude::*;
use std::ffi::OsStr;
use std::sync::LazyLock;

static LESSON: LazyLock<Arc<Lesson>> = LazyLock::new(|| {
    let baseline = Baseline::japan().unwrap();
    Arc::new(Lesson::find(OsStr::new("three-expectancies"), &baseline).unwrap())
});

fn player() -> Player {
    let model = Versions { kenju: "0".into(), baseline: "b".into(), engine: "e".into() };
    let identity = Identity {
        lesson: LESSON.id.clone(),
        lesson_digest: LESSON.digest.to_string(),
        model,
        class: None,
        student: None,
        seed: 1,
        persons: 1000,
    };
    Player::begin(Arc::clone(&LESSON), identity, 100)
}

/// Presses that a student may make.
#[derive(Debug, Clone, Copy)]
enum Press {
    Forward,
    Back,
    Go(usize),
    Vertical(i8),
    Horizontal(i8),
    Letter(char),
    Erase,
    Confirm,
}

fn press() -> impl Strategy<Value = Press> {
    prop_oneof![
        3 => Just(Press::Forward),
        1 => Just(Press::Back),
        1 => (0_usize..20).prop_map(Press::Go),
        2 => (-2_i8..3).prop_map(Press::Vertical),
        3 => (-6_i8..7).prop_map(Press::Horizontal),
        2 => prop_oneof![Just('1'), Just('2'), Just('.'), Just('-'), Just('x'), Just('\u{1b}')]
            .prop_map(Press::Letter),
        1 => Just(Press::Erase),
        4 => Just(Press::Confirm),
    ]
}

fn apply(player: &mut Player, press: Press) {
    // What is refused is part of what is tried.
    let _ = match press {
        Press::Forward => player.forward(200),
        Press::Back => player.back(),
        Press::Go(step) => player.go(step),
        Press::Confirm => player.confirm().map(|_| ()),
        Press::Vertical(lines) => {
            player.vertical(lines);
            Ok(())
        }
        Press::Horizontal(steps) => {
            player.horizontal(steps);
            Ok(())
        }
        Press::Letter(letter) => {
            player.letter(letter);
            Ok(())
        }
        Press::Erase => {
            player.erase();
            Ok(())
        }
    };
}

proptest! {
    #[test]
    fn nothing_behind_a_prediction_is_reached_before_it_is_recorded(
        presses in proptest::collection::vec(press(), 0..300)
    ) {
        let mut player = player();
        let mut recorded: Vec<Prediction> = Vec::new();
        for press in presses {
            apply(&mut player, press);
            let ahead = player.lesson.form.steps.iter().take(player.record.furthest);
            for id in ahead.filter(|step| matches!(step, Step::Predict { .. })).filter_map(Step::id) {
                let own = player.record.predictions.iter().find(|one| one.id == id).unwrap();
                prop_assert!(own.recorded && own.direction.is_some(), "{id}");
            }
            // What is recorded is never changed.
            for before in &recorded {
                prop_assert!(player.record.predictions.contains(before));
            }
            recorded = player.record.predictions.iter().filter(|one| one.recorded).cloned().collect();
            for own in &player.record.predictions {
                let (_, _, line) = player.predicted(&own.id).unwrap();
                prop_assert!((line.0..=line.1).contains(&own.size));
                let agrees = match own.direction {
                    Some(Direction::Up) => own.size >= 0.0,
                    Some(Direction::Down) => own.size <= 0.0,
                    _ => own.size == 0.0,
                };
                prop_assert!(agrees, "{own:?}");
            }
            // Whatever was pressed, the record can be taken up again as it is.
            let text = ron::ser::to_string(&player.record).unwrap();
            let read: Record = ron::from_str(&text).unwrap();
            prop_assert_eq!(&read, &player.record);
            let again = Player::resume(Arc::clone(&LESSON), read);
            prop_assert_eq!(again.map(|again| again.record), Some(player.record.clone()));
        }
    }
}

#[test]
fn a_prediction_is_made_part_by_part() {
    let mut player = player();
    assert_eq!(player.back(), Err(Wait::Start));
    player.forward(110).unwrap();
    assert_eq!(player.forward(111), Err(Wait::Prediction));
    assert_eq!(player.confirm(), Err(Wait::Direction));
    player.horizontal(-1);
    assert_eq!(player.prediction().unwrap().direction, Some(Direction::Down));
    assert_eq!(player.confirm(), Ok(true));
    player.horizontal(-3);
    assert!((player.prediction().unwrap().size + 2.0).abs() < 1e-9);
    // Past none: the mind has changed.
    player.horizontal(5);
    assert_eq!(player.prediction().unwrap().direction, Some(Direction::Up));
    player.horizontal(-99);
    assert!((player.prediction().unwrap().size + 20.0).abs() < 1e-9);
    assert_eq!(player.confirm(), Ok(true));
    // Nothing is chosen beforehand.
    assert_eq!(player.confirm(), Err(Wait::Confidence));
    player.horizontal(1);
    assert_eq!(player.prediction().unwrap().confidence, Some(50));
    player.horizontal(-9);
    assert_eq!(player.prediction().unwrap().confidence, Some(33));
    player.horizontal(3);
    assert_eq!(player.confirm(), Ok(true));
    assert!(player.prediction().unwrap().recorded);
    player.horizontal(1);
    player.vertical(-1);
    assert_eq!(player.prediction().unwrap().confidence, Some(60));
    player.forward(120).unwrap();
    assert_eq!(player.record.reached, [0, 10, 20]);
}

#[test]
fn answers_are_right_or_not() {
    let order = Answer::Order { items: Vec::new() };
    assert_eq!(is_right(&Given::Order(vec![1, 2, 3], 0), &order, |_| None), Some(true));
    assert_eq!(is_right(&Given::Order(vec![2, 1, 3], 0), &order, |_| None), Some(false));
    let id = crate::scenario::study::schema::PartId::try_from("a".to_owned()).unwrap();
    let number = Answer::Number { of: id, tolerance: 0.05 };
    let right = |typed: &str| is_right(&Given::Number(typed.to_owned()), &number, |_| Some(68.98));
    assert_eq!((right("68.98"), right("69"), right("69.03")), (Some(true), Some(true), Some(true)));
    assert_eq!((right("69.1"), right("-"), right("64.6")), (Some(false), None, Some(false)));
    assert_eq!(is_right(&Given::Number("1".to_owned()), &number, |_| None), None);
    // What is shown first is never the right order.
    for count in 2..10 {
        assert_ne!(mixed(count), (1..=count as u8).collect::<Vec<_>>(), "{count}");
    }
}

#[test]
fn a_record_that_was_changed_by_hand_is_not_taken_up() {
    let whole = player().record;
    let changed = |change: &dyn Fn(&mut Record)| {
        let mut record = whole.clone();
        change(&mut record);
        Player::resume(Arc::clone(&LESSON), record).is_some()
    };
    assert!(changed(&|_| ()));
    assert!(!changed(&|record| record.furthest = 3));
    assert!(!changed(&|record| record.predictions[0].size = f64::NAN));
    assert!(!changed(&|record| record.predictions[0].confidence = Some(55)));
    assert!(!changed(&|record| record.predictions[0].id = "x".to_owned()));
    assert!(!changed(&|record| record.answers[0].given = Given::One(1)));
    assert!(!changed(&|record| record.answers[2].given = Given::Order(vec![1, 2, 3], 200)));
    assert!(!changed(&|record| record.answers[2].given = Given::Order(vec![1, 1, 9], 0)));
    assert!(!changed(&|record| record.notes.clear()));
}

#[test]
fn what_cannot_be_told_from_noise_still_has_a_size() {
    let baseline = Baseline::japan().unwrap();
    let noisy = Arc::new(Lesson::find(OsStr::new("difference-or-noise"), &baseline).unwrap());
    let exact = Arc::clone(&LESSON);
    for (lesson, size) in [(noisy, 15.0), (exact, 0.0)] {
        let identity = Identity { lesson: lesson.id.clone(), ..player().record.identity };
        let mut player = Player::begin(lesson, identity, 1);
        player.forward(2).unwrap();
        player.horizontal(1);
        player.horizontal(-1);
        assert_eq!(player.prediction().unwrap().direction, Some(Direction::Same));
        player.vertical(1);
        player.horizontal(3);
        let own = player.prediction().unwrap();
        assert_eq!((own.direction, own.size), (Some(Direction::Same), size));
        assert_eq!(player.predict(Direction::Same, 15.0, 70).is_ok(), size != 0.0);
    }
}
