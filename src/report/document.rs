//! A report before it is laid out: headings, paragraphs and tables in the reader's language.

/// A report in the order it is read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// Its parts.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading of level 1 to 3.
    Heading(u8, String),
    /// One sentence or several.
    Paragraph(String),
    /// A table.
    Table(Table),
    /// Text shown as it is, such as a scenario file.
    Verbatim(String),
}

/// A table with named columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows; each has one cell per column.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name in machine-readable output; never translated.
    pub key: &'static str,
    /// Name shown to readers.
    pub name: String,
    /// Side on which its cells are aligned.
    pub align: Align,
}

/// Side on which the cells of a column are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number: in full for machines, formatted for readers.
    Number {
        /// Full precision.
        value: f64,
        /// As readers see it.
        shown: String,
    },
    /// Nothing to show.
    Empty,
}

impl Document {
    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading(level, text.into()));
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Adds a paragraph that explains something, unless the document has it already.
    pub fn note(&mut self, text: impl Into<String>) {
        let note = Block::Paragraph(text.into());
        if !self.blocks.contains(&note) {
            self.blocks.push(note);
        }
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }
}

impl From<Table> for Document {
    fn from(table: Table) -> Self {
        Self { blocks: vec![Block::Table(table)] }
    }
}

impl Column {
    /// A column of words.
    pub fn words(key: &'static str, name: impl Into<String>) -> Self {
        Self { key, name: name.into(), align: Align::Left }
    }

    /// A column of numbers.
    pub fn numbers(key: &'static str, name: impl Into<String>) -> Self {
        Self { key, name: name.into(), align: Align::Right }
    }
}

impl Cell {
    /// A cell of words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number shown with so many decimals; empty when it is not finite.
    #[must_use]
    pub fn number(value: f64, decimals: usize) -> Self {
        Self::shown(value, crate::i18n::numbers::fixed(value, decimals))
    }

    /// A number with the form readers see; empty when it is not finite.
    #[must_use]
    pub fn shown(value: f64, shown: String) -> Self {
        if value.is_finite() { Self::Number { value, shown } } else { Self::Empty }
    }

    /// A calendar year or an age: no separators.
    #[must_use]
    pub fn whole(value: u32) -> Self {
        Self::Number { value: f64::from(value), shown: value.to_string() }
    }

    /// What readers see.
    #[must_use]
    pub fn as_shown(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Number { shown, .. } => shown,
            Self::Empty => "",
        }
    }
}
