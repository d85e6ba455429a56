package io.wegrant.server.selfservice;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.profiles.Profile;
import io.wegrant.server.selfservice.AccountProblem.FieldError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a profile may be.
 */
class ProfileFormTests {

	private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

	@Test
	void readWhenAllIsSaidThenAllOfIt() {
		Profile profile = read("""
				{"nickname":" 小明 👨‍👩‍👧 ","gender":"female","birthdate":"1990-02-28","locale":"zh_CN",
				"address":{"formatted":"西湖区\\n杭州"},"bio":"<b>Hi</b>\\nthere","email":"a.b+c@mail.example.cn"}""");

		assertThat(profile).isEqualTo(new Profile("小明 👨‍👩‍👧", "female", "1990-02-28", "zh-CN", "西湖区\n杭州",
				"<b>Hi</b>\nthere", "a.b+c@mail.example.cn"));
		assertThat(profile.toString()).isEqualTo("Profile[redacted]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"nickname\":null,\"address\":null}", "{\"nickname\":\"\",\"bio\":\" \\n \"}",
			"{\"address\":{}}", "{\"address\":{\"formatted\":\" \"}}",
			"{\"sub\":\"x\",\"openid\":\"o\",\"unionid\":\"u\",\"phone_number\":\"+86\",\"appid\":\"wx\",\"roles\":[\"STAFF\"]}" })
	void readWhenNothingIsSaidThenEmpty(String json) {
		assertThat(read(json)).isEqualTo(Profile.EMPTY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "nickname | 5", "nickname | {}", "nickname | true", "nickname | [\"x\"]",
			"nickname | \"a\\u0000b\"", "nickname | \"a\\nb\"", "nickname | \"a\\u202Eb\"", "nickname | \"a\\uD800\"",
			"nickname | \"a\\u2028b\"", "nickname | \"a\\u007Fb\"", "gender | \"a\\tb\"", "bio | \"a\\u0007b\"",
			"bio | \"a\\rb\"", "email | \"nobody\"", "email | \"a@b\"", "email | \"a b@c.cn\"", "email | \"a@b@c.cn\"",
			"email | \"a@-b.cn\"", "email | \"<x>@c.cn\"", "email | \"a@c.1\"", "birthdate | \"2026-11-22\"",
			"birthdate | \"1899-12-31\"", "birthdate | \"2001-02-29\"", "birthdate | \"01.02.2003\"",
			"birthdate | \"2003-2-1\"", "birthdate | \"+12003-02-01\"", "birthdate | 20030201", "locale | \"x\"",
			"locale | \"zh CN\"", "locale | \"-\"", "locale | \"und\"", "address | \"Hangzhou\"", "address | []",
			"address.formatted | {\"formatted\":5}", "address.formatted | {\"formatted\":\"a\\u0000\"}" })
	void readWhenAMemberIsNoGoodThenNamed(String field, String value) {
		AccountProblem problem = refused(String.format(Locale.ROOT, "{\"%s\":%s}", field.split("\\.")[0], value));

		assertThat(errors(problem)).extracting(FieldError::field).containsExactly(field);
	}

	@ParameterizedTest
	@CsvSource({ "nickname, 64", "gender, 32", "bio, 500" })
	void readWhenAMemberIsTooLongThenNamed(String field, int most) {
		assertThat(read(String.format(Locale.ROOT, "{\"%s\":\"%s\"}", field, "👍".repeat(most))))
			.isNotEqualTo(Profile.EMPTY);

		AccountProblem problem = refused(String.format(Locale.ROOT, "{\"%s\":\"%s\"}", field, "👍".repeat(most + 1)));

		assertThat(errors(problem)).containsExactly(new FieldError(field, "has at most " + most + " characters"));
	}

	@Test
	void readWhenOthersAreTooLongThenNamed() {
		String long300 = "x".repeat(301);

		assertThat(errors(refused(String.format(Locale.ROOT, """
				{"address":{"formatted":"%s"},"email":"%s@x.cn","locale":"%s"}""", long300, long300, long300))))
			.extracting(FieldError::field)
			.containsExactly("locale", "address.formatted", "email");
	}

	@Test
	void readWhenSeveralAreNoGoodThenAllNamedAndNoneRepeated() {
		AccountProblem problem = refused("{\"nickname\":7,\"email\":\"evil-value\",\"birthdate\":\"evil-value\"}");

		assertThat(errors(problem)).extracting(FieldError::field).containsExactly("nickname", "birthdate", "email");
		assertThat(problem.getBody().toString() + problem.getMessage()).doesNotContain("evil");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "\"x\"", "{", "{'a':1}", "{} x", "{\"a\":1,\"a\":2}" })
	void readWhenNoJsonObjectThenRefused(String body) {
		assertThatExceptionOfType(AccountProblem.class).isThrownBy(() -> read(body))
			.satisfies(
					(problem) -> assertThat(problem.getBody().getDetail()).isEqualTo("the body is not a JSON object"));
	}

	private static AccountProblem refused(String json) {
		AccountProblem problem = catchThrowableOfType(AccountProblem.class, () -> read(json));
		assertThat(problem).as(json).isNotNull();
		assertThat(problem.getStatusCode().value()).isEqualTo(400);
		return problem;
	}

	@SuppressWarnings("unchecked")
	private static List<FieldError> errors(AccountProblem problem) {
		return (List<FieldError>) problem.getBody().getProperties().get("errors");
	}

	private static Profile read(String json) {
		return ProfileForm.read(json.getBytes(StandardCharsets.UTF_8), TODAY);
	}

}
