package io.wegrant.server.revocation;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * How far a reader has come: in each lane, the number of the last entry that it has
 * heard. To readers it is an opaque text.
 *
 * @param heard the numbers by lane
 */
record RevocationCursor(SortedMap<Long, Long> heard) {

	/** Of who has heard nothing. */
	static final RevocationCursor START = new RevocationCursor(Collections.emptySortedMap());

	private static final byte VERSION = 1;

	private static final int LANE_BYTES = 2 * Long.BYTES;

	/** Within what servers and proxies take as the first line of a request. */
	private static final int MAX_LANES = 200;

	private static final int MAX_BYTES = 1 + MAX_LANES * LANE_BYTES + Integer.BYTES;

	/**
	 * Reads a cursor.
	 * @param text the text as it was given out
	 * @return the cursor, or empty if the text is none, or is not whole
	 */
	static Optional<RevocationCursor> parse(String text) {
		if (text.length() > 2 * MAX_BYTES) {
			return Optional.empty();
		}
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
			int length = bytes.remaining() - Integer.BYTES;
			if (length < 1 || bytes.getInt(length) != checksum(bytes.array(), length) || bytes.get() != VERSION) {
				return Optional.empty();
			}
			SortedMap<Long, Long> heard = new TreeMap<>();
			while (bytes.position() < length) {
				heard.put(bytes.getLong(), bytes.getLong());
			}
			return Optional.of(new RevocationCursor(heard));
		}
		catch (IllegalArgumentException | BufferUnderflowException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Writes the cursor as readers send it back.
	 * @return the text, of characters that need no escaping in a query
	 */
	String text() {
		ByteBuffer bytes = ByteBuffer.allocate(1 + this.heard.size() * LANE_BYTES + Integer.BYTES);
		bytes.put(VERSION);
		this.heard.forEach((lane, seq) -> bytes.putLong(lane).putLong(seq));
		bytes.putInt(checksum(bytes.array(), bytes.position()));
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
	}

	/**
	 * Returns what was heard of a lane.
	 * @param lane the lane
	 * @return the number of the last entry, 0 if it was none
	 */
	long of(long lane) {
		return this.heard.getOrDefault(lane, 0L);
	}

	/**
	 * Tells whether an entry was heard.
	 * @param entry the entry
	 * @return whether the reader has it
	 */
	boolean covers(RevocationEntry entry) {
		return entry.seq() <= of(entry.lane());
	}

	/**
	 * Goes on behind entries.
	 * @param entries what a reader hears, of each lane without a gap
	 * @return where the reader is then
	 */
	RevocationCursor after(List<RevocationEntry> entries) {
		SortedMap<Long, Long> farther = new TreeMap<>(this.heard);
		entries.forEach((entry) -> farther.merge(entry.lane(), entry.seq(), Math::max));
		return new RevocationCursor(farther);
	}

	/**
	 * Goes on to where another cursor is, and nowhere back.
	 * @param other the other cursor
	 * @return the farther of both in each lane
	 */
	RevocationCursor with(RevocationCursor other) {
		SortedMap<Long, Long> farther = new TreeMap<>(this.heard);
		other.heard.forEach((lane, seq) -> farther.merge(lane, seq, Math::max));
		return new RevocationCursor(farther);
	}

	/**
	 * Leaves out lanes that there are no more.
	 * @param lanes the lanes that there are
	 * @return what was heard of those
	 */
	RevocationCursor within(Set<Long> lanes) {
		SortedMap<Long, Long> left = new TreeMap<>(this.heard);
		left.keySet().retainAll(lanes);
		return new RevocationCursor(left);
	}

	/**
	 * Tells whether the cursor knows lanes, and none of those given.
	 * @param lanes the lanes that there are, or were
	 * @return whether it is of another feed, as far as one can see
	 */
	boolean isForeign(Map<Long, ?> lanes) {
		return !this.heard.isEmpty() && this.heard.keySet().stream().noneMatch(lanes::containsKey);
	}

	private static int checksum(byte[] bytes, int length) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, 0, length);
		return (int) checksum.getValue();
	}

}
