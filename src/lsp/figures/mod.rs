//! Figures shown between the lines: code lenses and inlay hints.
