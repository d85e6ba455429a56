package io.wegrant.server.wechat.events;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody has seen the URL of a push in clear, and there are two nodes to try it at.
 */
@ParameterizedClass
@EnumSource(Database.class)
class PushesOnTwoNodesStoryTests {

	private static final String TOKEN = "devPushToken2";

	private static final String KEY = "devEncodingAesKey1devEncodingAesKey1devEnco";

	private static final String HARMLESS = "{\"MsgType\":\"event\",\"Event\":\"user_info_modified\"}";

	private final TestProvider one;

	private final TestProvider other;

	private final String person = "person-" + UUID.randomUUID();

	private final Answer login;

	PushesOnTwoNodesStoryTests(Database database) {
		TwoNodes nodes = TwoNodes.shared(database);
		this.one = nodes.one();
		this.other = nodes.other();
		this.login = this.one.login(OTHER_APPID, this.person);
		assertThat(this.login).grantsTokens();
	}

	@Test
	@DisplayName("X05: a signature that came with one body is good for no other, at any node")
	void pushWhenAnotherBodyComesToAnotherNodeThenRefused() {
		Signed push = signed();

		assertThat(push.post(HARMLESS).body()).isEqualTo("success");

		assertRefused(push.at(this.other).post(deleted(this.person)));
		assertRefused(push.post(deleted(this.person)));
		assertThat(isActive(this.login)).isTrue();
		assertThat(push.at(this.other).post(HARMLESS).body()).isEqualTo("success");
	}

	@Test
	@DisplayName("X05: not even one whose push could not be read, was for another mode or has no receiver")
	void pushWhenFirstBodyWasNotActedOnThenGoodForNoOther() {
		Signed unreadable = signed();
		Signed otherMode = signed().but("encrypt_type", "aes");
		Signed payment = signed();
		assertThat(unreadable.post("{").status()).isEqualTo(200);
		assertThat(otherMode.post("{\"Encrypt\":\"AAAA\"}").status()).isEqualTo(403);
		assertThat(payment.post("{\"MsgType\":\"event\",\"Event\":\"xpay_refund_notify\"}").status()).isEqualTo(503);

		assertThat(List.of(unreadable, otherMode.without("encrypt_type"), payment))
			.allSatisfy((push) -> assertRefused(push.at(this.other).post(deleted(this.person))));
		assertThat(isActive(this.login)).isTrue();
	}

	@Test
	@DisplayName("X05: the signature of a verification of the URL is good for nothing else")
	void pushWhenSignatureVerifiedTheUrlThenRefused() {
		Signed verification = signed().but("echostr", "4375120948345356249");
		assertThat(verification.get().body()).isEqualTo("4375120948345356249");

		assertRefused(verification.post(deleted(this.person)));
		assertRefused(verification.at(this.other).without("echostr").post(deleted(this.person)));
		assertRefused(verification.at(this.other).post("4375120948345356249"));
		assertRefused(verification.at(this.other).but("echostr", "another").get());

		assertThat(verification.at(this.other).get().body()).isEqualTo("4375120948345356249");
		assertThat(isActive(this.login)).isTrue();
	}

	@Test
	@DisplayName("X05: the signature of a push verifies no URL")
	void verifyWhenSignatureCameWithAPushThenRefused() {
		Signed push = signed();
		assertThat(push.post(HARMLESS).status()).isEqualTo(200);

		assertRefused(push.at(this.other).but("echostr", "1").get());
	}

	@Test
	@DisplayName("X05: two bodies at two nodes at once: one of them, 20 rounds")
	void pushWhenTwoBodiesComeAtOnceThenOneIsTaken() {
		for (int round = 0; round < 20; round++) {
			String victim = this.person + "-" + round;
			Answer login = this.one.login(OTHER_APPID, victim);
			Signed push = signed();

			List<Answer> answers = Concurrently.run(2,
					(number) -> () -> (number == 0) ? push.post(HARMLESS) : push.at(this.other).post(deleted(victim)));

			assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 403);
			assertThat(isActive(login)).isEqualTo(answers.get(0).status() == 200);
		}
	}

	@Test
	@DisplayName("a push that comes again at another node is not obeyed again, though the user has come back")
	void pushWhenRepeatedAtAnotherNodeThenObeyedOnce() {
		Signed push = signed();
		assertThat(push.post(deleted(this.person)).body()).isEqualTo("success");
		assertThat(isActive(this.login)).isFalse();
		Answer again = this.one.login(OTHER_APPID, this.person);

		assertThat(push.at(this.other).post(deleted(this.person)).body()).isEqualTo("success");

		assertThat(isActive(again)).isTrue();
	}

	@Test
	@DisplayName("an encrypted one neither")
	void pushWhenEncryptedAndRepeatedAtAnotherNodeThenObeyedOnce() {
		Answer before = this.one.login(APPID, this.person);
		String message = deleted(this.person).replace(WECHAT.openid(OTHER_APPID, this.person),
				WECHAT.openid(APPID, this.person));
		String ciphertext = Signed.aes(KEY, Signed.layout(message, APPID));
		String body = "{\"Encrypt\":\"" + ciphertext + "\"}";
		Signed push = Signed.with(this.one, APPID, "devPushToken1").encrypted(ciphertext);
		assertThat(push.post(body).body()).isEqualTo("success");
		assertThat(isActive(before)).isFalse();
		Answer again = this.one.login(APPID, this.person);

		assertThat(push.at(this.other).post(body).body()).isEqualTo("success");

		assertThat(isActive(again)).isTrue();
	}

	@Test
	@DisplayName("a push that met an outage is obeyed when it comes again, at any node")
	void pushWhenDatabaseWasAwayThenObeyedLater() {
		Signed push = signed();
		this.one.takeDatabaseAway();
		try {
			assertThat(push.post(deleted(this.person)).status()).isEqualTo(503);
			assertThat(isActive(this.other, this.login)).isTrue();
		}
		finally {
			this.one.giveDatabaseBack();
		}

		assertThat(push.at(this.other).post(deleted(this.person)).body()).isEqualTo("success");
		assertThat(isActive(this.login)).isFalse();
	}

	@Test
	@DisplayName("X05: a signature is remembered for as long as any node takes it, and not for ever")
	void purgeWhenNoNodeTakesTheSignatureThenForgotten() {
		JdbcTemplate jdbc = this.one.bean(JdbcTemplate.class);
		Signed ahead = Signed.at(this.one, OTHER_APPID, TOKEN, this.one.clock().instant().plusSeconds(295));
		assertThat(ahead.post(HARMLESS).status()).isEqualTo(200);

		this.one.clock().advance(Duration.ofSeconds(595));
		this.one.bean(TakenPushes.class).purge();
		assertRefused(ahead.post(deleted(this.person)));
		assertRefused(ahead.at(this.other).post(deleted(this.person)));
		this.one.clock().advance(Duration.ofSeconds(305));
		this.one.bean(TakenPushes.class).purge();

		assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM taken_push", Long.class)).isZero();
		assertRefused(ahead.post(deleted(this.person)));
	}

	private Signed signed() {
		return Signed.with(this.one, OTHER_APPID, TOKEN);
	}

	private static String deleted(String person) {
		return "{\"MsgType\":\"event\",\"Event\":\"user_authorization_cancellation\",\"OpenID\":\""
				+ WECHAT.openid(OTHER_APPID, person) + "\"}";
	}

	private boolean isActive(Answer answer) {
		return isActive(this.one, answer);
	}

	private static boolean isActive(TestProvider node, Answer answer) {
		return node.introspect(Form.about(answer.accessToken()).as(SERVICE, SERVICE_SECRET))
			.json()
			.required("active")
			.asBoolean();
	}

	private static void assertRefused(Answer answer) {
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.body()).isEmpty();
	}

}
