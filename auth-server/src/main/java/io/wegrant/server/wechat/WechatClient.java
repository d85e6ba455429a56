package io.wegrant.server.wechat;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.net.URIBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.wegrant.server.clients.MiniProgram;

/**
 * The client of WeChat's server API. Each call is made once: a code is good for one
 * exchange, and whether WeChat saw a call whose answer was lost cannot be known. Secrets
 * travel in the query, as WeChat wants it, so a URL is never logged or measured.
 */
final class WechatClient implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WechatClient.class);

	private static final Exchange WRONG_SECRET = new Exchange.Refused("errcode_40125");

	private static final int MAX_BODY = 64 * 1024;

	private static final Duration SOON = Duration.ofSeconds(2);

	private final URI baseUrl;

	private final Duration deadline;

	private final Semaphore calls;

	private final int maxWaiting;

	private final Duration maxWait;

	private final MeterRegistry meters;

	private final ExchangeReader reader = new ExchangeReader();

	private final CloseableHttpClient http;

	private final ScheduledThreadPoolExecutor deadlines;

	private final Map<String, String> lastAccepted = new ConcurrentHashMap<>();

	WechatClient(WechatProperties properties, MeterRegistry meters) {
		this.baseUrl = properties.baseUrl();
		this.deadline = properties.connectTimeout().plus(properties.readTimeout());
		this.calls = new Semaphore(properties.maxConcurrentCalls());
		this.maxWaiting = properties.maxConcurrentCalls();
		this.maxWait = properties.maxWait();
		this.meters = meters;
		this.http = http(properties);
		this.deadlines = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "wechat-deadlines");
			thread.setDaemon(true);
			return thread;
		});
		this.deadlines.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Exchanges a login code (code2Session).
	 * @param miniProgram the mini-program whose user got the code
	 * @param code the code of {@code wx.login}
	 * @return what became of it
	 */
	Exchange exchange(MiniProgram miniProgram, String code) {
		AppSecrets secrets = AppSecrets.of(miniProgram, this.lastAccepted.get(miniProgram.appid()));
		Exchange exchange = measured(() -> tryExchange(miniProgram, secrets.first(), code));
		if (exchange.equals(WRONG_SECRET) && secrets.other().isPresent()) {
			// WeChat has not looked at the code. Of the two secrets it knows the other.
			String other = secrets.other().get();
			logger.warn("WeChat does not know one of the two app secrets of {}", miniProgram.appid());
			exchange = measured(() -> tryExchange(miniProgram, other, code));
			if (!(exchange instanceof Exchange.Refused || exchange instanceof Exchange.Unavailable)) {
				this.lastAccepted.put(miniProgram.appid(), other);
			}
		}
		return exchange;
	}

	private Exchange measured(Supplier<Exchange> call) {
		Timer.Sample sample = Timer.start(this.meters);
		Exchange exchange = call.get();
		sample.stop(timer(exchange));
		return exchange;
	}

	private Exchange tryExchange(MiniProgram miniProgram, String secret, String code) {
		if (!awaitTurn()) {
			logger.warn("A login of {} was turned away: as many calls to WeChat are under way as may be",
					miniProgram.appid());
			return new Exchange.Unavailable("saturated", SOON);
		}
		HttpGet request = new HttpGet(codeToSession(miniProgram.appid(), secret, code));
		// The read time-out starts again with each byte, so it bounds no trickle.
		Future<?> deadline = this.deadlines.schedule(request::abort, this.deadline.toMillis(), TimeUnit.MILLISECONDS);
		try {
			return this.http.execute(request,
					(response) -> this.reader.read(miniProgram.appid(), response.getCode(), body(response)));
		}
		catch (IOException ex) {
			String cause = cause(ex, request);
			// The exception's message may hold the URL.
			logger.warn("WeChat could not be reached for a login of {}: {}, {}", miniProgram.appid(), cause,
					ex.getClass().getSimpleName());
			return new Exchange.Unavailable(cause, SOON);
		}
		finally {
			deadline.cancel(false);
			this.calls.release();
		}
	}

	private boolean awaitTurn() {
		if (this.calls.getQueueLength() >= this.maxWaiting) {
			return false;
		}
		try {
			return this.calls.tryAcquire(this.maxWait.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private URI codeToSession(String appid, String secret, String code) {
		try {
			return new URIBuilder(this.baseUrl).appendPath("/sns/jscode2session")
				.addParameter("appid", appid)
				.addParameter("secret", secret)
				.addParameter("js_code", code)
				.addParameter("grant_type", "authorization_code")
				.build();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("wegrant.wechat.base-url is not a base URL");
		}
	}

	private static byte[] body(ClassicHttpResponse response) throws IOException {
		HttpEntity entity = response.getEntity();
		if (entity == null) {
			return new byte[0];
		}
		try (InputStream content = entity.getContent()) {
			byte[] body = content.readNBytes(MAX_BODY + 1);
			if (body.length > MAX_BODY) {
				throw new IOException("The answer is too long");
			}
			return body;
		}
	}

	private static String cause(IOException ex, HttpGet request) {
		if (ex instanceof SocketTimeoutException || request.isAborted()) {
			return (ex instanceof ConnectTimeoutException) ? "connect_timeout" : "timeout";
		}
		return "connection";
	}

	private Timer timer(Exchange exchange) {
		String outcome = "established";
		String cause = "none";
		if (exchange instanceof Exchange.InvalidCode) {
			outcome = "invalid_code";
		}
		else if (exchange instanceof Exchange.Blocked) {
			outcome = "blocked";
		}
		else if (exchange instanceof Exchange.Unavailable unavailable) {
			outcome = "unavailable";
			cause = unavailable.cause();
		}
		else if (exchange instanceof Exchange.Refused refused) {
			outcome = "refused";
			cause = refused.cause();
		}
		return Timer.builder("wegrant.wechat.code2session")
			.description("Exchanges of login codes at WeChat")
			.tag("outcome", outcome)
			.tag("cause", cause)
			.register(this.meters);
	}

	private static CloseableHttpClient http(WechatProperties properties) {
		return HttpClients.custom()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
				.setMaxConnTotal(properties.maxConcurrentCalls())
				.setMaxConnPerRoute(properties.maxConcurrentCalls())
				.setDefaultConnectionConfig(ConnectionConfig.custom()
					.setConnectTimeout(Timeout.of(properties.connectTimeout()))
					.setSocketTimeout(Timeout.of(properties.readTimeout()))
					.setValidateAfterInactivity(TimeValue.ofSeconds(1))
					.setTimeToLive(TimeValue.ofMinutes(5))
					.build())
				.build())
			.setDefaultRequestConfig(RequestConfig.custom()
				.setResponseTimeout(Timeout.of(properties.readTimeout()))
				.setConnectionRequestTimeout(Timeout.of(properties.connectTimeout()))
				.build())
			.evictIdleConnections(TimeValue.ofSeconds(30))
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.disableCookieManagement()
			.disableAuthCaching()
			.setUserAgent("WeGrant")
			.build();
	}

	@Override
	public void close() throws IOException {
		this.deadlines.shutdownNow();
		this.http.close();
	}

	/**
	 * The app secrets of a mini-program, in the order in which they are tried.
	 */
	private record AppSecrets(String first, Optional<String> other) {

		static AppSecrets of(MiniProgram miniProgram, @Nullable String lastAccepted) {
			Optional<String> previous = miniProgram.previousAppSecret();
			return previous.filter((secret) -> secret.equals(lastAccepted))
				.map((secret) -> new AppSecrets(secret, Optional.of(miniProgram.appSecret())))
				.orElseGet(() -> new AppSecrets(miniProgram.appSecret(), previous));
		}

		@Override
		public String toString() {
			return "AppSecrets[redacted]";
		}

	}

}
