package io.wegrant.server.admin.api;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TwoNodes;

import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person logs in at one node while an administrator locks them out, or logs them out
 * everywhere, at another.
 */
@ParameterizedClass
@EnumSource(Database.class)
class LoginRacesAdministratorStoryTests {

	private static final int ROUNDS = 10;

	/** Few at a check, all by scripts/long-tests. */
	private static final int MANY_ROUNDS = Boolean.getBoolean("tests.full") ? 250 : 60;

	private final TwoNodes nodes;

	LoginRacesAdministratorStoryTests(Database database) {
		this.nodes = TwoNodes.shared(database);
	}

	@ParameterizedTest
	@EnumSource(Change.class)
	@DisplayName("E05: of a login that was under way nothing works, or all of it is of the time after")
	void loginWhenRacingThenAllOrNothingWorks(Change change) {
		race(change, ROUNDS);
	}

	@ParameterizedTest
	@EnumSource(Change.class)
	@Tag("slow")
	@DisplayName("E05: of a login that was under way nothing works, or all of it is of the time after, many times")
	void loginWhenRacingAgainAndAgainThenAllOrNothingWorks(Change change) {
		race(change, MANY_ROUNDS);
	}

	private void race(Change change, int rounds) {
		AdminApi api = AdminApi.of(this.nodes.one());
		String person = "racer-" + UUID.randomUUID();
		for (int round = 0; round < rounds; round++) {
			Answer before = this.nodes.other().login(APPID, person);
			String user = "/users/" + before.claims().required("sub").asString();
			List<Answer> answers = Concurrently.run(2, (number) -> (Callable<Answer>) () -> (number == 0)
					? this.nodes.other().login(APPID, person) : change.make(api, user));
			assertThat(answers.get(1).status()).isEqualTo(204);
			change.undo(api, user);

			assertNothingWorks(before);
			Answer login = answers.get(0);
			if (login.status() != 200) {
				assertThat(login.status()).as(login.body()).isEqualTo(400);
				assertThat(login.text("error")).isIn("access_denied", "invalid_grant");
			}
			else if (isActive(login)) {
				assertThat(change).isEqualTo(Change.LOGGED_OUT);
				assertThat(refresh(login).status()).isEqualTo(200);
			}
			else {
				assertNothingWorks(login);
			}
		}
	}

	private void assertNothingWorks(Answer tokens) {
		assertThat(isActive(tokens)).isFalse();
		assertThat(refresh(tokens).status()).isEqualTo(400);
	}

	private boolean isActive(Answer tokens) {
		return this.nodes.one()
			.introspect(Form.about(tokens.accessToken()).as(AdminApi.CLIENT, "admin-cli-secret"))
			.json()
			.required("active")
			.asBoolean();
	}

	private Answer refresh(Answer tokens) {
		return this.nodes.one().token(Form.refresh(APPID, tokens.refreshToken()));
	}

	/**
	 * What the administrator does.
	 */
	enum Change {

		LOCKED_OUT, LOGGED_OUT;

		Answer make(AdminApi api, String user) {
			return (this == LOCKED_OUT) ? api.post(user + "/disable", "{\"reason\":\"race\"}")
					: api.delete(user + "/sessions");
		}

		void undo(AdminApi api, String user) {
			if (this == LOCKED_OUT) {
				assertThat(api.post(user + "/enable", "{\"reason\":\"race\"}").status()).isEqualTo(204);
			}
		}

	}

}
