package io.wegrant.demo.appointments;

/**
 * The appointments on H2, as the service comes.
 */
class H2AppointmentTests extends AppointmentRules {

}
