package io.wegrant.server.sessions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;

import io.wegrant.server.secrets.MasterKeyset;

/**
 * Makes and reads refresh tokens. The value is base64url of one byte of format version,
 * 16 bytes of random session handle, 4 bytes of generation and 21 bytes of tag, which is
 * a MAC of all before it under the master keyset with the id of its key in front. A
 * forged value is refused without a look at the database, and the database alone yields
 * none.
 */
final class RefreshTokens {

	private static final byte VERSION = 1;

	private static final int HANDLE_LENGTH = 16;

	private static final int BODY_LENGTH = 1 + HANDLE_LENGTH + Integer.BYTES;

	private static final int TAG_LENGTH = 21;

	private static final int VALUE_LENGTH = (BODY_LENGTH + TAG_LENGTH) * 4 / 3;

	private static final byte[] LABEL = "refresh_token:".getBytes(StandardCharsets.US_ASCII);

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	private final MasterKeyset keyset;

	private final SecureRandom random;

	RefreshTokens(MasterKeyset keyset, SecureRandom random) {
		this.keyset = keyset;
		this.random = random;
	}

	SessionId newSid() {
		byte[] handle = new byte[HANDLE_LENGTH];
		this.random.nextBytes(handle);
		return new SessionId(ENCODER.encodeToString(handle));
	}

	OAuth2RefreshToken issue(RefreshToken token, Instant issuedAt, Instant expiresAt) {
		return new OAuth2RefreshToken(value(token), issuedAt, expiresAt);
	}

	String value(RefreshToken token) {
		byte[] body = ByteBuffer.allocate(BODY_LENGTH)
			.put(VERSION)
			.put(Base64.getUrlDecoder().decode(token.sid().value()))
			.putInt(token.generation())
			.array();
		byte[] tag = this.keyset.authenticate(labelled(body));
		return ENCODER.encodeToString(ByteBuffer.allocate(BODY_LENGTH + TAG_LENGTH).put(body).put(tag).array());
	}

	Optional<RefreshToken> read(String value) {
		if (value.length() != VALUE_LENGTH) {
			return Optional.empty();
		}
		byte[] bytes;
		try {
			bytes = Base64.getUrlDecoder().decode(value);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
		byte[] body = Arrays.copyOf(bytes, BODY_LENGTH);
		byte[] tag = Arrays.copyOfRange(bytes, BODY_LENGTH, bytes.length);
		if (body[0] != VERSION || !this.keyset.isAuthentic(tag, labelled(body))) {
			return Optional.empty();
		}
		SessionId sid = new SessionId(ENCODER.encodeToString(Arrays.copyOfRange(body, 1, 1 + HANDLE_LENGTH)));
		return Optional.of(new RefreshToken(sid, ByteBuffer.wrap(body).getInt(1 + HANDLE_LENGTH)));
	}

	private static byte[] labelled(byte[] body) {
		return ByteBuffer.allocate(LABEL.length + body.length).put(LABEL).put(body).array();
	}

}
