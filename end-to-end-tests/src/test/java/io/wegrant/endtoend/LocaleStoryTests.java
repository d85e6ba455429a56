package io.wegrant.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.JavaProcess;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All applications on machines whose language, digits, calendar, time zone and default
 * charset are not those of whoever wrote them.
 */
class LocaleStoryTests {

	@Test
	@DisplayName("X07: start, logins, errors, services, keys and keyset rotation with Turkish letters, Arabic digits and another"
			+ " calendar, time zone and charset")
	void runWhenMachineIsOfNowhereThenAllWorks() throws IOException {
		run("tr-TR-u-ca-buddhist-nu-arab", "Pacific/Kiritimati", "ISO-8859-9");
	}

	@ParameterizedTest
	@CsvSource({ "tr-TR, Europe/Istanbul, ISO-8859-9", "ar-EG, Africa/Cairo, windows-1256",
			"th-TH-u-ca-buddhist-nu-thai, Asia/Bangkok, TIS-620" })
	@Tag("long")
	@DisplayName("X07: the same on a machine in Turkey, in Egypt and in Thailand")
	void runWhenMachineIsOfAnotherPlaceThenAllWorks(String language, String zone, String charset) throws IOException {
		run(language, zone, charset);
	}

	private static void run(String language, String zone, String charset) throws IOException {
		try (Stage stage = Stage.with(properties(Locale.forLanguageTag(language), zone, charset))) {
			assertThat(stage.miniProgram().logInWithPhone("alice").status()).isEqualTo(200);
			Tokens tokens = stage.miniProgram().logIn("alice");
			assertThat(stage.demoService().goods(tokens.accessToken()).status()).isEqualTo(200);
			assertThat(stage.demoService().book(tokens.accessToken(), inTwoDays()).status()).isEqualTo(201);
			assertErrorsAreJson(stage);
			Tokens refreshed = stage.miniProgram().refresh(tokens.refreshToken()).tokens();
			String administrator = stage.provider().tokenOfAdministrator();
			assertThat(stage.provider().rotateKeys(administrator).join().status()).isEqualTo(200);
			assertThat(stage.provider().keyIds()).hasSize(2);

			Path keyset = stage.folder().resolve("keyset.json");
			print(stage, "add-keyset-keys", keyset);
			print(stage, "promote-keyset-keys", keyset);
			restart(stage);
			awaitReencryption(stage);
			Tokens between = stage.miniProgram().refresh(refreshed.refreshToken()).tokens();
			print(stage, "remove-old-keyset-keys", keyset);
			restart(stage);

			Tokens later = stage.miniProgram().refresh(between.refreshToken()).tokens();
			assertThat(later.subject()).isEqualTo(tokens.subject());
			stage.miniProgram().revokeAsync(later.refreshToken()).join();
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(stage.demoService().goods(later.accessToken()).status()).isEqualTo(401));
			assertThat(stage.miniProgram().logIn("alice").subject()).isEqualTo(tokens.subject());
		}
	}

	private static void assertErrorsAreJson(Stage stage) {
		String administrator = stage.provider().tokenOfAdministrator();
		assertError(stage.provider().get("/account/sessions", administrator), 403);
		assertError(stage.provider().get("/admin/api/sessions?page=-1", administrator), 400);
		assertError(stage.provider().get("/admin/api/nothing", administrator), 404);
		assertError(stage.provider().get("/userinfo", "no-token"), 401);
		assertError(stage.demoService().goods("no-token"), 401);
		Answer refused = stage.miniProgram().exchange("no-code");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().required("error").asString()).isEqualTo("invalid_grant");
		assertThat(Instant
			.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(refused.headers().firstValue("Date").orElseThrow())))
			.isBefore(Instant.now().plusSeconds(60));
	}

	private static void assertError(Answer answer, int status) {
		assertThat(answer.status()).isEqualTo(status);
		if (!answer.body().isEmpty()) {
			assertThat(answer.json().required("status").asInt()).isEqualTo(status);
		}
		assertThat(answer.headers().map().values().toString()).matches("\\p{ASCII}*");
	}

	private static void awaitReencryption(Stage stage) {
		Awaitility.await().untilAsserted(() -> {
			JsonNode keyset = stage.provider().get("/admin/api/keyset", stage.provider().tokenOfAdministrator()).json();
			assertThat(keyset.required("keys")).hasSize(4);
			assertThat(keyset.required("outstanding").valueStream().mapToLong(JsonNode::asLong).sum()).isZero();
		});
	}

	private static void print(Stage stage, String command, Path keyset) throws IOException {
		JavaProcess process = stage.anotherProvider(command, List.of(command)).reading(keyset);
		assertThat(process.run()).as(process.output()).isZero();
		Files.writeString(keyset, process.output());
	}

	private static void restart(Stage stage) {
		stage.provider().process().stop();
		stage.provider().process().start();
	}

	private static Instant inTwoDays() {
		return Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(2));
	}

	private static Map<String, String> properties(Locale locale, String zone, String charset) {
		Map<String, String> properties = new HashMap<>();
		properties.put("user.language", locale.getLanguage());
		properties.put("user.country", locale.getCountry());
		properties.put("user.extensions",
				locale.toLanguageTag().replaceFirst(".*?(-u-|$)", "$1").replaceFirst("^-", ""));
		properties.put("user.timezone", zone);
		properties.put("file.encoding", charset);
		properties.put("wegrant.keyset.reencryption-interval", "200ms");
		return properties;
	}

}
