package io.wegrant.benchmarks.peer.stock;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Secrets as they are: what {@code {noop}} stands for in Spring Security, without the
 * deprecation.
 */
final class PlainSecrets implements PasswordEncoder {

	@Override
	public @Nullable String encode(@Nullable CharSequence secret) {
		return (secret != null) ? secret.toString() : null;
	}

	@Override
	public boolean matches(@Nullable CharSequence secret, @Nullable String encoded) {
		return secret != null && Objects.equals(secret.toString(), encoded);
	}

}
