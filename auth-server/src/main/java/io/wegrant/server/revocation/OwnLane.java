package io.wegrant.server.revocation;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The lane in which this node numbers its revocations. Nobody else writes there, and it
 * ends with this process, so that a number never stands for two entries: when the
 * database gives one that was given before, it has been set back, and the node begins
 * another lane. So it does when the answer to a commit was lost, since the entry may
 * still appear.
 */
final class OwnLane {

	private static final Logger logger = LoggerFactory.getLogger(OwnLane.class);

	private static final int ATTEMPTS = 5;

	/** For the transaction that begins a lane, and for one that had a number before. */
	private static final long PATIENCE_SECONDS = 5;

	private final SecureRandom random = new SecureRandom();

	private final RevocationRows rows;

	private @Nullable Lane current;

	OwnLane(RevocationRows rows) {
		this.rows = rows;
	}

	/**
	 * Takes the next number. The row of the lane is locked until the transaction ends.
	 * @return the place of an entry that is written in the same transaction
	 * @throws CannotAcquireLockException if others were faster again and again
	 */
	Place next() {
		Lane unusable = null;
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Lane lane = lane(unusable);
			if (this.rows.advance(lane.id())) {
				long seq = this.rows.lastSeq(lane.id());
				if (lane.take(seq)) {
					TransactionSynchronizationManager.registerSynchronization(new Outcome(lane, seq));
					return new Place(lane.id(), seq);
				}
				logger.warn("The database was set back; revocations of this node go on in another lane");
			}
			unusable = lane;
		}
		throw new CannotAcquireLockException("The database keeps no lane of this node");
	}

	private Lane lane(@Nullable Lane unusable) {
		Lane begun = new Lane(this.random.nextLong(Long.MAX_VALUE));
		Lane lane = replace(unusable, begun);
		if (lane == begun) {
			TransactionSynchronizationManager.registerSynchronization(new Beginning(lane));
			this.rows.addLane(lane.id());
		}
		else if (!lane.awaitBegun()) {
			throw new CannotAcquireLockException("The lane of this node is being begun");
		}
		return lane;
	}

	private synchronized Lane replace(@Nullable Lane unusable, Lane begun) {
		Lane lane = this.current;
		if (lane == null || lane == unusable) {
			lane = begun;
			this.current = lane;
		}
		return lane;
	}

	private synchronized void leave(Lane lane) {
		if (this.current == lane) {
			this.current = null;
		}
	}

	/**
	 * A place in the feed.
	 *
	 * @param lane the lane
	 * @param seq the number in the lane
	 */
	record Place(long lane, long seq) {

	}

	private static final class Lane {

		private final long id;

		private final Thread beginner = Thread.currentThread();

		private final CountDownLatch begun = new CountDownLatch(1);

		/** Numbers of transactions that have not ended, or have just. */
		private final Map<Long, CountDownLatch> undecided = new ConcurrentHashMap<>();

		private long taken;

		Lane(long id) {
			this.id = id;
		}

		long id() {
			return this.id;
		}

		// Its row is not there for others before, and not every database has them wait.
		boolean awaitBegun() {
			return Thread.currentThread() == this.beginner || await(this.begun);
		}

		// Whoever had the number before may just be undone, and about to give it back.
		boolean take(long seq) {
			CountDownLatch decision = this.undecided.get(seq);
			return (decision == null || await(decision)) && takeDecided(seq);
		}

		private synchronized boolean takeDecided(long seq) {
			boolean fresh = this.taken < seq;
			if (fresh) {
				this.taken = seq;
				this.undecided.put(seq, new CountDownLatch(1));
			}
			return fresh;
		}

		synchronized void giveBack(long seq) {
			this.taken = Math.min(this.taken, seq - 1);
		}

		void decide(long seq) {
			CountDownLatch decision = this.undecided.remove(seq);
			if (decision != null) {
				decision.countDown();
			}
		}

		private static boolean await(CountDownLatch latch) {
			try {
				return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

	private static final class Beginning implements TransactionSynchronization {

		private final Lane lane;

		Beginning(Lane lane) {
			this.lane = lane;
		}

		@Override
		public void afterCompletion(int status) {
			this.lane.begun.countDown();
		}

	}

	private final class Outcome implements TransactionSynchronization {

		private final Lane lane;

		private final long seq;

		Outcome(Lane lane, long seq) {
			this.lane = lane;
			this.seq = seq;
		}

		@Override
		public void afterCompletion(int status) {
			if (status == STATUS_ROLLED_BACK) {
				this.lane.giveBack(this.seq);
			}
			else if (status == STATUS_UNKNOWN) {
				leave(this.lane);
			}
			this.lane.decide(this.seq);
		}

	}

}
