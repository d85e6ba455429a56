package io.wegrant.server.sessions;

/**
 * What a client calls the device of a session, for its user to tell sessions apart.
 *
 * @param value the label, which may name a person
 */
public record DeviceLabel(String value) {

	@Override
	public String toString() {
		return "DeviceLabel[redacted]";
	}

}
