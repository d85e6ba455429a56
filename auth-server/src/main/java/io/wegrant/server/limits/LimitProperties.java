package io.wegrant.server.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * How much each node takes before it answers 429 with {@code Retry-After}.
 *
 * @param loginsPerClient how many logins a minute of one client go on to WeChat; 0 for no
 * limit
 * @param loginsPerAddress how many logins a minute from one address go on to WeChat; 0
 * for no limit. Mobile carriers put many people behind one address
 * @param wrongSecretsPerClient how many wrong secrets or assertions a minute for one
 * client from one address are answered with 401 before the answer is 429; 0 for no limit.
 * The right secret is always let through
 * @param accountRequestsPerUser how many requests a minute of one user to the account API
 * are answered; 0 for no limit
 * @param phoneCodesPerUser how many phone codes a minute of one user go on to WeChat,
 * those of logins aside; 0 for no limit
 * @param phoneCodesPerAddress how many phone codes a minute from one address go on to
 * WeChat, those of logins aside; 0 for no limit
 * @param wechatCallsPerClient how many requests a minute of one service to have something
 * done at WeChat are answered; 0 for no limit
 */
@ConfigurationProperties("wegrant.limits")
public record LimitProperties(@DefaultValue("60000") int loginsPerClient, @DefaultValue("1200") int loginsPerAddress,
		@DefaultValue("30") int wrongSecretsPerClient, @DefaultValue("60") int accountRequestsPerUser,
		@DefaultValue("10") int phoneCodesPerUser, @DefaultValue("600") int phoneCodesPerAddress,
		@DefaultValue("6000") int wechatCallsPerClient) {

	/**
	 * Refuses numbers below zero.
	 */
	public LimitProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.limits");
		check.range("logins-per-client", loginsPerClient, 0, Integer.MAX_VALUE);
		check.range("logins-per-address", loginsPerAddress, 0, Integer.MAX_VALUE);
		check.range("wrong-secrets-per-client", wrongSecretsPerClient, 0, Integer.MAX_VALUE);
		check.range("account-requests-per-user", accountRequestsPerUser, 0, Integer.MAX_VALUE);
		check.range("phone-codes-per-user", phoneCodesPerUser, 0, Integer.MAX_VALUE);
		check.range("phone-codes-per-address", phoneCodesPerAddress, 0, Integer.MAX_VALUE);
		check.range("wechat-calls-per-client", wechatCallsPerClient, 0, Integer.MAX_VALUE);
		check.end();
	}

}
