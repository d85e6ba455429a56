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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.web.util.UriComponentsBuilder;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.directory.People;

/**
 * Sends events and messages, each once and not three times as WeChat would.
 */
public final class Pushes {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final String RECEIVER = "gh_0123456789ab";

	private static final String SENDER = "oPlatform000000000000000push";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(PATIENCE)
		.build();

	private volatile URI baseUrl;

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
	 * Tells whether pushes can go below an address.
	 * @param url the address
	 * @return whether it is an http or https URL that ends with a slash
	 */
	public static boolean isBaseUrl(URI url) {
		return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null
				&& url.toString().endsWith("/") && url.getRawQuery() == null && url.getRawFragment() == null;
	}

	/**
	 * Changes where pushes go.
	 * @param url where they go unless they are told otherwise; the appid is added
	 */
	public void to(URI url) {
		Assert.isTrue(isBaseUrl(url), "url must be an http or https URL that ends with a slash");
		this.baseUrl = url;
	}

	/**
	 * Composes, signs and sends an event.
	 * @param push the event
	 * @return what the receiver answered
	 */
	public PushAnswer send(Push push) {
		String format = format(this.miniPrograms.require(push.appid()), push.format());
		Map<String, Object> members = new LinkedHashMap<>(head(push.event(), this.clock.instant()));
		members.put("OpenID", this.people.openid(push.appid(), push.user()));
		members.put("AppID", push.appid());
		members.put("RevokeInfo", (push.revokeInfo() != null) ? push.revokeInfo() : "0");
		return send(new Message(push.appid(), MessageText.of(format, members), contentType(format), push.isEncrypted(),
				push.url()));
	}

	/**
	 * Signs and sends a message.
	 * @param message the message
	 * @return what the receiver answered, decrypted if it was encrypted
	 * @throws UnreadableAnswerException when the receiver gave an encrypted answer that
	 * is not signed or encrypted as it must be
	 */
	public PushAnswer send(Message message) {
		MiniProgram miniProgram = this.miniPrograms.require(message.appid());
		String token = miniProgram.pushToken();
		Assert.isTrue(token != null, "The mini-program has no push token");
		String key = miniProgram.encodingAesKey();
		boolean encrypted = (message.encrypted() != null) ? message.encrypted() : key != null;
		String contentType = (message.contentType() != null) ? message.contentType()
				: contentType(format(miniProgram, null));
		String timestamp = String.valueOf(this.clock.instant().getEpochSecond());
		String nonce = String.valueOf(this.random.nextInt(1_000_000_000, Integer.MAX_VALUE));
		UriComponentsBuilder url = UriComponentsBuilder
			.fromUri((message.url() != null) ? message.url() : this.baseUrl.resolve(message.appid()))
			.queryParam("signature", PushCipher.sign(token, timestamp, nonce))
			.queryParam("timestamp", timestamp)
			.queryParam("nonce", nonce)
			.queryParam("openid", SENDER);
		if (!encrypted) {
			return post(url, contentType, message.body());
		}
		Assert.isTrue(key != null, "The mini-program has no key to encrypt with");
		String ciphertext = PushCipher.encrypt(key, message.appid(), message.body(), this.random);
		url.queryParam("encrypt_type", "aes")
			.queryParam("msg_signature", PushCipher.sign(token, timestamp, nonce, ciphertext));
		PushAnswer answer = post(url, contentType, MessageText.of(contentType.contains("xml") ? "xml" : "json",
				Map.of("ToUserName", RECEIVER, "Encrypt", ciphertext)));
		return AnswerEnvelope.read(answer.body())
			.map((envelope) -> new PushAnswer(answer.status(), envelope.open(token, key, message.appid()), true))
			.orElse(answer);
	}

	static Map<String, Object> head(String event, Instant time) {
		Map<String, Object> head = new LinkedHashMap<>();
		head.put("ToUserName", RECEIVER);
		head.put("FromUserName", SENDER);
		head.put("CreateTime", time.getEpochSecond());
		head.put("MsgType", "event");
		head.put("Event", event);
		return head;
	}

	static String format(MiniProgram miniProgram, @Nullable String wanted) {
		if (wanted != null) {
			return wanted;
		}
		return (miniProgram.pushFormat() != null) ? miniProgram.pushFormat() : "json";
	}

	private static String contentType(String format) {
		return format.equals("xml") ? "text/xml" : "application/json";
	}

	private PushAnswer post(UriComponentsBuilder url, String contentType, String body) {
		HttpRequest request = HttpRequest.newBuilder(url.build(true).toUri())
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
