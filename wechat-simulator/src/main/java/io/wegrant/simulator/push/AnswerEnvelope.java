package io.wegrant.simulator.push;

import java.util.Map;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An encrypted answer to an encrypted push.
 *
 * @param encrypt the ciphertext
 * @param signature the signature over ciphertext, timestamp and nonce
 * @param timestamp when the answer was made, in seconds
 * @param nonce what makes the signature differ
 */
record AnswerEnvelope(String encrypt, String signature, String timestamp, String nonce) {

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * Reads the body of an answer.
	 * @param body the body
	 * @return the envelope, or empty when the body is none
	 */
	static Optional<AnswerEnvelope> read(String body) {
		return body.startsWith("<") ? XmlMembers.read(body).flatMap(AnswerEnvelope::ofXml) : readJson(body);
	}

	/**
	 * Opens the envelope.
	 * @param token the token of the mini-program
	 * @param encodingAesKey the key of the mini-program
	 * @param appid the mini-program
	 * @return what the envelope holds
	 */
	String open(String token, String encodingAesKey, String appid) {
		if (!PushCipher.sign(token, this.timestamp, this.nonce, this.encrypt).equals(this.signature)) {
			throw new UnreadableAnswerException("The MsgSignature of the answer is wrong");
		}
		return PushCipher.decrypt(encodingAesKey, appid, this.encrypt)
			.orElseThrow(() -> new UnreadableAnswerException("The answer cannot be decrypted"));
	}

	private static Optional<AnswerEnvelope> ofXml(Map<String, String> members) {
		return members.containsKey("Encrypt") ? Optional
			.of(new AnswerEnvelope(members.getOrDefault("Encrypt", ""), members.getOrDefault("MsgSignature", ""),
					members.getOrDefault("TimeStamp", ""), members.getOrDefault("Nonce", "")))
				: Optional.empty();
	}

	private static Optional<AnswerEnvelope> readJson(String body) {
		try {
			JsonNode json = JSON.readTree(body);
			if (!json.has("Encrypt")) {
				return Optional.empty();
			}
			if (!json.path("TimeStamp").isIntegralNumber() || !json.path("Nonce").isString()) {
				throw new UnreadableAnswerException("TimeStamp of the answer is no number, or Nonce no text");
			}
			return Optional
				.of(new AnswerEnvelope(json.path("Encrypt").asString(""), json.path("MsgSignature").asString(""),
						json.path("TimeStamp").asString(""), json.path("Nonce").asString("")));
		}
		catch (JacksonException ex) {
			return Optional.empty();
		}
	}

}
