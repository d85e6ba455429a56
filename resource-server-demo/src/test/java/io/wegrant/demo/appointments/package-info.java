/**
 * Tests of the appointments.
 */
@NullMarked
package io.wegrant.demo.appointments;

import org.jspecify.annotations.NullMarked;
