package io.wegrant.server.admin.api;

import java.util.List;
import java.util.function.Function;

import io.wegrant.server.admin.AdminProblem;

/**
 * A page of a list.
 *
 * @param <T> what is listed
 * @param items the items
 * @param page the page's number, from 0
 * @param size how many items a page has at most
 * @param more whether there is a next page
 */
record Page<T>(List<T> items, int page, int size, boolean more) {

	private static final int MAX_SIZE = 100;

	/**
	 * Reads a page of a list.
	 * @param <S> what the list consists of
	 * @param <T> as what it is shown
	 * @param page the page's number, from 0
	 * @param size how many items the page has at most
	 * @param list gives at most so many entries of the list, after passing over so many
	 * @param item shows an entry
	 * @return the page
	 * @throws AdminProblem with 400 if there is no such page or size
	 */
	static <S, T> Page<T> of(int page, int size, Excerpt<S> list, Function<S, T> item) {
		if (page < 0 || size < 1 || size > MAX_SIZE) {
			throw AdminProblem.badPage();
		}
		// One more than the page has tells whether there is another, without counting.
		List<S> found = list.read(size + 1, (long) page * size);
		return new Page<>(found.stream().limit(size).map(item).toList(), page, size, found.size() > size);
	}

	/**
	 * Reads a part of a list.
	 *
	 * @param <S> what the list consists of
	 */
	interface Excerpt<S> {

		List<S> read(int limit, long offset);

	}

}
