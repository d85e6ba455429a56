package io.wegrant.demo.orders;

/**
 * How far an order has got.
 */
enum OrderStatus {

	NEW, PAID

}
