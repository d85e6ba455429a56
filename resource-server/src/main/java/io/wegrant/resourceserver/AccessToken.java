package io.wegrant.resourceserver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A good access token (RFC 9068): what it says of a user or a client. It does not change;
 * while it is remembered, each use of its text gives the same object.
 */
public final class AccessToken {

	private final String value;

	private final Map<String, Object> header;

	private final Map<String, Object> claims;

	private final Set<String> scopes;

	private final Set<String> roles;

	private final Instant issuedAt;

	private final Instant expiresAt;

	/**
	 * Creates a token from what has been found good.
	 * @param value its text
	 * @param header its header, as JSON has it
	 * @param claims its claims, as JSON has them, among them {@code iat} and {@code exp}
	 */
	AccessToken(String value, Map<String, Object> header, Map<String, Object> claims) {
		this.value = value;
		this.header = readOnly(header);
		this.claims = readOnly(claims);
		this.scopes = texts(
				(claims.get("scope") instanceof String text) ? List.of(text.split(" ")) : claims.get("scope"));
		this.roles = texts(claims.get("roles"));
		this.issuedAt = Instant.ofEpochSecond(seconds("iat"));
		this.expiresAt = Instant.ofEpochSecond(seconds("exp"));
	}

	// All of it: who changed a role in a list would change it for each later use.
	private static Map<String, Object> readOnly(Map<?, ?> object) {
		Map<String, Object> copy = new LinkedHashMap<>();
		object.forEach((name, value) -> copy.put(String.valueOf(name), readOnlyValue(value)));
		return Collections.unmodifiableMap(copy);
	}

	private static Object readOnlyValue(Object value) {
		if (value instanceof Map<?, ?> object) {
			return readOnly(object);
		}
		if (value instanceof List<?> list) {
			List<Object> copy = new ArrayList<>();
			list.forEach((each) -> copy.add(readOnlyValue(each)));
			return Collections.unmodifiableList(copy);
		}
		return value;
	}

	private static Set<String> texts(@Nullable Object claim) {
		Set<String> texts = new LinkedHashSet<>();
		if (claim instanceof Collection<?> values) {
			values.stream()
				.filter(String.class::isInstance)
				.map(String.class::cast)
				.filter((text) -> !text.isBlank())
				.forEach(texts::add);
		}
		return Collections.unmodifiableSet(texts);
	}

	private long seconds(String claim) {
		if (this.claims.get(claim) instanceof Number number) {
			return number.longValue();
		}
		throw new IllegalArgumentException("The claim " + claim + " is no time");
	}

	/**
	 * Returns the text of the token, which is a secret of the client's until it expires.
	 * @return the JWT in compact form
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Returns who the token is about, {@code sub}: the id of a user with the provider,
	 * never an openid; where the client acts for itself, its {@code client_id}.
	 * @return the subject
	 */
	public String subject() {
		return text("sub").orElseThrow();
	}

	/**
	 * Returns the client that the token was issued to, {@code client_id}: a mini-program
	 * or a service.
	 * @return the id of the client
	 */
	public String clientId() {
		return text("client_id").orElseThrow();
	}

	/**
	 * Returns the id of the token, {@code jti}.
	 * @return the id
	 */
	public String id() {
		return text("jti").orElseThrow();
	}

	/**
	 * Returns the login session that the token belongs to, {@code sid}.
	 * @return the id of the session, empty for a client's own token
	 */
	public Optional<String> sessionId() {
		return text("sid");
	}

	/**
	 * Returns what the client may do with it, {@code scope}.
	 * @return the scopes, in the order of the token
	 */
	public Set<String> scopes() {
		return this.scopes;
	}

	/**
	 * Returns what the user is for the company, {@code roles}.
	 * @return the roles, in the order of the token
	 */
	public Set<String> roles() {
		return this.roles;
	}

	/**
	 * Returns when it was issued, {@code iat}.
	 * @return the time, by the provider's clock
	 */
	public Instant issuedAt() {
		return this.issuedAt;
	}

	/**
	 * Returns when it expires, {@code exp}. It is accepted for the clock skew longer.
	 * @return the time, by the provider's clock
	 */
	public Instant expiresAt() {
		return this.expiresAt;
	}

	/**
	 * Returns a claim that is a text, such as {@code openid} or {@code external_id}.
	 * @param claim its name
	 * @return its value, empty if the token has none or it is no text
	 */
	public Optional<String> text(String claim) {
		return (this.claims.get(claim) instanceof String text) ? Optional.of(text) : Optional.empty();
	}

	/**
	 * Returns all claims as JSON has them: texts, numbers (times in seconds since 1970),
	 * booleans, lists and maps.
	 * @return the claims, which cannot be changed
	 */
	public Map<String, Object> claims() {
		return this.claims;
	}

	/**
	 * Returns the header as JSON has it.
	 * @return the members, which cannot be changed
	 */
	public Map<String, Object> header() {
		return this.header;
	}

	/**
	 * Names the token without giving it away.
	 */
	@Override
	public String toString() {
		return "AccessToken[sub=" + subject() + ", client_id=" + clientId() + ", jti=" + id() + "]";
	}

}
