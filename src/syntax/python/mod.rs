//! Python source as spanned values.
