package io.wegrant.server.notices;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.notices.Leases.Lease;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes whose clocks have nothing in common agree on who tells a service.
 */
@ParameterizedClass
@EnumSource(Database.class)
class LeasesStoryTests {

	private final ClientId service = new ClientId("service-" + UUID.randomUUID());

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	private final AtomicLong otherTime = new AtomicLong(17);

	private final LeaseRows rows;

	private final Leases one;

	private final Leases other;

	LeasesStoryTests(Database database) {
		this.rows = TestProvider.shared(database).bean(LeaseRows.class);
		this.one = new Leases(this.rows, "one", this.time::get);
		this.other = new Leases(this.rows, "other", this.otherTime::get);
	}

	@Test
	void takeWhenHeldThenNobodyElse() {
		Lease lease = take(this.one).orElseThrow();

		assertThat(take(this.other)).isEmpty();
		assertThat(lease.isGood()).isTrue();
		lease.end();
		assertThat(take(this.other)).isPresent();
		assertThat(take(this.one)).isEmpty();
	}

	@Test
	@DisplayName("W08: a node that gives signs of life keeps the lease for as long as it likes")
	void takeWhenHolderIsAliveThenNever() {
		Lease lease = take(this.one).orElseThrow();

		for (int i = 0; i < 20; i++) {
			assertThat(take(this.other)).isEmpty();
			pass(Duration.ofSeconds(6));
			assertThat(lease.isGood()).isTrue();
		}
	}

	@Test
	@DisplayName("W08: a node that was killed loses it after half a minute of the other's clock")
	void takeWhenHolderIsSilentThenAfterHalfAMinute() {
		Lease lease = take(this.one).orElseThrow();

		assertThat(take(this.other)).isEmpty();
		this.otherTime.addAndGet(Duration.ofSeconds(30).toNanos());
		assertThat(take(this.other)).isEmpty();
		this.otherTime.addAndGet(1);
		assertThat(take(this.other)).isPresent();

		this.time.addAndGet(Duration.ofSeconds(6).toNanos());
		assertThat(lease.isGood()).isFalse();
		lease.end();
		assertThat(take(this.one)).isEmpty();
	}

	@Test
	@DisplayName("W08: a node that was stopped for long begins nothing before it has given a sign of life")
	void isGoodWhenSilentForLongThenRenewedFirst() {
		Lease lease = take(this.one).orElseThrow();
		pass(Duration.ofSeconds(29));

		assertThat(lease.isGood()).isTrue();
		assertThat(take(this.other)).isEmpty();
		pass(Duration.ofSeconds(29));
		assertThat(take(this.other)).isEmpty();
	}

	@Test
	void takeWhenManyTryThenOne() {
		List<Optional<Lease>> leases = Concurrently.run(8,
				(i) -> () -> new Leases(this.rows, "node-" + i, this.time::get).take(this.service));

		assertThat(leases.stream().filter(Optional::isPresent)).hasSize(1);
	}

	private Optional<Lease> take(Leases leases) {
		return leases.take(this.service);
	}

	private void pass(Duration time) {
		this.time.addAndGet(time.toNanos());
		this.otherTime.addAndGet(time.toNanos());
	}

}
