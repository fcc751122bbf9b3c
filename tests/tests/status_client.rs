//! A client of Statuspage that somebody else wrote reads the provider's status page over its TLS, as it reads anybody's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use wallet_doctor_provider::{Fault, FaultSet, Provider, ProviderOptions};
use wallet_doctor_tests::{finished, tool};

/// What the client calls the page.
const PAGE: &str = "Wallet";

/// What it writes where there is neither an incident nor maintenance.
const NOTHING: [(&str, &str); 2] = [("incident_id", "none"), ("maintenance_id", "none")];

/// The client in an environment of its own.
struct Exporter {
    folder: PathBuf,
    python: PathBuf,
}

fn clients() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients")
}

impl Exporter {
    fn install(folder: &Path) -> Self {
        let environment = folder.join("environment");
        succeed(tool("python3").args(["-m", "venv"]).arg(&environment));
        let python = environment.join("bin").join("python");
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        succeed(Command::new(&python).args(install).arg(clients().join("requirements.txt")));
        Self { folder: folder.to_owned(), python }
    }

    /// Polls the provider's page once. Returns the metrics that the client makes of it.
    async fn poll(&self, name: &str, faults: impl Into<FaultSet>) -> Metrics {
        let options = ProviderOptions { faults: faults.into(), ..ProviderOptions::default() };
        let provider = Provider::start(options).await.expect("the provider starts");
        let folder = self.folder.join(name);
        fs::create_dir(&folder).expect("a folder for the client");
        let trusted = folder.join("ca.pem");
        fs::write(&trusted, provider.ca_pem()).expect("a writable folder");
        let services = json!({ "wallet": { "name": PAGE, "url": provider.status_url() } });
        fs::write(folder.join("services.json"), services.to_string()).expect("a writable folder");

        let mut client = Command::new(&self.python);
        client.arg(clients().join("exporter.py")).current_dir(&folder);
        client.env("REQUESTS_CA_BUNDLE", &trusted).env("RUN_MODE", "once").env("METRICS_TEXTFILE_PATH", "page.prom");
        let said = tokio::task::spawn_blocking(move || succeed(&mut client)).await.expect("the client ends");
        assert!(!said.contains("ERROR") && !said.contains("Traceback"), "{name}: {said}");
        assert_eq!(provider.status_requests().len(), 1, "{name}: it was asked once, and no retry was needed");
        provider.stop().await;
        Metrics(fs::read_to_string(folder.join("page.prom")).expect("the client writes its metrics"))
    }
}

/// Runs it to its end. Returns what it said.
fn succeed(command: &mut Command) -> String {
    let output = finished(command);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

/// In the text format of Prometheus: a name, labels in braces, a value.
struct Metrics(String);

impl Metrics {
    /// The lines of a metric with these labels.
    fn with(&self, metric: &str, labels: &[(&str, &str)]) -> Vec<&str> {
        let start = format!("{metric}{{");
        let has = |line: &&str| labels.iter().all(|(key, value)| line.contains(&format!("{key}=\"{value}\"")));
        self.0.lines().filter(|line| line.starts_with(&start)).filter(has).collect()
    }

    fn value(&self, metric: &str, labels: &[(&str, &str)]) -> &str {
        let lines = self.with(metric, labels);
        assert_eq!(lines.len(), 1, "{metric} {labels:?} in {}", self.0);
        lines[0].rsplit(' ').next().expect("a line has a last word")
    }

    fn page_works(&self) -> bool {
        assert_eq!(self.value("statuspage_probe_check", &[("service_name", PAGE)]), "1.0", "the client was content");
        self.value("statuspage_service_status", &[("service_name", PAGE)]) == "1.0"
    }

    fn part_works(&self, name: &str) -> bool {
        self.value("statuspage_component_status", &[("component_name", name)]) == "1.0"
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stock_client_reads_what_the_status_page_says() {
    let folder = tempfile::tempdir().unwrap();
    let exporter = Exporter::install(folder.path());

    let healthy = exporter.poll("healthy", FaultSet::none()).await;
    assert!(healthy.page_works());
    assert_eq!(healthy.with("statuspage_component_status", &[("service_name", PAGE)]).len(), 6);
    assert!(healthy.part_works("Withdrawals") && healthy.part_works("Balance and history"));
    assert_eq!(healthy.value("statuspage_incident_info", &NOTHING[..1]), "0.0");
    assert_eq!(healthy.value("statuspage_maintenance_info", &NOTHING[1..]), "0.0");

    let degraded = exporter.poll("degraded", Fault::StatusDegraded).await;
    assert!(
        !degraded.page_works() && !degraded.part_works("Balance and history") && degraded.part_works("Withdrawals")
    );
    let slow = [("impact", "minor"), ("affected_components", "Balance and history")];
    assert_eq!(degraded.value("statuspage_incident_info", &slow), "1.0");

    let outage = exporter.poll("outage", Fault::StatusMajorOutage).await;
    assert!(!outage.page_works() && !outage.part_works("Sign-in") && outage.part_works("Marketing site"));
    let critical = [("impact", "critical"), ("incident_name", "Wallet services are unavailable")];
    assert_eq!(outage.value("statuspage_incident_info", &critical), "1.0");

    let maintenance = exporter.poll("maintenance", Fault::StatusMaintenanceNow).await;
    assert!(!maintenance.part_works("Withdrawals") && maintenance.part_works("Transfers"));
    let work = [("maintenance_name", "Maintenance of withdrawals"), ("affected_components", "Withdrawals")];
    assert_eq!(maintenance.value("statuspage_maintenance_info", &work), "1.0");

    let over = exporter.poll("over", Fault::StatusMaintenanceOver).await;
    assert!(over.page_works() && over.part_works("Withdrawals"));
    assert_eq!(over.value("statuspage_maintenance_info", &NOTHING[1..]), "0.0");
}
