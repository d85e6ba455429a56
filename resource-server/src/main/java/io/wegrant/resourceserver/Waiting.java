package io.wegrant.resourceserver;

import com.nimbusds.jose.proc.SecurityContext;

/**
 * Whether who asks for a key may be kept waiting until the provider has answered.
 */
enum Waiting implements SecurityContext {

	/** It may. */
	ALLOWED,

	/** It may not: {@link KeysAwaitedException} says that it would have to. */
	REFUSED

}
