package io.wegrant.resourceserver;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.JSONObjectUtils;

/**
 * An account event to be: it starts out as one that the provider sends, and a test
 * changes the one thing that it is about.
 */
public final class TestAccountEvent {

	/** The account was closed. */
	public static final String PURGED = "https://schemas.openid.net/secevent/risc/event-type/account-purged";

	/** The account was disabled. */
	public static final String DISABLED = "https://schemas.openid.net/secevent/risc/event-type/account-disabled";

	/** The account was enabled. */
	public static final String ENABLED = "https://schemas.openid.net/secevent/risc/event-type/account-enabled";

	/** The user has other roles. */
	public static final String CLAIMS_CHANGE = "https://schemas.openid.net/secevent/caep/event-type/token-claims-change";

	private final TestIssuer issuer;

	private final Map<String, Object> claims = new LinkedHashMap<>();

	private Consumer<JWSHeader.Builder> header = (builder) -> {
	};

	TestAccountEvent(TestIssuer issuer, String audience) {
		long now = Instant.now().getEpochSecond();
		this.issuer = issuer;
		claim("iss", issuer.issuer());
		claim("jti", UUID.randomUUID().toString());
		claim("iat", now);
		claim("toe", now - 3_600);
		claim("aud", audience);
		about("u-1");
		event(PURGED, Map.of());
	}

	/**
	 * Says whom it is about.
	 * @param sub the user
	 * @return this
	 */
	public TestAccountEvent about(String sub) {
		return claim("sub_id", Map.of("format", "iss_sub", "iss", this.issuer.issuer(), "sub", sub));
	}

	/**
	 * Says what has happened.
	 * @param type the type of the event
	 * @param payload what else there is to say
	 * @return this
	 */
	public TestAccountEvent event(String type, Map<String, Object> payload) {
		return claim("events", Map.of(type, payload));
	}

	/**
	 * Says that the user has other roles.
	 * @param roles all roles that the user has now
	 * @return this
	 */
	public TestAccountEvent rolesChanged(String... roles) {
		return event(CLAIMS_CHANGE,
				Map.of("event_timestamp", 1_796_000_000, "claims", Map.of("roles", List.of(roles))));
	}

	/**
	 * Says that the user has another number, or none any more.
	 * @return this
	 */
	public TestAccountEvent phoneChanged() {
		return event(this.issuer.issuer() + "/event-types/phone-changed", Map.of());
	}

	/**
	 * Says that the user is another one.
	 * @param into the user that stays
	 * @return this
	 */
	public TestAccountEvent mergedInto(String into) {
		return event(this.issuer.issuer() + "/event-types/user-merged", Map.of("into", into));
	}

	/**
	 * Sets a claim.
	 * @param name the name of the claim
	 * @param value its value
	 * @return this
	 */
	public TestAccountEvent claim(String name, Object value) {
		this.claims.put(name, value);
		return this;
	}

	/**
	 * Leaves a claim out.
	 * @param name the name of the claim
	 * @return this
	 */
	public TestAccountEvent without(String name) {
		this.claims.remove(name);
		return this;
	}

	/**
	 * Says that it was signed at another time.
	 * @param seconds how far in the future, or in the past when negative
	 * @return this
	 */
	public TestAccountEvent signedIn(long seconds) {
		return claim("iat", Instant.now().getEpochSecond() + seconds);
	}

	TestAccountEvent header(Consumer<JWSHeader.Builder> change) {
		this.header = this.header.andThen(change);
		return this;
	}

	TestAccountEvent type(String type) {
		return header((builder) -> builder.type(new JOSEObjectType(type)));
	}

	/**
	 * Writes the claims.
	 * @return a JSON object
	 */
	String json() {
		return JSONObjectUtils.toJSONString(this.claims);
	}

	/**
	 * Signs the event with the provider's current key.
	 * @return the event, ready for the body of a request
	 */
	public String sign() {
		return sign(json());
	}

	/**
	 * Signs other claims with the provider's current key.
	 * @param json the claims
	 * @return what comes of it
	 */
	String sign(String json) {
		try {
			return sign(JWSAlgorithm.ES256, this.issuer.ecKey().getKeyID(), new ECDSASigner(this.issuer.ecKey()), json);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String signWithRsa(JWSAlgorithm algorithm) {
		try {
			return sign(algorithm, this.issuer.rsaKey().getKeyID(), new RSASSASigner(this.issuer.rsaKey()), json());
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String sign(JWSAlgorithm algorithm, String keyId, JWSSigner signer) {
		return sign(algorithm, keyId, signer, json());
	}

	private String sign(JWSAlgorithm algorithm, String keyId, JWSSigner signer, String json) {
		JWSHeader.Builder builder = new JWSHeader.Builder(algorithm).type(new JOSEObjectType("secevent+jwt"))
			.keyID(keyId);
		this.header.accept(builder);
		JWSObject event = new JWSObject(builder.build(), new Payload(json));
		try {
			event.sign(signer);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return JWSAlgorithm.ES256.equals(algorithm) ? TestAccessToken.lower(event.serialize()) : event.serialize();
	}

}
