package io.wegrant.server.clients;

/**
 * What the settings said last of a client. It is stored, so that what they switched off
 * they switch on again, and what was switched off otherwise they leave so.
 */
enum SettingsWord {

	/** They list it. */
	LISTED,

	/** They list it as one that is switched off. */
	DISABLED,

	/** They list it no more, which switches it off. */
	REMOVED

}
