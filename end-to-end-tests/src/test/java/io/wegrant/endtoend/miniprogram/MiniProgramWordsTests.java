package io.wegrant.endtoend.miniprogram;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the mini-program says of failures.
 */
class MiniProgramWordsTests {

	/** What users read: Chinese, and names that have no Chinese form. */
	private static final Pattern CHINESE = Pattern
		.compile("(?:[\\p{IsHan}，。“”、0-9 ]|AppID|KB|JPG|PNG|WebP)*\\p{IsHan}(?:[\\p{IsHan}，。“”、0-9 ]|AppID|KB)*");

	/** More does not fit into two lines of a toast. */
	private static final int LONGEST = 24;

	private static final String UNKNOWN = "操作失败，请稍后再试";

	private static final List<String> ERRORS_OF_PROVIDER_AND_SERVICES = List.of("invalid_request", "invalid_client",
			"invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_target",
			"access_denied", "temporarily_unavailable", "server_error", "invalid_token", "insufficient_scope");

	private final Context context = Phone.context();

	private final Json json = new Json(this.context);

	private final Value text = new Modules(this.context).require("utils/text");

	@AfterEach
	void closeContext() {
		this.context.close();
	}

	@ParameterizedTest
	@MethodSource("errors")
	void failureWhenItHasAnErrorThenIsExplainedInChinese(String error) {
		assertThat(explain(Map.of("error", error, "statusCode", 0, "description", "Something in English.")))
			.matches(CHINESE)
			.hasSizeLessThanOrEqualTo(LONGEST)
			.isNotEqualTo(UNKNOWN);
	}

	@ParameterizedTest
	@MethodSource("statuses")
	void failureWhenItHasAStatusAloneThenIsExplainedInChinese(int status) {
		assertThat(explain(Map.of("error", "http_error", "statusCode", status, "description", "Something in English.")))
			.matches(CHINESE)
			.hasSizeLessThanOrEqualTo(LONGEST);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 404, 409, 413, 415, 429, 500, 502, 503, 504 })
	void failureWhenItsStatusIsOneOfTheProvidersThenSaysMoreThanThatItFailed(int status) {
		assertThat(explain(Map.of("error", "http_error", "statusCode", status))).isNotEqualTo(UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nickname", "gender", "birthdate", "address.formatted", "bio", "email", "slot", "locale",
			"new", "" })
	void failureWhenAFieldIsWrongThenIsExplainedInChinese(String field) {
		String explained = explain(Map.of("error", "http_error", "statusCode", 400, "response",
				Map.of("data", Map.of("errors", List.of(Map.of("field", field, "message", "is a string"))))));
		assertThat(explained).matches(CHINESE).hasSizeLessThanOrEqualTo(LONGEST);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1001, -1, -2, -4, -5, -15001, -15002, -15003, -15004, -15005, -15006, -15007, -15008, -15009,
			-15010, -15011, -15012, -15013, -15014, -15016, -15017, -15018, -15019, -15020, -15021 })
	void failureWhenItIsOfAPaymentThenIsExplainedInChinese(int errCode) {
		assertThat(explain(Map.of("errCode", errCode, "errMsg", "requestVirtualPayment:fail"))).matches(CHINESE)
			.hasSizeLessThanOrEqualTo(LONGEST)
			.isNotEqualTo(UNKNOWN);
	}

	@Test
	void failureWhenItIsNoneOfOursThenIsExplainedInChinese() {
		for (String failure : List.of("null", "7", "'no'", "undefined", "new TypeError('x is not a function')",
				"{ errMsg: 'request:fail' }", "{ error: 'toString' }", "{ statusCode: 'constructor' }",
				"{ statusCode: 400, response: { data: { errors: [null] } } }",
				"{ statusCode: 400, response: { data: { errors: 'x' } } }", "{ statusCode: 400, response: {} }")) {
			Value value = this.context.eval("js", "(" + failure + ")");
			assertThat(this.text.invokeMember("explain", value).asString()).as(failure).matches(CHINESE);
		}
	}

	@ParameterizedTest
	@CsvSource({ "9, 请 9 秒后再试", "59.2, 请 60 秒后再试", "60, 请 60 秒后再试", "3600, 请 60 分钟后再试", "2, 服务繁忙，请稍后再试" })
	void failureWhenItSaysHowLongToWaitThenUsersAreTold(double seconds, String said) {
		assertThat(explain(Map.of("error", "temporarily_unavailable", "statusCode", 503, "retryAfter", seconds)))
			.isEqualTo(said);
	}

	@Test
	void pagesWhenTheySaySomethingThenSayItInChinese() {
		Pattern said = Pattern.compile("text\\.say\\((?:\\w+ \\? )?'([^']*)'(?: : '([^']*)')?\\)");
		List<String> texts = MiniProgramFolder.filesEndingWith(".js")
			.stream()
			.flatMap((file) -> said.matcher(MiniProgramFolder.read(file)).results())
			.flatMap((found) -> Stream.of(found.group(1), (found.group(2) != null) ? found.group(2) : found.group(1)))
			.toList();
		assertThat(texts).hasSizeGreaterThan(5)
			.allSatisfy((each) -> assertThat(each).matches(CHINESE).hasSizeLessThanOrEqualTo(LONGEST));
	}

	@Test
	void pagesWhenTheyCatchAFailureThenShowNoDescription() {
		assertThat(MiniProgramFolder.filesEndingWith(".js")).filteredOn((file) -> !file.endsWith("auth.js"))
			.allSatisfy((file) -> assertThat(MiniProgramFolder.read(file)).doesNotContain("failure.description",
					"failure.message", "errMsg)"));
	}

	private String explain(Map<String, Object> failure) {
		return this.text.invokeMember("explain", this.json.of(failure)).asString();
	}

	static Stream<String> errors() {
		String auth = MiniProgramFolder.read(MiniProgramFolder.file("utils/auth.js"));
		Stream<String> own = Pattern.compile("(?:failureWith\\(|within\\([^,]*, )'([a-z_]+)'")
			.matcher(auth)
			.results()
			.map((MatchResult found) -> found.group(1));
		return Stream
			.of(own, Stream.of("invalid_response", "single_page", "unreadable_file"),
					ERRORS_OF_PROVIDER_AND_SERVICES.stream())
			.flatMap((each) -> each)
			.distinct();
	}

	static IntStream statuses() {
		return IntStream.rangeClosed(300, 599);
	}

}
