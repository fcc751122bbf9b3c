//! The layouts of the database, one after the other. What was released is never changed: the next one is a file more.

use sqlx::{
    SqlStr, SqlitePool,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

use crate::ViewError;

const ALL: &[(i64, &str, &str)] = &[(1, "view", include_str!("../../migrations/0001_view.sql"))];

pub(super) async fn run(pool: &SqlitePool) -> Result<(), ViewError> {
    let migrations = ALL.iter().map(|(version, name, sql)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    });
    match Migrator::with_migrations(migrations.collect()).run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..)) => Err(ViewError::Newer),
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => Err(error.into()),
        Err(error) => Err(ViewError::Records(sqlx::Error::Migrate(Box::new(error)))),
    }
}
