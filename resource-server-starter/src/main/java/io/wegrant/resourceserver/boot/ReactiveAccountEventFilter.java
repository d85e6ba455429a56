package io.wegrant.resourceserver.boot;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.wegrant.resourceserver.AccountEventVerifier;
import io.wegrant.resourceserver.EventVerification;
import io.wegrant.resourceserver.spring.AccountEventAnswer;
import io.wegrant.resourceserver.spring.AccountEventReceiver;

/**
 * Serves the path where the provider sends account events, and passes nothing on. No
 * event loop waits: events are checked in memory, and listeners run elsewhere.
 */
final class ReactiveAccountEventFilter implements WebFilter {

	private final AccountEventReceiver receiver;

	ReactiveAccountEventFilter(AccountEventReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return answer(exchange.getRequest()).flatMap((answer) -> write(exchange.getResponse(), answer));
	}

	private Mono<AccountEventAnswer> answer(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		return AccountEventReceiver
			.refusal(request.getMethod().name(), headers.getFirst(HttpHeaders.CONTENT_TYPE), headers.getContentLength())
			.map(Mono::just)
			.orElseGet(() -> take(request));
	}

	private Mono<AccountEventAnswer> take(ServerHttpRequest request) {
		return DataBufferUtils.join(request.getBody(), AccountEventVerifier.MAX_LENGTH)
			.map(ReactiveAccountEventFilter::text)
			.defaultIfEmpty("")
			.flatMap(this::verify)
			.flatMap(this::answer)
			.onErrorReturn(DataBufferLimitException.class, AccountEventAnswer.TOO_LONG);
	}

	private static String text(DataBuffer body) {
		try {
			return body.toString(StandardCharsets.ISO_8859_1);
		}
		finally {
			DataBufferUtils.release(body);
		}
	}

	// What has been waited for goes on with a thread of Reactor's.
	private Mono<EventVerification> verify(String token) {
		CompletableFuture<EventVerification> found = this.receiver.verifier().verifyAsync(token).toCompletableFuture();
		Mono<EventVerification> mono = Mono.fromFuture(found);
		return found.isDone() ? mono : mono.publishOn(Schedulers.parallel());
	}

	// A listener is let finish also when the provider has hung up: an interrupt would
	// reach it amid its work.
	private Mono<AccountEventAnswer> answer(EventVerification found) {
		if (!(found instanceof EventVerification.Accepted)) {
			return Mono.just(this.receiver.answer(found));
		}
		return Mono.fromFuture(
				CompletableFuture.supplyAsync(() -> this.receiver.answer(found), Schedulers.boundedElastic()::schedule),
				true);
	}

	private static Mono<Void> write(ServerHttpResponse response, AccountEventAnswer answer) {
		byte[] body = answer.bytes();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		response.getHeaders().setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
