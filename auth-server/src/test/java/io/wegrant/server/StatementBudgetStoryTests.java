package io.wegrant.server;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static io.wegrant.server.TestProvider.APPID;
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
	@DisplayName("a returning login costs 4 statements and one commit, however many logins came before")
	void loginWhenReturningThenFourStatementsAndOneCommit() {
		for (int i = 0; i < 8; i++) {
			String code = WECHAT.loginCode(APPID, this.person);

			List<String> asked = this.statements.during(() -> this.provider.token(Form.login(APPID, code)));

			boolean oldestHadLiveTokens = i >= 4;
			assertThat(asked).filteredOn("COMMIT"::equals).hasSize(1);
			assertThat(asked).filteredOn((each) -> !"COMMIT".equals(each)).hasSize(oldestHadLiveTokens ? 7 : 4);
		}
	}

	@Test
	@DisplayName("a returning login whose oldest session was idle replaces it within the same 4 statements")
	void loginWhenOldestSessionIsIdleThenReplacedInFourStatements() {
		for (int i = 0; i < 4; i++) {
			this.provider.login(APPID, this.person);
		}
		this.provider.clock().advance(Duration.ofMinutes(12));
		String code = WECHAT.loginCode(APPID, this.person);

		List<String> asked = this.statements.during(() -> this.provider.token(Form.login(APPID, code)));

		assertThat(asked).hasSize(5).endsWith("COMMIT");
		assertThat(this.provider.token(Form.refresh(APPID, this.login.refreshToken())).status()).isEqualTo(400);
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
