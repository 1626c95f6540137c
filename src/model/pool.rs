//! Pools: slots that tasks share.

use super::{Chart, ChartKind, Known, Place, Setting};

/// What lists pools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PoolsFrom {
    /// `airflow_settings.yaml`, which the Astro CLI applies to a local Airflow only.
    AirflowSettings,
    /// Values of the community's chart, which keeps the pools in step with them.
    Chart,
}

/// The pools of one list.
#[derive(Debug, Clone, PartialEq)]
pub struct Pools {
    /// The key of the list.
    pub place: Place,
    /// What lists them.
    pub from: PoolsFrom,
    /// Those that have a name.
    pub pools: Vec<Pool>,
    /// Whether there may be more that are not seen.
    pub incomplete: bool,
}

/// A pool.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Its name.
    pub name: Known<Box<str>>,
    /// Its slots.
    pub slots: Setting<i64>,
}

impl Pools {
    /// The pools that values of the community's chart list, where they list some.
    pub fn of_chart(chart: &Chart) -> Option<Self> {
        const LIST: &str = "airflow.pools";
        if chart.kind != Some(ChartKind::Community) {
            return None;
        }
        let place = chart.below(LIST).next()?.key;
        let mut pools = Pools { place, from: PoolsFrom::Chart, pools: Vec::new(), incomplete: chart.incomplete };
        for value in chart.below(LIST) {
            let Some(item) = value.path.strip_suffix(".name") else { continue };
            match &value.value {
                Setting::Known(name) => {
                    let slots = whole(chart.value(&format!("{item}.slots")));
                    pools.pools.push(Pool { name: name.clone(), slots });
                }
                Setting::Absent | Setting::Opaque(_) => pools.incomplete = true,
            }
        }
        Some(pools)
    }
}

/// A whole number that is written as a text.
fn whole(text: Setting<Box<str>>) -> Setting<i64> {
    match text {
        Setting::Known(known) => match known.value.trim().parse() {
            Ok(number) => Setting::Known(known).map(|_| number),
            Err(_) => Setting::opaque(known.place, "no whole number"),
        },
        Setting::Absent => Setting::Absent,
        Setting::Opaque(opaque) => Setting::Opaque(opaque),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChartValue, ValueForm};

    fn chart(kind: ChartKind, values: &[(&str, Option<&str>)]) -> Chart {
        let place = Place::default();
        let value = |&(path, text): &(&str, Option<&str>)| ChartValue {
            path: path.into(),
            key: place,
            form: ValueForm::Scalar,
            value: text.map_or(Setting::opaque(place, "a template"), |text| Setting::known(text.into(), place)),
        };
        let values = values.iter().map(value).collect();
        Chart { kind: Some(kind), version: Setting::Absent, under: None, values, incomplete: false }
    }

    #[test]
    fn pools_of_the_communitys_chart() {
        let values = [
            ("airflow.pools.0.name", Some("ml")),
            ("airflow.pools.0.slots", Some("4")),
            ("airflow.pools.1.slots", Some("many")),
            ("airflow.pools.1.name", Some("api")),
            ("airflow.poolsUpdate", Some("true")),
        ];
        let pools = Pools::of_chart(&chart(ChartKind::Community, &values)).expect("pools");
        let read: Vec<_> = pools.pools.iter().map(|pool| (&*pool.name.value, pool.slots.value().copied())).collect();
        assert_eq!(read, [("ml", Some(4)), ("api", None)]);
        assert!(!pools.incomplete);
        assert_eq!(Pools::of_chart(&chart(ChartKind::Official, &values)), None);
        assert_eq!(Pools::of_chart(&chart(ChartKind::Community, &[("airflow.executor", Some("x"))])), None);
        let open = Pools::of_chart(&chart(ChartKind::Community, &[("airflow.pools.0.name", None)])).expect("pools");
        assert!(open.incomplete && open.pools.is_empty());
    }
}
