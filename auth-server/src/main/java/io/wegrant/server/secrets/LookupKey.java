package io.wegrant.server.secrets;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The key of {@link LookupHashes} as it is stored: encrypted under the master keyset,
 * whose rotation it outlives together with the hashes.
 */
final class LookupKey {

	static final EncryptedColumn COLUMN = new EncryptedColumn("lookup_key", "id", "secret", List.of("id"));

	private static final String ID = "1";

	private static final int BYTES = 32;

	/** What a new database has in its place. */
	private static final byte[] NONE = {};

	private final MasterKeyset keyset;

	private final JdbcClient jdbc;

	private final TransactionTemplate transactions;

	private final SecureRandom random;

	LookupKey(MasterKeyset keyset, JdbcClient jdbc, TransactionTemplate transactions, SecureRandom random) {
		this.keyset = keyset;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.random = random;
	}

	/**
	 * Returns the hashes under the key, which is made once in the life of a database: by
	 * the first node that starts. The new database says that there is none yet, so that
	 * one that has lost its key is not given another.
	 * @return the hashes
	 * @throws InvalidKeysetException if the key is lost, or the keyset does not open it
	 */
	LookupHashes hashes() {
		byte[] stored = read();
		byte[] secret = (stored.length > 0) ? stored : make();
		return new LookupHashes(Base64.getDecoder().decode(this.keyset.decrypt(Ciphertext.of(secret), context())));
	}

	private byte[] make() {
		byte[] key = new byte[BYTES];
		this.random.nextBytes(key);
		byte[] secret = this.keyset.encrypt(Base64.getEncoder().encodeToString(key), context()).bytes();
		return this.transactions.execute((status) -> {
			// Of nodes that start at once the first one's stays.
			this.jdbc.sql("UPDATE lookup_key SET secret = ? WHERE id = ? AND secret = ?")
				.params(secret, ID, NONE)
				.update();
			return read();
		});
	}

	private byte[] read() {
		return this.jdbc.sql("SELECT secret FROM lookup_key WHERE id = ?")
			.param(ID)
			.query((row, number) -> row.getBytes("secret"))
			.optional()
			.orElseThrow(() -> new InvalidKeysetException("The database has lost its look-up key", null));
	}

	private static String context() {
		return COLUMN.context(List.of(ID));
	}

}
