package io.wegrant.simulator.push;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One try to deliver an event of virtual payment, with what came of it.
 *
 * @param time when the answer was there, by the simulator's clock
 * @param event the name of the event
 * @param retryTimes how many tries went before
 * @param status the HTTP status, or {@code null} when no answer could be read
 * @param body the body of the answer, decrypted, or why there is none
 * @param accepted whether WeChat takes the answer for success
 */
public record DeliveryAttempt(Instant time, String event, @JsonProperty("retry_times") int retryTimes,
		@Nullable Integer status, String body, boolean accepted) {

}
