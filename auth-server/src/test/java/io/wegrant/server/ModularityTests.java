package io.wegrant.server;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

	@Test
	void verifyWhenModulesKeepToTheirBoundariesThenSucceeds() {
		ApplicationModules.of(WegrantServerApplication.class).verify();
	}

}
