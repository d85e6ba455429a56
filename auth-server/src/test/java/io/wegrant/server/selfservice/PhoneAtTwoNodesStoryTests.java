package io.wegrant.server.selfservice;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;
import io.wegrant.server.staff.PhoneNumber;
import io.wegrant.server.staff.Phones;
import io.wegrant.simulator.directory.Person;
import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A number is bound at one node, while the session ends at the other.
 */
class PhoneAtTwoNodesStoryTests {

	private final TwoNodes nodes = TwoNodes.shared(Database.MYSQL);

	private final String person = "person-" + UUID.randomUUID();

	private final PhoneNumber phone;

	private final Answer login;

	PhoneAtTwoNodesStoryTests() {
		String national = String.format(Locale.ROOT, "136%08d", ThreadLocalRandom.current().nextInt(100_000_000));
		WECHAT.register(new Person(this.person, "86", national));
		this.phone = PhoneNumber.parse("+86" + national).orElseThrow();
		this.login = this.nodes.one().loginToAccount(APPID, this.person);
	}

	@AfterEach
	void clearFaults() {
		WECHAT.clearFaults();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("E05: nothing is bound for a session that ends at another node while WeChat is asked, nor afterwards")
	void bindWhenSessionEndsAtTheOtherNodeThenNothingIsBound(Ending ending) {
		String code = WECHAT.phoneCode(APPID, this.person);
		WECHAT.fault(Fault.delay(Duration.ofSeconds(1)).times(1));
		CompletableFuture<Answer> binding = CompletableFuture.supplyAsync(() -> bind(code));
		Awaitility.await().during(Duration.ofMillis(300)).until(() -> !binding.isDone());

		assertThat(ending.happen(this.nodes.other(), this.login).status()).isBetween(200, 204);

		assertThat(binding.join().status()).as(binding.join().body()).isEqualTo(409);
		assertThat(bind(WECHAT.phoneCode(APPID, this.person)).status()).isEqualTo(401);
		assertThat(this.nodes.one().bean(Phones.class).holderOf(this.phone)).isEmpty();
		assertThat(this.nodes.other().bean(Phones.class).holderOf(this.phone)).isEmpty();
	}

	private Answer bind(String code) {
		return AccountApi.of(this.nodes.one(), this.login)
			.send("POST", "/account/phone", HttpRequest.BodyPublishers.ofString("{\"code\":\"" + code + "\"}"));
	}

	private enum Ending {

		REVOCATION {

			@Override
			Answer happen(TestProvider node, Answer login) {
				return node.revoke(Form.about(login.refreshToken()).with("client_id", APPID));
			}

		},

		LOGOUT_EVERYWHERE {

			@Override
			Answer happen(TestProvider node, Answer login) {
				return AccountApi.of(node, login).post("/account/logout-everywhere");
			}

		},

		CLOSING {

			@Override
			Answer happen(TestProvider node, Answer login) {
				return AccountApi.of(node, login).delete("/account");
			}

		},

		END_BY_ADMINISTRATOR {

			@Override
			Answer happen(TestProvider node, Answer login) {
				return node.send(administration(node, "/sessions/" + claim(login, "sid")).DELETE());
			}

		},

		LOCKOUT {

			@Override
			Answer happen(TestProvider node, Answer login) {
				return node.send(administration(node, "/users/" + claim(login, "sub") + "/disable")
					.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"reported\"}")));
			}

		};

		abstract Answer happen(TestProvider node, Answer login);

		private static HttpRequest.Builder administration(TestProvider node, String path) {
			String token = node.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret"))
				.accessToken();
			return node.request("/admin/api" + path).header("Authorization", "Bearer " + token);
		}

		private static String claim(Answer login, String name) {
			return login.claims().required(name).asString();
		}

	}

}
