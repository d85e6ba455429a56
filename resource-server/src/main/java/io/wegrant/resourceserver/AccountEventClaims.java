package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a Security Event Token says: one event about one user of the provider, to
 * this service, signed just now. A token with {@code sub} or {@code exp} is another
 * statement of the provider's (RFC 8417 sections 2.2 and 4.6).
 */
final class AccountEventClaims {

	/** How long an event may have been under way, beyond the clock skew. */
	private static final Duration MAX_AGE = Duration.ofMinutes(5);

	private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";

	private static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";

	private final Issuer issuer;

	private final Set<String> audiences;

	private final Duration clockSkew;

	private final Clock clock;

	private final Map<String, Kind> kinds;

	AccountEventClaims(Issuer issuer, Set<String> audiences, Duration clockSkew, Clock clock) {
		this.issuer = issuer;
		this.audiences = audiences;
		this.clockSkew = clockSkew;
		this.clock = clock;
		String own = issuer.value() + "/event-types/";
		this.kinds = Map.of(RISC + "account-purged",
				always((about, payload) -> new AccountEvent.Purged(about.id(), about.sub(), about.at())),
				RISC + "account-disabled",
				always((about, payload) -> new AccountEvent.Disabled(about.id(), about.sub(), about.at())),
				RISC + "account-enabled",
				always((about, payload) -> new AccountEvent.Enabled(about.id(), about.sub(), about.at())),
				CAEP + "token-claims-change", AccountEventClaims::rolesChanged, own + "phone-changed",
				always((about, payload) -> new AccountEvent.PhoneChanged(about.id(), about.sub(), about.at())),
				own + "user-merged", always(AccountEventClaims::merged));
	}

	/**
	 * Reads the claims of a token that the provider has signed.
	 * @param claims the claims
	 * @return the event, or that it is none that is known
	 * @throws NotAcceptedException naming the first rule that refuses them
	 */
	EventVerification read(Map<String, Object> claims) {
		require(this.issuer.value().equals(claims.get("iss")), TokenResult.ISSUER, "The issuer is another");
		require(isForService(claims.get("aud")), TokenResult.AUDIENCE, "The token is for other services");
		requireSignedNow(claims.get("iat"));
		require(!claims.containsKey("sub") && !claims.containsKey("exp"), TokenResult.TYPE,
				"A token with sub or exp is no event");
		String id = text(claims.get("jti"), "jti");
		Instant at = instant(claims.get("toe"));
		Map<?, ?> events = object(claims.get("events"), "events");
		require(events.size() == 1, TokenResult.INCOMPLETE, "There is not exactly one event");
		Map.Entry<?, ?> event = events.entrySet().iterator().next();
		String type = text(event.getKey(), "The type of the event");
		Map<?, ?> payload = object(event.getValue(), "The event");
		Kind kind = this.kinds.get(type);
		return Optional.ofNullable(kind)
			.flatMap((known) -> known.read(new About(id, subject(claims.get("sub_id")), at), payload))
			.<EventVerification>map(EventVerification.Accepted::new)
			.orElseGet(() -> new EventVerification.Unknown(id, type));
	}

	private boolean isForService(@Nullable Object audience) {
		return (audience instanceof List<?> several) ? several.stream().anyMatch(this::isService) : isService(audience);
	}

	private boolean isService(@Nullable Object audience) {
		return audience instanceof String text && this.audiences.contains(text);
	}

	private void requireSignedNow(@Nullable Object time) {
		require(time instanceof Long, TokenResult.INCOMPLETE, "iat is missing or no whole number");
		long signed = (time instanceof Long seconds) ? seconds : 0;
		Instant now = this.clock.instant();
		require(signed >= now.minus(MAX_AGE).minus(this.clockSkew).getEpochSecond(), TokenResult.EXPIRED,
				"iat is more than 5 minutes ago");
		require(signed <= now.plus(this.clockSkew).getEpochSecond(), TokenResult.NOT_YET_VALID, "iat is in the future");
	}

	private String subject(@Nullable Object claim) {
		Map<?, ?> subject = object(claim, "sub_id");
		require("iss_sub".equals(subject.get("format")) && this.issuer.value().equals(subject.get("iss")),
				TokenResult.INCOMPLETE, "sub_id does not name a user of the issuer");
		return text(subject.get("sub"), "sub of sub_id");
	}

	// What else has changed of the user is for a later version.
	private static Optional<AccountEvent> rolesChanged(About about, Map<?, ?> payload) {
		Map<?, ?> changed = object(payload.get("claims"), "claims of the event");
		if (!changed.containsKey("roles")) {
			return Optional.empty();
		}
		require(changed.get("roles") instanceof List<?>, TokenResult.INCOMPLETE, "roles is no list");
		Set<String> roles = new LinkedHashSet<>();
		((List<?>) changed.get("roles")).forEach((role) -> roles.add(text(role, "A role")));
		return Optional.of(new AccountEvent.RolesChanged(about.id(), about.sub(), about.at(), roles));
	}

	private static AccountEvent merged(About about, Map<?, ?> payload) {
		String into = text(payload.get("into"), "into");
		require(!into.equals(about.sub()), TokenResult.INCOMPLETE, "A user was merged into itself");
		return new AccountEvent.Merged(about.id(), about.sub(), about.at(), into);
	}

	private static Instant instant(@Nullable Object time) {
		try {
			if (time instanceof Long seconds) {
				return Instant.ofEpochSecond(seconds);
			}
		}
		catch (DateTimeException ex) {
			throw new NotAcceptedException(TokenResult.INCOMPLETE, "toe is no time", ex);
		}
		throw new NotAcceptedException(TokenResult.INCOMPLETE, "toe is missing or no whole number");
	}

	private static String text(@Nullable Object value, String name) {
		if (value instanceof String text && !text.isBlank()) {
			return text;
		}
		throw new NotAcceptedException(TokenResult.INCOMPLETE, name + " is missing or no text");
	}

	private static Map<?, ?> object(@Nullable Object value, String name) {
		if (value instanceof Map<?, ?> object) {
			return object;
		}
		throw new NotAcceptedException(TokenResult.INCOMPLETE, name + " is missing or no object");
	}

	private static void require(boolean holds, TokenResult rule, String otherwise) {
		if (!holds) {
			throw new NotAcceptedException(rule, otherwise);
		}
	}

	private static Kind always(KnownKind kind) {
		return (about, payload) -> Optional.of(kind.read(about, payload));
	}

	/**
	 * A type of event.
	 */
	private interface Kind {

		Optional<AccountEvent> read(About about, Map<?, ?> payload);

	}

	/**
	 * A type of event of which this version knows all there can be.
	 */
	private interface KnownKind {

		AccountEvent read(About about, Map<?, ?> payload);

	}

	/**
	 * What all events say.
	 *
	 * @param id which one it is
	 * @param sub the user
	 * @param at when it happened
	 */
	private record About(String id, String sub, Instant at) {
	}

}
