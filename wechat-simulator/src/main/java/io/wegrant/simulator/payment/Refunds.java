package io.wegrant.simulator.payment;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.payment.MovementRefusedException.Reason;

/**
 * Pays money back, at once and not in the background as WeChat does.
 */
@Component
public final class Refunds {

	private final Map<Key, Refund> done = new HashMap<>();

	private final Orders orders;

	private final Coins coins;

	private final Numbers numbers;

	private final OrderEvents events;

	private final Clock clock;

	Refunds(Orders orders, Coins coins, Numbers numbers, OrderEvents events, Clock clock) {
		this.orders = orders;
		this.coins = coins;
		this.numbers = numbers;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Pays back all or a part of what an order has cost. Coins that were bought are taken
	 * back in proportion.
	 * @param order the order
	 * @param number the mini-program's own number of the refund
	 * @param leftFee what the caller believes to be left of the order, in fen
	 * @param fee how much, in fen
	 * @return the refund
	 * @throws MovementRefusedException when the number was used, something else is left,
	 * or the coins are spent
	 */
	public synchronized Refund refund(Order order, String number, long leftFee, long fee) {
		Wallet wallet = order.wallet();
		Key key = new Key(wallet, number);
		if (this.done.containsKey(key)) {
			throw new MovementRefusedException(Reason.REPEATED);
		}
		Order latest = this.orders.find(wallet.appid(), wallet.environment(), order.number()).orElse(order);
		if (latest.leftFee() != leftFee || fee > leftFee) {
			throw new MovementRefusedException(Reason.OTHER_REST);
		}
		Purchase purchase = order.purchase();
		if (purchase.isCoins()) {
			this.coins.takeBack(wallet, purchase.quantity() * fee / purchase.paidFee());
		}
		Instant now = this.clock.instant();
		Refund refund = new Refund(number, this.numbers.next(), this.numbers.next(), fee);
		this.done.put(key, refund);
		this.orders.change(order, (paid) -> paid.refunded(fee, now));
		this.events.refunded(order, refund, now);
		return refund;
	}

	/**
	 * Forgets every refund.
	 */
	public synchronized void clear() {
		this.done.clear();
	}

	private record Key(Wallet wallet, String number) {

	}

}
