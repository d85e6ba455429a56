package io.wegrant.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * H2, each schema in a file. What is committed is written at once, as a provider must.
 */
final class H2Files implements Database {

	private final Path folder;

	H2Files(Path folder) {
		this.folder = folder;
	}

	@Override
	public Kind kind() {
		return Kind.H2;
	}

	@Override
	public Schema create(String name) {
		return new Schema(Kind.H2, name, "jdbc:h2:file:" + this.folder.resolve(name).toAbsolutePath()
				+ ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
				"sa", "");
	}

	// Of a file nobody knows how much of it is room; put in order, it is compressed.
	@Override
	public OptionalLong bytes(Schema schema) {
		return OptionalLong.empty();
	}

	@Override
	public List<Long> processes() {
		return List.of();
	}

	@Override
	public void close() {
		// The files go with the folder.
	}

}
