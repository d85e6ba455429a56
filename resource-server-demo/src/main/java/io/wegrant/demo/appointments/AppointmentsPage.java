package io.wegrant.demo.appointments;

import java.util.List;

/**
 * One page of the appointments that the caller may see, the latest first.
 *
 * @param items the appointments on this page
 * @param page the number of this page, from 0
 * @param size how many appointments a page holds at most
 * @param total how many there are on all pages
 */
record AppointmentsPage(List<AppointmentItem> items, int page, int size, long total) {

}
