package io.wegrant.simulator.payment;

/**
 * Money that was paid back.
 *
 * @param number the mini-program's own number of the refund
 * @param wechatNumber WeChat's number of the refund
 * @param transaction the bank's number of the refund
 * @param fee how much, in fen
 */
public record Refund(String number, String wechatNumber, String transaction, long fee) {

}
