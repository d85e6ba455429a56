package io.wegrant.endtoend.stage;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything the clients saw that no log may contain.
 */
public final class Secrets {

	private final Set<String> values = ConcurrentHashMap.newKeySet();

	Secrets() {
		this.values.add("dev-app-secret-1");
		this.values.add("dev-app-secret-2");
		this.values.add(Provider.SERVICE_SECRET);
		this.values.add(Provider.ADMIN_SECRET);
	}

	void add(String value) {
		this.values.add(value);
	}

	public Set<String> values() {
		return Set.copyOf(this.values);
	}

}
