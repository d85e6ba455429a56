package io.wegrant.server.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

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
record KeysetProperties(@Nullable Path file, @Nullable String value, @DefaultValue("false") boolean generateIfMissing,
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
		else if (generateIfMissing && !Files.exists(file)) {
			check.that("file", canBeMade(file), "cannot be made: its folder cannot be written to");
		}
		else {
			check(check, file);
		}
		check.range("reencryption-interval", reencryptionInterval, Duration.ofMillis(100), Duration.ofDays(1));
		check.end();
	}

	private static void check(SettingsCheck check, Path file) {
		try {
			check(check, "file", Files.readString(file));
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
