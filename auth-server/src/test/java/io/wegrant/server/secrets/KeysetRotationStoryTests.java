package io.wegrant.server.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The keys of the master keyset are replaced while nodes are running: on MySQL where
 * there are several, on H2 where there is one.
 */
class KeysetRotationStoryTests {

	private final String original = MasterKeyset.generate();

	private final String added = MasterKeyset.rotate(this.original, KeysetRotationStep.ADD);

	private final String promoted = MasterKeyset.rotate(this.added, KeysetRotationStep.PROMOTE);

	private final String removed = MasterKeyset.rotate(this.promoted, KeysetRotationStep.REMOVE);

	private final List<TestProvider> nodes = new ArrayList<>();

	@AfterEach
	void stop() {
		this.nodes.forEach(TestProvider::close);
	}

	@Test
	@DisplayName("Nodes before and after each step read what the others write")
	void rotateWhenNodesAreOneStepApartThenSessionsGoOn() {
		Map<String, String> database = Database.MYSQL.create();
		TestProvider first = node(database, this.original);
		TestProvider second = node(database, this.added);
		String refreshToken = refresh(first, refresh(second, first.login(APPID, "alice").refreshToken()));
		first.close();

		TestProvider third = node(database, this.promoted);
		refreshToken = refresh(second, refresh(third, refreshToken));
		assertThat(second.login(APPID, "bob")).grantsTokens();
		refreshToken = refresh(third, refreshToken);
		second.close();

		awaitNothingOutstanding(third);
		TestProvider fourth = node(database, this.removed);
		assertThat(refresh(third, refresh(fourth, refreshToken))).isNotEmpty();
		assertThat(fourth.login(APPID, "alice")).grantsTokens();
	}

	@Test
	@DisplayName("What the old key has encrypted is encrypted anew, wherever that was left")
	void reencryptWhenPromotedThenOldKeyIsNeededNoMore() {
		Map<String, String> database = Database.H2.create();
		List<Answer> logins = new ArrayList<>();
		try (TestProvider before = node(database, this.original)) {
			for (int i = 0; i < 450; i++) {
				logins.add(before.login(APPID, "person-" + i));
			}
			assertThat(before.bean(Reencryption.class).outstanding()).containsKeys("login_session.session_key",
					"mini_program.app_secret", "mini_program.previous_app_secret");
		}
		try (TestProvider after = TestProvider.start(database, "wegrant.keyset.value=" + this.promoted)) {
			Reencryption reencryption = after.bean(Reencryption.class);
			assertThat(reencryption.outstanding()).containsEntry("login_session.session_key", 450L);

			for (int i = 0; i < 10; i++) {
				after.revoke(Form.about(logins.get(i).refreshToken()).with("client_id", APPID));
				assertThat(after.login(APPID, "person-" + i)).grantsTokens();
			}
			assertThat(reencryption.outstanding()).containsEntry("login_session.session_key", 440L);
			reencryption.run();

			assertThat(reencryption.outstanding().values()).containsOnly(0L);
		}
		try (TestProvider last = node(database, this.removed)) {
			assertThat(last.login(APPID, "person-1")).grantsTokens();
			assertThat(last.token(Form.refresh(APPID, logins.get(12).refreshToken()))).isRefused(400, "invalid_grant");
		}
	}

	private TestProvider node(Map<String, String> database, String keyset) {
		TestProvider node = TestProvider.start(database, "wegrant.keyset.value=" + keyset,
				"wegrant.keyset.reencryption-interval=100ms");
		this.nodes.add(node);
		return node;
	}

	private static String refresh(TestProvider node, String refreshToken) {
		Answer answer = node.token(Form.refresh(APPID, refreshToken));
		assertThat(answer).grantsTokens();
		return answer.refreshToken();
	}

	private static void awaitNothingOutstanding(TestProvider node) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(node.bean(Reencryption.class).outstanding().values()).containsOnly(0L));
	}

}
