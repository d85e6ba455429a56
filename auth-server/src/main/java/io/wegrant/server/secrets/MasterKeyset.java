package io.wegrant.server.secrets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

	/** How many bytes of a ciphertext name its key. */
	private static final int PREFIX_LENGTH = 5;

	private static final byte PREFIX_START = 1;

	private final Aead encryption;

	private final Mac authentication;

	private final List<Key> keys;

	private MasterKeyset(KeysetHandle encryption, KeysetHandle authentication) throws GeneralSecurityException {
		this.encryption = encryption.getPrimitive(TinkConfig2026.get(), Aead.class);
		this.authentication = authentication.getPrimitive(TinkConfig2026.get(), Mac.class);
		this.keys = Stream.of(keys(ENCRYPTION, encryption), keys(AUTHENTICATION, authentication))
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Reads a keyset document.
	 * @param document the JSON document
	 * @return the keyset
	 * @throws InvalidKeysetException if the document is not a complete keyset
	 */
	public static MasterKeyset parse(String document) {
		try {
			JsonNode json = read(document);
			return new MasterKeyset(keyset(json, ENCRYPTION), keyset(json, AUTHENTICATION));
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
	 * Takes a step of a rotation.
	 * @param document the JSON document
	 * @param step the step
	 * @return the document after it
	 * @throws InvalidKeysetException if the document is not a complete keyset, or the
	 * step is not its next
	 */
	static String rotate(String document, KeysetRotationStep step) {
		parse(document);
		try {
			JsonNode json = read(document);
			ObjectNode rotated = JSON.createObjectNode();
			rotated.set(ENCRYPTION, json(step.apply(keyset(json, ENCRYPTION), PredefinedAeadParameters.AES256_GCM)));
			rotated.set(AUTHENTICATION,
					json(step.apply(keyset(json, AUTHENTICATION), PredefinedMacParameters.HMAC_SHA256_128BITTAG)));
			return rotated.toPrettyString();
		}
		catch (GeneralSecurityException ex) {
			throw new InvalidKeysetException("The master keyset cannot be rotated", ex);
		}
	}

	/**
	 * Returns the keys, without what is secret of them.
	 * @return those for encryption, then those for authentication
	 */
	public List<Key> keys() {
		return this.keys;
	}

	/**
	 * Returns the bytes that begin each ciphertext of the primary key.
	 * @return the 5 bytes that name the key
	 */
	byte[] primaryPrefix() {
		Key primary = this.keys.stream()
			.filter((key) -> key.primary() && key.purpose().equals(ENCRYPTION))
			.findFirst()
			.orElseThrow();
		return ByteBuffer.allocate(PREFIX_LENGTH).put(PREFIX_START).putInt((int) primary.id()).array();
	}

	/**
	 * Tells whether there is more than one key that values may be encrypted with.
	 * @return whether a rotation is under way
	 */
	boolean isRotating() {
		return this.keys.stream().filter((key) -> key.purpose().equals(ENCRYPTION)).count() > 1;
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

	private static JsonNode read(String document) {
		try {
			return JSON.readTree(document);
		}
		catch (JacksonException ex) {
			// The parser's message quotes its input.
			throw new InvalidKeysetException("The master keyset is not a JSON document", null);
		}
	}

	private static List<Key> keys(String purpose, KeysetHandle keyset) {
		return IntStream.range(0, keyset.size())
			.mapToObj(keyset::getAt)
			.map((entry) -> new Key(purpose, Integer.toUnsignedLong(entry.getId()), entry.isPrimary()))
			.toList();
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
		return json(KeysetHandle.generateNew(parameters, TinkConfig2026.get()));
	}

	private static JsonNode json(KeysetHandle keyset) throws GeneralSecurityException {
		return JSON.readTree(
				TinkJsonProtoKeysetFormat.serializeKeyset(keyset, TinkConfig2026.get(), InsecureSecretKeyAccess.get()));
	}

	private static byte[] utf8(String value) {
		return value.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A key of the keyset, without what is secret of it.
	 *
	 * @param purpose {@code encryption} or {@code authentication}
	 * @param id the number that Tink gave it
	 * @param primary whether it is the one that writes
	 */
	public record Key(String purpose, long id, boolean primary) {

	}

}
