package io.wegrant.server.secrets;

import java.security.SecureRandom;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Makes the look-up key, once in the life of a database.
 */
final class LookupKeyMigration implements JavaMigration {

	private final LookupKey key;

	private final SecureRandom random;

	LookupKeyMigration(LookupKey key, SecureRandom random) {
		this.key = key;
		this.random = random;
	}

	@Override
	public void migrate(Context context) {
		this.key.create(JdbcClient.create(new SingleConnectionDataSource(context.getConnection(), true)), this.random);
	}

	@Override
	public MigrationVersion getVersion() {
		return MigrationVersion.fromVersion("14");
	}

	@Override
	public String getDescription() {
		return "secrets make lookup key";
	}

	@Override
	public @Nullable Integer getChecksum() {
		return null;
	}

	@Override
	public boolean canExecuteInTransaction() {
		return true;
	}

}
