package io.wegrant.demo.orders;

/**
 * The orders on H2, as the service comes.
 */
class H2OrderTests extends OrderRules {

}
