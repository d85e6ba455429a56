package io.wegrant.server.wechat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.wegrant.server.clients.MiniProgram;

/**
 * Which of a mini-program's app secrets WeChat takes while one replaces the other: the
 * one it took last goes first.
 */
final class AppSecrets {

	private static final Logger logger = LoggerFactory.getLogger(AppSecrets.class);

	private static final Reply<?> WRONG_SECRET = new Reply.Refused<>("errcode_40125");

	private final Map<String, String> lastAccepted = new ConcurrentHashMap<>();

	/**
	 * Makes a call with an app secret, and once more with the other one if WeChat does
	 * not know the first. WeChat looks at nothing else then, so nothing is used up.
	 * @param <T> what WeChat answers
	 * @param miniProgram the mini-program
	 * @param call makes the call with a secret
	 * @return the last answer
	 */
	<T> Reply<T> call(MiniProgram miniProgram, Function<String, Reply<T>> call) {
		Optional<String> previous = miniProgram.previousAppSecret();
		String accepted = this.lastAccepted.get(miniProgram.appid());
		boolean previousFirst = previous.filter((secret) -> secret.equals(accepted)).isPresent();
		Reply<T> reply = call.apply(previousFirst ? previous.get() : miniProgram.appSecret());
		if (!reply.equals(WRONG_SECRET) || previous.isEmpty()) {
			return reply;
		}
		logger.warn("WeChat does not know one of the two app secrets of {}", miniProgram.appid());
		String other = previousFirst ? miniProgram.appSecret() : previous.get();
		reply = call.apply(other);
		if (!(reply instanceof Reply.Refused || reply instanceof Reply.Unavailable)) {
			this.lastAccepted.put(miniProgram.appid(), other);
		}
		return reply;
	}

}
