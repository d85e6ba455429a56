package io.wegrant.server.accounts;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

/**
 * Roles that a user may be given, beside the one that everybody has.
 *
 * @param names their names, in alphabetical order
 */
public record Roles(SortedSet<String> names) {

	/** The role that everybody has, and that is neither given nor taken. */
	public static final String USER = "USER";

	/** How many may be given at once. */
	public static final int MAX = 16;

	/** None. */
	public static final Roles NONE = new Roles(Collections.emptySortedSet());

	private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

	/**
	 * Reads roles that somebody is to be given.
	 * @param names their names
	 * @return the roles, or empty if they are too many, if no role is called like one of
	 * them, or if one is {@link #USER}
	 */
	public static Optional<Roles> of(Collection<String> names) {
		boolean good = names.stream().allMatch((name) -> NAME.matcher(name).matches() && !USER.equals(name));
		SortedSet<String> distinct = new TreeSet<>(names);
		return (good && distinct.size() <= MAX) ? Optional.of(new Roles(Collections.unmodifiableSortedSet(distinct)))
				: Optional.empty();
	}

	/**
	 * Reads roles that are stored.
	 * @param value the roles as {@link #value()} gave them
	 * @return the roles
	 */
	public static Roles stored(String value) {
		return value.isEmpty() ? NONE : new Roles(Collections.unmodifiableSortedSet(new TreeSet<>(names(value))));
	}

	/**
	 * Returns all roles of a user to whom these were given.
	 * @return the names of these, and of the one that everybody has
	 */
	public Set<String> withUser() {
		SortedSet<String> all = new TreeSet<>(this.names);
		all.add(USER);
		return Collections.unmodifiableSortedSet(all);
	}

	/**
	 * Adds roles.
	 * @param others the roles to add
	 * @return these and the others
	 */
	public Roles and(Roles others) {
		SortedSet<String> both = new TreeSet<>(this.names);
		both.addAll(others.names);
		return new Roles(Collections.unmodifiableSortedSet(both));
	}

	/**
	 * Tells whether there are none.
	 * @return whether there are none
	 */
	public boolean isEmpty() {
		return this.names.isEmpty();
	}

	/**
	 * Returns the roles as they are stored.
	 * @return their names, separated by spaces
	 */
	public String value() {
		return String.join(" ", this.names);
	}

	private static Collection<String> names(String value) {
		return Arrays.asList(StringUtils.tokenizeToStringArray(value, " "));
	}

}
