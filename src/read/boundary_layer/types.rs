//! The types of operators that boundary-layer brings, and the classes they stand for.

/// Type and class. Source: `operator_class_module` and `operator_class` of the default plugin of boundary-layer 1.9.18.
const TYPES: [(&str, &str); 37] = [
    ("bash", "airflow.operators.bash_operator.BashOperator"),
    ("bigquery_create_table", "airflow.contrib.operators.bigquery_operator.BigQueryCreateEmptyTableOperator"),
    ("bigquery_operator", "airflow.contrib.operators.bigquery_operator.BigQueryOperator"),
    ("bigquery_to_gcs", "airflow.contrib.operators.bigquery_to_gcs.BigQueryToCloudStorageOperator"),
    ("branch_python", "airflow.operators.python_operator.BranchPythonOperator"),
    ("cloud_sql_export_operator", "airflow.contrib.operators.gcp_sql_operator.CloudSqlInstanceExportOperator"),
    ("dataflow_template", "airflow.contrib.operators.dataflow_operator.DataflowTemplateOperator"),
    ("dataproc_cluster_create", "airflow.contrib.operators.dataproc_operator.DataprocClusterCreateOperator"),
    ("dataproc_cluster_delete", "airflow.contrib.operators.dataproc_operator.DataprocClusterDeleteOperator"),
    ("dataproc_hadoop", "airflow.contrib.operators.dataproc_operator.DataProcHadoopOperator"),
    ("dataproc_pyspark", "airflow.contrib.operators.dataproc_operator.DataProcPySparkOperator"),
    ("dataproc_spark", "airflow.contrib.operators.dataproc_operator.DataProcSparkOperator"),
    ("docker", "airflow.operators.docker_operator.DockerOperator"),
    ("dummy", "airflow.operators.dummy_operator.DummyOperator"),
    ("email", "airflow.operators.email_operator.EmailOperator"),
    ("external_task_sensor", "airflow.operators.sensors.ExternalTaskSensor"),
    ("flow_control", "airflow.operators.dummy_operator.DummyOperator"),
    ("gcp_pubsub_publish", "airflow.contrib.operators.pubsub_operator.PubSubPublishOperator"),
    ("gcp_pubsub_pull_sensor", "airflow.contrib.sensors.pubsub_sensor.PubSubPullSensor"),
    ("gcs_delete_operator", "airflow.contrib.operators.gcs_delete_operator.GoogleCloudStorageDeleteOperator"),
    ("gcs_object_sensor", "airflow.contrib.sensors.gcs_sensor.GoogleCloudStorageObjectSensor"),
    ("gcs_prefix_sensor", "airflow.contrib.sensors.gcs_sensor.GoogleCloudStoragePrefixSensor"),
    ("gcs_to_bigquery", "airflow.contrib.operators.gcs_to_bq.GoogleCloudStorageToBigQueryOperator"),
    ("gcs_to_gcs", "airflow.contrib.operators.gcs_to_gcs.GoogleCloudStorageToGoogleCloudStorageOperator"),
    ("gcs_to_s3", "airflow.contrib.operators.gcs_to_s3.GoogleCloudStorageToS3Operator"),
    ("gke_pod_operator", "airflow.contrib.operators.gcp_container_operator.GKEPodOperator"),
    ("hive_partition_sensor", "airflow.sensors.hive_partition_sensor.HivePartitionSensor"),
    ("http_operator", "airflow.operators.http_operator.SimpleHttpOperator"),
    ("kubernetes", "airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator"),
    ("ml_engine_batch_prediction", "airflow.contrib.operators.mlengine_operator.MLEngineBatchPredictionOperator"),
    ("ml_engine_model", "airflow.contrib.operators.mlengine_operator.MLEngineModelOperator"),
    ("ml_engine_training", "airflow.contrib.operators.mlengine_operator.MLEngineTrainingOperator"),
    ("ml_engine_version", "airflow.contrib.operators.mlengine_operator.MLEngineVersionOperator"),
    ("python", "airflow.operators.python_operator.PythonOperator"),
    ("short_circuit", "airflow.operators.python_operator.ShortCircuitOperator"),
    ("ssh", "airflow.contrib.operators.ssh_operator.SSHOperator"),
    ("trigger_dag_run", "airflow.operators.dagrun_operator.TriggerDagRunOperator"),
];

/// The class that a type stands for; types of other plugins stand for themselves.
pub(super) fn class_of(name: &str) -> &str {
    TYPES.iter().find(|(known, _)| *known == name).map_or(name, |(_, class)| class)
}

/// Whether operators of a class take a pod's resources as boundary-layer prepares them, for Airflow 1.10.
pub(super) fn prepares_resources(class: &str) -> bool {
    class.ends_with(".KubernetesPodOperator") || class.ends_with(".GKEPodOperator")
}
