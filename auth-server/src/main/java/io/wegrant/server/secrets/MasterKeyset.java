package io.wegrant.server.secrets;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys under which the provider encrypts and authenticates what it stores. It is one
 * JSON document of two Tink keysets: {@code encryption} (AES-256-GCM) and
 * {@code authentication} (HMAC-SHA-256 with a 128-bit tag). Each keyset may hold several
 * keys, of which the primary one writes and all read.
 * <p>
 * A context, the name of the place where a value is stored, is bound to every ciphertext
 * and tag: a value copied to another row or column does not open.
 */
public final class MasterKeyset {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String ENCRYPTION = "encryption";

	private static final String AUTHENTICATION = "authentication";

	private final Aead encryption;

	private final Mac authentication;

	private MasterKeyset(Aead encryption, Mac authentication) {
		this.encryption = encryption;
		this.authentication = authentication;
	}

	/**
	 * Reads a keyset document.
	 * @param document the JSON document
	 * @return the keyset
	 * @throws InvalidKeysetException if the document is not a complete keyset
	 */
	public static MasterKeyset parse(String document) {
		try {
			JsonNode json = JSON.readTree(document);
			Aead encryption = keyset(json, ENCRYPTION).getPrimitive(TinkConfig2026.get(), Aead.class);
			Mac authentication = keyset(json, AUTHENTICATION).getPrimitive(TinkConfig2026.get(), Mac.class);
			return new MasterKeyset(encryption, authentication);
		}
		catch (JacksonException ex) {
			// The parser's message quotes its input.
			throw new InvalidKeysetException("The master keyset is not a JSON document", null);
		}
		catch (GeneralSecurityException ex) {
			throw new InvalidKeysetException("The master keyset is incomplete or holds keys of another kind", ex);
		}
	}

	/**
	 * Makes a new keyset document with one fresh key of each kind.
	 * @return the JSON document, which is as secret as everything it protects
	 */
	public static String generate() {
		try {
			ObjectNode json = JSON.createObjectNode();
			json.set(ENCRYPTION, newKeyset(PredefinedAeadParameters.AES256_GCM));
			json.set(AUTHENTICATION, newKeyset(PredefinedMacParameters.HMAC_SHA256_128BITTAG));
			return json.toPrettyString();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Key generation failed", ex);
		}
	}

	/**
	 * Prints a new keyset document.
	 * @param out where it is printed
	 */
	public static void printNew(PrintStream out) {
		out.println(generate());
	}

	/**
	 * Encrypts a value for one place.
	 * @param plaintext the value
	 * @param context the name of the place, which is authenticated and not stored
	 * @return the ciphertext, with the id of its key in front
	 */
	public Ciphertext encrypt(String plaintext, String context) {
		try {
			return Ciphertext.of(this.encryption.encrypt(utf8(plaintext), utf8(context)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Encryption failed", ex);
		}
	}

	/**
	 * Decrypts a value of one place.
	 * @param ciphertext what {@link #encrypt} returned
	 * @param context the context that it was encrypted with
	 * @return the value
	 * @throws InvalidKeysetException if no key of this keyset opens it there
	 */
	public String decrypt(Ciphertext ciphertext, String context) {
		try {
			return new String(this.encryption.decrypt(ciphertext.bytes(), utf8(context)), StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException ex) {
			throw new InvalidKeysetException("The master keyset does not open " + context, ex);
		}
	}

	/**
	 * Computes the tag of some bytes.
	 * @param data the bytes, which start with a label of their purpose
	 * @return the tag of 21 bytes: 5 name the key, 16 are the MAC
	 */
	public byte[] authenticate(byte[] data) {
		try {
			return this.authentication.computeMac(data);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("MAC failed", ex);
		}
	}

	/**
	 * Checks the tag of some bytes in constant time.
	 * @param tag the tag
	 * @param data the bytes
	 * @return whether a key of this keyset made the tag for these bytes
	 */
	public boolean isAuthentic(byte[] tag, byte[] data) {
		try {
			this.authentication.verifyMac(tag, data);
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	@Override
	public String toString() {
		return "MasterKeyset[redacted]";
	}

	private static KeysetHandle keyset(JsonNode json, String name) throws GeneralSecurityException {
		JsonNode keyset = json.get(name);
		if (keyset == null || !keyset.isObject()) {
			throw new InvalidKeysetException("The master keyset lacks its member '" + name + "'", null);
		}
		return TinkJsonProtoKeysetFormat.parseKeyset(keyset.toString(), TinkConfig2026.get(),
				InsecureSecretKeyAccess.get());
	}

	private static JsonNode newKeyset(Parameters parameters) throws GeneralSecurityException {
		KeysetHandle keyset = KeysetHandle.generateNew(parameters, TinkConfig2026.get());
		return JSON.readTree(
				TinkJsonProtoKeysetFormat.serializeKeyset(keyset, TinkConfig2026.get(), InsecureSecretKeyAccess.get()));
	}

	private static byte[] utf8(String value) {
		return value.getBytes(StandardCharsets.UTF_8);
	}

}
