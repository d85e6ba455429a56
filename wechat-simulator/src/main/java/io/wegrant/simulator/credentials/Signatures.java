package io.wegrant.simulator.credentials;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signatures by which a server proves that it holds a session key or the key of
 * virtual payment. They are HMAC-SHA256 in lower case hex, over bytes as they are sent.
 */
public final class Signatures {

	private static final String ALGORITHM = "HmacSHA256";

	private Signatures() {
	}

	/**
	 * Signs for the session of a user.
	 * @param sessionKey the session key, whose Base64 text is the key, not the bytes it
	 * stands for
	 * @param message what is signed
	 * @return the signature
	 */
	public static String ofSession(String sessionKey, byte[] message) {
		return hmac(sessionKey, message);
	}

	/**
	 * Signs for a payment.
	 * @param appKey the key of virtual payment
	 * @param uri the path of the call, or the name of the client's call
	 * @param message what is signed with it
	 * @return the signature
	 */
	public static String ofPayment(String appKey, String uri, byte[] message) {
		ByteArrayOutputStream signed = new ByteArrayOutputStream();
		signed.writeBytes((uri + "&").getBytes(StandardCharsets.UTF_8));
		signed.writeBytes(message);
		return hmac(appKey, signed.toByteArray());
	}

	private static String hmac(String key, byte[] message) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			return HexFormat.of().formatHex(mac.doFinal(message));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
