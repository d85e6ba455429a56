package io.wegrant.simulator.payment;

import io.wegrant.simulator.directory.VirtualPayment.Environment;

/**
 * Whose orders and coins they are.
 *
 * @param appid the mini-program
 * @param openid the user
 * @param environment live or sandbox
 */
public record Wallet(String appid, String openid, Environment environment) {

}
