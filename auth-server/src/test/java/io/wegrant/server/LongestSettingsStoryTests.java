package io.wegrant.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What settings may be is stored, sent and taken by services too.
 */
class LongestSettingsStoryTests {

	private static final int MAX_TOKEN = 8 * 1024;

	private static final String MINI_PROGRAM = "wegrant.clients.registrations[0].";

	private static final String SERVICE = "wegrant.clients.registrations[1].";

	private static final String MINI_PROGRAM_ID = "m".repeat(128);

	private static final String CLIENT_ID = "c".repeat(128);

	private static final String SECRET = "%+&= \"\\:".repeat(31) + "reserved";

	// RFC 6749 section 2.3.1.
	private static final String ENCODED = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);

	private static final String URI = "https://service.example/";

	private static final String RESOURCE = URI + "r".repeat(2_000 - URI.length());

	private static final String SCOPE = "s".repeat(998);

	@Test
	@DisplayName("X08: with the longest registrations there is a login, and tokens that services read")
	void startWhenSettingsAreAtTheirBoundsThenTokensAreGood() {
		try (TestProvider provider = TestProvider.start(Database.MYSQL.create(),
				MINI_PROGRAM + "appid=" + TestProvider.APPID, MINI_PROGRAM + "client-id=" + MINI_PROGRAM_ID,
				MINI_PROGRAM + "app-secret=" + TestProvider.APP_SECRET,
				MINI_PROGRAM + "previous-app-secret=" + "p".repeat(256), MINI_PROGRAM + "push-token=" + "T1".repeat(16),
				MINI_PROGRAM + "encoding-aes-key=" + "k".repeat(43),
				MINI_PROGRAM + "open-platform-account=" + "\u516c".repeat(64), MINI_PROGRAM + "resources=" + RESOURCE,
				MINI_PROGRAM + "scopes=" + SCOPE, MINI_PROGRAM + "access-token-algorithm=RS256",
				SERVICE + "client-id=" + CLIENT_ID, SERVICE + "client-secret=" + SECRET,
				SERVICE + "previous-client-secret=" + "s".repeat(256),
				SERVICE + "jwk-set-uri=" + URI + "k".repeat(1_024 - URI.length()), SERVICE + "resources=" + RESOURCE,
				SERVICE + "scopes=" + SCOPE, "wegrant.staff.members[0].phone=+8613800000001",
				"wegrant.staff.members[0].roles=" + roles())) {
			Answer service = provider.token(Form.grant("client_credentials").as(CLIENT_ID, ENCODED));
			Answer person = provider
				.token(Form.login(MINI_PROGRAM_ID, TestProvider.WECHAT.loginCode(TestProvider.APPID, "alice"))
					.with("phone_code", TestProvider.WECHAT.phoneCode(TestProvider.APPID, "alice")));

			assertThat(person.claims().required("roles")).hasSize(17);
			for (Answer answer : List.of(service, person)) {
				assertThat(answer.accessToken()).hasSizeLessThan(MAX_TOKEN);
				assertThat(provider.introspect(Form.about(answer.accessToken()).as(CLIENT_ID, ENCODED)).text("active"))
					.isEqualTo("true");
			}
		}
	}

	private static String roles() {
		return IntStream.range(0, 16)
			.mapToObj((number) -> "R".repeat(30) + String.format(Locale.ROOT, "%02d", number))
			.collect(Collectors.joining(","));
	}

}
