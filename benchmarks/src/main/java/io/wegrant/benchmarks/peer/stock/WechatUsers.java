package io.wegrant.benchmarks.peer.stock;

import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The users, known by their openids.
 */
final class WechatUsers {

	private final WechatApi wechat;

	private final JdbcClient jdbc;

	WechatUsers(WechatApi wechat, JdbcClient jdbc) {
		this.wechat = wechat;
		this.jdbc = jdbc;
	}

	/**
	 * Finds or creates the user behind a code.
	 * @param code the code of {@code wx.login}
	 * @return the user's name
	 */
	String logIn(String code) {
		String openid = this.wechat.openid(code);
		Optional<String> known = this.jdbc.sql("SELECT name FROM wechat_user WHERE openid = ?")
			.param(openid)
			.query(String.class)
			.optional();
		return known.orElseGet(() -> create(openid));
	}

	private String create(String openid) {
		String name = UUID.randomUUID().toString();
		this.jdbc.sql("INSERT INTO wechat_user (openid, name) VALUES (?, ?)").params(openid, name).update();
		return name;
	}

}
