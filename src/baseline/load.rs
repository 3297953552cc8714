//! Reads a pack and checks it; every error names file and line.
