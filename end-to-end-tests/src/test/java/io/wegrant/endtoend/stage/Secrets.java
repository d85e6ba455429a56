package io.wegrant.endtoend.stage;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything the clients saw that no log may contain.
 */
public final class Secrets {

	/** Of a secret's end, which differs where beginnings are the same. */
	private static final int TAIL = 12;

	private final Map<String, Set<String>> byTail = new ConcurrentHashMap<>();

	Secrets() {
		List.of("dev-app-secret-1", "dev-app-secret-2", "dev-sandbox-app-key", Provider.SERVICE_SECRET,
				Provider.ADMIN_SECRET)
			.forEach(this::add);
	}

	/**
	 * Notes something that no log may contain.
	 * @param value the secret
	 */
	public void add(String value) {
		this.byTail.computeIfAbsent(value.substring(value.length() - TAIL), (tail) -> ConcurrentHashMap.newKeySet())
			.add(value);
	}

	public int count() {
		return this.byTail.values().stream().mapToInt(Set::size).sum();
	}

	/**
	 * Looks for all of them in a text, in one pass.
	 * @param text the text
	 * @return those that it contains
	 */
	public Set<String> foundIn(String text) {
		Set<String> found = new LinkedHashSet<>();
		for (int end = TAIL; end <= text.length(); end++) {
			for (String secret : this.byTail.getOrDefault(text.substring(end - TAIL, end), Set.of())) {
				if (text.startsWith(secret, end - secret.length())) {
					found.add(secret);
				}
			}
		}
		return found;
	}

}
