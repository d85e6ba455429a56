package io.wegrant.server.notices;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/**
 * Makes Security Event Tokens (RFC 8417) of account events. Each is made when it is
 * posted, so that it is signed with a key that services have, and says so ({@code iat}).
 */
final class EventTokens {

	/** RFC 8417 section 2.3. */
	static final String TYPE = "secevent+jwt";

	private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";

	private static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";

	private final JwtEncoder encoder;

	private final String issuer;

	private final Clock clock;

	EventTokens(JwtEncoder encoder, String issuer, Clock clock) {
		this.encoder = encoder;
		this.issuer = issuer;
		this.clock = clock;
	}

	/**
	 * Makes a token.
	 * @param event what happened
	 * @param resource whom it is for
	 * @return the token
	 * @throws org.springframework.dao.DataAccessException if it cannot be signed now
	 */
	String make(AccountEventRow event, String resource) {
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.issuer(this.issuer)
			.id(event.jti())
			.issuedAt(this.clock.instant())
			.audience(List.of(resource))
			.claim("toe", event.occurredAt().getEpochSecond())
			.claim("sub_id", Map.of("format", "iss_sub", "iss", this.issuer, "sub", event.sub().value()))
			.claim("events", Map.of(uri(event), details(event)))
			.build();
		JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256).type(TYPE).build();
		return this.encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
	}

	private String uri(AccountEventRow event) {
		String base = switch (event.type()) {
			case ACCOUNT_PURGED, ACCOUNT_DISABLED, ACCOUNT_ENABLED -> RISC;
			case TOKEN_CLAIMS_CHANGE -> CAEP;
			case PHONE_CHANGED, USER_MERGED -> this.issuer + "/event-types/";
		};
		return base + event.type().value();
	}

	private static Map<String, Object> details(AccountEventRow event) {
		return switch (event.type()) {
			case ACCOUNT_PURGED, ACCOUNT_DISABLED, ACCOUNT_ENABLED, PHONE_CHANGED -> Map.of();
			case TOKEN_CLAIMS_CHANGE -> Map.of("event_timestamp", event.occurredAt().getEpochSecond(), "claims",
					Map.of("roles", List.copyOf(Objects.requireNonNull(event.roles()).withUser())));
			case USER_MERGED -> Map.of("into", Objects.requireNonNull(event.intoSub()).value());
		};
	}

}
