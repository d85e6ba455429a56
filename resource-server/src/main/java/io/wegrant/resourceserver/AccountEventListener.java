package io.wegrant.resourceserver;

/**
 * What a service does when something has happened to an account. The provider is told
 * that an event was taken once its listeners have returned, and sends it again when one
 * throws, or when they take too long: a repeat must do no harm.
 */
@FunctionalInterface
public interface AccountEventListener {

	/**
	 * Deals with an event.
	 * @param event what has happened, verified; a service passes over kinds that it does
	 * not care for
	 */
	void onEvent(AccountEvent event);

}
