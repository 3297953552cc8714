//! A class of forty slips: the report equals a tally that is made here, from what the students did.

use super::{kenju, text};
use kenju::baseline::Baseline;
use kenju::lesson::Lesson;
use kenju::lesson::code::ClassCode;
use kenju::lesson::play::Player;
use kenju::lesson::record::{CONFIDENCES, Given, Identity, Lever, Reach, Versions};
use kenju::lesson::results::{Direction, Found};
use kenju::lesson::slip::{Slip, checksum, times_checksum};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

/// Numbers that look random and are the same everywhere.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What a student did, as the test knows it.
struct Student {
    /// Direction (-1, 0, 1), size, confidence of each of the three predictions.
    predictions: Vec<(i32, f64, u8)>,
    /// Options chosen; 0: passed over.
    answers: Vec<u8>,
}

/// The numbers of the model as this test makes them up, in days: rising, rising, within the noise.
const NUMBERS: [(&str, f64, f64); 7] = [
    ("life_2030", 3.0, 0.2),
    ("life_2035", 19.0, 1.5),
    ("life_2040", 38.0, 3.0),
    ("healthy_2040", 27.0, 3.0),
    ("limited_2040", 4.0, 3.0),
    ("women_2040", 5.0, 0.5),
    ("support_2040", 5.0, 1.0),
];

const DAYS: f64 = 365.25;

fn lesson() -> Arc<Lesson> {
    let baseline = Baseline::japan().unwrap();
    Arc::new(Lesson::find(OsStr::new("smoking-over-time"), &baseline).unwrap())
}

fn slip(lesson: &Arc<Lesson>, number: u32, dice: &mut Dice) -> (Slip, Student) {
    let model = Versions { kenju: "0.1.0".into(), baseline: "aaaa".into(), engine: "bbbb".into() };
    let identity = Identity {
        lesson: lesson.id.clone(),
        lesson_digest: lesson.digest.to_string(),
        model,
        class: Some("SPRING-24".into()),
        student: Some(number),
        seed: ClassCode::of_word("SPRING-24").unwrap().seed(),
        persons: lesson.persons(),
    };
    let mut player = Player::begin(Arc::clone(lesson), identity, 1_000_000 + u64::from(number));
    for (id, days, se) in NUMBERS {
        let (value, se) = (days / DAYS, se / DAYS);
        player.found.push(Found { id: id.to_owned(), value, se, persons: 20_000 });
    }
    let mut student = Student { predictions: Vec::new(), answers: Vec::new() };
    let mut now = 1_000_000;
    while !player.is_over() {
        now += dice.throw(100);
        if player.prediction().is_some() {
            let way = dice.throw(3) as i32 - 1;
            let size = f64::from(way) * 2.0 * (1 + dice.throw(8)) as f64;
            let (_, _, line) = player.predicted(&player.prediction().unwrap().id.clone()).unwrap();
            // On the line of the lesson, whose marks are 2 or 5 days.
            let size = (size / line.2).round() * line.2;
            let way = if size == 0.0 { 0 } else { way };
            let confidence = CONFIDENCES[dice.throw(8) as usize];
            let direction = match way {
                -1 => Direction::Down,
                0 => Direction::Same,
                _ => Direction::Up,
            };
            player.predict(direction, size, confidence).unwrap();
            student.predictions.push((way, size, confidence));
        } else if player.answer().is_some() {
            let option = dice.throw(4) as u8;
            if option > 0 {
                player.give(Given::One(option)).unwrap();
            }
            student.answers.push(option);
        } else if player.note().is_some() {
            for letter in "my name is Taro Yamada".chars() {
                player.letter(letter);
            }
        }
        player.forward(now).unwrap();
    }
    (Slip::of(&player).unwrap(), student)
}

fn again(mut slip: Slip, change: impl FnOnce(&mut Slip)) -> Slip {
    change(&mut slip);
    slip.checksum = checksum(&slip.content);
    slip.times.checksum = times_checksum(&slip.times, &slip.checksum);
    slip
}

/// Forty files in a folder; the students that count.
fn hand_in(folder: &Path) -> Vec<Student> {
    let lesson = lesson();
    let mut dice = Dice(20_241_122);
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    let mut students = Vec::new();
    for number in 1..=33_u32 {
        let (slip, student) = slip(&lesson, number, &mut dice);
        write(&format!("slip-{number:02}.ron"), &slip.text());
        assert!(!slip.text().contains("Taro"), "what was written is in the slip");
        students.push(student);
    }
    let (whole, _) = slip(&lesson, 50, &mut dice);
    let text = whole.text();
    // Three broken ones: half of it is missing, a digit has changed, no text at all.
    write("broken-half.ron", &text[..text.len() / 2]);
    write(
        "broken-digit.ron",
        &text.replacen("started: 1", "started: 2", 1).replacen("value: ", "value: 1", 1),
    );
    std::fs::write(folder.join("broken-bytes.ron"), [0, 159, 146, 150, 255, 10]).unwrap();
    // Two handed in twice: the same file again, and a later try of the same student.
    std::fs::copy(folder.join("slip-05.ron"), folder.join("zz-copy-of-05.ron")).unwrap();
    let (later, _) = slip(&lesson, 9, &mut dice);
    write("slip-09-again.ron", &again(later, |slip| slip.times.started += 100_000).text());
    // One of another version, one hostile with a checksum that fits.
    let (other, _) = slip(&lesson, 60, &mut dice);
    write(
        "other-version.ron",
        &again(other, |slip| slip.content.identity.model.engine = "cccc".into()).text(),
    );
    let hostile = again(whole, |slip| {
        slip.content.identity.lesson =
            "=HYPERLINK(\"http://evil\")\u{1b}[2J\u{202e}<script>alert(1)</script>".into();
        slip.content.identity.class = Some("=cmd|'/C calc'!A0".into());
        slip.content.predictions[0].id = "\u{1b}]0;owned\u{7}".into();
    });
    write("=cmd()\u{1b}[31m<script>.ron", &hostile.text());
    students
}

fn close(value: &Value, wanted: f64) {
    let found = value.as_f64().unwrap();
    assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
}

#[test]
fn the_report_of_forty_slips_equals_an_independent_tally() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("slips");
    std::fs::create_dir(&folder).unwrap();
    let students = hand_in(&folder);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 40);
    let collect = |arguments: &[&str]| {
        let assert =
            kenju(home.path()).args(["class", "collect", "slips"]).args(arguments).assert().success();
        text(&assert.get_output().stdout)
    };
    let report: Value = serde_json::from_str(&collect(&["--format", "json"])).unwrap();
    assert_eq!((report["files"].as_u64(), report["students"].as_u64()), (Some(40), Some(33)));
    assert_eq!(report["class"], "SPRING-24");

    // The tally of the test: from what the students did, without a line of the program.
    let count = students.len() as f64;
    let truths = [(1, 3.0), (1, 38.0), (0, 4.0)];
    let (mut scores, mut levels) = (Vec::new(), std::collections::BTreeMap::<u8, (u64, u64)>::new());
    for (place, (truth, days)) in truths.into_iter().enumerate() {
        let own: Vec<(i32, f64, u8)> = students.iter().map(|student| student.predictions[place]).collect();
        let told = &report["predictions"][place];
        for (position, way) in [-1, 0, 1].into_iter().enumerate() {
            let said = own.iter().filter(|one| one.0 == way).count() as u64;
            assert_eq!(told["said"][position].as_u64(), Some(said), "prediction {place}, direction {way}");
        }
        let hits = own.iter().filter(|one| one.0 == truth).count();
        // Within the noise nobody was right or wrong.
        let scored = truth != 0;
        assert_eq!(
            (told["scored"].as_bool(), told["right"].as_u64()),
            (Some(scored), Some(if scored { hits as u64 } else { 0 }))
        );
        close(&told["result"], days);
        close(&told["mean_size"], own.iter().map(|one| one.1).sum::<f64>() / count);
        close(&told["mean_error"], own.iter().map(|one| (one.1 - days).abs()).sum::<f64>() / count);
        close(&told["mean_confidence"], own.iter().map(|one| f64::from(one.2)).sum::<f64>() / count);
        let mut sizes: Vec<f64> = own.iter().map(|one| one.1).collect();
        sizes.sort_by(f64::total_cmp);
        close(&told["median_size"], sizes[16]);
        let score = |one: &(i32, f64, u8)| {
            let p = f64::from(one.2) / 100.0;
            [-1, 0, 1]
                .map(|way| {
                    let given = if way == one.0 { p } else { (1.0 - p) / 2.0 };
                    let came = if way == truth { 1.0 } else { 0.0 };
                    (given - came).powi(2)
                })
                .iter()
                .sum::<f64>()
        };
        if !scored {
            assert!(told["brier"].is_null());
            continue;
        }
        close(&told["brier"], own.iter().map(score).sum::<f64>() / count);
        scores.extend(own.iter().map(score));
        for one in &own {
            let level = levels.entry(one.2).or_default();
            level.0 += 1;
            level.1 += u64::from(one.0 == truth);
        }
    }
    close(&report["brier"], scores.iter().sum::<f64>() / scores.len() as f64);
    let told: Vec<(u8, (u64, u64))> = report["calibration"]
        .as_array()
        .unwrap()
        .iter()
        .map(|level| {
            let number = |key: &str| level[key].as_u64().unwrap();
            (number("confidence") as u8, (number("made"), number("right")))
        })
        .collect();
    assert_eq!(told, levels.into_iter().collect::<Vec<_>>());
    for place in 0..2 {
        let own: Vec<u64> = students.iter().map(|student| u64::from(student.answers[place])).collect();
        let told = &report["questions"][place];
        // In both questions the second option is the right one.
        assert_eq!(told["right"].as_u64(), Some(own.iter().filter(|one| **one == 2).count() as u64));
        assert_eq!(told["passed"].as_u64(), Some(own.iter().filter(|one| **one == 0).count() as u64));
        let mut counts: Vec<u64> =
            (1..=3).map(|option| own.iter().filter(|one| **one == option).count() as u64).collect();
        counts.retain(|count| *count > 0);
        counts.sort_unstable_by(|one, other| other.cmp(one));
        let answers = told["answers"].as_array().unwrap();
        let told: Vec<u64> = answers.iter().map(|one| one[1].as_u64().unwrap()).collect();
        assert_eq!(told, counts);
    }

    let aside: Vec<(String, String)> = report["set_aside"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["file"].as_str().unwrap().to_owned(), one["kind"].as_str().unwrap().to_owned()))
        .collect();
    let kind = |file: &str| aside.iter().find(|one| one.0.contains(file)).map(|one| one.1.as_str());
    assert_eq!(aside.len(), 7, "{aside:?}");
    assert_eq!(kind("broken-half"), Some("broken"));
    assert_eq!(kind("broken-bytes"), Some("broken"));
    assert_eq!(kind("broken-digit"), Some("broken"));
    assert_eq!(kind("zz-copy"), Some("duplicate"));
    assert_eq!(kind("slip-09-again"), Some("duplicate"));
    assert_eq!(kind("other-version"), Some("version"));
    assert_eq!(kind("=cmd()"), Some("refused"));
}

/// Names that are no text look alike once shown: pointing from one to another by name went round for ever.
#[cfg(unix)]
#[test]
fn slips_whose_names_look_alike_are_told_apart() {
    use std::os::unix::ffi::OsStrExt as _;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("slips");
    std::fs::create_dir(&folder).unwrap();
    let (first, _) = slip(&lesson(), 1, &mut Dice(7));
    for (tries, last) in [b'\x92', b'\x93', b'\x94'].into_iter().enumerate() {
        let later = again(first.clone(), |slip| slip.times.started += 1000 * (2 - tries as u64));
        let name = [b"slip-".as_slice(), &[last], b".ron"].concat();
        std::fs::write(folder.join(OsStr::from_bytes(&name)), later.text()).unwrap();
    }
    let mut collect = kenju(home.path());
    collect
        .args(["class", "collect", "slips", "--format", "json"])
        .timeout(std::time::Duration::from_mins(1));
    let report: Value = serde_json::from_slice(&collect.assert().success().get_output().stdout).unwrap();
    assert_eq!(report["students"], 1);
    let aside = report["set_aside"].as_array().unwrap();
    assert!(aside.len() == 2 && aside.iter().all(|one| one["kind"] == "duplicate"), "{aside:?}");
}

#[test]
fn no_form_of_the_report_lets_hostile_slips_act() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("slips");
    std::fs::create_dir(&folder).unwrap();
    hand_in(&folder);
    for format in ["table", "md", "html", "csv", "json"] {
        for language in ["ja", "en"] {
            let arguments = ["class", "collect", "slips", "--format", format, "--lang", language];
            let assert = kenju(home.path()).args(arguments).assert().success();
            let said = text(&assert.get_output().stdout);
            let acts = |letter: char| kenju::text::is_unsafe(letter) && letter != '\n' && letter != '\r';
            assert!(!said.contains(acts), "{format}");
            assert!(!said.contains("Taro") && !said.contains("HYPERLINK"), "{format}");
            match format {
                "html" => assert!(!said.contains("<script") && said.contains("&lt;script"), "{said}"),
                "md" => assert!(!said.replace("\\<", "").contains("<script"), "{said}"),
                "csv" => {
                    let cells = said.lines().flat_map(|line| line.split(','));
                    assert!(!cells.into_iter().any(|cell| cell.trim_matches('"').starts_with('=')), "{said}");
                    assert!(said.contains("'=cmd()"), "{said}");
                }
                _ => {}
            }
            // Every slip that is not counted is named, with its reason.
            for file in
                ["broken-half", "broken-digit", "broken-bytes", "zz-copy", "slip-09-again", "other-version"]
            {
                assert!(said.contains(file), "{format}: {file}");
            }
        }
    }
}

#[test]
fn a_folder_without_sound_slips_is_no_class() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("slips");
    kenju(home.path()).args(["class", "collect", "slips"]).assert().code(4);
    std::fs::create_dir(&folder).unwrap();
    kenju(home.path()).args(["class", "collect", "slips"]).assert().code(3);
    std::fs::write(folder.join("a.ron"), "(not a slip").unwrap();
    std::fs::create_dir(folder.join("folder.ron")).unwrap();
    let assert = kenju(home.path()).args(["class", "collect", "slips"]).assert().code(3);
    let said = text(&assert.get_output().stderr);
    assert!(said.contains("a.ron: broken") && said.contains("folder.ron: cannot be read"), "{said}");
    // Somebody else's numbers are not counted, and neither is who belongs to another class.
    let lesson = lesson();
    let mut dice = Dice(5);
    for number in 1..=8 {
        let (own, _) = slip(&lesson, number, &mut dice);
        let lever = |id: &str| Lever { id: id.to_owned(), reach: Reach::Maximum };
        let own = match number {
            3 => again(own, |slip| slip.content.results[2].value += 1.0),
            4 => again(own, |slip| {
                slip.content.identity.class = Some("AUTUMN".into());
                slip.content.identity.seed = ClassCode::of_word("AUTUMN").unwrap().seed();
            }),
            // What no student of this lesson can do, whatever the checksum says.
            5 => again(own, |slip| {
                let own = &mut slip.content.predictions[0];
                (own.direction, own.size) = (Direction::Up, 1e5);
            }),
            6 => again(own, |slip| slip.content.levers = vec![lever("kayoi_no_ba")]),
            7 => again(own, |slip| slip.content.levers = vec![lever("tobacco_control"); 2]),
            8 => again(own, |slip| slip.content.predictions[0].confidence = 55),
            _ => own,
        };
        std::fs::write(folder.join(format!("slip-{number}.ron")), own.text()).unwrap();
    }
    let assert =
        kenju(home.path()).args(["class", "collect", "slips", "--format", "json"]).assert().success();
    let report: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(report["students"], 2);
    let kinds: Vec<&str> =
        report["set_aside"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["broken", "broken", "numbers", "class", "numbers", "numbers", "numbers", "refused"]);
    let other = ["class", "collect", "slips", "--class", "autumn", "--format", "json"];
    let assert = kenju(home.path()).args(other).assert().success();
    let report: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(report["students"], 1);
}
