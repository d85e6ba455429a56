package io.wegrant.server.wechat.events;

/**
 * How a push came to a service.
 */
sealed interface Delivery {

	/**
	 * The service has answered.
	 *
	 * @param body what WeChat is to hear
	 */
	record Answered(String body) implements Delivery {

		@Override
		public String toString() {
			return "Answered[redacted]";
		}

	}

	/**
	 * It has not answered, or not as it must, or not in time.
	 *
	 * @param cause why, as the value of a meter's tag
	 */
	record Missed(String cause) implements Delivery {
	}

}
