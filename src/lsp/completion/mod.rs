//! Completion: keys, values and names that are allowed at the cursor and have an effect there.
