/**
 * Appointments in the shop. Whoever has the scope {@code appointments} books, sees and
 * cancels their own; {@code STAFF} sees, confirms and cancels all. Users are known by
 * their {@code sub}, and by nothing else.
 */
@NullMarked
package io.wegrant.demo.appointments;

import org.jspecify.annotations.NullMarked;
