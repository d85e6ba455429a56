package io.wegrant.server.accounts;

/**
 * A WeChat account in one mini-program.
 *
 * @param appid the mini-program
 * @param openid the person's id in it
 */
public record WechatAccount(Appid appid, Openid openid) {

}
