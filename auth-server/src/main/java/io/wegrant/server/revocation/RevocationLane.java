package io.wegrant.server.revocation;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

/**
 * What this node knows of a lane. One thread writes.
 */
final class RevocationLane {

	private static final Duration REMEMBERED = Duration.ofHours(1);

	private final long id;

	/** Where the entries that are told have their place in this node's window. */
	private final ConcurrentNavigableMap<Long, Long> places = new ConcurrentSkipListMap<>();

	private volatile long lastSeq;

	private volatile long purgedUpTo;

	/** Of the thread that writes. */
	private @Nullable Long goneSince;

	RevocationLane(long id) {
		this.id = id;
	}

	long id() {
		return this.id;
	}

	/**
	 * Returns the number of the newest entry that was read.
	 * @return the number, 0 if there was none
	 */
	long lastSeq() {
		return this.lastSeq;
	}

	/**
	 * Tells whether there is an entry to be told.
	 * @return whether one has not expired
	 */
	boolean isTold() {
		return !this.places.isEmpty();
	}

	/**
	 * Returns up to where no entry is told any more.
	 * @return the number of the last entry before the first one that is told
	 */
	long forgottenUpTo() {
		// Read first: an entry may come meanwhile, and is not forgotten.
		long last = this.lastSeq;
		Map.Entry<Long, Long> first = this.places.firstEntry();
		return (first != null) ? Math.min(first.getKey() - 1, last) : last;
	}

	/**
	 * Takes note whether the lane means anything still.
	 * @param alive whether the database has it, or an entry of it is told
	 * @param nanoTime what time it is
	 */
	void see(boolean alive, long nanoTime) {
		this.goneSince = alive ? null : Objects.requireNonNullElse(this.goneSince, nanoTime);
	}

	/**
	 * Tells whether no reader can come any more who has heard of the lane lately.
	 * @param nanoTime what time it is
	 * @return whether the lane has long been gone
	 */
	boolean isGone(long nanoTime) {
		return this.goneSince != null && nanoTime - this.goneSince > REMEMBERED.toNanos();
	}

	long purgedUpTo() {
		return this.purgedUpTo;
	}

	void purged(long upTo) {
		this.purgedUpTo = upTo;
	}

	void readUpTo(long seq) {
		this.lastSeq = seq;
	}

	void add(long seq, long place) {
		this.places.put(seq, place);
		this.lastSeq = seq;
	}

	void forget(long seq) {
		this.places.remove(seq);
	}

	/**
	 * Finds the first entry that a reader has not heard.
	 * @param heard the last one that it has
	 * @return its place in the window
	 */
	OptionalLong placeAfter(long heard) {
		Map.Entry<Long, Long> next = this.places.higherEntry(heard);
		return (next != null) ? OptionalLong.of(next.getValue()) : OptionalLong.empty();
	}

}
