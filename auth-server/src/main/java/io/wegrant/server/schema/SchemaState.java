package io.wegrant.server.schema;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * What the history of a schema says, held against the migrations of this version. Each
 * list names scripts, in the order of their versions.
 *
 * @param missing what has not run
 * @param failed what has run in part
 * @param changed what has run as another script than it is here, or is unknown here
 * without being newer
 * @param newer what a later version has added
 * @param newerFailed what a later version has added in part
 */
record SchemaState(List<String> missing, List<String> failed, List<String> changed, List<String> newer,
		List<String> newerFailed) {

	static SchemaState of(Flyway flyway) {
		MigrationInfo[] all = flyway.info().all();
		return new SchemaState(
				scripts(all, (each) -> is(each, MigrationState.PENDING) || is(each, MigrationState.IGNORED)),
				scripts(all, (each) -> is(each, MigrationState.FAILED) || is(each, MigrationState.MISSING_FAILED)),
				scripts(all, SchemaState::isChanged), scripts(all, (each) -> is(each, MigrationState.FUTURE_SUCCESS)),
				scripts(all, (each) -> is(each, MigrationState.FUTURE_FAILED)));
	}

	private static boolean is(MigrationInfo migration, MigrationState state) {
		return migration.getState() == state;
	}

	private static boolean isChanged(MigrationInfo migration) {
		return is(migration, MigrationState.MISSING_SUCCESS)
				|| (is(migration, MigrationState.SUCCESS) && !migration.isChecksumMatching());
	}

	private static List<String> scripts(MigrationInfo[] all, Predicate<MigrationInfo> which) {
		return Stream.of(all).filter(which).map(MigrationInfo::getScript).toList();
	}

	/**
	 * Counts what has run.
	 * @param flyway knows where the schema is
	 * @return how many migrations
	 */
	static long applied(Flyway flyway) {
		return Stream.of(flyway.info().applied()).filter((each) -> each.getState() != MigrationState.BASELINE).count();
	}

	/**
	 * Tells whether the provider can work with the schema.
	 * @return whether all has run that this version knows, and nothing stands in the way
	 */
	boolean isUsable() {
		return this.missing.isEmpty() && this.failed.isEmpty() && this.changed.isEmpty() && this.newerFailed.isEmpty();
	}

	/**
	 * Tells whether a migration could make it usable that this version can do.
	 * @return whether something of this version is to be done
	 */
	boolean isMigratable() {
		return this.changed.isEmpty() && this.newerFailed.isEmpty();
	}

	/**
	 * Says what is wrong.
	 * @return the scripts, by what has become of them
	 */
	String problem() {
		return Stream
			.of(text("missing", this.missing), text("failed", this.failed),
					text("failed, of a later version", this.newerFailed), text("not those that ran here", this.changed))
			.filter((each) -> !each.isEmpty())
			.reduce((one, other) -> one + "; " + other)
			.orElse("nothing");
	}

	private static String text(String what, List<String> scripts) {
		return scripts.isEmpty() ? "" : what + ": " + String.join(", ", scripts);
	}

}
