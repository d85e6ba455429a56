package io.wegrant.simulator.payment;

/**
 * What {@code wx.requestVirtualPayment} tells the mini-program.
 *
 * @param errCode the client's code, 0 for success
 * @param errMsg the client's text
 */
public record PaymentResult(int errCode, String errMsg) {

	private static final String CALL = "requestVirtualPayment:";

	static final PaymentResult OK = new PaymentResult(0, CALL + "ok");

	static PaymentResult failure(int errCode, String text) {
		return new PaymentResult(errCode, CALL + "fail " + text);
	}

}
