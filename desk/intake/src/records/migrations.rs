//! The layouts of the database, one after the other. What was released is never changed: the next one is a file more.

use sqlx::{
    AnyPool, SqlStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

use crate::store::StoreError;

const ALL: &[(i64, &str, &str)] = &[
    (1, "tickets", include_str!("../../migrations/0001_tickets.sql")),
    (2, "apps", include_str!("../../migrations/0002_apps.sql")),
    (3, "queue", include_str!("../../migrations/0003_queue.sql")),
    (4, "support", include_str!("../../migrations/0004_support.sql")),
];

/// Brings a database up to date. PostgreSQL lets one process at a time do it; at a file the caller sees to that.
pub(super) async fn run(pool: &AnyPool) -> Result<(), StoreError> {
    let migrations = ALL.iter().map(|(version, name, sql)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    match migrator.run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => Err(error.into()),
        Err(MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..)) => Err(StoreError::Newer),
        Err(error) => Err(StoreError::Unavailable(Box::new(error))),
    }
}
