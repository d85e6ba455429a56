package io.wegrant.simulator.push;

/**
 * What the receiver of a push answered.
 *
 * @param status the HTTP status
 * @param body the body
 */
public record PushAnswer(int status, String body) {

}
