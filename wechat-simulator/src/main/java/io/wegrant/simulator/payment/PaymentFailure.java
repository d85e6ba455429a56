package io.wegrant.simulator.payment;

/**
 * Thrown when a payment does not succeed.
 */
final class PaymentFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient PaymentResult result;

	PaymentFailure(PaymentResult result) {
		super(result.errMsg(), null, false, false);
		this.result = result;
	}

	PaymentResult result() {
		return this.result;
	}

}
