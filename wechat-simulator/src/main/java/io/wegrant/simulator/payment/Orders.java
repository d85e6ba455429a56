package io.wegrant.simulator.payment;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.directory.VirtualPayment.Environment;

/**
 * The orders that were paid for with money.
 */
@Component
public final class Orders {

	private final Map<Key, Order> orders = new LinkedHashMap<>();

	/**
	 * Adds an order.
	 * @param order the order
	 * @return whether its number was free
	 */
	synchronized boolean add(Order order) {
		return this.orders.putIfAbsent(Key.of(order), order) == null;
	}

	/**
	 * Looks an order up by the number that the mini-program gave it.
	 * @param appid the mini-program
	 * @param environment live or sandbox
	 * @param number the number
	 * @return the order, or empty when there is none
	 */
	public synchronized Optional<Order> find(String appid, Environment environment, String number) {
		return Optional.ofNullable(this.orders.get(new Key(appid, environment, number)));
	}

	/**
	 * Looks an order up by the number that WeChat gave it.
	 * @param appid the mini-program
	 * @param environment live or sandbox
	 * @param number the number
	 * @return the order, or empty when there is none
	 */
	public synchronized Optional<Order> findByWechatNumber(String appid, Environment environment, String number) {
		return this.orders.values()
			.stream()
			.filter((order) -> order.wallet().appid().equals(appid) && order.wallet().environment() == environment
					&& order.numbers().order().equals(number))
			.findFirst();
	}

	/**
	 * Changes an order, if it is still there.
	 * @param order the order, as it was at any time
	 * @param change the change
	 */
	synchronized void change(Order order, UnaryOperator<Order> change) {
		this.orders.computeIfPresent(Key.of(order), (key, latest) -> change.apply(latest));
	}

	/**
	 * Notes that an order is delivered.
	 * @param order the order
	 * @param now the time
	 */
	public void deliver(Order order, Instant now) {
		change(order, (latest) -> latest.delivered(now));
	}

	/**
	 * Lists the orders.
	 * @return all of them, oldest first
	 */
	public synchronized List<Order> all() {
		return List.copyOf(this.orders.values());
	}

	/**
	 * Forgets every order.
	 */
	public synchronized void clear() {
		this.orders.clear();
	}

	private record Key(String appid, Environment environment, String number) {

		private static Key of(Order order) {
			return new Key(order.wallet().appid(), order.wallet().environment(), order.number());
		}

	}

}
