package io.wegrant.simulator.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.directory.People;

/**
 * Sends events, each once and not three times as WeChat would.
 */
public final class Pushes {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final String RECEIVER = "gh_0123456789ab";

	private static final String SENDER = "oPlatform000000000000000push";

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(PATIENCE)
		.build();

	private final URI baseUrl;

	private final MiniPrograms miniPrograms;

	private final People people;

	private final Clock clock;

	private final SecureRandom random;

	/**
	 * Creates the sender.
	 * @param baseUrl where pushes go unless they are told otherwise; the appid is added
	 * @param miniPrograms the mini-programs with their tokens and keys
	 * @param people the people
	 * @param clock the simulator's clock
	 * @param random for nonces
	 */
	public Pushes(URI baseUrl, MiniPrograms miniPrograms, People people, Clock clock, SecureRandom random) {
		this.baseUrl = baseUrl;
		this.miniPrograms = miniPrograms;
		this.people = people;
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Composes, signs and sends an event.
	 * @param push the event
	 * @return what the receiver answered
	 */
	public PushAnswer send(Push push) {
		MiniProgram miniProgram = this.miniPrograms.require(push.appid());
		String token = miniProgram.pushToken();
		Assert.isTrue(token != null, "The mini-program has no push token");
		boolean encrypted = (push.mode() != null) ? push.mode().equals("encrypted")
				: miniProgram.encodingAesKey() != null;
		String key = miniProgram.encodingAesKey();
		Assert.isTrue(!encrypted || key != null, "The mini-program has no key to encrypt with");
		String timestamp = String.valueOf(this.clock.instant().getEpochSecond());
		String nonce = String.valueOf(this.random.nextInt(1_000_000_000, Integer.MAX_VALUE));
		String openid = this.people.openid(push.appid(), push.user());
		UriComponentsBuilder url = UriComponentsBuilder
			.fromUri((push.url() != null) ? push.url() : this.baseUrl.resolve(push.appid()))
			.queryParam("signature", PushCipher.sign(token, timestamp, nonce))
			.queryParam("timestamp", timestamp)
			.queryParam("nonce", nonce)
			.queryParam("openid", SENDER);
		String body = text(push, message(push, openid, timestamp));
		if (encrypted) {
			String ciphertext = PushCipher.encrypt(String.valueOf(key), push.appid(), body, this.random);
			url.queryParam("encrypt_type", "aes")
				.queryParam("msg_signature", PushCipher.sign(token, timestamp, nonce, ciphertext));
			body = text(push, Map.of("ToUserName", RECEIVER, "Encrypt", ciphertext));
		}
		return post(url.build(true).toUri(), push.isXml() ? "text/xml" : "application/json", body);
	}

	private static Map<String, @Nullable Object> message(Push push, String openid, String timestamp) {
		Map<String, @Nullable Object> message = new LinkedHashMap<>();
		message.put("ToUserName", RECEIVER);
		message.put("FromUserName", SENDER);
		message.put("CreateTime", Long.valueOf(timestamp));
		message.put("MsgType", "event");
		message.put("Event", push.event());
		message.put("OpenID", openid);
		message.put("AppID", push.appid());
		message.put("RevokeInfo", (push.revokeInfo() != null) ? push.revokeInfo() : "0");
		return message;
	}

	private static String text(Push push, Map<String, ?> message) {
		if (!push.isXml()) {
			return JSON.writeValueAsString(message);
		}
		return message.entrySet()
			.stream()
			.map((member) -> "<" + member.getKey() + ">" + xml(member.getValue()) + "</" + member.getKey() + ">")
			.collect(Collectors.joining("\n", "<xml>", "</xml>"));
	}

	private static String xml(@Nullable Object value) {
		return (value instanceof Long) ? value.toString() : "<![CDATA[" + value + "]]>";
	}

	private PushAnswer post(URI url, String contentType, String body) {
		HttpRequest request = HttpRequest.newBuilder(url)
			.timeout(PATIENCE)
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		try {
			HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
			return new PushAnswer(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The receiver of the push cannot be reached", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The simulator stops", ex);
		}
	}

}
