//! What only sensors have.

use super::words::{known, unknown};
use super::{Arguments, seconds};
use crate::model::{Callable, Operator, Place, Sensor, SensorMode, Setting, Value, ValueKind};

/// Whether an operator is a sensor, by its name: that of a class ends in `Sensor`, as all of Airflow's and its
/// providers' do; the decorator is `@task.sensor`.
pub fn is_sensor(operator: &Operator) -> bool {
    match operator.callable {
        Callable::Class => operator.name().ends_with("Sensor") || operator.name().ends_with("SensorAsync"),
        Callable::Decorator => operator.name() == "sensor",
    }
}

/// The settings of a sensor. What is not given to a sensor of the user's own may be set by its class.
pub(super) fn sensor(operator: &Operator, arguments: &Arguments, place: Place) -> Option<Sensor> {
    is_sensor(operator).then(|| Sensor {
        mode: or_class_default(arguments.setting("mode", mode), operator, place),
        timeout: or_class_default(arguments.setting("timeout", seconds), operator, place),
        poke_interval: or_class_default(arguments.setting("poke_interval", seconds), operator, place),
    })
}

/// The settings of a sensor whose class has been read: what the class may set is among the arguments.
pub fn sensor_settings(arguments: &Arguments) -> Sensor {
    Sensor {
        mode: arguments.setting("mode", mode),
        timeout: arguments.setting("timeout", seconds),
        poke_interval: arguments.setting("poke_interval", seconds),
    }
}

fn or_class_default<T>(setting: Setting<T>, operator: &Operator, place: Place) -> Setting<T> {
    if setting.is_absent() && !is_of_airflow(operator) {
        return Setting::opaque(place, format!("`{}` may set it itself", operator.name()));
    }
    setting
}

/// Whether Airflow or one of its providers defines the operator, so that its defaults are Airflow's.
pub(super) fn is_of_airflow(operator: &Operator) -> bool {
    operator.callable == Callable::Decorator
        || operator.path.starts_with("airflow.")
        || operator.path.starts_with("astronomer.providers.")
        || operator.path.starts_with("airflow_declarative.")
}

fn mode(value: &Value) -> Setting<SensorMode> {
    match &value.kind {
        ValueKind::Null => Setting::Absent,
        ValueKind::Text(text) => match &**text {
            "poke" => known(value, SensorMode::Poke),
            "reschedule" => known(value, SensorMode::Reschedule),
            _ => Setting::opaque(value.place, "a mode that Airflow does not have"),
        },
        _ => unknown(value, "a mode"),
    }
}
