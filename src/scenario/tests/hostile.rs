//! Contents that mean no good: each gives one clear message and no panic.

use super::super::error::ErrorKind;
use super::*;
use proptest::prelude::*;

/// Checks that the content is refused with a message that holds every one of `needles`.
fn refused(bytes: impl AsRef<[u8]>, needles: &[&str]) {
    let bytes = bytes.as_ref();
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(300)]);
    let Err(error) = resolved(bytes) else { panic!("accepted: {start:?}") };
    assert_eq!(error.kind(), ErrorKind::Content);
    let text = message(&error, Language::En);
    for needle in needles.iter().chain(&["case.ron", "allowed: "]) {
        assert!(text.contains(needle), "{needle} is not in\n{text}");
    }
    assert!(text.len() < 4000, "{} bytes", text.len());
    let japanese = message(&error, Language::Ja);
    assert!(japanese.starts_with("エラー: ") && japanese.contains("許されるもの: "), "{japanese}");
}

/// Checks content after content.
fn all_refused<const N: usize>(cases: impl IntoIterator<Item = (&'static str, [&'static str; N])>) {
    for (fields, needles) in cases {
        refused(with(fields), &needles);
    }
}

#[test]
fn unknown_fields() {
    all_refused([
        ("assumption: (),", ["case.ron:4:5", "field: assumption\n", "did you mean `assumptions`?"]),
        (
            "assumptions: (mortalty: Frozen),",
            [":4:19", "field: assumptions.mortalty", "mortality, limitation, care_need"],
        ),
        (
            "policies: [],",
            [":4:5", "field: policies", "assumptions, hazard_changes, start, levers, trials, shocks"],
        ),
        (
            "hazard_changes: [(process: Death, age: (0, 1), from: 2030, factor: 1)],",
            [":4:39", "field: hazard_changes[0].age\n", "did you mean `ages`?"],
        ),
        (
            "assumptions: (mortality: Own(male: 84, femal: 90)),",
            [":4:44", "field: assumptions.mortality.femal\n", "did you mean `female`?"],
        ),
    ]);
}

#[test]
fn duplicate_fields() {
    all_refused([
        ("schema: 1,", [":4:5", "field: schema\n", "`schema` is given twice", "once only"]),
        (
            "assumptions: (mortality: Frozen, mortality: Anchored),",
            [":4:38", "field: assumptions.mortality\n", "`mortality` is given twice", "once only"],
        ),
    ]);
}

#[test]
fn missing_fields() {
    refused("(schema: 1)", &[":1:11", "field: title\n", "`title` is missing"]);
    refused("(schema: 1, title: (ja: \"a\"))", &[":1:28", "field: title.en\n", "`en` is missing"]);
    all_refused([
        (
            "hazard_changes: [(process: Death, ages: (0, 1), factor: 1.0)],",
            ["field: hazard_changes[0].from\n", "`from` is missing"],
        ),
        (
            "assumptions: (limitation: Own(male: 0.01)),",
            ["field: assumptions.limitation.female\n", "missing"],
        ),
    ]);
}

#[test]
fn wrong_types() {
    all_refused([
        ("note: 5,", [":4:11", "field: note\n", "`5`", "a group in parentheses"]),
        ("note: (ja: 5, en: \"a\"),", [":4:16", "field: note.ja\n", "`5`", "a text in quotes"]),
        ("hazard_changes: (),", [":4:21", "field: hazard_changes\n", "`(`", "a list in brackets"]),
        ("hazard_changes: [5],", [":4:22", "field: hazard_changes[0]\n", "`5`", "a group"]),
        ("assumptions: (mortality: 5),", [":4:30", "field: assumptions.mortality\n", "`5`", "a name"]),
        (
            "assumptions: (mortality: \"x\"),",
            [":4:30", "field: assumptions.mortality\n", "`\"x\"`", "a name"],
        ),
        ("assumptions: (mortality: Own),", ["4:33", "field: assumptions.mortality\n", "`)`", "a group"]),
        (
            "assumptions: (mortality: Frozn),",
            [
                ":4:30",
                "`Frozn`",
                "Anchored, ExcessVanishes(by: 2030), WorldPopulationProspects, Frozen, Own(male: 84.0, female: 90.0), Ipss2023Check",
                "did you mean `Frozen`?",
            ],
        ),
        (
            "assumptions: (mortality: Own(male: \"84\", female: 90)),",
            [":4:40", "field: assumptions.mortality.male\n", "`\"84\"`", "a number"],
        ),
    ]);
    refused(with("assumptions: (mortality: Own(84, 90)),"), &["field: assumptions.mortality"]);
    refused(change("ages: (65), "), &["field: hazard_changes[0].ages\n", "a pair"]);
    refused(change("ages: (65, 70, 75), "), &["field: hazard_changes[0].ages\n"]);
    refused("5", &[":1:1", "`5`", "a group"]);
    refused("[(schema: 1)]", &[":1:1", "`[`", "a group"]);
}

/// A scenario with one hazard change; other fields than the given ones fit.
fn change(fields: &str) -> String {
    let mut all = fields.to_owned();
    for (name, default) in [("process", "Death"), ("ages", "(0, 1)"), ("from", "2030"), ("factor", "1.0")] {
        if !fields.contains(&format!("{name}:")) {
            all.extend([name, ": ", default, ", "]);
        }
    }
    with(&format!("hazard_changes: [({all})],"))
}

#[test]
fn every_number_refuses_what_is_not_finite_or_out_of_range() {
    let own = |kind: &str, male: &str, female: &str| {
        with(&format!("assumptions: ({kind}: Own(male: {male}, female: {female})),"))
    };
    let fields = [
        ("schema", "(schema: VALUE, title: (ja: \"題\", en: \"T\"))".to_owned(), "1 (the format"),
        (
            "assumptions.mortality.by",
            with("assumptions: (mortality: ExcessVanishes(by: VALUE)),"),
            "2025 to 2050, whole",
        ),
        ("assumptions.mortality.male", own("mortality", "VALUE", "90"), "70 to 100"),
        ("assumptions.mortality.female", own("mortality", "84", "VALUE"), "70 to 100"),
        ("assumptions.limitation.male", own("limitation", "VALUE", "0"), "-0.1 to 0.1"),
        ("assumptions.limitation.female", own("limitation", "0", "VALUE"), "-0.1 to 0.1"),
        ("hazard_changes[0].ages", change("ages: (VALUE, 110), "), "0 to 110, whole"),
        ("hazard_changes[0].ages", change("ages: (0, VALUE), "), "0 to 110, whole"),
        ("hazard_changes[0].from", change("from: VALUE, "), "2017 to 2050, whole"),
        ("hazard_changes[0].factor", change("factor: VALUE, "), "0 to 10"),
    ];
    let values =
        ["NaN", "-NaN", "inf", "-inf", "1e999", "-1e999", "18446744073709551615", "-1", "1e30", "200.5"];
    for (field, text, allowed) in &fields {
        for value in values {
            let text = text.replace("VALUE", value);
            refused(&text, &[&format!("field: {field}\n"), &format!("`{value}`"), allowed]);
        }
    }
    for (text, found) in [
        (change("factor: 10.000001, "), "`10.000001`"),
        (change("from: 2016, "), "`2016`"),
        (change("from: 2051, "), "`2051`"),
        (change("from: 2026.5, "), "`2026.5`"),
        (change("ages: (65.5, 110), "), "`65.5`"),
        (change("ages: (65, 111), "), "`111`"),
    ] {
        refused(text, &[found]);
    }
    refused(
        change("ages: (80, 65), "),
        &["field: hazard_changes[0].ages\n", "80 to 65", "(first age, last age)"],
    );
}

/// A scenario with one lever; the given fields follow its id and, if they have none, its coverage.
fn lever(fields: &str) -> String {
    let coverage = if fields.contains("coverage:") { "" } else { "coverage: Today, " };
    with(&format!("levers: [(id: \"salons\", {coverage}{fields})],"))
}

#[test]
fn every_number_of_levers_and_shocks_refuses_what_is_out_of_range() {
    let shock = |fields: &str| with(&format!("shocks: [Pandemic(year: 2030, {fields})],"));
    let fields = [
        ("start", with("start: VALUE,"), "2020 to 2050, whole"),
        ("levers[0].coverage.share", lever("coverage: Reach(share: VALUE)"), "0 to 1"),
        ("levers[0].coverage.from", lever("coverage: Reach(share: 1, from: VALUE)"), "2020 to 2050, whole"),
        ("levers[0].coverage.by", lever("coverage: Logistic(share: 1, by: VALUE)"), "2020 to 2050, whole"),
        ("levers[0].coverage[0]", lever("coverage: Points([(VALUE, 0.5)])"), "2020 to 2050, whole"),
        ("levers[0].coverage[1]", lever("coverage: Points([(2026, 0), (2027, VALUE)])"), "0 to 1"),
        ("levers[0].adherence", lever("adherence: VALUE"), "0 to 1"),
        ("levers[0].correlation", lever("correlation: VALUE"), "-0.9 to 0.9"),
        ("levers[0].effects.care", lever("effects: {\"care\": VALUE}"), "-10000 to 10000"),
        ("shocks[0].year", with("shocks: [Pandemic(year: VALUE)],"), "2025 to 2050, whole"),
        ("shocks[0].years", shock("years: VALUE"), "1 to 10, whole"),
        ("shocks[0].severity", shock("severity: VALUE"), "0 to 3"),
        ("shocks[0].vaccine_delay_days", shock("vaccine_delay_days: VALUE"), "0 to 365"),
        (
            "shocks[0].emergency_approval_days_saved",
            shock("emergency_approval_days_saved: VALUE"),
            "0 to 365",
        ),
        ("shocks[0].averted_per_14_days", shock("averted_per_14_days: VALUE"), "0 to 0.9"),
        ("shocks[0].attendance_fall", shock("attendance_fall: VALUE"), "0 to 1"),
    ];
    let values = ["NaN", "-NaN", "inf", "-inf", "1e999", "18446744073709551615", "-20000", "1e30"];
    for (field, text, allowed) in &fields {
        for value in values {
            let text = text.replace("VALUE", value);
            refused(&text, &[&format!("field: {field}\n"), &format!("`{value}`"), allowed]);
        }
    }
    // What is observed cannot be a policy, and the message says why.
    refused(lever("coverage: Reach(share: 1, from: 2019)"), &["`2019`", "coverage before 2020 is observed"]);
    refused(with("start: 2026.5,"), &["`2026.5`", "whole"]);
}

#[test]
fn levers_of_another_form() {
    for (fields, needles) in [
        (
            "coverage: Most",
            &["field: levers[0].coverage\n", "`Most`", "Points([(2026, 0.1), (2030, 0.4)])"][..],
        ),
        ("coverage: ambitious", &["did you mean `Ambitious`?"]),
        ("coverage: Reach(0.5)", &["levers[0].coverage", "`0.5`"]),
        ("coverage: Reach(from: 2030)", &["levers[0].coverage.share\n", "`share` is missing"]),
        ("coverage: Reach(share: 0.5, to: 2030)", &["field: levers[0].coverage.to\n", "no field `to`"]),
        ("coverage: 0.5", &["field: levers[0].coverage\n", "`0.5`"]),
        ("coverage: Points([])", &["field: levers[0].coverage\n", "no point"]),
        ("coverage: Points([(2030, 0.5), (2026, 0.1)])", &["levers[0].coverage\n", "2030 to 2026"]),
        ("coverage: Points([(2030, 0.5), (2030, 0.1)])", &["levers[0].coverage\n", "2030 to 2030"]),
        ("coverag: Today", &["levers[0].coverag\n", "did you mean `coverage`?"]),
        ("effects: [(\"care\", 1)]", &["field: levers[0].effects\n"]),
        ("effects: {care: 1}", &["levers[0].effects", "a text in quotes"]),
        ("effects: {\"care\": \"1\"}", &["levers[0].effects.care\n", "a number"]),
        ("effects: {\"care\": 1, \"care\": 2}", &["levers[0].effects", "given twice", "once only"]),
        ("effects: {\"CARE\": 1}", &["levers[0].effects", "lower-case letters"]),
        ("effects: {\"\u{202e}\": 1}", &["U+202E"]),
        ("id: \"salons\"", &["`id` is given twice"]),
        ("adherence: None, adherence: 1", &["`adherence` is given twice"]),
    ] {
        refused(lever(fields), needles);
    }
    all_refused([
        ("levers: {\"salons\": Today},", ["field: levers\n", "a list in brackets"]),
        ("levers: [(coverage: Today)],", ["field: levers[0].id\n", "`id` is missing"]),
        ("levers: [(id: \"salons\")],", ["field: levers[0].coverage\n", "`coverage` is missing"]),
        ("levers: [(id: \"../x\", coverage: Today)],", ["field: levers[0].id\n", "lower-case letters"]),
        ("levers: [\"salons\"],", ["field: levers[0]\n", "a group"]),
        ("shocks: [Pandemi(year: 2030)],", ["field: shocks[0]\n", "did you mean `Pandemic`?"]),
        ("shocks: [Pandemic(severity: 1)],", ["field: shocks[0].year\n", "`year` is missing"]),
        ("shocks: [Pandemic(year: 2030, death: 1)],", ["field: shocks[0].death\n", "no field `death`"]),
    ]);
    let many = |item: &str, count: usize| item.repeat(count);
    refused(
        with(&format!("levers: [{}],", many("(id: \"salons\", coverage: Today),", 201))),
        &["field: levers\n", "201", "at most 200"],
    );
    refused(
        with(&format!("shocks: [{}],", many("Pandemic(year: 2030),", 21))),
        &["field: shocks\n", "21", "at most 20"],
    );
    refused(
        lever(&format!("coverage: Points([{}])", many("(2030, 0.5),", 51))),
        &["field: levers[0].coverage\n", "51", "at most 50"],
    );
    let effects: Vec<String> = (0..5000).map(|number| format!("\"c{number}\": 1")).collect();
    let effects = effects.join(",");
    refused(lever(&format!("effects: {{{effects}}}")), &["levers[0].effects", "101", "at most 100"]);
}

#[test]
fn tiny_numbers_and_minus_zero_are_numbers() {
    let plan = |factor: &str| resolved(change(&format!("factor: {factor}, "))).unwrap().plan;
    assert_eq!(plan("5e-324").hazard_changes[0].factor, 5e-324);
    assert_eq!(plan("-0.0").digest(), plan("0").digest());
}

#[test]
fn another_schema_version() {
    refused(
        "(schema: 2, title: (ja: \"a\", en: \"b\"), levers: [])",
        &["field: schema\n", "`2`", "1 (the format"],
    );
    refused("(schema: 0, title: (ja: \"a\", en: \"b\"))", &["field: schema\n", "`0`"]);
}

#[test]
fn broken_notation() {
    refused("(schema: 1 title: (ja: \"a\", en: \"b\"))", &[":1:12", "a comma", "`title`"]);
    refused("(schema 1)", &["a colon"]);
    refused("(schema: 1, title: (ja: \"a", &["a closing quote"]);
    refused("(schema: 1, title: (ja: \"a\", en: \"b\")", &["the end of the file"]);
    refused("(schema: 1, title: (ja: \"a\\q\", en: \"b\"))", &["an escape"]);
    refused("(schema: 1, /* title", &["the end of the comment"]);
    refused(with("") + "(again)", &[":6:1", "one scenario only"]);
    refused("(schema: 1, : 5)", &[":1:13"]);
    refused("#![enable(magic)] (schema: 1)", &["magic"]);
    refused("PK\u{3}\u{4}", &["U+0003"]);
}

#[test]
fn empty_files() {
    for content in ["", "\u{feff}", "\n\n", "   ", "// only a comment\n", "/* */"] {
        refused(content, &["the file is empty"]);
    }
}

#[test]
fn bytes_that_are_no_text() {
    let mut bytes = with("note: (ja: \"説明\", en: \"XX\"),").into_bytes();
    let at = bytes.windows(2).position(|pair| pair == b"XX").unwrap();
    bytes[at] = 0xff;
    refused(
        &bytes,
        &["case.ron:4:27", "field: note.en\n", "0xff", &format!("offset {at}"), "allowed: UTF-8"],
    );
    let bare: Vec<u8> = with("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(&bare, &[]);
    refused([&[0xff, 0xfe], bare.as_slice()].concat(), &["UTF-16"]);
    refused([0x1f, 0x8b, 0x08, 0x00], &["0x8b"]);
    refused(b"\x89PNG\r\n\x1a\n", &["0x89"]);
    refused(b"\x7fELF\x02\x01", &["U+007F"]);
}

#[test]
fn nesting_without_end() {
    for open in ["[", "(", "{", "Some("] {
        refused(open.repeat(200_000), &[]);
    }
    // As large as a file may be.
    refused("[".repeat(1_000_000), &["`[`"]);
    refused(format!("(base: {}", "Some(".repeat(100_000)), &[]);
    refused("/*".repeat(100_000), &["comment"]);
    refused(with(&format!("note: {}", "(ja: ".repeat(100_000))), &["field: note"]);
    refused(
        with(&format!("base: {}\"reference\"{},", "Some(".repeat(200), ")".repeat(200))),
        &["field: base"],
    );
}

#[test]
fn characters_that_hide_or_move_text() {
    for character in [
        '\0',
        '\u{7}',
        '\u{8}',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{9b}',
        '\u{9d}',
        '\u{ad}',
        '\u{61c}',
        '\u{200b}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{2028}',
        '\u{2029}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{e0001}',
        '\u{e0041}',
    ] {
        let code = format!("U+{:04X}", u32::from(character));
        let escaped = character.escape_unicode().to_string();
        for form in [character.to_string(), escaped.clone()] {
            let text = |fields: &str| with(fields).replace('@', &form);
            refused(text("note: (ja: \"あ@い\", en: \"b\"),"), &["field: note.ja\n", &code, &escaped, ":4:"]);
            refused(with("").replace("Title", &format!("a{form}b")), &["field: title.en\n", &code, &escaped]);
            refused(text("base: \"./a@.ron\","), &["field: base\n", &code]);
            let condition = change(&format!("process: Condition(\"{form}\"), "));
            refused(condition, &["field: hazard_changes[0].process\n", &code]);
        }
        // Also where no field holds it: it could hide what a reader of the file believes to see.
        refused(format!("// {character}\n{}", with("")), &[&code, ":1:4"]);
    }
    for sequence in ["\u{1b}[2J", "\u{1b}]52;c;aGk=\u{7}", "\u{1b}]0;title\u{7}", "\u{1b}c", "\u{9b}31m"] {
        refused(with(&format!("note: (ja: \"{sequence}\", en: \"b\"),")), &["field: note.ja\n"]);
        refused(with(&format!("assumptions: (mortality: {sequence}),")), &["field: assumptions.mortality\n"]);
    }
    // Line breaks: in a note, not in a title.
    refused(with("").replace("Title", "two\nlines"), &["field: title.en\n", "U+000A"]);
    let note = resolved(with("note: (ja: \"一\n二\", en: \"1\\n2\"),")).unwrap().note.unwrap();
    assert_eq!((note.ja.as_str(), note.en.as_str()), ("一\n二", "1\n2"));
    refused(with("note: (ja: \"a\tb\", en: \"b\"),"), &["field: note.ja\n", "U+0009"]);
}

#[test]
fn texts_that_are_blank_too_long_or_no_identifiers() {
    let title = |text: &str| with("").replace("Title", text);
    refused(title("  "), &["field: title.en\n", "the text is empty", "1 to 200 characters"]);
    refused(title(&"健".repeat(201)), &["field: title.en\n", "201 characters", "at most 200"]);
    refused(title(&format!("Z{}", "\u{301}".repeat(10_000))), &["field: title.en\n", "at most 200"]);
    let note = with(&format!("note: (ja: \"{}\", en: \"b\"),", "健".repeat(2001)));
    refused(note, &["field: note.ja\n", "2001 characters", "at most 2000"]);
    for id in ["../x", "A", "a b", "=cmd", "健"] {
        let text = change(&format!("process: Condition(\"{id}\"), "));
        refused(text, &["field: hazard_changes[0].process\n", "lower-case letters"]);
    }
    let foreign = "العربية 健康 👍 <script>{{7*7}}</script> =1+1 %s%n \\\\input";
    assert!(resolved(title(foreign)).is_ok());
}

#[test]
fn too_many_hazard_changes() {
    let changes = "(process: Death, ages: (0, 1), from: 2030, factor: 1.0),".repeat(1001);
    refused(
        with(&format!("hazard_changes: [{changes}],")),
        &["field: hazard_changes\n", "1001", "at most 1000"],
    );
}

#[test]
fn a_very_long_line_is_shown_as_a_window() {
    let (spaces, letters) = (" ".repeat(100_000), "健".repeat(1500));
    let long = format!("(schema: 1, {spaces}factr: 1, title: (ja: \"{letters}\", en: \"b\"))");
    let error = resolved(&long).unwrap_err();
    let text = message(&error, Language::En);
    assert!(text.contains("case.ron:1:100013") && text.contains('…'), "{text}");
    assert!(text.lines().all(|line| line.chars().count() < 140), "{text}");
    refused(format!("({}", "a".repeat(100_000)), &[]);
    refused(format!("(schema: {}", "9".repeat(100_000)), &["field: schema\n"]);
}

#[test]
fn windows_files_are_read() {
    let plain = resolved(with("assumptions: (limitation: Half),")).unwrap();
    let crlf = with("assumptions: (limitation: Half),").replace('\n', "\r\n");
    assert_eq!(resolved(&crlf).unwrap(), plain);
    assert_eq!(resolved(format!("\u{feff}{crlf}")).unwrap(), plain);
    assert_eq!(resolved(with("\tassumptions: (limitation: Half),").trim_end()).unwrap(), plain);
    // Line breaks inside texts mean the same on every system, and places stay exact.
    assert_eq!(resolved(with("note: (ja: \"一\r\n二\", en: \"b\"),")).unwrap().note.unwrap().ja, "一\n二");
    refused(format!("\u{feff}{}", with("nothing: 1,").replace('\n', "\r\n")), &["case.ron:4:5"]);
}

proptest! {
    #[test]
    fn any_bytes_give_a_scenario_or_a_message(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Err(error) = resolved(&bytes) {
            for language in Language::ALL {
                message(&error, language);
            }
        }
    }

    #[test]
    fn any_damage_to_a_scenario_gives_a_scenario_or_a_message(
        at in 0_usize..1000,
        length in 0_usize..20,
        patch in "[(){}\\[\\],:\"'#r/*a-zA-Z0-9.\\\\ \n健\u{202e}\u{1b}-]{0,12}",
        which in 0..Library::embedded().ids().count(),
    ) {
        let library = Library::embedded();
        let id = library.ids().nth(which).unwrap();
        let mut text: Vec<char> = library.get(id).unwrap().text.chars().collect();
        let at = at.min(text.len());
        let end = (at + length).min(text.len());
        text.splice(at..end, patch.chars());
        let text: String = text.into_iter().collect();
        if let Err(error) = resolved(&text) {
            for language in Language::ALL {
                message(&error, language);
            }
        }
    }
}
