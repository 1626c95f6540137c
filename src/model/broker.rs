//! The broker of Celery, and when it gives a task that is not done to another worker.
//!
//! Sources: `default_celery.py` of Airflow 1.10 to 2.6 and of the Celery provider 3.3 to 3.26, and its changelog; kombu's
//! Redis transport; RabbitMQ's page on consumers.

use super::{Deployment, Place, Project, Setting, Versions};

/// A kind of broker, by how it treats messages of tasks that are not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broker {
    /// Redis or SQS by an address for which Airflow sets a visibility timeout.
    Redelivering,
    /// Redis through a socket: Airflow sets nothing, and kombu's own hour counts.
    RedisSocket,
    /// RabbitMQ, which has no visibility timeout but closes the channel of a worker that does not acknowledge in time.
    RabbitMq,
}

/// The distribution that brings the CeleryExecutor from Airflow 2.7 on.
pub const CELERY_PROVIDER: &str = "apache-airflow-providers-celery";

/// The first release without an executor of its own for Celery.
const PROVIDER_SINCE: (u32, u32) = (2, 7);

/// Defaults of the visibility timeout in seconds, each with the last version of the provider that has it. The second is a
/// slip of the pen for the third.
const DEFAULTS: [((u32, u32, u32), i64); 2] = [((3, 7, 2), 21_600), ((3, 12, 2), 84_600)];
const NEWEST_DEFAULT: i64 = 86_400;
/// What kombu's Redis transport does where nothing is set.
const KOMBU_DEFAULT: i64 = 3_600;

/// Seconds after which RabbitMQ closes the channel of a worker whose task is not done, unless its own configuration says
/// otherwise.
pub const RABBITMQ_CONSUMER_TIMEOUT: i64 = 1_800;

impl Broker {
    /// The broker of an address; `None` for others than these.
    pub fn of_url(url: &str) -> Option<Self> {
        let (scheme, _) = url.trim().split_once("://")?;
        Some(match scheme {
            "redis" | "rediss" | "sentinel" | "sqs" => Broker::Redelivering,
            "redis+socket" => Broker::RedisSocket,
            "amqp" | "amqps" | "pyamqp" | "librabbitmq" => Broker::RabbitMq,
            _ => return None,
        })
    }
}

/// Seconds after which the broker gives a task that is not done to another worker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VisibilityTimeout {
    /// The fewest that it can be, where the version of the provider is not known.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// Who says so.
    pub by: TimeoutBy,
}

/// Who says how long the visibility timeout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeoutBy {
    /// The option, at this place.
    Option(Place),
    /// The default of the Celery provider whose version stands at this place.
    Provider(Place),
    /// The default of an Airflow that has no provider for it, told at this place.
    Airflow(Option<Place>),
    /// The default of whatever provider is installed.
    AnyProvider,
    /// kombu.
    Kombu,
}

impl Project {
    /// The broker of a deployment's Celery with the place of its address, where that is written.
    pub fn broker(&self, deployment: &Deployment) -> Option<(Broker, Place)> {
        // A password may be filled in later; the scheme tells the kind.
        let url = self.option(deployment, "celery", "broker_url");
        Some((Broker::of_url(url.beginning())?, url.place()?))
    }

    /// The visibility timeout of a deployment's Celery; `None` where it has none or it cannot be known.
    pub fn visibility_timeout(&self, deployment: &Deployment) -> Option<VisibilityTimeout> {
        let (broker, _) = self.broker(deployment)?;
        if broker == Broker::RabbitMq || self.configures_celery_itself(deployment) {
            return None;
        }
        let told = |seconds: i64, by| VisibilityTimeout { least: seconds as f64, most: seconds as f64, by };
        match self.option(deployment, "celery_broker_transport_options", "visibility_timeout") {
            Setting::Known(set) => {
                let seconds: f64 = set.value.trim().parse().ok().filter(|it: &f64| it.is_finite() && *it > 0.0)?;
                Some(VisibilityTimeout { least: seconds, most: seconds, by: TimeoutBy::Option(set.place) })
            }
            Setting::Opaque(_) => None,
            Setting::Absent if broker == Broker::RedisSocket => Some(told(KOMBU_DEFAULT, TimeoutBy::Kombu)),
            Setting::Absent => Some(default(&self.versions_on(deployment))),
        }
    }

    /// Whether a module or an object of JSON may set Celery's options beside Airflow's.
    fn configures_celery_itself(&self, deployment: &Deployment) -> bool {
        let options = self.option(deployment, "celery", "celery_config_options");
        let is_own = options.value().is_none_or(|path| !path.ends_with("default_celery.DEFAULT_CELERY_CONFIG"));
        let extra = self.option(deployment, "celery", "extra_celery_config");
        let may_set = extra.value().is_none_or(|json| json.contains("transport_options"));
        (!options.is_absent() && is_own) || (!extra.is_absent() && may_set)
    }
}

fn default(versions: &Versions) -> VisibilityTimeout {
    let told = |seconds: i64, by| VisibilityTimeout { least: seconds as f64, most: seconds as f64, by };
    let oldest = DEFAULTS.map(|(_, seconds)| seconds)[0];
    if versions.airflow_release().is_some_and(|release| release < PROVIDER_SINCE) {
        return told(oldest, TimeoutBy::Airflow(versions.airflow.place().or(versions.runtime.place())));
    }
    let pin = versions.package(CELERY_PROVIDER).and_then(Setting::as_known);
    let version = pin.and_then(|pin| Some((numbers(&pin.value)?, pin.place)));
    match version {
        Some((version, place)) => {
            let default = DEFAULTS.iter().find(|(last, _)| version <= *last).map_or(NEWEST_DEFAULT, |(_, it)| *it);
            told(default, TimeoutBy::Provider(place))
        }
        None => VisibilityTimeout { least: oldest as f64, most: NEWEST_DEFAULT as f64, by: TimeoutBy::AnyProvider },
    }
}

/// The three numbers of a version.
fn numbers(version: &str) -> Option<(u32, u32, u32)> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brokers_by_their_address() {
        assert_eq!(Broker::of_url("redis://:@redis:6379/0"), Some(Broker::Redelivering));
        assert_eq!(Broker::of_url("sentinel://a:26379;sentinel://b:26379"), Some(Broker::Redelivering));
        assert_eq!(Broker::of_url("redis+socket:///run/redis.sock"), Some(Broker::RedisSocket));
        assert_eq!(Broker::of_url("amqps://user:pw@mq:5671//"), Some(Broker::RabbitMq));
        assert_eq!(Broker::of_url("sqla+postgresql://db"), None);
        assert_eq!(Broker::of_url("redis"), None);
    }

    #[test]
    fn defaults_by_version() {
        let of = |airflow: Option<&str>, provider: Option<&str>| {
            let known = |text: &str| Setting::known(text.into(), Place::default());
            let versions = Versions {
                airflow: airflow.map_or(Setting::Absent, known),
                packages: provider.map(|it| (CELERY_PROVIDER.into(), known(it))).into_iter().collect(),
                ..Versions::default()
            };
            let timeout = default(&versions);
            (timeout.least as i64, timeout.most as i64)
        };
        assert_eq!(of(Some("2.6.3"), None), (21_600, 21_600));
        assert_eq!(of(Some("2.9.3"), Some("3.7.2")), (21_600, 21_600));
        assert_eq!(of(Some("2.10.5"), Some("3.8.5")), (84_600, 84_600));
        assert_eq!(of(None, Some("3.12.2")), (84_600, 84_600));
        assert_eq!(of(Some("3.0.6"), Some("3.12.3")), (86_400, 86_400));
        assert_eq!(of(Some("3.0.6"), None), (21_600, 86_400));
    }
}
