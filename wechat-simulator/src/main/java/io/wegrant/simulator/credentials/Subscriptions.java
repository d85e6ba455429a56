package io.wegrant.simulator.credentials;

import java.util.HashMap;
import java.util.Map;

import org.springframework.stereotype.Component;

/**
 * How many messages of which template the users agreed to receive.
 */
@Component
public final class Subscriptions {

	private final Map<Subscription, Integer> accepted = new HashMap<>();

	/**
	 * Notes that a user agrees to one message more.
	 * @param appid the mini-program
	 * @param openid the user
	 * @param templateId the template
	 */
	public synchronized void accept(String appid, String openid, String templateId) {
		this.accepted.merge(new Subscription(appid, openid, templateId), 1, Integer::sum);
	}

	/**
	 * Uses up the agreement to one message.
	 * @param appid the mini-program
	 * @param openid the user
	 * @param templateId the template
	 * @return whether there was one
	 */
	public synchronized boolean use(String appid, String openid, String templateId) {
		Subscription subscription = new Subscription(appid, openid, templateId);
		int left = this.accepted.getOrDefault(subscription, 0);
		if (left > 0) {
			this.accepted.put(subscription, left - 1);
		}
		return left > 0;
	}

	/**
	 * Forgets every agreement.
	 */
	public synchronized void clear() {
		this.accepted.clear();
	}

	private record Subscription(String appid, String openid, String templateId) {

	}

}
