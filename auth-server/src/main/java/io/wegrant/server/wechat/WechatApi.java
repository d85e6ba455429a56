package io.wegrant.server.wechat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.slf4j.LoggerFactory;

import io.wegrant.server.accounts.Openid;
import io.wegrant.server.clients.MiniProgram;
import io.wegrant.server.logs.RepeatedLines;
import io.wegrant.server.wechat.BoundedHttp.NoAnswerException;
import io.wegrant.server.wechat.StableTokens.AccessToken;

/**
 * WeChat's server API for the company's services: calls that are made with a
 * mini-program's access token. They take their turns among themselves, and a login waits
 * for none of them. A call that WeChat refuses for its token is made once more with
 * another.
 */
public final class WechatApi implements AutoCloseable {

	private static final RepeatedLines log = new RepeatedLines(LoggerFactory.getLogger(WechatApi.class));

	private static final Duration SOON = Duration.ofSeconds(2);

	private static final String DISPOSITION = "Content-Disposition";

	/** An error of WeChat's is shorter. */
	private static final int LONGEST_ERROR = 1024;

	private final URI baseUrl;

	private final BoundedHttp http;

	private final WechatHttpClient checks;

	private final StableTokens tokens;

	private final MeterRegistry meters;

	private final Clock clock;

	WechatApi(WechatProperties properties, int maxCalls, StableTokens tokens, MeterRegistry meters, Clock clock) {
		this.baseUrl = properties.baseUrl();
		this.http = new BoundedHttp(properties.connectTimeout(), properties.serviceTimeout(),
				properties.serviceTimeout(), maxCalls, properties.maxWait());
		this.checks = new WechatHttpClient(this.baseUrl, this.http, meters);
		this.tokens = tokens;
		this.meters = meters;
		this.clock = clock;
	}

	/**
	 * Asks whether a session_key is the one that WeChat takes ({@code checksession}).
	 * @param miniProgram the mini-program
	 * @param openid whose key it is
	 * @param sessionKey the key
	 * @return whether it is
	 * @throws WechatUnavailableException if WeChat does not say
	 */
	public boolean takes(MiniProgram miniProgram, Openid openid, String sessionKey) {
		AccessToken token = token(miniProgram);
		Reply<Boolean> reply = check(miniProgram, openid, sessionKey, token);
		if (isRejected(reply, Reply.Finding.INVALID_TOKEN)) {
			reply = check(miniProgram, openid, sessionKey, value(this.tokens.renew(miniProgram, token)));
		}
		return !isRejected(reply, Reply.Finding.STALE_KEY) && value(reply);
	}

	private Reply<Boolean> check(MiniProgram miniProgram, Openid openid, String sessionKey, AccessToken token) {
		return this.checks.get(WechatCall.CHECK_SESSION, miniProgram.appid(),
				Map.of("access_token", token.value(), "openid", openid.value(), "signature",
						WechatSignatures.ofNothing(sessionKey), "sig_method", "hmac_sha256"),
				(answer) -> new Reply.Accepted<>(true));
	}

	/**
	 * Returns the access token of a mini-program.
	 * @param miniProgram the mini-program
	 * @return the token
	 * @throws WechatUnavailableException if WeChat gives none now
	 */
	public GivenToken accessToken(MiniProgram miniProgram) {
		AccessToken token = token(miniProgram);
		return new GivenToken(token.value(), Duration.between(this.clock.instant(), token.unusableAt()));
	}

	/**
	 * Makes a call.
	 * @param <T> what is made of the answer
	 * @param miniProgram the mini-program
	 * @param call the call
	 * @param reader makes something of the answer, whatever its status is
	 * @return what was made of it
	 * @throws WechatUnavailableException if there is no answer, or it breaks off
	 */
	public <T> T call(MiniProgram miniProgram, ApiCall call, ApiAnswer.Reader<T> reader) {
		AccessToken token = token(miniProgram);
		Optional<T> result = send(miniProgram, call, token, true, reader);
		return result
			.or(() -> send(miniProgram, call, value(this.tokens.renewGently(miniProgram, token)), false, reader))
			.orElseThrow();
	}

	private <T> Optional<T> send(MiniProgram miniProgram, ApiCall call, AccessToken token, boolean renewable,
			ApiAnswer.Reader<T> reader) {
		Timer.Sample sample = Timer.start(this.meters);
		String outcome = "answered";
		try {
			return this.http.execute(request(call, token), (response) -> read(response, renewable, reader));
		}
		catch (NoAnswerException ex) {
			outcome = ex.reason();
			// The cause's message may hold the URL.
			log.warn(List.of(call.path(), miniProgram.appid(), ex.reason()),
					"WeChat could not be reached for {} of {}: {}");
			throw new WechatUnavailableException(ex.reason(), SOON, ex.isMaybeSent());
		}
		finally {
			sample.stop(Timer.builder("wegrant.wechat.api")
				.description("Calls of WeChat's API that are made for services")
				.tag("outcome", outcome)
				.register(this.meters));
		}
	}

	private static <T> Optional<T> read(ClassicHttpResponse response, boolean renewable, ApiAnswer.Reader<T> reader)
			throws IOException {
		HttpEntity entity = response.getEntity();
		try (InputStream content = (entity != null) ? entity.getContent() : InputStream.nullInputStream()) {
			byte[] begin = content.readNBytes(LONGEST_ERROR);
			if (renewable && begin.length < LONGEST_ERROR && isError(response) && ReplyReader.refusesToken(begin)) {
				return Optional.empty();
			}
			OptionalLong length = (entity != null && entity.getContentLength() >= 0)
					? OptionalLong.of(entity.getContentLength()) : OptionalLong.empty();
			return Optional.of(reader.read(new ApiAnswer(response.getCode(), header(response, HttpHeaders.CONTENT_TYPE),
					header(response, DISPOSITION), length,
					new SequenceInputStream(new ByteArrayInputStream(begin), content))));
		}
	}

	// A file may look like one, and be whatever somebody has uploaded.
	private static boolean isError(ClassicHttpResponse response) {
		return response.getCode() == 200 && header(response, DISPOSITION).isEmpty()
				&& header(response, HttpHeaders.CONTENT_TYPE).filter((type) -> type.startsWith("application/json"))
					.isPresent();
	}

	/**
	 * Returns the error code of an answer.
	 * @param body the answer
	 * @return the code, or empty if there is none
	 */
	public static OptionalInt errcodeOf(byte[] body) {
		return ReplyReader.errcodeOf(body);
	}

	private static Optional<String> header(ClassicHttpResponse response, String name) {
		return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
	}

	private HttpUriRequestBase request(ApiCall call, AccessToken token) {
		URI uri = uri(call, token);
		HttpUriRequestBase request = call.body().isPresent() ? new HttpPost(uri) : new HttpGet(uri);
		// Of known length: WeChat answers a chunked body with 412.
		call.body().ifPresent((body) -> request.setEntity(new ByteArrayEntity(body, null)));
		call.contentType().ifPresent((type) -> request.setHeader(HttpHeaders.CONTENT_TYPE, type));
		call.accept().ifPresent((types) -> request.setHeader(HttpHeaders.ACCEPT, types));
		return request;
	}

	private URI uri(ApiCall call, AccessToken token) {
		try {
			return new URI(this.baseUrl + call.path() + "?access_token="
					+ URLEncoder.encode(token.value(), StandardCharsets.UTF_8)
					+ (call.query().isEmpty() ? "" : "&" + call.query()));
		}
		catch (URISyntaxException ex) {
			// Without the cause, whose message has the token.
			throw new IllegalArgumentException("The path or the query of a call is no part of a URL");
		}
	}

	private AccessToken token(MiniProgram miniProgram) {
		return value(this.tokens.current(miniProgram));
	}

	private static boolean isRejected(Reply<?> reply, Reply.Finding finding) {
		return reply instanceof Reply.Rejected<?> rejected && rejected.finding() == finding;
	}

	private static <T> T value(Reply<T> reply) {
		if (reply instanceof Reply.Accepted<T> accepted) {
			return accepted.value();
		}
		if (reply instanceof Reply.Unavailable<T> unavailable) {
			throw new WechatUnavailableException(unavailable.cause(), unavailable.retryAfter(), false);
		}
		throw new WechatUnavailableException((reply instanceof Reply.Refused<T> refused) ? refused.cause() : "refused",
				SOON, false);
	}

	@Override
	public void close() throws IOException {
		this.http.close();
	}

	/**
	 * An access token of WeChat's.
	 *
	 * @param value what WeChat knows it by
	 * @param expiresIn how long it may be used
	 */
	public record GivenToken(String value, Duration expiresIn) {

		@Override
		public String toString() {
			return "GivenToken[redacted]";
		}

	}

}
