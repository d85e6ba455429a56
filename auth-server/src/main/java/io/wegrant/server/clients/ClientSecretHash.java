package io.wegrant.server.clients;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.StringUtils;

/**
 * Client secrets as SHA-256. They are random and of 256 bits, so that a slow hash would
 * protect nothing and cost every token request. While a secret is replaced there are two
 * hashes with a space between, and either secret matches.
 */
final class ClientSecretHash implements PasswordEncoder {

	@Override
	public @Nullable String encode(@Nullable CharSequence rawPassword) {
		return (rawPassword != null) ? hex(rawPassword) : null;
	}

	@Override
	public boolean matches(@Nullable CharSequence rawPassword, @Nullable String encodedPassword) {
		if (rawPassword == null || encodedPassword == null || encodedPassword.isEmpty()) {
			return false;
		}
		byte[] presented = sha256(rawPassword);
		boolean matches = false;
		for (String hash : StringUtils.tokenizeToStringArray(encodedPassword, " ")) {
			matches |= MessageDigest.isEqual(presented, HexFormat.of().parseHex(hash));
		}
		return matches;
	}

	/**
	 * Joins the hashes of two secrets.
	 * @param hash the hash of the present secret
	 * @param previous the hash of the one before, if it works still
	 * @return what either secret matches
	 */
	static String either(String hash, @Nullable String previous) {
		return (previous != null) ? hash + " " + previous : hash;
	}

	/**
	 * Hashes a text.
	 * @param value the text
	 * @return its SHA-256 in hexadecimal
	 */
	static String hex(CharSequence value) {
		return HexFormat.of().formatHex(sha256(value));
	}

	private static byte[] sha256(CharSequence value) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(value.toString().getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
