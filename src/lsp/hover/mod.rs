//! Hover: what the thing under the cursor means, and which value is in effect.
