package io.wegrant.demo.appointments;

import java.util.List;

/**
 * One page of the appointments that the visitor may see.
 *
 * @param items the appointments on this page, by their slots
 * @param page the number of this page, from 0
 * @param size how many appointments a page holds at most
 * @param total how many appointments there are on all pages
 */
record AppointmentsPage(List<AppointmentItem> items, int page, int size, long total) {

}
