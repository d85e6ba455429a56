package io.wegrant.resourceserver;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Takes in the body of an answer as UTF-8, and breaks the answer off when it is longer
 * than it may be; then it fails, or is of no interest.
 */
final class LimitedBody implements HttpResponse.BodySubscriber<String> {

	private final CompletableFuture<String> body = new CompletableFuture<>();

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	/**
	 * So much is read of what is of no interest, so that its connection can be used
	 * again.
	 */
	private static final int IGNORED = 8 << 10;

	private final int maxSize;

	private final boolean needed;

	private Flow.@Nullable Subscription answer;

	private LimitedBody(int maxSize, boolean needed) {
		this.maxSize = maxSize;
		this.needed = needed;
	}

	static LimitedBody upTo(int maxSize) {
		return new LimitedBody(maxSize, true);
	}

	static LimitedBody ignored() {
		return new LimitedBody(IGNORED, false);
	}

	@Override
	public CompletionStage<String> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.answer = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			byte[] part = new byte[buffer.remaining()];
			buffer.get(part);
			this.bytes.writeBytes(part);
			if (this.bytes.size() > this.maxSize) {
				breakOff();
				return;
			}
		}
	}

	private void breakOff() {
		this.bytes.reset();
		if (this.answer != null) {
			this.answer.cancel();
		}
		if (this.needed) {
			this.body.completeExceptionally(new ProviderHttpClient.TooLongException(this.maxSize));
		}
		else {
			this.body.complete("");
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete(this.needed ? this.bytes.toString(StandardCharsets.UTF_8) : "");
	}

}
