//! Keys that the Astro CLI or its API demands and that are not there, or are empty.
//!
//! The executor, worker types and the queue `default` are demanded too; rules judge those from the deployment itself.
//! Source: astro-cli fromfile.go `checkRequiredFields`, `checkEnvVars`, `checkQueues`; the API's own demands for a cloud
//! and a region.

use crate::model::{Demand, Deployment, DeploymentType, Place, Setting, Shape, ShapeKind};

use super::facts::Sections;
use super::fields::Source;

/// The keys that a deployment lacks.
pub(super) fn missing(source: &Source, sections: &Sections<'_>, deployment: &Deployment) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let mut lacks = |place: Place, key: String, consequence: &str, demand: Demand, item: Option<Place>| {
        let kind = ShapeKind::MissingKey { key: key.into(), consequence: consequence.into(), demand, item };
        shapes.push(Shape { place, kind });
    };
    let mut configuration = |name: &str, setting: &Setting<Box<str>>, consequence: &str, demand: Demand| {
        if setting.is_absent() {
            let written = sections.configuration.written(name);
            let place = written.map_or(deployment.place, |field| source.place(field.key));
            lacks(place, format!("configuration.{name}"), consequence, demand, None);
        }
    };
    configuration("name", &deployment.name, "the Astro CLI refuses the file", Demand::ExceptInTemplate);
    match deployment.kind() {
        Some(DeploymentType::Standard) => {
            let consequence = "a STANDARD deployment cannot be created without a cloud and a region";
            configuration("cloud_provider", &deployment.cloud_provider, consequence, Demand::ToCreate);
            configuration("region", &deployment.region, consequence, Demand::ToCreate);
        }
        Some(kind @ (DeploymentType::Dedicated | DeploymentType::Hybrid)) => {
            let consequence =
                format!("the Astro CLI looks for the cluster of a {} deployment by this name and stops", kind.name());
            configuration("cluster_name", &deployment.cluster_name, &consequence, Demand::Always);
        }
        None => {}
    }
    for (index, variable) in deployment.environment.value().into_iter().flatten().enumerate() {
        if variable.key.is_absent() {
            let place = variable.value.place().unwrap_or(variable.place);
            let key = format!("environment_variables[{index}].key");
            lacks(place, key, "the Astro CLI refuses the file", Demand::Always, Some(variable.place));
        }
        if variable.value.is_absent() {
            let place = variable.key.place().unwrap_or(variable.place);
            let key = format!("environment_variables[{index}].value");
            let (consequence, demand) = match &variable.secret {
                Setting::Known(secret) if secret.value => {
                    ("a deployment cannot be created with it, only updated", Demand::ToCreateRarely)
                }
                Setting::Opaque(_) => ("a deployment cannot be created with it", Demand::ToCreateRarely),
                _ => ("the Astro CLI refuses the file", Demand::Always),
            };
            lacks(place, key, consequence, demand, Some(variable.place));
        }
    }
    for (index, queue) in deployment.queues.value().into_iter().flatten().enumerate() {
        if queue.name.is_absent() {
            let place = queue.worker_type.place().unwrap_or(queue.place);
            let key = format!("worker_queues[{index}].name");
            lacks(place, key, "the Astro CLI refuses the file", Demand::Always, Some(queue.place));
        }
    }
    shapes
}
