package io.wegrant.benchmarks.peer.floor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * Signs access tokens with ES256, with the claims that ours have.
 */
final class TokenSignature {

	private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

	private static final String HEADER = encoded(
			"{\"kid\":\"Vvc7Jw1Yh3bM0nE4n5n7oXoN0b3c8l1Qy8kqk2q6a5E\",\"typ\":\"at+jwt\",\"alg\":\"ES256\"}");

	private final KeyPair pair = generate();

	String sign(String openid, String handle) throws GeneralSecurityException {
		long now = System.currentTimeMillis() / 1000;
		String content = HEADER + "." + encoded("{\"iss\":\"http://127.0.0.1\",\"sub\":\"" + handle
				+ "\",\"aud\":\"http://localhost:8090\""
				+ ",\"client_id\":\"wx1234567890abcdef\",\"scope\":\"goods.read\",\"roles\":[\"USER\"],\"sid\":\""
				+ handle + "\",\"jti\":\"" + handle + "\",\"openid\":\"" + openid + "\",\"iat\":" + now + ",\"exp\":"
				+ (now + 600) + "}");
		Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
		signature.initSign(this.pair.getPrivate());
		signature.update(content.getBytes(StandardCharsets.US_ASCII));
		return content + "." + BASE64.encodeToString(signature.sign());
	}

	private static KeyPair generate() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String encoded(String json) {
		return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}
