package io.wegrant.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two nodes of a provider, on one database.
 *
 * @param one the node that was first
 * @param other the other one
 */
public record TwoNodes(TestProvider one, TestProvider other) {

	private static final Map<List<Object>, TwoNodes> SHARED = new HashMap<>();

	/**
	 * Returns the nodes that tests with the same settings share, starting them for the
	 * first. Their clocks show the same time.
	 * @param database the kind of database they use
	 * @param properties settings that differ from the {@code dev} profile's, as
	 * {@code name=value}
	 * @return the nodes
	 */
	public static synchronized TwoNodes shared(Database database, String... properties) {
		TwoNodes nodes = SHARED.computeIfAbsent(List.of(database, List.of(properties)), (settings) -> {
			TestProvider one = TestProvider.start(database.create(), TestProvider.patient(properties));
			return new TwoNodes(one, one.anotherNode(TestProvider.patient(properties)));
		});
		nodes.one.clock().catchUp(nodes.other.clock());
		nodes.other.clock().catchUp(nodes.one.clock());
		return nodes;
	}

}
