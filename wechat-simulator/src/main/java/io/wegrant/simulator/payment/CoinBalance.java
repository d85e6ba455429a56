package io.wegrant.simulator.payment;

/**
 * What a user has in coins.
 *
 * @param total the coins there are, bought and given
 * @param given those of them that were given
 * @param bought how many were ever bought
 * @param givenInAll how many were ever given
 * @param spent how many were ever spent
 */
public record CoinBalance(long total, long given, long bought, long givenInAll, long spent) {

	static CoinBalance startingWith(int given) {
		return new CoinBalance(given, given, 0, given, 0);
	}

	CoinBalance buy(long coins) {
		return new CoinBalance(this.total + coins, this.given, this.bought + coins, this.givenInAll, this.spent);
	}

	CoinBalance give(long coins) {
		return new CoinBalance(this.total + coins, this.given + coins, this.bought, this.givenInAll + coins,
				this.spent);
	}

	CoinBalance spend(long coins) {
		return new CoinBalance(this.total - coins, this.given - Math.min(this.given, coins), this.bought,
				this.givenInAll, this.spent + coins);
	}

	CoinBalance giveBack(long coins) {
		return new CoinBalance(this.total - coins, this.given, this.bought - coins, this.givenInAll, this.spent);
	}

}
