package io.wegrant.server.sessions;

import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who makes tokens up reaches the MAC and no further. The slow stories of several nodes
 * do the same ten thousand times.
 */
class ForgedRefreshTokenTests {

	private static final int FORGERIES = 500;

	private final TestProvider provider = TestProvider.shared(Database.H2);

	@Test
	@DisplayName("R06: forged refresh tokens cost no database statement")
	void refreshWhenForgedThenNoStatement() {
		String genuine = this.provider.login(APPID, "alice").refreshToken();
		String stem = genuine.substring(0, genuine.length() - 8);

		List<String> asked = this.provider.bean(Statements.class).during(() -> {
			Answer answer = null;
			for (int number = 0; number < FORGERIES; number++) {
				answer = this.provider.token(Form.refresh(APPID, stem + String.format(Locale.ROOT, "%08d", number)));
				assertThat(answer).isRefused(400, "invalid_grant");
			}
			return answer;
		});

		assertThat(asked).isEmpty();
		assertThat(this.provider.token(Form.refresh(APPID, genuine))).grantsTokens();
	}

}
