/**
 * Appointments in the shop. Users make, see and cancel their own; staff see, confirm and
 * cancel all. Everybody needs the scope {@code appointments}.
 */
@NullMarked
package io.wegrant.demo.appointments;

import org.jspecify.annotations.NullMarked;
