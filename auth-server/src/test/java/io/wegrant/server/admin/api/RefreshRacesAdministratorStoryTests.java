package io.wegrant.server.admin.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mini-program refreshes while an administrator ends its session.
 */
@ParameterizedClass
@EnumSource(Database.class)
class RefreshRacesAdministratorStoryTests {

	private static final int ROUNDS = 24;

	/** Few at a check, all by scripts/long-tests. */
	private static final int MANY_ROUNDS = Boolean.getBoolean("tests.full") ? 100 : 40;

	private final TestProvider provider;

	RefreshRacesAdministratorStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "user", "disable" })
	@DisplayName("R04: once the administrator has the answer, nothing of the session works")
	void refreshWhenRacingThenNothingWorksOnceItIsAnswered(String change) {
		race(change, ROUNDS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "session", "user", "disable" })
	@Tag("slow")
	@DisplayName("R04: once the administrator has the answer, nothing of the session works, a hundred times")
	void refreshWhenRacingAgainAndAgainThenNothingWorksOnceItIsAnswered(String change) {
		race(change, MANY_ROUNDS);
	}

	private void race(String change, int rounds) {
		AdminApi api = AdminApi.of(this.provider);
		int overtaken = 0;
		for (int round = 0; round < rounds; round++) {
			Race race = new Race(this.provider, round % 3);
			List<Boolean> done = Concurrently.run(2,
					(number) -> (number == 0) ? race::refresh : (Callable<Boolean>) () -> race.end(api, change));
			assertThat(done).containsOnly(true);
			race.assertNothingWorks();
			overtaken += (race.succeeded() > round % 3) ? 1 : 0;
		}
		assertThat(overtaken).as("rounds in which a refresh succeeded beside the change").isPositive();
	}

	private static final class Race {

		private final TestProvider provider;

		private final Answer login;

		private final List<Answer> successors = Collections.synchronizedList(new ArrayList<>());

		private final CountDownLatch warm;

		private volatile boolean answered;

		Race(TestProvider provider, int head) {
			this.provider = provider;
			this.login = provider.login(APPID, "racer-" + UUID.randomUUID());
			this.warm = new CountDownLatch(head);
		}

		boolean refresh() {
			String token = this.login.refreshToken();
			while (true) {
				boolean late = this.answered;
				Answer answer = this.provider.token(Form.refresh(APPID, token));
				if (answer.status() != 200) {
					assertThat(answer).isRefused(400, "invalid_grant");
					return true;
				}
				assertThat(late).as("a refresh that began after the answer").isFalse();
				this.successors.add(answer);
				this.warm.countDown();
				token = answer.refreshToken();
			}
		}

		boolean end(AdminApi api, String change) throws InterruptedException {
			String sub = this.login.claims().required("sub").asString();
			String sid = this.login.claims().required("sid").asString();
			boolean started = this.warm.await(10, TimeUnit.SECONDS);
			Answer answer = switch (change) {
				case "session" -> api.delete("/sessions/" + sid);
				case "user" -> api.delete("/users/" + sub + "/sessions");
				default -> api.post("/users/" + sub + "/disable", "{\"reason\":\"race\"}");
			};
			this.answered = true;
			assertThat(answer.status()).as(answer.body()).isEqualTo(204);
			return started;
		}

		int succeeded() {
			return this.successors.size();
		}

		void assertNothingWorks() {
			this.successors.add(this.login);
			for (Answer tokens : this.successors) {
				assertThat(this.provider
					.introspect(Form.about(tokens.accessToken()).as(AdminApi.CLIENT, "admin-cli-secret"))
					.body()).isEqualTo("{\"active\":false}");
				assertThat(this.provider.token(Form.refresh(APPID, tokens.refreshToken()))).isRefused(400,
						"invalid_grant");
			}
		}

	}

}
