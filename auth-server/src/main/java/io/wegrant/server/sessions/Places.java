package io.wegrant.server.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a new session can go. A user has as many slots with a client as sessions may live
 * there, and a session keeps its slot until a new one takes it.
 */
final class Places {

	private final int slots;

	private final List<KeptSession> kept;

	private final List<KeptSession> live;

	/**
	 * Looks for places.
	 * @param slots how many sessions may live
	 * @param kept the sessions that are there, the oldest first
	 * @param over whether a session is over
	 */
	Places(int slots, List<KeptSession> kept, Predicate<KeptSession> over) {
		this.slots = slots;
		this.kept = kept;
		this.live = kept.stream().filter(over.negate()).toList();
	}

	/**
	 * Returns the places in the order in which they are to be tried: who finds that
	 * another login has taken one goes on to the next.
	 * @return the places: those of sessions that are over, then free ones, then those of
	 * live sessions, the oldest first
	 */
	List<Place> inOrder() {
		int leaving = this.live.size() - this.slots + 1;
		List<Place> places = new ArrayList<>();
		if (leaving <= 0) {
			// Sessions beyond the slots count: as many places are left as may be taken.
			places.addAll(empty(List.of()).subList(0, this.slots - this.live.size()));
		}
		if (this.live.stream().allMatch(this::isWithin)) {
			this.live.forEach((each) -> places.add(new Place(each.slot(), Optional.of(each), List.of(each))));
		}
		else if (leaving > 0) {
			places.add(whereSlotsWereTakenAway(this.live.subList(0, leaving)));
		}
		return places;
	}

	// There were more slots once. The oldest sessions leave; if none of them has a slot
	// that is still there, fewer sessions live in such slots than there are.
	private Place whereSlotsWereTakenAway(List<KeptSession> leaving) {
		return empty(leaving).stream().findFirst().orElseGet(() -> {
			KeptSession replaced = leaving.stream().filter(this::isWithin).findFirst().orElseThrow();
			return new Place(replaced.slot(), Optional.of(replaced), leaving);
		});
	}

	private List<Place> empty(List<KeptSession> leaving) {
		List<Place> places = new ArrayList<>();
		this.kept.stream()
			.filter((each) -> isWithin(each) && !this.live.contains(each))
			.forEach((each) -> places.add(new Place(each.slot(), Optional.of(each), leaving)));
		Set<Integer> taken = this.kept.stream().map(KeptSession::slot).collect(Collectors.toSet());
		IntStream.range(0, this.slots)
			.filter((slot) -> !taken.contains(slot))
			.forEach((slot) -> places.add(new Place(slot, Optional.empty(), leaving)));
		return places;
	}

	private boolean isWithin(KeptSession session) {
		return session.slot() < this.slots;
	}

	/**
	 * A place for a new session.
	 *
	 * @param slot its number
	 * @param replaced the session that has it
	 * @param leaving the live sessions that end when it is taken
	 */
	record Place(int slot, Optional<KeptSession> replaced, List<KeptSession> leaving) {

		boolean isOf(KeptSession session) {
			return this.replaced.filter(session::equals).isPresent();
		}

	}

}
