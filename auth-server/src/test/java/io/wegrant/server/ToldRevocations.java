package io.wegrant.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;

import com.nimbusds.jose.JWSObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a node tells services in its feed, read as the starter does it.
 */
public final class ToldRevocations {

	private final JsonNode entries;

	private ToldRevocations(JsonNode entries) {
		this.entries = entries;
	}

	/**
	 * Reads the feed of a node.
	 * @param node the node
	 * @return what it tells
	 */
	public static ToldRevocations of(TestProvider node) {
		try {
			String feed = node.send(node.request("/oauth2/revocations")).body();
			return new ToldRevocations(
					new JsonMapper().readTree(JWSObject.parse(feed).getPayload().toString()).required("entries"));
		}
		catch (ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Tells whether services refuse an access token.
	 * @param tokens the answer that brought it
	 * @return whether an entry speaks of it
	 */
	public boolean refuse(Answer tokens) {
		JsonNode claims = tokens.claims();
		return this.entries.valueStream().anyMatch((entry) -> speaksOf(entry, claims));
	}

	private static boolean speaksOf(JsonNode entry, JsonNode claims) {
		String type = entry.required("type").asString();
		boolean named = claims.has(type)
				&& digest(claims.required(type).asString()).equals(entry.required("value").asString());
		String epoch = "sub".equals(type) ? "user_epoch" : "client_epoch";
		return named && (!entry.has("epoch") || claims.required(epoch).asLong() < entry.required("epoch").asLong());
	}

	private static String digest(String name) {
		try {
			byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256, 16));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
