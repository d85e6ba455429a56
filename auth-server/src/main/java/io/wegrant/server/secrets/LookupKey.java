package io.wegrant.server.secrets;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The key of {@link LookupHashes} as it is stored: encrypted under the master keyset,
 * whose rotation it outlives together with the hashes.
 */
public final class LookupKey {

	static final EncryptedColumn COLUMN = new EncryptedColumn("lookup_key", "id", "secret", List.of("id"));

	private static final String ID = "1";

	private static final int BYTES = 32;

	private final MasterKeyset keyset;

	LookupKey(MasterKeyset keyset) {
		this.keyset = keyset;
	}

	/**
	 * Stores a new key.
	 * @param jdbc the database, which has none
	 * @param random where the key comes from
	 */
	void create(JdbcClient jdbc, SecureRandom random) {
		byte[] key = new byte[BYTES];
		random.nextBytes(key);
		Ciphertext secret = this.keyset.encrypt(Base64.getEncoder().encodeToString(key), context());
		jdbc.sql("INSERT INTO lookup_key (id, secret) VALUES (?, ?)").param(ID).param(secret.bytes()).update();
	}

	/**
	 * Reads the key.
	 * @param jdbc the database
	 * @return the hashes under the key
	 * @throws InvalidKeysetException if it is not there, or the keyset does not open it
	 */
	public LookupHashes read(JdbcClient jdbc) {
		byte[] secret = jdbc.sql("SELECT secret FROM lookup_key WHERE id = ?")
			.param(ID)
			.query((row, number) -> row.getBytes("secret"))
			.optional()
			.orElseThrow(() -> new InvalidKeysetException("The database has lost its look-up key", null));
		return new LookupHashes(Base64.getDecoder().decode(this.keyset.decrypt(Ciphertext.of(secret), context())));
	}

	private static String context() {
		return COLUMN.context(List.of(ID));
	}

}
