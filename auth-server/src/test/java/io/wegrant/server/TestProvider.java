package io.wegrant.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.coyote.ProtocolHandler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.simulator.WechatSimulator;
import io.wegrant.simulator.traffic.Fault;

/**
 * The whole provider in this process, on a port and a database of its own, with the
 * simulator as WeChat and the clients of the {@code dev} profile.
 */
public final class TestProvider implements AutoCloseable {

	/** A public mini-program, bound to the Open Platform account {@code demo}. */
	public static final String APPID = "wx1234567890abcdef";

	/** Another one, bound to the same account. */
	public static final String OTHER_APPID = "wxfedcba0987654321";

	/** The app secret of {@link #APPID}. */
	public static final String APP_SECRET = "dev-app-secret-1";

	/** A service client. */
	public static final String SERVICE = "demo-service";

	/** The secret of {@link #SERVICE}. */
	public static final String SERVICE_SECRET = "demo-service-secret";

	/** The resource that the clients are registered for. */
	public static final String RESOURCE = "http://localhost:8090";

	/** The issuer. */
	public static final String ISSUER = "http://localhost:9000";

	/** WeChat, for all providers in this process. */
	public static final WechatSimulator WECHAT = WechatSimulator.start();

	/**
	 * A registration that is changed in the database stays as it was for the provider.
	 */
	public static final String CLIENTS_STAY = "wegrant.clients.reload-interval=1h";

	private static final Map<Settings, TestProvider> SHARED = new HashMap<>();

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Map<String, String> database;

	private final ConfigurableApplicationContext context;

	private final URI baseUrl;

	private TestProvider(Map<String, String> database, ConfigurableApplicationContext context) {
		this.database = database;
		this.context = context;
		this.baseUrl = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
	}

	/**
	 * Returns the provider that tests with the same settings share, starting it for the
	 * first. It lives as long as the process: its tables fill, and its clock goes on. Who
	 * has changed more than the data of people of its own puts it back.
	 * @param database the kind of database it uses
	 * @param properties settings that differ from the {@code dev} profile's, as
	 * {@code name=value}
	 * @return the provider
	 */
	public static synchronized TestProvider shared(Database database, String... properties) {
		return SHARED.computeIfAbsent(new Settings(database, List.of(properties)),
				(settings) -> start(database.create(), patient(properties)));
	}

	/**
	 * Returns a shared provider that is quick to tidy up: what is over it purges at once.
	 * Its revocation feed has short pages, for which one request may wait.
	 * @param database the kind of database it uses
	 * @return the provider
	 */
	public static TestProvider tidy(Database database) {
		return shared(database, "wegrant.revocation.page-size=3", "wegrant.revocation.max-waiting=1",
				"wegrant.revocation.purge-interval=500ms", "wegrant.sessions.purge-interval=500ms",
				"wegrant.audit.retention=30d");
	}

	/** On a busy machine a rush takes longer than a request may wait in operation. */
	static String[] patient(String... properties) {
		return Stream
			.concat(Stream.of("spring.datasource.hikari.connection-timeout=30000", "wegrant.wechat.max-wait=30s"),
					Arrays.stream(properties))
			.toArray(String[]::new);
	}

	/**
	 * Starts a provider.
	 * @param database where its data is
	 * @param properties settings that differ from the {@code dev} profile's, as
	 * {@code name=value}
	 * @return the provider
	 */
	public static TestProvider start(Map<String, String> database, String... properties) {
		Map<String, String> arguments = new LinkedHashMap<>(database);
		arguments.put("server.port", "0");
		arguments.put("management.server.port", "0");
		// Many providers share a server that has connections for few.
		arguments.put("spring.datasource.hikari.minimum-idle", "1");
		arguments.put("spring.datasource.hikari.idle-timeout", "10000");
		arguments.putIfAbsent("spring.profiles.active", "dev");
		arguments.put("wegrant.keyset.value", MasterKeyset.generate());
		arguments.put("wegrant.wechat.base-url", WECHAT.baseUrl().toString());
		Arrays.stream(properties)
			.map((property) -> property.split("=", 2))
			.forEach((property) -> arguments.put(property[0], property[1]));
		return new TestProvider(database,
				new SpringApplicationBuilder(WegrantServerApplication.class, TestClock.class)
					.bannerMode(org.springframework.boot.Banner.Mode.OFF)
					.logStartupInfo(false)
					.registerShutdownHook(false)
					.run(arguments.entrySet()
						.stream()
						.map((each) -> "--" + each.getKey() + "=" + each.getValue())
						.toArray(String[]::new)));
	}

	/**
	 * Starts another node on the same database, with the same master keyset and a clock
	 * that shows the same time.
	 * @param properties settings that differ from the {@code dev} profile's, as
	 * {@code name=value}
	 * @return the node
	 */
	public TestProvider anotherNode(String... properties) {
		return start(this.database,
				Stream
					.concat(Stream.of("wegrant.keyset.value=" + keyset(), TestClock.OFFSET + "=" + clock().offset()),
							Arrays.stream(properties))
					.toArray(String[]::new));
	}

	/**
	 * Returns the provider's clock.
	 * @return the clock
	 */
	public MutableClock clock() {
		return bean(MutableClock.class);
	}

	/**
	 * Returns the master keyset, for another node.
	 * @return the document
	 */
	public String keyset() {
		return this.context.getEnvironment().getRequiredProperty("wegrant.keyset.value");
	}

	public ApplicationEventPublisher events() {
		return this.context;
	}

	/**
	 * Returns one of the provider's beans.
	 * @param <T> its type
	 * @param type its type
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Takes the database away from requests, as if no connection were left, until it is
	 * {@link #giveDatabaseBack() given back}.
	 */
	public void takeDatabaseAway() {
		bean(Statements.class).refuse(true);
	}

	/**
	 * Lets requests have the database again.
	 */
	public void giveDatabaseBack() {
		bean(Statements.class).refuse(false);
	}

	/**
	 * Returns what hands requests to the threads that answer them.
	 * @return the protocol handler of Tomcat
	 */
	ProtocolHandler protocolHandler() {
		return ((TomcatWebServer) ((WebServerApplicationContext) this.context).getWebServer()).getTomcat()
			.getConnector()
			.getProtocolHandler();
	}

	/**
	 * Logs a person in.
	 * @param appid the mini-program
	 * @param user the person's name in the simulator
	 * @return the answer
	 */
	public Answer login(String appid, String user) {
		return token(Form.login(appid, WECHAT.loginCode(appid, user)));
	}

	/**
	 * Logs a person in with an access token for the provider itself, where the account
	 * is.
	 * @param appid the mini-program
	 * @param user the person's name in the simulator
	 * @return the answer
	 */
	public Answer loginToAccount(String appid, String user) {
		return token(Form.login(appid, WECHAT.loginCode(appid, user)).with("resource", ISSUER));
	}

	/**
	 * Logs a person in who is made up on the spot, and expects it to work.
	 * @param appid the mini-program
	 * @param openid the openid that WeChat gives
	 * @param unionid the unionid that WeChat gives, or {@code null} if it gives none
	 * @return the answer
	 */
	public Answer loginAs(String appid, String openid, String unionid) {
		String json = "{\"openid\":\"" + openid + "\",\"session_key\":\"AAAAAAAAAAAAAAAAAAAAAA==\""
				+ ((unionid != null) ? ",\"unionid\":\"" + unionid + "\"" : "") + "}";
		WECHAT.fault(Fault.body("text/plain", json).times(1));
		Answer answer = token(Form.login(appid, "any"));
		AnswerAssert.assertThat(answer).grantsTokens();
		return answer;
	}

	/**
	 * Posts a form to the token endpoint.
	 * @param form the form
	 * @return the answer
	 */
	public Answer token(Form form) {
		return post("/oauth2/token", form);
	}

	/**
	 * Posts a form to the revocation endpoint.
	 * @param form the form
	 * @return the answer
	 */
	public Answer revoke(Form form) {
		return post("/oauth2/revoke", form);
	}

	/**
	 * Posts a form to the introspection endpoint.
	 * @param form the form
	 * @return the answer
	 */
	public Answer introspect(Form form) {
		return post("/oauth2/introspect", form);
	}

	/**
	 * Posts a form.
	 * @param path the path
	 * @param form the form
	 * @return the answer
	 */
	public Answer post(String path, Form form) {
		HttpRequest.Builder request = request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form.body()));
		form.authorization().ifPresent((value) -> request.header("Authorization", value));
		return send(request);
	}

	/**
	 * Starts a request.
	 * @param path the path
	 * @return the request
	 */
	public HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.baseUrl.resolve(path)).timeout(Duration.ofSeconds(60));
	}

	/**
	 * Starts a request to the management port.
	 * @param path the path
	 * @return the request
	 */
	public HttpRequest.Builder management(String path) {
		return HttpRequest
			.newBuilder(URI.create("http://localhost:"
					+ this.context.getEnvironment().getRequiredProperty("local.management.port") + path))
			.timeout(Duration.ofSeconds(60));
	}

	/**
	 * Sends a request.
	 * @param request the request
	 * @return the answer
	 */
	public Answer send(HttpRequest.Builder request) {
		try {
			return Answer.of(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		if (this.context.isActive()) {
			SpringApplication.exit(this.context);
		}
	}

	private record Settings(Database database, List<String> properties) {
	}

	@Configuration(proxyBeanMethods = false)
	static class TestClock {

		static final String OFFSET = "test.clock-offset";

		@Bean
		@Primary
		MutableClock mutableClock(@Value("${" + OFFSET + ":0s}") Duration offset) {
			return new MutableClock(offset);
		}

		@Bean
		static Statements statements() {
			return new Statements();
		}

	}

}
