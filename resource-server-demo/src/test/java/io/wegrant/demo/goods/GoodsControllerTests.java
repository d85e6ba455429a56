package io.wegrant.demo.goods;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.jayway.jsonpath.JsonPath;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.wegrant.demo.ResourceServerDemoApplication;
import io.wegrant.resourceserver.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The goods over real HTTP, with tokens of a provider that is as small as can be.
 */
@SpringBootTest(classes = ResourceServerDemoApplication.class,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class GoodsControllerTests {

	private static final TestIssuer ISSUER = TestIssuer.start();

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void provider(DynamicPropertyRegistry registry) {
		registry.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::issuer);
	}

	@AfterAll
	static void stop() {
		ISSUER.close();
	}

	private HttpResponse<String> send(HttpRequest request) {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private HttpResponse<String> getWithScope(String scope, String path) {
		String token = ISSUER.accessTokenFor("http://localhost:8090").scope(scope).sign();
		return send(request(path).header("Authorization", "Bearer " + token).build());
	}

	private String goods(String query) {
		HttpResponse<String> answer = getWithScope("goods.read", "/goods" + query);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
		return answer.body();
	}

	private String search(String text) {
		return goods("?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
	}

	private static List<Integer> ids(String page) {
		return JsonPath.read(page, "$.items[*].id");
	}

	private static int total(String page) {
		return JsonPath.read(page, "$.total");
	}

	@Test
	void listWhenNoParametersThenFirstTwentyOfSixty() {
		String page = goods("");
		assertThat(ids(page)).containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
		assertThat(page).startsWith("{\"items\":[{\"id\":1,\"name\":\"Longjing Green Tea 100 g\","
				+ "\"nameZh\":\"龙井绿茶 100克\",\"category\":\"tea\","
				+ "\"description\":\"Pan-fired spring leaves from Hangzhou\",\"priceFen\":8800},");
		assertThat(page).endsWith("],\"page\":0,\"size\":20,\"total\":60}");
	}

	@Test
	void listWhenPageByPageThenEveryGoodOnce() {
		List<Integer> seen = IntStream.range(0, 9)
			.boxed()
			.flatMap((page) -> ids(goods("?size=7&page=" + page)).stream())
			.toList();
		assertThat(seen).containsExactlyElementsOf(IntStream.rangeClosed(1, 60).boxed().toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "1000000", "2147483647" })
	void listWhenPageIsBeyondLastThenEmptyWithTotal(String number) {
		String page = goods("?size=100&page=" + number);
		assertThat(ids(page)).isEmpty();
		assertThat(total(page)).isEqualTo(60);
	}

	@Test
	void searchWhenTextIsInNameThenFoundWhateverItsCase() {
		assertThat(ids(search("gel pen"))).containsExactly(21, 22);
		assertThat(ids(search("GEL PEN"))).containsExactly(21, 22);
	}

	@Test
	void searchWhenTextIsInChineseNameOrDescriptionThenFound() {
		assertThat(ids(search("熊猫"))).containsExactly(45);
		assertThat(ids(search("hangzhou"))).containsExactly(1);
	}

	@Test
	void searchWhenCategoryThenOnlyItsGoods() {
		assertThat(total(goods("?category=tea"))).isEqualTo(10);
		assertThat(ids(goods("?category=household&q=tea"))).containsExactly(33, 34, 35, 36, 37);
		assertThat(total(goods("?category=Tea"))).isZero();
		assertThat(total(goods("?category="))).isEqualTo(60);
	}

	@Test
	void searchWhenTextHasWildcardsThenTheyAreLetters() {
		assertThat(ids(search("%"))).containsExactly(14, 20, 57);
		assertThat(ids(search("0%"))).containsExactly(14, 20, 57);
		assertThat(total(search("_"))).isZero();
		assertThat(total(search("!"))).isZero();
		assertThat(total(search("\\"))).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "' or '1'='1", "'; drop table good; --", "%' union select * from good --", "\u0000", "''",
			":category", "?", "${jndi:ldap://x}", "lower(name)" })
	void searchWhenTextIsSqlThenItIsText(String text) {
		assertThat(total(search(text))).isZero();
		assertThat(total(goods("?category=" + URLEncoder.encode(text, StandardCharsets.UTF_8)))).isZero();
		assertThat(total(goods(""))).isEqualTo(60);
	}

	@ParameterizedTest
	@CsvSource({ "page,-1", "page,abc", "page,2147483648", "page,1.5", "size,0", "size,-5", "size,101", "size,x",
			"size,99999999999999999999" })
	void listWhenNumberIsBadThenProblemNamesField(String field, String value) {
		HttpResponse<String> answer = getWithScope("goods.read", "/goods?" + field + "=" + value);
		assertProblem(answer, 400);
		assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field")).containsExactly(field);
		assertThat(JsonPath.<String>read(answer.body(), "$.detail")).startsWith(field + " must be ")
			.doesNotContain(value);
	}

	@Test
	void searchWhenTextIsTooLongThenProblemNamesField() {
		HttpResponse<String> answer = getWithScope("goods.read",
				"/goods?size=0&q=" + "x".repeat(101) + "&category=" + "y".repeat(33));
		assertProblem(answer, 400);
		assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field")).containsExactly("q", "category",
				"size");
		assertThat(answer.body()).doesNotContain("xxx", "yyy");
	}

	@Test
	void readWhenGoodExistsThenAnswered() {
		HttpResponse<String> answer = getWithScope("profile goods.read", "/goods/5");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"id\":5,\"name\":\"Aged Pu'er Cake 357 g\",\"nameZh\":\"陈年普洱茶饼 357克\","
				+ "\"category\":\"tea\",\"description\":\"Pressed in 2016, mellow and earthy\",\"priceFen\":16800}");
	}

	@Test
	void readWhenGoodDoesNotExistThenNotFound() {
		assertProblem(getWithScope("goods.read", "/goods/61"), 404);
		assertProblem(getWithScope("goods.read", "/goods/-1"), 404);
		assertProblem(getWithScope("goods.read", "/nowhere"), 404);
	}

	@Test
	void readWhenIdIsNoNumberThenProblemNamesField() {
		HttpResponse<String> answer = getWithScope("goods.read", "/goods/one");
		assertProblem(answer, 400);
		assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field")).containsExactly("id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/goods", "/goods/1" })
	void callWhenScopeIsMissingThenForbiddenAndScopeIsNamed(String path) {
		HttpResponse<String> answer = getWithScope("profile appointments", path);
		assertProblem(answer, 403);
		assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
			.startsWith("Bearer error=\"insufficient_scope\"")
			.contains("scope=\"goods.read\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/goods", "/goods/1", "/", "/nowhere", "/error" })
	void callWhenNoTokenThenChallenge(String path) {
		HttpResponse<String> answer = send(request(path).build());
		assertProblem(answer, 401);
		assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer")
			.doesNotContain("error");
	}

	@Test
	void callWhenTokenIsForAnotherServiceThenInvalidToken() {
		String token = ISSUER.accessTokenFor("http://localhost:8091").scope("goods.read").sign();
		HttpResponse<String> answer = send(request("/goods").header("Authorization", "Bearer " + token).build());
		assertProblem(answer, 401);
		assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
			.startsWith("Bearer error=\"invalid_token\"");
	}

	@Test
	@DisplayName("R11 a session that is ended has no goods to see")
	void callWhenSessionIsRevokedThenInvalidToken() {
		String token = ISSUER.accessTokenFor("http://localhost:8090").scope("goods.read").claim("sid", "s-1").sign();
		HttpRequest request = request("/goods").header("Authorization", "Bearer " + token).build();
		assertThat(send(request).statusCode()).isEqualTo(200);
		ISSUER.revocations().revokeSession("s-1");
		Awaitility.await().until(() -> send(request).statusCode() == 401);
		assertThat(send(request).headers().firstValue("WWW-Authenticate").orElseThrow())
			.startsWith("Bearer error=\"invalid_token\"");
	}

	@Test
	void postWhenNotOfferedThenMethodNotAllowed() {
		String token = ISSUER.accessTokenFor("http://localhost:8090").scope("goods.read").sign();
		assertProblem(send(request("/goods").header("Authorization", "Bearer " + token)
			.POST(HttpRequest.BodyPublishers.noBody())
			.build()), 405);
	}

	@Test
	void postWhenMultipartCannotBeReadThenProblem() {
		String token = ISSUER.accessTokenFor("http://localhost:8090").scope("goods.read appointments").sign();
		for (String path : List.of("/goods", "/appointments", "/nothing")) {
			HttpResponse<String> answer = send(request(path).header("Authorization", "Bearer " + token)
				.header("Content-Type", "multipart/form-data")
				.POST(HttpRequest.BodyPublishers.ofString("x"))
				.build());
			assertThat(answer.statusCode()).as(path).isBetween(400, 499);
			assertProblem(answer, answer.statusCode());
		}
	}

	private static void assertProblem(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(JsonPath.<Integer>read(answer.body(), "$.status")).isEqualTo(status);
		assertThat(answer.body()).doesNotContain("Exception", "trace", "\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "q=%ff", "q=%C0%80", "q=%ed%a0%80", "q=%zz", "page=%a", "%", "=1", "====", "many" })
	void requestWhenParametersCannotBeReadThenProblem(String malformed) throws IOException {
		String parameters = "many".equals(malformed)
				? IntStream.range(0, 1_100).mapToObj((number) -> "a" + number + "=").collect(Collectors.joining("&"))
				: malformed;
		String token = ISSUER.accessTokenFor("http://localhost:8090").scope("goods.read appointments").sign();
		String form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + parameters.length()
				+ "\r\n\r\n" + parameters;
		for (String path : List.of("/goods", "/goods/1", "/appointments", "/nothing")) {
			assertThat(sendRaw("GET " + path + "?" + parameters, token, "\r\n")).startsWith("HTTP/1.1 400 ")
				.contains("WWW-Authenticate: Bearer error=\"invalid_request\"", "application/problem+json",
						"\"status\":400");
			assertThat(sendRaw("POST " + path, token, form)).startsWith("HTTP/1.1 400 ");
			for (String method : List.of("PUT", "DELETE", "PATCH")) {
				assertThat(sendRaw(method + " " + path, token, form)).matches("(?s)HTTP/1\\.1 4[0-9][0-9] .*");
				assertThat(sendRaw(method + " " + path, "none", form)).matches("(?s)HTTP/1\\.1 4[0-9][0-9] .*");
			}
		}
	}

	private String sendRaw(String methodAndTarget, String token, String rest) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write((methodAndTarget + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
						+ token + "\r\n" + rest)
					.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
