//! Tables, documents and the other forms in which results leave and data enter the program.

pub mod table_file;
