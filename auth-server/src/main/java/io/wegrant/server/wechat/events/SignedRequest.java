package io.wegrant.server.wechat.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.http.HttpMethod;
import org.springframework.util.MultiValueMap;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.clients.PushSettings;

/**
 * A request whose signature and time are right. The signature vouches for the time and
 * the nonce, not for the body.
 *
 * @param method the HTTP method, {@code GET} of the verification of the URL
 * @param appid the mini-program that it concerns
 * @param settings what its pushes are signed and encrypted with
 * @param timestamp when it was signed, in seconds since the epoch, as it was sent
 * @param nonce what makes it unique
 * @param signature the signature
 * @param query all parameters of the query
 */
record SignedRequest(HttpMethod method, Appid appid, PushSettings settings, String timestamp, String nonce,
		String signature, MultiValueMap<String, String> query) {

	/** The request attribute that holds it. */
	static final String ATTRIBUTE = "io.wegrant.server.wechat.events.SignedRequest";

	/** So long before and after its time a signature is good. */
	static final Duration WINDOW = Duration.ofMinutes(5);

	private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{10}");

	private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

	private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{40}");

	private static final Pattern ECHO = Pattern.compile("[A-Za-z0-9+/=_-]{1,256}");

	/**
	 * Verifies a request.
	 * @param method the HTTP method
	 * @param appid the mini-program that it concerns
	 * @param settings what its pushes are signed and encrypted with
	 * @param query the parameters of the query
	 * @param now the time of now
	 * @return the request, or empty if it is not WeChat's or not of this time
	 */
	static Optional<SignedRequest> verify(HttpMethod method, Appid appid, PushSettings settings,
			MultiValueMap<String, String> query, Instant now) {
		Optional<String> timestamp = single(query, "timestamp", TIMESTAMP).filter((value) -> isOfNow(value, now));
		Optional<String> nonce = single(query, "nonce", NONCE);
		Optional<String> signature = single(query, "signature", SIGNATURE);
		if (timestamp.isEmpty() || nonce.isEmpty() || signature.isEmpty()
				|| !PushSignature.matches(signature.get(), settings.token(), timestamp.get(), nonce.get())) {
			return Optional.empty();
		}
		return Optional
			.of(new SignedRequest(method, appid, settings, timestamp.get(), nonce.get(), signature.get(), query));
	}

	/**
	 * Tells whether the body is said to be encrypted.
	 * @return whether it is
	 */
	boolean isEncrypted() {
		return this.query.getOrDefault("encrypt_type", List.of()).equals(List.of("aes"));
	}

	/**
	 * Tells whether the signature of an encrypted body is right.
	 * @param ciphertext the body's ciphertext as it was sent
	 * @return whether it is
	 */
	boolean hasSigned(String ciphertext) {
		return PushSignature.matches(messageSignature(), this.settings.token(), this.timestamp, this.nonce, ciphertext);
	}

	/**
	 * Returns the signature that a body comes under: of encrypted pushes the one that
	 * covers it.
	 * @return the signature
	 */
	String signatureOfBody() {
		return this.settings.encodingAesKey().isPresent() ? messageSignature() : this.signature;
	}

	private String messageSignature() {
		return single(this.query, "msg_signature", SIGNATURE).orElse("");
	}

	/**
	 * Returns when it was signed.
	 * @return the time
	 */
	Instant time() {
		return Instant.ofEpochSecond(Long.parseLong(this.timestamp));
	}

	/**
	 * Returns what WeChat wants to hear when it verifies the URL.
	 * @return the text, or empty if there is none
	 */
	Optional<String> echo() {
		return single(this.query, "echostr", ECHO);
	}

	private static boolean isOfNow(String timestamp, Instant now) {
		Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
		return age.abs().compareTo(WINDOW) <= 0;
	}

	private static Optional<String> single(MultiValueMap<String, String> query, String name, Pattern pattern) {
		List<String> values = query.getOrDefault(name, List.of());
		return (values.size() == 1)
				? Optional.ofNullable(values.get(0)).filter((each) -> pattern.matcher(each).matches())
				: Optional.empty();
	}

	@Override
	public String toString() {
		return "SignedRequest[appid=" + this.appid + "]";
	}

}
