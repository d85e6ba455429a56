package io.wegrant.demo.orders;

/**
 * An order as it is answered: what the mini-program hands to
 * {@code wx.requestVirtualPayment}, untouched.
 *
 * @param id the order
 * @param mode what kind of thing is bought
 * @param signData what was signed
 * @param paySig the mini-program's signature
 * @param signature the user's signature
 */
record SignedOrder(String id, String mode, String signData, String paySig, String signature) {

	@Override
	public String toString() {
		return "SignedOrder[id=" + this.id + "]";
	}

}
