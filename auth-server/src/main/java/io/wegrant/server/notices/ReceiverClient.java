package io.wegrant.server.notices;

import java.io.IOException;
import java.io.Serial;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.connections.Deadlines;
import io.wegrant.server.connections.OutgoingHttp;

/**
 * Posts Security Event Tokens to services (RFC 8935 section 2).
 */
final class ReceiverClient implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	private static final int MAX_CALLS = 1000;

	private static final int MAX_BODY = 4096;

	private static final ContentType TOKEN = ContentType.create("application/secevent+jwt");

	/** RFC 8935 section 2.4. */
	private static final Set<String> ERRORS = Set.of("invalid_request", "invalid_key", "invalid_issuer",
			"invalid_audience", "authentication_failed", "access_denied");

	private final JsonMapper json;

	private final CloseableHttpClient http = OutgoingHttp.pooled(CONNECT_TIMEOUT, LIMIT, MAX_CALLS,
			Duration.ofSeconds(1));

	private final Deadlines deadlines = new Deadlines("account-event-deadlines");

	ReceiverClient(JsonMapper json) {
		this.json = json;
	}

	/**
	 * Posts a token, which takes ten seconds at most. 202 says that the service has taken
	 * it, and nothing else does.
	 * @param url where to
	 * @param token the token
	 * @return why it was not taken, or empty if it was
	 */
	Optional<String> post(URI url, String token) {
		HttpPost request = new HttpPost(url);
		request.setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
		request.setEntity(new ByteArrayEntity(token.getBytes(StandardCharsets.US_ASCII), TOKEN));
		try {
			return this.deadlines.execute(this.http, request, LIMIT, (response) -> refusal(request, response));
		}
		catch (TooLongException ex) {
			return Optional.of(ex.refusal);
		}
		catch (IOException ex) {
			return Optional
				.of((ex instanceof SocketTimeoutException || request.isAborted()) ? "timeout" : "connection");
		}
	}

	private Optional<String> refusal(HttpPost request, ClassicHttpResponse response) throws IOException {
		int status = response.getCode();
		HttpEntity entity = response.getEntity();
		byte[] body = (status != HttpStatus.SC_ACCEPTED && entity != null)
				? entity.getContent().readNBytes(MAX_BODY + 1) : new byte[0];
		String refusal = "status_" + status;
		if (body.length > MAX_BODY) {
			// To close it otherwise is to read it to its end.
			request.abort();
			throw new TooLongException(refusal);
		}
		if (status == HttpStatus.SC_ACCEPTED) {
			return Optional.empty();
		}
		return Optional.of((status == HttpStatus.SC_BAD_REQUEST) ? error(body).orElse(refusal) : refusal);
	}

	private Optional<String> error(byte[] body) {
		try {
			JsonNode error = this.json.readTree(body).path("err");
			return error.isString() ? Optional.of(error.stringValue()).filter(ERRORS::contains) : Optional.empty();
		}
		catch (JacksonException ex) {
			return Optional.empty();
		}
	}

	@Override
	public void close() throws IOException {
		this.deadlines.close();
		this.http.close();
	}

	/** An answer that is no refusal of RFC 8935, and goes on and on. */
	private static final class TooLongException extends IOException {

		@Serial
		private static final long serialVersionUID = 1L;

		private final String refusal;

		TooLongException(String refusal) {
			super(refusal);
			this.refusal = refusal;
		}

	}

}
