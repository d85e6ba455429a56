package io.wegrant.server.wechat.services;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Logs;
import io.wegrant.server.RawRequest;
import io.wegrant.server.TestProvider;
import io.wegrant.simulator.traffic.Call;
import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A company's service calls WeChat's server API through the provider.
 */
class ApiStoryTests {

	private static final String CHECK = "/wxa/msg_sec_check";

	private static final String CODE = "/wxa/getwxacodeunlimit";

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final ServicesApi api = ServicesApi.of(this.provider, APPID);

	@AfterEach
	void clearFaults() {
		WECHAT.clearFaults();
	}

	@Test
	@DisplayName("W04: JSON goes on as it was sent, with no header but the type, and comes back as it is")
	void callWhenJsonThenTheSameBytesBothWays() {
		String body = "{ \"scene\": \"a\\/b\" , \"width\":430}";
		int before = WECHAT.calls().size();

		Answer answer = this.api.post("/api" + CHECK + "?x=%2F&y", "application/json;charset=UTF-8",
				BodyPublishers.ofString(body));

		assertThat(answer.status()).isEqualTo(200);
		Call made = calls(CHECK, before).get(0);
		assertThat(made.body()).isEqualTo(body);
		assertThat(made.query()).matches("access_token=[^&]+&x=%2F&y");
		assertThat(made.headers()).containsEntry("content-type", "application/json;charset=UTF-8")
			.doesNotContainKeys("authorization", "transfer-encoding");
		assertThat(answer.json().path("errcode").isInt()).isTrue();
		assertThat(answer.header("Content-Type")).isEqualTo("application/json; encoding=utf-8");
	}

	@Test
	@DisplayName("W04: an image comes back byte by byte")
	void callWhenAnswerIsAnImageThenItsBytes() throws Exception {
		HttpResponse<byte[]> image = bytes(CODE, "application/json",
				"{\"scene\":\"a\"}".getBytes(StandardCharsets.UTF_8));

		assertThat(image.statusCode()).isEqualTo(200);
		assertThat(image.headers().firstValue("Content-Type")).contains("image/jpeg");
		assertThat(image.body()).startsWith(0xff, 0xd8).hasSizeGreaterThan(100);
	}

	@Test
	@DisplayName("W04: a file of nearly 10 MB goes and comes, and one that breaks off is not taken for whole")
	void callWhenMultipartOfTenMegabytesThenStoredAndReturned() throws Exception {
		byte[] picture = new byte[9 * 1024 * 1024 + 512 * 1024];
		ThreadLocalRandom.current().nextBytes(picture);
		try (TestProvider roomy = provider("wegrant.clients.registrations[1].wechat.api=*")) {
			ServicesApi files = new ServicesApi(roomy, APPID, ServicesApi.token(roomy, "files", "files-secret"));
			HttpResponse<byte[]> stored = send(files, "/cgi-bin/media/upload?type=image",
					"multipart/form-data; boundary=x", multipart(picture));
			assertThat(stored.statusCode()).as(new String(stored.body(), StandardCharsets.UTF_8)).isEqualTo(200);
			String mediaId = new String(stored.body(), StandardCharsets.UTF_8)
				.replaceAll("(?s).*\"media_id\":\"([^\"]+)\".*", "$1");

			HttpRequest get = roomy.request("/wechat/apps/" + APPID + "/api/cgi-bin/media/get?media_id=" + mediaId)
				.header("Authorization", "Bearer " + files.token())
				.build();

			HttpResponse<byte[]> back = HttpClient.newHttpClient().send(get, BodyHandlers.ofByteArray());
			assertThat(back.body()).isEqualTo(picture);
			assertThat(back.headers().firstValue("Content-Disposition")).isPresent();
			WECHAT.fault(Fault.truncate().on("/cgi-bin/media/get"));
			assertThatThrownBy(() -> HttpClient.newHttpClient().send(get, BodyHandlers.ofByteArray()))
				.isInstanceOf(IOException.class);
		}
	}

	@Test
	void callWhenBodyIsLongerThanAnyThenRefused() throws Exception {
		assertThat(bytes(CHECK, "application/json", new byte[10 * 1024 * 1024 + 1]).statusCode()).isEqualTo(413);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/cgi-bin/message/subscribe/send", "/wxa/msg_sec_check", "/wxa/getwxacodeunlimit" })
	void callWhenPathIsOpenThenWechatAnswers(String path) {
		assertThat(this.api.post("/api" + path, "application/json", BodyPublishers.ofString("{}")).status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/cgi-bin/token", "/cgi-bin/stable_token", "/sns/jscode2session", "/wxa/checksession",
			"/wxa/resetusersessionkey", "/wxa/business/getuserphonenumber", "/wxa/business/getuserencryptkey",
			"/cgi-bin/clear_quota", "/xpay/query_order", "/wxa/release", "/wxa/commit", "/wxa/getwxacode",
			"/WXA/msg_sec_check", "/wxa/MSG_SEC_CHECK", "/cgi-bin/message/custom/send", "/wxa/msg_sec_check2", "/wxa",
			"/%77xa/release", "/cgi-bin/message/subscribe/send/x" })
	@DisplayName("W04: what is not opened, or never is, is not called")
	void callWhenPathIsNotOpenThenRefused(String path) {
		int before = WECHAT.calls().size();

		ServicesApi.assertProblem(this.api.post("/api" + path, "application/json", BodyPublishers.ofString("{}")), 403,
				"path_not_granted");
		assertThat(WECHAT.calls()).hasSize(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/wxa/../sns/jscode2session", "/wxa/%2e%2e/sns/jscode2session", "//wxa/msg_sec_check",
			"/wxa//msg_sec_check", "/wxa%2fmsg_sec_check", "/wxa/msg_sec_check%2f..%2frelease", "/wxa/%252e%252e/x",
			"/wxa/msg_sec_check%00", "/wxa/msg_sec_check;x=y", "/wxa/msg_sec_check%3Fa=b", "/wxa/msg_sec_check%23x",
			"/wxa/./msg_sec_check", "/wxa/msg_sec_check/", "/wxa/msg%20sec_check", "/", "/http:%2f%2fexample.com/wxa",
			"/wxa/%E8%8C%B6", "/wxa/msg_sec_check%" })
	@DisplayName("W04: a path that is none of WeChat's is refused as it stands")
	void callWhenPathLeavesTheListThenRefused(String path) throws IOException {
		int before = WECHAT.calls().size();

		String answer = RawRequest.send(this.provider.request("/").build().uri().getPort(),
				"POST /wechat/apps/" + APPID + "/api" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
						+ this.api.token() + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");

		assertThat(answer).startsWith("HTTP/1.1 400");
		assertThat(WECHAT.calls()).hasSize(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a=%+1", "a=%", "a=%g0", "%-1=x" })
	@DisplayName("W02: what is no query is refused, and no log has the access token that would go with it")
	void callWhenQueryIsNoneThenRefusedWithoutATrace(String query) throws IOException {
		String accessToken = this.api.get("/access-token").text("access_token");
		try (Logs logs = new Logs()) {
			String answer = RawRequest.send(this.provider.request("/").build().uri().getPort(),
					"POST /wechat/apps/" + APPID + "/api" + CHECK + "?" + query
							+ " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + this.api.token()
							+ "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");

			assertThat(answer).startsWith("HTTP/1.1 400");
			assertThat(logs.lines()).noneMatch((line) -> line.contains(accessToken));
		}
	}

	@Test
	@DisplayName("W04: HEAD is no GET, which WeChat would be asked by")
	void callWhenHeadThenNotAllowed() {
		int before = WECHAT.calls().size();

		Answer answer = this.provider.send(this.provider.request("/wechat/apps/" + APPID + "/api" + CHECK)
			.header("Authorization", "Bearer " + this.api.token())
			.method("HEAD", BodyPublishers.noBody()));

		assertThat(answer.status()).isEqualTo(405);
		assertThat(WECHAT.calls()).hasSize(before);
	}

	@Test
	@DisplayName("W05: a file that looks like an error about the token renews nothing")
	void callWhenFileLooksLikeAnErrorThenNothingIsRenewed() {
		WECHAT.fault(Fault.body("image/jpeg", "{\"errcode\":40001}").on(CODE));
		this.api.get("/access-token");
		int before = WECHAT.calls().size();

		Answer answer = this.api.post("/api" + CODE, "application/json", BodyPublishers.ofString("{\"scene\":\"a\"}"));

		assertThat(answer.body()).isEqualTo("{\"errcode\":40001}");
		assertThat(calls(CODE, before)).hasSize(1);
		assertThat(calls("/cgi-bin/stable_token", before)).isEmpty();
	}

	@Test
	@DisplayName("W04: where WeChat is not reached, nothing was done")
	void callWhenWechatIsNotThereThenUnavailable() throws IOException {
		int port;
		try (ServerSocket closed = new ServerSocket(0)) {
			port = closed.getLocalPort();
		}
		try (TestProvider alone = provider("wegrant.clients.registrations[1].wechat.api=*")) {
			ServicesApi files = new ServicesApi(alone, APPID, ServicesApi.token(alone, "files", "files-secret"));
			assertThat(files.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}")).status())
				.isEqualTo(200);
			WECHAT.fault(Fault.reset().on(CHECK));
			ServicesApi.assertProblem(files.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}")),
					504, "wechat_answer_lost");
		}
		try (TestProvider cut = provider("wegrant.wechat.base-url=http://127.0.0.1:" + port,
				"wegrant.clients.registrations[1].wechat.api=*")) {
			ServicesApi files = new ServicesApi(cut, APPID, ServicesApi.token(cut, "files", "files-secret"));
			ServicesApi.assertProblem(files.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}")),
					503, "wechat_unavailable");
		}
	}

	@Test
	@DisplayName("W02: nothing is done for a mini-program that is switched off")
	void callWhenMiniProgramIsSwitchedOffThenNotServed() {
		try (TestProvider off = provider("wegrant.clients.registrations[0].enabled=false",
				"wegrant.clients.registrations[1].wechat.api=*")) {
			ServicesApi files = new ServicesApi(off, APPID, ServicesApi.token(off, "files", "files-secret"));
			ServicesApi.assertProblem(files.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}")),
					404, "not_served");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "access_token=x", "a=b&access_token=x", "%61ccess_token=x", "ACCESS_TOKEN=x", "appid=x",
			"secret", "a;secret=x", "%20secret=x" })
	void callWhenQueryHasWhatTheProviderAddsThenRefused(String query) {
		ServicesApi.assertProblem(
				this.api.post("/api" + CHECK + "?" + query, "application/json", BodyPublishers.ofString("{}")), 400,
				"bad_request");
	}

	@Test
	@DisplayName("W04: a token that WeChat refuses is renewed once, whatever the body")
	void callWhenTokenIsRefusedThenOnceMore() {
		ServicesApi other = this.api.of(OTHER_APPID);
		other.get("/access-token");
		other.replaceAccessToken("dev-app-secret-2");
		int before = WECHAT.calls().size();

		Answer answer = other.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{\"content\":\"x\"}"));

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(calls(CHECK, before)).hasSize(2).allSatisfy((call) -> assertThat(call.body()).contains("content"));
	}

	@Test
	@DisplayName("W04: WeChat's errors are WeChat's answer")
	void callWhenWechatKeepsRefusingThenItsError() {
		try (TestProvider fresh = provider("wegrant.clients.registrations[1].wechat.api=*")) {
			ServicesApi files = new ServicesApi(fresh, APPID, ServicesApi.token(fresh, "files", "files-secret"));
			WECHAT.fault(Fault.errcode(40001).on(CHECK));

			Answer answer = files.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}"));

			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.json().path("errcode").asInt()).isEqualTo(40001);
		}
	}

	@Test
	@DisplayName("W04: a lost answer is told apart from a call that was not made")
	void callWhenWechatHangsThenAnswerLost() {
		try (TestProvider hasty = provider("wegrant.wechat.service-timeout=500ms",
				"wegrant.clients.registrations[1].wechat.api=*")) {
			ServicesApi files = new ServicesApi(hasty, APPID, ServicesApi.token(hasty, "files", "files-secret"));
			WECHAT.fault(Fault.delay(Duration.ofSeconds(8)).on(CHECK));
			long begin = System.nanoTime();

			Answer answer = files.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}"));

			ServicesApi.assertProblem(answer, 504, "wechat_answer_lost");
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
		}
	}

	@Test
	@DisplayName("W04: an answer that WeChat cuts off is not taken for a whole one")
	void callWhenAnswerIsCutOffThenNoWholeAnswer() {
		WECHAT.fault(Fault.truncate().on(CHECK));

		ServicesApi.assertProblem(this.api.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}")), 504,
				"wechat_answer_lost");
	}

	@Test
	@DisplayName("W05: many calls at once get one access token, and services wait among themselves")
	void callWhenManyAtOnceThenOneToken() {
		try (TestProvider fresh = provider("wegrant.clients.registrations[1].wechat.api=*")) {
			String token = ServicesApi.token(fresh, "files", "files-secret");
			int before = WECHAT.calls().size();

			List<CompletableFuture<Answer>> answers = IntStream.range(0, 20)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> new ServicesApi(fresh, APPID, token)
					.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}"))))
				.toList();

			assertThat(answers).allSatisfy((answer) -> assertThat(answer.join().status()).isEqualTo(200));
			assertThat(calls("/cgi-bin/stable_token", before)).hasSize(1);
		}
	}

	@Test
	@DisplayName("W05: ten services at three nodes at once: one access token for a mini-program and node")
	void callWhenTenServicesAtThreeNodesThenOneTokenANode() {
		int services = 10;
		String[] settings = IntStream.rangeClosed(1, services)
			.mapToObj((i) -> "wegrant.clients.registrations[" + (i + 1) + "].")
			.flatMap((entry) -> Stream
				.of("client-id=" + entry, "client-secret=files-secret", "scopes=wechat.apps", "wechat.apps=" + APPID,
						"wechat.jobs=api,token", "wechat.api=*")
				.map((each) -> entry + each))
			.toArray(String[]::new);
		try (TestProvider one = provider(settings);
				TestProvider two = one.anotherNode(with(settings));
				TestProvider three = one.anotherNode(with(settings))) {
			List<TestProvider> nodes = List.of(one, two, three);
			List<ServicesApi> apis = IntStream.rangeClosed(1, services)
				.mapToObj((i) -> "wegrant.clients.registrations[" + (i + 1) + "].")
				.flatMap((clientId) -> nodes.stream()
					.map((node) -> new ServicesApi(node, APPID, ServicesApi.token(node, clientId, "files-secret"))))
				.toList();
			int before = WECHAT.calls().size();

			List<Answer> answers = Concurrently.run(2 * apis.size(), (i) -> () -> {
				ServicesApi api = apis.get(i / 2);
				return (i % 2 == 0) ? api.get("/access-token")
						: api.post("/api" + CHECK, "application/json", BodyPublishers.ofString("{}"));
			});

			assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
			assertThat(calls("/cgi-bin/stable_token", before)).hasSize(nodes.size());
		}
	}

	@Test
	@DisplayName("W05: a service gets the token that is in force, and cannot have it renewed")
	void accessTokenWhenAskedTwiceThenTheSame() {
		Answer first = this.api.get("/access-token");
		Answer second = this.api.get("/access-token");

		assertThat(first.status()).as(first.body()).isEqualTo(200);
		assertThat(first.header("Cache-Control")).isEqualTo("no-store");
		assertThat(first.json().path("expires_in").asLong()).isBetween(1L, 7200L);
		assertThat(second.text("access_token")).isEqualTo(first.text("access_token"));
	}

	private static TestProvider provider(String... settings) {
		return TestProvider.start(Database.H2.create(), with(settings));
	}

	private static String[] with(String... settings) {
		return Stream
			.concat(Stream.of("wegrant.clients.registrations[0].appid=" + APPID,
					"wegrant.clients.registrations[0].app-secret=" + TestProvider.APP_SECRET,
					"wegrant.clients.registrations[1].client-id=files",
					"wegrant.clients.registrations[1].client-secret=files-secret",
					"wegrant.clients.registrations[1].scopes=wechat.apps",
					"wegrant.clients.registrations[1].wechat.apps=" + APPID,
					"wegrant.clients.registrations[1].wechat.jobs=api"), Arrays.stream(settings))
			.toArray(String[]::new);
	}

	private HttpResponse<byte[]> bytes(String path, String contentType, byte[] body) throws Exception {
		return send(this.api, path, contentType, body);
	}

	private static HttpResponse<byte[]> send(ServicesApi api, String path, String contentType, byte[] body)
			throws IOException, InterruptedException {
		HttpRequest request = api.provider()
			.request("/wechat/apps/" + APPID + "/api" + path)
			.header("Authorization", "Bearer " + api.token())
			.header("Content-Type", contentType)
			.POST(BodyPublishers.ofByteArray(body))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
	}

	private static byte[] multipart(byte[] picture) {
		byte[] begin = """
				--x
				Content-Disposition: form-data; name="media"; filename="a.png"
				Content-Type: image/png

				""".replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
		byte[] end = "\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8);
		byte[] whole = new byte[begin.length + picture.length + end.length];
		System.arraycopy(begin, 0, whole, 0, begin.length);
		System.arraycopy(picture, 0, whole, begin.length, picture.length);
		System.arraycopy(end, 0, whole, begin.length + picture.length, end.length);
		return whole;
	}

	private static List<Call> calls(String path, int before) {
		return WECHAT.calls().stream().skip(before).filter((call) -> call.path().equals(path)).toList();
	}

}
