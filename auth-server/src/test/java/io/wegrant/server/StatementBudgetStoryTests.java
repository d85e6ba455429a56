package io.wegrant.server;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.ISSUER;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request may cost the database.
 */
@ParameterizedClass
@EnumSource(Database.class)
class StatementBudgetStoryTests {

	private final TestProvider provider;

	private final Statements statements;

	private final String person = "person-" + UUID.randomUUID();

	private final Answer login;

	StatementBudgetStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.statements = this.provider.bean(Statements.class);
		this.login = this.provider.login(APPID, this.person);
	}

	@Test
	@DisplayName("E06: a returning login costs 2 statements and no transaction, however many logins came before")
	void loginWhenReturningThenTwoStatementsAndNoTransaction() {
		for (int i = 0; i < 8; i++) {
			boolean oldestHasLiveTokens = i >= 4;

			List<String> asked = login();

			assertThat(asked).extracting(Statements::verb)
				.startsWith("SELECT", oldestHasLiveTokens ? "UPDATE" : "INSERT")
				.hasSize(oldestHasLiveTokens ? 6 : 2);
			assertThat(asked).filteredOn("COMMIT"::equals).hasSize(oldestHasLiveTokens ? 1 : 0);
		}
	}

	@Test
	@DisplayName("E06: a returning login whose oldest session was idle replaces it within the same 2 statements")
	void loginWhenOldestSessionIsIdleThenReplacedInTwoStatements() {
		for (int i = 0; i < 4; i++) {
			this.provider.login(APPID, this.person);
		}
		this.provider.clock().advance(Duration.ofMinutes(13));
		assertThat(login()).as("while entries of the feed live").contains("COMMIT");
		this.provider.clock().advance(Duration.ofMinutes(2));

		assertThat(login()).extracting(Statements::verb).containsExactly("SELECT", "UPDATE");
		assertThat(this.provider.token(Form.refresh(APPID, this.login.refreshToken())).status()).isEqualTo(400);
	}

	@Test
	@DisplayName("A unionid that is known to be another user's costs a returning login nothing")
	void loginWhenUnionidIsKnownToBeAnothersThenTwoStatements() {
		String unionid = "u" + this.person;
		this.provider.loginAs(OTHER_APPID, "oOwner" + this.person, unionid);
		this.provider.loginAs(APPID, "oOther" + this.person, null);
		this.provider.loginAs(APPID, "oOther" + this.person, unionid);

		assertThat(this.statements.during(() -> this.provider.loginAs(APPID, "oOther" + this.person, unionid)))
			.extracting(Statements::verb)
			.containsExactly("SELECT", "INSERT");
	}

	@Test
	@DisplayName("E06: a returning login takes the place of a session that is over within the same 2 statements")
	void loginWhenASessionIsOverThenReplacedInTwoStatements() {
		Answer live = this.provider.login(APPID, this.person);
		this.provider.revoke(Form.about(this.login.refreshToken()).with("client_id", APPID));

		assertThat(login()).extracting(Statements::verb).containsExactly("SELECT", "UPDATE");
		assertThat(this.provider.token(Form.refresh(APPID, live.refreshToken())).status()).isEqualTo(200);
	}

	@Test
	@DisplayName("a first login with a unionid costs 7 statements and one commit")
	void loginWhenFirstThenSevenStatementsAndOneCommit() {
		String code = WECHAT.loginCode(APPID, "person-" + UUID.randomUUID());

		assertThat(this.statements.during(() -> this.provider.token(Form.login(APPID, code))))
			.extracting(Statements::verb)
			.containsExactly("SELECT", "SELECT", "INSERT", "INSERT", "INSERT", "SELECT", "INSERT", "COMMIT");
	}

	private List<String> login() {
		String code = WECHAT.loginCode(APPID, this.person);
		return this.statements.during(() -> this.provider.token(Form.login(APPID, code)));
	}

	@Test
	@DisplayName("a refresh costs 2 statements")
	void refreshWhenNewestTokenThenTwoStatements() {
		List<String> asked = this.statements
			.during(() -> this.provider.token(Form.refresh(APPID, this.login.refreshToken())));

		assertThat(asked).extracting(Statements::verb).containsExactly("SELECT", "UPDATE");
	}

	@Test
	@DisplayName("an introspection costs 1 statement")
	void introspectWhenLiveThenOneStatement() {
		List<String> asked = this.statements
			.during(() -> this.provider.introspect(Form.about(this.login.accessToken()).as(SERVICE, SERVICE_SECRET)));

		assertThat(asked).extracting(Statements::verb).containsExactly("SELECT");
	}

	@Test
	@DisplayName("a client's own token costs 1 statement")
	void introspectWhenTokenIsAClientsThenOneStatement() {
		String token = this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET)).accessToken();
		List<String> asked = this.statements
			.during(() -> this.provider.introspect(Form.about(token).as(SERVICE, SERVICE_SECRET)));

		assertThat(asked).extracting(Statements::verb).containsExactly("SELECT");
	}

	@Test
	@DisplayName("a signature costs a read of the service's token, one of the user's key and a line of the audit log")
	void signWhenKeyIsHeldThenTwoReadsAndOneLine() {
		String token = this.provider
			.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET).with("resource", ISSUER))
			.accessToken();
		String body = JsonMapper.shared()
			.writeValueAsString(Map.of("sub", this.login.claims().required("sub").asString(), "sign_data",
					"{\"offerId\":\"1450000001\"}"));
		int calls = WECHAT.calls().size();

		List<String> asked = this.statements
			.during(() -> this.provider.send(this.provider.request("/wechat/apps/" + APPID + "/payment-signatures")
				.header("Authorization", "Bearer " + token)
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body))));

		assertThat(asked).extracting(Statements::verb).containsExactly("SELECT", "SELECT", "INSERT", "COMMIT");
		assertThat(WECHAT.calls()).hasSize(calls);
	}

	@Test
	@DisplayName("K06: bad tokens, keys, metadata and the feed cost no statement")
	void requestWhenNothingIsStoredOfItThenNoStatement() {
		assertThat(
				this.statements.during(() -> this.provider.introspect(Form.about("a.b.c").as(SERVICE, SERVICE_SECRET))))
			.isEmpty();
		assertThat(this.statements.during(() -> this.provider.revoke(Form.about("forged").with("client_id", APPID))))
			.isEmpty();
		assertThat(this.statements.during(() -> this.provider.token(Form.login("wx0", "x")))).isEmpty();
		assertThat(this.statements
			.during(() -> this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET)))).isEmpty();
		for (String path : List.of("/oauth2/jwks", "/.well-known/oauth-authorization-server", "/oauth2/revocations")) {
			assertThat(this.statements.during(() -> this.provider.send(this.provider.request(path)))).as(path)
				.isEmpty();
		}
	}

}
