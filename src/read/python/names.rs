//! What names mean: import paths, and the part that what they lead to plays in a DAG.

/// An imported name: the module as written, and what is read from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    /// The module as written, relative ones with their leading dots.
    pub module: Box<str>,
    /// The name in it, dotted where attributes follow; empty for the module itself.
    pub name: Box<str>,
}

/// The part that a callable plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Airflow's DAG class.
    Dag,
    /// `@dag`.
    DagDecorator,
    /// `@task` or one of its flavours.
    TaskDecorator,
    /// `@task_group`.
    GroupDecorator,
    /// `@setup` or `@teardown`.
    SetupDecorator,
    /// The class `TaskGroup`.
    TaskGroup,
    /// An operator or sensor of Airflow or a provider.
    Operator,
    /// `timedelta`, `pendulum.duration`.
    Duration,
    /// A model class of the Kubernetes client.
    Kubernetes,
    /// `copy.copy`, `copy.deepcopy`.
    Copy,
    /// `dict`.
    Dict,
    /// A class or function of a package that is known to be none of the project's and no part of a DAG.
    Foreign,
    /// Anything else: perhaps of the project.
    Unknown,
}

/// Packages that are never a project's own and bring no operators: the standard library of Python 3.11 and well-known
/// ones beside it, sorted.
#[rustfmt::skip]
const FOREIGN: [&str; 267] = [
    "abc", "aifc", "airbyte", "argparse", "array", "ast", "asynchat", "asyncio", "asyncore", "asyncpg", "atexit",
    "audioop", "azure", "base64", "bdb", "binascii", "bisect", "boto3", "botocore", "builtins", "bz2", "cProfile",
    "calendar", "celery", "cgi", "cgitb", "chunk", "cmath", "cmd", "code", "codecs", "codeop", "collections",
    "colorsys", "compileall", "concurrent", "configparser", "confluent_kafka", "contextlib", "contextvars", "copyreg",
    "crypt", "cryptography", "csv", "ctypes", "curses", "dagster", "dataclasses", "dateutil", "dbm", "decimal",
    "difflib", "dis", "distutils", "doctest", "dotenv", "duckdb", "elasticsearch", "email", "encodings", "ensurepip",
    "enum", "errno", "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch", "fractions", "fsspec", "ftplib",
    "functools", "gc", "genericpath", "getopt", "getpass", "gettext", "glob", "google", "graphlib", "grp", "gzip",
    "hashlib", "hatchet_sdk", "heapq", "hmac", "html", "http", "httpx", "hvac", "imaplib", "imghdr", "imp",
    "importlib", "inspect", "io", "ipaddress", "itertools", "jinja2", "json", "jwt", "keyword", "kombu", "linecache",
    "locale", "logging", "luigi", "lzma", "mailbox", "mailcap", "marshal", "math", "matplotlib", "mimetypes", "minio",
    "mlflow", "mmap", "modulefinder", "msilib", "msvcrt", "multiprocessing", "netrc", "nis", "nntplib", "nt",
    "ntpath", "nturl2path", "numbers", "numpy", "opcode", "operator", "optparse", "oracledb", "os", "ossaudiodev",
    "pandas", "paramiko", "pathlib", "pdb", "pickle", "pickletools", "pipes", "pkgutil", "platform", "plistlib",
    "polars", "poplib", "posix", "posixpath", "pprint", "prefect", "profile", "pstats", "psycopg", "psycopg2", "pty",
    "pwd", "py_compile", "pyarrow", "pyclbr", "pydantic", "pydoc", "pydoc_data", "pyexpat", "pymongo", "pymysql",
    "pyodbc", "pyspark", "pytest", "pytz", "queue", "quopri", "random", "re", "readline", "redis", "reprlib",
    "requests", "resource", "rlcompleter", "runpy", "sched", "scipy", "secrets", "select", "selectors", "sentry_sdk",
    "shelve", "shlex", "shutil", "signal", "site", "sklearn", "slack_sdk", "smtpd", "smtplib", "sndhdr", "snowflake",
    "socket", "socketserver", "spwd", "sqlalchemy", "sqlite3", "sre_compile", "sre_constants", "sre_parse", "ssl",
    "stat", "statistics", "string", "stringprep", "struct", "structlog", "subprocess", "sunau", "symtable", "sys",
    "sysconfig", "syslog", "tabnanny", "tarfile", "telnetlib", "tempfile", "temporalio", "tenacity", "termios",
    "textwrap", "threading", "time", "timeit", "tkinter", "token", "tokenize", "tomllib", "torch", "tqdm", "trace",
    "traceback", "tracemalloc", "tty", "turtle", "types", "typing", "typing_extensions", "unicodedata", "unittest",
    "urllib", "uu", "uuid", "venv", "warnings", "wave", "weakref", "webbrowser", "winreg", "winsound", "wsgiref",
    "xdrlib", "xgboost", "xml", "xmlrpc", "yaml", "zipapp", "zipfile", "zipimport", "zlib", "zoneinfo",
];

/// Packages of operators beside `airflow` itself.
const OPERATOR_PACKAGES: [&str; 2] = ["astronomer", "cosmos"];

impl Path {
    pub(super) fn new(module: &str, name: &str) -> Self {
        Self { module: module.into(), name: name.into() }
    }

    /// The path of an attribute.
    pub(super) fn attribute(&self, attribute: &str) -> Self {
        let name = if self.name.is_empty() { attribute.into() } else { [&*self.name, ".", attribute].concat().into() };
        Self { module: self.module.clone(), name }
    }

    /// The whole dotted path.
    pub(super) fn dotted(&self) -> Box<str> {
        if self.name.is_empty() {
            self.module.clone()
        } else if self.module.ends_with('.') {
            [&*self.module, &*self.name].concat().into()
        } else {
            [&*self.module, ".", &*self.name].concat().into()
        }
    }

    /// The last name.
    pub(super) fn last(&self) -> &str {
        let whole = if self.name.is_empty() { &self.module } else { &self.name };
        whole.rsplit('.').next().unwrap_or(whole)
    }

    /// The name before the last, where there is one.
    fn before_last(&self) -> Option<&str> {
        let mut names = self.name.rsplit('.');
        names.next();
        names.next().or_else(|| self.module.rsplit('.').next())
    }

    /// The package: the first name of the module; empty for a relative import.
    pub(super) fn package(&self) -> &str {
        self.module.split('.').next().unwrap_or("")
    }

    /// Whether the module can only be one outside the project.
    pub(super) fn is_foreign(&self) -> bool {
        let package = self.package();
        matches!(package, "airflow" | "builtins" | "datetime" | "pendulum" | "kubernetes" | "copy")
            || FOREIGN.binary_search(&package).is_ok()
            || OPERATOR_PACKAGES.contains(&package)
    }

    /// The part that it plays.
    pub(super) fn role(&self) -> Role {
        let last = self.last();
        match self.package() {
            "airflow" => self.role_in_airflow(last),
            "datetime" if last == "timedelta" => Role::Duration,
            "pendulum" if matches!(last, "duration" | "Duration") => Role::Duration,
            "kubernetes" if is_model(last) => Role::Kubernetes,
            "copy" if matches!(last, "copy" | "deepcopy") => Role::Copy,
            "builtins" if last == "dict" => Role::Dict,
            package if OPERATOR_PACKAGES.contains(&package) && is_operator_name(last) => Role::Operator,
            _ if self.is_foreign() => Role::Foreign,
            _ => Role::Unknown,
        }
    }

    fn role_in_airflow(&self, last: &str) -> Role {
        match last {
            "DAG" => Role::Dag,
            "dag" => Role::DagDecorator,
            "task" => Role::TaskDecorator,
            "task_group" => Role::GroupDecorator,
            "setup" | "teardown" => Role::SetupDecorator,
            "TaskGroup" => Role::TaskGroup,
            "ExternalTaskMarker" => Role::Operator,
            _ if is_operator_name(last) => Role::Operator,
            _ if self.before_last() == Some("task") => Role::TaskDecorator,
            _ => Role::Foreign,
        }
    }
}

/// Whether a class name says operator or sensor.
pub(super) fn is_operator_name(name: &str) -> bool {
    let stem = name.strip_suffix("Async").unwrap_or(name);
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && (stem.ends_with("Operator") || stem.ends_with("Sensor"))
}

/// Whether a class name is one of the Kubernetes client's models: `V1Pod`, `V1beta1CronJob`, `V2…`.
fn is_model(name: &str) -> bool {
    let mut letters = name.bytes();
    letters.next() == Some(b'V') && letters.next().is_some_and(|digit| digit.is_ascii_digit())
}

/// Arguments of tasks that airlint reads; all others are dropped.
pub(super) const TASK_ARGUMENTS: [&str; 27] = [
    "task_id",
    "queue",
    "pool",
    "executor",
    "retries",
    "execution_timeout",
    "deferrable",
    "executor_config",
    "mode",
    "timeout",
    "poke_interval",
    "container_resources",
    "resources",
    "namespace",
    "in_cluster",
    "config_file",
    "cluster_context",
    "kubernetes_conn_id",
    "pod_template_file",
    "pod_template_dict",
    "full_pod_spec",
    "job_template_file",
    "pool_slots",
    "image_pull_policy",
    "on_finish_action",
    "on_kill_action",
    "is_delete_operator_pod",
];

/// Arguments of DAGs that airlint reads.
pub(super) const DAG_ARGUMENTS: [&str; 9] = [
    "dag_id",
    "schedule",
    "schedule_interval",
    "timetable",
    "max_active_tasks",
    "concurrency",
    "max_active_runs",
    "catchup",
    "dagrun_timeout",
];

/// The task argument of that name, as its entry in the table.
pub(super) fn task_argument(name: &str) -> Option<&'static str> {
    TASK_ARGUMENTS.iter().find(|argument| **argument == name).copied()
}

/// The DAG argument of that name, as its entry in the table.
pub(super) fn dag_argument(name: &str) -> Option<&'static str> {
    DAG_ARGUMENTS.iter().find(|argument| **argument == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_under_every_import_path() {
        for (module, name, role) in [
            ("airflow", "DAG", Role::Dag),
            ("airflow.models.dag", "DAG", Role::Dag),
            ("airflow", "sdk.DAG", Role::Dag),
            ("airflow.sdk", "dag", Role::DagDecorator),
            ("airflow.decorators", "task", Role::TaskDecorator),
            ("airflow.sdk", "task.kubernetes_cmd", Role::TaskDecorator),
            ("airflow.decorators.task", "docker", Role::TaskDecorator),
            ("airflow.decorators", "task_group", Role::GroupDecorator),
            ("airflow.utils.task_group", "TaskGroup", Role::TaskGroup),
            ("airflow.contrib.operators.kubernetes_pod_operator", "KubernetesPodOperator", Role::Operator),
            ("airflow.providers.amazon.aws.sensors.s3", "S3KeySensor", Role::Operator),
            ("airflow.models", "Variable", Role::Foreign),
            ("airflow.providers.common.messaging.triggers.msg_queue", "MessageQueueTrigger", Role::Foreign),
            ("kubernetes.client", "models.V1Pod", Role::Kubernetes),
            ("kubernetes.client", "CoreV1Api", Role::Foreign),
            ("datetime", "timedelta", Role::Duration),
            ("kombu", "Queue", Role::Foreign),
            ("common.operators", "TrainOperator", Role::Unknown),
            (".operators", "TrainOperator", Role::Unknown),
        ] {
            assert_eq!(Path::new(module, name).role(), role, "{module} {name}");
        }
    }

    #[test]
    fn foreign_packages_are_sorted() {
        assert!(FOREIGN.is_sorted());
    }

    #[test]
    fn dotted_paths() {
        assert_eq!(&*Path::new("airflow", "").attribute("sdk").attribute("DAG").dotted(), "airflow.sdk.DAG");
        assert_eq!(&*Path::new("..", "common").dotted(), "..common");
    }
}
