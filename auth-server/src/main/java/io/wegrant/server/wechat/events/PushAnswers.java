package io.wegrant.server.wechat.events;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Writes what WeChat hears, in the form of the push: JSON or XML, encrypted or plain.
 */
final class PushAnswers {

	private static final String SUCCESS = "success";

	/** Whatever is not zero: WeChat sends the push again. */
	private static final String JSON_ERROR = "{\"ErrCode\":1,\"ErrMsg\":\"nobody takes it\"}";

	private static final String XML_ERROR = "<xml><ErrCode>1</ErrCode><ErrMsg><![CDATA[nobody takes it]]></ErrMsg></xml>";

	/** An openid, or the original id of an account. */
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private final SecureRandom random;

	private final Clock clock;

	PushAnswers(SecureRandom random, Clock clock) {
		this.random = random;
		this.clock = clock;
	}

	/**
	 * Answers by what became of a push: with {@code success}, or without a body.
	 * @param outcome what became of it
	 * @return the answer
	 */
	PushAnswer to(PushOutcome outcome) {
		return new PushAnswer(outcome.status(), MediaType.TEXT_PLAIN, outcome.status().isError() ? "" : SUCCESS);
	}

	/**
	 * Answers that a push was not taken and is to come again. Of what WeChat wants an
	 * answer for, an empty one would be an answer.
	 * @param message the message
	 * @return the answer
	 */
	PushAnswer unavailable(PushMessage message) {
		String error = message.isXml() ? XML_ERROR : JSON_ERROR;
		return new PushAnswer(HttpStatus.SERVICE_UNAVAILABLE, type(message), message.isOfPayment() ? error : "");
	}

	/**
	 * Answers what a service has answered. WeChat takes an empty text and {@code success}
	 * in clear.
	 * @param request the request that the push came in
	 * @param message the message
	 * @param body what the service has answered
	 * @return the answer
	 */
	PushAnswer passOn(SignedRequest request, PushMessage message, String body) {
		if (body.isBlank() || body.strip().equals(SUCCESS)) {
			return new PushAnswer(HttpStatus.OK, MediaType.TEXT_PLAIN, body.strip());
		}
		return new PushAnswer(HttpStatus.OK, type(message),
				request.settings()
					.encodingAesKey()
					.map((key) -> encrypt(request, key, message.isXml(), body))
					.orElse(body));
	}

	/**
	 * Answers that people may answer a user's message: those at the customer-service
	 * desk.
	 * @param request the request that the message came in
	 * @param message the message
	 * @return the answer, or empty if the message does not say between whom it is
	 */
	Optional<PushAnswer> handOver(SignedRequest request, PushMessage message) {
		Optional<String> user = name(message, "FromUserName");
		Optional<String> account = name(message, "ToUserName");
		if (user.isEmpty() || account.isEmpty()) {
			return Optional.empty();
		}
		long now = this.clock.instant().getEpochSecond();
		String body = message.isXml()
				? "<xml><ToUserName><![CDATA[" + user.get() + "]]></ToUserName><FromUserName><![CDATA[" + account.get()
						+ "]]></FromUserName><CreateTime>" + now
						+ "</CreateTime><MsgType><![CDATA[transfer_customer_service]]></MsgType></xml>"
				: "{\"ToUserName\":\"" + user.get() + "\",\"FromUserName\":\"" + account.get() + "\",\"CreateTime\":"
						+ now + ",\"MsgType\":\"transfer_customer_service\"}";
		return Optional.of(passOn(request, message, body));
	}

	private String encrypt(SignedRequest request, String key, boolean isXml, String body) {
		byte[] salt = new byte[PushCipher.RANDOM];
		this.random.nextBytes(salt);
		String ciphertext = PushCipher.encrypt(key, request.appid(), salt, body.getBytes(StandardCharsets.UTF_8));
		String now = Long.toString(this.clock.instant().getEpochSecond());
		String signature = PushSignature.of(request.settings().token(), now, request.nonce(), ciphertext);
		return isXml
				? "<xml><Encrypt><![CDATA[" + ciphertext + "]]></Encrypt><MsgSignature><![CDATA[" + signature
						+ "]]></MsgSignature><TimeStamp>" + now + "</TimeStamp><Nonce><![CDATA[" + request.nonce()
						+ "]]></Nonce></xml>"
				: "{\"Encrypt\":\"" + ciphertext + "\",\"MsgSignature\":\"" + signature + "\",\"TimeStamp\":" + now
						+ ",\"Nonce\":\"" + request.nonce() + "\"}";
	}

	private static Optional<String> name(PushMessage message, String member) {
		return message.text(member).map(String::strip).filter((value) -> NAME.matcher(value).matches());
	}

	private static MediaType type(PushMessage message) {
		return message.isXml() ? new MediaType(MediaType.TEXT_XML, StandardCharsets.UTF_8) : MediaType.APPLICATION_JSON;
	}

}
