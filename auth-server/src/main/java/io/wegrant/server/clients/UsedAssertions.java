package io.wegrant.server.clients;

import java.time.Duration;
import java.time.Instant;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The assertions by which clients have proved who they are, each of which is good once,
 * on whatever node. One is a row with a primary key: of two nodes that write the same,
 * each to its own member of a cluster and however far one of them lags, one commits. The
 * other one is undone, writes again, and finds the row.
 */
public final class UsedAssertions {

	/**
	 * How much longer a row is kept than its assertion is good: a node that purges may be
	 * ahead of one that takes assertions.
	 */
	private static final Duration MARGIN = Duration.ofMinutes(5);

	private final UsedAssertionRows rows;

	private final TransactionTemplate transactions;

	UsedAssertions(UsedAssertionRows rows, TransactionTemplate transactions) {
		this.rows = rows;
		this.transactions = transactions;
	}

	/**
	 * Uses an assertion, if it was not used before.
	 * @param clientId whose it is
	 * @param jti its name, which the client gives once (RFC 7519 section 4.1.7)
	 * @param goodUntil from when on it is refused by its age
	 * @return whether this is the first use
	 */
	public boolean use(ClientId clientId, String jti, Instant goodUntil) {
		// No client_id has a line break, so no two pairs look the same.
		String digest = ClientSecretHash.hex(clientId.value() + "\n" + jti);
		try {
			this.transactions.executeWithoutResult((status) -> this.rows.add(digest, goodUntil.plus(MARGIN)));
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

}
