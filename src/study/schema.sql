CREATE TABLE study (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL,
    note_ja TEXT,
    note_en TEXT,
    plan TEXT NOT NULL,
    manifest TEXT NOT NULL,
    manifest_digest TEXT NOT NULL,
    draws INTEGER NOT NULL CHECK (draws >= 0)
) STRICT;
CREATE TABLE scenario (
    scenario INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title_ja TEXT NOT NULL,
    title_en TEXT NOT NULL,
    reading TEXT,
    point TEXT NOT NULL,
    compared_with INTEGER NOT NULL,
    digest TEXT NOT NULL,
    own_assumptions TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE indicator (
    indicator INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    unit TEXT NOT NULL
) STRICT;
CREATE TABLE unit (
    unit INTEGER PRIMARY KEY,
    scenario INTEGER NOT NULL REFERENCES scenario,
    draw INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    digest TEXT NOT NULL,
    seconds REAL NOT NULL,
    UNIQUE (scenario, draw, seed)
) STRICT;
CREATE TABLE value (
    unit INTEGER NOT NULL REFERENCES unit,
    year INTEGER NOT NULL,
    sex TEXT NOT NULL CHECK (sex IN ('male', 'female', 'both')),
    indicator INTEGER NOT NULL REFERENCES indicator,
    value REAL,
    se REAL,
    difference REAL,
    difference_se REAL,
    PRIMARY KEY (unit, year, sex, indicator)
) STRICT, WITHOUT ROWID;
CREATE TABLE claim (
    draw INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    reference INTEGER NOT NULL,
    PRIMARY KEY (draw, seed, reference)
) STRICT, WITHOUT ROWID;
CREATE VIEW result AS
    SELECT scenario.id AS scenario, scenario.reading AS reading, base.id AS compared_with,
           unit.draw AS draw, unit.seed AS seed, value.year AS year, value.sex AS sex,
           indicator.name AS indicator, indicator.unit AS unit,
           value.value AS value, value.se AS se,
           value.difference AS difference, value.difference_se AS difference_se
    FROM value
    JOIN unit ON unit.unit = value.unit
    JOIN scenario ON scenario.scenario = unit.scenario
    JOIN scenario AS base ON base.scenario = scenario.compared_with
    JOIN indicator ON indicator.indicator = value.indicator;
