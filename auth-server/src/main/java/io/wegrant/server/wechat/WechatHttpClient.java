package io.wegrant.server.wechat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.net.URIBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.connections.OutgoingHttp;
import io.wegrant.server.logs.RepeatedLines;

/**
 * Sends calls to WeChat's server API, each of them once. Secrets travel in the query, as
 * WeChat wants it, so a URL is never logged or measured.
 */
final class WechatHttpClient implements AutoCloseable {

	private static final RepeatedLines log = new RepeatedLines(LoggerFactory.getLogger(WechatHttpClient.class));

	private static final Duration SOON = Duration.ofSeconds(2);

	private final URI baseUrl;

	private final Duration deadline;

	private final Semaphore calls;

	private final int maxWaiting;

	private final Duration maxWait;

	private final MeterRegistry meters;

	private final ReplyReader reader = new ReplyReader();

	private final CloseableHttpClient http;

	private final ScheduledThreadPoolExecutor deadlines;

	WechatHttpClient(WechatProperties properties, int maxCalls, MeterRegistry meters) {
		this.baseUrl = properties.baseUrl();
		this.deadline = properties.connectTimeout().plus(properties.readTimeout());
		this.calls = new Semaphore(maxCalls);
		this.maxWaiting = maxCalls;
		this.maxWait = properties.maxWait();
		this.meters = meters;
		this.http = http(properties, maxCalls);
		this.deadlines = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "wechat-deadlines");
			thread.setDaemon(true);
			return thread;
		});
		this.deadlines.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Makes a call by GET.
	 * @param <T> what WeChat answers
	 * @param call the call
	 * @param appid the mini-program that it is made for
	 * @param parameters the parameters of the query
	 * @param success reads an answer without error
	 * @return what WeChat answered
	 */
	<T> Reply<T> get(WechatCall call, String appid, Map<String, String> parameters,
			Function<JsonNode, Reply<T>> success) {
		return measured(call, appid, new HttpGet(uri(call, parameters)), success);
	}

	/**
	 * Makes a call by POST.
	 * @param <T> what WeChat answers
	 * @param call the call
	 * @param appid the mini-program that it is made for
	 * @param parameters the parameters of the query
	 * @param body the body
	 * @param success reads an answer without error
	 * @return what WeChat answered
	 */
	<T> Reply<T> post(WechatCall call, String appid, Map<String, String> parameters, JsonNode body,
			Function<JsonNode, Reply<T>> success) {
		HttpPost request = new HttpPost(uri(call, parameters));
		// Of known length: WeChat answers a chunked body with 412.
		request.setEntity(new StringEntity(body.toString(), ContentType.APPLICATION_JSON));
		return measured(call, appid, request, success);
	}

	private <T> Reply<T> measured(WechatCall call, String appid, HttpUriRequestBase request,
			Function<JsonNode, Reply<T>> success) {
		Timer.Sample sample = Timer.start(this.meters);
		Reply<T> reply = send(call, appid, request, success);
		sample.stop(timer(call, reply));
		return reply;
	}

	private <T> Reply<T> send(WechatCall call, String appid, HttpUriRequestBase request,
			Function<JsonNode, Reply<T>> success) {
		if (!awaitTurn()) {
			log.warn(List.of(call.subject(), appid),
					"WeChat was not asked for {} of {}: as many calls to it are under way as may be");
			return new Reply.Unavailable<>("saturated", SOON);
		}
		// The read time-out starts again with each byte, so it bounds no trickle.
		Future<?> deadline = this.deadlines.schedule(request::abort, this.deadline.toMillis(), TimeUnit.MILLISECONDS);
		try {
			return this.http.execute(request, (response) -> this.reader.read(call, appid, response.getCode(),
					OutgoingHttp.body(response), success));
		}
		catch (IOException ex) {
			return unreachable(call, appid, ex, cause(ex, request));
		}
		catch (IllegalStateException ex) {
			// The deadline may fall between two steps of the client.
			if (request.isAborted()) {
				return unreachable(call, appid, ex, "timeout");
			}
			throw ex;
		}
		finally {
			deadline.cancel(false);
			this.calls.release();
		}
	}

	private static <T> Reply<T> unreachable(WechatCall call, String appid, Exception ex, String cause) {
		// The exception's message may hold the URL.
		log.warn(List.of(call.subject(), appid, cause, ex.getClass().getSimpleName()),
				"WeChat could not be reached for {} of {}: {}, {}");
		return new Reply.Unavailable<>(cause, SOON);
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

	private URI uri(WechatCall call, Map<String, String> parameters) {
		try {
			URIBuilder uri = new URIBuilder(this.baseUrl).appendPath(call.path());
			parameters.forEach(uri::addParameter);
			return uri.build();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("wegrant.wechat.base-url is not a base URL");
		}
	}

	private static String cause(IOException ex, HttpUriRequestBase request) {
		if (ex instanceof SocketTimeoutException || request.isAborted()) {
			return (ex instanceof ConnectTimeoutException) ? "connect_timeout" : "timeout";
		}
		return "connection";
	}

	private Timer timer(WechatCall call, Reply<?> reply) {
		String outcome = call.success();
		String cause = "none";
		if (reply instanceof Reply.Rejected<?> rejected) {
			outcome = rejected.finding().name().toLowerCase(Locale.ROOT);
		}
		else if (reply instanceof Reply.Unavailable<?> unavailable) {
			outcome = "unavailable";
			cause = unavailable.cause();
		}
		else if (reply instanceof Reply.Refused<?> refused) {
			outcome = "refused";
			cause = refused.cause();
		}
		return Timer.builder(call.meter())
			.description(call.description())
			.tag("outcome", outcome)
			.tag("cause", cause)
			.register(this.meters);
	}

	private static CloseableHttpClient http(WechatProperties properties, int maxCalls) {
		return OutgoingHttp.client()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
				.setMaxConnTotal(maxCalls)
				.setMaxConnPerRoute(maxCalls)
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
			.build();
	}

	@Override
	public void close() throws IOException {
		this.deadlines.shutdownNow();
		this.http.close();
	}

}
