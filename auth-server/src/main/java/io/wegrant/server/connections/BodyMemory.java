package io.wegrant.server.connections;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for bodies that are still arriving: some in all, and of that a share for
 * each address.
 */
final class BodyMemory {

	private static final int ADDRESSES_THAT_FILL_IT = 4;

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	private final Map<String, Long> byAddress = new ConcurrentHashMap<>();

	BodyMemory(long limit) {
		this.limit = limit;
	}

	/**
	 * Takes memory.
	 * @param address whose body it is for
	 * @param bytes how much
	 * @return whether there was enough; if not, nothing is taken
	 */
	boolean take(String address, int bytes) {
		if (this.used.addAndGet(bytes) > this.limit) {
			this.used.addAndGet(-bytes);
			return false;
		}
		if (this.byAddress.merge(address, (long) bytes, Long::sum) > this.limit / ADDRESSES_THAT_FILL_IT) {
			giveBack(address, bytes);
			return false;
		}
		return true;
	}

	void giveBack(String address, int bytes) {
		this.used.addAndGet(-bytes);
		this.byAddress.computeIfPresent(address, (key, all) -> (all > bytes) ? all - bytes : null);
	}

	long used() {
		return this.used.get();
	}

}
