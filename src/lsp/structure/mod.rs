//! Structure of a file: symbols, folding ranges, selection ranges.
