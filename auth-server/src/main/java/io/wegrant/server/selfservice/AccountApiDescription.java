package io.wegrant.server.selfservice;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The account API, described in OpenAPI for those who write mini-programs. It is the same
 * for everybody, and has no secrets.
 */
@RestController
class AccountApiDescription {

	static final String PATH = SelfServiceConfiguration.PATH + "/openapi.json";

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	Resource describeAccountApi() {
		return new ClassPathResource("openapi.json", AccountApiDescription.class);
	}

}
