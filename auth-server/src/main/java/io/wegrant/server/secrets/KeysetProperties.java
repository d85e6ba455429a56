package io.wegrant.server.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * Where the master keyset comes from: {@code value}, or else {@code file}.
 *
 * @param file the file that holds the keyset
 * @param value the keyset itself, for an environment variable or a mounted secret
 * @param generateIfMissing whether a file that does not exist is created with a new
 * keyset; for development only
 * @param reencryptionInterval while the keyset has more than one key for encryption: how
 * often values that others than the primary key have encrypted are looked for
 */
@ConfigurationProperties("wegrant.keyset")
record KeysetProperties(@Nullable String file, @Nullable String value, @DefaultValue("false") boolean generateIfMissing,
		@DefaultValue("10m") Duration reencryptionInterval) {

	KeysetProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.keyset");
		if (value != null) {
			check(check, "value", value);
		}
		else if (file == null) {
			check.required("file", file,
					"the master keyset, or set wegrant.keyset.value; generate-keyset prints a new one");
		}
		else {
			checkFile(check, file, generateIfMissing);
		}
		check.range("reencryption-interval", reencryptionInterval, Duration.ofMillis(100), Duration.ofDays(1));
		check.end();
	}

	/**
	 * Returns the file. Spring's own conversion would look for it among the classes, too,
	 * and trip over a path that leads up.
	 * @return the path, relative to the folder that the provider was started in
	 */
	Path path() {
		return Path.of(Objects.requireNonNull(this.file));
	}

	private static void checkFile(SettingsCheck check, String file, boolean generateIfMissing) {
		try {
			Path path = Path.of(file);
			if (generateIfMissing && !Files.exists(path)) {
				check.that("file", canBeMade(path), "cannot be made: its folder cannot be written to");
			}
			else {
				check(check, "file", Files.readString(path));
			}
		}
		catch (InvalidPathException ex) {
			check.that("file", false, "must be the path of a file");
		}
		catch (IOException ex) {
			check.that("file", false, "cannot be read: " + ex);
		}
	}

	private static void check(SettingsCheck check, String name, String document) {
		try {
			MasterKeyset.parse(document);
		}
		catch (InvalidKeysetException ex) {
			check.that(name, false, "is no keyset: " + ex.getMessage());
		}
	}

	private static boolean canBeMade(Path file) {
		Path folder = file.toAbsolutePath().getParent();
		while (folder != null && Files.notExists(folder)) {
			folder = folder.getParent();
		}
		return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
	}

	@Override
	public String toString() {
		return "KeysetProperties[file=" + this.file + "]";
	}

}
