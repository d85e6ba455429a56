package io.wegrant.server.admin;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to rotate a key. Members that are not known here are ignored.
 *
 * @param algorithm the algorithm of the key; {@code ES256} if absent
 * @param reason the administrator's words, if any
 */
record Rotation(@Nullable String algorithm, @Nullable String reason) {

	static final Rotation DEFAULT = new Rotation(null, null);

	String algorithmOrDefault() {
		return (this.algorithm != null) ? this.algorithm : "ES256";
	}

}
