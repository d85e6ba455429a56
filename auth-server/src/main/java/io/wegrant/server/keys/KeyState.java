package io.wegrant.server.keys;

/**
 * Where a signing key is in its life.
 */
public enum KeyState {

	/** It is published, and not yet signed with. */
	PENDING,

	/** It is published, and signed with. */
	ACTIVE,

	/** It is published, and not signed with any more; its private part is gone. */
	RETIRING,

	/** It was compromised: it is neither published nor signed with. */
	WITHDRAWN

}
