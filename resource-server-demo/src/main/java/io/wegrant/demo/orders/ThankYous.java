package io.wegrant.demo.orders;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Thanks whoever has paid by a message, if they have agreed to get one. WeChat does not
 * wait for it, and nothing depends on it.
 */
@Component
final class ThankYous {

	private static final Logger log = LoggerFactory.getLogger(ThankYous.class);

	private final ProviderClient provider;

	private final ShopProperties shop;

	private final TaskExecutor executor;

	ThankYous(ProviderClient provider, ShopProperties shop, TaskExecutor applicationTaskExecutor) {
		this.provider = provider;
		this.shop = shop;
		this.executor = applicationTaskExecutor;
	}

	/**
	 * Sends a message, after a while or never.
	 * @param order what was paid
	 * @param openid who has paid, empty if WeChat does not say
	 */
	void send(Order order, String openid) {
		if (!openid.isEmpty() && !this.shop.messageTemplate().isEmpty()) {
			this.executor.execute(() -> sendNow(order, openid));
		}
	}

	private void sendNow(Order order, String openid) {
		try {
			int errcode = this.provider
				.sendMessage(order.appid(),
						Map.of("touser", openid, "template_id", this.shop.messageTemplate(), "page",
								"pages/membership/membership", "data", Map.of("thing1", Map.of("value", "茶友会员"))))
				.path("errcode")
				.asInt(0);
			log.info("Thanks for order {}: WeChat's errcode is {}", order.id(), errcode);
		}
		catch (RestClientException ex) {
			log.warn("Nobody was thanked for order {}: {}", order.id(), ex.getMessage());
		}
	}

}
