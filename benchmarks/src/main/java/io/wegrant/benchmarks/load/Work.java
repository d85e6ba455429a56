package io.wegrant.benchmarks.load;

import java.util.List;

import io.wegrant.benchmarks.load.Connection.Answer;

/**
 * Requests that are ready to be sent.
 */
interface Work {

	/**
	 * Returns how many there are.
	 * @return the number
	 */
	int size();

	/**
	 * Returns one of them. Each is asked for once.
	 * @param index its number, from 0
	 * @return its bytes
	 */
	byte[] request(int index);

	/**
	 * Takes the answer to one of them, after its latency was measured.
	 * @param index its number
	 * @param answer the answer, of status 200
	 */
	default void answered(int index, Answer answer) {
	}

	static Work of(List<byte[]> requests) {
		return new Work() {

			@Override
			public int size() {
				return requests.size();
			}

			@Override
			public byte[] request(int index) {
				return requests.get(index);
			}

		};
	}

	/**
	 * Repeats requests in turn.
	 * @param requests the requests
	 * @return as many as anyone wants
	 */
	static Work repeating(List<byte[]> requests) {
		return new Work() {

			@Override
			public int size() {
				return Integer.MAX_VALUE;
			}

			@Override
			public byte[] request(int index) {
				return requests.get(index % requests.size());
			}

		};
	}

}
