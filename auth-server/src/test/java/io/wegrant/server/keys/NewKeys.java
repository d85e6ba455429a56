package io.wegrant.server.keys;

import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;

/**
 * Signing keys as on a day when the nodes started on an empty database.
 */
public final class NewKeys {

	private NewKeys() {
	}

	/**
	 * Takes all keys of some nodes away and has them make new ones.
	 * @param nodes the nodes
	 * @return the nodes
	 */
	public static TwoNodes of(TwoNodes nodes) {
		nodes.one().bean(JdbcTemplate.class).update("DELETE FROM signing_key");
		refresh(nodes.one());
		refresh(nodes.other());
		return nodes;
	}

	static void refresh(TestProvider node) {
		node.bean(SigningKeys.class).refresh();
	}

}
