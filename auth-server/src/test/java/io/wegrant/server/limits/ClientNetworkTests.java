package io.wegrant.server.limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientNetworkTests {

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, 203.0.113.7", "2001:db8:1:2:3:4:5:6, 20010db800010002/64",
			"2001:db8:1:2::, 20010db800010002/64", "::1, 0000000000000000/64", "::ffff:203.0.113.7, 203.0.113.7",
			"2001:db8::%nowhere, 2001:db8::%nowhere", "'', ''", "a:b, a:b" })
	void ofWhenAddressThenNetwork(String address, String network) {
		assertThat(ClientNetwork.of(address)).isEqualTo(network);
	}

	@Test
	void ofWhenAddressesShareTheFirst64BitsThenOneNetwork() {
		assertThat(ClientNetwork.of("2001:db8:1:2:ffff::1")).isEqualTo(ClientNetwork.of("2001:db8:1:2::2"))
			.isNotEqualTo(ClientNetwork.of("2001:db8:1:3::2"));
	}

}
