package io.wegrant.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.benchmarks.load.Connection.Answer;

/**
 * Reads the whole window of the revocation feed, as a service does when it starts.
 */
public final class FeedSize {

	private FeedSize() {
	}

	/**
	 * Measures.
	 * @param provider the port of the provider
	 * @return how many bytes the bodies of the answers have
	 */
	public static long bytes(int provider) {
		try (Connection connection = new Connection(provider)) {
			long bytes = 0;
			String query = "";
			while (true) {
				Answer answer = connection.exchange(Http.get("/oauth2/revocations" + query, "")).expect(200);
				bytes += answer.body().length();
				JsonNode claims = claims(answer.body());
				if (!claims.path("more").asBoolean()) {
					return bytes;
				}
				query = "?after=" + claims.path("cursor").asString();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonNode claims(String jws) {
		byte[] payload = Base64.getUrlDecoder().decode(jws.split("\\.", -1)[1]);
		return JsonMapper.shared().readTree(new String(payload, StandardCharsets.UTF_8));
	}

}
