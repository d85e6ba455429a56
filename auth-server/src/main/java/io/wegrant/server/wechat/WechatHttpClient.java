package io.wegrant.server.wechat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.net.URIBuilder;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.connections.OutgoingHttp;
import io.wegrant.server.logs.RepeatedLines;
import io.wegrant.server.wechat.BoundedHttp.NoAnswerException;

/**
 * Sends calls to WeChat's server API, each of them once. Secrets travel in the query, as
 * WeChat wants it, so a URL is never logged or measured.
 */
final class WechatHttpClient implements AutoCloseable {

	private static final RepeatedLines log = new RepeatedLines(LoggerFactory.getLogger(WechatHttpClient.class));

	private static final Duration SOON = Duration.ofSeconds(2);

	private final URI baseUrl;

	private final MeterRegistry meters;

	private final ReplyReader reader = new ReplyReader();

	private final BoundedHttp http;

	WechatHttpClient(URI baseUrl, BoundedHttp http, MeterRegistry meters) {
		this.baseUrl = baseUrl;
		this.http = http;
		this.meters = meters;
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
		try {
			return this.http.execute(request, (response) -> this.reader.read(call, appid, response.getCode(),
					OutgoingHttp.body(response), success));
		}
		catch (NoAnswerException ex) {
			// The cause's message may hold the URL.
			log.warn(List.of(call.subject(), appid, ex.reason()), "WeChat could not be reached for {} of {}: {}");
			return new Reply.Unavailable<>(ex.reason(), SOON);
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

	@Override
	public void close() throws IOException {
		this.http.close();
	}

}
