package io.wegrant.server.wechat.events;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.wegrant.server.clients.ClientId;

/**
 * How many deliveries are under way at most, and half as many to one service, so that a
 * slow one holds up neither the others nor anything else. Nobody waits for a turn.
 */
final class Turns {

	private final int most;

	private final Semaphore all;

	private final Map<ClientId, Semaphore> byService = new ConcurrentHashMap<>();

	Turns(int most) {
		this.most = most;
		this.all = new Semaphore(most);
	}

	/**
	 * Takes a turn.
	 * @param service whom something is delivered to
	 * @return whether there was one; if so, it is to be given back
	 */
	boolean take(ClientId service) {
		Semaphore own = this.byService.computeIfAbsent(service, (key) -> new Semaphore(this.most / 2));
		if (!own.tryAcquire()) {
			return false;
		}
		if (!this.all.tryAcquire()) {
			own.release();
			return false;
		}
		return true;
	}

	void giveBack(ClientId service) {
		this.all.release();
		Semaphore own = this.byService.get(service);
		if (own != null) {
			own.release();
		}
	}

}
