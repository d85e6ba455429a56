package io.wegrant.demo.orders;

import org.springframework.stereotype.Component;

import io.wegrant.resourceserver.AccountEvent;
import io.wegrant.resourceserver.AccountEventListener;

/**
 * Lets orders follow what happens to accounts at the provider, however often it is said.
 * A push for an order that was erased is not acknowledged: who has paid for it is to get
 * the money back.
 */
@Component
final class OrdersOfAccounts implements AccountEventListener {

	private final Orders orders;

	OrdersOfAccounts(Orders orders) {
		this.orders = orders;
	}

	@Override
	public void onEvent(AccountEvent event) {
		if (event instanceof AccountEvent.Purged) {
			this.orders.erase(event.sub());
		}
		else if (event instanceof AccountEvent.Merged merged) {
			// Both may have bought the membership: both orders stay, and say so.
			this.orders.move(merged.sub(), merged.into());
		}
	}

}
