package io.wegrant.endtoend.stage;

/**
 * How often stories repeat what races or is measured: a few times when a change is
 * checked, and in full with {@code scripts/long-tests}.
 */
public final class Rounds {

	private static final boolean FULL = Boolean.getBoolean("tests.full");

	private Rounds() {
	}

	/**
	 * Chooses a number of rounds, of seconds or of people.
	 * @param full how many it takes to trust in it
	 * @param quick how many it takes to notice that it does not work at all
	 * @return one of them
	 */
	public static int of(int full, int quick) {
		return FULL ? full : quick;
	}

}
