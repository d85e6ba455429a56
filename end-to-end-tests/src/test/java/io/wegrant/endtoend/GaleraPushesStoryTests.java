package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One signed URL of a plain push, and two bodies at nodes on different members.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraPushesStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraPushesStoryTests.class.getName());

	private static final int ROUNDS = Rounds.of(100, 40);

	private static final int ROUNDS_AT_A_TIME = 4;

	private static final int FORBIDDEN = 403;

	private static final String HARMLESS = "{\"MsgType\":\"event\",\"Event\":\"user_info_modified\"}";

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts pushes = new Attempts(this.findings);

	private final AtomicInteger closed = new AtomicInteger();

	GaleraPushesStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@Test
	@DisplayName("X05: of two bodies under one signature, at two members at once or one after the other, one is taken")
	void pushWhenTwoBodiesComeToTwoMembersThenOneIsTaken() {
		Concurrently.times(ROUNDS, ROUNDS_AT_A_TIME, this::round);

		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "X05: %d rounds, %d accounts closed; pushes: %s; %s",
				ROUNDS, this.closed.get(), this.pushes, this.findings));
		this.findings.assertNone();
		assertThat(this.closed.get()).isBetween(1, ROUNDS - 1);
	}

	private Integer round(int round) {
		MiniProgram miniProgram = this.stage.sisterMiniProgram(round);
		String person = this.stage.newcomer();
		Tokens tokens = miniProgram.logIn(person);
		String deleted = "{\"MsgType\":\"event\",\"Event\":\"user_authorization_cancellation\",\"OpenID\":\""
				+ miniProgram.openid(person) + "\"}";
		String url = signed(miniProgram.appid());
		Provider node = this.stage.node(round);
		Provider other = this.stage.node(round + 1 + round % 2);

		boolean deletedFirst = round % 2 == 1;
		CompletableFuture<Answer> first = CompletableFuture
			.supplyAsync(() -> this.pushes.make("a push", () -> node.push(url, deletedFirst ? deleted : HARMLESS)));
		if (round % 4 < 2) {
			first.join();
		}
		Answer second = this.pushes.make("a push", () -> other.push(url, deletedFirst ? HARMLESS : deleted));

		List<Integer> statuses = Stream.of(first.join(), second).map(Answer::status).sorted().toList();
		Answer deletion = deletedFirst ? first.join() : second;
		boolean active = this.stage.node(round + 2).introspect(tokens.accessToken()).join().body().contains("true");
		if (!statuses.equals(List.of(200, FORBIDDEN))) {
			this.findings.add("both bodies were taken, or none", statuses.toString());
		}
		if (active != (deletion.status() == FORBIDDEN)) {
			this.findings.add("what was answered is not what was done", deletion.status() + ", active: " + active);
		}
		if (!active) {
			this.closed.incrementAndGet();
		}
		return round;
	}

	private static String signed(String appid) {
		String time = Long.toString(Instant.now().getEpochSecond());
		String nonce = UUID.randomUUID().toString().replace("-", "");
		String joined = Stream.of("devPushToken2", time, nonce).sorted().collect(Collectors.joining());
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(joined.getBytes(StandardCharsets.UTF_8));
			return "/wechat/events/" + appid + "?timestamp=" + time + "&nonce=" + nonce + "&signature="
					+ HexFormat.of().formatHex(digest);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
