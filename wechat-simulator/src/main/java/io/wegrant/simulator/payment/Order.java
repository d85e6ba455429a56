package io.wegrant.simulator.payment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.wegrant.simulator.push.DeliveryAttempt;

/**
 * An order that was paid.
 *
 * @param wallet whose it is
 * @param user the name of the person who paid
 * @param number the mini-program's own number
 * @param numbers WeChat's numbers
 * @param purchase what was bought
 * @param status how far it is
 * @param paidAt when it was paid
 * @param updatedAt when it changed last
 * @param providedAt when it was delivered, or {@code null}
 * @param refundedFee what was paid back, in fen
 * @param attempts what was pushed because of it
 */
public record Order(Wallet wallet, String user, String number, WechatNumbers numbers, Purchase purchase, Status status,
		Instant paidAt, Instant updatedAt, @Nullable Instant providedAt, long refundedFee,
		List<DeliveryAttempt> attempts) {

	static Order paid(Wallet wallet, String user, String number, WechatNumbers numbers, Purchase purchase,
			Instant now) {
		return new Order(wallet, user, number, numbers, purchase, Status.PAID, now, now, null, 0, List.of());
	}

	/**
	 * Returns what is not paid back.
	 * @return the rest in fen
	 */
	public long leftFee() {
		return this.purchase.paidFee() - this.refundedFee;
	}

	Order attempted(DeliveryAttempt attempt) {
		List<DeliveryAttempt> longer = new ArrayList<>(this.attempts);
		longer.add(attempt);
		return new Order(this.wallet, this.user, this.number, this.numbers, this.purchase, this.status, this.paidAt,
				this.updatedAt, this.providedAt, this.refundedFee, List.copyOf(longer));
	}

	Order delivering(Instant now) {
		return (this.status == Status.PAID) ? changed(Status.DELIVERING, now, null, this.refundedFee) : this;
	}

	Order delivered(Instant now) {
		boolean open = this.status == Status.PAID || this.status == Status.DELIVERING;
		return open ? changed(Status.DELIVERED, now, now, this.refundedFee) : this;
	}

	Order refunded(long fee, Instant now) {
		long refunded = this.refundedFee + fee;
		Status next = (refunded == this.purchase.paidFee()) ? Status.REFUNDED : this.status;
		return changed(next, now, this.providedAt, refunded);
	}

	private Order changed(Status status, Instant now, @Nullable Instant providedAt, long refundedFee) {
		return new Order(this.wallet, this.user, this.number, this.numbers, this.purchase, status, this.paidAt, now,
				providedAt, refundedFee, this.attempts);
	}

	/**
	 * How far an order is.
	 */
	public enum Status {

		/**
		 * Paid, and not delivered.
		 */
		PAID(2),

		/**
		 * Told to the server, which has not acknowledged it.
		 */
		DELIVERING(3),

		/**
		 * Delivered.
		 */
		DELIVERED(4),

		/**
		 * Paid back in full.
		 */
		REFUNDED(5);

		private final int number;

		Status(int number) {
			this.number = number;
		}

		/**
		 * Returns WeChat's number.
		 * @return the number in {@code status}
		 */
		public int number() {
			return this.number;
		}

	}

	/**
	 * The numbers that WeChat and its bank give an order.
	 *
	 * @param order WeChat's number of the order
	 * @param channel the number by which the order is paid
	 * @param transaction the number of the payment
	 * @param token the order's own token
	 */
	public record WechatNumbers(String order, String channel, String transaction, String token) {

	}

}
