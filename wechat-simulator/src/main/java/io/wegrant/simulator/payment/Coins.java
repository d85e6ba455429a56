package io.wegrant.simulator.payment;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.directory.VirtualPayment;

/**
 * The coins of all users. Given coins are spent before bought ones.
 */
@Component
public final class Coins {

	private final Map<Wallet, CoinBalance> balances = new HashMap<>();

	private final Set<Movement> done = new HashSet<>();

	private final MiniPrograms miniPrograms;

	Coins(MiniPrograms miniPrograms) {
		this.miniPrograms = miniPrograms;
	}

	/**
	 * Returns what a user has.
	 * @param wallet whose coins
	 * @return the balance
	 */
	public synchronized CoinBalance balance(Wallet wallet) {
		return this.balances.computeIfAbsent(wallet, (key) -> CoinBalance.startingWith(startingCoins(key)));
	}

	/**
	 * Spends coins, once for each order.
	 * @param wallet whose coins
	 * @param order the number of the order
	 * @param coins how many
	 * @return the given ones among those spent
	 * @throws MovementRefusedException when that was done before, or there are too few
	 */
	public synchronized long spend(Wallet wallet, String order, long coins) {
		CoinBalance before = balance(wallet);
		Movement movement = new Movement(wallet, Kind.SPENT, order);
		requireNew(movement);
		if (before.total() < coins) {
			throw new MovementRefusedException(MovementRefusedException.Reason.TOO_FEW);
		}
		this.done.add(movement);
		this.balances.put(wallet, before.spend(coins));
		return before.given() - balance(wallet).given();
	}

	/**
	 * Gives coins, once for each order.
	 * @param wallet who gets them
	 * @param order the number of the order
	 * @param coins how many
	 * @throws MovementRefusedException when that was done before
	 */
	public synchronized void give(Wallet wallet, String order, long coins) {
		Movement movement = new Movement(wallet, Kind.GIVEN, order);
		requireNew(movement);
		this.done.add(movement);
		this.balances.put(wallet, balance(wallet).give(coins));
	}

	synchronized void buy(Wallet wallet, long coins) {
		this.balances.put(wallet, balance(wallet).buy(coins));
	}

	/**
	 * Takes back coins that were bought.
	 * @param wallet whose coins
	 * @param coins how many
	 * @throws MovementRefusedException when there are too few that were bought
	 */
	synchronized void takeBack(Wallet wallet, long coins) {
		CoinBalance before = balance(wallet);
		if (before.total() - before.given() < coins) {
			throw new MovementRefusedException(MovementRefusedException.Reason.TOO_FEW);
		}
		this.balances.put(wallet, before.giveBack(coins));
	}

	/**
	 * Forgets what was bought, given and spent.
	 */
	public synchronized void clear() {
		this.balances.clear();
		this.done.clear();
	}

	private void requireNew(Movement movement) {
		if (this.done.contains(movement)) {
			throw new MovementRefusedException(MovementRefusedException.Reason.REPEATED);
		}
	}

	private int startingCoins(Wallet wallet) {
		VirtualPayment payment = this.miniPrograms.require(wallet.appid()).payment();
		return (payment != null) ? payment.startingCoins() : 0;
	}

	private enum Kind {

		SPENT, GIVEN

	}

	private record Movement(Wallet wallet, Kind kind, String order) {

	}

}
