//! The form of a file: syntax, keys, types.

super::category![
    duplicate_key,
    misplaced_section,
    missing_required_key,
    syntax_error,
    unknown_key,
    wrong_scalar_type,
    yaml_retyped_string,
];
