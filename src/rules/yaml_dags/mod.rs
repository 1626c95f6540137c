//! DAGs in YAML, whatever their format.

mod moved;

super::category![gusty_unknown_key, sla_no_effect, yaml_operator_path_moved];
