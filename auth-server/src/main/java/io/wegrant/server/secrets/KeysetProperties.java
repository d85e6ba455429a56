package io.wegrant.server.secrets;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the master keyset comes from. Exactly one of {@code file} and {@code value} is
 * set.
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

	@Override
	public String toString() {
		return "KeysetProperties[file=" + this.file + "]";
	}

}
