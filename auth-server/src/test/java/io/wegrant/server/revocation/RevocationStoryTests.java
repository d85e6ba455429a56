package io.wegrant.server.revocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens are looked up and ended.
 */
@ParameterizedClass
@EnumSource(value = Database.class, names = "MYSQL")
class RevocationStoryTests {

	private static final String INACTIVE = "{\"active\":false}";

	private final TestProvider provider;

	private final String person = "person-" + UUID.randomUUID();

	private final Answer login;

	RevocationStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.login = this.provider.login(APPID, this.person);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "refresh_token", "access_token", "nonsense" })
	@DisplayName("R07: a public client ends its own session with either token, whatever the hint")
	void revokeWhenOwnTokenThenSessionEnds(String hint) {
		Answer other = this.provider.login(APPID, this.person);

		assertThat(this.provider
			.revoke(Form.about(this.login.refreshToken()).with("client_id", APPID).with("token_type_hint", hint))
			.status()).isEqualTo(200);
		assertThat(this.provider
			.revoke(Form.about(other.accessToken()).with("client_id", APPID).with("token_type_hint", hint))
			.status()).isEqualTo(200);

		assertEnded(this.login);
		assertEnded(other);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "a.b.c", "AAAA" })
	@DisplayName("R07: an unknown token answers 200")
	void revokeWhenTokenIsUnknownThenOk(String token) {
		Answer answer = this.provider.revoke(Form.about(token).with("client_id", APPID));

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	@DisplayName("R07: a session that has ended already answers 200")
	void revokeWhenTwiceThenOk() {
		Form form = Form.about(this.login.refreshToken()).with("client_id", APPID);

		assertThat(this.provider.revoke(form).status()).isEqualTo(200);
		assertThat(this.provider.revoke(form).status()).isEqualTo(200);
	}

	@Test
	@DisplayName("R07: a foreign client's token is untouched")
	void revokeWhenTokenIsForeignThenUntouched() {
		assertThat(this.provider.revoke(Form.about(this.login.refreshToken()).with("client_id", OTHER_APPID)))
			.isRefused(400, "unauthorized_client");
		assertThat(this.provider.revoke(Form.about(this.login.accessToken()).as(SERVICE, SERVICE_SECRET)))
			.isRefused(400, "unauthorized_client");

		assertActive(this.login);
	}

	@Test
	void revokeWhenClientMayRevokeAnyTokenThenSessionEnds() {
		assertThat(this.provider.revoke(admin(this.login.accessToken())).status()).isEqualTo(200);

		assertEnded(this.login);
	}

	@Test
	void revokeWhenClientsOwnTokenThenItAloneEnds() {
		Answer revoked = this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET));
		Answer kept = this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET));

		this.provider.revoke(Form.about(revoked.accessToken()).as(SERVICE, SERVICE_SECRET));

		Awaitility.await()
			.untilAsserted(() -> assertThat(this.provider.introspect(admin(revoked.accessToken())).body())
				.isEqualTo(INACTIVE));
		assertThat(this.provider.introspect(admin(kept.accessToken())).json().required("active").asBoolean()).isTrue();
	}

	@Test
	void revokeWhenTokenIsMissingThenInvalidRequest() {
		assertThat(this.provider.revoke(new Form().with("client_id", APPID))).isRefused(400, "invalid_request");
	}

	@Test
	@DisplayName("R08: introspection describes a token to the service it is meant for")
	void introspectWhenServiceIsMeantThenDescribed() {
		Answer answer = this.provider.introspect(Form.about(this.login.accessToken()).as(SERVICE, SERVICE_SECRET));

		JsonNode claims = this.login.claims();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).startsWith("application/json");
		assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("active", "sub", "client_id", "scope",
				"roles", "sid", "appid", "openid", "iat", "exp", "aud", "iss", "jti", "token_type");
		assertThat(answer.json().required("active").asBoolean()).isTrue();
		for (String name : List.of("sub", "client_id", "scope", "roles", "sid", "appid", "openid", "iat", "exp", "iss",
				"jti")) {
			assertThat(answer.json().required(name)).as(name).isEqualTo(claims.required(name));
		}
		assertThat(answer.json().at("/aud/0")).isEqualTo(claims.required("aud"));
	}

	@Test
	@DisplayName("R08: introspection without authentication is 401, by a public client refused")
	void introspectWhenNotConfidentialThenInvalidClient() {
		assertThat(this.provider.introspect(Form.about(this.login.accessToken()))).isRefused(401, "invalid_client");
		assertThat(this.provider.introspect(Form.about(this.login.accessToken()).with("client_id", APPID)))
			.isRefused(401, "invalid_client");
		assertThat(this.provider.introspect(Form.about(this.login.accessToken()).as(SERVICE, "wrong"))).isRefused(401,
				"invalid_client");
	}

	@Test
	@DisplayName("R08: what is unknown, foreign or no access token is exactly not active")
	void introspectWhenNothingMayBeSaidThenInactive() {
		Answer foreign = this.provider
			.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret").with("scope", "admin.read"));

		for (String token : List.of("unknown", "a.b.c", this.login.refreshToken(), foreign.accessToken(),
				this.login.accessToken() + "x", this.login.accessToken().replaceFirst("\\.[^.]*$", "."))) {
			assertThat(this.provider.introspect(Form.about(token).as(SERVICE, SERVICE_SECRET)).body())
				.isEqualTo(INACTIVE);
		}
		assertActive(foreign);
	}

	@Test
	void introspectWhenTokenIsForgedOrAnotherIssuersThenInactive() throws Exception {
		SignedJWT genuine = SignedJWT.parse(this.login.accessToken());
		ECKey otherKey = new ECKeyGenerator(Curve.P_256).keyID(genuine.getHeader().getKeyID()).generate();
		SignedJWT forged = new SignedJWT(genuine.getHeader(), genuine.getJWTClaimsSet());
		forged.sign(new ECDSASigner(otherKey));
		SignedJWT withItsOwnKey = new SignedJWT(
				new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt"))
					.jwk(otherKey.toPublicJWK())
					.build(),
				genuine.getJWTClaimsSet());
		withItsOwnKey.sign(new ECDSASigner(otherKey));
		String unsigned = new PlainJWT(genuine.getJWTClaimsSet()).serialize();
		String cursor = this.provider.bean(RevocationWindow.class).newest().text();
		String feed = this.provider.send(this.provider.request("/oauth2/revocations?after=" + cursor)).body();

		for (String token : List.of(forged.serialize(), withItsOwnKey.serialize(), unsigned, feed,
				"[".repeat(10_000) + ".e.s", "x".repeat(50_000))) {
			assertThat(this.provider.introspect(admin(token)).body()).isEqualTo(INACTIVE);
		}
	}

	@Test
	void introspectWhenExpiredThenInactive() {
		Answer expired = this.provider.login(APPID, this.person);
		this.provider.clock().advance(Duration.ofMinutes(10));

		assertThat(this.provider.introspect(admin(expired.accessToken())).body()).isEqualTo(INACTIVE);
		assertThat(this.provider.token(Form.refresh(APPID, expired.refreshToken()))).grantsTokens();
	}

	@Test
	@DisplayName("R09: after refreshes every unexpired access token is active, after revocation none")
	void introspectWhenRefreshedThenAllAccessTokensAreActiveUntilRevoked() {
		List<Answer> answers = new ArrayList<>(List.of(this.login));
		for (int i = 0; i < 3; i++) {
			answers.add(this.provider.token(Form.refresh(APPID, answers.get(i).refreshToken())));
		}
		assertThat(answers).allSatisfy(this::assertActive);

		this.provider.revoke(Form.about(answers.get(1).accessToken()).with("client_id", APPID));

		assertThat(answers).allSatisfy(this::assertEnded);
	}

	@Test
	@DisplayName("R10: a refresh token is never active")
	void introspectWhenRefreshTokenThenInactive() {
		assertThat(this.provider.introspect(admin(this.login.refreshToken())).body()).isEqualTo(INACTIVE);
	}

	@Test
	void introspectWhenRevokeIsAskedThenDescribedAsItWasAndEnded() {
		Answer answer = this.provider.introspect(admin(this.login.accessToken()).with("revoke", "true"));

		assertThat(answer.json().required("active").asBoolean()).isFalse();
		assertThat(answer.json().required("sub")).isEqualTo(this.login.claims().required("sub"));
		assertThat(answer.json().required("openid")).isEqualTo(this.login.claims().required("openid"));
		assertEnded(this.login);
		assertThat(this.provider.bean(JdbcTemplate.class)
			.queryForList("SELECT actor FROM audit_event WHERE sid = ?", String.class,
					this.login.claims().required("sid").asString()))
			.containsExactly("admin-cli");
	}

	@Test
	void introspectWhenRevokeIsAskedOfRefreshTokenThenSessionEnds() {
		assertThat(this.provider.introspect(admin(this.login.refreshToken()).with("revoke", "true")).body())
			.isEqualTo(INACTIVE);

		assertEnded(this.login);
	}

	@Test
	void introspectWhenRevokeIsAskedByOtherClientThenRefusedAndUntouched() {
		assertThat(this.provider
			.introspect(Form.about(this.login.accessToken()).as(SERVICE, SERVICE_SECRET).with("revoke", "true")))
			.isRefused(400, "unauthorized_client");

		assertActive(this.login);
	}

	@Test
	void disableWhenUserHasSessionsThenAllEndAndLoginIsRefusedUntilEnabled() {
		Answer other = this.provider.login(OTHER_APPID, this.person);
		Sub user = new Sub(this.login.claims().required("sub").asString());
		Users users = this.provider.bean(Users.class);

		assertThat(users.disable(user)).isTrue();

		assertEnded(this.login);
		assertEnded(other);
		assertThat(this.provider.login(APPID, this.person)).isRefused(400, "access_denied");
		assertThat(users.disable(user)).isFalse();
		assertThat(users.enable(user)).isTrue();
		assertThat(this.provider.login(APPID, this.person)).grantsTokens();
		assertEnded(this.login);
	}

	private void assertActive(Answer tokens) {
		assertThat(this.provider.introspect(admin(tokens.accessToken())).json().required("active").asBoolean())
			.isTrue();
	}

	private void assertEnded(Answer tokens) {
		assertThat(this.provider.introspect(admin(tokens.accessToken())).body()).isEqualTo(INACTIVE);
		String clientId = tokens.claims().required("client_id").asString();
		assertThat(this.provider.token(Form.refresh(clientId, tokens.refreshToken()))).isRefused(400, "invalid_grant");
	}

	private static Form admin(String token) {
		return Form.about(token).as("admin-cli", "admin-cli-secret");
	}

}
