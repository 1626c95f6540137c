//! Whole runs: 1,000 Python DAG files with 100 YAML files, one small project, and a long file against one twice as long.

#[path = "generate.rs"]
#[expect(dead_code, reason = "what is long here is written here")]
mod generate;

use airlint::workspace::{Request, run};
use camino::Utf8PathBuf;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn request(folder: &tempfile::TempDir) -> Request {
    let current = Utf8PathBuf::from_path_buf(folder.path().to_path_buf()).expect("a UTF-8 path");
    Request { current, ..Request::default() }
}

fn projects(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("project");
    for (name, python, yaml) in [("small", 5, 3), ("1000 python, 100 yaml", 1_000, 100)] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        generate::project(folder.path(), python, yaml).expect("files");
        let request = request(&folder);
        group.throughput(Throughput::Elements((python + yaml) as u64));
        group.sample_size(20).bench_function(name, |bencher| bencher.iter(|| black_box(run(&request))));
    }
    group.finish();
}

fn long_files(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("length of a file");
    for queues in [1_000, 2_000, 4_000] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut text =
            "deployment:\n  configuration:\n    name: prod\n    executor: CELERY\n  worker_queues:\n".to_owned();
        for number in 0..queues {
            text.push_str(&format!("    - name: queue-{number}\n      worker_type: A5\n      max_worker_count: 10\n"));
        }
        std::fs::write(folder.path().join("prod.yaml"), &text).expect("a file");
        let request = request(&folder);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let id = BenchmarkId::from_parameter(format!("{queues} queues"));
        group.sample_size(10).bench_function(id, |bencher| bencher.iter(|| black_box(run(&request))));
    }
    group.finish();
}

criterion_group!(benches, projects, long_files);
criterion_main!(benches);
