package io.wegrant.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces and structured logs, and what must not be in them.
 */
@ExtendWith(OutputCaptureExtension.class)
class TracingTests {

	private final Collector collector = new Collector();

	@BeforeEach
	@AfterEach
	void letLoggingStartAnew() {
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
		System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
	}

	@AfterEach
	void stop() {
		this.collector.server.stop(0);
	}

	@Test
	void traceWhenSwitchedOnThenSpansWithoutSecrets(CapturedOutput output) {
		try (TestProvider provider = TestProvider.start(Database.H2.create(), "spring.profiles.active=dev,tracing",
				"management.opentelemetry.tracing.export.otlp.endpoint=" + this.collector.url(),
				"management.opentelemetry.tracing.export.schedule-delay=100ms",
				"management.tracing.sampling.probability=1.0", "logging.structured.format.console=ecs")) {
			String code = WECHAT.loginCode(APPID, "alice");
			Answer login = provider.token(Form.login(APPID, code));
			Answer refreshed = provider.token(Form.refresh(APPID, login.refreshToken()));
			provider.introspect(Form.about(refreshed.accessToken()).as(SERVICE, "wrong-secret"));
			String openid = WECHAT.openid(APPID, "alice");
			Answer admin = provider.token(Form.grant("client_credentials").as("admin-cli", "admin-cli-secret"));
			assertThat(provider
				.send(provider.request("/admin/api/sessions?appid=" + APPID + "&openid=" + openid)
					.header("Authorization", "Bearer " + admin.accessToken()))
				.status()).isEqualTo(200);

			Awaitility.await()
				.untilAsserted(() -> assertThat(this.collector.received()).contains("/oauth2/token",
						"/oauth2/introspect", "/admin/api/sessions"));
			for (String text : new String[] { this.collector.received(), output.getAll() }) {
				assertThat(text).doesNotContain(code, login.accessToken(), login.refreshToken(),
						refreshed.refreshToken(), admin.accessToken(), openid, WECHAT.sessionKey(APPID, "alice"),
						TestProvider.APP_SECRET, "admin-cli-secret", "wrong-secret");
			}
			assertThat(output.getOut().lines().filter((line) -> line.contains("could not prove who it is")))
				.singleElement()
				.asString()
				.startsWith("{\"@timestamp\"")
				.containsPattern("\"traceId\":\"[0-9a-f]{32}\"")
				.containsPattern("\"spanId\":\"[0-9a-f]{16}\"");
		}
	}

	@Test
	void traceWhenNotSwitchedOnThenNoSpansAndNoIds(CapturedOutput output) {
		try (TestProvider provider = TestProvider.start(Database.H2.create(),
				"management.opentelemetry.tracing.export.otlp.endpoint=" + this.collector.url(),
				"logging.structured.format.console=ecs")) {
			provider.introspect(Form.about("x").as(SERVICE, "wrong-secret"));
		}

		assertThat(this.collector.received()).isEmpty();
		assertThat(output.getOut()).contains("could not prove who it is").doesNotContain("traceId");
	}

	/**
	 * Keeps what it is sent. Texts stand in OTLP's messages as they are.
	 */
	private static final class Collector {

		private final ByteArrayOutputStream received = new ByteArrayOutputStream();

		private final HttpServer server;

		Collector() {
			try {
				this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			this.server.createContext("/v1/traces", (exchange) -> {
				byte[] body = exchange.getRequestBody().readAllBytes();
				synchronized (this.received) {
					this.received.write(body);
				}
				exchange.sendResponseHeaders(200, -1);
				exchange.close();
			});
			this.server.start();
		}

		String url() {
			return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1/traces";
		}

		String received() {
			synchronized (this.received) {
				return this.received.toString(StandardCharsets.ISO_8859_1);
			}
		}

	}

}
